//! The calendar as a heat map, the presets, and the two days of the range.

use super::Context;
use crate::html::{Element, el};
use crate::link::{Address, Filter, Only};
use crate::model::{Day, Period};

/// Calendar, presets and range for the days of the archive. Every choice is a link to `page` under another
/// filter, so that it can be opened, copied and undone like any other address.
pub fn dates(context: &Context<'_>, page: &Address, month: Option<Day>, today: Option<Day>) -> Element {
    let newest = context.bundle.counts.first().map(|count| count.day);
    let oldest = context.bundle.counts.last().map(|count| count.day);
    let section = el("section")
        .class("dates")
        .attr("id", "kb-dates")
        .attr("aria-label", context.messages.calendar);
    let (Some(newest), Some(oldest)) = (newest, oldest) else {
        return section;
    };
    let month = month.or(context.filter.to).unwrap_or(newest).first_of_month();
    let dates = Dates {
        context,
        page,
        month,
        today,
        archive: Period::new(oldest, newest),
    };
    section
        .child(dates.calendar())
        .child(dates.presets())
        .child(dates.range())
}

/// What the parts of the section share.
struct Dates<'a> {
    context: &'a Context<'a>,
    /// The page that every link leads to.
    page: &'a Address,
    /// The first day of the month shown.
    month: Day,
    today: Option<Day>,
    /// From the oldest report to the newest.
    archive: Period,
}

impl Dates<'_> {
    fn href(&self, filter: Filter) -> String {
        self.context.href(&self.page.clone().with_filter(filter))
    }

    fn calendar(&self) -> Element {
        let (messages, month) = (self.context.messages, self.month);
        let weekdays = messages.weekdays_short.iter().enumerate().map(|(index, name)| {
            let full = (messages.weekday)(month.plus(index as i32 - month.weekday() as i32).weekday());
            el("th").attr("scope", "col").attr("abbr", full).text(*name)
        });
        let weekdays: Vec<Element> = weekdays.collect();
        let table = el("table")
            .attr("role", "grid")
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
        let (context, today) = (self.context, self.today);
        let count = self.reports_on(day);
        let filter = context.filter;
        let is_selected = (filter.from.is_some() || filter.to.is_some())
            && filter.from.is_none_or(|d| d <= day)
            && filter.to.is_none_or(|d| day <= d);
        let is_future = today.is_some_and(|today| day > today);
        let heat = match count {
            0 if is_future => "day-future",
            0 => "day-none",
            1 => "heat-1",
            2 => "heat-2",
            _ => "heat-3",
        };
        let target = (count > 0).then(|| self.href(filter.with_period(Some(Period::new(day, day)))));
        // Every day can be reached with the arrow keys, those without reports included.
        let inner = match target {
            Some(href) => el("a").attr("href", href),
            None => el("span"),
        };
        let inner = inner
            .class(heat)
            .attr("data-day", day.to_string())
            .attr("data-key", day.to_string())
            .attr("tabindex", if has_tab_stop { "0" } else { "-1" })
            .attr("aria-label", (context.messages.day_label)(day, count))
            .attr_opt("aria-current", (today == Some(day)).then_some("date"))
            .text(day.day().to_string());
        el("td")
            .attr("role", "gridcell")
            .attr_opt("aria-selected", is_selected.then_some("true"))
            .child(inner)
    }

    /// Reports of a day that pass the filter's topic. (The counts know no sources.)
    fn reports_on(&self, day: Day) -> u32 {
        let context = self.context;
        let topic = context.filter.topic.as_deref();
        let topic = topic.map(|key| context.bundle.topics.iter().position(|label| label.key == key));
        // Newest first, so the day's entries stand together.
        let start = context.bundle.counts.partition_point(|count| count.day > day);
        context.bundle.counts[start..]
            .iter()
            .take_while(|count| count.day == day)
            .filter(|count| topic.is_none_or(|topic| topic == Some(count.topic as usize)))
            .map(|count| count.count)
            .sum()
    }

    fn presets(&self) -> Element {
        let context = self.context;
        let today = self.today.unwrap_or(self.archive.to);
        let messages = context.messages;
        let presets = [
            (messages.preset_today, Some(Period::new(today, today))),
            (messages.preset_week, Some(Period::new(today.plus(-6), today))),
            (messages.preset_30, Some(Period::new(today.plus(-29), today))),
            (
                messages.preset_month,
                Some(Period::new(today.first_of_month(), today)),
            ),
            (messages.preset_all, None),
        ];
        let links = presets.into_iter().map(|(name, period)| {
            let filter = context.filter.with_period(period);
            let is_current = filter == *context.filter;
            let href = self.href(filter);
            el("a")
                .attr("href", href)
                .attr_opt("aria-current", is_current.then_some("true"))
                .text(name)
        });
        let links: Vec<Element> = links.collect();
        el("nav")
            .class("tabs presets")
            .attr("data-needs-app", "filter")
            .attr("aria-label", messages.presets)
            .children(links)
    }

    /// The two days of the range. A plain form: without the app's help it would still lead to the right address.
    fn range(&self) -> Element {
        let (context, archive) = (self.context, self.archive);
        let messages = context.messages;
        let input = |name: &'static str, label: &str, value: Option<Day>| {
            let input = el("input")
                .attr("type", "date")
                .attr("name", name)
                .attr("min", archive.from.to_string())
                .attr("max", archive.to.to_string())
                .attr_opt("value", value.map(|day| day.to_string()));
            el("label").child(el("span").text(label)).child(input)
        };
        let Filter {
            from,
            to,
            source,
            topic,
            only,
        } = context.filter;
        let hidden = |name: &'static str, value: Option<&str>| {
            value.map(|value| {
                el("input")
                    .attr("type", "hidden")
                    .attr("name", name)
                    .attr("value", value)
            })
        };
        el("form")
            .class("range")
            .attr("data-needs-app", "filter")
            .attr("action", context.root)
            .child(input("from", messages.from, *from))
            .child(input("to", messages.to, *to))
            .child_opt(hidden("source", source.as_deref()))
            .child_opt(hidden("topic", topic.as_deref()))
            .child_opt(hidden("only", only.map(Only::name)))
    }
}
