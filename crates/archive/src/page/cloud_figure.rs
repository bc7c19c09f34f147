//! A report's word cloud: the post's own image, the one drawn from the report's terms, or a choice of the two.

use super::Context;
use crate::cloud::{self, Canvas, Word};
use crate::html::{Element, el};
use crate::link::Route;
use crate::markdown::picture;
use crate::model::{Body, Summary, Term};

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
                width: 360,
                height: 203,
            },
        }
    }
}

/// The figure, or nothing where a report has neither image nor terms. The page of a report offers both, where there are
/// both.
pub(super) fn cloud_figure(
    context: &Context<'_>,
    summary: &Summary,
    body: &Body,
    shape: Shape,
) -> Option<Element> {
    let words = words(&body.terms);
    match image(context, summary) {
        Some(image) if shape == Shape::Narrow && !words.is_empty() => {
            Some(both(context, image, drawn(context, &words, shape), summary))
        }
        Some(image) => Some(el("figure").class("cloud cloud-image").child(image)),
        None if words.is_empty() => None,
        None => {
            let figure = el("figure")
                .class("cloud cloud-drawn")
                .attr("lang", &context.bundle.site.language)
                .children(drawn(context, &words, shape));
            Some(figure.child(caption(context, summary)))
        }
    }
}

/// The figure of a tile: the image, else a cloud of these words, else the report's few strongest terms.
pub(super) fn tile_figure(context: &Context<'_>, summary: &Summary, words: &[Word]) -> Element {
    if let Some(image) = image(context, summary) {
        return el("figure").class("cloud cloud-image").child(image);
    }
    let figure = el("figure").class("cloud cloud-drawn");
    if words.is_empty() {
        let terms = summary.top_terms.iter().map(|term| el("li").text(term));
        return figure.child(el("ul").class("cloud-terms").children(terms));
    }
    figure.children(drawn(context, words, Shape::Tile))
}

/// The words of a report's terms.
pub fn words(terms: &[Term]) -> Vec<Word> {
    let word = |term: &Term| Word {
        text: term.text.to_string(),
        weight: term.weight,
    };
    terms.iter().map(word).collect()
}

/// The link that a word is: the search for it under the same filter.
pub(super) fn word_href<'a>(context: &'a Context<'_>) -> impl Fn(&str) -> String + Copy + 'a {
    |word| context.href(&context.address(Route::Search).with_q(word))
}

fn title(context: &Context<'_>, summary: &Summary) -> String {
    let messages = context.messages;
    format!("{} {}", messages.word_cloud, (messages.short_date)(summary.day))
}

/// The post's own image, where it has one, as the link that shows it large.
fn image(context: &Context<'_>, summary: &Summary) -> Option<Element> {
    let image = summary.cloud.as_ref()?;
    let url = image.address(context.root)?;
    let title = title(context, summary);
    let link = el("a")
        .attr("href", &url)
        .attr("data-zoom", &title)
        .child(picture(image, &url, &title));
    Some(link)
}

/// The picture of the words and its twin.
fn drawn(context: &Context<'_>, words: &[Word], shape: Shape) -> [Element; 2] {
    let canvas = shape.canvas();
    let placed = cloud::compose(words, canvas);
    let href = word_href(context);
    [cloud::svg(&placed, canvas, href), cloud::list(&placed, href)]
}

fn caption(context: &Context<'_>, summary: &Summary) -> Element {
    el("figcaption")
        .attr("lang", context.messages.tag)
        .attr("data-needs-app", "search")
        .child(el("span").text(context.messages.drawn_cloud))
        .child(zoom_button(context, title(context, summary)))
}

/// The button that shows a drawn cloud large.
pub(super) fn zoom_button(context: &Context<'_>, title: String) -> Element {
    el("button")
        .class("zoom-button")
        .attr("type", "button")
        .attr("data-zoom", title)
        .text(context.messages.zoom)
}

/// Image and drawn cloud, of which two radio buttons show one: they need no script, so the choice works in a page that is
/// only printed.
fn both(context: &Context<'_>, image: Element, drawn: [Element; 2], summary: &Summary) -> Element {
    let words = context.messages.cloud;
    let radio = |id: &'static str| {
        el("input")
            .class("visually-hidden")
            .attr("type", "radio")
            .attr("name", "kb-picture")
            .attr("id", id)
            .attr("autocomplete", "off")
    };
    let label = |id: &'static str, name: &str| el("label").attr("for", id).text(name);
    let switch = el("p")
        .class("cloud-switch")
        .attr("lang", context.messages.tag)
        .child(label("kb-picture-image", words.image))
        .child(label("kb-picture-drawn", words.drawn));
    el("figure")
        .class("cloud cloud-image cloud-both")
        .attr("lang", &context.bundle.site.language)
        .child(radio("kb-picture-image").flag("checked", true))
        .child(radio("kb-picture-drawn"))
        .child(switch)
        .child(image)
        .child(
            el("div")
                .class("cloud-redrawn")
                .children(drawn)
                .child(caption(context, summary)),
        )
}
