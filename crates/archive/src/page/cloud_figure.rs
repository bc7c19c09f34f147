//! A report's word cloud: the post's own image, or one drawn from the report's terms.

use super::Context;
use crate::cloud::{self, Canvas, Word};
use crate::html::{Element, el};
use crate::link::{Address, Route};
use crate::markdown::picture;
use crate::model::{Body, Summary};

/// The room a cloud has, about as wide as it is shown so that its small words stay legible.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// The column beside the edition.
    Side,
    /// The narrow column beside a report.
    Narrow,
    /// A tile of the contact sheet.
    Tile,
}

impl Shape {
    fn canvas(self) -> Canvas {
        match self {
            Shape::Side => Canvas {
                width: 300,
                height: 260,
            },
            Shape::Narrow => Canvas {
                width: 220,
                height: 280,
            },
            Shape::Tile => Canvas {
                width: 480,
                height: 270,
            },
        }
    }
}

/// The figure, or nothing where a report has neither image nor terms.
pub(super) fn cloud_figure(
    context: &Context<'_>,
    summary: &Summary,
    body: &Body,
    shape: Shape,
) -> Option<Element> {
    let messages = context.messages;
    let title = format!("{} {}", messages.word_cloud, (messages.short_date)(summary.day));
    let image = summary
        .cloud
        .as_ref()
        .and_then(|image| Some((image, image.url.as_ref()?)));
    if let Some((image, url)) = image {
        let url = format!("{}{url}", context.root);
        let picture = el("a")
            .attr("href", &url)
            .attr("data-zoom", &title)
            .child(picture(image, &url, &title));
        return Some(el("figure").class("cloud cloud-image").child(picture));
    }
    let terms = body.terms.iter();
    let words: Vec<Word> = terms
        .map(|term| Word {
            text: term.text.to_string(),
            weight: term.weight,
        })
        .collect();
    if words.is_empty() {
        return None;
    }
    let href = |word: &str| context.href(&Address::new(Route::Search).with_q(word));
    let canvas = shape.canvas();
    let placed = cloud::compose(&words, canvas);
    let zoom = el("button")
        .class("zoom-button")
        .attr("type", "button")
        .attr("data-zoom", title)
        .text(messages.zoom);
    let caption = el("figcaption")
        .attr("lang", messages.tag)
        .attr("data-needs-app", "search")
        .child(el("span").text(messages.drawn_cloud))
        .child(zoom);
    let figure = el("figure")
        .class("cloud cloud-drawn")
        .attr("lang", &context.bundle.site.language)
        .child(cloud::svg(&placed, canvas, href))
        .child(cloud::list(&placed, href));
    Some(if shape == Shape::Tile {
        figure
    } else {
        figure.child(caption)
    })
}
