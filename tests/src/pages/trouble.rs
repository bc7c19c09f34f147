//! The page that says what went wrong.

use crate::Outcome;
use crate::browser::Browser;

/// The page that says what went wrong.
#[derive(Clone, Copy)]
pub struct Trouble<'a> {
    pub(super) browser: &'a Browser,
}

impl Trouble<'_> {
    /// What it says.
    ///
    /// # Errors
    /// Where the page does not answer.
    pub async fn message(self) -> Outcome<String> {
        self.browser
            .eval("return document.querySelector('[role=alert] p').innerText", &[])
            .await
    }

    /// Tries again.
    ///
    /// # Errors
    /// Where that is not offered.
    pub async fn retry(self) -> Outcome {
        self.browser.click("[role=alert] [data-retry]").await
    }
}
