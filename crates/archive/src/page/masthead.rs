//! The head of every page, and the bar at the foot of small screens.

use super::{Context, Neighbours};
use crate::html::{Element, el};
use crate::link::{Address, Route};
use crate::model::Summary;

/// Characters of a name that a phone shows in one line.
const LONGEST_TITLE: usize = 7;

/// Seal, name, the way to search, and the views.
pub fn masthead(context: &Context<'_>, route: &Route) -> Element {
    let messages = context.messages;
    let name = el("a")
        .class("masthead-name")
        .attr("href", context.href(&Address::new(Route::Home)))
        .attr_opt("aria-current", is_front(context, route).then_some("page"))
        .child(el("span").class("seal").attr("aria-hidden", "true").text("报"))
        .child(title(
            // Home has no other headline than the name over it.
            if *route == Route::Home { "h1" } else { "span" },
            &context.bundle.site.title,
        ));
    let search = el("a")
        .class("masthead-search")
        .attr("href", context.href(&context.address(Route::Search)))
        .attr("data-needs-app", "search")
        .child(el("span").text(messages.search_hint))
        .child(el("kbd").attr("aria-hidden", "true").text("/"));
    let nav = el("nav")
        .class("masthead-nav")
        .attr("aria-label", messages.main_navigation)
        .child(archive_link(context, route))
        .child(view_link(context, route, Route::Clouds, messages.clouds))
        .child(view_link(context, route, Route::Trends, messages.trends.title))
        .child(view_link(context, route, Route::Settings, messages.settings));
    el("header")
        .class("masthead")
        .child(name)
        .child(search)
        .child(nav)
}

/// The head of a page without an archive: nothing but the way home.
pub(super) fn bare_masthead(title: &str, root: &str) -> Element {
    el("header").class("masthead").child(seal_and_name(title, root))
}

fn seal_and_name(title: &str, root: &str) -> Element {
    el("a")
        .class("masthead-name")
        .attr("href", Address::new(Route::Home).href(root))
        .child(el("span").class("seal").attr("aria-hidden", "true").text("报"))
        .child(self::title("span", title))
}

/// The name of the archive; a long one is set smaller where there is little room.
fn title(tag: &'static str, title: &str) -> Element {
    let is_long = title.chars().nth(LONGEST_TITLE).is_some();
    el(tag)
        .class(if is_long {
            "masthead-title masthead-title-long"
        } else {
            "masthead-title"
        })
        .text(title)
}

/// Today, archive, search, settings, within reach of a thumb. In a report: its contents, the reports before
/// and after, and sharing; a withdrawn one has none of these.
pub fn bottom_bar(context: &Context<'_>, route: &Route, neighbours: Neighbours<'_>) -> Element {
    let bar = el("nav")
        .class("bottom-bar")
        .attr("aria-label", context.messages.bottom_navigation);
    if matches!(route, Route::Report(id) if !context.bundle.is_withdrawn(id)) {
        return report_bar(context, bar, neighbours);
    }
    let messages = context.messages;
    let home = el("a")
        .attr("href", context.href(&Address::new(Route::Home)))
        .attr_opt("aria-current", is_front(context, route).then_some("page"))
        .text(messages.today);
    bar.child(home)
        .child(archive_link(context, route))
        .child(view_link(context, route, Route::Search, messages.search))
        .child(view_link(context, route, Route::Settings, messages.settings))
}

fn report_bar(context: &Context<'_>, bar: Element, neighbours: Neighbours<'_>) -> Element {
    let messages = context.messages;
    let step = |summary: Option<&Summary>, label: &str, name: fn(String) -> String| match summary {
        Some(summary) => el("a")
            .attr("href", context.report_href(summary))
            .attr(
                "aria-label",
                format!("{label} {}", (messages.short_date)(summary.day)),
            )
            .text(name((messages.day_of_month)(summary.day))),
        // The place stays, so that the others never move under the thumb.
        None => el("span"),
    };
    let share = el("button")
        .attr("type", "button")
        .attr("data-needs-app", "share")
        .attr("data-share", "")
        .text(messages.share);
    bar.child(el("a").attr("href", "#contents").text(messages.contents))
        .child(step(neighbours.older, messages.previous, |day| {
            format!("‹ {day}")
        }))
        .child(step(neighbours.newer, messages.next, |day| format!("{day} ›")))
        .child(share)
}

/// The list: it is where one is once something is narrowed, and in a lane.
fn archive_link(context: &Context<'_>, route: &Route) -> Element {
    let address = Address::list().with_filter(context.filter.clone());
    let is_list = *route == Route::Home && !is_front(context, route);
    let is_current = is_list || matches!(route, Route::Lane(_));
    el("a")
        .attr("href", context.href(&address))
        .attr_opt("aria-current", is_current.then_some("page"))
        .text(context.messages.archive)
}

/// Whether home shows the edition; where something is narrowed it is the list alone.
fn is_front(context: &Context<'_>, route: &Route) -> bool {
    *route == Route::Home && context.filter.is_empty()
}

/// A link to a view that only the running reader can show.
fn view_link(context: &Context<'_>, current: &Route, route: Route, name: &str) -> Element {
    let is_current = *current == route;
    el("a")
        .attr("href", context.href(&context.address(route)))
        .attr("data-needs-app", "view")
        .attr_opt("aria-current", is_current.then_some("page"))
        .text(name)
}
