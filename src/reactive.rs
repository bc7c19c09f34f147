//! Leptos' reactive graph, with the values taken out of it.
//!
//! Leptos makes its code anew for every type that a signal, a memo or a stored value holds, and again for every closure of
//! an effect. Here all values stand in its arena as the same type, what follows them is a [`Trigger`], and closures are
//! boxed: so there is one copy of that code in the reader, which is a quarter smaller for it. What it means is unchanged:
//! whatever is made belongs to the owner under which it is made, and is gone with it.

use std::any::Any;
use std::cell::RefCell;
use std::marker::PhantomData;
use std::rc::Rc;

pub use any_spawner::Executor;
pub use reactive_graph::effect::RenderEffect;
pub use reactive_graph::owner::{Owner, on_cleanup};

use reactive_graph::owner::{ArenaItem, LocalStorage};
use reactive_graph::signal::Trigger;
use reactive_graph::traits::{Get, GetUntracked, Notify, Track};

/// A place in the arena. Every value stands there as a cell of its type behind the same pointer.
type Place = ArenaItem<Rc<dyn Any>, LocalStorage>;

fn keep(value: Rc<dyn Any>) -> Place {
    Place::new_local(value)
}

fn find(place: Place) -> Option<Rc<dyn Any>> {
    place.try_get_value()
}

#[cold]
#[inline(never)]
#[allow(
    clippy::panic,
    reason = "what is read here belongs to a view that is gone: the program is wrong"
)]
fn gone() -> ! {
    panic!("what was read is gone with its owner")
}

/// Does something without following what it reads.
pub fn untrack<T>(read: impl FnOnce() -> T) -> T {
    reactive_graph::graph::untrack(read)
}

/// A value that nobody follows. Its methods are those of Leptos: what begins with `try_` gives `None` where the value is
/// gone with its owner; setting one that is gone does nothing.
pub struct StoredValue<T> {
    place: Place,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for StoredValue<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for StoredValue<T> {}

impl<T> PartialEq for StoredValue<T> {
    fn eq(&self, other: &Self) -> bool {
        self.place == other.place
    }
}

impl<T: 'static> StoredValue<T> {
    pub fn new(value: T) -> Self {
        Self {
            place: keep(Rc::new(RefCell::new(value))),
            of: PhantomData,
        }
    }

    fn cell(self) -> Option<Rc<RefCell<T>>> {
        find(self.place)?.downcast().ok()
    }

    pub fn with_value<U>(self, read: impl FnOnce(&T) -> U) -> U {
        let Some(cell) = self.cell() else { gone() };
        let value = cell.borrow();
        read(&value)
    }

    pub fn try_update_value<U>(self, change: impl FnOnce(&mut T) -> U) -> Option<U> {
        let cell = self.cell()?;
        // As with Leptos, what is being read is not changed.
        let mut value = cell.try_borrow_mut().ok()?;
        Some(change(&mut value))
    }

    pub fn update_value(self, change: impl FnOnce(&mut T)) {
        self.try_update_value(change);
    }

    pub fn set_value(self, value: T) {
        self.try_set_value(value);
    }

    /// Gives the value back where there is nothing to set any more.
    pub fn try_set_value(self, value: T) -> Option<T> {
        let Some(cell) = self.cell() else {
            return Some(value);
        };
        let before = match cell.try_borrow_mut() {
            Ok(mut known) => std::mem::replace(&mut *known, value),
            Err(_) => return Some(value),
        };
        // Dropped when the cell is free again.
        drop(before);
        None
    }
}

impl<T: Clone + 'static> StoredValue<T> {
    pub fn get_value(self) -> T {
        self.with_value(T::clone)
    }

    pub fn try_get_value(self) -> Option<T> {
        Some(self.cell()?.borrow().clone())
    }
}

/// A value whose changes are followed. Its methods are those of Leptos.
pub struct RwSignal<T> {
    value: StoredValue<T>,
    changes: Trigger,
}

impl<T> Clone for RwSignal<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for RwSignal<T> {}

impl<T: 'static> RwSignal<T> {
    pub fn new(value: T) -> Self {
        Self {
            value: StoredValue::new(value),
            changes: Trigger::new(),
        }
    }

    pub fn track(self) {
        self.changes.track();
    }

    pub fn with<U>(self, read: impl FnOnce(&T) -> U) -> U {
        self.track();
        self.with_untracked(read)
    }

    pub fn with_untracked<U>(self, read: impl FnOnce(&T) -> U) -> U {
        self.value.with_value(read)
    }

    pub fn update(self, change: impl FnOnce(&mut T)) {
        self.try_update(change);
    }

    pub fn try_update<U>(self, change: impl FnOnce(&mut T) -> U) -> Option<U> {
        let changed = self.value.try_update_value(change)?;
        self.changes.notify();
        Some(changed)
    }

    /// Changes it without a word to those who follow it.
    pub fn update_untracked(self, change: impl FnOnce(&mut T)) {
        self.value.update_value(change);
    }

    /// Changes it; those who follow it hear of that where the closure says so.
    pub fn maybe_update(self, change: impl FnOnce(&mut T) -> bool) {
        if self.value.try_update_value(change) == Some(true) {
            self.changes.notify();
        }
    }

    pub fn set(self, value: T) {
        self.try_set(value);
    }

    /// Gives the value back where there is nothing to set any more.
    pub fn try_set(self, value: T) -> Option<T> {
        let refused = self.value.try_set_value(value);
        if refused.is_none() {
            self.changes.notify();
        }
        refused
    }
}

impl<T: Clone + 'static> RwSignal<T> {
    pub fn get(self) -> T {
        self.with(T::clone)
    }

    pub fn get_untracked(self) -> T {
        self.value.get_value()
    }

    pub fn try_get_untracked(self) -> Option<T> {
        self.value.try_get_value()
    }
}

/// A value that is made from others, when it is read and they have changed; whoever follows it hears of another value
/// only. Leptos knows its edition, as a number; the value stands beside it.
pub struct Memo<T> {
    value: StoredValue<Option<T>>,
    edition: Edition,
}

type Edition = reactive_graph::computed::Memo<u32>;

impl<T> Clone for Memo<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Memo<T> {}

/// The number that grows each time `renew` says that there is another value.
fn edition(renew: Box<dyn Fn() -> bool + Send + Sync>) -> Edition {
    Edition::new(move |before| before.copied().unwrap_or_default() + u32::from(renew()))
}

impl<T: PartialEq + 'static> Memo<T> {
    pub fn new(make: impl Fn() -> T + Send + Sync + 'static) -> Self {
        let value = StoredValue::new(None);
        let renew = move || {
            let made = Some(make());
            let is_new = value.with_value(|known| *known != made);
            if is_new {
                value.set_value(made);
            }
            is_new
        };
        Self {
            value,
            edition: edition(Box::new(renew)),
        }
    }

    pub fn track(self) {
        self.edition.track();
    }

    pub fn with<U>(self, read: impl FnOnce(&T) -> U) -> U {
        self.edition.get();
        self.read(read)
    }

    pub fn with_untracked<U>(self, read: impl FnOnce(&T) -> U) -> U {
        self.edition.get_untracked();
        self.read(read)
    }

    fn read<U>(self, read: impl FnOnce(&T) -> U) -> U {
        self.value.with_value(|value| match value {
            Some(value) => read(value),
            None => gone(),
        })
    }
}

impl<T: PartialEq + Clone + 'static> Memo<T> {
    pub fn get(self) -> T {
        self.with(T::clone)
    }

    pub fn get_untracked(self) -> T {
        self.with_untracked(T::clone)
    }

    pub fn try_get_untracked(self) -> Option<T> {
        self.edition.try_get_untracked()?;
        self.value.try_get_value()?
    }
}

/// Does something soon, and again whenever what it has read has changed, as long as the owner lives.
pub fn effect(act: impl FnMut() + 'static) {
    boxed_effect(Box::new(act));
}

fn boxed_effect(mut act: Box<dyn FnMut()>) {
    reactive_graph::effect::Effect::new(move |_: Option<()>| act());
}

/// Does something at once, and again whenever what it has read has changed, as long as the owner lives.
pub fn render_effect(act: impl FnMut() + 'static) {
    boxed_render_effect(Box::new(act));
}

fn boxed_render_effect(mut act: Box<dyn FnMut()>) {
    StoredValue::new(RenderEffect::new(move |_: Option<()>| act()));
}
