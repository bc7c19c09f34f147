//! Which summaries are fetched when: of what is in the window first, then of what the page as a whole says something
//! about, and, when nothing else is to be done, of what comes next. Nobody fetches the list of the whole archive unasked.

use kanbao_archive::link::{Filter, Route};
use kanbao_archive::listing::{self, Slot};
use kanbao_archive::model::{Day, Period};
use kanbao_archive::page::{LANE_DAYS, Trouble, trend_period};

use super::{Archive, Reader};
use crate::browser::{clock, keeping};
use crate::reactive::*;

/// Files fetched at the same time.
const AT_ONCE: usize = 4;

/// The same where the network does not answer: what is stored must not wait behind what never comes.
const AT_ONCE_UNANSWERED: usize = 24;

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
    /// What is on its way: the days that one file lists.
    coming: StoredValue<Vec<Period>>,
    /// What has not come, and is not tried again unasked.
    missed: StoredValue<Vec<Period>>,
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
            coming: StoredValue::new(Vec::new()),
            missed: StoredValue::new(Vec::new()),
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
        self.missed.update_value(Vec::clear);
        self.go();
    }

    /// Another page asks for itself.
    pub(super) fn turn(self) {
        self.asked
            .update_value(|asked| (asked.near, asked.next) = (Vec::new(), None));
        self.again();
    }

    /// Fetches what is wanted most, and says what is lacking.
    fn go(self) {
        let needed = self.asked.with_value(|asked| {
            let needed = asked.near.iter().chain(&asked.page);
            self.unlisted(needed)
        });
        let (missed, open): (Vec<Day>, Vec<Day>) =
            needed.into_iter().partition(|day| is_in(self.missed, *day));
        if missed.is_empty() && self.cut_off.with_untracked(Option::is_some) {
            // Nothing that is shown lacks anything any more.
            self.cut_off.set(None);
        }
        if self.lacks.get_untracked() == open.is_empty() {
            self.lacks.set(!open.is_empty());
        }
        let at_once = if untrack(|| self.archive.is_hanging()) {
            AT_ONCE_UNANSWERED
        } else {
            AT_ONCE
        };
        for day in open {
            if self.coming.with_value(Vec::len) >= at_once {
                return;
            }
            self.start(day, false);
        }
        let is_calm = self.coming.with_value(Vec::is_empty) && !keeping::saves_data();
        let next = self.asked.with_value(|asked| self.unlisted(&asked.next));
        if let Some(day) = next.first().filter(|day| is_calm && !is_in(self.missed, **day)) {
            self.start(*day, true);
        }
    }

    /// Fetches the file that lists a day, or the directory that names it, unless it is on its way.
    fn start(self, day: Day, when_idle: bool) {
        if is_in(self.coming, day) {
            return;
        }
        let file = self.archive.listed_with(day);
        let year = || Period::of_year(day.year()).unwrap_or(Period::new(day, day));
        let days = file.unwrap_or_else(year);
        self.coming.update_value(|coming| coming.push(days));
        let archives = move || untrack(|| self.archive.times_replaced());
        let asked_of = archives();
        clock::spawn(async move {
            if when_idle {
                keeping::idle().await;
            }
            let fetched = match file {
                Some(_) => self.archive.fetch_listing(&[day], 1).await.map(drop),
                None => self.archive.read_listing(day).await,
            };
            self.coming
                .update_value(|coming| coming.retain(|other| *other != days));
            // What the directory promises may not be in its files.
            let has_come = || match file {
                Some(_) => self.archive.lists(day),
                None => self.archive.listed_with(day).is_some(),
            };
            let fetched = fetched.and_then(|()| has_come().then_some(()).ok_or(Trouble::Mismatch));
            // What another archive lacks, this one may have.
            if let Some(trouble) = fetched.err().filter(|_| archives() == asked_of) {
                self.miss(days, trouble);
            }
            self.go();
        });
    }

    /// Remembers what has not come; what nobody has asked for yet can wait for the next occasion.
    fn miss(self, days: Period, trouble: Trouble) {
        let is_needed = self.asked.with_value(|asked| {
            let mut needed = asked.near.iter().chain(&asked.page);
            needed.any(|day| days.contains(*day))
        });
        if is_needed {
            self.missed.update_value(|missed| missed.push(days));
            self.cut_off.set(Some(trouble));
        } else {
            self.asked.update_value(|asked| asked.next = None);
        }
    }

    /// Those of the days whose reports are not here.
    fn unlisted<'a>(self, days: impl IntoIterator<Item = &'a Day>) -> Vec<Day> {
        let days = days.into_iter().copied();
        days.filter(|day| !self.archive.lists(*day)).collect()
    }
}

fn is_in(files: StoredValue<Vec<Period>>, day: Day) -> bool {
    files.with_value(|files| files.iter().any(|file| file.contains(day)))
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
    effect(move || {
        // More may be asked for at once then.
        if reader.archive.is_hanging() {
            untrack(|| listing.go());
        }
    });
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
