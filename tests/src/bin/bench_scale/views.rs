//! The views that are opened, and when each is there.

use kanbao_archive::model::Day;
use kanbao_tests::Outcome;
use kanbao_tests::site::Site;

use super::lacks;

/// A view.
pub(crate) struct View {
    /// What its figures are named after.
    pub(crate) name: &'static str,
    /// Relative to the site's root.
    pub(crate) address: String,
    /// An expression that is true once it is there.
    pub(crate) ready: String,
}

/// The newest edition is there: where a day has hundreds of reports, the list begins far below the window.
const EDITION: &str = "document.querySelector('main[data-view=home] [data-report]')";

/// A list has rows.
const LISTED: &str = "document.querySelector('section[aria-labelledby=archive-title] li[data-report]')";

/// A search is done.
const FOUND: &str = "/^(done|error)$/.test(document.querySelector('#kb-results')?.dataset.state)";

/// A cloud is drawn of all that it is to be made of.
const CLOUDED: &str = "document.querySelector('.cloud-filtered') &&
    !document.querySelector('.cloud-standing[data-state=coming]')";

/// A chart is drawn.
const CHARTED: &str = "/^(done|error)$/.test(document.querySelector('#kb-trend')?.dataset.state)";

/// What is searched and charted: words that thousands of made-up reports hold.
const WORDS: &str = "开源模型";

/// Every view of a site.
pub(crate) fn of(site: &Site) -> Outcome<Vec<View>> {
    let report = &site
        .bundle
        .reports
        .first()
        .ok_or_else(|| lacks("reports"))?
        .summary
        .id;
    let days = site.bundle.days();
    let (middle, _) = days.get(days.len() / 2).ok_or_else(|| lacks("days"))?;
    let view = |name, address: String, ready: &str| View {
        name,
        address,
        ready: ready.to_owned(),
    };
    Ok(vec![
        View::home(),
        view(
            "report",
            format!("{report}/"),
            "document.querySelector('main[data-view=report]')",
        ),
        month(*middle),
        view("search", format!("?q={WORDS}"), FOUND),
        View {
            name: "clouds_90",
            ..View::clouds(site, 90)?
        },
        View {
            name: "clouds_365",
            ..View::clouds(site, 365)?
        },
        view("trends", format!("?view=trends&term={WORDS}"), CHARTED),
    ])
}

/// The list and the calendar of the month of a day.
fn month(day: Day) -> View {
    let month = day.month_key().replace('-', "/");
    View {
        name: "list",
        address: format!("?from={}&to={}", day.first_of_month(), day.last_of_month()),
        ready: LISTED.replace("[data-report]", &format!("[data-report^=\"{month}/\"]")),
    }
}

impl View {
    /// Home, as it opens.
    pub(crate) fn home() -> Self {
        Self {
            name: "home",
            address: String::new(),
            ready: EDITION.to_owned(),
        }
    }

    /// The cloud of the newest so many days.
    pub(crate) fn clouds(site: &Site, days: i32) -> Outcome<Self> {
        let all = site.bundle.days();
        let (newest, _) = all.first().ok_or_else(|| lacks("days"))?;
        let from = newest.plus(1 - days);
        Ok(Self {
            name: "clouds",
            address: format!("?view=clouds&from={from}&to={newest}"),
            ready: CLOUDED.to_owned(),
        })
    }
}
