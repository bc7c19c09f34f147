//! One report.

use crate::browser::{Browser, Key};
use crate::{Outcome, ensure};

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

    /// Selects these words of the text, wherever they stand first, as with the mouse.
    ///
    /// # Errors
    /// Where they are not there.
    pub async fn select(self, words: &str) -> Outcome {
        let script = "const walk = document.createTreeWalker(document.querySelector('main article'), NodeFilter.SHOW_TEXT);
            const nodes = []; let text = '';
            while (walk.nextNode()) { nodes.push([walk.currentNode, text.length]); text += walk.currentNode.data; }
            const at = text.indexOf(arguments[0]);
            if (at < 0) return null;
            const place = (offset, isEnd) => {
                const [node, start] = nodes.findLast(([, start]) => isEnd ? start < offset : start <= offset);
                return [node, offset - start];
            };
            const [from, to] = [place(at, false), place(at + arguments[0].length, true)];
            from[0].parentElement.scrollIntoView({ block: 'center' });
            const range = document.createRange();
            range.setStart(...from); range.setEnd(...to);
            const boxes = [...range.getClientRects()], [first, last] = [boxes[0], boxes.at(-1)];
            return [first.left + 1, first.top + first.height / 2, last.right - 1, last.top + last.height / 2]";
        let found: Option<[f64; 4]> = self.browser.eval(script, &[words.into()]).await?;
        let Some([from_x, from_y, to_x, to_y]) = found else {
            return Err(format!("the report does not say “{words}”").into());
        };
        self.browser.drag_mouse((from_x, from_y), (to_x, to_y)).await
    }

    /// Copies the link to what is selected by the button beside it, which Tab leads to.
    ///
    /// # Errors
    /// Where there is no such button.
    pub async fn copy_passage_by_key(self) -> Outcome {
        let there = "return document.querySelector('.passage-button') !== null";
        self.browser
            .wait_for::<bool>("the button beside the selection", there, &[])
            .await?;
        let focused = "return document.activeElement.textContent";
        self.browser
            .wait("Tab to lead to the button", async || {
                self.browser.press(Key::Tab).await?;
                let focused: String = self.browser.eval(focused, &[]).await?;
                ensure!(!focused.contains("上一篇"), "Tab has passed the button");
                Ok((focused == "复制这段的链接").then_some(()))
            })
            .await?;
        self.browser.press(Key::Enter).await
    }

    /// How the controls in the header stand: what is starred, what is read.
    ///
    /// # Errors
    /// Where the page does not answer.
    pub async fn pressed(self) -> Outcome<Vec<String>> {
        let script = "return [...document.querySelectorAll('[aria-pressed=true]')].map((b) => b.textContent)";
        self.browser.eval(script, &[]).await
    }

    /// Stars it.
    ///
    /// # Errors
    /// Where it cannot be starred.
    pub async fn star(self) -> Outcome {
        self.browser.click("#kb-star").await?;
        self.is_starred().await
    }

    /// Waits until it is shown as starred.
    ///
    /// # Errors
    /// Where it is not.
    pub async fn is_starred(self) -> Outcome {
        let script = "return document.querySelector('#kb-star')?.getAttribute('aria-pressed') === 'true'";
        self.browser
            .wait_for::<bool>("the star", script, &[])
            .await
            .map(drop)
    }

    /// Reads on, a screen at a time, until so much of the report lies above, in thousandths.
    ///
    /// # Errors
    /// Where the report does not scroll so far.
    pub async fn read_to(self, done: u32) -> Outcome {
        // The page notes the place once scrolling has paused.
        let script = "const y = scrollY; await new Promise((done) => setTimeout(done, 500));
            return y === scrollY ? Number(document.querySelector('main article').dataset.done || 0) : null";
        self.browser
            .wait("the report to be read so far", async || {
                let so_far: Option<u32> = self.browser.eval_async(script, &[]).await?;
                match so_far {
                    Some(so_far) if so_far >= done => return Ok(Some(())),
                    Some(_) => self.browser.press(Key::PageDown).await?,
                    None => {}
                }
                Ok(None)
            })
            .await
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
