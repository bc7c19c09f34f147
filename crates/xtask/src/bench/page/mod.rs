//! The page of all benches: `benches/results/LATEST.md`, and a short form of it between two marks of README.md.
//!
//! What is written follows from the figures alone; only [`write`] touches files.

mod beside;
mod figure;
pub(super) mod growth;
mod targets;

use std::fs;

use super::{
    machine,
    parts::{Part, Parts},
};
use crate::{
    failure::{Failure, Outcome},
    workspace::Workspace,
};

/// Between these lines README.md holds the short form.
const MARKS: [&str; 2] = ["<!-- bench -->", "<!-- /bench -->"];

/// Writes `scale.md`, where the bench of that name has run.
pub(super) fn write_growth(workspace: &Workspace, scale: &Part) -> Outcome {
    if scale.skipped.is_some() {
        return Ok(());
    }
    let page = growth::page(scale);
    let file = workspace.root.join("benches/results/scale.md");
    fs::write(&file, page).map_err(Failure::io("write", &file))?;
    println!("figures: {}", file.display());
    Ok(())
}

/// Writes both forms from what the benches have left.
pub(super) fn write(workspace: &Workspace) -> Outcome {
    let parts = Parts::read(workspace);
    if let Some(scale) = parts.0.get("scale") {
        write_growth(workspace, scale)?;
    }
    let page = page(&parts, &machine::facts(workspace));
    println!("{page}");
    let latest = workspace.root.join("benches/results/LATEST.md");
    fs::write(&latest, page).map_err(Failure::io("write", &latest))?;
    let readme = workspace.root.join("README.md");
    let text = fs::read_to_string(&readme).map_err(Failure::io("read", &readme))?;
    match between(&text, &short(&parts)) {
        Some(text) => fs::write(&readme, text).map_err(Failure::io("write", &readme)),
        None => Err(Failure::Rule(format!(
            "README.md has no lines {} and {}",
            MARKS[0], MARKS[1]
        ))),
    }
}

/// The whole page.
fn page(parts: &Parts, machine: &[String]) -> String {
    let mut out = format!(
        "# Latest figures\n\nMade by `cargo xtask bench`. {}.\nMachines differ, and so does what else they do: bytes, and ratios \
         to what was measured in turns with it, say more than times.\n",
        machine.join(" · ")
    );
    out += &how(parts);
    out += "\n## Targets\n\n";
    out += &targets::table(parts);
    out += &beside::tables(parts);
    if let Some(scale) = parts.0.get("scale").filter(|part| part.skipped.is_none()) {
        out += "\n## Growth\n\nMore of it in [scale.md](scale.md), and what it means in [SCALE.md](../../docs/SCALE.md).\n\n";
        out += &growth::table(scale, growth::SHORT);
    }
    out
}

/// How each part was measured, or why not.
fn how(parts: &Parts) -> String {
    let mut out = String::from("\n| bench | load before and after | with |\n| --- | --- | --- |\n");
    for (name, part) in &parts.0 {
        // Those of one archive are in the part that gathers them.
        if !name.contains('-') {
            out += &format!("| {name} | {} | {} |\n", loads(part), facts(part));
        }
    }
    out
}

fn loads(part: &Part) -> String {
    let load = |name| part.facts.get(name).map_or("–", String::as_str);
    format!("{} / {}", load("load before"), load("load after"))
}

fn facts(part: &Part) -> String {
    if let Some(reason) = &part.skipped {
        return format!("left out: {reason}");
    }
    let is_plain = |name: &str| !name.starts_with("load ") && !name.contains(": ");
    let facts = part.facts.iter().filter(|(name, _)| is_plain(name));
    facts
        .map(|(name, value)| format!("{name}: {value}"))
        .collect::<Vec<_>>()
        .join(", ")
}

/// The short form.
fn short(parts: &Parts) -> String {
    let (met, measured, all) = targets::tally(parts);
    format!(
        "{}\nOf {all} targets {measured} were measured and {met} are met: [every line of them](benches/results/LATEST.md), [how costs grow](docs/SCALE.md).\n",
        beside::short(parts)
    )
}

/// A text with something else between the marks; `None` where it has none.
fn between(text: &str, new: &str) -> Option<String> {
    let [begin, end] = MARKS;
    let (before, rest) = text.split_once(begin)?;
    let (_, after) = rest.split_once(end)?;
    Some([before, begin, "\n", new, end, after].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts() -> Parts {
        let mut visit = Part::default();
        visit.fact("load before", "0.50");
        visit.set("kanbao.paint_ms", 460.0);
        visit.set("bare.paint_ms", 400.0);
        visit.set("kanbao.ready_ms", 3_000.0);
        let parts = [("visit", visit), ("search", Part::skipped("no archive"))];
        Parts(parts.map(|(name, part)| (name.to_owned(), part)).into())
    }

    #[test]
    fn every_target_has_a_line_with_its_figure_or_the_reason() {
        let page = page(&parts(), &["2 cores".to_owned()]);
        assert!(page.contains("| 1.15 × | ≤ 1.15 × | met |"), "{page}");
        assert!(
            page.contains("| 3000 ms | ≤ 2500 ms | missed by 20 % |"),
            "{page}"
        );
        assert!(page.contains("| – | ≤ 220 KB | size: not run |"), "{page}");
        assert!(page.contains("no archive"), "{page}");
        assert!(page.contains("| visit | 0.50 / – |"), "{page}");
    }

    #[test]
    fn only_what_stands_between_the_marks_of_the_readme_is_replaced() {
        let readme = "a\n<!-- bench -->\nold\n<!-- /bench -->\nb\n";
        let new = "a\n<!-- bench -->\nnew\n<!-- /bench -->\nb\n";
        assert_eq!(between(readme, "new\n").as_deref(), Some(new));
        assert_eq!(between(new, "new\n").as_deref(), Some(new));
        assert_eq!(between("a", "new\n"), None);
    }
}
