//! Flags for where a site goes, and what is said of it.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser as _};

use super::size;
use crate::site::{Content, Host, Previous, PreviousError, Written};

/// Flags of `kanbao build` about the host.
#[derive(Debug, Args)]
pub(super) struct PublishArgs {
    /// Where the site is published: sets the files that the host reads, and how many it takes
    #[arg(long, value_name = "HOST", value_parser = hosts())]
    host: Option<Host>,
    /// Put .br and .gz files beside the others, for nginx, Caddy and whoever sends them as they are
    #[arg(long)]
    precompress: bool,
    /// The site that was published last, which may be the one that is replaced: what its readers still need is carried
    /// along, and reports that it has and the posts have not are shown as withdrawn
    #[arg(long, value_name = "DIR")]
    previous: Option<PathBuf>,
}

fn hosts() -> impl clap::builder::TypedValueParser<Value = Host> {
    // The names are those of `Host`, so every one that passes is known.
    PossibleValuesParser::new(Host::ALL.map(Host::name))
        .map(|name| Host::from_name(&name).unwrap_or(Host::Other))
}

impl PublishArgs {
    /// Has the site written as the flags say; they go before the settings. `all_were_read` says that no post is in error.
    ///
    /// # Errors
    /// Where the previous site cannot be read.
    pub(super) fn apply(&self, content: &mut Content, all_were_read: bool) -> Result<(), PreviousError> {
        let publishing = &mut content.publishing;
        publishing.host = self.host.or(publishing.host);
        publishing.precompress = self.precompress;
        if let Some(folder) = &self.previous {
            let previous = Previous::read(folder)?;
            publishing.gone = previous.gone(content.reports.summaries(), all_were_read);
            publishing.previous = Some(previous);
        }
        Ok(())
    }
}

/// What the publisher may miss in the site, or should know of it, each on a line of its own.
pub(super) fn remarks(content: &Content, written: &Written) -> Vec<String> {
    let mut lines = Vec::new();
    if content.base_url.is_none() {
        lines.push(
            "no base_url: canonical links, feeds and sitemap were left out (--base-url URL adds them)"
                .to_owned(),
        );
    }
    let without_page = written.reports - written.pages;
    if without_page > 0 {
        let why = match content.max_files() {
            Some(max) if content.prerender => format!(": {max} files are allowed"),
            _ => String::new(),
        };
        lines.push(format!(
            "{without_page} older reports have no page of their own and open in the reader alone{why}"
        ));
    }
    let gone = &content.publishing.gone;
    if !gone.withdrawn.is_empty() {
        lines.push(format!(
            "withdrawn, and said so at their addresses: {}",
            named(&gone.withdrawn)
        ));
    }
    if !gone.missing.is_empty() {
        lines.push(format!(
            "missing, and not called withdrawn while there are errors in the posts: {}",
            named(&gone.missing)
        ));
    }
    if written.extras.carried > 0 {
        lines.push(format!(
            "{} files of the site before were carried along",
            written.extras.carried
        ));
    }
    if let Some(compressed) = &written.extras.compressed {
        lines.push(compressed.to_string());
    }
    let Some(host) = content.publishing.host else {
        return lines;
    };
    if content.publishing.precompress && host.compresses() {
        lines.push(format!(
            "{} compresses by itself and sends no .br or .gz file",
            host.name()
        ));
    }
    for (path, bytes) in &written.extras.too_large {
        lines.push(format!(
            "warning: {path} has {}, and {} takes no file over {}",
            size(*bytes),
            host.name(),
            size(host.max_file_size().unwrap_or_default())
        ));
    }
    if let Some(max) = host.max_site_size().filter(|max| written.bytes > *max) {
        lines.push(format!(
            "warning: the site has {}, and {} takes no site over {}",
            size(written.bytes),
            host.name(),
            size(max)
        ));
    }
    lines
}

/// How many reports there are, and the first of them.
fn named(ids: &[String]) -> String {
    const NAMED: usize = 3;
    let first: Vec<&str> = ids.iter().take(NAMED).map(String::as_str).collect();
    let more = if ids.len() > NAMED { ", …" } else { "" };
    format!("{} ({}{more})", ids.len(), first.join(", "))
}
