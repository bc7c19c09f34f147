//! A list of any length of which only what is near the window is in the page.
//!
//! Its rows stand in blocks, each an element of its own. A block that is far away is empty and as high as it was when
//! it was last drawn, or as such blocks are on the average; so the page is as long as if all were there, the scroll bar
//! tells the truth, and the browser scrolls by itself. Where a height turns out otherwise, the row at the top of the
//! window stays where it is. (Browsers' own scroll anchoring is turned off for the list, since not all have it.)

use kanbao_archive::html::Html;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::dom::document;
use super::patch;

/// A row: the id of its report, and how far its top is below that of the window, in CSS pixels.
#[derive(Clone, PartialEq, Debug)]
pub struct RowPlace {
    /// The report's id.
    pub id: String,
    /// CSS pixels; negative where the row begins above the window.
    pub top: f64,
}

/// Rows of a list that is drawn whole: to find something in it is worth more than what is saved.
const SHORT: usize = 60;

/// Farther than any page is long, in CSS pixels.
const FAR: f64 = 1e9;

/// What draws the inside of a block, by its number.
pub type DrawBlock<'a> = &'a dyn Fn(usize) -> Vec<Html>;

/// A list in the page.
pub struct LongList {
    host: Element,
    blocks: Vec<Block>,
    /// Height of a row on the average, in CSS pixels; 0 before any was drawn.
    row_height: f64,
    /// Width of the list when that was measured.
    width: i32,
    /// The row at the top of the window when the list was last looked at, and the number of its block.
    anchor: Option<(usize, RowPlace)>,
}

struct Block {
    element: HtmlElement,
    rows: usize,
    /// What is inside; `None` where it is empty, because it is far away.
    drawn: Option<Vec<Html>>,
}

impl LongList {
    /// A list inside an element that holds nothing else.
    pub fn new(host: Element) -> Self {
        host.set_text_content(None);
        Self {
            host,
            blocks: Vec::new(),
            row_height: 0.0,
            width: 0,
            anchor: None,
        }
    }

    /// Whether the list is inside this element.
    pub fn is_in(&self, element: &Element) -> bool {
        *element == self.host
    }

    /// Whether the list is in the page.
    pub fn is_in_page(&self) -> bool {
        self.host.is_connected()
    }

    /// Keeps the first blocks and makes the others anew: each by the number of its rows. They are drawn when they come
    /// near the window.
    pub fn set(&mut self, kept: usize, rows: impl Iterator<Item = usize>) {
        for block in self.blocks.drain(kept.min(self.blocks.len())..) {
            block.element.remove();
        }
        let Some(document) = document() else { return };
        for rows in rows {
            let element = document
                .create_element("div")
                .ok()
                .and_then(|e| e.dyn_into().ok());
            let Some(element): Option<HtmlElement> = element else {
                continue;
            };
            element.set_class_name("block");
            let _ = self.host.append_child(&element);
            let block = Block {
                element,
                rows,
                drawn: None,
            };
            block.keep_height(self.row_height * rows as f64);
            self.blocks.push(block);
        }
    }

    /// Draws the first blocks without asking how large anything is: for a list that is not in the page yet, or is short.
    pub fn draw_first(&mut self, draw: DrawBlock<'_>) {
        let mut above = 0;
        for (number, block) in self.blocks.iter_mut().enumerate() {
            if above >= SHORT {
                return;
            }
            block.draw(number, draw);
            above += block.rows;
        }
    }

    /// Draws again what has changed in the blocks that are drawn.
    pub fn redraw(&mut self, draw: DrawBlock<'_>) {
        for (number, block) in self.blocks.iter_mut().enumerate() {
            if block.drawn.is_some() {
                block.redraw(number, draw);
            }
        }
    }

    /// Draws what is near the window and empties what is far away. The row at the top of the window stays there, also
    /// where the width of the list has changed; a page that was scrolled to its end stays at its end.
    pub fn fill(&mut self, draw: DrawBlock<'_>) {
        if self.measure()
            && let Some((block, place)) = self.anchor.take()
        {
            self.bring(block, &place, draw);
            return;
        }
        let is_at_end = is_at_end();
        let held = self.row_at_top().map(|(_, row)| (top(&row), row));
        self.near_and_far(draw);
        if is_at_end {
            scroll_by(FAR);
            self.near_and_far(draw);
            scroll_by(FAR);
        } else if let Some((was, row)) = held {
            hold(&row, was);
        }
        self.note();
    }

    /// Brings a row to its place in the window, by the number of its block.
    pub fn bring(&mut self, block: usize, place: &RowPlace, draw: DrawBlock<'_>) {
        self.measure();
        let Some(wanted) = self.blocks.get_mut(block) else {
            return;
        };
        wanted.draw(block, draw);
        let row = wanted.row(|row| row.get_attribute("data-report").as_deref() == Some(&place.id));
        self.estimate();
        if let Some(row) = row {
            hold(&row, place.top);
            self.near_and_far(draw);
            hold(&row, place.top);
        }
        self.note();
    }

    /// The row at the top of the window, where the list has reached it.
    pub fn place(&self) -> Option<RowPlace> {
        self.anchor.as_ref().map(|(_, place)| place.clone())
    }

    fn note(&mut self) {
        self.anchor = self.row_at_top().map(|(block, row)| {
            let place = RowPlace {
                id: row.get_attribute("data-report").unwrap_or_default(),
                top: top(&row),
            };
            (block, place)
        });
    }

    /// The row at the top of the window and the number of its block; `None` where the list begins below, or nothing is
    /// drawn there.
    fn row_at_top(&self) -> Option<(usize, Element)> {
        if top(&self.host) > 0.0 {
            return None;
        }
        let at = self.first_below(0.0);
        let row = self.blocks.get(at)?.row(|row| bottom(row) > 0.0)?;
        Some((at, row))
    }

    /// Notes the width of the list; says whether it is another one than before, so that no height holds any more.
    fn measure(&mut self) -> bool {
        let width = self.host.client_width();
        let before = std::mem::replace(&mut self.width, width);
        let is_new = before != width && before != 0;
        if is_new {
            self.row_height = 0.0;
        }
        is_new
    }

    /// Takes the height of the blocks that are drawn for that of the others, where none is known.
    fn estimate(&mut self) {
        if self.row_height > 0.0 {
            return;
        }
        let drawn = self.blocks.iter().filter(|block| block.drawn.is_some());
        let (rows, height) = drawn.fold((0, 0.0), |(rows, height), block| {
            (rows + block.rows, height + block.height())
        });
        if rows == 0 {
            return;
        }
        self.row_height = height / rows as f64;
        for block in self.blocks.iter().filter(|block| block.drawn.is_none()) {
            block.keep_height(self.row_height * block.rows as f64);
        }
    }

    /// Draws every block that is less than a window away, or next to where the focus is, and empties those more than
    /// two windows away.
    fn near_and_far(&mut self, draw: DrawBlock<'_>) {
        if self.blocks.iter().map(|block| block.rows).sum::<usize>() <= SHORT {
            self.draw_first(draw);
            return;
        }
        self.estimate();
        let window = window_height();
        let focused = self.focused();
        let has_focus = |at: usize| focused.is_some_and(|focused: usize| focused.abs_diff(at) <= 1);
        let mut at = self.first_below(-window);
        let mut below = 0.0;
        while below < 2.0 * window
            && let Some(block) = self.blocks.get_mut(at)
        {
            block.draw(at, draw);
            below = bottom(&block.element);
            at += 1;
        }
        self.estimate();
        for (at, block) in self.blocks.iter_mut().enumerate() {
            if block.drawn.is_none() {
                if has_focus(at) {
                    block.draw(at, draw);
                }
                continue;
            }
            let is_far = bottom(&block.element) < -2.0 * window || top(&block.element) > 3.0 * window;
            if is_far && !has_focus(at) {
                block.empty();
            }
        }
    }

    /// Number of the first block that ends below a line, in CSS pixels from the top of the window.
    fn first_below(&self, line: f64) -> usize {
        self.blocks
            .partition_point(|block| bottom(&block.element) <= line)
    }

    /// The block that has the focus.
    fn focused(&self) -> Option<usize> {
        let active = document()?.active_element()?;
        if !self.host.contains(Some(&active)) {
            return None;
        }
        self.blocks
            .iter()
            .position(|block| block.element.contains(Some(&active)))
    }
}

impl Block {
    fn draw(&mut self, number: usize, draw: DrawBlock<'_>) {
        if self.drawn.is_none() {
            self.redraw(number, draw);
            let _ = self.element.remove_attribute("style");
        }
    }

    fn redraw(&mut self, number: usize, draw: DrawBlock<'_>) {
        let nodes = draw(number);
        patch::update(&self.element, self.drawn.as_deref().unwrap_or_default(), &nodes);
        self.drawn = Some(nodes);
    }

    fn empty(&mut self) {
        self.keep_height(self.height());
        self.element.set_text_content(None);
        self.drawn = None;
    }

    fn height(&self) -> f64 {
        self.element.get_bounding_client_rect().height()
    }

    /// Makes an empty block so many CSS pixels high, to the hundredth.
    fn keep_height(&self, height: f64) {
        let hundredths = (height * 100.0) as u32;
        if hundredths > 0 {
            let height = format!("{}.{:02}px", hundredths / 100, hundredths % 100);
            let _ = self.element.style().set_property("height", &height);
        }
    }

    /// The first row that fits; `None` also where the block is empty.
    fn row(&self, fits: impl Fn(&Element) -> bool) -> Option<Element> {
        self.drawn.as_ref()?;
        let rows = self.element.last_element_child()?.children();
        (0..rows.length()).filter_map(|n| rows.item(n)).find(fits)
    }
}

/// Scrolls so that an element's top is where it is to be.
fn hold(row: &Element, wanted: f64) {
    let off = top(row) - wanted;
    if off.abs() >= 1.0 {
        scroll_by(off);
    }
}

fn top(element: &Element) -> f64 {
    element.get_bounding_client_rect().top()
}

fn bottom(element: &Element) -> f64 {
    element.get_bounding_client_rect().bottom()
}

/// Height of the window in CSS pixels.
fn window_height() -> f64 {
    let height = web_sys::window().and_then(|window| window.inner_height().ok()?.as_f64());
    height.unwrap_or(900.0)
}

/// Whether the page was scrolled and is at its end.
fn is_at_end() -> bool {
    let page = document().and_then(|document| document.document_element());
    page.is_some_and(|page| top(&page) < 0.0 && bottom(&page) <= window_height() + 2.0)
}

fn scroll_by(y: f64) {
    if let Some(window) = web_sys::window() {
        window.scroll_by_with_x_and_y(0.0, y);
    }
}
