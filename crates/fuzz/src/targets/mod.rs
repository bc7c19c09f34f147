//! Everything that reads what others wrote.

mod posts;
mod site;
mod texts;

use crate::Target;

fn none() -> Vec<Vec<u8>> {
    Vec::new()
}

/// All targets.
pub const TARGETS: [Target; 8] = [
    Target {
        name: "front-matter",
        pieces: &posts::PIECES,
        made: none,
        batch: 48,
        run: posts::run,
    },
    Target {
        name: "markdown",
        pieces: &texts::MARKDOWN,
        made: none,
        batch: 1,
        run: |inputs| inputs.iter().map(|input| texts::markdown(&text(input))).collect(),
    },
    Target {
        name: "stored",
        pieces: &texts::NOTATION,
        made: none,
        batch: 1,
        run: |inputs| inputs.iter().map(|input| texts::stored(&text(input))).collect(),
    },
    Target {
        name: "query",
        pieces: &texts::QUERY,
        made: none,
        batch: 1,
        run: |inputs| inputs.iter().map(|input| texts::query(&text(input))).collect(),
    },
    Target {
        name: "folding",
        pieces: &texts::LETTERS,
        made: none,
        batch: 1,
        run: |inputs| inputs.iter().map(|input| texts::folding(&text(input))).collect(),
    },
    Target {
        name: "index",
        pieces: &[],
        made: site::shards,
        batch: 1,
        run: |inputs| inputs.iter().map(|input| site::index(input)).collect(),
    },
    Target {
        name: "bundle",
        pieces: &site::JSON,
        made: none,
        batch: 1,
        run: |inputs| inputs.iter().map(|input| site::bundle(&text(input))).collect(),
    },
    Target {
        name: "settings",
        pieces: &site::JSON,
        made: none,
        batch: 1,
        run: |inputs| inputs.iter().map(|input| site::settings(&text(input))).collect(),
    },
];

fn text(input: &[u8]) -> String {
    String::from_utf8_lossy(input).into_owned()
}
