//! `feed.xml`: the newest reports as an Atom feed (RFC 4287), whole.

use kanbao_archive::html::{Html, el, print};
use kanbao_archive::link::{Address, Filter};
use kanbao_archive::markdown::{self, Writer};
use kanbao_archive::message::Language;
use kanbao_archive::model::{Bundle, Report, Summary};
use kanbao_archive::page::{Context, report_title};

use super::head::description;

/// How many of the newest reports the feed holds.
const NEWEST: usize = 20;

/// The feed; `base_url` ends with a slash.
pub(crate) fn atom(bundle: &Bundle, base_url: &str, reports: &[Report]) -> String {
    let newest = &reports[..reports.len().min(NEWEST)];
    let messages = Language::from_tag(&bundle.site.language).messages();
    let context = Context { bundle, root: base_url, messages, filter: &Filter::default() };
    let updated = newest.iter().map(|r| updated(&r.summary)).max().unwrap_or_else(|| "1970-01-01T00:00:00Z".into());
    let mut feed = el("feed")
        .attr("xmlns", "http://www.w3.org/2005/Atom")
        .attr("xml:lang", &bundle.site.language)
        .child(el("title").text(&bundle.site.title))
        .child(el("id").text(base_url))
        .child(el("updated").text(updated))
        .child(el("author").child(el("name").text(&bundle.site.title)));
    if !bundle.site.description.is_empty() {
        feed = feed.child(el("subtitle").text(&bundle.site.description));
    }
    let links = [feed_link("self", &format!("{base_url}feed.xml")), feed_link("alternate", base_url)];
    let feed = feed.children(links).children(newest.iter().map(|report| entry(&context, report)));
    format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{}\n", xml(&feed.into()))
}

fn entry(context: &Context<'_>, report: &Report) -> Html {
    let summary = &report.summary;
    let address = Address::report(&*summary.id).href(context.root);
    let document = markdown::parse(&report.body.markdown);
    let mut writer = Writer::new(&report.body.images, context.root);
    let mut content: Vec<Html> = document.blocks.iter().map(|block| writer.block(block).into()).collect();
    content.extend(writer.footnotes(&document).map(Html::from));
    el("entry")
        .child(el("title").text(report_title(context, summary)))
        .child(el("id").text(&*address))
        .child(feed_link("alternate", &address))
        .child(el("published").text(instant(summary.day, summary)))
        .child(el("updated").text(updated(summary)))
        .child(el("summary").text(description(summary)))
        .child(el("content").attr("type", "html").text(print(&content)))
        .into()
}
