//! Lists of reports whose summaries have not all come. The bundle counts the reports of each day by topic, so a list knows
//! how long it is, and of which day each of its places is, before it knows what stands there.

use std::rc::Rc;

use crate::link::Filter;
use crate::model::{Bundle, Day, Summary};

/// A place in a list that is newest first.
#[derive(Clone, Debug)]
pub struct Slot {
    /// The day of the report.
    pub day: Day,
    /// The report; `None` as long as its summary is not here.
    pub report: Option<Rc<Summary>>,
}

impl Slot {
    /// Whether it is the place of the report with this id.
    pub fn is_of(&self, id: &str) -> bool {
        self.report.as_ref().is_some_and(|report| report.id == id)
    }

    /// Whether the same stands in another place, as far as either is known.
    pub fn is(&self, other: &Self) -> bool {
        self.day == other.day
            && match (&self.report, &other.report) {
                (Some(here), Some(there)) => Rc::ptr_eq(here, there),
                // What was awaited has come.
                _ => true,
            }
    }
}

/// Whether the bundle tells how many reports of a day pass: it knows topics and days, but neither sources nor what the
/// reader has done.
pub fn is_counted(filter: &Filter) -> bool {
    filter.source.is_none() && filter.only.is_none()
}

/// The days, newest first, that can have reports of a filter, with the number of those of its topic.
pub fn days_of(bundle: &Bundle, filter: &Filter) -> Vec<(Day, u32)> {
    let topic = filter.topic.as_ref();
    let topic = topic.map(|key| bundle.topics.iter().position(|label| label.key == *key));
    let mut days: Vec<(Day, u32)> = Vec::new();
    for count in &bundle.counts {
        let passes = filter.from.is_none_or(|from| count.day >= from)
            && filter.to.is_none_or(|to| count.day <= to)
            && topic.is_none_or(|topic| topic == Some(count.topic as usize));
        match days.last_mut() {
            _ if !passes => {}
            Some((day, reports)) if *day == count.day => *reports += count.count,
            _ => days.push((count.day, count.count)),
        }
    }
    days
}

/// The places of a list: the reports that are known, newest first, and those that are awaited. Of a day of `days` that is
/// not listed they are as many as there must be beyond the known ones, or, where they are not `counted`, one; a day that
/// is listed has what is known of it.
pub fn slots(
    days: &[(Day, u32)],
    known: Vec<Rc<Summary>>,
    counted: bool,
    is_listed: &dyn Fn(Day) -> bool,
) -> Vec<Slot> {
    let mut slots = Vec::with_capacity(known.len());
    let mut known = known.into_iter().peekable();
    let here = |report: Rc<Summary>| Slot {
        day: report.day,
        report: Some(report),
    };
    for (day, reports) in days {
        let (day, mut awaited) = (*day, *reports);
        while let Some(report) = known.next_if(|report| report.day >= day) {
            awaited = awaited.saturating_sub(u32::from(report.day == day));
            slots.push(here(report));
        }
        if !is_listed(day) {
            let awaited = if counted { awaited } else { 1 };
            slots.extend((0..awaited).map(|_| Slot { day, report: None }));
        }
    }
    slots.extend(known.map(here));
    slots
}

/// How many reports a list has: where they are not counted, those that are known.
pub fn count(slots: &[Slot], filter: &Filter) -> usize {
    let counted = is_counted(filter);
    slots
        .iter()
        .filter(|slot| counted || slot.report.is_some())
        .count()
}

/// The days of the places whose reports are awaited, each once.
pub fn awaited(slots: &[Slot]) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    for slot in slots {
        if slot.report.is_none() && days.last() != Some(&slot.day) {
            days.push(slot.day);
        }
    }
    days
}

/// The day that an id names, as ids do unless a post chose its address itself.
pub fn day_of(id: &str) -> Option<Day> {
    id.get(..10)?.replace('/', "-").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::DayCount;
    use crate::page::tests::{bundle, report_on};

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    /// An archive with two reports of 30 November, of ai and finance, three of the 28th and one of October, all of ai.
    fn counted() -> Bundle {
        let mut bundle = bundle();
        let count = |text, topic: &str, count| DayCount {
            day: day(text),
            topic: bundle.topics.iter().position(|label| label.key == topic).unwrap() as u32,
            count,
        };
        bundle.counts = vec![
            count("2025-11-30", "ai", 1),
            count("2025-11-30", "finance", 1),
            count("2025-11-28", "ai", 3),
            count("2025-10-02", "ai", 1),
        ];
        bundle
    }

    fn summary(on: &str) -> Rc<Summary> {
        Rc::new(report_on(on, "ai").summary)
    }

    #[test]
    fn a_filter_has_its_own_days() {
        let bundle = counted();
        let all = [
            (day("2025-11-30"), 2),
            (day("2025-11-28"), 3),
            (day("2025-10-02"), 1),
        ];
        let mut filter = Filter::default();
        assert_eq!(days_of(&bundle, &filter), all);
        filter.topic = Some("finance".into());
        assert_eq!(days_of(&bundle, &filter), [(day("2025-11-30"), 1)]);
        filter.topic = Some("nothing of the kind".into());
        assert_eq!(days_of(&bundle, &filter), []);
        filter.topic = None;
        filter.to = Some(day("2025-11-29"));
        assert_eq!(days_of(&bundle, &filter), all[1..]);
        filter.from = Some(day("2025-11-01"));
        assert_eq!(days_of(&bundle, &filter), all[1..2]);
    }

    #[test]
    fn places_are_kept_for_what_has_not_come() {
        let days = [
            (day("2025-11-30"), 2),
            (day("2025-11-28"), 3),
            (day("2025-10-02"), 1),
        ];
        let known = vec![summary("2025-11-30"), summary("2025-10-02")];
        let none = slots(&days, known.clone(), true, &|_| false);
        let shape: Vec<(u32, bool)> = none
            .iter()
            .map(|slot| (slot.day.day(), slot.report.is_some()))
            .collect();
        let to_come = (28, false);
        assert_eq!(
            shape,
            [(30, true), (30, false), to_come, to_come, to_come, (2, true)]
        );
        assert_eq!(awaited(&none), [day("2025-11-30"), day("2025-11-28")]);
        // Where a day is listed and has fewer reports than were counted, nothing is waited for.
        let listed = slots(&days, known, true, &|_| true);
        assert_eq!(listed.len(), 2);
        assert!(listed.iter().all(|slot| slot.report.is_some()));
    }

    #[test]
    fn reports_of_days_that_nobody_counted_stay_in_the_list() {
        let known = vec![
            summary("2025-11-30"),
            summary("2025-11-29"),
            summary("2025-10-01"),
        ];
        let slots = slots(&[(day("2025-11-30"), 1)], known, true, &|_| true);
        assert_eq!(slots.len(), 3);
        assert!(slots.is_sorted_by(|a, b| a.day >= b.day));
    }

    #[test]
    fn a_place_stays_the_same_when_its_report_comes() {
        let awaited = Slot {
            day: day("2025-11-30"),
            report: None,
        };
        let come = Slot {
            day: day("2025-11-30"),
            report: Some(summary("2025-11-30")),
        };
        let other = Slot {
            day: day("2025-11-30"),
            report: Some(summary("2025-11-30")),
        };
        assert!(awaited.is(&come) && come.is(&come.clone()) && !come.is(&other));
        assert!(!come.is(&Slot {
            day: day("2025-11-29"),
            report: None
        }));
    }

    #[test]
    fn where_nobody_counted_a_day_that_is_not_listed_may_hold_something() {
        let days = [
            (day("2025-11-30"), 2),
            (day("2025-11-28"), 3),
            (day("2025-10-02"), 1),
        ];
        let is_listed = |other| other == day("2025-11-28");
        let slots = slots(&days, vec![summary("2025-11-30")], false, &is_listed);
        let shape: Vec<(u32, bool)> = slots
            .iter()
            .map(|slot| (slot.day.day(), slot.report.is_some()))
            .collect();
        assert_eq!(shape, [(30, true), (30, false), (2, false)]);
        let mut filter = Filter::default();
        assert_eq!(count(&slots, &filter), 3);
        filter.source = Some("twitter".into());
        assert_eq!(count(&slots, &filter), 1);
        assert_eq!(awaited(&slots), [day("2025-11-30"), day("2025-10-02")]);
    }

    #[test]
    fn ids_name_their_day_unless_somebody_chose_them() {
        assert_eq!(day_of("2025/11/30/x"), Some(day("2025-11-30")));
        for other in ["about", "2025/13/01/x", "报告/2025/11/30"] {
            assert_eq!(day_of(other), None, "{other}");
        }
    }
}
