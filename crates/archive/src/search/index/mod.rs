//! The index engine: finds which reports can match before their texts are here.
//!
//! The text is cut into [`grams`](Grams): every character, every pair of neighbours, and in Latin words every
//! three. For each gram the index lists the reports that hold it. A report that holds a text holds all grams of
//! that text, so the lists of a query, cut with each other, contain every result: the candidates. Their texts
//! are fetched and searched by the [scan engine](super::Scan), so what is shown is always true, and both engines
//! give the same answer. For a query of single grams, such as one Han word of two characters, the lists are
//! the answer already ([`Bounds::is_exact`]).
//!
//! * Reports are numbered newest first ([`Bundle::reports`](crate::model::Bundle)), and the calendar cuts them
//!   into levels ([`levels`]): the newest month, then months, quarters, halves, years and so on, as far back as
//!   there are reports. A new report changes the newest level alone.
//! * The lists of a level are dealt into shards by the hash of the gram, so the reader knows which shard it needs
//!   without asking a directory: one round of small requests answers a query.
//! * [`Writer`] makes the shards of a level and [`Shard`] reads one; both stand on the same few functions.

mod bits;
mod calendar;
mod candidates;
mod gram;
mod lookup;
mod numbers;
mod shard;
#[cfg(test)]
mod tests;
mod writer;

pub use calendar::levels;
pub use candidates::{Candidates, Part, parts};
pub use gram::{Gram, Grams};
pub use lookup::{Bounds, Lookup};
pub use numbers::Numbers;
pub use shard::{IndexError, Shard};
pub use writer::{Level, Writer};
