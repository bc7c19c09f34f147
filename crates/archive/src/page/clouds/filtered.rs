//! The cloud of all reports that pass the filter.

use super::super::cloud_figure::{word_href, zoom_button};
use super::super::{Context, Trouble, remedy};
use super::pairs::ways_to_compare;
use crate::cloud::{Canvas, Word, compose, svg, words_for};
use crate::html::{Element, Html, el};
use crate::link::{Cloud, Filter};
use crate::message::CloudMessages;
use crate::offline::size;
use crate::terms::score::{Score, Weighted};

/// How many reports some words were counted in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Counted {
    /// Reports whose words are here.
    pub here: u32,
    /// Reports that there are.
    pub all: u32,
    /// What becomes of those that are not here.
    pub standing: Standing,
}

/// What becomes of words that are not here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Standing {
    /// None are missing.
    Whole,
    /// They are on their way.
    Coming,
    /// They come when they are asked for, and are so many bytes.
    Offered(u64),
    /// They could not be fetched.
    Missing(Trouble),
}

/// The cloud of the filter.
pub struct Filtered<'a> {
    /// What is asked of the reports.
    pub ask: &'a Cloud,
    /// The words, strongest first.
    pub words: &'a [Weighted],
    /// The room.
    pub canvas: Canvas,
    /// Which reports they come from.
    pub counted: Counted,
}

/// The canvas for a room of some width, in pixels: wide, square or, on phones, tall. At that size nothing is scaled, so the
/// smallest word is as large as it says.
pub fn canvas_for(width: u32) -> Canvas {
    let height = match width {
        700.. => width * 9 / 16,
        480.. => width * 4 / 5,
        _ => width * 5 / 4,
    };
    Canvas { width, height }
}

/// The cloud with what it is made of, its words as a list, and the ways to compare. The filter of `context` is that of the
/// words, which is not yet the address's while a range is drawn out.
pub fn filtered_cloud(context: &Context<'_>, filtered: &Filtered<'_>) -> Vec<Html> {
    let words = context.messages.cloud;
    let hint = el("p").class("cloud-hint").text(hint(context, filtered.ask));
    let mut out: Vec<Html> = vec![hint.into()];
    if filtered.words.is_empty() && filtered.counted.standing == Standing::Whole {
        out.push(el("p").class("empty").text(words.nothing).into());
    } else {
        out.push(figure(context, filtered).into());
    }
    out.extend(standing(context, &filtered.counted).map(Html::from));
    out.extend(twin(context, filtered.words).map(Html::from));
    out.extend(ways_to_compare(context, filtered.ask).map(Html::from));
    out
}

fn hint(context: &Context<'_>, ask: &Cloud) -> &'static str {
    let words = context.messages.cloud;
    match ask.score {
        Score::Salient => words.salient_hint,
        Score::Distinctive if *context.filter == Filter::default() => words.no_rest,
        Score::Distinctive => words.distinctive_hint,
    }
}

fn figure(context: &Context<'_>, filtered: &Filtered<'_>) -> Element {
    let canvas = filtered.canvas;
    let placed = filtered.words.iter().map(|word| Word {
        text: word.text.to_string(),
        weight: word.weight,
    });
    let mut placed: Vec<Word> = placed.collect();
    placed.truncate(words_for(canvas));
    let placed = compose(&placed, canvas);
    let title = [
        context.messages.word_cloud,
        " ",
        &context.range_name(context.messages.preset_all),
    ]
    .concat();
    let caption = el("figcaption")
        .attr("lang", context.messages.tag)
        .child(el("span").text((context.messages.cloud.made_of)(filtered.counted.here)))
        .child_opt((!placed.is_empty()).then(|| zoom_button(context, title)));
    el("figure")
        .class("cloud cloud-drawn cloud-filtered")
        .attr("lang", &context.bundle.site.language)
        .attr("data-reports", filtered.counted.here.to_string())
        .child(svg(&placed, canvas, word_href(context)))
        .child(caption)
}

/// What is said of reports whose words are not here.
pub(super) fn standing(context: &Context<'_>, counted: &Counted) -> Option<Element> {
    let messages = context.messages;
    let words: &CloudMessages = messages.cloud;
    let line = |state: &str| {
        el("div")
            .class("cloud-standing")
            .attr("role", "status")
            .attr("data-state", state)
    };
    let lacking = counted.all.saturating_sub(counted.here);
    match &counted.standing {
        Standing::Whole => None,
        Standing::Coming => Some(line("coming").text((words.coming)(counted.here, counted.all))),
        Standing::Offered(bytes) => Some(
            line("offered")
                .child(el("span").text((words.lacking)(lacking)))
                .child(
                    el("button")
                        .attr("type", "button")
                        .attr("data-count-all", "")
                        .text((words.fetch_rest)(&size(*bytes))),
                ),
        ),
        Standing::Missing(trouble) => Some(
            line("missing")
                .attr("data-trouble", trouble.name())
                .child(el("span").text([(words.lacking)(lacking), trouble.message(messages)].concat()))
                .child(remedy(messages, context.root, trouble)),
        ),
    }
}

/// The words as a list with the number of their reports: for keyboards and screen readers, and for whoever likes to know.
fn twin(context: &Context<'_>, words: &[Weighted]) -> Option<Element> {
    let messages = context.messages.cloud;
    let href = word_href(context);
    let item = |word: &Weighted| {
        let link = el("a").attr("href", href(&word.text)).text(&*word.text);
        let count = el("span")
            .attr("lang", context.messages.tag)
            .text((messages.word_reports)(word.reports));
        el("li").child(link).text(" ").child(count)
    };
    (!words.is_empty()).then(|| {
        el("details")
            .class("cloud-words")
            .child(el("summary").text((messages.word_list)(words.len())))
            .child(
                el("ol")
                    .attr("lang", &context.bundle.site.language)
                    .children(words.iter().map(item)),
            )
    })
}
