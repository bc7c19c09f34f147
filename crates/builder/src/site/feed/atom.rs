//! `feed.xml`: an Atom feed (RFC 4287).

use kanbao_archive::html::{Element, el};

use super::{ATOM, Entry, Feed, moment};
use crate::site::xml;

/// The whole document.
pub(super) fn feed(feed: &Feed<'_>, entries: &[Entry]) -> String {
    let site = &feed.bundle.site;
    let newest_change = entries.iter().map(|entry| &entry.updated).max();
    let (icon, _) = feed.icons();
    let mut root = el("feed")
        .attr("xmlns", "http://www.w3.org/2005/Atom")
        .attr("xml:lang", &site.language)
        .child(el("id").text(feed.base_url))
        .child(el("title").text(&site.title));
    if !site.description.is_empty() {
        root = root.child(el("subtitle").text(&site.description));
    }
    root = root
        .child(el("updated").text(newest_change.map_or_else(|| moment::text(&moment::never()), moment::text)))
        .child(el("author").child(el("name").text(&site.title)))
        .child(link(
            "self",
            "application/atom+xml",
            &format!("{}{ATOM}", feed.base_url),
        ))
        .child(link("alternate", "text/html", feed.base_url))
        .child_opt(icon.map(|icon| el("icon").text(icon)))
        .child(el("generator").text("Kanbao"));
    xml::document(root.children(entries.iter().map(self::entry)))
}

fn entry(entry: &Entry) -> Element {
    let topic = entry
        .topic
        .as_ref()
        .map(|(key, name)| el("category").attr("term", key).attr("label", name));
    let content = entry
        .content
        .as_ref()
        .map(|html| el("content").attr("type", "html").text(html));
    el("entry")
        .child(el("id").text(&entry.id))
        .child(el("title").text(&entry.title))
        .child(link("alternate", "text/html", &entry.url))
        .child(el("published").text(moment::text(&entry.published)))
        .child(el("updated").text(moment::text(&entry.updated)))
        .child_opt(topic)
        .child(el("summary").text(&entry.summary))
        .child_opt(content)
}

fn link(rel: &str, media_type: &str, href: &str) -> Element {
    el("link")
        .attr("rel", rel)
        .attr("type", media_type)
        .attr("href", href)
}
