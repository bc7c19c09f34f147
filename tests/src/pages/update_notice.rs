//! The quiet line about something newer.

use serde_json::json;

use crate::Outcome;
use crate::browser::Browser;

/// The quiet line about something newer.
#[derive(Clone, Copy)]
pub struct UpdateNotice<'a> {
    browser: &'a Browser,
}

impl<'a> UpdateNotice<'a> {
    /// That of the page that is shown.
    pub fn of(browser: &'a Browser) -> Self {
        Self { browser }
    }

    /// Waits until it says something; gives that.
    ///
    /// # Errors
    /// Where it says nothing.
    pub async fn said(self) -> Outcome<String> {
        let script = "return document.querySelector('[role=status] .notice p')?.textContent || null";
        self.browser
            .wait_for("the notice of something newer", script, &[])
            .await
    }

    /// Whether it says nothing.
    ///
    /// # Errors
    /// Where the page does not answer.
    pub async fn is_absent(self) -> Outcome<bool> {
        self.browser
            .eval("return document.querySelector('.notice') === null", &[])
            .await
    }

    /// Presses the button of this name, with the keyboard.
    ///
    /// # Errors
    /// Where it has no such button.
    pub async fn press(self, name: &str) -> Outcome {
        let script = "const buttons = [...document.querySelectorAll('[role=status] .notice button')];
            const button = buttons.find((button) => button.textContent === arguments[0]);
            if (!button) return null;
            button.focus({ preventScroll: true });
            return document.activeElement === button";
        self.browser
            .wait_for::<bool>(&format!("the button {name}"), script, &[json!(name)])
            .await?;
        self.browser.press(crate::browser::Key::Enter).await
    }
}
