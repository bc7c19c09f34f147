//! What only a browser can show of the app as a whole: that it draws the page that the builder prints, and that
//! history and settings keep what they are given.

#![allow(
    clippy::unwrap_used,
    reason = "clippy does not know that these functions are tests"
)]

mod cloud;
mod hostile;

use kanbao_archive::library::Library;
use kanbao_archive::link::{Filter, Route};
use kanbao_archive::model::{
    Body, Bundle, Day, DayCount, Label, Period, Point, Report, SCHEMA, Site, Summary,
};
use kanbao_archive::page::{self, Context, Home, Neighbours};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

use crate::app::mount;
use crate::browser::long_list::RowPlace;
use crate::browser::{clock, dom, event, location, storage};
use crate::reactive::*;
use crate::state::{Archive, Navigation, OwnLibrary, Reader, Recent, StoredSettings};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
async fn the_app_draws_the_page_that_the_builder_prints() {
    let owner = Owner::new();
    owner.set();
    let archive = Archive::new("/", bundle());
    let navigation = Navigation::start();
    let reader = Reader::new(
        archive,
        navigation,
        StoredSettings::load("/frame-test/"),
        OwnLibrary::new(),
    );
    mount(reader, &dom::body().unwrap());
    clock::sleep(50).await;

    let bundle = bundle();
    let summaries: Vec<&Summary> = bundle.reports.iter().map(|report| &report.summary).collect();
    let filter = Filter::default();
    let base = navigation.base();
    let messages = untrack(|| reader.messages());
    let context = Context {
        bundle: &bundle,
        root: &base,
        messages,
        filter: &filter,
        library: Library::empty(),
    };
    let home = Home {
        today: clock::today(),
        ..Home::first(&summaries[..1], Some(&bundle.reports[0].body), &summaries)
    };
    let frame = page::frame(
        &context,
        &Route::Home,
        Neighbours::default(),
        page::home(&context, &home),
    );
    let printed = dom::append_to_body("div").unwrap();
    dom::draw(printed.clone(), &[frame]);
    let expected = printed.first_element_child().unwrap().outer_html();
    printed.remove();
    let actual = dom::by_id("kb-page").unwrap().outer_html();
    assert_eq!(actual, expected);
}

#[wasm_bindgen_test]
fn the_history_gives_back_what_it_is_given() {
    let mut remembered = location::Remembered {
        y: 120.5,
        rows: 180,
        row: None,
    };
    location::remember(remembered.clone());
    assert_eq!(location::remembered().as_ref(), Some(&remembered));
    remembered.row = Some(RowPlace {
        id: "2025/11/30/报".into(),
        top: -20.25,
    });
    location::remember(remembered.clone());
    assert_eq!(location::remembered(), Some(remembered));
}

#[wasm_bindgen_test]
fn addresses_are_read_inside_the_site_only() {
    let root = location::root();
    let place = location::place_of("2025/11/30/x/?q=a#p", &root).unwrap();
    assert_eq!(
        (place.path.as_str(), place.query.as_str(), place.anchor.as_str()),
        ("2025/11/30/x/", "q=a", "p")
    );
    assert_eq!(location::place_of("https://example.org/", &root), None);
}

#[wasm_bindgen_test]
fn settings_are_kept_under_the_path_of_the_site() {
    let owner = Owner::new();
    owner.set();
    let settings = StoredSettings::load("/settings-test/");
    settings.change("theme", "sepia");
    assert_eq!(dom::root_attribute("data-theme").as_deref(), Some("sepia"));
    let stored = storage::get("kanbao:/settings-test/:settings").unwrap();
    assert!(stored.contains("\"theme\":\"sepia\""), "{stored}");
    // Another site of the same origin starts with its own settings.
    StoredSettings::load("/another/");
    assert_eq!(dom::root_attribute("data-theme").as_deref(), Some("system"));
}

#[wasm_bindgen_test]
fn recent_searches_are_few_and_kept_under_the_path_of_the_site() {
    let owner = Owner::new();
    owner.set();
    storage::remove("kanbao:/recent-test/:searches");
    let recent = Recent::of_site("/recent-test/");
    for n in 0..10 {
        recent.add(&format!(" 第{n}次 "));
    }
    recent.add("第5次");
    recent.add("  ");
    assert_eq!(
        recent.queries(),
        [
            "第5次", "第9次", "第8次", "第7次", "第6次", "第4次", "第3次", "第2次"
        ]
    );
    recent.forget("第9次");
    recent.forget("第5次");
    assert_eq!(recent.queries().len(), 6);
    assert_eq!(recent.queries()[0], "第8次");
    assert!(Recent::of_site("/another/").queries().is_empty());
    recent.clear();
    assert_eq!(storage::get("kanbao:/recent-test/:searches"), None);
    assert!(recent.queries().is_empty());
}

#[wasm_bindgen_test]
fn an_excerpt_is_looked_up_once_for_each_search() {
    let owner = Owner::new();
    owner.set();
    let archive = Archive::new("/", bundle());
    let reader = Reader::new(
        archive,
        Navigation::start(),
        StoredSettings::load("/excerpt-test/"),
        OwnLibrary::new(),
    );
    let summary = archive.list(&Filter::default()).swap_remove(0);
    let shown = |q: &str| untrack(|| reader.draw(|context| reader.results.shown(context, q, &summary.id)));
    let look_up = |q: &str| untrack(|| reader.draw(|context| reader.results.look_up(context, q, &summary)));
    assert!(shown("正文").is_none());
    look_up("正文");
    assert_eq!(shown("正文").unwrap().places, 1);
    assert!(shown("开源").is_none(), "it is of another search");
    look_up("开源");
    assert_eq!(shown("开源").unwrap().lead, [page::Piece::Marked("开源".into())]);
    assert!(
        shown("正文").is_none(),
        "a new search drops what the one before kept"
    );
}

#[wasm_bindgen_test]
fn a_dropped_listener_hears_nothing_more() {
    let heard = std::rc::Rc::new(std::cell::Cell::new(0));
    let count = heard.clone();
    let listener = event::on_window("kanbao-test", true, move |_| count.set(count.get() + 1));
    dom::dispatch("kanbao-test");
    drop(listener);
    dom::dispatch("kanbao-test");
    assert_eq!(heard.get(), 1);
}

/// A report of a day.
pub(crate) fn report(day: Day) -> Report {
    Report {
        summary: Summary {
            id: format!("{}/x", day.to_string().replace('-', "/")),
            day,
            time: None,
            title: "x".into(),
            headline: "总结".into(),
            source: "twitter".into(),
            topic: "ai".into(),
            period: Period::new(day, day),
            covers: None,
            points: vec![
                Point {
                    lead: "开源".into(),
                    text: "Olmo 3 <发布>".into()
                };
                3
            ],
            chars: 900,
            cloud: None,
            top_terms: vec!["Olmo 3".into()],
            fresh: Vec::new(),
            updated: None,
        },
        body: Body {
            document: "1}总结}p正文}}".to_owned().try_into().unwrap(),
            images: Vec::new(),
            terms: Vec::new(),
            news: None,
            related: Vec::new(),
        },
    }
}

/// An archive of two reports, both in the bundle.
pub(crate) fn bundle() -> Bundle {
    let reports = ["2025-11-30", "2025-11-28"]
        .map(|day| report(day.parse().unwrap()))
        .to_vec();
    Bundle {
        schema: SCHEMA,
        site: Site {
            title: "看报".into(),
            language: "zh-CN".into(),
            ..Site::default()
        },
        sources: vec![Label {
            key: "twitter".into(),
            name: "Twitter".into(),
        }],
        topics: vec![Label {
            key: "ai".into(),
            name: "AI".into(),
        }],
        sections: vec!["key-points".into()],
        counts: reports
            .iter()
            .map(|r| DayCount {
                day: r.summary.day,
                topic: 0,
                count: 1,
            })
            .collect(),
        total: 2,
        fold: Default::default(),
        reports,
        directories: Vec::new(),
        terms: Vec::new(),
        term_totals: None,
        index: None,
        words: Vec::new(),
        withdrawn: Vec::new(),
    }
}
