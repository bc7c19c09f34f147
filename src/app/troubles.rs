//! What helps in trouble, wherever it is told of; and the moments in which it may have passed.

use kanbao_archive::page;

use crate::browser::event::{self, Event, Listener};
use crate::browser::{clock, dom, location, recovery};
use crate::components::{Part, live};
use crate::pages;
use crate::state::Reader;

/// Listens for the controls that [`page::remedy`] makes; also where there is no app. Once there is one, its views know what
/// is to be tried again.
pub fn listen_for_remedies() -> Option<Listener> {
    event::on_window("click", true, |event| {
        let asks = |name| event::attribute(event, name).is_some();
        if asks("data-renew") {
            clock::spawn(recovery::renew());
        } else if asks("data-retry") && dom::root_attribute("data-app").as_deref() == Some("error") {
            location::reload();
        }
    })
}

/// Listens for whoever comes back: with a connection, or from the page on which a network wants one to sign in.
pub(super) fn listen(reader: Reader) -> [Option<Listener>; 2] {
    let back = |name| {
        event::on_window(name, true, move |_| {
            reader.came_back.update(|times| *times += 1);
        })
    };
    [back("online"), back("focus")]
}

/// The line that says that something just done is not kept, until it is sent away.
pub(super) fn not_kept(reader: Reader) -> impl Fn() -> Option<Part> + 'static {
    let clicked = move |event: &Event| {
        if event::attribute(event, "data-export").is_some() {
            pages::export(reader);
        }
        // Whatever is pressed, the reader knows.
        if event::closest(event, ".action").is_some() {
            reader.library.send_away();
        }
    };
    move || {
        let error = reader.library.lost()?;
        let nodes = move || reader.draw(|context| page::not_kept(context, error));
        let line = Part::new("div")
            .with("class", "notice notice-kept")
            .with("role", "status");
        Some(line.drawn(|element| live(element, nodes)).on("click", clicked))
    }
}
