//! The contact sheet: of any number of reports only the tiles near the window are in the page, and only their words are
//! asked for.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use kanbao_archive::cloud::Word;
use kanbao_archive::html::Html;
use kanbao_archive::listing::Slot;
use kanbao_archive::model::{Period, Summary};
use kanbao_archive::page::{self, SHEET, TILES, Tile};
use kanbao_archive::terms::score::{Score, weighted};

use crate::browser::clock;
use crate::browser::dom::{self, Element};
use crate::browser::long_list::LongList;
use crate::reactive::*;
use crate::state::Reader;

/// Words that a tile has room for.
const WORDS: usize = 20;

pub(super) struct Sheet {
    reader: Reader,
    listed: RefCell<Vec<Slot>>,
    list: RefCell<Option<LongList>>,
    /// The days of tiles that were drawn without the words of their reports.
    missing: Rc<Cell<Option<Period>>>,
    is_fetching: Rc<Cell<bool>>,
}

impl Sheet {
    pub(super) fn new(reader: Reader) -> Self {
        Self {
            reader,
            listed: RefCell::default(),
            list: RefCell::default(),
            missing: Rc::default(),
            is_fetching: Rc::default(),
        }
    }

    /// Draws what has changed. Follows what passes the filter and the words that arrive.
    pub(super) fn draw(&self, page: &Element) {
        let reader = self.reader;
        let listed = reader.slots(&reader.filter.get(), &|_| false);
        reader.terms.with(|_| {});
        reader.messages();
        let Some(host) = dom::inside(page, SHEET) else {
            return;
        };
        let before = self.listed.replace(listed);
        let mut list = self.list.borrow_mut();
        let is_new = !list.as_ref().is_some_and(|list| list.is_in(&host));
        let list = match list.as_mut() {
            Some(list) if !is_new => list,
            _ => list.insert(LongList::new(host)),
        };
        let listed = self.listed.borrow();
        let same = before.iter().zip(listed.iter());
        let same = same.take_while(|(before, now)| before.is(now)).count();
        let is_same = !is_new && same == before.len() && same == listed.len();
        if !is_same {
            let kept = if is_new { 0 } else { same / TILES };
            let rest = listed.get(kept * TILES..).unwrap_or_default();
            list.set(kept, rest.chunks(TILES).map(<[_]>::len));
        }
        if is_new {
            list.draw_first(&|block| self.block(block));
        } else {
            self.missing.set(None);
            list.redraw(&|block| self.block(block));
        }
    }

    /// Draws the tiles near the window, and has the words fetched that they lack.
    pub(super) fn fill(&self) {
        {
            // Drawing can move the focus, which asks for the tiles near it: they are being drawn.
            let Ok(mut list) = self.list.try_borrow_mut() else {
                return;
            };
            let Some(list) = list.as_mut().filter(|list| list.is_in_page()) else {
                return;
            };
            list.fill(&|block| self.block(block));
            self.reader.navigation.set_row(list.place());
            let near = list.near_window();
            let listed = self.listed.borrow();
            let end = (near.end * TILES).min(listed.len());
            (self.reader.listing).show(&listed, (near.start * TILES).min(end)..end);
        }
        self.fetch();
    }

    /// Brings the page to its place, now that it is drawn.
    pub(super) fn settle(&self) {
        let navigation = self.reader.navigation;
        if let Some(row) = navigation.row() {
            let at = self.listed.borrow().iter().position(|slot| slot.is_of(&row.id));
            if let (Some(at), Ok(mut list)) = (at, self.list.try_borrow_mut())
                && let Some(list) = list.as_mut()
            {
                list.bring(at / TILES, &row, &|block| self.block(block));
            }
            let awaits = || self.reader.listing.awaits(&self.listed.borrow(), &row.id);
            if at.is_none() && dom::scroll_y() == 0.0 && awaits() {
                return;
            }
            navigation.take_row();
        } else {
            navigation.settle();
        }
        self.fill();
    }

    fn fetch(&self) {
        let Some(days) = self.missing.take().filter(|_| !self.is_fetching.get()) else {
            return;
        };
        self.is_fetching.set(true);
        let (terms, is_fetching) = (self.reader.terms, self.is_fetching.clone());
        clock::spawn(async move {
            // What cannot be fetched is said beside the large cloud; a tile then shows the few terms that lists know.
            let _ = terms.fetch(Some(days)).await;
            is_fetching.set(false);
        });
    }

    fn block(&self, number: usize) -> Vec<Html> {
        let listed = self.listed.borrow();
        let slots = listed.chunks(TILES).nth(number).unwrap_or_default();
        let reports: Vec<&Summary> = slots.iter().filter_map(|slot| slot.report.as_deref()).collect();
        if reports.len() < slots.len() {
            // Tiles that have not come leave their room blank.
            return Vec::new();
        }
        let tiles = reports.into_iter().map(|summary| Tile {
            summary,
            words: self.words(summary),
        });
        let tiles: Vec<Tile<'_>> = tiles.collect();
        untrack(|| (self.reader).draw(|context| page::cloud_tiles(context, &tiles)))
    }

    /// The words of a report without an image: from its text where that is here, else from the counts.
    fn words(&self, summary: &Summary) -> Vec<Word> {
        if summary.cloud.as_ref().is_some_and(|image| image.url.is_some()) {
            return Vec::new();
        }
        if let Some(body) = self.reader.archive.body(&summary.id) {
            return page::cloud_words(&body.terms);
        }
        let counted = |terms: &kanbao_archive::terms::Terms| {
            let report = terms.report(&summary.id)?;
            let sum = terms.sum(std::iter::once(report), None);
            let words = weighted(terms, &sum, None, Score::Salient, WORDS);
            let words = words.iter().map(|word| Word {
                text: word.text.to_string(),
                weight: word.weight,
            });
            Some(words.collect())
        };
        let words = untrack(|| self.reader.terms.with(counted));
        words.unwrap_or_else(|| {
            let days = self.missing.get();
            let day = summary.day;
            let days = days.map_or(Period::new(day, day), |days| {
                Period::new(days.from.min(day), days.to.max(day))
            });
            self.missing.set(Some(days));
            Vec::new()
        })
    }
}
