//! The newest day's edition: one topic's points whole, three of each other topic.

use super::Context;
use super::home::Home;
use super::points::{point_anchor, point_link};
use super::report::copy_points;
use crate::html::{Element, el};
use crate::link::{Address, Route};
use crate::model::{Point, Summary};

/// Points shown of every topic but the first.
const POINTS_OF_OTHERS: usize = 3;

/// The line under the masthead: the date, and that the newest edition is not today's.
pub(super) fn folio(context: &Context<'_>, home: &Home<'_>) -> Element {
    let messages = context.messages;
    let newest = home.newest.first().map(|summary| summary.day);
    let day = home.today.or(newest);
    let date = day.map(|day| {
        el("time")
            .attr("datetime", day.to_string())
            .text((messages.long_date)(day))
    });
    let stale = match (home.today, newest) {
        (Some(today), Some(newest)) if newest != today => Some((messages.newest_is_from)(newest, today)),
        _ => None,
    };
    el("div")
        .class("folio")
        .child_opt(date)
        .child_opt(stale.map(|text| el("span").text(text)))
}

/// The reports of the newest day, in the order of the topics.
pub(super) fn edition(context: &Context<'_>, newest: &[&Summary]) -> Element {
    let stories = newest
        .iter()
        .enumerate()
        .map(|(index, summary)| story(context, summary, index == 0));
    let stories: Vec<Element> = stories.collect();
    el("div").class("edition").children(stories)
}

/// One report of the edition.
fn story(context: &Context<'_>, summary: &Summary, is_first: bool) -> Element {
    let shown = if is_first {
        summary.points.len()
    } else {
        summary.points.len().min(POINTS_OF_OTHERS)
    };
    let (lead, others) = match summary.points[..shown].split_first() {
        Some((lead, others)) => (lead_story(context, summary, lead), others),
        None => (headline_story(context, summary), &[][..]),
    };
    let points = others.iter().enumerate().map(|(index, point)| {
        let number = index + 2;
        el("li")
            .class("point")
            .attr("value", number.to_string())
            .child(point_link(context, summary, number, point))
    });
    let points: Vec<Element> = points.collect();
    let list = (!points.is_empty()).then(|| el("ol").class("points").attr("start", "2").children(points));
    el("article")
        .class(if is_first { "story story-first" } else { "story" })
        .attr("lang", &context.bundle.site.language)
        .attr("data-report", &summary.id)
        .child(story_head(context, summary))
        .children(lead)
        .child_opt(list)
        .child(story_foot(context, summary, summary.points.len() - shown))
}

fn story_head(context: &Context<'_>, summary: &Summary) -> Element {
    let messages = context.messages;
    let points = (!summary.points.is_empty()).then(|| (messages.key_points)(summary.points.len()));
    let seconds: usize = summary
        .points
        .iter()
        .map(|p| p.lead.chars().count() + p.text.chars().count())
        .sum();
    let minutes = (messages.reading_time)((seconds as u32).div_ceil(400).max(1));
    let facts = [
        points,
        Some(minutes),
        summary.time.as_deref().map(messages.published_at),
        summary
            .covers
            .filter(|covers| *covers != summary.period)
            .map(messages.covers),
    ];
    let facts: Vec<Element> = facts
        .into_iter()
        .flatten()
        .map(|fact| el("span").text(fact))
        .collect();
    let label = el("a")
        .attr("href", context.report_href(summary))
        .text(context.label(summary));
    el("header")
        .class("story-head")
        .child(el("h2").class("story-topic").child(label))
        .child(el("p").class("meta").children(facts))
}

/// The first point as the lead story: its lead-in as headline, or the whole point where it has none.
fn lead_story(context: &Context<'_>, summary: &Summary, point: &Point) -> Vec<Element> {
    let address = context
        .address(Route::Report(summary.id.clone()))
        .with_anchor(point_anchor(1));
    let has_lead = !point.lead.is_empty();
    let headline = if has_lead { &point.lead } else { &point.text };
    let class = if has_lead {
        "lead-headline"
    } else {
        "lead-headline lead-headline-long"
    };
    let link = el("a").attr("href", context.href(&address)).text(headline);
    let mut out = vec![el("h3").class(class).child(link)];
    if has_lead {
        out.push(el("p").class("lead-text").text(&point.text));
    }
    out
}

/// A report without points leads with its headline.
fn headline_story(context: &Context<'_>, summary: &Summary) -> Vec<Element> {
    let link = el("a")
        .attr("href", context.report_href(summary))
        .text(&summary.headline);
    vec![el("h3").class("lead-headline lead-headline-long").child(link)]
}

fn story_foot(context: &Context<'_>, summary: &Summary, hidden: usize) -> Element {
    let messages = context.messages;
    let full = el("a")
        .class("read-full")
        .attr("href", context.href(&Address::report(&summary.id)))
        .child(el("span").text(messages.read_full))
        .child(el("span").text((messages.reading_time)(summary.minutes())));
    let more = (hidden > 0).then(|| {
        let address = Address::report(&summary.id).with_anchor("points");
        el("a")
            .class("more-points")
            .attr("href", context.href(&address))
            .text((messages.more_points)(hidden))
    });
    let copy = (!summary.points.is_empty()).then(|| copy_points(context, summary));
    el("footer")
        .class("story-foot")
        .child(full)
        .child_opt(more)
        .child_opt(copy)
}
