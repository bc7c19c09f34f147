//! axe-core, which looks for what stands in people's way: <https://github.com/dequelabs/axe-core>. It is fetched from npm
//! before the tests run and is no part of this repository.

use std::path::PathBuf;
use std::{env, fs};

use serde::Deserialize;
use serde_json::json;

use crate::browser::Browser;
use crate::{Outcome, posts};

/// What it looks for: WCAG 2.2 up to AA, and what it calls good practice. No rule of these is switched off.
const TAGS: [&str; 6] = [
    "wcag2a",
    "wcag2aa",
    "wcag21a",
    "wcag21aa",
    "wcag22aa",
    "best-practice",
];

/// Something that it found.
#[derive(Deserialize, Debug)]
struct Violation {
    /// The rule.
    id: String,
    help: String,
    nodes: Vec<Node>,
}

#[derive(Deserialize, Debug)]
struct Node {
    /// Selectors that lead to the element, through frames.
    target: Vec<String>,
    #[serde(rename = "failureSummary")]
    summary: Option<String>,
}

/// The library as `cargo xtask test` has fetched it, or `None`, said so.
pub fn source() -> Option<String> {
    let fetched = || posts::repository().join("target/npm/node_modules/axe-core/axe.min.js");
    let path = env::var_os("KANBAO_AXE").map_or_else(fetched, PathBuf::from);
    let source = fs::read_to_string(&path).ok();
    if source.is_none() {
        println!(
            "skipped: no axe-core in {}; `cargo xtask test` fetches it where there is npm",
            path.display()
        );
    }
    source
}

/// Lets every page that is loaded from now on have it. (It comes in by the browser's own door, so no page has to let
/// foreign scripts in.)
///
/// # Errors
/// Where the browser refuses it.
pub async fn bring_along(browser: &Browser, source: &str) -> Outcome {
    let script = json!({ "source": source });
    browser
        .devtools("Page.addScriptToEvaluateOnNewDocument", script)
        .await?;
    Ok(())
}

/// What it has to say against the page as it stands, a line for each element.
///
/// # Errors
/// Where it is not there or does not end.
pub async fn violations(browser: &Browser) -> Outcome<Vec<String>> {
    // `resultTypes` spares the search for selectors of what passed.
    let script = "const { violations } = await axe.run(document, {
            runOnly: { type: 'tag', values: arguments[0] },
            rules: { 'target-size': { enabled: true } },
            resultTypes: ['violations'],
        });
        return violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map(
            ({ target, failureSummary }) => ({ target: target.map(String), failureSummary })) }));";
    let violations: Vec<Violation> = browser.eval_async(script, &[json!(TAGS)]).await?;
    let lines = violations.iter().flat_map(|violation| {
        let Violation { id, help, nodes } = violation;
        nodes.iter().map(move |node| {
            let why = node.summary.as_deref().unwrap_or_default().replace('\n', " ");
            format!("{id} ({help}): {} — {why}", node.target.join(" "))
        })
    });
    Ok(lines.collect())
}
