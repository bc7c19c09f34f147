//! Where a site is published: what the host allows, and the files that tell it what to send.

use serde_json::{Value, json};

use super::app::{App, AppFile};
use super::policy;

/// A host of static sites.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Host {
    /// GitHub Pages.
    GithubPages,
    /// Cloudflare Pages.
    CloudflarePages,
    /// Netlify.
    Netlify,
    /// Vercel.
    Vercel,
    /// A server or bucket whose settings are the publisher's own: no file in the site speaks to it.
    Other,
}

impl Host {
    /// Every host, in the order in which help lists them.
    pub const ALL: [Host; 5] = [
        Host::GithubPages,
        Host::CloudflarePages,
        Host::Netlify,
        Host::Vercel,
        Host::Other,
    ];

    /// The name in settings.
    pub fn name(self) -> &'static str {
        match self {
            Host::GithubPages => "github-pages",
            Host::CloudflarePages => "cloudflare-pages",
            Host::Netlify => "netlify",
            Host::Vercel => "vercel",
            Host::Other => "other",
        }
    }

    /// The host of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|host| host.name() == name)
    }

    /// How many files a site may have, a tenth below what the host says, so that the next reports still fit; `None` where
    /// it sets no limit.
    pub fn max_files(self) -> Option<u32> {
        match self {
            // 20,000 files in a site on the free plan; `build.max_files` is for who has another.
            Host::CloudflarePages => Some(18_000),
            // 15,000 files in an upload.
            Host::Vercel => Some(13_500),
            Host::GithubPages | Host::Netlify | Host::Other => None,
        }
    }

    /// How large a file may be, in bytes; `None` where the host sets no limit.
    pub fn max_file_size(self) -> Option<u64> {
        match self {
            Host::CloudflarePages => Some(25 << 20),
            // What Git hosting accepts.
            Host::GithubPages | Host::Vercel => Some(100 << 20),
            Host::Netlify | Host::Other => None,
        }
    }

    /// How large a site may be, in bytes; `None` where the host sets no limit.
    pub fn max_site_size(self) -> Option<u64> {
        match self {
            Host::GithubPages => Some(1 << 30),
            Host::CloudflarePages | Host::Netlify | Host::Vercel | Host::Other => None,
        }
    }

    /// Whether it compresses what it sends by itself, and never looks for compressed files in a site.
    pub fn compresses(self) -> bool {
        self != Host::Other
    }
}

/// The files that speak to a host; where it is not known, those of every host that reads one unasked.
///
/// # Errors
/// Where JSON cannot be written.
pub(crate) fn files(
    host: Option<Host>,
    base_path: &str,
    app: &App,
) -> Result<Vec<AppFile>, serde_json::Error> {
    let file = |path: &str, bytes: Vec<u8>| AppFile {
        path: path.to_owned(),
        bytes: bytes.into(),
    };
    // Without it GitHub Pages has Jekyll look at every page, and leaves out what begins with an underscore.
    let no_jekyll = || file(".nojekyll", Vec::new());
    let headers = || file("_headers", headers(base_path, app).into_bytes());
    Ok(match host {
        None => vec![no_jekyll(), headers()],
        Some(Host::GithubPages) => vec![no_jekyll()],
        Some(Host::CloudflarePages | Host::Netlify) => vec![headers()],
        Some(Host::Vercel) => {
            let settings = serde_json::to_vec_pretty(&vercel(base_path, app))?;
            vec![file("vercel.json", settings)]
        }
        Some(Host::Other) => Vec::new(),
    })
}

/// What is sent with some files.
struct Rule {
    /// Paths below the site's root that it holds for; `*` stands for anything, and once at most.
    paths: &'static [&'static str],
    headers: Vec<(&'static str, String)>,
}

/// Named by its content, so it never changes.
const IMMUTABLE: &str = "public, max-age=31536000, immutable";

/// What is sent with a site's files. Rules add up on these hosts, so no file matches two that set the same header.
fn rules(app: &App) -> Vec<Rule> {
    let rule = |paths, headers: &[(&'static str, &str)]| Rule {
        paths,
        headers: headers
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()))
            .collect(),
    };
    vec![
        rule(
            &["*"],
            &[
                ("Content-Security-Policy", &policy::of_host(&app.styles)),
                ("X-Content-Type-Options", "nosniff"),
                ("Referrer-Policy", "strict-origin-when-cross-origin"),
            ],
        ),
        rule(
            &[
                "assets/*",
                "data/summaries-*",
                "data/bodies-*",
                "data/index-*",
                "data/words*",
            ],
            &[("Cache-Control", IMMUTABLE)],
        ),
        rule(
            &["boot.js", "sw.js", "version.json", "data/bundle.json"],
            &[("Cache-Control", "no-cache")],
        ),
        rule(&["assets/*.wasm"], &[("Content-Type", "application/wasm")]),
        rule(
            &["feed.xml"],
            &[("Content-Type", "application/atom+xml; charset=utf-8")],
        ),
        rule(&["feed.json"], &[("Content-Type", "application/feed+json")]),
    ]
}

/// `_headers`, as Netlify and Cloudflare Pages read it. Its paths are the host's, so the base path is in them.
fn headers(base_path: &str, app: &App) -> String {
    let mut out = String::new();
    for rule in rules(app) {
        for path in rule.paths {
            out.push_str(&format!("{base_path}{path}\n"));
            for (name, value) in &rule.headers {
                out.push_str(&format!("  {name}: {value}\n"));
            }
        }
    }
    out
}

/// `vercel.json`: the same rules, and pages at addresses that end with a slash.
fn vercel(base_path: &str, app: &App) -> Value {
    let rules = rules(app).into_iter().flat_map(|rule| {
        let headers: Vec<Value> = rule
            .headers
            .iter()
            .map(|(name, value)| json!({ "key": name, "value": value }))
            .collect();
        rule.paths.iter().map(move |path| {
            let source = path.replace('.', "\\.").replace('*', "(.*)");
            json!({ "source": format!("{base_path}{source}"), "headers": headers })
        })
    });
    json!({ "trailingSlash": true, "headers": rules.collect::<Vec<_>>() })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::app::tests::app;
    use super::*;

    /// The rules of a `_headers` file.
    fn parsed(text: &str) -> Vec<(String, Vec<(String, String)>)> {
        let mut rules: Vec<(String, Vec<_>)> = Vec::new();
        for line in text.lines() {
            match line.strip_prefix("  ") {
                Some(header) => {
                    let (name, value) = header.split_once(": ").unwrap();
                    let rule = rules.last_mut().unwrap();
                    rule.1.push((name.to_owned(), value.to_owned()));
                }
                None => rules.push((line.to_owned(), Vec::new())),
            }
        }
        rules
    }

    fn matches(pattern: &str, path: &str) -> bool {
        match pattern.split_once('*') {
            None => pattern == path,
            Some((before, after)) => {
                path.len() >= before.len() + after.len() && path.starts_with(before) && path.ends_with(after)
            }
        }
    }

    /// What a host sends with a file.
    fn sent(path: &str) -> BTreeMap<String, String> {
        let mut sent = BTreeMap::new();
        for (pattern, headers) in parsed(&headers("/k/", &app())) {
            for (name, value) in headers
                .into_iter()
                .filter(|_| matches(&pattern, &format!("/k/{path}")))
            {
                assert_eq!(sent.insert(name.clone(), value), None, "{path} gets {name} twice");
            }
        }
        sent
    }

    #[test]
    fn what_carries_its_hash_is_kept_and_nothing_else() {
        for hashed in [
            "assets/kanbao-reader.0123456789ab.js",
            "assets/kanbao-reader.0123456789ab.wasm",
            "assets/shell.0123456789ab.txt",
            "assets/wordcloud.0123456789ab.jpg",
            "data/summaries-2025.0123456789ab.json",
            "data/bodies-2025-11-01.0123456789ab.json",
            "data/index-2025-11-01.0123456789ab/3f.bin",
            "data/words.0123456789ab.json",
            "data/words-new.0123456789ab.json",
        ] {
            let sent = sent(hashed);
            assert_eq!(sent["Cache-Control"], IMMUTABLE, "{hashed}");
            assert!(sent["Content-Security-Policy"].starts_with("default-src 'none';"));
        }
        for changing in ["boot.js", "sw.js", "version.json", "data/bundle.json"] {
            assert_eq!(sent(changing)["Cache-Control"], "no-cache", "{changing}");
        }
        for changing in [
            "index.html",
            "2025/11/30/x/index.html",
            "feed.xml",
            "carried.json",
            "missing.json",
        ] {
            assert_eq!(sent(changing).get("Cache-Control"), None, "{changing}");
        }
        assert_eq!(
            sent("assets/kanbao-reader.0123456789ab.wasm")["Content-Type"],
            "application/wasm"
        );
    }

    #[test]
    fn cloudflare_reads_every_line() {
        let headers = headers("/a/long/path/of/a/site/", &app());
        assert!(headers.lines().all(|line| line.len() < 2_000));
        assert!(parsed(&headers).len() < 100);
    }

    #[test]
    fn each_host_gets_the_files_that_it_reads() {
        let names = |host| -> Vec<String> {
            files(host, "/", &app())
                .unwrap()
                .into_iter()
                .map(|file| file.path)
                .collect()
        };
        assert_eq!(names(None), [".nojekyll", "_headers"]);
        assert_eq!(names(Some(Host::GithubPages)), [".nojekyll"]);
        assert_eq!(names(Some(Host::CloudflarePages)), ["_headers"]);
        assert_eq!(names(Some(Host::Netlify)), ["_headers"]);
        assert_eq!(names(Some(Host::Vercel)), ["vercel.json"]);
        assert_eq!(names(Some(Host::Other)), [""; 0]);
    }

    #[test]
    fn vercel_gets_the_same_rules() {
        let settings = vercel("/", &app());
        let sources: Vec<&str> = settings["headers"]
            .as_array()
            .unwrap()
            .iter()
            .map(|rule| rule["source"].as_str().unwrap())
            .collect();
        assert!(
            sources.contains(&"/(.*)") && sources.contains(&"/assets/(.*)\\.wasm"),
            "{sources:?}"
        );
        assert!(sources.contains(&"/data/bundle\\.json"), "{sources:?}");
        assert_eq!(settings["trailingSlash"], true);
    }

    #[test]
    fn names_are_read_back() {
        for host in Host::ALL {
            assert_eq!(Host::from_name(host.name()), Some(host));
        }
        assert_eq!(Host::from_name("geocities"), None);
    }
}
