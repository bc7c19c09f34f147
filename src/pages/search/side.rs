//! What stands beside the results: dates and facets. On a small screen it is folded away until it is asked for.

use kanbao_archive::link::Address;
use kanbao_archive::page::{self, Asked, Context, Facets};
use leptos::prelude::*;

use super::super::dates::Dates;
use crate::browser::{clock, dom};
use crate::components::Region;
use crate::state::{Found, Reader};

const ID: &str = "kb-search-side";

#[derive(Clone, Copy)]
pub(super) struct Side {
    facets: Region,
    dates_region: Region,
    dates: Dates,
    is_open: RwSignal<bool>,
    all_months: RwSignal<bool>,
}

impl Side {
    pub(super) fn new(dates: Dates) -> Self {
        Self {
            facets: Region::new("kb-facets"),
            dates_region: Region::new("kb-dates"),
            dates,
            is_open: RwSignal::new(false),
            all_months: RwSignal::new(false),
        }
    }

    /// Draws the dates whenever another month is turned to: the focus waits for its days.
    pub(super) fn start(self, reader: Reader) {
        Effect::new(move |_| {
            if self.dates.month().get().is_some() {
                let address = reader.navigation.address().get_untracked();
                untrack(|| reader.draw(|context| self.draw_dates(context, &address)));
            }
        });
    }

    /// Follows what is opened and unfolded.
    pub(super) fn track(self) {
        self.is_open.track();
        self.all_months.track();
    }

    /// Draws facets and dates. Their links lead to this search.
    pub(super) fn draw(self, context: &Context<'_>, asked: Asked<'_>, found: &Found, facets: &Facets) {
        let exact = found.state.is_settled() && found.hits.len() == found.total;
        let all_months = self.all_months.get();
        self.facets
            .draw(page::facets(context, asked, facets, exact, all_months));
        self.draw_dates(context, &asked.page());
    }

    fn draw_dates(self, context: &Context<'_>, page: &Address) {
        let dates = page::dates(context, page, self.dates.month().get(), clock::today());
        self.dates_region.draw(dates.children);
    }

    pub(super) fn show_all_months(self) {
        self.all_months.set(true);
    }

    pub(super) fn fold_months(self) {
        self.all_months.set(false);
    }

    pub(super) fn is_open(self) -> bool {
        self.is_open.get()
    }

    /// Opens or closes it on a small screen; opened, it takes the focus.
    pub(super) fn turn(self) {
        self.is_open.update(|open| *open = !*open);
        self.set();
        if self.is_open.get_untracked()
            && let Some(side) = dom::by_id(ID)
        {
            dom::focus(&side);
        }
    }

    /// A choice has been made: where it was open, the results are in view again.
    pub(super) fn close(self) {
        if self.is_open.get_untracked() {
            self.is_open.set(false);
            self.set();
            if let Some(results) = dom::by_id(super::RESULTS) {
                dom::focus(&results);
            }
        }
    }

    /// Tells the page whether it is open.
    pub(super) fn set(self) {
        let is_open = self.is_open.get_untracked();
        dom::set_attributes(ID, &[("data-open", if is_open { "true" } else { "false" })]);
    }
}
