//! What was found: how much, in which order, and each report with the passages that show why.

use std::ops::Range;

use super::super::report::marked_address;
use super::{Asked, Context, State, chosen};
use crate::html::{Element, Html, el, text};
use crate::link::{Filter, Sort};
use crate::model::Summary;

/// A piece of an excerpt.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Piece {
    /// Text.
    Plain(String),
    /// A match.
    Marked(String),
}

impl Piece {
    /// Cuts a text at its marks: bytes of it, in order and apart from each other.
    pub fn cut(text: &str, marks: &[Range<usize>]) -> Vec<Self> {
        let mut pieces = Vec::new();
        let mut at = 0;
        for mark in marks {
            let (Some(plain), Some(marked)) = (text.get(at..mark.start), text.get(mark.clone())) else {
                continue;
            };
            if !plain.is_empty() {
                pieces.push(Piece::Plain(plain.to_owned()));
            }
            pieces.push(Piece::Marked(marked.to_owned()));
            at = mark.end;
        }
        if let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            pieces.push(Piece::Plain(rest.to_owned()));
        }
        pieces
    }
}

/// A passage of a result.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Passage {
    /// Name of the section it stands in; may be empty.
    pub section: String,
    /// The text with its matches.
    pub pieces: Vec<Piece>,
}

impl Passage {
    fn text(&self) -> String {
        let pieces = self.pieces.iter().map(|piece| match piece {
            Piece::Plain(text) | Piece::Marked(text) => text.as_str(),
        });
        pieces.collect()
    }
}

/// A report that was found.
pub struct Result<'a> {
    /// The report.
    pub summary: &'a Summary,
    /// How many places match.
    pub places: usize,
    /// The report's lead with its matches.
    pub lead: &'a [Piece],
    /// The best passages, best first.
    pub passages: &'a [Passage],
}

/// What a search has found.
pub struct ResultList<'a> {
    /// What was asked.
    pub asked: Asked<'a>,
    /// Where the search stands.
    pub state: State,
    /// Number of reports found so far.
    pub total: usize,
    /// Roughly how many there are, where not all have been looked at.
    pub about: Option<usize>,
    /// Number of reports that are here: those that were searched without a connection.
    pub here: usize,
    /// Whether the phrase was nowhere found and its parts were searched instead.
    pub relaxed: bool,
    /// Other queries to offer where nothing was found.
    pub suggestions: &'a [String],
    /// The results shown, in order.
    pub shown: Vec<Result<'a>>,
}

impl ResultList<'_> {
    /// How much was found, in words: what stands above the results and is said to screen readers.
    pub fn count(&self, context: &Context<'_>) -> String {
        let messages = context.messages;
        match (self.state, self.about) {
            (State::Searching { done, total }, _) => (messages.searching)(done, total),
            _ if self.is_vain() => (messages.nothing_found)(self.asked.q),
            (_, Some(about)) => (messages.about_results)(about.max(self.total)),
            (_, None) => (messages.results)(self.total),
        }
    }

    /// Whether the search is over and there is nothing.
    fn is_vain(&self) -> bool {
        self.state.is_settled() && self.total == 0
    }
}

/// The line above the results: how many, in which order, the way to the facets on small screens, and what
/// the archive is narrowed to.
pub fn result_head(context: &Context<'_>, list: &ResultList<'_>, is_side_open: bool) -> Vec<Html> {
    let mut out = Vec::new();
    if list.state != State::Idle {
        let messages = context.messages;
        let narrow = el("button")
            .class("narrow-button")
            .attr("type", "button")
            .attr("data-narrow", "")
            .attr("data-key", "narrow")
            .attr("aria-controls", "kb-search-side")
            .attr("aria-expanded", if is_side_open { "true" } else { "false" })
            .text(messages.narrow);
        let count = if list.is_vain() {
            (messages.results)(0)
        } else {
            list.count(context)
        };
        let line = el("div")
            .class("result-line")
            .child(el("p").class("result-count").text(count))
            .child_opt((list.total > 1).then(|| sort_links(context, list.asked)))
            .child(narrow);
        out.push(line.into());
    }
    out.extend(chosen_line(context, list.asked).map(Html::from));
    out
}

fn sort_links(context: &Context<'_>, asked: Asked<'_>) -> Element {
    let messages = context.messages;
    let link = |sort, key: &str, name: &str| {
        let other = Asked { sort, ..asked };
        el("a")
            .attr("href", other.href(context, context.filter.clone()))
            .attr("data-key", key)
            .attr_opt("aria-current", (asked.sort == sort).then_some("true"))
            .text(name)
    };
    el("nav")
        .class("tabs sort")
        .attr("aria-label", messages.sort)
        .child(link(Sort::Relevance, "sort-relevance", messages.by_relevance))
        .child(link(Sort::Date, "sort-date", messages.by_date))
}

/// What the archive is narrowed to; each part is a link that takes it back.
fn chosen_line(context: &Context<'_>, asked: Asked<'_>) -> Option<Element> {
    let messages = context.messages;
    let parts = chosen(context);
    if parts.is_empty() {
        return None;
    }
    let several = parts.len() > 1;
    let links = parts.into_iter().map(|(name, without)| {
        el("a")
            .attr("href", asked.href(context, without))
            .attr("aria-label", (messages.without)(&name))
            .text(name)
            .child(el("span").attr("aria-hidden", "true").text("×"))
    });
    let links: Vec<Element> = links.collect();
    let all = several.then(|| {
        el("a")
            .class("clear-filter")
            .attr("href", asked.href(context, Filter::default()))
            .text(messages.clear_filter)
    });
    Some(
        el("p")
            .class("chosen")
            .child(el("span").text(messages.narrowed_to))
            .children(links)
            .child_opt(all),
    )
}

/// What stands in the results region once something is asked.
pub fn results(context: &Context<'_>, list: &ResultList<'_>) -> Vec<Html> {
    let messages = context.messages;
    let mut out = Vec::new();
    if list.relaxed && list.total > 0 {
        out.push(el("p").class("note-line").text(messages.relaxed).into());
    }
    match list.state {
        State::Offline => {
            let said = (messages.searched_offline)(list.here);
            out.push(el("p").class("note-line").text(said).into());
        }
        State::Failed => out.push(failure(context).into()),
        State::Idle | State::Searching { .. } | State::Done => {}
    }
    if list.is_vain() {
        out.push(nothing(context, list).into());
    }
    let newest = context.bundle.counts.first().map(|count| count.day);
    let rows = list.shown.iter().map(|result| {
        let day = result.summary.day;
        let date = (messages.dated)(day, newest.unwrap_or(day));
        row(context, list.asked.q, result, date)
    });
    let rows: Vec<Element> = rows.collect();
    if !rows.is_empty() {
        out.push(
            el("ol")
                .class("hits")
                .attr("data-key", "hits")
                .children(rows)
                .into(),
        );
    }
    let rest = list.total.saturating_sub(list.shown.len());
    if rest > 0 && !list.shown.is_empty() {
        let more = el("button")
            .class("show-more")
            .attr("type", "button")
            .attr("id", "kb-more-results")
            .attr("data-key", "more")
            .attr("data-more", "results")
            .text((messages.more_results)(rest));
        out.push(more.into());
    }
    out
}

fn failure(context: &Context<'_>) -> Element {
    let retry = el("button")
        .class("action")
        .attr("type", "button")
        .attr("data-retry", "")
        .attr("data-key", "retry")
        .text(context.messages.retry);
    el("div")
        .class("note-line note-failed")
        .attr("role", "alert")
        .child(el("p").text(context.messages.partial_failure))
        .child(retry)
}

/// Nothing found: what it may have been meant to be, and what else can be done.
fn nothing(context: &Context<'_>, list: &ResultList<'_>) -> Element {
    let messages = context.messages;
    let suggestions = list.suggestions.iter().map(|q| {
        let asked = Asked { q, ..list.asked };
        let href = asked.href(context, context.filter.clone());
        el("li").child(
            el("a")
                .attr("href", href)
                .attr("lang", &context.bundle.site.language)
                .text(q),
        )
    });
    let suggestions: Vec<Element> = suggestions.collect();
    let suggested = (!suggestions.is_empty()).then(|| {
        el("div")
            .class("suggestions")
            .child(el("p").text(messages.did_you_mean))
            .child(el("ul").children(suggestions))
    });
    let wider = chosen(context).into_iter().map(|(name, without)| {
        let href = list.asked.href(context, without);
        el("li").child(el("a").attr("href", href).text((messages.search_without)(&name)))
    });
    let help = el("button")
        .class("as-link")
        .attr("type", "button")
        .attr("data-help", "nothing")
        .attr("data-key", "help")
        .text(messages.help_title);
    el("div")
        .class("nothing")
        .child(
            el("p")
                .class("empty-title")
                .text((messages.nothing_found)(list.asked.q)),
        )
        .child_opt(suggested)
        .child(el("p").class("hint").text(messages.nothing_found_hint))
        .child(el("ul").class("ways").children(wider).child(el("li").child(help)))
}

fn row(context: &Context<'_>, q: &str, result: &Result<'_>, date: String) -> Element {
    let (summary, messages) = (result.summary, context.messages);
    let label = context.label(summary);
    let head = el("p")
        .class("hit-head")
        .attr("lang", messages.tag)
        .child(el("time").attr("datetime", summary.day.to_string()).text(date))
        .child_opt((!label.is_empty()).then(|| el("span").text(label)))
        .child_opt((result.places > 0).then(|| el("span").text((messages.places)(result.places))));
    let lead = if result.lead.is_empty() {
        vec![text(summary.lead())]
    } else {
        pieces(result.lead)
    };
    let link = el("a")
        .class("hit-link")
        .attr("href", context.href(&marked_address(context, &summary.id, q)))
        .attr("data-key", format!("hit-{}", summary.id))
        .children(lead);
    // A passage that is the lead word for word has nothing to add.
    let is_lead = |passage: &&Passage| passage.text() == summary.lead();
    let passages = result.passages.iter().filter(|p| !is_lead(p)).map(|passage| {
        let section =
            (!passage.section.is_empty()).then(|| el("span").class("excerpt-section").text(&passage.section));
        el("p")
            .class("excerpt")
            .child_opt(section)
            .children(pieces(&passage.pieces))
    });
    let passages: Vec<Element> = passages.collect();
    el("li")
        .class("hit-row")
        .attr("lang", &context.bundle.site.language)
        .attr("data-report", &summary.id)
        .child(head)
        .child(el("h2").class("hit-lead").child(link))
        .children(passages)
}

fn pieces(pieces: &[Piece]) -> Vec<Html> {
    let each = pieces.iter().map(|piece| match piece {
        Piece::Plain(plain) => text(plain),
        Piece::Marked(marked) => el("mark").text(marked).into(),
    });
    each.collect()
}
