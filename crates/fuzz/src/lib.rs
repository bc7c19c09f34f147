//! Random input for whatever reads what others wrote: posts, searches, the files of a site, a reader's own data.
//!
//! Inputs are grown from a small corpus by [`mutate`]: bytes change, pieces that mean something are put in, inputs are
//! joined. What a target makes of an input is summed up as a number; an input with a number that no other had is kept
//! and grown further, so that the search goes where something new happens. That takes no instrumentation, and so
//! no nightly compiler and no system tool; it is the same run on every machine.
//!
//! A target checks what must hold of every input, and panics where it does not.

#![allow(
    clippy::panic,
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a check that fails panics, which is what is looked for"
)]

pub mod check;
pub mod mutate;
pub mod random;
pub mod targets;

use std::collections::HashSet;
use std::panic::{self, AssertUnwindSafe};
use std::time::{Duration, Instant};

use random::Random;

/// The longest input, in bytes.
const LONGEST: usize = 4096;

/// How many inputs are grown from.
const POOL: usize = 2000;

/// Something that reads what others wrote.
#[derive(Clone, Copy)]
pub struct Target {
    /// Its name on the command line and in `corpus/`.
    pub name: &'static str,
    /// Pieces that mean something to it.
    pub pieces: &'static [&'static str],
    /// Inputs that are made rather than written, where it does not read text.
    pub made: fn() -> Vec<Vec<u8>>,
    /// How many inputs are read at once.
    pub batch: usize,
    /// Reads inputs, checks what must hold, and gives a number for each that says what happened.
    pub run: fn(&[Vec<u8>]) -> Vec<u64>,
}

/// What came of a run.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// How many inputs were read.
    pub executions: u64,
    /// How many of them did something new.
    pub kept: usize,
    /// The inputs of a batch in which something was wrong.
    pub failed: Option<Vec<Vec<u8>>>,
}

/// The corpus of a target in the repository, and what is made for it.
pub fn seeds(target: &Target) -> Vec<Vec<u8>> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("corpus")
        .join(target.name);
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    files.sort();
    let mut seeds: Vec<Vec<u8>> = files.iter().filter_map(|file| std::fs::read(file).ok()).collect();
    seeds.extend((target.made)());
    if seeds.is_empty() {
        seeds.push(Vec::new());
    }
    seeds
}

/// Feeds a target for so long, after all of its corpus.
pub fn fuzz(target: &Target, time: Duration, seed: u64) -> Outcome {
    let began = Instant::now();
    let mut random = Random::new(seed);
    let mut pool = seeds(target);
    let mut waiting = pool.clone();
    let mut seen = HashSet::new();
    let mut outcome = Outcome {
        executions: 0,
        kept: 0,
        failed: None,
    };
    loop {
        let mut batch: Vec<Vec<u8>> = Vec::with_capacity(target.batch);
        while batch.len() < target.batch {
            batch.push(waiting.pop().unwrap_or_else(|| {
                let mut input = mutate::grown(&pool, target.pieces, &mut random);
                input.truncate(LONGEST);
                input
            }));
        }
        let Ok(numbers) = panic::catch_unwind(AssertUnwindSafe(|| (target.run)(&batch))) else {
            outcome.failed = Some(batch);
            return outcome;
        };
        outcome.executions += batch.len() as u64;
        for (number, input) in numbers.into_iter().zip(batch) {
            if seen.insert(number) {
                outcome.kept += 1;
                if pool.len() < POOL {
                    pool.push(input);
                } else {
                    let place = random.below(POOL);
                    pool[place] = input;
                }
            }
        }
        if waiting.is_empty() && began.elapsed() >= time {
            return outcome;
        }
    }
}
