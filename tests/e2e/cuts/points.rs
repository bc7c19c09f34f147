//! Where a scenario can be cut, which of these cuts are made, and how they are counted.

use std::collections::BTreeMap;
use std::collections::hash_map::DefaultHasher;
use std::fmt;
use std::hash::{Hash, Hasher};

use kanbao_tests::breaking::{Asked, Fault};

/// What is done at a request.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Cut {
    /// The host breaks.
    Host(Fault),
    /// The browser is killed while the host does not answer.
    Kill,
}

impl Cut {
    /// All that can be done.
    pub(crate) const ALL: [Self; 13] = [
        Self::Host(Fault::Drop),
        Self::Host(Fault::DropInBody),
        Self::Host(Fault::Delay(300)),
        Self::Host(Fault::Hang),
        Self::Host(Fault::Shorten),
        Self::Host(Fault::Truncate),
        Self::Host(Fault::Corrupt),
        Self::Host(Fault::Status(404)),
        Self::Host(Fault::Status(500)),
        Self::Host(Fault::Page),
        Self::Host(Fault::Captive),
        Self::Host(Fault::Stop),
        Self::Kill,
    ];
}

impl fmt::Display for Cut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Host(fault) => fault.fmt(f),
            Self::Kill => f.write_str("browser killed"),
        }
    }
}

/// One cut: at which request, by its path and how many came before it for the same, and what.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Point {
    pub(crate) path: String,
    pub(crate) nth: usize,
    pub(crate) cut: Cut,
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {} ({})", self.cut, self.path, self.nth + 1)
    }
}

/// Every cut there is, given the requests of a run without any.
pub(crate) fn all(requests: &[Asked]) -> Vec<Point> {
    let points = requests.iter().flat_map(|asked| {
        Cut::ALL.map(|cut| Point {
            path: asked.path.clone(),
            nth: asked.nth,
            cut,
        })
    });
    points.collect()
}

/// So many of them, the same in every run: as evenly among the kinds of cut as there are, for a killed browser takes
/// long to start half as many of these.
pub(crate) fn choose(mut points: Vec<Point>, count: usize) -> Vec<Point> {
    points.sort_by_cached_key(|point| {
        let mut hasher = DefaultHasher::new();
        point.hash(&mut hasher);
        hasher.finish()
    });
    let mut made: BTreeMap<String, usize> = BTreeMap::new();
    points.sort_by_cached_key(|point| {
        let turn = made.entry(point.cut.to_string()).or_default();
        *turn += 1;
        if point.cut == Cut::Kill { *turn * 2 } else { *turn }
    });
    points.truncate(count);
    points
}

/// How many cuts of each kind there are, were made, and met their request.
#[derive(Default)]
pub(crate) struct Tally {
    rows: BTreeMap<String, [usize; 4]>,
}

impl Tally {
    /// Counts what there is and what is chosen.
    pub(crate) fn new(all: &[Point], chosen: &[Point]) -> Self {
        let mut tally = Self::default();
        for point in all {
            tally.row(point)[0] += 1;
        }
        for point in chosen {
            tally.row(point)[1] += 1;
        }
        tally
    }

    /// Counts one that was made: whether it met its request, and whether all was well.
    pub(crate) fn made(&mut self, point: &Point, has_met: bool, is_well: bool) {
        self.row(point)[2] += usize::from(has_met);
        self.row(point)[3] += usize::from(!is_well);
    }

    fn row(&mut self, point: &Point) -> &mut [usize; 4] {
        self.rows.entry(point.cut.to_string()).or_default()
    }

    /// How many met their request.
    pub(crate) fn met(&self) -> usize {
        self.rows.values().map(|row| row[2]).sum()
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut sum = [0; 4];
        let line = |f: &mut fmt::Formatter<'_>, name: &str, [all, made, met, failed]: [usize; 4]| {
            writeln!(f, "{name:<24} {all:>6} {made:>6} {met:>6} {failed:>6}")
        };
        writeln!(
            f,
            "{:<24} {:>6} {:>6} {:>6} {:>6}",
            "cut", "exist", "made", "met", "failed"
        )?;
        for (name, row) in &self.rows {
            line(f, name, *row)?;
            sum = std::array::from_fn(|at| sum[at] + row[at]);
        }
        line(f, "all", sum)
    }
}
