//! Search: results as one types.

mod drawing;
mod list;
mod side;
mod slice;

use std::rc::Rc;

use kanbao_archive::html::Html;
use kanbao_archive::page::{self, Asked, Days, OfferedAround};

use super::dates::Dates;
use crate::browser::event::Event;
use crate::browser::{clock, dom, event};
use crate::components::{Part, Region, live};
use crate::reactive::*;
use crate::state::Reader;
use drawing::Drawing;
use side::Side;

/// Id of the search box.
pub const SEARCH_INPUT: &str = "kb-search";

/// Id of the region that results are drawn into.
const RESULTS: &str = "kb-results";

/// The page.
pub fn search_page(reader: Reader) -> Part {
    let page = SearchView::new(reader);
    reader.search.warm();
    effect(move || page.asked());
    effect(move || page.offer());
    effect(move || {
        page.reader.came_back.track();
        if page.reader.search.is_cut_off() {
            page.reader.results.retry();
        }
    });

    let typed = move |event: &Event| {
        if let Some((name, value)) = event::field(event)
            && name == "q"
            && !event::is_composing(event)
        {
            page.typed(value);
        }
    };
    Part::view()
        .drawn(|element| live(element, move || frame(reader)))
        .on("input", typed)
        .on("compositionend", typed)
        .on("submit", event::prevent)
        .on("click", move |event| page.clicked(event))
        .on("change", move |event| page.dates.changed(event))
        .on("keydown", move |event| page.dates.key(event))
}

/// The box and the places of what is found; drawn again only when the language changes, since the box is being
/// typed into.
fn frame(reader: Reader) -> Vec<Html> {
    reader.messages();
    untrack(|| {
        let q = reader.q.get();
        let days = Days {
            today: clock::today(),
            ..Days::default()
        };
        let asked = Asked {
            q: &q,
            sort: reader.sort.get(),
        };
        reader.draw(|context| page::search(context, asked, days))
    })
}

#[derive(Clone, Copy)]
struct SearchView {
    reader: Reader,
    dates: Dates,
    drawing: Drawing,
    /// What is offered besides reports.
    offers: StoredValue<Rc<Region>>,
    /// What the box holds, as far as it is known.
    in_box: StoredValue<Option<String>>,
}

impl SearchView {
    fn new(reader: Reader) -> Self {
        let dates = Dates::new(reader);
        Self {
            reader,
            dates,
            drawing: Drawing::start(reader, dates),
            offers: StoredValue::new(Rc::new(Region::new("kb-offers"))),
            in_box: StoredValue::new(None),
        }
    }

    /// Another search stands in the address.
    fn asked(self) {
        let reader = self.reader;
        let (q, filter) = (reader.q.get(), reader.filter.get());
        self.drawing.begin();
        // A command is no search.
        let wanted = if page::is_command(&q) { "" } else { &q };
        reader.results.ask(wanted, &filter);
        if self.in_box.get_value().as_ref() == Some(&q) {
            return;
        }
        // It was not typed: a link, the history or a key has brought it.
        dom::show_in_input(SEARCH_INPUT, &q);
        if q.is_empty() && !reader.navigation.has_place() {
            clock::next_frame(|| dom::focus_input(SEARCH_INPUT));
        }
        self.in_box.set_value(Some(q));
    }

    /// Draws what is offered besides reports.
    fn offer(self) {
        let reader = self.reader;
        let (q, settings) = (reader.q.get(), reader.settings.get());
        let aliases = reader.archive.aliases();
        let last = reader.last_opened();
        let report = last
            .as_deref()
            .map(|(id, headings)| (id.as_str(), headings.as_slice()));
        let around = OfferedAround {
            today: clock::today(),
            settings: &settings,
            kind_of: &|heading| aliases.kind_of(heading),
            report,
        };
        let nodes = reader.draw(|context| page::offers(context, &q, &around));
        let offers = self.offers.get_value();
        // The page itself may be drawn after this.
        clock::next_frame(move || offers.draw(nodes));
    }

    /// What is typed goes into the address, and from there into the search.
    fn typed(self, q: String) {
        self.in_box.set_value(Some(q.clone()));
        self.reader.ask(q);
    }

    fn clicked(self, event: &Event) {
        let (reader, drawing) = (self.reader, self.drawing);
        let has = |name| event::attribute(event, name).is_some();
        if let Some(what) = event::attribute(event, "data-more") {
            if what == "months" {
                drawing.change_side(Side::show_all_months);
            } else {
                drawing.more_by_hand();
            }
        } else if has("data-narrow") {
            drawing.change_side(Side::turn);
        } else if has("data-retry") {
            reader.results.retry();
        } else if let Some(field) = event::attribute(event, "data-set") {
            if let Some(value) = event::attribute(event, "value") {
                reader.settings.change(&field, &value);
            }
        } else if has("data-clear") {
            reader.ask(String::new());
            dom::focus_input(SEARCH_INPUT);
        } else if let Some(q) = event::attribute(event, "data-forget") {
            self.forget(Some(&q));
        } else if has("data-forget-all") {
            self.forget(None);
        } else if event::closest(event, ".hit-link").is_some() {
            reader.recent.add(&reader.q.get_untracked());
            if let Some(id) = event::attribute(event, "data-report") {
                reader.results.opened(id);
            }
        } else {
            if event::closest(event, ".facets a, .dates a").is_some() {
                drawing.change_side(Side::close);
            }
            self.dates.clicked(event);
        }
    }

    /// Forgets one recent search or all; when the last is gone, so is the button, and the box takes the focus.
    fn forget(self, q: Option<&str>) {
        let recent = self.reader.recent;
        match q {
            Some(q) => recent.forget(q),
            None => recent.clear(),
        }
        if recent.queries().is_empty() {
            dom::focus_input(SEARCH_INPUT);
        }
        self.drawing.draw_soon();
    }
}
