//! JSON → given reports.

use std::ffi::OsStr;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::{fmt, fs};

use kanbao_archive::markdown::Stored;
use kanbao_archive::model::{Image, Label, SCHEMA};
use serde::Deserialize;
use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic};
use crate::search::{BuiltSite, BuiltSiteError};
use crate::site::bundle::BUNDLE;

use super::{Given, GivenReports, GivenSite, GivenSummary, GivenText};

/// Why a file is none of reports.
#[derive(Debug)]
pub enum GivenError {
    /// It cannot be read.
    Io(PathBuf, io::Error),
    /// It is no JSON, or of another form; the text says where and why.
    Form(String, String),
    /// It is of another version.
    OtherSchema(String, u32),
    /// There are no reports in it.
    NoReports(String),
    /// The rest of a built archive cannot be read.
    Site(BuiltSiteError),
    /// It names directories, but stands in no built site.
    NoSite(String),
}

impl fmt::Display for GivenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            GivenError::Io(path, error) => write!(f, "{}: {error}", path.display()),
            GivenError::Form(name, reason) => write!(
                f,
                "{name} holds no reports as docs/BUNDLE.md describes them: {reason}"
            ),
            GivenError::OtherSchema(name, found) => {
                write!(f, "{name} has format {found}; this kanbao reads format {SCHEMA}")
            }
            GivenError::NoReports(name) => write!(f, "there are no reports in {name}"),
            GivenError::Site(error) => error.fmt(f),
            GivenError::NoSite(name) => write!(
                f,
                "{name} holds the newest reports only, and names files of a site for the rest\n  \
                 help: give it where it stands, as SITE/{BUNDLE}"
            ),
        }
    }
}

impl std::error::Error for GivenError {}

/// The file as a whole; its reports one by one, since one bad report does not stop the others.
#[derive(Deserialize)]
struct Form {
    #[serde(default)]
    site: GivenSite,
    #[serde(default)]
    sources: Vec<Label>,
    #[serde(default)]
    topics: Vec<Label>,
    reports: Vec<Value>,
    #[serde(default)]
    directories: Vec<Value>,
}

#[derive(Deserialize)]
struct GivenReport {
    summary: GivenSummary,
    body: GivenBody,
}

#[derive(Deserialize)]
struct GivenBody {
    markdown: Option<String>,
    document: Option<Stored>,
    #[serde(default)]
    images: Vec<Image>,
}

/// Reads a file, or standard input where the path is `-`.
pub(super) fn read(file: &Path) -> Result<GivenReports, GivenError> {
    let is_input = file == Path::new("-");
    let text = if is_input {
        let mut text = String::new();
        io::stdin().read_to_string(&mut text).map(|_| text)
    } else {
        fs::read_to_string(file)
    };
    let text = text.map_err(|error| GivenError::Io(file.to_owned(), error))?;
    let name = match file.file_name() {
        Some(name) if !is_input => name.to_string_lossy().into_owned(),
        _ => "standard input".to_owned(),
    };
    let form = form(&text, &name)?;
    let site = site_of(file);
    if form.directories.is_empty() {
        return of_form(form, &name, site.unwrap_or_else(|| folder_of(file)));
    }
    let site = site.ok_or(GivenError::NoSite(name.clone()))?;
    of_site(form, &name, site)
}

/// Looks at the version before anything else.
fn form(text: &str, name: &str) -> Result<Form, GivenError> {
    #[derive(Deserialize)]
    struct Head {
        schema: u32,
    }
    let wrong = |error: serde_json::Error| GivenError::Form(name.to_owned(), error.to_string());
    let Head { schema } = serde_json::from_str(text).map_err(wrong)?;
    if schema != SCHEMA {
        return Err(GivenError::OtherSchema(name.to_owned(), schema));
    }
    serde_json::from_str(text).map_err(wrong)
}

fn of_form(form: Form, name: &str, root: PathBuf) -> Result<GivenReports, GivenError> {
    if form.reports.is_empty() {
        return Err(GivenError::NoReports(name.to_owned()));
    }
    let (mut files, mut diagnostics) = (Vec::new(), Vec::new());
    for (index, value) in form.reports.into_iter().enumerate() {
        let number = index + 1;
        match given(value) {
            Ok(given) => files.push(given.into_file(name, number)),
            Err(reason) => diagnostics.push(
                Diagnostic::of_file(
                    Code::InvalidReport,
                    format!("{name}#{number}"),
                    format!("the report cannot be read: {reason}"),
                )
                .help("it was left out; docs/BUNDLE.md describes the form"),
            ),
        }
    }
    Ok(GivenReports {
        root,
        site: form.site,
        sources: form.sources,
        topics: form.topics,
        files,
        diagnostics,
    })
}

/// One report, or why it is none.
fn given(value: Value) -> Result<Given, String> {
    let report: GivenReport = serde_json::from_value(value).map_err(|error| error.to_string())?;
    let text = match (report.body.markdown, report.body.document) {
        (Some(markdown), None) => GivenText::Markdown(markdown),
        (None, Some(document)) => GivenText::Document(document),
        (None, None) => return Err("there is neither `markdown` nor `document` in its body".to_owned()),
        (Some(_), Some(_)) => return Err("there are both `markdown` and `document` in its body".to_owned()),
    };
    let places = report
        .body
        .images
        .into_iter()
        .filter_map(|image| Some((image.src, image.url?)));
    Ok(Given {
        said: report.summary,
        text,
        places: places.collect(),
    })
}

/// The reports of a site that is too large for its bundle alone.
fn of_site(form: Form, name: &str, root: PathBuf) -> Result<GivenReports, GivenError> {
    let mut site = BuiltSite::open(&root).map_err(GivenError::Site)?;
    site.read_all().map_err(GivenError::Site)?;
    let files = site.reports().iter().enumerate();
    Ok(GivenReports {
        files: files
            .map(|(index, report)| Given::of_report(report.clone()).into_file(name, index + 1))
            .collect(),
        root,
        site: form.site,
        sources: form.sources,
        topics: form.topics,
        diagnostics: Vec::new(),
    })
}

/// The root of the built site that a bundle stands in.
fn site_of(file: &Path) -> Option<PathBuf> {
    let data = file
        .parent()
        .filter(|folder| folder.file_name() == Some(OsStr::new("data")))?;
    let root = data.parent()?;
    let root = if root.as_os_str().is_empty() {
        Path::new(".")
    } else {
        root
    };
    root.join("version.json").is_file().then(|| root.to_owned())
}

fn folder_of(file: &Path) -> PathBuf {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}
