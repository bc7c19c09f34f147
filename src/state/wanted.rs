//! Which summaries are fetched when: of what is in the window first, then of what the page as a whole says something
//! about, and, when nothing else is to be done, of what comes next. Nobody fetches the list of the whole archive unasked.

use kanbao_archive::link::{Filter, Route};
use kanbao_archive::listing::{self, Slot};
use kanbao_archive::model::Day;
use kanbao_archive::page::{LANE_DAYS, Trouble, trend_period};

use super::{Archive, Reader};
use crate::browser::{clock, keeping};
use crate::reactive::*;

/// Files fetched at the same time.
const AT_ONCE: usize = 4;

/// How many places below those that are drawn have their reports fetched in quiet moments.
const AHEAD: usize = 48;

/// What is asked for, by how soon it is needed.
#[derive(Default)]
struct Asked {
    /// Days of places near the window.
    near: Vec<Day>,
    /// Days that the page says something about.
    page: Vec<Day>,
    /// The day that comes next.
    next: Option<Day>,
}

/// Fetches summaries as they are needed.
#[derive(Clone, Copy)]
pub struct Listing {
    archive: Archive,
    asked: StoredValue<Asked>,
    goes: StoredValue<bool>,
    /// Whether something that is needed now is on its way.
    lacks: RwSignal<bool>,
    /// Why something that is needed has not come.
    cut_off: RwSignal<Option<Trouble>>,
}

impl Listing {
    /// Nothing asked for yet.
    pub fn new(archive: Archive) -> Self {
        Self {
            archive,
            asked: StoredValue::new(Asked::default()),
            goes: StoredValue::new(false),
            lacks: RwSignal::new(false),
            cut_off: RwSignal::new(None),
        }
    }

    /// Whether something that the page shows is on its way. Tracked.
    pub fn lacks(self) -> bool {
        self.lacks.get()
    }

    /// Why something that the page shows has not come, where there is more to say than that it is on its way. Tracked.
    pub fn trouble(self) -> Option<Trouble> {
        let hangs = || self.archive.is_hanging() && self.lacks();
        self.cut_off.get().or_else(|| hangs().then_some(Trouble::Offline))
    }

    /// Asks for the days that the page says something about, in place of those asked for before.
    pub(super) fn ask(self, days: Vec<Day>) {
        self.asked.update_value(|asked| asked.page = days);
        self.go();
    }

    /// Asks for the reports of a list's places, those that are drawn, and for what comes after them.
    pub fn show(self, slots: &[Slot], drawn: std::ops::Range<usize>) {
        let end = drawn.end;
        let awaited = |slots: Option<&[Slot]>| listing::awaited(slots.unwrap_or_default());
        let near = awaited(slots.get(drawn));
        let next = awaited(slots.get(end..(end + AHEAD).min(slots.len())));
        self.asked.update_value(|asked| {
            asked.near = near;
            asked.next = next.first().copied();
        });
        self.go();
    }

    /// Whether a report may be among the places of a list that have not come; then it is asked for.
    pub fn awaits(self, slots: &[Slot], id: &str) -> bool {
        let Some(day) = listing::day_of(id) else {
            return false;
        };
        let is_it = |slot: &Slot| slot.day == day && slot.report.is_none();
        let at = slots.iter().position(is_it);
        if let Some(at) = at {
            self.show(slots, at..at + 1);
        }
        at.is_some()
    }

    /// Tries anew what could not be fetched.
    pub fn again(self) {
        self.cut_off.set(None);
        self.go();
    }

    /// Another page asks for itself.
    pub(super) fn turn(self) {
        self.asked
            .update_value(|asked| (asked.near, asked.next) = (Vec::new(), None));
        self.again();
    }

    fn go(self) {
        let now = self.wanted(false);
        if now.is_empty() && self.cut_off.with_untracked(Option::is_some) {
            // Nothing that is shown lacks anything any more.
            self.cut_off.set(None);
        }
        let is_lacking = !now.is_empty() && self.cut_off.with_untracked(Option::is_none);
        if self.lacks.get_untracked() != is_lacking {
            self.lacks.set(is_lacking);
        }
        if self.goes.get_value()
            || self.cut_off.with_untracked(Option::is_some)
            || self.wanted(true).is_empty()
        {
            return;
        }
        self.goes.set_value(true);
        clock::spawn(async move {
            let trouble = self.fetch().await.err();
            self.goes.set_value(false);
            if trouble.is_some() {
                // What nobody has asked for yet can wait for the next occasion.
                self.asked.update_value(|asked| asked.next = None);
                self.cut_off.set(trouble);
            }
            self.go();
        });
    }

    /// Fetches a few files of what is wanted most.
    async fn fetch(self) -> Result<(), Trouble> {
        let mut days = self.wanted(false);
        if days.is_empty() {
            keeping::idle().await;
            days = self.wanted(true);
        }
        let day = days.first().copied();
        let files = self.archive.fetch_listing(&days, AT_ONCE).await?;
        // What the directory promises is not in its files.
        if files == 0 && day.is_some_and(|day| !self.archive.lists(day)) {
            return Err(Trouble::Mismatch);
        }
        Ok(())
    }

    /// The days that are wanted and not listed, those that are needed first first; what comes next where nothing else is
    /// wanted.
    fn wanted(self, with_next: bool) -> Vec<Day> {
        let is_open = |day: &&Day| !self.archive.lists(**day);
        self.asked.with_value(|asked| {
            let now = asked.near.iter().chain(&asked.page);
            let mut days: Vec<Day> = now.filter(is_open).copied().collect();
            if days.is_empty() && with_next && !keeping::saves_data() {
                days.extend(asked.next.iter().filter(is_open));
            }
            days
        })
    }
}

/// Has the days fetched that the page says something about, whatever the window shows of it, as long as the app runs.
pub fn follow(reader: Reader) {
    let listing = reader.listing;
    effect(move || {
        reader.archive.times_replaced();
        reader.came_back.track();
        listing.again();
    });
    effect(move || {
        reader.route.track();
        reader.filter.track();
        listing.turn();
    });
    effect(move || listing.ask(days_of_page(reader)));
}

fn days_of_page(reader: Reader) -> Vec<Day> {
    let filter = reader.filter.get();
    // How many reports a source has, or how many are read, is known when all are.
    let all_of = |filter: &Filter| {
        let awaited = (!listing::is_counted(filter)).then(|| reader.slots(filter, &|_| false));
        listing::awaited(&awaited.unwrap_or_default())
    };
    match reader.route.get() {
        Route::Home => all_of(&filter),
        Route::Clouds => {
            let mut days = all_of(&filter);
            if let Some(other) = reader
                .navigation
                .address()
                .with(|address| address.cloud.other.clone())
            {
                days.extend(all_of(&other.filter(&filter)));
            }
            days
        }
        Route::Report(id) => reader.around(&id).unlisted,
        Route::Lane(_) => listing::awaited(&lane_slots(reader)),
        Route::Trends => {
            let period = trend_period(&reader.archive.bundle(), &filter);
            listing::awaited(&reader.archive.slots(&Filter::default().with_period(period), None))
        }
        _ => Vec::new(),
    }
}

/// The places of the lane in the address, newest first: those of the days it names, else of the newest days. Tracked.
pub fn lane_slots(reader: Reader) -> Vec<Slot> {
    let filter = reader.filter.get();
    let mut slots = reader.slots(&filter, &|_| false);
    if filter.from.is_none() && filter.to.is_none() {
        let (mut days, mut last) = (0, None);
        slots.retain(|slot| {
            days += usize::from(last.replace(slot.day) != Some(slot.day));
            days <= LANE_DAYS
        });
    }
    slots
}
