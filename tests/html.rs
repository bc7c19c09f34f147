//! What a parser of HTML makes of every page: nothing is out of place, no id stands twice, and no address of the site's own
//! leads nowhere.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::Path;

use kanbao_tests::css::{all_rules, sheets_of_some};
use kanbao_tests::site::{build_without_reader, files};
use kanbao_tests::{Outcome, ensure, posts};
use scraper::{ElementRef, Html, Selector};

/// Where pages are published, so that absolute addresses of the site's own are known.
const BASE: &str = "https://example.org/reports/";

/// A page of a site, parsed.
struct Page {
    /// Path from the site's root.
    path: String,
    html: Html,
    ids: HashSet<String>,
}

/// Every page of a site.
fn pages(site: &Path) -> Outcome<Vec<Page>> {
    let mut pages = Vec::new();
    for file in files(site)? {
        if file.extension().is_some_and(|extension| extension == "html") {
            let path = file.strip_prefix(site)?.to_string_lossy().replace('\\', "/");
            let html = Html::parse_document(&fs::read_to_string(&file)?);
            let mut page = Page {
                path,
                html,
                ids: HashSet::new(),
            };
            for element in page.html.select(&selector("[id]")?) {
                let id = element.value().attr("id").unwrap_or_default().to_owned();
                ensure!(!id.is_empty(), "{} has an empty id", page.path);
                ensure!(page.ids.insert(id.clone()), "{} has the id {id} twice", page.path);
            }
            pages.push(page);
        }
    }
    Ok(pages)
}

fn selector(text: &str) -> Outcome<Selector> {
    Ok(Selector::parse(text).map_err(|error| error.to_string())?)
}

/// Checks the pages of a site; `in_posts` says whether links in the posts' own text are looked at too.
fn check(site: &Path, in_posts: bool) -> Outcome<usize> {
    let pages = pages(site)?;
    let ids: HashMap<&str, &HashSet<String>> =
        pages.iter().map(|page| (page.path.as_str(), &page.ids)).collect();
    let addresses = selector("[href], [src]")?;
    let references = selector("[for], [aria-labelledby], [aria-controls], [aria-describedby]")?;
    for page in &pages {
        let errors = &page.html.errors;
        ensure!(errors.is_empty(), "{}: {errors:#?}", page.path);
        for element in page.html.select(&addresses) {
            let value = element.value();
            let address = value.attr("href").or(value.attr("src")).unwrap_or_default();
            let is_the_posts_own = value.name() == "a" && is_in_prose(element);
            if in_posts || !is_the_posts_own {
                leads_somewhere(site, page, address, &ids)?;
            }
        }
        for element in page.html.select(&references) {
            for name in ["for", "aria-labelledby", "aria-controls", "aria-describedby"] {
                for id in element.value().attr(name).unwrap_or_default().split_whitespace() {
                    ensure!(
                        page.ids.contains(id),
                        "{}: {name}=\"{id}\" names nothing",
                        page.path
                    );
                }
            }
        }
    }
    Ok(pages.len())
}

fn is_in_prose(element: ElementRef<'_>) -> bool {
    let mut around = element.ancestors().filter_map(ElementRef::wrap);
    around.any(|element| element.value().classes().any(|class| class == "prose"))
}

/// Ends the test where an address is the site's own and there is nothing at it.
fn leads_somewhere(
    site: &Path,
    page: &Page,
    address: &str,
    ids: &HashMap<&str, &HashSet<String>>,
) -> Outcome {
    let (rest, anchor) = address.split_once('#').unwrap_or((address, ""));
    let path = rest.split('?').next().unwrap_or_default();
    let target = match path.strip_prefix(BASE) {
        Some(path) => path.to_owned(),
        None if path.contains("://") || path.starts_with("mailto:") => return Ok(()),
        // 404.html names the site's path on its host, since it is served at any depth.
        None if page.path == "404.html" => path.trim_start_matches("/reports/").to_owned(),
        None => joined(&page.path, path).ok_or(format!("{}: {address} leaves the site", page.path))?,
    };
    let target = if target.is_empty() || target.ends_with('/') {
        format!("{target}index.html")
    } else {
        target
    };
    let file = site.join(decoded(&target)?);
    ensure!(file.is_file(), "{}: {address} leads nowhere", page.path);
    let anchor = decoded(anchor)?;
    if let Some(ids) = ids
        .get(decoded(&target)?.as_str())
        .filter(|_| !anchor.is_empty() && rest.find('?').is_none())
    {
        ensure!(ids.contains(&anchor), "{}: nothing is at {address}", page.path);
    }
    Ok(())
}

/// The path from the root that a relative one means on a page.
fn joined(page: &str, path: &str) -> Option<String> {
    if path.is_empty() {
        return Some(page.to_owned());
    }
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    let mut pieces = path.split('/').peekable();
    while let Some(piece) = pieces.next() {
        let is_last = pieces.peek().is_none();
        match piece {
            ".." => {
                parts.pop()?;
            }
            "." => {}
            piece => {
                parts.push(piece);
                continue;
            }
        }
        if is_last {
            parts.push("");
        }
    }
    Some(parts.join("/"))
}

fn decoded(path: &str) -> Outcome<String> {
    let mut bytes = Vec::new();
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digits = [rest.next(), rest.next()].map(|digit| digit.map_or('?', char::from));
        let digits: String = digits.iter().collect();
        bytes.push(u8::from_str_radix(&digits, 16)?);
    }
    Ok(String::from_utf8(bytes)?)
}

#[test]
fn every_page_of_the_samples_is_in_order() -> Outcome {
    let folder = tempfile::tempdir()?;
    let site = folder.path().join("site");
    build_without_reader(&posts::samples(), &site)?;
    let pages = check(&site, true)?;
    ensure!(pages > 18, "only {pages} pages were looked at");
    Ok(())
}

/// A selector without the states and parts of elements that a parser knows nothing of.
fn without_states(selector: &str) -> String {
    const STATES: [&str; 9] = [
        "active",
        "checked",
        "disabled",
        "focus",
        "focus-visible",
        "focus-within",
        "hover",
        "placeholder-shown",
        "target",
    ];
    let mut pieces = selector.split(':');
    let mut out = pieces.next().unwrap_or_default().to_owned();
    let mut is_part = false;
    for piece in pieces {
        let end = piece
            .find(|c: char| !c.is_ascii_alphabetic() && c != '-')
            .unwrap_or(piece.len());
        let (name, rest) = piece.split_at(end);
        if is_part || STATES.contains(&name) {
            out.push_str(any_or_none(&out));
            out.push_str(rest);
        } else if !piece.is_empty() {
            out.push(':');
            out.push_str(piece);
        }
        is_part = piece.is_empty();
    }
    out
}

/// What stands for a state that has been left out at the end of a selector: any element, inside `:not()` none, and where
/// something else stands before it, nothing.
fn any_or_none(before: &str) -> &'static str {
    if !before.trim_end().ends_with(['(', ',']) {
        return "";
    }
    let list = before.rsplit_once('(').map_or("", |(list, _)| list);
    if list.ends_with(":not") { "none" } else { "*" }
}

#[test]
fn a_page_carries_every_rule_about_it() -> Outcome {
    let folder = tempfile::tempdir()?;
    let site = folder.path().join("site");
    build_without_reader(&posts::samples(), &site)?;
    let pages = pages(&site)?;
    let sheets = sheets_of_some()?;
    let (mut rules, mut wrong) = (0, Vec::new());
    for rule in all_rules()? {
        let Some((_, of)) = sheets.iter().find(|(sheet, _)| *sheet == rule.sheet) else {
            continue;
        };
        let found = selector(&without_states(&rule.selector))
            .map_err(|error| format!("{}: {error}", without_states(&rule.selector)))?;
        rules += 1;
        let without = pages.iter().filter(|page| kind(&page.path) != of);
        let first = without
            .into_iter()
            .find(|page| page.html.select(&found).next().is_some());
        wrong.extend(first.map(|page| format!("{}: {} on {}", rule.sheet, rule.selector, page.path)));
    }
    ensure!(rules > 300, "only {rules} rules were looked at");
    ensure!(
        wrong.is_empty(),
        "pages need these before the app is there: {wrong:#?}"
    );
    Ok(())
}

/// The word of `index.html` for the styles that the page at a path carries.
fn kind(path: &str) -> &'static str {
    if path == "index.html" { "home" } else { "report" }
}

#[test]
fn every_page_of_everything_that_markdown_has_is_in_order() -> Outcome {
    let folder = tempfile::tempdir()?;
    let site = folder.path().join("site");
    build_without_reader(&posts::setting(), &site)?;
    check(&site, true).map(drop)
}

#[test]
fn every_page_of_an_untidy_archive_is_in_order() -> Outcome {
    let folder = tempfile::tempdir()?;
    let Some(posts) = posts::untidy(folder.path(), 300)? else {
        return Ok(());
    };
    let site = folder.path().join("site");
    build_without_reader(&posts, &site)?;
    let pages = check(&site, false)?;
    ensure!(pages > 200, "only {pages} pages were looked at");
    Ok(())
}

#[test]
fn the_check_sees_what_is_wrong() -> Outcome {
    let folder = tempfile::tempdir()?;
    let says = |html: &str| -> Outcome<String> {
        fs::write(
            folder.path().join("index.html"),
            format!("<!doctype html><title>x</title>{html}"),
        )?;
        Ok(check(folder.path(), true)
            .err()
            .map(|error| error.to_string())
            .unwrap_or_default())
    };
    for (html, expected) in [
        ("<p>fine <a href='#a' id='a'>x</a>", ""),
        ("<div><p>a</div></p>", "index.html: ["),
        ("<b><p>a</b></p>", "index.html: ["),
        ("<i id='a'></i><b id='a'></b>", "the id a twice"),
        ("<a href='x.html'>x</a>", "x.html leads nowhere"),
        ("<a href='../x'>x</a>", "leaves the site"),
        ("<a href='#b'>x</a>", "nothing is at #b"),
        ("<img src='a.jpg' alt=''>", "a.jpg leads nowhere"),
        ("<label for='c'>c</label>", "names nothing"),
    ] {
        let said = says(html)?;
        ensure!(
            if expected.is_empty() {
                said.is_empty()
            } else {
                said.contains(expected)
            },
            "of {html} it says {said:?}"
        );
    }
    Ok(())
}
