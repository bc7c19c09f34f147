//! What is kept on the device for reading without a network: what the reader wants of it ([`Order`]), which files that
//! takes ([`Catalogue`], [`Plan`]), and how far it has come ([`Progress`]).
//!
//! All of it is reckoned here; the reader only asks its worker for files, and tells what has come.

mod catalogue;
mod note;
mod order;
mod plan;

#[cfg(test)]
mod tests;

pub use catalogue::{Catalogue, Facts, images_in};
pub use note::{Done, Note};
pub use order::{Order, Pictures, Texts};
pub use plan::{Failure, File, Plan, Progress, Tally, What};

/// `84 MB`, `3.2 MB`, `640 KB`: a number of bytes for people, by thousands, rounded to what can be pictured.
pub fn size(bytes: u64) -> String {
    let kilobytes = bytes.div_ceil(1_000);
    let (unit, tenths) = match kilobytes {
        0..1_000 => return [&kilobytes.to_string(), " KB"].concat(),
        1_000..1_000_000 => (" MB", kilobytes / 100),
        _ => (" GB", kilobytes / 100_000),
    };
    let whole = tenths / 10;
    let number = if whole < 10 && !tenths.is_multiple_of(10) {
        [&whole.to_string(), ".", &(tenths % 10).to_string()].concat()
    } else {
        whole.to_string()
    };
    [&number, unit].concat()
}
