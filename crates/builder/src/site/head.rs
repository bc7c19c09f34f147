//! The document around a page: everything from `<!doctype html>` to `<body>`.

use kanbao_archive::html::{Html, el, print, text};
use kanbao_archive::link::{Address, Route};
use kanbao_archive::message::Language;
use kanbao_archive::model::{Bundle, Image, Report, Summary};
use kanbao_archive::page::{Context, page_title, report_title};
use serde_json::Value;

use super::app::App;
use super::policy::Inline;
use super::social::{self, Picture};
use super::{feed, policy};

/// Longest description in characters, for people who read it in results and previews.
const DESCRIPTION_CHARS: usize = 160;

/// What the heads of all pages of a site share.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Heads<'a> {
    /// The reader's files.
    pub(crate) app: &'a App,
    /// The archive.
    pub(crate) bundle: &'a Bundle,
    /// Where the site will stand, ending with a slash; without it nothing absolute is written.
    pub(crate) base_url: Option<&'a str>,
    /// Colour of the browser's own frame; empty for the paper of each theme.
    pub(crate) theme_color: &'a str,
}

/// What the head of one page says.
struct Page<'a> {
    /// Leads from the page to the site's root.
    root: &'a str,
    title: String,
    description: String,
    /// `None` for the shell, which stands for every page.
    address: Option<Address>,
    /// The report, where it is the page of one.
    report: Option<&'a Summary>,
    json_ld: Option<Value>,
    style: &'a Inline,
    /// Whether search engines are asked to leave it out.
    is_hidden: bool,
}

impl Heads<'_> {
    /// The home page around its body.
    pub(crate) fn home(&self, context: &Context<'_>, body: &[Html]) -> String {
        let page = Page {
            root: context.root,
            title: page_title(context, &Route::Home, ""),
            description: self.bundle.site.description.clone(),
            address: Some(Address::default()),
            report: None,
            json_ld: Some(social::of_site(self.bundle, self.base_url)),
            style: &self.app.styles.home,
            is_hidden: false,
        };
        self.document(&page, body)
    }

    /// A report's page around its body.
    pub(crate) fn report(&self, context: &Context<'_>, report: &Report, body: &[Html]) -> String {
        let summary = &report.summary;
        let page = Page {
            root: context.root,
            title: report_title(context, summary),
            description: description(summary),
            address: Some(Address::report(&*summary.id)),
            report: Some(summary),
            json_ld: Some(social::of_report(self.bundle, self.base_url, summary)),
            style: &self.app.styles.report,
            is_hidden: false,
        };
        self.document(&page, body)
    }

    /// The frame without content, which the service worker gives to every navigation. Each address in it
    /// begins with `./`, for the worker to put the site's root in that place.
    pub(crate) fn shell(&self, context: &Context<'_>, body: &[Html]) -> String {
        let page = Page {
            root: context.root,
            title: page_title(context, &Route::Home, ""),
            description: String::new(),
            address: None,
            report: None,
            json_ld: None,
            style: &self.app.styles.frame,
            is_hidden: false,
        };
        self.document(&page, body)
    }

    /// The page at the address of a withdrawn report, around its body.
    pub(crate) fn withdrawn(&self, context: &Context<'_>, id: &str, body: &[Html]) -> String {
        let page = Page {
            root: context.root,
            title: page_title(context, &Route::Report(id.to_owned()), ""),
            description: String::new(),
            address: None,
            report: None,
            json_ld: None,
            style: &self.app.styles.report,
            is_hidden: true,
        };
        self.document(&page, body)
    }

    /// The whole document.
    fn document(&self, page: &Page<'_>, body: &[Html]) -> String {
        let language = &self.bundle.site.language;
        let mut out = String::from("<!doctype html>\n");
        // The opening tag is printed by hand, since its element ends after the body.
        let html = print(&[el("html")
            .attr("lang", language)
            .attr("data-root", page.root)
            .into()]);
        out.push_str(html.trim_end_matches("</html>"));
        out.push_str("<head>");
        out.push_str(&print(&before_scripts(page.style)));
        inline_script("", &policy::THEME.text, &mut out);
        inline_script(" nomodule", &policy::NO_MODULES.text, &mut out);
        out.push_str("<style>");
        out.push_str(&page.style.text);
        out.push_str("</style>");
        out.push_str(&print(&self.resources(page.root)));
        out.push_str(&print(&self.description(page)));
        if let Some(json_ld) = &page.json_ld {
            // Inside <script> nothing is unescaped; `<` as an escape of JSON's own keeps it from ending there.
            let json = json_ld.to_string().replace('<', "\\u003c");
            inline_script(" type=\"application/ld+json\"", &json, &mut out);
        }
        out.push_str("</head><body>");
        out.push_str(&print(body));
        out.push_str("</body></html>\n");
        out
    }

    /// Nothing here holds up the first paint; the reader is asked for early, but at low priority.
    fn resources(&self, root: &str) -> Vec<Html> {
        let link = |rel: &str, path: &str| el("link").attr("rel", rel).attr("href", format!("{root}{path}"));
        let mut nodes: Vec<Html> = vec![
            el("script")
                .attr("type", "module")
                .attr("src", format!("{root}boot.js"))
                .into(),
            link("modulepreload", &self.app.glue)
                .attr("fetchpriority", "low")
                .into(),
            link("preload", &self.app.wasm)
                .attr("as", "fetch")
                .attr("type", "application/wasm")
                .flag("crossorigin", true)
                .attr("fetchpriority", "low")
                .into(),
            link("manifest", "manifest.webmanifest").into(),
        ];
        for icon in self
            .app
            .icons
            .iter()
            .filter(|icon| icon.is_favicon() || icon.is_apple())
        {
            let sizes = icon.size.map_or_else(|| "any".to_owned(), |n| format!("{n}x{n}"));
            let rel = if icon.is_apple() {
                "apple-touch-icon"
            } else {
                "icon"
            };
            nodes.push(
                link(rel, &icon.file.path)
                    .attr("type", icon.media_type())
                    .attr("sizes", sizes)
                    .into(),
            );
        }
        nodes
    }

    /// The colour of the browser's own frame: the publisher's, else the paper of either theme.
    pub(super) fn theme_colors(&self) -> Vec<Html> {
        let meta = |color: &str| el("meta").attr("name", "theme-color").attr("content", color);
        if !self.theme_color.is_empty() {
            return vec![meta(self.theme_color).into()];
        }
        let themes = [
            ("#fbfaf6", "(prefers-color-scheme: light)"),
            ("#131211", "(prefers-color-scheme: dark)"),
        ];
        themes
            .map(|(color, media)| meta(color).attr("media", media).into())
            .into()
    }

    /// What the page is about, for people and for machines.
    fn description(&self, page: &Page<'_>) -> Vec<Html> {
        let named = |name: &str, content: &str| -> Html {
            el("meta").attr("name", name).attr("content", content).into()
        };
        let mut nodes = vec![el("title").child(text(&*page.title)).into()];
        nodes.extend(self.theme_colors());
        if page.is_hidden {
            nodes.push(named("robots", "noindex"));
            return nodes;
        }
        if !page.description.is_empty() {
            nodes.push(named("description", &page.description));
        }
        nodes.extend(self.open_graph(page));
        let (Some(base), Some(address)) = (self.base_url, &page.address) else {
            return nodes;
        };
        nodes.push(
            el("link")
                .attr("rel", "canonical")
                .attr("href", address.href(base))
                .into(),
        );
        let feeds = [
            ("application/atom+xml", feed::ATOM, "Atom"),
            ("application/feed+json", feed::JSON, "JSON"),
        ];
        nodes.extend(feeds.map(|(media_type, path, kind)| {
            el("link")
                .attr("rel", "alternate")
                .attr("type", media_type)
                .attr("title", format!("{} ({kind})", self.bundle.site.title))
                .attr("href", format!("{}{path}", page.root))
                .into()
        }));
        nodes
    }

    /// The Open Graph protocol (ogp.me), and the card that goes with its picture.
    fn open_graph(&self, page: &Page<'_>) -> Vec<Html> {
        let site = &self.bundle.site;
        let mut properties = vec![
            ("og:site_name", site.title.clone()),
            ("og:title", page.title.clone()),
        ];
        properties.push((
            "og:type",
            if page.report.is_some() {
                "article"
            } else {
                "website"
            }
            .to_owned(),
        ));
        if let Some(locale) = social::locale(&site.language) {
            properties.push(("og:locale", locale));
        }
        if !page.description.is_empty() {
            properties.push(("og:description", page.description.clone()));
        }
        if let Some(summary) = page.report {
            properties.push(("article:published_time", summary.day.to_string()));
            if let Some(day) = summary.updated {
                properties.push(("article:modified_time", day.to_string()));
            }
            if !summary.topic.is_empty() {
                let topic = self.bundle.topic_name(&summary.topic).to_owned();
                properties.push(("article:section", topic));
            }
        }
        let mut card = "summary";
        if let (Some(base), Some(address)) = (self.base_url, &page.address) {
            properties.push(("og:url", address.href(base)));
            let cloud = page.report.and_then(|summary| summary.cloud.as_ref());
            if let Some(picture) = self.picture(cloud) {
                properties.extend(picture.properties(base));
                card = picture.card();
            }
        }
        let property = |(name, content): (&str, String)| -> Html {
            el("meta").attr("property", name).attr("content", content).into()
        };
        let mut nodes: Vec<Html> = properties.into_iter().map(property).collect();
        nodes.push(
            el("meta")
                .attr("name", "twitter:card")
                .attr("content", card)
                .into(),
        );
        nodes
    }

    /// The post's own cloud, else the site's picture.
    fn picture(&self, cloud: Option<&Image>) -> Option<Picture> {
        let messages = Language::from_tag(&self.bundle.site.language).messages();
        cloud
            .and_then(|image| Picture::of_image(image, messages.word_cloud))
            .or_else(|| Picture::of_icon(self.app.picture()?, &self.bundle.site.title))
    }
}

/// What a browser has to know before it reads on.
fn before_scripts(style: &Inline) -> [Html; 4] {
    [
        el("meta").attr("charset", "utf-8").into(),
        el("meta")
            .attr("name", "viewport")
            .attr(
                "content",
                "width=device-width, initial-scale=1, viewport-fit=cover",
            )
            .into(),
        el("meta")
            .attr("http-equiv", "Content-Security-Policy")
            .attr("content", policy::of_page(style))
            .into(),
        el("meta")
            .attr("name", "color-scheme")
            .attr("content", "light dark")
            .into(),
    ]
}

/// The key points one after the other, as far as they fit; the headline where there are none.
pub(crate) fn description(summary: &Summary) -> String {
    let points = summary.points.iter().map(|p| {
        if p.lead.is_empty() {
            p.text.as_str()
        } else {
            p.lead.as_str()
        }
    });
    let joined = points.collect::<Vec<_>>().join("；");
    shortened(
        if joined.is_empty() {
            &summary.headline
        } else {
            &joined
        },
        DESCRIPTION_CHARS,
    )
}

/// At most so many characters, the last one an ellipsis where something was cut.
pub(crate) fn shortened(text: &str, chars: usize) -> String {
    match text.char_indices().nth(chars) {
        None => text.to_owned(),
        Some(_) => text.chars().take(chars - 1).chain(['…']).collect(),
    }
}

fn inline_script(attributes: &str, script: &str, out: &mut String) {
    out.push_str("<script");
    out.push_str(attributes);
    out.push('>');
    out.push_str(script);
    out.push_str("</script>");
}
