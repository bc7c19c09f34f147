//! The stored form of counts of terms: `data/terms-….json`, one file a calendar month.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Day;
use crate::json::{Error, Json, Reader, object, through};

/// The terms of the reports of a calendar month.
///
/// Counts are raw and add up: over reports, over sections, over months. What a report is said to hold follows from the
/// archive up to its own day, so the file of a month that is over never changes.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct MonthTerms {
    /// Version of the format; see [`SCHEMA`](super::SCHEMA).
    pub schema: u32,
    /// The first day of the month.
    pub month: Day,
    /// Topic keys that occur, in the order in which they first do.
    pub topics: Vec<String>,
    /// Names of the kinds of section that occur ([`SectionKind::name`](crate::outline::SectionKind::name)), in the order in
    /// which they first do.
    pub kinds: Vec<String>,
    /// Every term of the month, once: its text, and how rare it is in general text, as −10·ln of its share, rounded.
    /// Written as `[[rarity, [text, …]], …]`, since many are as rare as others.
    #[serde(with = "by_rarity")]
    pub terms: Vec<(Arc<str>, u32)>,
    /// The reports, newest first, in the order of lists.
    pub reports: Vec<ReportTerms>,
}

/// The terms of one report. Written as `[id, day, topic, words, sections]`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(
    from = "(String, u8, u32, u32, Vec<SectionTerms>)",
    into = "(String, u8, u32, u32, Vec<SectionTerms>)"
)]
pub struct ReportTerms {
    /// Id of the report.
    pub id: String,
    /// Its day of the month, from 1 on.
    pub day: u8,
    /// Index into [`MonthTerms::topics`]; their number where the report has none.
    pub topic: u32,
    /// How many words the report has, terms or not.
    pub words: u32,
    /// What its sections hold.
    pub sections: Vec<SectionTerms>,
}

impl From<(String, u8, u32, u32, Vec<SectionTerms>)> for ReportTerms {
    fn from((id, day, topic, words, sections): (String, u8, u32, u32, Vec<SectionTerms>)) -> Self {
        Self {
            id,
            day,
            topic,
            words,
            sections,
        }
    }
}

impl From<ReportTerms> for (String, u8, u32, u32, Vec<SectionTerms>) {
    fn from(report: ReportTerms) -> Self {
        (report.id, report.day, report.topic, report.words, report.sections)
    }
}

/// How often terms stand in the sections of one kind. Written as `[kind, term, −count, term, …]` in the order of the terms:
/// each by how far it lies behind the one before, and the negative number before it, where there is one, is its count
/// instead of 1.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(try_from = "Vec<i32>", into = "Vec<i32>")]
pub struct SectionTerms {
    /// Index into [`MonthTerms::kinds`].
    pub kind: u32,
    /// Index into [`MonthTerms::terms`], and how often that term occurs, at least once; in the order of the terms.
    pub counts: Vec<(u32, u32)>,
}

impl TryFrom<Vec<i32>> for SectionTerms {
    type Error = &'static str;

    fn try_from(numbers: Vec<i32>) -> Result<Self, Self::Error> {
        let (kind, numbers) = numbers.split_first().ok_or("a section has no kind")?;
        let (mut counts, mut term, mut count) = (Vec::new(), 0_u32, None);
        for number in numbers {
            match u32::try_from(*number) {
                Ok(behind) => {
                    term = term.checked_add(behind).ok_or("a term has too high a number")?;
                    counts.push((term, count.take().unwrap_or(1)));
                }
                Err(_) if count.is_some() => return Err("a count of a section has no term"),
                Err(_) => count = Some(number.unsigned_abs()),
            }
        }
        let kind = u32::try_from(*kind).map_err(|_| "a kind has a negative number")?;
        match count {
            Some(_) => Err("a count of a section has no term"),
            None => Ok(Self { kind, counts }),
        }
    }
}

impl From<SectionTerms> for Vec<i32> {
    fn from(section: SectionTerms) -> Self {
        let mut numbers = vec![section.kind as i32];
        let mut last = 0;
        for (term, count) in section.counts {
            if count > 1 {
                numbers.push(-(count as i32));
            }
            numbers.push((term - last) as i32);
            last = term;
        }
        numbers
    }
}

/// What the reports of the months that are over hold together: what others are compared with whose months are not here.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TermTotals {
    /// Version of the format; see [`SCHEMA`](super::SCHEMA).
    pub schema: u32,
    /// The last day of the last month that is over.
    pub until: Day,
    /// Number of reports.
    pub reports: u32,
    /// Number of words, terms or not.
    pub words: u64,
    /// Terms with how often they occur and in how many reports, most reports first; those of fewest are left out.
    pub terms: Vec<(Arc<str>, u32, u32)>,
}

/// Terms that are as rare as each other, together.
mod by_rarity {
    use std::sync::Arc;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(
        terms: &[(Arc<str>, u32)],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let alike = terms.chunk_by(|a, b| a.1 == b.1);
        let groups = alike.map(|group| (group[0].1, group.iter().map(|(text, _)| text).collect()));
        groups
            .collect::<Vec<(u32, Vec<&Arc<str>>)>>()
            .serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<(Arc<str>, u32)>, D::Error> {
        let groups = Vec::<(u32, Vec<Arc<str>>)>::deserialize(deserializer)?;
        let terms = groups
            .into_iter()
            .flat_map(|(rarity, texts)| texts.into_iter().map(move |text| (text, rarity)));
        Ok(terms.collect())
    }
}

/// Terms that are as rare as each other, together.
struct ByRarity(Vec<(Arc<str>, u32)>);

impl Json for ByRarity {
    fn blank() -> Self {
        ByRarity(Vec::new())
    }

    fn read(&mut self, from: &mut Reader<'_>) -> Result<(), Error> {
        let mut groups: Vec<(u32, Vec<Arc<str>>)> = Vec::new();
        groups.read(from)?;
        for (rarity, texts) in groups {
            self.0.extend(texts.into_iter().map(|text| (text, rarity)));
        }
        Ok(())
    }
}

impl Json for MonthTerms {
    fn blank() -> Self {
        MonthTerms {
            schema: 0,
            month: Day::blank(),
            topics: Vec::new(),
            kinds: Vec::new(),
            terms: Vec::new(),
            reports: Vec::new(),
        }
    }

    fn read(&mut self, from: &mut Reader<'_>) -> Result<(), Error> {
        let MonthTerms {
            schema,
            month,
            topics,
            kinds,
            terms,
            reports,
        } = self;
        let names = ["schema", "month", "topics", "kinds", "terms", "reports"];
        let mut by_rarity = ByRarity::blank();
        from.object(
            6,
            &names,
            &mut [schema, month, topics, kinds, &mut by_rarity, reports],
        )?;
        *terms = by_rarity.0;
        Ok(())
    }
}

impl Json for SectionTerms {
    fn blank() -> Self {
        SectionTerms {
            kind: 0,
            counts: Vec::new(),
        }
    }

    fn read(&mut self, from: &mut Reader<'_>) -> Result<(), Error> {
        let mut numbers: Vec<i32> = Vec::new();
        numbers.read(from)?;
        *self = numbers.try_into().map_err(|why| from.wrong(why))?;
        Ok(())
    }
}

through!(ReportTerms from (String, u8, u32, u32, Vec<SectionTerms>));
object!(TermTotals { schema, until, reports, words, terms; });

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_written_in_few_bytes_and_read_back() {
        let month = MonthTerms {
            schema: 3,
            month: Day::new(2025, 11, 1).unwrap(),
            topics: vec!["ai".into()],
            kinds: vec!["key_points".into(), "other".into()],
            terms: vec![
                ("开源模型".into(), 140),
                ("GPT-5".into(), 140),
                ("算力".into(), 150),
            ],
            reports: vec![ReportTerms {
                id: "2025/11/30/x".into(),
                day: 30,
                topic: 0,
                words: 812,
                sections: vec![SectionTerms {
                    kind: 1,
                    counts: vec![(0, 7), (1, 1), (2, 2)],
                }],
            }],
        };
        let json = serde_json::to_string(&month).unwrap();
        assert!(
            json.ends_with(
                r#""terms":[[140,["开源模型","GPT-5"]],[150,["算力"]]],"reports":[["2025/11/30/x",30,0,812,[[1,-7,0,1,-2,1]]]]}"#
            ),
            "{json}"
        );
        assert_eq!(serde_json::from_str::<MonthTerms>(&json).unwrap(), month);
    }

    #[test]
    fn a_section_that_does_not_add_up_is_refused() {
        for json in [
            "[]",
            "[-1]",
            "[1,-2]",
            "[1,-2,-3,4]",
            "[1,2147483647,2147483647,2]",
            "[1,3000000000]",
        ] {
            assert!(serde_json::from_str::<SectionTerms>(json).is_err(), "{json}");
        }
    }
}
