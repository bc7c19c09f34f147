//! Pieces that pages share: props in, DOM out; no fetching, no storing.

mod live;
mod marks_bar;
mod part;
mod region;
mod said;
mod update_notice;

pub use live::{grown, live, live_as, live_then};
pub use marks_bar::marks_bar;
pub use part::Part;
pub use region::Region;
pub use said::{TOAST, say_for_a_moment};
pub use update_notice::update_notice;
