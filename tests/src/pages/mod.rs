//! Page objects: what a person sees and does on each view, found by roles, names and the `data-` attributes that
//! the reader promises.

mod clouds;
mod dates;
mod home;
mod lane;
mod offline;
mod report;
mod search;
mod settings;
mod trends;
mod trouble;
mod update_notice;

pub use clouds::Clouds;
pub use dates::Dates;
pub use home::Home;
pub use lane::Lane;
pub use offline::Offline;
pub use report::Report;
pub use search::{Hit, Search};
pub use settings::Settings;
pub use trends::{TrendRow, Trends};
pub use trouble::Trouble;
pub use update_notice::UpdateNotice;

use kanbao_archive::link::{Address, Filter, Route};
use serde_json::json;

use crate::Outcome;
use crate::browser::Browser;

/// The reader in a browser, at a site's root.
pub struct Reader<'a> {
    browser: &'a Browser,
    root: String,
}

impl<'a> Reader<'a> {
    /// The reader of the site whose root is at this address (ending with a slash). Nothing is loaded yet.
    pub fn at(browser: &'a Browser, root: impl Into<String>) -> Self {
        Self {
            browser,
            root: root.into(),
        }
    }

    /// Loads home.
    ///
    /// # Errors
    /// Where it does not come up.
    pub async fn home(&self) -> Outcome<Home<'a>> {
        self.open(&Address::default()).await?;
        self.showing_home().await
    }

    /// Loads a report by its own address.
    ///
    /// # Errors
    /// Where it does not come up.
    pub async fn report(&self, id: &str) -> Outcome<Report<'a>> {
        self.open(&Address::report(id)).await?;
        self.showing_report(id).await
    }

    /// Loads the search page.
    ///
    /// # Errors
    /// Where it does not come up.
    pub async fn search(&self) -> Outcome<Search<'a>> {
        self.open(&Address::new(Route::Search)).await?;
        self.showing_search().await
    }

    /// Loads the settings.
    ///
    /// # Errors
    /// Where they do not come up.
    pub async fn settings(&self) -> Outcome<Settings<'a>> {
        self.open(&Address::new(Route::Settings)).await?;
        self.showing("settings").await?;
        Ok(Settings {
            browser: self.browser,
        })
    }

    /// Loads the trends of some terms, and waits until they are counted.
    ///
    /// # Errors
    /// Where they do not come up.
    pub async fn trends(&self, terms: &[&str]) -> Outcome<Trends<'a>> {
        self.open(&Address::new(Route::Trends).with_terms(terms)).await?;
        let trends = self.showing_trends().await?;
        trends.showing(terms).await?;
        Ok(trends)
    }

    /// Waits until the running reader shows trends.
    ///
    /// # Errors
    /// Where they do not come up.
    pub async fn showing_trends(&self) -> Outcome<Trends<'a>> {
        self.showing("trends").await?;
        Ok(Trends {
            browser: self.browser,
        })
    }

    /// Loads the page about reading offline.
    ///
    /// # Errors
    /// Where it does not come up.
    pub async fn offline(&self) -> Outcome<Offline<'a>> {
        self.open(&Address::new(Route::Offline)).await?;
        self.showing("offline").await?;
        Ok(Offline {
            browser: self.browser,
        })
    }

    /// Loads an address.
    ///
    /// # Errors
    /// Where the browser cannot load it.
    pub async fn open(&self, address: &Address) -> Outcome {
        self.browser.open(&address.href(&self.root)).await
    }

    /// Waits until the running reader shows home.
    ///
    /// # Errors
    /// Where it does not come up.
    pub async fn showing_home(&self) -> Outcome<Home<'a>> {
        self.showing("home").await?;
        Ok(Home {
            browser: self.browser,
        })
    }

    /// Waits until the running reader shows a lane.
    ///
    /// # Errors
    /// Where it does not come up.
    pub async fn showing_lane(&self) -> Outcome<Lane<'a>> {
        self.showing("lane").await?;
        Ok(Lane {
            browser: self.browser,
        })
    }

    /// Loads the clouds under a filter.
    ///
    /// # Errors
    /// Where they do not come up.
    pub async fn clouds(&self, filter: &Filter) -> Outcome<Clouds<'a>> {
        self.open(&Address::new(Route::Clouds).with_filter(filter.clone()))
            .await?;
        self.showing_clouds().await
    }

    /// Waits until the running reader shows the clouds.
    ///
    /// # Errors
    /// Where they do not come up.
    pub async fn showing_clouds(&self) -> Outcome<Clouds<'a>> {
        self.showing("clouds").await?;
        Ok(Clouds {
            browser: self.browser,
        })
    }

    /// The choice of days of the page that is shown.
    pub fn dates(&self) -> Dates<'a> {
        Dates {
            browser: self.browser,
        }
    }

    /// Waits until the running reader shows this report.
    ///
    /// # Errors
    /// Where it does not come up.
    pub async fn showing_report(&self, id: &str) -> Outcome<Report<'a>> {
        self.showing("report").await?;
        let script = "const shown = document.querySelector('main article[data-report]');
            return shown !== null && shown.dataset.report === arguments[0]";
        self.browser
            .wait_for::<bool>(&format!("report {id}"), script, &[json!(id)])
            .await?;
        Ok(Report {
            browser: self.browser,
        })
    }

    /// Waits until the running reader shows the search page.
    ///
    /// # Errors
    /// Where it does not come up.
    pub async fn showing_search(&self) -> Outcome<Search<'a>> {
        self.showing("search").await?;
        Ok(Search {
            browser: self.browser,
        })
    }

    /// Waits until the page says what went wrong.
    ///
    /// # Errors
    /// Where it does not.
    pub async fn showing_trouble(&self) -> Outcome<Trouble<'a>> {
        let script = "return document.querySelector('[role=alert][data-trouble] .action') !== null";
        self.browser
            .wait_for::<bool>("the page that says what went wrong", script, &[])
            .await?;
        Ok(Trouble {
            browser: self.browser,
        })
    }

    /// Waits until the reader says that a report was withdrawn.
    ///
    /// # Errors
    /// Where it does not.
    pub async fn showing_withdrawn(&self) -> Outcome {
        self.showing("report").await?;
        let script = "return document.querySelector('main .trouble h1')?.textContent === '已撤回'";
        self.browser
            .wait_for::<bool>("the page of a withdrawn report", script, &[])
            .await
            .map(drop)
    }

    /// Waits until the reader runs and shows a view.
    async fn showing(&self, view: &str) -> Outcome {
        let script = "const main = document.querySelector('main[data-view]');
            return document.documentElement.dataset.app === 'ready' && main !== null &&
                main.dataset.view === arguments[0]";
        self.browser
            .wait_for::<bool>(&format!("the view {view}"), script, &[json!(view)])
            .await?;
        Ok(())
    }
}
