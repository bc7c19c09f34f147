//! What readers take out of the app: points as plain text, the link to a passage, a report's address.

use kanbao_archive::html::Element;
use kanbao_archive::link::{Address, Route};
use kanbao_archive::page::{self, Context};
use kanbao_archive::quote;

use crate::browser::{clipboard, clock, dialog, dom, share as system};
use crate::components::{TOAST, say_for_a_moment};
use crate::reactive::*;
use crate::state::Reader;

/// Puts date, topic, points and link on the clipboard, and says on the button that it is done.
pub fn copy_points(reader: Reader, id: &str) {
    let Some(summary) = reader.archive.summary(id) else {
        return;
    };
    let text = absolute(reader, |context| page::plain_points(context, &summary));
    let otherwise = untrack(|| reader.messages()).copy_points;
    give(reader, text, format!("[data-copy-points=\"{id}\"]"), otherwise);
}

/// The same with one point, by its number from 1.
pub fn copy_point(reader: Reader, id: &str, number: &str) {
    let text = reader.archive.summary(id).and_then(|summary| {
        let number = number.parse().ok()?;
        absolute(reader, |context| page::plain_point(context, &summary, number))
    });
    if let Some(text) = text {
        give(reader, text, TOAST.to_owned(), "");
    }
}

/// Puts the address of the selected passage on the clipboard.
pub fn copy_passage(reader: Reader) {
    match passage_address(reader) {
        Some(address) => give(
            reader,
            address.href(&reader.navigation.root()),
            TOAST.to_owned(),
            "",
        ),
        None => {
            let says = untrack(|| reader.messages()).no_passage;
            clock::spawn(say_for_a_moment(TOAST.to_owned(), says, ""));
        }
    }
}

/// Hands the address of the page, or of the passage selected in it, to the system's sharing; where there is none, copies
/// it.
pub fn share(reader: Reader) {
    let address = passage_address(reader).unwrap_or_else(|| Address {
        q: String::new(),
        ..reader.navigation.address().get_untracked()
    });
    let url = address.href(&reader.navigation.root());
    clock::spawn(async move {
        if !system::share(&dom::title(), &url).await {
            give(reader, url, TOAST.to_owned(), "");
        }
    });
}

/// The address of what is selected in the open report.
fn passage_address(reader: Reader) -> Option<Address> {
    let selected = reader.selected.get_untracked()?;
    let Route::Report(id) = reader.route.get_untracked() else {
        return None;
    };
    let body = reader.archive.body(&id)?;
    let quote = quote::of_selection(&body.document.read(), &selected, &reader.archive.bundle().fold)?;
    Some(Address::report(id).with_quote(quote))
}

/// Copies a text and says so where the selector leads; `otherwise` stands there else. Where the browser does not let
/// us, the text is shown in a field to take it from.
fn give(reader: Reader, text: String, selector: String, otherwise: &'static str) {
    let messages = untrack(|| reader.messages());
    clock::spawn(async move {
        if clipboard::copy(&text).await {
            say_for_a_moment(selector, messages.copied, otherwise).await;
        } else {
            let field: Element = page::copy_field(messages, &text);
            dialog::open(page::COPY_FIELD, field);
            dialog::select_field(page::COPY_FIELD);
        }
    });
}

/// Calls a page function with the site's absolute address as root.
fn absolute<T>(reader: Reader, page: impl FnOnce(&Context<'_>) -> T) -> T {
    let root = reader.navigation.root();
    untrack(|| {
        reader.draw(|context| {
            page(&Context {
                root: &root,
                ..*context
            })
        })
    })
}
