//! The rows of the list: one a report, in blocks that are drawn and dropped together.

use std::ops::Range;

use super::Context;
use crate::html::{Element, Html, el};
use crate::markdown::picture;
use crate::model::{Day, Summary};

/// Rows of a block at most: about one screen, so that a task which draws some stays short.
const BLOCK: usize = 8;

/// Points named under a row's lead.
const POINTS_IN_ROW: usize = 3;

/// Terms of a drawn thumbnail.
const TERMS_IN_THUMBNAIL: usize = 3;

/// Cuts a list into blocks by the days of its rows, newest first: so many rows at most, all of one month. Where a list
/// grows at its end, all blocks but the last stay as they were.
pub fn blocks(days: impl Iterator<Item = Day>) -> Vec<Range<usize>> {
    let mut blocks: Vec<Range<usize>> = Vec::new();
    let mut month = None;
    for (at, day) in days.enumerate() {
        let is_new_month = month.replace(day.month_key()) != Some(day.month_key());
        match blocks.last_mut() {
            Some(block) if !is_new_month && block.len() < BLOCK => block.end = at + 1,
            _ => blocks.push(at..at + 1),
        }
    }
    blocks
}

/// What is inside a block of rows, all of one month; `before` is the day of the row before the first.
pub fn list_block(context: &Context<'_>, rows: &[&Summary], before: Option<Day>) -> Vec<Html> {
    let mut out = Vec::new();
    out.extend(month(context, rows.first().map(|first| first.day), before));
    let mut previous = before;
    let rows = rows.iter().map(|summary| {
        let repeats_day = previous.replace(summary.day) == Some(summary.day);
        row(context, summary, repeats_day)
    });
    let rows: Vec<Element> = rows.collect();
    out.push(el("ol").class("rows").children(rows).into());
    out
}

/// What is inside a block of rows, all of one month, of which some have not come: their days, and why there is no more.
/// `before` is the day of the row before the first.
pub fn list_block_to_come(context: &Context<'_>, days: &[Day], before: Option<Day>, why: &str) -> Vec<Html> {
    let mut out = Vec::new();
    out.extend(month(context, days.first().copied(), before));
    let mut previous = before;
    let mut why = Some(why);
    let rows = days.iter().map(|of_row| {
        let repeats_day = previous.replace(*of_row) == Some(*of_row);
        el("li")
            .class("row row-coming")
            .child(day(context, *of_row, repeats_day))
            .child(el("p").class("row-topic").text(why.take().unwrap_or_default()))
    });
    let rows: Vec<Element> = rows.collect();
    out.push(el("ol").class("rows").children(rows).into());
    out
}

/// The heading of a month, where one begins.
fn month(context: &Context<'_>, first: Option<Day>, before: Option<Day>) -> Option<Html> {
    let first = first.filter(|first| before.is_none_or(|before| before.month_key() != first.month_key()))?;
    Some(
        el("h3")
            .class("month")
            .text((context.messages.month)(first))
            .into(),
    )
}

fn row(context: &Context<'_>, summary: &Summary, repeats_day: bool) -> Element {
    let note = context.library.note(&summary.id);
    let class = match (note.read, note.starred) {
        (false, false) => "row",
        (true, false) => "row row-read",
        (false, true) => "row row-starred",
        (true, true) => "row row-read row-starred",
    };
    el("li")
        .class(class)
        .attr("data-report", &summary.id)
        .child(day(context, summary.day, repeats_day))
        .child(text(context, summary))
        .child_opt(thumbnail(context, summary))
        .child(marks(context, summary))
}

fn day(context: &Context<'_>, day: Day, repeats_day: bool) -> Element {
    let weekday = (context.messages.weekday)(day.weekday());
    el("time")
        .class(if repeats_day {
            "row-day row-day-again"
        } else {
            "row-day"
        })
        .attr("datetime", day.to_string())
        .child(el("span").class("row-number").text(day.day().to_string()))
        .child(el("span").class("row-weekday").text(weekday))
}

/// Topic and length, the lead, and the next points. The link is the lead alone, which is what is read out of a row; its
/// area is the whole row.
fn text(context: &Context<'_>, summary: &Summary) -> Element {
    let messages = context.messages;
    let note = context.library.note(&summary.id);
    let label = if context.bundle.topics.len() > 1 {
        context.label(summary)
    } else {
        String::new()
    };
    let label = (!label.is_empty()).then(|| el("span").text(label));
    let minutes = el("span").text((messages.reading_time)(summary.minutes()));
    let corrected = summary
        .updated
        .map(|day| el("span").text((messages.updated)(day)));
    let state = (note.read || note.starred).then(|| {
        let state = (messages.row_state)(note.read, note.starred);
        el("span").class("visually-hidden").text(format!(" {state}"))
    });
    let link = el("a")
        .class("row-link")
        .attr("href", context.report_href(summary))
        .attr("data-key", format!("row-{}", summary.id))
        .text(summary.lead())
        .child_opt(state);
    let next = next_points(summary);
    el("div")
        .class("row-text")
        .attr("lang", &context.bundle.site.language)
        .child(
            el("p")
                .class("row-topic")
                .child_opt(label)
                .child(minutes)
                .child_opt(corrected),
        )
        .child(el("p").class("row-lead").child(link))
        .child_opt((!next.is_empty()).then(|| el("p").class("row-next").text(next)))
}

/// What can be done with a row besides opening it: star it, mark it as read.
fn marks(context: &Context<'_>, summary: &Summary) -> Element {
    let messages = context.messages;
    let note = context.library.note(&summary.id);
    let read = if note.read {
        messages.row_mark_unread
    } else {
        messages.row_mark_read
    };
    let button = |does: &'static str, name: &str, shown: &str| {
        el("button")
            .class(does)
            .attr("type", "button")
            .attr("data-key", format!("{does}-{}", summary.id))
            .attr(
                "aria-label",
                format!("{name}{}{}", messages.colon, summary.lead()),
            )
            .text(shown)
    };
    let pressed = if note.starred { "true" } else { "false" };
    el("div")
        .class("row-marks")
        .attr("data-needs-app", "library")
        .child(button("mark-read", read, read))
        .child(
            button(
                "mark-star",
                messages.row_star,
                if note.starred { "★" } else { "☆" },
            )
            .attr("aria-pressed", pressed),
        )
}

/// The leads of the points after the first, on one line.
fn next_points(summary: &Summary) -> String {
    let mut out = String::new();
    for point in summary.points.iter().skip(1).take(POINTS_IN_ROW) {
        if !out.is_empty() {
            out.push('・');
        }
        let has_lead = !point.lead.is_empty();
        out.push_str(if has_lead { &point.lead } else { &point.text });
    }
    out
}

/// The post's word cloud, or its strongest terms where there is none.
fn thumbnail(context: &Context<'_>, summary: &Summary) -> Option<Element> {
    let image = summary
        .cloud
        .as_ref()
        .and_then(|image| Some((image, image.address(context.root)?)));
    if let Some((image, url)) = image {
        let picture = picture(image, &url, "");
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

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_block_is_of_one_month_and_not_long() {
        let mut days = vec![day("2025-12-02"), day("2025-12-01")];
        days.extend([day("2025-11-30"); 20]);
        days.push(day("2024-11-30"));
        assert_eq!(blocks(days.into_iter()), [0..2, 2..10, 10..18, 18..22, 22..23]);
        assert!(blocks(std::iter::empty()).is_empty());
    }

    #[test]
    fn a_list_that_grows_keeps_its_blocks() {
        let days: Vec<Day> = (0..100).map(|n| day("2025-12-31").plus(-n)).collect();
        let short = blocks(days[..50].iter().copied());
        let long = blocks(days.iter().copied());
        assert_eq!(long[..short.len() - 1], short[..short.len() - 1]);
    }
}
