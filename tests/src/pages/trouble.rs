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

    /// Which trouble it tells of.
    ///
    /// # Errors
    /// Where the page does not answer.
    pub async fn kind(self) -> Outcome<String> {
        let script = "return document.querySelector('[role=alert][data-trouble]').dataset.trouble";
        self.browser.eval(script, &[]).await
    }

    /// What it says has happened.
    ///
    /// # Errors
    /// Where the page does not answer.
    pub async fn title(self) -> Outcome<String> {
        self.browser
            .eval("return document.querySelector('[role=alert] h1').innerText", &[])
            .await
    }

    /// What it offers to do.
    ///
    /// # Errors
    /// Where the page does not answer.
    pub async fn action(self) -> Outcome<String> {
        self.browser
            .eval(
                "return document.querySelector('[role=alert] .action').innerText",
                &[],
            )
            .await
    }

    /// Does what it offers.
    ///
    /// # Errors
    /// Where it offers nothing.
    pub async fn act(self) -> Outcome {
        self.browser.click("[role=alert] .action").await
    }
}
