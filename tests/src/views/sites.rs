//! The sites that views are shown from.

use std::fs;
use std::path::Path;

use kanbao_builder::serve::ServerHandle;

use super::Archive;
use crate::browser::Browser;
use crate::site::Site;
use crate::{Outcome, posts};

/// Reports of [`Archive::Parts`]: more than a bundle holds.
const REPORTS_IN_PARTS: i32 = 120;

/// The sites that views are shown from, served as long as this is kept.
pub struct Sites {
    served: Vec<Served>,
}

struct Served {
    archive: Archive,
    root: String,
    /// None where the host has gone away.
    server: Option<ServerHandle>,
}

impl Sites {
    /// Builds and serves the sites that are made of what is at hand, below a folder; `samples` is built already.
    ///
    /// # Errors
    /// Where a site cannot be built or served.
    pub fn build(samples: &Site, folder: &Path) -> Outcome<Self> {
        let setting = Site::build(&posts::setting(), &folder.join("setting"))?;
        let broken = folder.join("broken");
        if broken.exists() {
            fs::remove_dir_all(&broken)?;
        }
        let broken = samples.copy_to(&broken)?;
        fs::remove_file(broken.folder.join("data/bundle.json"))?;
        let mut sites = Self { served: Vec::new() };
        sites.add(Archive::Samples, samples)?;
        sites.add(Archive::Setting, &setting)?;
        sites.add(Archive::Broken, &broken)?;
        Ok(sites)
    }

    /// Builds and serves an archive of several parts too, and once more for a host that goes away.
    ///
    /// # Errors
    /// Where it cannot be built or served.
    pub fn build_parts(&mut self, folder: &Path) -> Outcome {
        let posts = folder.join("parts-posts");
        fs::create_dir_all(&posts)?;
        posts::write_many(&posts, REPORTS_IN_PARTS)?;
        let site = Site::build(&posts, &folder.join("parts"))?;
        self.add(Archive::Parts, &site)?;
        self.add(Archive::Gone, &site)
    }

    /// Serves one more.
    ///
    /// # Errors
    /// Where no port is free.
    pub fn add(&mut self, archive: Archive, site: &Site) -> Outcome {
        let server = site.serve("/")?;
        self.served.push(Served {
            archive,
            root: server.url(),
            server: Some(server),
        });
        Ok(())
    }

    /// The address of an archive's root, where it is there.
    pub fn root(&self, archive: Archive) -> Option<&str> {
        let served = self.served.iter().find(|served| served.archive == archive)?;
        Some(&served.root)
    }

    /// Visits the archive whose host goes away, waits until the worker keeps it, and stops the host.
    ///
    /// # Errors
    /// Where the worker does not come to keep it.
    pub async fn cut_off(&mut self, browser: &Browser) -> Outcome {
        let mut served = self.served.iter_mut();
        let Some(gone) = served.find(|served| served.archive == Archive::Gone) else {
            return Ok(());
        };
        browser.open(&gone.root).await?;
        let kept = "return navigator.serviceWorker.controller !== null &&
            Boolean(document.documentElement.dataset.generation)";
        browser
            .wait_for::<bool>("the worker to keep the site", kept, &[])
            .await?;
        if let Some(server) = gone.server.take() {
            server.stop();
        }
        Ok(())
    }
}
