//! The document around a page: everything from `<!doctype html>` to `<body>`.

use kanbao_archive::html::{Html, el, print, text};
use kanbao_archive::link::{Address, Route};
use kanbao_archive::model::{Bundle, Report, Summary};
use kanbao_archive::page::{Context, page_title, report_title};
use serde_json::{Value, json};

use super::app::App;
use super::policy;

/// Longest headline and description in characters, for people who read them in results and previews.
const HEADLINE_CHARS: usize = 100;
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
    og_type: &'static str,
    /// Published image, relative to the root, with its width and height.
    image: Option<(String, u32, u32)>,
    json_ld: Option<Value>,
}

impl Heads<'_> {
    /// The home page around its body.
    pub(crate) fn home(&self, context: &Context<'_>, body: &[Html]) -> String {
        let site = &self.bundle.site;
        let mut json_ld = json!({
            "@context": "https://schema.org", "@type": "WebSite", "name": site.title, "inLanguage": site.language,
        });
        if !site.description.is_empty() {
            json_ld["description"] = json!(site.description);
        }
        if let Some(base) = self.base_url {
            json_ld["url"] = json!(base);
        }
        let page = Page {
            root: context.root,
            title: page_title(context, &Route::Home, ""),
            description: site.description.clone(),
            address: Some(Address::default()),
            og_type: "website",
            image: None,
            json_ld: Some(json_ld),
        };
        self.document(&page, body)
    }

    /// A report's page around its body.
    pub(crate) fn report(&self, context: &Context<'_>, report: &Report, body: &[Html]) -> String {
        let summary = &report.summary;
        let image = summary
            .cloud
            .as_ref()
            .and_then(|i| Some((i.url.clone()?, i.width, i.height)));
        let page = Page {
            root: context.root,
            title: report_title(context, summary),
            description: description(summary),
            address: Some(Address::report(&summary.id)),
            og_type: "article",
            json_ld: Some(self.article(summary, image.as_ref().map(|(url, ..)| url.as_str()))),
            image,
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
            og_type: "website",
            image: None,
            json_ld: None,
        };
        self.document(&page, body)
    }

    fn article(&self, summary: &Summary, image: Option<&str>) -> Value {
        let mut article = json!({
            "@context": "https://schema.org", "@type": "Article",
            "headline": shortened(summary.lead(), HEADLINE_CHARS),
            "alternativeHeadline": summary.headline,
            "description": description(summary),
            "datePublished": summary.day,
            "inLanguage": self.bundle.site.language,
            "isPartOf": { "@type": "WebSite", "name": self.bundle.site.title },
        });
        if let Some(day) = summary.updated {
            article["dateModified"] = json!(day);
        }
        if !summary.topic.is_empty() {
            article["articleSection"] = json!(self.bundle.topic_name(&summary.topic));
        }
        if let Some(base) = self.base_url {
            article["url"] = json!(Address::report(&summary.id).href(base));
            if let Some(image) = image {
                article["image"] = json!(format!("{base}{image}"));
            }
        }
        article
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
        out.push_str(&print(&self.before_scripts()));
        inline_script("", &policy::THEME.text, &mut out);
        inline_script(" nomodule", &policy::NO_MODULES.text, &mut out);
        out.push_str("<style>");
        out.push_str(&self.app.style.text);
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

    fn before_scripts(&self) -> [Html; 4] {
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
                .attr("content", policy::of_pages(&self.app.style))
                .into(),
            el("meta")
                .attr("name", "color-scheme")
                .attr("content", "light dark")
                .into(),
        ]
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
        let meta = |name: &'static str, key: &str, content: &str| -> Html {
            el("meta").attr(name, key).attr("content", content).into()
        };
        let mut nodes = vec![
            el("title").child(text(&*page.title)).into(),
            meta("property", "og:site_name", &self.bundle.site.title),
            meta("property", "og:type", page.og_type),
            meta("property", "og:title", &page.title),
            meta(
                "property",
                "og:locale",
                &self.bundle.site.language.replace('-', "_"),
            ),
        ];
        nodes.extend(self.theme_colors());
        if !page.description.is_empty() {
            nodes.push(meta("name", "description", &page.description));
            nodes.push(meta("property", "og:description", &page.description));
        }
        let (Some(base), Some(address)) = (self.base_url, &page.address) else {
            return nodes;
        };
        let url = address.href(base);
        nodes.push(el("link").attr("rel", "canonical").attr("href", &*url).into());
        nodes.push(meta("property", "og:url", &url));
        nodes.push(
            el("link")
                .attr("rel", "alternate")
                .attr("type", "application/atom+xml")
                .attr("href", format!("{}feed.xml", page.root))
                .into(),
        );
        match &page.image {
            Some((image, width, height)) => {
                nodes.push(meta("property", "og:image", &format!("{base}{image}")));
                if *width > 0 && *height > 0 {
                    nodes.push(meta("property", "og:image:width", &width.to_string()));
                    nodes.push(meta("property", "og:image:height", &height.to_string()));
                }
                nodes.push(meta("name", "twitter:card", "summary_large_image"));
            }
            None => {
                let largest = self
                    .app
                    .icons
                    .iter()
                    .filter(|icon| icon.size.is_some())
                    .max_by_key(|icon| icon.size);
                nodes.extend(
                    largest.map(|icon| meta("property", "og:image", &format!("{base}{}", icon.file.path))),
                );
            }
        }
        nodes
    }
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
