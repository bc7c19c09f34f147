//! What previews and search engines are told of a page: the picture and locale of Open Graph (ogp.me), and JSON-LD in the
//! words of schema.org.

use kanbao_archive::link::Address;
use kanbao_archive::model::{Bundle, Image, Summary};
use serde_json::{Value, json};

use super::app::Icon;
use super::head::{description, shortened};

/// Longest headline in characters, as search engines show it.
const HEADLINE_CHARS: usize = 110;

/// The picture of a page.
pub(crate) struct Picture {
    /// Relative to the site's root.
    path: String,
    media_type: &'static str,
    /// In pixels; 0 where unknown.
    width: u32,
    height: u32,
    alt: String,
    is_large: bool,
}

impl Picture {
    /// An image of a post; none where it is missing, or of a kind that previews do not draw.
    pub(crate) fn of_image(image: &Image, alt: &str) -> Option<Self> {
        let path = image.url.clone()?;
        let media_type = match path.rsplit_once('.')?.1 {
            "jpg" => "image/jpeg",
            "png" => "image/png",
            "gif" => "image/gif",
            "webp" => "image/webp",
            _ => return None,
        };
        Some(Self {
            path,
            media_type,
            width: image.width,
            height: image.height,
            alt: alt.to_owned(),
            is_large: true,
        })
    }

    /// The site's own picture.
    pub(crate) fn of_icon(icon: &Icon, alt: &str) -> Option<Self> {
        let size = u32::try_from(icon.size?).ok()?;
        Some(Self {
            path: icon.file.path.clone(),
            media_type: icon.media_type(),
            width: size,
            height: size,
            alt: alt.to_owned(),
            is_large: false,
        })
    }

    /// Its Open Graph properties; those of a picture follow the picture.
    pub(crate) fn properties(&self, base_url: &str) -> Vec<(&'static str, String)> {
        let mut properties = vec![
            ("og:image", format!("{base_url}{}", self.path)),
            ("og:image:type", self.media_type.to_owned()),
        ];
        if self.width > 0 && self.height > 0 {
            properties.push(("og:image:width", self.width.to_string()));
            properties.push(("og:image:height", self.height.to_string()));
        }
        properties.push(("og:image:alt", self.alt.clone()));
        properties
    }

    /// The form of preview that suits it.
    pub(crate) fn card(&self) -> &'static str {
        if self.is_large {
            "summary_large_image"
        } else {
            "summary"
        }
    }
}

/// A language tag as Open Graph writes locales (`zh_CN`); none where the tag names no place and none goes without saying.
pub(crate) fn locale(tag: &str) -> Option<String> {
    let mut parts = tag.split(['-', '_']);
    let language = parts.next()?.to_ascii_lowercase();
    let mut is_traditional = false;
    for part in parts {
        if part.len() == 2 && part.bytes().all(|b| b.is_ascii_alphabetic()) {
            return Some(format!("{language}_{}", part.to_ascii_uppercase()));
        }
        is_traditional |= part.eq_ignore_ascii_case("hant");
    }
    match (language.as_str(), is_traditional) {
        ("zh", false) => Some("zh_CN".to_owned()),
        ("zh", true) => Some("zh_TW".to_owned()),
        ("en", _) => Some("en_US".to_owned()),
        _ => None,
    }
}

/// The home page as a `WebSite`.
pub(crate) fn of_site(bundle: &Bundle, base_url: Option<&str>) -> Value {
    let site = &bundle.site;
    let mut value = json!({
        "@context": "https://schema.org", "@type": "WebSite", "name": site.title, "inLanguage": site.language,
    });
    if !site.description.is_empty() {
        value["description"] = json!(site.description);
    }
    if let Some(base) = base_url {
        value["url"] = json!(base);
    }
    value
}

/// A report as a `BlogPosting`: a reading room promises no newsroom behind it.
pub(crate) fn of_report(bundle: &Bundle, base_url: Option<&str>, summary: &Summary) -> Value {
    let site = &bundle.site;
    let publisher = organization(&site.title, base_url);
    let mut value = json!({
        "@context": "https://schema.org", "@type": "BlogPosting",
        "headline": shortened(summary.lead(), HEADLINE_CHARS),
        "alternativeHeadline": summary.headline,
        "description": description(summary),
        "datePublished": summary.day,
        "dateModified": summary.updated.unwrap_or(summary.day).max(summary.day),
        "inLanguage": site.language,
        "author": publisher,
        "publisher": publisher,
        "isPartOf": of_site(bundle, base_url),
    });
    if let Some(part) = value["isPartOf"].as_object_mut() {
        part.remove("@context");
    }
    if !summary.topic.is_empty() {
        value["articleSection"] = json!(bundle.topic_name(&summary.topic));
    }
    if !summary.top_terms.is_empty() {
        value["keywords"] = json!(summary.top_terms);
    }
    let Some(base) = base_url else { return value };
    let url = Address::report(&*summary.id).href(base);
    value["url"] = json!(url);
    value["mainEntityOfPage"] = json!(url);
    if let Some(image) = &summary.cloud
        && let Some(path) = &image.url
    {
        value["image"] = picture(&format!("{base}{path}"), image);
    }
    value
}

fn organization(name: &str, base_url: Option<&str>) -> Value {
    let mut value = json!({ "@type": "Organization", "name": name });
    if let Some(base) = base_url {
        value["url"] = json!(base);
    }
    value
}

fn picture(url: &str, image: &Image) -> Value {
    let mut value = json!({ "@type": "ImageObject", "url": url });
    if image.width > 0 && image.height > 0 {
        value["width"] = json!(image.width);
        value["height"] = json!(image.height);
    }
    value
}

#[cfg(test)]
mod tests {
    use super::super::tests::{bundle, report};
    use super::*;

    #[test]
    fn locales_name_a_language_and_a_place() {
        for (tag, expected) in [
            ("zh-CN", Some("zh_CN")),
            ("zh", Some("zh_CN")),
            ("zh-Hant", Some("zh_TW")),
            ("zh-Hant-HK", Some("zh_HK")),
            ("en-gb", Some("en_GB")),
            ("en", Some("en_US")),
            ("fr", None),
        ] {
            assert_eq!(locale(tag).as_deref(), expected, "{tag}");
        }
    }

    #[test]
    fn previews_get_pictures_that_they_can_draw() {
        let image = |url: &str| Image {
            src: String::new(),
            url: Some(url.to_owned()),
            width: 960,
            height: 540,
            bytes: 0,
        };
        let picture = Picture::of_image(&image("assets/a.0123456789ab.jpg"), "词云").unwrap();
        assert_eq!(
            picture.properties("https://example.org/"),
            [
                (
                    "og:image",
                    "https://example.org/assets/a.0123456789ab.jpg".to_owned()
                ),
                ("og:image:type", "image/jpeg".to_owned()),
                ("og:image:width", "960".to_owned()),
                ("og:image:height", "540".to_owned()),
                ("og:image:alt", "词云".to_owned()),
            ]
        );
        assert_eq!(picture.card(), "summary_large_image");
        assert!(Picture::of_image(&image("assets/a.0123456789ab.svg"), "").is_none());
    }

    #[test]
    fn a_report_is_described_in_the_words_of_schema_org() {
        let mut report = report("2025-11-30".parse().unwrap(), "r", "");
        report.summary.updated = "2025-12-02".parse().ok();
        let value = of_report(
            &bundle(vec![report.clone()]),
            Some("https://example.org/k/"),
            &report.summary,
        );
        assert_eq!(value["@type"], "BlogPosting");
        assert_eq!(
            (&value["datePublished"], &value["dateModified"]),
            (&json!("2025-11-30"), &json!("2025-12-02"))
        );
        assert_eq!(value["mainEntityOfPage"], "https://example.org/k/2025/11/30/r/");
        assert_eq!(
            value["author"],
            json!({"@type": "Organization", "name": "看报", "url": "https://example.org/k/"})
        );
        assert_eq!(value["isPartOf"]["url"], "https://example.org/k/");
        let without = of_report(&bundle(vec![report.clone()]), None, &report.summary);
        assert!(without.get("url").is_none() && without.get("image").is_none());
    }
}
