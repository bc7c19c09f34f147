//! Posts that want to run scripts, through the builder and a parser of HTML: nothing of them is left in pages and feeds.
//! `tests/e2e/hostile.rs` shows the same to a browser.

use std::fs;
use std::path::Path;

use feed_rs::parser;
use kanbao_archive::html::print;
use kanbao_archive::markdown::{Stored, Writer, parse};
use kanbao_tests::hostile::{classes_of_texts, named_in, print_counts, texts, write_posts};
use kanbao_tests::site::{build_without_reader, files};
use kanbao_tests::{Outcome, ensure};
use scraper::node::Element;
use scraper::{ElementRef, Html};

/// Elements that no text of a post becomes.
const ELEMENTS: [&str; 26] = [
    "script",
    "style",
    "iframe",
    "frame",
    "frameset",
    "object",
    "embed",
    "applet",
    "base",
    "meta",
    "link",
    "form",
    "svg",
    "math",
    "template",
    "noscript",
    "video",
    "audio",
    "source",
    "track",
    "textarea",
    "select",
    "button",
    "title",
    "plaintext",
    "xmp",
];

/// Schemes that run or load something.
const SCHEMES: [&str; 7] = [
    "javascript:",
    "vbscript:",
    "data:",
    "blob:",
    "file:",
    "filesystem:",
    "view-source:",
];

/// What is wrong with an element: by its name where it is of a post's text, by its attributes anywhere.
fn wrong(element: &Element, of_a_post: bool) -> Option<String> {
    let name = element.name();
    if of_a_post && (ELEMENTS.contains(&name) || name.contains(|c: char| !c.is_ascii_alphanumeric())) {
        return Some(format!("an element <{name}>"));
    }
    for (attribute, value) in element.attrs() {
        // As browsers read an address: what they drop anywhere, and what they drop in front (URL Standard).
        let address: String = value
            .chars()
            .filter(|c| !matches!(c, '\t' | '\n' | '\r'))
            .collect();
        let address = address
            .trim_start_matches(|c: char| c <= ' ')
            .to_ascii_lowercase();
        let is_script = attribute.starts_with("on") || matches!(attribute, "srcdoc" | "ping" | "formaction");
        let is_style = of_a_post && attribute == "style";
        let leads = matches!(
            attribute,
            "href" | "src" | "action" | "data" | "poster" | "cite" | "srcset" | "xlink:href"
        );
        let is_foreign = name != "a" && leads && address.contains("hostile.invalid") && is_absolute(&address);
        if is_script
            || is_style
            || leads && SCHEMES.iter().any(|scheme| address.starts_with(scheme))
            || is_foreign
        {
            return Some(format!("<{name} {attribute}={value:?}>"));
        }
    }
    None
}

fn is_absolute(address: &str) -> bool {
    address.starts_with("http")
        || address.starts_with("//")
        || address.starts_with("\\\\")
        || address.starts_with("/\\")
}

/// What is wrong in some HTML of a post, which is printed and read once more, since what a parser mends may be worse than what
/// stood there.
fn wrong_in(html: &str) -> Option<String> {
    let once = Html::parse_fragment(html);
    let twice = Html::parse_fragment(&once.html());
    [once, twice].iter().find_map(|parsed| {
        let mut elements = parsed.tree.nodes().filter_map(|node| node.value().as_element());
        elements.find_map(|element| wrong(element, true))
    })
}

#[test]
fn no_payload_alone_in_a_post_becomes_anything_but_text_and_harmless_links() -> Outcome {
    let mut findings = Vec::new();
    for payload in texts()? {
        let (text, line) = (&payload.text, payload.text.replace('\n', " "));
        for markdown in [
            text.clone(),
            format!("甲 {text}"),
            format!("# {text}"),
            format!("- {text}"),
            format!("> {text}"),
            format!("| {line} |\n|--|\n| {line} |"),
            format!("[{text}](https://example.com)"),
            format!("![{text}](x)"),
            format!("[x](<{line}>)"),
            format!("[x](https://example.com/{line} '{line}')"),
            format!("~~~{line}\n{text}\n~~~"),
            format!("<kbd {text}>"),
            format!("<details><summary>{text}</summary>{text}</details>"),
            format!("x[^1]\n\n[^1]: {text}"),
        ] {
            let document = parse(&markdown);
            let html = print(&Writer::new(&[], "./").document(&document));
            let stored = print(&Writer::new(&[], "./").document(&Stored::of(&document).read()));
            if let Some(wrong) = wrong_in(&html).or_else(|| wrong_in(&stored)) {
                findings.push(format!("{wrong} of {markdown:?} by {payload}"));
            }
        }
    }
    print_counts(&classes_of_texts(), "alone, in 14 places each")?;
    none(&findings)
}

#[test]
fn pages_and_feeds_of_hostile_posts_hold_no_script_but_their_own() -> Outcome {
    let folder = tempfile::tempdir()?;
    let (posts, site) = (folder.path().join("posts"), folder.path().join("site"));
    fs::create_dir_all(&posts)?;
    let picture = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../public/icons/icon-192.png"))?;
    write_posts(&posts, &picture)?;
    build_without_reader(&posts, &site)?;
    let (mut findings, mut pages) = (Vec::new(), 0);
    for file in files(&site)? {
        let name = file.strip_prefix(&site)?.display().to_string();
        let mut found = |wrong: String| {
            findings.push(named_in(&format!("{name}: {wrong}")).unwrap_or_default());
        };
        match file.extension().and_then(|e| e.to_str()) {
            Some("html") => {
                pages += 1;
                page(&fs::read_to_string(&file)?, &mut found);
            }
            Some("xml") if name.starts_with("feed") => feed(&fs::read(&file)?, &mut found)?,
            Some("json") if name.starts_with("feed") => feed(&fs::read(&file)?, &mut found)?,
            _ => {}
        }
    }
    println!("{pages} pages and both feeds");
    ensure!(pages > 90, "there are only {pages} pages");
    none(&findings)
}

/// Looks at a page: its head has the scripts that every page has, and its body none.
fn page(html: &str, found: &mut impl FnMut(String)) {
    let parsed = Html::parse_document(html);
    for element in parsed.tree.nodes().filter_map(ElementRef::wrap) {
        let inside = |name: &str| {
            element
                .ancestors()
                .filter_map(ElementRef::wrap)
                .any(|e| e.value().name() == name)
        };
        let value = element.value();
        let of_a_post = element
            .ancestors()
            .filter_map(ElementRef::wrap)
            .any(|e| e.value().classes().any(|class| class == "prose"));
        let is_button = value.classes().any(|class| class.starts_with("copy-point"));
        if let Some(wrong) = wrong(value, of_a_post && !is_button) {
            // The site's own icons may stand in its pages.
            if !(value.name() == "link" && inside("head")) {
                found(wrong);
            }
        }
        // Of pages, 404.html alone has its script in the body.
        let is_alone = html.contains("<a id=\"home\"");
        let is_own = matches!(value.attr("type"), Some("module" | "application/ld+json")) || inside("head");
        if value.name() == "script" && !is_alone && (!is_own || inside("body")) {
            found("a <script> in the body".to_owned());
        }
        if value.name() == "script"
            && value.attr("src").is_none()
            && element.text().any(is_marked_code(value))
        {
            found("a <script> that calls the marker".to_owned());
        }
    }
}

/// Whether a script's text calls the marker: data in JSON may name it.
fn is_marked_code(element: &Element) -> impl Fn(&str) -> bool + use<> {
    let is_data = element.attr("type") == Some("application/ld+json");
    move |text| !is_data && text.contains("hit(")
}

fn feed(bytes: &[u8], found: &mut impl FnMut(String)) -> Outcome {
    let feed = parser::parse(bytes)?;
    for entry in &feed.entries {
        let html = entry.content.iter().filter_map(|content| content.body.as_deref());
        if let Some(wrong) = html.into_iter().find_map(wrong_in) {
            found(wrong);
        }
        for link in &entry.links {
            let href = link.href.to_ascii_lowercase();
            if !href.starts_with("https://example.org/") {
                found(format!("a link to {href}"));
            }
        }
    }
    Ok(())
}

fn none(findings: &[String]) -> Outcome {
    ensure!(
        findings.is_empty(),
        "{} findings:\n{}",
        findings.len(),
        findings.join("\n")
    );
    Ok(())
}
