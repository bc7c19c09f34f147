//! The clouds view: a cloud of whatever the filter admits, or a comparison, and the contact sheet.

mod sheet;
mod words;

use std::cell::RefCell;
use std::rc::Rc;

use crate::browser::event::Event;
use kanbao_archive::html::Html;
use kanbao_archive::link::{Cloud, Filter, Other};
use kanbao_archive::model::Period;
use kanbao_archive::page::{self, CLOUD, Clouds, Trouble};
use kanbao_archive::terms::score::Score;

use super::dates::Dates;
use crate::browser::dom::{self, Element};
use crate::browser::{clock, event, patch};
use crate::components::Part;
use crate::reactive::*;
use crate::state::Reader;
use sheet::Sheet;

/// Bytes of counts that are fetched without being asked for: those of some two thousand reports, half a megabyte compressed.
const UNASKED: u64 = 1_500_000;

/// The page.
pub fn clouds_page(reader: Reader) -> Part {
    let view = CloudsView::start(reader);
    Part::view()
        .drawn(|element| drawn(element, view))
        .on("click", move |event| view.clicked(event))
        .on("change", move |event| view.changed(event))
        .on("focusin", move |_| view.inner().sheet.fill())
        .on("keydown", move |event| view.dates.key(event))
}

/// What is inside the element is the view. The cloud and the sheet are drawn by themselves, so that neither is
/// drawn anew for what only the other shows.
fn drawn(element: Element, view: CloudsView) {
    let inner = view.inner();
    {
        let (element, inner) = (element.clone(), inner.clone());
        render_effect(move || {
            let tree = view.frame();
            patch::update(&element, &inner.frame.borrow(), &tree);
            inner.frame.replace(tree);
        });
    }
    {
        let (element, inner) = (element.clone(), inner.clone());
        render_effect(move || {
            let tree = view.cloud();
            if let Some(host) = dom::inside(&element, CLOUD) {
                patch::update(&host, &inner.cloud.borrow(), &tree);
                inner.cloud.replace(tree);
            }
        });
    }
    render_effect(move || {
        inner.sheet.draw(&element);
        clock::next_frame(move || view.settle());
    });
}

#[derive(Clone, Copy)]
struct CloudsView {
    reader: Reader,
    dates: Dates,
    /// What the address asks.
    ask: Memo<Cloud>,
    /// What is shown: the filter of the address, or the days that are being drawn out.
    filter: Memo<Filter>,
    /// The width of the cloud's room, in CSS pixels; 0 before it is in the page.
    width: RwSignal<u32>,
    /// Whether the choice of days is unfolded on a small screen.
    is_open: RwSignal<bool>,
    /// Whether all reports are to be counted, whatever their size.
    all: RwSignal<bool>,
    is_fetching: RwSignal<bool>,
    /// Why counts that are missing could not be fetched.
    trouble: RwSignal<Option<Trouble>>,
    inner: StoredValue<Rc<Inner>>,
}

/// What was drawn last.
struct Inner {
    frame: RefCell<Vec<Html>>,
    cloud: RefCell<Vec<Html>>,
    sheet: Sheet,
}

impl CloudsView {
    fn start(reader: Reader) -> Self {
        let address = reader.navigation.address();
        let dates = Dates::new(reader);
        let drawn_out = once_a_frame(dates.drawn_out());
        let view = Self {
            reader,
            dates,
            ask: Memo::new(move || address.with(|address| address.cloud.clone())),
            filter: Memo::new(move || {
                let filter = reader.filter.get();
                match drawn_out.get() {
                    Some(days) => filter.with_period(Some(days)),
                    None => filter,
                }
            }),
            width: RwSignal::new(0),
            is_open: RwSignal::new(false),
            all: RwSignal::new(false),
            is_fetching: RwSignal::new(false),
            trouble: RwSignal::new(None),
            inner: StoredValue::new(Rc::new(Inner {
                frame: RefCell::default(),
                cloud: RefCell::default(),
                sheet: Sheet::new(reader),
            })),
        };
        effect(move || {
            // Another choice begins with its own attempt, and so does whoever comes back.
            reader.filter.track();
            view.ask.track();
            view.all.track();
            reader.archive.times_replaced();
            reader.came_back.track();
            view.trouble.set(None);
            view.fetch();
        });
        let listeners = [
            event::on_window("scroll", true, move |_| view.inner().sheet.fill()),
            event::on_window("resize", true, move |_| {
                view.measure();
                view.inner().sheet.fill();
            }),
        ];
        StoredValue::new(listeners);
        on_cleanup(move || reader.navigation.set_row(None));
        view
    }

    fn inner(self) -> Rc<Inner> {
        self.inner.get_value()
    }

    fn frame(self) -> Vec<Html> {
        let absent = self.dates.absent();
        let clouds = Clouds {
            ask: &self.ask.get(),
            total: self.reports_of(&self.reader.filter.get()) as usize,
            is_open: self.is_open.get(),
            days: self.dates.shown(&absent),
        };
        self.reader.draw(|context| page::clouds(context, &clouds))
    }

    /// Brings the page to its place, now that it is drawn.
    fn settle(self) {
        if self.inner.try_get_value().is_none() {
            return;
        }
        self.measure();
        self.inner().sheet.settle();
    }

    fn measure(self) {
        let width = dom::middle_and_size(&["#", CLOUD].concat()).map_or(0.0, |(_, _, width, _)| width);
        let width = width as u32;
        if self.width.get_untracked() != width {
            self.width.set(width);
        }
    }

    /// The stretches of days whose counts are needed, the most needed first; `None` stands for all days.
    fn wanted(self) -> Option<(Vec<Option<Period>>, u64)> {
        let (ask, all) = (self.ask.try_get_untracked()?, self.all.try_get_untracked()?);
        let filter = self.reader.filter.get_untracked();
        let mut wanted = vec![self.days_of(&filter)];
        if let Some(other) = &ask.other {
            wanted.push(self.days_of(&other.filter(&filter)));
        } else if ask.score == Score::Distinctive {
            // The totals know of months that are over, but nothing of kinds of section.
            wanted.push(self.newest_day().filter(|_| ask.kind.is_none()));
        }
        Some((wanted, if all { u64::MAX } else { UNASKED }))
    }

    /// The days of a filter that leaves one end open, closed by the archive's own; `None` for all days.
    fn days_of(self, filter: &Filter) -> Option<Period> {
        if filter.from.is_none() && filter.to.is_none() {
            return None;
        }
        let bundle = untrack(|| self.reader.archive.bundle());
        let (newest, oldest) = (bundle.counts.first()?.day, bundle.counts.last()?.day);
        Some(Period::new(
            filter.from.unwrap_or(oldest),
            filter.to.unwrap_or(newest),
        ))
    }

    /// The newest day, whose month may not be over.
    fn newest_day(self) -> Option<Period> {
        let newest = self.reader.archive.newest_day()?;
        Some(Period::new(newest, newest))
    }

    /// Fetches what is needed, a few months at a time, until nothing is.
    fn fetch(self) {
        if self.is_fetching.get_untracked() {
            return;
        }
        self.is_fetching.set(true);
        clock::spawn(async move {
            let trouble = self.fetch_all().await;
            // The reader may have left meanwhile.
            if self.is_fetching.try_set(false).is_none() {
                self.trouble.set(trouble);
            }
        });
    }

    async fn fetch_all(self) -> Option<Trouble> {
        let mut wanted = self.wanted()?;
        loop {
            let (stretches, at_most) = &wanted;
            let mut has_more = false;
            for days in stretches {
                match self.reader.terms.fetch_some(*days, *at_most).await {
                    Ok(false) => {}
                    Ok(true) => {
                        has_more = true;
                        break;
                    }
                    Err(trouble) => return Some(trouble),
                }
            }
            if !has_more
                && self.ask.try_get_untracked()?.score == Score::Distinctive
                && let Err(trouble) = self.reader.terms.fetch_totals().await
            {
                return Some(trouble);
            }
            // What is needed may have changed meanwhile.
            let now = self.wanted()?;
            if !has_more && now == wanted {
                return None;
            }
            wanted = now;
        }
    }

    fn clicked(self, event: &Event) {
        let has = |name| event::attribute(event, name).is_some();
        if has("data-turn") {
            self.is_open.update(|is_open| *is_open = !*is_open);
        } else if has("data-retry") {
            self.trouble.set(None);
            self.fetch();
        } else if has("data-count-all") {
            self.all.set(true);
        } else {
            self.dates.clicked(event);
        }
    }

    /// A day of the other side of a comparison is picked, or one of the filter.
    fn changed(self, event: &Event) {
        let field = event::field(event).filter(|(name, _)| name == "from2" || name == "to2");
        let (Some((name, value)), Some(other)) = (field, self.ask.get_untracked().other) else {
            self.dates.changed(event);
            return;
        };
        let day = value.parse().ok();
        let (from, to) = if name == "from2" {
            (day, other.to)
        } else {
            (other.from, day)
        };
        let (from, to) = match (from, to) {
            (Some(a), Some(b)) => (Some(a.min(b)), Some(a.max(b))),
            open => open,
        };
        let mut address = self.reader.navigation.address().get_untracked();
        address.cloud.other = Some(Other { from, to, ..other });
        self.reader.navigation.go(address);
    }
}

/// A signal that follows another one once a frame at most.
fn once_a_frame(fast: RwSignal<Option<Period>>) -> RwSignal<Option<Period>> {
    let slow = RwSignal::new(None);
    let is_due = StoredValue::new(false);
    effect(move || {
        fast.track();
        if is_due.get_value() {
            return;
        }
        is_due.set_value(true);
        clock::next_frame(move || {
            // The reader may have left meanwhile.
            if let (Some(now), None) = (fast.try_get_untracked(), is_due.try_set_value(false)) {
                slow.set(now);
            }
        });
    });
    slow
}
