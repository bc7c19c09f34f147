//! `kanbao serve`: a site that follows its posts.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};
use std::{fmt, io};

use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use axum::response::sse::{Event as SseEvent, KeepAlive, Sse};
use axum::routing::get;
use notify_debouncer_full::notify;
use serde::Serialize;
use tokio::sync::watch;
use tokio_stream::StreamExt as _;
use tokio_stream::wrappers::WatchStream;

use super::files::Files;
use super::watch::Watch;
use super::{ServerHandle, answer, start};

const RELOAD: &str = include_str!("reload.js");
const PANEL: &str = include_str!("panel.css");

/// How often folders are looked at that may have gone or come back.
const PULSE: Duration = Duration::from_millis(400);

/// Many files that change one after the other are one change, as long as no pause between them is longer than this…
const PAUSE: Duration = Duration::from_millis(250);

/// … and it has not gone on for this long.
const BURST: Duration = Duration::from_secs(3);

/// A served site that watches folders.
#[derive(Debug)]
pub struct Live {
    /// The server.
    pub server: ServerHandle,
    events: Receiver<Event>,
    shown: watch::Sender<Arc<Shown>>,
    watch: Watch,
}

/// What happened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Event {
    /// These files or folders have changed, come or gone.
    Changed(BTreeSet<PathBuf>),
    /// The person at the keyboard has had enough.
    Stop,
}

/// What open pages are told of the last build.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Shown {
    /// The generation that is served; a page of another one loads itself again.
    pub generation: String,
    /// What is wrong, worst first.
    pub problems: Vec<Problem>,
    /// How many more problems there are than those.
    pub more: usize,
    /// How many there are of each severity, in words.
    pub counts: String,
}

/// A problem as the page shows it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Problem {
    /// `error` or `warning`.
    pub severity: String,
    /// `posts/_posts/a.md:3:1`; empty where it is of no file.
    pub place: String,
    /// What is wrong.
    pub message: String,
    /// The source line with its caret; may be empty.
    pub source: String,
    /// What was done and what to do; may be empty.
    pub help: String,
}

/// Why serving could not begin.
#[derive(Debug)]
pub enum LiveError {
    /// The server could not start on this port.
    Server(u16, io::Error),
    /// A folder cannot be watched.
    Watch(notify::Error),
}

impl fmt::Display for LiveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LiveError::Server(port, error) if error.kind() == io::ErrorKind::AddrInUse => {
                write!(
                    f,
                    "port {port} is taken by another program\n  help: choose one with --port, or 0 for any"
                )
            }
            LiveError::Server(port, error) => write!(f, "cannot listen on 127.0.0.1:{port}: {error}"),
            LiveError::Watch(error) if matches!(error.kind, notify::ErrorKind::MaxFilesWatch) => f.write_str(
                "the system watches no more folders\n  \
                 help: serve a folder with less in it, or raise fs.inotify.max_user_watches",
            ),
            LiveError::Watch(error) => write!(f, "cannot watch for changes: {error}"),
        }
    }
}

impl std::error::Error for LiveError {}

impl Live {
    /// Serves `site` at the root of 127.0.0.1:`port`; with `reload`, open pages load themselves again when another
    /// build is [shown](Live::show). Nothing is [followed](Live::follow) yet.
    ///
    /// # Errors
    /// Where the port is taken or nothing can be watched.
    pub fn start(site: &Path, port: u16, reload: bool) -> Result<Self, LiveError> {
        let (sender, events) = mpsc::channel();
        let watch = Watch::new(sender.clone()).map_err(LiveError::Watch)?;
        let (shown, current) = watch::channel(Arc::<Shown>::default());
        let mut files = Files::new(site, "/");
        if reload {
            let current = current.clone();
            files = files.with_script(move || tag(&current.borrow().generation));
        }
        let files = Router::new().fallback(answer).with_state(files);
        let script = |kind, text: &'static str| {
            get(async move || ([(header::CONTENT_TYPE, kind)], text).into_response())
        };
        let router = Router::new()
            .route("/__kanbao/events", get(stream))
            .with_state(current)
            .route(
                "/__kanbao/reload.js",
                script("text/javascript; charset=utf-8", RELOAD),
            )
            .route("/__kanbao/panel.css", script("text/css; charset=utf-8", PANEL))
            .fallback_service(files);
        let interrupted = async move {
            let _ = tokio::signal::ctrl_c().await;
            let _ = sender.send(Event::Stop);
        };
        let server = start(router, "/", port, interrupted).map_err(|e| LiveError::Server(port, e))?;
        Ok(Self {
            server,
            events,
            shown,
            watch,
        })
    }

    /// Watches these folders with everything below, and no others; those that are not there are waited for.
    ///
    /// # Errors
    /// Where a folder cannot be watched.
    pub fn follow(&mut self, folders: &[PathBuf]) -> Result<(), LiveError> {
        self.watch.follow(folders).map_err(LiveError::Watch)
    }

    /// Waits for the next event; changes that have piled up count as one.
    pub fn next_event(&mut self) -> Event {
        let mut changed = loop {
            match self.events.recv_timeout(PULSE) {
                Ok(Event::Changed(paths)) => break paths,
                Ok(Event::Stop) | Err(RecvTimeoutError::Disconnected) => return Event::Stop,
                Err(RecvTimeoutError::Timeout) => {
                    let paths = self.watch.look_again();
                    if !paths.is_empty() {
                        break paths;
                    }
                }
            }
        };
        let start = Instant::now();
        while start.elapsed() < BURST {
            match self.events.recv_timeout(PAUSE) {
                Ok(Event::Changed(paths)) => changed.extend(paths),
                Ok(Event::Stop) => return Event::Stop,
                Err(_) => break,
            }
        }
        changed.extend(self.watch.look_again());
        Event::Changed(changed)
    }

    /// Tells every open page, and those that will be opened, of a build.
    pub fn show(&self, shown: Shown) {
        self.shown.send_replace(Arc::new(shown));
    }
}

/// The script of a page of this generation.
fn tag(generation: &str) -> String {
    format!("<script type=\"module\" src=\"/__kanbao/reload.js?generation={generation}\"></script>")
}

/// What is shown now, and from then on whatever else will be: a page that comes late has missed nothing.
async fn stream(
    State(current): State<watch::Receiver<Arc<Shown>>>,
) -> Sse<impl tokio_stream::Stream<Item = Result<SseEvent, serde_json::Error>>> {
    let event = |shown: Arc<Shown>| {
        Ok(SseEvent::default()
            .event("build")
            .data(serde_json::to_string(&*shown)?))
    };
    let events = WatchStream::new(current).map(event);
    Sse::new(events).keep_alive(KeepAlive::default())
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpStream;

    use super::*;

    fn site() -> (tempfile::TempDir, Live) {
        let site = tempfile::tempdir().unwrap();
        std::fs::write(site.path().join("index.html"), "<head></head>").unwrap();
        let live = Live::start(site.path(), 0, true).unwrap();
        (site, live)
    }

    fn ask(live: &Live, path: &str, host: &str) -> TcpStream {
        let mut page = TcpStream::connect(live.server.addr).unwrap();
        write!(
            page,
            "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        page
    }

    fn read_until(page: &mut TcpStream, wanted: &str) -> String {
        let mut said = String::new();
        let mut buffer = [0; 4096];
        while !said.contains(wanted) {
            let read = page.read(&mut buffer).unwrap();
            assert!(read > 0, "{wanted} is not in {said}");
            said.push_str(&String::from_utf8_lossy(&buffer[..read]));
        }
        said
    }

    #[test]
    fn a_change_is_noticed_and_open_pages_are_told() {
        let posts = tempfile::tempdir().unwrap();
        let posts_path = posts.path().canonicalize().unwrap();
        let (_site, mut live) = site();
        live.follow(std::slice::from_ref(&posts_path)).unwrap();
        let mut page = ask(&live, "/__kanbao/events", "localhost");
        read_until(&mut page, "\"generation\":\"\"");

        let post = posts_path.join("a.md");
        std::fs::write(&post, "text").unwrap();
        assert_eq!(live.next_event(), Event::Changed(BTreeSet::from([post])));
        live.show(Shown {
            generation: "g2".into(),
            ..Shown::default()
        });
        read_until(&mut page, "\"generation\":\"g2\"");
        let answer = read_until(&mut ask(&live, "/", "localhost"), "</head>");
        assert!(answer.contains(&tag("g2")), "{answer}");
        // Nothing by which a browser would take the page of an earlier generation for this one.
        let has = |name| answer.to_lowercase().contains(name);
        assert!(!has("last-modified:") && !has("etag:"), "{answer}");
        // Whoever comes late is told the same.
        read_until(&mut ask(&live, "/__kanbao/events", "localhost"), "g2");
    }

    #[test]
    fn a_burst_of_changes_is_one() {
        let posts = tempfile::tempdir().unwrap();
        let posts_path = posts.path().canonicalize().unwrap();
        let (_site, mut live) = site();
        live.follow(std::slice::from_ref(&posts_path)).unwrap();
        let writing = posts_path.clone();
        let writer = std::thread::spawn(move || {
            for number in 0..20 {
                std::fs::write(writing.join(format!("{number}.md")), "text").unwrap();
                std::thread::sleep(Duration::from_millis(20));
            }
        });
        let Event::Changed(paths) = live.next_event() else {
            panic!("it stopped")
        };
        writer.join().unwrap();
        assert_eq!(paths.len(), 20, "{paths:?}");
    }

    #[test]
    fn what_pages_are_told_is_told_to_this_machine_alone() {
        let (_site, live) = site();
        for path in ["/", "/__kanbao/events", "/__kanbao/reload.js"] {
            let mut answer = [0; 12];
            ask(&live, path, "evil.example").read_exact(&mut answer).unwrap();
            assert_eq!(&answer, b"HTTP/1.1 421", "{path}");
        }
    }

    #[test]
    fn without_reloading_pages_are_as_they_were_built() {
        let site = tempfile::tempdir().unwrap();
        std::fs::write(site.path().join("index.html"), "<head></head>").unwrap();
        let live = Live::start(site.path(), 0, false).unwrap();
        let answer = read_until(&mut ask(&live, "/", "localhost"), "</head>");
        assert!(answer.ends_with("<head></head>"), "{answer}");
    }

    #[test]
    fn a_port_that_is_taken_is_told_with_what_to_do() {
        let (site, live) = site();
        let error = Live::start(site.path(), live.server.addr.port(), true).unwrap_err();
        assert!(
            error.to_string().contains("help: choose one with --port"),
            "{error}"
        );
    }
}
