//! The search page: its box, and the list of results.

use super::Context;
use super::calendar::dates;
use super::report::marked_address;
use crate::html::{Element, Html, el, text};
use crate::link::{Address, Route};
use crate::model::{Day, Summary};

/// Examples that an empty search offers.
const EXAMPLES: [&str; 4] = ["开源模型", "Olmo 3", "GPT-5", "\"数据中心\" -英伟达"];

/// Where a search stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// Nothing is asked.
    Idle,
    /// So many reports of all have been searched.
    Searching {
        /// Reports searched.
        done: usize,
        /// Reports in all.
        total: usize,
    },
    /// All that is here has been searched.
    Done,
    /// All that could be loaded has been searched; some could not.
    Failed,
    /// All that is on this device has been searched; the network is off.
    Offline,
}

/// A piece of an excerpt.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Piece {
    /// Text.
    Plain(String),
    /// A match.
    Marked(String),
}

/// A passage of a result.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Passage {
    /// Name of the section it stands in; may be empty.
    pub section: String,
    /// The text with its matches.
    pub pieces: Vec<Piece>,
}

/// A report that was found.
pub struct Result<'a> {
    /// The report.
    pub summary: &'a Summary,
    /// How many places match.
    pub places: usize,
    /// The best passages, best first.
    pub passages: Vec<Passage>,
}

/// What a search has found.
pub struct ResultList<'a> {
    /// The query as typed.
    pub q: &'a str,
    /// Where the search stands.
    pub state: State,
    /// Number of reports found so far.
    pub total: usize,
    /// Whether the phrase was nowhere found and its parts were searched instead.
    pub relaxed: bool,
    /// The results shown, best first.
    pub shown: Vec<Result<'a>>,
}

/// The page inside `<main>`: the box, an empty place for the results, and the dates.
pub fn search(context: &Context<'_>, q: &str, month: Option<Day>, today: Option<Day>) -> Vec<Html> {
    let messages = context.messages;
    let input = el("input")
        .class("search-input")
        .attr("id", "kb-search")
        .attr("type", "search")
        .attr("name", "q")
        .attr("value", q)
        .attr("aria-label", messages.search_label)
        .attr("placeholder", messages.search_label)
        .attr("autocomplete", "off")
        .attr("autocapitalize", "off")
        .attr("spellcheck", "false")
        .attr("enterkeyhint", "search");
    let form = el("form")
        .class("search-form")
        .attr("role", "search")
        .attr("action", context.root)
        .child(input);
    let main = el("div")
        .class("search-main")
        .child(el("h1").class("visually-hidden").text(messages.search))
        .child(form)
        .child(
            el("section")
                .class("results")
                .attr("id", "kb-results")
                .attr("aria-label", messages.search),
        );
    let grid = el("div").class("search-grid").child(main).child(dates(
        context,
        &Address::new(Route::Search).with_q(q),
        month,
        today,
    ));
    vec![grid.into()]
}

/// What stands in the results region.
pub fn results(context: &Context<'_>, list: &ResultList<'_>) -> Vec<Html> {
    if list.state == State::Idle {
        return vec![idle(context).into()];
    }
    let mut out = vec![count_line(context, list).into()];
    let is_finished = matches!(list.state, State::Done | State::Failed);
    if list.total == 0 && is_finished {
        out.push(nothing(context, list.q).into());
    }
    if list.relaxed && list.total > 0 {
        out.push(el("p").class("note-line").text(context.messages.relaxed).into());
    }
    if list.state == State::Failed {
        out.push(
            el("p")
                .class("note-line")
                .text(context.messages.partial_failure)
                .into(),
        );
    }
    let rows: Vec<Element> = list
        .shown
        .iter()
        .map(|result| row(context, list.q, result))
        .collect();
    if !rows.is_empty() {
        out.push(el("ol").class("hits").children(rows).into());
    }
    if list.total > list.shown.len() {
        let more = el("button")
            .class("show-more")
            .attr("type", "button")
            .attr("data-more", "results");
        out.push(more.text(context.messages.show_more).into());
    }
    out
}

fn idle(context: &Context<'_>) -> Element {
    let examples = EXAMPLES.iter().map(|example| {
        let address = Address::new(Route::Search)
            .with_filter(context.filter.clone())
            .with_q(*example);
        el("li").child(el("a").attr("href", context.href(&address)).text(*example))
    });
    let examples: Vec<Element> = examples.collect();
    el("div")
        .class("search-idle")
        .child(el("p").text(context.messages.search_examples))
        .child(el("ul").children(examples))
}

fn count_line(context: &Context<'_>, list: &ResultList<'_>) -> Element {
    let messages = context.messages;
    let line = match list.state {
        State::Searching { done, total } => (messages.searching)(done, total),
        _ => (messages.results)(list.total),
    };
    let filter = context.filter;
    let range = context.range_name(messages.all_dates);
    let clear = (!filter.is_empty()).then(|| {
        let address = Address::new(Route::Search).with_q(list.q);
        el("a")
            .class("clear-filter")
            .attr("href", context.href(&address))
            .text(messages.clear_filter)
    });
    el("p")
        .class("result-count")
        .child(el("span").attr("role", "status").text(line))
        .child(
            el("span")
                .class("result-range")
                .child(text(range))
                .child_opt(clear),
        )
}

fn nothing(context: &Context<'_>, q: &str) -> Element {
    el("div")
        .class("empty")
        .child(
            el("p")
                .class("empty-title")
                .text((context.messages.nothing_found)(q)),
        )
        .child(el("p").text(context.messages.nothing_found_hint))
}

fn row(context: &Context<'_>, q: &str, result: &Result<'_>) -> Element {
    let summary = result.summary;
    let messages = context.messages;
    let section = result
        .passages
        .first()
        .map(|passage| passage.section.as_str())
        .unwrap_or_default();
    let head = el("p")
        .class("hit-head")
        .child(
            el("time")
                .attr("datetime", summary.day.to_string())
                .text((messages.short_date)(summary.day)),
        )
        .child(el("span").text(context.label(summary)))
        .child_opt((!section.is_empty()).then(|| el("span").text(section)))
        .child_opt((result.places > 0).then(|| el("span").text((messages.places)(result.places))));
    let passages = result.passages.iter().map(|passage| {
        let pieces = passage.pieces.iter().map(|piece| match piece {
            Piece::Plain(plain) => text(plain),
            Piece::Marked(marked) => el("mark").text(marked).into(),
        });
        el("p").class("excerpt").children(pieces)
    });
    let passages: Vec<Element> = passages.collect();
    // A result found by its title alone has no passage; its lead says what it is.
    let lead = passages
        .is_empty()
        .then(|| el("p").class("excerpt").text(summary.lead()));
    let link = el("a")
        .class("hit-link")
        .attr("href", context.href(&marked_address(context, &summary.id, q)))
        .child(head)
        .children(passages)
        .child_opt(lead);
    el("li")
        .class("hit-row")
        .attr("lang", &context.bundle.site.language)
        .attr("data-report", &summary.id)
        .child(link)
}
