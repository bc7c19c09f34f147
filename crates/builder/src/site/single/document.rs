//! The document of a room in one file: its page, what it carries, and what it may run.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{self, Write};

use kanbao_archive::html::{Element, Html, el, print, text};
use kanbao_archive::message::Language;
use kanbao_archive::model::Bundle;

use super::super::app::{App, AppFile};
use super::super::head::Heads;
use super::super::policy::{self, Inline};
use super::Carried;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// What tells such a file from any other, at its beginning.
pub(super) const MARK: &str = "<meta name=\"generator\" content=\"kanbao --single-file\">";

/// The root of a room in one file: every address is a query.
pub(in crate::site) const ROOT: &str = "?";

const START: &str = include_str!("../../../../../public/single-file.js");

/// A file that was opened at a report shows home until the reader is there; nobody is to see that.
const ELSEWHERE: &str =
    "if(location.search.length>1)document.documentElement.setAttribute(\"data-elsewhere\",\"\")";
const STYLE: &str = "html[data-elsewhere]:not([data-app=plain],[data-app=ready],[data-app=error]) #kb-main { visibility: hidden; }
    .plain-note.always { display: block; }";

/// The reader as one module that imports nothing, and the styles of what only it shows.
pub(super) struct Glue<'a> {
    pub(super) code: Cow<'a, str>,
    pub(super) sheet: Inline,
    /// What of it starts the reader.
    init: String,
    pub(super) wasm: &'a AppFile,
}

/// The reader's module; `None` where it imports others, exports nothing, or would end the script that it stands in.
pub(super) fn glue(app: &App) -> Option<Glue<'_>> {
    let file = |path: &str| app.files.iter().find(|file| file.path == path);
    let code = String::from_utf8_lossy(&file(&app.glue)?.bytes);
    let lower = code.to_ascii_lowercase();
    let is_alone = !code
        .lines()
        .any(|line| line.starts_with("import ") || line.contains(" from './"));
    if !is_alone || lower.contains("</script") || lower.contains("<!--") {
        return None;
    }
    let init = default_export(&code)?;
    let sheet = String::from_utf8_lossy(&file(&app.sheet)?.bytes);
    Some(Glue {
        code,
        sheet: Inline::style(&sheet),
        init,
        wasm: file(&app.wasm)?,
    })
}

/// The name under which a module knows its default export.
fn default_export(module: &str) -> Option<String> {
    let name = match module.rsplit_once(" as default") {
        Some((before, _)) => before.rsplit([' ', ',', '{']).next(),
        None => module
            .rsplit_once("export default ")
            .and_then(|(_, after)| after.split([';', '\n']).next()),
    };
    name.map(str::trim)
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
}

/// All that a document is made of.
pub(super) struct Document<'a> {
    pub(super) heads: Heads<'a>,
    /// Home's frame, its addresses made for [`ROOT`].
    pub(super) page: Html,
    pub(super) glue: &'a Glue<'a>,
    pub(super) generation: &'a str,
    /// What is not a picture.
    pub(super) carried: Vec<&'a Carried>,
    pub(super) pictures: &'a [Carried],
}

impl Document<'_> {
    /// Writes the document: first what is painted, then what the reader needs, last what starts it.
    pub(super) fn write(mut self, out: &mut dyn Write) -> io::Result<()> {
        let names: HashMap<&str, &Carried> = self
            .pictures
            .iter()
            .map(|picture| (picture.name.as_str(), picture))
            .collect();
        let mut shown = Vec::new();
        let note = Language::from_tag(&self.bundle().site.language)
            .messages()
            .file_needs_app;
        prepare(&mut self.page, note, &names, &mut shown);

        let start = START
            .replace("{{init}}", &self.glue.init)
            .replace("{{wasm}}", &self.glue.wasm.path)
            .replace("{{generation}}", self.generation);
        let module = Inline::script(format!("{}\n{start}", self.glue.code));
        self.write_head(&module, out)?;
        out.write_all(print(std::slice::from_ref(&self.page)).as_bytes())?;
        let pictures = self
            .pictures
            .iter()
            .filter(|picture| !shown.contains(&picture.name));
        for file in self.carried.iter().copied().chain(pictures) {
            let tag = el("script")
                .attr("type", "text/plain")
                .attr("data-file", &*file.name)
                .attr("data-type", file.media_type);
            let tag = print(&[tag.into()]);
            // Base64 needs no escaping, and there may be megabytes of it.
            out.write_all(tag.trim_end_matches("</script>").as_bytes())?;
            out.write_all(file.text.as_bytes())?;
            out.write_all(b"</script>\n")?;
        }
        writeln!(
            out,
            "<script type=\"module\">{}</script></body></html>",
            module.text
        )
    }

    fn write_head(&self, module: &Inline, out: &mut dyn Write) -> io::Result<()> {
        let elsewhere = Inline::script(ELSEWHERE.to_owned());
        let style = Inline::style(STYLE);
        let app_style = &self.heads.app.styles.frame;
        let scripts = [&policy::THEME, &policy::NO_MODULES, &elsewhere, module];
        let sheet = &self.glue.sheet;
        let policy = policy::of_file(&scripts, &[app_style, sheet, &style]);

        let meta = |name: &'static str, key: &str, content: &str| -> Html {
            el("meta").attr(name, key).attr("content", content).into()
        };
        let site = &self.bundle().site;
        let html = el("html").attr("lang", &site.language).attr("data-root", ROOT);
        let html = print(&[html.into()]);
        write!(
            out,
            "<!doctype html>\n{}<head><meta charset=\"utf-8\">{MARK}",
            html.trim_end_matches("</html>")
        )?;
        let mut nodes = vec![
            meta(
                "name",
                "viewport",
                "width=device-width, initial-scale=1, viewport-fit=cover",
            ),
            meta("http-equiv", "Content-Security-Policy", &policy),
            meta("name", "color-scheme", "light dark"),
        ];
        nodes.extend(self.heads.theme_colors());
        nodes.push(el("title").child(text(&*site.title)).into());
        if !site.description.is_empty() {
            nodes.push(meta("name", "description", &site.description));
        }
        nodes.extend(self.icon());
        out.write_all(print(&nodes).as_bytes())?;
        write!(
            out,
            "<script>{}</script><script>{}</script>",
            policy::THEME.text,
            elsewhere.text
        )?;
        write!(out, "<script nomodule>{}</script>", policy::NO_MODULES.text)?;
        write!(
            out,
            "<style>{}</style><style>{}</style><style>{}</style></head><body>",
            app_style.text, sheet.text, style.text
        )
    }

    /// The icon for any size, as a data address.
    fn icon(&self) -> Option<Html> {
        let icon = self
            .heads
            .app
            .icons
            .iter()
            .find(|icon| icon.is_favicon() && icon.size.is_none())?;
        let href = format!(
            "data:{};base64,{}",
            icon.media_type(),
            STANDARD.encode(&icon.file.bytes)
        );
        Some(
            el("link")
                .attr("rel", "icon")
                .attr("type", icon.media_type())
                .attr("href", href)
                .into(),
        )
    }

    fn bundle(&self) -> &Bundle {
        self.heads.bundle
    }
}

/// Makes a page readable without anything around it: pictures stand in it as data, links to pictures are none, and the
/// line for browsers that cannot run the reader says what they miss. `shown` gets the names of the pictures.
fn prepare(node: &mut Html, note: &str, pictures: &HashMap<&str, &Carried>, shown: &mut Vec<String>) {
    let Html::Element(element) = node else { return };
    if element
        .attrs
        .iter()
        .any(|(name, value)| *name == "class" && value == "plain-note")
    {
        *element = notes(note);
        return;
    }
    let is_file = |value: &str| Some(*pictures.get(value.strip_prefix(ROOT)?)?);
    match element.tag {
        "img" => carry(element, is_file, shown),
        "a" => element
            .attrs
            .retain(|(name, value)| *name != "href" || is_file(value).is_none()),
        _ => {}
    }
    for child in &mut element.children {
        prepare(child, note, pictures, shown);
    }
}

/// Puts a picture into its element, with the names by which the reader finds it.
fn carry<'a>(image: &mut Element, is_file: impl Fn(&str) -> Option<&'a Carried>, shown: &mut Vec<String>) {
    let src = image.attrs.iter_mut().find(|(name, _)| *name == "src");
    let Some((value, file)) = src.and_then(|(_, value)| is_file(value).map(|file| (value, file))) else {
        return;
    };
    *value = format!("data:{};base64,{}", file.media_type, file.text);
    image.attrs.push(("data-file", file.name.clone()));
    image.attrs.push(("data-type", file.media_type.to_owned()));
    shown.push(file.name.clone());
}

/// The line for browsers that cannot run the reader, and for those that may not.
fn notes(note: &str) -> Element {
    let line = |class: &str| el("p").class(class).text(note);
    el("div")
        .child(line("plain-note"))
        .child(el("noscript").child(line("plain-note always")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_export_is_found_however_it_is_written() {
        assert_eq!(
            default_export("export { initSync, __wbg_init as default };").as_deref(),
            Some("__wbg_init")
        );
        assert_eq!(
            default_export("const f = 1;\nexport default f;").as_deref(),
            Some("f")
        );
        assert_eq!(default_export("const f = 1;"), None);
    }

    #[test]
    fn a_picture_stands_in_the_page_and_no_link_leads_to_it() {
        let carried = Carried::picture("assets/a.jpg", "image/jpeg", b"x");
        let pictures = HashMap::from([("assets/a.jpg", &carried)]);
        let mut page: Html = el("a")
            .attr("href", "?assets/a.jpg")
            .attr("data-zoom", "词云")
            .child(el("img").attr("src", "?assets/a.jpg"))
            .child(el("a").attr("href", "?at=x"))
            .into();
        let mut shown = Vec::new();
        prepare(&mut page, "", &pictures, &mut shown);
        assert_eq!(
            print(&[page]),
            "<a data-zoom=\"词云\"><img src=\"data:image/jpeg;base64,eA==\" data-file=\"assets/a.jpg\" \
             data-type=\"image/jpeg\"><a href=\"?at=x\"></a></a>"
        );
        assert_eq!(shown, ["assets/a.jpg"]);
    }
}
