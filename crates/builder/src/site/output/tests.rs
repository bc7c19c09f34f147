//! Sites that appear, and what they replace.

use super::*;

const VERSION: &[u8] = br#"{"generation":"g","app":"a","schema":1,"shell":[]}"#;

fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(dir)
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_site_appears_whole_and_replaces_the_one_before() {
    let dir = tempfile::tempdir().unwrap();
    let target = dir.path().join("deep/site");
    for file in ["a/b.txt", "c.txt"] {
        let output = Output::begin(&target, Path::new("."), false).unwrap();
        output.write(file, b"text").unwrap();
        output.write(MARKER, VERSION).unwrap();
        assert_eq!(output.written(), (2, 4 + VERSION.len() as u64));
        output.publish().unwrap();
        fs::write(target.join("CNAME"), "example.org").unwrap();
    }
    assert_eq!(names(&target), ["CNAME", "c.txt", MARKER]);
    assert_eq!(names(&dir.path().join("deep")), ["site"]);
}

#[test]
fn an_abandoned_build_leaves_the_earlier_site_untouched() {
    let dir = tempfile::tempdir().unwrap();
    let target = dir.path().join("site");
    fs::create_dir(&target).unwrap();
    fs::write(target.join(MARKER), VERSION).unwrap();
    let output = Output::begin(&target, Path::new("."), false).unwrap();
    output.write("index.html", b"half").unwrap();
    drop(output);
    assert_eq!(names(&target), [MARKER]);
    assert_eq!(names(dir.path()), ["site"]);
}

#[test]
fn a_folder_with_other_things_is_left_alone_unless_forced() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("thesis.txt"), "years of work").unwrap();
    fs::write(dir.path().join(MARKER), "{}").unwrap();
    let refused = Output::begin(dir.path(), Path::new("."), false);
    assert!(matches!(refused, Err(OutputError::NotASite(_))), "{refused:?}");
    assert!(Output::begin(dir.path(), Path::new("."), true).is_ok());
}

#[test]
fn the_posts_are_never_replaced_even_when_forced() {
    let dir = tempfile::tempdir().unwrap();
    let posts = dir.path().join("_posts");
    fs::create_dir(&posts).unwrap();
    for target in [dir.path(), &posts] {
        assert!(matches!(
            Output::begin(target, &posts, true),
            Err(OutputError::HoldsThePosts(_))
        ));
    }
}

#[test]
fn no_path_leads_out_of_the_site() {
    let dir = tempfile::tempdir().unwrap();
    let output = Output::begin(&dir.path().join("site"), Path::new("."), false).unwrap();
    for path in ["../x", "/etc/x", "a/../../x", ""] {
        assert!(
            matches!(output.write(path, b""), Err(OutputError::Outside(_))),
            "{path}"
        );
    }
}
