//! `kanbao cloud` as it is run: over a post, a folder of posts and a built site.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod shared;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use shared::write_reader;

fn kanbao(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kanbao"));
    command.args(arguments).output().unwrap()
}

fn samples() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples");
    folder.to_str().unwrap().to_owned()
}

const POST: &str = "_posts/2025-11-30-twitter_ai_20251130_20251130.md";

/// What a cloud of the samples is as SVG.
#[track_caller]
fn printed(arguments: &[&str]) -> String {
    let output = kanbao(&[&["cloud"], arguments, &["-o", "-"]].concat());
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn words(svg: &str) -> Vec<&str> {
    let texts = svg.split("<text ").skip(1);
    texts
        .map(|text| text.split_once('>').unwrap().1.split('<').next().unwrap())
        .collect()
}

/// What a command says that was wrong, and its exit code.
#[track_caller]
fn refused(arguments: &[&str]) -> (String, Option<i32>) {
    let output = kanbao(&[&["cloud"], arguments].concat());
    assert!(!output.status.success() && output.stdout.is_empty(), "{output:?}");
    (String::from_utf8(output.stderr).unwrap(), output.status.code())
}

/// The samples, built with the smallest reader there can be.
fn site(folder: &Path) -> PathBuf {
    let dist = folder.join("dist");
    write_reader(&dist);
    let site = folder.join("site");
    let paths = [&site, &dist].map(|path| path.to_str().unwrap());
    let output = kanbao(&["build", &samples(), "-o", paths[0], "--app", paths[1], "-q"]);
    assert!(output.status.success(), "{output:?}");
    site
}

#[test]
fn a_post_has_a_picture_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("cloud.svg");
    let post = format!("{}/{POST}", samples());
    let output = kanbao(&["cloud", &post, "-o", file.to_str().unwrap()]);
    assert!(output.status.success(), "{output:?}");
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("words of 1 report, 960 × 540"), "{said}");
    let svg = fs::read_to_string(&file).unwrap();
    assert!(words(&svg).len() > 20, "{svg}");
    assert!(svg.len() <= 16 * 1024 && svg.contains("'Noto Serif CJK SC'") && !svg.contains("class="));
    assert_eq!(svg, printed(&[&post]).trim_end(), "the same bytes again");
}

#[test]
fn a_folder_its_site_and_its_bundle_give_the_same_cloud() {
    let folder = tempfile::tempdir().unwrap();
    let site = site(folder.path());
    let of_posts = printed(&[&samples(), "--topic", "ai", "--from", "2025-11"]);
    for source in [site.clone(), site.join("data/bundle.json")] {
        let of_site = printed(&[source.to_str().unwrap(), "--topic", "ai", "--from", "2025-11"]);
        assert_eq!(of_site, of_posts);
    }
    assert_ne!(of_posts, printed(&[&samples()]), "the filter counts");
    let distinctive = printed(&[
        &samples(),
        "--topic",
        "ai",
        "--from",
        "2025-11",
        "--score",
        "distinctive",
    ]);
    assert_ne!(distinctive, of_posts);
}

#[test]
fn size_colours_and_number_of_words_are_chosen() {
    let svg = printed(&[
        &samples(),
        "--size",
        "1200x630",
        "--words",
        "30",
        "--theme",
        "dark",
    ]);
    assert!(
        svg.contains("width=\"1200\" height=\"630\"") && svg.contains("fill=\"#131211\""),
        "{svg}"
    );
    assert_eq!(words(&svg).len(), 30);
    assert!(printed(&[&samples(), "--size", "tall"]).contains("width=\"360\" height=\"480\""));
}

#[cfg(feature = "png")]
#[test]
fn a_png_has_every_glyph_or_is_not_drawn() {
    let folder = tempfile::tempdir().unwrap();
    let draw = |name: &str| {
        let file = folder.path().join(name);
        let output = kanbao(&[
            "cloud",
            &samples(),
            "--size",
            "600x315",
            "-o",
            file.to_str().unwrap(),
        ]);
        (output, fs::read(file).ok())
    };
    let (output, png) = draw("a.png");
    let Some(png) = png else {
        // A machine without Chinese type says so.
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            said.contains("no font on this machine has") && output.status.code() == Some(2),
            "{said}"
        );
        return;
    };
    assert!(png.starts_with(b"\x89PNG\r\n\x1a\n"));
    assert_eq!(
        (&png[16..20], &png[20..24]),
        (&600_u32.to_be_bytes()[..], &315_u32.to_be_bytes()[..])
    );
    assert!(png.len() > 8_000, "{} bytes are no words", png.len());
    assert_eq!(draw("b.png").1.unwrap(), png, "the same bytes again");
}

#[test]
fn what_cannot_be_drawn_is_said_with_a_remedy() {
    let folder = tempfile::tempdir().unwrap();
    let (samples, empty) = (samples(), folder.path().join("empty.md"));
    let empty = empty.to_str().unwrap();
    fs::write(empty, "---\ndate: 2025-11-30\n---\n").unwrap();
    let nowhere = folder.path().join("no/such/folder.svg");
    let text = format!("{samples}/kanbao.toml");
    for (arguments, says, code) in [
        (vec![&*samples, "-o", "cloud.jpg"], "neither .svg nor .png", 2),
        (
            vec!["nowhere", "-o", "-"],
            "help: name a post, a folder of posts",
            2,
        ),
        (vec![&*text, "-o", "-"], "is no post", 2),
        (
            vec![&*samples, "-o", "-", "--topic", "sport"],
            "there are 18 from 2025-10-20 to 2025-11-30, on ai, finance",
            2,
        ),
        (
            vec![&*samples, "-o", "-", "--from", "2025-12", "--to", "2025-11"],
            "nothing is between them",
            2,
        ),
        (
            vec![&*samples, "-o", "-", "--size", "big"],
            "wide, square or tall",
            2,
        ),
        (vec![&*samples, "-o", "-", "--words", "0"], "1..=200", 2),
        (vec![&*samples, "-o", nowhere.to_str().unwrap()], "folder.svg", 3),
        (vec![empty, "-o", "-"], "help:", 2),
    ] {
        let (said, exit) = refused(&arguments);
        assert!(
            said.contains(says) && exit == Some(code),
            "{arguments:?}: {exit:?} {said}"
        );
    }
}
