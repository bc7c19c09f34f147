//! Where the site stands, so that its own addresses are known in posts.

/// The site's address, taken apart; empty where it is not known.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(super) struct Base {
    /// `https://example.org`
    origin: String,
    /// `/blog`, or nothing where the site stands at the top.
    path: String,
}

impl Base {
    /// Reads an absolute address.
    pub(super) fn of(base_url: Option<&str>) -> Self {
        let url = base_url.unwrap_or_default().trim_end_matches('/');
        let host = url.find("://").map_or(0, |at| at + 3);
        let path = url[host..].find('/').map_or(url.len(), |at| host + at);
        Self {
            origin: url[..path].to_owned(),
            path: url[path..].to_owned(),
        }
    }

    /// `site.url`
    pub(super) fn origin(&self) -> &str {
        &self.origin
    }

    /// `site.baseurl`
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// What a destination names below the site's root, without a slash before it; `None` where it is relative to the
    /// post, or leads to another site.
    pub(super) fn below<'d>(&self, destination: &'d str) -> Option<&'d str> {
        let path = match destination.strip_prefix('/') {
            Some(rest) if rest.starts_with('/') => self.after_host(rest.trim_start_matches('/'))?,
            Some(_) => destination,
            None => {
                let (scheme, rest) = destination.split_once("://")?;
                let is_web = ["http", "https"]
                    .iter()
                    .any(|web| scheme.eq_ignore_ascii_case(web));
                self.after_host(rest).filter(|_| is_web)?
            }
        };
        let inside = path
            .strip_prefix(self.path.as_str())
            .filter(|rest| begins_part(rest));
        Some(inside.unwrap_or(path).trim_start_matches('/'))
    }

    /// What stands after the site's own host.
    fn after_host<'d>(&self, address: &'d str) -> Option<&'d str> {
        let host = self.origin.split_once("://")?.1;
        let (start, rest) = address.split_at_checked(host.len())?;
        let is_own = start.eq_ignore_ascii_case(host) && begins_part(rest) && !host.is_empty();
        is_own.then_some(rest)
    }
}

/// Whether a text begins where a part of an address ends.
fn begins_part(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(['/', '?', '#'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_addresses_are_known() {
        let base = Base::of(Some("https://example.org/blog/"));
        assert_eq!((base.origin(), base.path()), ("https://example.org", "/blog"));
        for (destination, below) in [
            ("/blog/a/", Some("a/")),
            ("/a/", Some("a/")),
            ("/blogs/a", Some("blogs/a")),
            ("https://example.org/blog/a#b", Some("a#b")),
            ("HTTP://Example.org/blog", Some("")),
            ("//example.org/blog/a", Some("a")),
            ("https://example.org", Some("")),
            ("https://example.org.evil/blog/a", None),
            ("https://other.org/blog/a", None),
            ("//other.org/a", None),
            ("mailto:a@example.org", None),
            ("ftp://example.org/a", None),
            ("a.md", None),
            ("../a", None),
        ] {
            assert_eq!(base.below(destination), below, "{destination}");
        }
        let unknown = Base::of(None);
        assert_eq!(unknown.below("/a"), Some("a"));
        assert_eq!(unknown.below("https://example.org/a"), None);
        assert_eq!(unknown.below("///a"), None);
        assert_eq!((unknown.origin(), unknown.path()), ("", ""));
    }
}
