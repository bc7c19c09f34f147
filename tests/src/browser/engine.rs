//! The engines that the reader is tried in, and what a test asks for that an engine lacks.
//!
//! A test that needs nothing but WebDriver and the standard web APIs runs in every engine. One that asks for what an
//! engine's driver cannot do ends at that step, and is counted as not applicable there rather than as passed.

use std::cell::RefCell;
use std::io::{self, Write as _};
use std::{env, thread};

use crate::{Failure, Outcome};

/// A browser engine.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Engine {
    /// Blink, in Chromium.
    #[default]
    Chromium,
    /// Gecko, in Firefox.
    Firefox,
    /// WebKit, in WebKitGTK's `MiniBrowser`.
    WebKit,
}

thread_local! {
    /// What the test of this thread has asked for in vain, first.
    static LACKING: RefCell<Option<String>> = const { RefCell::new(None) };
}

impl Engine {
    /// The engine that `KANBAO_ENGINE` names; Chromium where it is not set.
    ///
    /// # Errors
    /// Where it names no engine.
    pub fn chosen() -> Outcome<Self> {
        Self::named(env::var("KANBAO_ENGINE").ok().as_deref())
    }

    fn named(name: Option<&str>) -> Outcome<Self> {
        match name {
            None | Some("" | "chromium") => Ok(Self::Chromium),
            Some("firefox") => Ok(Self::Firefox),
            Some("webkit") => Ok(Self::WebKit),
            Some(other) => Err(format!("KANBAO_ENGINE is {other:?}, not chromium, firefox or webkit").into()),
        }
    }

    /// Its name, as `KANBAO_ENGINE` has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::WebKit => "webkit",
        }
    }

    /// Ends a test that needs what this engine lacks; in Chromium it goes on.
    ///
    /// # Errors
    /// In the other engines, and [`excused`] knows it again.
    pub fn needs(self, what: &str) -> Outcome {
        if self == Self::Chromium {
            return Ok(());
        }
        Err(self.lacks(what))
    }

    /// The failure of a test that has asked for what this engine lacks.
    pub(super) fn lacks(self, what: &str) -> Failure {
        LACKING.with_borrow_mut(|lacking| {
            lacking.get_or_insert_with(|| what.to_owned());
        });
        format!("{} has no {what}", self.name()).into()
    }
}

/// Whether the test of this thread has asked for something in vain.
pub fn is_lacking() -> bool {
    LACKING.with_borrow(Option::is_some)
}

/// The outcome of a test, where one that asked for what its engine lacks has not failed: it is not applicable, which one
/// line says that `cargo xtask test` counts.
///
/// # Errors
/// Those of the test.
pub fn excused(outcome: Outcome) -> Outcome {
    let lacking = LACKING.take();
    match (outcome, lacking) {
        (Err(_), Some(what)) => {
            let thread = thread::current();
            let test = thread.name().unwrap_or("a test");
            // Not `println!`, which the test harness keeps to itself where a test passes.
            writeln!(io::stdout(), "not applicable: {test}: no {what}")?;
            Ok(())
        }
        (outcome, _) => outcome,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_engine_goes_by_its_name() {
        for engine in [Engine::Chromium, Engine::Firefox, Engine::WebKit] {
            assert_eq!(Engine::named(Some(engine.name())).ok(), Some(engine));
        }
        assert_eq!(Engine::named(None).ok(), Some(Engine::Chromium));
        assert!(Engine::named(Some("opera")).is_err());
    }

    #[test]
    fn only_what_is_lacking_is_excused() {
        assert!(excused(Err("a fault".into())).is_err());
        assert!(Engine::Chromium.needs("tea").is_ok());
        assert!(excused(Engine::Firefox.needs("tea")).is_ok());
        assert!(excused(Err("a fault after it".into())).is_err());
    }
}
