//! The builder as a target: posts, images, names and settings that mean harm. Nothing is written outside the site, nothing
//! from outside the posts gets into it, and nothing that a post says reaches the terminal as it is.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod shared;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use shared::{files, write_reader};

const SECRET: &str = "nobody may read this";

/// `posts/_posts` with posts, the smallest reader there can be in `dist`, and beside them a file that is nobody's business.
fn folder<N: AsRef<Path>, T: AsRef<[u8]>>(posts: impl IntoIterator<Item = (N, T)>) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir_all(dir.path().join("posts/_posts")).unwrap();
    write_reader(&dir.path().join("dist"));
    fs::write(dir.path().join("secret.md"), format!("# {SECRET}\n\n{SECRET}\n")).unwrap();
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x03\0\0\0\x02\x08\x02\0\0\0".to_vec();
    png.extend(SECRET.bytes());
    png.extend(b"\0\0\0\0IEND\xaeB`\x82");
    fs::write(dir.path().join("secret.png"), png).unwrap();
    for (name, text) in posts {
        fs::write(dir.path().join("posts/_posts").join(name), text).unwrap();
    }
    dir
}

fn kanbao(dir: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kanbao"));
    command.current_dir(dir).args(arguments).output().unwrap()
}

fn build(dir: &Path) -> Output {
    kanbao(dir, &["build", "posts", "-o", "site", "--app", "dist"])
}

/// Whatever was said, a terminal shows it and does nothing else.
#[track_caller]
fn assert_harmless(output: &Output) {
    for said in [&output.stdout, &output.stderr] {
        let said = std::str::from_utf8(said).unwrap();
        let bad = said.chars().find(|c| {
            (c.is_control() && !matches!(c, '\n' | '\t'))
                || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        });
        assert_eq!(bad, None, "{said:?}");
    }
}

/// What lies beside the posts and the site is as it was, and nothing of it is in the site.
#[track_caller]
fn assert_nothing_got_out_or_in(dir: &Path) {
    let mut names: Vec<_> = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    names.sort();
    names.retain(|name| !name.to_str().unwrap().starts_with(".site"));
    let known = ["dist", "posts", "secret.md", "secret.png", "site"];
    let strange: Vec<_> = names
        .iter()
        .filter(|name| !known.contains(&name.to_str().unwrap()))
        .collect();
    assert!(strange.is_empty(), "{strange:?}");
    if !dir.join("site").exists() {
        return;
    }
    for (name, bytes) in files(&dir.join("site")) {
        let holds = bytes
            .windows(SECRET.len())
            .any(|window| window == SECRET.as_bytes());
        assert!(!holds, "{name} has what lies outside the posts");
    }
}

#[test]
fn no_permalink_leads_out_of_the_site() {
    let permalinks = [
        "../../escaped",
        "/../escaped/",
        "a/../../../escaped",
        "..\\\\..\\\\escaped",
        "C:\\\\escaped",
        "C:/escaped",
        "//server/share",
        "%2e%2e/escaped",
        "..%2fescaped",
        "./.",
        "...",
        "con",
        "aux.html",
        "lpt1/x",
        "a\\0b",
        "a\\nb",
        "a\\e[31mb",
        "~/x",
        "-rf",
        "$HOME",
        "index.html",
        "sw.js",
        "data/bundle.json",
        "assets/x",
        ".git/config",
        ".htaccess",
        "a:b",
        "a|b",
        "x.",
        "x ",
        "\\u202Eexe",
        "/etc/passwd",
        "file:///etc/passwd",
        "_headers",
        "404.html",
    ];
    let posts: Vec<(String, String)> = permalinks
        .iter()
        .enumerate()
        .map(|(n, link)| {
            let name = format!("2025-11-{:02}-p{n}.md", n % 28 + 1);
            (
                name,
                format!("---\npermalink: \"{link}\"\n---\n# 标题{n}\n\n正文。\n"),
            )
        })
        .collect();
    let dir = folder(posts);
    let output = build(dir.path());
    assert_harmless(&output);
    assert_nothing_got_out_or_in(dir.path());
    // Some are refused, and the site is as good as without them.
    let _ = fs::remove_dir_all(dir.path().join("site"));
    let output = kanbao(dir.path(), &["check", "posts", "--format", "json"]);
    let refused = String::from_utf8_lossy(&output.stdout)
        .matches("permalink")
        .count();
    assert!(refused >= 12, "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn no_image_comes_from_outside_the_posts() {
    let dir = folder::<&str, &str>([]);
    let absolute = dir.path().join("secret.png");
    let places = [
        "../../secret.png",
        "../../../../../../../../../../../secret.png",
        "..%2f..%2fsecret.png",
        "%2e%2e/%2e%2e/secret.png",
        "..\\..\\secret.png",
        "/../secret.png",
        "./../../secret.png",
        "_posts/../../secret.png",
        "link.png",
        "folder/secret.png",
        "file:///secret.png",
        "~/secret.png",
        "secret.png",
        absolute.to_str().unwrap(),
        "<../../secret.png>",
        "../../secret.png?x",
        "../../secret.png#x",
        "../../secret.png%00.png",
    ];
    let text: String = places
        .iter()
        .map(|place| format!("![图]({place})\n\n![[{place}]]\n\n[链接]({place})\n\n"))
        .collect();
    let front = "---\nimage: ../../secret.png\ncover: ../../secret.png\nwordcloud: ../../secret.png\ncloud: ../../secret.png\n---\n";
    fs::write(
        dir.path().join("posts/_posts/2025-11-30-a.md"),
        format!("{front}# 标题\n\n{text}"),
    )
    .unwrap();
    fs::write(
        dir.path().join("posts/kanbao.toml"),
        "[build]\nimage_dirs = [\"..\", \"../..\", \"/\", \"folder\"]\n",
    )
    .unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        symlink(&absolute, dir.path().join("posts/_posts/link.png")).unwrap();
        symlink(dir.path(), dir.path().join("posts/_posts/folder")).unwrap();
        symlink(dir.path(), dir.path().join("posts/folder")).unwrap();
        symlink(
            dir.path().join("secret.md"),
            dir.path().join("posts/_posts/2025-11-29-b.md"),
        )
        .unwrap();
        symlink(dir.path().join("posts"), dir.path().join("posts/_posts/round")).unwrap();
    }
    let output = build(dir.path());
    assert_harmless(&output);
    assert!(dir.path().join("site/index.html").is_file(), "{output:?}");
    assert_nothing_got_out_or_in(dir.path());
}

#[test]
fn a_bundle_that_was_given_leads_nowhere_either() {
    let dir = folder([("2025-11-30-a.md", "# 标题\n\n正文。\n\n[去](https://a.example)\n")]);
    assert_eq!(build(dir.path()).status.code(), Some(0));
    let bundle = fs::read_to_string(dir.path().join("site/data/bundle.json")).unwrap();
    fs::remove_dir_all(dir.path().join("site")).unwrap();
    for (from, to) in [
        ("2025/11/30/a", "../../escaped"),
        ("2025/11/30/a", "/escaped"),
        ("2025/11/30/a", "a\\u001b[31m"),
        ("{lhttps://a.example}", "{ljavascript:alert(1)}"),
        ("{lhttps://a.example}", "{rjavascript:alert(1)}"),
        (
            "\"images\":[]",
            "\"images\":[{\"src\":\"a\",\"url\":\"../secret.png\",\"width\":1,\"height\":1,\"bytes\":1}]",
        ),
        ("\"schema\":", "\"schema\":9"),
        ("正文", "正\\u0000文\\u001b[2J"),
    ] {
        let changed = bundle.replace(from, to);
        fs::write(dir.path().join("posts/given.json"), &changed).unwrap();
        let output = kanbao(
            dir.path(),
            &[
                "build",
                "--bundle",
                "posts/given.json",
                "-o",
                "site",
                "--app",
                "dist",
            ],
        );
        assert_harmless(&output);
        assert_nothing_got_out_or_in(dir.path());
        if dir.path().join("site").exists() {
            for (name, bytes) in files(&dir.path().join("site")) {
                let text = String::from_utf8_lossy(&bytes).to_lowercase();
                // A stored tree may name it; whoever draws the tree leads nowhere with it.
                assert!(!text.contains("\"javascript:"), "{name}");
            }
            fs::remove_dir_all(dir.path().join("site")).unwrap();
        }
    }
}

#[test]
fn what_posts_say_cannot_move_the_cursor() {
    let escape = "\u{1b}]0;owned\u{7}\u{1b}[2J\u{9b}31m\u{202e}";
    let quoted = "\\e]0;owned\\a\\e[2J\\x9B31m\\u202E";
    let posts = [
        (
            "2025-11-30-a.md",
            format!(
                "---\ntitle: \"{quoted}\"\ndate: \"{quoted}\"\n{quoted}: 1\n---\n# {escape}标题\n\n![{escape}]({escape}.png)\n"
            ),
        ),
        (
            "2025-11-29-b.md",
            format!("---\npermalink: \"{quoted}\"\n---\n# 二\n\n[x](./{escape}.md)\n"),
        ),
        (
            "2025-11-28-c.md",
            format!("---\ntitle: {escape}\n: [\n---\n# 三\n"),
        ),
        ("2025-11-27-d.md", format!("+++\ntitle = \"{escape}\n+++\n# 四\n")),
        (
            "2025-11-26-e.md",
            format!("# 五\n\n## {escape}\n\n{{% {escape} %}}\n\n{{{{< {escape} >}}}}\n"),
        ),
    ];
    let dir = folder(posts);
    // Unix takes such names, and so do archives that are unpacked.
    #[cfg(unix)]
    for name in [
        "2025-11-25-\u{1b}[31mred.md",
        "2025-11-24-\u{202e}dm.exe.md",
        "\u{7}bell.md",
        "a\nb.md",
    ] {
        fs::write(
            dir.path().join("posts/_posts").join(name),
            "---\ntitle: [\n---\n# 名\n",
        )
        .unwrap();
    }
    for format in ["human", "json"] {
        assert_harmless(&kanbao(
            dir.path(),
            &["check", "posts", "--all", "-v", "--format", format],
        ));
    }
    assert_harmless(&build(dir.path()));
    for toml in [
        format!("[site]\ntitle = \"{quoted}\"\n"),
        format!("[site]\n\"{quoted}\" = 1\n"),
        format!("[{escape}]\n"),
        "[site]\nbase_url = \"https://a.example/\\u001b[31m\"\n".to_owned(),
        "[site]\ntimezone = \"\\u001b[31m\"\n".to_owned(),
    ] {
        fs::write(dir.path().join("posts/kanbao.toml"), toml).unwrap();
        assert_harmless(&kanbao(dir.path(), &["check", "posts"]));
    }
    fs::remove_file(dir.path().join("posts/kanbao.toml")).unwrap();
    for arguments in [
        vec!["check", escape],
        vec!["build", "posts", "-o", escape, "--app", escape],
        vec!["search", "site", escape],
        vec!["search", escape, "题"],
        vec!["search", "site", "题"],
        vec!["build", "--bundle", escape, "-o", "site2", "--app", "dist"],
    ] {
        assert_harmless(&kanbao(dir.path(), &arguments));
    }
}

#[test]
fn bombs_are_refused_and_their_neighbours_published() {
    let mut laughs = String::from("---\na: &a [x, x, x, x, x, x, x, x, x]\n");
    for (name, before) in ('b'..='z').zip('a'..='y') {
        let nine = vec![format!("*{before}"); 9].join(", ");
        laughs.push_str(&format!("{name}: &{name} [{nine}]\n"));
    }
    laughs.push_str("title: *z\n---\n# 一\n");
    let deep = format!(
        "---\ntitle: {}1{}\n---\n# 二\n",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    let maps = format!(
        "---\n{}\n---\n# 三\n",
        (0..5_000)
            .map(|n| format!("{}a{n}:", " ".repeat(n)))
            .collect::<Vec<_>>()
            .join("\n")
    );
    let keys = format!(
        "---\n{}---\n# 四\n",
        (0..20_000).map(|n| format!("k{n}: 1\n")).collect::<String>()
    );
    let round = "---\ntitle: &a [*a]\n---\n# 五\n".to_owned();
    let merge = format!("---\na: &a {{x: 1}}\n<<: [{}]\n---\n# 六\n", "*a, ".repeat(5_000));
    let toml = format!(
        "+++\ntitle = {}1{}\n+++\n# 七\n",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    let tables = format!("+++\n[{}a]\n+++\n# 八\n", "a.".repeat(50_000));
    let line = format!(
        "# 九\n\n{}\n\n![图](none.png)\n",
        "很长的一行 <b> *x* [y](z) ".repeat(60_000)
    );
    let head = format!(
        "---\ntitle: {}\ndate: \"{}\"\n---\n# 十\n",
        "长".repeat(500_000),
        "9".repeat(500_000)
    );
    let good = "# 好\n\n正文。\n".to_owned();
    let posts = [
        laughs, deep, maps, keys, round, merge, toml, tables, line, head, good,
    ];
    let posts: Vec<(String, String)> = posts
        .into_iter()
        .enumerate()
        .map(|(n, text)| (format!("2025-11-{:02}-p{n}.md", n + 1), text))
        .collect();
    let dir = folder(posts);
    let output = build(dir.path());
    assert!(matches!(output.status.code(), Some(0 | 1)), "{:?}", output.status);
    assert!(dir.path().join("site/2025/11/11/p10/index.html").is_file());
    assert!(dir.path().join("site/2025/11/09/p8/index.html").is_file());
    // A line of megabytes is not repeated to whoever reads what is wrong with it.
    let said = output.stdout.len() + output.stderr.len();
    assert!(said < 60_000, "{said} bytes");
    let said = kanbao(dir.path(), &["check", "posts", "--all", "-v"]);
    assert!(said.stderr.len() < 60_000, "{} bytes", said.stderr.len());
}

#[test]
fn thousands_of_tiny_posts_are_just_many_posts() {
    let dir = folder::<&str, &str>([]);
    for n in 0..5_000 {
        let name = format!("20{:02}-{:02}-{:02}-p{n}.md", 10 + n % 15, n % 12 + 1, n % 28 + 1);
        fs::write(
            dir.path().join("posts/_posts").join(name),
            format!("# 第{n}篇\n\n小。\n"),
        )
        .unwrap();
    }
    let output = kanbao(dir.path(), &["check", "posts"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(
        String::from_utf8_lossy(&output.stdout).contains("5000 reports"),
        "{output:?}"
    );
}
