//! A cache over several builds.

use std::fs;
use std::time::Duration;

use super::*;

fn open(folder: &Path) -> Cache {
    let cache = Cache::open(folder).unwrap();
    assert_eq!(cache.remark(), None);
    cache
}

fn key(text: &str) -> Key {
    Key::of(&[text.as_bytes()])
}

/// A stamp of a file that was changed long ago.
fn stamp() -> Stamp {
    let old = SystemTime::now() - Duration::from_secs(3_600);
    let file = tempfile::tempfile().unwrap();
    file.set_modified(old).unwrap();
    Stamp::of(&file.metadata().unwrap())
}

#[test]
fn what_was_kept_is_found_by_the_next_build_and_forgotten_unless_it_is_asked_for() {
    let dir = tempfile::tempdir().unwrap();
    let first = open(dir.path());
    for name in ["a", "b"] {
        first.put(key(name), name.as_bytes()).unwrap();
    }
    first.save().unwrap();
    drop(first);
    let failed = open(dir.path());
    failed.save().unwrap();
    drop(failed);
    let second = open(dir.path());
    assert_eq!(second.get(key("a")).unwrap(), b"a");
    assert_eq!(second.get(key("c")), None);
    second.complete();
    second.save().unwrap();
    drop(second);
    let third = open(dir.path());
    assert_eq!(third.get(key("a")).unwrap(), b"a");
    assert_eq!(third.get(key("b")), None);
}

#[test]
fn posts_are_known_by_their_stamps_or_else_by_their_content() {
    let dir = tempfile::tempdir().unwrap();
    let (stamp, settings, content) = (stamp(), key("settings"), key("content"));
    let build = |look: &dyn Fn(&Cache)| {
        let cache = open(dir.path());
        look(&cache);
        cache
            .keep_post("a.md", settings, (stamp, content), b"value", None)
            .unwrap();
        cache.save().unwrap();
    };
    build(&|cache| assert!(cache.post("a.md", settings, stamp, || None).is_none()));
    build(&|cache| {
        let never = || panic!("the stamp is the same");
        assert_eq!(
            cache.post("a.md", settings, stamp, never).unwrap().value,
            b"value"
        );
    });
    let changed = Stamp::of(&tempfile::tempfile().unwrap().metadata().unwrap());
    build(&|cache| {
        assert!(cache.post("a.md", settings, changed, || Some(content)).is_some());
        assert!(
            cache
                .post("a.md", settings, changed, || Some(key("other")))
                .is_none()
        );
        assert!(
            cache
                .post("a.md", key("others"), stamp, || Some(content))
                .is_none()
        );
        assert!(cache.post("b.md", settings, stamp, || Some(content)).is_none());
    });
}

#[test]
fn a_file_that_has_just_been_changed_is_read_again() {
    let dir = tempfile::tempdir().unwrap();
    let fresh = Stamp::of(&tempfile::tempfile().unwrap().metadata().unwrap());
    let cache = open(dir.path());
    cache
        .keep_post("a.md", key("s"), (fresh, key("content")), b"value", None)
        .unwrap();
    cache.keep_file(Path::new("a.png"), fresh, &1);
    cache.save().unwrap();
    drop(cache);
    let cache = open(dir.path());
    assert!(
        cache
            .post("a.md", key("s"), fresh, || Some(key("changed")))
            .is_none()
    );
    assert_eq!(cache.file::<i32>(Path::new("a.png"), fresh), None);
}

#[test]
fn whatever_is_damaged_counts_as_not_found() {
    let dir = tempfile::tempdir().unwrap();
    let make = || {
        let cache = open(dir.path());
        cache.put(key("a"), b"a long enough entry").unwrap();
        cache.save().unwrap();
    };
    let names = ["index", "pack-1"];
    for name in names {
        make();
        let file = dir.path().join(name);
        let whole = fs::read(&file).unwrap();
        for length in [0, whole.len() / 2, whole.len() - 1] {
            fs::write(&file, &whole[..length]).unwrap();
            assert_eq!(open(dir.path()).get(key("a")), None, "{name} {length}");
            make();
        }
        let mut changed = fs::read(&file).unwrap();
        let middle = changed.len() - 3;
        changed[middle] ^= 0x10;
        fs::write(&file, changed).unwrap();
        assert_eq!(open(dir.path()).get(key("a")), None, "{name}");
        open(dir.path()).clear();
    }
}

#[test]
fn what_a_killed_build_left_is_cut_off() {
    let dir = tempfile::tempdir().unwrap();
    let cache = open(dir.path());
    cache.put(key("a"), b"a").unwrap();
    cache.save().unwrap();
    cache.put(key("b"), b"never written down").unwrap();
    drop(cache);
    let cache = open(dir.path());
    assert_eq!(cache.pack().size(), 1);
    assert_eq!(cache.get(key("a")).unwrap(), b"a");
}

#[test]
fn a_pack_that_is_mostly_garbage_is_put_together_anew() {
    let dir = tempfile::tempdir().unwrap();
    let cache = open(dir.path());
    cache.put(key("a"), b"kept").unwrap();
    cache.pack().put(&vec![0; 3 << 20]).unwrap();
    cache.save().unwrap();
    drop(cache);
    let cache = open(dir.path());
    assert_eq!(cache.pack().size(), 4);
    assert_eq!(cache.get(key("a")).unwrap(), b"kept");
    assert!(!dir.path().join("pack-1").exists());
}

#[test]
fn one_build_at_a_time_writes_into_a_cache() {
    let dir = tempfile::tempdir().unwrap();
    let first = open(dir.path());
    let second = Cache::open(dir.path()).unwrap();
    assert!(
        second
            .remark()
            .unwrap()
            .ends_with("another build is at work there")
    );
    second.put(key("a"), b"a").unwrap();
    second.save().unwrap();
    drop(first);
    open(dir.path());
}

#[test]
fn a_cache_says_what_it_is() {
    let dir = tempfile::tempdir().unwrap();
    open(dir.path());
    assert_eq!(fs::read_to_string(dir.path().join(".gitignore")).unwrap(), "*\n");
    let tag = fs::read_to_string(dir.path().join("CACHEDIR.TAG")).unwrap();
    assert!(tag.starts_with("Signature: 8a477f597d28d172789f06886806bc55"));
}

#[test]
fn where_no_folder_can_be_made_the_build_goes_on_without() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("file"), "").unwrap();
    let cache = Cache::open(&dir.path().join("file/cache")).unwrap();
    assert!(cache.remark().unwrap().starts_with("nothing is cached in "));
    let place = cache.put_always(key("a"), b"a").unwrap();
    assert_eq!(cache.pack().get(&place).unwrap(), b"a");
}
