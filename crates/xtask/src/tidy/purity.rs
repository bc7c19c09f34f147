//! `crates/archive` runs natively and as WebAssembly and must give the same bytes: it does no I/O, asks no clock
//! and starts no thread.

use super::{
    Finding,
    source::{Source, Token, tokens},
};

/// Modules of the standard library that reach outside.
const MODULES: [&str; 6] = ["fs", "env", "net", "time", "thread", "process"];

/// Clocks, however they were imported.
const CLOCKS: [&str; 2] = ["SystemTime", "Instant"];

/// Finds what reaches outside. Tests may: they only ever run here.
pub(super) fn check(source: &Source) -> Vec<Finding> {
    if !source.is_rust_in("crates/archive/src/") || source.path.ends_with("/tests.rs") {
        return Vec::new();
    }
    let code = source.code.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let tokens = tokens(code);
    let clocks = tokens.iter().filter(|(_, word)| CLOCKS.contains(word)).copied();
    let modules = imported_from_std(&tokens)
        .into_iter()
        .filter(|(_, word)| MODULES.contains(word));
    clocks
        .chain(modules)
        .map(|(at, word)| source.finding(at, format!("`{word}` reaches outside: the archive crate is pure")))
        .collect()
}

/// The words after `std::`, also those of a group: `std::{fmt, fs::File}`.
fn imported_from_std<'a>(tokens: &[Token<'a>]) -> Vec<Token<'a>> {
    let mut found = Vec::new();
    for window in 0..tokens.len().saturating_sub(2) {
        if tokens[window].1 != "std" || tokens[window + 1].1 != "::" {
            continue;
        }
        let first = tokens[window + 2];
        if first.1 == "{" {
            found.extend(first_level(&tokens[window + 2..]));
        } else {
            found.push(first);
        }
    }
    found
}

/// The words that begin an entry of the outermost braces.
fn first_level<'a>(group: &[Token<'a>]) -> Vec<Token<'a>> {
    let mut found = Vec::new();
    let mut depth = 0;
    for pair in group.windows(2) {
        match pair[0].1 {
            "{" => depth += 1,
            "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
        if depth == 1 && matches!(pair[0].1, "{" | ",") {
            found.push(pair[1]);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(path: &str, text: &str) -> usize {
        check(&Source::new(path, text)).len()
    }

    #[test]
    fn what_reaches_outside_is_found_however_it_is_written() {
        for bad in [
            "use std::fs;",
            "fn f() { std::env::var(\"A\"); }",
            "use std::{fmt, collections::{BTreeMap, env}, time::Duration};",
            "fn f(t: SystemTime) {}",
            "let t = Instant::now();",
        ] {
            assert_eq!(words("crates/archive/src/a.rs", bad), 1, "{bad}");
        }
    }

    #[test]
    fn the_rest_passes() {
        let good = "// std::fs\nuse std::{fmt::{self, Write}, str}; const A: &str = \"std::env\";\n\
                    #[cfg(test)]\nmod tests { use std::fs; }";
        assert_eq!(words("crates/archive/src/a.rs", good), 0);
        assert_eq!(words("crates/builder/src/a.rs", "use std::fs;"), 0);
    }
}
