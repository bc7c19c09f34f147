//! A real nginx with the very settings that the documentation gives to publishers.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::posts::repository;
use crate::{Outcome, ensure};

/// How often it is tried with another port, which somebody may take between two steps.
const ATTEMPTS: usize = 4;

/// How long it may take to answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// A running nginx. Dropped, it stops.
pub struct Nginx {
    process: Child,
    port: u16,
    /// Whether it sends `.br` files.
    pub has_brotli: bool,
    _folder: TempDir,
}

/// An answer.
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Names in lower case, with their values.
    headers: Vec<(String, String)>,
}

impl Answer {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers
            .find(|(other, _)| other == name)
            .map(|(_, value)| value.as_str())
    }
}

impl Nginx {
    /// Serves `root`, in which a site stands at `base_path`; `None`, said so, where there is no nginx.
    ///
    /// # Errors
    /// Where it does not start.
    pub fn start(root: &Path, base_path: &str) -> Outcome<Option<Self>> {
        let Some(program) = program() else {
            println!("skipped: no nginx (`cargo xtask test` fetches it on Debian)");
            return Ok(None);
        };
        let mut outcome = Self::try_start(&program, root, base_path);
        for _ in 1..ATTEMPTS {
            if outcome.is_ok() {
                break;
            }
            outcome = Self::try_start(&program, root, base_path);
        }
        outcome.map(Some)
    }

    fn try_start(program: &Path, root: &Path, base_path: &str) -> Outcome<Self> {
        let folder = tempfile::Builder::new().prefix("kanbao-nginx-").tempdir()?;
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        // usr/sbin/nginx, and beside it usr/lib and etc as the package has them.
        let tree = program.ancestors().nth(3).ok_or("nginx stands nowhere")?;
        let brotli = tree.join("usr/lib/nginx/modules/ngx_http_brotli_static_module.so");
        let brotli = brotli.is_file().then_some(brotli);
        let settings = settings(root, base_path, port, brotli.is_some())?;
        fs::write(folder.path().join("kanbao.conf"), settings)?;
        let main = main_settings(
            folder.path(),
            &tree.join("etc/nginx/mime.types"),
            brotli.as_deref(),
        )?;
        fs::write(folder.path().join("nginx.conf"), main)?;
        let mut command = Command::new(program);
        command
            .arg("-p")
            .arg(folder.path())
            .args(["-c", "nginx.conf", "-e", "stderr"]);
        let process = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn()?;
        let mut nginx = Self {
            process,
            port,
            has_brotli: brotli.is_some(),
            _folder: folder,
        };
        nginx.wait()?;
        Ok(nginx)
    }

    fn wait(&mut self) -> Outcome {
        let deadline = Instant::now() + PATIENCE;
        while TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_err() {
            if let Some(status) = self.process.try_wait()? {
                return Err(format!("nginx ended with {status}").into());
            }
            ensure!(Instant::now() < deadline, "nginx does not answer");
            thread::sleep(Duration::from_millis(10));
        }
        Ok(())
    }

    /// The address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// Asks for a path, understanding these encodings.
    ///
    /// # Errors
    /// Where there is no answer.
    pub fn get(&self, path: &str, encodings: &str) -> Outcome<Answer> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: {encodings}\r\nConnection: close\r\n\r\n"
        )?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes)?;
        let text = String::from_utf8_lossy(&bytes);
        let head = text.split("\r\n\r\n").next().unwrap_or_default();
        let mut lines = head.lines();
        let status = lines
            .next()
            .and_then(|line| line.split(' ').nth(1))
            .unwrap_or_default();
        let headers = lines.filter_map(|line| line.split_once(": "));
        Ok(Answer {
            status: status.parse()?,
            headers: headers
                .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
                .collect(),
        })
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// `KANBAO_NGINX`, else the one that the system has.
fn program() -> Option<PathBuf> {
    let named = env::var_os("KANBAO_NGINX").map(PathBuf::from);
    named.or_else(|| Some(PathBuf::from("/usr/sbin/nginx")).filter(|path| path.is_file()))
}

/// The file that publishers copy, with the lines filled in that it tells them to fill in.
fn settings(root: &Path, base_path: &str, port: u16, has_brotli: bool) -> Outcome<String> {
    let mut text = fs::read_to_string(repository().join("docs/hosts/nginx.conf"))?;
    let mut fill_in = |line: &str, filled: String| -> Outcome {
        let found = text.lines().filter(|other| other.trim() == line).count();
        ensure!(
            found == 1,
            "docs/hosts/nginx.conf has the line `{line}` {found} times"
        );
        text = text.replacen(line, &filled, 1);
        Ok(())
    };
    fill_in("listen 80;", format!("listen 127.0.0.1:{port};"))?;
    fill_in("root /var/www/reports;", format!("root {};", root.display()))?;
    fill_in(
        "error_page 404 /404.html;",
        format!("error_page 404 {base_path}404.html;"),
    )?;
    if has_brotli {
        fill_in("#brotli_static on;", "brotli_static on;".to_owned())?;
    }
    Ok(text)
}

/// What stands around that file: one process, with the rights of whoever runs the tests, that writes nowhere else.
fn main_settings(folder: &Path, types: &Path, brotli: Option<&Path>) -> Outcome<String> {
    let mut text = String::new();
    if let Some(module) = brotli {
        writeln!(text, "load_module {};", module.display())?;
    }
    writeln!(
        text,
        "daemon off;\nmaster_process off;\npid nginx.pid;\nerror_log stderr crit;\nevents {{}}"
    )?;
    writeln!(text, "http {{\naccess_log off;\ninclude {};", types.display())?;
    for kind in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"] {
        writeln!(text, "{kind}_temp_path {};", folder.join(kind).display())?;
    }
    writeln!(text, "include kanbao.conf;\n}}")?;
    Ok(text)
}
