//! A server for this machine alone: a built site as any static host would serve it.
//!
//! [`static_site`] serves a folder and nothing more, which is what tests use; [`live`] adds what
//! `kanbao serve` needs: watching, rebuilding, reloading.

mod files;
pub mod live;
mod watch;

use std::future::Future;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::thread::JoinHandle;
use std::{io, thread};

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use files::Files;

/// A running server. Dropped, it stops.
#[derive(Debug)]
pub struct ServerHandle {
    /// Where it listens.
    pub addr: SocketAddr,
    base_path: String,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl ServerHandle {
    /// The address of the site's root, ending with a slash.
    pub fn url(&self) -> String {
        format!("http://{}{}", self.addr, self.base_path)
    }

    /// Stops the server and closes every connection; returns when the port is free.
    pub fn stop(mut self) {
        self.shut_down();
    }

    fn shut_down(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for ServerHandle {
    fn drop(&mut self) {
        self.shut_down();
    }
}

/// Serves a folder at `base_path` (`/` or `/kanbao/`) on 127.0.0.1; port 0 takes any that is free.
///
/// # Errors
/// Where the port is taken or the server cannot start.
pub fn static_site(dir: &Path, base_path: &str, port: u16) -> io::Result<ServerHandle> {
    let files = Files::new(dir, base_path);
    let router = Router::new().fallback(answer).with_state(files);
    start(router, base_path, port, std::future::pending())
}

async fn answer(State(files): State<Files>, request: Request) -> axum::response::Response {
    files.answer(request).await
}

/// Runs a router on a thread of its own until the handle says stop or `until` ends. Dropping the runtime
/// closes connections that are still open, as a machine that goes away does.
fn start(
    router: Router,
    base_path: &str,
    port: u16,
    until: impl Future<Output = ()> + Send + 'static,
) -> io::Result<ServerHandle> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    let listener = runtime.block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, port)))?;
    let addr = listener.local_addr()?;
    let router = router.layer(middleware::from_fn(files::local_alone));
    let (stop, stopped) = oneshot::channel();
    let thread = thread::spawn(move || {
        runtime.block_on(async {
            tokio::select! {
                _ = axum::serve(listener, router) => {}
                _ = stopped => {}
                () = until => {}
            }
        });
        runtime.shutdown_background();
    });
    Ok(ServerHandle {
        addr,
        base_path: base_path.to_owned(),
        stop: Some(stop),
        thread: Some(thread),
    })
}
