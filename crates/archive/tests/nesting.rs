//! Hostile posts: nested as deep as they like, they are read in a time that grows with their length, become a tree of
//! bounded depth, and no stack overflows.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

use std::time::{Duration, Instant};

use kanbao_archive::html;
use kanbao_archive::markdown::{Block, Document, Inline, Stored, Writer, parse, plain_text};

/// A fraction of what the main thread of a browser has (1 MB) and of what Rust gives a thread (2 MB).
const STACK: usize = 384 << 10;

/// A name, and a text of about `n` of what it names.
type Hostile = (&'static str, fn(usize) -> String);

const HOSTILE: [Hostile; 40] = [
    ("brackets", |n| "[".repeat(n) + "核"),
    ("brackets, closed", |n| "[".repeat(n) + "核" + &"]".repeat(n)),
    ("links", |n| "[".repeat(n) + "核" + &"](x)".repeat(n)),
    ("links, one after the other", |n| "[核](x)".repeat(n)),
    ("links that never end", |n| "[核](".repeat(n)),
    ("links to angles", |n| "[核](<".repeat(n)),
    ("references", |n| "[核][".repeat(n)),
    ("references to one long address", |n| {
        format!("[a]: /{}\n\n{}核", "x".repeat(n), "[a] ".repeat(n))
    }),
    ("images", |n| "![".repeat(n) + "核" + &"](x)".repeat(n)),
    ("quotes", |n| "> ".repeat(n) + "核"),
    ("quotes without spaces", |n| ">".repeat(n) + "核"),
    ("quotes, line by line", |n| {
        (0..n / 50).map(|n| ">".repeat(n % 100) + "核\n").collect()
    }),
    ("lists in lines", |n| "- ".repeat(n) + "核"),
    ("numbers in lines", |n| "1. ".repeat(n) + "核"),
    ("lists, deeper by line", |n| {
        // Indentation alone is quadratic in the text's length, so the depth is a root of it.
        let depth = ((2 * n) as f64).sqrt() as usize;
        (0..depth).map(|n| format!("{}- 核\n", "  ".repeat(n))).collect()
    }),
    ("items", |n| "- 核\n".repeat(n)),
    ("stars", |n| "*".repeat(n) + "核"),
    ("stars, closed", |n| "*".repeat(n) + "核" + &"*".repeat(n)),
    ("strong in strong", |n| {
        "**a ".repeat(n) + "核" + &" b**".repeat(n)
    }),
    ("strong that never ends", |n| "**核 ".repeat(n)),
    ("ends without beginnings", |n| "核** ".repeat(n)),
    ("crossed", |n| "*a _b ".repeat(n) + "核"),
    ("crossed, closed", |n| {
        "*a _b ".repeat(n) + "核" + &"c* d_".repeat(n)
    }),
    ("either end", |n| "a***核***_b_".repeat(n)),
    ("struck", |n| "~核 ~~".repeat(n)),
    ("struck in struck", |n| "~a ".repeat(n) + "核" + &" b~".repeat(n)),
    ("code that never ends", |n| {
        (1..n / 50)
            .map(|n| format!("核{}", "`".repeat(n % 100)))
            .collect()
    }),
    ("backslashes", |n| "\\".repeat(n) + "*核*"),
    ("entities", |n| "&amp;&#x6838;&".repeat(n) + "核"),
    ("tags", |n| "<b>".repeat(n) + "核" + &"</b>".repeat(n)),
    ("tags, others closed", |n| {
        "<b>".repeat(n) + "核" + &"</i>".repeat(n)
    }),
    ("tags, one after the other", |n| "<b><i>核</i></b>".repeat(n)),
    ("comments that never end", |n| "核 <!-- ".repeat(n)),
    ("instructions that never end", |n| "核 <?".repeat(n)),
    ("folding blocks", |n| "<details>\n\n".repeat(n) + "核"),
    ("headings of one name", |n| "# 核\n\n".repeat(n)),
    ("footnotes", |n| {
        (0..n).map(|n| format!("核[^{n}]\n\n[^{n}]: 注\n\n")).collect()
    }),
    ("footnotes in footnotes", |n| {
        let inner: String = (0..n).map(|n| format!("[^{n}]: [^{}]\n\n", n + 1)).collect();
        format!("核[^0]\n\n{inner}")
    }),
    ("rows", |n| String::from("|核|b|\n|-|-|\n") + &"|c|d|\n".repeat(n)),
    ("columns", |n| {
        format!("|{}\n|{}\n{}", "核|".repeat(n), "-|".repeat(n), "|c|\n".repeat(n))
    }),
];

#[test]
fn the_depth_of_the_tree_is_bounded_and_no_stack_overflows() {
    for (name, text) in HOSTILE {
        let walk = move || {
            let markdown = text(10_000);
            let document = parse(&markdown);
            let (blocks, inlines) = depth(&document);
            assert!(blocks <= 50 && inlines <= 25, "{name}: {blocks}, {inlines}");
            let stored = Stored::of(&document);
            assert!(stored.as_str().contains('核'), "{name}: its text is lost");
            let again = Stored::try_from(stored.as_str().to_owned()).unwrap();
            assert_eq!(again.read(), document, "{name}");
            let printed = html::print(&Writer::new(&[], "./").document(&document));
            assert!(printed.contains('核'), "{name}");
        };
        let thread = std::thread::Builder::new()
            .name(name.to_owned())
            .stack_size(STACK);
        thread.spawn(walk).unwrap().join().unwrap();
    }
}

fn depth(document: &Document) -> (usize, usize) {
    let notes = document
        .footnotes
        .iter()
        .map(|note| depth_of_blocks(&note.blocks));
    notes.fold(depth_of_blocks(&document.blocks), deeper)
}

fn deeper(a: (usize, usize), b: (usize, usize)) -> (usize, usize) {
    (a.0.max(b.0), a.1.max(b.1))
}

fn depth_of_blocks(blocks: &[Block]) -> (usize, usize) {
    let depths = blocks.iter().map(|block| match block {
        Block::Heading { content, .. } | Block::Paragraph(content) => (1, depth_of_inlines(content)),
        Block::List { items, .. } => {
            let inner = items
                .iter()
                .map(|item| depth_of_blocks(&item.blocks))
                .fold((0, 0), deeper);
            (inner.0 + 1, inner.1)
        }
        Block::Quote { blocks, .. } => {
            let inner = depth_of_blocks(blocks);
            (inner.0 + 1, inner.1)
        }
        Block::Details { summary, blocks } => {
            let inner = depth_of_blocks(blocks);
            (inner.0 + 1, inner.1.max(depth_of_inlines(summary)))
        }
        Block::Table { head, rows, .. } => {
            let cells = head.iter().chain(rows.iter().flatten());
            (1, cells.map(|cell| depth_of_inlines(cell)).max().unwrap_or(0))
        }
        Block::Code { .. } | Block::Rule => (1, 0),
    });
    depths.fold((0, 0), deeper)
}

fn depth_of_inlines(inlines: &[Inline]) -> usize {
    let depths = inlines.iter().map(|inline| match inline {
        Inline::Styled(_, content) | Inline::Link { content, .. } => 1 + depth_of_inlines(content),
        _ => 1,
    });
    depths.max().unwrap_or(0)
}

/// How long the whole way from text to HTML takes.
fn time(markdown: &str) -> Duration {
    let began = Instant::now();
    let document = parse(markdown);
    let stored = Stored::of(&document);
    let printed = html::print(&Writer::new(&[], "./").document(&stored.read()));
    std::hint::black_box(printed);
    began.elapsed()
}

/// A text that is 64 times as long takes 64 times as long, give or take what caches do: what is quadratic would take
/// 4,096 times. The shortest of several runs is taken, so that other programs on the machine do not count.
#[test]
fn time_grows_with_the_length() {
    const TIMES: usize = 64;
    let mut slow = Vec::new();
    for (name, text) in HOSTILE {
        let (short, long) = (text(625), text(625 * TIMES));
        let growth = long.len() as f64 / short.len() as f64;
        let mut best = f64::MAX;
        let (mut least, mut most) = (Duration::MAX, Duration::MAX);
        for _ in 0..5 {
            least = least.min((0..4).map(|_| time(&short)).min().unwrap_or_default());
            most = most.min(time(&long));
            // Below that, a clock measures itself.
            let base = least.max(Duration::from_micros(20));
            best = most.as_secs_f64() / base.as_secs_f64() / growth;
            if best < 6.0 {
                break;
            }
        }
        println!("{name}: {least:?} → {most:?}, {best:.1} times what the length alone explains");
        if best > 32.0 {
            slow.push(name);
        }
    }
    assert!(slow.is_empty(), "these take more than linear time: {slow:?}");
}

#[test]
fn the_text_of_a_deep_tree_is_kept() {
    let markdown = "> - ".repeat(300) + "**深**处";
    let document = parse(&markdown);
    fn texts(blocks: &[Block], out: &mut String) {
        for block in blocks {
            match block {
                Block::Paragraph(content) => out.push_str(&plain_text(content)),
                Block::Quote { blocks, .. } => texts(blocks, out),
                Block::List { items, .. } => items.iter().for_each(|item| texts(&item.blocks, out)),
                _ => {}
            }
        }
    }
    let mut text = String::new();
    texts(&document.blocks, &mut text);
    assert!(text.contains("深处"), "{text}");
}
