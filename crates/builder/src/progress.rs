//! How far a long task has come. The library says so to whoever watches; it knows of no terminal.

use std::fmt;
use std::sync::Arc;

/// A part of a build that may take long.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// Posts are read; counted in files.
    Reading,
    /// What each report is about is found.
    Terms,
    /// The archive's data, the words of search and its index are written.
    Data,
    /// Pages are written; counted in reports.
    Pages,
    /// Files are compressed for hosts that send them so.
    Compressing,
    /// The room in one file is written.
    SingleFile,
}

/// Whoever watches. Steps come one after the other; what is done may be said by many threads at once.
pub trait Watch: fmt::Debug + Send + Sync {
    /// A step begins, of so many parts; 0 where nobody knows.
    fn begin(&self, step: Step, parts: usize);
    /// One more part is done.
    fn done(&self);
    /// The step that began last has ended, well or not.
    fn end(&self);
}

/// Where progress is said; by default nobody listens.
#[derive(Clone, Debug, Default)]
pub struct Progress(Option<Arc<dyn Watch>>);

impl Progress {
    /// Says it to somebody.
    pub fn to(watch: Arc<dyn Watch>) -> Self {
        Self(Some(watch))
    }

    /// Begins a step of so many parts (0 where nobody knows); it ends when what is given is dropped.
    pub fn begin(&self, step: Step, parts: usize) -> Running {
        if let Some(watch) = &self.0 {
            watch.begin(step, parts);
        }
        Running(self.0.clone())
    }
}

/// A step under way.
#[derive(Debug)]
#[must_use = "the step ends when this is dropped"]
pub struct Running(Option<Arc<dyn Watch>>);

impl Running {
    /// One more part is done.
    pub fn done(&self) {
        if let Some(watch) = &self.0 {
            watch.done();
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(watch) = &self.0 {
            watch.end();
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::config::Config;
    use crate::posts::{self, Options};
    use crate::site::app::tests::app;
    use crate::site::tests::in_a_folder;
    use crate::site::{self, Content};

    /// Writes down the steps, each with its parts and how many of them were done.
    #[derive(Debug, Default)]
    pub(crate) struct Recorder(Mutex<Vec<(Step, usize, usize)>>);

    impl Recorder {
        pub(crate) fn steps(&self) -> Vec<(Step, usize, usize)> {
            self.0.lock().unwrap().clone()
        }
    }

    impl Watch for Recorder {
        fn begin(&self, step: Step, parts: usize) {
            self.0.lock().unwrap().push((step, parts, 0));
        }

        fn done(&self) {
            self.0.lock().unwrap().last_mut().unwrap().2 += 1;
        }

        fn end(&self) {}
    }

    #[test]
    fn what_is_said_arrives_and_nobody_has_to_listen() {
        Progress::default().begin(Step::Reading, 3).done();
        let recorder = Arc::new(Recorder::default());
        let progress = Progress::to(recorder.clone());
        let running = progress.begin(Step::Reading, 3);
        running.done();
        running.done();
        drop(running);
        let _ = progress.begin(Step::Data, 0);
        assert_eq!(recorder.steps(), [(Step::Reading, 3, 2), (Step::Data, 0, 0)]);
    }

    #[test]
    fn a_build_says_every_step_and_each_part_of_it() {
        let dir = tempfile::tempdir().unwrap();
        for number in 1..=3 {
            let post = dir.path().join(format!("2025-11-0{number}-x.md"));
            std::fs::write(post, "# 题\n\n正文。\n").unwrap();
        }
        let recorder = Arc::new(Recorder::default());
        let progress = Progress::to(recorder.clone());
        let options = Options {
            progress: progress.clone(),
            ..Options::at("2026-01-01T00:00:00Z".parse().unwrap())
        };
        let archive = posts::read(dir.path(), &Config::default(), &options).unwrap();
        let content = Content {
            progress,
            ..Content::of(&Config::default(), archive, None).unwrap()
        };
        in_a_folder(|output| site::write(&content, &app(), output, true).unwrap());
        let steps = recorder.steps();
        assert!(
            steps.contains(&(Step::Reading, 3, 3)) && steps.contains(&(Step::Pages, 3, 3)),
            "{steps:?}"
        );
        let order = [
            Step::Reading,
            Step::Terms,
            Step::Data,
            Step::Compressing,
            Step::Pages,
        ];
        assert_eq!(steps.iter().map(|(step, ..)| *step).collect::<Vec<_>>(), order);
    }
}
