//! Emphasis, as the markdown-cjk-friendly amendments to CommonMark have it.
//!
//! Plain CommonMark leaves `**“认知核心”概念**：` and its like literal, because a closing run after
//! punctuation counts as right-flanking only before white space or punctuation; the amendments let a CJK
//! character count there too. `pulldown-cmark` 0.13 lacks them, and what it pairs without them can be paired
//! wrongly, so its emphasis events are turned back into delimiter runs and paired anew, by the procedure
//! "process emphasis" of CommonMark 0.31, section 6.2.

use std::ops::Range;

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

use crate::markdown::tree::{Inline, MAX_NESTING, Style};

/// What running text consists of before emphasis is paired.
#[derive(Debug)]
pub(super) enum Token {
    /// Text.
    Text(String),
    /// Something finished.
    Node(Inline),
    /// A delimiter run.
    Run(Run),
    /// An allowed raw tag that opens, with its source.
    Open(Style, String),
    /// An allowed raw tag that closes, with its source.
    Close(Style, String),
}

/// A run of `*` or `_`.
#[derive(Clone, Debug)]
pub(super) struct Run {
    mark: char,
    /// Where it begins and ends in the source.
    at: Range<usize>,
    can_open: bool,
    can_close: bool,
}

impl Token {
    /// A text token.
    pub(super) fn text(text: &str) -> Self {
        Token::Text(text.to_owned())
    }

    /// The delimiter of `length` characters that stands at `start`.
    pub(super) fn delimiter(source: &str, start: usize, length: usize) -> Self {
        let mark = source[start..].chars().next().unwrap_or('*');
        Token::Run(Run {
            mark,
            at: start..start + length,
            can_open: false,
            can_close: false,
        })
    }
}

/// Splits a text event into text and delimiter runs. Escaped characters and those that came from an entity
/// are text.
pub(super) fn tokenize_text(source: &str, text: &str, range: Range<usize>, tokens: &mut Vec<Token>) {
    if source.get(range.clone()) != Some(text) || !text.contains(['*', '_']) {
        tokens.push(Token::text(text));
        return;
    }
    let mut plain = 0;
    for (offset, mark) in text.match_indices(['*', '_']) {
        if is_escaped(source, range.start + offset) {
            continue;
        }
        if plain < offset {
            tokens.push(Token::text(&text[plain..offset]));
        }
        tokens.push(Token::delimiter(source, range.start + offset, mark.len()));
        plain = offset + mark.len();
    }
    if plain < text.len() {
        tokens.push(Token::text(&text[plain..]));
    }
}

fn is_escaped(source: &str, at: usize) -> bool {
    source[..at].bytes().rev().take_while(|b| *b == b'\\').count() % 2 == 1
}

/// Pairs raw tags and delimiter runs and returns finished text. `source` is what the runs' places refer to.
///
/// What is set apart deeper than [`MAX_NESTING`] is not: its text stays.
pub(super) fn resolve(source: &str, tokens: Vec<Token>) -> Vec<Inline> {
    pair_emphasis(pair_tags(classify(source, join_runs(tokens))))
}

/// How deep styled text and links stand in each other here.
pub(super) fn nesting(inlines: &[Inline]) -> usize {
    let depths = inlines.iter().map(|inline| match inline {
        Inline::Styled(_, content) | Inline::Link { content, .. } => 1 + nesting(content),
        _ => 0,
    });
    depths.max().unwrap_or(0)
}

/// Turns `Open … Close` of one style into a node; what has no partner becomes text again.
fn pair_tags(tokens: Vec<Token>) -> Vec<Token> {
    if !tokens
        .iter()
        .any(|t| matches!(t, Token::Open(..) | Token::Close(..)))
    {
        return tokens;
    }
    let mut out: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut open: Vec<usize> = Vec::new();
    for token in tokens {
        match token {
            Token::Open(style, raw) => {
                open.push(out.len());
                out.push(Token::Open(style, raw));
            }
            Token::Close(style, raw) => {
                // Where very many are open, none is looked for: whoever never closes them must not make this slow.
                let partner = (open.len() < MAX_NESTING)
                    .then(|| {
                        open.iter()
                            .rposition(|&i| matches!(&out[i], Token::Open(s, _) if *s == style))
                    })
                    .flatten();
                match partner {
                    Some(position) => {
                        let start = open[position];
                        open.truncate(position);
                        let content = out.split_off(start + 1);
                        out.pop();
                        let content = pair_emphasis(content.into_iter().map(opened_as_text).collect());
                        if nesting(&content) < MAX_NESTING {
                            out.push(Token::Node(Inline::Styled(style, content)));
                        } else {
                            out.extend(content.into_iter().map(Token::Node));
                        }
                    }
                    _ => out.push(Token::Text(raw)),
                }
            }
            other => out.push(other),
        }
    }
    out.into_iter().map(opened_as_text).collect()
}

fn opened_as_text(token: Token) -> Token {
    match token {
        Token::Open(_, raw) | Token::Close(_, raw) => Token::Text(raw),
        other => other,
    }
}

/// A finished node, or a run that still waits for its partner.
enum Piece {
    Node(Inline),
    Run { run: Run, left: usize },
}

fn pair_emphasis(tokens: Vec<Token>) -> Vec<Inline> {
    let mut out: Vec<Piece> = Vec::with_capacity(tokens.len());
    // CommonMark's `openers_bottom`: below this index no opener fits a closer of the same class, which keeps
    // the whole linear however many runs there are.
    let mut bottom = [0usize; 12];
    let mut openers: Vec<Opener> = Vec::new();
    for token in tokens {
        match token {
            Token::Run(run) => close_and_push(run, &mut out, &mut openers, &mut bottom),
            Token::Node(node) => {
                let depth = nesting(std::slice::from_ref(&node));
                out.push(Piece::Node(node));
                note_depth(&mut openers, depth);
            }
            Token::Text(text) | Token::Open(_, text) | Token::Close(_, text) => {
                out.push(Piece::Node(Inline::Text(text)));
            }
        }
    }
    merge_text(out.into_iter().map(Piece::finish))
}

/// A run that may still be closed.
struct Opener {
    /// Where it stands among the pieces.
    at: usize,
    /// How deep the pieces nest between it and the next opener.
    depth: usize,
}

/// What stands after the last opener so far nests this deep.
fn note_depth(openers: &mut [Opener], depth: usize) {
    if let Some(last) = openers.last_mut() {
        last.depth = last.depth.max(depth);
    }
}

/// Pairs a run with the openers before it as long as it can close, then leaves the rest of it as an opener.
fn close_and_push(run: Run, out: &mut Vec<Piece>, openers: &mut Vec<Opener>, bottom: &mut [usize; 12]) {
    let mut left = run.at.len();
    while run.can_close && left > 0 {
        let class = bottom_class(&run);
        let floor = bottom[class];
        let position = openers
            .iter()
            .rposition(|opener| opener.at >= floor && fits(&out[opener.at], &run));
        let Some(position) = position else {
            bottom[class] = out.len();
            break;
        };
        let opener = openers[position].at;
        let Piece::Run {
            left: opener_left, ..
        } = &mut out[opener]
        else {
            break;
        };
        let used = if left >= 2 && *opener_left >= 2 { 2 } else { 1 };
        *opener_left -= used;
        left -= used;
        let spent = *opener_left == 0;
        let mut depth = openers[position..].iter().map(|o| o.depth).max().unwrap_or(0);
        // What is set apart deeper than that is not: its text stays.
        if depth < MAX_NESTING {
            depth += 1;
            let style = if used == 2 { Style::Strong } else { Style::Emphasis };
            wrap(out, opener, style);
            // What stood after the opener is one piece now.
            for floor in bottom.iter_mut() {
                *floor = (*floor).min(out.len());
            }
        }
        // A spent opener stays among the pieces, as no text: taking it out would move all that follow.
        openers.truncate(if spent { position } else { position + 1 });
        if let Some(last) = openers.last_mut() {
            last.depth = last.depth.max(depth);
        }
    }
    if left > 0 {
        if run.can_open {
            openers.push(Opener {
                at: out.len(),
                depth: 0,
            });
        }
        out.push(Piece::Run { run, left });
    }
}

/// Whether an opener may be closed by this run, with the "multiple of three" rule.
fn fits(opener: &Piece, closer: &Run) -> bool {
    let Piece::Run { run, .. } = opener else {
        return false;
    };
    if run.mark != closer.mark || !run.can_open {
        return false;
    }
    let either_does_both = (run.can_open && run.can_close) || (closer.can_open && closer.can_close);
    let (a, b) = (run.at.len(), closer.at.len());
    !(either_does_both && (a + b).is_multiple_of(3) && !(a.is_multiple_of(3) && b.is_multiple_of(3)))
}

fn bottom_class(closer: &Run) -> usize {
    let mark = usize::from(closer.mark == '_');
    mark * 6 + usize::from(closer.can_open) * 3 + closer.at.len() % 3
}

/// Puts everything after the opener inside a styled node.
fn wrap(out: &mut Vec<Piece>, opener: usize, style: Style) {
    let inner = out.split_off(opener + 1);
    let content = merge_text(inner.into_iter().map(Piece::finish));
    out.push(Piece::Node(Inline::Styled(style, content)));
}

impl Piece {
    fn finish(self) -> Inline {
        match self {
            Piece::Node(node) => node,
            Piece::Run { run, left } => Inline::Text(run.mark.to_string().repeat(left)),
        }
    }
}

/// Joins neighbouring delimiters of one character to runs.
fn join_runs(tokens: Vec<Token>) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::with_capacity(tokens.len());
    for token in tokens {
        if let (Token::Run(next), Some(Token::Run(last))) = (&token, out.last_mut())
            && next.mark == last.mark
            && next.at.start == last.at.end
        {
            last.at.end = next.at.end;
            continue;
        }
        out.push(token);
    }
    out
}

/// Fills in what runs can do from the characters around them (CommonMark 0.31, section 6.2, amended).
fn classify(source: &str, mut tokens: Vec<Token>) -> Vec<Token> {
    for token in &mut tokens {
        let Token::Run(run) = token else { continue };
        let before = before(&source[..run.at.start]);
        let after = source[run.at.end..].chars().next().map_or(Around::Space, around);
        let left = after != Around::Space && (after != Around::Punctuation || before != Around::Letter);
        let right = before != Around::Space && (before != Around::Punctuation || after != Around::Letter);
        (run.can_open, run.can_close) = if run.mark == '*' {
            (left, right)
        } else {
            (
                left && (!right || before.is_punctuation()),
                right && (!left || after.is_punctuation()),
            )
        };
    }
    tokens
}

/// What stands beside a run.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Around {
    Space,
    /// Punctuation or a symbol that is not CJK.
    Punctuation,
    /// CJK punctuation.
    CjkPunctuation,
    /// Any other CJK character.
    Cjk,
    Letter,
}

impl Around {
    fn is_punctuation(self) -> bool {
        matches!(self, Around::Punctuation | Around::CjkPunctuation)
    }
}

/// What a text ends with. A variation selector is no character of its own: it belongs to the one before it.
fn before(text: &str) -> Around {
    let mut chars = text.chars().rev();
    let Some(last) = chars.next() else {
        return Around::Space;
    };
    match last {
        '\u{e0100}'..='\u{e01ef}' => Around::Cjk,
        '\u{fe00}'..='\u{fe0e}' => match chars.next() {
            // Quotation marks that are asked to be full-width.
            Some('‘' | '’' | '“' | '”') if last == '\u{fe01}' => Around::CjkPunctuation,
            Some(c) => around(c),
            None => Around::Letter,
        },
        last => around(last),
    }
}

fn around(c: char) -> Around {
    match (c.is_whitespace(), is_punctuation(c), is_cjk(c)) {
        (true, ..) => Around::Space,
        (_, true, false) => Around::Punctuation,
        (_, true, true) => Around::CjkPunctuation,
        (_, false, true) => Around::Cjk,
        (_, false, false) => Around::Letter,
    }
}

/// Unicode punctuation and symbols.
fn is_punctuation(c: char) -> bool {
    use GeneralCategoryGroup::{Punctuation, Symbol};
    matches!(c.general_category_group(), Punctuation | Symbol)
}

/// The amendments' CJK characters: wide, full-width and half-width ones (UAX #11) that are no emoji by themselves, and
/// Hangul.
pub(super) fn is_cjk(c: char) -> bool {
    matches!(c,
        '\u{1100}'..='\u{11ff}' | '\u{20a9}' | '\u{2329}'..='\u{232a}' | '\u{2630}'..='\u{2637}'
        | '\u{268a}'..='\u{268f}' | '\u{2e80}'..='\u{303e}' | '\u{3041}'..='\u{3247}' | '\u{3250}'..='\u{a4c6}'
        | '\u{a960}'..='\u{a97c}' | '\u{ac00}'..='\u{d7fb}' | '\u{f900}'..='\u{faff}'
        | '\u{fe10}'..='\u{fe19}' | '\u{fe30}'..='\u{fe6b}' | '\u{ff01}'..='\u{ffdc}' | '\u{ffe0}'..='\u{ffe6}'
        | '\u{ffe8}'..='\u{ffee}' | '\u{16fe0}'..='\u{18df2}' | '\u{1aff0}'..='\u{1b2fb}' | '\u{1d300}'..='\u{1d376}'
        | '\u{1f200}' | '\u{1f202}' | '\u{1f210}'..='\u{1f219}' | '\u{1f21b}'..='\u{1f22e}'
        | '\u{1f230}'..='\u{1f231}' | '\u{1f237}' | '\u{1f23b}' | '\u{1f240}'..='\u{1f248}'
        | '\u{1f260}'..='\u{1f265}' | '\u{20000}'..='\u{3fffd}')
}

/// Joins neighbouring texts, and leaves out those without a character.
fn merge_text(inlines: impl Iterator<Item = Inline>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::new();
    for inline in inlines {
        match (&inline, out.last_mut()) {
            (Inline::Text(next), _) if next.is_empty() => {}
            (Inline::Text(next), Some(Inline::Text(last))) => last.push_str(next),
            _ => out.push(inline),
        }
    }
    out
}
