//! Numbers and texts as bytes: a state has millions, and is read at every build.

use std::hash::Hash;

use rustc_hash::FxHashMap;

/// Puts numbers and texts one after the other.
#[derive(Debug, Default)]
pub(super) struct Writer(Vec<u8>);

impl Writer {
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    pub(super) fn number(&mut self, number: u32) {
        self.0.extend(number.to_le_bytes());
    }

    pub(super) fn long(&mut self, number: u64) {
        self.0.extend(number.to_le_bytes());
    }

    pub(super) fn text(&mut self, text: &str) {
        self.number(text.len() as u32);
        self.0.extend(text.as_bytes());
    }

    /// A map of numbers to numbers; `key` puts the numbers of a key.
    pub(super) fn map<K>(&mut self, map: &FxHashMap<K, u32>, key: impl Fn(&mut Self, &K)) {
        self.number(map.len() as u32);
        for (of, number) in map {
            key(self, of);
            self.number(*number);
        }
    }
}

/// Takes them out again; `None` wherever there is nothing more.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(super) fn number(&mut self) -> Option<u32> {
        let (number, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u32::from_le_bytes(*number))
    }

    /// A number that is below another.
    pub(super) fn below(&mut self, end: usize) -> Option<u32> {
        self.number().filter(|number| (*number as usize) < end)
    }

    pub(super) fn long(&mut self) -> Option<u64> {
        let (number, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u64::from_le_bytes(*number))
    }

    pub(super) fn text(&mut self) -> Option<&'a str> {
        let length = self.number()? as usize;
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        str::from_utf8(text).ok()
    }

    /// How many things come, which take at least so many bytes each.
    pub(super) fn count(&mut self, least: usize) -> Option<usize> {
        let count = self.number()? as usize;
        (count.checked_mul(least)? <= self.0.len()).then_some(count)
    }

    /// What [`Writer::map`] put; `bytes` is how many bytes a key takes.
    pub(super) fn map<K: Eq + Hash>(
        &mut self,
        bytes: usize,
        key: impl Fn(&mut Self) -> Option<K>,
    ) -> Option<FxHashMap<K, u32>> {
        let count = self.count(bytes + 4)?;
        let mut map = FxHashMap::with_capacity_and_hasher(count, rustc_hash::FxBuildHasher);
        for _ in 0..count {
            map.insert(key(self)?, self.number()?);
        }
        Some(map)
    }
}
