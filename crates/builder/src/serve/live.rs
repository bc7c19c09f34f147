//! `kanbao serve`: a site that follows its posts.

use std::path::{Component, Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::Duration;
use std::{fmt, io};

use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::sse::{Event as SseEvent, KeepAlive, Sse};
use axum::routing::get;
use notify_debouncer_full::notify::{self, EventKind, RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, Debouncer, RecommendedCache, new_debouncer};
use tokio::sync::broadcast;
use tokio_stream::StreamExt as _;
use tokio_stream::wrappers::BroadcastStream;

use super::files::Files;
use super::{ServerHandle, answer, start};

/// Long enough for an editor to finish saving, short enough not to be waited for.
const DEBOUNCE: Duration = Duration::from_millis(200);

const RELOAD: &str = include_str!("reload.js");
const RELOAD_TAG: &str = "<script type=\"module\" src=\"/__kanbao/reload.js\"></script>";

/// A served site that watches folders.
#[derive(Debug)]
pub struct Live {
    /// The server.
    pub server: ServerHandle,
    events: Receiver<Event>,
    reload: broadcast::Sender<()>,
    /// Watches as long as it lives.
    _watcher: Debouncer<RecommendedWatcher, RecommendedCache>,
}

/// What happened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Event {
    /// Something in a watched folder changed.
    Changed,
    /// The person at the keyboard has had enough.
    Stop,
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
            LiveError::Watch(error) => write!(f, "cannot watch for changes: {error}"),
        }
    }
}

impl std::error::Error for LiveError {}

impl Live {
    /// Serves `site` at the root of 127.0.0.1:`port` and watches `folders` with everything below.
    ///
    /// # Errors
    /// Where the port is taken or a folder cannot be watched.
    pub fn start(site: &Path, port: u16, folders: &[PathBuf]) -> Result<Self, LiveError> {
        let (sender, events) = mpsc::channel();
        let watcher = watch(folders, sender.clone()).map_err(LiveError::Watch)?;
        let (reload, _) = broadcast::channel(16);
        let files = Router::new()
            .fallback(answer)
            .with_state(Files::new(site, "/").with_script(RELOAD_TAG));
        let router = Router::new()
            .route("/__kanbao/events", get(stream))
            .with_state(reload.clone())
            .route(
                "/__kanbao/reload.js",
                get(|| async { ([(header::CONTENT_TYPE, "text/javascript")], RELOAD) }),
            )
            .fallback_service(files);
        let interrupted = async move {
            let _ = tokio::signal::ctrl_c().await;
            let _ = sender.send(Event::Stop);
        };
        let server = start(router, "/", port, interrupted).map_err(|e| LiveError::Server(port, e))?;
        Ok(Self {
            server,
            events,
            reload,
            _watcher: watcher,
        })
    }

    /// Waits for the next event; changes that have piled up count as one.
    pub fn next(&self) -> Event {
        let Ok(mut event) = self.events.recv() else {
            return Event::Stop;
        };
        while let Ok(next) = self.events.try_recv() {
            if next == Event::Stop {
                event = next;
            }
        }
        event
    }

    /// Has every open page loaded again.
    pub fn reload(&self) {
        // No page being open is no error.
        let _ = self.reload.send(());
    }
}

async fn stream(
    State(reload): State<broadcast::Sender<()>>,
) -> Sse<impl tokio_stream::Stream<Item = Result<SseEvent, std::convert::Infallible>>> {
    let events =
        BroadcastStream::new(reload.subscribe()).map(|_| Ok(SseEvent::default().event("reload").data("")));
    Sse::new(events).keep_alive(KeepAlive::default())
}

fn watch(
    folders: &[PathBuf],
    events: Sender<Event>,
) -> Result<Debouncer<RecommendedWatcher, RecommendedCache>, notify::Error> {
    let roots = folders.to_vec();
    let handler = move |result: DebounceEventResult| {
        let Ok(changes) = result else { return };
        let relevant = |path: &PathBuf| roots.iter().any(|root| is_relevant(root, path));
        if changes
            .iter()
            .any(|c| !matches!(c.kind, EventKind::Access(_)) && c.paths.iter().any(relevant))
        {
            let _ = events.send(Event::Changed);
        }
    };
    let mut debouncer = new_debouncer(DEBOUNCE, None, handler)?;
    for folder in folders {
        debouncer.watch(folder, RecursiveMode::Recursive)?;
    }
    Ok(debouncer)
}

/// Whether a change there can concern the site: not in hidden folders (`.git`, editors' swap files) nor where
/// build tools work.
fn is_relevant(root: &Path, path: &Path) -> bool {
    let Ok(inside) = path.strip_prefix(root) else {
        return false;
    };
    !inside.components().any(|part| match part {
        Component::Normal(name) => {
            let name = name.to_string_lossy();
            name.starts_with('.') || name.ends_with('~') || matches!(&*name, "target" | "node_modules")
        }
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpStream;

    use super::*;

    #[test]
    fn hidden_and_temporary_files_do_not_count() {
        let root = Path::new("/posts");
        for (path, relevant) in [
            ("/posts/_posts/a.md", true),
            ("/posts/.git/index", false),
            ("/posts/_posts/.a.md.swp", false),
            ("/posts/target/debug/x", false),
            ("/elsewhere/a.md", false),
        ] {
            assert_eq!(is_relevant(root, Path::new(path)), relevant, "{path}");
        }
    }

    #[test]
    fn a_change_is_noticed_and_open_pages_are_told() {
        let posts = tempfile::tempdir().unwrap();
        let posts_path = posts.path().canonicalize().unwrap();
        let site = tempfile::tempdir().unwrap();
        std::fs::write(site.path().join("index.html"), "<head></head>").unwrap();
        let live = Live::start(site.path(), 0, std::slice::from_ref(&posts_path)).unwrap();

        let mut page = TcpStream::connect(live.server.addr).unwrap();
        write!(page, "GET /__kanbao/events HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        let mut buffer = [0; 1024];
        let read = page.read(&mut buffer).unwrap();
        assert!(String::from_utf8_lossy(&buffer[..read]).contains("text/event-stream"));

        std::fs::write(posts_path.join("a.md"), "text").unwrap();
        assert_eq!(live.next(), Event::Changed);
        live.reload();
        let read = page.read(&mut buffer).unwrap();
        assert!(String::from_utf8_lossy(&buffer[..read]).contains("event: reload"));

        let mut page = TcpStream::connect(live.server.addr).unwrap();
        write!(
            page,
            "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = String::new();
        page.read_to_string(&mut answer).unwrap();
        assert!(answer.contains(RELOAD_TAG), "{answer}");
    }
}
