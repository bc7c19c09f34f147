//! Notation → document, without trust in either.

use super::{ALIGNS, Malformed, NOTES, STYLES};
use crate::markdown::plain_text;
use crate::markdown::tree::{Block, Document, Footnote, Inline, Item, LinkTarget, MAX_DEPTH, MAX_NESTING};

/// Reads a document in the notation.
///
/// # Errors
/// Where the text is not in it, something in it is nested deeper than in a parsed document, or a link leads where no
/// post may lead.
pub(super) fn read(text: &str) -> Result<Document, Malformed> {
    let mut reader = Reader { rest: text };
    let blocks = reader.blocks(0)?;
    let mut footnotes = Vec::new();
    while !reader.rest.is_empty() {
        footnotes.push(Footnote {
            number: reader.number()? as usize,
            blocks: reader.blocks(0)?,
        });
    }
    Ok(Document { blocks, footnotes })
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    /// The next character, which must be ASCII.
    fn next(&mut self) -> Result<u8, Malformed> {
        let first = self.rest.as_bytes().first().ok_or(Malformed)?;
        self.rest = self.rest.get(1..).ok_or(Malformed)?;
        Ok(*first)
    }

    /// The next letter, or `None` at the end of what was begun.
    fn next_or_end(&mut self) -> Result<Option<u8>, Malformed> {
        let next = self.next()?;
        Ok((next != b'}').then_some(next))
    }

    /// Takes text up to a brace that means something: the letter after it where it is `{`, `None` where it is `}`.
    fn text(&mut self, out: &mut String) -> Result<Option<u8>, Malformed> {
        loop {
            let end = self
                .rest
                .bytes()
                .position(|b| matches!(b, b'{' | b'}'))
                .ok_or(Malformed)?;
            let (text, rest) = self.rest.split_at(end);
            out.push_str(text);
            self.rest = rest;
            if self.next()? == b'}' {
                return Ok(None);
            }
            match self.next()? {
                brace @ (b'{' | b'}') => out.push(char::from(brace)),
                letter => return Ok(Some(letter)),
            }
        }
    }

    fn field(&mut self) -> Result<String, Malformed> {
        let mut out = String::new();
        match self.text(&mut out)? {
            None => Ok(out),
            Some(_) => Err(Malformed),
        }
    }

    fn number(&mut self) -> Result<u64, Malformed> {
        self.field()?.parse().map_err(|_| Malformed)
    }

    fn blocks(&mut self, depth: usize) -> Result<Vec<Block>, Malformed> {
        if depth > MAX_DEPTH {
            return Err(Malformed);
        }
        let mut blocks = Vec::new();
        while let Some(letter) = self.next_or_end()? {
            blocks.push(self.block(letter, depth + 1)?);
        }
        Ok(blocks)
    }

    /// The block of a letter, whose own blocks stand at a depth.
    fn block(&mut self, letter: u8, depth: usize) -> Result<Block, Malformed> {
        Ok(match letter {
            b'p' => Block::Paragraph(self.inlines(0)?),
            b'1'..=b'6' => {
                let (id, content) = (self.field()?, self.inlines(0)?);
                Block::Heading {
                    level: letter - b'0',
                    id: if id.is_empty() { plain_text(&content) } else { id },
                    content,
                }
            }
            b'u' | b'U' | b'o' | b'O' => {
                let is_numbered = letter.eq_ignore_ascii_case(&b'o');
                Block::List {
                    start: if is_numbered { Some(self.number()?) } else { None },
                    tight: letter.is_ascii_lowercase(),
                    items: self.items(depth)?,
                }
            }
            b'q' => Block::Quote {
                note: None,
                blocks: self.blocks(depth)?,
            },
            b'!' => Block::Quote {
                note: Some(value(&NOTES, self.next()?)?),
                blocks: self.blocks(depth)?,
            },
            b'c' => Block::Code {
                language: self.field()?,
                text: self.field()?,
            },
            b't' => self.table()?,
            b'd' => Block::Details {
                summary: self.inlines(0)?,
                blocks: self.blocks(depth)?,
            },
            b'-' => Block::Rule,
            _ => return Err(Malformed),
        })
    }

    fn items(&mut self, depth: usize) -> Result<Vec<Item>, Malformed> {
        let mut items = Vec::new();
        while let Some(letter) = self.next_or_end()? {
            let done = match letter {
                b'.' => None,
                b'x' => Some(true),
                b'o' => Some(false),
                _ => return Err(Malformed),
            };
            let blocks = self.blocks(depth)?;
            items.push(Item { done, blocks });
        }
        Ok(items)
    }

    fn table(&mut self) -> Result<Block, Malformed> {
        let mut align = Vec::new();
        while let Some(letter) = self.next_or_end()? {
            align.push(value(&ALIGNS, letter)?);
        }
        let head = self.row()?.ok_or(Malformed)?;
        let mut rows = Vec::new();
        while let Some(row) = self.row()? {
            rows.push(row);
        }
        Ok(Block::Table { align, head, rows })
    }

    /// The next row; `None` at the end of the table.
    fn row(&mut self) -> Result<Option<Vec<Vec<Inline>>>, Malformed> {
        if self.bar()?.is_none() {
            return Ok(None);
        }
        let mut cells = Vec::new();
        while self.bar()?.is_some() {
            cells.push(self.inlines(0)?);
        }
        Ok(Some(cells))
    }

    /// What begins a row or cell; `None` at the end.
    fn bar(&mut self) -> Result<Option<()>, Malformed> {
        match self.next()? {
            b'|' => Ok(Some(())),
            b'}' => Ok(None),
            _ => Err(Malformed),
        }
    }

    fn inlines(&mut self, nesting: usize) -> Result<Vec<Inline>, Malformed> {
        if nesting > MAX_NESTING {
            return Err(Malformed);
        }
        let mut inlines = Vec::new();
        loop {
            let mut text = String::new();
            let letter = self.text(&mut text)?;
            if !text.is_empty() {
                inlines.push(Inline::Text(text));
            }
            match letter {
                Some(letter) => inlines.push(self.inline(letter, nesting + 1)?),
                None => return Ok(inlines),
            }
        }
    }

    /// The inline of a letter, whose content is nested so deep.
    fn inline(&mut self, letter: u8, nesting: usize) -> Result<Inline, Malformed> {
        Ok(match letter {
            b' ' => Inline::SoftBreak,
            b'n' => Inline::HardBreak,
            b'c' => Inline::Code(self.field()?),
            b'i' => Inline::Image {
                src: self.field()?,
                alt: self.field()?,
            },
            b'f' => Inline::FootnoteRef(self.number()? as usize),
            b'l' | b'r' | b'a' | b'p' => {
                let to = self.field()?;
                let to = match letter {
                    b'l' => LinkTarget::External(to),
                    b'r' => LinkTarget::Relative(to),
                    b'p' => LinkTarget::Report(to),
                    _ => LinkTarget::Anchor(to),
                };
                // Where it may lead is looked at when it is written: `LinkTarget::read`.
                Inline::Link {
                    to,
                    title: self.field()?,
                    content: self.inlines(nesting)?,
                }
            }
            _ => Inline::Styled(value(&STYLES, letter)?, self.inlines(nesting)?),
        })
    }
}

/// What a letter means.
fn value<T: Copy>(letters: &[(u8, T)], letter: u8) -> Result<T, Malformed> {
    let found = letters.iter().find(|(known, _)| *known == letter);
    found.map(|(_, value)| *value).ok_or(Malformed)
}
