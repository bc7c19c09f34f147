//! The reports of an archive: what lists show of them in memory, their texts in a store.
//!
//! A hundred thousand summaries are a few hundred megabytes; their texts would be as large as their publisher likes.
//! So texts are read when they are asked for, and kept by nobody.

use std::sync::Arc;

use kanbao_archive::markdown::Stored;
use kanbao_archive::model::{Body, Image, Report, Summary, Term};

use crate::cache::{Pack, Place, StoreError};

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
    /// In a store, their terms beside.
    Stored {
        pack: Arc<Pack>,
        places: Arc<Vec<Place>>,
        terms: Arc<Vec<Vec<Term>>>,
    },
}

impl Default for Bodies {
    fn default() -> Self {
        Bodies::Held(Arc::default())
    }
}

impl Reports {
    /// Reports whose texts are in a store, each with its place and its terms.
    pub(crate) fn stored(
        pack: Arc<Pack>,
        summaries: Vec<Summary>,
        places: Vec<Place>,
        terms: Vec<Vec<Term>>,
    ) -> Self {
        Self {
            summaries,
            bodies: Bodies::Stored {
                pack,
                places: Arc::new(places),
                terms: Arc::new(terms),
            },
        }
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
            Bodies::Stored { pack, places, terms } => {
                let mut body = read_body(pack, &places[index])?;
                body.terms.clone_from(&terms[index]);
                Ok(body)
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

/// Puts a body into a store, without its terms, which are known only when all reports are.
///
/// # Errors
/// Where it cannot be written.
pub(crate) fn store_body(pack: &Pack, body: &Body) -> Result<Place, StoreError> {
    let text = body.document.as_str().as_bytes();
    let images = serde_json::to_vec(&body.images).unwrap_or_default();
    let mut entry = Vec::with_capacity(4 + text.len() + images.len());
    entry.extend((text.len() as u32).to_le_bytes());
    entry.extend(text);
    entry.extend(images);
    pack.put(&entry)
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
        let document = Stored::try_from(String::from_utf8(entry).ok()?).ok()?;
        Some(Body {
            document,
            images,
            terms: Vec::new(),
        })
    })();
    body.ok_or_else(|| pack.damaged())
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
            }],
            terms: Vec::new(),
        }
    }

    #[test]
    fn bodies_come_back_from_the_store() {
        let pack = Arc::new(Pack::temporary(None).unwrap());
        let bodies = [body("# 总结\n\n- **甲** {x}"), body("")];
        let day = "2025-11-30".parse().unwrap();
        let held: Vec<Report> = bodies
            .iter()
            .map(|body| Report {
                body: body.clone(),
                ..report(day, "x", "")
            })
            .collect();
        let places: Vec<Place> = bodies
            .iter()
            .map(|body| store_body(&pack, body).unwrap())
            .collect();
        let summaries = held.iter().map(|report| report.summary.clone()).collect();
        let stored = Reports::stored(pack, summaries, places, vec![Vec::new(); 2]);
        assert_eq!(stored, Reports::from(held.clone()));
        assert_eq!(stored.newest(1).unwrap(), held[..1]);
        assert_eq!(stored.newest(9).unwrap(), held);
    }

    #[test]
    fn an_entry_that_is_no_body_is_damage() {
        let pack = Pack::temporary(None).unwrap();
        for entry in [&b""[..], &[9, 0, 0, 0], &[0, 0, 0, 0, b'x'], &[1, 0, 0, 0, 0xff]] {
            let place = pack.put(entry).unwrap();
            assert!(
                matches!(read_body(&pack, &place), Err(StoreError::Damaged(_))),
                "{entry:?}"
            );
        }
    }
}
