//! What can be replaced in a query: the Latin words and runs of Han that it looks for.

use std::ops::Range;

use super::words::latin_words;
use crate::search::query::{Field, Query};
use crate::text::{FoldTable, is_han};

/// A Latin word or a run of Han.
pub(super) struct Piece {
    /// The bytes of [`Query::typed`] where it stands.
    pub(super) at: Range<usize>,
    /// It, folded.
    pub(super) text: String,
    /// The same bytes character by character, for a run of Han; empty for a Latin word.
    pub(super) han: Vec<Range<usize>>,
    /// Whether it and the piece before it, both Latin, may be one name in pinyin: nothing but white space is between
    /// them, and both are looked for in the same place.
    pub(super) joins: bool,
}

impl Piece {
    pub(super) fn is_han(&self) -> bool {
        !self.han.is_empty()
    }
}

/// The pieces of a query in the order of its text. Words that must be absent, topics, sources and days have none.
pub(super) fn pieces(query: &Query, fold: &FoldTable) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut field_before = Field::Any;
    for word in query.clauses.iter().flat_map(|clause| &clause.words) {
        if word.negated || matches!(word.field, Field::Topic | Field::Source) {
            continue;
        }
        let folded = fold.fold(&word.text);
        let mut is_first = true;
        for (range, is_han) in runs(&folded.text) {
            let typed = |range: Range<usize>| {
                let original = folded.original(range);
                word.at.start + original.start..word.at.start + original.end
            };
            let text = &folded.text[range.clone()];
            let at = typed(range.clone());
            let one_place = !is_first || word.field == Field::Any && field_before == Field::Any;
            let joins = pieces.last().is_some_and(|before| {
                let between = query.typed.get(before.at.end..at.start);
                one_place && !is_han && !before.is_han() && between.is_some_and(|text| text.trim().is_empty())
            });
            let han = if is_han { text } else { "" };
            let chars = han.char_indices().map(|(start, c)| {
                let start = range.start + start;
                typed(start..start + c.len_utf8())
            });
            pieces.push(Piece {
                at,
                text: text.to_owned(),
                han: chars.collect(),
                joins,
            });
            is_first = false;
        }
        field_before = word.field;
    }
    pieces
}

/// Where the Latin words and the runs of Han in a folded text stand, in order, and which of the two they are.
fn runs(text: &str) -> Vec<(Range<usize>, bool)> {
    let mut runs = Vec::new();
    let mut at = 0;
    for word in latin_words(text) {
        push_han(&text[..word.start], at, &mut runs);
        at = word.end;
        runs.push((word, false));
    }
    push_han(text, at, &mut runs);
    runs
}

/// Adds the runs of Han from `at` to the end of the text.
fn push_han(text: &str, mut at: usize, runs: &mut Vec<(Range<usize>, bool)>) {
    while let Some(start) = text[at..].find(is_han) {
        let start = at + start;
        at = text[start..]
            .find(|c| !is_han(c))
            .map_or(text.len(), |length| start + length);
        runs.push((start..at, true));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tests::table;

    /// The pieces as typed: Han in brackets, `+` before one that joins.
    fn show(typed: &str) -> String {
        let pieces = pieces(&Query::parse(typed), &table());
        let shown = pieces.iter().map(|piece| {
            let original = &typed[piece.at.clone()];
            let text = if piece.is_han() {
                format!("[{original}]")
            } else {
                original.to_owned()
            };
            if piece.joins { format!("+{text}") } else { text }
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn pieces_stand_where_they_were_typed() {
        for (typed, expected) in [
            ("GPT-5 开源", "GPT-5 [开源]"),
            ("ＧＰＴ－５發布AI", "ＧＰＴ－５ [發布] AI"),
            ("rengong  zhineng", "rengong +zhineng"),
            ("\"rengong zhineng\" x", "rengong +zhineng x"),
            ("title:ren gong", "ren gong"),
            ("title:\"ren gong\" a", "ren +gong a"),
            ("ren OR gong", "ren gong"),
            ("ren -x gong", "ren gong"),
            ("topic:ai source:x after:2025 -\"a b\" -开源", ""),
            ("“认知核心”概念 、。", "[认知核心] [概念]"),
            ("人\u{200b}工 ⼈⼯", "[人\u{200b}工] [⼈⼯]"),
        ] {
            assert_eq!(show(typed), expected, "{typed}");
        }
    }
}
