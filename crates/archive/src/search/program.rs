//! A query made ready to run: folded, in the order in which it fails fastest.

use memchr::memmem::Finder;

use super::query::{Field, Query};
use crate::order::{sort_by, sort_by_key};
use crate::text::{FoldTable, is_han, is_unspaced};

/// A word of a query, folded.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct FoldedWord {
    pub(super) negated: bool,
    pub(super) field: Field,
    pub(super) text: String,
    /// What the word is taken apart into where nothing holds it as it stands; empty where it never is.
    pub(super) pieces: Vec<String>,
}

/// The words of a query, folded, clause by clause; words without anything to look for are left out.
pub(super) fn fold_words(query: &Query, fold: &FoldTable) -> Vec<Vec<FoldedWord>> {
    let mut clauses = Vec::with_capacity(query.clauses.len());
    for clause in &query.clauses {
        let mut words = Vec::with_capacity(clause.words.len());
        for word in &clause.words {
            let text = fold.fold_str(&word.text);
            if text.is_empty() {
                continue;
            }
            let apart = !word.quoted && !word.negated && word.field == Field::Any;
            let pieces = if apart { pieces(&text) } else { Vec::new() };
            words.push(FoldedWord {
                negated: word.negated,
                field: word.field,
                text,
                pieces,
            });
        }
        if !words.is_empty() {
            clauses.push(words);
        }
    }
    clauses
}

/// The pairs of neighbours in each run of Han, and what stands between the runs. Empty where there is no Han
/// or only one piece, which is the text itself.
fn pieces(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let mut pieces: Vec<String> = Vec::new();
    let mut has_han = false;
    for run in chars.chunk_by(|a, b| is_han(*a) == is_han(*b)) {
        if is_han(run[0]) {
            has_han = true;
            pieces.extend(run.windows(run.len().min(2)).map(String::from_iter));
        } else {
            let run = String::from_iter(run);
            let trimmed =
                run.trim_matches(|c: char| c.is_ascii_punctuation() || !c.is_ascii() && is_unspaced(c));
            pieces.extend((!trimmed.is_empty()).then(|| trimmed.to_owned()));
        }
    }
    sort_by(&mut pieces, Ord::cmp);
    pieces.dedup();
    if has_han && pieces.len() > 1 {
        pieces
    } else {
        Vec::new()
    }
}

/// A folded text to look for.
pub(super) struct Needle {
    pub(super) finder: Finder<'static>,
}

impl Needle {
    pub(super) fn new(text: &str) -> Self {
        Self {
            finder: Finder::new(text).into_owned(),
        }
    }

    /// Whether the text is there.
    pub(super) fn is_in(&self, text: &[u8]) -> bool {
        self.finder.find(text).is_some()
    }

    /// Whether an occurrence at `at` starts in the middle of a Latin word or number.
    pub(super) fn is_inside_word(&self, text: &[u8], at: usize) -> bool {
        let first = self
            .finder
            .needle()
            .first()
            .is_some_and(u8::is_ascii_alphanumeric);
        first
            && at
                .checked_sub(1)
                .is_some_and(|before| text[before].is_ascii_alphanumeric())
    }
}

/// One condition.
pub(super) struct Test {
    pub(super) negated: bool,
    pub(super) what: What,
}

/// What a condition asks for.
pub(super) enum What {
    /// The text holds the needle of this index.
    Text(usize),
    /// Headline, lead or title hold the needle of this index.
    Title(usize),
    /// The topic's key or name is this.
    Topic(String),
    /// The source's key or name is this.
    Source(String),
}

/// A query ready to run.
pub(super) struct Program {
    /// Conditions, of which each must hold by one of its tests; the cheapest and rarest first.
    pub(super) clauses: Vec<Vec<Test>>,
    /// What the tests look for in text.
    pub(super) needles: Vec<Needle>,
    /// Which needles count for the rank: those that shall be there.
    pub(super) wanted: Vec<usize>,
    /// Neighbouring words as one text: a report that holds them side by side ranks higher.
    pub(super) pairs: Vec<Needle>,
}

impl Program {
    /// Makes folded words ready.
    pub(super) fn new(words: &[Vec<FoldedWord>]) -> Self {
        let mut program = Self {
            clauses: Vec::new(),
            needles: Vec::new(),
            wanted: Vec::new(),
            pairs: Vec::new(),
        };
        for clause in words {
            let tests = clause.iter().map(|word| program.test(word)).collect();
            program.clauses.push(tests);
        }
        for pair in words.windows(2) {
            if let ([a], [b]) = (pair[0].as_slice(), pair[1].as_slice())
                && [a, b].iter().all(|w| !w.negated && w.field == Field::Any)
            {
                program.pairs.push(Needle::new(&join(&a.text, &b.text)));
            }
        }
        let needles = &program.needles;
        let cost = |test: &Test| match test.what {
            What::Topic(_) | What::Source(_) => (0, 0),
            What::Title(_) => (1, 0),
            // Long texts are rare, so they are asked for first.
            What::Text(at) => (2, usize::MAX - needles[at].finder.needle().len()),
        };
        sort_by_key(&mut program.clauses, |tests| tests.iter().map(cost).max());
        program
    }

    fn test(&mut self, word: &FoldedWord) -> Test {
        let what = match word.field {
            Field::Any => {
                let at = self.needle(&word.text);
                if !word.negated {
                    self.wanted.push(at);
                }
                What::Text(at)
            }
            Field::Title => What::Title(self.needle(&word.text)),
            Field::Topic => What::Topic(word.text.clone()),
            Field::Source => What::Source(word.text.clone()),
        };
        Test {
            negated: word.negated,
            what,
        }
    }

    /// Adds a needle and returns its index.
    fn needle(&mut self, text: &str) -> usize {
        self.needles.push(Needle::new(text));
        self.needles.len() - 1
    }
}

/// Two folded texts, folded together.
fn join(a: &str, b: &str) -> String {
    let unspaced = |c: Option<char>| c.is_some_and(is_unspaced);
    let space = if unspaced(a.chars().next_back()) || unspaced(b.chars().next()) {
        ""
    } else {
        " "
    };
    [a, space, b].concat()
}
