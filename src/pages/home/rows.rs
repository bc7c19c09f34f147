//! The rows of the list: which they are, and which of them are in the page.

use std::cell::{Cell, RefCell};
use std::cmp::Ordering;
use std::ops::Range;

use kanbao_archive::html::Html;
use kanbao_archive::library::Keeping;
use kanbao_archive::link::Filter;
use kanbao_archive::listing::{self, Slot};
use kanbao_archive::model::{Day, Summary};
use kanbao_archive::page::{self, Context, LIST, LIST_SAID};

use crate::browser::dom::{self, Element};
use crate::browser::long_list::{LongList, RowPlace};
use crate::browser::rows;
use crate::reactive::*;
use crate::state::Reader;

pub(super) struct Rows {
    reader: Reader,
    /// The filter that they pass.
    filter: RefCell<Filter>,
    listed: RefCell<Vec<Slot>>,
    blocks: RefCell<Vec<Range<usize>>>,
    /// Whether it was known what the reader had done with them when they were found.
    is_known: Cell<bool>,
    /// How many of the first blocks are those that were shown before.
    kept: Cell<usize>,
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
            is_known: Cell::default(),
            blocks: RefCell::default(),
            kept: Cell::default(),
            list: RefCell::default(),
            watched: RefCell::default(),
        }
    }

    /// Finds the reports that pass a filter, but for so many of the newest. Follows what arrives and what the reader
    /// does with them; but a report that was listed stays, so that one that is marked as read does not vanish from
    /// under the hand. It is gone when the list is asked for anew.
    pub(super) fn list(&self, filter: &Filter, skipped: usize) {
        let before = self.listed.take();
        let is_known = self.reader.library.keeping() != Keeping::Opening;
        let may_stay = self.is_known.replace(is_known) && *filter == *self.filter.borrow();
        let stays = |report: &Summary| {
            // What is awaited of a day stands below what is known of it.
            let order = |slot: &Slot| match &slot.report {
                Some(other) => other.list_order(report),
                None => report.day.cmp(&slot.day).then(Ordering::Greater),
            };
            may_stay && before.binary_search_by(order).is_ok()
        };
        let mut listed = self.reader.slots(filter, &stays);
        listed.drain(..skipped.min(listed.len()));
        let blocks = page::blocks(listed.iter().map(|slot| slot.day));
        let old = self.blocks.take();
        let is_same = |range: &Range<usize>| {
            let (before, now) = (before.get(range.clone()), listed.get(range.clone()));
            let (before, now) = (before.unwrap_or_default(), now.unwrap_or_default());
            before.len() == now.len() && before.iter().zip(now).all(|(before, now)| before.is(now))
        };
        let kept = old.iter().zip(&blocks);
        let kept = kept.take_while(|(old, new)| old == new && is_same(new)).count();
        self.kept.set(kept);
        self.filter.replace(filter.clone());
        self.listed.replace(listed);
        self.blocks.replace(blocks);
    }

    /// How many they are, as far as it is known.
    pub(super) fn total(&self) -> usize {
        listing::count(&self.listed.borrow(), &self.filter.borrow())
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

    /// Draws the rows near the window and has those fetched that have not come; says whether there is a list.
    pub(super) fn fill(&self) -> bool {
        let drawn = self.with_list(|list| {
            list.fill(&|block| self.block(block));
            list.near_window()
        });
        let Some(drawn) = drawn else { return false };
        let blocks = self.blocks.borrow();
        let rows = blocks.get(drawn).unwrap_or_default();
        // Where the list begins far below the window, its first rows are what comes next.
        let places = rows.first().zip(rows.last());
        let places = places.map_or(0..0, |(first, last)| first.start..last.end);
        self.reader.listing.show(&self.listed.borrow(), places);
        true
    }

    /// Brings a row to its place; says whether it is known.
    pub(super) fn bring(&self, place: &RowPlace) -> bool {
        let Some(at) = self.listed.borrow().iter().position(|slot| slot.is_of(&place.id)) else {
            return false;
        };
        let block = self.blocks.borrow().partition_point(|block| block.end <= at);
        self.with_list(|list| list.bring(block, place, &|block| self.block(block)));
        true
    }

    /// Whether a row may be among those that have not come; then it is asked for.
    pub(super) fn awaits(&self, place: &RowPlace) -> bool {
        self.reader.listing.awaits(&self.listed.borrow(), &place.id)
    }

    /// Remembers which row has the focus and how it stands.
    pub(super) fn watch_focused(&self) {
        let watched = rows::focused_row_link().map(|id| {
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
        let before = before.map(|slot| slot.day);
        let slots = listed.get(range).unwrap_or_default();
        let rows: Vec<&Summary> = slots.iter().filter_map(|slot| slot.report.as_deref()).collect();
        let draw = |context: &Context<'_>| {
            if rows.len() == slots.len() {
                return page::list_block(context, &rows, before);
            }
            let days: Vec<Day> = slots.iter().map(|slot| slot.day).collect();
            let trouble = self.reader.listing.trouble();
            let why = trouble.as_ref().map(|trouble| trouble.message(context.messages));
            page::list_block_to_come(
                context,
                &days,
                before,
                why.as_deref().unwrap_or(context.messages.loading),
            )
        };
        untrack(|| self.reader.draw(draw))
    }
}
