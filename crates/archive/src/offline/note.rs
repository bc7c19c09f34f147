//! What the device remembers of it from one visit to the next.

use super::{Order, Pictures, Texts};
use crate::model::Bundle;

/// The standing order, and how far it has come. Stored as lines of text, which cost the reader less than JSON; what is
/// missing or unknown falls back to the default.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Note {
    /// What is to be kept.
    pub order: Order,
    /// Whether the reader has asked for it: then it is fetched under Save-Data too, and verified.
    pub chosen: bool,
    /// Whether the reader has asked to wait with it.
    pub paused: bool,
    /// What was here when all of it was.
    pub done: Option<Done>,
}

/// What an order came to.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Done {
    /// Of which archive, as [`Done::mark`] tells them apart.
    pub archive: String,
    /// How many files.
    pub files: u32,
    /// How many bytes of texts; 0 where not all texts of the archive are kept.
    pub texts: u32,
    /// Reports here, and of how many; then images.
    pub counts: [u32; 4],
}

impl Note {
    /// Reads a note; the default where it is none.
    pub fn parse(text: &str) -> Self {
        let mut lines = text.split('\n');
        let mut line = || lines.next().unwrap_or_default();
        let default = Order::default();
        let order = Order {
            texts: Texts::from_value(line()).unwrap_or(default.texts),
            pictures: Pictures::from_value(line()).unwrap_or(default.pictures),
            search: line() == "search",
        };
        let (chosen, paused) = (line() == "chosen", line() == "paused");
        let is_done = line() == "done";
        let archive = line().to_owned();
        let mut number = || line().parse::<u32>().unwrap_or(0);
        let (files, texts) = (number(), number());
        let counts = [number(), number(), number(), number()];
        Self {
            order,
            chosen,
            paused,
            done: is_done.then_some(Done {
                archive,
                files,
                texts,
                counts,
            }),
        }
    }

    /// Writes the note.
    pub fn to_text(&self) -> String {
        let word = |is_so: bool, word: &str| if is_so { word } else { "" }.to_owned();
        let mut lines = vec![
            self.order.texts.value(),
            self.order.pictures.value(),
            word(self.order.search, "search"),
            word(self.chosen, "chosen"),
            word(self.paused, "paused"),
        ];
        if let Some(done) = &self.done {
            lines.push("done".to_owned());
            lines.push(done.archive.clone());
            let numbers = [done.files, done.texts].into_iter().chain(done.counts);
            lines.extend(numbers.map(|number| number.to_string()));
        }
        lines.join("\n")
    }
}

impl Done {
    /// What tells an archive's texts from those of a later build: the index is named by the content of all of them.
    /// Empty where the bundle holds them all.
    pub fn mark(bundle: &Bundle) -> String {
        let levels = bundle.index.iter().flat_map(|index| &index.levels);
        levels.map(|level| level.hash.short()).collect()
    }
}
