//! Bursts: stretches in which a term comes up more than it usually does.
//!
//! Jon Kleinberg, *Bursty and Hierarchical Structure in Streams* (KDD 2002), section 4: the automaton of two states over
//! batches, here the days that have reports. In its low state a report has the term with the chance that all reports
//! of the trend together show; in its high one with twice that, or half way to certainty where twice would be more. A
//! day costs the negative logarithm of how likely its reports are in the state; going up costs the logarithm of the
//! number of days, going down nothing. The cheapest way through all days says when the term was in a burst.
//!
//! Logarithms are binary and in 1/2^[`PLACES`], so native and wasm agree to the last bit; the unit changes nothing,
//! since all costs have it.

use std::ops::Range;

use crate::logarithm;
use crate::model::{Day, Period};

/// The unit of logarithms has so many binary places.
const PLACES: u32 = 20;

/// The reports of a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Batch {
    /// The day.
    pub day: Day,
    /// Its reports, at least one.
    pub reports: u32,
    /// Those that have the term.
    pub having: u32,
}

/// A stretch in which a term came up more than usual.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Burst {
    /// From its first day with reports to its last.
    pub days: Period,
}

/// The bursts of a term, oldest first. `batches` are in the order of their days.
pub(super) fn bursts(batches: &[Batch]) -> Vec<Burst> {
    let stretches = stretches(batches).into_iter();
    let burst = |stretch: Range<usize>| {
        Some(Burst {
            days: Period::new(batches.get(stretch.start)?.day, batches.get(stretch.end - 1)?.day),
        })
    };
    stretches.filter_map(burst).collect()
}

/// The stretches of batches in the high state.
fn stretches(batches: &[Batch]) -> Vec<Range<usize>> {
    let Some(costs) = Costs::of(batches) else {
        return Vec::new();
    };
    // The cost of the cheapest way to each state, and whether that way comes from the high one.
    let (mut low, mut high) = (0, costs.rise);
    let mut came_from_high = Vec::with_capacity(batches.len());
    for (at, batch) in batches.iter().enumerate() {
        // Of two ways that cost the same, the one that stays low is taken.
        let (falls, stays) = (high < low, at > 0 && high < low + costs.rise);
        came_from_high.push((at > 0 && falls, stays));
        if at > 0 {
            (low, high) = (low.min(high), high.min(low + costs.rise));
        }
        high += costs.more_when_high(batch);
    }
    let mut is_high = high < low;
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, (falls, stays)) in came_from_high.into_iter().enumerate().rev() {
        if is_high {
            match found.last_mut() {
                Some(last) if last.start == at + 1 => last.start = at,
                _ => found.push(at..at + 1),
            }
        }
        is_high = if is_high { stays } else { falls };
    }
    found.reverse();
    found
}

/// What the automaton pays.
struct Costs {
    /// For going up.
    rise: i64,
    /// For a report with the term in the high state, beyond what it costs in the low one: negative.
    with: i64,
    /// The same for one without it: positive.
    without: i64,
}

impl Costs {
    /// `None` where no report has the term or all have: there is no more than usual.
    fn of(batches: &[Batch]) -> Option<Self> {
        let reports: u64 = batches.iter().map(|batch| u64::from(batch.reports)).sum();
        let having: u64 = batches.iter().map(|batch| u64::from(batch.having)).sum();
        if having == 0 || having >= reports {
            return None;
        }
        let rise = log2(batches.len() as u64);
        let lacking = reports - having;
        // The chance is having/reports; 2·having/reports, or (reports + having)/(2·reports) where that is less.
        Some(if 3 * having <= reports {
            Self {
                rise,
                with: -log2(2),
                without: log2(lacking) - log2(lacking - having),
            }
        } else {
            Self {
                rise,
                with: log2(2 * having) - log2(reports + having),
                without: log2(2),
            }
        })
    }

    fn more_when_high(&self, batch: &Batch) -> i64 {
        let having = i64::from(batch.having.min(batch.reports));
        having * self.with + (i64::from(batch.reports) - having) * self.without
    }
}

/// The binary logarithm in 1/2^[`PLACES`].
fn log2(x: u64) -> i64 {
    logarithm::log2(x, PLACES).cast_signed()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn batches(counts: &[(u32, u32)]) -> Vec<Batch> {
        let days = counts.iter().zip(1..);
        days.map(|((reports, having), day)| Batch {
            day: Day::from_epoch_days(20_000 + day),
            reports: *reports,
            having: *having,
        })
        .collect()
    }

    /// What a way through the states costs, with the formulas of the paper and floating point.
    fn cost(batches: &[Batch], is_high: impl Fn(usize) -> bool) -> f64 {
        let sum = |of: fn(&Batch) -> u32| batches.iter().map(|b| f64::from(of(b))).sum::<f64>();
        let low = sum(|b| b.having) / sum(|b| b.reports);
        let high = (2.0 * low).min((1.0 + low) / 2.0);
        let mut cost = 0.0;
        for (at, batch) in batches.iter().enumerate() {
            let chance = if is_high(at) { high } else { low };
            let (having, reports) = (f64::from(batch.having), f64::from(batch.reports));
            cost -= having * chance.ln() + (reports - having) * (1.0 - chance).ln();
            if is_high(at) && (at == 0 || !is_high(at - 1)) {
                cost += (batches.len() as f64).ln();
            }
        }
        cost
    }

    #[test]
    fn a_term_that_comes_up_for_a_week_bursts_then() {
        let mut counts = vec![(4, 0); 60];
        counts[3].1 = 1;
        counts[20..26].fill((4, 3));
        counts[40].1 = 1;
        let batches = batches(&counts);
        assert_eq!(stretches(&batches), vec![20..26]);
        let burst = bursts(&batches)[0].days;
        assert_eq!((burst.from, burst.to), (batches[20].day, batches[25].day));
    }

    #[test]
    fn without_a_difference_there_is_no_burst() {
        for counts in [&[][..], &[(3, 1)], &[(3, 3); 9], &[(3, 0); 9], &[(2, 1); 40]] {
            assert_eq!(stretches(&batches(counts)), Vec::new(), "{counts:?}");
        }
    }

    proptest! {
        #[test]
        fn no_way_through_the_states_is_cheaper(
            counts in proptest::collection::vec((1..9u32).prop_flat_map(|reports| (Just(reports), 0..=reports)), 1..11),
        ) {
            let batches = batches(&counts);
            let found = stretches(&batches);
            let (all, having) = counts.iter().fold((0, 0), |sum, day| (sum.0 + day.0, sum.1 + day.1));
            if having == 0 || having == all {
                prop_assert!(found.is_empty());
                return Ok(());
            }
            let own = cost(&batches, |at| found.iter().any(|stretch| stretch.contains(&at)));
            let ways = 0..1_u32 << batches.len();
            let best = ways.map(|way| cost(&batches, |at| way >> at & 1 == 1)).fold(f64::MAX, f64::min);
            prop_assert!(own - best < 1e-3, "{own} is no {best}: {found:?}");
        }
    }
}
