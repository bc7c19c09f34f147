//! Addresses: which page, with which filter and search. The only place that writes or reads them.
//!
//! Every address is relative to the site's root, so one build works at `/`, at `/kanbao/` and from a renamed
//! folder. A report lives at its own path; every other page is the root with a query
//! (`./`, `./?q=…`, `./?view=settings`, `./?lane=events`); the filter (`from`, `to`, `source`, `topic`, `only`) rides
//! along on all.

mod percent;

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
    /// One kind of section across the days of the filter.
    Lane(SectionKind),
    /// Settings.
    Settings,
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
    /// The passage of a report to show and mark; no other page's address says one.
    pub quote: Option<Quote>,
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

    /// The same report at a passage.
    #[must_use]
    pub fn with_quote(mut self, quote: Quote) -> Self {
        self.quote = Some(quote);
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
                percent::encode_path(id, &mut href);
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
                _ => {}
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
        Route::Settings => Some("settings"),
        Route::Home | Route::Report(_) | Route::Search | Route::Lane(_) | Route::NotFound => None,
    }
}

fn route_of_view(view: &str) -> Route {
    match view {
        "clouds" => Route::Clouds,
        "settings" => Route::Settings,
        _ => Route::NotFound,
    }
}

/// The way from a report's page up to the site's root (`../../../../` for an id of four parts).
pub fn root_from(id: &str) -> String {
    "../".repeat(id.split('/').count())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round_trip(address: &Address) {
        let href = address.href("");
        let (rest, anchor) = href.split_once('#').unwrap_or((&href, ""));
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        assert_eq!(Address::parse(path, query, anchor), *address, "{href}");
    }

    #[test]
    fn every_page_with_every_part_round_trips() {
        let filter = Filter {
            from: Day::new(2025, 11, 1),
            to: Day::new(2025, 11, 30),
            source: Some("twitter".into()),
            topic: Some("a&b=c 中".into()),
            only: Some(Only::Starred),
        };
        for route in [
            Route::Home,
            Route::Report("2025/11/21/《看报》 100% #1?".into()),
            Route::Search,
            Route::Clouds,
            Route::Lane(SectionKind::KeyPoints),
            Route::Settings,
        ] {
            let filter = Filter {
                only: filter.only.filter(|_| route != Route::Search),
                ..filter.clone()
            };
            round_trip(&Address::new(route.clone()));
            round_trip(
                &Address::new(route.clone())
                    .with_filter(filter)
                    .with_anchor("重要观点"),
            );
        }
        let filter = Filter { only: None, ..filter };
        round_trip(&Address::new(Route::Search).with_q("Olmo 3 +\"开源 模型\" -x&y=#?"));
        round_trip(&Address::report("a/b").with_q("开源"));
        let search = Address::new(Route::Search).with_filter(filter).with_q("开源");
        round_trip(&search.clone().with_sort(Sort::Date));
        round_trip(&search.with_sort(Sort::Relevance));
    }

    #[test]
    fn the_order_stands_in_the_address_of_results_only() {
        let by_date = |route| Address::new(route).with_q("a").with_sort(Sort::Date).href("./");
        assert_eq!(by_date(Route::Search), "./?q=a&sort=date");
        assert_eq!(by_date(Route::Report("x".into())), "./x/?q=a");
        assert_eq!(
            Address::new(Route::Search).with_q("a").href("./"),
            "./?q=a",
            "the usual order goes without saying"
        );
        for odd in ["q=a&sort=size", "q=a&sort=", "view=clouds&sort=date"] {
            assert_eq!(Address::parse("", odd, "").sort, Sort::Relevance, "{odd}");
        }
    }

    #[test]
    fn the_query_alone_chooses_search() {
        assert_eq!(Address::parse("", "q=", "").route, Route::Search);
        assert_eq!(Address::parse("", "q=a+b", "").q, "a b");
        assert_eq!(Address::parse("index.html", "", "").route, Route::Home);
        assert_eq!(
            Address::parse("", "at=2025%2F1%2Fx", "").route,
            Route::Report("2025/1/x".into())
        );
        assert_eq!(Address::parse("", "view=nonsense", "").route, Route::NotFound);
    }

    #[test]
    fn a_report_without_a_page_is_opened_at_the_root() {
        let address = Address::report("2025/11/《看报》").with_q("a b").with_anchor("x");
        let href = address.href_in_app("./");
        assert!(href.starts_with("./?at=2025%2F11%2F"), "{href}");
        let (query, anchor) = href["./?".len()..].split_once('#').unwrap();
        assert_eq!(Address::parse("", query, anchor), address);
        assert_eq!(Address::list().href_in_app("./"), "./#archive");
    }

    #[test]
    fn a_passage_round_trips_and_belongs_to_a_report() {
        let quote = Quote {
            text: "权重、数据 & 代码 100% 公开".into(),
            before: "Olmo 3 的".into(),
            after: String::new(),
        };
        round_trip(
            &Address::report("a/b")
                .with_quote(quote.clone())
                .with_anchor("points"),
        );
        assert_eq!(Address::new(Route::Home).with_quote(quote).href("./"), "./");
        for odd in ["quote=", "before=a&after=b"] {
            assert_eq!(Address::parse("a/b", odd, "").quote, None, "{odd}");
        }
        assert_eq!(Address::parse("", "quote=a", "").quote, None);
    }

    #[test]
    fn a_lane_or_a_shelf_that_does_not_exist_is_none() {
        assert_eq!(Address::parse("", "lane=gossip", "").route, Route::Home);
        assert_eq!(Address::parse("", "only=lost", "").filter.only, None);
        assert_eq!(
            Address::parse("", "lane=markets&only=unread", ""),
            Address::new(Route::Lane(SectionKind::Markets)).with_filter(Filter {
                only: Some(Only::Unread),
                ..Filter::default()
            })
        );
    }

    #[test]
    fn what_cannot_be_read_is_left_out() {
        let address = Address::parse("%E4%", "from=yesterday&to=2025-02-30&q=%zz&&=", "");
        assert_eq!(address.filter, Filter::default());
        assert_eq!(address.q, "%zz");
    }

    #[test]
    fn in_one_file_every_address_is_a_query() {
        let hrefs = [
            Address::default(),
            Address::report("2025/11/21/《看报》&")
                .with_q("开源")
                .with_anchor("points"),
            Address::new(Route::Search).with_q("a b"),
            Address::new(Route::Settings),
        ];
        let hrefs = hrefs.map(|address| {
            let href = address.href("reports.html?");
            let (query, anchor) = href.split_once('#').unwrap_or((&href, ""));
            let (path, query) = query.split_once('?').unwrap();
            assert_eq!(path, "reports.html", "{href}");
            assert_eq!(Address::parse("", query, anchor), address, "{href}");
            href
        });
        assert_eq!(hrefs[0], "reports.html?");
        assert_eq!(hrefs[3], "reports.html?view=settings");
        assert_eq!(Address::list().href("?"), "?#archive");
    }

    #[test]
    fn the_root_is_as_many_steps_up_as_the_id_has_parts() {
        assert_eq!(root_from("2025/11/21/x"), "../../../../");
        assert_eq!(Address::report("2025/11/21/x").href("../"), "../2025/11/21/x/");
    }
}
