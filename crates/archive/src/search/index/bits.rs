//! Whole numbers in few bits.
//!
//! Gaps between sorted numbers are written in Rice codes: a gap is cut at bit k, what is above goes in unary and
//! what is below as it is. With k near the logarithm of the mean gap that is within half a bit of the least
//! possible (Rice 1979; Witten, Moffat and Bell, *Managing Gigabytes*, 3.3).

use super::shard::IndexError;

/// Writes bits, the highest of a byte first.
#[derive(Default)]
pub(super) struct Writer {
    bytes: Vec<u8>,
    /// Bits of the last byte that are used; 0 where it is full.
    used: u32,
}

impl Writer {
    /// The lowest `count` bits of a number, highest first.
    pub(super) fn push(&mut self, number: u64, count: u32) {
        for at in (0..count).rev() {
            if self.used == 0 {
                self.bytes.push(0);
            }
            if let Some(last) = self.bytes.last_mut() {
                *last |= ((number >> at & 1) as u8) << (7 - self.used);
            }
            self.used = (self.used + 1) % 8;
        }
    }

    /// A number of which small values are likelier: 2⌊log₂(n + 1)⌋ + 1 bits (Elias gamma).
    pub(super) fn gamma(&mut self, number: u64) {
        let length = (number + 1).ilog2();
        self.push(0, length);
        self.push(number + 1, length + 1);
    }

    /// Sorted numbers below `limit`, each once.
    pub(super) fn sorted(&mut self, numbers: impl ExactSizeIterator<Item = u64>, limit: u64) {
        let k = parameter(numbers.len() as u64, limit);
        let mut next = 0;
        for number in numbers {
            let gap = number - next;
            for _ in 0..gap >> k {
                self.push(1, 1);
            }
            self.push(0, 1);
            self.push(gap, k);
            next = number + 1;
        }
    }

    /// The bytes; bits of the last one that were not written are zero.
    pub(super) fn finish(self) -> Vec<u8> {
        self.bytes
    }
}

/// How many of a gap's bits are written as they are: ⌊log₂ of the mean gap × ln 2⌋.
fn parameter(count: u64, limit: u64) -> u32 {
    let mean = limit / count.max(1);
    (mean * 177 / 256).max(1).ilog2()
}

/// Reads what [`Writer`] wrote; whatever else it is given, it ends in an error.
pub(super) struct Reader<'b> {
    bytes: &'b [u8],
    /// The next bit.
    at: usize,
}

/// How many bits a look ahead holds at least.
const AHEAD: u32 = 57;

impl<'b> Reader<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// The next bits, highest first, at least [`AHEAD`] of them; zeros after the end.
    fn ahead(&self) -> u64 {
        let rest = self.bytes.get(self.at / 8..).unwrap_or_default();
        let mut next = [0; 8];
        let length = rest.len().min(8);
        next[..length].copy_from_slice(&rest[..length]);
        u64::from_be_bytes(next) << (self.at % 8)
    }

    fn skip(&mut self, count: u32) -> Result<(), IndexError> {
        self.at += count as usize;
        if self.at > self.bytes.len() * 8 {
            return Err(IndexError::Malformed);
        }
        Ok(())
    }

    /// A number of at most [`AHEAD`] bits.
    fn bits(&mut self, count: u32) -> Result<u64, IndexError> {
        let number = self.ahead().checked_shr(64 - count).unwrap_or(0);
        self.skip(count)?;
        Ok(number)
    }

    /// Ones up to a zero, which is read too.
    fn unary(&mut self) -> Result<u64, IndexError> {
        let mut number = 0;
        loop {
            let ones = self.ahead().leading_ones().min(AHEAD);
            number += u64::from(ones);
            if ones < AHEAD {
                self.skip(ones + 1)?;
                return Ok(number);
            }
            self.skip(ones)?;
        }
    }

    pub(super) fn gamma(&mut self) -> Result<u64, IndexError> {
        let length = self.ahead().leading_zeros();
        if length >= AHEAD {
            return Err(IndexError::Malformed);
        }
        self.skip(length + 1)?;
        Ok((1 << length | self.bits(length)?) - 1)
    }

    /// Hands on `count` sorted numbers below `limit`.
    pub(super) fn sorted(
        &mut self,
        count: u64,
        limit: u64,
        mut each: impl FnMut(u64),
    ) -> Result<(), IndexError> {
        if count > limit {
            return Err(IndexError::Malformed);
        }
        let k = parameter(count, limit);
        let mut next: u64 = 0;
        for _ in 0..count {
            let gap = self.unary()? << k;
            let number = next
                .checked_add(gap | self.bits(k)?)
                .ok_or(IndexError::Malformed)?;
            if number >= limit {
                return Err(IndexError::Malformed);
            }
            each(number);
            next = number + 1;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_written_is_read(
            numbers in proptest::collection::btree_set(0u64..5_000, 0..200),
            lone in 0u64..1 << 40,
        ) {
            let mut writer = Writer::default();
            writer.gamma(lone);
            writer.gamma(numbers.len() as u64);
            writer.sorted(numbers.iter().copied(), 5_000);
            writer.gamma(7);
            let bytes = writer.finish();

            let mut reader = Reader::new(&bytes);
            prop_assert_eq!(reader.gamma(), Ok(lone));
            let count = reader.gamma().unwrap();
            let mut read = Vec::new();
            reader.sorted(count, 5_000, |number| read.push(number)).unwrap();
            prop_assert_eq!(read, numbers.into_iter().collect::<Vec<_>>());
            prop_assert_eq!(reader.gamma(), Ok(7));
        }

        #[test]
        fn any_bytes_are_read_to_an_end(bytes: Vec<u8>, count in 0u64..1_000, limit in 0u64..1 << 41) {
            let mut reader = Reader::new(&bytes);
            while reader.gamma().is_ok() {}
            let mut reader = Reader::new(&bytes);
            let mut last = None;
            let read = reader.sorted(count, limit, |number| {
                assert!(number < limit && last < Some(number));
                last = Some(number);
            });
            prop_assert!(read.is_ok() || count > 0);
        }
    }

    #[test]
    fn dense_and_sparse_lists_come_close_to_the_least_possible() {
        let bits = |step: usize| {
            let mut writer = Writer::default();
            let numbers: Vec<u64> = (0..10_000).step_by(step).collect();
            writer.sorted(numbers.iter().copied(), 10_000);
            writer.finish().len() * 8 / numbers.len()
        };
        assert!(bits(1) <= 2 && bits(10) <= 5 && bits(1_000) <= 12);
    }
}
