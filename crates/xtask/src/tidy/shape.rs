//! Files stay short enough to read in one go, and nothing is left for later.

use super::{
    Finding,
    source::{Source, tokens},
};

/// Lines that a file may have.
const LINES: usize = 500;

/// Words that mean "not done". They are put together here so that this file may name them.
const LEFT_FOR_LATER: [&str; 3] = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X")];

/// Macros that mean the same.
const UNWRITTEN: [&str; 2] = [concat!("to", "do"), concat!("unimple", "mented")];

/// Finds long files and unfinished ones.
pub(super) fn check(source: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    let lines = source.text.lines().count();
    if lines > LINES {
        let end = source.text.len();
        findings.push(source.finding(
            end,
            format!("{lines} lines, {LINES} are allowed: split it by subject"),
        ));
    }
    let words = tokens(&source.text);
    for (at, word) in &words {
        if LEFT_FOR_LATER.contains(word) {
            findings.push(source.finding(*at, format!("`{word}`: do it, or file it where others find it")));
        }
    }
    for pair in tokens(&source.code).windows(2) {
        if UNWRITTEN.contains(&pair[0].1) && pair[1].1 == "!" {
            findings.push(source.finding(pair[0].0, format!("`{}!`: write it", pair[0].1)));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(text: &str) -> usize {
        check(&Source::new("src/a.rs", text)).len()
    }

    #[test]
    fn long_files_are_found() {
        assert_eq!(count(&"\n".repeat(LINES)), 0);
        assert_eq!(count(&"\n".repeat(LINES + 1)), 1);
    }

    #[test]
    fn unfinished_ones_are_found() {
        assert_eq!(count(&format!("// {}: more", LEFT_FOR_LATER[0])), 1);
        assert_eq!(count(&format!("fn f() {{ {}!() }}", UNWRITTEN[0])), 1);
        assert_eq!(count("// a list of things to do, a to-do list"), 0);
    }
}
