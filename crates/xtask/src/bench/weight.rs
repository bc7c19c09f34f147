//! `cargo xtask bench size`: what the reader weighs, as `cargo xtask size` weighs it.

use super::{build::Kit, parts::Part};
use crate::{failure::Outcome, size, workspace::Workspace};

/// Builds the reader and weighs it.
pub(crate) fn weigh(workspace: &Workspace) -> Outcome<Part> {
    let kit = Kit::ensure(workspace)?;
    let mut part = Part::default();
    let mut all = 0;
    for file in size::weigh(&kit.app)? {
        let kind = file.name.rsplit('.').next().unwrap_or_default();
        let kind = if kind == "wasm" || kind == "js" {
            kind
        } else {
            "css"
        };
        let before = part.figures.get(kind).copied().unwrap_or_default();
        part.set(kind, before + file.brotli as f64);
        all += file.brotli;
    }
    part.set("all", all as f64);
    println!("the reader: {all} bytes of brotli");
    Ok(part)
}
