use super::*;
use crate::diagnostic::{Renderer, Source};

fn toml(text: &str) -> Config {
    let (config, problems) = kanbao_toml::read(&Source::new("kanbao.toml", text.to_owned()), Path::new("."));
    assert!(problems.is_empty(), "{}", Renderer::plain().render_all(&problems));
    config
}

fn problems(text: &str) -> String {
    let (_, problems) = kanbao_toml::read(&Source::new("kanbao.toml", text.to_owned()), Path::new("."));
    Renderer::plain().render_all(&problems).trim_end().to_owned()
}

#[test]
fn every_setting() {
    let config = toml(
        r##"
        [site]
        title = "我的看报"
        description = "每日"
        base_url = "https://example.org/kanbao"
        language = "zh-Hant"
        timezone = "Asia/Shanghai"
        [reports]
        topics = ["finance", { key = "AI", name = "人工智能" }]
        sources = [{ key = "hn" }]
        title_pattern = "<topic>日报 <to>"
        boilerplate = ["免责声明*"]
        [reports.section_aliases]
        "今日要闻*" = "key-points"
        [build]
        image_dirs = ["pictures"]
        max_files = 18_000
        prerender = false
        offline = false
        host = "cloudflare-pages"
        [feed]
        count = 50
        full = false
        [pwa]
        name = "看"
        short_name = "报"
        theme_color = "#C8321F"
        "##,
    );
    assert_eq!(
        config.site.base_url.as_deref(),
        Some("https://example.org/kanbao/")
    );
    assert_eq!(config.site.language, "zh-Hant");
    let topics: Vec<_> = config
        .reports
        .topics
        .iter()
        .map(|l| (l.key.as_str(), l.name.as_str()))
        .collect();
    assert_eq!(topics, [("finance", "财经"), ("ai", "人工智能")]);
    assert_eq!(
        config.reports.section_aliases,
        [("今日要闻*".to_owned(), "key-points".to_owned())]
    );
    assert_eq!(
        config.build,
        BuildConfig {
            image_dirs: vec!["pictures".into()],
            max_files: Some(18_000),
            prerender: false,
            offline: false,
            host: Some(Host::CloudflarePages),
        }
    );
    assert_eq!(
        config.feed,
        FeedConfig {
            count: 50,
            full: false
        }
    );
    assert_eq!(config.pwa.theme_color.as_deref(), Some("#c8321f"));
}

#[test]
fn nothing_set() {
    assert_eq!(toml(""), Config::default());
}

#[test]
fn unknown_names() {
    insta::assert_snapshot!(problems("[site]\ntitel = \"看报\"\nauthor = \"x\"\n[Report]\n"), @r##"
    error[K051]: there is no key `titel` in [site]
     --> kanbao.toml:2:1
      |
    2 | titel = "看报"
      | ^^^^^ is `title` meant?
      |
      = help: the setting was not used

    error[K051]: there is no key `author` in [site]
     --> kanbao.toml:3:1
      |
    3 | author = "x"
      | ^^^^^^ expected one of title, description, base_url, language, timezone
      |
      = help: the setting was not used

    error[K051]: there is no table or key `Report`
     --> kanbao.toml:4:2
      |
    4 | [Report]
      |  ^^^^^^ is `reports` meant?
      |
      = help: the setting was not used
    "##);
}

#[test]
fn wrong_values() {
    insta::assert_snapshot!(
        problems(
            "site = 1\n[reports]\ntopics = [{ name = \"AI\" }, \"ai\", \"AI\", 3]\ntitle_pattern = \"日报\"\n\
             [reports.section_aliases]\n\"要闻\" = \"points\"\n[build]\nimage_dirs = [\"../secret\"]\nmax_files = 0\n\
             prerender = \"yes\"\n[pwa]\ntheme_color = \"red\"\n"
        ),
        @r##"
    error[K052]: `site` has the wrong kind of value
     --> kanbao.toml:1:8
      |
    1 | site = 1
      |        ^ expected a table, found a whole number
      |
      = help: the setting was not used

    error[K052]: an entry of `topics` has no key
     --> kanbao.toml:3:11
      |
    3 | topics = [{ name = "AI" }, "ai", "AI", 3]
      |           ^^^^^^^^^^^^^^^ expected { key = "ai", name = "AI" }
      |
      = help: the setting was not used

    error[K052]: `ai` is given twice
     --> kanbao.toml:3:34
      |
    3 | topics = [{ name = "AI" }, "ai", "AI", 3]
      |                                  ^^^^
      |
      = help: the setting was not used

    error[K052]: `topics` has the wrong kind of value
     --> kanbao.toml:3:40
      |
    3 | topics = [{ name = "AI" }, "ai", "AI", 3]
      |                                        ^ expected a text or { key = "…", name = "…" }, found a whole number
      |
      = help: the setting was not used

    error[K052]: `title_pattern` cannot be `日报`
     --> kanbao.toml:4:17
      |
    4 | title_pattern = "日报"
      |                 ^^^^^^ expected fields such as `<source>_<topic>_<from>_<to>`
      |
      = help: the setting was not used

    error[K052]: `要闻` cannot be `points`
     --> kanbao.toml:6:8
      |
    6 | "要闻" = "points"
      |          ^^^^^^^^ expected one of brief, overview, key-points, details, opinions, events, markets, analysis, findings, cloud, other
      |
      = help: the setting was not used

    error[K052]: the image folder `../secret` lies outside the folder of posts
     --> kanbao.toml:8:14
      |
    8 | image_dirs = ["../secret"]
      |              ^^^^^^^^^^^^^
      |
      = help: the setting was not used

    error[K052]: `max_files` cannot have this value
     --> kanbao.toml:9:13
      |
    9 | max_files = 0
      |             ^ expected a whole number from 1
      |
      = help: the setting was not used

    error[K052]: `prerender` has the wrong kind of value
      --> kanbao.toml:10:13
       |
    10 | prerender = "yes"
       |             ^^^^^ expected true or false, found a text
       |
       = help: the setting was not used

    error[K052]: `theme_color` cannot be `red`
      --> kanbao.toml:12:15
       |
    12 | theme_color = "red"
       |               ^^^^^ expected a colour such as #c8321f
       |
       = help: the setting was not used
    "##
    );
}

#[test]
fn a_host_and_a_feed_that_there_cannot_be() {
    let text = "[build]\nhost = \"github\"\n[feed]\ncount = 0\nfull = 1\n";
    insta::assert_snapshot!(problems(text), @r##"
    error[K052]: `host` cannot be `github`
     --> kanbao.toml:2:8
      |
    2 | host = "github"
      |        ^^^^^^^^ expected one of github-pages, cloudflare-pages, netlify, vercel, other
      |
      = help: the setting was not used

    error[K052]: `count` cannot have this value
     --> kanbao.toml:4:9
      |
    4 | count = 0
      |         ^ expected a whole number from 1
      |
      = help: the setting was not used

    error[K052]: `full` has the wrong kind of value
     --> kanbao.toml:5:8
      |
    5 | full = 1
      |        ^ expected true or false, found a whole number
      |
      = help: the setting was not used
    "##);
}

#[test]
fn site_values_are_checked() {
    let text =
        "[site]\nbase_url = \"example.org\"\nlanguage = \"chinese!\"\ntimezone = \"Beijing\"\ntitle = \"\"\n";
    insta::assert_snapshot!(problems(text), @r##"
    error[K052]: `base_url` cannot be `example.org`
     --> kanbao.toml:2:12
      |
    2 | base_url = "example.org"
      |            ^^^^^^^^^^^^^ expected an address such as https://example.org/reports/
      |
      = help: the setting was not used

    error[K052]: `language` cannot be `chinese!`
     --> kanbao.toml:3:12
      |
    3 | language = "chinese!"
      |            ^^^^^^^^^^ expected a language tag such as zh-CN or en
      |
      = help: the setting was not used

    error[K052]: `timezone` cannot be `Beijing`
     --> kanbao.toml:4:12
      |
    4 | timezone = "Beijing"
      |            ^^^^^^^^^ expected a name of the IANA database such as Asia/Shanghai
      |
      = help: the setting was not used

    error[K052]: `title` cannot be ``
     --> kanbao.toml:5:9
      |
    5 | title = ""
      |         ^^ expected some text
      |
      = help: the setting was not used
    "##);
}

#[test]
fn broken_toml() {
    insta::assert_snapshot!(problems("[site]\ntitle = 看报\n"), @r"
    error[K050]: kanbao.toml is not valid TOML
     --> kanbao.toml:2:9
      |
    2 | title = 看报
      |         ^^^^ string values must be quoted, expected literal string
      |
      = help: no setting was used
    ");
}

#[test]
fn other_settings_are_used_all_the_same() {
    let text = "[site]\ntitel = 1\ntitle = \"甲\"\n[build]\nmax_files = 5\n";
    let (config, problems) = kanbao_toml::read(&Source::new("kanbao.toml", text.into()), Path::new("."));
    assert_eq!(
        (config.site.title.as_str(), config.build.max_files, problems.len()),
        ("甲", Some(5), 1)
    );
}

#[test]
fn jekylls_settings() {
    let text = "title: 日报\ndescription: >\n  two\n  lines\nurl: \"https://example.org\"\nbaseurl: /kanbao\n\
                timezone: Asia/Shanghai\nlang: en\ntheme: minima\nplugins:\n  - jekyll-feed\n";
    let (config, problems) = jekyll::read(&Source::new("_config.yml", text.into()));
    assert!(problems.is_empty());
    assert_eq!(config.site.title, "日报");
    assert_eq!(config.site.description, "two lines");
    assert_eq!(
        config.site.base_url.as_deref(),
        Some("https://example.org/kanbao/")
    );
    assert_eq!(config.site.timezone.as_deref(), Some("Asia/Shanghai"));
    assert_eq!(config.site.language, "en");
}

#[test]
fn kanbao_toml_stands_before_jekylls_file_and_beside_the_posts() {
    let dir = tempfile::tempdir().unwrap();
    let posts = dir.path().join("_posts");
    fs::create_dir(&posts).unwrap();
    assert_eq!(Config::read(&posts), (Config::default(), Vec::new()));
    fs::write(dir.path().join("_config.yml"), "title: jekyll\n").unwrap();
    assert_eq!(Config::read(&posts).0.site.title, "jekyll");
    fs::write(dir.path().join("kanbao.toml"), "[site]\ntitle = \"kanbao\"\n").unwrap();
    assert_eq!(Config::read(&posts).0.site.title, "kanbao");
    assert_eq!(Config::read(dir.path()).0.site.title, "kanbao");
    fs::write(dir.path().join("kanbao.toml"), b"[site]\ntitle = \"\xff\"\n").unwrap();
    let (config, problems) = Config::read(dir.path());
    assert_eq!(
        (config, problems[0].code, problems[0].line),
        (Config::default(), Code::NotUtf8, 2)
    );
}

#[test]
fn word_lists_stand_in_the_settings_and_in_files() {
    let dir = tempfile::tempdir().unwrap();
    let settings = r#"
[terms]
stop_words = ["速览", "lists/stop.txt"]
aliases = ["大模型 = 大语言模型"]
words = ["Voltara", "具身大脑 nz"]
"#;
    fs::write(dir.path().join("kanbao.toml"), settings).unwrap();
    fs::create_dir(dir.path().join("lists")).unwrap();
    fs::write(dir.path().join("lists/stop.txt"), "# ours\n\n 早报 \r\n晚报").unwrap();
    let (config, problems) = Config::read(dir.path());
    assert!(problems.is_empty(), "{}", Renderer::plain().render_all(&problems));
    assert_eq!(config.terms.stop_words, ["速览", "早报", "晚报"]);
    assert_eq!(config.terms.aliases, [("大模型".into(), "大语言模型".into())]);
    let words = [("Voltara".into(), "n".into()), ("具身大脑".into(), "nz".into())];
    assert_eq!(config.terms.words, words);
}

#[test]
fn what_is_no_entry_of_a_word_list_is_said_with_its_place() {
    let dir = tempfile::tempdir().unwrap();
    let settings = r#"
[terms]
stop_words = "速览"
aliases = ["大模型", "gone.txt", "../x.txt", "aliases.txt"]
words = ["Open Claw", "Voltara"]
stopwords = []
"#;
    fs::write(dir.path().join("kanbao.toml"), settings).unwrap();
    fs::write(dir.path().join("aliases.txt"), "LLMs = LLM\n  = LLM\n").unwrap();
    let (config, problems) = Config::read(dir.path());
    assert_eq!(config.terms.aliases, [("LLMs".into(), "LLM".into())]);
    assert_eq!(config.terms.words, [("Voltara".into(), "n".into())]);
    let said: Vec<(&str, u32, u32, &str)> = problems
        .iter()
        .map(|problem| {
            (
                problem.path.as_str(),
                problem.line,
                problem.column,
                problem.message.as_str(),
            )
        })
        .collect();
    assert_eq!(
        said,
        [
            ("kanbao.toml", 3, 14, "`stop_words` has the wrong kind of value"),
            ("kanbao.toml", 4, 12, "`aliases` cannot be `大模型`"),
            ("kanbao.toml", 4, 19, "the list `gone.txt` cannot be read"),
            (
                "kanbao.toml",
                4,
                31,
                "the file `../x.txt` lies outside the folder of posts"
            ),
            ("aliases.txt", 2, 3, "`= LLM` is no entry of this list"),
            ("kanbao.toml", 5, 10, "`words` cannot be `Open Claw`"),
            ("kanbao.toml", 6, 1, "there is no key `stopwords` in [terms]"),
        ]
    );
    assert!(problems.iter().all(|problem| problem.help.is_some()));
}
