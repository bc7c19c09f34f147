//! The settings.

use std::path::Path;

use serde_json::json;

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

    /// What the page says of the reader's own data.
    ///
    /// # Errors
    /// Where the page does not answer.
    pub async fn own_data(self) -> Outcome<String> {
        self.browser
            .eval("return document.querySelector('.own-data p').textContent", &[])
            .await
    }

    /// Waits until this is said about an export, an import or a clearing.
    ///
    /// # Errors
    /// Where it is not said in time.
    pub async fn says(self, words: &str) -> Outcome {
        let script =
            "return document.querySelector('.own-data [role=status]').textContent.includes(arguments[0])";
        self.browser
            .wait_for::<bool>(&format!("“{words}”"), script, &[json!(words)])
            .await?;
        Ok(())
    }

    /// Chooses a file to import.
    ///
    /// # Errors
    /// Where there is no field for it.
    pub async fn import(self, file: &Path) -> Outcome {
        let path = file.to_string_lossy();
        self.browser.type_into("input[name=import]", &path).await
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
