//! Posts, addresses, files and data that want to run scripts, in the real reader: nothing runs, nothing is asked of anybody
//! else, and nothing of them is left in the page. The payloads stand in `tests/fixtures/hostile`.

use std::fs;
use std::path::Path;

use kanbao_archive::link::{Address, Filter, Route};
use kanbao_archive::outline::SectionKind;
use kanbao_builder::serve::static_site;
use kanbao_tests::browser::{Browser, Engine, engine};
use kanbao_tests::hostile::{Posts, classes_of_texts, named_in, payloads, print_counts, tamper, write_posts};
use kanbao_tests::pages::Reader;
use kanbao_tests::scenario::scenario;
use kanbao_tests::site::{Site, kanbao};
use kanbao_tests::{Outcome, ensure, posts};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::shared;

/// Addresses that are visited in one go: a script may take half a minute.
const AT_ONCE: usize = 20;

/// Puts a script before those of every page; gives what takes it away.
async fn before_pages(browser: &Browser, script: &str) -> Outcome<Value> {
    browser.devtools("Page.enable", json!({})).await?;
    let method = "Page.addScriptToEvaluateOnNewDocument";
    browser.devtools(method, json!({ "source": script })).await
}

async fn set_trap(browser: &Browser) -> Outcome {
    let trap = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/hostile/trap.js");
    before_pages(browser, &fs::read_to_string(trap)?).await.map(drop)
}

/// What has been found, each with where.
#[derive(Default)]
struct Findings(Vec<String>);

impl Findings {
    fn add(&mut self, place: &str, caught: Vec<String>) -> Outcome {
        for what in caught {
            self.0.push(named_in(&format!("{place}: {what}"))?);
        }
        Ok(())
    }

    /// Looks at the page that is shown.
    async fn sweep(&mut self, browser: &Browser, place: &str) -> Outcome {
        let caught = browser.eval("return kbSweep()", &[]).await?;
        self.add(place, caught)
    }

    /// Goes to addresses within the running app, each with the report that it shows, if it is one.
    async fn visit(&mut self, browser: &Browser, addresses: &[(String, Option<String>)]) -> Outcome {
        for some in addresses.chunks(AT_ONCE) {
            let script = "const all = [];
                for (const [address, shown] of arguments[0]) all.push([address, await kbVisit(address, shown)]);
                return all";
            let found: Vec<(String, Vec<String>)> = browser.eval_async(script, &[json!(some)]).await?;
            for (address, caught) in found {
                self.add(&address, caught)?;
            }
        }
        Ok(())
    }

    fn none(&self) -> Outcome {
        let shown: Vec<&str> = self.0.iter().take(60).map(String::as_str).collect();
        ensure!(
            self.0.is_empty(),
            "{} findings:\n{}",
            self.0.len(),
            shown.join("\n")
        );
        Ok(())
    }
}

/// The hostile posts, and the site that the real builder makes of them.
struct Hostile {
    posts: Posts,
    site: Site,
    folder: TempDir,
}

impl Hostile {
    fn build() -> Outcome<Self> {
        let folder = tempfile::tempdir()?;
        let source = folder.path().join("posts");
        fs::create_dir_all(&source)?;
        let picture = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../public/icons/icon-192.png"))?;
        let posts = write_posts(&source, &picture)?;
        // Some of them are in error, and the site is built without those.
        let mut command = kanbao("build")?;
        command
            .arg(&source)
            .args(["--no-cache", "--base-url", "https://example.org/", "--output-dir"]);
        let output = command.arg(folder.path().join("site")).output()?;
        let site = Site::open(&folder.path().join("site"));
        let site = site.map_err(|e| format!("{e}: {}", String::from_utf8_lossy(&output.stderr)))?;
        Ok(Self { posts, site, folder })
    }

    /// Every report of the site, those that show payloads first.
    fn ids(&self) -> Outcome<Vec<String>> {
        let mut ids: Vec<String> = self.posts.shown.iter().map(|(id, _)| id.clone()).collect();
        let mut waiting = vec![self.site.folder.clone()];
        while let Some(folder) = waiting.pop() {
            for entry in fs::read_dir(&folder)? {
                let path = entry?.path();
                if path.is_dir() {
                    waiting.push(path);
                } else if path.ends_with("index.html") && folder != self.site.folder {
                    let id = folder.strip_prefix(&self.site.folder)?.display().to_string();
                    if !ids.contains(&id) {
                        ids.push(id);
                    }
                }
            }
        }
        Ok(ids)
    }
}

/// Views that show parts of reports, and searches that mark payloads.
fn views(root: &str) -> Vec<(String, Option<String>)> {
    let mut views = vec![
        Address::default(),
        Address::list(),
        Address::new(Route::Clouds),
        Address::parse("", "view=clouds&topic2=", ""),
        Address::new(Route::Settings),
        Address::new(Route::Offline),
        Address::new(Route::Trends).with_terms(["script", "<img src=x onerror=hit(1)>", "hit"]),
    ];
    for kind in [SectionKind::KeyPoints, SectionKind::Brief] {
        views.push(Address::new(Route::Lane(kind)));
    }
    for q in [
        "script",
        "img",
        "onerror",
        "hit",
        "javascript",
        "svg",
        "\"<script>\"",
        "<img",
        "=hit(",
        "</",
        "&lt;",
        "第11000号",
    ] {
        views.push(Address::new(Route::Search).with_q(q));
    }
    let topic = Filter {
        topic: Some("\"><img src=x onerror=hit(1)>".to_owned()),
        ..Filter::default()
    };
    views.push(Address::default().with_filter(topic));
    views
        .into_iter()
        .map(|address| (address.href(root), None))
        .collect()
}

#[test]
fn nothing_in_a_post_runs_or_is_left_in_any_view() -> Outcome {
    let hostile = Hostile::build()?;
    let server = hostile.site.serve("/")?;
    let root = server.url();
    let shown = print_counts(&classes_of_texts(), "texts of posts")?;
    let around = print_counts(&["front-matter", "file-names"], "around texts")?;
    ensure!(shown + around >= 300, "there are only {}", shown + around);
    scenario("hostile-posts", async |browser| {
        set_trap(browser).await?;
        let mut findings = Findings::default();
        // The pages as the builder printed them: without WebAssembly they stay.
        let undo = before_pages(browser, "delete window.WebAssembly").await?;
        let ids = hostile.ids()?;
        for id in &ids {
            browser.open(&Address::report(id).href(&root)).await?;
            findings.sweep(browser, &format!("printed {id}")).await?;
        }
        for page in [""] {
            browser.open(&format!("{root}{page}")).await?;
            findings.sweep(browser, &format!("printed /{page}")).await?;
        }
        browser
            .devtools("Page.removeScriptToEvaluateOnNewDocument", undo)
            .await?;

        // The same as the reader draws them.
        Reader::at(browser, &*root).home().await?;
        let reports: Vec<_> = ids
            .iter()
            .map(|id| (Address::report(id).href(&root), Some(id.clone())))
            .collect();
        findings.visit(browser, &reports).await?;
        let marked = |(id, _): &(String, Vec<usize>)| {
            let address = Address::report(id).with_q("hit");
            (address.href(&root), Some(id.clone()))
        };
        let marked: Vec<_> = hostile.posts.shown.iter().map(marked).collect();
        findings.visit(browser, &marked).await?;
        findings.visit(browser, &views(&root)).await?;
        println!(
            "{} reports, printed, drawn and marked, and {} views",
            ids.len(),
            views(&root).len()
        );

        // Each payload was there to be seen.
        for (id, numbers) in hostile
            .posts
            .shown
            .iter()
            .filter(|(_, numbers)| !numbers.is_empty())
        {
            browser
                .eval_async::<Value>(
                    "return kbVisit(...arguments)",
                    &[json!(Address::report(id).href(&root)), json!(id)],
                )
                .await?;
            let text: String = browser
                .eval("return document.querySelector('main').textContent", &[])
                .await?;
            for number in numbers {
                for mark in [
                    format!("第{number}号"),
                    format!("第{number}段"),
                    format!("第{number}节"),
                ] {
                    ensure!(text.contains(&mark), "{mark} is not shown in {id}");
                }
            }
        }
        findings.none()
    })
}

#[test]
fn nothing_in_a_post_runs_in_a_room_of_one_file() -> Outcome {
    let hostile = Hostile::build()?;
    let file = hostile.folder.path().join("reports.html");
    let mut command = kanbao("build")?;
    command.arg(hostile.folder.path().join("posts")).arg("--no-cache");
    command.arg("--single-file").arg(&file).output()?;
    let root = format!("file://{}", file.canonicalize()?.display());
    scenario("hostile-file", async |browser| {
        set_trap(browser).await?;
        let mut findings = Findings::default();
        Reader::at(browser, format!("{root}?")).home().await?;
        findings.sweep(browser, "home").await?;
        let at = |id: &String| (Address::report(id).href("?"), Some(id.clone()));
        let reports: Vec<_> = hostile.ids()?.iter().map(at).collect();
        findings.visit(browser, &reports).await?;
        findings.visit(browser, &views("?")).await?;
        println!(
            "{} reports and {} views of one file",
            reports.len(),
            views("?").len()
        );
        findings.none()
    })
}

#[test]
fn nothing_in_an_address_runs() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    let root = server.url();
    let payloads = payloads("queries")?;
    print_counts(&["queries"], "addresses, in 18 places each")?;
    scenario("hostile-addresses", async |browser| {
        // The last host to be asked for a page that is not there says so on the console.
        browser.expect_errors();
        set_trap(browser).await?;
        let mut findings = Findings::default();
        Reader::at(browser, &*root).home().await?;
        let newest = site.summaries().next().ok_or("there are no reports")?.id.clone();
        let mut addresses = Vec::new();
        for payload in &payloads {
            let encoded: String = payload.text.bytes().map(|byte| format!("%{byte:02X}")).collect();
            // As a browser leaves it alone in a query: what people paste.
            let bare = payload.text.replace(['#', '&', '\n', '\t', '\0'], "");
            for value in [&encoded, &bare] {
                for form in [
                    "?q=",
                    "?view=",
                    "?at=",
                    "?view=trends&term=",
                    "?view=clouds&topic2=",
                    "?lane=",
                    "?topic=",
                    "#",
                ] {
                    addresses.push((format!("{root}{form}{value}"), None));
                }
            }
            addresses.push((
                format!("{root}?from={encoded}&to={encoded}&source={encoded}&only={encoded}&sort={encoded}"),
                None,
            ));
            addresses.push((
                format!("{}?q={encoded}#{encoded}", Address::report(&newest).href(&root)),
                None,
            ));
        }
        findings.visit(browser, &addresses).await?;
        // And as links from elsewhere: loaded, and where there is no page.
        for payload in &payloads {
            let encoded: String = payload.text.bytes().map(|byte| format!("%{byte:02X}")).collect();
            for address in [
                format!("?q={encoded}&view={encoded}#{encoded}"),
                format!("{encoded}/{encoded}"),
                format!("/{}", payload.text.trim_start_matches('/')),
            ] {
                browser.open(&format!("{root}{address}")).await?;
                findings.sweep(browser, &format!("loaded {address}")).await?;
            }
        }
        println!(
            "{} addresses visited, {} loaded",
            addresses.len(),
            payloads.len() * 3
        );
        findings.none()
    })
}

#[test]
fn nothing_that_is_stored_or_imported_runs() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    let root = server.url();
    let payloads = payloads("settings")?;
    print_counts(&["settings"], "stored and imported")?;
    let folder = tempfile::tempdir()?;
    scenario("hostile-settings", async |browser| {
        set_trap(browser).await?;
        let mut findings = Findings::default();
        let reader = Reader::at(browser, &*root);
        reader.home().await?;
        let shown: Vec<_> = ["", "?q=", "?view=settings", "?view=offline"]
            .map(|a| (format!("{root}{a}"), None))
            .into();
        for payload in &payloads {
            let text = &payload.text;
            let all = json!({ "theme": text, "size": text, "width": text, "face": text, "keys": text, "lang": text, "topics": [text, "ai"] });
            let script = "const [settings, text] = arguments;
                for (const name of ['searches', 'visit', 'keep', 'offline']) localStorage.setItem(`kanbao:/:${name}`, text);
                localStorage.setItem('kanbao:/:settings', settings);
                localStorage.setItem('kanbao:/:aside:' + text, JSON.stringify({ read: [text, 1], place: text }));";
            browser
                .eval::<()>(script, &[json!(all.to_string()), json!(text)])
                .await?;
            browser.open(&format!("{root}?view=settings")).await?;
            reader.settings().await?;
            findings
                .sweep(browser, &format!("stored {}", payload.number))
                .await?;
            findings.visit(browser, &shown).await?;
        }
        browser.eval::<()>("localStorage.clear()", &[]).await?;
        for payload in &payloads {
            let text = &payload.text;
            let file = folder.path().join(format!("{}.json", payload.number));
            let note = json!({ "read": [true, 1], "starred": [true, 1] });
            let data = json!({
                "kanbao_reader_data": 1, "site": text, "searches": [text, text],
                "settings": { "theme": text, "size": text, "lang": text, "topics": [text] },
                "reports": { text: note },
            });
            fs::write(&file, data.to_string())?;
            let settings = reader.settings().await?;
            settings.import(&file).await?;
            let said = "return document.querySelector('.own-data [role=status]').textContent.trim() !== ''";
            browser
                .wait_for::<bool>("what became of the import", said, &[])
                .await?;
            findings
                .sweep(browser, &format!("imported {}", payload.number))
                .await?;
            findings.visit(browser, &shown).await?;
        }
        findings.none()
    })
}

#[test]
fn nothing_in_changed_data_runs() -> Outcome {
    let folder = tempfile::tempdir()?;
    let source = folder.path().join("posts");
    fs::create_dir_all(&source)?;
    posts::write_short(&source, 30)?;
    Site::build(&source, &folder.path().join("site"))?;
    let site = Site::open(&folder.path().join("site"))?;
    let ids = tamper(&site)?;
    let server = site.serve("/")?;
    let root = server.url();
    print_counts(&["bundle"], "changed data")?;
    scenario("hostile-bundle", async |browser| {
        // Pictures that are not there.
        browser.expect_errors();
        set_trap(browser).await?;
        let mut findings = Findings::default();
        Reader::at(browser, &*root).home().await?;
        findings.sweep(browser, "home").await?;
        let reports: Vec<_> = ids
            .iter()
            .map(|id| (Address::report(id).href_in_app(&root), Some(id.clone())))
            .collect();
        findings.visit(browser, &reports).await?;
        let marked = |id: &String| {
            (
                Address::report(id).with_q("hit").href_in_app(&root),
                Some(id.clone()),
            )
        };
        findings
            .visit(browser, &ids.iter().map(marked).collect::<Vec<_>>())
            .await?;
        findings.visit(browser, &views(&root)).await?;
        println!(
            "{} reports and {} views of changed data",
            ids.len(),
            views(&root).len()
        );
        findings.none()
    })
}

#[test]
fn what_does_run_is_caught_and_named() -> Outcome {
    let has_trap = Engine::chosen()?.needs("scripts before the page's own");
    if has_trap.is_err() {
        return engine::excused(has_trap);
    }
    let folder = tempfile::tempdir()?;
    let page = "<!doctype html><meta charset=utf-8><link rel=icon href='data:,'><body><main><div class=prose>
        <script>hit(11001)</script><img src='data:,' onerror=hit(11002)><a href='java\tscript:hit(12003)'>a</a>
        <iframe srcdoc='<script>parent.hit(13004)</script>'></iframe><svg><a href='javascript:hit(14005)'></a></svg>
        <p style='color:red'>p</p><form action=x></form></div></main><script>alert(15006)</script></body>";
    let policy = "<!doctype html><meta http-equiv=Content-Security-Policy content=\"img-src 'none'\"><link rel=icon href='data:,'>
        <body><img src='/x16007.png'></body>";
    fs::write(folder.path().join("policy.html"), policy)?;
    fs::write(folder.path().join("index.html"), page)?;
    fs::write(
        folder.path().join("away.html"),
        "<!doctype html><link rel=icon href='data:,'><img src=//x17008.hostile.invalid/a>",
    )?;
    let server = static_site(folder.path(), "/", 0)?;
    let mut findings = Findings::default();
    let outcome = scenario("hostile-control", async |browser| {
        browser.expect_errors();
        set_trap(browser).await?;
        browser.open(&server.url()).await?;
        findings.sweep(browser, "control").await?;
        browser.open(&format!("{}policy.html", server.url())).await?;
        findings.sweep(browser, "control").await?;
        browser.open(&format!("{}away.html", server.url())).await
    });
    let asked = outcome.err().map(|e| e.to_string()).unwrap_or_default();
    ensure!(
        asked.contains("x17008.hostile.invalid"),
        "a request to another machine is not caught: {asked}"
    );
    let all = findings.0.join("\n");
    for expected in [
        "a script ran: 11001\n  by handlers",
        "a script ran: 11002",
        "an address: a href=\"java\\tscript:hit(12003)",
        "by javascript 12003",
        "a script ran: 13004",
        "an attribute: iframe srcdoc",
        "an address: a href=\"javascript:hit(14005)",
        "alert(15006)",
        "an attribute: img onerror",
        "a style in the text",
        "<form> in the text",
        "<script> ",
        "refused by the policy",
    ] {
        ensure!(all.contains(expected), "{expected:?} is not among\n{all}");
    }
    Ok(())
}
