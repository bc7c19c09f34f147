//! 往期: reports by day and month, each with its lead and its next points.

use super::Context;
use super::home::Home;
use super::lane::ways;
use crate::html::{Element, Html, el};
use crate::link::{Address, Filter, Route};
use crate::markdown::picture;
use crate::model::{Day, Label, Summary};

/// Rows drawn before the reader scrolls or asks for more.
pub const ROWS_AT_FIRST: usize = 60;

/// Points named under a row's lead.
const POINTS_IN_ROW: usize = 3;

/// Terms of a drawn thumbnail.
const TERMS_IN_THUMBNAIL: usize = 3;

/// The list with its heading and the choice of topic and source. On the front page the newest day is left
/// out: the edition above shows it.
pub(super) fn archive_list(context: &Context<'_>, home: &Home<'_>, is_front: bool) -> Element {
    let newest = home.newest.first().map(|summary| summary.day);
    let listed = home
        .listed
        .iter()
        .copied()
        .filter(|s| !is_front || Some(s.day) != newest);
    let listed: Vec<&Summary> = listed.collect();
    let shown = &listed[..listed.len().min(home.rows)];
    let rest = listed.len() - shown.len();
    let section = el("section")
        .class("archive")
        .attr("aria-labelledby", "archive-title")
        .child(heading(context, home))
        .child_opt(ways(context))
        .child_opt(tabs(context, &Address::new(Route::Home).with_anchor("archive")));
    let section = if shown.is_empty() && home.complete && !is_front {
        section.child(nothing(context))
    } else {
        section.children(months(context, shown))
    };
    let more = (rest > 0 || !home.complete).then(|| {
        el("button")
            .class("show-more")
            .attr("type", "button")
            .attr("data-needs-app", "more")
            .attr("data-more", rest.to_string())
            .text(if rest > 0 {
                context.messages.show_more
            } else {
                context.messages.loading
            })
    });
    section.child_opt(more)
}

fn heading(context: &Context<'_>, home: &Home<'_>) -> Element {
    let messages = context.messages;
    let filter = context.filter;
    let title = context.range_name(messages.archive);
    let count = if filter.is_empty() {
        context.bundle.total as usize
    } else {
        home.listed.len()
    };
    let clear = (!filter.is_empty()).then(|| {
        let address = Address::new(Route::Home).with_anchor("archive");
        el("a")
            .class("clear-filter")
            .attr("href", context.href(&address))
            .text(messages.clear_filter)
    });
    // The anchor is on the head: on small screens the section itself has no box to scroll to.
    el("header")
        .class("section-head")
        .attr("id", "archive")
        .child(el("h2").attr("id", "archive-title").text(title))
        .child_opt(clear)
        .child(
            el("span")
                .class("count")
                .attr("data-total", count.to_string())
                .text((messages.reports)(count)),
        )
}

/// Topics and sources to choose from, where there is a choice; each leads to `page`.
pub(super) fn tabs(context: &Context<'_>, page: &Address) -> Option<Element> {
    let (messages, filter) = (context.messages, context.filter);
    let topics = tab_row(
        context,
        page,
        (messages.topic, messages.all_topics),
        &context.bundle.topics,
        filter.topic.as_deref(),
        |topic| Filter {
            topic,
            ..filter.clone()
        },
    );
    let sources = tab_row(
        context,
        page,
        (messages.source, messages.all_sources),
        &context.bundle.sources,
        filter.source.as_deref(),
        |source| Filter {
            source,
            ..filter.clone()
        },
    );
    if topics.is_none() && sources.is_none() {
        return None;
    }
    Some(
        el("div")
            .class("tab-rows")
            .attr("data-needs-app", "filter")
            .child_opt(topics)
            .child_opt(sources),
    )
}

/// "All" and each label, every one a link to the list under the filter that choosing it gives.
fn tab_row(
    context: &Context<'_>,
    page: &Address,
    (name, all): (&str, &str),
    labels: &[Label],
    chosen: Option<&str>,
    with: impl Fn(Option<String>) -> Filter,
) -> Option<Element> {
    if labels.len() < 2 {
        return None;
    }
    let all = tab(context, page, with(None), all, chosen.is_none());
    let each = labels.iter().map(|label| {
        let is_chosen = chosen == Some(label.key.as_str());
        tab(
            context,
            page,
            with(Some(label.key.clone())),
            &label.name,
            is_chosen,
        )
    });
    Some(
        el("nav")
            .class("tabs")
            .attr("aria-label", name)
            .child(all)
            .children(each),
    )
}

fn tab(context: &Context<'_>, page: &Address, filter: Filter, name: &str, is_current: bool) -> Element {
    let address = page.clone().with_filter(filter);
    el("a")
        .attr("href", context.href(&address))
        .attr_opt("aria-current", is_current.then_some("true"))
        .text(name)
}

fn nothing(context: &Context<'_>) -> Element {
    el("p").class("empty").text(context.messages.no_report_in_filter)
}

fn months(context: &Context<'_>, listed: &[&Summary]) -> Vec<Html> {
    let mut out = Vec::new();
    for month in listed.chunk_by(|a, b| a.day.month_key() == b.day.month_key()) {
        let Some(first) = month.first() else { continue };
        out.push(
            el("h3")
                .class("month")
                .text((context.messages.month)(first.day))
                .into(),
        );
        let mut previous: Option<Day> = None;
        let rows = month.iter().map(|summary| {
            let repeats_day = previous.replace(summary.day) == Some(summary.day);
            row(context, summary, repeats_day)
        });
        let rows: Vec<Element> = rows.collect();
        out.push(el("ol").class("rows").children(rows).into());
    }
    out
}

fn row(context: &Context<'_>, summary: &Summary, repeats_day: bool) -> Element {
    let messages = context.messages;
    let day = el("time")
        .class(if repeats_day {
            "row-day row-day-again"
        } else {
            "row-day"
        })
        .attr("datetime", summary.day.to_string())
        .child(el("span").class("row-number").text(summary.day.day().to_string()))
        .child(
            el("span")
                .class("row-weekday")
                .text((messages.weekday)(summary.day.weekday())),
        );
    let topic =
        (context.bundle.topics.len() > 1).then(|| el("p").class("row-topic").text(context.label(summary)));
    let next = next_points(summary);
    let text = el("div")
        .class("row-text")
        .child_opt(topic)
        .child(el("p").class("row-lead").text(summary.lead()))
        .child_opt((!next.is_empty()).then(|| el("p").class("row-next").text(next)));
    let link = el("a")
        .class("row-link")
        .attr("href", context.report_href(summary))
        .child(day)
        .child(text)
        .child_opt(thumbnail(context, summary));
    el("li")
        .class("row")
        .attr("lang", &context.bundle.site.language)
        .attr("data-report", &summary.id)
        .child(link)
}

/// The leads of the points after the first, on one line.
fn next_points(summary: &Summary) -> String {
    let next = summary.points.iter().skip(1).take(POINTS_IN_ROW);
    let next: Vec<&str> = next
        .map(|p| {
            if p.lead.is_empty() {
                p.text.as_str()
            } else {
                p.lead.as_str()
            }
        })
        .collect();
    next.join("・")
}

/// The post's word cloud, or its strongest terms where there is none.
fn thumbnail(context: &Context<'_>, summary: &Summary) -> Option<Element> {
    let image = summary
        .cloud
        .as_ref()
        .and_then(|image| Some((image, image.url.as_ref()?)));
    if let Some((image, url)) = image {
        let picture = picture(image, &format!("{}{url}", context.root), "");
        return Some(el("span").class("row-cloud").child(picture));
    }
    let terms = summary
        .top_terms
        .iter()
        .take(TERMS_IN_THUMBNAIL)
        .map(|term| el("span").text(term));
    let terms: Vec<Element> = terms.collect();
    (!terms.is_empty()).then(|| {
        el("span")
            .class("row-cloud row-terms")
            .attr("aria-hidden", "true")
            .children(terms)
    })
}
