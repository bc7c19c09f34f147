//! Home: the newest edition and the archive by day.

mod rows;

use std::cell::RefCell;
use std::rc::Rc;

use crate::browser::event::Event;
use kanbao_archive::html::Html;
use kanbao_archive::link::Filter;
use kanbao_archive::model::Summary;
use kanbao_archive::order::sort_by_key;
use kanbao_archive::page::{self, Home};

use super::copy::copy_points;
use super::dates::Dates;
use crate::browser::dom::{self, Element};
use crate::browser::{clock, event, patch};
use crate::components::Part;
use crate::reactive::*;
use crate::state::Reader;
use rows::Rows;

/// The page.
pub fn home_page(reader: Reader) -> Part {
    let view = HomeView::start(reader);
    let dates = view.dates;
    Part::view()
        .drawn(|element| drawn(element, view))
        .on("click", move |event| view.clicked(event))
        .on("focusin", move |event| view.focused(event))
        .on("change", move |event| dates.changed(event))
        .on("keydown", move |event| dates.key(event))
}

/// What is inside the element is home. Everything but the rows is one tree, of which only what differs is
/// drawn again; the rows are drawn as they come near the window.
fn drawn(element: Element, view: HomeView) {
    render_effect(move || view.inner().draw(&element));
}

#[derive(Clone, Copy)]
struct HomeView {
    dates: Dates,
    inner: StoredValue<Rc<Inner>>,
}

struct Inner {
    reader: Reader,
    dates: Dates,
    /// Whether the days are unfolded on a small screen.
    days_open: RwSignal<bool>,
    /// What was drawn last, without the rows.
    tree: RefCell<Vec<Html>>,
    rows: Rows,
}

impl HomeView {
    fn start(reader: Reader) -> Self {
        let dates = Dates::new(reader);
        let inner = StoredValue::new(Rc::new(Inner {
            reader,
            dates,
            days_open: RwSignal::new(false),
            tree: RefCell::default(),
            rows: Rows::new(reader),
        }));
        let view = Self { dates, inner };
        // A window of another size shows other rows, and higher or lower ones.
        let fill = move |_: &_| {
            view.inner().rows.fill();
        };
        let listeners = ["scroll", "resize"].map(|name| event::on_window(name, true, fill));
        StoredValue::new(listeners);
        on_cleanup(move || reader.navigation.set_row(None));
        view
    }

    fn inner(self) -> Rc<Inner> {
        self.inner.get_value()
    }

    fn clicked(self, event: &Event) {
        let reader = self.inner().reader;
        let attribute = |name| event::attribute(event, name);
        let is_on = |selector| event::closest(event, selector).is_some();
        if let Some(id) = attribute("data-copy-points") {
            copy_points(reader, &id);
        } else if let (Some(topic), Some(above)) = (attribute("data-move-up"), attribute("data-before")) {
            move_up(reader, &topic, &above);
        } else if attribute("data-turn").is_some() {
            self.inner().days_open.update(|is_open| *is_open = !*is_open);
        } else if let Some(id) = attribute("data-report") {
            if is_on(".mark-star") {
                reader.library.toggle_starred(&id);
            } else if is_on(".mark-read") {
                reader.library.toggle_read(&id);
            } else if is_on(".row-link") {
                reader.results.opened(id);
            }
        } else {
            self.dates.clicked(event);
        }
    }

    /// The keyboard has gone somewhere: the rows after the one it is on are there when it goes on.
    fn focused(self, _event: &Event) {
        let inner = self.inner();
        inner.rows.fill();
        inner.rows.watch_focused();
    }
}

impl Inner {
    fn draw(self: &Rc<Self>, element: &Element) {
        let reader = self.reader;
        let filter = reader.filter.get();
        let newest = newest_in_order(reader);
        let is_front = filter.is_empty() && !newest.is_empty();
        self.rows.list(&filter, if is_front { newest.len() } else { 0 });
        let tree = self.tree(&newest);
        patch::update(element, &self.tree.borrow(), &tree);
        self.tree.replace(tree);
        self.rows.show(element);
        self.rows.say_focused();
        let page = self.clone();
        clock::next_frame(move || page.settle());
    }

    fn tree(&self, newest: &[Rc<Summary>]) -> Vec<Html> {
        let archive = self.reader.archive;
        let newest_body = newest.first().and_then(|summary| archive.body(&summary.id));
        let newest: Vec<&Summary> = newest.iter().map(Rc::as_ref).collect();
        let absent = self.dates.absent();
        let home = Home {
            newest: &newest,
            newest_body: newest_body.as_deref(),
            listed: &[],
            total: self.rows.total(),
            complete: !self.reader.listing.lacks(),
            trouble: self.reader.listing.trouble(),
            rows: |_, _| Vec::new(),
            month: self.dates.month().get(),
            today: clock::today(),
            absent: &absent,
            days_open: self.days_open.get(),
        };
        self.reader.draw(|context| page::home(context, &home))
    }

    /// Brings the page to its place, now that it is drawn.
    fn settle(&self) {
        let navigation = self.reader.navigation;
        if !self.rows.fill() {
            return;
        }
        let comes_back = navigation.has_place();
        if let Some(row) = navigation.row() {
            // It may be on its way; then the page stays as it is until it comes, unless the reader goes on.
            if !self.rows.bring(&row) && dom::scroll_y() == 0.0 && self.rows.awaits(&row) {
                return;
            }
            navigation.take_row();
        } else {
            navigation.settle();
            self.rows.fill();
        }
        if comes_back && let Some(id) = self.reader.results.take_opened() {
            dom::focus_key_of(&format!("row-{id}"));
        }
    }
}

/// The reports of the newest day, in the order of the topics.
fn newest_in_order(reader: Reader) -> Vec<Rc<Summary>> {
    let archive = reader.archive;
    let Some(day) = archive.newest_day() else {
        return Vec::new();
    };
    let mut newest = archive.list(&Filter {
        from: Some(day),
        to: Some(day),
        ..Filter::default()
    });
    let order = reader.settings.get().topics;
    reader.draw(|context| sort_by_key(&mut newest, |summary| context.rank(&order, summary)));
    newest
}

/// Puts a topic before the one above it. The focus stays on the control, or goes to the story where it is the first.
fn move_up(reader: Reader, topic: &str, above: &str) {
    let order = untrack(|| reader.settings.get()).topics;
    let order = page::reordered(&order, &reader.archive.bundle().topics, topic, above);
    reader.settings.set_topics(order);
    let topic = topic.to_owned();
    clock::next_frame(move || {
        dom::focus_key_of(&format!("story-{topic}"));
        dom::focus_key_of(&format!("move-{topic}"));
    });
}
