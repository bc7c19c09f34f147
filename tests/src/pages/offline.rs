//! What is kept on the device.

use serde_json::json;

use crate::Outcome;
use crate::browser::Browser;

/// The page about reading offline.
#[derive(Clone, Copy)]
pub struct Offline<'a> {
    pub(super) browser: &'a Browser,
}

impl Offline<'_> {
    /// Chooses what to keep: `texts` (`all`, `days:30`, `topic:ai`) or `images` (`all`, `none`).
    ///
    /// # Errors
    /// Where it is not offered.
    pub async fn choose(self, field: &str, value: &str) -> Outcome {
        self.browser
            .click(&format!("label:has(> input[name='{field}'][value='{value}'])"))
            .await
    }

    /// Presses a button: `start`, `pause`, `resume`, `cancel`, and in the dialog `stop` and `forget`.
    ///
    /// # Errors
    /// Where it is not there.
    pub async fn press(self, does: &str) -> Outcome {
        self.browser.click(&format!("[data-offline='{does}']")).await
    }

    /// Waits until the keeping stands so, and gives what is said of it.
    ///
    /// # Errors
    /// Where it does not come to that in time.
    pub async fn state(self, state: &str) -> Outcome<String> {
        let script = "const said = document.querySelector('main [role=status]');
            return said !== null && said.dataset.state === arguments[0] && (said.textContent || ' ')";
        self.browser
            .wait_for(&format!("the keeping to be {state}"), script, &[json!(state)])
            .await
    }

    /// Waits until a row of the table (`报告`, `图片`, `搜索`) says this.
    ///
    /// # Errors
    /// Where it does not in time.
    pub async fn row(self, name: &str, says: &str) -> Outcome {
        let script = "return [...document.querySelectorAll('main tbody tr')].some((row) =>
            row.cells[0].textContent === arguments[0] && row.textContent.includes(arguments[1]))";
        let what = format!("{name} to be “{says}”");
        let arguments = [json!(name), json!(says)];
        self.browser
            .wait_for::<bool>(&what, script, &arguments)
            .await
            .map(drop)
    }

    /// Waits until as much of the download is done as this, from 0 to 1.
    ///
    /// # Errors
    /// Where it does not come so far in time.
    pub async fn is_beyond(self, part: f64) -> Outcome {
        let script = "const bar = document.querySelector('main progress');
            return bar !== null && bar.position > arguments[0]";
        self.browser
            .wait_for::<bool>("the download to come along", script, &[json!(part)])
            .await
            .map(drop)
    }

    /// What did not come, and why; the list is opened.
    ///
    /// # Errors
    /// Where the page does not answer.
    pub async fn failures(self) -> Outcome<Vec<String>> {
        self.browser.click("main details > summary").await?;
        let script =
            "return [...document.querySelectorAll('main details[open] li')].map((row) => row.innerText)";
        self.browser.eval(script, &[]).await
    }
}
