//! Figures as people read them.

/// What a figure counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Unit {
    /// Bytes, shown by thousands.
    Kilobytes,
    /// Bytes, shown by millions.
    Megabytes,
    /// Milliseconds.
    Milliseconds,
    /// Seconds.
    Seconds,
    /// How many times something else.
    Times,
    /// A part of one, shown in hundredths.
    Percent,
    /// A part of one, shown as it is.
    Share,
    /// A number of things.
    Count,
}

impl Unit {
    /// A figure, or a dash where it is none.
    pub(super) fn show(self, value: f64) -> String {
        if !value.is_finite() {
            return "–".to_owned();
        }
        let few = |value: f64| {
            if value < 9.95 {
                format!("{value:.1}")
            } else {
                format!("{value:.0}")
            }
        };
        match self {
            Unit::Kilobytes => format!("{} KB", few(value / 1e3)),
            Unit::Megabytes => format!("{} MB", few(value / 1e6)),
            Unit::Milliseconds => format!("{} ms", few(value)),
            Unit::Seconds if value < 1.0 => format!("{value:.2} s"),
            Unit::Seconds => format!("{value:.1} s"),
            Unit::Times => format!("{value:.2} ×"),
            Unit::Percent => format!("{:.1} %", value * 100.0),
            Unit::Share => format!("{value:.3}"),
            Unit::Count => format!("{value:.0}"),
        }
    }

    /// A target: no more digits than it has.
    pub(super) fn target(self, value: f64) -> String {
        match self {
            Unit::Kilobytes => format!("{:.0} KB", value / 1e3),
            Unit::Megabytes => format!("{:.0} MB", value / 1e6),
            Unit::Milliseconds => format!("{value:.0} ms"),
            Unit::Seconds => format!("{value:.0} s"),
            Unit::Percent => format!("{:.0} %", value * 100.0),
            Unit::Times | Unit::Share | Unit::Count => self.show(value),
        }
    }
}

/// The figures of a row, those that are there, with what stands before each.
pub(super) fn list<'a>(
    figures: impl IntoIterator<Item = (&'a str, Result<f64, String>)>,
    unit: Unit,
) -> String {
    let figures = figures.into_iter();
    let shown = figures.filter_map(|(name, value)| Some(format!("{name} {}", unit.show(value.ok()?))));
    shown.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_figures_have_a_digit_after_the_point() {
        assert_eq!(Unit::Kilobytes.show(9_940.0), "9.9 KB");
        assert_eq!(Unit::Kilobytes.show(219_600.0), "220 KB");
        assert_eq!(Unit::Seconds.show(0.567), "0.57 s");
        assert_eq!(Unit::Percent.show(0.0964), "9.6 %");
        assert_eq!(Unit::Count.show(f64::NAN), "–");
        assert_eq!(Unit::Kilobytes.target(60_000.0), "60 KB");
    }

    #[test]
    fn what_was_not_measured_is_left_out_of_a_list() {
        let figures = [("VitePress", Ok(2.0)), ("MkDocs", Err("no Python".to_owned()))];
        assert_eq!(list(figures, Unit::Times), "VitePress 2.00 ×");
    }
}
