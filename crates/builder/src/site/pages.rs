//! The prerendered pages: each readable with scripts off and painted before the reader has arrived.

use kanbao_archive::html::Html;
use kanbao_archive::library::Library;
use kanbao_archive::link::{Filter, Route, root_from};
use kanbao_archive::message::Language;
use kanbao_archive::model::{Bundle, Report, Summary};
use kanbao_archive::outline::{Aliases, Outline};
use kanbao_archive::page::{Context, Home, Neighbours, Opened, frame, home, report, skeleton};

use super::head::Heads;

/// Prints the pages of one archive.
#[derive(Clone, Copy)]
pub(crate) struct Pages<'a> {
    heads: Heads<'a>,
    /// All reports, newest first.
    reports: &'a [Report],
    filter: &'a Filter,
    aliases: &'a Aliases,
}

impl<'a> Pages<'a> {
    /// `filter` is the empty one and `aliases` the site's tables; both are borrowed by every page.
    pub(crate) fn new(
        heads: Heads<'a>,
        reports: &'a [Report],
        filter: &'a Filter,
        aliases: &'a Aliases,
    ) -> Self {
        Self {
            heads,
            reports,
            filter,
            aliases,
        }
    }

    /// The home page: the newest day's edition and the list.
    pub(crate) fn home(&self) -> String {
        let context = self.context("./");
        let newest_day = self.reports.first().map(|r| r.summary.day);
        let mut newest: Vec<&Report> = self
            .reports
            .iter()
            .take_while(|report| Some(report.summary.day) == newest_day)
            .collect();
        newest.sort_by_key(|report| context.rank(&[], &report.summary));
        let first_body = newest.first().map(|report| &report.body);
        let newest: Vec<&Summary> = newest.iter().map(|report| &report.summary).collect();
        let listed: Vec<&Summary> = self.summaries().collect();
        let main = home(&context, &Home::first(&newest, first_body, &listed));
        self.heads.home(
            &context,
            &framed(&context, &Route::Home, Neighbours::default(), main),
        )
    }

    /// The page of the report at `index`.
    pub(crate) fn report(&self, index: usize) -> String {
        let opened = &self.reports[index];
        let id = &opened.summary.id;
        let root = root_from(id);
        let context = self.context(&root);
        let document = opened.body.document.read();
        let outline = Outline::of(&document, self.aliases);
        let summary = |index: usize| self.reports.get(index).map(|r| &r.summary);
        let neighbours = Neighbours {
            older: summary(index + 1),
            newer: index.checked_sub(1).and_then(summary),
            newest: if index == 0 { None } else { summary(0) },
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
        self.heads.report(
            &context,
            opened,
            &framed(&context, &Route::Report(id.clone()), neighbours, main),
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

    fn summaries(&self) -> impl Iterator<Item = &'a Summary> {
        self.reports.iter().map(|r| &r.summary)
    }

    fn bundle(&self) -> &'a Bundle {
        self.heads.bundle
    }
}

fn framed(context: &Context<'_>, route: &Route, neighbours: Neighbours<'_>, main: Vec<Html>) -> [Html; 1] {
    [frame(context, route, neighbours, main)]
}
