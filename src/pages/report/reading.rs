//! How far a report is read: where it was left, and that its end was reached.

use kanbao_archive::library::{Keeping, Place};

use crate::browser::event::{self, Listener};
use crate::browser::{clock, dom, reading};
use crate::reactive::*;
use crate::state::Reader;

/// How long scrolling must have paused before the place counts, in milliseconds.
const PAUSE: u32 = 300;

/// How long the end must stay on the screen: whoever only flings past on the way to the next report has not read it.
const END: u32 = 1_000;

/// The same for a report whose end is on the screen from the first moment, so that opening it is not reading it.
const SHORT_END: u32 = 5_000;

/// An offer to go on is taken as declined once the reader has read so many screens.
const SCREENS: f64 = 1.0;

/// The reading of one report.
#[derive(Clone, Copy)]
pub(super) struct Reading {
    reader: Reader,
    id: StoredValue<String>,
    /// Where it was left, as long as the reader may still want to go there.
    pub(super) offer: RwSignal<Option<Place>>,
    /// Where the page was last scrolled to.
    last: StoredValue<f64>,
    /// Whether the end was reached: whoever then marks the report as unread has the last word.
    has_ended: StoredValue<bool>,
}

impl Reading {
    /// A report is about to be opened. One that was left in the middle stays at its beginning and offers to go on: a page
    /// that jumps by itself would jump under the eyes of those who read it before the app was there. An address that
    /// names a place of its own is not argued with.
    pub(super) fn new(reader: Reader, id: StoredValue<String>) -> Self {
        let address = reader.navigation.address().get_untracked();
        let has_place = reader.navigation.has_place()
            || !address.anchor.is_empty()
            || !address.q.is_empty()
            || address.quote.is_some();
        let reading = Self {
            reader,
            id,
            offer: RwSignal::new(None),
            last: StoredValue::new(-1.0),
            has_ended: StoredValue::new(false),
        };
        // What was done in earlier visits may be known only a moment later.
        let mut is_known = false;
        effect(move || {
            let is_opening = reader.library.keeping() == Keeping::Opening;
            if !is_known && !is_opening {
                reading.know(has_place);
            }
            is_known = !is_opening;
        });
        reading
    }

    fn know(self, has_place: bool) {
        let note = self.reader.library.note(&self.id.get_value());
        self.has_ended.set_value(note.read);
        let place = note
            .place
            .filter(|place| place.is_amid() && !note.read && !has_place);
        self.offer.set(place);
    }

    /// Listens as long as the listeners are kept.
    pub(super) fn listen(self) -> [Option<Listener>; 3] {
        // A jump to a section that is on the screen already scrolls nothing.
        ["scroll", "resize", "hashchange"].map(|name| event::on_window(name, true, move |_| self.moved()))
    }

    /// The page was drawn or scrolled.
    pub(super) fn moved(self) {
        reading::spy_on_sections();
        let y = dom::scroll_y();
        self.last.set_value(y);
        clock::spawn(async move {
            clock::sleep(PAUSE).await;
            // The reader may have gone on, or away.
            if self.last.try_get_value() == Some(y) {
                self.paused(y);
                self.wait_at_end().await;
            }
        });
    }

    /// Goes on where the report was left.
    pub(super) fn go_on(self) {
        let place = self.offer.get_untracked();
        self.decline();
        if let Some(block) = place.and_then(|place| place.among(&reading::blocks())) {
            reading::show_block(block);
        }
    }

    /// Reads from the start.
    pub(super) fn decline(self) {
        self.offer.set(None);
        dom::focus_main();
    }

    fn paused(self, y: f64) {
        if self.offer.with_untracked(Option::is_some) {
            if y < SCREENS * dom::window_height() {
                return;
            }
            self.offer.set(None);
        }
        let (library, id) = (self.reader.library, self.id.get_value());
        let is_known = untrack(|| library.keeping()) != Keeping::Opening;
        if is_known && !library.note(&id).read {
            let (above, done) = reading::above();
            let place = Place::below(&above, done);
            // Whoever flings to the end to go on to the next report has not read what lies between.
            if !reading::is_at_end() {
                library.keep_place(&id, place.is_amid().then_some(place));
            }
            dom::set_attribute("article.report", "data-done", &done.to_string());
        }
    }

    async fn wait_at_end(self) {
        if self.has_ended.get_value() || !reading::is_at_end() {
            return;
        }
        let y = dom::scroll_y();
        clock::sleep(if reading::is_at_top() { SHORT_END } else { END }).await;
        let is_still_here = self.last.try_get_value().is_some() && dom::scroll_y() == y;
        if is_still_here && reading::is_at_end() && !self.has_ended.get_value() {
            self.has_ended.set_value(true);
            self.reader.library.finish(&self.id.get_value());
        }
    }
}
