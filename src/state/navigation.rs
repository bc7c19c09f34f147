//! The address: the only state that says which page, which filter and which search.

use std::rc::Rc;

use kanbao_archive::link::{Address, Route, is_file};

use crate::browser::location::{self, Place, Remembered};
use crate::browser::long_list::RowPlace;
use crate::browser::{clock, dom, event};
use crate::reactive::*;

/// Where a page is to be scrolled once it is drawn.
#[derive(Clone, PartialEq, Debug)]
pub enum Scroll {
    /// Stay.
    Keep,
    /// To the top.
    Top,
    /// To the element of this id, or to the top where there is none.
    Anchor(String),
    /// To where it was, in CSS pixels.
    To(f64),
    /// So that a row of the page's list is where it was. Only the list can do that.
    Row(RowPlace),
}

impl Scroll {
    fn back_to(remembered: &Remembered) -> Self {
        match &remembered.row {
            Some(row) => Self::Row(row.clone()),
            None => Self::To(remembered.y),
        }
    }
}

/// The address with the history behind it.
#[derive(Clone, Copy)]
pub struct Navigation {
    address: RwSignal<Address>,
    /// Absolute address of the site's root, and its path.
    root: StoredValue<(String, String)>,
    /// Where the page on its way is to be scrolled.
    scroll: StoredValue<Scroll>,
    /// Rows of the page's list drawn beyond those it begins with.
    rows: RwSignal<usize>,
    /// The last scroll position that was written to the history.
    settled: StoredValue<f64>,
    /// The row at the top of the window, as the page's list last said.
    row: StoredValue<Option<RowPlace>>,
    /// What is to be done before the page changes.
    before: StoredValue<Option<Leaving>>,
}

type Leaving = Rc<dyn Fn(&Route, &Route)>;

impl Navigation {
    /// Reads the address that the page was opened with.
    pub fn start() -> Self {
        let root = location::root();
        let base = if is_file(&root) {
            "?".to_owned()
        } else {
            location::path_of(&root)
        };
        let remembered = location::remembered();
        let address = location::here(&root)
            .map(|place| read(&place))
            .unwrap_or_default();
        // A reload returns to where it was.
        let scroll = match &remembered {
            Some(remembered) if remembered.y > 0.0 => Scroll::back_to(remembered),
            _ if address.anchor.is_empty() => Scroll::Keep,
            _ => Scroll::Anchor(address.anchor.clone()),
        };
        let rows = remembered.map_or(0, |remembered| remembered.rows);
        Self {
            address: RwSignal::new(address),
            root: StoredValue::new((root, base)),
            scroll: StoredValue::new(scroll),
            rows: RwSignal::new(rows),
            settled: StoredValue::new(0.0),
            row: StoredValue::new(None),
            before: StoredValue::new(None),
        }
    }

    /// The address.
    pub fn address(self) -> RwSignal<Address> {
        self.address
    }

    /// The absolute address of the site's root, with its slash.
    pub fn root(self) -> String {
        self.root.with_value(|(root, _)| root.clone())
    }

    /// What addresses inside the app begin with: the path of the site's root (`/kanbao/`), or `?` where the room is one
    /// file.
    pub fn base(self) -> String {
        self.root.with_value(|(_, base)| base.clone())
    }

    /// The path of the site's root, or of the file that the room is: what is kept on the device is named by it.
    pub fn place(self) -> String {
        location::path_of(&self.root())
    }

    /// How many rows of the page's list are drawn beyond those it begins with.
    pub fn rows(self) -> RwSignal<usize> {
        self.rows
    }

    /// Goes to an address; back leads to the one before.
    pub fn go(self, address: Address) {
        self.remember_place();
        location::push(&address.href(&self.base()));
        let from = self.address.with_untracked(|current| current.route.clone());
        let same_page = from == address.route;
        if let Some(before) = self.before.get_value().filter(|_| !same_page) {
            before(&from, &address.route);
        }
        let scroll = match (&address.anchor, same_page) {
            (anchor, _) if !anchor.is_empty() => Scroll::Anchor(address.anchor.clone()),
            (_, true) => Scroll::Keep,
            (_, false) => Scroll::Top,
        };
        self.scroll.set_value(scroll);
        self.rows.set(0);
        self.address.set(address);
    }

    /// Goes to the top of a page, also where it is shown already.
    pub fn begin_at(self, address: Address) {
        if self.address.with_untracked(|current| *current != address) {
            self.go(address);
        } else {
            self.rows.set(0);
            self.address.set(address);
        }
        self.scroll.set_value(Scroll::Top);
    }

    /// From now on this is done before the reader goes from one page to another, with the routes of both. Not before
    /// coming back to a page, which is to be found as it was left.
    pub fn before_leaving(self, before: impl Fn(&Route, &Route) + 'static) {
        self.before.set_value(Some(Rc::new(before)));
    }

    /// Changes the address without a new entry: typing in the search box is one step, not many.
    pub fn refine(self, address: Address) {
        location::replace(&address.href(&self.base()));
        self.scroll.set_value(Scroll::Keep);
        self.rows.set(0);
        self.address.set(address);
    }

    /// Follows a link of the page where the app can show what it leads to; says whether it did.
    pub fn follow(self, href: &str, knows: impl Fn(&str, bool) -> bool) -> bool {
        let Some(place) = location::place_of(href, &self.root()) else {
            return false;
        };
        let address = read(&place);
        if let Route::Report(id) = &address.route
            && !knows(id, place.path.ends_with('/'))
        {
            // A file, or a page that somebody else put here: the browser's business.
            return false;
        }
        self.go(address);
        true
    }

    /// Whoever has scrolled while the app was loading stays there when the page is drawn anew.
    pub fn keep_place(self) {
        let y = dom::scroll_y();
        if y > 0.0 {
            self.scroll.set_value(Scroll::To(y));
        }
    }

    /// Scrolls the page that has just been drawn to where it belongs.
    pub fn settle(self) {
        match self.scroll.get_value() {
            Scroll::Keep => {}
            Scroll::Top => {
                dom::scroll_to(0.0);
                dom::focus_main();
            }
            Scroll::To(y) => dom::scroll_to(y),
            // The list has not taken it yet.
            Scroll::Row(_) => return,
            Scroll::Anchor(id) => {
                if !dom::scroll_to_anchor(&id) {
                    dom::scroll_to(0.0);
                }
            }
        }
        self.scroll.set_value(Scroll::Keep);
    }

    /// Whether the page on its way has a place of its own to go to.
    pub fn has_place(self) -> bool {
        self.scroll
            .with_value(|scroll| matches!(scroll, Scroll::Anchor(_) | Scroll::To(_) | Scroll::Row(_)))
    }

    /// The row that the page on its way is to be scrolled to. It stays until it is [taken](Self::take_row).
    pub fn row(self) -> Option<RowPlace> {
        self.scroll.with_value(|scroll| match scroll {
            Scroll::Row(place) => Some(place.clone()),
            _ => None,
        })
    }

    /// The list has brought the row to its place, or the reader has gone elsewhere.
    pub fn take_row(self) {
        if self.row().is_some() {
            self.scroll.set_value(Scroll::Keep);
        }
    }

    /// The row at the top of the window: what the history remembers of a page with a long list.
    pub fn set_row(self, row: Option<RowPlace>) {
        self.row.set_value(row);
    }

    /// Follows the history and remembers scroll positions, as long as the listeners are kept.
    pub fn listen(self) -> Vec<Option<event::Listener>> {
        location::own_scrolling();
        let back_and_forward = event::on_window("popstate", true, move |_| self.came_back());
        let scrolled = event::on_window("scroll", true, move |_| self.scrolled());
        let leaving = event::on_window("pagehide", true, move |_| self.remember_place());
        vec![back_and_forward, scrolled, leaving]
    }

    fn came_back(self) {
        let Some(place) = location::here(&self.root()) else {
            return;
        };
        let address = read(&place);
        let scroll = match location::remembered() {
            Some(remembered) => {
                self.rows.set(remembered.rows);
                Scroll::back_to(&remembered)
            }
            // A jump inside the page: the browser has scrolled already.
            None if !address.anchor.is_empty() => Scroll::Keep,
            None => Scroll::Top,
        };
        self.scroll.set_value(scroll);
        let redraws = self.address.with_untracked(|current| {
            let anchor = current.anchor.clone();
            *current != address.clone().with_anchor(anchor)
        });
        self.address.set(address);
        if !redraws {
            self.settle();
        }
    }

    /// Writes the position to the history once scrolling has paused, so that a reload finds it.
    fn scrolled(self) {
        let y = dom::scroll_y();
        self.settled.set_value(y);
        clock::spawn(async move {
            clock::sleep(150).await;
            if self.settled.try_get_value() == Some(y) && dom::scroll_y() == y {
                self.remember_place();
            }
        });
    }

    fn remember_place(self) {
        let rows = self.rows.get_untracked();
        location::remember(Remembered {
            y: dom::scroll_y(),
            rows,
            row: self.row.get_value(),
        });
    }
}

fn read(place: &Place) -> Address {
    Address::parse(&place.path, &place.query, &place.anchor)
}
