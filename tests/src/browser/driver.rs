//! The chromedriver process.

use std::env;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use crate::Outcome;

/// How often a driver is started until one stays.
const ATTEMPTS: usize = 5;

/// How long the driver may take to close a browser when a test ends.
const CLOSING: Duration = Duration::from_secs(10);

/// A chromedriver of its own, on a port that it chose itself. Dropped, it ends.
pub(super) struct Driver {
    process: Child,
    port: u16,
}

impl Driver {
    /// Starts `CHROMEDRIVER`, else the one on the PATH.
    pub(super) fn start() -> Outcome<Self> {
        let program = env::var_os("CHROMEDRIVER").unwrap_or_else(|| "chromedriver".into());
        let mut outcome = Self::try_start(&program);
        // It takes a free IPv4 port and ends where somebody has the same IPv6 one.
        for _ in 1..ATTEMPTS {
            if outcome.is_ok() {
                break;
            }
            outcome = Self::try_start(&program);
        }
        outcome
    }

    fn try_start(program: &OsStr) -> Outcome<Self> {
        let mut command = Command::new(program);
        command
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut process = command.spawn().map_err(|e| {
            format!(
                "{} does not start: {e}; `cargo xtask test` installs it",
                program.to_string_lossy()
            )
        })?;
        let stdout = process.stdout.take().ok_or("chromedriver has no output")?;
        let mut driver = Self { process, port: 0 };
        let mut lines = BufReader::new(stdout).lines().map_while(Result::ok);
        let mut said = String::new();
        driver.port = lines
            .by_ref()
            .find_map(|line| {
                said = format!("{said}\n{line}");
                port_in(&line)
            })
            .ok_or_else(|| format!("chromedriver ended without naming its port:{said}"))?;
        // A full pipe would stop it.
        thread::spawn(move || lines.for_each(drop));
        Ok(driver)
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

/// Reads "ChromeDriver was started successfully on port 43211."
fn port_in(line: &str) -> Option<u16> {
    line.rsplit_once("successfully on port ")?
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
        assert_eq!(port_in("Starting ChromeDriver 141.0.7390.54 on port 0"), None);
        assert_eq!(port_in("Only local connections are allowed."), None);
    }
}
