//! An address that leads nowhere.

use kanbao_archive::page;

use super::settle_after;
use crate::components::{Part, live};
use crate::state::Reader;

/// The page.
pub fn not_found_page(reader: Reader) -> Part {
    settle_after(reader, || {});
    let nodes = move || page::not_found(reader.messages(), &reader.navigation.base());
    Part::view().drawn(|element| live(element, nodes))
}
