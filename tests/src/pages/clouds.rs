//! The clouds view.

use serde_json::json;

use crate::Outcome;
use crate::browser::Browser;

/// The clouds view.
#[derive(Clone, Copy)]
pub struct Clouds<'a> {
    pub(super) browser: &'a Browser,
}

impl Clouds<'_> {
    /// The words of the cloud as its list has them, the strongest first.
    ///
    /// # Errors
    /// Where the page does not answer.
    pub async fn words(self) -> Outcome<Vec<String>> {
        let script =
            "return [...document.querySelectorAll('.cloud-words li a')].map((word) => word.textContent)";
        self.browser.eval(script, &[]).await
    }

    /// The words that are drawn.
    ///
    /// # Errors
    /// Where the page does not answer.
    pub async fn drawn(self) -> Outcome<Vec<String>> {
        let script = "return [...document.querySelectorAll('.cloud-filtered svg text')].map((word) => word.textContent)";
        self.browser.eval(script, &[]).await
    }

    /// Waits until the cloud is made of so many reports and nothing more is on its way.
    ///
    /// # Errors
    /// Where it is not.
    pub async fn made_of(self, reports: u32) -> Outcome {
        let script = "const figure = document.querySelector('.cloud-filtered');
            return figure !== null && figure.dataset.reports === arguments[0] &&
                document.querySelector('.cloud-standing[data-state=coming]') === null";
        self.browser
            .wait_for::<bool>(
                &format!("a cloud of {reports} reports"),
                script,
                &[json!(reports.to_string())],
            )
            .await
            .map(drop)
    }

    /// Follows a choice by its name.
    ///
    /// # Errors
    /// Where it is not offered.
    pub async fn choose(self, name: &str) -> Outcome {
        let script = "const choices = [...document.querySelectorAll('.clouds-grid .lane-main nav a, .cloud-ways a, .side-tools a')];
            const link = choices.find((link) => link.textContent === arguments[0]);
            link && link.click(); return link !== undefined";
        self.browser
            .wait_for::<bool>(&format!("the choice {name}"), script, &[json!(name)])
            .await
            .map(drop)
    }

    /// Words of a list of a comparison: `here`, `shared` or `there`.
    ///
    /// # Errors
    /// Where the page does not answer.
    pub async fn compared(self, list: &str) -> Outcome<Vec<String>> {
        let script = "return [...document.querySelectorAll(`[data-list=${arguments[0]}] li a`)].map((word) => word.textContent)";
        self.browser.eval(script, &[json!(list)]).await
    }

    /// Waits until a comparison shows these numbers of reports on its sides.
    ///
    /// # Errors
    /// Where it does not.
    pub async fn sides(self, reports: [u32; 2]) -> Outcome {
        let script = "const sides = [...document.querySelectorAll('.side [data-reports]')];
            return sides.map((side) => Number(side.dataset.reports)).join() === arguments[0].join()";
        self.browser
            .wait_for::<bool>(
                &format!("a comparison of {reports:?} reports"),
                script,
                &[json!(reports)],
            )
            .await
            .map(drop)
    }

    /// Ids of the reports on the contact sheet that are in the page, in order.
    ///
    /// # Errors
    /// Where the page does not answer.
    pub async fn tiles(self) -> Outcome<Vec<String>> {
        let script =
            "return [...document.querySelectorAll('.tile[data-report]')].map((tile) => tile.dataset.report)";
        self.browser.eval(script, &[]).await
    }
}
