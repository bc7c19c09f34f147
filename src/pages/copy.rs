//! Copying a report's points as plain text.

use kanbao_archive::link::Address;
use kanbao_archive::model::{Point, Summary};
use leptos::prelude::*;

use crate::browser::clipboard;
use crate::components::say_for_a_moment;
use crate::state::Reader;

/// Puts date, topic, points and link on the clipboard, and says on the button whether that went well.
pub fn copy_points(reader: Reader, id: &str) {
    let Some(summary) = reader.archive.summary(id) else {
        return;
    };
    let text = plain_points(reader, &summary);
    let messages = untrack(|| reader.messages());
    let selector = format!("[data-copy-points=\"{id}\"]");
    leptos::task::spawn_local(async move {
        let said = if clipboard::copy(&text).await {
            messages.copied
        } else {
            messages.copy_failed
        };
        say_for_a_moment(&selector, said, messages.copy_points).await;
    });
}

fn plain_points(reader: Reader, summary: &Summary) -> String {
    let bundle = reader.archive.bundle();
    let messages = untrack(|| reader.messages());
    let date = (messages.long_date)(summary.day).replace('\u{3000}', " ");
    let mut out = format!(
        "{date} {} {}\n",
        bundle.source_name(&summary.source),
        bundle.topic_name(&summary.topic)
    );
    for (index, Point { lead, text }) in summary.points.iter().enumerate() {
        let colon = if lead.is_empty() { "" } else { "：" };
        out.push_str(&format!("{}. {lead}{colon}{text}\n", index + 1));
    }
    out.push_str(&Address::report(&summary.id).href(&reader.navigation.root()));
    out
}
