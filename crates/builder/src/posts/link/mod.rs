//! Links between posts → links between reports.
//!
//! A post is read by itself, so it only says which of its links may lead to other posts. When all are read, each is looked
//! up: by path, by name, or by address, as the generators do from which posts come. What leads nowhere is a warning and
//! is shown as its text.

mod index;
mod walk;

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;

use kanbao_archive::markdown::{Document, LinkTarget, Stored};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::cache::{Cache, Key, Place, StoreError};
use crate::diagnostic::{Code, Diagnostic, Source};
use crate::reports::{body_entry, read_body};

use super::base::Base;
use super::decode::decode;
use super::folder::Folder;
use super::image::Images;
use super::picture::locate;
use super::post::Post;
use super::template::Destination;
use index::{Index, Lookup};

/// A link of a post that may lead to another.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct Link {
    /// The destination as the document has it.
    pub(super) to: String,
    /// Where it is written, in bytes of the source's text.
    pub(super) range: Range<usize>,
}

/// The distinct links of a document that may lead to other posts of the site. `tags` are the destinations that the
/// source has otherwise.
pub(super) fn find_all(
    base: &Base,
    source: &Source,
    body: Range<usize>,
    document: &Document,
    tags: &[Destination],
) -> Vec<Link> {
    let mut found: Vec<Link> = Vec::new();
    walk::targets(document, &mut |target| {
        let to = match target {
            LinkTarget::Relative(to) => to,
            LinkTarget::External(to) if base.below(to).is_some() => to,
            _ => return,
        };
        if found.iter().all(|link| link.to != *to) {
            let range = locate(source.text(), body.clone(), to, tags);
            found.push(Link {
                to: to.clone(),
                range,
            });
        }
    });
    found
}

/// All that a folder of posts has beside the posts that became reports.
#[derive(Clone, Copy)]
pub(super) struct Site<'a> {
    pub(super) base: &'a Base,
    pub(super) folder: &'a Folder,
    pub(super) images: &'a Images<'a>,
}

/// Makes links to reports of those that lead to one, in the stored bodies of `posts`, and says which lead nowhere.
/// Posts come sorted by path, with their final ids.
///
/// # Errors
/// Where a body cannot be read or stored again.
pub(super) fn resolve(
    site: Site<'_>,
    posts: &[Post],
    bodies: &mut [(Place, Key)],
    cache: &Cache,
) -> Result<Vec<Diagnostic>, StoreError> {
    if posts.iter().all(|post| post.links.is_empty()) {
        return Ok(Vec::new());
    }
    let index = Index::new(site.base, posts, &site.folder.files);
    let with_links = posts
        .par_iter()
        .zip(bodies.par_iter_mut())
        .enumerate()
        .filter(|(_, (post, _))| !post.links.is_empty());
    let dead: Vec<Vec<Dead>> = with_links
        .map(|(number, (post, (place, _)))| {
            let mut targets = BTreeMap::new();
            let mut dead = Vec::new();
            for link in &post.links {
                let (target, why) = outcome(site, &index, number, link);
                dead.extend(why.map(|why| Dead {
                    post: number,
                    range: link.range.clone(),
                    why,
                }));
                targets.insert(link.to.as_str(), target);
            }
            *place = linked(place, &targets, cache)?;
            Ok(dead)
        })
        .collect::<Result<_, StoreError>>()?;
    Ok(diagnostics(
        site,
        posts,
        &index,
        dead.into_iter().flatten().collect(),
    ))
}

/// Where the body is in which links lead to their targets.
fn linked(place: &Place, targets: &BTreeMap<&str, Outcome>, cache: &Cache) -> Result<Place, StoreError> {
    let key = Key::of(&[b"links", place.key().bytes(), format!("{targets:?}").as_bytes()]);
    if let Some(place) = cache.place(key) {
        return Ok(place);
    }
    let mut body = read_body(cache.pack(), place)?;
    let mut document = body.document.read();
    walk::replace(&mut document, targets);
    body.document = Stored::of(&document);
    cache.put_always(key, &body_entry(&body))
}

/// What a link becomes.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Outcome {
    /// It leads there.
    To(LinkTarget),
    /// It stays as it is.
    Kept,
    /// Its text stays.
    Text,
}

/// A link that leads to no report.
struct Dead {
    /// Index of the post.
    post: usize,
    range: Range<usize>,
    why: Why,
}

/// Why a link leads to no report.
enum Why {
    /// There is nothing by that name, which is given without folder and ending.
    Nothing { name: String, is_kept: bool },
    /// There is a post, and it was left out.
    LeftOut,
    /// It is a file that is no post.
    File,
}

fn outcome(site: Site<'_>, index: &Index<'_>, number: usize, link: &Link) -> (Outcome, Option<Why>) {
    let is_absolute = link.to.contains("://") || link.to.starts_with("//");
    match index.look_up(number, &link.to) {
        Lookup::Home => (Outcome::To(LinkTarget::Report(String::new())), None),
        Lookup::Report { id, anchor } => (Outcome::To(LinkTarget::Report(id + &anchor)), None),
        Lookup::Here { anchor } if anchor.is_empty() => (Outcome::Text, None),
        Lookup::Here { anchor } => (Outcome::To(LinkTarget::Anchor(anchor)), None),
        Lookup::Nothing { paths, name } => {
            // The file system is asked only where nothing else is known, so for few links.
            let why = if paths.iter().any(|path| index.has_file(path)) {
                Why::LeftOut
            } else if paths.iter().any(|path| site.images.is_file(path)) {
                Why::File
            } else {
                Why::Nothing {
                    name,
                    is_kept: is_absolute,
                }
            };
            let outcome = if is_absolute { Outcome::Kept } else { Outcome::Text };
            (outcome, Some(why))
        }
    }
}

/// Nearest names are looked for so often at most; the search goes through all of them.
const MOST_NEAREST: usize = 100;

/// One warning a dead link. Its post is read again for it: that is seldom, and keeping the texts of all would cost as
/// much memory as the archive.
fn diagnostics(site: Site<'_>, posts: &[Post], index: &Index<'_>, dead: Vec<Dead>) -> Vec<Diagnostic> {
    let mut found = Vec::with_capacity(dead.len());
    let mut source: Option<(usize, Source)> = None;
    let mut searches = 0;
    for link in dead {
        if source.as_ref().is_none_or(|(post, _)| *post != link.post) {
            let path = &posts[link.post].path;
            let bytes = fs::read(site.folder.root.join(path)).unwrap_or_default();
            let read = decode(path, bytes).unwrap_or_else(|_| Source::new(path, String::new()));
            source = Some((link.post, read));
        }
        let Some((_, source)) = &source else { continue };
        let text = "the post was kept; the link is shown as its text";
        let diagnostic = match link.why {
            Why::Nothing { name, is_kept } => {
                searches += 1;
                let nearest = index.nearest(&name).filter(|_| searches <= MOST_NEAREST);
                let label = nearest.map_or_else(
                    || "there is no report by this name".to_owned(),
                    |path| format!("the nearest is {path}"),
                );
                let help = if is_kept {
                    "the post was kept, and the link with it"
                } else {
                    text
                };
                let diagnostic =
                    source.diagnostic(Code::DeadLink, link.range, "this link leads to no report");
                diagnostic.label(label).help(help)
            }
            Why::LeftOut => source
                .diagnostic(
                    Code::DeadLink,
                    link.range,
                    "this link leads to a post that is not published",
                )
                .label("the post was left out")
                .help(text),
            Why::File => source
                .diagnostic(
                    Code::LinkToFile,
                    link.range,
                    "this link leads to a file that is no report",
                )
                .label("files are not published")
                .help(text),
        };
        found.push(diagnostic);
    }
    found
}
