//! What is kept on the device: shown, asked for, given up.

use kanbao_archive::offline::{Order, Pictures, Texts};
use kanbao_archive::page::{self, CONFIRM_OFFLINE, Offline};

use super::settle_after;
use crate::browser::event::Event;
use crate::browser::{dialog, event};
use crate::components::{Part, grown};
use crate::reactive::*;
use crate::state::Reader;

/// The page.
pub fn offline_page(reader: Reader) -> Part {
    let keeper = reader.keeper;
    keeper.look();
    settle_after(reader, || {});
    let changed = move |event: &Event| {
        if let Some((field, value)) = event::field(event) {
            keeper.ask_for(|asked| choose(asked, &field, &value));
        }
    };
    let clicked = move |event: &Event| {
        if let Some(does) = event::attribute(event, "data-offline") {
            act(reader, &does);
        }
    };
    // The dialog stands outside of the page.
    StoredValue::new(event::on_window("click", true, move |event| {
        if let Some(does @ ("stop" | "forget")) = event::attribute(event, "data-offline").as_deref() {
            keeper.stop(does == "forget");
        }
    }));
    let nodes = move || {
        keeper.with(|state| {
            let order = state.order();
            // While files come, what is reckoned already is told.
            let is_told = order == Some(&state.asked) && state.phase.is_busy();
            let offline = Offline {
                phase: state.phase,
                asked: &state.asked,
                order,
                asked_progress: if is_told {
                    Some(state.progress)
                } else {
                    keeper.progress_of(state, &state.asked)
                },
                progress: state.progress,
                cost: &|order| keeper.cost(state, order),
                failures: &state.failures,
                room: state.room,
            };
            reader.draw(|context| page::offline(context, &offline))
        })
    };
    let view = Part::view().drawn(|element| grown(element, nodes));
    view.on("change", changed).on("click", clicked)
}

fn choose(asked: &mut Order, field: &str, value: &str) {
    if field == "texts" {
        asked.texts = Texts::from_value(value).unwrap_or(Texts::All);
    } else {
        asked.pictures = Pictures::from_value(value).unwrap_or(Pictures::All);
    }
}

fn act(reader: Reader, does: &str) {
    let keeper = reader.keeper;
    match does {
        "start" => keeper.start(),
        "pause" => keeper.pause(true),
        "resume" => keeper.pause(false),
        "cancel" => {
            let here = keeper.here();
            let tree = untrack(|| reader.draw(|context| page::confirm_giving_up(context, here)));
            dialog::open(CONFIRM_OFFLINE, tree);
        }
        _ => {}
    }
}
