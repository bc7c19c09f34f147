//! The driver's process: chromedriver, geckodriver or WebKitWebDriver.

use std::env;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::{Engine, PULSE};
use crate::Outcome;

/// How often a driver is started until one stays.
const ATTEMPTS: usize = 5;

/// How long the driver may take to close a browser when a test ends.
const CLOSING: Duration = Duration::from_secs(10);

/// How long WebKit's driver may take until it listens.
const STARTING: Duration = Duration::from_secs(20);

/// A driver of its own, on a port of its own. Dropped, it ends.
pub(super) struct Driver {
    process: Child,
    port: u16,
    /// What pages wrote as errors on Firefox's console, which it repeats on its output.
    said: Arc<Mutex<Vec<String>>>,
}

impl Driver {
    /// Starts `CHROMEDRIVER`, `GECKODRIVER` or `WEBKITDRIVER`, else the one on the PATH.
    pub(super) fn start(engine: Engine) -> Outcome<Self> {
        let (variable, name) = match engine {
            Engine::Chromium => ("CHROMEDRIVER", "chromedriver"),
            Engine::Firefox => ("GECKODRIVER", "geckodriver"),
            Engine::WebKit => ("WEBKITDRIVER", "WebKitWebDriver"),
        };
        let program = env::var_os(variable).unwrap_or_else(|| name.into());
        let mut outcome = Self::try_start(engine, &program);
        // It takes a free IPv4 port and ends where somebody has the same IPv6 one.
        for _ in 1..ATTEMPTS {
            if outcome.is_ok() {
                break;
            }
            outcome = Self::try_start(engine, &program);
        }
        outcome
    }

    fn try_start(engine: Engine, program: &OsStr) -> Outcome<Self> {
        let mut command = Command::new(program);
        command
            .args(arguments(engine)?)
            // Without a locale Chromium saves no file whose name is Chinese.
            .env("LC_ALL", "C.UTF-8")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut process = command.spawn().map_err(|e| {
            format!(
                "{} does not start: {e}; `cargo xtask test` installs it",
                program.to_string_lossy()
            )
        })?;
        let stdout = process.stdout.take().ok_or("the driver has no output")?;
        let mut driver = Self {
            process,
            port: 0,
            said: Arc::default(),
        };
        if engine == Engine::WebKit {
            // It says nothing, and nothing is read that it could wait for.
            driver.port = port_of(&command).ok_or("WebKit's driver has no port")?;
            driver.await_listening()?;
            return Ok(driver);
        }
        let mut lines = BufReader::new(stdout).lines().map_while(Result::ok);
        let mut said = String::new();
        driver.port = lines
            .by_ref()
            .find_map(|line| {
                said = format!("{said}\n{line}");
                port_in(&line)
            })
            .ok_or_else(|| format!("the driver ended without naming its port:{said}"))?;
        // A full pipe would stop it.
        let heard = Arc::clone(&driver.said);
        thread::spawn(move || {
            for line in lines.filter(|line| is_page_error(line)) {
                heard.lock().unwrap_or_else(PoisonError::into_inner).push(line);
            }
        });
        Ok(driver)
    }

    /// Errors that pages have written on Firefox's console since the last call.
    pub(super) fn take_said(&self) -> Vec<String> {
        std::mem::take(&mut *self.said.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn await_listening(&self) -> Outcome {
        let start = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_err() {
            crate::ensure!(start.elapsed() < STARTING, "WebKit's driver does not listen");
            thread::sleep(PULSE);
        }
        Ok(())
    }

    /// Where it listens.
    pub(super) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Closes a session's browser and waits for it, without a runtime: a test that failed has none to wait with.
    pub(super) fn close(&self, session: &str) -> std::io::Result<()> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        stream.set_read_timeout(Some(CLOSING))?;
        write!(
            stream,
            "DELETE /session/{session} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
        )?;
        stream.read(&mut [0; 1]).map(drop)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// What a driver is started with. WebKit's takes no port by itself: it is given one that was free a moment ago.
fn arguments(engine: Engine) -> Outcome<Vec<String>> {
    let words: &[&str] = match engine {
        Engine::Chromium => &["--port=0"],
        Engine::Firefox => &["--port=0", "--websocket-port=0", "--allow-system-access"],
        Engine::WebKit => {
            let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
            return Ok(vec![format!("--port={free}")]);
        }
    };
    Ok(words.iter().map(|word| (*word).to_owned()).collect())
}

/// The port that a driver was given.
fn port_of(command: &Command) -> Option<u16> {
    let first = command.get_args().next()?.to_str()?;
    first.strip_prefix("--port=")?.parse().ok()
}

/// Kills the browser of a profile without warning, and returns when its processes are gone.
pub(super) fn kill_browser(profile: &Path) -> Outcome {
    let profile = profile.to_string_lossy();
    loop {
        let list = Command::new("ps")
            .args(["-axo", "pid=,stat=,command="])
            .output()?;
        let list = String::from_utf8_lossy(&list.stdout);
        let mine = list.lines().filter_map(|line| {
            let mut words = line.split_whitespace();
            let (pid, stat) = (words.next()?, words.next()?);
            let is_browser = line.contains(&*profile) && !stat.starts_with('Z');
            is_browser.then(|| pid.to_owned())
        });
        let mine: Vec<String> = mine.collect();
        if mine.is_empty() {
            return Ok(());
        }
        // One that has ended meanwhile is no failure.
        Command::new("kill")
            .arg("-9")
            .args(&mine)
            .stderr(Stdio::null())
            .status()?;
        thread::sleep(PULSE);
    }
}

/// What a page wrote begins with a text in quotes; what Firefox writes about itself does not.
fn is_page_error(line: &str) -> bool {
    line.starts_with("console.error: \"")
}

/// Reads "ChromeDriver was started successfully on port 43211." and what geckodriver says.
fn port_in(line: &str) -> Option<u16> {
    line.rsplit_once("successfully on port ")
        .or_else(|| line.rsplit_once("Listening on 127.0.0.1:"))?
        .1
        .trim_end_matches('.')
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_is_read_from_the_last_line_of_the_start() {
        assert_eq!(
            port_in("ChromeDriver was started successfully on port 43211."),
            Some(43211)
        );
        assert_eq!(
            port_in("1795387413715\tgeckodriver\tINFO\tListening on 127.0.0.1:33103"),
            Some(33103)
        );
        assert_eq!(port_in("Starting ChromeDriver 141.0.7390.54 on port 0"), None);
        assert_eq!(port_in("Only local connections are allowed."), None);
    }
}
