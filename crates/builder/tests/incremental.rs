//! Builds that go on from an earlier one: whatever has changed in between, the site is byte for byte the one that is built
//! from nothing.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod shared;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use shared::{files, write_reader};

use kanbao_builder::cache::Cache;
use kanbao_builder::config::Config;
use kanbao_builder::diagnostic::Diagnostic;
use kanbao_builder::posts::{Options, read_cached};
use kanbao_builder::site::app::App;
use kanbao_builder::site::output::Output;
use kanbao_builder::site::{self, Content};

/// A folder of posts, the smallest reader there can be, and a site that is built again and again.
struct Room {
    dir: tempfile::TempDir,
    /// The state of the generator of edits.
    random: u64,
    /// When files were changed last: longer ago than file systems are coarse, and never the same.
    clock: SystemTime,
}

/// A site's files by path, and what was said about the posts.
type Built = (BTreeMap<String, Vec<u8>>, Vec<Diagnostic>);

impl Room {
    fn new(seed: u64) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let room = Self {
            dir,
            random: seed,
            clock: SystemTime::now() - Duration::from_secs(1_000_000),
        };
        fs::create_dir_all(room.posts().join("_posts/deep")).unwrap();
        fs::create_dir_all(room.posts().join("pictures")).unwrap();
        room.reader("a{}");
        room
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn posts(&self) -> PathBuf {
        self.path("in")
    }

    fn reader(&self, style: &str) {
        let folder = self.path("dist");
        write_reader(&folder);
        fs::write(folder.join("a.css"), style).unwrap();
    }

    /// A number below `end`, by a linear congruential generator.
    fn below(&mut self, end: usize) -> usize {
        self.random = self
            .random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.random >> 33) as usize % end
    }

    /// Writes a file as if it had been there for a while.
    fn write(&mut self, path: &str, bytes: &[u8]) {
        let path = self.posts().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        self.clock += Duration::from_secs(1);
        let file = File::options().write(true).open(path).unwrap();
        file.set_modified(self.clock).unwrap();
    }

    /// Text of some kilobytes, in words that come back, with links, images and names.
    fn text(&mut self) -> String {
        const WORDS: [&str; 16] = [
            "海上风电",
            "储能电站",
            "开源模型",
            "电池价格",
            "港口自动化",
            "研究人员",
            "机器人",
            "训练数据",
            "e\u{301}",
            "Voltara Energy",
            "Claude Opus 4.5",
            "Opus 4.5",
            "NVIDIA",
            "Nvidia",
            "Harbor Pilot 2.5",
            "開源",
        ];
        let mut text = String::from("# 总结报告\n\n## 十大要点\n\n");
        for n in 1..4 {
            let (a, b) = (self.below(WORDS.len()), self.below(WORDS.len()));
            text += &format!("{n}. **{}**：{}进入新阶段。\n", WORDS[a], WORDS[b]);
        }
        for _ in 0..60 {
            let sentence: Vec<&str> = (0..14).map(|_| WORDS[self.below(WORDS.len())]).collect();
            text += &format!("\n{}。\n", sentence.join("和"));
        }
        let (picture, post) = (self.below(5), self.below(40));
        text + &format!(
            "\n![图](p{picture}.png) ![云](/pictures/p0.png)\n\n[见](2025-0{}-11-p{post}.md)\n",
            post % 4 + 1
        )
    }

    fn names(&self) -> Vec<String> {
        let entries = walkdir::WalkDir::new(self.posts().join("_posts")).sort_by_file_name();
        let files = entries
            .into_iter()
            .map(Result::unwrap)
            .filter(|entry| entry.file_type().is_file());
        let relative = |entry: walkdir::DirEntry| entry.path().strip_prefix(self.posts()).unwrap().to_owned();
        files
            .map(relative)
            .map(|path| path.to_str().unwrap().to_owned())
            .collect()
    }

    fn add_post(&mut self) {
        let (month, day, number) = (self.below(4) + 1, self.below(28) + 1, self.below(60));
        let folder = ["", "deep/"][self.below(2)];
        let topic = ["ai", "finance", ""][self.below(3)];
        let text = format!("---\ncategories: [{topic}]\n---\n{}", self.text());
        self.write(
            &format!("_posts/{folder}2025-{month:02}-{day:02}-p{number}.md"),
            text.as_bytes(),
        );
    }

    /// One change of the kinds that publishers make.
    fn edit(&mut self) {
        let names = self.names();
        let some = names[self.below(names.len())].clone();
        let place = self.posts().join(&some);
        match self.below(11) {
            0 | 1 => self.add_post(),
            2 | 3 => {
                let text = self.text();
                self.write(&some, text.as_bytes());
            }
            4 if names.len() > 20 => fs::remove_file(place).unwrap(),
            5 => fs::rename(
                &place,
                place.with_file_name(format!("2025-03-{:02}-moved.md", self.below(28) + 1)),
            )
            .unwrap(),
            6 => {
                let (number, side) = (self.below(5), self.below(9) as u32 + 1);
                let folder = ["_posts", "pictures", "_posts/deep"][self.below(3)];
                self.write(&format!("{folder}/p{number}.png"), &png(side));
            }
            7 => {
                let _ = fs::remove_file(self.posts().join(format!("pictures/p{}.png", self.below(5))));
            }
            8 => {
                let settings = [
                    "",
                    "[site]\ntitle = \"另一个\"\n",
                    "[build]\nimage_dirs = [\"pictures\"]\n",
                    "[reports]\nboilerplate = [\"海上*\"]\n",
                    "[build]\nprerender = false\n",
                ];
                let settings = settings[self.below(settings.len())];
                self.write("kanbao.toml", settings.as_bytes());
            }
            9 => self.write(&some, b"---\ntitle: x\n\nno end of the front matter\n"),
            _ => {
                // The same bytes at another time.
                let bytes = fs::read(place).unwrap();
                self.write(&some, &bytes);
            }
        }
    }

    /// Builds into a folder.
    fn build(&self, target: &str, cache: &Arc<Cache>) -> Built {
        let target = self.path(target);
        let (config, mut diagnostics) = Config::read(&self.posts());
        let options = Options::at("2026-01-01T00:00:00Z".parse().unwrap());
        let archive = read_cached(&self.posts(), &config, &options, cache).unwrap();
        diagnostics.extend(archive.diagnostics.iter().cloned());
        let content = Content::of(&config, archive, Some("https://example.org/r/".into())).unwrap();
        let output = Output::begin_cached(&target, &self.posts(), false, cache).unwrap();
        let app = App::from_dir(&self.path("dist")).unwrap();
        site::write(&content, &app, &output, true).unwrap();
        output.publish().unwrap();
        cache.save().unwrap();
        (files(&target), diagnostics)
    }

    /// What the next build makes of what the last one has kept.
    fn build_on(&self) -> Built {
        self.build("site", &Arc::new(Cache::open(&self.path("cache")).unwrap()))
    }

    fn build_from_nothing(&self) -> Built {
        let built = self.build("fresh", &Arc::new(Cache::temporary().unwrap()));
        fs::remove_dir_all(self.path("fresh")).unwrap();
        built
    }

    fn assert_same(&self, what: &str) {
        let (fresh, said_fresh) = self.build_from_nothing();
        let (site, said) = self.build_on();
        let paths = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
        assert_eq!(paths(&site), paths(&fresh), "{what}");
        let differing: Vec<&String> = site.keys().filter(|path| site[*path] != fresh[*path]).collect();
        assert!(differing.is_empty(), "{what}: {differing:?}");
        assert_eq!(said, said_fresh, "{what}");
    }
}

/// A PNG of so many pixels square, as far as it is looked at: its beginning and its end.
fn png(side: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend(side.to_be_bytes());
    bytes.extend(side.to_be_bytes());
    bytes.extend(b"\x08\x02\0\0\0\0\0\0\0");
    bytes.extend(b"\0\0\0\0IEND\xaeB`\x82");
    bytes
}

#[test]
fn after_any_edits_the_site_is_the_one_that_is_built_from_nothing() {
    for seed in [1, 20_260_101] {
        let mut room = Room::new(seed);
        (0..60).for_each(|_| room.add_post());
        room.assert_same("first");
        room.assert_same("the same again");
        for round in 0..10 {
            let edits = room.below(3) + 1;
            (0..edits).for_each(|_| room.edit());
            room.assert_same(&format!("seed {seed}, round {round}"));
        }
        assert!(
            room.path("site/data").read_dir().unwrap().count() > 10,
            "the archive is a large one"
        );
    }
}

#[test]
fn an_image_that_appears_a_setting_and_another_reader_are_noticed() {
    let mut room = Room::new(7);
    room.write(
        "_posts/2025-01-02-a.md",
        "# 题\n\n正文。\n\n![图](late.png)\n".as_bytes(),
    );
    let page = |room: &Room| {
        let (files, said) = room.build_on();
        (
            String::from_utf8(files["2025/01/02/a/index.html"].clone()).unwrap(),
            said.len(),
        )
    };
    assert_eq!(page(&room).1, 1, "the image is missing");
    room.write("elsewhere/late.png", &png(3));
    assert_eq!(page(&room).1, 1);
    room.write("kanbao.toml", b"[build]\nimage_dirs = [\"elsewhere\"]\n");
    let (with_image, said) = page(&room);
    assert!(with_image.contains("assets/late.") && said == 0);
    room.write("elsewhere/late.png", &png(4));
    assert!(page(&room).0.contains("width=\"4\""));
    room.reader("b{color:red}");
    assert!(page(&room).0.contains("b{color:red}"));
    room.assert_same("at last");
}

#[test]
fn what_somebody_does_to_the_site_or_the_spare_is_put_right() {
    let mut room = Room::new(3);
    (0..50).for_each(|_| room.add_post());
    room.assert_same("first");
    let spare = walkdir::WalkDir::new(room.path("cache"))
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .find(|path| path.file_name().is_some_and(|name| name == "spare"))
        .unwrap();
    for round in 0..4 {
        for root in [room.path("site"), spare.clone()] {
            fs::write(root.join("index.html"), "changed").unwrap();
            fs::write(root.join("stranger.html"), "added").unwrap();
            fs::create_dir_all(root.join("data/deep/er")).unwrap();
            fs::write(root.join("data/deep/er/x"), "added").unwrap();
            // The spare is the site that was damaged in the last round.
            let _ = fs::remove_file(root.join("404.html"));
            let _ = fs::remove_dir_all(root.join("2025/01"));
            fs::write(root.join("2025/01"), "a file where a folder was").unwrap();
        }
        room.add_post();
        room.assert_same(&format!("round {round}"));
    }
    // What a publisher keeps beside the site stays, however often folders change places.
    fs::create_dir(room.path("site/.git")).unwrap();
    fs::write(room.path("site/.git/HEAD"), "ref").unwrap();
    for _ in 0..3 {
        room.add_post();
        room.build_on();
        assert_eq!(fs::read_to_string(room.path("site/.git/HEAD")).unwrap(), "ref");
    }
    // So it does where a build was killed between two steps.
    fs::rename(room.path("site/.git"), spare.join(".git")).unwrap();
    room.build_on();
    assert_eq!(fs::read_to_string(room.path("site/.git/HEAD")).unwrap(), "ref");
}

#[cfg(unix)]
#[test]
fn what_has_not_changed_is_not_written_again() {
    use std::os::unix::fs::MetadataExt as _;
    let mut room = Room::new(5);
    (0..60).for_each(|_| room.add_post());
    let numbers = |room: &Room| -> BTreeMap<String, u64> {
        let number = |path: &String| fs::metadata(room.path("site").join(path)).unwrap().ino();
        files(&room.path("site"))
            .keys()
            .map(|path| (path.clone(), number(path)))
            .collect()
    };
    room.build_on();
    let before = numbers(&room);
    room.write("_posts/2025-05-01-newest.md", "# 新\n\n正文。\n".as_bytes());
    room.build_on();
    let after = numbers(&room);
    let new: Vec<&String> = after
        .iter()
        .filter(|(path, number)| before.get(*path) != Some(number))
        .map(|(path, _)| path)
        .collect();
    let pages = new.iter().filter(|path| path.starts_with("2025/")).count();
    // Its own page and its neighbour's, and those of the day that was the newest.
    assert!((2..=4).contains(&pages), "{new:?}");
    assert!(new.len() < 30, "{new:?}");
    room.assert_same("at last");
}
