//! Pieces that pages share: props in, DOM out; no fetching, no storing.

mod live;
mod marks_bar;
mod region;
mod said;
mod update_notice;

pub use live::{grown, live, live_as, live_then};
pub use marks_bar::MarksBar;
pub use region::Region;
pub use said::{TOAST, say_for_a_moment};
pub use update_notice::UpdateNotice;
