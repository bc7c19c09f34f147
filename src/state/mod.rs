//! What the reader knows: the archive as far as it is here, the address, the settings, a search under way.

mod archive;
mod index;
mod library;
mod marks;
mod navigation;
mod passages;
mod recent;
mod results;
mod search;
mod settings;
mod visit;

pub use archive::Archive;
pub use library::{Keeping, OwnLibrary};
pub use marks::Marks;
pub use navigation::Navigation;
pub use recent::Recent;
pub use results::Results;
pub use search::{Found, FoundHit, Search};
pub use settings::StoredSettings;
pub use visit::begin_visit;

use std::rc::Rc;

use kanbao_archive::link::{Address, Filter, Quote, Route, Sort};
use kanbao_archive::message::Messages;
use kanbao_archive::model::Summary;
use kanbao_archive::outline::Outline;
use kanbao_archive::page::{Context, Examples, Neighbours, Trouble};
use leptos::prelude::*;

/// Newest reports whose words make the examples of queries.
const REPORTS_FOR_EXAMPLES: usize = 8;

/// The id of a report, with the ids and texts of its headings.
type Headed = (String, Vec<(String, String)>);

/// Everything that pages and components share; cheap to copy.
#[derive(Clone, Copy)]
pub struct Reader {
    /// The reports.
    pub archive: Archive,
    /// The address and how to change it.
    pub navigation: Navigation,
    /// What the reader has chosen.
    pub settings: StoredSettings,
    /// What the reader has read and starred.
    pub library: OwnLibrary,
    /// The search under way.
    pub search: Search,
    /// What is kept of its results.
    pub results: Results,
    /// The searches that the reader meant.
    pub recent: Recent,
    /// The marks of the opened report.
    pub marks: Marks,
    /// Why the whole list has not come, where the rest could not be fetched.
    pub cut_off: RwSignal<Option<Trouble>, LocalStorage>,
    /// The report that was opened last: its id, and its headings with theirs.
    last_opened: StoredValue<Option<Rc<Headed>>, LocalStorage>,
    /// What is selected in the opened report, with what stands around it.
    pub selected: RwSignal<Option<Quote>>,
    /// The page, without what narrows it.
    pub route: Memo<Route>,
    /// What narrows the archive.
    pub filter: Memo<Filter>,
    /// The search in the address.
    pub q: Memo<String>,
    /// The order of results.
    pub sort: Memo<Sort>,
}

impl Reader {
    /// The state of an app whose archive has been loaded.
    pub fn new(
        archive: Archive,
        navigation: Navigation,
        settings: StoredSettings,
        library: OwnLibrary,
    ) -> Self {
        let address = navigation.address();
        let search = Search::new(archive);
        Self {
            archive,
            navigation,
            settings,
            library,
            search,
            results: Results::new(archive, search),
            recent: Recent::of_site(&navigation.place()),
            marks: Marks::new(),
            cut_off: RwSignal::new_local(None),
            last_opened: StoredValue::new_local(None),
            selected: RwSignal::new(None),
            route: Memo::new(move |_| address.with(|a| known_route(archive, &a.route))),
            filter: Memo::new(move |_| address.with(|a| a.filter.clone())),
            q: Memo::new(move |_| address.with(|a| a.q.clone())),
            sort: Memo::new(move |_| address.with(|a| a.sort)),
        }
    }

    /// The words of the interface, in the chosen language.
    pub fn messages(self) -> &'static Messages {
        self.settings.language().messages()
    }

    /// Calls a page function with what it needs to know; follows filter and language.
    pub fn draw<T>(self, page: impl FnOnce(&Context<'_>) -> T) -> T {
        let bundle = self.archive.bundle();
        let root = self.navigation.base();
        let filter = self.filter.get();
        self.library.with(|library| {
            page(&Context {
                bundle: &bundle,
                root: &root,
                messages: self.messages(),
                filter: &filter,
                library,
            })
        })
    }

    /// The reports that pass the filter in the address, newest first, as far as they are known. Follows what arrives, and
    /// what is read and starred where the filter asks for that.
    pub fn listed(self) -> Vec<Rc<Summary>> {
        let filter = self.filter.get();
        let mut listed = self.archive.list(&filter);
        listed.retain(|summary| self.library.admits(filter.only, &summary.id));
        listed
    }

    /// The reports before and after one, under the current filter.
    pub fn around(self, id: &str) -> Around {
        let mut listed = self.listed();
        // A report that was read to its end keeps its place among the unread as long as it is open.
        if let Some(open) = self.archive.summary(id).filter(|open| !listed.contains(open)) {
            let at = listed.partition_point(|summary| summary.list_order(&open).is_lt());
            listed.insert(at, open);
        }
        let at = listed.iter().position(|summary| summary.id == id);
        Around {
            older: at.and_then(|at| listed.get(at + 1)).cloned(),
            newer: at.and_then(|at| listed.get(at.checked_sub(1)?)).cloned(),
        }
    }

    /// The report that was opened last, where one was: its id, and the ids and texts of its headings.
    pub fn last_opened(self) -> Option<Rc<Headed>> {
        self.last_opened.get_value()
    }

    /// A report has been opened, with these sections.
    pub fn opened(self, id: &str, outline: &Outline) {
        let headings = outline.sections.iter();
        let headings = headings.map(|section| (section.id.clone(), section.heading.clone()));
        let opened = Rc::new((id.to_owned(), headings.collect()));
        self.last_opened.set_value(Some(opened));
    }

    /// Queries to try, made of words of the newest reports.
    pub fn examples(self) -> Examples {
        let newest = untrack(|| self.archive.list(&Filter::default()));
        let newest = newest.iter().take(REPORTS_FOR_EXAMPLES);
        Examples::of(&newest.map(Rc::as_ref).collect::<Vec<_>>())
    }

    /// Goes to a page, keeping the filter.
    pub fn open(self, route: Route) {
        let filter = self.filter.get_untracked();
        self.navigation.go(Address::new(route).with_filter(filter));
    }

    /// Changes the search in the address: what is typed on the search page, or the marks of a report, where it takes
    /// the place of a quoted passage.
    pub fn ask(self, q: String) {
        let address = self.navigation.address().get_untracked();
        let quote = None;
        self.navigation.refine(Address { q, quote, ..address });
    }
}

/// The route, or that there is no such page where it names a report that a complete archive does not have.
fn known_route(archive: Archive, route: &Route) -> Route {
    match route {
        Route::Report(id)
            if archive.is_complete() && archive.summary(id).is_none() && !archive.is_withdrawn(id) =>
        {
            Route::NotFound
        }
        route => route.clone(),
    }
}

/// The reports before and after one.
#[derive(Default)]
pub struct Around {
    /// The next older one.
    pub older: Option<Rc<Summary>>,
    /// The next newer one.
    pub newer: Option<Rc<Summary>>,
}

impl Around {
    /// As pages take them.
    pub fn neighbours(&self) -> Neighbours<'_> {
        Neighbours {
            older: self.older.as_deref(),
            newer: self.newer.as_deref(),
            ..Neighbours::default()
        }
    }
}

/// The state that [`crate::app::App`] has provided.
pub fn reader() -> Reader {
    expect_context::<Reader>()
}
