//! The pages: load what a view needs, choose the view.

mod clouds;
mod copy;
mod dates;
mod home;
mod lane;
mod not_found;
mod report;
mod search;
mod settings;

pub use clouds::CloudsPage;
pub use copy::{copy_passage, share};
pub use home::HomePage;
pub use lane::LanePage;
pub use not_found::NotFoundPage;
pub use report::ReportPage;
pub use search::{SEARCH_INPUT, SearchPage};
pub use settings::SettingsPage;

use leptos::prelude::*;

use crate::state::reader;

/// Scrolls the page to where it belongs each time after it has been drawn; `track` reads what it is drawn from.
fn settle_after(track: impl Fn() + 'static) {
    let navigation = reader().navigation;
    Effect::new(move |_| {
        track();
        // Effects run in no stated order, so the page itself may be drawn after this one; before the next
        // frame it is.
        request_animation_frame(move || navigation.settle());
    });
}
