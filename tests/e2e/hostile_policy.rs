//! What pages are allowed: the policy blocks what it is there to block, in every view; nobody else is ever asked; and where
//! WebAssembly or scripts are off, the whole site can be read.

use std::collections::{BTreeSet, VecDeque};
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::{fs, thread};

use kanbao_archive::link::Address;
use kanbao_tests::browser::Browser;
use kanbao_tests::pages::Reader;
use kanbao_tests::scenario::scenario;
use kanbao_tests::site::{Site, build_file};
use kanbao_tests::views::{Archive, views};
use kanbao_tests::{Outcome, ensure, ensure_eq, posts};
use serde_json::{Value, json};

use crate::shared;

/// A host elsewhere that writes down what it is asked for, and answers as scripts would like it.
struct Elsewhere {
    root: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Elsewhere {
    fn start() -> Outcome<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let root = format!("http://{}/", listener.local_addr()?);
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&asked);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let log = Arc::clone(&log);
                thread::spawn(move || answer(&stream, &log));
            }
        });
        Ok(Self { root, asked })
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// A connection that nothing is asked over is none: browsers open some in advance.
fn answer(mut stream: &TcpStream, log: &Mutex<Vec<String>>) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream).lines();
    let Some(request) = lines.next().transpose()? else {
        return Ok(());
    };
    while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
    log.lock().unwrap_or_else(PoisonError::into_inner).push(request);
    let head = "HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nContent-Type: text/javascript\r\nContent-Length: 9\r\n";
    write!(stream, "{head}Connection: close\r\n\r\nran = 'x'")
}

/// Tries what a script that got in would try; gives what was not refused.
const ATTACK: &str = r#"
    const [elsewhere] = arguments, got = [];
    window.ran = undefined;
    const refused = async (what, does) => {
        try { if ((await does()) !== false) got.push(what); } catch {}
    };
    const main = document.querySelector('main');
    await refused('innerHTML', () => { main.innerHTML = '<b>in</b>'; });
    await refused('outerHTML', () => { main.firstElementChild.outerHTML = '<b>in</b>'; });
    await refused('insertAdjacentHTML', () => main.insertAdjacentHTML('beforeend', '<b>in</b>'));
    await refused('document.write', () => document.write('<b>in</b>'));
    await refused('DOMParser', () => new DOMParser().parseFromString('<b>in</b>', 'text/html'));
    await refused('createContextualFragment', () => document.createRange().createContextualFragment('<b>in</b>'));
    await refused('srcdoc', () => { document.createElement('iframe').srcdoc = '<b>in</b>'; });
    // Not in this task, which belongs to whoever drives the browser and may.
    const later = (does) => new Promise((done, fail) => setTimeout(() => { try { done(does()); } catch (error) { fail(error); } }));
    // Firefox's driver has an `eval` of its own, which no policy is about.
    await refused('eval', () => later(() => window.eval('1')));
    await refused('Function', () => later(() => new window.Function('return 1')()));
    await refused('setTimeout with text', () => { setTimeout("window.ran = 'timeout'", 0); });
    await refused('another policy', () => trustedTypes.createPolicy('other', { createHTML: (x) => x }));
    await refused('the same policy again', () => trustedTypes.createPolicy('kanbao', { createHTML: (x) => x }));
    await refused('the default policy', () => trustedTypes.createPolicy('default', { createHTML: (x) => x }));
    await refused('a worker', () => new Worker(elsewhere));
    await refused('the address of a script', () => { document.createElement('script').src = elsewhere; });
    await refused('fetch', async () => { await fetch(elsewhere, { mode: 'no-cors' }); });
    await refused('a beacon', () => navigator.sendBeacon(elsewhere) && new Promise((done) => setTimeout(() => done(false), 200)));
    await refused('an event source', () => new Promise((done, fail) => {
        const source = new EventSource(elsewhere); source.onopen = done; source.onerror = () => { source.close(); fail(); };
    }));
    await refused('a socket', () => new Promise((done, fail) => {
        const socket = new WebSocket(elsewhere.replace('http', 'ws')); socket.onopen = done; socket.onerror = fail;
    }));
    // These say nothing; what they would run or show tells.
    const add = (name, set) => {
        const element = document.createElement(name);
        try { set(element); } catch { return Promise.resolve('threw'); }
        const said = new Promise((done) => {
            element.onload = () => done('loaded'); element.onerror = () => done('failed'); setTimeout(() => done('silent'), 400);
        });
        document.body.append(element);
        return said;
    };
    const loads = async (what, name, set) => { if ((await add(name, set)) === 'loaded') got.push(what); };
    await Promise.all([
        loads('an inline script', 'script', (e) => { e.textContent = "window.ran = 'inline'"; }),
        loads('a script of another host', 'script', (e) => { e.setAttribute('src', elsewhere); }),
        loads('an image', 'img', (e) => { e.src = elsewhere + 'a.png'; }),
        loads('a style sheet', 'link', (e) => { e.rel = 'stylesheet'; e.href = elsewhere + 'a.css'; }),
        loads('a film', 'video', (e) => { e.src = elsewhere + 'a.mp4'; }),
        loads('an object', 'object', (e) => { e.setAttribute('data', elsewhere + 'a.svg'); }),
        loads('an inline style', 'style', (e) => { e.textContent = 'body { --got-in: 1 }'; }),
        add('iframe', (e) => { e.src = elsewhere + 'frame'; }),
    ]);
    const handler = document.createElement('b');
    try { handler.setAttribute('onclick', "window.ran = 'handler'"); document.body.append(handler); handler.click(); } catch {}
    const link = document.createElement('a');
    link.href = "javascript:void(window.ran = 'link')";
    document.body.append(link);
    link.click();
    await new Promise((done) => setTimeout(done, 100));
    if (getComputedStyle(document.body).getPropertyValue('--got-in')) got.push('the inline style counts');
    if (window.ran !== undefined) got.push('it ran: ' + window.ran);
    return got;
"#;

#[test]
fn the_policy_refuses_what_gets_in_wherever_it_gets_in() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    let root = server.url();
    let folder = tempfile::tempdir()?;
    let file = build_file(&posts::samples(), &folder.path().join("reports.html"))?;
    let newest = site.summaries().next().ok_or("there are no reports")?.id.clone();
    let report = Address::report(&newest).href(&root);
    let elsewhere = Elsewhere::start()?;
    scenario("policy-refuses", async |browser| {
        browser.expect_errors();
        let places = [
            (root.clone(), true),
            (report, true),
            (format!("{root}?q=模型"), true),
            (format!("{root}?view=settings"), true),
            (format!("{root}?view=clouds"), true),
            (format!("{root}?view=trends"), true),
            (file, true),
            (format!("{root}no/such/page"), false),
        ];
        for (address, has_app) in &places {
            browser.open(address).await?;
            if *has_app {
                let ready = "return document.documentElement.dataset.app === 'ready'";
                browser.wait_for::<bool>("the reader", ready, &[]).await?;
            }
            let got: Vec<String> = browser.eval_async(ATTACK, &[json!(elsewhere.root)]).await?;
            ensure!(got.is_empty(), "on {address} this was not refused: {got:?}");
            let asked = elsewhere.asked();
            ensure!(asked.is_empty(), "{address} asked elsewhere for {asked:?}");
        }
        println!("27 ways to get in, each on {} pages: all refused", places.len());
        // What was refused has been asked for, as the browser's log has it, and never left.
        browser.requests().await.map(drop)
    })
}

#[test]
fn without_the_policy_the_same_attack_gets_in() -> Outcome {
    let folder = tempfile::tempdir()?;
    fs::write(
        folder.path().join("index.html"),
        "<!doctype html><meta charset=utf-8><link rel=icon href='data:,'><main><p>x</p></main>",
    )?;
    let server = kanbao_builder::serve::static_site(folder.path(), "/", 0)?;
    let elsewhere = Elsewhere::start()?;
    scenario("policy-absent", async |browser| {
        browser.expect_errors();
        browser.open(&server.url()).await?;
        // Writing into a page that has loaded begins another.
        let attack = ATTACK.replace("document.write('<b>in</b>')", "0");
        let got: Vec<String> = browser.eval_async(&attack, &[json!(elsewhere.root)]).await?;
        for expected in [
            "innerHTML",
            "eval",
            "fetch",
            "a script of another host",
            "the inline style counts",
        ] {
            ensure!(
                got.iter().any(|what| what == expected),
                "{expected} is refused without a policy: {got:?}"
            );
        }
        ensure!(
            got.iter().any(|what| what.starts_with("it ran: ")),
            "nothing ran: {got:?}"
        );
        let asked = elsewhere.asked();
        ensure!(asked.len() > 3, "only these requests left: {asked:?}");
        browser.requests().await.map(drop)
    })
}

/// Notes what the policy refuses before any script of a page runs.
const VIOLATIONS: &str = "window.violations = [];
    document.addEventListener('securitypolicyviolation', (e) => violations.push(`${e.violatedDirective} ${e.blockedURI} ${e.sample}`));";

#[test]
fn every_view_works_under_the_policy_and_asks_nobody_else() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    let root = server.url();
    scenario("policy-works", async |browser| {
        browser.devtools("Page.enable", json!({})).await?;
        browser
            .devtools(
                "Page.addScriptToEvaluateOnNewDocument",
                json!({ "source": VIOLATIONS }),
            )
            .await?;
        let (mut shown, mut asked) = (0, 0);
        // What the browser itself opened.
        browser.requests().await.map(drop)?;
        for view in views(site)?
            .iter()
            .filter(|view| view.archive == Archive::Samples)
        {
            let undo = view.show(browser, &root).await?;
            let refused: Vec<String> = browser.eval("return violations", &[]).await?;
            ensure!(
                refused.is_empty(),
                "{}: the policy refused {refused:?}",
                view.name
            );
            undo.undo(browser).await?;
            shown += 1;
            for url in browser.requests().await? {
                let own = url.starts_with(&root)
                    || url.starts_with("data:")
                    || url.starts_with("blob:")
                    || url.starts_with("about:");
                ensure!(own, "{} asked for {url}", view.name);
                asked += 1;
            }
        }
        // What the service worker asks for is in the host's log alone; what it has stored came from this site.
        browser.controlled().await?;
        let stored = "const urls = []; for (const name of await caches.keys()) for (const request of await (await caches.open(name)).keys()) urls.push(request.url); return urls";
        let urls: Vec<String> = browser.eval_async(stored, &[]).await?;
        ensure!(
            urls.iter().all(|url| url.starts_with(&root)),
            "the worker stored {urls:?}"
        );
        println!(
            "{shown} views, {asked} requests and {} stored files: none of anybody else",
            urls.len()
        );
        Ok(())
    })
}

/// How a browser is that cannot run the reader.
#[derive(Clone, Copy, PartialEq)]
enum Without {
    WebAssembly,
    Scripts,
}

/// Reads a site from its home on, every page that links lead to; gives how many.
async fn crawl(browser: &Browser, root: &str, without: Without) -> Outcome<BTreeSet<String>> {
    let script = "const note = document.querySelector('.plain-note'), main = document.querySelector('main');
        const seen = (e) => e.checkVisibility({ visibilityProperty: true }) && e.getClientRects().length > 0;
        return [
            document.documentElement.dataset.app || '', note && seen(note) ? note.textContent : '', main ? main.innerText.trim().length : 0,
            [...document.querySelectorAll('[data-needs-app], .dates, form')].filter(seen).map((e) => e.outerHTML.slice(0, 120)),
            [...document.querySelectorAll('body a[href]')].filter(seen).map((e) => new URL(e.getAttribute('href'), document.baseURI).href),
            [...document.images].filter((i) => i.complete && i.loading !== 'lazy' && i.naturalWidth === 0).map((i) => i.src),
            performance.getEntriesByType('navigation')[0].responseStatus, document.documentElement.scrollWidth - innerWidth,
        ]";
    let (mut seen, mut waiting) = (BTreeSet::new(), VecDeque::from([root.to_owned()]));
    while let Some(address) = waiting.pop_front() {
        if !seen.insert(address.clone()) {
            continue;
        }
        browser.open(&address).await?;
        if without == Without::WebAssembly && !address.ends_with(".xml") {
            browser
                .wait_for::<bool>(
                    "the plain page",
                    "return document.documentElement.dataset.app === 'plain'",
                    &[],
                )
                .await?;
        }
        type Shown = (
            String,
            String,
            usize,
            Vec<String>,
            Vec<String>,
            Vec<String>,
            u32,
            i64,
        );
        let (app, note, text, left, links, broken, status, wider): Shown = browser.eval(script, &[]).await?;
        ensure_eq!(status, 200, "the answer for {address}");
        ensure_eq!(
            app,
            if without == Without::WebAssembly {
                "plain"
            } else {
                ""
            },
            "data-app of {address}"
        );
        ensure!(
            note.contains("搜索"),
            "{address} does not say that search is missing: {note:?}"
        );
        ensure!(text > 100, "{address} shows {text} characters");
        ensure!(left.is_empty(), "{address} shows what does nothing: {left:?}");
        ensure!(broken.is_empty(), "{address} has broken pictures: {broken:?}");
        ensure!(wider <= 0, "{address} is {wider} pixels wider than the window");
        for link in links {
            let page = link.split('#').next().unwrap_or_default();
            let is_page = page.starts_with(root) && !page[root.len()..].starts_with("assets/");
            if is_page && !seen.contains(page) {
                waiting.push_back(page.to_owned());
            }
        }
    }
    Ok(seen)
}

/// Every page that the builder wrote was reached.
fn all_reached(site: &Site, root: &str, seen: &BTreeSet<String>) -> Outcome {
    let missing: Vec<String> = site
        .summaries()
        .map(|summary| Address::report(&summary.id).href(root))
        .filter(|address| !seen.contains(address))
        .collect();
    ensure!(missing.is_empty(), "no link leads to {missing:?}");
    Ok(())
}

#[test]
fn the_whole_site_can_be_read_without_webassembly() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/kanbao/")?;
    scenario("plain-site", async |browser| {
        browser.devtools("Page.enable", json!({})).await?;
        let off = json!({ "source": "delete window.WebAssembly" });
        browser
            .devtools("Page.addScriptToEvaluateOnNewDocument", off)
            .await?;
        let seen = crawl(browser, &server.url(), Without::WebAssembly).await?;
        println!("{} pages without WebAssembly", seen.len());
        all_reached(site, &server.url(), &seen)
    })
}

#[test]
fn the_whole_site_can_be_read_without_scripts() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/kanbao/")?;
    scenario("scriptless-site", async |browser| {
        browser.set_scripts(false).await?;
        let seen = crawl(browser, &server.url(), Without::Scripts).await?;
        println!("{} pages without scripts", seen.len());
        all_reached(site, &server.url(), &seen)
    })
}

#[test]
fn a_reader_that_cannot_start_leaves_the_page_and_says_so() -> Outcome {
    let folder = tempfile::tempdir()?;
    let site = shared::samples()?.copy_to(&folder.path().join("site"))?;
    let newest = site.summaries().next().ok_or("there are no reports")?.id.clone();
    // WebAssembly without SIMD, a module that is none, and one that is not there.
    let wasm = fs::read_dir(site.folder.join("assets"))?
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|e| e == "wasm"))
        .ok_or("there is no wasm")?;
    let server = site.serve("/")?;
    scenario("plain-start", async |browser| {
        browser.expect_errors();
        let check = async |what: &str| -> Outcome {
            browser
                .open(&Address::report(&newest).href(&server.url()))
                .await?;
            let plain = "return document.documentElement.dataset.app === 'plain' &&
                document.querySelector('main article').innerText.length > 100 &&
                document.querySelector('.plain-note').getClientRects().length > 0";
            browser.wait_for::<bool>(what, plain, &[]).await.map(drop)
        };
        let method = "Page.addScriptToEvaluateOnNewDocument";
        browser.devtools("Page.enable", json!({})).await?;
        let no_simd = json!({ "source": "WebAssembly.validate = () => false" });
        let added: Value = browser.devtools(method, no_simd).await?;
        check("a page without SIMD").await?;
        browser
            .devtools("Page.removeScriptToEvaluateOnNewDocument", added)
            .await?;
        let whole = fs::read(&wasm)?;
        put(&wasm, b"no wasm")?;
        check("a page with a broken module").await?;
        fs::remove_file(&wasm)?;
        check("a page without its module").await?;
        fs::write(&wasm, whole)?;
        Reader::at(browser, server.url()).report(&newest).await.map(drop)
    })
}

fn put(path: &Path, bytes: &[u8]) -> Outcome {
    Ok(fs::write(path, bytes)?)
}
