//! Measures search as a whole: `bench_search KANBAO APP MAKE_ARCHIVE FOLDER PEERS COUNT…`, by way of `cargo xtask bench
//! search`.
//!
//! For each number of reports an archive is made and built, and at least sixty queries are asked of it: of both
//! engines natively, against the plainest search there is; and of the site in Chromium, first with nothing stored,
//! then with all texts here. Other libraries (`PEERS`, a folder with their packages, or `-`) answer the same queries of
//! the archive of 10,000 reports. Everything is printed and written to `benches/results/search.md`; the sites are removed.

mod archive;
mod figures;
mod page;
mod peers;
mod queries;
mod table;

use std::path::PathBuf;
use std::{env, fs};

use kanbao_tests::browser::{Browser, Network};
use kanbao_tests::figures::Figures;
use kanbao_tests::{Outcome, host};

use archive::{Archive, Built};
use page::{Cold, Warm};
use queries::Asked;

/// The number of reports at which other libraries are asked too.
const WITH_PEERS: usize = 10_000;

/// The most reports whose texts a page is made to hold.
const HELD: usize = 20_000;

/// Where the site is for the first searches: an answer takes long enough that all requests of a round have begun before
/// the first of them ends, on a busy machine too.
const FAR: Network = Network::Slow {
    bits: 1_000_000_000,
    latency: 100,
};

/// All that was measured of one archive.
pub(crate) struct Measured {
    pub(crate) built: Built,
    pub(crate) answers: Vec<Answered>,
    /// None where the texts are too many.
    pub(crate) memory: Option<Memory>,
}

/// Proportional set size of the page's process, in bytes.
pub(crate) struct Memory {
    /// At the moment when all texts have been fetched.
    pub(crate) fetched: u64,
    /// With all texts fetched, when the page has rested.
    pub(crate) held: u64,
    /// At the moment when all queries have been answered too.
    pub(crate) searched: u64,
    /// On a device that says that it has little memory: at rest before anything is searched, and with all texts fetched.
    pub(crate) small: [u64; 2],
}

/// One query and what came of it.
pub(crate) struct Answered {
    pub(crate) asked: Asked,
    /// How many reports hold it.
    pub(crate) truth: usize,
    /// How many of those each engine found, and how many it found in all.
    pub(crate) scan: (usize, usize),
    pub(crate) index: (usize, usize),
    /// How many reports the index named.
    pub(crate) candidates: usize,
    pub(crate) cold: Cold,
    pub(crate) warm: Option<Warm>,
}

fn main() -> Outcome {
    let arguments: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let [kanbao, app, maker, folder, peers, counts @ ..] = arguments.as_slice() else {
        return Err("usage: bench_search KANBAO APP MAKE_ARCHIVE FOLDER PEERS COUNT…".into());
    };
    let mut report = table::head();
    let mut figures = Figures::of("search");
    for count in counts {
        let count: usize = count.to_string_lossy().parse()?;
        let mut archive = Archive::make(maker, folder, count)?;
        let built = archive.build(kanbao, app)?;
        archive.open()?;
        let asked = queries::queries(&archive.truth, &archive.texts)?;
        let measured = measure(&mut archive, built, &asked)?;
        report += &table::of(count, &measured);
        figures::note(&mut figures, count, &measured);
        if count == WITH_PEERS && peers.is_dir() {
            let peers = peers::ask(peers, &archive, &asked)?;
            report += &table::beside(&measured, &peers);
            for peer in &peers {
                figures::note_peer(&mut figures, peer);
            }
        }
        archive.clear()?;
        println!("{report}");
    }
    let results = PathBuf::from("benches/results");
    fs::create_dir_all(&results)?;
    fs::write(results.join("search.md"), report)?;
    figures.write()
}

fn measure(archive: &mut Archive, built: Built, asked: &[Asked]) -> Outcome<Measured> {
    let root = host::serve(&archive.site)?.root;
    let months = archive.months();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let mut cold = Vec::new();
    let (warm, memory) = runtime.block_on(async {
        let browser = Browser::start().await?;
        browser.set_network(FAR).await?;
        for one in asked {
            page::open(&browser, &root).await?;
            cold.push(page::cold(&browser, &one.q).await?);
        }
        drop(browser);
        if archive.texts.len() > HELD {
            return Ok((vec![None; asked.len()], None));
        }
        // A browser of its own, so that its memory is what one visit takes.
        let browser = Browser::start_unwatched().await?;
        page::arrive(&browser, &root).await?;
        page::fetch_everything(&browser, &months).await?;
        let (fetched, held) = (browser.memory(), page::memory_at_rest(&browser).await);
        let mut warm = Vec::new();
        for one in asked {
            warm.push(Some(page::warm(&browser, &one.q).await?));
        }
        let searched = browser.memory();
        drop(browser);
        let browser = Browser::start_unwatched().await?;
        page::have_little_memory(&browser).await?;
        page::arrive(&browser, &root).await?;
        let idle = page::memory_at_rest(&browser).await;
        page::fetch_everything(&browser, &months).await?;
        let memory = Memory {
            fetched,
            held,
            searched,
            small: [idle, page::memory_at_rest(&browser).await],
        };
        Outcome::Ok((warm, Some(memory)))
    })?;
    let mut answers = Vec::new();
    for ((asked, cold), warm) in asked.iter().zip(cold).zip(warm) {
        let truth = archive.holding(&asked.q);
        if let Some(files) = &asked.files {
            Archive::check_planted(&asked.q, files, &truth)?;
        }
        let (index, candidates) = archive.by_index(&asked.q)?;
        answers.push(Answered {
            asked: asked.clone(),
            scan: archive::agree(&truth, &archive.by_scan(&asked.q)?),
            index: archive::agree(&truth, &index),
            truth: truth.len(),
            candidates,
            cold,
            warm,
        });
    }
    Ok(Measured {
        built,
        answers,
        memory,
    })
}
