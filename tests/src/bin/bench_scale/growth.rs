//! What of the bundle grows with the archive, and how many files there are.

use std::fs;
use std::path::Path;

use kanbao_archive::model::Directory;
use kanbao_tests::Outcome;
use kanbao_tests::figures::Figures;
use kanbao_tests::host::compress;
use kanbao_tests::site::Site;
use serde::Serialize;

/// Notes sizes and numbers, all without a browser.
pub(crate) fn measure(site: &Site, figures: &mut Figures) -> Outcome {
    let bundle = &site.bundle;
    figures.set("reports", f64::from(bundle.total));
    figures.set("days", bundle.days().len() as f64);
    let whole = fs::read(site.folder.join("data/bundle.json"))?;
    figures.set("bundle.bytes", compress(&whole)?.len() as f64);
    let mut rest = bundle.clone();
    rest.reports.clear();
    let mut part = |name: &str, bytes: f64| figures.set(format!("bundle.{name}"), bytes);
    part("without_reports", size(&rest)?);
    part(
        "directories",
        size(&(
            &rest.directories,
            &rest.terms,
            &rest.index,
            &rest.words,
            &rest.term_totals,
        ))?,
    );
    part("days", size(&rest.counts)?);
    part("fold", size(&rest.fold)?);
    let mut largest: f64 = 0.0;
    let mut lists: f64 = 0.0;
    for link in bundle.directories.iter().chain(&bundle.terms) {
        let json = fs::read_to_string(site.folder.join(link.url()))?;
        let bytes = compress(json.as_bytes())?.len() as f64;
        let _: Directory = serde_json::from_str(&json)?;
        largest = largest.max(bytes);
        lists += bytes;
    }
    figures.set("directory.largest", largest);
    figures.set("directory.all", lists);
    let mut count = Count::default();
    count.add(&site.folder)?;
    figures.set("files", count.files);
    figures.set("pages", count.pages);
    figures.set("widest_folder", count.widest);
    figures.set("site_bytes", count.bytes);
    Ok(())
}

fn size(value: &impl Serialize) -> Outcome<f64> {
    Ok(compress(&serde_json::to_vec(value)?)?.len() as f64)
}

#[derive(Default)]
struct Count {
    files: f64,
    pages: f64,
    bytes: f64,
    /// Entries of the folder that has the most.
    widest: f64,
}

impl Count {
    fn add(&mut self, folder: &Path) -> Outcome {
        let mut entries: f64 = 0.0;
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            entries += 1.0;
            self.widest = self.widest.max(entries);
            let data = entry.metadata()?;
            if data.is_dir() {
                self.add(&entry.path())?;
                continue;
            }
            self.files += 1.0;
            self.pages += if entry.file_name() == "index.html" {
                1.0
            } else {
                0.0
            };
            self.bytes += data.len() as f64;
        }
        Ok(())
    }
}
