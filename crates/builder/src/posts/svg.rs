//! What of an SVG would run: an image of a page runs nothing, but a reader may open the file by itself, on the site's own
//! origin, and not every host sends the policy along.

/// Elements that run something, or change an attribute into something that does.
const ELEMENTS: [&str; 9] = [
    "script", "handler", "listener", "iframe", "object", "embed", "base", "meta", "link",
];

/// Names what of an SVG is not a picture; `None` where all is.
pub(super) fn active(bytes: &[u8]) -> Option<String> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Some("bytes that are not UTF-8".to_owned());
    };
    if text.contains('\0') {
        return Some("characters that no drawing has".to_owned());
    }
    let lower = text.to_ascii_lowercase();
    if lower.contains("<!entity") {
        return Some("entities of its own".to_owned());
    }
    if lower.contains("<?xml-stylesheet") {
        return Some("a style sheet from elsewhere".to_owned());
    }
    let encoding = lower.split("?>").next().filter(|head| head.contains("<?xml"));
    let encoding = encoding.and_then(|head| head.split_once("encoding").map(|(_, named)| named));
    if encoding.is_some_and(|named| !named.contains("utf-8") && !named.contains("us-ascii")) {
        return Some("another encoding than it is written in".to_owned());
    }
    let mut rest = lower.as_str();
    while let Some((_, tag)) = rest.split_once('<') {
        // What a comment or CDATA hides is looked at like the rest: nothing honest is written there.
        let (name, inside) = tag.split_at(
            tag.find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/'))
                .unwrap_or(tag.len()),
        );
        let local = name.rsplit(':').next().unwrap_or(name);
        if ELEMENTS.contains(&local) {
            return Some(format!("a <{local}>"));
        }
        if let Some(what) = attributes(inside) {
            return Some(what);
        }
        rest = tag;
    }
    None
}

/// What is wrong with the attributes of a tag, of which all behind its name is given.
fn attributes(mut rest: &str) -> Option<String> {
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        let end = rest.find(['=', '>', '<'])?;
        if !rest[end..].starts_with('=') {
            return None;
        }
        let name = rest[..end].trim().rsplit(':').next().unwrap_or_default();
        if name.starts_with("on") {
            return Some(format!("an attribute `{name}`"));
        }
        let value = rest[end + 1..].trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, behind) = value[1..].split_once(quote)?;
        // White space and references to characters can stand anywhere in an address.
        let bare: String = value
            .chars()
            .filter(|c| !c.is_whitespace() && !c.is_control())
            .collect();
        let leads = matches!(name, "href" | "src" | "to" | "from" | "by" | "values");
        let is_script = bare.contains("javascript:") || bare.contains("vbscript:");
        let is_document = bare.starts_with("data:") && !bare.starts_with("data:image/")
            || bare.starts_with("data:image/svg");
        let is_handler = name == "attributename" && (bare.starts_with("on") || bare.contains('&'));
        if is_handler {
            return Some("an animation of a handler".to_owned());
        }
        if is_script || leads && (bare.contains("&#") || bare.contains("&colon") || is_document) {
            return Some(format!("an address in `{name}` that is a script or may be one"));
        }
        rest = behind;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_pass_and_what_runs_is_named() {
        for harmless in [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><path d=\"M0 0\"/></svg>",
            "<?xml version='1.0' encoding='UTF-8'?><svg><style>a{fill:red}</style><text>on &#20013; script</text></svg>",
            "<svg><image href=\"data:image/png;base64,AA==\"/><a href=\"https://example.com\"><text>a</text></a></svg>",
            "<svg><use xlink:href='#a'/><g onwards-x='1' id=\"a>b\"/></svg>"
                .replace("onwards-x", "data-on")
                .as_str(),
            "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\"><svg/>",
        ] {
            assert_eq!(active(harmless.as_bytes()), None, "{harmless}");
        }
        for hostile in [
            "<svg><script>hit(1)</script></svg>",
            "<svg><SCRIPT href='x'/></svg>",
            "<svg><x:script xmlns:x='http://www.w3.org/2000/svg'>hit(1)</x:script></svg>",
            "<svg onload=\"hit(1)\"/>",
            "<svg\nx='>'\nonload = 'hit(1)'/>",
            "<svg><g title='a' ev:onclick='hit(1)'/></svg>",
            "<svg><g id=''onclick='hit(1)'/></svg>",
            "<svg/onload=hit(1)>",
            "<svg><set attributeName='onclick' to='&#120;()'/></svg>",
            "<svg><set attributeName='&#111;nclick' to='hit(1)'/></svg>",
            "<svg><use href='data:text/xml,x'/></svg>",
            "<svg>\0</svg>",
            "<svg><a xlink:href='javascript:hit(1)'/></svg>",
            "<svg><a href='java\nscript:hit(1)'/></svg>",
            "<svg><a href='java&#115;cript:hit(1)'/></svg>",
            "<svg><a href='javascript&colon;hit(1)'/></svg>",
            "<svg><a><animate attributeName='href' values='javascript:hit(1)'/></a></svg>",
            "<svg><use href='data:image/svg+xml,x#y'/></svg>",
            "<svg><foreignObject><iframe src='x'/></foreignObject></svg>",
            "<svg><![CDATA[<script>hit(1)</script>]]></svg>",
            "<!DOCTYPE svg [<!ENTITY x 'y'>]><svg>&x;</svg>",
            "<?xml version='1.0' encoding='utf-7'?><svg/>",
            "<?xml-stylesheet href='x'?><svg/>",
        ] {
            assert!(active(hostile.as_bytes()).is_some(), "{hostile}");
        }
        assert!(active(b"<svg>\xff</svg>").is_some());
    }
}
