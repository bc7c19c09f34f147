//! Addresses written out: a feed is read far from the page that a relative address counts from.

/// The address that `reference` means on the page at `page` (RFC 3986, section 5.2); `page` is absolute and ends with a
/// slash.
pub(super) fn absolute(reference: &str, page: &str) -> String {
    if has_scheme(reference) {
        return reference.to_owned();
    }
    let (scheme, rest) = page.split_once("://").unwrap_or(("https", page));
    if reference.starts_with("//") {
        return format!("{scheme}:{reference}");
    }
    // A page that opens inside the reader has a query of its own.
    let rest = rest.split(['?', '#']).next().unwrap_or(rest);
    let (host, folder) = rest.split_once('/').unwrap_or((rest, ""));
    if reference.is_empty() || reference.starts_with(['#', '?']) {
        let page = if reference.starts_with('?') {
            page.split(['?', '#']).next().unwrap_or(page)
        } else {
            page.split('#').next().unwrap_or(page)
        };
        return format!("{page}{reference}");
    }
    let (path, query) = reference.split_at(reference.find(['?', '#']).unwrap_or(reference.len()));
    let path = match path.strip_prefix('/') {
        Some(path) => without_dots(path),
        None => without_dots(&format!("{folder}{path}")),
    };
    format!("{scheme}://{host}/{path}{query}")
}

fn has_scheme(reference: &str) -> bool {
    let Some((scheme, _)) = reference.split_once(':') else {
        return false;
    };
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
}

/// A path without `.` and `..`, neither of which leaves the root.
fn without_dots(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    let mut pieces = path.split('/').peekable();
    while let Some(piece) = pieces.next() {
        let is_last = pieces.peek().is_none();
        match piece {
            "." | ".." => {
                if piece == ".." {
                    parts.pop();
                }
                if is_last {
                    parts.push("");
                }
            }
            piece => parts.push(piece),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_resolved_as_browsers_do() {
        let page = "https://example.org/k/2025/11/30/r/";
        for (reference, expected) in [
            ("https://other.example/x?y#z", "https://other.example/x?y#z"),
            ("mailto:a@example.org", "mailto:a@example.org"),
            ("//cdn.example/x", "https://cdn.example/x"),
            ("#fn-1", "https://example.org/k/2025/11/30/r/#fn-1"),
            ("?q=a:b", "https://example.org/k/2025/11/30/r/?q=a:b"),
            ("a/b.md?x#y", "https://example.org/k/2025/11/30/r/a/b.md?x#y"),
            ("../../29/", "https://example.org/k/2025/11/29/"),
            ("..", "https://example.org/k/2025/11/30/"),
            ("./x", "https://example.org/k/2025/11/30/r/x"),
            ("/top", "https://example.org/top"),
            ("../../../../../../x", "https://example.org/x"),
            ("", "https://example.org/k/2025/11/30/r/"),
        ] {
            assert_eq!(absolute(reference, page), expected, "{reference}");
        }
        assert_eq!(
            absolute("x", "https://example.org/?at=a%2Fb"),
            "https://example.org/x"
        );
        assert_eq!(
            absolute("#fn-1", "https://example.org/?at=a%2Fb"),
            "https://example.org/?at=a%2Fb#fn-1"
        );
    }
}
