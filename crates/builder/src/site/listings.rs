//! The small files that crawlers and other programs read first.

use std::fmt::Write as _;

use kanbao_archive::link::Address;
use kanbao_archive::model::{Bundle, Summary};

use super::feed;
use super::sitemap::SITEMAP;

/// How many of the newest reports `llms.txt` names.
const NEWEST: usize = 30;

/// `robots.txt`.
pub(crate) fn robots(base_url: Option<&str>) -> String {
    let mut out = String::from("User-agent: *\nAllow: /\n");
    if let Some(base) = base_url {
        let _ = writeln!(out, "Sitemap: {base}{SITEMAP}");
    }
    out
}

/// `llms.txt` (llmstxt.org): what the site is and where its text is. `newest` are the newest reports, of which the first
/// `pages` have a page of their own.
pub(crate) fn llms<'a>(
    bundle: &Bundle,
    base_url: Option<&str>,
    newest: impl Iterator<Item = &'a Summary>,
    pages: usize,
) -> String {
    let base = base_url.unwrap_or("./");
    let site = &bundle.site;
    let mut out = format!("# {}\n\n", line(&site.title));
    if !site.description.is_empty() {
        let _ = write!(out, "> {}\n\n", line(&site.description));
    }
    let _ = write!(
        out,
        "{} reports in {}.\n\n## Data\n\n- [bundle.json]({base}data/bundle.json): all reports, or where they are\n",
        bundle.total, site.language
    );
    if base_url.is_some() {
        let _ = writeln!(out, "- [{0}]({base}{0}): the newest reports", feed::JSON);
        let _ = writeln!(out, "- [{SITEMAP}]({base}{SITEMAP}): the address of every page");
    }
    out.push_str("\n## Reports\n\n");
    for (at, summary) in newest.take(NEWEST).enumerate() {
        let address = Address::report(&*summary.id);
        let href = if at < pages {
            address.href(base)
        } else {
            address.href_in_app(base)
        };
        let _ = writeln!(out, "- [{} {}]({href})", summary.day, line(summary.lead()));
    }
    out
}

/// Text on one line of Markdown, in which it means nothing but itself.
fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        for c in word.chars().filter(|c| !c.is_control()) {
            if matches!(c, '\\' | '[' | ']' | '<' | '`' | '*' | '_') {
                out.push('\\');
            }
            out.push(c);
        }
    }
    out
}

/// The path of the site on its host, with a slash at both ends.
pub(crate) fn base_path(base_url: Option<&str>) -> &str {
    let path = base_url
        .and_then(|url| url.split_once("://"))
        .and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..]));
    path.unwrap_or("/")
}

#[cfg(test)]
mod tests {
    use super::super::tests::{bundle, report};
    use super::*;

    #[test]
    fn the_base_path_comes_from_the_address() {
        assert_eq!(base_path(Some("https://a.github.io/kanbao/")), "/kanbao/");
        assert_eq!(base_path(Some("https://example.org/")), "/");
        assert_eq!(base_path(None), "/");
    }

    #[test]
    fn llms_txt_is_short_and_links_relatively_without_a_base() {
        let reports: Vec<_> = (0..40)
            .map(|n| report("2025-11-30".parse().unwrap(), &format!("r{n}"), ""))
            .collect();
        let summaries = || reports.iter().map(|report| &report.summary);
        let llms_of = |base| llms(&bundle(reports.clone()), base, summaries(), 2);
        let here = llms_of(None);
        assert!(
            here.contains("](./2025/11/30/r0/)") && !here.contains("r30"),
            "{here}"
        );
        assert!(here.contains("](./?at=2025%2F11%2F30%2Fr2)"), "{here}");
        assert!(!here.contains("feed.json"), "{here}");
        assert!(llms_of(Some("https://example.org/")).contains("](https://example.org/feed.json)"));
    }

    #[test]
    fn a_lead_cannot_be_markup() {
        assert_eq!(line("a\n# [x](y) <b>\u{7}"), "a # \\[x\\](y) \\<b>");
    }
}
