//! Search: results as one types.

use std::rc::Rc;

use kanbao_archive::html::Html;
use kanbao_archive::link::{Address, Route};
use kanbao_archive::model::{Body, Day, Summary};
use kanbao_archive::page::{self, Result, ResultList, SearchState};
use leptos::prelude::*;

use super::dates::Dates;
use super::settle_after;
use crate::browser::{clock, dom, event};
use crate::components::live;
use crate::state::{Found, Reader, reader};

/// Id of the search box.
pub const SEARCH_INPUT: &str = "kb-search";

/// Id of the region that results are drawn into.
const RESULTS: &str = "kb-results";

/// Results drawn at first, and added on demand.
const RESULTS_AT_ONCE: usize = 20;

/// The page.
#[component]
pub fn SearchPage() -> impl IntoView {
    let reader = reader();
    let dates = Dates::new(reader);
    let shown = RwSignal::new(RESULTS_AT_ONCE);
    // A new query begins with its best results again.
    Effect::new(move |_| {
        let q = reader.q.get();
        shown.set(RESULTS_AT_ONCE);
        reader.search.start(&q, &reader.filter.get());
        dom::show_in_input(SEARCH_INPUT, &q);
    });
    Effect::new(move |_| draw_results(reader, shown.get()));
    Effect::new(move |_| draw_dates(reader, dates.month().get()));
    settle_after(move || {
        reader.search.found().track();
    });
    request_animation_frame(|| dom::focus_input(SEARCH_INPUT));

    let typed = move |event: leptos::ev::Event| {
        if let Some((name, value)) = event::field(&event)
            && name == "q"
            && !event::is_composing(&event)
        {
            ask(reader, value);
        }
    };
    let click = move |event: leptos::ev::MouseEvent| {
        if event::attribute(&event, "data-more").is_some() {
            shown.update(|shown| *shown += RESULTS_AT_ONCE);
            reader.search.go_on();
        } else {
            dates.clicked(&event);
        }
    };
    view! {
        <div
            class="view"
            use:live=move || frame(reader)
            on:input=typed
            on:compositionend=move |event| typed(event.into())
            on:submit=move |event| event.prevent_default()
            on:click=click
            on:change=move |event| dates.changed(&event)
            on:keydown=move |event| dates.key(&event)
        ></div>
    }
}

/// The box and the places of results and dates; drawn again only when the language changes, since the box is
/// being typed into.
fn frame(reader: Reader) -> Vec<Html> {
    reader.messages();
    let nodes = untrack(|| {
        let q = reader.q.get();
        reader.draw(|context| page::search(context, &q, None, clock::today()))
    });
    // The region of the results is new and empty now.
    request_animation_frame(move || untrack(|| draw_results(reader, RESULTS_AT_ONCE)));
    nodes
}

/// The links of calendar and presets lead to this search in other days.
fn draw_dates(reader: Reader, month: Option<Day>) {
    let page = Address::new(Route::Search).with_q(reader.q.get());
    let dates = reader.draw(|context| page::dates(context, &page, month, clock::today()));
    dom::draw_by_id("kb-dates", dates.children);
}

/// What is typed goes into the address, and from there into the search.
fn ask(reader: Reader, q: String) {
    let filter = reader.filter.get_untracked();
    reader
        .navigation
        .refine(Address::new(Route::Search).with_filter(filter).with_q(q));
}

fn draw_results(reader: Reader, shown: usize) {
    let found = reader.search.found().get();
    let here: Vec<(Rc<Summary>, Rc<Body>)> = found
        .hits
        .iter()
        .take(shown)
        .filter_map(|hit| Some((reader.archive.summary(&hit.id)?, reader.archive.body(&hit.id)?)))
        .collect();
    let results = here.iter().map(|(summary, body)| {
        let (passages, places) = reader.draw(|context| reader.search.passages(context, &found.q, body));
        Result {
            summary,
            places,
            passages,
        }
    });
    let list = ResultList {
        q: &found.q,
        state: found.state,
        total: found.total,
        relaxed: found.relaxed,
        shown: results.collect(),
    };
    dom::draw_by_id(RESULTS, reader.draw(|context| page::results(context, &list)));
    say_state(&found);
}

/// State for styles and tests.
fn say_state(found: &Found) {
    let state = match found.state {
        SearchState::Idle => "idle",
        SearchState::Searching { .. } => "searching",
        SearchState::Done => "done",
        SearchState::Failed | SearchState::Offline => "error",
    };
    let total = found.total.to_string();
    dom::set_attributes(
        RESULTS,
        &[
            ("data-query", &found.q),
            ("data-total", &total),
            ("data-state", state),
        ],
    );
}
