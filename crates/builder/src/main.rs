//! The `kanbao` command: a thin main over its library.

use std::process::ExitCode;

fn main() -> ExitCode {
    kanbao_builder::cli::main()
}
