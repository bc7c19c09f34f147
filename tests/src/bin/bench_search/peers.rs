//! Other search libraries on the same texts and queries: MiniSearch in Node, Pagefind in Chromium.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::process::Command;
use std::{fs, io};

use kanbao_tests::browser::Browser;
use kanbao_tests::host::{self, Served};
use kanbao_tests::{Outcome, ensure};
use serde::Deserialize;
use serde_json::json;

use super::archive::{Archive, Spent, spend};
use super::queries::{Asked, SUGGESTED};

/// What a library costs and finds.
pub(crate) struct Peer {
    pub(crate) name: &'static str,
    /// Seconds of CPU to build the index.
    pub(crate) cpu: f64,
    /// Bytes at the most.
    pub(crate) memory: u64,
    /// Bytes of the index, compressed.
    pub(crate) bytes: u64,
    /// Bytes to the first answer, by query.
    pub(crate) cold: Vec<f64>,
    /// By query, without the network.
    pub(crate) milliseconds: Vec<f64>,
    /// Reports found that hold the query, reports found, reports that hold it.
    pub(crate) right: usize,
    pub(crate) found: usize,
    pub(crate) truth: usize,
}

/// Asks all of them; `folder` holds their packages.
pub(crate) fn ask(folder: &Path, archive: &Archive, asked: &[Asked]) -> Outcome<Vec<Peer>> {
    let asked: Vec<&Asked> = asked
        .iter()
        .filter(|one| !SUGGESTED.contains(&one.kind))
        .collect();
    let texts = folder.join("texts.jsonl");
    let lines = archive
        .ids()
        .zip(&archive.texts)
        .map(|(id, text)| json!({ "id": id, "text": text }).to_string());
    fs::write(&texts, lines.collect::<Vec<_>>().join("\n"))?;
    Ok(vec![
        mini_search(folder, archive, &asked, &texts)?,
        pagefind(folder, archive, &asked, &texts)?,
    ])
}

fn mini_search(folder: &Path, archive: &Archive, asked: &[&Asked], texts: &Path) -> Outcome<Peer> {
    #[derive(Deserialize)]
    struct Said {
        cpu: f64,
        memory: u64,
        brotli: u64,
        answers: Vec<Answer>,
    }
    #[derive(Deserialize)]
    struct Answer {
        ids: Vec<String>,
        ms: f64,
    }
    let queries = folder.join("queries.json");
    fs::write(
        &queries,
        json!(asked.iter().map(|one| &one.q).collect::<Vec<_>>()).to_string(),
    )?;
    let mut command = Command::new("node");
    command
        .current_dir(folder)
        .arg("--max-old-space-size=8192")
        .arg("minisearch.mjs");
    let said: Said = serde_json::from_str(&output(command.arg(texts).arg(queries))?)?;
    let mut peer = Peer {
        name: "MiniSearch, bigrams",
        cpu: said.cpu,
        memory: said.memory,
        bytes: said.brotli,
        cold: vec![said.brotli as f64; asked.len()],
        milliseconds: said.answers.iter().map(|answer| answer.ms).collect(),
        right: 0,
        found: 0,
        truth: 0,
    };
    for (one, answer) in asked.iter().zip(said.answers) {
        peer.count(&archive.holding(&one.q), &answer.ids);
    }
    Ok(peer)
}

fn pagefind(folder: &Path, archive: &Archive, asked: &[&Asked], texts: &Path) -> Outcome<Peer> {
    let site = folder.join("pagefind-site");
    if site.exists() {
        fs::remove_dir_all(&site)?;
    }
    output(
        Command::new("node")
            .current_dir(folder)
            .args(["pagefind.mjs", "pages"])
            .arg(texts)
            .arg(&site),
    )?;
    let mut command = Command::new("node_modules/.bin/pagefind");
    let Spent { cpu, memory } = spend(command.current_dir(folder).arg("--site").arg(&site))?;
    let ids = output(
        Command::new("node")
            .current_dir(folder)
            .args(["pagefind.mjs", "ids"])
            .arg(&site),
    )?;
    let ids: HashMap<String, String> = serde_json::from_str(&ids)?;
    let mut peer = Peer {
        name: "Pagefind",
        cpu,
        memory,
        bytes: size_of(&site.join("pagefind"))?,
        cold: Vec::new(),
        milliseconds: Vec::new(),
        right: 0,
        found: 0,
        truth: 0,
    };
    let served = host::serve(&site)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let browser = Browser::start().await?;
        for one in asked {
            let answer = ask_pagefind(&browser, &served, &one.q).await?;
            let found: Vec<String> = answer
                .found
                .iter()
                .filter_map(|id| ids.get(id).cloned())
                .collect();
            ensure!(
                found.len() == answer.found.len(),
                "Pagefind names pages that it has not"
            );
            peer.count(&archive.holding(&one.q), &found);
            peer.cold.push(answer.bytes);
            peer.milliseconds.push(answer.ms);
        }
        Outcome::Ok(())
    })?;
    Ok(peer)
}

struct Found {
    found: Vec<String>,
    bytes: f64,
    ms: f64,
}

/// A first search, and the same again with everything here.
async fn ask_pagefind(browser: &Browser, served: &Served, q: &str) -> Outcome<Found> {
    browser.devtools("Network.clearBrowserCache", json!({})).await?;
    browser.open(&served.root).await?;
    browser
        .wait_for::<bool>("Pagefind", "return Boolean(window.pagefind)", &[])
        .await?;
    // It asks from a worker, which the page knows nothing of: the host counts.
    let before = served.sent();
    let script = "await pagefind.init();
        const { results } = await pagefind.search(arguments[0]);
        return results.map((one) => one.id);";
    let found = browser.eval_async(script, &[json!(q)]).await?;
    let bytes = (served.sent() - before) as f64;
    let script = "const start = performance.now();
        await pagefind.search(arguments[0]);
        return performance.now() - start;";
    let ms = browser.eval_async(script, &[json!(q)]).await?;
    Ok(Found { found, bytes, ms })
}

impl Peer {
    fn count(&mut self, truth: &HashSet<String>, found: &[String]) {
        self.truth += truth.len();
        self.found += found.len();
        self.right += found.iter().filter(|id| truth.contains(*id)).count();
    }
}

fn output(command: &mut Command) -> Outcome<String> {
    let output = command.output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(
        output.status.success(),
        "{command:?} ended with {}:\n{said}",
        output.status
    );
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn size_of(folder: &Path) -> io::Result<u64> {
    let mut bytes = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let data = entry.metadata()?;
        bytes += if data.is_dir() {
            size_of(&entry.path())?
        } else {
            data.len()
        };
    }
    Ok(bytes)
}
