//! The typed tree of a post.

/// A parsed post.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Document {
    /// The text, top to bottom.
    pub blocks: Vec<Block>,
    /// Footnotes that the text refers to, in order of first reference.
    pub footnotes: Vec<Footnote>,
}

/// A block.
#[derive(Clone, PartialEq, Debug)]
pub enum Block {
    /// A heading.
    Heading {
        /// Level, 1–6.
        level: u8,
        /// Its id: unique in the document, stable, Unicode kept.
        id: String,
        /// What it says.
        content: Vec<Inline>,
    },
    /// A paragraph, or the text of a tight list item.
    Paragraph(Vec<Inline>),
    /// A list.
    List {
        /// The first number of an ordered list; `None` for bullets.
        start: Option<u64>,
        /// Whether items are set without space between them.
        tight: bool,
        /// The items.
        items: Vec<Item>,
    },
    /// A quotation, or a GFM alert.
    Quote {
        /// The alert's kind.
        note: Option<Note>,
        /// What is quoted.
        blocks: Vec<Block>,
    },
    /// A code block.
    Code {
        /// The first word of the fence's info string; may be empty.
        language: String,
        /// The code with its line ends.
        text: String,
    },
    /// A table.
    Table {
        /// Alignment per column.
        align: Vec<Align>,
        /// Header cells.
        head: Vec<Vec<Inline>>,
        /// Rows of cells.
        rows: Vec<Vec<Vec<Inline>>>,
    },
    /// `<details>` from raw HTML.
    Details {
        /// What stays visible.
        summary: Vec<Inline>,
        /// What is folded away.
        blocks: Vec<Block>,
    },
    /// A thematic break.
    Rule,
}

/// An item of a list.
#[derive(Clone, PartialEq, Debug)]
pub struct Item {
    /// For a task: whether it is done.
    pub done: Option<bool>,
    /// The item's blocks.
    pub blocks: Vec<Block>,
}

/// A footnote's text.
#[derive(Clone, PartialEq, Debug)]
pub struct Footnote {
    /// Its number, from 1, in order of first reference.
    pub number: usize,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// A piece of running text.
#[derive(Clone, PartialEq, Debug)]
pub enum Inline {
    /// Text.
    Text(String),
    /// Code.
    Code(String),
    /// Text set apart.
    Styled(Style, Vec<Inline>),
    /// A link.
    Link {
        /// Where it leads.
        to: LinkTarget,
        /// The tool tip; may be empty.
        title: String,
        /// What is clicked.
        content: Vec<Inline>,
    },
    /// An image.
    Image {
        /// The destination as the post writes it.
        src: String,
        /// Its description; may be empty.
        alt: String,
    },
    /// A line end in the source that is a space on the page. (Between two Han characters it is nothing, and no
    /// node stands for it.)
    SoftBreak,
    /// A forced line break.
    HardBreak,
    /// A reference to the footnote of this number.
    FootnoteRef(usize),
    /// A mark of the current search; `number` counts marks through the document from 0. Never comes from
    /// a post: [`crate::search`] puts it there.
    Mark {
        /// Which mark.
        number: usize,
        /// The marked text.
        text: String,
    },
}

/// How text is set apart. Everything but the first three comes from allowed raw HTML.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Style {
    /// `*em*`
    Emphasis,
    /// `**strong**`
    Strong,
    /// `~~struck~~`
    Strikethrough,
    /// `<sub>`
    Subscript,
    /// `<sup>`
    Superscript,
    /// `<kbd>`
    Keyboard,
    /// `<mark>`
    Highlight,
    /// `<abbr>`
    Abbreviation,
    /// `<u>`
    Underline,
    /// `<ins>`
    Inserted,
    /// `<small>`
    Small,
}

/// Where a link of a post may lead.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LinkTarget {
    /// `http:`, `https:` or `mailto:`, as written.
    External(String),
    /// Relative to the post, as written; the builder makes a report of it, or takes the link away.
    Relative(String),
    /// A place in this document, without `#`.
    Anchor(String),
    /// Another report: its id, and after a `#` the place in it, if one is meant; without an id, the home page. Never comes from
    /// the parser: which reports there are, the builder knows when it has read all.
    Report(String),
}

/// Kind of a GFM alert.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Note {
    /// `[!NOTE]`
    Note,
    /// `[!TIP]`
    Tip,
    /// `[!IMPORTANT]`
    Important,
    /// `[!WARNING]`
    Warning,
    /// `[!CAUTION]`
    Caution,
}

/// Alignment of a table column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Align {
    /// As the table's language has it.
    Start,
    /// Centred.
    Center,
    /// At the end of the line.
    End,
}

/// How deep blocks stand in blocks at most. No honest post goes there, and a hostile one must not exhaust the stack of
/// those who walk the tree.
pub(super) const MAX_DEPTH: usize = 48;

/// How deep styled text and links stand in each other at most, for the same reason.
pub(super) const MAX_NESTING: usize = 24;
