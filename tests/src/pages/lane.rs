//! A lane: one kind of section across days.

use serde_json::json;

use crate::Outcome;
use crate::browser::Browser;

/// A lane.
#[derive(Clone, Copy)]
pub struct Lane<'a> {
    pub(super) browser: &'a Browser,
}

impl Lane<'_> {
    /// The lane's name.
    ///
    /// # Errors
    /// Where the page does not answer.
    pub async fn name(self) -> Outcome<String> {
        self.browser
            .eval("return document.querySelector('main h1').textContent", &[])
            .await
    }

    /// Ids of the reports shown, in order.
    ///
    /// # Errors
    /// Where the page does not answer.
    pub async fn reports(self) -> Outcome<Vec<String>> {
        let script = "return [...document.querySelectorAll('main article[data-report]')].map((report) => report.dataset.report)";
        self.browser.eval(script, &[]).await
    }

    /// Waits until these reports are shown.
    ///
    /// # Errors
    /// Where they are not.
    pub async fn showing(self, expected: &[String]) -> Outcome {
        let what = format!("the lane of {expected:?}");
        self.browser
            .wait(&what, async || {
                Ok((self.reports().await? == expected).then_some(()))
            })
            .await
    }

    /// Days that the reports are grouped by, as `YYYY-MM-DD`.
    ///
    /// # Errors
    /// Where the page does not answer.
    pub async fn days(self) -> Outcome<Vec<String>> {
        let script = "return [...document.querySelectorAll('main h2 time')].map((day) => day.dateTime)";
        self.browser.eval(script, &[]).await
    }

    /// Opens a report at its section.
    ///
    /// # Errors
    /// Where the lane does not have it.
    pub async fn open(self, id: &str) -> Outcome {
        self.browser
            .click(&format!("article[data-report='{id}'] h3 a"))
            .await
    }

    /// Chooses another kind.
    ///
    /// # Errors
    /// Where it is not offered.
    pub async fn choose(self, kind: &str) -> Outcome {
        let script = "const link = [...document.querySelectorAll('nav.lane-kinds a')].find((link) => link.textContent === arguments[0]);
            link && link.click(); return link !== undefined";
        self.browser
            .wait_for::<bool>(&format!("the kind {kind}"), script, &[json!(kind)])
            .await
            .map(drop)
    }
}
