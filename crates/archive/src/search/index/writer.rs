//! Writing a level of the index.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::gram::{BITS, Gram};
use super::shard;

/// Collects which reports of a level hold which grams.
///
/// Reports come one after the other, so a list is kept as the gaps between its numbers, a byte each as a rule:
/// the lists of 70,000 reports fit into 150 MB.
#[derive(Default)]
pub struct Writer {
    reports: u32,
    lists: HashMap<Gram, List, BuildHasherDefault<OwnHash>>,
}

/// A gram is a hash already.
#[derive(Default)]
struct OwnHash(u64);

impl Hasher for OwnHash {
    fn write(&mut self, bytes: &[u8]) {
        bytes
            .iter()
            .for_each(|byte| self.0 = self.0 << 8 | u64::from(*byte));
    }

    fn write_u64(&mut self, gram: u64) {
        // A map looks at the highest bits and at the lowest ones.
        self.0 = gram << (64 - BITS) | gram;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// The shards of a level.
#[derive(Debug)]
pub struct Level {
    /// Number of reports.
    pub reports: u32,
    /// Their number, as a power of two.
    pub bits: u8,
    /// The files, by their number.
    pub shards: Vec<Vec<u8>>,
}

impl Writer {
    /// Adds the next report, older than the ones before, with its [grams](super::Grams::of).
    pub fn add(&mut self, grams: &[Gram]) {
        for gram in grams {
            self.lists.entry(*gram).or_default().push(self.reports);
        }
        self.reports += 1;
    }

    /// The shards of all that was added.
    pub fn finish(self) -> Level {
        let reports = self.reports;
        let bits = bits(self.lists.values().map(|list| list.gaps.len() + KEY).sum());
        let mut sorted: Vec<(Gram, List)> = self.lists.into_iter().collect();
        sorted.sort_unstable_by_key(|(gram, _)| *gram);
        let mut rest = sorted.as_slice();
        let shards = (0..1 << bits).map(|number| {
            let (here, after) = rest.split_at(rest.partition_point(|(gram, _)| gram.shard(bits) <= number));
            rest = after;
            let lists: Vec<_> = here
                .iter()
                .map(|(gram, list)| (gram.rest(bits), list.numbers()))
                .collect();
            shard::write(&lists, bits, reports)
        });
        Level {
            reports,
            bits,
            shards: shards.collect(),
        }
    }
}

/// About how many bytes a gram takes beside its list.
const KEY: usize = 4;

/// How many shards a level is dealt into, as a power of two, by how many bytes its lists take as gaps (which is about
/// twice what is written). Shards grow with the root of the level, so both what a query fetches and the number of
/// files stay small.
fn bits(bytes: usize) -> u8 {
    let size = bytes.isqrt().max(SMALLEST);
    (bytes / size).max(1).ilog2() as u8
}

/// Below this many bytes a file costs more by its headers than by what it holds.
const SMALLEST: usize = 2_000;

/// The most bytes that a gap takes.
const MOST_BYTES: usize = 5;

/// Report numbers as gaps, seven bits a byte, the lowest first.
#[derive(Default)]
struct List {
    next: u32,
    gaps: Vec<u8>,
}

impl List {
    fn push(&mut self, number: u32) {
        let mut gap = number - self.next;
        self.next = number + 1;
        // Growing by a quarter instead of twofold: there are a million lists, and what they reserve is never filled.
        if self.gaps.capacity() - self.gaps.len() < MOST_BYTES {
            self.gaps.reserve_exact(MOST_BYTES + self.gaps.len() / 4);
        }
        while gap >= 0x80 {
            self.gaps.push(gap as u8 | 0x80);
            gap >>= 7;
        }
        self.gaps.push(gap as u8);
    }

    fn numbers(&self) -> Vec<u32> {
        let mut numbers = Vec::new();
        let (mut next, mut gap, mut shift) = (0, 0, 0);
        for byte in &self.gaps {
            gap |= u32::from(byte & 0x7F) << shift;
            shift += 7;
            if byte & 0x80 == 0 {
                numbers.push(next + gap);
                (next, gap, shift) = (next + gap + 1, 0, 0);
            }
        }
        numbers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_keeps_its_numbers() {
        let numbers = [0, 1, 129, 130, 20_000, 3_000_000];
        let mut list = List::default();
        numbers.iter().for_each(|number| list.push(*number));
        assert_eq!(list.numbers(), numbers);
    }

    #[test]
    fn shards_grow_with_the_root_of_the_level() {
        assert_eq!(
            [0, 3_999, 200_000, 11_000_000, 120_000_000].map(bits),
            [0, 0, 6, 11, 13]
        );
    }
}
