//! `feed.json`: a JSON Feed (version 1.1).

use serde_json::{Map, Value, json};

use super::{Entry, Feed, JSON, moment};

/// The whole feed.
pub(super) fn feed(feed: &Feed<'_>, entries: &[Entry]) -> Value {
    let site = &feed.bundle.site;
    let (favicon, icon) = feed.icons();
    let mut root = Map::new();
    let mut set = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            root.insert(key.to_owned(), value);
        }
    };
    set("version", Some(json!("https://jsonfeed.org/version/1.1")));
    set("title", Some(json!(site.title)));
    set("home_page_url", Some(json!(feed.base_url)));
    set("feed_url", Some(json!(format!("{}{JSON}", feed.base_url))));
    set(
        "description",
        (!site.description.is_empty()).then(|| json!(site.description)),
    );
    set("icon", icon.map(Value::from));
    set("favicon", favicon.map(Value::from));
    set(
        "authors",
        Some(json!([{ "name": site.title, "url": feed.base_url }])),
    );
    set("language", Some(json!(site.language)));
    set("items", Some(entries.iter().map(item).collect()));
    Value::Object(root)
}

fn item(entry: &Entry) -> Value {
    let mut item = json!({
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "date_published": moment::text(&entry.published),
    });
    // An item must have one of the two contents.
    match &entry.content {
        Some(html) => item["content_html"] = json!(html),
        None => item["content_text"] = json!(entry.summary),
    }
    if entry.updated != entry.published {
        item["date_modified"] = json!(moment::text(&entry.updated));
    }
    if let Some(image) = &entry.image {
        item["image"] = json!(image);
    }
    if let Some((_, name)) = &entry.topic {
        item["tags"] = json!([name]);
    }
    item
}
