//! The choice of days: calendar, histogram, field.

use kanbao_archive::model::Day;
use serde_json::json;

use crate::Outcome;
use crate::browser::Browser;

/// The choice of days, on whichever page shows it.
#[derive(Clone, Copy)]
pub struct Dates<'a> {
    pub(super) browser: &'a Browser,
}

impl Dates<'_> {
    /// Puts the keyboard where Tab would put it in the calendar.
    ///
    /// # Errors
    /// Where no day can be reached.
    pub async fn enter_grid(self) -> Outcome {
        let script = "const day = document.querySelector('[role=grid] [tabindex=\"0\"]');
            day && day.focus(); return document.activeElement === day";
        self.browser
            .wait_for::<bool>("the calendar's tab stop", script, &[])
            .await
            .map(drop)
    }

    /// Waits until the keyboard stands on a day.
    ///
    /// # Errors
    /// Where it does not.
    pub async fn on_day(self, day: &str) -> Outcome {
        let script = "return document.activeElement.dataset.day === arguments[0]";
        self.browser
            .wait_for::<bool>(&format!("the focus on {day}"), script, &[json!(day)])
            .await
            .map(drop)
    }

    /// The name of a day as it is read out, and its class.
    ///
    /// # Errors
    /// Where the calendar does not show it.
    pub async fn day(self, day: Day) -> Outcome<(String, String)> {
        let script = "const day = document.querySelector(`[role=grid] [data-day='${arguments[0]}']`);
            return [day.getAttribute('aria-label'), day.className]";
        self.browser.eval(script, &[json!(day.to_string())]).await
    }

    /// The days that are marked as selected.
    ///
    /// # Errors
    /// Where the page does not answer.
    pub async fn selected(self) -> Outcome<Vec<String>> {
        let script = "return [...document.querySelectorAll('[role=gridcell][aria-selected=true] > *')].map((day) => day.dataset.day)";
        self.browser.eval(script, &[]).await
    }

    /// Types into the field and presses Enter.
    ///
    /// # Errors
    /// Where there is no field.
    pub async fn type_days(self, text: &str) -> Outcome {
        self.browser.click("input[name=days]").await?;
        self.browser
            .eval::<()>("document.querySelector('input[name=days]').value = ''", &[])
            .await?;
        self.browser.type_into("input[name=days]", text).await?;
        self.browser.press(crate::browser::Key::Enter).await
    }

    /// What the line below the field says.
    ///
    /// # Errors
    /// Where the page does not answer.
    pub async fn said(self) -> Outcome<String> {
        let script = "return document.querySelector('#kb-days-said').textContent";
        self.browser.eval(script, &[]).await
    }

    /// Waits until the address names these days, empty for none.
    ///
    /// # Errors
    /// Where it does not.
    pub async fn chosen(self, from: &str, to: &str) -> Outcome {
        let script = "const query = new URLSearchParams(location.search);
            return (query.get('from') || '') === arguments[0] && (query.get('to') || '') === arguments[1]";
        self.browser
            .wait_for::<bool>(
                &format!("the days {from} to {to} in the address"),
                script,
                &[json!(from), json!(to)],
            )
            .await
            .map(drop)
    }

    /// The middle of the first element that a selector finds, in CSS pixels of the window, after scrolling it there.
    ///
    /// # Errors
    /// Where there is none.
    pub async fn middle_of(self, selector: &str) -> Outcome<(f64, f64)> {
        let script = "const found = document.querySelector(arguments[0]);
            if (!found) return null;
            found.scrollIntoView({ block: 'center' });
            const box = found.getBoundingClientRect();
            return [box.left + box.width / 2, box.top + box.height / 2]";
        self.browser.wait_for(selector, script, &[json!(selector)]).await
    }
}
