//! The frame of the running app: masthead, the page that the address asks for, bottom bar.

use kanbao_archive::link::Route;
use kanbao_archive::message::Messages;
use kanbao_archive::model::Kind;
use kanbao_archive::page::{self, Trouble};
use leptos::prelude::*;

use crate::browser::dom::{self, draw, draw_as};
use crate::browser::event::{self, Listener};
use crate::browser::{clock, location};
use crate::components::{MarksBar, UpdateNotice, live_as};
use crate::pages::{
    self, CloudsPage, HomePage, LanePage, NotFoundPage, ReportPage, SearchPage, SettingsPage,
};
use crate::state::{Around, Reader};

mod help;
mod keys;
mod links;
mod selections;
mod zoom;

/// The app over a loaded archive.
#[component]
pub fn App(reader: Reader) -> impl IntoView {
    provide_context(reader);
    let listeners = [
        reader.navigation.listen(),
        links::listen(reader),
        keys::listen(reader),
        help::listen(reader),
        selections::listen(reader),
        zoom::listen(reader),
    ];
    StoredValue::new_local(listeners);
    load_the_rest(reader);
    StoredValue::new_local(go_on_when_online(reader));
    Effect::new(move |_| dom::set_title(&title(reader)));

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
    let share = move |event: leptos::ev::MouseEvent| {
        if event::attribute(&event, "data-share").is_some() {
            pages::share(reader);
        }
    };
    view! {
        <div class="page" id="kb-page">
            <a use:live_as=skip_link></a>
            <header use:live_as=masthead></header>
            <p use:live_as=plain_note></p>
            <main id="kb-main" tabindex="-1" data-view=move || page::view_name(&reader.route.get())>
                {move || current_page(&reader.route.get())}
            </main>
            <nav use:live_as=bottom_bar on:click=share></nav>
            <MarksBar/>
            <UpdateNotice/>
            <p use:live_as=page::toast></p>
        </div>
    }
}

fn current_page(route: &Route) -> AnyView {
    match route.clone() {
        Route::Home => view! { <HomePage/> }.into_any(),
        Route::Report(id) => view! { <ReportPage id/> }.into_any(),
        Route::Search => view! { <SearchPage/> }.into_any(),
        Route::Clouds => view! { <CloudsPage/> }.into_any(),
        Route::Settings => view! { <SettingsPage/> }.into_any(),
        Route::Lane(kind) => view! { <LanePage kind/> }.into_any(),
        Route::NotFound => view! { <NotFoundPage/> }.into_any(),
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

/// What stands where the app could not start: a page of its own, or a panel below a page that can be read.
#[component]
pub fn Failed(messages: &'static Messages, trouble: Trouble, is_panel: bool, base: String) -> impl IntoView {
    let nodes = page::trouble(messages, &trouble);
    let retry = move |event: leptos::ev::MouseEvent| {
        if event::attribute(&event, "data-retry").is_some() {
            location::reload();
        }
    };
    if is_panel {
        return view! { <div class="notice notice-trouble" use:draw=nodes on:click=retry></div> }.into_any();
    }
    let home = page::bare_masthead("看报", &base);
    view! {
        <div class="page" id="kb-page">
            <header use:draw_as=home></header>
            <main id="kb-main" tabindex="-1" data-view="error" on:click=retry>
                <div class="view" use:draw=nodes></div>
            </main>
        </div>
    }
    .into_any()
}

/// A large archive comes in parts: once the page is there, the summaries that lists and the calendar need are
/// fetched one shard after the other.
fn load_the_rest(reader: Reader) {
    leptos::task::spawn_local(async move {
        while !untrack(|| reader.archive.is_complete()) {
            clock::sleep(50).await;
            let trouble = match reader.archive.fetch_next(Kind::Summaries).await {
                Ok(true) => continue,
                // The directories hold fewer reports than the bundle promises.
                Ok(false) => Trouble::Mismatch,
                Err(trouble) => trouble,
            };
            reader.cut_off.set(Some(trouble));
            return;
        }
    });
}

/// Where the connection was lost while the archive came, it goes on when there is one again.
fn go_on_when_online(reader: Reader) -> Option<Listener> {
    event::on_window("online", true, move |_| {
        if reader.cut_off.get_untracked().is_some() {
            reader.cut_off.set(None);
            load_the_rest(reader);
        }
    })
}
