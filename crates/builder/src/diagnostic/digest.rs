//! Many problems of few kinds: which of them are shown one by one, and what is said of the others.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{Code, Diagnostic, Severity};

/// How many problems of a kind are shown one by one where not all are asked for.
pub const SHOWN_PER_KIND: usize = 10;

/// Counts problems by kind as they are shown.
#[derive(Clone, Debug)]
pub struct Digest {
    /// How many of a kind are shown.
    limit: usize,
    /// A code can be graver in one place than in another.
    kinds: BTreeMap<(Severity, Code), usize>,
}

impl Digest {
    /// A digest that lets so many problems of each kind be shown.
    pub fn new(limit: usize) -> Self {
        Self {
            limit,
            kinds: BTreeMap::new(),
        }
    }

    /// Counts a problem, and says whether it is to be shown.
    pub fn takes(&mut self, diagnostic: &Diagnostic) -> bool {
        let count = self
            .kinds
            .entry((diagnostic.severity, diagnostic.code))
            .or_default();
        *count += 1;
        *count <= self.limit
    }

    /// What is left to say after the problems that were shown: how many of each kind were not, and, where there is more
    /// than one kind, a table of all. Ends with a line end, or is empty.
    pub fn rest(&self) -> String {
        let mut out = String::new();
        for ((_, code), count) in &self.kinds {
            if let Some(more) = count.checked_sub(self.limit).filter(|more| *more > 0) {
                // Writing to a String cannot fail.
                let _ = writeln!(
                    out,
                    "… and {more} more of {code} ({}); --all shows each",
                    code.kind()
                );
            }
        }
        if out.is_empty() && self.kinds.len() < 2 {
            return out;
        }
        if !out.is_empty() {
            out.push('\n');
        }
        let count_width = self
            .kinds
            .values()
            .max()
            .map_or(1, |count| count.to_string().len());
        for ((severity, code), count) in &self.kinds {
            let severity = severity.to_string();
            let _ = writeln!(
                out,
                "{count:>count_width$}  {code}  {severity:<7}  {}",
                code.kind()
            );
        }
        if let Some((_, code)) = self.kinds.keys().next() {
            let _ = writeln!(out, "`kanbao check --explain {code}` says what a code means.\n");
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_a_kind_are_shown_and_the_others_counted() {
        let mut digest = Digest::new(2);
        let image = Diagnostic::of_file(Code::ImageMissing, "a.md", "m");
        let shown: Vec<bool> = (0..5).map(|_| digest.takes(&image)).collect();
        assert_eq!(shown, [true, true, false, false, false]);
        assert!(digest.takes(&Diagnostic::of_file(Code::NoDate, "b.md", "m")));
        assert_eq!(
            digest.rest(),
            "… and 3 more of K040 (missing images); --all shows each\n\n\
             1  K020  error    posts without a date\n\
             5  K040  warning  missing images\n\
             `kanbao check --explain K020` says what a code means.\n\n"
        );
    }

    #[test]
    fn a_few_problems_of_one_kind_need_no_table() {
        let mut digest = Digest::new(SHOWN_PER_KIND);
        assert_eq!(digest.rest(), "");
        assert!(digest.takes(&Diagnostic::of_file(Code::NoDate, "b.md", "m")));
        assert_eq!(digest.rest(), "");
    }
}
