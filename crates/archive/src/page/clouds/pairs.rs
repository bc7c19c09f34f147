//! What there is to compare: two stretches of days, or two topics.

use super::super::Context;
use super::super::dates::archive_period;
use super::href;
use crate::html::{Element, el};
use crate::link::{Cloud, Filter, Other, Route};
use crate::model::Period;

/// Days that are compared with those before them where none are chosen.
const DAYS: i32 = 30;

/// The links that begin a comparison.
pub(super) fn ways_to_compare(context: &Context<'_>, ask: &Cloud) -> Option<Element> {
    let words = context.messages.cloud;
    let link = |filter: Filter, other: Other, name: &str| {
        let cloud = Cloud {
            other: Some(other),
            ..ask.clone()
        };
        let address = context.address(Route::Clouds).with_cloud(cloud);
        el("a")
            .attr("href", context.href(&address.with_filter(filter)))
            .text(name)
    };
    let days = two_periods(context).map(|(here, there)| {
        let filter = context.filter.with_period(Some(here));
        let other = Other::of(&filter).with_period(Some(there));
        link(filter, other, words.compare_days)
    });
    let topics = two_topics(context).map(|(here, there)| {
        let filter = Filter {
            topic: Some(here),
            ..context.filter.clone()
        };
        let other = Other {
            topic: Some(there),
            ..Other::of(&filter)
        };
        link(filter, other, words.compare_topics)
    });
    (days.is_some() || topics.is_some()).then(|| {
        el("p")
            .class("cloud-ways")
            .attr("data-needs-app", "filter")
            .child(el("span").text(words.compare))
            .child_opt(days)
            .child_opt(topics)
    })
}

/// The ways to change the days of the other side: those before the filter's, the same a year earlier, all.
pub(super) fn other_days(context: &Context<'_>, ask: &Cloud, other: &Other) -> Element {
    let words = context.messages.cloud;
    let tab = |name: &str, period: Option<Period>| {
        let changed = other.clone().with_period(period);
        let is_current = changed == *other;
        let ask = Cloud {
            other: Some(changed),
            ..ask.clone()
        };
        super::tab(context, &ask, name, is_current)
    };
    let chosen = chosen(context);
    let archive = archive_period(context.bundle);
    let reaches = |period: &Period| archive.is_some_and(|archive| period.to >= archive.from);
    let before = chosen.map(before).filter(reaches);
    let year = chosen
        .map(|days| Period::new(days.from.plus_months(-12), days.to.plus_months(-12)))
        .filter(reaches);
    super::tabs(words.compared_with)
        .child_opt(before.map(|period| tab(words.period_before, Some(period))))
        .child_opt(year.map(|period| tab(words.year_before, Some(period))))
        .child(tab(words.all_days, None))
}

/// The link that makes each side the other.
pub(super) fn swap(context: &Context<'_>, ask: &Cloud, other: &Other) -> Element {
    let cloud = Cloud {
        other: Some(Other::of(context.filter)),
        ..ask.clone()
    };
    let address = context
        .address(Route::Clouds)
        .with_filter(other.filter(context.filter))
        .with_cloud(cloud);
    el("a")
        .attr("href", context.href(&address))
        .text(context.messages.cloud.swap)
}

/// The link back to the cloud.
pub(super) fn end(context: &Context<'_>, ask: &Cloud) -> Element {
    let ask = Cloud {
        other: None,
        ..ask.clone()
    };
    el("a")
        .attr("href", href(context, &ask))
        .text(context.messages.cloud.end_comparison)
}

/// The days of the filter, as far as the archive reaches, unless they are all of it.
fn chosen(context: &Context<'_>) -> Option<Period> {
    let (archive, filter) = (archive_period(context.bundle)?, context.filter);
    let from = filter.from.unwrap_or(archive.from).max(archive.from);
    let to = filter.to.unwrap_or(archive.to).min(archive.to);
    let chosen = (from <= to).then(|| Period::new(from, to))?;
    (chosen != archive).then_some(chosen)
}

/// As many days, right before.
fn before(days: Period) -> Period {
    let length = days.to.epoch_days() - days.from.epoch_days() + 1;
    Period::new(days.from.plus(-length), days.from.plus(-1))
}

/// The days of the filter and as many right before them; where there are none before, as many right after; where no days
/// are chosen, the newest.
fn two_periods(context: &Context<'_>) -> Option<(Period, Period)> {
    let archive = archive_period(context.bundle)?;
    let all = archive.to.epoch_days() - archive.from.epoch_days() + 1;
    let newest = || Period::new(archive.to.plus(1 - DAYS.min(all / 2).max(1)), archive.to);
    let here = chosen(context).unwrap_or_else(newest);
    let there = before(here);
    if there.to >= archive.from {
        return Some((here, there));
    }
    let length = here.to.epoch_days() - here.from.epoch_days();
    let after = here.to.plus(1);
    (after <= archive.to).then(|| (here, Period::new(after, after.plus(length))))
}

/// The topic of the filter, or the first, and the first other one.
fn two_topics(context: &Context<'_>) -> Option<(String, String)> {
    let topics = &context.bundle.topics;
    let here = context.filter.topic.as_ref().or(Some(&topics.first()?.key))?;
    let there = topics.iter().find(|topic| topic.key != *here)?;
    Some((here.clone(), there.key.clone()))
}
