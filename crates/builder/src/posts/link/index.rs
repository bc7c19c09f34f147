//! Reports by all that a link can call them.

use std::collections::{HashMap, HashSet};

use kanbao_archive::search::distance;
use unicode_normalization::UnicodeNormalization;

use crate::posts::base::Base;
use crate::posts::destination::{decode_percent, normalise};
use crate::posts::folder::PostFile;
use crate::posts::post::Post;

/// What a destination names.
#[derive(PartialEq, Eq, Debug)]
pub(super) enum Lookup {
    /// The home page.
    Home,
    /// Another report; the anchor is empty or begins with `#`.
    Report { id: String, anchor: String },
    /// The report in which the link stands; the anchor has no `#`.
    Here { anchor: String },
    /// No report: the paths from the root that may be meant, and the name without folder and ending.
    Nothing { paths: Vec<String>, name: String },
}

/// The reports of an archive by path, name and address.
pub(super) struct Index<'a> {
    base: &'a Base,
    posts: &'a [Post],
    /// By the path without its ending, a bundle's without `/index` too.
    by_path: HashMap<String, usize>,
    /// By the last part of the path, as several may have it.
    by_name: HashMap<String, Vec<usize>>,
    /// By address: the id, what follows from day and name, and those that the post had before.
    by_address: HashMap<String, usize>,
    /// The paths of all files that may be posts, without their endings.
    files: HashSet<&'a str>,
}

impl<'a> Index<'a> {
    /// `files` are the posts and what might have been one.
    pub(super) fn new(base: &'a Base, posts: &'a [Post], files: &'a [PostFile]) -> Self {
        let mut index = Self {
            base,
            posts,
            by_path: HashMap::with_capacity(posts.len()),
            by_name: HashMap::with_capacity(posts.len()),
            by_address: HashMap::with_capacity(posts.len()),
            files: files.iter().map(|file| without_ending(&file.path)).collect(),
        };
        // An id goes before what only might be one.
        for (number, post) in posts.iter().enumerate() {
            let id = &post.report.summary.id;
            index.by_address.entry(address_key(id)).or_insert(number);
        }
        for (number, post) in posts.iter().enumerate() {
            for address in &post.addresses {
                index.by_address.entry(address_key(address)).or_insert(number);
            }
            let last = key(post.report.summary.id.rsplit('/').next().unwrap_or_default());
            let path = key(without_ending(&post.path));
            if !path.ends_with(&last) || path.ends_with(&format!("-{last}")) {
                index.by_name.entry(last).or_default().push(number);
            }
            if let Some(bundle) = path.strip_suffix("/index") {
                index.add_path(bundle, number);
            }
            index.add_path(&path, number);
        }
        index
    }

    fn add_path(&mut self, path: &str, number: usize) {
        self.by_path.entry(path.to_owned()).or_insert(number);
        let name = path.rsplit('/').next().unwrap_or(path);
        self.by_name.entry(name.to_owned()).or_default().push(number);
    }

    /// Looks up a destination that a post writes.
    pub(super) fn look_up(&self, number: usize, destination: &str) -> Lookup {
        let (path, anchor) = destination.split_once('#').unwrap_or((destination, ""));
        let path = path.split('?').next().unwrap_or(path);
        let (path, from_root) = match (self.base.below(path), path.strip_prefix("@/")) {
            (Some(below), _) => (below, true),
            (None, Some(content)) => (content, true),
            (None, None) => (path, false),
        };
        let path = decode_percent(path).replace('\\', "/");
        let anchor = decode_percent(anchor);
        if from_root && path.trim_matches('/').is_empty() {
            return Lookup::Home;
        }
        let paths = self.paths(number, &path, from_root);
        match self.find(&paths, &path) {
            Some(found) if found == number => Lookup::Here { anchor },
            Some(found) => Lookup::Report {
                id: self.posts[found].report.summary.id.clone(),
                anchor: if anchor.is_empty() {
                    anchor
                } else {
                    format!("#{anchor}")
                },
            },
            None => {
                let path = without_ending(path.trim_end_matches('/'));
                Lookup::Nothing {
                    name: path.rsplit('/').next().unwrap_or(path).to_owned(),
                    paths,
                }
            }
        }
    }

    /// Whether there is a file at a path that could have become a report.
    pub(super) fn has_file(&self, path: &str) -> bool {
        self.files.contains(without_ending(path))
    }

    /// The paths from the root that a path can mean, likeliest first: beside the post's file, beside its page, or from the
    /// root.
    fn paths(&self, number: usize, path: &str, from_root: bool) -> Vec<String> {
        let post = &self.posts[number];
        let folder = post.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let id = post.report.summary.id.as_str();
        let starts = if from_root {
            &["", "content"][..]
        } else {
            &[folder, id, ""]
        };
        let mut paths: Vec<String> = starts.iter().filter_map(|start| normalise(start, path)).collect();
        paths.dedup();
        paths
    }

    fn find(&self, paths: &[String], written: &str) -> Option<usize> {
        let is_file = ends_as_markdown(written);
        for path in paths.iter().filter(|path| !path.is_empty()) {
            let address_key = address_key(path);
            let file = self.by_path.get(&key(without_ending(path)));
            let file = file.or_else(|| self.by_path.get(&address_key));
            let address = self.by_address.get(&address_key);
            let found = if is_file {
                file.or(address)
            } else {
                address.or(file)
            };
            if let Some(found) = found {
                return Some(*found);
            }
        }
        // Jekyll's `post_url` and notebooks name a file wherever it lies.
        let wanted = key(without_ending(
            written.trim_start_matches(['.', '/']).trim_end_matches('/'),
        ));
        let name = wanted.rsplit('/').next().unwrap_or(&wanted);
        let named = self.by_name.get(name).filter(|_| is_file)?;
        let ends = |number: &&usize| {
            let path = key(without_ending(&self.posts[**number].path));
            let path = path.strip_suffix("/index").unwrap_or(&path);
            path.strip_suffix(wanted.as_str())
                .is_some_and(|before| before.is_empty() || before.ends_with('/'))
        };
        let found = named.iter().find(ends);
        // `category/name` of `post_url` stands for `category/_posts/name` too.
        found
            .or_else(|| named.first().filter(|_| named.len() == 1))
            .copied()
    }

    /// The path of the post whose name differs least from this one, if a slip explains the difference.
    pub(super) fn nearest(&self, name: &str) -> Option<&'a str> {
        let wanted: Vec<char> = key(name).chars().collect();
        let limit = (wanted.len() / 4).clamp(1, 8);
        let mut best: Option<(usize, &'a str)> = None;
        for post in self.posts {
            let stem = without_ending(post.path.rsplit('/').next().unwrap_or(&post.path));
            let whole: Vec<char> = key(stem).chars().collect();
            let last = key(post.report.summary.id.rsplit('/').next().unwrap_or_default());
            let last: Vec<char> = last.chars().collect();
            let most = best.map_or(limit, |(edits, _)| edits.saturating_sub(1));
            let edits = distance(&wanted, &whole, most)
                .into_iter()
                .chain(distance(&wanted, &last, most));
            if let Some(edits) = edits.min().filter(|edits| *edits <= most) {
                best = best
                    .filter(|(known, _)| *known <= edits)
                    .or(Some((edits, &post.path)));
            }
        }
        best.map(|(_, path)| path)
    }
}

/// A path as it is compared: composed, in small letters, because file systems and people differ in both.
fn key(path: &str) -> String {
    path.nfc().flat_map(char::to_lowercase).collect()
}

/// An address as it is compared: without the ending that generators add or leave away.
fn address_key(address: &str) -> String {
    let address = address.trim_matches('/');
    let address = address.strip_suffix("/index.html").unwrap_or(address);
    key(address.strip_suffix(".html").unwrap_or(address))
}

fn ends_as_markdown(path: &str) -> bool {
    without_ending(path).len() < path.len()
}

fn without_ending(path: &str) -> &str {
    let ended = path.rsplit_once('.');
    let is_markdown =
        |ending: &str| ending.eq_ignore_ascii_case("md") || ending.eq_ignore_ascii_case("markdown");
    ended
        .filter(|(_, ending)| is_markdown(ending))
        .map_or(path, |(stem, _)| stem)
}
