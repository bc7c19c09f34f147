//! The marks of a search in the opened report, and which of them is the current one.

use crate::browser::dom;
use crate::reactive::*;

/// Marks of the opened report.
#[derive(Clone, Copy)]
pub struct Marks {
    /// Their numbers, in reading order.
    numbers: RwSignal<Vec<usize>>,
    /// Place of the current one among them.
    current: RwSignal<usize>,
    /// Where the marks are those of a passage that the address quotes: whether it is there.
    quoted: RwSignal<Option<bool>>,
}

impl Marks {
    /// No marks.
    pub fn new() -> Self {
        Self {
            numbers: RwSignal::new(Vec::new()),
            current: RwSignal::new(0),
            quoted: RwSignal::new(None),
        }
    }

    /// A report has been drawn that the address quotes from; `None` where it does not.
    pub fn set_quoted(self, is_there: Option<bool>) {
        self.quoted.set(is_there);
    }

    /// Whether the passage that the address quotes is there; `None` where it quotes none.
    pub fn quoted(self) -> Option<bool> {
        self.quoted.get()
    }

    /// A report has been drawn with the marks of these numbers; the best match is the one to show first.
    pub fn set(self, numbers: Vec<usize>, best: usize) {
        let at = |is_it: &dyn Fn(usize) -> bool| numbers.iter().position(|number| is_it(*number));
        let current = at(&|number| number == best).or_else(|| at(&|number| number > best));
        self.current.set(current.unwrap_or(0));
        self.numbers.set(numbers);
    }

    /// Whether there are marks.
    pub fn any(self) -> bool {
        self.numbers.with_untracked(|numbers| !numbers.is_empty())
    }

    /// The current mark, counted from 1, and how many there are.
    pub fn place(self) -> (usize, usize) {
        (self.current.get() + 1, self.numbers.with(Vec::len))
    }

    /// Goes to the next (1) or previous (-1) mark, around the end.
    pub fn step(self, step: isize) {
        let total = self.numbers.with_untracked(Vec::len);
        if total > 0 {
            let next = self.current.get_untracked() as isize + step;
            self.current.set(next.rem_euclid(total as isize) as usize);
            self.show();
        }
    }

    /// Brings the current mark into view.
    pub fn show(self) {
        if self.quoted.get_untracked().is_some() {
            // A long passage would shout in the colours of the current match.
            return dom::show_first_mark();
        }
        let at = self.current.get_untracked();
        if let Some(number) = self.numbers.with_untracked(|numbers| numbers.get(at).copied()) {
            dom::show_mark(number);
        }
    }
}
