//! The search page.

use serde::Deserialize;
use serde_json::json;

use crate::Outcome;
use crate::browser::Browser;

/// The box.
const INPUT: &str = "[role=search] input[type=search]";

/// The search page.
#[derive(Clone, Copy)]
pub struct Search<'a> {
    pub(super) browser: &'a Browser,
}

/// A result.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub struct Hit {
    /// The report.
    pub id: String,
    /// The text of its excerpts' marks.
    pub marks: Vec<String>,
}

impl Search<'_> {
    /// Types a query, letter by letter, after what is in the box.
    ///
    /// # Errors
    /// Where there is no box.
    pub async fn type_query(self, q: &str) -> Outcome {
        self.browser.type_into(INPUT, q).await
    }

    /// What is in the box.
    ///
    /// # Errors
    /// Where the page does not answer.
    pub async fn query(self) -> Outcome<String> {
        self.browser
            .eval(
                "return document.querySelector(arguments[0]).value",
                &[json!(INPUT)],
            )
            .await
    }

    /// Waits until the search for this query is done and gives the number of reports found.
    ///
    /// # Errors
    /// Where it does not end.
    pub async fn total(self, q: &str) -> Outcome<usize> {
        let script = "const { query, state, total } = document.querySelector('#kb-results').dataset;
            return query === arguments[0] && state === 'done' ? total : null";
        let total: String = self
            .browser
            .wait_for(&format!("results for {q}"), script, &[json!(q)])
            .await?;
        Ok(total.parse()?)
    }

    /// The results shown, best first.
    ///
    /// # Errors
    /// Where the page does not answer.
    pub async fn hits(self) -> Outcome<Vec<Hit>> {
        let script = "return [...document.querySelectorAll('#kb-results li[data-report]')].map((hit) => ({
                id: hit.dataset.report,
                marks: [...hit.querySelectorAll('mark')].map((mark) => mark.textContent),
            }))";
        self.browser.eval(script, &[]).await
    }

    /// Follows one of the two orders: `relevance` or `date`.
    ///
    /// # Errors
    /// Where there is no choice.
    pub async fn sort_by(self, order: &str) -> Outcome {
        self.browser
            .click(&format!("nav.sort a[data-key='sort-{order}']"))
            .await
    }

    /// The facets' links with a count: the `data-key` of each, and the count.
    ///
    /// # Errors
    /// Where the page does not answer.
    pub async fn facets(self) -> Outcome<Vec<(String, usize)>> {
        let script = "return [...document.querySelectorAll('#kb-facets a:not([aria-current])')].map((link) =>
            [link.dataset.key, Number(link.lastElementChild.textContent)])";
        self.browser.eval(script, &[]).await
    }

    /// The recent searches on offer, newest first.
    ///
    /// # Errors
    /// Where the page does not answer.
    pub async fn recent(self) -> Outcome<Vec<String>> {
        let script =
            "return [...document.querySelectorAll('#kb-results [data-recent] a')].map((a) => a.textContent)";
        self.browser.eval(script, &[]).await
    }

    /// Waits until the results region is in this state (`idle`, `done`, `error`, …) for a query.
    ///
    /// # Errors
    /// Where it does not come about.
    pub async fn state(self, q: &str, state: &str) -> Outcome {
        let script = "const { query, state } = document.querySelector('#kb-results').dataset;
            return query === arguments[0] && state === arguments[1]";
        let what = format!("the search for {q} to be {state}");
        self.browser
            .wait_for::<bool>(&what, script, &[json!(q), json!(state)])
            .await
            .map(drop)
    }

    /// Waits until the focus is on what a selector finds.
    ///
    /// # Errors
    /// Where it does not get there.
    pub async fn focus_on(self, selector: &str) -> Outcome {
        let script = "return document.activeElement.matches(arguments[0])";
        let what = format!("the focus on {selector}");
        self.browser
            .wait_for::<bool>(&what, script, &[json!(selector)])
            .await
            .map(drop)
    }

    /// Waits until the focus is on the result of a report.
    ///
    /// # Errors
    /// Where it does not get there.
    pub async fn focus_on_result(self, id: &str) -> Outcome {
        self.focus_on(&format!("#kb-results li[data-report='{id}'] a"))
            .await
    }

    /// Clicks the result of a report.
    ///
    /// # Errors
    /// Where the results do not have it.
    pub async fn open(self, id: &str) -> Outcome {
        self.browser
            .click(&format!("#kb-results li[data-report='{id}'] a"))
            .await
    }
}
