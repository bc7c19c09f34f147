//! A list of any length of which only what is near the window is in the page.
//!
//! Its rows stand in blocks, each an element of its own. A block that is far away is no element at all: the margin of the
//! next one keeps its room, as high as it was when it was last drawn, or as such blocks are on the average. So the page is
//! as long as if all were there, the scroll bar tells the truth, and the browser scrolls by itself; and what a step costs
//! does not grow with the list (but for a sum of heights). Where a height turns out otherwise, the row at the top of the
//! window stays where it is. (Browsers' own scroll anchoring is turned off for the list, since not all have it.)

use std::ops::Range;

use kanbao_archive::html::Html;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::dom::{document, window_height};
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

/// What draws the inside of a block, by its number; nothing, as long as what belongs there has not come.
pub type DrawBlock<'a> = &'a dyn Fn(usize) -> Vec<Html>;

/// The height of a row before any was drawn, in CSS pixels.
const ROW: f64 = 100.0;

/// How often heights that turned out otherwise are reckoned with before the next look at the list.
const LOOKS: usize = 4;

/// A list in the page.
pub struct LongList {
    host: HtmlElement,
    blocks: Vec<Block>,
    /// Height of a row on the average, in CSS pixels; 0 before any was drawn.
    row_height: f64,
    /// Width of the list when that was measured.
    width: i32,
    /// The row at the top of the window when the list was last looked at, and the number of its block.
    anchor: Option<(usize, RowPlace)>,
    /// The blocks that were near the window then.
    near: Range<usize>,
    /// What stands for the blocks after the last that is drawn, in CSS pixels.
    below: String,
}

struct Block {
    rows: usize,
    /// Its height when it was last drawn, in CSS pixels; 0 before.
    height: f64,
    /// What is in the page; `None` where it is far away, or has not come.
    drawn: Option<Drawn>,
}

struct Drawn {
    element: HtmlElement,
    nodes: Vec<Html>,
    /// What stands for the blocks between the one drawn before and this, in CSS pixels.
    above: String,
}

impl LongList {
    /// A list inside an element that holds nothing else.
    pub fn new(host: Element) -> Self {
        host.set_text_content(None);
        Self {
            host: host.unchecked_into(),
            blocks: Vec::new(),
            row_height: 0.0,
            width: 0,
            anchor: None,
            near: 0..0,
            below: String::new(),
        }
    }

    /// Whether the list is inside this element.
    pub fn is_in(&self, element: &Element) -> bool {
        **element == **self.host
    }

    /// Whether the list is in the page.
    pub fn is_in_page(&self) -> bool {
        self.host.is_connected()
    }

    /// The blocks that were near the window when the list was last filled, whether they have come or not.
    pub fn near_window(&self) -> Range<usize> {
        self.near.clone()
    }

    /// Keeps the first blocks and makes the others anew: each by the number of its rows. They are drawn when they come
    /// near the window.
    pub fn set(&mut self, kept: usize, rows: impl Iterator<Item = usize>) {
        for mut block in self.blocks.drain(kept.min(self.blocks.len())..) {
            block.take_out();
        }
        self.blocks.extend(rows.map(|rows| Block {
            rows,
            height: 0.0,
            drawn: None,
        }));
        self.space();
    }

    /// Draws the first blocks without asking how large anything is: for a list that is not in the page yet, or is short.
    pub fn draw_first(&mut self, draw: DrawBlock<'_>) {
        let mut above = 0;
        for number in 0..self.blocks.len() {
            if above >= SHORT {
                break;
            }
            self.draw(number, draw);
            above += self.blocks.get(number).map_or(0, |block| block.rows);
        }
        self.near = 0..self.blocks.len().min(SHORT);
        self.space();
    }

    /// Draws again what has changed in the blocks that are drawn. The row at the top of the window stays there.
    pub fn redraw(&mut self, draw: DrawBlock<'_>) {
        let held = self.row_at_top().map(|(_, row)| (top(&row), row));
        for (number, block) in self.blocks.iter_mut().enumerate() {
            let Some(drawn) = &mut block.drawn else { continue };
            let nodes = draw(number);
            patch::update(&drawn.element, &drawn.nodes, &nodes);
            drawn.nodes = nodes;
        }
        self.blocks.iter_mut().for_each(Block::give_back);
        self.space();
        if let Some((was, row)) = held.filter(|(_, row)| row.is_connected()) {
            hold(&row, was);
        }
    }

    /// Draws what is near the window and takes out what is far away. The row at the top of the window stays there, also
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
        self.draw(block, draw);
        self.space();
        self.weigh();
        let is_it = |row: &Element| row.get_attribute("data-report").as_deref() == Some(&place.id);
        if let Some(row) = self.blocks.get(block).and_then(|block| block.row(is_it)) {
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
        self.anchor = self.row_at_top().and_then(|(block, row)| {
            let place = RowPlace {
                id: row.get_attribute("data-report")?,
                top: top(&row),
            };
            Some((block, place))
        });
    }

    /// The row at the top of the window and the number of its block; `None` where the list begins below, or nothing is
    /// drawn there.
    fn row_at_top(&self) -> Option<(usize, Element)> {
        if top(&self.host) > 0.0 {
            return None;
        }
        let is_there = |block: &Block| {
            let drawn = block.drawn.as_ref();
            drawn.is_some_and(|drawn| bottom(&drawn.element) > 0.0)
        };
        let at = self.blocks.iter().position(is_there)?;
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
            self.blocks.iter_mut().for_each(|block| block.height = 0.0);
            self.weigh();
            self.space();
        }
        is_new
    }

    /// Notes the heights of the blocks that are drawn; says whether some are other than before.
    fn weigh(&mut self) -> bool {
        let mut is_new = false;
        let (mut rows, mut heights) = (0, 0.0);
        for block in &mut self.blocks {
            let Some(drawn) = &block.drawn else { continue };
            let height = drawn.element.get_bounding_client_rect().height();
            is_new |= (height - block.height).abs() >= 1.0;
            block.height = height;
            rows += block.rows;
            heights += height;
        }
        // A mean that moved with each look would have the scroll bar tremble.
        if self.row_height == 0.0 && rows > 0 {
            self.row_height = heights / rows as f64;
        }
        is_new
    }

    /// The height of a block, or what it will be about.
    fn height(&self, block: &Block) -> f64 {
        if block.height > 0.0 {
            return block.height;
        }
        let row = if self.row_height > 0.0 {
            self.row_height
        } else {
            ROW
        };
        row * block.rows as f64
    }

    /// Draws every block that is less than a window away, or next to where the focus is, and takes out those more than
    /// two windows away. What is where is reckoned from the heights that are known: the page is asked for nothing but
    /// the heights of the few blocks in it.
    fn near_and_far(&mut self, draw: DrawBlock<'_>) {
        if self.blocks.iter().map(|block| block.rows).sum::<usize>() <= SHORT {
            self.draw_first(draw);
            return;
        }
        let window = window_height();
        let focused = self.focused();
        for _ in 0..LOOKS {
            let mut y = top(&self.host);
            let mut near: Option<Range<usize>> = None;
            for at in 0..self.blocks.len() {
                let Some(block) = self.blocks.get(at) else { break };
                let end = y + self.height(block);
                let is_drawn = block.drawn.is_some();
                let has_focus = focused.is_some_and(|focused| focused.abs_diff(at) <= 1);
                let is_near = end > -window && y < 2.0 * window;
                if is_near {
                    near = Some(near.map_or(at, |near| near.start)..at + 1);
                }
                if (is_near || has_focus) && !is_drawn {
                    self.draw(at, draw);
                } else if is_drawn && !has_focus && (end < -2.0 * window || y > 3.0 * window) {
                    self.blocks.get_mut(at).into_iter().for_each(Block::take_out);
                }
                y = end;
            }
            self.near = near.unwrap_or(0..0);
            self.space();
            if !self.weigh() {
                return;
            }
        }
    }

    /// The block that has the focus.
    fn focused(&self) -> Option<usize> {
        let active = document()?.active_element()?;
        let has_it = |block: &Block| {
            let drawn = block.drawn.as_ref();
            drawn.is_some_and(|drawn| drawn.element.contains(Some(&active)))
        };
        self.blocks.iter().position(has_it)
    }

    /// Puts a block into the page, unless it is there or has not come.
    fn draw(&mut self, number: usize, draw: DrawBlock<'_>) {
        if self.blocks.get(number).is_none_or(|block| block.drawn.is_some()) {
            return;
        }
        let nodes = draw(number);
        if nodes.is_empty() {
            return;
        }
        let element = document().and_then(|document| document.create_element("div").ok());
        let Some(element) = element else { return };
        element.set_class_name("block");
        patch::update(&element, &[], &nodes);
        let after = self
            .blocks
            .iter()
            .skip(number)
            .find_map(|block| block.drawn.as_ref());
        let after = after.map(|drawn| drawn.element.as_ref());
        let _ = self.host.insert_before(&element, after);
        if let Some(block) = self.blocks.get_mut(number) {
            block.drawn = Some(Drawn {
                element: element.unchecked_into(),
                nodes,
                above: String::new(),
            });
        }
    }

    /// Keeps the room of the blocks that are not drawn, between those that are and below the last.
    fn space(&mut self) {
        let mut room = 0.0;
        for at in 0..self.blocks.len() {
            let Some(block) = self.blocks.get(at) else { break };
            let height = self.height(block);
            match self.blocks.get_mut(at).and_then(|block| block.drawn.as_mut()) {
                Some(drawn) => {
                    keep(&drawn.element, "margin-top", room, &mut drawn.above);
                    room = 0.0;
                }
                None => room += height,
            }
        }
        keep(&self.host, "padding-bottom", room, &mut self.below);
    }
}

/// Sets a length in CSS pixels, to the hundredth, where it is another than before.
fn keep(element: &HtmlElement, property: &str, pixels: f64, before: &mut String) {
    let hundredths = (pixels * 100.0) as u32;
    let length = match hundredths {
        0 => String::new(),
        _ => format!("{}.{:02}px", hundredths / 100, hundredths % 100),
    };
    if length == *before {
        return;
    }
    // It is the one property, and an empty attribute is not what a prerendered page has. (Chromium writes the attribute when
    // somebody asks for it, and removes none that it has not written.)
    let _ = if length.is_empty() && element.has_attribute("style") {
        element.remove_attribute("style")
    } else {
        element.style().set_property(property, &length)
    };
    *before = length;
}

impl Block {
    /// Takes it out of the page where nothing is in it any more.
    fn give_back(&mut self) {
        if self.drawn.as_ref().is_some_and(|drawn| drawn.nodes.is_empty()) {
            self.take_out();
        }
    }

    fn take_out(&mut self) {
        if let Some(drawn) = self.drawn.take() {
            drawn.element.remove();
        }
    }

    /// The first row that fits; `None` also where the block is not in the page.
    fn row(&self, fits: impl Fn(&Element) -> bool) -> Option<Element> {
        let rows = self.drawn.as_ref()?.element.last_element_child()?.children();
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
