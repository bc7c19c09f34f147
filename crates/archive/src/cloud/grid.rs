//! Which cells of the canvas are taken: a bit a cell, a row of `u64`s a line.
//!
//! Whether a block of `w × h` cells fits is asked for all places at once: or-ing the grid with itself, shifted
//! by one, two, four … rows and then columns, leaves a bit unset exactly where the block may have its upper
//! left corner. Free space around the block is asked for in the same way, as a larger block that may reach over
//! the edges of the grid.

use std::ops::Range;

/// The number of cells in one word of a row.
const BITS: usize = u64::BITS as usize;

/// The cells of a canvas.
#[derive(Clone, Debug)]
pub(super) struct Grid {
    columns: usize,
    rows: usize,
    /// Bits at the start of each row that are never set. Space to the right of a row's end is that of the next
    /// row, so the free space around a block is as wide as this at most.
    margin: usize,
    /// Words in a row.
    stride: usize,
    /// A set bit is a taken cell.
    taken: Vec<u64>,
    /// The rows in which a cell may be taken.
    used: Range<usize>,
    /// Room for [`Grid::fit`] to work in: where a block may not start, from the row `first_blocked` on. It may
    /// start anywhere in the rows before and after.
    blocked: Vec<u64>,
    first_blocked: usize,
    /// Where the next state of `blocked` is made.
    widened: Vec<u64>,
}

/// The upper left cell of a block.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Place {
    pub(super) column: usize,
    pub(super) row: usize,
}

/// A block of cells, and the free cells that it wants between itself and what is taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Block {
    pub(super) columns: usize,
    pub(super) rows: usize,
    /// To the left and to the right.
    pub(super) beside: usize,
    /// Above and below.
    pub(super) above: usize,
}

impl Grid {
    /// A grid without a taken cell.
    pub(super) fn new(columns: usize, rows: usize) -> Self {
        let margin = margin(columns.max(rows));
        let stride = (margin + columns).div_ceil(BITS);
        Self {
            columns,
            rows,
            margin,
            stride,
            taken: vec![0; stride * rows],
            used: 0..0,
            blocked: Vec::new(),
            first_blocked: 0,
            widened: Vec::new(),
        }
    }

    /// Forgets what is taken.
    pub(super) fn clear(&mut self) {
        self.taken.fill(0);
        self.used = 0..0;
    }

    /// The free place for a block whose middle is nearest the middle of the grid, distances measured so that
    /// a circle has the proportions of the grid, and by `corners` a rounded rectangle (see [`oval`]). The upper
    /// place wins a tie, then the left one.
    pub(super) fn fit(&mut self, block: Block, corners: u64) -> Option<Place> {
        let Block { columns, rows, .. } = block;
        if columns == 0 || rows == 0 || columns > self.columns || rows > self.rows {
            return None;
        }
        let beside = block.beside.min(self.margin);
        self.block(Block { beside, ..block });
        let (last_row, last_column) = (self.rows - rows, self.columns - columns);
        let mut best: Option<(u64, Place)> = None;
        for row in rows_outward(last_row) {
            let down = (2 * row).abs_diff(last_row) as u64 * self.columns as u64;
            if best.is_some_and(|(distance, _)| oval(0, down, corners) > distance) {
                break;
            }
            let Some(column) = self.nearest_in(row, self.margin - beside, last_column) else {
                continue;
            };
            let across = (2 * column).abs_diff(last_column) as u64 * self.rows as u64;
            let distance = oval(across, down, corners);
            if best.is_none_or(|(least, cell)| (distance, row) < (least, cell.row)) {
                best = Some((distance, Place { column, row }));
            }
        }
        best.map(|(_, cell)| cell)
    }

    /// The column nearest the middle in which a block may start; `first` is the bit of column 0, and `last` is the
    /// last column in which the block has room.
    fn nearest_in(&self, row: usize, first: usize, last: usize) -> Option<usize> {
        let line = row
            .checked_sub(self.first_blocked)
            .and_then(|row| self.blocked.get(row * self.stride..(row + 1) * self.stride));
        line.map_or(Some(last / 2), |line| nearest_free(line, first, last))
    }

    /// Takes the cells of a block, without those around it.
    pub(super) fn take(&mut self, at: Place, columns: usize, rows: usize) {
        let rows = at.row..(at.row + rows).min(self.rows);
        self.used = if self.used.is_empty() {
            rows.clone()
        } else {
            self.used.start.min(rows.start)..self.used.end.max(rows.end)
        };
        let from = self.margin + at.column;
        for row in rows {
            let line = &mut self.taken[row * self.stride..][..self.stride];
            for (index, word) in line.iter_mut().enumerate() {
                *word |= span(from, from + columns, index);
            }
        }
    }

    /// Finds the places where a block of this size may not start, in the rows where it has room.
    ///
    /// All rows are shifted as one: what comes in at the end of a row from the next one is its margin, or reaches
    /// only columns from which the block would leave the grid. A bit stands for the first cell around the block.
    fn block(&mut self, block: Block) {
        let (across, down) = (block.columns + 2 * block.beside, block.rows + 2 * block.above);
        // Counted from as many rows above the grid as the block may reach over its edge.
        let used = self.used.start + block.above..self.used.end + block.above;
        self.first_blocked = used.start.saturating_sub(down - 1);
        let outside = block.above.saturating_sub(self.first_blocked);
        let inside = self.first_blocked.saturating_sub(block.above);
        self.blocked.clear();
        if !self.used.is_empty() {
            self.blocked.resize(outside * self.stride, 0);
            let touched = inside * self.stride..self.used.end * self.stride;
            self.blocked.extend(&self.taken[touched]);
        }
        for step in doublings(down) {
            self.widen(step * self.stride, 0);
        }
        let starts = (self.rows - block.rows + 1).saturating_sub(self.first_blocked);
        self.blocked.truncate(starts * self.stride);
        for step in doublings(across) {
            self.widen(step / BITS, step % BITS);
        }
    }

    /// `blocked |= blocked >> step`, bit 0 being the first cell; the step is so many words and bits. From one
    /// vector into another, so that the compiler may take several words at a time.
    fn widen(&mut self, words: usize, bits: usize) {
        let cells = &self.blocked;
        self.widened.clear();
        let ahead = cells.get(words..).unwrap_or_default();
        if bits == 0 {
            let both = cells.iter().zip(ahead);
            self.widened.extend(both.map(|(here, ahead)| here | ahead));
        } else {
            let all = cells.iter().zip(ahead).zip(ahead.get(1..).unwrap_or_default());
            self.widened
                .extend(all.map(|((here, low), high)| here | low >> bits | high << (BITS - bits)));
            if let Some(low) = ahead.last() {
                self.widened.push(cells[self.widened.len()] | low >> bits);
            }
        }
        self.widened.extend(&cells[self.widened.len()..]);
        std::mem::swap(&mut self.blocked, &mut self.widened);
    }
}

/// The widest free space beside a block on a grid whose longer side has so many cells. Text keeps a quarter of an em
/// free, and no two words can both be higher than half of that side.
fn margin(longer: usize) -> usize {
    longer.div_ceil(8) + 1
}

/// The square of a distance from the middle whose circles are the more like rectangles the larger `corners` is, so
/// that words gather in the middle and still fill the corners of the canvas.
fn oval(across: u64, down: u64, corners: u64) -> u64 {
    let longer = across.max(down);
    across * across + down * down + corners * longer * longer
}

/// The shifts that widen a window from 1 to `length`: 1, 2, 4 …, then the rest.
fn doublings(length: usize) -> impl Iterator<Item = usize> {
    let mut window = 1;
    std::iter::from_fn(move || {
        let step = window.min(length - window);
        window += step;
        (step > 0).then_some(step)
    })
}

/// The bits of word `index` that lie in the columns `from..to`.
fn span(from: usize, to: usize, index: usize) -> u64 {
    let below = |column: usize| match column.saturating_sub(index * BITS) {
        bits if bits >= BITS => u64::MAX,
        bits => (1 << bits) - 1,
    };
    below(to) & !below(from)
}

/// Rows 0 to `last`, nearest the middle first.
fn rows_outward(last: usize) -> impl Iterator<Item = usize> {
    let (above, below) = (last / 2, last / 2 + 1);
    (0..=above)
        .flat_map(move |away| [Some(above - away), Some(below + away)])
        .flatten()
        .filter(move |row| *row <= last)
}

/// The column from 0 to `last` nearest their middle whose bit is not set; bit `first` is that of column 0.
fn nearest_free(line: &[u64], first: usize, last: usize) -> Option<usize> {
    let (middle, end) = (first + last / 2, first + last);
    let left = (first / BITS..=middle / BITS).rev().find_map(|i| {
        let free = !line[i] & span(first, middle + 1, i);
        (free != 0).then(|| i * BITS + BITS - 1 - free.leading_zeros() as usize - first)
    });
    let right = (middle / BITS..=end / BITS).find_map(|i| {
        let free = !line[i] & span(middle + 1, end + 1, i);
        (free != 0).then(|| i * BITS + free.trailing_zeros() as usize - first)
    });
    match (left, right) {
        (Some(left), Some(right)) if (2 * right).abs_diff(last) < (2 * left).abs_diff(last) => Some(right),
        (Some(left), _) => Some(left),
        (None, right) => right,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The same answer, looked for cell by cell.
    fn fit_slowly(taken: &[Vec<bool>], block: Block, corners: u64) -> Option<Place> {
        let (rows, columns) = (taken.len(), taken[0].len());
        let around = |at: usize, length: usize, gap: usize, end: usize| {
            at.saturating_sub(gap)..(at + length + gap).min(end)
        };
        let mut best: Option<(u64, Place)> = None;
        for row in 0..(rows + 1).saturating_sub(block.rows) {
            for column in 0..(columns + 1).saturating_sub(block.columns) {
                let across = around(column, block.columns, block.beside, columns);
                if taken[around(row, block.rows, block.above, rows)]
                    .iter()
                    .any(|line| line[across.clone()].contains(&true))
                {
                    continue;
                }
                let down = (2 * row).abs_diff(rows - block.rows) * columns;
                let across = (2 * column).abs_diff(columns - block.columns) * rows;
                let distance = oval(across as u64, down as u64, corners);
                if best.is_none_or(|(least, _)| distance < least) {
                    best = Some((distance, Place { column, row }));
                }
            }
        }
        best.map(|(_, cell)| cell)
    }

    fn block() -> impl Strategy<Value = Block> {
        let sizes = (1_usize..70, 1_usize..12, 0_usize..20, 0_usize..6);
        sizes.prop_map(|(columns, rows, beside, above)| Block {
            columns,
            rows,
            beside,
            above,
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn the_nearest_free_place_is_the_one_a_plain_search_finds(
            columns in 1_usize..150,
            rows in 1_usize..40,
            corners in 0_u64..20,
            blocks in prop::collection::vec(block(), 1..30),
        ) {
            let mut grid = Grid::new(columns, rows);
            let mut plain = vec![vec![false; columns]; rows];
            for mut block in blocks {
                block.beside = block.beside.min(margin(columns.max(rows)));
                let at = grid.fit(block, corners);
                prop_assert_eq!(at, fit_slowly(&plain, block, corners));
                let Some(at) = at else { continue };
                grid.take(at, block.columns, block.rows);
                for line in &mut plain[at.row..at.row + block.rows] {
                    line[at.column..at.column + block.columns].fill(true);
                }
            }
        }
    }

    #[test]
    fn what_is_larger_than_the_grid_does_not_fit() {
        let mut grid = Grid::new(65, 3);
        let block = |columns, rows| Block {
            columns,
            rows,
            beside: 4,
            above: 1,
        };
        assert_eq!(grid.fit(block(66, 1), 3), None);
        assert_eq!(grid.fit(block(1, 4), 3), None);
        assert_eq!(grid.fit(block(65, 3), 3), Some(Place { column: 0, row: 0 }));
        grid.take(Place { column: 0, row: 0 }, 65, 3);
        assert_eq!(grid.fit(block(1, 1), 3), None);
        grid.clear();
        assert_eq!(grid.fit(block(1, 1), 3), Some(Place { column: 32, row: 1 }));
    }
}
