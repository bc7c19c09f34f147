//! Sets of reports.

use std::ops::Range;

/// A set of report numbers below a limit, a bit each.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Numbers {
    words: Vec<u64>,
    limit: u32,
}

impl Numbers {
    /// The empty set of numbers below `limit`.
    pub fn none(limit: u32) -> Self {
        Self {
            words: vec![0; (limit as usize).div_ceil(64)],
            limit,
        }
    }

    /// All numbers of a range, as far as they are below `limit`.
    pub fn range(range: Range<u32>, limit: u32) -> Self {
        let mut set = Self::none(limit);
        (range.start..range.end.min(limit)).for_each(|number| set.insert(number));
        set
    }

    /// Adds a number below the limit; others are left out.
    pub fn insert(&mut self, number: u32) {
        if number < self.limit
            && let Some(word) = self.words.get_mut(number as usize / 64)
        {
            *word |= 1 << (number % 64);
        }
    }

    /// Whether it holds the number.
    pub fn contains(&self, number: u32) -> bool {
        self.words
            .get(number as usize / 64)
            .is_some_and(|word| word >> (number % 64) & 1 == 1)
    }

    /// How many numbers it holds.
    pub fn len(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// The numbers, lowest first.
    pub fn iter(&self) -> impl Iterator<Item = u32> {
        let words = self.words.iter().enumerate();
        words.flat_map(|(at, word)| {
            (0..64)
                .filter(move |bit| word >> bit & 1 == 1)
                .map(move |bit| at as u32 * 64 + bit)
        })
    }

    pub(super) fn intersect(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(a, b)| *a &= b);
    }

    pub(super) fn unite(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(a, b)| *a |= b);
    }

    /// The numbers below the limit that are not in it.
    #[must_use]
    pub(super) fn complement(mut self) -> Self {
        self.words.iter_mut().for_each(|word| *word = !*word);
        if let Some(last) = self.words.last_mut() {
            *last &= u64::MAX >> ((64 - self.limit % 64) % 64);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_cut_joined_and_turned_round() {
        let mut set = Numbers::range(60..70, 130);
        assert_eq!(set.iter().collect::<Vec<_>>(), (60..70).collect::<Vec<_>>());
        set.insert(129);
        set.insert(130);
        assert_eq!(
            (set.len(), set.contains(129), set.contains(130)),
            (11, true, false)
        );
        let rest = set.clone().complement();
        assert_eq!(rest.len(), 119);
        let mut both = rest.clone();
        both.intersect(&set);
        assert!(both.is_empty());
        both.unite(&rest);
        both.unite(&set);
        assert_eq!(both, Numbers::range(0..130, 130));
        assert_eq!(Numbers::none(0).complement().len(), 0);
        assert_eq!(Numbers::none(64).complement().len(), 64);
    }
}
