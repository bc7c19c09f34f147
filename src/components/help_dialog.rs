//! The help: how to search, and the keys.

use kanbao_archive::html::Html;
use kanbao_archive::page::{self, Shortcut};
use leptos::prelude::*;

use crate::browser::dom::draw;
use crate::browser::{dialog, event};
use crate::state::{Reader, reader};

const ID: &str = "kb-help";

/// A modal dialog while [`Reader::help`] holds; `shortcuts` gives the keys in the words of the interface.
#[component]
pub fn HelpDialog(shortcuts: fn(Reader) -> Vec<Shortcut>) -> impl IntoView {
    let reader = reader();
    let open = reader.help;
    let address = reader.navigation.address();
    // An example has been followed, or the reader went back.
    Effect::new(move |_| {
        address.track();
        dialog::close(ID);
    });
    let click = move |event: leptos::ev::MouseEvent| {
        // A click that reaches the dialog itself is one beside it: its content fills it.
        let beside = event::closest(&event, "[data-close], dialog > *").is_none();
        if beside || event::attribute(&event, "data-close").is_some() {
            dialog::close(ID);
        }
    };
    move || {
        open.get().then(|| {
            request_animation_frame(|| dialog::show(ID));
            let nodes = untrack(|| content(reader, &shortcuts(reader)));
            view! {
                <dialog
                    class="help"
                    id=ID
                    aria-modal="true"
                    aria-labelledby="kb-help-title"
                    use:draw=nodes
                    on:click=click
                    on:close=move |_| open.set(false)
                ></dialog>
            }
        })
    }
}

fn content(reader: Reader, shortcuts: &[Shortcut]) -> Vec<Html> {
    let examples = reader.examples();
    reader.draw(|context| page::help(context, shortcuts, &examples))
}
