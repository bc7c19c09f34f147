//! Sites as they are published one after the other, each with its mark in the app and in the texts.

use std::fs;
use std::path::Path;

use kanbao_archive::model::Day;
use kanbao_tests::site::{self, Site};
use kanbao_tests::{Outcome, posts};
use serde_json::{Value, json};

/// What stands in every headline of a generation, followed by its number.
const MARK: &str = "印次";

/// A published site.
pub(crate) struct Stage {
    pub(crate) site: Site,
    /// What the page must show to be of this generation: the mark of the app, that of the texts, and `version.json`.
    pub(crate) truth: Value,
    /// The generation, as `version.json` names it.
    pub(crate) generation: String,
}

/// The archive of a stage.
#[derive(Clone, Copy)]
pub(crate) enum Archive {
    /// Three short reports, one more with every stage.
    Small,
    /// Sixty long ones, so that not all of them are in the bundle; one more with every stage.
    Large,
}

impl Archive {
    /// Posts that stand in the same place with every stage.
    fn count(self) -> i32 {
        match self {
            Self::Small => 3,
            Self::Large => 60,
        }
    }

    /// The report that is starred, and opened where old ones are; it is in every stage.
    pub(crate) fn starred(self) -> Outcome<String> {
        Ok(id_of(day(self.count() - 1)?))
    }

    /// A report that nobody has opened, far from the newest and from the one that is starred.
    pub(crate) fn unread(self) -> Outcome<String> {
        Ok(id_of(day(self.count() / 2)?))
    }

    fn write(self, folder: &Path, edition: i32) -> Outcome {
        fs::create_dir_all(folder)?;
        let length = match self {
            Self::Small => 3,
            Self::Large => 370,
        };
        for number in -edition..self.count() {
            let text = "报告里的一句话。".repeat(length);
            let text = format!(
                "# {MARK}{edition}第{}号\n\n## 核心信息\n\n1. **{MARK}{edition}要点**：{text}\n",
                number + 100
            );
            posts::write(folder, day(number)?, &text)?;
        }
        Ok(())
    }
}

/// The day of a post by its number: edition 1 ends with number -1.
fn day(number: i32) -> Outcome<Day> {
    let zero = Day::new(2025, 12, 20).ok_or("December has no 20th")?;
    Ok(zero.plus(-number))
}

/// The id of the report that [`posts::write`] writes for a day.
fn id_of(day: Day) -> String {
    let slug = day.to_string().replace('-', "");
    format!("{}/twitter_ai_{slug}_{slug}", day.to_string().replace('-', "/"))
}

/// Builds the site of one edition of an archive, with a reader that writes a letter into the page when it runs.
pub(crate) fn stage(folder: &Path, archive: Archive, edition: i32, app: &str) -> Outcome<Stage> {
    let name = format!("{app}{edition}");
    let posts = folder.join(format!("posts-{edition}"));
    archive.write(&posts, edition)?;
    let reader = folder.join(format!("reader-{app}"));
    site::changed_reader(
        &reader,
        &format!("document.documentElement.dataset.mark = \"{app}\";"),
    )?;
    let site = Site::build_with_reader(&posts, &folder.join(name), &reader)?;
    let version: Value = serde_json::from_str(&fs::read_to_string(site.folder.join("version.json"))?)?;
    let generation = version["generation"].as_str().unwrap_or_default().to_owned();
    let truth = json!({ "app": app, "text": format!("{MARK}{edition}"), "version": version });
    Ok(Stage {
        site,
        truth,
        generation,
    })
}
