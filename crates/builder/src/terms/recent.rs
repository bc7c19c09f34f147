//! What is new in a report beside the earlier ones of its topic: what was counted of those.
//!
//! Compared are the words as they stand in the text, before neighbours are joined: which are joined changes as the archive
//! grows, and a phrase is not new because it has become one. So a phrase is looked for by the pairs that it is made of.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use kanbao_archive::model::{News, Term};
use rustc_hash::FxHashMap;

use super::Token;
use super::bytes::{Reader, Writer};
use super::vocabulary::{Vocabulary, WordId};

/// With how many earlier reports of its topic a report is compared at most.
pub(super) const EARLIER: usize = 30;

/// Terms that are said of each kind.
const FRESH: usize = 6;
const RISING: usize = 4;
const FADED: usize = 4;

/// How often a term has to occur to be on the rise, and how many times as often as usual.
const RISING_LEAST: u32 = 3;
const RISING_TIMES: f64 = 2.5;

/// The least share of the earlier reports that have a term which is missed, one in so many, and their least number.
const FADED_SHARE: usize = 3;
const FADED_LEAST: usize = 3;

/// What is new in a report; reports are named by their numbers, oldest first.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Found {
    pub(crate) earlier: u32,
    pub(crate) fresh: Vec<Arc<str>>,
    pub(crate) rising: Vec<Arc<str>>,
    pub(crate) faded: Vec<(Arc<str>, u32)>,
}

impl Found {
    /// What is new as bytes.
    pub(super) fn write(&self, writer: &mut Writer) {
        writer.number(self.earlier);
        for texts in [&self.fresh, &self.rising] {
            writer.number(texts.len() as u32);
            texts.iter().for_each(|text| writer.text(text));
        }
        writer.number(self.faded.len() as u32);
        for (text, report) in &self.faded {
            writer.text(text);
            writer.number(*report);
        }
    }

    /// What was written; `None` where nothing like it was.
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let earlier = reader.number()?;
        let texts = |reader: &mut Reader<'_>| {
            let count = reader.count(4)?;
            (0..count)
                .map(|_| Some(reader.text()?.into()))
                .collect::<Option<Vec<Arc<str>>>>()
        };
        let (fresh, rising) = (texts(reader)?, texts(reader)?);
        let faded = (0..reader.count(8)?)
            .map(|_| Some((reader.text()?.into(), reader.number()?)))
            .collect::<Option<_>>()?;
        Some(Self {
            earlier,
            fresh,
            rising,
            faded,
        })
    }
}

/// The last reports of every topic.
#[derive(Debug, Default)]
pub(super) struct Recent {
    topics: BTreeMap<String, VecDeque<Seen>>,
}

/// What a report holds.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Seen {
    /// Its number, oldest first.
    number: u32,
    words: FxHashMap<WordId, u32>,
    pairs: FxHashMap<(WordId, WordId), u32>,
    /// All words, with repetitions.
    total: u32,
    /// The terms of its cloud.
    cloud: Vec<WordId>,
}

impl Seen {
    /// What stands in the text of a report, from its tokens before neighbours are joined.
    pub(super) fn of(tokens: &[Token], vocabulary: &Vocabulary) -> Self {
        let mut seen = Self {
            total: tokens.len() as u32,
            ..Self::default()
        };
        for token in tokens {
            *seen
                .words
                .entry(vocabulary.first_spelling(token.word))
                .or_default() += 1;
        }
        for pair in tokens.windows(2).filter(|pair| pair[1].glued) {
            let spelled = |token: &Token| vocabulary.first_spelling(token.word);
            *seen
                .pairs
                .entry((spelled(&pair[0]), spelled(&pair[1])))
                .or_default() += 1;
        }
        seen
    }

    /// All words, with repetitions.
    pub(super) fn total(&self) -> u32 {
        self.total
    }

    /// How often a term stands in the text: a phrase as often as the rarest pair that it is made of.
    fn count(&self, term: &[WordId]) -> u32 {
        match term {
            [word] => self.words.get(word).copied().unwrap_or(0),
            words => {
                let pairs = words.windows(2).map(|pair| (pair[0], pair[1]));
                pairs
                    .map(|pair| self.pairs.get(&pair).copied().unwrap_or(0))
                    .min()
                    .unwrap_or(0)
            }
        }
    }
}

impl Recent {
    /// What is new in a report of a topic, which is added.
    pub(super) fn add(
        &mut self,
        (number, topic): (u32, &str),
        mut seen: Seen,
        cloud: &[Term],
        vocabulary: &Vocabulary,
    ) -> Found {
        let about = cloud.iter().filter(|term| !term.text.eq_ignore_ascii_case(topic));
        let cloud: Vec<WordId> = about.filter_map(|term| vocabulary.find(&term.text)).collect();
        (seen.number, seen.cloud) = (number, cloud);
        let earlier = self.topics.entry(topic.to_owned()).or_default();
        let found = found(&seen, earlier, vocabulary);
        earlier.push_back(seen);
        if earlier.len() > EARLIER {
            earlier.pop_front();
        }
        found
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        writer.number(self.topics.len() as u32);
        for (topic, reports) in &self.topics {
            writer.text(topic);
            writer.number(reports.len() as u32);
            for seen in reports {
                writer.number(seen.number);
                writer.number(seen.total);
                writer.map(&seen.words, |writer, word| writer.number(*word));
                writer.map(&seen.pairs, |writer, (a, b)| {
                    writer.number(*a);
                    writer.number(*b);
                });
                writer.number(seen.cloud.len() as u32);
                seen.cloud.iter().for_each(|word| writer.number(*word));
            }
        }
    }

    /// What was written; `words` is the number of words that there are.
    pub(super) fn read(reader: &mut Reader<'_>, words: usize) -> Option<Self> {
        let mut recent = Self::default();
        for _ in 0..reader.count(8)? {
            let topic = reader.text()?.to_owned();
            let mut reports = VecDeque::new();
            for _ in 0..reader.count(20)? {
                let (number, total) = (reader.number()?, reader.number()?);
                let counts = reader.map(4, |reader| reader.below(words))?;
                let pairs = reader.map(8, |reader| Some((reader.below(words)?, reader.below(words)?)))?;
                let cloud = (0..reader.count(4)?)
                    .map(|_| reader.below(words))
                    .collect::<Option<_>>()?;
                reports.push_back(Seen {
                    number,
                    words: counts,
                    pairs,
                    total,
                    cloud,
                });
            }
            recent.topics.insert(topic, reports);
        }
        Some(recent)
    }
}

/// What is new in a report beside earlier ones, oldest first.
fn found(seen: &Seen, earlier: &VecDeque<Seen>, vocabulary: &Vocabulary) -> Found {
    let mut found = Found {
        earlier: earlier.len() as u32,
        ..Found::default()
    };
    if found.earlier < News::LEAST {
        return found;
    }
    let total: u32 = earlier.iter().map(|report| report.total).sum();
    let mut rising: Vec<(f64, &Arc<str>)> = Vec::new();
    for word in &seen.cloud {
        let text = &vocabulary.word(*word).text;
        let term = vocabulary.base_words(*word);
        let (here, before) = (
            seen.count(&term),
            earlier.iter().map(|report| report.count(&term)).sum::<u32>(),
        );
        if before == 0 {
            let is_said_otherwise = || {
                let mut forms = vocabulary.short_forms(*word);
                forms.any(|form| earlier.iter().any(|report| report.count(&[form]) > 0))
            };
            // A word that stands there once is chance; a name is news.
            let is_news = here > 1 || vocabulary.word(*word).is_name();
            if found.fresh.len() < FRESH && is_news && !is_said_otherwise() {
                found.fresh.push(Arc::clone(text));
            }
            continue;
        }
        let times =
            f64::from(here) / f64::from(seen.total.max(1)) / (f64::from(before) / f64::from(total.max(1)));
        if here >= RISING_LEAST && times >= RISING_TIMES {
            rising.push((f64::from(here) * times.ln(), text));
        }
    }
    rising.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    found.rising = rising
        .into_iter()
        .take(RISING)
        .map(|(_, text)| Arc::clone(text))
        .collect();
    found.faded = faded(seen, earlier, vocabulary);
    found
}

/// Terms that stand out in many earlier reports and are missing here, most reports first, with the last that has them.
fn faded(seen: &Seen, earlier: &VecDeque<Seen>, vocabulary: &Vocabulary) -> Vec<(Arc<str>, u32)> {
    let mut with: FxHashMap<WordId, usize> = FxHashMap::default();
    for word in earlier.iter().flat_map(|report| &report.cloud) {
        *with.entry(*word).or_default() += 1;
    }
    let least = FADED_LEAST.max(earlier.len().div_ceil(FADED_SHARE));
    let mut missing: Vec<(usize, &Arc<str>, u32)> = Vec::new();
    for (word, with) in with.into_iter().filter(|(_, with)| *with >= least) {
        let term = vocabulary.base_words(word);
        if seen.count(&term) > 0 {
            continue;
        }
        let last = earlier.iter().rev().find(|report| report.count(&term) > 0);
        if let Some(last) = last {
            missing.push((with, &vocabulary.word(word).text, last.number));
        }
    }
    missing.sort_by(|a, b| (b.0, a.1).cmp(&(a.0, b.1)));
    missing
        .into_iter()
        .take(FADED)
        .map(|(_, text, last)| (Arc::clone(text), last))
        .collect()
}

#[cfg(test)]
mod tests {
    use kanbao_archive::outline::SectionKind;
    use proptest::prelude::*;

    use super::super::{Lists, Said, State, Text, TextBlock};
    use super::*;

    /// Words of which none stands in another.
    const WORDS: [&str; 14] = [
        "Aurora 2",
        "Voltara",
        "港口",
        "集装箱",
        "叶片",
        "电池",
        "潮汐",
        "渔业",
        "储能电站",
        "海上风电",
        "弃风难题",
        "驳船",
        "补贴",
        "航运",
    ];

    /// A report of a topic: words by their places, each in a sentence of its own.
    #[derive(Clone, Debug)]
    struct Made {
        topic: usize,
        words: Vec<usize>,
    }

    impl Made {
        fn text(&self) -> Text {
            let block = |word: &usize| TextBlock {
                text: format!("{}。", WORDS[*word]),
                kind: SectionKind::Other,
            };
            Text {
                topic: ["wind", "ports"][self.topic].into(),
                blocks: self.words.iter().map(block).collect(),
            }
        }

        fn count(&self, term: &str) -> usize {
            self.words.iter().filter(|word| WORDS[**word] == term).count()
        }
    }

    /// What is said of the reports, oldest first; the first few are one step, the others a step each.
    fn said(reports: &[Made], first: usize) -> Vec<Said> {
        let (first, others) = reports.split_at(first.min(reports.len()));
        let mut state = State::default();
        let texts: Vec<Text> = first.iter().rev().map(Made::text).collect();
        let mut said = state.add(&texts, &Lists::built_in());
        said.reverse();
        for report in others {
            state = State::from_bytes(&state.to_bytes()).unwrap();
            said.extend(state.add(&[report.text()], &Lists::built_in()));
        }
        said
    }

    /// Holds what was found against the words themselves.
    fn hold(reports: &[Made], at: usize, said: &[Said]) -> Result<(), TestCaseError> {
        let (report, news) = (&reports[at], &said[at].beside.news);
        let of_topic = (0..at).filter(|other| reports[*other].topic == report.topic);
        let mut earlier: Vec<usize> = of_topic.collect();
        earlier.drain(..earlier.len().saturating_sub(EARLIER));
        prop_assert_eq!(news.earlier as usize, earlier.len());
        if news.earlier < News::LEAST {
            prop_assert!(news.fresh.is_empty() && news.rising.is_empty() && news.faded.is_empty());
            return Ok(());
        }
        let before = |term: &str| {
            earlier
                .iter()
                .map(|other| reports[*other].count(term))
                .sum::<usize>()
        };
        let is_name = |term: &str| term.is_ascii();
        let cloud = || said[at].cloud.iter().map(|term| &*term.text);
        let new: Vec<&str> = cloud()
            .filter(|term| before(term) == 0 && (report.count(term) > 1 || is_name(term)))
            .take(FRESH)
            .collect();
        prop_assert_eq!(news.fresh.iter().map(|text| &**text).collect::<Vec<_>>(), new);
        let total: usize = earlier
            .iter()
            .map(|other| said[*other].counts.words as usize)
            .sum();
        let times = |term: &str| {
            let here = report.count(term) as f64 / f64::from(said[at].counts.words);
            here * total as f64 / before(term) as f64
        };
        let risen = |term: &&str| before(term) > 0 && report.count(term) >= 3 && times(term) >= RISING_TIMES;
        prop_assert_eq!(news.rising.len(), cloud().filter(risen).count().min(RISING));
        prop_assert!(news.rising.iter().all(|term| risen(&&**term)));
        let stood_out = |term: &str| {
            let with = |other: &&usize| said[**other].cloud.iter().any(|of_cloud| &*of_cloud.text == term);
            earlier.iter().filter(with).count()
        };
        let least = 3.max(earlier.len().div_ceil(3));
        let missed = WORDS
            .iter()
            .filter(|term| report.count(term) == 0 && stood_out(term) >= least);
        prop_assert_eq!(news.faded.len(), missed.count().min(FADED));
        for (term, last) in &news.faded {
            prop_assert!(report.count(term) == 0 && stood_out(term) >= least);
            let has = earlier
                .iter()
                .rev()
                .find(|other| reports[**other].count(term) > 0);
            prop_assert_eq!(has.map(|at| *at as u32), Some(*last));
        }
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn what_is_new_is_what_the_words_say(
            reports in prop::collection::vec((0..2_usize, prop::collection::vec(0..14_usize, 0..12)), 1..50),
            first in 0..12_usize,
        ) {
            let reports: Vec<Made> = reports.into_iter().map(|(topic, words)| Made { topic, words }).collect();
            let said = said(&reports, first);
            for at in 0..reports.len() {
                hold(&reports, at, &said)?;
            }
        }
    }

    fn plain(text: &str) -> Text {
        Text {
            topic: "wind".into(),
            blocks: vec![TextBlock {
                text: text.into(),
                kind: SectionKind::Other,
            }],
        }
    }

    #[test]
    fn a_phrase_is_not_new_because_it_has_become_one() {
        let mut state = State::default();
        let mut texts = vec![plain("潮汐。渔业。驳船。"); 8];
        texts.push(plain("港口电价下降，渔业。"));
        for text in texts {
            state.add(&[text], &Lists::built_in());
        }
        let said = state.add(
            &[plain("港口电价，港口电价，港口电价，港口电价。")],
            &Lists::built_in(),
        );
        let cloud: Vec<&str> = said[0].cloud.iter().map(|term| &*term.text).collect();
        assert!(cloud.contains(&"港口电价"), "{cloud:?}");
        assert!(said[0].beside.news.fresh.is_empty(), "{:?}", said[0].beside.news);
    }

    #[test]
    fn a_name_is_not_new_because_it_is_written_otherwise() {
        let mut state = State::default();
        let mut texts = vec![plain("潮汐。渔业。"); 7];
        texts.push(plain("NVIDIA，Opus 4.5。"));
        for text in texts {
            state.add(&[text], &Lists::built_in());
        }
        let said = state.add(
            &[plain("Nvidia，Nvidia，Claude Opus 4.5，Aurora 2。")],
            &Lists::built_in(),
        );
        let fresh: Vec<&str> = said[0].beside.news.fresh.iter().map(|text| &**text).collect();
        assert_eq!(fresh, ["Aurora 2"]);
    }
}
