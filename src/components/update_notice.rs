//! The quiet line that says a newer generation is here.

use kanbao_archive::page;

use super::{Part, live};
use crate::browser::event::{self, Event};
use crate::reactive::*;
use crate::state::Reader;

/// Says what there is to say of newer generations, at the foot of the window; empty otherwise. The region is there from
/// the beginning, so that what comes into it is read out.
pub fn update_notice(reader: Reader) -> Part {
    let updates = reader.updates;
    StoredValue::new(updates.listen());
    let nodes = move || {
        let notice = updates.notice();
        notice.map_or_else(Vec::new, |notice| page::notice(reader.messages(), notice))
    };
    let click = move |event: &Event| match event::attribute(event, "data-update").as_deref() {
        Some("show") => updates.show(),
        Some(_) => updates.dismiss(),
        None => {}
    };
    let region = Part::new("div").with("role", "status");
    region.drawn(|element| live(element, nodes)).on("click", click)
}
