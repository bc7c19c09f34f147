//! The frame of the running app: masthead, the page that the address asks for, bottom bar.

use kanbao_archive::link::Route;
use kanbao_archive::page;

use crate::browser::dialog;
use crate::browser::dom::{self, Element};
use crate::browser::event::{self, Event};
use crate::components::{Part, live_as, marks_bar, update_notice};
use crate::pages;
use crate::reactive::*;
use crate::state::{Around, Reader, begin_visit, follow_listing};

mod help;
mod keys;
mod links;
mod selections;
mod troubles;
mod zoom;

pub use troubles::listen_for_remedies;

use troubles::not_kept;

/// Puts the app over a loaded archive at the end of an element; it lives as long as the page.
pub fn mount(reader: Reader, parent: &Element) {
    // Effects run as tasks of the browser. (They are told so once; again changes nothing.)
    let _ = Executor::init_wasm_bindgen();
    let owner = Owner::new();
    owner.with(|| {
        for part in app(reader) {
            part.put_into(parent);
        }
    });
    std::mem::forget(owner);
}

fn app(reader: Reader) -> [Part; 2] {
    // Here, since effects need a mounted app, and before anything is drawn that says what is new.
    StoredValue::new(begin_visit(reader));
    let listeners = [
        reader.navigation.listen(),
        links::listen(reader),
        keys::listen(reader),
        help::listen(reader),
        selections::listen(reader),
        zoom::listen(reader),
    ];
    let beside = event::on_window("click", true, dialog::close_if_beside);
    StoredValue::new((listeners, troubles::listen(reader), beside));
    follow_listing(reader);
    StoredValue::new(reader.keeper.begin());
    effect(move || dom::set_title(&title(reader)));

    let skip_link = move || page::skip_link(reader.messages());
    let masthead = move || reader.draw(|context| page::masthead(context, &reader.route.get()));
    let plain_note = move || page::plain_note(reader.messages());
    let bottom_bar = move || {
        let route = reader.route.get();
        let around = match &route {
            Route::Report(id) => reader.around(id),
            _ => Around::default(),
        };
        reader.draw(|context| page::bottom_bar(context, &route, around.neighbours()))
    };
    let share = move |event: &Event| {
        if event::attribute(event, "data-share").is_some() {
            pages::share(reader);
        }
    };
    let route = reader.route;
    let main = Part::new("main").with("id", "kb-main").with("tabindex", "-1");
    let main = main.with_live("data-view", move || page::view_name(&route.get()));
    let parts = [
        Part::new("a").drawn(|element| live_as(element, skip_link)),
        Part::new("header").drawn(|element| live_as(element, masthead)),
        Part::new("p").drawn(|element| live_as(element, plain_note)),
        main.holding_live(move || Some(current_page(reader, route.get()))),
        Part::new("nav")
            .drawn(|element| live_as(element, bottom_bar))
            .on("click", share),
    ];
    let page = Part::new("div")
        .with("class", "page")
        .with("id", "kb-page")
        .holding(parts);
    let page = page
        .holding_live(marks_bar(reader))
        .holding_live(not_kept(reader));
    let toast = Part::new("p").drawn(|element| live_as(element, page::toast));
    [page.holding([toast]), update_notice(reader)]
}

fn current_page(reader: Reader, route: Route) -> Part {
    match route {
        Route::Home => pages::home_page(reader),
        Route::Report(id) => pages::report_page(reader, id),
        Route::Search => pages::search_page(reader),
        Route::Clouds => pages::clouds_page(reader),
        Route::Trends => pages::trends_page(reader),
        Route::Settings => pages::settings_page(reader),
        Route::Offline => pages::offline_page(reader),
        Route::Lane(kind) => pages::lane_page(reader, kind),
        Route::NotFound => pages::not_found_page(reader),
    }
}

fn title(reader: Reader) -> String {
    let route = reader.route.get();
    let summary = match &route {
        Route::Report(id) => reader.archive.summary(id),
        _ => None,
    };
    reader.draw(|context| match &summary {
        Some(summary) => page::report_title(context, summary),
        None => page::page_title(context, &route, &reader.q.get()),
    })
}
