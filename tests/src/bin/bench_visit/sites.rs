//! The sites that are visited, and how each says that it is ready.

use std::fs;
use std::path::Path;

use kanbao_archive::text::{Passage, searchable};
use kanbao_tests::host::{self, Served};
use kanbao_tests::site::Site;
use kanbao_tests::{Outcome, ensure};

/// A page of one site.
pub(crate) struct Visited {
    /// What its figures are named after.
    pub(crate) name: String,
    pub(crate) url: String,
    /// An expression that is true once the page's own scripts run; for a bare page, once it is there.
    pub(crate) ready: &'static str,
    pub(crate) served: Served,
}

impl Visited {
    /// A report in a site of Kanbao's.
    pub(crate) fn kanbao(site: &Site, id: &str) -> Outcome<Self> {
        let ready = "document.documentElement && document.documentElement.dataset.app === 'ready'";
        Self::of("kanbao", &site.folder, &format!("{id}/"), ready)
    }

    /// The bare page.
    pub(crate) fn bare(folder: &Path) -> Outcome<Self> {
        Self::of("bare", folder, "", "document.readyState === 'complete'")
    }

    /// The page that another generator has made of the same post.
    pub(crate) fn peer(name: &str, folder: &Path, id: &str) -> Outcome<Self> {
        let stem = id.replace('/', "-");
        match name {
            "vitepress" => {
                let ready = "document.querySelector('#app') && document.querySelector('#app').__vue_app__";
                Self::of(name, folder, &format!("{stem}.html"), ready)
            }
            "mkdocs" => Self::of(name, folder, &format!("{stem}/"), "window.document$"),
            _ => Err(format!("nothing is known of {name}").into()),
        }
    }

    fn of(name: &str, folder: &Path, page: &str, ready: &'static str) -> Outcome<Self> {
        let file = folder.join(page);
        ensure!(file.exists(), "{name} has no page {page}");
        let served = host::serve(folder)?;
        Ok(Self {
            name: name.to_owned(),
            url: format!("{}{page}", served.root),
            ready,
            served,
        })
    }
}

/// The newest report's text without anything around it.
pub(crate) fn write_bare_page(folder: &Path, site: &Site) -> Outcome {
    let report = site.bundle.reports.first().ok_or("the site has no reports")?;
    let text = searchable(&report.body.document.read(), &[]);
    let paragraph = |passage: &Passage| {
        let text = passage.text.replace('&', "&amp;").replace('<', "&lt;");
        format!("<p>{text}</p>\n")
    };
    let paragraphs: String = text.passages.iter().map(paragraph).collect();
    let head = "<!doctype html><meta charset=utf-8><meta name=viewport content='width=device-width'>\
                <link rel=icon href='data:,'><title>bare</title>";
    Ok(fs::write(
        folder.join("index.html"),
        format!("{head}\n{paragraphs}"),
    )?)
}
