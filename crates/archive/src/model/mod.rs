//! The stored form of an archive: the bundle, its shards, reports and days.

mod bundle;
mod day;
mod report;

pub use bundle::{
    Bundle, BundleError, DayCount, Directory, DirectoryLink, FileLink, Fingerprint, Index, IndexLevel, Kind,
    SCHEMA, Shard, Site, Version,
};
pub use day::{Day, ParseDayError, Period, Weekday};
pub use report::{Body, Image, Label, Point, Report, Summary, Term};
