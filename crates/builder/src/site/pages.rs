//! The prerendered pages: each readable with scripts off and painted before the reader has arrived.

use kanbao_archive::html::Html;
use kanbao_archive::library::Library;
use kanbao_archive::link::{Filter, Route, root_from};
use kanbao_archive::message::Language;
use kanbao_archive::model::{Bundle, Summary};
use kanbao_archive::outline::{Aliases, Outline};
use kanbao_archive::page::{
    Context, Home, Neighbours, Newest, Opened, frame, home, report, skeleton, withdrawn,
};

use super::head::Heads;
use super::single;
use crate::cache::{Key, StoreError};
use crate::reports::Reports;

/// Prints the pages of one archive.
#[derive(Clone, Copy)]
pub(crate) struct Pages<'a> {
    heads: Heads<'a>,
    /// All reports, newest first.
    reports: &'a Reports,
    filter: &'a Filter,
    aliases: &'a Aliases,
    /// Stands for all that the pages of reports are made from beside the reports.
    frame: Key,
}

impl<'a> Pages<'a> {
    /// `filter` is the empty one and `aliases` the site's tables; both are borrowed by every page.
    pub(crate) fn new(
        heads: Heads<'a>,
        reports: &'a Reports,
        filter: &'a Filter,
        aliases: &'a Aliases,
    ) -> Self {
        Self {
            heads,
            reports,
            filter,
            aliases,
            frame: frame_key(&heads),
        }
    }

    /// The home page: the newest day's edition and the list.
    ///
    /// # Errors
    /// Where the text of its first report cannot be read.
    pub(crate) fn home(&self) -> Result<String, StoreError> {
        let context = self.context("./");
        Ok(self.heads.home(&context, &self.framed_home(&context)?))
    }

    /// The home page's frame, for a room in one file.
    ///
    /// # Errors
    /// As [`Pages::home`].
    pub(crate) fn home_in_a_file(&self) -> Result<Html, StoreError> {
        let [page] = self.framed_home(&self.context(single::ROOT))?;
        Ok(page)
    }

    fn framed_home(&self, context: &Context<'_>) -> Result<[Html; 1], StoreError> {
        let summaries = self.reports.summaries();
        let newest_day = summaries.first().map(|summary| summary.day);
        let mut newest: Vec<(usize, &Summary)> = summaries
            .iter()
            .enumerate()
            .take_while(|(_, summary)| Some(summary.day) == newest_day)
            .collect();
        newest.sort_by_key(|(_, summary)| context.rank(&[], summary));
        let first = newest.first().map(|(index, _)| self.reports.body(*index));
        let first = first.transpose()?;
        let newest: Vec<&Summary> = newest.into_iter().map(|(_, summary)| summary).collect();
        let listed: Vec<&Summary> = summaries.iter().collect();
        let main = home(context, &Home::first(&newest, first.as_ref(), &listed));
        Ok(framed(context, &Route::Home, Neighbours::default(), main))
    }

    /// The page of the report at `index`.
    ///
    /// # Errors
    /// Where its text cannot be read.
    pub(crate) fn report(&self, index: usize) -> Result<String, StoreError> {
        let opened = self.reports.report(index)?;
        let id = &opened.summary.id;
        let root = root_from(id);
        let context = self.context(&root);
        let document = opened.body.document.read();
        let outline = Outline::of(&document, self.aliases);
        let summary = |index: usize| self.reports.summaries().get(index);
        let neighbours = Neighbours {
            older: summary(index + 1),
            newer: index.checked_sub(1).and_then(summary),
            newest: if self.is_of_newest_day(index) {
                Newest::Here
            } else {
                Newest::Home
            },
        };
        let main = report(
            &context,
            &Opened {
                summary: &opened.summary,
                body: &opened.body,
                document: &document,
                outline: &outline,
            },
            neighbours,
        );
        Ok(self.heads.report(
            &context,
            &opened,
            &framed(&context, &Route::Report(id.clone()), neighbours, main),
        ))
    }

    /// What stands for the page of the report at `index`: all that [`Pages::report`] makes it from.
    pub(crate) fn key(&self, index: usize) -> Key {
        let around = index.saturating_sub(1)..self.reports.len().min(index + 2);
        let place = format!("page {} {}", index - around.start, self.is_of_newest_day(index));
        self.reports.key_of(&place, around, &[self.frame])
    }

    fn is_of_newest_day(&self, index: usize) -> bool {
        let summaries = self.reports.summaries();
        summaries[index].day == summaries[0].day
    }

    /// The page at the address of a withdrawn report.
    pub(crate) fn withdrawn(&self, id: &str) -> String {
        let root = root_from(id);
        let context = self.context(&root);
        let route = Route::Report(id.to_owned());
        let main = withdrawn(&context);
        self.heads.withdrawn(
            &context,
            id,
            &framed(&context, &route, Neighbours::default(), main),
        )
    }

    /// The frame without content. It stands for every page, so it says of none that it is the current one.
    pub(crate) fn shell(&self) -> String {
        let context = self.context("./");
        let main = skeleton(context.messages);
        self.heads.shell(
            &context,
            &framed(
                &context,
                &Route::Report(String::new()),
                Neighbours::default(),
                main,
            ),
        )
    }

    fn context<'b>(&self, root: &'b str) -> Context<'b>
    where
        'a: 'b,
    {
        let messages = Language::from_tag(&self.bundle().site.language).messages();
        Context {
            bundle: self.heads.bundle,
            root,
            messages,
            filter: self.filter,
            library: Library::empty(),
        }
    }

    fn bundle(&self) -> &'a Bundle {
        self.heads.bundle
    }
}

/// What stands for a frame: what the reader and the publisher give to every page of a report.
fn frame_key(heads: &Heads<'_>) -> Key {
    let Heads {
        app,
        bundle,
        base_url,
        theme_color,
    } = heads;
    let icons: Vec<_> = app
        .icons
        .iter()
        .map(|icon| (&icon.file.path, icon.size))
        .collect();
    let app = format!(
        "{:?} {:?} {:?} {icons:?}",
        app.glue, app.wasm, app.styles.report.text
    );
    let labels = format!("{:?} {:?} {:?}", bundle.sources, bundle.topics, bundle.sections);
    let site = format!("{:?} {base_url:?} {theme_color:?}", bundle.site);
    Key::of(&[app.as_bytes(), labels.as_bytes(), site.as_bytes()])
}

fn framed(context: &Context<'_>, route: &Route, neighbours: Neighbours<'_>, main: Vec<Html>) -> [Html; 1] {
    [frame(context, route, neighbours, main)]
}
