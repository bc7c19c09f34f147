//! What the reader knows: the archive as far as it is here, the address, the settings, a search under way.

mod archive;
mod index;
mod keeper;
mod library;
mod marks;
mod matching;
mod memory;
pub mod moved;
mod navigation;
mod passages;
mod recent;
mod results;
mod search;
mod settings;
mod terms;
mod updates;
mod visit;
mod wanted;

pub use archive::Archive;
pub use keeper::Keeper;
pub use library::OwnLibrary;
pub use marks::Marks;
pub use matching::Matching;
pub use navigation::Navigation;
pub use recent::Recent;
pub use results::Results;
pub use search::{Found, FoundHit, Search};
pub use settings::StoredSettings;
pub use terms::CountedTerms;
pub use updates::Updates;
pub use visit::begin_visit;
pub use wanted::{Listing, follow as follow_listing, lane_slots};

use std::rc::Rc;

use kanbao_archive::link::{Address, Filter, Only, Quote, Route, Sort};
use kanbao_archive::listing::{self, Slot};
use kanbao_archive::message::Messages;
use kanbao_archive::model::{Day, Summary};
use kanbao_archive::outline::Outline;
use kanbao_archive::page::{Context, Examples, Neighbours};

use crate::reactive::*;

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
    /// What is kept for reading without a network.
    pub keeper: Keeper,
    /// Newer generations.
    pub updates: Updates,
    /// The counts of terms, as far as they are here.
    pub terms: CountedTerms,
    /// The marks of the opened report.
    pub marks: Marks,
    /// Which reports are listed, and which are on their way.
    pub listing: Listing,
    /// Counts the moments in which what was in trouble may work again.
    pub came_back: RwSignal<u32>,
    /// The report that was opened last: its id, and its headings with theirs.
    last_opened: StoredValue<Option<Rc<Headed>>>,
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
        let results = Results::new(archive, search);
        Self {
            archive,
            navigation,
            settings,
            library,
            search,
            results,
            updates: Updates::new(archive, navigation, search, results),
            recent: Recent::of_site(&navigation.place()),
            keeper: Keeper::of_site(&navigation.place(), archive, search),
            terms: CountedTerms::new(archive),
            marks: Marks::new(),
            listing: Listing::new(archive),
            came_back: RwSignal::new(0),
            last_opened: StoredValue::new(None),
            selected: RwSignal::new(None),
            route: Memo::new(move || address.with(|a| known_route(archive, &a.route))),
            filter: Memo::new(move || address.with(|a| a.filter.clone())),
            q: Memo::new(move || address.with(|a| a.q.clone())),
            sort: Memo::new(move || address.with(|a| a.sort)),
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

    /// The places of the list of a filter, newest first, also those whose reports have not come. Of what is read or starred
    /// they are of the days that the notes name, where they do. A report passes where `stays` says so, too.
    pub fn slots(self, filter: &Filter, stays: &dyn Fn(&Summary) -> bool) -> Vec<Slot> {
        let noted = self.library.with(|library| {
            let mut days = Vec::new();
            if !matches!(filter.only, Some(Only::Read | Only::Starred)) {
                return None;
            }
            for id in library.notes().keys() {
                if library.admits(filter.only, id) && self.archive.summary(id).is_none() {
                    days.push(listing::day_of(id)?);
                }
            }
            Some(days)
        });
        let mut slots = self.archive.slots(filter, noted.as_deref());
        self.library.with(|library| {
            slots.retain(|slot| {
                let passes = |report: &Rc<Summary>| library.admits(filter.only, &report.id) || stays(report);
                slot.report.as_ref().is_none_or(passes)
            });
        });
        slots
    }

    /// The reports before and after one, under the current filter. Where a day between has not been listed yet, it is
    /// not known which they are, and the day is named.
    pub fn around(self, id: &str) -> Around {
        // A report that was read to its end keeps its place among the unread as long as it is open.
        let slots = self.slots(&self.filter.get(), &|report| report.id == id);
        let Some(at) = slots.iter().position(|slot| slot.is_of(id)) else {
            return Around::default();
        };
        let (newer, older) = (at.checked_sub(1).and_then(|at| slots.get(at)), slots.get(at + 1));
        let report = |slot: Option<&Slot>| slot.and_then(|slot| slot.report.clone());
        let unlisted = newer
            .into_iter()
            .chain(older)
            .filter(|slot| slot.report.is_none());
        Around {
            older: report(older),
            newer: report(newer),
            unlisted: unlisted.map(|slot| slot.day).collect(),
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
    /// Days to be listed before both are known.
    pub unlisted: Vec<Day>,
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
