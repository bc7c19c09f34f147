//! The folder's posts → reports, images to publish, and every problem found on the way.
//!
//! One bad post never stops the others. Files are read in parallel; what comes out depends on their paths and bytes
//! alone, so two runs over the same folder give the same archive.
//!
//! The tour, in the order data flows: `folder` (which files are posts), `decode` (bytes → text), `front_matter`, `date`,
//! `file_name`, `title` and `said` (what a post says of itself), `id`, `permalink` and `label` (what it is called),
//! `template` (tags of other generators → Markdown), `picture` with `image`, `image_names`, `destination`, `image_kind`, `svg` and `fetch`,
//! `lint` (what does not go together), and `post`, where a file becomes a report. When all are read: `link` (links between
//! posts), `heading` (which sections there are, and which nobody knows), and `wording` (what terms are taken from).

mod base;
mod cached;
mod date;
pub(crate) mod decode;
mod destination;
mod fetch;
mod file_name;
mod folder;
pub(crate) mod front_matter;
mod given;
mod heading;
mod id;
mod image;
mod image_kind;
mod image_names;
mod label;
mod limits;
mod link;
mod lint;
mod permalink;
mod picture;
mod post;
mod problem;
mod said;
mod svg;
mod template;
mod title;
mod wording;

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use kanbao_archive::model::Label;
use kanbao_archive::outline::{Aliases, SectionKind};
use rayon::prelude::*;

use crate::cache::{Cache, Key, Place, StoreError};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic};
use crate::progress::{Progress, Step};
use crate::reports::{Placed, Reports};
use crate::terms::Lists;

pub use date::{DateError, Stamp, Time};
pub use folder::ReadError;
pub use given::{GivenError, GivenReports};
pub use image::Asset;
pub use limits::{Beyond, Limits};
pub use permalink::{PermalinkError, PermalinkPattern};
pub use title::{PatternError, TitleParts, TitlePattern};
use wording::Worded;

pub(crate) use date::civil_date;
pub(crate) use folder::root_of;
pub(crate) use label::{source_name, topic_name};

use base::Base;
use cached::CachedReader;
use folder::{Folder, PostFile};
use image::Images;
use label::Labels;
use post::{Outcome, Post, Reader};
use said::is_about_the_folder;

/// What to read of a folder, and when.
#[derive(Clone, Debug)]
pub struct Options {
    /// The moment of the build: posts dated after it are left out.
    pub now: Timestamp,
    /// Whether posts dated in the future are read as well.
    pub future: bool,
    /// Whether `_drafts` and posts with `draft: true` are read as well.
    pub drafts: bool,
    /// Whether pictures on other servers are copied.
    pub fetch_images: bool,
    /// The only reports of the archive.
    pub limits: Limits,
    /// Who is told how far reading has come.
    pub progress: Progress,
}

impl Options {
    /// What is read where nothing else is asked for.
    pub fn at(now: Timestamp) -> Self {
        Self {
            now,
            future: false,
            drafts: false,
            fetch_images: false,
            limits: Limits::default(),
            progress: Progress::default(),
        }
    }
}

/// A folder of posts, read.
#[derive(Clone, PartialEq, Debug)]
pub struct Archive {
    /// The reports, newest first: by day, by time of day (those without one last), then by id.
    pub reports: Reports,
    /// The sources that occur, in display order.
    pub sources: Vec<Label>,
    /// The topics that occur, in display order.
    pub topics: Vec<Label>,
    /// The id of each report by the path of its post, relative to the archive's root and with `/` between names.
    pub ids: HashMap<String, String>,
    /// The kinds of section that occur, in the order in which lanes offer them.
    pub sections: Vec<SectionKind>,
    /// The offset from UTC of the newest post that states one, in seconds east: where its publisher is, for all we know.
    pub offset: Option<i32>,
    /// The files to publish, by address, each once.
    pub assets: Vec<Asset>,
    /// All problems, by file and place.
    pub diagnostics: Vec<Diagnostic>,
    /// The number of Markdown files looked at: each is a report, left out on purpose, or in an error.
    pub posts_seen: usize,
    /// The posts that were left out on purpose.
    pub left_out: LeftOut,
}

/// How many posts were left out though nothing is wrong with them.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct LeftOut {
    /// `published: false`, or `draft: true` where drafts are not read.
    pub unpublished: usize,
    /// Dated in the future.
    pub future: usize,
    /// Files that describe a folder, such as README.md.
    pub not_posts: usize,
}

/// Reads a folder of posts: one with `_posts` in it, a `_posts` folder itself, or any folder of Markdown files.
///
/// # Errors
/// As [`read_cached`].
pub fn read(folder: &Path, config: &Config, options: &Options) -> Result<Archive, ReadError> {
    read_cached(folder, config, options, &Arc::new(Cache::temporary()?))
}

/// The same, where what an earlier build has read need not be read again.
///
/// # Errors
/// Only where there is nothing to read (the folder is missing or unreadable, or there are no posts in it), or no place
/// for what was read. Problems of single posts are in [`Archive::diagnostics`].
pub fn read_cached(
    folder: &Path,
    config: &Config,
    options: &Options,
    cache: &Arc<Cache>,
) -> Result<Archive, ReadError> {
    read_folder(&Folder::read(folder, options.drafts)?, config, options, cache)
}

/// Whether a folder holds posts, as [`read`] would find them; files about a folder are none.
pub fn are_in(folder: &Path) -> bool {
    let files = Folder::read(folder, true).map_or_else(|_| Vec::new(), |folder| folder.files);
    files.iter().any(|file| !is_about_the_folder(&file.path))
}

/// Reads reports that were given as JSON.
///
/// # Errors
/// As [`read_cached`].
pub fn read_given(
    given: GivenReports,
    config: &Config,
    options: &Options,
    cache: &Arc<Cache>,
) -> Result<Archive, ReadError> {
    read_folder(&given.into_folder()?, config, options, cache)
}

fn read_folder(
    folder: &Folder,
    config: &Config,
    options: &Options,
    cache: &Arc<Cache>,
) -> Result<Archive, ReadError> {
    let base = Base::of(config.site.base_url.as_deref());
    let reader = Reader {
        images: Images::new(folder, &base, &config.build.image_dirs, cache).fetching(options.fetch_images),
        base: &base,
        site_title: &config.site.title,
        site_description: &config.site.description,
        aliases: Aliases::with(&config.reports.section_aliases, &config.reports.boilerplate),
        title_pattern: &config.reports.title_pattern,
        permalink: config.reports.permalink.as_ref(),
        topics: Labels::topics(&config.reports.topics),
        sources: Labels::sources(&config.reports.sources),
        zone: config.time_zone(),
        options,
    };
    let settings = cached::settings(config, options, &folder.root);
    let cached = CachedReader {
        reader: &reader,
        cache,
        settings,
    };
    let Sorted {
        mut posts,
        bodies,
        left_out,
        mut diagnostics,
    } = read_all(&cached, &folder.files)?;
    diagnostics.extend(folder.diagnostics.iter().cloned());
    diagnostics.extend(tell_ids_apart(&mut posts));
    diagnostics.extend(heading::unknown(&posts));
    let posts: Vec<_> = posts.into_iter().zip(bodies).collect();
    let posts = options.limits.apply(posts, |(post, _)| &post.report.summary)?;
    let (posts, mut bodies): (Vec<Post>, Vec<_>) = posts.into_iter().unzip();
    let site = link::Site {
        base: &base,
        folder,
        images: &reader.images,
    };
    diagnostics.extend(link::resolve(site, &posts, &mut bodies, cache)?);
    Diagnostic::sort(&mut diagnostics);
    let sources = reader
        .sources
        .in_order(posts.iter().filter_map(|post| post.source.clone()));
    let topics = reader
        .topics
        .in_order(posts.iter().filter_map(|post| post.topic.clone()));
    let sections = heading::kinds(&posts);
    let offset = newest_offset(&posts);
    let id = |post: &Post| (post.path.clone(), post.report.summary.id.clone());
    let ids = posts.iter().map(id).collect();
    let _running = options.progress.begin(Step::Terms, 0);
    let (reports, assets) = collect(
        posts,
        bodies,
        cache,
        settings,
        (&reader.aliases, &Lists::with(&config.terms)),
    )?;
    Ok(Archive {
        reports,
        sources,
        topics,
        ids,
        sections,
        offset,
        assets,
        diagnostics,
        posts_seen: folder.files.len(),
        left_out,
    })
}

/// The offset of the newest post that states one.
fn newest_offset(posts: &[Post]) -> Option<i32> {
    let stated = posts.iter().filter(|post| post.offset.is_some());
    let newest = stated.min_by(|a, b| a.report.summary.list_order(&b.report.summary));
    newest.and_then(|post| post.offset)
}

/// What some files became.
#[derive(Default)]
struct Sorted {
    /// The posts to publish, in the order of the files.
    posts: Vec<Post>,
    /// Where their bodies are, and what stands for all else of them, in the same order.
    bodies: Vec<(Place, Key)>,
    left_out: LeftOut,
    /// All that was said.
    diagnostics: Vec<Diagnostic>,
}

/// Reads all files, a batch at a time: bodies go into the pack, and what reading needs beside a post is given back
/// before the next batch.
fn read_all(reader: &CachedReader<'_>, files: &[PostFile]) -> Result<Sorted, StoreError> {
    const BATCH: usize = 512;
    let mut sorted = Sorted {
        posts: Vec::with_capacity(files.len()),
        ..Sorted::default()
    };
    let running = reader.reader.options.progress.begin(Step::Reading, files.len());
    for batch in files.chunks(BATCH) {
        let readings = batch.par_iter().map(|file| {
            running.done();
            reader.read(file)
        });
        for reading in readings.collect::<Result<Vec<_>, StoreError>>()? {
            sorted.diagnostics.extend(reading.diagnostics);
            match reading.outcome {
                Outcome::Report(post) => {
                    sorted.posts.push(*post);
                    sorted.bodies.extend(reading.body);
                }
                Outcome::Unpublished => sorted.left_out.unpublished += 1,
                Outcome::Future => sorted.left_out.future += 1,
                Outcome::NotAPost => sorted.left_out.not_posts += 1,
                Outcome::Failed => {}
            }
        }
    }
    Ok(sorted)
}

/// Gives posts that want the same address different ones. Posts come sorted by path.
fn tell_ids_apart(posts: &mut [Post]) -> Vec<Diagnostic> {
    let wanted = posts
        .iter()
        .map(|post| (post.path.as_str(), post.report.summary.id.as_str()));
    let mut diagnostics = Vec::new();
    for clash in id::clashes(wanted) {
        let (first, second) = (&posts[clash.first], &posts[clash.index]);
        let message = format!(
            "the address `{}` belongs to {}",
            second.report.summary.id, first.path
        );
        let help = format!(
            "the post was kept at `{}`; give it a permalink of its own",
            clash.id
        );
        diagnostics.push(Diagnostic::of_file(Code::DuplicateId, &second.path, message).help(help));
        posts[clash.index].report.summary.id = clash.id;
    }
    diagnostics
}

/// Reports newest first with their terms, and their files by address.
fn collect(
    posts: Vec<Post>,
    bodies: Vec<(Place, Key)>,
    cache: &Arc<Cache>,
    settings: Key,
    lists: (&Aliases, &Lists),
) -> Result<(Reports, Vec<Asset>), StoreError> {
    let mut posts: Vec<(Post, (Place, Key))> = posts.into_iter().zip(bodies).collect();
    posts.sort_by(|(a, _), (b, _)| a.report.summary.list_order(&b.report.summary));
    let mut assets: BTreeMap<String, Asset> = BTreeMap::new();
    for (post, _) in &posts {
        for asset in &post.assets {
            // The same bytes at two paths are one file; which path is read must not depend on the order of posts.
            let kept = assets.entry(asset.url.clone()).or_insert_with(|| asset.clone());
            if asset.path < kept.path {
                *kept = asset.clone();
            }
        }
    }
    let worded: Vec<Worded<'_>> = posts
        .iter()
        .map(|(post, (body, _))| Worded {
            summary: &post.report.summary,
            body,
        })
        .collect();
    let terms = wording::terms(&worded, cache, settings, lists)?;
    let named: Vec<Key> = terms.iter().map(|terms| named(&terms.named, &posts)).collect();
    let (mut summaries, mut places) = (Vec::with_capacity(posts.len()), Vec::with_capacity(posts.len()));
    for (((post, (body, read)), terms), named) in posts.into_iter().zip(terms).zip(named) {
        let mut summary = post.report.summary;
        (summary.top_terms, summary.fresh) = (terms.top, terms.fresh);
        let id = summary.id.as_bytes();
        let found = [terms.place, terms.counts, terms.beside].map(|place| place.key());
        let found: Vec<u8> = found
            .iter()
            .chain([&named])
            .flat_map(|key| *key.bytes())
            .collect();
        let key = Key::of(&[read.bytes(), body.key().bytes(), &found, id]);
        summaries.push(summary);
        places.push(Placed {
            body,
            terms: terms.place,
            counts: terms.counts,
            beside: terms.beside,
            key,
        });
    }
    let reports = Reports::stored(Arc::clone(cache), summaries, places);
    Ok((reports, assets.into_values().collect()))
}

/// What stands for the reports that another one names, by their numbers, oldest first: what is shown of them.
fn named(numbers: &[u32], posts: &[(Post, (Place, Key))]) -> Key {
    let newest_first = numbers
        .iter()
        .filter_map(|number| posts.iter().rev().nth(*number as usize));
    let shown: Vec<u8> = newest_first
        .flat_map(|(post, _)| {
            let summary = &post.report.summary;
            *Key::of(&[summary.id.as_bytes(), summary.lead().as_bytes()]).bytes()
        })
        .collect();
    Key::of(&[&shown])
}
