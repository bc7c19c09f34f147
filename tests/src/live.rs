//! `kanbao serve` as it runs beside an editor.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::site::kanbao;
use crate::{Outcome, ensure};

/// A running `kanbao serve`; dropped, it is stopped.
pub struct LiveSite {
    child: Child,
    /// The address of its home page.
    pub root: String,
    said: Arc<Mutex<String>>,
}

impl LiveSite {
    /// Serves a folder of posts on a port that is free.
    ///
    /// # Errors
    /// Where the program does not start, or says no address.
    pub fn start(posts: &Path) -> Outcome<Self> {
        let mut command = kanbao("serve")?;
        command.arg(posts).args(["--port", "0"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        let said = Arc::new(Mutex::new(String::new()));
        let outputs: [Option<Box<dyn std::io::Read + Send>>; 2] = [
            child.stdout.take().map(|out| Box::new(out) as _),
            child.stderr.take().map(|out| Box::new(out) as _),
        ];
        for output in outputs.into_iter().flatten() {
            let said = Arc::clone(&said);
            thread::spawn(move || {
                for line in BufReader::new(output).lines().map_while(Result::ok) {
                    let mut said = said.lock().unwrap_or_else(PoisonError::into_inner);
                    let _ = writeln!(said, "{line}");
                }
            });
        }
        let mut site = Self {
            child,
            root: String::new(),
            said,
        };
        site.says("Serving http://localhost:")?;
        let said = site.said();
        let address = said
            .split("Serving ")
            .nth(1)
            .and_then(|rest| rest.split(' ').next());
        site.root = address.unwrap_or_default().replace("localhost", "127.0.0.1");
        Ok(site)
    }

    /// Waits until the terminal shows a text.
    ///
    /// # Errors
    /// Where it does not within half a minute; the message holds what it shows.
    pub fn says(&self, text: &str) -> Outcome {
        let start = Instant::now();
        while !self.said().contains(text) {
            ensure!(
                start.elapsed() < Duration::from_secs(30),
                "“{text}” is not among what it says:\n{}",
                self.said()
            );
            thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    /// All that the terminal shows.
    pub fn said(&self) -> String {
        self.said.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for LiveSite {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
