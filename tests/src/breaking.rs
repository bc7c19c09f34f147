//! A static host that breaks where it is told to: connections that drop, bodies that end early or are wrong, answers of
//! others in its name, and no answer at all.
//!
//! Each connection carries one request, since browsers quietly repeat a request that fails on a connection in use.

mod answer;

use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;
use std::{fmt, process};

use answer::Answer;

/// Ports that no system gives away by itself, so that nobody else comes to listen where this host refuses.
const PORTS: std::ops::Range<u16> = 12_000..32_000;

/// What happens to a request.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Fault {
    /// The connection ends without an answer.
    Drop,
    /// The connection ends in the middle of the body.
    DropInBody,
    /// The answer is late by so many milliseconds.
    Delay(u64),
    /// The answer never comes; the connection stays open.
    Hang,
    /// The answer waits for [`BreakingHost::mend`].
    Hold,
    /// Half of the body, and the host says that this is all.
    Shorten,
    /// Half of the body, though the host has promised all.
    Truncate,
    /// As many bytes as there should be, but for some that are others.
    Corrupt,
    /// An answer with this status and a page of the host's.
    Status(u16),
    /// A page, as a host gives that has one page for every address; with 200.
    Page,
    /// A redirect to somebody else's page, as a network gives that wants a log-in first.
    Captive,
    /// From here on nobody listens.
    Stop,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Drop => f.write_str("dropped"),
            Self::DropInBody => f.write_str("dropped in the body"),
            Self::Delay(_) => f.write_str("late"),
            Self::Hang => f.write_str("never answered"),
            Self::Hold => f.write_str("held back"),
            Self::Shorten => f.write_str("shortened"),
            Self::Truncate => f.write_str("truncated"),
            Self::Corrupt => f.write_str("corrupted"),
            Self::Status(status) => write!(f, "{status}"),
            Self::Page => f.write_str("a page instead"),
            Self::Captive => f.write_str("captive portal"),
            Self::Stop => f.write_str("stopped from here on"),
        }
    }
}

/// Which requests something happens to. Counting begins with the last [`BreakingHost::forget`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum At {
    /// The request of this number; the first is 0.
    Number(usize),
    /// This one and every later one.
    From(usize),
    /// The request of this number among those for a path.
    Path(String, usize),
    /// Every request for paths that begin so.
    Below(String),
}

/// A request, and how it was answered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asked {
    /// The path with the leading slash, percent-decoded, without the query.
    pub path: String,
    /// What came after `?`.
    pub query: String,
    /// How many requests for the same path came before it.
    pub nth: usize,
    /// The status; 0 where there was no answer (yet).
    pub status: u16,
    /// What was done to it.
    pub fault: Option<Fault>,
}

/// A running host. Dropped, it stops.
pub struct BreakingHost {
    shared: Arc<Shared>,
    base_path: String,
}

struct Shared {
    address: SocketAddr,
    state: Mutex<State>,
    /// Told when the state changes that someone waits for.
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// Folders by base path (`/`, `/a/`).
    folders: HashMap<String, PathBuf>,
    faults: Vec<(At, Fault)>,
    log: Vec<Asked>,
    /// Connections that are open, by a running number, for they end with the host.
    open: HashMap<usize, TcpStream>,
    connections: usize,
    refuses: bool,
    listening: Option<JoinHandle<()>>,
    /// Counts the times when hung connections were let go.
    released: usize,
    caching: &'static str,
}

impl BreakingHost {
    /// Serves a folder at a base path (`/` or `/kanbao/`) as GitHub Pages does: answers are fresh for ten minutes, and
    /// have an `ETag`.
    ///
    /// # Errors
    /// Where no port is free.
    pub fn serve(folder: &Path, base_path: &str) -> io::Result<Self> {
        let listener = listen()?;
        let shared = Arc::new(Shared {
            address: listener.local_addr()?,
            state: Mutex::default(),
            changed: Condvar::new(),
        });
        {
            let mut state = shared.lock();
            state.folders.insert(base_path.to_owned(), folder.to_owned());
            state.caching = "max-age=600";
        }
        shared.start(listener);
        Ok(Self {
            shared,
            base_path: base_path.to_owned(),
        })
    }

    /// Address of the site's root, ending with a slash.
    pub fn url(&self) -> String {
        self.url_of(&self.base_path)
    }

    /// Address of a path that begins with a slash.
    pub fn url_of(&self, path: &str) -> String {
        format!("http://{}{path}", self.shared.address)
    }

    /// What the host says in `Cache-Control` from now on.
    pub fn set_caching(&self, caching: &'static str) {
        self.shared.lock().caching = caching;
    }

    /// Serves another folder instead, from the next request on.
    pub fn publish(&self, folder: &Path) {
        self.publish_at(&self.base_path, folder);
    }

    /// Serves a folder at one more base path, or another one there; the longest that fits is asked.
    pub fn publish_at(&self, base_path: &str, folder: &Path) {
        let mut state = self.shared.lock();
        state.folders.insert(base_path.to_owned(), folder.to_owned());
    }

    /// Breaks the requests that match, until [`Self::mend`]. Of several that match, the first counts.
    pub fn break_at(&self, at: At, fault: Fault) {
        self.shared.lock().faults.push((at, fault));
    }

    /// Breaks nothing any more; requests that hang are dropped, those held back answered. Where nobody listened, somebody does.
    ///
    /// # Errors
    /// Where another program has taken the port.
    pub fn mend(&self) -> io::Result<()> {
        {
            let mut state = self.shared.lock();
            state.faults.clear();
            state.released += 1;
        }
        self.shared.changed.notify_all();
        self.accept()
    }

    /// Flight mode: open connections end, new ones are refused.
    pub fn refuse(&self) {
        self.shared.refuse();
    }

    /// Listens again after [`Self::refuse`] or [`Fault::Stop`].
    ///
    /// # Errors
    /// Where another program has taken the port.
    pub fn accept(&self) -> io::Result<()> {
        let mut state = self.shared.lock();
        if !state.refuses {
            return Ok(());
        }
        let listening = state.listening.take();
        drop(state);
        if let Some(thread) = listening {
            let _ = thread.join();
        }
        let listener = TcpListener::bind(self.shared.address)?;
        self.shared.lock().refuses = false;
        self.shared.start(listener);
        Ok(())
    }

    /// The requests since the last [`Self::forget`], in the order in which they came.
    pub fn log(&self) -> Vec<Asked> {
        self.shared.lock().log.clone()
    }

    /// Begins counting requests anew.
    pub fn forget(&self) {
        self.shared.lock().log.clear();
    }

    /// Whether no request is being answered; those that hang do not count.
    pub fn is_idle(&self) -> bool {
        let state = self.shared.lock();
        let hung = state.log.iter().filter(|asked| asked.fault == Some(Fault::Hang));
        state.open.len() <= hung.count()
    }

    /// Whether something was done to a request since the last [`Self::forget`].
    pub fn has_broken(&self) -> bool {
        self.shared.lock().log.iter().any(|asked| asked.fault.is_some())
    }
}

impl Drop for BreakingHost {
    fn drop(&mut self) {
        self.shared.lock().faults.clear();
        self.shared.refuse();
        let listening = self.shared.lock().listening.take();
        if let Some(thread) = listening {
            let _ = thread.join();
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn start(self: &Arc<Self>, listener: TcpListener) {
        let shared = Arc::clone(self);
        let thread = thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if shared.lock().refuses {
                    return;
                }
                let shared = Arc::clone(&shared);
                // A browser that leaves ends its connection, and that is all.
                thread::spawn(move || drop(shared.serve(stream)));
            }
        });
        self.lock().listening = Some(thread);
    }

    fn refuse(&self) {
        {
            let mut state = self.lock();
            if state.refuses {
                return;
            }
            state.refuses = true;
        }
        // Each wakes the thread that listens, which then leaves and closes the port.
        while TcpStream::connect(self.address).is_ok() {
            thread::yield_now();
        }
        // Only now, so that whoever loses a connection finds nobody to ask again.
        let mut state = self.lock();
        state.released += 1;
        for (_, stream) in state.open.drain() {
            let _ = stream.shutdown(Shutdown::Both);
        }
        drop(state);
        self.changed.notify_all();
    }

    fn serve(&self, stream: TcpStream) -> io::Result<()> {
        stream.set_nodelay(true)?;
        let number = {
            let mut state = self.lock();
            state.connections += 1;
            let number = state.connections;
            if state.refuses {
                return Ok(());
            }
            state.open.insert(number, stream.try_clone()?);
            number
        };
        let outcome = self.talk(&stream);
        self.lock().open.remove(&number);
        // Also where a copy of the connection is still held by whoever ends them all.
        let _ = stream.shutdown(Shutdown::Both);
        outcome
    }

    /// Answers the one request of a connection.
    fn talk(&self, stream: &TcpStream) -> io::Result<()> {
        let mut lines = BufReader::new(stream).lines();
        let Some(request) = lines.next().transpose()? else {
            return Ok(());
        };
        let mut known = None;
        while let Some(header) = lines.next().transpose()? {
            if header.is_empty() {
                break;
            }
            if let Some((name, value)) = header.split_once(": ")
                && name.eq_ignore_ascii_case("if-none-match")
            {
                known = Some(value.to_owned());
            }
        }
        let url = request.split(' ').nth(1).unwrap_or("/");
        let (path, query) = url.split_once('?').unwrap_or((url, ""));
        let path = answer::decoded(path);
        let (entry, fault, released, caching) = self.note(&path, query);
        match fault {
            Some(Fault::Drop) => return Ok(()),
            Some(Fault::Stop) => {
                self.refuse();
                return Ok(());
            }
            Some(Fault::Hang | Fault::Hold) => {
                let state = self.lock();
                let waiting = |state: &mut State| state.released == released;
                drop(self.changed.wait_while(state, waiting));
                if fault == Some(Fault::Hang) {
                    return Ok(());
                }
            }
            Some(Fault::Delay(time)) => thread::sleep(Duration::from_millis(time)),
            _ => {}
        }
        let found = self.find(&path);
        let port = self.address.port();
        let answer = Answer::new(found, known.as_deref(), caching, fault, port);
        if let Some(asked) = self.lock().log.get_mut(entry) {
            asked.status = answer.status;
        }
        let mut out = stream;
        out.write_all(&answer.bytes)
    }

    /// Writes a request down; gives its place in the log, what to do to it, how often hung ones were let go, and what
    /// is said about caching.
    fn note(&self, path: &str, query: &str) -> (usize, Option<Fault>, usize, &'static str) {
        let mut state = self.lock();
        let number = state.log.len();
        let nth = state.log.iter().filter(|asked| asked.path == path).count();
        let matches = |at: &At| match at {
            At::Number(wanted) => number == *wanted,
            At::From(first) => number >= *first,
            At::Path(wanted, which) => wanted == path && nth == *which,
            At::Below(start) => path.starts_with(start),
        };
        let fault = state.faults.iter().find(|(at, _)| matches(at));
        let fault = fault.map(|(_, fault)| *fault);
        state.log.push(Asked {
            path: path.to_owned(),
            query: query.to_owned(),
            nth,
            status: 0,
            fault,
        });
        (number, fault, state.released, state.caching)
    }

    fn find(&self, path: &str) -> answer::Found {
        if path == answer::PORTAL {
            return answer::Found::Portal;
        }
        let state = self.lock();
        let fitting = state.folders.iter().filter(|(base, _)| path.starts_with(*base));
        let longest = fitting.max_by_key(|(base, _)| base.len());
        let found = longest.map(|(base, folder)| (folder.clone(), path[base.len()..].to_owned()));
        drop(state);
        match found {
            Some((folder, rest)) => answer::find(&folder, &rest),
            None => answer::Found::Nothing,
        }
    }
}

/// A port of this process's own, below those that systems give away.
fn listen() -> io::Result<TcpListener> {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let count = PORTS.end - PORTS.start;
    // Test programs that run side by side begin far from each other.
    let first = (process::id().wrapping_mul(2_654_435_761) >> 16) as u16 % count;
    for _ in 0..count {
        let step = NEXT.fetch_add(1, Ordering::Relaxed);
        let port = PORTS.start + ((u32::from(first) + u32::from(step)) % u32::from(count)) as u16;
        if let Ok(listener) = TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
            return Ok(listener);
        }
    }
    Err(io::Error::new(io::ErrorKind::AddrInUse, "no port is free"))
}

#[cfg(test)]
mod tests;
