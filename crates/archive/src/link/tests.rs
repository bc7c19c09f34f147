//! Addresses there and back.

use super::*;
use crate::terms::score::Score;

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
        Route::Trends,
        Route::Lane(SectionKind::KeyPoints),
        Route::Settings,
        Route::Offline,
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
fn what_a_cloud_is_made_of_round_trips_and_belongs_to_the_clouds() {
    let sides = [
        None,
        Some(Other::default()),
        Some(Other {
            from: Day::new(2025, 10, 1),
            to: Day::new(2025, 10, 31),
            topic: Some("a&b 中".into()),
        }),
        Some(Other {
            to: Day::new(2025, 10, 31),
            ..Other::default()
        }),
    ];
    for other in sides {
        for (kind, score) in [
            (None, Score::Salient),
            (Some(SectionKind::Events), Score::Distinctive),
        ] {
            let other = other.clone();
            let cloud = Cloud { kind, score, other };
            round_trip(&Address::new(Route::Clouds).with_cloud(cloud.clone()));
            assert_eq!(Address::new(Route::Home).with_cloud(cloud).href("./"), "./");
        }
    }
    assert_eq!(Address::new(Route::Clouds).href("./"), "./?view=clouds");
    let odd = Address::parse("", "view=clouds&kind=gossip&score=size&from2=yesterday", "");
    let cloud = Cloud {
        other: Some(Other::default()),
        ..Cloud::default()
    };
    assert_eq!(odd.cloud, cloud, "a side that cannot be read is all reports");
    assert_eq!(
        Address::parse("", "kind=events&topic2=ai", "").cloud,
        Cloud::default()
    );
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
fn the_terms_of_trends_round_trip_in_their_order() {
    let terms = [
        "Claude Opus 4.5",
        "开源&闭源=?",
        "a,b;c",
        "+100% #1",
        "\"引\"",
        "-x",
    ];
    let trends = Address::new(Route::Trends).with_terms(terms);
    assert_eq!(trends.terms, terms);
    round_trip(&trends);
    assert_eq!(
        Address::new(Route::Trends).with_terms(["a b", "中"]).href("./"),
        "./?view=trends&term=a+b&term=%E4%B8%AD"
    );
    let none = Address::new(Route::Clouds).with_terms(["a"]);
    assert_eq!(none.href("./"), "./?view=clouds");
}

#[test]
fn odd_terms_are_trimmed_told_apart_and_cut_off() {
    let parse = |query| Address::parse("", query, "").terms;
    assert_eq!(
        parse("view=trends&term=+a+&term=&term=a&term=b&term=%20"),
        ["a", "b"]
    );
    let seven = "view=trends&term=1&term=2&term=3&term=4&term=5&term=6&term=7";
    assert_eq!(parse(seven), ["1", "2", "3", "4", "5", "6"]);
    let long = format!("view=trends&term={}", "长".repeat(500));
    assert_eq!(parse(&long)[0].chars().count(), LONGEST_TERM);
    assert!(
        parse("q=a&term=b").is_empty(),
        "no other page has terms in its address"
    );
    round_trip(&Address::parse("", &long, ""));
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

#[test]
fn no_id_leads_to_another_host() {
    for id in [
        "//a.invalid/b",
        "/a.invalid/b",
        "\\\\a.invalid/b",
        "javascript:hit(1)",
    ] {
        for root in ["/", "/kanbao/", "../", "./"] {
            let href = Address::report(id).href(root);
            let rest = href.strip_prefix(root).unwrap();
            assert!(!rest.starts_with(['/', '\\']) && !rest.contains(':'), "{href}");
        }
    }
}
