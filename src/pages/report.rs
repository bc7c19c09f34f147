//! One report.

use std::rc::Rc;

use kanbao_archive::html::Html;
use kanbao_archive::link::Filter;
use kanbao_archive::model::{Body, Summary};
use kanbao_archive::outline::Outline;
use kanbao_archive::page::{self, Neighbours, Opened, Trouble};
use kanbao_archive::search::{self, Query};
use leptos::prelude::*;

use crate::browser::{dom, event};
use crate::components::live;
use crate::state::{Reader, reader};

/// Where the loading of a report stands.
#[derive(Clone)]
enum Loading {
    Under,
    Here(Rc<Summary>, Rc<Body>),
    Unknown,
    Failed(Trouble),
}

/// The page of the report with this id.
#[component]
pub fn ReportPage(id: String) -> impl IntoView {
    let reader = reader();
    let loading = RwSignal::new_local(Loading::Under);
    let id = StoredValue::new(id);
    load(reader, &id.get_value(), loading);
    on_cleanup(move || reader.marks.set(Vec::new(), 0));

    Effect::new(move |_| {
        let q = reader.q.get();
        loading.with(|loading| {
            if let Loading::Here(_, body) = loading {
                let best = reader.search.best_mark(&q, body);
                // By then the report is drawn.
                request_animation_frame(move || {
                    reader.marks.set(dom::mark_numbers(), best);
                    settle(reader);
                });
            }
        });
    });
    let spy = event::on_window("scroll", true, |_| dom::spy_on_sections());
    StoredValue::new_local(spy);

    let retry = move |event: leptos::ev::MouseEvent| {
        if event::attribute(&event, "data-retry").is_some() {
            load(reader, &id.get_value(), loading);
        }
    };
    let nodes = move || loading.with(|loading| tree(reader, loading));
    view! { <div class="view" use:live=nodes on:click=retry></div> }
}

/// Scrolls to where the address says, else to the best match of the search.
fn settle(reader: Reader) {
    let has_place = reader.navigation.has_place();
    reader.navigation.settle();
    if reader.marks.any() && !has_place {
        reader.marks.show();
    }
    dom::spy_on_sections();
}

fn load(reader: Reader, id: &str, loading: RwSignal<Loading, LocalStorage>) {
    let archive = reader.archive;
    if let (Some(summary), Some(body)) = (archive.summary(id), archive.body(id)) {
        loading.set(Loading::Here(summary, body));
        return;
    }
    loading.set(Loading::Under);
    let id = id.to_owned();
    leptos::task::spawn_local(async move {
        let opened = archive.open(&id).await;
        // The reader may have left before it came.
        let _ = loading.try_set(match opened {
            Ok(Some((summary, body))) => Loading::Here(summary, body),
            Ok(None) => Loading::Unknown,
            Err(trouble) => Loading::Failed(trouble),
        });
    });
}

fn tree(reader: Reader, loading: &Loading) -> Vec<Html> {
    let messages = reader.messages();
    match loading {
        Loading::Under => page::skeleton(messages),
        Loading::Here(summary, body) => report(reader, summary, body),
        Loading::Unknown => page::not_found(messages, &reader.navigation.base()),
        Loading::Failed(trouble) => page::trouble(messages, trouble),
    }
}

fn report(reader: Reader, summary: &Summary, body: &Body) -> Vec<Html> {
    let archive = reader.archive;
    let mut document = body.document.read();
    let outline = Outline::of(&document, &archive.aliases());
    reader.opened(&summary.id, &outline);
    // An empty query marks nothing.
    let query = Query::parse(&reader.q.get());
    search::mark(&mut document, &query, &archive.bundle().fold);
    let around = reader.around(&summary.id);
    let everything = archive.list(&Filter::default());
    let newest = everything
        .first()
        .map(Rc::as_ref)
        .filter(|newest| newest.day != summary.day);
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
    reader.draw(|context| page::report(context, &opened, neighbours))
}
