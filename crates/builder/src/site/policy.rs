//! What pages may run and load: the Content-Security-Policy, and the inline scripts it admits by hash.

use std::sync::LazyLock;

use kanbao_archive::model::Fingerprint;

use super::hash::fingerprint;
use super::styles::Styles;

/// Text inside a page that the policy admits by its hash.
#[derive(Clone, Debug)]
pub(crate) struct Inline {
    /// The text as it stands in the page.
    pub(crate) text: String,
    /// The policy's word for it (`'sha256-…'`).
    source: String,
}

impl Inline {
    fn new(text: String) -> Self {
        let source = format!("'{}'", fingerprint(text.as_bytes()).integrity());
        Self { text, source }
    }

    /// A style sheet without its comments and the white space that says nothing.
    pub(crate) fn style(sheet: &str) -> Self {
        Self::new(tight(&without_comments(sheet)))
    }

    /// A script, as it stands in the page.
    pub(crate) fn script(text: String) -> Self {
        Self::new(text)
    }

    /// The text's fingerprint, as the policy names it.
    pub(crate) fn hash(&self) -> Fingerprint {
        fingerprint(self.text.as_bytes())
    }
}

/// Sets theme, size, face and width before the first paint.
pub(crate) static THEME: LazyLock<Inline> =
    LazyLock::new(|| Inline::new(compact(include_str!("../../../../public/theme.js"))));

/// Runs only in browsers without modules, which never start the reader.
pub(crate) static NO_MODULES: LazyLock<Inline> =
    LazyLock::new(|| Inline::new("document.documentElement.setAttribute(\"data-app\",\"plain\")".into()));

/// Finds the site's root from `404.html`.
pub(crate) static FIND_ROOT: LazyLock<Inline> =
    LazyLock::new(|| Inline::new(compact(include_str!("../../../../public/not-found.js"))));

/// The look of `404.html`, which cannot link a style sheet, since it does not know where it is.
pub(crate) static NOT_FOUND_STYLE: LazyLock<Inline> =
    LazyLock::new(|| Inline::style(include_str!("not_found.css")));

/// The policy of a page that carries this style, for its `<meta>`.
pub(crate) fn of_page(style: &Inline) -> String {
    policy(&[&THEME, &NO_MODULES], &[style])
}

/// The policy of `404.html`, for its `<meta>`.
pub(crate) fn of_not_found() -> String {
    // Nothing on it needs a policy for addresses of scripts, so none may be made.
    policy(&[&FIND_ROOT], &[&NOT_FOUND_STYLE]).replace("trusted-types kanbao", "trusted-types 'none'")
}

/// The policy for the host to send with every file: a page must pass this one and its own.
pub(crate) fn of_host(Styles { home, report, frame }: &Styles) -> String {
    let styles = [home, report, frame, &NOT_FOUND_STYLE];
    // `frame-ancestors` works in a header only.
    policy(&[&THEME, &NO_MODULES, &FIND_ROOT], &styles) + "; frame-ancestors 'self'"
}

/// The policy of a room in one file: nothing but what stands in it, and no request to anybody.
pub(crate) fn of_file(scripts: &[&Inline], styles: &[&Inline]) -> String {
    format!(
        "default-src 'none'; script-src 'wasm-unsafe-eval'{}; style-src{}; img-src data: blob:; base-uri 'none'; \
         form-action 'self'; require-trusted-types-for 'script'; trusted-types 'none'",
        sources(scripts),
        sources(styles)
    )
}

fn sources(inline: &[&Inline]) -> String {
    inline.iter().map(|i| format!(" {}", i.source)).collect()
}

fn policy(scripts: &[&Inline], styles: &[&Inline]) -> String {
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{}; style-src 'self'{}; img-src 'self' data:; \
         connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; \
         require-trusted-types-for 'script'; trusted-types kanbao",
        sources(scripts),
        sources(styles)
    )
}

/// A style sheet without its comments. (No string in our sheets holds the signs of one.)
fn without_comments(sheet: &str) -> String {
    let mut out = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    out + rest
}

/// A style sheet without the white space that says nothing: next to braces, semicolons and commas, after a colon, and
/// the last semicolon of a rule. Before a colon a space may stand between two parts of a selector.
fn tight(sheet: &str) -> String {
    let mut out = String::with_capacity(sheet.len());
    let mut quote = None;
    let mut spaced = false;
    for c in sheet.chars() {
        if quote.is_none() && c.is_ascii_whitespace() {
            spaced = true;
            continue;
        }
        let is_sign = |c: char| matches!(c, '{' | '}' | ';' | ',');
        let is_needed = !is_sign(c) && !out.ends_with(|last| is_sign(last) || last == ':');
        if std::mem::take(&mut spaced) && is_needed && !out.is_empty() {
            out.push(' ');
        }
        if c == '}' && quote.is_none() && out.ends_with(';') {
            out.pop();
        }
        match quote {
            Some(mark) if mark == c => quote = None,
            None if matches!(c, '"' | '\'') => quote = Some(c),
            _ => {}
        }
        out.push(c);
    }
    out
}

/// A script without its comment lines and indentation.
fn compact(source: &str) -> String {
    let comment = |line: &&str| {
        line.is_empty() || line.starts_with("//") || (line.starts_with("/*") && line.ends_with("*/"))
    };
    source
        .lines()
        .map(str::trim)
        .filter(|line| !comment(line))
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compacting_keeps_statements_and_drops_comments() {
        assert_eq!(
            compact("// why\n  a(); // here\n\n/* also */\n    b();\n"),
            "a(); // here\nb();"
        );
    }

    #[test]
    fn a_style_loses_its_comments_wherever_they_end() {
        let style = Inline::style("/* one\n   two */\n  a { b: c; } /* d */\n\n  e > f { g: h }\n");
        assert_eq!(style.text, "a{b:c}e > f{g:h}");
    }

    #[test]
    fn a_style_keeps_the_spaces_that_mean_something() {
        for (sheet, tight) in [
            (
                "a :hover,\n  b  c { d: calc(1px + 2px) }",
                "a :hover,b c{d:calc(1px + 2px)}",
            ),
            (
                "a::before { content: \"; } :  , \"; e: f; }",
                "a::before{content:\"; } :  , \";e:f}",
            ),
            (
                "@media (min-width: 1px) and (max-width: 2px) { }",
                "@media (min-width:1px) and (max-width:2px){}",
            ),
            (
                "a { --b: ; font: 600 1rem/1.5 var(--c, d) }",
                "a{--b:;font:600 1rem/1.5 var(--c,d)}",
            ),
        ] {
            assert_eq!(Inline::style(sheet).text, tight);
        }
    }

    #[test]
    fn inline_scripts_cannot_end_their_element() {
        for inline in [&THEME, &NO_MODULES, &FIND_ROOT, &NOT_FOUND_STYLE] {
            assert!(
                !inline.text.contains("</") && !inline.text.contains("<!--"),
                "{}",
                inline.text
            );
        }
    }

    #[test]
    fn the_hosts_policy_admits_whatever_a_pages_own_does() {
        let styles = Styles {
            home: Inline::style("a{}"),
            report: Inline::style("b{}"),
            frame: Inline::style("c{}"),
        };
        let host = of_host(&styles);
        let Styles { home, report, frame } = &styles;
        for page in [of_page(home), of_page(report), of_page(frame), of_not_found()] {
            for source in page.split([' ', ';']).filter(|s| s.starts_with("'sha256-")) {
                assert!(host.contains(source), "{source}");
            }
            assert!(!page.contains("unsafe-inline"));
        }
    }
}
