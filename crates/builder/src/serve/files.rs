//! Answers requests from a site's folder.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use tower_http::services::ServeDir;

/// The largest page into which a script is put, in bytes.
const MAX_PAGE: usize = 64 << 20;

/// A folder and where in the server's address space it stands.
#[derive(Clone)]
pub(super) struct Files {
    dir: PathBuf,
    /// With a slash at both ends.
    base_path: String,
    /// Makes what is put at the end of every page's head.
    script: Option<Arc<dyn Fn() -> String + Send + Sync>>,
}

impl Files {
    pub(super) fn new(dir: &Path, base_path: &str) -> Self {
        Self {
            dir: dir.to_owned(),
            base_path: base_path.to_owned(),
            script: None,
        }
    }

    /// Puts a `<script>` into every page, made anew for each.
    pub(super) fn with_script(self, script: impl Fn() -> String + Send + Sync + 'static) -> Self {
        Self {
            script: Some(Arc::new(script)),
            ..self
        }
    }

    /// Answers a request: a file, a page for a folder, `404.html` for the rest; no folder is ever listed.
    pub(super) async fn answer(&self, request: Request) -> Response {
        let path = request.uri().path().to_owned();
        let mut response = match self.find(request).await {
            Ok(response) => response,
            Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
        };
        // What a host would be told to send, so that nothing works here that would not work there.
        if let Ok(rules) = tokio::fs::read_to_string(self.dir.join("_headers")).await {
            for (name, value) in rules_for(&rules, &path) {
                if let Ok(name) = HeaderName::try_from(name) {
                    set(&mut response, name, value);
                }
            }
        }
        // Here files are rewritten under the names that they have.
        set(&mut response, header::CACHE_CONTROL, "no-cache");
        set(&mut response, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
        response
    }

    async fn find(&self, request: Request) -> std::io::Result<Response> {
        let path = request.uri().path();
        let Some(rest) = path.strip_prefix(&self.base_path) else {
            let root = format!("{path}/") == self.base_path;
            return Ok(if root {
                Redirect::permanent(&self.base_path).into_response()
            } else {
                not_here()
            });
        };
        let inner = match request.uri().query() {
            Some(query) => format!("/{rest}?{query}"),
            None => format!("/{rest}"),
        };
        // Made before the file is read: a page that says it is newer than it is would not load itself again.
        let script = self.script.as_ref().map(|script| script());
        let headers = request.headers().clone();
        let response = self.file(request, &inner).await?;
        if response.status() == StatusCode::NOT_FOUND {
            return self.not_found(headers, script).await;
        }
        finished(response, script).await
    }

    /// What the folder holds at a path that begins at the site's root.
    async fn file(&self, mut request: Request, path: &str) -> std::io::Result<Response> {
        let Ok(uri) = path.parse::<Uri>() else {
            return Ok(not_here());
        };
        *request.uri_mut() = uri;
        let mut response = ServeDir::new(&self.dir).try_call(request).await?.map(Body::new);
        // The folder is asked with the base path taken off, so its redirects (to a folder's slash) lack it.
        let location = response
            .headers()
            .get(header::LOCATION)
            .and_then(|l| l.to_str().ok())
            .map(|l| format!("{}{}", self.base_path, l.trim_start_matches('/')));
        if let Some(location) = location {
            set(&mut response, header::LOCATION, &location);
        }
        Ok(response)
    }

    async fn not_found(&self, headers: HeaderMap, script: Option<String>) -> std::io::Result<Response> {
        let mut request = Request::new(Body::empty());
        if let Some(accept) = headers.get(header::ACCEPT) {
            request.headers_mut().insert(header::ACCEPT, accept.clone());
        }
        let page = self.file(request, "/404.html").await?;
        if page.status() != StatusCode::OK {
            return Ok(script.map_or_else(not_here, |script| not_yet(&script)));
        }
        let mut page = finished(page, script).await?;
        *page.status_mut() = StatusCode::NOT_FOUND;
        Ok(page)
    }
}

/// The headers of a `_headers` file for a path.
fn rules_for<'a>(rules: &'a str, path: &str) -> Vec<(&'a str, &'a str)> {
    let mut headers = Vec::new();
    let mut is_meant = false;
    for line in rules.lines() {
        if !line.starts_with(' ') {
            is_meant = match line.split_once('*') {
                Some((before, after)) => path
                    .strip_prefix(before)
                    .is_some_and(|rest| rest.ends_with(after)),
                None => line == path,
            };
        } else if is_meant && let Some((name, value)) = line.trim().split_once(": ") {
            headers.push((name, value));
        }
    }
    headers
}

/// Names the encoding of texts, which is always UTF-8, and puts the script into pages.
async fn finished(mut response: Response, script: Option<String>) -> std::io::Result<Response> {
    let kind = response
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|t| t.to_str().ok())
        .unwrap_or_default();
    if !kind.starts_with("text/") || kind.contains("charset") {
        return Ok(response);
    }
    let (is_page, kind) = (kind == "text/html", format!("{kind}; charset=utf-8"));
    set(&mut response, header::CONTENT_TYPE, &kind);
    match script {
        Some(script) if is_page && response.status() == StatusCode::OK => {
            with_script(response, &script).await
        }
        _ => Ok(response),
    }
}

async fn with_script(response: Response, script: &str) -> std::io::Result<Response> {
    let (mut head, body) = response.into_parts();
    let bytes = to_bytes(body, MAX_PAGE).await.map_err(std::io::Error::other)?;
    let page = String::from_utf8_lossy(&bytes).replacen("</head>", &format!("{script}</head>"), 1);
    head.headers.remove(header::CONTENT_LENGTH);
    head.headers.remove(header::ACCEPT_RANGES);
    // The file may be as it was while the script is another: a page from the browser's own storage would load itself
    // again for ever.
    head.headers.remove(header::LAST_MODIFIED);
    Ok(Response::from_parts(head, Body::from(page)))
}

fn not_here() -> Response {
    (StatusCode::NOT_FOUND, "not found").into_response()
}

/// Where nothing has been built, for the posts may be mended while the page is open.
fn not_yet(script: &str) -> Response {
    let page = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>kanbao serve</title>{script}</head>\
         <body><p>There is no site yet: this page shows it as soon as the posts can be built.</p></body></html>"
    );
    let mut response = (StatusCode::NOT_FOUND, page).into_response();
    set(&mut response, header::CONTENT_TYPE, "text/html; charset=utf-8");
    response
}

fn set(response: &mut Response, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

/// Refuses what was not meant for this machine by name: another site's name that resolves to it must not read what it
/// serves (DNS rebinding).
pub(super) async fn local_alone(request: Request, next: Next) -> Response {
    if is_local(request.headers()) {
        return next.run(request).await;
    }
    let says = "this server answers to localhost alone";
    (StatusCode::MISDIRECTED_REQUEST, says).into_response()
}

fn is_local(headers: &HeaderMap) -> bool {
    let host = headers
        .get(header::HOST)
        .and_then(|h| h.to_str().ok())
        .unwrap_or_default();
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    };
    matches!(name, "localhost" | "127.0.0.1" | "[::1]")
}

impl fmt::Debug for Files {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Files")
            .field("dir", &self.dir)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpStream;

    use super::super::{ServerHandle, static_site};

    fn site() -> (tempfile::TempDir, ServerHandle) {
        let dir = tempfile::tempdir().unwrap();
        for (name, text) in [
            ("index.html", "<head></head>home"),
            ("404.html", "lost"),
            ("2025/一/index.html", "report"),
            ("a.wasm", "\0asm"),
            ("manifest.webmanifest", "{}"),
        ] {
            let file = dir.path().join(name);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, text).unwrap();
        }
        let server = static_site(dir.path(), "/kanbao/", 0).unwrap();
        (dir, server)
    }

    fn get(server: &ServerHandle, path: &str, host: &str) -> String {
        let mut stream = TcpStream::connect(server.addr).unwrap();
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer.to_lowercase()
    }

    #[test]
    fn pages_are_found_below_the_base_path_alone() {
        let (_dir, server) = site();
        let get = |path: &str| get(&server, path, "localhost:1");
        let home = get("/kanbao/?q=x");
        assert!(
            home.starts_with("http/1.1 200") && home.ends_with("home"),
            "{home}"
        );
        assert!(
            home.contains("content-type: text/html; charset=utf-8")
                && home.contains("cache-control: no-cache")
        );
        assert!(get("/kanbao/2025/%E4%B8%80/").ends_with("report"));
        assert!(get("/kanbao").contains("location: /kanbao/\r\n"));
        assert!(get("/kanbao/2025/%E4%B8%80").contains("location: /kanbao/2025/%e4%b8%80/\r\n"));
        assert!(get("/").starts_with("http/1.1 404"));
    }

    #[test]
    fn what_is_not_there_gets_the_404_page_and_no_folder_is_listed() {
        let (_dir, server) = site();
        for path in ["/kanbao/nothing", "/kanbao/2025/", "/kanbao/../../etc/passwd"] {
            let answer = get(&server, path, "127.0.0.1");
            assert!(answer.starts_with("http/1.1 404"), "{path}: {answer}");
        }
        assert!(get(&server, "/kanbao/2025/", "127.0.0.1").ends_with("lost"));
    }

    #[test]
    fn media_types_are_what_browsers_insist_on() {
        let (_dir, server) = site();
        assert!(get(&server, "/kanbao/a.wasm", "localhost").contains("content-type: application/wasm\r\n"));
        assert!(
            get(&server, "/kanbao/manifest.webmanifest", "localhost").contains("application/manifest+json")
        );
    }

    #[test]
    fn other_names_for_this_machine_are_refused() {
        let (_dir, server) = site();
        for host in ["evil.example", "evil.example:8080", "localhost.evil.example", ""] {
            assert!(
                get(&server, "/kanbao/", host).starts_with("http/1.1 421"),
                "{host}"
            );
        }
        assert!(get(&server, "/kanbao/", "[::1]:8080").starts_with("http/1.1 200"));
    }

    #[test]
    fn headers_are_those_of_the_host() {
        let (dir, server) = site();
        let rules = "/kanbao/*\n  Content-Security-Policy: default-src 'none'\n  Referrer-Policy: no-referrer\n\
                     /kanbao/a.wasm\n  X-One: 1\n/other/*\n  X-Two: 2\n/kanbao/assets/*.wasm\n  X-Three: 3\n";
        std::fs::write(dir.path().join("_headers"), rules).unwrap();
        for path in ["/kanbao/", "/kanbao/a.wasm", "/kanbao/nothing"] {
            let answer = get(&server, path, "localhost");
            assert!(
                answer.contains("content-security-policy: default-src 'none'\r\n"),
                "{answer}"
            );
            assert!(answer.contains("referrer-policy: no-referrer\r\n") && answer.contains("nosniff"));
            assert_eq!(answer.contains("x-one: 1"), path == "/kanbao/a.wasm");
            assert!(!answer.contains("x-two") && !answer.contains("x-three"));
        }
    }

    #[test]
    fn nothing_outside_the_site_is_served_and_nobody_else_is_answered() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("site")).unwrap();
        std::fs::write(dir.path().join("secret.txt"), "the secret").unwrap();
        std::fs::write(dir.path().join("site/index.html"), "home").unwrap();
        let server = static_site(&dir.path().join("site"), "/", 0).unwrap();
        assert!(server.addr.ip().is_loopback());
        for path in [
            "/../secret.txt",
            "/%2e%2e/secret.txt",
            "/..%2fsecret.txt",
            "/%2e%2e%2fsecret.txt",
            "/..%5csecret.txt",
            "/x/../../secret.txt",
            "//secret.txt",
            "/./../secret.txt",
            "/%00/../secret.txt",
            "/..;/secret.txt",
            "/%252e%252e/secret.txt",
            "http://localhost/../secret.txt",
        ] {
            let answer = get(&server, path, "localhost");
            assert!(!answer.contains("the secret"), "{path}: {answer}");
            assert!(!answer.starts_with("http/1.1 200"), "{path}: {answer}");
        }
        let absolute = format!("/{}", dir.path().join("secret.txt").display());
        assert!(!get(&server, &absolute, "localhost").contains("the secret"));
        // A name for this machine counts in the line of the request as well as in its header.
        let elsewhere = get(&server, "http://evil.example/", "evil.example");
        assert!(elsewhere.starts_with("http/1.1 421"), "{elsewhere}");
        for host in [
            "127.0.0.1.evil.example",
            "localhost@evil.example",
            "evil.example#localhost",
            "0.0.0.0",
            "localhost.",
        ] {
            assert!(get(&server, "/", host).starts_with("http/1.1 4"), "{host}");
        }
    }

    #[test]
    fn a_stopped_server_is_gone() {
        let (_dir, server) = site();
        let addr = server.addr;
        let mut open = TcpStream::connect(addr).unwrap();
        server.stop();
        assert!(TcpStream::connect(addr).is_err());
        assert_eq!(open.read(&mut [0]).unwrap_or(0), 0);
    }
}
