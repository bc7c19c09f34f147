//! The small files around the pages that hosts, crawlers and other programs read.

use std::fmt::Write as _;

use kanbao_archive::html::el;
use kanbao_archive::link::Address;
use kanbao_archive::model::{Bundle, Summary};

use super::policy::Inline;
use super::{policy, xml};

/// How many of the newest reports `llms.txt` names.
const NEWEST: usize = 30;

/// `_headers`, as Netlify and Cloudflare Pages read it. Its paths are the host's, so the base path is in them.
pub(crate) fn headers(base_url: Option<&str>, style: &Inline) -> String {
    let base = base_path(base_url);
    let mut out = format!(
        "{base}*\n  Content-Security-Policy: {}\n  X-Content-Type-Options: nosniff\n  Referrer-Policy: strict-origin-when-cross-origin\n",
        policy::of_host(style)
    );
    // Rules add up on these hosts, so no file may match two that set the same header.
    for hashed in ["assets/*", "data/summaries-*", "data/bodies-*"] {
        let _ = write!(
            out,
            "{base}{hashed}\n  Cache-Control: public, max-age=31536000, immutable\n"
        );
    }
    for changing in ["boot.js", "sw.js", "version.json", "data/bundle.json"] {
        let _ = write!(out, "{base}{changing}\n  Cache-Control: no-cache\n");
    }
    out
}

/// `robots.txt`.
pub(crate) fn robots(base_url: Option<&str>) -> String {
    let mut out = String::from("User-agent: *\nAllow: /\n");
    if let Some(base) = base_url {
        let _ = writeln!(out, "Sitemap: {base}sitemap.xml");
    }
    out
}

/// `sitemap.xml` (sitemaps.org, version 0.9): the home page and every report, newest first.
pub(crate) fn sitemap<'a>(base_url: &str, reports: impl IntoIterator<Item = &'a Summary>) -> String {
    let page = |address: Address, changed: Option<String>| {
        el("url")
            .child(el("loc").text(address.href(base_url)))
            .child_opt(changed.map(|day| el("lastmod").text(day)))
    };
    let mut urls = el("urlset").attr("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");
    urls = urls.child(page(Address::default(), None));
    for summary in reports {
        let changed = summary.updated.unwrap_or(summary.day).to_string();
        urls = urls.child(page(Address::report(&*summary.id), Some(changed)));
    }
    xml::document(urls)
}

/// `llms.txt` (llmstxt.org): what the site is and where its text is.
pub(crate) fn llms(bundle: &Bundle, base_url: Option<&str>) -> String {
    let base = base_url.unwrap_or("./");
    let mut out = format!("# {}\n\n", bundle.site.title);
    if !bundle.site.description.is_empty() {
        let _ = write!(out, "> {}\n\n", bundle.site.description);
    }
    let _ = write!(
        out,
        "{} reports. All of them as data: [bundle.json]({base}data/bundle.json)\n\n## Reports\n\n",
        bundle.total
    );
    for report in bundle.reports.iter().take(NEWEST) {
        let summary = &report.summary;
        let lead = summary.lead().replace(['[', ']', '\n'], " ");
        let _ = writeln!(
            out,
            "- [{} {lead}]({})",
            summary.day,
            Address::report(&*summary.id).href(base)
        );
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
    fn headers_let_hosts_keep_hashed_files_only() {
        let headers = headers(Some("https://a.github.io/kanbao/"), &Inline::style("a{}"));
        let rule = |path: &str| {
            let start = headers.find(&format!("\n/kanbao/{path}\n")).unwrap();
            headers[start..].lines().nth(2).unwrap().trim().to_owned()
        };
        assert_eq!(
            rule("assets/*"),
            "Cache-Control: public, max-age=31536000, immutable"
        );
        assert_eq!(rule("data/bundle.json"), "Cache-Control: no-cache");
        assert!(headers.starts_with("/kanbao/*\n  Content-Security-Policy: default-src 'none';"));
    }

    #[test]
    fn the_sitemap_names_every_page_once() {
        let mut odd = report("2025-11-30".parse().unwrap(), "a&b", "");
        odd.summary.updated = "2025-12-02".parse().ok();
        let sitemap = sitemap("https://example.org/k/", [&odd.summary]);
        assert!(
            sitemap.contains("<url><loc>https://example.org/k/</loc></url>"),
            "{sitemap}"
        );
        assert!(
            sitemap
                .contains("<loc>https://example.org/k/2025/11/30/a%26b/</loc><lastmod>2025-12-02</lastmod>"),
            "{sitemap}"
        );
    }

    #[test]
    fn llms_txt_is_short_and_links_relatively_without_a_base() {
        let reports: Vec<_> = (0..40)
            .map(|n| report("2025-11-30".parse().unwrap(), &format!("r{n}"), ""))
            .collect();
        let llms = llms(&bundle(reports), None);
        assert!(
            llms.contains("](./2025/11/30/r0/)") && !llms.contains("/r30/"),
            "{llms}"
        );
    }
}
