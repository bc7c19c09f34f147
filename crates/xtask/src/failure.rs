//! Why a command ended early, in words that say what to do next.

use std::{fmt, io, path::Path};

/// The result of everything here.
pub(crate) type Outcome<T = ()> = Result<T, Failure>;

/// Why a command ended early.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The system refused something.
    Io {
        /// What was being done, as in "read Cargo.lock".
        doing: String,
        /// What the system said.
        source: io::Error,
    },
    /// A program ended with an error, which it has explained itself.
    Program {
        /// The command line.
        line: String,
        /// How it ended.
        status: String,
    },
    /// Something is missing that only a person may install here.
    ByHand {
        /// What is missing and why.
        what: String,
        /// The exact command.
        command: String,
    },
    /// The repository, or what was built from it, breaks a rule.
    Rule(String),
}

impl Failure {
    /// Wraps an I/O error with what was being done to which path.
    pub(crate) fn io(verb: &str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let doing = format!("{verb} {}", path.display());
        move |source| Self::Io { doing, source }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { doing, source } => write!(f, "could not {doing}: {source}"),
            Self::Program { line, status } => write!(f, "`{line}` ended with {status}"),
            Self::ByHand { what, command } => {
                write!(f, "{what}\n  run this, then try again:\n\n    {command}\n")
            }
            Self::Rule(message) => f.write_str(message),
        }
    }
}

impl std::error::Error for Failure {}
