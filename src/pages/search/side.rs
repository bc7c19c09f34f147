//! What stands beside the results: dates and facets. On a small screen it is folded away until it is asked for.

use std::cell::Cell;

use kanbao_archive::link::Address;
use kanbao_archive::page::{self, Asked, Context, Facets};

use super::super::dates::Dates;
use crate::browser::dom;
use crate::components::Region;
use crate::state::{Found, Reader};

const ID: &str = "kb-search-side";

pub(super) struct Side {
    facets: Region,
    dates_region: Region,
    dates: Dates,
    is_open: Cell<bool>,
    all_months: Cell<bool>,
}

impl Side {
    pub(super) fn new(dates: Dates) -> Self {
        Self {
            facets: Region::new("kb-facets"),
            dates_region: Region::new("kb-dates"),
            dates,
            is_open: Cell::default(),
            all_months: Cell::default(),
        }
    }

    /// Draws facets and dates. Their links lead to this search.
    pub(super) fn draw(&self, context: &Context<'_>, asked: Asked<'_>, found: &Found, facets: &Facets) {
        let exact = found.state.is_settled() && found.hits.len() == found.total;
        let all_months = self.all_months.get();
        self.facets
            .draw(page::facets(context, asked, facets, exact, all_months));
        self.draw_dates(context, &asked.page());
    }

    /// Draws the dates of the month that is turned to.
    pub(super) fn turn_month(&self, reader: Reader) {
        let address = reader.navigation.address().get();
        reader.draw(|context| self.draw_dates(context, &address));
    }

    fn draw_dates(&self, context: &Context<'_>, page: &Address) {
        let absent = self.dates.absent();
        let dates = page::dates(context, page, self.dates.shown(&absent));
        self.dates_region.draw(dates.into_children());
    }

    pub(super) fn show_all_months(&self) {
        self.all_months.set(true);
    }

    pub(super) fn fold_months(&self) {
        self.all_months.set(false);
    }

    pub(super) fn is_open(&self) -> bool {
        self.is_open.get()
    }

    /// Opens or closes it on a small screen; opened, it takes the focus.
    pub(super) fn turn(&self) {
        self.is_open.set(!self.is_open.get());
        self.show();
        if self.is_open()
            && let Some(side) = dom::by_id(ID)
        {
            dom::focus(&side);
        }
    }

    /// A choice has been made: where it was open, the results are in view again.
    pub(super) fn close(&self) {
        if self.is_open.replace(false) {
            self.show();
            if let Some(results) = dom::by_id(super::RESULTS) {
                dom::focus(&results);
            }
        }
    }

    /// Tells the page whether it is open.
    pub(super) fn show(&self) {
        let is_open = if self.is_open() { "true" } else { "false" };
        dom::set_attributes(ID, &[("data-open", is_open)]);
    }
}
