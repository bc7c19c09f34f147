//! Addresses: which page, with which filter and search. The only place that writes or reads them.
//!
//! Every address is relative to the site's root, so one build works at `/`, at `/kanbao/` and from a renamed
//! folder. A report lives at its own path; every other page is the root with a query
//! (`./`, `./?q=…`, `./?view=settings`, `./?view=trends&term=…`, `./?lane=events`); the filter (`from`, `to`, `source`, `topic`, `only`) rides
//! along on all.

mod cloud;
mod percent;

pub use cloud::{Cloud, Other};

use crate::model::{Day, Period, Summary};
use crate::outline::SectionKind;

/// A page.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Route {
    /// The newest edition and the list by day.
    #[default]
    Home,
    /// One report, by its id.
    Report(String),
    /// Search results; the query is in [`Query::q`].
    Search,
    /// The contact sheet of word clouds.
    Clouds,
    /// How terms fare from day to day; which ones is in [`Address::terms`].
    Trends,
    /// One kind of section across the days of the filter.
    Lane(SectionKind),
    /// Settings.
    Settings,
    /// What is kept on the device for reading without a network.
    Offline,
    /// An address that this version does not know.
    NotFound,
}

/// What narrows the archive.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Filter {
    /// First day shown.
    pub from: Option<Day>,
    /// Last day shown.
    pub to: Option<Day>,
    /// Key of the only source shown.
    pub source: Option<String>,
    /// Key of the only topic shown.
    pub topic: Option<String>,
    /// What the reader has done with the only reports shown. The archive cannot tell, the reader's own
    /// [`Library`](crate::library::Library) can; a search does not ask.
    pub only: Option<Only>,
}

/// What a reader has done with a report.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Only {
    /// Not read to its end.
    Unread,
    /// Read to its end, or marked as read.
    Read,
    /// Starred.
    Starred,
}

impl Only {
    /// Every choice, in the order in which lists offer them.
    pub const ALL: [Only; 3] = [Only::Unread, Only::Read, Only::Starred];

    /// The name in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Only::Unread => "unread",
            Only::Read => "read",
            Only::Starred => "starred",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|only| only.name() == name)
    }
}

impl Filter {
    /// Whether nothing is narrowed.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a report passes, as far as the archive can tell: [`Filter::only`] is for the reader's library to say.
    pub fn admits(&self, report: &Summary) -> bool {
        self.admits_facts(report.day, &report.source, &report.topic)
    }

    /// Whether a report of this day, source key and topic key passes.
    pub fn admits_facts(&self, day: Day, source: &str, topic: &str) -> bool {
        self.from.is_none_or(|from| day >= from)
            && self.to.is_none_or(|to| day <= to)
            && self.source.as_ref().is_none_or(|key| key == source)
            && self.topic.as_ref().is_none_or(|key| key == topic)
    }

    /// The same filter over other days.
    #[must_use]
    pub fn with_period(&self, period: Option<Period>) -> Self {
        Self {
            from: period.map(|p| p.from),
            to: period.map(|p| p.to),
            ..self.clone()
        }
    }
}

/// A passage of a report by its own words, so that it is found again after the text around it has changed (the text
/// quote selector of the W3C Web Annotation Data Model, section 4.2.4).
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Quote {
    /// The words themselves; never empty in an address.
    pub text: String,
    /// Some words that stand before them, to tell them from the same words elsewhere; may be empty.
    pub before: String,
    /// Some words that stand after them; may be empty.
    pub after: String,
}

/// The order of search results.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Sort {
    /// Best first.
    #[default]
    Relevance,
    /// Newest first.
    Date,
}

/// Terms that one address of the trends page names at most.
pub const MOST_TERMS: usize = 6;

/// Characters of a term that an address keeps: longer ones are no terms.
const LONGEST_TERM: usize = 60;

/// An address inside the site.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Address {
    /// The page.
    pub route: Route,
    /// What narrows the archive.
    pub filter: Filter,
    /// The search: results on the search page, marks on a report; empty for none.
    pub q: String,
    /// The order of the results; only the search page's address says it.
    pub sort: Sort,
    /// The terms or phrases whose trends are shown, at most [`MOST_TERMS`], each once; no other page's address says any.
    pub terms: Vec<String>,
    /// The passage of a report to show and mark; no other page's address says one.
    pub quote: Option<Quote>,
    /// What the clouds view is asked; no other page's address says it.
    pub cloud: Cloud,
    /// The place in the page (an element id), without `#`; empty for none.
    pub anchor: String,
}

impl Address {
    /// The address of a page without filter or search.
    pub fn new(route: Route) -> Self {
        Self {
            route,
            ..Self::default()
        }
    }

    /// The list of reports on home.
    pub fn list() -> Self {
        Self::new(Route::Home).with_anchor("archive")
    }

    /// The address of a report.
    pub fn report(id: impl Into<String>) -> Self {
        Self::new(Route::Report(id.into()))
    }

    /// The same page with this filter.
    #[must_use]
    pub fn with_filter(mut self, filter: Filter) -> Self {
        self.filter = filter;
        self
    }

    /// The same page with this search.
    #[must_use]
    pub fn with_q(mut self, q: impl Into<String>) -> Self {
        self.q = q.into();
        self
    }

    /// The same page with its results in this order.
    #[must_use]
    pub fn with_sort(mut self, sort: Sort) -> Self {
        self.sort = sort;
        self
    }

    /// The trends of these terms: trimmed, each once, no more than [`MOST_TERMS`].
    #[must_use]
    pub fn with_terms<T: AsRef<str>>(mut self, terms: impl IntoIterator<Item = T>) -> Self {
        self.terms.clear();
        for term in terms {
            self.add_term(term.as_ref());
        }
        self
    }

    fn add_term(&mut self, term: &str) {
        let term: String = term.trim().chars().take(LONGEST_TERM).collect();
        let term = term.trim_end();
        if !term.is_empty() && self.terms.len() < MOST_TERMS && !self.terms.iter().any(|it| it == term) {
            self.terms.push(term.to_owned());
        }
    }

    /// The same report at a passage.
    #[must_use]
    pub fn with_quote(mut self, quote: Quote) -> Self {
        self.quote = Some(quote);
        self
    }

    /// The clouds view, asked this.
    #[must_use]
    pub fn with_cloud(mut self, cloud: Cloud) -> Self {
        self.cloud = cloud;
        self
    }

    /// The same page at an element.
    #[must_use]
    pub fn with_anchor(mut self, anchor: impl Into<String>) -> Self {
        self.anchor = anchor.into();
        self
    }

    /// The address relative to `root`, which leads from the current page to the site's root
    /// (`./`, `../../../../`, or an absolute address) and ends with a slash, or with `?` where the whole room
    /// [is one file](is_file).
    pub fn href(&self, root: &str) -> String {
        self.written(root, false)
    }

    /// As [`Address::href`], for a report without a page of its own: hosts answer with the home page, and the reader
    /// opens the report.
    pub fn href_in_app(&self, root: &str) -> String {
        self.written(root, true)
    }

    fn written(&self, root: &str, in_app: bool) -> String {
        let mut href = String::from(root);
        let mut separator = Some('?').filter(|_| !is_file(root));
        let mut at = None;
        match &self.route {
            Route::Report(id) if in_app || separator.is_none() => at = Some(id),
            Route::Report(id) => {
                // Two slashes would begin with the name of another host; no builder gives such an id.
                percent::encode_path(id.trim_start_matches('/'), &mut href);
                href.push('/');
            }
            _ => {}
        }
        let mut pair = |name: &str, value: &str| {
            href.extend(separator);
            separator = Some('&');
            href.push_str(name);
            href.push('=');
            percent::encode_query(value, &mut href);
        };
        if let Some(id) = at {
            pair("at", id);
        }
        if let Some(view) = view_name(&self.route) {
            pair("view", view);
        }
        if let Route::Lane(kind) = &self.route {
            pair("lane", kind.name());
        }
        if self.route == Route::Trends {
            for term in &self.terms {
                pair("term", term);
            }
        }
        if !self.q.is_empty() || self.route == Route::Search {
            pair("q", &self.q);
        }
        if self.route == Route::Search && self.sort == Sort::Date {
            pair("sort", "date");
        }
        if let Some(day) = self.filter.from {
            pair("from", &day.to_string());
        }
        if let Some(day) = self.filter.to {
            pair("to", &day.to_string());
        }
        if let Some(key) = &self.filter.source {
            pair("source", key);
        }
        if let Some(key) = &self.filter.topic {
            pair("topic", key);
        }
        if let Some(only) = self.filter.only.filter(|_| self.route != Route::Search) {
            pair("only", only.name());
        }
        if self.route == Route::Clouds {
            self.cloud.write(&mut pair);
        }
        if let (Route::Report(_), Some(quote)) = (&self.route, &self.quote) {
            pair("quote", &quote.text);
            for (name, words) in [("before", &quote.before), ("after", &quote.after)] {
                if !words.is_empty() {
                    pair(name, words);
                }
            }
        }
        if !self.anchor.is_empty() {
            href.push('#');
            percent::encode_path(&self.anchor, &mut href);
        }
        href
    }

    /// Reads an address: `path` relative to the root (no leading slash), `query` without `?`, `anchor`
    /// without `#`, all as the browser gives them. What cannot be read is left out: parsing never fails.
    pub fn parse(path: &str, query: &str, anchor: &str) -> Self {
        let mut address = Self {
            anchor: percent::decode(anchor, false),
            ..Self::default()
        };
        let (mut view, mut at, mut has_q, mut is_by_date) = (None, None, false, false);
        let (mut lane, mut quote) = (None, Quote::default());
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = percent::decode(value, true);
            match name {
                "q" => (address.q, has_q) = (value, true),
                "view" => view = Some(value),
                "at" => at = Some(value),
                "term" => address.add_term(&value),
                "sort" => is_by_date = value == "date",
                "from" => address.filter.from = value.parse().ok(),
                "to" => address.filter.to = value.parse().ok(),
                "source" => address.filter.source = Some(value).filter(|v| !v.is_empty()),
                "topic" => address.filter.topic = Some(value).filter(|v| !v.is_empty()),
                "only" => address.filter.only = Only::from_name(&value),
                "lane" => lane = SectionKind::from_name(&value).map(Route::Lane),
                "quote" => quote.text = value,
                "before" => quote.before = value,
                "after" => quote.after = value,
                name => address.cloud.read(name, &value),
            }
        }
        let path = percent::decode(path, false);
        let path = path.strip_suffix("index.html").unwrap_or(&path).trim_matches('/');
        address.route = match (path, at, view) {
            ("", Some(id), _) => Route::Report(id),
            ("", None, Some(view)) => route_of_view(&view),
            ("", None, None) if has_q => Route::Search,
            ("", None, None) => lane.unwrap_or_default(),
            (id, _, _) => Route::Report(id.to_owned()),
        };
        match address.route {
            Route::Search => {
                address.filter.only = None;
                if is_by_date {
                    address.sort = Sort::Date;
                }
            }
            Route::Report(_) => address.quote = Some(quote).filter(|quote| !quote.text.is_empty()),
            _ => {}
        }
        if address.route != Route::Clouds {
            address.cloud = Cloud::default();
        }
        if address.route != Route::Trends {
            address.terms.clear();
        }
        address
    }
}

/// Whether a root is that of a room in one file, which ends with `?`: there are no paths below a file, so a report is
/// its query too (`reports.html?at=<id>`).
pub fn is_file(root: &str) -> bool {
    root.ends_with('?')
}

fn view_name(route: &Route) -> Option<&'static str> {
    match route {
        Route::Clouds => Some("clouds"),
        Route::Trends => Some("trends"),
        Route::Settings => Some("settings"),
        Route::Offline => Some("offline"),
        Route::Home | Route::Report(_) | Route::Search | Route::Lane(_) | Route::NotFound => None,
    }
}

fn route_of_view(view: &str) -> Route {
    match view {
        "clouds" => Route::Clouds,
        "trends" => Route::Trends,
        "settings" => Route::Settings,
        "offline" => Route::Offline,
        _ => Route::NotFound,
    }
}

/// The way from a report's page up to the site's root (`../../../../` for an id of four parts).
pub fn root_from(id: &str) -> String {
    "../".repeat(id.split('/').count())
}

#[cfg(test)]
mod tests;
