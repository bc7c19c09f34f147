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
//! * [`library`]: what a reader keeps of their own: read, starred, how far.
//! * [`link`]: addresses: where a page lives, what its query says.
//! * [`when`]: days as people type them.
//! * [`quote`]: passages by their own words, found again after the text around them has changed.
//! * [`page`]: pages as [`html`] trees, printed by the builder and drawn as DOM by the reader.
//! * [`order`]: sorting, for all types by one copy of the algorithm.
//! * [`message`]: every word of the interface, in each language.

#[cfg(all(target_arch = "wasm32", not(target_feature = "simd128")))]
compile_error!(
    "the scan engine needs `-C target-feature=+simd128` on wasm32; \
     a RUSTFLAGS variable in the environment overrides .cargo/config.toml: unset it"
);

pub mod cloud;
pub mod html;
pub mod library;
pub mod link;
pub mod markdown;
pub mod message;
pub mod model;
pub mod order;
pub mod outline;
pub mod page;
pub mod quote;
pub mod search;
pub mod text;
pub mod when;
