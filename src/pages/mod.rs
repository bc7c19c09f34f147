//! The pages: load what a view needs, choose the view.

mod clouds;
mod copy;
mod dates;
mod home;
mod lane;
mod not_found;
mod offline;
mod report;
mod search;
mod settings;
mod trends;

pub use clouds::clouds_page;
pub use copy::{copy_passage, share};
pub use home::home_page;
pub use lane::lane_page;
pub use not_found::not_found_page;
pub use offline::offline_page;
pub use report::report_page;
pub use search::{SEARCH_INPUT, search_page};
pub use settings::{export, settings_page};
pub use trends::trends_page;

use crate::browser::clock;
use crate::reactive::*;
use crate::state::Reader;

/// Scrolls the page to where it belongs each time after it has been drawn; `track` reads what it is drawn from.
fn settle_after(reader: Reader, track: impl Fn() + 'static) {
    let navigation = reader.navigation;
    effect(move || {
        track();
        // Effects run in no stated order, so the page itself may be drawn after this one; before the next
        // frame it is.
        clock::next_frame(move || navigation.settle());
    });
}
