//! The marks of a search in the opened report, and which of them is the current one.

use leptos::prelude::*;

use crate::browser::dom;

/// Marks of the opened report.
#[derive(Clone, Copy)]
pub struct Marks {
    total: RwSignal<usize>,
    current: RwSignal<usize>,
}

impl Marks {
    /// No marks.
    pub fn new() -> Self {
        Self {
            total: RwSignal::new(0),
            current: RwSignal::new(0),
        }
    }

    /// A report has been drawn with so many marks.
    pub fn set(self, total: usize, current: usize) {
        self.total.set(total);
        self.current.set(current.min(total.saturating_sub(1)));
    }

    /// Whether there are marks.
    pub fn any(self) -> bool {
        self.total.get_untracked() > 0
    }

    /// The current mark, counted from 1, and how many there are.
    pub fn place(self) -> (usize, usize) {
        (self.current.get() + 1, self.total.get())
    }

    /// Goes to the next (1) or previous (-1) mark, around the end.
    pub fn step(self, step: isize) {
        let total = self.total.get_untracked();
        if total > 0 {
            let next = self.current.get_untracked() as isize + step;
            self.current.set(next.rem_euclid(total as isize) as usize);
            self.show();
        }
    }

    /// Brings the current mark into view.
    pub fn show(self) {
        dom::show_mark(self.current.get_untracked());
    }
}
