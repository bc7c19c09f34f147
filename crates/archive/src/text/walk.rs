//! The walk over a document's text: one order for everybody who reads, counts or marks it.

use super::is_unspaced;
use crate::markdown::{Block, Document, Inline};

/// What the walk meets. `I` and `C` are running text and code, shared or to be changed.
pub(crate) enum Event<'a, I, C> {
    /// The block of this index in [`Document::blocks`] starts.
    Block(usize),
    /// The text of a heading: level, id, content.
    Heading(u8, &'a str, I),
    /// A paragraph, a table cell, a summary.
    Running(I),
    /// A code block.
    Code(C),
    /// The blocks have ended and the footnotes start.
    Footnotes,
}

/// Writes the walk once for shared and once for changeable documents, so that the two cannot part.
macro_rules! walker {
    ($(#[$doc:meta])* $walk:ident, $block:ident, $I:ty, $C:ty $(, $mut:ident)?) => {
        $(#[$doc])*
        pub(crate) fn $walk(document: &$($mut)? Document, visit: &mut dyn FnMut(Event<'_, $I, $C>)) {
            for (index, block) in std::iter::zip(0.., &$($mut)? document.blocks) {
                visit(Event::Block(index));
                $block(block, visit);
            }
            visit(Event::Footnotes);
            for footnote in &$($mut)? document.footnotes {
                for block in &$($mut)? footnote.blocks {
                    $block(block, visit);
                }
            }
        }

        fn $block(block: &$($mut)? Block, visit: &mut dyn FnMut(Event<'_, $I, $C>)) {
            match block {
                Block::Heading { level, id, content } => visit(Event::Heading(*level, id, content)),
                Block::Paragraph(content) => visit(Event::Running(content)),
                Block::Code { text, .. } => visit(Event::Code(text)),
                Block::List { items, .. } => {
                    for item in items {
                        for block in &$($mut)? item.blocks {
                            $block(block, visit);
                        }
                    }
                }
                Block::Quote { blocks, .. } => {
                    for block in blocks {
                        $block(block, visit);
                    }
                }
                Block::Table { head, rows, .. } => {
                    for cell in head {
                        visit(Event::Running(cell));
                    }
                    for row in rows {
                        for cell in row {
                            visit(Event::Running(cell));
                        }
                    }
                }
                Block::Details { summary, blocks } => {
                    visit(Event::Running(summary));
                    for block in blocks {
                        $block(block, visit);
                    }
                }
                Block::Rule => {}
            }
        }
    };
}

walker!(
    /// Visits the text of a document, top to bottom, then its footnotes.
    walk, walk_block, &Vec<Inline>, &String
);
walker!(
    /// [`walk`], for a document that is to be changed: the same events in the same order.
    walk_mut, walk_block_mut, &mut Vec<Inline>, &mut String, mut
);

/// Running text as one string, and where each of its leaves starts in it.
#[derive(Default)]
pub(crate) struct Flat {
    /// The visible text: alternative texts of images are not part of it.
    pub(crate) text: String,
    /// Where each [`Inline::Text`], [`Inline::Code`] and [`Inline::Mark`] starts, in order.
    pub(crate) starts: Vec<usize>,
    soft_break: bool,
}

/// Flattens running text.
pub(crate) fn flatten(content: &[Inline]) -> Flat {
    let mut flat = Flat::default();
    flat.walk(content);
    flat
}

impl Flat {
    fn walk(&mut self, content: &[Inline]) {
        for inline in content {
            match inline {
                Inline::Text(text) | Inline::Code(text) | Inline::Mark { text, .. } => self.leaf(text),
                Inline::Styled(_, content) | Inline::Link { content, .. } => self.walk(content),
                Inline::SoftBreak => self.soft_break = true,
                Inline::HardBreak => {
                    self.soft_break = false;
                    self.text.push('\n');
                }
                Inline::Image { .. } | Inline::FootnoteRef(_) => {}
            }
        }
    }

    fn leaf(&mut self, text: &str) {
        if self.soft_break
            && let Some(next) = text.chars().next()
        {
            self.soft_break = false;
            let last = self.text.chars().next_back();
            if last.is_some_and(|last| !last.is_whitespace() && !is_unspaced(last)) && !is_unspaced(next) {
                self.text.push(' ');
            }
        }
        self.starts.push(self.text.len());
        self.text.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::Style;

    #[test]
    fn soft_breaks_are_spaces_between_latin_words_only() {
        let t = |s: &str| Inline::Text(s.into());
        let flat = |content: &[Inline]| flatten(content).text;
        assert_eq!(flat(&[t("two"), Inline::SoftBreak, t("words")]), "two words");
        assert_eq!(flat(&[t("两"), Inline::SoftBreak, t("行")]), "两行");
        assert_eq!(flat(&[t("AI"), Inline::SoftBreak, t("代理")]), "AI代理");
        assert_eq!(
            flat(&[t("a"), Inline::HardBreak, t("b"), Inline::SoftBreak]),
            "a\nb"
        );
    }

    #[test]
    fn starts_follow_the_leaves_and_images_are_silent() {
        let flat = flatten(&[
            Inline::Styled(Style::Strong, vec![Inline::Text("粗".into())]),
            Inline::Image {
                src: "x.jpg".into(),
                alt: "词云".into(),
            },
            Inline::FootnoteRef(1),
            Inline::Code("c".into()),
        ]);
        assert_eq!((flat.text.as_str(), flat.starts.as_slice()), ("粗c", &[0, 3][..]));
    }
}
