//! The newest day's edition: one topic's points whole, three of each other topic.

use super::Context;
use super::points::{point_anchor, point_link};
use super::report::{copy_points, fresh_line};
use crate::html::{Element, el};
use crate::link::{Address, Route};
use crate::model::{Label, Point, Summary};
use crate::outline::count_units;

/// Points shown of every topic but the first.
const POINTS_OF_OTHERS: usize = 3;

/// The longest lead-in that is set as large as a headline, in characters; longer ones are set smaller.
const HEADLINE: usize = 24;

/// The reports of the newest day, in the order of the topics.
pub(super) fn edition(context: &Context<'_>, newest: &[&Summary]) -> Element {
    let mut previous: Option<&Summary> = None;
    let stories = newest
        .iter()
        .map(|summary| story(context, summary, previous.replace(summary)));
    let stories: Vec<Element> = stories.collect();
    el("div")
        .class("edition")
        .attr("id", "kb-edition")
        .children(stories)
}

/// The order of topics after a reader has moved one before another: first those that were in order already, then the
/// others as the site orders them. Topics that the site no longer has are forgotten.
pub fn reordered(order: &[String], topics: &[Label], topic: &str, before: &str) -> Vec<String> {
    let known = |key: &&String| topics.iter().any(|label| label.key == **key);
    let mut all: Vec<String> = order.iter().filter(known).cloned().collect();
    for label in topics {
        if !all.contains(&label.key) {
            all.push(label.key.clone());
        }
    }
    let place = |all: &[String], key: &str| all.iter().position(|other| other == key);
    if let (Some(from), Some(to)) = (place(&all, topic), place(&all, before)) {
        let key = all.remove(from);
        // What stood behind it has moved up by one.
        all.insert(if from < to { to - 1 } else { to }, key);
    }
    all
}

/// One report of the edition, and the one above it.
fn story(context: &Context<'_>, summary: &Summary, above: Option<&Summary>) -> Element {
    let shown = match above {
        None => &summary.points[..],
        Some(_) => &summary.points[..summary.points.len().min(POINTS_OF_OTHERS)],
    };
    let (lead, others) = match shown.split_first() {
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
        .class(if above.is_none() {
            "story story-first"
        } else {
            "story"
        })
        .attr("lang", &context.bundle.site.language)
        .attr("data-report", &summary.id)
        .child(story_head(context, summary, shown, above))
        .children(lead)
        .child_opt(list)
        .child_opt(fresh_line(context, summary))
        .child(story_foot(context, summary, summary.points.len() - shown.len()))
}

fn story_head(context: &Context<'_>, summary: &Summary, shown: &[Point], above: Option<&Summary>) -> Element {
    let messages = context.messages;
    let points = (!shown.is_empty()).then(|| (messages.key_points)(summary.points.len()));
    let length: u32 = shown
        .iter()
        .map(|point| count_units(&point.lead) + count_units(&point.text))
        .sum();
    let facts = [
        points,
        // To the nearest minute, as one skims points; a whole report is rounded up.
        Some((messages.reading_time)(((length + 200) / 400).max(1))),
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
    let label = context.label(summary);
    let label = if label.is_empty() {
        (messages.short_date)(summary.day)
    } else {
        label
    };
    let label = el("a")
        .attr("href", context.report_href(summary))
        .attr("data-key", format!("story-{}", summary.topic))
        .text(label);
    el("header")
        .class("story-head")
        .child(el("h2").class("story-topic").child(label))
        .child(el("p").class("meta").children(facts))
        .child_opt(above.and_then(|above| move_up(context, summary, above)))
}

/// Brings the topic before the one above it. Two reports of one topic stay together.
fn move_up(context: &Context<'_>, summary: &Summary, above: &Summary) -> Option<Element> {
    let name = context.bundle.topic_name(&summary.topic);
    if summary.topic == above.topic || name.is_empty() {
        return None;
    }
    let button = el("button")
        .class("move-up")
        .attr("type", "button")
        .attr("data-needs-app", "order")
        .attr("data-move-up", &summary.topic)
        .attr("data-before", &above.topic)
        .attr("data-key", format!("move-{}", summary.topic))
        .text(context.messages.move_up)
        .child(el("span").class("visually-hidden").text(format!(" {name}")));
    Some(button)
}

/// The first point as the lead story: its lead-in as headline, or the whole point where it has none.
fn lead_story(context: &Context<'_>, summary: &Summary, point: &Point) -> Vec<Element> {
    let address = context
        .address(Route::Report(summary.id.clone()))
        .with_anchor(point_anchor(1));
    let has_lead = !point.lead.is_empty();
    let headline = if has_lead { &point.lead } else { &point.text };
    let class = if has_lead && headline.chars().count() <= HEADLINE {
        "lead-headline"
    } else {
        "lead-headline lead-headline-long"
    };
    let link = el("a").attr("href", context.href(&address)).text(headline);
    let mut out = vec![el("h3").class(class).child(link)];
    if has_lead && !point.text.is_empty() {
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
        let next = point_anchor(summary.points.len() - hidden + 1);
        let address = Address::report(&summary.id).with_anchor(next);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn topics(keys: &[&str]) -> Vec<Label> {
        let label = |key: &&str| Label {
            key: (*key).into(),
            name: (*key).into(),
        };
        keys.iter().map(label).collect()
    }

    fn after(order: &[&str], topic: &str, before: &str) -> Vec<String> {
        let order: Vec<String> = order.iter().map(|key| (*key).to_owned()).collect();
        reordered(&order, &topics(&["a", "b", "c", "d"]), topic, before)
    }

    #[test]
    fn a_topic_moves_before_another_and_the_rest_keeps_its_order() {
        assert_eq!(after(&[], "c", "b"), ["a", "c", "b", "d"]);
        assert_eq!(after(&["a", "c", "b", "d"], "d", "a"), ["d", "a", "c", "b"]);
        assert_eq!(after(&["c"], "d", "c"), ["d", "c", "a", "b"]);
        assert_eq!(after(&[], "a", "d"), ["b", "c", "a", "d"]);
    }

    #[test]
    fn what_the_site_does_not_have_is_no_topic() {
        assert_eq!(after(&["gone", "b"], "c", "b"), ["c", "b", "a", "d"]);
        assert_eq!(after(&[], "gone", "b"), ["a", "b", "c", "d"]);
        assert_eq!(after(&[], "a", "gone"), ["a", "b", "c", "d"]);
    }
}
