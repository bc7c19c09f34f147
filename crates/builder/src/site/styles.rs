//! The style sheets of the built reader, joined as they are needed: what stands in which page, and what the app brings
//! along.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::app::AppError;
use super::policy::Inline;

/// What pages carry of the styles.
#[derive(Clone, Debug)]
pub(crate) struct Styles {
    /// The home page.
    pub(crate) home: Inline,
    /// The page of a report.
    pub(crate) report: Inline,
    /// A page without content, which the app will fill.
    pub(crate) frame: Inline,
}

/// The styles of the pages, and those that not every page carries, for the app. `index` is the page that Trunk made, `files`
/// are those of its folder.
///
/// # Errors
/// Where a sheet is missing.
pub(crate) fn read(
    index: &str,
    files: &BTreeMap<String, Cow<'static, [u8]>>,
) -> Result<(Styles, Inline), AppError> {
    let style = |of: &[When]| joined(index, files, of);
    let styles = Styles {
        home: style(&[When::Always, When::Home])?,
        report: style(&[When::Always, When::Report])?,
        frame: style(&[When::Always])?,
    };
    Ok((styles, style(&[When::Home, When::Report, When::App])?))
}

/// Where a style sheet is needed, by the `data-when` of its link.
#[derive(Clone, Copy, PartialEq, Eq)]
enum When {
    /// On every page.
    Always,
    /// On the home page.
    Home,
    /// On the page of a report.
    Report,
    /// Once the app runs.
    App,
}

impl When {
    fn of(link: &str) -> Self {
        match attribute(link, "data-when") {
            Some("home") => Self::Home,
            Some("report") => Self::Report,
            Some("app") => Self::App,
            _ => Self::Always,
        }
    }
}

/// The style sheets that index.html links, those of these kinds, as one, in its order: the order decides between cascade
/// layers.
fn joined(
    index: &str,
    files: &BTreeMap<String, Cow<'static, [u8]>>,
    of: &[When],
) -> Result<Inline, AppError> {
    let mut style = Vec::new();
    for href in links(index, of) {
        // Trunk writes its public URL in front; the folder is flat, so the name is enough.
        let name = href.rsplit('/').next().unwrap_or(href);
        style.extend_from_slice(
            files
                .get(name)
                .ok_or(AppError::Incomplete("style sheet that index.html links"))?,
        );
        style.push(b'\n');
    }
    let style = Inline::style(&String::from_utf8_lossy(&style));
    // `</style` inside would end the element; no sheet of ours says that.
    if style.text.is_empty() || style.text.contains("</") {
        Err(AppError::Incomplete("style sheet"))
    } else {
        Ok(style)
    }
}

fn links<'a>(index: &'a str, of: &[When]) -> impl Iterator<Item = &'a str> {
    index.split("<link").skip(1).filter_map(|rest| {
        let tag = rest.split('>').next()?;
        let is_meant = attribute(tag, "rel")? == "stylesheet" && of.contains(&When::of(tag));
        is_meant.then(|| attribute(tag, "href")).flatten()
    })
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.split_ascii_whitespace().find_map(|part| {
        let value = part.strip_prefix(name)?.strip_prefix('=')?.trim_end_matches('/');
        Some(value.trim_matches(['"', '\'']))
    })
}

#[cfg(test)]
mod tests {
    use super::super::app;

    #[test]
    fn styles_are_joined_in_the_order_of_the_page() {
        let app = app::tests::app();
        let styles =
            [&app.styles.home, &app.styles.report, &app.styles.frame].map(|style| style.text.as_str());
        assert_eq!(styles, ["b{}a{}h{}", "b{}a{}r{}", "b{}a{}"]);
        let sheets: Vec<_> = app
            .files
            .iter()
            .filter(|file| file.path.ends_with(".css"))
            .collect();
        assert_eq!(sheets.len(), 1, "the pages carry their own styles");
        assert_eq!(
            (&sheets[0].path, &*sheets[0].bytes),
            (&app.sheet, &b"h{}r{}c{}"[..])
        );
    }
}
