//! What starts the reader and keeps it: `boot.js`, `sw.js` and `version.json`, with the names of one
//! generation filled in.

use std::collections::BTreeSet;

use kanbao_archive::link::Address;
use kanbao_archive::model::{Fingerprint, SCHEMA, Summary, Version};

use super::app::{App, AppFile};
use super::bundle::{BUNDLE, Data};
use super::hash::{combined, fingerprint};

const BOOT: &str = include_str!("../../../../public/boot.js");
const WORKER: &str = concat!(
    include_str!("../../../../public/sw.js"),
    "\n",
    include_str!("../../../../public/sw-files.js")
);
const KILL_SWITCH: &str = include_str!("../../../../public/sw-kill.js");
/// The name under which pages find the worker; the kill switch is published under the same.
const WORKER_NAME: &str = "sw.js";

/// The files that make a generation out of app and data.
#[derive(Debug)]
pub(crate) struct Start {
    /// `version.json` as it is published.
    pub(crate) version: Version,
    /// `boot.js`, the shell and the worker.
    pub(crate) files: Vec<AppFile>,
}

/// Fills the names in. `shell` is the frame of every page (see [`super::head::Heads::shell`]), `manifest` the
/// web manifest; without a `worker`, the kill switch takes back any that an earlier build registered.
pub(crate) fn start(
    app: &App,
    data: &Data,
    shell: String,
    manifest: &AppFile,
    summaries: &[Summary],
    worker: bool,
) -> Result<Start, serde_json::Error> {
    let boot = BOOT
        .replace("{{glue}}", &app.glue)
        .replace("{{wasm}}", &app.wasm)
        .replace("{{sheet}}", &app.sheet)
        .replace("{{worker}}", if worker { WORKER_NAME } else { "" });
    let boot = text_file("boot.js", boot);
    // As text and under a hash: hosts rewrite HTML (scripts put in, `.html` taken off), and then the worker
    // could not verify it.
    let shell = text_file(
        &format!("assets/shell.{}.txt", fingerprint(shell.as_bytes()).short()),
        shell,
    );

    let with_hash = |file: &AppFile| (file.path.clone(), fingerprint(&file.bytes));
    let app_files: Vec<_> = app.files.iter().chain([&boot]).map(with_hash).collect();
    let template = fingerprint(WORKER.as_bytes());
    // The styles of pages stand in the pages themselves, so they are no files of their own. The app's file has all that
    // is not in the frame's.
    let style = app.styles.frame.hash();
    let app_hash = combined(named(&app_files).chain([(WORKER_NAME, &template), ("style", &style)]));

    let mut files = app_files;
    files.extend([&shell, manifest].map(with_hash));
    files.extend(
        app.icons
            .iter()
            .filter(|icon| icon.size.is_none() && icon.is_favicon())
            .map(|icon| with_hash(&icon.file)),
    );
    files.push((BUNDLE.to_owned(), data.hash.clone()));
    let generation = combined(named(&files).chain([(WORKER_NAME, &template)]));

    let version = Version {
        generation,
        app: app_hash,
        schema: SCHEMA,
        shell: files,
    };
    let script = if worker {
        let ids = summaries.iter().map(|summary| summary.id.as_str());
        filled_worker(
            &version,
            ids.chain(data.bundle.withdrawn.iter().map(String::as_str)),
        )?
    } else {
        KILL_SWITCH.to_owned()
    };
    let files = vec![boot, shell, text_file(WORKER_NAME, script)];
    Ok(Start { version, files })
}

fn named(files: &[(String, Fingerprint)]) -> impl Iterator<Item = (&str, &Fingerprint)> {
    files.iter().map(|(path, hash)| (path.as_str(), hash))
}

/// The worker of one generation. JSON is JavaScript, so it stands in place of the quoted names.
fn filled_worker<'a>(
    version: &Version,
    ids: impl Iterator<Item = &'a str>,
) -> Result<String, serde_json::Error> {
    let places: BTreeSet<String> = ids
        .filter_map(|id| Address::report(id).href("").split('/').next().map(str::to_owned))
        .collect();
    Ok(WORKER
        .replace("\"{{version}}\"", &serde_json::to_string(version)?)
        .replace("\"{{places}}\"", &serde_json::to_string(&places)?))
}

fn text_file(path: &str, text: String) -> AppFile {
    AppFile {
        path: path.to_owned(),
        bytes: text.into_bytes().into(),
    }
}
