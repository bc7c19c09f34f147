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
