//! One report.

mod reading;

use std::rc::Rc;

use kanbao_archive::html::Html;
use kanbao_archive::library::Library;
use kanbao_archive::link::Quote;
use kanbao_archive::model::{Body, Summary};
use kanbao_archive::outline::Outline;
use kanbao_archive::page::{self, Context, Neighbours, Newest, Opened, Trouble};
use kanbao_archive::quote;
use kanbao_archive::search::{self, Query};

use self::reading::Reading;
use super::copy::{copy_point, copy_points, share};
use crate::browser::event::Event;
use crate::browser::reading::spy_on_sections;
use crate::browser::{clock, dialog, dom, event};
use crate::components::{Part, live, live_then};
use crate::reactive::*;
use crate::state::Reader;

/// How many reports that are here are offered in place of one that is not.
const NEAR: usize = 5;

/// Where the loading of a report stands.
#[derive(Clone)]
enum Loading {
    Under,
    Here(Rc<Summary>, Rc<Body>),
    Unknown,
    Withdrawn,
    Failed(Trouble),
}

/// The page of the report with this id.
pub fn report_page(reader: Reader, id: String) -> Part {
    let loading = RwSignal::new(Loading::Under);
    let id = StoredValue::new(id);
    let reading = Reading::new(reader, id);
    load(reader, &id.get_value(), loading);
    on_cleanup(move || {
        reader.marks.set(Vec::new(), 0);
        reader.marks.set_quoted(None);
    });
    let address = reader.navigation.address();
    let quote = Memo::new(move || address.with(|address| address.quote.clone()));

    effect(move || {
        let q = reader.q.get();
        let is_quoted = quote.with(Option::is_some);
        loading.with(|loading| {
            if let Loading::Here(_, body) = loading {
                let best = if is_quoted {
                    0
                } else {
                    reader.search.best_mark(&q, body)
                };
                // By then the report is drawn.
                clock::next_frame(move || {
                    let numbers = dom::mark_numbers();
                    reader.marks.set_quoted(is_quoted.then_some(!numbers.is_empty()));
                    reader.marks.set(numbers, best);
                    settle(reader);
                    reading.moved();
                });
            }
        });
    });
    let show_note = move || show_note(reader, &id.get_value());
    effect(move || {
        reader.library.with(|_| show_note());
    });
    StoredValue::new(reading.listen());
    effect(move || {
        reader.came_back.track();
        let may_pass = loading.with_untracked(|loading| match loading {
            Loading::Failed(trouble) => trouble.may_pass(),
            _ => false,
        });
        if may_pass {
            load(reader, &id.get_value(), loading);
        }
    });
    StoredValue::new(contents_sheet(reader, loading));

    let click = move |event: &Event| {
        let asks = |name| event::attribute(event, name);
        let id = id.get_value();
        if asks("data-retry").is_some() {
            load(reader, &id, loading);
        } else if asks("data-star").is_some() {
            reader.library.toggle_starred(&id);
        } else if asks("data-read").is_some() {
            reader.library.toggle_read(&id);
        } else if asks("data-share").is_some() {
            share(reader);
        } else if asks("data-copy-points").is_some() {
            copy_points(reader, &id);
        } else if let Some(number) = asks("data-copy-point") {
            copy_point(reader, &id, &number);
        } else if asks("data-go-on").is_some() {
            reading.go_on();
        } else if asks("data-from-start").is_some() {
            reading.decline();
        }
    };
    let nodes = move || loading.with(|loading| quote.with(|quote| tree(reader, id, loading, quote.as_ref())));
    let offer = move || {
        let place = reading.offer.get();
        let line = place.and_then(|place| {
            loading.with(|loading| {
                let Loading::Here(_, body) = loading else {
                    return None;
                };
                let outline = Outline::of(&body.document.read(), &reader.archive.aliases());
                Some(reader.draw(|context| page::left_off(context, &outline, &place)))
            })
        });
        line.into_iter().map(Html::from).collect()
    };
    let offer = Part::new("div").drawn(|element| live(element, offer));
    let view = Part::view().drawn(|element| live_then(element, nodes, show_note));
    Part::new("div").on("click", click).holding([offer, view])
}

/// Scrolls to where the address says, else to the passage it quotes or the best match of the search.
fn settle(reader: Reader) {
    let has_place = reader.navigation.has_place();
    reader.navigation.settle();
    if reader.marks.any() && !has_place {
        reader.marks.show();
    }
}

/// Shows on the page's controls what the reader has done with the report.
fn show_note(reader: Reader, id: &str) {
    let (messages, note) = (untrack(|| reader.messages()), reader.library.note(id));
    let show = |control: &str, is_on: bool, on: &str, off: &str| {
        dom::set_attribute(control, "aria-pressed", if is_on { "true" } else { "false" });
        dom::set_text(control, if is_on { on } else { off });
    };
    show(
        "#kb-star",
        note.starred,
        messages.report_starred,
        messages.report_star,
    );
    show(
        "#kb-read",
        note.read,
        messages.report_read,
        messages.report_mark_read,
    );
    let said = if note.read {
        messages.report_read_to_end
    } else {
        ""
    };
    dom::set_text("#kb-read-said", said);
}

/// The contents as a sheet: opened by the link of the bottom bar, closed by choosing a section or by a press beside.
fn contents_sheet(reader: Reader, loading: RwSignal<Loading>) -> Option<event::Listener> {
    event::on_window("click", false, move |event| {
        if event::closest(event, ".contents-list a").is_some() {
            dialog::close(page::CONTENTS_SHEET);
        }
        if event::closest(event, "a[href='#contents']").is_none() {
            return;
        }
        let sheet = loading.with_untracked(|loading| {
            let Loading::Here(_, body) = loading else {
                return None;
            };
            let outline = Outline::of(&body.document.read(), &reader.archive.aliases());
            untrack(|| reader.draw(|context| page::contents_sheet(context, &outline)))
        });
        if let Some(sheet) = sheet {
            event::prevent(event);
            dialog::open(page::CONTENTS_SHEET, sheet);
            spy_on_sections();
        }
    })
}

fn load(reader: Reader, id: &str, loading: RwSignal<Loading>) {
    let archive = reader.archive;
    if let (Some(summary), Some(body)) = (archive.summary(id), archive.body(id)) {
        loading.set(Loading::Here(summary, body));
        return;
    }
    if archive.is_withdrawn(id) {
        loading.set(Loading::Withdrawn);
        return;
    }
    loading.set(Loading::Under);
    let id = id.to_owned();
    clock::spawn(async move {
        let opened = archive.open(&id).await;
        // The reader may have left before it came.
        let _ = loading.try_set(match opened {
            Ok(Some((summary, body))) => Loading::Here(summary, body),
            Ok(None) => Loading::Unknown,
            Err(trouble) => Loading::Failed(trouble),
        });
    });
}

/// The report is on its way. Whether that takes long shows only here: a report that is there is not drawn anew for it.
fn waiting(reader: Reader, id: &str) -> Vec<Html> {
    let (summary, is_slow) = (reader.archive.summary(id), reader.archive.is_slow());
    reader.draw(|context| page::waiting(context, summary.as_deref(), is_slow))
}

fn tree(reader: Reader, id: StoredValue<String>, loading: &Loading, quote: Option<&Quote>) -> Vec<Html> {
    let messages = reader.messages();
    match loading {
        Loading::Under => waiting(reader, &id.get_value()),
        Loading::Here(summary, body) => report(reader, summary, body, quote),
        Loading::Unknown => page::not_found(messages, &reader.navigation.base()),
        Loading::Withdrawn => reader.draw(page::withdrawn),
        Loading::Failed(trouble) => {
            let near = reader.archive.near(&id.get_value(), NEAR);
            let near: Vec<&Summary> = near.iter().map(Rc::as_ref).collect();
            reader.draw(|context| page::trouble_near(context, trouble, &near))
        }
    }
}

fn report(reader: Reader, summary: &Summary, body: &Body, quote: Option<&Quote>) -> Vec<Html> {
    let archive = reader.archive;
    let mut document = body.document.read();
    let outline = Outline::of(&document, &archive.aliases());
    reader.opened(&summary.id, &outline);
    let fold = &archive.bundle().fold;
    match quote {
        Some(quote) => {
            quote::mark(&mut document, quote, fold);
        }
        // An empty query marks nothing.
        None => {
            search::mark(&mut document, &Query::parse(&reader.q.get()), fold);
        }
    }
    let around = reader.around(&summary.id);
    let newest = archive.newest();
    let newest = newest
        .as_deref()
        .filter(|newest| newest.day != summary.day)
        .map_or(Newest::Here, Newest::At);
    let neighbours = Neighbours {
        newest,
        ..around.neighbours()
    };
    let opened = Opened {
        summary,
        body,
        document: &document,
        outline: &outline,
    };
    // What the reader has done with the report is shown without drawing it anew: a selection would be lost.
    let library = Library::empty();
    reader.filter.track();
    let draw = |context: &Context<'_>| page::report(&Context { library, ..*context }, &opened, neighbours);
    untrack(|| reader.draw(draw))
}
