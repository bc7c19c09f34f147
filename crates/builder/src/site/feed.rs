//! `feed.xml`: the newest reports as an Atom feed (RFC 4287), whole.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use kanbao_archive::html::{Element, el, print};
use kanbao_archive::library::Library;
use kanbao_archive::link::{Address, Filter};
use kanbao_archive::markdown::Writer;
use kanbao_archive::message::Language;
use kanbao_archive::model::{Bundle, Day, Report};
use kanbao_archive::page::{Context, report_title};

use super::head::description;
use super::xml;

/// How many of the newest reports the feed holds.
pub(crate) const NEWEST: usize = 20;

/// The feed of the newest reports, at most [`NEWEST`]. `base_url` ends with a slash; days are those of `zone`.
pub(crate) fn atom(bundle: &Bundle, base_url: &str, zone: &TimeZone, newest: &[Report]) -> String {
    let messages = Language::from_tag(&bundle.site.language).messages();
    let context = Context {
        bundle,
        root: base_url,
        messages,
        filter: &Filter::default(),
        library: Library::empty(),
    };
    let newest_change = newest.iter().map(|report| changed(report, zone)).max();
    let mut feed = el("feed")
        .attr("xmlns", "http://www.w3.org/2005/Atom")
        .attr("xml:lang", &bundle.site.language)
        .child(el("title").text(&bundle.site.title))
        .child(el("id").text(base_url))
        .child(el("updated").text(newest_change.unwrap_or_else(|| "1970-01-01T00:00:00+00:00".into())))
        .child(el("author").child(el("name").text(&bundle.site.title)))
        .child(link("self", &format!("{base_url}feed.xml")))
        .child(link("alternate", base_url));
    if !bundle.site.description.is_empty() {
        feed = feed.child(el("subtitle").text(&bundle.site.description));
    }
    xml::document(feed.children(newest.iter().map(|report| entry(&context, report, zone))))
}

fn entry(context: &Context<'_>, report: &Report, zone: &TimeZone) -> Element {
    let summary = &report.summary;
    let address = Address::report(&*summary.id).href(context.root);
    let document = report.body.document.read();
    let content = Writer::new(&report.body.images, context.root).document(&document);
    el("entry")
        .child(el("title").text(report_title(context, summary)))
        .child(el("id").text(&*address))
        .child(link("alternate", &address))
        .child(el("published").text(published(report, zone)))
        .child(el("updated").text(changed(report, zone)))
        .child(el("summary").text(description(summary)))
        .child(el("content").attr("type", "html").text(print(&content)))
}

fn link(rel: &str, href: &str) -> Element {
    el("link").attr("rel", rel).attr("href", href)
}

fn published(report: &Report, zone: &TimeZone) -> String {
    let time = report.summary.time.as_deref().and_then(|time| time.parse().ok());
    instant(report.summary.day, time.unwrap_or(Time::midnight()), zone)
}

fn changed(report: &Report, zone: &TimeZone) -> String {
    match report.summary.updated {
        Some(day) => instant(day, Time::midnight(), zone),
        None => published(report, zone),
    }
}

/// A local time as RFC 3339 asks for it, with the zone's offset.
fn instant(day: Day, time: Time, zone: &TimeZone) -> String {
    let (year, month, of_month) = day.civil();
    let local =
        Date::new(year as i16, month as i8, of_month as i8).map(|date| DateTime::from_parts(date, time));
    let zoned = local.and_then(|local| local.to_zoned(zone.clone()));
    // Dates that a report can have are within what the calendar can compute.
    zoned.map_or_else(
        |_| format!("{day}T00:00:00+00:00"),
        |zoned| zoned.strftime("%FT%T%:z").to_string(),
    )
}

#[cfg(test)]
mod tests {
    use super::super::tests::{bundle, report};
    use super::*;

    #[test]
    fn entries_are_whole_escaped_and_dated_in_the_publishers_zone() {
        let reports = vec![report(
            "2025-11-30".parse().unwrap(),
            "r",
            "**粗体** <script>x</script>",
        )];
        let zone = TimeZone::fixed(jiff::tz::offset(8));
        let feed = atom(
            &bundle(reports.clone()),
            "https://example.org/k/",
            &zone,
            &reports,
        );
        assert!(
            feed.contains("<published>2025-11-30T08:30:00+08:00</published>"),
            "{feed}"
        );
        assert!(feed.contains("<id>https://example.org/k/2025/11/30/r/</id>"));
        assert!(
            feed.contains("&lt;strong&gt;粗体&lt;/strong&gt; &amp;lt;script&amp;gt;"),
            "{feed}"
        );
        assert!(feed.contains("<link rel=\"self\" href=\"https://example.org/k/feed.xml\"/>"));
    }

    #[test]
    fn a_correction_counts_as_the_last_change() {
        let mut reports = vec![report("2025-11-30".parse().unwrap(), "r", "")];
        reports[0].summary.updated = "2025-12-02".parse().ok();
        let feed = atom(
            &bundle(reports.clone()),
            "https://example.org/",
            &TimeZone::UTC,
            &reports,
        );
        assert_eq!(
            feed.matches("<updated>2025-12-02T00:00:00+00:00</updated>")
                .count(),
            2,
            "{feed}"
        );
    }
}
