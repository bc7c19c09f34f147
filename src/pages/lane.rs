//! A lane: one kind of section across days. Texts that are not here are fetched as the reader comes to them.

use std::rc::Rc;

use kanbao_archive::html::Html;
use kanbao_archive::listing;
use kanbao_archive::markdown::Document;
use kanbao_archive::model::{Body, Day, Period, Summary};
use kanbao_archive::outline::{Outline, SectionKind};
use kanbao_archive::page::{self, Ending, Entry, Lane, Trouble};

use super::dates::Dates;
use super::settle_after;
use crate::browser::event::Event;
use crate::browser::{clock, dom, event};
use crate::components::{Part, grown};
use crate::reactive::*;
use crate::state::{Reader, lane_slots};

/// Reports drawn at first, and added when the end comes near.
const AT_ONCE: usize = 10;

/// Days whose texts are waited for; as long as these are under way, those behind them need not be.
const DAYS_AHEAD: usize = 6;

/// Files fetched in one round.
const FILES: usize = 4;

/// The page.
pub fn lane_page(reader: Reader, kind: SectionKind) -> Part {
    let view = LaneView::new(reader, kind);
    let dates = view.dates;
    settle_after(reader, move || {
        reader.filter.track();
        reader.navigation.rows().track();
    });
    effect(move || {
        // Another choice of days begins with its own attempt, and so does whoever comes back.
        reader.filter.track();
        reader.came_back.track();
        if view.trouble.with_untracked(Option::is_some) {
            view.trouble.set(None);
        }
    });
    let scrolled = event::on_window("scroll", true, move |_| {
        if dom::is_near(END) && view.has_more.get_value() {
            view.more();
        }
    });
    StoredValue::new(scrolled);
    Part::view()
        .drawn(|element| grown(element, move || view.tree()))
        .on("click", move |event| view.clicked(event))
        .on("change", move |event| dates.changed(event))
        .on("keydown", move |event| dates.key(event))
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
    trouble: RwSignal<Option<Trouble>>,
    is_fetching: StoredValue<bool>,
    /// Whether there are reports beyond those drawn.
    has_more: StoredValue<bool>,
    /// The reports looked at so far; `None` for one that lacks the section.
    opened: StoredValue<Vec<Shown>>,
}

/// The reports of a lane, as far as they are to be drawn.
#[derive(Default)]
struct Found {
    entries: Vec<Shown>,
    /// Days whose reports are not here.
    missing: Vec<Day>,
    has_more: bool,
    /// How many days follow whose reports are not listed.
    unlisted: usize,
}

impl LaneView {
    fn new(reader: Reader, kind: SectionKind) -> Self {
        Self {
            reader,
            kind,
            dates: Dates::new(reader),
            is_open: RwSignal::new(false),
            trouble: RwSignal::new(None),
            is_fetching: StoredValue::new(false),
            has_more: StoredValue::new(false),
            opened: StoredValue::new(Vec::new()),
        }
    }

    fn tree(self) -> Vec<Html> {
        let reader = self.reader;
        let slots = lane_slots(reader);
        let unlisted = listing::awaited(&slots);
        // What is listed beyond a day that is on its way would stand in the wrong place.
        let gap = unlisted.first().filter(|_| reader.listing.trouble().is_none());
        let listed = slots.iter().filter(|slot| gap.is_none_or(|gap| slot.day > *gap));
        let listed: Vec<Rc<Summary>> = listed.filter_map(|slot| slot.report.clone()).collect();
        let filter = reader.filter.get();
        let newest = slots.first().zip(slots.last());
        let newest = newest.filter(|_| filter.from.is_none() && filter.to.is_none());
        let newest = newest.map(|(newest, oldest)| {
            let days = slots.chunk_by(|one, other| one.day == other.day).count();
            (days, Period::new(oldest.day, newest.day))
        });
        let found = self.find(&listed, unlisted.len());
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
            total: listing::count(&slots, &filter),
            newest,
            ending,
            is_open: self.is_open.get(),
            days: self.dates.shown(&absent),
        };
        reader.draw(|context| page::lane(context, &lane))
    }

    /// Looks for the section in one report after the other, newest first, until enough are found or texts have to be
    /// fetched first. Where fetching has failed, goes on with what is here. Reports of so
    /// many days that are not listed follow.
    fn find(self, listed: &[Rc<Summary>], unlisted: usize) -> Found {
        let wanted = AT_ONCE + self.reader.navigation.rows().get();
        let goes_on = self.trouble.with(Option::is_some);
        let mut found = Found {
            unlisted,
            ..Found::default()
        };
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
        if found.has_more {
            found.unlisted = 0;
        }
        found
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
        let lacking = found.missing.len() + found.unlisted;
        let trouble = self.trouble.get().or_else(|| self.reader.listing.trouble());
        match (lacking, trouble) {
            (0, _) if found.has_more => Ending::More,
            (0, _) => Ending::Whole,
            (_, Some(trouble)) => Ending::Missing(lacking, trouble),
            (_, None) => {
                if !found.missing.is_empty() {
                    self.fetch(found.missing.clone());
                }
                if self.reader.archive.is_hanging() {
                    return Ending::Missing(lacking, Trouble::Offline);
                }
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
        clock::spawn(async move {
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

    fn clicked(self, event: &Event) {
        let has = |name| event::attribute(event, name).is_some();
        if has("data-more") {
            self.more();
        } else if has("data-retry") {
            self.reader.listing.again();
            self.trouble.set(None);
        } else if has("data-turn") {
            self.is_open.update(|is_open| *is_open = !*is_open);
        } else {
            self.dates.clicked(event);
        }
    }
}
