//! The text of a report as its terms are taken from it.

use std::collections::BTreeSet;
use std::ops::Range;

use kanbao_archive::markdown::Document;
use kanbao_archive::model::{Day, Summary};
use kanbao_archive::outline::{Aliases, Outline, SectionKind};
use kanbao_archive::text::{Part, searchable};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::cache::{Cache, Key, Place, StoreError};
use crate::reports::{read_body, write_terms};
use crate::terms::{Lists, Said, State, Text, TextBlock};

/// Terms shown as the thumbnail of a report without a word-cloud image.
const TOP_TERMS: usize = 4;

/// The passages of a report that say something: no headline and no heading of a known kind, since those
/// repeat in every report, and no boilerplate.
fn wording(document: &Document, aliases: &Aliases) -> Vec<TextBlock> {
    let outline = Outline::of(document, aliases);
    let text = searchable(document, &outline.boilerplate);
    let kind_of = |id: &str| {
        let section = outline.sections.iter().find(|section| section.id == id);
        section.map_or(SectionKind::Other, |section| section.kind)
    };
    let passages = text.passages.into_iter().filter_map(|passage| {
        let section = passage.section.and_then(|index| text.sections.get(index));
        let kind = section.map_or(SectionKind::Other, |section| kind_of(&section.id));
        let says_nothing = match passage.part {
            Part::Headline | Part::Boilerplate => true,
            Part::Heading => kind != SectionKind::Other,
            _ => false,
        };
        (!says_nothing).then_some(TextBlock {
            text: passage.text,
            kind,
        })
    });
    passages.collect()
}

/// What of a report decides on its terms.
pub(super) struct Worded<'a> {
    pub(super) summary: &'a Summary,
    pub(super) body: &'a Place,
}

/// The terms of a report: where they are, and the strongest of them.
#[derive(Clone, Debug)]
pub(super) struct Terms {
    pub(super) place: Place,
    pub(super) counts: Place,
    /// What is said of it beside earlier ones.
    pub(super) beside: Place,
    pub(super) top: Vec<String>,
    pub(super) fresh: Vec<String>,
    /// The reports that are named there, by their numbers, oldest first.
    pub(super) named: Vec<u32>,
}

/// Where the terms of a report stand among those of its step.
#[derive(Serialize, Deserialize)]
struct Head {
    terms: Stretch,
    counts: Stretch,
    beside: Stretch,
    top: Vec<String>,
    fresh: Vec<String>,
    named: Vec<u32>,
}

/// Bytes among those of a step.
#[derive(Serialize, Deserialize)]
struct Stretch {
    from: u32,
    bytes: u32,
    key: Key,
}

impl Stretch {
    /// What has been put at the end of some bytes from a place on.
    fn since(from: usize, all: &[u8]) -> Self {
        Self {
            from: from as u32,
            bytes: (all.len() - from) as u32,
            key: Key::of(&[&all[from..]]),
        }
    }

    fn of(&self, all: Place) -> Option<Place> {
        all.part(self.from, self.bytes, self.key)
    }
}

impl Head {
    fn terms(self, all: Place) -> Option<Terms> {
        Some(Terms {
            place: self.terms.of(all)?,
            counts: self.counts.of(all)?,
            beside: self.beside.of(all)?,
            top: self.top,
            fresh: self.fresh,
            named: self.named,
        })
    }
}

/// The terms of every report, which come in the order of lists. Their texts are read a second time for it, step by
/// step: kept from the first time, they would fill the memory.
///
/// Terms follow from all reports up to their day. So steps are known by those before them: what an earlier build
/// found is taken, up to the first step in which something has changed, and from there on all are made anew.
///
/// # Errors
/// Where a text cannot be read, or the terms cannot be kept.
pub(super) fn terms(
    reports: &[Worded<'_>],
    cache: &Cache,
    settings: Key,
    (aliases, lists): (&Aliases, &Lists),
) -> Result<Vec<Terms>, StoreError> {
    let steps = steps(reports, settings);
    let known: Vec<Option<Vec<Terms>>> = steps.iter().map(|step| step.known(cache)).collect();
    let first_new = known.iter().position(Option::is_none).unwrap_or(known.len());
    let states = worth_keeping(&steps);
    let kept: Vec<usize> = states
        .iter()
        .copied()
        .filter(|step| cache.place(steps[step - 1].key("state")).is_some())
        .collect();
    let mut found: Vec<Vec<Terms>> = known.into_iter().flatten().take(first_new).collect();
    if first_new < steps.len() {
        let (mut next, mut state) = start(&steps, &kept, first_new, cache);
        while next < steps.len() {
            let step = &steps[next];
            if cache.is_kept() && states.contains(&next) && !kept.contains(&next) {
                cache.put(steps[next - 1].key("state"), &state.to_bytes())?;
            }
            let text = |i: usize| {
                let document = read_body(cache.pack(), reports[i].body)?.document.read();
                Ok(Text {
                    topic: reports[i].summary.topic.clone(),
                    blocks: wording(&document, aliases),
                })
            };
            let texts: Result<Vec<_>, StoreError> = step.reports.clone().into_par_iter().map(text).collect();
            let terms = state.add(&texts?, lists);
            if next >= first_new {
                found.push(step.keep(cache, &reports[step.reports.clone()], terms)?);
            }
            next += 1;
        }
    }
    found.reverse();
    Ok(found.into_iter().flatten().collect())
}

/// The steps before which the state is kept: the newest days, and the first days of the newest months. What changes is
/// new, as a rule.
fn worth_keeping(steps: &[Step]) -> BTreeSet<usize> {
    const DAYS: usize = 2;
    const MONTHS: usize = 3;
    let begins_month =
        |step: &usize| steps[*step].day.first_of_month() != steps[step - 1].day.first_of_month();
    let newest_first = || (1..steps.len()).rev();
    let months = newest_first().filter(begins_month).take(MONTHS);
    newest_first().take(DAYS).chain(months).collect()
}

/// The last state that is known from which the terms of a step can be made, and the step that comes next.
fn start(steps: &[Step], kept: &[usize], first_new: usize, cache: &Cache) -> (usize, State) {
    let usable = kept.iter().rev().filter(|step| **step <= first_new);
    let read = |step: &usize| {
        let state = State::from_bytes(&cache.get(steps[step - 1].key("state"))?)?;
        Some((*step, state))
    };
    usable.into_iter().find_map(read).unwrap_or_default()
}

/// Reports that are compared with the same archive: all up to and with themselves.
struct Step {
    reports: Range<usize>,
    /// The day of the newest of them.
    day: Day,
    /// What stands for them and for all earlier ones.
    up_to: Key,
}

/// How many reports the first step has at least: a few reports say little of what stands out in one.
const FIRST: usize = 30;

/// The steps, oldest first: the first days of the archive together, then one a day. So one more report changes the terms
/// of its own day only, and the files of no other.
fn steps(reports: &[Worded<'_>], settings: Key) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let (mut parts, mut start) = (settings.bytes().to_vec(), reports.len());
    for of_day in reports.chunk_by(|a, b| a.summary.day == b.summary.day).rev() {
        for report in of_day {
            parts.extend(report.body.key().bytes());
            for label in [&report.summary.topic, &report.summary.source] {
                parts.extend(Key::of(&[label.as_bytes()]).bytes());
            }
        }
        let end = start;
        start -= of_day.len();
        let day = of_day[0].summary.day;
        let up_to = Key::of(&[&parts]);
        match steps.last_mut() {
            Some(first) if first.reports.len() < FIRST && first.reports.end == reports.len() => {
                first.reports.start = start;
                (first.day, first.up_to) = (day, up_to);
            }
            _ => steps.push(Step {
                reports: start..end,
                day,
                up_to,
            }),
        }
        parts = up_to.bytes().to_vec();
    }
    steps
}

impl Step {
    fn key(&self, what: &str) -> Key {
        Key::of(&[what.as_bytes(), self.up_to.bytes()])
    }

    /// The terms that an earlier build found.
    fn known(&self, cache: &Cache) -> Option<Vec<Terms>> {
        let heads: Vec<Head> = serde_json::from_slice(&cache.get(self.key("heads"))?).ok()?;
        let all = cache.place(self.key("terms"))?;
        let terms = heads.into_iter().map(|head| head.terms(all));
        let terms: Vec<Terms> = terms.collect::<Option<_>>()?;
        (terms.len() == self.reports.len()).then_some(terms)
    }

    /// Keeps the terms of its reports.
    fn keep(&self, cache: &Cache, reports: &[Worded<'_>], said: Vec<Said>) -> Result<Vec<Terms>, StoreError> {
        let mut all = Vec::new();
        let mut heads = Vec::with_capacity(said.len());
        for (report, said) in reports.iter().zip(said) {
            let mut terms = said.cloud;
            // That a report on AI is about AI, its heading says.
            terms.retain(|term| {
                ![&report.summary.topic, &report.summary.source]
                    .iter()
                    .any(|key| term.text.eq_ignore_ascii_case(key))
            });
            let top = terms.iter().take(TOP_TERMS).map(|term| term.text.to_string());
            let top = top.collect();
            let from = all.len();
            write_terms(&terms, &mut all);
            let terms = Stretch::since(from, &all);
            let from = all.len();
            all.extend(said.counts.to_bytes());
            let counts = Stretch::since(from, &all);
            let from = all.len();
            all.extend(said.beside.to_bytes());
            let fresh = said.beside.news.fresh.iter().map(|text| text.to_string());
            heads.push(Head {
                terms,
                counts,
                beside: Stretch::since(from, &all),
                top,
                fresh: fresh.collect(),
                named: said.beside.named().collect(),
            });
        }
        let place = cache.put_always(self.key("terms"), &all)?;
        cache.put(self.key("heads"), &serde_json::to_vec(&heads).unwrap_or_default())?;
        let terms = heads.into_iter().filter_map(|head| head.terms(place));
        Ok(terms.collect())
    }
}
