//! Nothing in the reader is set as HTML text: there is nothing to inject into.

use super::{
    Finding,
    source::{Source, tokens},
};

/// Ways to turn a string into elements, as JavaScript and as the Rust crates call them.
const SETTERS: [&str; 9] = [
    "innerHTML",
    "outerHTML",
    "insertAdjacentHTML",
    "createContextualFragment",
    "inner_html",
    "set_inner_html",
    "set_outer_html",
    "insert_adjacent_html",
    "create_contextual_fragment",
];

/// Finds such ways, in strings too: a script may be in one.
pub(super) fn check(source: &Source) -> Vec<Finding> {
    let runs_in_browser = source.is_rust_in("src/")
        || source.path == "index.html"
        || source.path.starts_with("public/") && source.path.ends_with(".js");
    if !runs_in_browser {
        return Vec::new();
    }
    let named = tokens(&source.uncommented)
        .into_iter()
        .filter(|(_, word)| SETTERS.contains(word));
    named
        .map(|(at, word)| source.finding(at, format!("`{word}`: build nodes instead")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(path: &str, text: &str) -> usize {
        check(&Source::new(path, text)).len()
    }

    #[test]
    fn html_text_is_set_nowhere_in_the_reader() {
        assert_eq!(count("src/pages/a.rs", "view! { <p inner_html=x/> }"), 1);
        assert_eq!(count("src/browser/a.rs", "eval(\"a.innerHTML = b\")"), 1);
        assert_eq!(count("public/sw.js", "e.insertAdjacentHTML('beforeend', x)"), 1);
        assert_eq!(count("public/sw.js", "// no innerHTML"), 0);
        assert_eq!(count("crates/builder/src/a.rs", "inner_html"), 0);
    }
}
