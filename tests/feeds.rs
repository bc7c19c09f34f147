//! What feed readers make of the feeds, by a parser that is not ours.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use feed_rs::model::{Entry, Feed, FeedType};
use feed_rs::parser;
use kanbao_archive::model::{Bundle, Day};
use kanbao_archive::text::searchable;
use kanbao_tests::site::build_without_reader;
use kanbao_tests::{Outcome, ensure, ensure_eq, posts};
use scraper::{ElementRef, Html, Selector};

const BASE: &str = "https://example.org/reports/";

/// Both feeds of a site, parsed.
fn feeds(site: &Path) -> Outcome<[Feed; 2]> {
    let parsed = |name: &str| -> Outcome<Feed> {
        let feed = parser::parse(fs::read(site.join(name))?.as_slice())?;
        Ok(feed)
    };
    Ok([parsed("feed.xml")?, parsed("feed.json")?])
}

/// The visible characters of some HTML, without white space and the numbers of footnotes.
fn visible(html: &str) -> String {
    let html = Html::parse_fragment(html);
    let is_number = |element: ElementRef<'_>| element.value().attr("role") == Some("doc-noteref");
    let texts = html.tree.nodes().filter_map(|node| {
        let text = node.value().as_text()?;
        let mut around = node.ancestors().filter_map(ElementRef::wrap);
        (!around.any(is_number)).then(|| text.to_string())
    });
    without_space(&texts.collect::<String>())
}

fn without_space(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn body(entry: &Entry) -> Outcome<&str> {
    let content = entry.content.as_ref().and_then(|content| content.body.as_deref());
    Ok(content.ok_or("an entry has no content")?)
}

#[test]
fn both_feeds_say_the_same_of_the_site_and_its_reports() -> Outcome {
    let folder = tempfile::tempdir()?;
    let site = folder.path().join("site");
    build_without_reader(&posts::samples(), &site)?;
    let [atom, json] = feeds(&site)?;
    ensure_eq!(atom.feed_type, FeedType::Atom, "the type of feed.xml");
    ensure_eq!(json.feed_type, FeedType::JSON, "the type of feed.json");
    for (feed, file) in [(&atom, "feed.xml"), (&json, "feed.json")] {
        let title = feed.title.as_ref().map(|title| title.content.as_str());
        ensure!(
            title.is_some_and(|title| !title.is_empty()),
            "{file} has no title"
        );
        ensure_eq!(feed.language.as_deref(), Some("zh-CN"), "the language of {file}");
        ensure!(!feed.authors.is_empty(), "{file} has no author");
        let own = format!("{BASE}{file}");
        ensure!(
            feed.links.iter().any(|link| link.href == own),
            "{file} does not name itself: {:?}",
            feed.links
        );
    }
    let facts = |entry: &Entry| (entry.id.clone(), entry.published, entry.updated);
    let of_atom: Vec<_> = atom.entries.iter().map(facts).collect();
    let of_json: Vec<_> = json
        .entries
        .iter()
        // What was never changed says nothing of it there.
        .map(|entry| {
            (
                entry.id.clone(),
                entry.published,
                entry.updated.or(entry.published),
            )
        })
        .collect();
    ensure_eq!(of_atom, of_json, "the entries of both feeds");
    for (one, other) in atom.entries.iter().zip(&json.entries) {
        ensure_eq!(body(one)?, body(other)?, "the content of {}", one.id);
    }
    Ok(())
}

#[test]
fn entries_are_the_newest_reports_whole() -> Outcome {
    let folder = tempfile::tempdir()?;
    let site = folder.path().join("site");
    build_without_reader(&posts::samples(), &site)?;
    let bundle = Bundle::from_json(&fs::read_to_string(site.join("data/bundle.json"))?)?;
    let [atom, _] = feeds(&site)?;
    ensure_eq!(atom.entries.len(), bundle.reports.len(), "number of entries");
    let mut ids = HashSet::new();
    for (entry, report) in atom.entries.iter().zip(&bundle.reports) {
        let id = &entry.id;
        ensure!(ids.insert(id.clone()), "{id} is there twice");
        ensure!(id.starts_with(BASE), "{id} is not below {BASE}");
        let page = site.join(&id[BASE.len()..]).join("index.html");
        ensure!(page.is_file(), "{id} leads to no page");
        let published = entry.published.ok_or("an entry has no date")?;
        ensure!(
            entry.updated >= entry.published,
            "{id} was changed before it was published"
        );
        ensure_eq!(
            published.format("%Y-%m-%d").to_string().parse::<Day>().ok(),
            Some(report.summary.day),
            "the day of {id}"
        );
        let text = visible(body(entry)?);
        for passage in searchable(&report.body.document.read(), &[]).passages {
            let passage = without_space(&passage.text);
            ensure!(text.contains(&passage), "{id} lacks: {passage}");
        }
    }
    Ok(())
}

#[test]
fn images_and_links_of_entries_lead_somewhere_from_anywhere() -> Outcome {
    let folder = tempfile::tempdir()?;
    let site = folder.path().join("site");
    build_without_reader(&posts::samples(), &site)?;
    let [atom, _] = feeds(&site)?;
    let addresses = Selector::parse("[src], [href]").map_err(|e| e.to_string())?;
    let mut images = 0;
    for entry in &atom.entries {
        for element in Html::parse_fragment(body(entry)?).select(&addresses) {
            let value = element.value();
            let address = value.attr("src").or(value.attr("href")).unwrap_or_default();
            ensure!(
                address.contains("://") || address.starts_with("mailto:"),
                "{address} in {} counts from nowhere",
                entry.id
            );
            if value.name() == "img" {
                let file = address.strip_prefix(BASE).ok_or("an image of another site")?;
                ensure!(site.join(file).is_file(), "{file} is not in the site");
                images += 1;
            }
        }
    }
    ensure!(images > 0, "no entry has an image");
    Ok(())
}

#[test]
fn the_settings_say_how_many_entries_and_how_much_of_them() -> Outcome {
    let folder = tempfile::tempdir()?;
    let (posts, site) = (folder.path().join("posts"), folder.path().join("site"));
    fs::create_dir(&posts)?;
    posts::write_short(&posts, 25)?;
    build_without_reader(&posts, &site)?;
    let [atom, json] = feeds(&site)?;
    ensure_eq!(
        (atom.entries.len(), json.entries.len()),
        (20, 20),
        "entries unasked"
    );

    fs::write(posts.join("kanbao.toml"), "[feed]\ncount = 3\nfull = false\n")?;
    build_without_reader(&posts, &site)?;
    let [atom, json] = feeds(&site)?;
    ensure_eq!((atom.entries.len(), json.entries.len()), (3, 3), "entries");
    ensure!(
        atom.entries
            .iter()
            .all(|entry| entry.content.is_none() && entry.summary.is_some()),
        "there is more than a summary"
    );
    Ok(())
}

#[test]
fn control_characters_and_markup_in_posts_break_no_feed() -> Outcome {
    let folder = tempfile::tempdir()?;
    let (posts, site) = (folder.path().join("posts"), folder.path().join("site"));
    fs::create_dir(&posts)?;
    let day = Day::new(2025, 11, 30).ok_or("there is no such day")?;
    let text = "# 题\u{1}目 <b>\"x\" & 'y'</b>\u{b}\n\n## 核心信息\n\n1. **<i>要点</i> & ]]>**：内容\u{8}\u{fffe}。\n\n\
                &lt;script&gt; ]]> &#8; 结束\u{1f}。\n";
    posts::write(&posts, day, text)?;
    build_without_reader(&posts, &site)?;
    let [atom, json] = feeds(&site)?;
    for feed in [atom, json] {
        let entry = feed.entries.first().ok_or("there is no entry")?;
        let title = entry
            .title
            .as_ref()
            .map(|title| title.content.clone())
            .unwrap_or_default();
        ensure!(
            title.contains("要点") && title.contains("]]>"),
            "the title is {title}"
        );
        ensure!(
            visible(body(entry)?).ends_with("<script>]]>结束。"),
            "{}",
            body(entry)?
        );
    }
    Ok(())
}
