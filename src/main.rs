//! The Kanbao reader: loads the archive, takes the prerendered page over, and goes on from there.
//!
//! It runs in a browser only; a native build of this package is an empty program, so that `cargo test` on the
//! host needs no Leptos.

#![allow(
    unreachable_pub,
    reason = "nobody uses a program's items; `pub` says which ones other modules use"
)]

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("The reader runs in a browser: `cargo xtask serve` builds and serves it.");
}

#[cfg(target_arch = "wasm32")]
mod app;
#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(target_arch = "wasm32")]
mod components;
#[cfg(target_arch = "wasm32")]
mod pages;
#[cfg(target_arch = "wasm32")]
mod reactive;
#[cfg(target_arch = "wasm32")]
mod start;
#[cfg(target_arch = "wasm32")]
mod state;
#[cfg(all(test, target_arch = "wasm32"))]
mod tests;

#[cfg(target_arch = "wasm32")]
fn main() {
    console_error_panic_hook::set_once();
    wasm_bindgen_futures::spawn_local(start::start());
}
