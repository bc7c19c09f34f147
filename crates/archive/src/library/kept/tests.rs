//! Windows over one store, which fails at times.

use std::cell::{Cell, RefCell};
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Waker};

use super::super::memory::{Memory, now};
use super::*;

/// What a window shows, and what it has told the others.
#[derive(Clone, Default)]
struct Shown {
    library: Rc<RefCell<Library>>,
    keeping: Rc<Cell<Keeping>>,
    told: Rc<RefCell<Vec<String>>>,
    /// How often its views were drawn anew.
    drawn: Rc<Cell<usize>>,
}

impl Held for Shown {
    fn change_library(&self, change: &mut dyn FnMut(&mut Library) -> bool) {
        if change(&mut self.library.borrow_mut()) {
            self.drawn.set(self.drawn.get() + 1);
        }
    }

    fn set_keeping(&self, keeping: Keeping) {
        self.keeping.set(keeping);
    }

    fn tell(&self, word: &str) {
        self.told.borrow_mut().push(word.to_owned());
    }
}

struct Window {
    shown: Shown,
    kept: Kept<Memory, Shown>,
}

impl Window {
    /// A window that has not opened the store yet.
    fn over(memory: &Memory) -> Self {
        let shown = Shown::default();
        Self {
            kept: Kept::new(memory.clone(), shown.clone()),
            shown,
        }
    }

    fn open(memory: &Memory) -> Self {
        let window = Self::over(memory);
        now(window.kept.open()).unwrap();
        window
    }

    fn do_to(&self, id: &str, change: impl FnOnce(&mut Note)) {
        self.shown.library.borrow_mut().change(id, change);
    }

    fn star(&self, id: &str, time: u64) {
        self.do_to(id, |note| note.set_starred(true, time));
        now(self.kept.keep(&[id.to_owned()])).unwrap();
    }

    fn is_starred(&self, id: &str) -> bool {
        self.shown.library.borrow().note(id).starred
    }

    /// Hears all that another window has told so far.
    fn hear(&self, other: &Window) {
        for word in other.shown.told.take() {
            now(self.kept.hear(&word)).unwrap();
        }
    }
}

const FIRST_VERSION: &str = r#"{"read":true,"changed":7}"#;

#[test]
fn a_first_visit_finds_nothing_and_writes_nothing() {
    let memory = Memory::default();
    let window = Window::open(&memory);
    assert_eq!(window.shown.keeping.get(), Keeping::Kept);
    assert_eq!((window.shown.drawn.get(), memory.written.get()), (0, 0));
    assert!(window.shown.told.borrow().is_empty());
}

#[test]
fn texts_of_the_first_version_are_read_and_written_anew_once() {
    let memory = Memory::with(&[("a", FIRST_VERSION), ("b", r#"{"starred":true,"changed":8}"#)]);
    let window = Window::open(&memory);
    assert!(window.shown.library.borrow().note("a").read && window.is_starred("b"));
    assert_eq!(memory.written.get(), 2);
    assert!(memory.text("a").unwrap().starts_with(r#"{"v":2,"#));
    Window::open(&memory);
    assert_eq!(memory.written.get(), 2, "the second time there is nothing to do");
}

#[test]
fn what_cannot_be_written_anew_is_read_all_the_same() {
    let memory = Memory::with(&[("a", FIRST_VERSION)]);
    memory.room.set(Some(0));
    let window = Window::open(&memory);
    assert!(window.shown.library.borrow().note("a").read);
    assert_eq!(window.shown.keeping.get(), Keeping::Failed(StoreError::Full));
    assert_eq!(memory.text("a").as_deref(), Some(FIRST_VERSION));
}

#[test]
fn a_store_of_a_later_version_is_read_and_not_harmed() {
    let later = r#"{"v":9,"starred":true,"at":[1,2,3],"changed":3,"labels":["重要"]}"#;
    let odd = "[\"what only version 9 knows\"]";
    let memory = Memory::with(&[("a", later), ("\u{1}labels", odd)]);
    let window = Window::open(&memory);
    assert!(window.is_starred("a"));
    assert_eq!(memory.written.get(), 0);
    window.do_to("a", |note| note.set_read(true, 10));
    now(window.kept.keep(&["a".to_owned()])).unwrap();
    let text = memory.text("a").unwrap();
    assert!(
        text.contains(r#""v":9"#) && text.contains(r#""labels":["重要"]"#),
        "{text}"
    );
    assert_eq!(memory.text("\u{1}labels").as_deref(), Some(odd));
}

#[test]
fn what_is_done_while_the_store_opens_is_joined_with_what_it_holds() {
    let memory = Memory::with(&[("a", FIRST_VERSION)]);
    memory.is_slow.set(true);
    let window = Window::over(&memory);
    let mut opening = pin!(window.kept.open());
    let mut context = Context::from_waker(Waker::noop());
    assert!(opening.as_mut().poll(&mut context).is_pending());
    window.do_to("a", |note| note.set_starred(true, 9));
    window.do_to("b", |note| note.set_starred(true, 9));
    memory.is_slow.set(false);
    assert!(opening.as_mut().poll(&mut context).is_ready());
    let next = Window::open(&memory);
    assert!(next.is_starred("a") && next.is_starred("b"));
    assert!(next.shown.library.borrow().note("a").read);
}

#[test]
fn a_store_that_refuses_leaves_the_page_as_it_is() {
    for error in [StoreError::Refused, StoreError::Gone] {
        let memory = Memory::default();
        memory.fails.set(Some(error));
        let window = Window::open(&memory);
        window.star("a", 1);
        assert!(window.is_starred("a"));
        assert_eq!(window.shown.keeping.get(), Keeping::Failed(error));
        assert!(
            window.shown.told.borrow().is_empty(),
            "nobody is told of what is not stored"
        );
    }
}

#[test]
fn what_had_no_room_is_stored_as_soon_as_there_is_some() {
    let memory = Memory::default();
    let window = Window::open(&memory);
    memory.room.set(Some(1));
    window.star("a", 1);
    window.star("b", 2);
    assert_eq!(window.shown.keeping.get(), Keeping::Failed(StoreError::Full));
    assert_eq!((memory.text("a").is_some(), memory.text("b")), (true, None));
    // Another window that tells of something does not make this one forget what it could not store.
    now(window.kept.hear(EVERYTHING)).unwrap();
    assert!(window.is_starred("b"));
    memory.room.set(None);
    window.star("c", 3);
    assert_eq!(window.shown.keeping.get(), Keeping::Kept);
    let next = Window::open(&memory);
    assert!(["a", "b", "c"].into_iter().all(|id| next.is_starred(id)));
}

#[test]
fn what_changes_while_it_is_stored_is_stored_again() {
    let memory = Memory::default();
    let window = Window::open(&memory);
    window.do_to("a", |note| note.set_starred(true, 1));
    memory.is_slow.set(true);
    let ids = ["a".to_owned()];
    let mut first = pin!(window.kept.keep(&ids));
    let mut context = Context::from_waker(Waker::noop());
    assert!(first.as_mut().poll(&mut context).is_pending());
    window.do_to("a", |note| note.set_read(true, 2));
    let mut second = pin!(window.kept.keep(&ids));
    assert!(second.as_mut().poll(&mut context).is_pending());
    memory.is_slow.set(false);
    // What another window says meanwhile makes this one forget nothing that is on its way.
    now(window.kept.hear(EVERYTHING)).unwrap();
    assert!(window.is_starred("a"));
    assert!(first.as_mut().poll(&mut context).is_ready());
    assert!(second.as_mut().poll(&mut context).is_ready());
    let next = Window::open(&memory);
    assert!(next.is_starred("a") && next.shown.library.borrow().note("a").read);
}

#[test]
fn another_window_follows_and_is_drawn_only_for_news() {
    let memory = Memory::default();
    let (one, other) = (Window::open(&memory), Window::open(&memory));
    one.star("a", 1);
    other.hear(&one);
    assert!(other.is_starred("a"));
    assert_eq!(other.shown.drawn.get(), 1);
    now(other.kept.hear("a")).unwrap();
    now(other.kept.hear(EVERYTHING)).unwrap();
    now(other.kept.hear("nothing is known of this one")).unwrap();
    assert_eq!(other.shown.drawn.get(), 1);
}

#[test]
fn two_windows_that_change_one_note_at_once_lose_neither_word_and_come_to_an_end() {
    let memory = Memory::default();
    let (one, other) = (Window::open(&memory), Window::open(&memory));
    one.star("a", 5);
    other.do_to("a", |note| note.set_read(true, 5));
    now(other.kept.keep(&["a".to_owned()])).unwrap();
    assert!(!memory.text("a").unwrap().contains("starred"), "written over");
    for _ in 0..3 {
        one.hear(&other);
        other.hear(&one);
    }
    assert!(one.shown.told.borrow().is_empty() && other.shown.told.borrow().is_empty());
    let next = Window::open(&memory);
    assert!(next.is_starred("a") && next.shown.library.borrow().note("a").read);
}

#[test]
fn clearing_clears_every_window_and_what_waits() {
    let memory = Memory::with(&[("a", FIRST_VERSION)]);
    let (one, other) = (Window::open(&memory), Window::open(&memory));
    memory.room.set(Some(1));
    one.star("b", 2);
    now(one.kept.clear()).unwrap();
    other.shown.told.take();
    other.hear(&one);
    for window in [&one, &other] {
        assert!(window.shown.library.borrow().notes().is_empty());
    }
    memory.room.set(None);
    one.star("c", 3);
    assert_eq!((memory.text("b"), memory.text("a")), (None, None));
}

#[test]
fn a_store_that_could_not_be_cleared_says_so() {
    let memory = Memory::with(&[("a", FIRST_VERSION)]);
    let window = Window::open(&memory);
    memory.fails.set(Some(StoreError::Gone));
    now(window.kept.clear()).unwrap();
    assert_eq!(window.shown.keeping.get(), Keeping::Failed(StoreError::Gone));
}

#[test]
fn an_import_is_kept_whole_or_waits_whole() {
    let memory = Memory::default();
    let window = Window::open(&memory);
    memory.room.set(Some(2));
    for id in ["a", "b", "c"] {
        window.do_to(id, |note| note.set_read(true, 1));
    }
    now(window.kept.keep(&["a", "b", "c"].map(str::to_owned))).unwrap();
    assert_eq!(memory.written.get(), 0);
    memory.room.set(Some(3));
    now(window.kept.keep(&[])).unwrap();
    assert_eq!(
        (memory.written.get(), window.shown.keeping.get()),
        (3, Keeping::Kept)
    );
}
