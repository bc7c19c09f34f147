//! Rooms of one file, taken apart again.

use std::collections::BTreeMap;
use std::io::Read as _;

use flate2::read::ZlibDecoder;
use kanbao_archive::model::{Bundle, Day, Directory, Image, Kind, MonthTerms, Report};

use super::super::app::AppFile;
use super::super::policy::Inline;
use super::super::styles::Styles;
use super::super::tests::{content, report};
use super::*;
use crate::posts::Asset;

/// What a post could do to a page that carries it.
const HAZARDS: &str =
    "</script><script>alert(1)</script>\n\n<!-- <script> ]]> -->\n\n行\u{2028}末\u{2029}`</style>` {{init}}";

fn app() -> App {
    let file = |path: &str, text: &'static str| AppFile {
        path: path.into(),
        bytes: text.as_bytes().into(),
    };
    App {
        glue: "assets/r.js".into(),
        wasm: "assets/r.wasm".into(),
        styles: Styles {
            home: Inline::style("h{}"),
            report: Inline::style("r{}"),
            frame: Inline::style("a{}"),
        },
        sheet: "assets/r.css".into(),
        files: vec![
            file(
                "assets/r.js",
                "const f = (given) => given;\nexport { f as default };",
            ),
            file("assets/r.wasm", "\0asm"),
            file("assets/r.css", "b{}"),
        ],
        icons: Vec::new(),
        screenshots: Vec::new(),
    }
}

fn reports() -> Vec<Report> {
    let day: Day = "2025-11-30".parse().unwrap();
    let mut reports: Vec<Report> = (0..3).map(|back| report(day.plus(-back), "x", HAZARDS)).collect();
    reports[1].summary.headline = "</title><!--".into();
    reports
}

/// A content of three reports with one picture, which lies in the folder.
fn room(folder: &Path) -> Content {
    let mut reports = reports();
    let picture = Image {
        src: "a.jpg".into(),
        url: Some("assets/a.12.jpg".into()),
        width: 4,
        height: 2,
        bytes: 0,
    };
    reports[0].summary.cloud = Some(picture.clone());
    reports[2].body.images.push(picture);
    fs::write(folder.join("a.jpg"), b"\xff\xd8picture").unwrap();
    Content {
        assets: vec![Asset {
            url: "assets/a.12.jpg".into(),
            path: folder.join("a.jpg"),
            bytes: 9,
        }],
        ..content(reports)
    }
}

fn written(content: &Content, folder: &Path) -> String {
    let file = folder.join("room.html");
    let made = write(content, &app(), &file, false).unwrap();
    let text = fs::read_to_string(&file).unwrap();
    assert_eq!(
        (made.sizes.total, made.reports),
        (text.len() as u64, content.reports.len())
    );
    text
}

/// The elements of one name as a browser cuts them: their opening tags, and what is in them.
fn elements<'a>(page: &'a str, name: &str) -> Vec<(&'a str, &'a str)> {
    let (open, close) = (format!("<{name}"), format!("</{name}"));
    let mut found = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find(&open) {
        let (tag, after) = rest[at..].split_once('>').unwrap();
        let (inside, after) = after.split_once(&close).unwrap();
        found.push((tag, inside));
        rest = after;
    }
    found
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, after) = tag.split_once(&format!(" {name}=\""))?;
    after.split('"').next()
}

/// The files that a page carries, as the reader gets them.
fn carried(page: &str) -> BTreeMap<String, Vec<u8>> {
    let scripts = elements(page, "script").into_iter();
    let files = scripts.filter_map(|(tag, text)| {
        let bytes = STANDARD.decode(text).ok()?;
        let mut out = Vec::new();
        match attribute(tag, "data-type")? {
            kind if kind.starts_with("image/") => out = bytes,
            _ => drop(ZlibDecoder::new(&*bytes).read_to_end(&mut out).unwrap()),
        }
        Some((attribute(tag, "data-file")?.to_owned(), out))
    });
    files.collect()
}

#[test]
fn the_file_carries_all_that_the_reader_asks_for() {
    let dir = tempfile::tempdir().unwrap();
    let content = room(dir.path());
    let page = written(&content, dir.path());
    let files = carried(&page);
    assert_eq!(files["assets/r.wasm"], b"\0asm");
    let bundle = Bundle::from_json(std::str::from_utf8(&files[BUNDLE]).unwrap()).unwrap();
    assert_eq!(bundle.reports, content.reports.newest(9).unwrap());
    assert_eq!(
        (bundle.total, bundle.directories.len(), bundle.index.is_none()),
        (3, 0, true)
    );
    for link in &bundle.words {
        assert_eq!(fingerprint(&files[&link.url()]), link.hash, "{}", link.url());
    }
    let months = bundle.terms.iter().flat_map(|link| {
        assert_eq!(fingerprint(&files[&link.url()]), link.hash);
        serde_json::from_slice::<Directory>(&files[&link.url()])
            .unwrap()
            .shards
    });
    let counted = months.map(|month| {
        let bytes = &files[&month.url(Kind::Terms)];
        serde_json::from_slice::<MonthTerms>(bytes).unwrap().reports.len()
    });
    assert_eq!(counted.sum::<usize>(), 3, "the counts of all reports");
    assert!(page.contains("({ wasm: \"assets/r.wasm\"") || page.contains("(f, { wasm: \"assets/r.wasm\""));
    let picture = format!(
        "src=\"data:image/jpeg;base64,{}\"",
        STANDARD.encode(b"\xff\xd8picture")
    );
    assert_eq!(
        page.matches(&picture).count(),
        1,
        "the picture stands in the page"
    );
    assert!(!files.contains_key("assets/a.12.jpg"), "and is not carried twice");
}

#[test]
fn nothing_in_a_post_is_a_script_or_ends_one() {
    let dir = tempfile::tempdir().unwrap();
    let page = written(&room(dir.path()), dir.path());
    let scripts = elements(&page, "script");
    let running: Vec<_> = scripts
        .iter()
        .filter(|(tag, _)| attribute(tag, "data-file").is_none())
        .collect();
    assert_eq!(
        running.len(),
        4,
        "theme, elsewhere, nomodule, the reader: {running:?}"
    );
    assert!(!page.contains("alert(1)") || page.contains("&lt;/script&gt;"));
    assert!(!page.contains("<!--") && !page.contains("</title><!--"));
    for (_, text) in running {
        assert!(!text.contains("alert"), "{text}");
    }
}

#[test]
fn the_policy_admits_what_stands_in_the_file_and_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    let page = written(&room(dir.path()), dir.path());
    let policy = attribute(&page[page.find("http-equiv").unwrap() - 6..], "content").unwrap();
    let hash = |text: &str| format!("'{}'", fingerprint(text.as_bytes()).integrity());
    for name in ["script", "style"] {
        for (tag, text) in elements(&page, name) {
            let is_admitted = policy.contains(&hash(text));
            assert_eq!(is_admitted, attribute(tag, "data-file").is_none(), "{tag}");
        }
    }
    assert!(!policy.contains("unsafe-inline") && !policy.contains("connect-src") && !policy.contains("http"));
    assert!(policy.starts_with("default-src 'none'"));
    for address in [
        "src=\"http",
        "href=\"http",
        "url(http",
        "src=\"assets",
        "href=\"assets",
        "\"./",
    ] {
        assert!(!page.contains(address), "{address}");
    }
}

#[test]
fn without_scripts_the_edition_and_the_list_can_be_read() {
    let dir = tempfile::tempdir().unwrap();
    let page = written(&room(dir.path()), dir.path());
    let (body, _) = page.split_once("data-file=\"data/").unwrap();
    assert!(body.contains("data-view=\"home\"") && body.contains("要点x"));
    for day in ["30", "29", "28"] {
        assert!(
            body.contains(&format!("href=\"?at=2025%2F11%2F{day}%2Fx")),
            "{day}"
        );
    }
    assert!(body.contains("<noscript><p class=\"plain-note always\">"));
}

#[test]
fn the_same_archive_is_the_same_file_byte_for_byte() {
    let dir = tempfile::tempdir().unwrap();
    let content = room(dir.path());
    assert_eq!(written(&content, dir.path()), written(&content, dir.path()));
    let fewer = Content {
        reports: reports().split_off(1).into(),
        assets: Vec::new(),
        ..content
    };
    let generation = |page: String| page.rsplit_once("generation: \"").unwrap().1[..12].to_owned();
    assert_ne!(
        generation(written(&fewer, dir.path())),
        generation(written(&room(dir.path()), dir.path()))
    );
}

#[test]
fn other_files_are_left_alone_and_a_failure_leaves_no_litter() {
    let dir = tempfile::tempdir().unwrap();
    let content = room(dir.path());
    let file = dir.path().join("thesis.html");
    fs::write(&file, "<html>years of work").unwrap();
    let refused = write(&content, &app(), &file, false);
    assert!(
        matches!(refused, Err(SiteError::Output(OutputError::NotARoom(_)))),
        "{refused:?}"
    );
    assert_eq!(fs::read_to_string(&file).unwrap(), "<html>years of work");
    write(&content, &app(), &file, true).unwrap();

    fs::remove_file(dir.path().join("a.jpg")).unwrap();
    let before = fs::read(&file).unwrap();
    assert!(write(&content, &app(), &file, false).is_err());
    assert_eq!(fs::read(&file).unwrap(), before);
    assert_eq!(
        fs::read_dir(dir.path()).unwrap().count(),
        1,
        "nothing is left beside it"
    );
}

#[test]
fn a_reader_that_cannot_stand_alone_is_told() {
    for glue in [
        "import { f } from './s.js';\nexport default f;",
        "f()",
        "const a = '</SCRIPT>';\nexport default a;",
    ] {
        let mut app = app();
        app.files[0].bytes = glue.as_bytes().into();
        assert!(document::glue(&app).is_none(), "{glue}");
    }
}
