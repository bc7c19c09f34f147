//! What a report holds: beside the text on wide screens, a sheet on small ones.

use super::{Context, Opened};
use crate::html::{Element, el};
use crate::outline::{Outline, Section, SectionKind};
use crate::page::dialog;

/// Id of the sheet.
pub const CONTENTS_SHEET: &str = "kb-contents";

/// Where the sections begin, for jumping and for knowing where one is.
pub(super) fn contents(context: &Context<'_>, opened: &Opened<'_>) -> Option<Element> {
    let list = list(context, opened.outline)?;
    let nav = el("nav").class("contents").attr("id", "contents");
    Some(nav.attr("aria-label", context.messages.contents).child(list))
}

fn list(context: &Context<'_>, outline: &Outline) -> Option<Element> {
    let points = outline.points.len();
    let entries = outline.sections.iter().filter_map(|section| {
        let anchor = anchor(section)?;
        let name = section_name(context, section, points);
        let link = el("a").attr("href", format!("#{anchor}")).text(name);
        Some(
            el("li")
                .class(if section.level > 3 {
                    "contents-sub"
                } else {
                    "contents-item"
                })
                .child(link),
        )
    });
    let entries: Vec<Element> = entries.collect();
    (entries.len() > 1).then(|| el("ol").children(entries))
}

/// The contents as a sheet over a small screen: a dialog that its own form closes; nothing where there are none.
pub fn contents_sheet(context: &Context<'_>, outline: &Outline) -> Option<Element> {
    let list = list(context, outline)?;
    let nav = el("nav").class("contents-list").child(list);
    Some(
        dialog(
            context.messages,
            CONTENTS_SHEET,
            "sheet",
            context.messages.contents,
        )
        .child(nav),
    )
}

/// What a section is called in contents and results: short where its kind has a word of its own.
pub fn section_name(context: &Context<'_>, section: &Section, points: usize) -> String {
    let messages = context.messages;
    match section.kind {
        SectionKind::Overview => messages.overview.to_owned(),
        SectionKind::KeyPoints => (messages.key_points)(points),
        SectionKind::Cloud => messages.word_cloud.to_owned(),
        _ => section.heading.clone(),
    }
}

/// The id of the place where a section begins on the page; `None` for those that only structure needs.
pub(super) fn anchor(section: &Section) -> Option<&str> {
    match section.kind {
        SectionKind::Brief | SectionKind::Details => None,
        SectionKind::KeyPoints => Some("points"),
        SectionKind::Cloud => Some("word-cloud"),
        _ => Some(&section.id),
    }
}
