//! What a bench hands over to the page of all benches (`cargo xtask bench`).

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::Serialize;

use crate::Outcome;

/// Where benches put their figures, below the folder that they run in.
const FOLDER: &str = "target/bench";

/// The figures of one bench.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Figures {
    #[serde(skip)]
    name: String,
    /// What is true of the run: versions, seeds, how busy the machine was.
    facts: BTreeMap<String, String>,
    /// What was measured, in bytes, milliseconds (`…_ms`), seconds (`…_s`) or shares of one.
    figures: BTreeMap<String, f64>,
}

impl Figures {
    /// None yet; the load at the beginning is noted.
    pub fn of(bench: &str) -> Self {
        let mut figures = Self {
            name: bench.to_owned(),
            facts: BTreeMap::new(),
            figures: BTreeMap::new(),
        };
        figures.fact("load before", load());
        figures
    }

    /// Notes what is true of the run.
    pub fn fact(&mut self, name: &str, value: impl Into<String>) {
        self.facts.insert(name.to_owned(), value.into());
    }

    /// Notes a figure. What is no number was not measured.
    pub fn set(&mut self, name: impl Into<String>, value: f64) {
        if value.is_finite() {
            self.figures.insert(name.into(), value);
        }
    }

    /// Hands over what there is after a part of a bench; where that part has failed, notes why and goes on.
    ///
    /// # Errors
    /// Where they cannot be written.
    pub fn keep(&mut self, part: &str, outcome: Outcome) -> Outcome {
        if let Err(failure) = outcome {
            let why = failure.to_string();
            let why = why.lines().next().unwrap_or_default();
            eprintln!("error: {part}: {why}");
            self.fact(
                &format!("{part} failed"),
                why.chars().take(160).collect::<String>(),
            );
        }
        self.write()
    }

    /// Hands over those that there are; again whenever there are more.
    ///
    /// # Errors
    /// Where they cannot be written.
    pub fn write(&mut self) -> Outcome {
        self.fact("load after", load());
        fs::create_dir_all(FOLDER)?;
        let file = Path::new(FOLDER).join(&self.name).with_extension("json");
        Ok(fs::write(file, serde_json::to_string_pretty(self)?)?)
    }
}

/// The middle one of some values, the lower one of two.
pub fn median(values: impl IntoIterator<Item = f64>) -> f64 {
    percentile(values, 0.5)
}

/// The value below or at which so large a share of some values is; no number where there are none.
pub fn percentile(values: impl IntoIterator<Item = f64>, share: f64) -> f64 {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    let place = (values.len() as f64 * share).ceil() as usize;
    values.get(place.saturating_sub(1)).copied().unwrap_or(f64::NAN)
}

/// How busy the machine was in the last minute, where it says so.
fn load() -> String {
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split(' ').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_values_that_were_measured() {
        assert_eq!(median([3.0, 1.0, 2.0]), 2.0);
        assert_eq!(percentile((1..=100).map(f64::from), 0.95), 95.0);
        assert!(median([]).is_nan());
    }
}
