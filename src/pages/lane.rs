//! A lane: one kind of section across days. Texts that are not here are fetched as the reader comes to them.

use std::rc::Rc;

use kanbao_archive::html::Html;
use kanbao_archive::markdown::Document;
use kanbao_archive::model::{Body, Day, Period, Summary};
use kanbao_archive::outline::{Outline, SectionKind};
use kanbao_archive::page::{self, Ending, Entry, LANE_DAYS, Lane, Trouble};
use leptos::prelude::*;

use super::dates::Dates;
use super::settle_after;
use crate::browser::{dom, event};
use crate::components::grown;
use crate::state::{Reader, reader};

/// Reports drawn at first, and added when the end comes near.
const AT_ONCE: usize = 10;

/// Days whose texts are waited for; as long as these are under way, those behind them need not be.
const DAYS_AHEAD: usize = 6;

/// Files fetched in one round.
const FILES: usize = 4;

/// The page.
#[component]
pub fn LanePage(kind: SectionKind) -> impl IntoView {
    let view = LaneView::new(reader(), kind);
    let (reader, dates) = (view.reader, view.dates);
    settle_after(move || {
        reader.filter.track();
        reader.navigation.rows().track();
    });
    Effect::new(move |_| {
        // Another choice of days begins with its own attempt.
        reader.filter.track();
        view.trouble.set(None);
    });
    let scrolled = event::on_window("scroll", true, move |_| {
        if dom::is_near(END) && view.has_more.get_value() {
            view.more();
        }
    });
    let online = event::on_window("online", true, move |_| view.trouble.set(None));
    StoredValue::new_local([scrolled, online]);
    view! {
        <div
            class="view"
            use:grown=move || view.tree()
            on:click=move |event| view.clicked(&event)
            on:change=move |event| dates.changed(&event)
            on:keydown=move |event| dates.key(&event)
        ></div>
    }
}

/// Id of what stands after the last report.
const END: &str = "kb-lane-end";

/// A report taken apart once, however often the page is drawn.
struct Opened {
    body: Rc<Body>,
    document: Document,
    outline: Outline,
}

/// A report with its text, where the lane needs it.
type Shown = (Rc<Summary>, Option<Rc<Opened>>);

#[derive(Clone, Copy)]
struct LaneView {
    reader: Reader,
    kind: SectionKind,
    dates: Dates,
    /// Whether the choice of days is unfolded.
    is_open: RwSignal<bool>,
    /// Why what is missing could not be fetched.
    trouble: RwSignal<Option<Trouble>, LocalStorage>,
    is_fetching: StoredValue<bool>,
    /// Whether there are reports beyond those drawn.
    has_more: StoredValue<bool>,
    /// The reports looked at so far; `None` for one that lacks the section.
    opened: StoredValue<Vec<Shown>, LocalStorage>,
}

/// The reports of a lane, as far as they are to be drawn.
#[derive(Default)]
struct Found {
    entries: Vec<Shown>,
    /// Days whose reports are not here.
    missing: Vec<Day>,
    has_more: bool,
}

impl LaneView {
    fn new(reader: Reader, kind: SectionKind) -> Self {
        Self {
            reader,
            kind,
            dates: Dates::new(reader),
            is_open: RwSignal::new(false),
            trouble: RwSignal::new_local(None),
            is_fetching: StoredValue::new(false),
            has_more: StoredValue::new(false),
            opened: StoredValue::new_local(Vec::new()),
        }
    }

    fn tree(self) -> Vec<Html> {
        let reader = self.reader;
        let mut listed = reader.listed();
        let newest = self.newest_days(&mut listed);
        let found = self.find(&listed);
        self.has_more.set_value(found.has_more);
        let ending = self.ending(&found);
        let absent = self.dates.absent();
        let entries = found.entries.iter().map(|(summary, opened)| Entry {
            summary,
            opened: opened
                .as_deref()
                .map(|o| (o.body.as_ref(), &o.document, &o.outline)),
        });
        let entries: Vec<Entry<'_>> = entries.collect();
        let lane = Lane {
            kind: self.kind,
            entries: &entries,
            total: listed.len(),
            newest,
            ending,
            is_open: self.is_open.get(),
            days: self.dates.shown(&absent),
        };
        reader.draw(|context| page::lane(context, &lane))
    }

    /// Where the address names no days, leaves the newest ones only, and says which they are.
    fn newest_days(self, listed: &mut Vec<Rc<Summary>>) -> Option<(usize, Period)> {
        let filter = self.reader.filter.get();
        if filter.from.is_some() || filter.to.is_some() {
            return None;
        }
        let mut days = 0;
        let mut last: Option<Day> = None;
        let end = listed.iter().position(|summary| {
            if last != Some(summary.day) {
                days += 1;
                if days <= LANE_DAYS {
                    last = Some(summary.day);
                }
            }
            days > LANE_DAYS
        });
        listed.truncate(end.unwrap_or(listed.len()));
        let newest = listed.first()?.day;
        Some((days.min(LANE_DAYS), Period::new(last?, newest)))
    }

    /// Looks for the section in one report after the other, newest first, until enough are found or texts have to be
    /// fetched first. Where fetching has failed, goes on with what is here.
    fn find(self, listed: &[Rc<Summary>]) -> Found {
        let wanted = AT_ONCE + self.reader.navigation.rows().get();
        let goes_on = self.trouble.with(Option::is_some);
        let mut found = Found::default();
        for summary in listed {
            let is_enough = found.entries.len() >= wanted;
            if is_enough
                && found
                    .entries
                    .last()
                    .is_none_or(|(last, _)| last.day != summary.day)
            {
                found.has_more = true;
                break;
            }
            if self.kind == SectionKind::KeyPoints {
                if !summary.points.is_empty() {
                    found.entries.push((summary.clone(), None));
                }
                continue;
            }
            match self.open(summary) {
                Ok(Some(opened)) => found.entries.push((summary.clone(), Some(opened))),
                Ok(None) => {}
                Err(day) => {
                    if found.missing.last() != Some(&day) {
                        found.missing.push(day);
                    }
                    if found.missing.len() >= DAYS_AHEAD && !goes_on {
                        break;
                    }
                }
            }
        }
        found
            .missing
            .extend(self.days_without_summaries(listed, found.has_more));
        found
    }

    /// Days of the filter whose summaries have not come yet: as long as some are missing the list ends before they do.
    fn days_without_summaries(self, listed: &[Rc<Summary>], has_more: bool) -> Vec<Day> {
        let reader = self.reader;
        let filter = reader.filter.get();
        if has_more || reader.archive.is_complete() || filter.from.is_none() && filter.to.is_none() {
            return Vec::new();
        }
        let oldest = listed.last().map(|summary| summary.day);
        let days = reader.archive.days();
        let is_missing = |day: &Day| {
            filter.from.is_none_or(|from| *day >= from)
                && filter.to.is_none_or(|to| *day <= to)
                && oldest.is_none_or(|oldest| *day < oldest)
                && !reader.archive.lists(*day)
        };
        let days = days.iter().map(|(day, _)| *day).filter(is_missing);
        days.collect()
    }

    /// The section of a report: none where it has none, and the report's day where its text is not here.
    fn open(self, summary: &Rc<Summary>) -> Result<Option<Rc<Opened>>, Day> {
        let known = self.opened.with_value(|opened| {
            let same = opened.iter().find(|(known, _)| Rc::ptr_eq(known, summary));
            same.map(|(_, opened)| opened.clone())
        });
        if let Some(known) = known {
            return Ok(known);
        }
        let archive = self.reader.archive;
        let body = archive.body(&summary.id).ok_or(summary.day)?;
        let document = body.document.read();
        let outline = Outline::of(&document, &archive.aliases());
        let has_it = !outline.of_kind(&document, self.kind).is_empty();
        let opened = has_it.then(|| {
            Rc::new(Opened {
                body,
                document,
                outline,
            })
        });
        self.opened
            .update_value(|all| all.push((summary.clone(), opened.clone())));
        Ok(opened)
    }

    /// What to say after the entries; has what is missing fetched.
    fn ending(self, found: &Found) -> Ending {
        match (found.missing.is_empty(), self.trouble.get()) {
            (true, _) if found.has_more => Ending::More,
            (true, _) => Ending::Whole,
            (false, Some(trouble)) => Ending::Missing(found.missing.len(), trouble),
            (false, None) => {
                self.fetch(found.missing.clone());
                Ending::Loading
            }
        }
    }

    /// Fetches some of the days. What arrives is drawn, and then the next are asked for.
    fn fetch(self, days: Vec<Day>) {
        if self.is_fetching.get_value() {
            return;
        }
        self.is_fetching.set_value(true);
        leptos::task::spawn_local(async move {
            let fetched = self.reader.archive.fetch_days(&days, FILES).await;
            // The reader may have left meanwhile.
            if self.is_fetching.try_set_value(false).is_some() {
                return;
            }
            let trouble = match fetched {
                Ok(files) if files > 0 => None,
                // What the directory promises is not in its files.
                Ok(_) => Some(Trouble::Mismatch),
                Err(trouble) => Some(trouble),
            };
            // Also where nothing is wrong: drawing again asks for the next days.
            self.trouble.set(trouble);
        });
    }

    fn more(self) {
        self.reader.navigation.rows().update(|rows| *rows += AT_ONCE);
    }

    fn clicked(self, event: &leptos::ev::MouseEvent) {
        let has = |name| event::attribute(event, name).is_some();
        if has("data-more") {
            self.more();
        } else if has("data-retry") {
            self.trouble.set(None);
        } else if has("data-turn") {
            self.is_open.update(|is_open| *is_open = !*is_open);
        } else {
            self.dates.clicked(event);
        }
    }
}
