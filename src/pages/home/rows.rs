//! The rows of the list: which they are, and which of them are in the page.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use kanbao_archive::html::Html;
use kanbao_archive::link::Filter;
use kanbao_archive::model::Summary;
use kanbao_archive::page::{self, LIST, LIST_SAID};
use leptos::prelude::*;

use crate::browser::dom::{self, Element};
use crate::browser::long_list::{LongList, RowPlace};
use crate::state::Reader;

pub(super) struct Rows {
    reader: Reader,
    /// The filter that they pass.
    filter: RefCell<Filter>,
    listed: RefCell<Vec<Rc<Summary>>>,
    blocks: RefCell<Vec<Range<usize>>>,
    /// How many of the first blocks are those that were shown before.
    kept: RefCell<usize>,
    list: RefCell<Option<LongList>>,
    /// The row that has the focus, and whether it was read and starred when that was last said or seen.
    watched: RefCell<Option<(String, bool, bool)>>,
}

impl Rows {
    /// Of nothing yet.
    pub(super) fn new(reader: Reader) -> Self {
        Self {
            reader,
            filter: RefCell::default(),
            listed: RefCell::default(),
            blocks: RefCell::default(),
            kept: RefCell::default(),
            list: RefCell::default(),
            watched: RefCell::default(),
        }
    }

    /// Finds the reports that pass a filter, but for so many of the newest. Follows what arrives and what the reader
    /// does with them; but a report that was listed stays, so that one that is marked as read does not vanish from
    /// under the hand. It is gone when the list is asked for anew.
    pub(super) fn list(&self, filter: &Filter, skipped: usize) {
        let mut listed = self.reader.archive.list(filter);
        listed.drain(..skipped.min(listed.len()));
        let before = self.listed.take();
        if filter.only.is_some() {
            let was_listed = |summary: &Summary| {
                *filter == *self.filter.borrow()
                    && (before.binary_search_by(|other| other.list_order(summary))).is_ok()
            };
            (self.reader.library).with(|library| {
                listed.retain(|summary| library.admits(filter.only, &summary.id) || was_listed(summary));
            });
        }
        let blocks = page::blocks(listed.iter().map(|summary| summary.day));
        let old = self.blocks.take();
        let is_same = |range: &Range<usize>| {
            let (before, now) = (before.get(range.clone()), listed.get(range.clone()));
            let (before, now) = (before.unwrap_or_default(), now.unwrap_or_default());
            before.len() == now.len()
                && before
                    .iter()
                    .zip(now)
                    .all(|(before, now)| Rc::ptr_eq(before, now))
        };
        let kept = old.iter().zip(&blocks);
        let kept = kept.take_while(|(old, new)| old == new && is_same(new)).count();
        self.kept.replace(kept);
        self.filter.replace(filter.clone());
        self.listed.replace(listed);
        self.blocks.replace(blocks);
    }

    /// Calls a function with all of them.
    pub(super) fn with<T>(&self, look: impl FnOnce(&[&Summary]) -> T) -> T {
        let listed = self.listed.borrow();
        look(&listed.iter().map(Rc::as_ref).collect::<Vec<_>>())
    }

    /// Shows them in the page whose element this is. A list that is new gets its first rows, as the prerendered page has
    /// them; one that was there, what has changed.
    pub(super) fn show(&self, page: &Element) {
        let Some(host) = dom::inside(page, LIST) else {
            return;
        };
        let mut list = self.list.borrow_mut();
        let is_new = !list.as_ref().is_some_and(|list| list.is_in(&host));
        let list = match list.as_mut() {
            Some(list) if !is_new => list,
            _ => list.insert(LongList::new(host)),
        };
        let kept = if is_new { 0 } else { self.kept.take() };
        let blocks = self.blocks.borrow();
        list.set(kept, blocks[kept..].iter().map(ExactSizeIterator::len));
        if is_new {
            list.draw_first(&|block| self.block(block));
        } else {
            list.redraw(&|block| self.block(block));
        }
    }

    /// Draws the rows near the window; says whether there is a list.
    pub(super) fn fill(&self) -> bool {
        self.with_list(|list| list.fill(&|block| self.block(block)))
            .is_some()
    }

    /// Brings a row to its place; says whether it is known.
    pub(super) fn bring(&self, place: &RowPlace) -> bool {
        let at = (self.listed.borrow().iter()).position(|summary| summary.id == place.id);
        let Some(at) = at else { return false };
        let block = self.blocks.borrow().partition_point(|block| block.end <= at);
        self.with_list(|list| list.bring(block, place, &|block| self.block(block)));
        true
    }

    /// Remembers which row has the focus and how it stands.
    pub(super) fn watch_focused(&self) {
        let watched = dom::focused_row_link().map(|id| {
            let note = self.reader.library.note(&id);
            (id, note.read, note.starred)
        });
        self.watched.replace(watched);
    }

    /// Says aloud how the row with the focus stands, where that has changed: by a key, which says nothing itself.
    pub(super) fn say_focused(&self) {
        let mut watched = self.watched.borrow_mut();
        let Some((id, read, starred)) = watched.as_mut() else {
            return;
        };
        let note = self.reader.library.note(id);
        if (note.read, note.starred) != (*read, *starred) {
            (*read, *starred) = (note.read, note.starred);
            let messages = untrack(|| self.reader.messages());
            dom::set_text(&format!("#{LIST_SAID}"), (messages.row_state)(*read, *starred));
        }
    }

    fn with_list<T>(&self, act: impl FnOnce(&mut LongList) -> T) -> Option<T> {
        // Drawing can move the focus, which asks for the rows near it: they are being drawn.
        let mut list = self.list.try_borrow_mut().ok()?;
        let list = list.as_mut().filter(|list| list.is_in_page())?;
        let done = act(list);
        self.reader.navigation.set_row(list.place());
        Some(done)
    }

    fn block(&self, number: usize) -> Vec<Html> {
        let (listed, blocks) = (self.listed.borrow(), self.blocks.borrow());
        let range = blocks.get(number).cloned().unwrap_or_default();
        let before = range.start.checked_sub(1).and_then(|at| listed.get(at));
        let rows = listed.get(range.clone()).unwrap_or_default();
        let rows: Vec<&Summary> = rows.iter().map(Rc::as_ref).collect();
        let draw = || (self.reader).draw(|context| page::list_block(context, &rows, before.map(Rc::as_ref)));
        untrack(draw)
    }
}
