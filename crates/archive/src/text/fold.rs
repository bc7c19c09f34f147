//! Folding: how different spellings of the same text become equal, and the way back to the original.

use std::ops::Range;

use super::fold_table::{Fold, FoldTable};
use super::is_unspaced;

/// A folded text that knows where each part came from.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    /// Where it came from, in order; few, since text that folds to the same length is one segment.
    segments: Vec<Segment>,
}

/// A stretch of folded text and the stretch of original text that it came from.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Segment {
    /// Start in the folded text; it ends where the next segment starts.
    folded: u32,
    /// The original bytes.
    start: u32,
    end: u32,
    /// Whether every byte came from the byte at the same distance; else all came from all.
    even: bool,
}

impl FoldTable {
    /// Folds a text.
    ///
    /// Characters fold by the table. White space beside writing that has no spaces ([`is_unspaced`]) is
    /// dropped, other runs of it become one space, and there is none at the ends: so a substring of a text,
    /// folded, is a substring of the folded text.
    pub fn fold(&self, text: &str) -> Folded {
        let mut tracker = Tracker::default();
        let mut folded = String::with_capacity(text.len());
        run(self, text, &mut folded, &mut tracker);
        Folded {
            text: folded,
            segments: tracker.segments,
        }
    }

    /// Folds a text at the end of `out`, without the way back.
    pub fn fold_into(&self, text: &str, out: &mut String) {
        run(self, text, out, &mut ());
    }

    /// The folded text without the way back.
    pub fn fold_str(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        self.fold_into(text, &mut out);
        out
    }
}

impl Folded {
    /// The original bytes that a range of folded bytes came from: whole characters, always. An empty range
    /// gives an empty one.
    pub fn original(&self, range: Range<usize>) -> Range<usize> {
        if range.is_empty() {
            return 0..0;
        }
        let (Some(first), Some(last)) = (self.segment(range.start), self.segment(range.end - 1)) else {
            return 0..0;
        };
        let place = |s: &Segment, at: usize| s.start as usize + (at - s.folded as usize);
        let start = if first.even {
            place(first, range.start)
        } else {
            first.start as usize
        };
        let end = if last.even {
            place(last, range.end)
        } else {
            last.end as usize
        };
        start..end
    }

    fn segment(&self, at: usize) -> Option<&Segment> {
        let after = self.segments.partition_point(|s| s.folded as usize <= at);
        self.segments.get(after.checked_sub(1)?)
    }
}

/// Folds `text` to the end of `out`, telling `track` where every folded character came from.
fn run(table: &FoldTable, text: &str, out: &mut String, track: &mut impl Track) {
    let base = out.len();
    let mut state = State {
        table,
        out,
        base,
        last: None,
        space: None,
    };
    for (at, c) in text.char_indices() {
        let from = at..at + c.len_utf8();
        match table.get(c) {
            Fold::Char(c) => state.push(c, from, track),
            Fold::Str(s) => s.chars().for_each(|c| state.push(c, from.clone(), track)),
        }
    }
}

struct State<'t, 'o> {
    table: &'t FoldTable,
    out: &'o mut String,
    /// Where this text starts in `out`.
    base: usize,
    /// The last character pushed.
    last: Option<char>,
    /// White space met since then.
    space: Option<Range<usize>>,
}

impl State<'_, '_> {
    fn push(&mut self, c: char, from: Range<usize>, track: &mut impl Track) {
        if c.is_whitespace() {
            let start = self.space.as_ref().map_or(from.start, |space| space.start);
            self.space = Some(start..from.end);
            return;
        }
        if let (Some(space), Some(last)) = (self.space.take(), self.last)
            && !is_unspaced(last)
            && !is_unspaced(c)
        {
            self.append(' ', space, track);
        }
        if let Some(made) = self.last.and_then(|last| self.table.compose(last, c)) {
            self.out.pop();
            track.recompose(from.end);
            self.out.push(made);
            self.last = Some(made);
            return;
        }
        self.append(c, from, track);
    }

    fn append(&mut self, c: char, from: Range<usize>, track: &mut impl Track) {
        track.append(self.out.len() - self.base, c.len_utf8(), from);
        self.out.push(c);
        self.last = Some(c);
    }
}

/// Keeps where folded characters came from.
trait Track {
    /// A character of `length` bytes was put at `at`; it came from these original bytes.
    fn append(&mut self, at: usize, length: usize, from: Range<usize>);

    /// The last character became another, which came from the original bytes up to `end` as well.
    fn recompose(&mut self, end: usize);
}

/// Keeps nothing: for the text of the scan, whose offsets nobody asks for.
impl Track for () {
    fn append(&mut self, _at: usize, _length: usize, _from: Range<usize>) {}

    fn recompose(&mut self, _end: usize) {}
}

#[derive(Default)]
struct Tracker {
    segments: Vec<Segment>,
    /// Where the last character was put, and where it came from.
    last: (usize, usize),
}

impl Track for Tracker {
    fn append(&mut self, at: usize, length: usize, from: Range<usize>) {
        self.last = (at, from.start);
        let even = length == from.len();
        if let Some(segment) = self.segments.last_mut() {
            let goes_on = segment.end as usize == from.start && at - segment.folded as usize == segment.len();
            if even && segment.even && goes_on {
                segment.end = from.end as u32;
                return;
            }
        }
        self.segments.push(Segment {
            folded: at as u32,
            start: from.start as u32,
            end: from.end as u32,
            even,
        });
    }

    fn recompose(&mut self, end: usize) {
        let (at, start) = self.last;
        if let Some(segment) = self.segments.last_mut() {
            segment.end = segment.end.min(start as u32);
            if segment.folded as usize == at {
                self.segments.pop();
            }
        }
        self.segments.push(Segment {
            folded: at as u32,
            start: start as u32,
            end: end as u32,
            even: false,
        });
    }
}

impl Segment {
    /// Length of the original stretch in bytes.
    fn len(&self) -> usize {
        (self.end - self.start) as usize
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A table with a little of everything that the builder's has.
    pub(crate) fn table() -> FoldTable {
        let fold = |c: char| match c {
            '開' => "开".into(),
            '⼈' => "人".into(),
            '⼯' => "工".into(),
            '體' => "体".into(),
            'Ⅲ' => "III".into(),
            '㍿' => "株式会社".into(),
            '\u{A0}' => " ".into(),
            c => c.to_lowercase().collect(),
        };
        FoldTable::build("開⼈⼯體Ⅲ㍿\u{A0}ÉÜİ".chars(), fold)
            .with_compositions([('e', '\u{301}', 'é'), ('か', '\u{3099}', 'が')])
    }

    #[track_caller]
    fn equal(a: &str, b: &str) {
        assert_eq!(table().fold_str(a), table().fold_str(b));
    }

    #[test]
    fn spellings_that_people_take_for_the_same_are_equal() {
        equal("AI 代理", "AI代理");
        equal("ＧＰＴ－５", "gpt-5");
        equal("開源", "开源");
        equal("⼈⼯智能", "人工智能");
        equal("人\u{200b}工\u{feff}", "人工");
        equal("人 工\n智\u{3000}能", "人工智能");
        equal("Claude\u{A0}\t Opus", "claude opus");
        equal("cafe\u{301}", "CAFÉ");
        equal("か\u{3099}", "が");
        equal("SAM Ⅲ", "sam iii");
        assert_ne!(table().fold_str("a b"), table().fold_str("ab"));
        assert_eq!(table().fold_str(" \u{3000}x "), "x");
    }

    /// The original text of every occurrence of `needle`.
    fn originals<'t>(text: &'t str, needle: &str) -> Vec<&'t str> {
        let folded = table().fold(text);
        folded
            .text
            .match_indices(needle)
            .map(|(at, m)| &text[folded.original(at..at + m.len())])
            .collect()
    }

    #[test]
    fn a_match_leads_back_to_whole_original_characters() {
        assert_eq!(originals("说ＧＰＴ－５好", "gpt-5"), ["ＧＰＴ－５"]);
        assert_eq!(originals("AI  代理 AI代理", "ai代理"), ["AI  代理", "AI代理"]);
        assert_eq!(originals("人\u{200b}工 x", "人工"), ["人\u{200b}工"]);
        assert_eq!(originals("SAM Ⅲ!", "m i"), ["M Ⅲ"]);
        assert_eq!(originals("㍿", "式"), ["㍿"]);
        assert_eq!(originals("a cafe\u{301} b", "fé"), ["fe\u{301}"]);
        assert_eq!(originals("か\u{3099}あ", "が"), ["か\u{3099}"]);
        assert_eq!(originals("a \n b", "a b"), ["a \n b"]);
    }

    #[test]
    fn plain_text_needs_few_segments() {
        assert_eq!(table().fold("开源模型Olmo 3，開源。").segments.len(), 3);
        assert_eq!(table().fold("").original(0..0), 0..0);
    }

    /// Characters of every kind that folding treats apart.
    pub(crate) const ALPHABET: &str =
        "开開源人⼈工AaIiＡｉ３3.-Éée\u{301}Ⅲ㍿ \n\u{3000}\u{A0}\u{200b}\u{feff}が，。か\u{3099}";

    pub(crate) fn text(length: std::ops::Range<usize>) -> impl Strategy<Value = String> {
        let chars: Vec<char> = ALPHABET.chars().collect();
        proptest::collection::vec(proptest::sample::select(chars), length).prop_map(String::from_iter)
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in text(0..40)) {
            let once = table().fold_str(&text);
            prop_assert_eq!(table().fold_str(&once), once);
        }

        #[test]
        fn every_folded_character_leads_back_to_text_that_folds_to_it(text in text(0..40)) {
            let table = table();
            let folded = table.fold(&text);
            prop_assert_eq!(&folded.text, &table.fold_str(&text));
            let mut end = 0;
            for (at, c) in folded.text.char_indices() {
                let original = folded.original(at..at + c.len_utf8());
                prop_assert!(text.get(original.clone()).is_some(), "{:?}", original);
                prop_assert!(original.end >= end);
                end = original.end;
                if c != ' ' {
                    prop_assert!(table.fold_str(&text[original]).contains(c));
                }
            }
            let whole = folded.original(0..folded.text.len());
            prop_assert_eq!(table.fold_str(&text[whole]), folded.text);
        }
    }
}
