//! The trends page.

use serde::Deserialize;
use serde_json::json;

use crate::Outcome;
use crate::browser::{Browser, Key};

/// The field for another term.
const INPUT: &str = "#kb-trend-term";

/// The trends page.
#[derive(Clone, Copy)]
pub struct Trends<'a> {
    pub(super) browser: &'a Browser,
}

/// A row of the table: the first of its days, its reports, and for each term what its cell says.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub struct TrendRow {
    /// `YYYY-MM-DD`.
    pub from: String,
    /// As shown.
    pub reports: String,
    /// Share and count of each term, or a dash.
    pub cells: Vec<String>,
}

impl Trends<'_> {
    /// Types a term and presses Enter.
    ///
    /// # Errors
    /// Where there is no field.
    pub async fn type_term(self, term: &str) -> Outcome {
        self.browser.click(INPUT).await?;
        self.browser.type_into(INPUT, term).await?;
        self.browser.press(Key::Enter).await
    }

    /// Presses a key in the field.
    ///
    /// # Errors
    /// Where there is no field.
    pub async fn press_in_field(self, key: Key) -> Outcome {
        self.browser.click(INPUT).await?;
        self.browser.press(key).await
    }

    /// Follows the first of the terms that are offered to begin with; gives it.
    ///
    /// # Errors
    /// Where none is offered.
    pub async fn choose_first(self) -> Outcome<String> {
        let script = "const link = document.querySelector('.trend-starters a');
            return link && link.textContent";
        let term: String = self.browser.wait_for("a term to begin with", script, &[]).await?;
        self.choose(&term).await?;
        Ok(term)
    }

    /// Follows one of the terms that are offered.
    ///
    /// # Errors
    /// Where it is not offered.
    pub async fn choose(self, term: &str) -> Outcome {
        let script = "const link = [...document.querySelectorAll('.trend-starters a, .trend-together a')]
                .find((link) => link.textContent === arguments[0]);
            link && link.click(); return link !== undefined";
        self.browser
            .wait_for::<bool>(&format!("the offer of {term}"), script, &[json!(term)])
            .await
            .map(drop)
    }

    /// Waits until these terms are shown, counted, and in the address.
    ///
    /// # Errors
    /// Where they are not.
    pub async fn showing(self, terms: &[&str]) -> Outcome {
        let script = "const shown = [...document.querySelectorAll('.trend-terms li')].map((li) => li.dataset.term);
            const named = new URLSearchParams(location.search).getAll('term');
            const same = (terms) => JSON.stringify(terms) === JSON.stringify(arguments[0]);
            return same(shown) && same(named) && /done|error/.test(document.querySelector('#kb-trend').dataset.state)";
        self.browser
            .wait_for::<bool>(&format!("the trends of {terms:?}"), script, &[json!(terms)])
            .await
            .map(drop)
    }

    /// Puts the keyboard on the chart.
    ///
    /// # Errors
    /// Where there is none.
    pub async fn enter_chart(self) -> Outcome {
        let script = "const plot = document.querySelector('#kb-trend [role=slider][tabindex=\"0\"]');
            plot && plot.focus(); return plot !== null && document.activeElement === plot";
        self.browser
            .wait_for::<bool>("the chart to take the focus", script, &[])
            .await
            .map(drop)
    }

    /// What is read aloud of the chart.
    ///
    /// # Errors
    /// Where there is none.
    pub async fn value(self) -> Outcome<String> {
        let script =
            "return document.querySelector('#kb-trend [role=slider]').getAttribute('aria-valuetext')";
        self.browser.eval(script, &[]).await
    }

    /// The first of the days that the lines under the chart tell of, and the values of the terms there.
    ///
    /// # Errors
    /// Where there is no chart.
    pub async fn readout(self) -> Outcome<(String, Vec<String>)> {
        let script = "const readout = document.querySelector('.trend-readout');
            return [readout.querySelector('[data-span]').dataset.span,
                [...readout.querySelectorAll('li')].map((li) => li.children[2].textContent)]";
        self.browser.eval(script, &[]).await
    }

    /// The rows of the table, newest first; it is unfolded for that.
    ///
    /// # Errors
    /// Where there is none.
    pub async fn table(self) -> Outcome<Vec<TrendRow>> {
        let is_open = "return document.querySelector('.trend-table').open";
        if !self.browser.eval::<bool>(is_open, &[]).await? {
            self.browser.click(".trend-table summary").await?;
        }
        let script = "const rows = [...document.querySelectorAll('.trend-table tbody tr')];
            return rows.length === 0 ? null : rows.map((row) => ({
                from: row.dataset.span,
                reports: row.cells[1].textContent,
                cells: [...row.cells].slice(2).map((cell) => cell.textContent),
            }))";
        self.browser.wait_for("the table", script, &[]).await
    }

    /// What is said of how complete the counts are.
    ///
    /// # Errors
    /// Where the page does not answer.
    pub async fn notes(self) -> Outcome<String> {
        let script = "return document.querySelector('.trend-notes').textContent";
        self.browser.eval(script, &[]).await
    }

    /// Waits until the page says something beside the chart, or in its place.
    ///
    /// # Errors
    /// Where it does not.
    pub async fn says(self, words: &str) -> Outcome {
        let script = "return document.querySelector('#kb-trend')?.textContent.includes(arguments[0])";
        self.browser
            .wait_for::<bool>(&format!("the page to say {words}"), script, &[json!(words)])
            .await
            .map(drop)
    }

    /// The place of a span of the chart in the window, in CSS pixels: so many of so many, at a part of its height.
    ///
    /// # Errors
    /// Where there is no chart.
    pub async fn place_of(self, span: usize, spans: usize, height: f64) -> Outcome<(f64, f64)> {
        let script = "const svg = document.querySelector('.trend-chart');
            svg.scrollIntoView({ block: 'center' });
            const box = svg.getBoundingClientRect(), ground = svg.querySelectorAll('path')[1].getBBox();
            const scale = box.width / svg.viewBox.baseVal.width;
            return [box.left + ground.width * scale * (arguments[0] + .5) / arguments[1],
                box.top + (ground.y + ground.height * arguments[2]) * scale]";
        self.browser
            .eval(script, &[json!(span), json!(spans), json!(height)])
            .await
    }
}
