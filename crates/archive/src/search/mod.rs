//! Search: queries, the scan engine, ranking, excerpts and marks.
//!
//! Exactness first: a report is a result when its folded text holds the folded words, and for no other reason.
//!
//! * [`Query`]: what the reader typed; parsing never fails.
//! * [`Corpus`] holds the folded text of the reports at hand; [`Scan`] goes through it in slices and gives an
//!   [`Outcome`].
//! * [`index`] says which reports that are not at hand can match, so that no others need be fetched; the scan
//!   of those gives the same outcome as a scan of all.
//! * [`excerpts`], [`mark`] and [`mark_text`] show where one report matches; all three ask the same function
//!   for the places, so their numbers agree.
//! * [`Vocabulary`] suggests other searches where one has found nothing.
//!
//! ```
//! use kanbao_archive::link::Filter;
//! use kanbao_archive::model::{Day, Period, Summary};
//! use kanbao_archive::search::{Corpus, Query, Scan, excerpts, mark};
//! use kanbao_archive::text::{FoldTable, searchable};
//! use kanbao_archive::markdown;
//!
//! # let day = Day::from_epoch_days(20_413);
//! # let summary = Summary {
//! #     id: "2025/11/21/x".into(), day, time: None, title: "x".into(), headline: "总结".into(),
//! #     source: String::new(), topic: String::new(), period: Period::new(day, day), covers: None,
//! #     points: vec![], chars: 0, cloud: None, top_terms: vec![], fresh: vec![], updated: None,
//! # };
//! let fold = FoldTable::default(); // `Bundle::fold` in the reader
//! let mut document = markdown::parse("## 要点\n\n**Olmo 3**作为开源模型发布。");
//! let text = searchable(&document, &[]); // `Outline::boilerplate` in place of the empty slice
//!
//! let mut corpus = Corpus::new(&[], &[], &fold);
//! corpus.add(&summary, &text, &fold);
//!
//! let query = Query::parse("olmo 开源模型");
//! let mut scan = Scan::new(&query, &Filter::default(), &fold);
//! while !scan.step(&corpus, 64 * 1024).done { /* let the browser breathe */ }
//! let outcome = scan.outcome(&corpus);
//! assert_eq!(corpus.id(outcome.hits[0].report), "2025/11/21/x");
//!
//! let found = excerpts(&text, &query, &fold);
//! assert_eq!(found.total, 2);
//! assert_eq!(&found.excerpts[0].text[found.excerpts[0].marks[0].clone()], "Olmo");
//! assert_eq!(mark(&mut document, &query, &fold), 2);
//! ```

mod corpus;
mod excerpt;
mod explain;
pub mod index;
mod mark;
mod places;
mod program;
mod query;
mod rank;
mod scan;
mod suggest;
#[cfg(test)]
pub(crate) mod tests;

pub use corpus::Corpus;
pub use excerpt::{Excerpt, Excerpts, excerpts};
pub use explain::{ExplainedShare, Explanation};
pub(crate) use mark::put_marks;
pub use mark::{mark, mark_text};
pub use query::{Clause, Field, Query, Word};
pub use scan::{Hit, Outcome, Progress, Scan, Stage};
pub use suggest::{Suggestion, SuggestionKind, Vocabulary, distance, latin_words};
