//! Where links of a post may lead: asked when a post is parsed, and again when a tree is drawn, since a tree may come from
//! somebody else's bundle.

use crate::markdown::tree::LinkTarget;

impl LinkTarget {
    /// Reads a destination as a post writes it; `None` where it may not be followed (`javascript:`, `data:`,
    /// `file:` and every other scheme), so that the link is shown as its text.
    pub fn read(destination: &str) -> Option<Self> {
        // Browsers drop these characters anywhere in an address before they look for a scheme
        // (URL Standard, "basic URL parser"), so they must not hide one here.
        let visible: String = destination.chars().filter(|c| !c.is_control()).collect();
        let cleaned = visible.trim().to_owned();
        if let Some(anchor) = cleaned.strip_prefix('#') {
            return Some(LinkTarget::Anchor(anchor.to_owned()));
        }
        if let Some(scheme) = scheme_of(&cleaned) {
            let allowed = ["http", "https", "mailto"]
                .iter()
                .any(|s| scheme.eq_ignore_ascii_case(s));
            return allowed.then_some(LinkTarget::External(cleaned));
        }
        let is_slash = |c: &char| matches!(c, '/' | '\\');
        if cleaned.chars().take(2).filter(is_slash).count() == 2 {
            let host = cleaned.trim_start_matches(['/', '\\']);
            return Some(LinkTarget::External(format!("https://{host}")));
        }
        Some(LinkTarget::Relative(cleaned))
    }
}

/// What stands before the first colon, where it has the form of a scheme (RFC 3986, section 3.1).
fn scheme_of(destination: &str) -> Option<&str> {
    let (scheme, _) = destination.split_once(':')?;
    let mut chars = scheme.chars();
    let starts = chars.next().is_some_and(|c| c.is_ascii_alphabetic());
    (starts && chars.all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))).then_some(scheme)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_harmless_schemes_become_links() {
        assert_eq!(
            LinkTarget::read("HTTPS://a.b"),
            Some(LinkTarget::External("HTTPS://a.b".into()))
        );
        assert_eq!(LinkTarget::read("#部分"), Some(LinkTarget::Anchor("部分".into())));
        assert_eq!(
            LinkTarget::read("../a.md"),
            Some(LinkTarget::Relative("../a.md".into()))
        );
        assert_eq!(
            LinkTarget::read("//a.b/c"),
            Some(LinkTarget::External("https://a.b/c".into()))
        );
        assert_eq!(
            LinkTarget::read("\\\\a.b"),
            Some(LinkTarget::External("https://a.b".into()))
        );
        for bad in [
            "javascript:alert(1)",
            "JaVa\tScript:x",
            "\u{1}javascript:x",
            "\u{1} javascript:x",
            "\u{a0}\u{8}java\u{0}script:x",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc",
            " \u{b}\u{1}javascript\n:x",
        ] {
            assert_eq!(LinkTarget::read(bad), None, "{bad}");
        }
    }
}
