//! How a site is published: on which host, with which feeds, compressed or not.

use super::host::Host;
use super::previous::{Gone, Previous};
use crate::config::{Config, FeedConfig};

/// What the publisher asks for around the reports.
#[derive(Clone, Debug, Default)]
pub struct Publishing {
    /// What the feeds hold.
    pub feed: FeedConfig,
    /// Where the site goes; `None` for anywhere.
    pub host: Option<Host>,
    /// Whether compressed copies stand beside the files.
    pub precompress: bool,
    /// The site that was published before, where it is known.
    pub previous: Option<Previous>,
    /// Reports that were published once and are no more.
    pub gone: Gone,
}

impl Publishing {
    /// What the settings ask for.
    pub fn of(config: &Config) -> Self {
        Self {
            feed: config.feed.clone(),
            host: config.build.host,
            precompress: false,
            previous: None,
            gone: Gone::default(),
        }
    }
}
