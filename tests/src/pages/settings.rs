//! The settings.

use crate::Outcome;
use crate::browser::Browser;

/// The settings.
#[derive(Clone, Copy)]
pub struct Settings<'a> {
    pub(super) browser: &'a Browser,
}

impl Settings<'_> {
    /// Chooses a value of a setting: `theme`, `size`, `width`, `face`, `lang`.
    ///
    /// # Errors
    /// Where it is not offered.
    pub async fn choose(self, setting: &str, value: &str) -> Outcome {
        self.browser
            .click(&format!("label:has(> input[name='{setting}'][value='{value}'])"))
            .await
    }

    /// The value that is chosen.
    ///
    /// # Errors
    /// Where the page does not answer.
    pub async fn chosen(self, setting: &str) -> Outcome<String> {
        let script = format!("return document.querySelector(\"input[name='{setting}']:checked\").value");
        self.browser.eval(&script, &[]).await
    }
}
