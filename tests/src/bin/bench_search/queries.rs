//! What is searched for: at least sixty queries of the kinds that readers type, taken from an archive.

use std::fs;
use std::path::Path;

use kanbao_tests::{Failure, Outcome, ensure};
use serde::Deserialize;

/// A query with its kind.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// Which kind, as the table names it.
    pub(crate) kind: &'static str,
    /// What is typed.
    pub(crate) q: String,
    /// The files that hold it, where the archive's maker says so.
    pub(crate) files: Option<Vec<String>>,
}

/// A line of the maker's truth.
#[derive(Deserialize)]
struct Line {
    file: String,
    names: Vec<String>,
    needles: Vec<String>,
}

/// Queries that mean something in every archive of this maker, by kind.
const FIXED: [(&str, &[&str]); 5] = [
    ("one Han", &["的", "模", "云", "税", "频"]),
    (
        "2–4 Han",
        &[
            "市场",
            "模型",
            "监管",
            "毛利率",
            "具身智能",
            "推理能力",
            "训练数据",
            "美联储",
            "上下文窗口",
        ],
    ),
    (
        "Han and Latin",
        &[
            "AI代理",
            "RAG检索",
            "GPU集群",
            "LLM网关",
            "token吞吐量",
            "prompt 缓存",
            "AI 代理 推理",
            "ETF资金流",
        ],
    ),
    (
        "traditional",
        &["訓練數據", "開源模型", "語義搜索", "機器翻譯", "債務上限"],
    ),
    (
        "pinyin",
        &[
            "tuilinengli",
            "xunlianshuju",
            "jqfy",
            "meilianchu",
            "guozhaishouyilv",
        ],
    ),
];

/// The kinds that no text holds as typed: they count by what is suggested.
pub(crate) const SUGGESTED: [&str; 2] = ["typo", "pinyin"];

/// Reads the maker's truth and takes queries from it; `texts` gives the words across which some are cut.
pub(crate) fn queries(truth: &Path, texts: &[String]) -> Outcome<Vec<Asked>> {
    let lines = fs::read_to_string(truth)?;
    let lines = lines
        .lines()
        .map(|line| serde_json::from_str(line).map_err(Failure::from))
        .collect::<Outcome<Vec<Line>>>()?;
    let mut asked = Vec::new();
    let mut add = |kind, q: String| asked.push(Asked { kind, q, files: None });
    for (kind, queries) in FIXED {
        queries.iter().for_each(|q| add(kind, (*q).to_owned()));
    }
    for text in every(texts, 10) {
        if let Some(cut) = across_words(text) {
            add("cut anywhere", cut);
        }
    }
    let names: Vec<&String> = lines.iter().flat_map(|line| &line.names).collect();
    let signed: Vec<&&String> = names
        .iter()
        .filter(|name| name.is_ascii() && name.contains(|c: char| c.is_ascii_digit()))
        .collect();
    let plain: Vec<&&String> = names
        .iter()
        .filter(|name| name.len() > 8 && name.chars().all(|c| c.is_ascii_alphabetic()))
        .collect();
    every(&signed, 10).for_each(|name| add("name with signs", name.to_string()));
    every(&plain, 6).for_each(|name| add("prefix", name[..5].to_owned()));
    every(&plain, 5).for_each(|name| add("typo", misspelt(name)));
    asked.extend(needles(&lines));
    ensure!(asked.len() >= 60, "{} queries are too few", asked.len());
    Ok(asked)
}

/// The planted words with the files that hold them.
fn needles(lines: &[Line]) -> Vec<Asked> {
    let mut all: Vec<&String> = lines.iter().flat_map(|line| &line.needles).collect();
    all.sort_unstable();
    all.dedup();
    let files = |needle: &String| {
        let holding = lines.iter().filter(|line| line.needles.contains(needle));
        holding.map(|line| line.file.clone()).collect()
    };
    let one = |needle: &String| Asked {
        kind: "planted",
        q: needle.clone(),
        files: Some(files(needle)),
    };
    all.into_iter().map(one).collect()
}

/// So many of them, evenly spread.
fn every<T>(of: &[T], count: usize) -> impl Iterator<Item = &T> {
    let step = (of.len() / count).max(1);
    of.iter().skip(step / 2).step_by(step).take(count)
}

/// Four characters from the middle of a text's longest run of Han: where words begin and end is left to chance.
fn across_words(text: &str) -> Option<String> {
    let runs = text.split(|c| !kanbao_archive::text::is_han(c));
    let chars: Vec<char> = runs.max_by_key(|run| run.len())?.chars().collect();
    let middle = chars.len() / 2;
    (chars.len() >= 9).then(|| chars[middle - 1..middle + 3].iter().collect())
}

/// With two neighbouring letters exchanged.
fn misspelt(name: &str) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    letters.swap(3, 4);
    letters.into_iter().collect()
}
