//! Newer generations: what has come of them, and when it is shown.
//!
//! New reports are held until the reader wants them or goes to another page: nothing changes under anybody's eyes.

use kanbao_archive::link::{Address, Route};
use kanbao_archive::page::Notice;

use super::archive::Newer;
use super::{Archive, Navigation, Results, Search, moved};
use crate::browser::worker::{self, Said, WorkerListener};
use crate::browser::{clock, dom, event, fetch, handover};
use crate::reactive::*;

/// A page that has moved on does not do so again for so long, in milliseconds: hosts may change their minds back and forth.
const SETTLED: f64 = 10.0 * 60.0 * 1000.0;

/// What has come of newer generations.
#[derive(Clone, Copy)]
pub struct Updates {
    archive: Archive,
    navigation: Navigation,
    search: Search,
    results: Results,
    notice: RwSignal<Option<Notice>>,
    /// New reports that are not shown yet.
    pending: StoredValue<Option<Newer>>,
    /// The generation that the worker has last said to be active.
    latest: StoredValue<String>,
    /// Whether another page has moved on to this one.
    moved: StoredValue<bool>,
}

impl Updates {
    /// Nothing has come.
    pub fn new(archive: Archive, navigation: Navigation, search: Search, results: Results) -> Self {
        Self {
            archive,
            navigation,
            search,
            results,
            notice: RwSignal::new(None),
            pending: StoredValue::new(None),
            latest: StoredValue::new(String::new()),
            moved: StoredValue::new(false),
        }
    }

    /// What there is to say. Tracked.
    pub fn notice(self) -> Option<Notice> {
        self.notice.get()
    }

    /// Follows what the worker says, and what becomes of the page, as long as what is returned is kept.
    pub fn listen(self) -> (Option<WorkerListener>, Option<event::Listener>) {
        if let Some(left) = moved::take(&self.navigation.place()) {
            self.moved.set_value(true);
            if dom::root_attribute("data-generation").as_ref() != Some(&left) {
                self.notice.set(Some(Notice::Moved));
            }
        }
        effect(move || {
            if self.archive.times_missed() > 0 {
                clock::spawn(self.move_on());
            }
        });
        self.navigation.before_leaving(move |from, to| {
            // A search whose results are read one after the other stays as it is.
            if !(*from == Route::Search && matches!(to, Route::Report(_))) {
                self.apply();
            }
        });
        let hidden = event::on_window("visibilitychange", true, move |_| self.apply_unseen());
        (worker::listen(move |said| self.heard(said)), hidden)
    }

    /// The reader wants what the notice offers.
    pub fn show(self) {
        match self.notice.get_untracked() {
            Some(Notice::Reports(_)) => {
                self.apply();
                self.navigation.begin_at(Address::default());
            }
            Some(Notice::App) => clock::spawn(worker::reload_with_newest()),
            _ => self.dismiss(),
        }
    }

    /// The reader wants to be left alone. New reports are shown on the next page all the same.
    pub fn dismiss(self) {
        self.notice.set(None);
    }

    fn heard(self, said: Said) {
        match said.state.as_str() {
            "waiting" => self.notice.set(Some(Notice::App)),
            "full" => self.notice.set(Some(Notice::Full)),
            _ => self.active(said),
        }
    }

    fn active(self, Said { generation, app, .. }: Said) {
        self.latest.set_value(generation.clone());
        let shown = dom::root_attribute("data-generation");
        if shown.is_none_or(|shown| shown == generation) {
            self.forget();
            return;
        }
        if dom::root_attribute("data-build").is_some_and(|build| build != app) {
            self.notice.set(Some(Notice::App));
            return;
        }
        clock::spawn(async move {
            // Where it does not come, the next start will have it.
            let Ok(newer) = self.archive.fetch_newer(generation.clone()).await else {
                return;
            };
            // Meanwhile another one may have come.
            if self.latest.get_value() == generation {
                self.hold(newer);
            }
        });
    }

    fn hold(self, newer: Newer) {
        let added = self.archive.added_by(&newer);
        self.pending.set_value(Some(newer));
        match added {
            Some(added) => {
                self.notice.set(Some(Notice::Reports(added)));
                self.apply_unseen();
            }
            // The same reports as before.
            None => self.apply(),
        }
    }

    /// What is held is of no use any more.
    fn forget(self) {
        self.pending.set_value(None);
        if let Some(Notice::Reports(_)) = self.notice.get_untracked() {
            self.dismiss();
        }
    }

    /// Where nobody looks, and nobody has begun to read, new reports need not wait.
    fn apply_unseen(self) {
        let is_home = self
            .navigation
            .address()
            .with_untracked(|address| *address == Address::default());
        if is_home && !dom::is_visible() && dom::scroll_y() == 0.0 && !handover::has_selection() {
            self.apply();
        }
    }

    /// Shows the new reports, where there are any.
    fn apply(self) {
        let Some(newer) = self.pending.try_update_value(Option::take).flatten() else {
            return;
        };
        self.forget();
        self.archive.replace(newer);
        self.search.forget();
        self.results.forget();
    }

    /// A file of this generation is not to be had: where another is published, the page moves on to that.
    ///
    /// It is noted, so that the page can say so and does not do it again and again.
    async fn move_on(self) {
        if self.moved.get_value() && clock::now() < SETTLED {
            return;
        }
        self.moved.set_value(true);
        let published = fetch::published(&self.navigation.root()).await;
        let is_other = published.is_some_and(|published| published != moved::shown());
        if is_other && worker::fetch_newer().await && moved::note(&self.navigation.place()) {
            worker::reload_with_newest().await;
        }
    }
}
