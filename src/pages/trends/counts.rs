//! What the trends page counts: which of the reports shown have which of the terms.
//!
//! Known terms are counted from the [counts of terms](kanbao_archive::terms), whose months are fetched for the days shown.
//! Any other phrase is searched for, once it is sure that it is no known term and all reports of the days are listed.

use kanbao_archive::link::Filter;
use kanbao_archive::model::{Period, Summary};
use kanbao_archive::page::{Note, Trouble, reports_in, trend_period};
use kanbao_archive::terms::{Counted, TermId, Terms};
use kanbao_archive::trend::{Marked, Trend};

use crate::browser::clock;
use crate::reactive::*;
use crate::state::{Matching, Reader};

/// How often it is looked whether the reports of the days are listed, in milliseconds.
const PULSE: u32 = 100;

/// A phrase with the reports that hold it.
type Found = (String, Matching);

/// What is counted, as far as it has come.
#[derive(Clone, Copy)]
pub(super) struct Counts {
    reader: Reader,
    /// The terms in the address.
    pub terms: Memo<Vec<String>>,
    /// What the reports shown must pass, with the days that are shown where the address names none.
    pub filter: Memo<Option<Filter>>,
    /// The counts.
    pub counted: Memo<Option<CountedTrend>>,
    state: State,
}

/// How far the counting has come.
#[derive(Clone, Copy)]
struct State {
    /// Whether the months of the days shown are all here or cannot be fetched, and why not.
    fetched: RwSignal<Option<Result<(), Trouble>>>,
    /// Counts the attempts at the months.
    fetches: StoredValue<u32>,
    /// Counts the attempts at the phrases.
    searches: StoredValue<u32>,
    /// The phrase that is searched for.
    searching: RwSignal<Option<String>>,
    /// The phrases that have been searched, under one filter.
    found: RwSignal<(Filter, Vec<Found>)>,
}

/// The trend, and what it lacks.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct CountedTrend {
    pub trend: Trend,
    /// Reports under the filter.
    listed: u32,
    /// Reports that no counts are here for.
    uncounted: u32,
}

impl Counts {
    /// Counts as long as the page is there.
    pub(super) fn start(reader: Reader) -> Self {
        let address = reader.navigation.address();
        let terms = Memo::new(move || address.with(|address| address.terms.clone()));
        let filter = Memo::new(move || {
            let filter = reader.filter.get();
            let period = trend_period(&reader.archive.bundle(), &filter)?;
            Some(filter.with_period(Some(period)))
        });
        let state = State {
            fetched: RwSignal::new(None),
            fetches: StoredValue::new(0),
            searches: StoredValue::new(0),
            searching: RwSignal::new(None),
            found: RwSignal::new((Filter::default(), Vec::new())),
        };
        let counted = Memo::new(move || state.count(reader, &terms.get(), &filter.get()?));
        let counts = Self {
            reader,
            terms,
            filter,
            counted,
            state,
        };
        let period = Memo::new(move || filter.with(|filter| period_of(filter.as_ref()?)));
        effect(move || {
            reader.came_back.track();
            reader.archive.times_replaced();
            counts.fetch(period.get());
        });
        effect(move || {
            let is_fetched = state.fetched.with(Option::is_some);
            if let (true, terms, Some(filter)) = (is_fetched, terms.get(), filter.get()) {
                counts.search(terms, filter);
            }
        });
        counts
    }

    /// Tries once more to fetch what did not come.
    pub(super) fn retry(self) {
        self.state
            .found
            .update(|(_, found)| found.retain(|(_, matching)| matching.missing.is_none()));
        self.reader.listing.again();
        self.fetch(self.filter.get_untracked().as_ref().and_then(period_of));
    }

    fn fetch(self, period: Option<Period>) {
        let (reader, state) = (self.reader, self.state);
        state.fetches.update_value(|number| *number += 1);
        let number = state.fetches.get_value();
        if state.fetched.with_untracked(|fetched| *fetched != Some(Ok(()))) || period.is_none() {
            state.fetched.set(None);
        }
        let Some(period) = period else { return };
        clock::spawn(async move {
            let fetched = reader.terms.fetch(Some(period)).await;
            while !is_listed(reader, period) && untrack(|| reader.listing.trouble()).is_none() {
                clock::sleep(PULSE).await;
                if state.fetches.try_get_value() != Some(number) {
                    return;
                }
            }
            if state.fetches.try_get_value() == Some(number) {
                let cut_off = || untrack(|| reader.listing.trouble()).map_or(Ok(()), Err);
                let listed = if is_listed(reader, period) {
                    Ok(())
                } else {
                    cut_off()
                };
                state.fetched.set(Some(fetched.and(listed)));
            }
        });
    }

    /// Searches for the terms that are not known, one after the other.
    fn search(self, terms: Vec<String>, filter: Filter) {
        let (reader, state) = (self.reader, self.state);
        state.searches.update_value(|number| *number += 1);
        let of = state.searches;
        let asked = untrack(|| reader.terms.with(|known| phrases(known, &terms)));
        if state.found.with_untracked(|(under, _)| *under != filter) {
            state.found.set((filter.clone(), Vec::new()));
        }
        state.searching.set(None);
        let is_new = |phrase: &String| {
            let is_known = |(_, found): &(Filter, Vec<Found>)| found.iter().any(|(text, _)| text == phrase);
            !state.found.with_untracked(is_known)
        };
        let asked: Vec<String> = asked.into_iter().filter(is_new).collect();
        if asked.is_empty() {
            return;
        }
        clock::spawn(async move {
            for phrase in asked {
                state.searching.set(Some(phrase.clone()));
                let Some(matching) = reader.search.matching(of, &phrase, &filter).await else {
                    return;
                };
                state.found.update(|(_, found)| found.push((phrase, matching)));
            }
            state.searching.set(None);
        });
    }

    /// What is to be said of how complete the counts are.
    pub(super) fn notes(self) -> Vec<Note> {
        let (reader, state) = (self.reader, self.state);
        let Some((counted, filter)) = self.counted.get().zip(self.filter.get()) else {
            return Vec::new();
        };
        let mut notes = Vec::new();
        match state.fetched.get() {
            None => {
                let topic = filter.topic.as_deref();
                let period = period_of(&filter);
                let all = period.map_or(0, |period| reports_in(&reader.archive.bundle(), topic, period));
                let here = counted.listed - counted.uncounted;
                notes.push(Note::Counting(here, all.max(counted.listed)));
                return notes;
            }
            Some(Err(trouble)) => {
                let missing = counted.uncounted + unlisted(reader, &filter);
                notes.extend((missing > 0).then_some(Note::Uncounted(missing, trouble)));
            }
            Some(Ok(())) => {}
        }
        let found = state.found.get();
        let searching = state.searching.get();
        for (term, series) in self.terms.get().iter().zip(&counted.trend.series) {
            if searching.as_ref() == Some(term) {
                notes.push(Note::Searching(term.clone()));
                continue;
            }
            let matching = found.1.iter().find(|(phrase, _)| phrase == term);
            if let Some((
                _,
                Matching {
                    missing: Some((count, trouble)),
                    ..
                },
            )) = matching
            {
                notes.push(Note::Unsearched(term.clone(), *count, trouble.clone()));
            } else if series.having == 0 && counted.trend.reports > 0 {
                let is_pending = series.points.iter().all(Option::is_none);
                notes.extend((!is_pending).then(|| Note::NotFound(term.clone())));
            } else if matching.is_some() {
                notes.push(Note::BySearch(term.clone()));
            }
        }
        notes
    }

    /// Whether all that can be counted has been.
    pub(super) fn is_settled(self) -> bool {
        self.state.fetched.with(Option::is_some)
    }

    /// Calls a function with the counts and the reports under the filter that have some, newest first.
    pub(super) fn with_reports<T>(self, read: impl FnOnce(&Terms, &[&Counted]) -> T) -> T {
        let listed = self
            .filter
            .get()
            .map(|filter| listed(self.reader, &filter))
            .unwrap_or_default();
        self.reader.terms.with(|terms| {
            let reports = listed.iter().filter_map(|summary| terms.report(&summary.id));
            read(terms, &reports.collect::<Vec<_>>())
        })
    }
}

impl State {
    fn count(self, reader: Reader, asked: &[String], filter: &Filter) -> Option<CountedTrend> {
        let period = period_of(filter)?;
        let listed = listed(reader, filter);
        let is_settled = self.fetched.with(Option::is_some);
        self.found.with(|(under, found)| {
            let found = if under == filter { &found[..] } else { &[] };
            reader.terms.with(|terms| {
                let asked: Vec<Asked<'_>> = asked.iter().map(|term| Asked::of(term, terms, found)).collect();
                let is_known = |asked: &Asked<'_>| matches!(asked, Asked::Known(_));
                // Where no term needs the counts, a phrase is looked for in all reports that are listed.
                let needs_counts = !is_settled || asked.is_empty() || asked.iter().any(is_known);
                let needs_counts = needs_counts && !reader.archive.bundle().terms.is_empty();
                let mut marked = Vec::with_capacity(listed.len());
                for summary in &listed {
                    let counts = terms.report(&summary.id);
                    if counts.is_some() || !needs_counts {
                        marked.push(Marked {
                            day: summary.day,
                            has: has(&asked, &summary.id, counts),
                        });
                    }
                }
                let mut trend = Trend::of(&marked, period, asked.len());
                for (series, asked) in trend.series.iter_mut().zip(&asked) {
                    // What nobody has looked for yet is a gap as well.
                    if *asked == Asked::Pending {
                        series.points.fill(None);
                    }
                }
                Some(CountedTrend {
                    trend,
                    listed: listed.len() as u32,
                    uncounted: (listed.len() - marked.len()) as u32,
                })
            })
        })
    }
}

/// How it is known which reports have a term.
#[derive(PartialEq)]
enum Asked<'a> {
    Known(TermId),
    Found(&'a Matching),
    Pending,
}

impl<'a> Asked<'a> {
    fn of(term: &str, terms: &Terms, found: &'a [Found]) -> Self {
        if let Some(known) = terms.find(term) {
            return Asked::Known(known);
        }
        let found = found.iter().find(|(phrase, _)| phrase == term);
        found.map_or(Asked::Pending, |(_, matching)| Asked::Found(matching))
    }
}

/// One bit for each of the terms that a report has.
fn has(asked: &[Asked<'_>], id: &str, counts: Option<&Counted>) -> u8 {
    let mut has = 0;
    for (bit, asked) in asked.iter().enumerate() {
        let it_has = match asked {
            Asked::Known(term) => counts.is_some_and(|counts| counts.count(*term) > 0),
            Asked::Found(matching) => matching.ids.contains(id),
            Asked::Pending => false,
        };
        has |= u8::from(it_has) << bit;
    }
    has
}

/// The terms that are not known.
fn phrases(known: &Terms, terms: &[String]) -> Vec<String> {
    let phrases = terms.iter().filter(|term| known.find(term).is_none());
    phrases.cloned().collect()
}

fn period_of(filter: &Filter) -> Option<Period> {
    Some(Period::new(filter.from?, filter.to?))
}

/// How many reports of a filter's topic and days are not known yet. Tracked.
fn unlisted(reader: Reader, filter: &Filter) -> u32 {
    let plain = Filter {
        source: None,
        only: None,
        ..filter.clone()
    };
    let slots = reader.archive.slots(&plain, None);
    slots.iter().filter(|slot| slot.report.is_none()).count() as u32
}

/// The reports under a filter as far as they are known, newest first. Tracked.
fn listed(reader: Reader, filter: &Filter) -> Vec<std::rc::Rc<Summary>> {
    let mut listed = reader.archive.list(filter);
    listed.retain(|summary| reader.library.admits(filter.only, &summary.id));
    listed
}

/// Whether all reports of a period are listed.
fn is_listed(reader: Reader, period: Period) -> bool {
    let archive = reader.archive;
    let days = archive.days();
    let mut days = days.iter().filter(|(day, _)| period.contains(*day));
    days.all(|(day, _)| archive.lists(*day))
}
