//! One report.

use crate::Outcome;
use crate::browser::Browser;

/// One report.
#[derive(Clone, Copy)]
pub struct Report<'a> {
    pub(super) browser: &'a Browser,
}

impl Report<'_> {
    /// All text of the report that can be seen.
    ///
    /// # Errors
    /// Where the page does not answer.
    pub async fn text(self) -> Outcome<String> {
        self.browser
            .eval("return document.querySelector('main article').innerText", &[])
            .await
    }

    /// The headline.
    ///
    /// # Errors
    /// Where the page does not answer.
    pub async fn headline(self) -> Outcome<String> {
        self.browser
            .eval("return document.querySelector('main h1').innerText", &[])
            .await
    }

    /// The text of each mark, in order.
    ///
    /// # Errors
    /// Where the page does not answer.
    pub async fn marks(self) -> Outcome<Vec<String>> {
        let script =
            "return [...document.querySelectorAll('main article mark')].map((mark) => mark.textContent)";
        self.browser.eval(script, &[]).await
    }

    /// Whether any mark is inside the window.
    ///
    /// # Errors
    /// Where the page does not answer.
    pub async fn has_mark_in_view(self) -> Outcome<bool> {
        let script = "return [...document.querySelectorAll('main article mark')].some((mark) => {
                const box = mark.getBoundingClientRect();
                return box.top >= 0 && box.bottom <= innerHeight;
            })";
        self.browser.eval(script, &[]).await
    }

    /// Follows the link to the next older report.
    ///
    /// # Errors
    /// Where there is none.
    pub async fn go_older(self) -> Outcome {
        self.browser.click("nav.neighbours a.older").await
    }

    /// Follows the link to the next newer report.
    ///
    /// # Errors
    /// Where there is none.
    pub async fn go_newer(self) -> Outcome {
        self.browser.click("nav.neighbours a.newer").await
    }

    /// Addresses of pictures that did not load.
    ///
    /// # Errors
    /// Where the page does not answer.
    pub async fn broken_pictures(self) -> Outcome<Vec<String>> {
        let script = "return [...document.querySelectorAll('main img')]
            .filter((image) => image.complete && image.naturalWidth === 0).map((image) => image.src)";
        self.browser.eval(script, &[]).await
    }
}
