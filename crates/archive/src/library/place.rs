//! Where in a report reading stopped, and that place found again.

use super::Place;

/// A report is not resumed before so many thousandths were read: its beginning is on the screen anyway.
const FROM: u16 = 50;

/// Nor past so many: what is left is on the screen with its end.
const UP_TO: u16 = 970;

impl Place {
    /// The place of whoever has read down to the last of some blocks. Of each block, in reading order: its id where
    /// it begins a part of the report, as headings and the list of points do. `done` is how much of the report lies
    /// above, in thousandths.
    pub fn below<S: AsRef<str>>(above: &[Option<S>], done: u16) -> Self {
        let begin = above.iter().rposition(Option::is_some);
        let id = begin.and_then(|begin| above[begin].as_ref());
        let first = begin.unwrap_or(0);
        Self {
            after: id.map(|id| id.as_ref().to_owned()).unwrap_or_default(),
            block: above.len().saturating_sub(first + 1) as u32,
            done: done.min(1_000),
        }
    }

    /// Which of a report's blocks, given as for [`Place::below`], this place is at. Where its part has become shorter
    /// the part's last one; where the part is gone, the one as far down as it was. `None` without blocks.
    pub fn among<S: AsRef<str>>(&self, blocks: &[Option<S>]) -> Option<usize> {
        let last = blocks.len().checked_sub(1)?;
        let begins = |block: &Option<S>| block.as_ref().is_some_and(|id| id.as_ref() == self.after);
        let first = match self.after.as_str() {
            "" => Some(0),
            _ => blocks.iter().position(begins),
        };
        let Some(first) = first else {
            return Some((last * usize::from(self.done) / 1_000).min(last));
        };
        let next = blocks[first + 1..].iter().position(Option::is_some);
        let end = next.map_or(last, |next| first + next);
        Some((first + self.block as usize).min(end))
    }

    /// Whether it is worth going back to.
    pub fn is_amid(&self) -> bool {
        (FROM..=UP_TO).contains(&self.done)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORT: [Option<&str>; 8] = [
        None,
        Some("points"),
        None,
        None,
        Some("重要观点"),
        None,
        None,
        Some("关键事件"),
    ];

    #[test]
    fn every_block_is_found_again() {
        for at in 0..REPORT.len() {
            let place = Place::below(&REPORT[..=at], 500);
            assert_eq!(place.among(&REPORT), Some(at), "{place:?}");
        }
        assert_eq!(
            Place::below(&REPORT[..7], 500),
            Place {
                after: "重要观点".into(),
                block: 2,
                done: 500
            }
        );
    }

    #[test]
    fn a_changed_report_is_resumed_near_by() {
        let place = Place::below(&REPORT[..7], 600);
        // A paragraph more above, one less in the part, the part gone, nothing left.
        let longer: Vec<_> = [None, None].into_iter().chain(REPORT).collect();
        assert_eq!(place.among(&longer), Some(8));
        let shorter = [Some("重要观点"), None, Some("关键事件"), None];
        assert_eq!(place.among(&shorter), Some(1));
        assert_eq!(
            place.among(&[Some("别的"), None, None, None, None, None]),
            Some(3)
        );
        assert_eq!(place.among::<&str>(&[]), None);
        assert_eq!(Place::default().among(&REPORT), Some(0));
        assert_eq!(
            Place::below::<&str>(&[], 9_999),
            Place {
                done: 1_000,
                ..Place::default()
            }
        );
    }

    #[test]
    fn neither_the_beginning_nor_the_end_is_gone_back_to() {
        let is_amid = |done| {
            Place {
                done,
                ..Place::default()
            }
            .is_amid()
        };
        assert_eq!(
            [0, 49, 50, 500, 970, 971].map(is_amid),
            [false, false, true, true, true, false]
        );
    }
}
