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
    /// Ids of the reports in the list, in its order, once none of them is on its way.
    ///
    /// # Errors
    /// Where that does not come about.
    pub async fn listed(self) -> Outcome<Vec<String>> {
        let arrived = "return document.querySelector('.row-coming') === null";
        self.browser
            .wait_for::<bool>("the rows here", arrived, &[])
            .await?;
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

    /// Opens the n-th key point of the newest edition's first report, from 2 on.
    ///
    /// # Errors
    /// Where there is none.
    pub async fn open_point(self, number: usize) -> Outcome {
        self.browser
            .click(&format!(".edition article:first-of-type li[value='{number}'] a"))
            .await
    }

    /// The topics of the newest edition in their order, as its headings name them.
    ///
    /// # Errors
    /// Where the page does not answer.
    pub async fn stories(self) -> Outcome<Vec<String>> {
        let script =
            "return [...document.querySelectorAll('.edition article h2')].map((topic) => topic.innerText)";
        self.browser.eval(script, &[]).await
    }

    /// What the line under the masthead says is new since the last visit, and where that leads.
    ///
    /// # Errors
    /// Where the page does not answer.
    pub async fn since(self) -> Outcome<Option<(String, String)>> {
        let script = "const link = document.querySelector('.folio a');
            return link && [link.innerText, link.getAttribute('href')]";
        self.browser.eval(script, &[]).await
    }

    /// What is said below the rows, or instead of them.
    ///
    /// # Errors
    /// Where it says nothing in time.
    pub async fn note(self) -> Outcome<String> {
        let script = "const note = document.querySelector('section[aria-labelledby=archive-title] > .empty');
            return note && note.innerText";
        self.browser.wait_for("a note in the list", script, &[]).await
    }

    /// Scrolls to a row and presses its star.
    ///
    /// # Errors
    /// Where the list does not have it.
    pub async fn star(self, id: &str) -> Outcome {
        let row = format!("section[aria-labelledby=archive-title] li[data-report='{id}']");
        let script = "document.querySelector(arguments[0]).scrollIntoView({ block: 'center' })";
        self.browser.eval::<()>(script, &[json!(row)]).await?;
        self.browser.click(&format!("{row} button[aria-pressed]")).await
    }

    /// What a screen reader hears of a row's state, and whether its star is pressed.
    ///
    /// # Errors
    /// Where the list does not have it.
    pub async fn state(self, id: &str) -> Outcome<(String, bool)> {
        let script = "const row = document.querySelector(`section[aria-labelledby=archive-title] li[data-report='${arguments[0]}']`);
            const state = row.querySelector('a .visually-hidden');
            return [state ? state.textContent.trim() : '', row.querySelector('[aria-pressed]').ariaPressed === 'true']";
        self.browser.eval(script, &[json!(id)]).await
    }

    /// The row that has the focus.
    ///
    /// # Errors
    /// Where the page does not answer.
    pub async fn focused(self) -> Outcome<Option<String>> {
        let script =
            "const row = document.activeElement.closest('section[aria-labelledby=archive-title] li');
            return row && row.dataset.report";
        self.browser.eval(script, &[]).await
    }

    /// The first row whose top is in the window, and how far that is from the top of the window in CSS pixels.
    ///
    /// # Errors
    /// Where there is none in time.
    pub async fn first_in_window(self) -> Outcome<(String, f64)> {
        let script = "const rows = document.querySelectorAll('section[aria-labelledby=archive-title] li[data-report]');
            const top = (row) => row.getBoundingClientRect().top;
            const row = [...rows].find((row) => top(row) >= 0 && top(row) < innerHeight);
            return row && [row.dataset.report, top(row)]";
        self.browser.wait_for("a row in the window", script, &[]).await
    }

    /// How far the top of a row is from the top of the window in CSS pixels, where the row is in the page.
    ///
    /// # Errors
    /// Where the page does not answer.
    pub async fn top_of(self, id: &str) -> Outcome<Option<f64>> {
        let script = "const row = document.querySelector(`section[aria-labelledby=archive-title] li[data-report='${arguments[0]}']`);
            return row && row.getBoundingClientRect().top";
        self.browser.eval(script, &[json!(id)]).await
    }

    /// Waits until every report is known.
    ///
    /// # Errors
    /// Where that does not come about.
    pub async fn complete(self) -> Outcome {
        let script =
            "return document.querySelector('section[aria-labelledby=archive-title] > .empty') === null";
        self.browser
            .wait_for::<bool>("the whole list", script, &[])
            .await
            .map(drop)
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
