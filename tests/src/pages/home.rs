//! Home: the newest edition, the list by day, the calendar.

use kanbao_archive::model::Day;
use serde_json::json;

use crate::Outcome;
use crate::browser::Browser;

/// Home.
#[derive(Clone, Copy)]
pub struct Home<'a> {
    pub(super) browser: &'a Browser,
}

impl Home<'_> {
    /// Ids of the reports in the list, in its order.
    ///
    /// # Errors
    /// Where the page does not answer.
    pub async fn listed(self) -> Outcome<Vec<String>> {
        let script = "return [...document.querySelectorAll('section[aria-labelledby=archive-title] li[data-report]')].map((row) => row.dataset.report)";
        self.browser.eval(script, &[]).await
    }

    /// The number of reports that the list's heading states.
    ///
    /// # Errors
    /// Where the page does not answer.
    pub async fn total(self) -> Outcome<usize> {
        let script = "return Number(document.querySelector('section[aria-labelledby=archive-title] [data-total]').dataset.total)";
        self.browser.eval(script, &[]).await
    }

    /// Key points of the newest edition that are shown.
    ///
    /// # Errors
    /// Where the page does not answer.
    pub async fn points(self) -> Outcome<Vec<String>> {
        let script = "return [...document.querySelectorAll('.edition li')].map((point) => point.innerText)";
        self.browser.eval(script, &[]).await
    }

    /// Clicks a day in the calendar.
    ///
    /// # Errors
    /// Where the calendar does not show that day as one with reports.
    pub async fn choose_day(self, day: Day) -> Outcome {
        self.browser
            .click(&format!("[role=grid] a[data-day='{day}']"))
            .await
    }

    /// Clicks the topic or source of this name.
    ///
    /// # Errors
    /// Where there is none.
    pub async fn choose_tab(self, name: &str) -> Outcome {
        let script =
            "const tab = [...document.querySelectorAll('section[aria-labelledby=archive-title] nav a')]
                .find((tab) => tab.textContent === arguments[0]);
            tab && tab.click(); return tab !== undefined";
        self.browser
            .wait_for::<bool>(&format!("the tab {name}"), script, &[json!(name)])
            .await
            .map(drop)
    }

    /// Names of the topics and sources to choose from.
    ///
    /// # Errors
    /// Where the page does not answer.
    pub async fn tabs(self) -> Outcome<Vec<String>> {
        let script = "return [...document.querySelectorAll('section[aria-labelledby=archive-title] nav a')].map((tab) => tab.textContent)";
        self.browser.eval(script, &[]).await
    }

    /// Clicks the row of a report.
    ///
    /// # Errors
    /// Where the list does not have it.
    pub async fn open(self, id: &str) -> Outcome {
        self.browser
            .click(&format!(
                "section[aria-labelledby=archive-title] li[data-report='{id}'] a"
            ))
            .await
    }

    /// Waits until the list shows so many reports.
    ///
    /// # Errors
    /// Where it does not.
    pub async fn showing_rows(self, count: usize) -> Outcome<Vec<String>> {
        let what = format!("{count} rows in the list");
        self.browser
            .wait(&what, async || {
                let listed = self.listed().await?;
                Ok((listed.len() == count).then_some(listed))
            })
            .await
    }
}
