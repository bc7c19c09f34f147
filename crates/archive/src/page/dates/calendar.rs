//! A month as a grid of days (WAI-ARIA grid); the colour of a day says how many reports it has.

use super::{Dates, reports_in};
use crate::html::{Element, el};
use crate::model::{Day, Period};

impl Dates<'_> {
    pub(super) fn calendar(&self) -> Element {
        let (messages, month) = (self.context.messages, self.month);
        let weekdays = messages.weekdays_short.iter().enumerate().map(|(index, name)| {
            let full = (messages.weekday)(month.plus(index as i32 - month.weekday() as i32).weekday());
            el("th").attr("scope", "col").attr("abbr", full).text(*name)
        });
        let weekdays: Vec<Element> = weekdays.collect();
        let table = el("table")
            .attr("role", "grid")
            .attr("aria-multiselectable", "true")
            .attr("aria-labelledby", "calendar-title")
            .child(el("thead").child(el("tr").children(weekdays)))
            .child(el("tbody").children(self.weeks()));
        el("div")
            .class("calendar")
            .attr("data-month", month.to_string())
            .child(self.head())
            .child(table)
    }

    fn head(&self) -> Element {
        let (messages, month, archive) = (self.context.messages, self.month, self.archive);
        let step = |months: i32, label: &str, sign: &str| {
            let target = month.plus_months(months);
            let is_outside = target < archive.from.first_of_month() || target > archive.to;
            el("button")
                .attr("type", "button")
                .attr("data-needs-app", "month")
                .attr("data-month", target.to_string())
                .attr("aria-label", label)
                .flag("disabled", is_outside)
                .text(sign)
        };
        el("header")
            .class("calendar-head")
            .child(
                el("h2")
                    .attr("id", "calendar-title")
                    .attr("aria-live", "polite")
                    .text((messages.month)(month)),
            )
            .child(step(-1, messages.previous_month, "‹"))
            .child(step(1, messages.next_month, "›"))
    }

    fn weeks(&self) -> Vec<Element> {
        let month = self.month;
        let last = month.last_of_month();
        let focus = self.focus_day();
        let mut monday = month.plus(-(month.weekday() as i32));
        let mut rows = Vec::new();
        while monday <= last {
            let cells = (0..7).map(|offset| {
                let day = monday.plus(offset);
                if day < month || day > last {
                    el("td")
                } else {
                    self.cell(day, focus == Some(day))
                }
            });
            let cells: Vec<Element> = cells.collect();
            rows.push(el("tr").children(cells));
            monday = monday.plus(7);
        }
        rows
    }

    /// The one day of the month that the tab key reaches: the range's last, else the newest with reports.
    fn focus_day(&self) -> Option<Day> {
        let (context, month) = (self.context, self.month);
        let in_month = |day: &Day| day.first_of_month() == month;
        let newest = context.bundle.counts.iter().map(|count| count.day).find(in_month);
        context.filter.to.filter(in_month).or(newest).or(Some(month))
    }

    fn cell(&self, day: Day, has_tab_stop: bool) -> Element {
        let (context, today) = (self.context, self.days.today);
        let messages = context.messages;
        let filter = context.filter;
        let count = reports_in(context.bundle, filter.topic.as_deref(), Period::new(day, day));
        let is_selected = (filter.from.is_some() || filter.to.is_some())
            && filter.from.is_none_or(|from| from <= day)
            && filter.to.is_none_or(|to| day <= to);
        let is_absent = count > 0 && self.days.absent.contains(&day);
        let is_future = count == 0 && today.is_some_and(|today| day > today);
        let class = match count {
            0 if is_future => "day-future",
            0 => "day-none",
            _ if is_absent => "day-absent",
            1 => "heat-1",
            2 => "heat-2",
            _ => "heat-3",
        };
        let label = if is_future {
            (messages.day_ahead)(day)
        } else if is_absent {
            (messages.day_absent)(day, count)
        } else {
            (messages.day_label)(day, count)
        };
        let target = (count > 0).then(|| self.href(filter.with_period(Some(Period::new(day, day)))));
        // Every day can be reached with the arrow keys, those without reports included. A link that can be dragged away
        // would end the dragging over days.
        let inner = match target {
            Some(href) => el("a").attr("href", href).attr("draggable", "false"),
            None => el("span"),
        };
        let inner = inner
            .class(class)
            .attr("data-day", day.to_string())
            .attr("data-key", day.to_string())
            .attr("tabindex", if has_tab_stop { "0" } else { "-1" })
            .attr("aria-label", label)
            .attr_opt("aria-current", (today == Some(day)).then_some("date"))
            .text(day.day().to_string());
        el("td")
            .attr("role", "gridcell")
            .attr_opt("aria-selected", is_selected.then_some("true"))
            .child(inner)
    }
}
