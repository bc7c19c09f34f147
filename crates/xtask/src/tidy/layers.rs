//! The reader's modules depend one way, `main → app → pages → {components, state} → browser`, and browser crates
//! are named in `src/browser` and `src/main.rs` alone.

use super::{
    Finding,
    source::{Source, tokens},
};

/// For each folder of the reader, the modules above it, which it must not name.
const ABOVE: [(&str, &[&str]); 4] = [
    ("src/pages/", &["app"]),
    ("src/components/", &["app", "pages"]),
    ("src/state/", &["app", "pages", "components"]),
    ("src/browser/", &["app", "pages", "components", "state"]),
];

/// Finds what points the wrong way.
pub(super) fn check(source: &Source) -> Vec<Finding> {
    if !source.is_rust_in("src/") {
        return Vec::new();
    }
    let tokens = tokens(&source.code);
    let mut findings = Vec::new();
    if !source.path.starts_with("src/browser/") && source.path != "src/main.rs" {
        let named = tokens.iter().filter(|(_, word)| is_browser_crate(word));
        findings.extend(named.map(|(at, word)| {
            source.finding(
                *at,
                format!("`{word}` outside src/browser: the rest of the reader asks that module"),
            )
        }));
    }
    let above = ABOVE
        .iter()
        .find(|(folder, _)| source.path.starts_with(folder))
        .map_or(&[][..], |(_, above)| above);
    for window in tokens.windows(3) {
        if let [(_, "crate"), (_, "::"), (at, module)] = window
            && above.contains(module)
        {
            findings.push(source.finding(*at, format!("`crate::{module}` from below: see ARCHITECTURE.md")));
        }
    }
    findings
}

fn is_browser_crate(word: &str) -> bool {
    matches!(word, "web_sys" | "js_sys" | "gloo") || word.starts_with("gloo_")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(path: &str, text: &str) -> usize {
        check(&Source::new(path, text)).len()
    }

    #[test]
    fn browser_crates_stay_in_their_place() {
        let bad = "use web_sys::Window; use leptos::{web_sys, ev}; fn f() { gloo_timers::x(); js_sys::Date::now(); }";
        assert_eq!(count("src/pages/home.rs", bad), 4);
        assert_eq!(count("src/browser/clock.rs", bad), 0);
        assert_eq!(count("src/main.rs", bad), 0);
        assert_eq!(count("src/pages/home.rs", "// web_sys"), 0);
    }

    #[test]
    fn modules_know_nothing_of_those_above() {
        assert_eq!(count("src/components/list.rs", "use crate::pages::home;"), 1);
        assert_eq!(
            count("src/browser/fetch.rs", "fn f(x: crate::state::Query) {}"),
            1
        );
        assert_eq!(count("src/pages/home.rs", "use crate::{components, state};"), 0);
    }
}
