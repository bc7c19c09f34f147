//! Search: queries, the scan engine, ranking, excerpts and marks.
//!
//! Exactness first: a report is a result when its folded text holds the folded words, and for no other reason.
//!
//! * [`Query`]: what the reader typed; parsing never fails.
//! * [`Corpus`] holds the folded text of the reports at hand; [`Scan`] goes through it in slices and gives an
//!   [`Outcome`]. Another engine has to give the same.
//! * [`excerpts`], [`mark`] and [`mark_text`] show where one report matches; all three ask the same function
//!   for the places, so their numbers agree.

mod corpus;
mod excerpt;
mod mark;
mod places;
mod program;
mod query;
mod rank;
mod scan;
#[cfg(test)]
mod tests;

pub use corpus::Corpus;
pub use excerpt::{Excerpt, Excerpts, excerpts};
pub use mark::{mark, mark_text};
pub use query::{Clause, Field, Query, Word};
pub use scan::{Hit, Outcome, Progress, Scan};
