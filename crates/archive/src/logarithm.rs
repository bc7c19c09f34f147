//! Logarithms and powers of two in whole numbers, so that the builder and the reader find the same to the last bit.

/// The binary logarithm in 1/2^`places`, rounded down, of a number from 1 on (0 counts as 1). Rises with the number.
pub(crate) fn log2(number: u64, places: u32) -> u64 {
    let number = number.max(1);
    let whole = number.ilog2();
    // Between 1 and 2, with 31 binary places; squaring it shifts the next place of the logarithm out.
    let mut rest = if whole > 31 {
        number >> (whole - 31)
    } else {
        number << (31 - whole)
    };
    let mut log = u64::from(whole);
    for _ in 0..places {
        rest = (rest * rest) >> 31;
        let is_over = rest >> 32 != 0;
        rest >>= u32::from(is_over);
        log = log << 1 | u64::from(is_over);
    }
    log
}

/// What stands for one halving in [`halved`], as 1 does in a logarithm of ten places.
pub(crate) const ONE: u64 = 1024;

/// `number` halved as often as `halvings` says, in 1/[`ONE`]; wrong by less than 1/100. Falls with the halvings.
pub(crate) fn halved(number: u64, halvings: u64) -> u64 {
    // 2^−(whole + part) = 2^(1 − part) / 2^(whole + 1), and a parabola comes near to what is between powers of two.
    let up = ONE - halvings % ONE;
    let power = ONE + up - 345 * up * (ONE - up) / (ONE * ONE);
    (number * power / ONE)
        .checked_shr(halvings as u32 / ONE as u32 + 1)
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithms_are_right_to_their_last_place_and_rise() {
        for x in (1..5_000).chain([1 << 31, (1 << 33) + 7, 1 << 40]) {
            for places in [8, 10, 20] {
                let error = log2(x, places) as f64 / f64::from(1 << places) - (x as f64).log2();
                assert!(
                    (-1.1 / f64::from(1 << places)..1e-6).contains(&error),
                    "{x}: {error}"
                );
            }
            assert!(log2(x, 20) <= log2(x + 1, 20));
        }
        assert_eq!(
            (log2(0, 8), log2(1 << 40, 10), log2(u64::MAX, 0)),
            (0, 40 << 10, 63)
        );
    }

    #[test]
    fn halving_is_near_and_falls() {
        for halvings in 1..5_000 {
            let exact = 1e6 / 2_f64.powf(halvings as f64 / ONE as f64);
            let found = halved(1_000_000, halvings);
            assert!((found as f64 / exact - 1.0).abs() < 0.01, "2^-{halvings}");
            assert!(found >= halved(1_000_000, halvings + 1));
        }
        let some = [0, ONE, 3 * ONE, 90 * ONE];
        assert_eq!(some.map(|halvings| halved(80, halvings)), [80, 40, 10, 0]);
    }
}
