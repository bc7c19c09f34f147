//! A shard: the lists of the grams whose hash begins alike.
//!
//! ```text
//! shard = check (4 bytes, little-endian: FNV-1a over the rest)
//!         number of grams (gamma)
//!         the grams' remaining bits, sorted (Rice)
//!         per gram: number of reports − 1 (gamma), then their numbers, sorted (Rice); of a gram that more than
//!         half of the level's reports hold, the numbers of those that do not
//! ```

use std::fmt;

use super::bits::{Reader, Writer};
use super::gram::{BITS, Gram};
use super::numbers::Numbers;
use crate::fnv::fnv_32;

/// A shard that is here. Its lists are read when they are asked for: there are hundreds, and a query wants one.
#[derive(Clone, PartialEq, Debug)]
pub struct Shard {
    content: Vec<u8>,
    /// Shards of the level, as a power of two.
    bits: u8,
    /// Reports of the level.
    reports: u32,
}

/// Why a part of the index cannot be used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum IndexError {
    /// The bytes are not what was written: cut off, another file, or a web page that a host sent in its place.
    Malformed,
}

impl fmt::Display for IndexError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a part of the search index is not what was written")
    }
}

impl std::error::Error for IndexError {}

/// Bytes of the check at the front, which tells a file that was cut off or exchanged. (Results are verified against the
/// texts, so it need not withstand an attack.)
const CHECK: usize = 4;

impl Shard {
    /// Takes the bytes of a shard of a level with so many reports and 2^`bits` shards.
    ///
    /// # Errors
    /// [`IndexError::Malformed`] where they are not the bytes that were written.
    pub fn read(bytes: &[u8], bits: u8, reports: u32) -> Result<Self, IndexError> {
        let (stated, content) = bytes.split_first_chunk::<CHECK>().ok_or(IndexError::Malformed)?;
        if u32::from_le_bytes(*stated) != fnv_32(content) || u32::from(bits) >= BITS {
            return Err(IndexError::Malformed);
        }
        Ok(Self {
            content: content.to_vec(),
            bits,
            reports,
        })
    }

    /// The reports that hold a gram of this shard.
    ///
    /// # Errors
    /// [`IndexError::Malformed`] where the content ends early or is none.
    pub fn list(&self, gram: Gram) -> Result<Numbers, IndexError> {
        let mut reader = Reader::new(&self.content);
        let count = reader.gamma()?;
        let (wanted, mut at, mut found) = (gram.rest(self.bits), 0, None);
        reader.sorted(count, 1 << (BITS - u32::from(self.bits)), |gram| {
            if gram == wanted {
                found = Some(at);
            }
            at += 1;
        })?;
        let Some(found) = found else {
            return Ok(Numbers::none(self.reports));
        };
        for _ in 0..found {
            read_list(&mut reader, self.reports, |_| ())?;
        }
        let mut list = Numbers::none(self.reports);
        let inverted = read_list(&mut reader, self.reports, |report| list.insert(report))?;
        Ok(if inverted { list.complement() } else { list })
    }
}

/// Hands on the numbers of a list; says whether they are those of the reports that lack the gram.
fn read_list(reader: &mut Reader<'_>, reports: u32, mut each: impl FnMut(u32)) -> Result<bool, IndexError> {
    let limit = u64::from(reports);
    let count = reader.gamma()? + 1;
    let inverted = is_inverted(count, limit);
    let written = if inverted {
        limit.checked_sub(count).ok_or(IndexError::Malformed)?
    } else {
        count
    };
    reader.sorted(written, limit, |report| each(report as u32))?;
    Ok(inverted)
}

/// Writes a shard: what is left of each gram, and the reports that hold it (at least one), both sorted.
pub(super) fn write(lists: &[(u64, Vec<u32>)], bits: u8, reports: u32) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.gamma(lists.len() as u64);
    writer.sorted(lists.iter().map(|(gram, _)| *gram), 1 << (BITS - u32::from(bits)));
    for (_, list) in lists {
        write_list(&mut writer, list, reports);
    }
    let content = writer.finish();
    let mut bytes = fnv_32(&content).to_le_bytes().to_vec();
    bytes.extend(content);
    bytes
}

fn write_list(writer: &mut Writer, list: &[u32], reports: u32) {
    let (count, limit) = (list.len() as u64, u64::from(reports));
    writer.gamma(count.saturating_sub(1));
    if !is_inverted(count, limit) {
        writer.sorted(list.iter().map(|report| u64::from(*report)), limit);
        return;
    }
    let mut absent = Vec::with_capacity(reports as usize - list.len());
    let mut next = 0;
    for report in list.iter().copied().chain([reports]) {
        absent.extend((next..report).map(u64::from));
        next = report + 1;
    }
    writer.sorted(absent.into_iter(), limit);
}

/// Whether the reports that lack the gram are written.
fn is_inverted(count: u64, reports: u64) -> bool {
    count * 2 > reports
}
