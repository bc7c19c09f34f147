//! Which texts are held. A search takes a text in, folded; what shows it is needed again only where somebody reads
//! it or sees why it was found. So of the texts that have been taken in those that were wanted last stay, and the others are
//! read again where they are wanted: their files are known by name.

use std::collections::HashSet;
use std::rc::Rc;

use kanbao_archive::model::{Body, Day, Shard};

use super::held::Held;

/// The files whose texts are held, and those whose texts were.
#[derive(Default)]
pub(super) struct Texts {
    /// What may go first stands first.
    held: Vec<Shard>,
    /// Fingerprints of the files whose texts are in the search and held no more.
    dropped: HashSet<String>,
}

impl Texts {
    /// Bytes of the files that are held.
    pub(super) fn bytes(&self) -> usize {
        self.held.iter().map(|shard| shard.bytes as usize).sum()
    }

    /// Whether the texts of a file were held and have been dropped.
    pub(super) fn are_dropped(&self, shard: &Shard) -> bool {
        self.dropped.contains(&shard.hash.0)
    }
}

impl Held {
    /// Adds the texts of a file. Those that nobody has asked for yet are the first to go.
    pub(super) fn add_texts(&mut self, shard: &Shard, bodies: Vec<(String, Rc<Body>)>, is_asked_for: bool) {
        // What comes again is in the search already.
        let is_new = !self.texts.dropped.remove(&shard.hash.0);
        self.add_bodies(bodies, is_new);
        let place = if is_asked_for { self.texts.held.len() } else { 0 };
        self.texts.held.insert(place, shard.clone());
    }

    /// The texts of these days are wanted: they stay longest.
    pub(super) fn want_texts(&mut self, days: &[Day]) {
        let held = &mut self.texts.held;
        let (mut place, mut others) = (0, held.len());
        while place < others {
            let period = held[place].period;
            if days.iter().any(|day| period.contains(*day)) {
                held[place..].rotate_left(1);
                others -= 1;
            } else {
                place += 1;
            }
        }
    }

    /// Drops texts until no more than so many bytes of files are held. All that have arrived are in the search. What
    /// came with the bundle stays, and so does what is being shown.
    pub(super) fn drop_texts(&mut self, room: usize) {
        let mut held = self.texts.bytes();
        let mut place = 0;
        while held > room && place < self.texts.held.len() {
            let shard = self.texts.held[place].clone();
            if self.drop_text(&shard) {
                held -= shard.bytes as usize;
                self.texts.held.remove(place);
                self.fetched.remove(&shard.hash.0);
                self.texts.dropped.insert(shard.hash.0);
            } else {
                place += 1;
            }
        }
    }

    /// Drops the texts of a file, unless it is not known which these are.
    fn drop_text(&mut self, shard: &Shard) -> bool {
        // Newest first.
        let begin = self.summaries.partition_point(|s| s.day > shard.period.to);
        let end = self.summaries.partition_point(|s| s.day >= shard.period.from);
        let reports = self.summaries.get(begin..end).unwrap_or_default();
        if reports.len() != shard.reports as usize {
            return false;
        }
        for (place, report) in (begin..).zip(reports) {
            let is_shown = |body: &Rc<Body>| Rc::strong_count(body) > 1;
            if place >= self.inline as usize && !self.bodies.get(&report.id).is_some_and(is_shown) {
                self.bodies.remove(&report.id);
            }
        }
        true
    }

    /// Forgets all texts but those that came with the bundle, as if none had been fetched.
    pub(super) fn forget_texts(&mut self) {
        // The first that arrived came with the bundle.
        for report in self.arrived.drain(self.arrived.len().min(self.inline as usize)..) {
            self.bodies.remove(&report.id);
        }
        for shard in std::mem::take(&mut self.texts).held {
            self.fetched.remove(&shard.hash.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use kanbao_archive::model::{Fingerprint, Period};
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::tests::{bundle, report};

    fn day(of_month: u32) -> Day {
        Day::new(2025, 11, of_month).unwrap_or_else(|| unreachable!("no such day"))
    }

    /// A file with one report of a day of November, of 100 bytes.
    fn shard(of_month: u32) -> Shard {
        Shard {
            period: Period::new(day(of_month), day(of_month)),
            reports: 1,
            bytes: 100,
            hash: Fingerprint(format!("hash-{of_month}")),
            holds: Vec::new(),
        }
    }

    fn add(held: &mut Held, of_month: u32, is_asked_for: bool) {
        let report = report(day(of_month));
        let id = report.summary.id.clone();
        let shard = shard(of_month);
        held.add_summaries([Rc::new(report.summary)]);
        held.add_texts(&shard, vec![(id, Rc::new(report.body))], is_asked_for);
        held.fetched.insert(shard.hash.0);
    }

    /// The newest reports came with the bundle; those of the first to the fourth were fetched.
    fn held() -> Held {
        let mut held = Held::new("/", bundle(), 0);
        (1..=4).for_each(|of_month| add(&mut held, of_month, true));
        held
    }

    fn has(held: &Held, of_month: u32) -> bool {
        held.bodies.contains_key(&report(day(of_month)).summary.id)
    }

    #[wasm_bindgen_test]
    fn texts_that_were_wanted_last_stay() {
        let mut held = held();
        held.want_texts(&[day(1)]);
        held.drop_texts(200);
        assert_eq!(
            [1, 2, 3, 4].map(|day| has(&held, day)),
            [true, false, false, true]
        );
        assert!(held.texts.are_dropped(&shard(2)) && !held.fetched.contains("hash-2"));
        let inline = held.summaries.first().map(|summary| summary.id.clone());
        assert!(inline.is_some_and(|id| held.bodies.contains_key(&id)));
    }

    #[wasm_bindgen_test]
    fn what_nobody_asked_for_goes_first() {
        let mut held = held();
        add(&mut held, 5, false);
        held.drop_texts(400);
        assert_eq!([1, 5].map(|day| has(&held, day)), [true, false]);
    }

    #[wasm_bindgen_test]
    fn a_text_that_is_shown_stays_though_its_file_goes() {
        let mut held = held();
        let shown = held.bodies.get(&report(day(1)).summary.id).cloned();
        held.drop_texts(0);
        assert_eq!([1, 2].map(|day| has(&held, day)), [true, false]);
        drop(shown);
    }

    #[wasm_bindgen_test]
    fn a_text_that_comes_again_is_not_searched_twice() {
        let mut held = held();
        held.drop_texts(0);
        let arrived = held.arrived.len();
        add(&mut held, 2, true);
        assert!(has(&held, 2) && !held.texts.are_dropped(&shard(2)));
        assert_eq!(held.arrived.len(), arrived);
    }

    #[wasm_bindgen_test]
    fn what_is_forgotten_can_arrive_again() {
        let mut held = held();
        held.drop_texts(200);
        held.forget_texts();
        assert_eq!((held.arrived.len(), held.fetched.len()), (2, 0));
        assert_eq!([1, 2, 3, 4].map(|day| has(&held, day)), [false; 4]);
        add(&mut held, 2, true);
        assert_eq!(held.arrived.len(), 3);
    }
}
