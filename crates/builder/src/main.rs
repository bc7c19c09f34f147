//! The `kanbao` command: a thin main over its library.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// A build makes and drops millions of small strings and tree nodes on all threads; this allocator takes half the
/// time of the system's over them.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    kanbao_builder::cli::main()
}
