//! Measures the layout of word clouds: `bench_cloud FOLDER`, by way of `cargo xtask bench cloud`.
//!
//! The folder holds `benches/cloud` with the layout as WebAssembly and the other libraries. One page in Chromium lays the
//! same words out with each in turns; what comes of it is printed and written to `benches/results/cloud.md`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use kanbao_tests::browser::Browser;
use kanbao_tests::figures::Figures;
use kanbao_tests::{Outcome, host};
use serde::Deserialize;
use serde_json::{Value, json};

/// Numbers of words.
const COUNTS: [usize; 3] = [50, 100, 200];

/// Layouts of ours, of which the median counts; the others, which take longer, get a fifth of them.
const RUNS: usize = 50;

/// What a page says of some words.
#[derive(Deserialize)]
struct Measured {
    /// Ours first.
    rows: Vec<Row>,
    /// Milliseconds of the very first layout, before the browser has optimised anything.
    first: f64,
    /// Bytes of the picture.
    svg: usize,
}

/// A library.
#[derive(Deserialize)]
struct Row {
    name: String,
    /// Font size of the heaviest word, in pixels, at which every word has a place.
    top: f64,
    /// Layouts until that size was found.
    layouts: u32,
    /// Milliseconds of one layout at that size: the median, and the least.
    ms: f64,
    least: f64,
    /// Milliseconds until that size was found; absent where the library finds it by itself.
    #[serde(rename = "searchMs")]
    search_ms: Option<f64>,
    /// The least gap between two words beside each other, in em of the smaller one; below 0 where their boxes interlock.
    gap: f64,
    placed: usize,
}

const HEAD: &str = "# Word clouds

Made by `cargo xtask bench cloud`, in one page of Chromium, in turns. Machines differ: scales, bytes and ratios say more than
milliseconds. 960 × 540, Noto Sans CJK SC, no rotation, sizes in proportion to √weight, nothing dropped.

*scale*: the largest font size of the heaviest word, in pixels, at which every word has a place. Kanbao finds it in the one
layout that is timed; for the others it was bisected, and *to find it* is what that took. *gap*: the least distance between
the ink of two words beside each other, in em of the smaller one; below 0 where a word stands inside the box of another.
";

fn main() -> Outcome {
    let folder = env::args_os().nth(1).map(PathBuf::from);
    let folder = folder.ok_or("usage: bench_cloud FOLDER")?;
    let words = fs::read_to_string(folder.join("words.txt"))?;
    let words: Vec<&str> = words.lines().collect();
    let root = host::serve(&folder)?.root;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let mut report = HEAD.to_owned();
    let versions = ["d3-cloud", "wordcloud"].map(|package| version(&folder, package));
    let [d3_cloud, wordcloud2] = versions;
    let versions = format!("d3-cloud {}, wordcloud2.js {}", d3_cloud?, wordcloud2?);
    writeln!(report, "\n{versions}.")?;
    let mut figures = Figures::of("cloud");
    figures.fact("versions", versions);
    for count in COUNTS {
        let words = words
            .get(..count)
            .ok_or_else(|| format!("words.txt has not {count} words"))?;
        let measured = runtime.block_on(measure(&root, words))?;
        report += &table(&measured, count)?;
        note(&mut figures, &measured, count);
    }
    println!("{report}");
    fs::write("benches/results/cloud.md", report)?;
    figures.write()
}

/// The version of a package that npm has put there.
fn version(folder: &Path, package: &str) -> Outcome<String> {
    let file = folder.join("node_modules").join(package).join("package.json");
    let package: Value = serde_json::from_slice(&fs::read(file)?)?;
    Ok(package["version"].as_str().unwrap_or("?").to_owned())
}

async fn measure(root: &str, words: &[&str]) -> Outcome<Measured> {
    let browser = Browser::start().await?;
    browser.open(root).await?;
    browser
        .wait_for::<Value>("the libraries", "return Boolean(window.measure)", &[])
        .await?;
    // Weights as words in texts have them: the next one is always a little less frequent.
    let weights: Vec<usize> = (0..words.len()).map(|at| 40_000 / (at + 4)).collect();
    browser
        .eval_async(
            "return await window.measure(...arguments)",
            &[json!(words), json!(weights), json!(RUNS)],
        )
        .await
}

/// Notes the figures for the page of all benches.
fn note(figures: &mut Figures, measured: &Measured, words: usize) {
    figures.set(format!("{words}.svg"), measured.svg as f64);
    figures.set(format!("{words}.first_ms"), measured.first);
    for row in &measured.rows {
        // "d3-cloud, padding 1/8 em" is d3-cloud at its best for our gaps; its other settings stand in the long table.
        let (name, rest) = row.name.split_once(", ").unwrap_or((&row.name, ""));
        if rest.contains("1/40") || rest.contains("no gap") {
            continue;
        }
        let mut set = |figure: &str, value: f64| figures.set(format!("{words}.{name}.{figure}"), value);
        set("ms", row.ms);
        set("least_ms", row.least);
        set("search_ms", row.search_ms.unwrap_or(row.ms));
        set("scale", row.top);
        set("gap", row.gap);
        set("dropped", (words - row.placed) as f64);
    }
}

fn table(measured: &Measured, count: usize) -> Outcome<String> {
    let mut out = format!(
        "\n## {count} words\n\nSVG {:.1} KB{}; the very first layout {:.1} ms.\n\n",
        measured.svg as f64 / 1024.0,
        if count == 100 { " (target 16)" } else { "" },
        measured.first,
    );
    out += "| layout | scale | Kanbao's is | ms, median / least | to find it, ms | Kanbao is faster | gap, em | placed |\n\
            | --- | --- | --- | --- | --- | --- | --- | --- |\n";
    let ours = measured.rows.first().ok_or("nothing was measured")?;
    for row in &measured.rows {
        let Row {
            name,
            top,
            ms,
            least,
            gap,
            placed,
            ..
        } = row;
        write!(out, "| {name} | {top:.0} | ")?;
        match row.search_ms {
            None => write!(out, "– | {ms:.1} / {least:.1} | – | – ")?,
            Some(all) => write!(
                out,
                "{:.2} × | {ms:.0} / {least:.0} | {all:.0} in {} layouts | {:.0} × ",
                ours.top / top,
                row.layouts,
                all / ours.ms,
            )?,
        }
        writeln!(out, "| {gap:.2} | {placed} of {count} |")?;
    }
    Ok(out)
}
