//! The bar that leads from mark to mark in a report opened from a search.

use super::Part;
use crate::reactive::*;
use crate::state::Reader;

/// What the bar is about.
#[derive(Clone, Copy, PartialEq)]
enum About {
    Marks,
    /// A passage that the address quotes, and whether it is there.
    Passage(bool),
}

/// Shows where one is among the marks, or what became of the passage that the address quotes; nothing where there are
/// neither.
pub fn marks_bar(reader: Reader) -> impl Fn() -> Option<Part> + 'static {
    let marks = reader.marks;
    // While one goes from mark to mark the bar stays, and the focus on its button.
    let about = Memo::new(move || match marks.quoted() {
        Some(is_there) => Some(About::Passage(is_there)),
        None => (marks.place().1 > 0).then_some(About::Marks),
    });
    move || {
        let messages = reader.messages();
        let bar = Part::new("div").with("class", "marks-bar");
        let says = Part::new("span").with("role", "status");
        let button = |label: &str, sign: &'static str| {
            let button = Part::new("button")
                .with("type", "button")
                .with("aria-label", label);
            button.says(move || sign.to_owned())
        };
        let clear = button(messages.clear_marks, "×").on("click", move |_| reader.ask(String::new()));
        Some(match about.get()? {
            About::Passage(is_there) => {
                let said = if is_there {
                    messages.quoted_passage
                } else {
                    messages.passage_gone
                };
                bar.holding([says.says(move || said.to_owned()), clear])
            }
            About::Marks => {
                let says = says.says(move || {
                    let (at, total) = marks.place();
                    (messages.marks)(at, total)
                });
                let previous = button(messages.previous_mark, "‹").on("click", move |_| marks.step(-1));
                let next = button(messages.next_mark, "›").on("click", move |_| marks.step(1));
                let bar = bar.with("role", "region").with("aria-label", messages.search);
                bar.holding([says, previous, next, clear])
            }
        })
    }
}
