//! What a newer bundle has that another one lacks, as far as bundles alone can tell.

use super::Bundle;

impl Bundle {
    /// How many reports this bundle has beyond an earlier one: what notices call new. It is reckoned from the numbers of
    /// each day, so neither needs its reports; one that took the place of another of its day counts only where the other
    /// is said to be withdrawn.
    pub fn added_since(&self, earlier: &Bundle) -> u32 {
        let known = earlier.days();
        let of = |day| {
            let found = known.iter().find(|(other, _)| *other == day);
            found.map_or(0, |(_, numbers)| numbers.end - numbers.start)
        };
        let days = self.days();
        let by_day = days
            .iter()
            .map(|(day, numbers)| (numbers.end - numbers.start).saturating_sub(of(*day)));
        // Sorted, both of them.
        let is_new = |id: &&String| earlier.withdrawn.binary_search(id).is_err();
        let withdrawn = self.withdrawn.iter().filter(is_new).count() as u32;
        let in_all = (self.total + withdrawn).saturating_sub(earlier.total);
        by_day.sum::<u32>().max(in_all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{DayCount, SCHEMA, Site};
    use crate::text::FoldTable;

    /// A bundle with so many reports on these days of a month, and these ids withdrawn.
    fn bundle(days: &[(u32, u32)], withdrawn: &[&str]) -> Bundle {
        let count = |&(day, count): &(u32, u32)| DayCount {
            day: format!("2025-11-{day:02}").parse().unwrap(),
            topic: 0,
            count,
        };
        Bundle {
            schema: SCHEMA,
            site: Site::default(),
            sources: Vec::new(),
            topics: Vec::new(),
            sections: Vec::new(),
            counts: days.iter().map(count).collect(),
            total: days.iter().map(|(_, count)| count).sum(),
            fold: FoldTable::default(),
            reports: Vec::new(),
            directories: Vec::new(),
            terms: Vec::new(),
            term_totals: None,
            index: None,
            words: Vec::new(),
            withdrawn: withdrawn.iter().map(|id| (*id).to_owned()).collect(),
        }
    }

    #[test]
    fn reports_of_new_days_and_more_of_known_ones_are_new() {
        let earlier = bundle(&[(21, 1), (20, 2)], &[]);
        assert_eq!(bundle(&[(23, 2), (21, 2), (20, 2)], &[]).added_since(&earlier), 3);
        assert_eq!(earlier.added_since(&earlier), 0);
    }

    #[test]
    fn what_was_withdrawn_takes_nothing_off() {
        let earlier = bundle(&[(21, 1), (20, 2)], &["a"]);
        assert_eq!(bundle(&[(21, 1), (20, 1)], &["a", "b"]).added_since(&earlier), 0);
        assert_eq!(bundle(&[(22, 1), (20, 2)], &["a", "b"]).added_since(&earlier), 1);
        // On the day of the withdrawn one too.
        assert_eq!(bundle(&[(21, 1), (20, 2)], &["a", "b"]).added_since(&earlier), 1);
    }
}
