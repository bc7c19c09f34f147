//! What a file's name says: the day it begins with, and the slug after it.

use kanbao_archive::model::Day;

use super::date::{named_date, numeric_date};

/// What a post's path says of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct FileName {
    /// The day in the file's name, else in the name of the nearest folder that has one; `Err` holds a day in the file's
    /// name that does not exist.
    pub(super) day: Option<Result<Day, String>>,
    /// The name without day and extension; may be empty (`2025-11-21.md`).
    pub(super) slug: String,
    /// The folder that the post lies in, where it is more than a day or `_posts`: it names a post whose own name does not.
    pub(super) folder: Option<String>,
    /// The folders around `_posts`, outermost first: Jekyll takes them for categories.
    pub(super) categories: Vec<String>,
    /// The folders that the post lies in, without what generators begin with (`content`, `_posts`) and without the one
    /// that stands for the post itself.
    pub(super) sections: Vec<String>,
}

impl FileName {
    /// Reads a path relative to the folder of posts, with `/` between names.
    pub(super) fn read(path: &str) -> Self {
        let mut names = path.rsplit('/');
        let file = names.next().unwrap_or(path);
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let (date, slug) = split_date(stem);
        let folders: Vec<&str> = names.collect();
        let of_month = day_of_month(stem, &folders);
        let slug = if of_month.is_some() { "" } else { slug };
        let day = match date {
            Some(fields) => Some(to_day(fields).ok_or_else(|| stem[..stem.len() - slug.len()].to_owned())),
            None => of_month.or_else(|| folder_day(&folders)).map(Ok),
        };
        let folder = folders.first().and_then(|folder| named_by(folder));
        let mut sections: Vec<String> = folders.iter().rev().map(|folder| (*folder).to_owned()).collect();
        let posts = sections
            .iter()
            .position(|folder| folder == "_posts" || folder == "_drafts");
        let categories = posts.map(|at| sections[..at].to_vec()).unwrap_or_default();
        if matches!(stem, "index" | "") {
            sections.pop();
        }
        if sections.first().is_some_and(|first| first == "content") {
            sections.remove(0);
        }
        sections.retain(|folder| !folder.starts_with('_'));
        Self {
            day,
            slug: slug.trim_matches(['-', '_', '.', ' ']).to_owned(),
            folder,
            categories,
            sections,
        }
    }
}

/// What a folder calls the post in it: its name without a day; nothing where there is no more to it.
fn named_by(folder: &str) -> Option<String> {
    let name = split_date(folder).1.trim_matches(['-', '_', '.', ' ']);
    let is_date = |c: char| c.is_ascii_digit() || "-_. ".contains(c);
    let is_name = !folder.starts_with('_') && !name.chars().all(is_date);
    is_name.then(|| name.to_owned())
}

/// The day of a file that is called by its day alone in a folder that is called by its month: `2025/11/21.md`,
/// `2025-11/21.md`.
fn day_of_month(stem: &str, folders: &[&str]) -> Option<Day> {
    let is_short = |text: &str| is_number(text) && (1..=2).contains(&text.len());
    if !is_short(stem) {
        return None;
    }
    let month = folders.first()?;
    let month = match folders.get(1) {
        Some(year) if is_short(month) && year.len() == 4 => format!("{year}-{month}"),
        _ => (*month).to_owned(),
    };
    numeric_date(&format!("{month}-{stem}")).and_then(to_day)
}

/// Years that a number at the beginning of a name can mean; `12345678-notes` names no day.
const YEARS: std::ops::RangeInclusive<u32> = 1900..=2999;

/// Takes a date from the beginning of a name: its year, month and day, and what follows.
fn split_date(name: &str) -> (Option<[u32; 3]>, &str) {
    // The longest beginning that is a date: `2024-1-15` before `2024-1-1`.
    let ends = name
        .char_indices()
        .map(|(at, c)| at + c.len_utf8())
        .take_while(|&end| end <= 11);
    let mut ends: Vec<usize> = ends.collect();
    ends.reverse();
    for end in ends {
        let (head, rest) = name.split_at(end);
        if rest.starts_with(|c: char| c.is_ascii_digit()) {
            continue;
        }
        let fields = numeric_date(head).filter(|fields| YEARS.contains(&fields[0]) || !is_number(head));
        if let Some(fields) = fields.or_else(|| named_date(head)) {
            return (Some(fields), rest);
        }
    }
    (None, name)
}

fn to_day([year, month, day]: [u32; 3]) -> Option<Day> {
    Day::new(i32::try_from(year).ok()?, month, day)
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

/// The day that folders name, nearest first: `2025-05-04/`, `21-Jul-2025/`, `2025/05/04/`.
fn folder_day(folders: &[&str]) -> Option<Day> {
    let named = folders
        .iter()
        .find_map(|folder| split_date(folder).0.and_then(to_day));
    named.or_else(|| {
        folders.windows(3).find_map(|nested| {
            let short = |text: &str| is_number(text) && text.len() <= 2;
            (short(nested[0]) && short(nested[1]) && nested[2].len() == 4)
                .then(|| numeric_date(&format!("{}-{}-{}", nested[2], nested[1], nested[0])).and_then(to_day))
                .flatten()
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_slugs_of_names() {
        for (path, day, slug) in [
            (
                "_posts/2025-11-21-twitter_ai_20251121_20251121.md",
                "2025-11-21",
                "twitter_ai_20251121_20251121",
            ),
            ("2024-1-5-short.md", "2024-01-05", "short"),
            ("2024-1-15.md", "2024-01-15", ""),
            ("20220625 Title.md", "2022-06-25", "Title"),
            ("20220625.markdown", "2022-06-25", ""),
            ("2024_01_05_x.md", "2024-01-05", "x"),
            ("2024-01-05-中文 名字（一）.md", "2024-01-05", "中文 名字（一）"),
            ("21-Jul-2025-x.md", "2025-07-21", "x"),
            ("2025-05-04/index.md", "2025-05-04", "index"),
            ("21-Jul-2025/x.md", "2025-07-21", "x"),
            ("2025/05/04/x.md", "2025-05-04", "x"),
            ("2025/05/04.md", "2025-05-04", ""),
            ("2025-05/4.md", "2025-05-04", ""),
            ("05/04.md", "-", "04"),
            ("2025/05/04/2025-05-05-x.md", "2025-05-05", "x"),
            ("notes.md", "-", "notes"),
            ("12345678-notes.md", "-", "12345678-notes"),
            ("202511211-x.md", "-", "202511211-x"),
            ("2025-02-30-x.md", "2025-02-30?", "x"),
            ("2024-13-01-month13.md", "2024-13-01?", "month13"),
            ("0001-01-01-oldest.md", "0001-01-01", "oldest"),
            ("é.md", "-", "é"),
        ] {
            let name = FileName::read(path);
            let shown = match &name.day {
                Some(Ok(day)) => day.to_string(),
                Some(Err(text)) => format!("{text}?"),
                None => "-".to_owned(),
            };
            assert_eq!((shown.as_str(), name.slug.as_str()), (day, slug), "{path}");
        }
    }

    #[test]
    fn a_folder_names_what_the_file_does_not() {
        for (path, folder) in [
            ("ai/2025-11-21.md", Some("ai")),
            ("_posts/2025-11-21.md", None),
            ("2025-05-04/index.md", None),
            ("2025/05/x.md", None),
            ("x.md", None),
            ("2025-05-04-foo/index.md", Some("foo")),
            ("20250504 foo bar/index.md", Some("foo bar")),
        ] {
            assert_eq!(FileName::read(path).folder.as_deref(), folder, "{path}");
        }
    }

    #[test]
    fn folders_are_categories_and_sections() {
        for (path, categories, sections) in [
            ("_posts/2025-11-21-x.md", vec![], vec![]),
            (
                "ai/daily/_posts/2025-11-21-x.md",
                vec!["ai", "daily"],
                vec!["ai", "daily"],
            ),
            ("content/posts/foo/index.md", vec![], vec!["posts"]),
            ("content/posts/foo.md", vec![], vec!["posts"]),
        ] {
            let name = FileName::read(path);
            assert_eq!(
                (name.categories, name.sections),
                (owned(categories), owned(sections)),
                "{path}"
            );
        }
    }

    fn owned(texts: Vec<&str>) -> Vec<String> {
        texts.into_iter().map(str::to_owned).collect()
    }
}
