//! The stored form of an archive: the bundle, its shards, reports and days.

mod bundle;
mod day;
mod newer;
mod news;
mod read;
mod report;
mod terms;

pub use bundle::{
    Bundle, BundleError, DayCount, Directory, DirectoryLink, FileLink, Fingerprint, Holding, Index,
    IndexLevel, Kind, SCHEMA, Shard, Site, Version,
};
pub use day::{Day, ParseDayError, Period, Weekday};
pub use news::{News, Related};
pub use report::{Body, Image, Label, Point, Report, Summary, Term};
pub use terms::{MonthTerms, ReportTerms, SectionTerms, TermTotals};
