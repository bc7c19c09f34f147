//! How many tests and checks passed.

use std::{fmt, ops::AddAssign};

/// How many tests and checks passed. Prints as the closing line that test readers know.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Tally {
    /// Those that passed.
    pub(crate) passed: usize,
    /// Those that failed.
    pub(crate) failed: usize,
    /// Those that an engine lacks something for; the test harness counts them among those that passed.
    pub(crate) inapplicable: usize,
    /// Of those that passed: the ones that had failed beside others and passed when they were run once more, alone.
    pub(crate) alone: usize,
}

impl Tally {
    /// One check.
    pub(crate) fn check(passed: bool) -> Self {
        Self {
            passed: usize::from(passed),
            failed: usize::from(!passed),
            ..Self::default()
        }
    }

    /// Reads a line such as `test result: ok. 12 passed; 0 failed; 1 ignored; …`, which both Rust's test harness
    /// and wasm-bindgen's print, or such as `not applicable: TEST: no WHAT`; every other line counts nothing.
    pub(crate) fn from_line(line: &str) -> Self {
        // The harness may have begun a line of its own before it.
        if line.contains("not applicable: ") {
            return Self {
                inapplicable: 1,
                ..Self::default()
            };
        }
        if !line.trim_start().starts_with("test result:") {
            return Self::default();
        }
        Self {
            passed: number_before(line, " passed"),
            failed: number_before(line, " failed"),
            ..Self::default()
        }
    }

    /// Counts tests that had failed as passed, which did so when they were run once more.
    pub(crate) fn pass_alone(&mut self, tests: usize) {
        let tests = tests.min(self.failed);
        self.failed -= tests;
        self.passed += tests;
        self.alone += tests;
    }
}

/// The test of a line such as `---- home::a_test stdout ----`, which the harness puts before what a failed test said.
pub(crate) fn failed_test(line: &str) -> Option<&str> {
    line.strip_prefix("---- ")?.strip_suffix(" stdout ----")
}

fn number_before(line: &str, word: &str) -> usize {
    let Some((before, _)) = line.split_once(word) else {
        return 0;
    };
    let digits = before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    before[digits..].parse().unwrap_or(0)
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.inapplicable += other.inapplicable;
        self.alone += other.alone;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // One line may come from a test that says it for several scenarios and then fails.
        let passed = self.passed.saturating_sub(self.inapplicable);
        write!(f, "{passed} passed, {} failed", self.failed)?;
        if self.alone > 0 {
            write!(f, ", {} passed only alone", self.alone)?;
        }
        if self.inapplicable > 0 {
            write!(f, ", {} not applicable", self.inapplicable)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn result_lines_are_counted_with_and_without_colour() {
        let plain = "test result: ok. 12 passed; 3 failed; 1 ignored; 0 measured; 0 filtered out";
        assert_eq!(
            Tally::from_line(plain),
            Tally {
                passed: 12,
                failed: 3,
                ..Tally::default()
            }
        );
        let coloured = "test result: \u{1b}[31mFAILED\u{1b}[m. 7 passed; 1 failed; 0 ignored";
        assert_eq!(
            Tally::from_line(coloured),
            Tally {
                passed: 7,
                failed: 1,
                ..Tally::default()
            }
        );
    }

    #[test]
    fn what_an_engine_lacks_is_counted_apart_from_what_passed() {
        let mut tally =
            Tally::from_line("not applicable: install::a_test: no DevTools protocol (Page.enable)");
        tally += Tally::from_line("test result: ok. 12 passed; 0 failed; 0 ignored");
        assert_eq!(tally.to_string(), "11 passed, 0 failed, 1 not applicable");
    }

    #[test]
    fn what_passes_at_a_second_try_is_said() {
        let mut tally = Tally::from_line("test result: FAILED. 7 passed; 2 failed; 0 ignored");
        tally.pass_alone(1);
        assert_eq!(tally.to_string(), "8 passed, 1 failed, 1 passed only alone");
        assert_eq!(failed_test("---- home::a_test stdout ----"), Some("home::a_test"));
        assert_eq!(failed_test("---- home::a_test ----"), None);
    }

    #[test]
    fn other_lines_count_nothing() {
        assert_eq!(Tally::from_line("test a::b ... ok"), Tally::default());
        assert_eq!(Tally::from_line("said: 5 passed; 2 failed"), Tally::default());
    }
}
