use std::collections::HashSet;

use proptest::prelude::*;

use super::*;
use crate::model::{
    Body, Bundle, Day, DayCount, Directory, DirectoryLink, Fingerprint, Holding, Image, Index, IndexLevel,
    Kind, Label, Period, Report, SCHEMA, Shard, Site, Summary,
};
use crate::text::FoldTable;

/// The topics of made-up reports; the last are reports without one.
const TOPICS: [&str; 3] = ["ai", "finance", ""];

fn newest() -> Day {
    Day::new(2025, 11, 30).unwrap()
}

/// One report a day and topic, so many days back; the id says which.
struct Room {
    bundle: Bundle,
    directories: Vec<Directory>,
    /// By shard of bodies, as it would be read.
    images: Vec<Vec<(String, Vec<Image>)>>,
}

fn id(back: i32, topic: usize) -> String {
    format!("{back}/{}", TOPICS[topic])
}

fn facts(id: &str) -> Option<(Day, String)> {
    let (back, topic) = id.split_once('/')?;
    Some((newest().plus(-back.parse::<i32>().ok()?), topic.to_owned()))
}

fn image(name: &str, bytes: u32) -> Image {
    Image {
        src: name.to_owned(),
        url: Some(format!("assets/{name}.jpg")),
        width: 1,
        height: 1,
        bytes,
    }
}

/// An image of its own, one that all share, one that is missing.
fn images(back: i32, topic: usize) -> Vec<Image> {
    let gone = Image {
        url: None,
        ..image("gone", 0)
    };
    vec![image(&format!("{back}-{topic}"), 100), image("shared", 7), gone]
}

fn report(back: i32, topic: usize) -> Report {
    let day = newest().plus(-back);
    Report {
        summary: Summary {
            id: id(back, topic),
            day,
            time: None,
            title: String::new(),
            headline: String::new(),
            source: String::new(),
            topic: TOPICS[topic].to_owned(),
            period: Period::new(day, day),
            covers: None,
            points: Vec::new(),
            chars: 0,
            cloud: None,
            top_terms: Vec::new(),
            fresh: Vec::new(),
            updated: None,
        },
        body: Body {
            document: crate::markdown::Stored::of(&crate::markdown::parse("文")),
            images: images(back, topic),
            terms: Vec::new(),
            news: None,
            related: Vec::new(),
        },
    }
}

/// An archive of so many days; with `in_shard` days to a shard, and the newest `inline` days in the bundle.
fn room(days: i32, in_shard: i32, inline: i32) -> Room {
    let mut bundle = Bundle {
        schema: SCHEMA,
        site: Site::default(),
        sources: Vec::new(),
        topics: TOPICS[..2]
            .iter()
            .map(|key| Label {
                key: (*key).to_owned(),
                name: String::new(),
            })
            .collect(),
        sections: Vec::new(),
        counts: Vec::new(),
        total: 3 * days as u32,
        fold: FoldTable::default(),
        reports: Vec::new(),
        directories: Vec::new(),
        terms: Vec::new(),
        term_totals: None,
        index: None,
        words: Vec::new(),
        withdrawn: Vec::new(),
    };
    for back in 0..days {
        for topic in 0..3 {
            bundle.counts.push(DayCount {
                day: newest().plus(-back),
                topic: topic as u32,
                count: 1,
            });
            if back < inline || in_shard == 0 {
                bundle.reports.push(report(back, topic));
            }
        }
    }
    let (mut shards, mut of_shards) = (Vec::new(), Vec::new());
    let mut back = 0;
    while in_shard > 0 && back < days {
        let end = (back + in_shard).min(days);
        let holds = TOPICS.iter().map(|topic| Holding {
            topic: (*topic).to_owned(),
            reports: (end - back) as u32,
            images: (end - back) as u32 + 1,
            image_bytes: 100 * (end - back) as u32 + 7,
        });
        shards.push(Shard {
            period: Period::new(newest().plus(1 - end), newest().plus(-back)),
            reports: 3 * (end - back) as u32,
            bytes: 1_000,
            hash: Fingerprint(format!("{back:012}")),
            holds: holds.collect(),
        });
        let rows =
            (back..end).flat_map(|back| (0..3).map(move |topic| (id(back, topic), images(back, topic))));
        of_shards.push(rows.collect());
        back = end;
    }
    let mut directories = Vec::new();
    if in_shard > 0 {
        let hash = Fingerprint("0123456789abcdef".into());
        bundle.directories = vec![DirectoryLink {
            kind: Kind::Bodies,
            year: 2025,
            bytes: 50,
            hash: hash.clone(),
        }];
        bundle.index = Some(Index {
            mean_length: 1,
            levels: vec![IndexLevel {
                from: newest().plus(-days),
                reports: bundle.total,
                bits: 3,
                bytes: 801,
                hash,
            }],
        });
        directories.push(Directory {
            schema: SCHEMA,
            kind: Kind::Bodies,
            shards,
        });
    }
    Room {
        bundle,
        directories,
        images: of_shards,
    }
}

impl Room {
    fn catalogue(&self) -> Catalogue {
        Catalogue::new(&self.bundle, &self.directories)
    }
}

fn orders() -> impl Strategy<Value = Order> {
    let texts = prop_oneof![
        Just(Texts::All),
        (0..60_u16).prop_map(Texts::Days),
        (0..3_usize).prop_map(|topic| Texts::Topic(TOPICS[topic].to_owned())),
    ];
    let pictures = prop_oneof![
        Just(Pictures::All),
        (0..60_u16).prop_map(Pictures::Days),
        Just(Pictures::None),
    ];
    (texts, pictures, any::<bool>()).prop_map(|(texts, pictures, search)| Order {
        texts,
        pictures,
        search,
    })
}

/// The reports that an order keeps, and the images that they show, as one would say it without shards.
fn truth(days: i32, order: &Order) -> (u32, HashSet<String>) {
    let (mut reports, mut shown) = (0, HashSet::new());
    for back in 0..days {
        for (topic, key) in TOPICS.iter().enumerate() {
            let keeps = match &order.texts {
                Texts::All => true,
                Texts::Days(n) => back < i32::from(*n),
                Texts::Topic(wanted) => wanted == key,
            };
            let pictures = match order.pictures {
                Pictures::All => true,
                Pictures::Days(n) => back < i32::from(n),
                Pictures::None => false,
            };
            reports += u32::from(keeps);
            if keeps && pictures {
                shown.extend(images(back, topic).into_iter().filter_map(|image| image.url));
            }
        }
    }
    (reports, shown)
}

proptest! {
    #[test]
    fn a_plan_takes_exactly_what_is_wanted(order in orders(), days in 1..50_i32, in_shard in 0..8_i32, inline in 0..9_i32) {
        let room = room(days, in_shard, inline.min(days));
        let mut catalogue = room.catalogue();
        for at in catalogue.unread(&order) {
            catalogue.has_read(at, room.images[at].clone());
        }
        prop_assert!(catalogue.unread(&order).is_empty());
        let plan = catalogue.plan(&order, 0, &facts);
        let (reports, shown) = truth(days, &order);
        let of_images = plan.files.iter().filter(|file| file.what == What::Images);
        prop_assert_eq!(of_images.map(|file| file.path.clone()).collect::<HashSet<_>>(), shown.clone());
        // Nothing twice, nothing missing once all has come, and the counts are the truth.
        let stored: HashSet<String> = plan.files.iter().map(|file| file.path.clone()).collect();
        prop_assert_eq!(stored.len(), plan.files.len());
        prop_assert!(plan.missing(&stored).is_empty());
        let whole = plan.progress(&stored);
        prop_assert!(whole.is_whole());
        prop_assert_eq!((whole.reports.here, whole.reports.all), (reports, reports));
        prop_assert_eq!((whole.images.here, whole.images.all), (shown.len() as u32, shown.len() as u32));
        let is_indexed = order.search && order.texts == Texts::All && in_shard > 0;
        prop_assert_eq!(whole.search.all_bytes, if is_indexed { 801 } else { 0 });
    }

    #[test]
    fn each_file_that_comes_is_counted_once(order in orders(), days in 1..50_i32, in_shard in 1..8_i32, inline in 0..9_i32) {
        let room = room(days, in_shard, inline.min(days));
        let mut catalogue = room.catalogue();
        for at in catalogue.unread(&order) {
            catalogue.has_read(at, room.images[at].clone());
        }
        let plan = catalogue.plan(&order, 0, &facts);
        let mut stored = HashSet::new();
        let mut progress = plan.progress(&stored);
        for file in plan.missing(&stored) {
            prop_assert!(!progress.is_whole());
            progress.arrived(&file);
            stored.insert(file.path);
            prop_assert_eq!(progress, plan.progress(&stored));
        }
        prop_assert!(progress.is_whole());
    }

    #[test]
    fn what_it_costs_is_known_before_and_never_less(order in orders(), days in 1..50_i32, in_shard in 0..8_i32) {
        let room = room(days, in_shard, 1);
        let mut catalogue = room.catalogue();
        let cost = catalogue.cost(&order, &facts);
        let before = catalogue.plan(&order, u64::MAX, &facts).progress(&HashSet::new());
        for at in catalogue.unread(&order) {
            catalogue.has_read(at, room.images[at].clone());
        }
        let after = catalogue.plan(&order, u64::MAX, &facts).progress(&HashSet::new());
        prop_assert_eq!(before.reports, after.reports);
        prop_assert_eq!(cost[0], after.reports.all_bytes);
        prop_assert!(before.images.all_bytes >= after.images.all_bytes);
        prop_assert!(cost[1] >= after.images.all_bytes);
    }

    #[test]
    fn an_order_comes_back_from_its_note(order in orders(), chosen: bool, paused: bool) {
        let note = Note { order, chosen, paused, done: Some(Done { files: 3, ..Done::default() }) };
        prop_assert_eq!(Note::parse(&note.to_text()), note);
    }
}

#[test]
fn nothing_of_the_archive_is_known_better_than_too_much_is_kept() {
    let room = room(10, 5, 1);
    let mut catalogue = room.catalogue();
    let order = Order {
        texts: Texts::Topic("ai".into()),
        pictures: Pictures::All,
        search: false,
    };
    catalogue.has_read(0, room.images[0].clone());
    let images = |plan: Plan| plan.progress(&HashSet::new()).images.all;
    // The shard that has not been read says how many it holds of the topic.
    assert_eq!(images(catalogue.plan(&order, 0, &facts)), (5 + 1) + (5 + 1));
    assert_eq!(images(catalogue.plan(&order, 0, &|_| None)), (15 + 1) + (5 + 1));
}

#[test]
fn a_small_archive_is_here_but_for_its_images() {
    let catalogue = room(3, 0, 0).catalogue();
    let plan = catalogue.plan(&Order::everything(), 0, &facts);
    let progress = plan.progress(&HashSet::new());
    assert_eq!((progress.reports.here, progress.reports.all), (9, 9));
    assert_eq!((progress.images.here, progress.images.all), (0, 10));
    assert!(plan.scans && catalogue.unread(&Order::everything()).is_empty());
}

#[test]
fn search_goes_through_texts_that_are_few_enough() {
    let catalogue = room(20, 5, 1).catalogue();
    assert_eq!(catalogue.texts_size(), 4_000);
    let index = |order: &Order, scanned| {
        let plan = catalogue.plan(order, scanned, &facts);
        let files = plan.files.iter();
        (plan.scans, files.filter(|file| file.what == What::Search).count())
    };
    let everything = Order::everything();
    assert_eq!(index(&everything, 4_000), (true, 0));
    assert_eq!(index(&everything, 3_999), (false, 8));
    let one_topic = Order {
        texts: Texts::Topic("ai".into()),
        ..everything
    };
    assert_eq!(index(&one_topic, 4_000), (false, 0));
}

#[test]
fn unknown_values_fall_back() {
    let order = |text: &str| Note::parse(text).order;
    assert_eq!(order(""), Order::default());
    assert_eq!(order("{\"order\":1}"), Order::default());
    assert_eq!(
        order("weeks:3\nall\nsearch\nlater"),
        Order {
            pictures: Pictures::All,
            search: true,
            ..Order::default()
        }
    );
    assert_eq!(order("days:-3\ntopic:ai\n"), Order::default());
    assert_eq!(
        Note::parse("all\nall\nsearch\nchosen\n\ndone").done,
        Some(Done::default())
    );
}

#[test]
fn images_are_read_from_a_shard() {
    let reports = [report(0, 0), report(1, 1)];
    let rows: Vec<_> = reports
        .iter()
        .map(|report| (&report.summary.id, &report.body))
        .collect();
    let read = images_in(&serde_json::to_string(&rows).unwrap()).unwrap();
    assert_eq!(read, [(id(0, 0), images(0, 0)), (id(1, 1), images(1, 1))]);
    assert!(images_in("<!doctype html>").is_none());
}

#[test]
fn sizes_are_for_people() {
    for (bytes, said) in [
        (0, "0 KB"),
        (1, "1 KB"),
        (999_000, "999 KB"),
        (999_001, "1 MB"),
        (3_249_000, "3.2 MB"),
        (84_000_000, "84 MB"),
        (2_147_483_648, "2.1 GB"),
        (20_000_000_000, "20 GB"),
    ] {
        assert_eq!(size(bytes), said);
    }
}
