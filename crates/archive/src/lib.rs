//! What a Kanbao archive is, and everything that can be computed from it alone.
//!
//! The crate is pure: no I/O, no clock, no environment, no threads (`cargo xtask tidy` guards this), so the
//! builder (native) and the reader (WebAssembly) run the same code and get the same bytes.
//!
//! The tour, in the order data flows:
//!
//! * [`model`]: the bundle and its shards, reports, days: what is stored and sent.
//! * [`markdown`]: a post's text → a typed tree of blocks; the policy for raw HTML and links.
//! * [`outline`]: headline, sections and their kinds, key points.
//! * [`text`]: folding, and the searchable text of a tree with its offsets.
//! * [`search`]: queries, the scan engine, ranking, excerpts and marks.
//! * [`cloud`]: weighted terms → placed words → SVG.
//! * [`terms`]: counts of terms, summed over whatever reports are asked for.
//! * [`trend`]: how terms fare from day to day: shares, means, bursts; the chart and the file of numbers.
//! * [`library`]: what a reader keeps of their own: read, starred, how far.
//! * [`offline`]: what is kept on the device: orders, plans, how far they have come.
//! * [`link`]: addresses: where a page lives, what its query says.
//! * [`listing`]: lists of reports of which not all have come.
//! * [`when`]: days as people type them.
//! * [`quote`]: passages by their own words, found again after the text around them has changed.
//! * [`page`]: pages as [`html`] trees, printed by the builder and drawn as DOM by the reader.
//! * [`json`]: reading what is stored, with little code.
//! * [`order`]: sorting, for all types by one copy of the algorithm.
//! * [`fnv`]: hashes that need not withstand an attack.
//! * [`message`]: every word of the interface, in each language.

#[cfg(all(target_arch = "wasm32", not(target_feature = "simd128")))]
compile_error!(
    "the scan engine needs `-C target-feature=+simd128` on wasm32; \
     a RUSTFLAGS variable in the environment overrides .cargo/config.toml: unset it"
);

pub mod cloud;
pub mod fnv;
pub mod html;
pub mod json;
pub mod library;
pub mod link;
pub mod listing;
mod logarithm;
pub mod markdown;
pub mod message;
pub mod model;
pub mod offline;
pub mod order;
pub mod outline;
pub mod page;
pub mod quote;
pub mod search;
pub mod terms;
pub mod text;
pub mod trend;
pub mod when;
