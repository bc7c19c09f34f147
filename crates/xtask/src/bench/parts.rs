//! What the benches hand over: `target/bench/NAME.json`, one file each.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use serde_json::{Map, Value, json};

use crate::{
    failure::{Failure, Outcome},
    workspace::Workspace,
};

/// The figures of one bench, or why there are none.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Part {
    /// What is true of the run: versions, seeds, how busy the machine was.
    pub(crate) facts: BTreeMap<String, String>,
    /// Bytes, milliseconds (`…_ms`), seconds (`…_s`), or shares of one.
    pub(crate) figures: BTreeMap<String, f64>,
    /// Why it was left out.
    pub(crate) skipped: Option<String>,
}

impl Part {
    /// Of a bench that was left out.
    pub(crate) fn skipped(reason: &str) -> Self {
        Self {
            skipped: Some(reason.to_owned()),
            ..Self::default()
        }
    }

    pub(crate) fn fact(&mut self, name: &str, value: impl Into<String>) {
        self.facts.insert(name.to_owned(), value.into());
    }

    pub(crate) fn set(&mut self, name: impl Into<String>, value: f64) {
        self.figures.insert(name.into(), value);
    }

    /// Adds what another run has found.
    pub(crate) fn extend(&mut self, other: Self) {
        self.facts.extend(other.facts);
        self.figures.extend(other.figures);
    }

    pub(crate) fn from_json(json: &str) -> Option<Self> {
        let mut value: Value = serde_json::from_str(json).ok()?;
        let mut entries = |name| match value[name].take() {
            Value::Object(entries) => entries,
            _ => Map::new(),
        };
        let text = |(name, value): (String, Value)| Some((name, value.as_str()?.to_owned()));
        let number = |(name, value): (String, Value)| Some((name, value.as_f64()?));
        Some(Self {
            facts: entries("facts").into_iter().filter_map(text).collect(),
            figures: entries("figures").into_iter().filter_map(number).collect(),
            skipped: value["skipped"].as_str().map(str::to_owned),
        })
    }

    pub(crate) fn to_json(&self) -> String {
        let value = json!({ "facts": self.facts, "figures": self.figures, "skipped": self.skipped });
        format!("{value:#}\n")
    }
}

/// The figures of all benches that have run.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Parts(pub(crate) BTreeMap<String, Part>);

impl Parts {
    /// What the benches of this checkout have left.
    pub(crate) fn read(workspace: &Workspace) -> Self {
        let files = fs::read_dir(folder(workspace)).into_iter().flatten().flatten();
        let parts = files.filter_map(|entry| {
            let path = entry.path();
            let name = path.file_stem()?.to_string_lossy().into_owned();
            Some((name, Part::from_json(&fs::read_to_string(&path).ok()?)?))
        });
        Self(parts.collect())
    }

    /// A figure by the name of its bench and its own, as in `visit.kanbao.paint_ms`; else why there is none.
    pub(crate) fn get(&self, name: &str) -> Result<f64, String> {
        let (part, figure) = name.split_once('.').unwrap_or((name, ""));
        let part = self.0.get(part).ok_or("not run")?;
        if let Some(reason) = &part.skipped {
            return Err(reason.clone());
        }
        part.figures
            .get(figure)
            .copied()
            .ok_or_else(|| "not measured".to_owned())
    }
}

/// Writes the figures of a bench.
pub(crate) fn write(workspace: &Workspace, name: &str, part: &Part) -> Outcome {
    let folder = folder(workspace);
    fs::create_dir_all(&folder).map_err(Failure::io("make", &folder))?;
    let file = folder.join(name).with_extension("json");
    fs::write(&file, part.to_json()).map_err(Failure::io("write", &file))
}

/// The figures of one bench, where it has left any.
pub(crate) fn read(workspace: &Workspace, name: &str) -> Part {
    let file = folder(workspace).join(name).with_extension("json");
    let json = fs::read_to_string(file).unwrap_or_default();
    Part::from_json(&json).unwrap_or_default()
}

/// Forgets what an earlier run has found.
pub(crate) fn forget(workspace: &Workspace, name: &str) {
    // What is not there is forgotten.
    let _ = fs::remove_file(folder(workspace).join(name).with_extension("json"));
}

fn folder(workspace: &Workspace) -> PathBuf {
    workspace.product("bench")
}

/// How busy the machine was in the last minute, where it says so.
pub(crate) fn load() -> String {
    let load = fs::read_to_string(Path::new("/proc/loadavg")).unwrap_or_default();
    load.split(' ').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let mut part = Part::default();
        part.fact("load", "0.5");
        part.set("kanbao.paint_ms", 456.5);
        assert_eq!(Part::from_json(&part.to_json()).as_ref(), Some(&part));
        let skipped = Part::skipped("no Node");
        assert_eq!(Part::from_json(&skipped.to_json()), Some(skipped));
    }

    #[test]
    fn what_is_missing_says_why() {
        let mut part = Part::default();
        part.set("a.b", 1.0);
        let parts = [("visit", part), ("memory", Part::skipped("no archive"))];
        let parts = Parts(parts.map(|(name, part)| (name.to_owned(), part)).into());
        assert_eq!(parts.get("visit.a.b"), Ok(1.0));
        assert_eq!(parts.get("visit.a.c"), Err("not measured".to_owned()));
        assert_eq!(parts.get("memory.a"), Err("no archive".to_owned()));
        assert_eq!(parts.get("search.a"), Err("not run".to_owned()));
    }
}
