//! Builds that are killed, find a damaged cache, may not write, or run at the same time.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod shared;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::Instant;

use shared::{files, write_reader};

/// A folder with posts in `in`, and in `dist` the smallest reader there can be.
struct Room(tempfile::TempDir);

impl Room {
    fn new() -> Self {
        let room = Self(tempfile::tempdir().unwrap());
        fs::create_dir_all(room.path("in/_posts")).unwrap();
        write_reader(&room.path("dist"));
        (0..40).for_each(|number| room.write(number, "第一版"));
        room
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, number: u32, what: &str) {
        let (month, day) = (number % 4 + 1, number / 4 + 1);
        let text = format!(
            "# 报告{number}\n\n{what}。\n\n{}\n",
            "海上风电和储能电站进入新阶段。".repeat(300)
        );
        let name = format!("in/_posts/2025-{month:02}-{day:02}-p{number}.md");
        fs::write(self.path(&name), text).unwrap();
    }

    fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kanbao"));
        command
            .current_dir(self.0.path())
            .args(["build", "in", "--app", "dist"])
            .args(arguments.split_whitespace());
        command
    }

    fn build(&self, arguments: &str) -> Output {
        let output = self.command(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments}: {output:?}");
        output
    }

    fn start(&self, arguments: &str) -> Child {
        let mut command = self.command(arguments);
        command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }

    /// What a build from nothing makes.
    fn fresh(&self) -> BTreeMap<String, Vec<u8>> {
        self.build("-o fresh --no-cache");
        let files = files(&self.path("fresh"));
        fs::remove_dir_all(self.path("fresh")).unwrap();
        files
    }

    fn site(&self) -> BTreeMap<String, Vec<u8>> {
        files(&self.path("site"))
    }
}

/// Builds are killed at moments spread over their whole time, with and without a cache.
#[test]
fn a_build_that_is_killed_leaves_a_whole_site_and_nothing_in_the_way() {
    const MOMENTS: u32 = 10;
    for arguments in ["-o site", "-o site --no-cache"] {
        let room = Room::new();
        room.build(arguments);
        let mut before = room.site();
        let started = Instant::now();
        room.write(0, "gemessen");
        room.build(arguments);
        let time = started.elapsed();
        let mut seen = [false; 2];
        for moment in 0..MOMENTS {
            room.write(moment, &format!("Version {moment}"));
            let after = room.fresh();
            let mut child = room.start(arguments);
            thread::sleep(time * moment / (MOMENTS - 2));
            child.kill().unwrap();
            child.wait().unwrap();
            let found = room.site();
            let which = found == after;
            assert!(
                which || moment == 0 || found == before,
                "{arguments} {moment}: half a site"
            );
            seen[usize::from(which)] = true;
            room.build(arguments);
            assert!(room.site() == after, "{arguments} {moment}: the next build");
            before = after;
        }
        assert!(seen[0], "{arguments}: no build was killed before it was done");
        let left = fs::read_dir(room.0.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name());
        let left: Vec<_> = left
            .filter(|name| name.to_string_lossy().starts_with('.'))
            .collect();
        assert!(left.is_empty(), "{left:?}");
    }
}

#[test]
fn a_damaged_cache_costs_time_and_nothing_else() {
    let room = Room::new();
    let fresh = room.fresh();
    room.build("-o site --cache kept");
    for round in 0..6_usize {
        for entry in walkdir::WalkDir::new(room.path("kept"))
            .into_iter()
            .map(Result::unwrap)
        {
            let name = entry.file_name().to_string_lossy().into_owned();
            if !entry.file_type().is_file()
                || entry.path().components().any(|part| part.as_os_str() == "spare")
            {
                continue;
            }
            let is_meant = match round % 3 {
                0 => name.starts_with("pack"),
                1 => name == "index",
                _ => name.starts_with("tree"),
            };
            if !is_meant {
                continue;
            }
            let mut bytes = fs::read(entry.path()).unwrap();
            if round < 3 {
                bytes.truncate(bytes.len() / 2);
            } else {
                let step = bytes.len() / 40 + 1;
                bytes.iter_mut().step_by(step).for_each(|byte| *byte ^= 0x20);
            }
            fs::write(entry.path(), bytes).unwrap();
        }
        room.build("-o site --cache kept");
        assert!(room.site() == fresh, "round {round}");
    }
}

#[test]
fn where_nothing_can_be_cached_the_build_goes_on_and_says_so_when_asked() {
    let room = Room::new();
    // A file is in the way, which stops every user; permissions would not stop all.
    fs::write(room.path("in/.kanbao-cache"), "").unwrap();
    let said = |arguments: &str| String::from_utf8(room.build(arguments).stdout).unwrap();
    assert!(said("-o site -v").contains("nothing is cached in in/.kanbao-cache: "));
    assert!(!said("-o site").contains("cached"));
    assert!(room.site() == room.fresh());
}

#[test]
fn two_builds_at_once_do_each_other_no_harm() {
    let room = Room::new();
    for round in 0..4 {
        room.write(round, "gleichzeitig");
        let children: Vec<Child> = (0..2).map(|_| room.start("-o site")).collect();
        for mut child in children {
            assert!(child.wait().unwrap().success(), "round {round}");
        }
        assert!(room.site() == room.fresh(), "round {round}");
    }
    room.build("-o site");
    assert!(room.site() == room.fresh());
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let room = Room::new();
    let built = |threads: &str| {
        let mut command = room.command("-o site --no-cache");
        assert!(
            command
                .env("RAYON_NUM_THREADS", threads)
                .output()
                .unwrap()
                .status
                .success()
        );
        room.site()
    };
    let one = built("1");
    assert!(one == built("2") && one == built("4"));
}

#[test]
fn a_cache_lies_beside_the_posts_unless_it_is_said_otherwise() {
    let room = Room::new();
    room.build("-o site");
    assert!(room.path("in/.kanbao-cache/CACHEDIR.TAG").is_file());
    fs::remove_dir_all(room.path("in/.kanbao-cache")).unwrap();
    room.build("-o site --no-cache");
    room.build("-o site --cache elsewhere");
    assert!(!room.path("in/.kanbao-cache").exists() && room.path("elsewhere/index").is_file());
}
