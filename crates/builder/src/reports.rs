//! The reports of an archive: what lists show of them in memory, their texts in a store.
//!
//! A hundred thousand summaries are a few hundred megabytes; their texts would be as large as their publisher likes.
//! So texts are read when they are asked for, and kept by nobody.

use std::ops::Range;
use std::sync::Arc;

use kanbao_archive::markdown::Stored;
use kanbao_archive::model::{Body, Image, News, Related, Report, Summary, Term};
use kanbao_archive::outline::SectionKind;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::cache::{Cache, Key, Pack, Place, StoreError};
use crate::terms::{Beside, Counts, TermCount};

/// All reports of an archive, in the order of lists: newest first. Clones share the store.
#[derive(Clone, Debug, Default)]
pub struct Reports {
    summaries: Vec<Summary>,
    bodies: Bodies,
}

/// Where the bodies are; as many as there are summaries.
#[derive(Clone, Debug)]
enum Bodies {
    /// Here.
    Held(Arc<Vec<Body>>),
    /// In the store of a cache.
    Stored {
        cache: Arc<Cache>,
        places: Arc<Vec<Placed>>,
    },
}

/// Where the parts of a report are.
#[derive(Clone, Debug)]
pub(crate) struct Placed {
    /// The body, without terms.
    pub(crate) body: Place,
    pub(crate) terms: Place,
    pub(crate) counts: Place,
    pub(crate) beside: Place,
    /// Stands for all of the report.
    pub(crate) key: Key,
}

impl Default for Bodies {
    fn default() -> Self {
        Bodies::Held(Arc::default())
    }
}

impl Reports {
    /// Reports whose texts are in the store of a cache.
    pub(crate) fn stored(cache: Arc<Cache>, summaries: Vec<Summary>, places: Vec<Placed>) -> Self {
        Self {
            summaries,
            bodies: Bodies::Stored {
                cache,
                places: Arc::new(places),
            },
        }
    }

    /// Where what is made from reports is kept for the next build.
    pub(crate) fn cache(&self) -> Option<&Cache> {
        match &self.bodies {
            Bodies::Held(_) => None,
            Bodies::Stored { cache, .. } => Some(cache),
        }
    }

    /// The reports of each calendar month, newest first.
    pub(crate) fn months(&self) -> Vec<Range<usize>> {
        let month_of = |summary: &Summary| summary.day.first_of_month();
        let months = self.summaries.chunk_by(|a, b| month_of(a) == month_of(b));
        months
            .scan(0, |next, month| {
                let range = *next..*next + month.len();
                *next = range.end;
                Some(range)
            })
            .collect()
    }

    /// What stands for the report at `index`: another text, or another thing that lists show, is another key.
    pub(crate) fn key(&self, index: usize) -> Key {
        match &self.bodies {
            Bodies::Held(bodies) => {
                let json = serde_json::to_vec(&(&self.summaries[index], &bodies[index]));
                Key::of(&[&json.unwrap_or_default()])
            }
            Bodies::Stored { places, .. } => places[index].key,
        }
    }

    /// What `make` makes of the reports of a range, unless an earlier build did; `purpose` and `others` stand for all else
    /// that it is made from. What was made is taken only if it `is_there`: its files may be gone.
    pub(crate) fn made<T, E>(
        &self,
        (purpose, range, others): (&str, Range<usize>, &[Key]),
        is_there: impl FnOnce(&T) -> Result<bool, E>,
        make: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, E>
    where
        T: Serialize + DeserializeOwned,
        E: From<StoreError>,
    {
        let Some(cache) = self.cache().filter(|cache| cache.is_kept()) else {
            return make();
        };
        let key = self.key_of(purpose, range, others);
        let known = cache.get(key).and_then(|json| serde_json::from_slice(&json).ok());
        if let Some(made) = known
            && is_there(&made)?
        {
            return Ok(made);
        }
        let made = make()?;
        if let Ok(json) = serde_json::to_vec(&made) {
            cache.put(key, &json)?;
        }
        Ok(made)
    }

    /// What stands for the reports of a range, for a purpose and with all else that it depends on.
    pub(crate) fn key_of(&self, purpose: &str, range: Range<usize>, others: &[Key]) -> Key {
        let mut keys = Vec::with_capacity(16 * (range.len() + others.len()));
        others.iter().for_each(|key| keys.extend(key.bytes()));
        range.for_each(|index| keys.extend(self.key(index).bytes()));
        Key::of(&[purpose.as_bytes(), &keys])
    }

    /// The number of reports.
    pub fn len(&self) -> usize {
        self.summaries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.summaries.is_empty()
    }

    /// What lists show, newest first.
    pub fn summaries(&self) -> &[Summary] {
        &self.summaries
    }

    /// The body of the report at `index`, which has to be below [`Reports::len`].
    ///
    /// # Errors
    /// Where the store cannot be read or is damaged.
    pub fn body(&self, index: usize) -> Result<Body, StoreError> {
        match &self.bodies {
            Bodies::Held(bodies) => Ok(bodies[index].clone()),
            Bodies::Stored { cache, places } => {
                let mut body = read_body(cache.pack(), &places[index].body)?;
                body.terms = read_terms(cache.pack(), &places[index].terms)?;
                let beside = Beside::from_bytes(&cache.pack().get(&places[index].beside)?);
                self.say_beside(beside.ok_or_else(|| cache.pack().damaged())?, &mut body);
                Ok(body)
            }
        }
    }

    /// Says of a report what is new in it and what is like it, where anything can be said.
    fn say_beside(&self, beside: Beside, body: &mut Body) {
        let named = |number: u32| self.summaries.iter().rev().nth(number as usize);
        let news = beside.news;
        let faded = news.faded.into_iter();
        body.news = (news.earlier > 0).then(|| News {
            earlier: news.earlier,
            rising: news.rising,
            faded: faded
                .filter_map(|(text, last)| Some((text, named(last)?.id.clone())))
                .collect(),
        });
        let related = beside
            .related
            .into_iter()
            .filter_map(named)
            .map(|summary| Related {
                id: summary.id.clone(),
                day: summary.day,
                title: shortened(summary.lead()),
            });
        body.related = related.collect();
    }

    /// How often the report at `index`, which has to be below [`Reports::len`], has its terms. Of reports that never were
    /// posts no more is known than their clouds.
    ///
    /// # Errors
    /// As [`Reports::body`].
    pub(crate) fn counts(&self, index: usize) -> Result<Counts, StoreError> {
        match &self.bodies {
            Bodies::Held(bodies) => Ok(of_cloud(&bodies[index].terms)),
            Bodies::Stored { cache, places } => {
                let pack = cache.pack();
                Counts::from_bytes(&pack.get(&places[index].counts)?).ok_or_else(|| pack.damaged())
            }
        }
    }

    /// The report at `index`, which has to be below [`Reports::len`].
    ///
    /// # Errors
    /// As [`Reports::body`].
    pub fn report(&self, index: usize) -> Result<Report, StoreError> {
        Ok(Report {
            summary: self.summaries[index].clone(),
            body: self.body(index)?,
        })
    }

    /// The newest reports, newest first, at most `count`.
    ///
    /// # Errors
    /// As [`Reports::body`].
    pub fn newest(&self, count: usize) -> Result<Vec<Report>, StoreError> {
        (0..count.min(self.len()))
            .map(|index| self.report(index))
            .collect()
    }

    /// All reports, one after the other, newest first.
    pub fn iter(&self) -> impl Iterator<Item = Result<Report, StoreError>> {
        (0..self.len()).map(|index| self.report(index))
    }
}

/// Reports that are in memory as they are, in the order of lists.
impl From<Vec<Report>> for Reports {
    fn from(reports: Vec<Report>) -> Self {
        let (summaries, bodies) = reports
            .into_iter()
            .map(|report| (report.summary, report.body))
            .unzip();
        Self {
            summaries,
            bodies: Bodies::Held(Arc::new(bodies)),
        }
    }
}

/// The same reports, wherever they are; reports that cannot be read are like no others.
impl PartialEq for Reports {
    fn eq(&self, other: &Self) -> bool {
        let same_body = |index| matches!((self.body(index), other.body(index)), (Ok(a), Ok(b)) if a == b);
        self.summaries == other.summaries && (0..self.len()).all(same_body)
    }
}

/// A lead as it is shown of another report, no longer than a line.
fn shortened(lead: &str) -> String {
    const LONGEST: usize = 36;
    match lead.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &lead[..end]),
        None => lead.to_owned(),
    }
}

/// The counts that the terms of a cloud state.
fn of_cloud(terms: &[Term]) -> Counts {
    /// As rare as a word of which nothing is known.
    const RARITY: u32 = 140;
    Counts {
        words: terms.iter().map(|term| term.count).sum(),
        terms: terms
            .iter()
            .map(|term| TermCount {
                text: term.text.clone(),
                rarity: RARITY,
                sections: vec![(SectionKind::Other, term.count)],
            })
            .collect(),
    }
}

/// Puts a body into a store, without its terms, which are known only when all reports are.
///
/// # Errors
/// Where it cannot be written.
pub(crate) fn store_body(pack: &Pack, body: &Body) -> Result<Place, StoreError> {
    pack.put(&body_entry(body))
}

/// A body as it stands in a store.
pub(crate) fn body_entry(body: &Body) -> Vec<u8> {
    let text = body.document.as_str().as_bytes();
    let images = serde_json::to_vec(&body.images).unwrap_or_default();
    let mut entry = Vec::with_capacity(4 + text.len() + images.len());
    entry.extend((text.len() as u32).to_le_bytes());
    entry.extend(text);
    entry.extend(images);
    entry
}

/// Reads a body, without terms.
///
/// # Errors
/// Where it cannot be read, or is damaged.
pub(crate) fn read_body(pack: &Pack, place: &Place) -> Result<Body, StoreError> {
    let mut entry = pack.get(place)?;
    let body = (|| {
        let length = u32::from_le_bytes(*entry.first_chunk()?) as usize;
        let images: Vec<Image> = serde_json::from_slice(entry.get(4 + length..)?).ok()?;
        entry.truncate(4 + length);
        entry.drain(..4);
        // The store says that these are the bytes that were put in.
        let document = Stored::unchecked(String::from_utf8(entry).ok()?);
        Some(Body {
            document,
            images,
            terms: Vec::new(),
            news: None,
            related: Vec::new(),
        })
    })();
    body.ok_or_else(|| pack.damaged())
}

/// Puts terms at the end of some bytes.
pub(crate) fn write_terms(terms: &[Term], bytes: &mut Vec<u8>) {
    for term in terms {
        for number in [term.count, term.weight, term.text.len() as u32] {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend(term.text.as_bytes());
    }
}

/// Reads terms.
///
/// # Errors
/// Where they cannot be read, or are damaged.
pub(crate) fn read_terms(pack: &Pack, place: &Place) -> Result<Vec<Term>, StoreError> {
    let entry = pack.get(place)?;
    let mut rest = entry.as_slice();
    let number = |rest: &mut &[u8]| {
        let (number, after) = rest.split_first_chunk()?;
        *rest = after;
        Some(u32::from_le_bytes(*number))
    };
    let mut next = || {
        let (count, weight, length) = (number(&mut rest)?, number(&mut rest)?, number(&mut rest)?);
        let (text, after) = rest.split_at_checked(length as usize)?;
        rest = after;
        let text = str::from_utf8(text).ok()?.into();
        Some((Term { text, count, weight }, rest.is_empty()))
    };
    let mut terms = Vec::new();
    let mut is_done = entry.is_empty();
    while !is_done {
        let (term, is_last) = next().ok_or_else(|| pack.damaged())?;
        terms.push(term);
        is_done = is_last;
    }
    Ok(terms)
}

#[cfg(test)]
mod tests {
    use kanbao_archive::markdown::parse;

    use super::*;
    use crate::site::tests::report;

    fn body(markdown: &str) -> Body {
        Body {
            document: Stored::of(&parse(markdown)),
            images: vec![Image {
                src: "词云.png".into(),
                url: None,
                width: 0,
                height: 0,
                bytes: 0,
            }],
            terms: vec![
                Term {
                    text: "人工智能".into(),
                    count: 3,
                    weight: 10_000,
                };
                2
            ],
            news: None,
            related: Vec::new(),
        }
    }

    fn place(cache: &Cache, body: &Body) -> Placed {
        let mut terms = Vec::new();
        write_terms(&body.terms, &mut terms);
        Placed {
            body: store_body(cache.pack(), body).unwrap(),
            terms: cache.pack().put(&terms).unwrap(),
            counts: cache.pack().put(&of_cloud(&body.terms).to_bytes()).unwrap(),
            beside: cache.pack().put(&Beside::default().to_bytes()).unwrap(),
            key: Key::default(),
        }
    }

    #[test]
    fn bodies_come_back_from_the_store() {
        let cache = Arc::new(Cache::temporary().unwrap());
        let mut bodies = [body("# 总结\n\n- **甲** {x}"), body("")];
        bodies[1].terms.clear();
        let day = "2025-11-30".parse().unwrap();
        let held: Vec<Report> = bodies
            .iter()
            .map(|body| Report {
                body: body.clone(),
                ..report(day, "x", "")
            })
            .collect();
        let places: Vec<Placed> = bodies.iter().map(|body| place(&cache, body)).collect();
        let summaries = held.iter().map(|report| report.summary.clone()).collect();
        let stored = Reports::stored(cache, summaries, places);
        assert_eq!(stored, Reports::from(held.clone()));
        assert_eq!(stored.newest(1).unwrap(), held[..1]);
        assert_eq!(stored.newest(9).unwrap(), held);
        assert_eq!(stored.counts(0).unwrap(), of_cloud(&held[0].body.terms));
    }

    #[test]
    fn what_stands_for_a_report_changes_with_it() {
        let day = "2025-11-30".parse().unwrap();
        let keys = |slug: &str, text: &str| {
            let reports = Reports::from(vec![report(day, slug, text), report(day, "z", "")]);
            [
                reports.key_of("a", 0..2, &[]),
                reports.key_of("a", 1..2, &[]),
                reports.key_of("b", 1..2, &[]),
            ]
        };
        let [all, second, other] = keys("x", "y");
        assert_eq!(keys("x", "y")[0], all);
        assert!(keys("x", "yy")[0] != all && keys("xx", "y")[0] != all);
        assert!(keys("x", "yy")[1] == second && second != other);
    }

    #[test]
    fn an_entry_that_is_no_body_is_damage() {
        let pack = Pack::temporary(None).unwrap();
        for entry in [
            &b""[..],
            &[9, 0, 0, 0],
            &[0, 0, 0, 0, b'x'],
            &[1, 0, 0, 0, 0xff, b'[', b']'],
        ] {
            let place = pack.put(entry).unwrap();
            assert!(
                matches!(read_body(&pack, &place), Err(StoreError::Damaged(_))),
                "{entry:?}"
            );
            assert!(
                entry.is_empty() || read_terms(&pack, &place).is_err(),
                "{entry:?}"
            );
        }
    }
}
