//! How to search: the grammar as examples that run, and the keys.

use super::examples::quoted;
use super::{Asked, Context, Examples};
use crate::html::{Element, el};
use crate::link::{Filter, Sort};
use crate::outline::SectionKind;

/// Keys that do one thing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shortcut {
    /// Any of these, by the names of `KeyboardEvent.key`; `Mod+` stands for Ctrl or ⌘, and `g h` for one after the other.
    pub keys: Vec<&'static str>,
    /// What they do, in words.
    pub does: &'static str,
}

/// Id of the dialog.
pub const HELP: &str = "kb-help";

/// The dialog, closed. Its own form closes it, without a script.
pub fn help(context: &Context<'_>, shortcuts: &[Shortcut], examples: &Examples) -> Element {
    let messages = context.messages;
    let close = el("button")
        .class("help-close")
        .attr("type", "submit")
        .text(messages.close);
    let head = el("form")
        .class("help-head")
        .attr("method", "dialog")
        .child(el("h2").attr("id", "kb-help-title").text(messages.help_title))
        .child(close);
    let grammar = grammar(context, examples)
        .into_iter()
        .map(|(q, says)| example(context, &q, says));
    let offered = offered(context, examples).into_iter();
    let offered = offered.map(|(q, says)| example(context, &q, says)).collect();
    let rules = messages.help_chinese.iter().map(|rule| el("li").text(*rule));
    let keys = shortcuts.iter().map(|shortcut| {
        let names = shortcut.keys.iter().flat_map(|key| key_names(key));
        let names: Vec<Element> = names.map(|name| el("kbd").text(name)).collect();
        row(
            el("th").attr("scope", "row").class("help-keys").children(names),
            shortcut.does,
        )
    });
    el("dialog")
        .class("help")
        .attr("id", HELP)
        .attr("aria-modal", "true")
        .attr("aria-labelledby", "kb-help-title")
        .flag("autofocus", true)
        .child(head)
        .child(table("help-grammar", messages.help_examples, grammar.collect()))
        .child(el("ul").class("help-rules").children(rules))
        .child(table("help-offers", messages.help_offers, offered))
        .child(table("help-shortcuts", messages.help_keys, keys.collect()))
}

/// Each form of the grammar with a query that uses it and what it does.
fn grammar(context: &Context<'_>, examples: &Examples) -> Vec<(String, &'static str)> {
    let (messages, bundle) = (context.messages, context.bundle);
    let Examples {
        word,
        name,
        other,
        title,
        labels: (topic, source),
        day,
    } = examples;
    let letters = name.chars().take_while(char::is_ascii_alphanumeric);
    let mut rows = vec![
        (format!("{word} {name}"), messages.help_words),
        (format!("\"{name}\""), messages.help_phrase),
        (format!("{name} -{other}"), messages.help_without),
        (format!("{word} OR {other}"), messages.help_or),
        (format!("title:{title}"), messages.help_title_field),
    ];
    let labels = [
        ("topic", bundle.topic_name(topic), messages.help_topic),
        ("source", bundle.source_name(source), messages.help_source),
    ];
    for (field, label, says) in labels {
        if !label.is_empty() {
            rows.push((format!("{word} {field}:{}", quoted(label)), says));
        }
    }
    if let Some(day) = day {
        rows.push((format!("{word} after:{}", day.month_key()), messages.help_after));
        rows.push((format!("{word} before:{}", day.plus(1)), messages.help_before));
    }
    rows.push((
        letters.take(3).map(|c| c.to_ascii_lowercase()).collect(),
        messages.help_prefix,
    ));
    rows.push(("rengongzhineng".to_owned(), messages.help_pinyin));
    rows
}

/// What the box finds besides reports.
fn offered(context: &Context<'_>, examples: &Examples) -> Vec<(String, &'static str)> {
    let messages = context.messages;
    let day = examples.day.map(|day| (day.to_string(), messages.help_date));
    let section = (messages.section_kind)(SectionKind::Markets);
    let mut rows = vec![(format!(">{}", messages.theme_dark), messages.help_command)];
    rows.extend(day);
    rows.push((section.to_owned(), messages.help_section));
    rows
}

fn example(context: &Context<'_>, q: &str, says: &str) -> Element {
    let asked = Asked {
        q,
        sort: Sort::default(),
    };
    // In the whole archive: an example shall find something, whatever is narrowed now.
    let link = el("a")
        .attr("href", asked.href(context, Filter::default()))
        .text(q);
    row(el("th").attr("scope", "row").child(link), says)
}

fn row(head: Element, says: &str) -> Element {
    el("tr").child(head).child(el("td").text(says))
}

fn table(class: &str, title: &str, rows: Vec<Element>) -> Element {
    el("table")
        .class(class)
        .child(el("caption").text(title))
        .child(el("tbody").children(rows))
}

/// What is printed on the key, or on either of the two that keyboards have for it.
fn key_names(key: &str) -> Vec<String> {
    match key {
        "ArrowDown" => vec!["↓".to_owned()],
        "ArrowUp" => vec!["↑".to_owned()],
        "Escape" => vec!["Esc".to_owned()],
        key => match key.strip_prefix("Mod+") {
            Some(key) => vec![
                format!("Ctrl {}", key.to_ascii_uppercase()),
                format!("⌘ {}", key.to_ascii_uppercase()),
            ],
            None if key.len() == 1 || key.contains(' ') => vec![key.to_ascii_uppercase()],
            None => vec![key.to_owned()],
        },
    }
}
