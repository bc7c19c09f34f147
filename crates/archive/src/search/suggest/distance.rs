//! How far apart two spellings are.

/// Insertions, deletions, replacements and swaps of neighbours that turn one spelling into the other (optimal string
/// alignment); `None` where there are more than `limit`.
///
/// Only a band of the table is filled in: what lies `limit` off its diagonal already costs more.
pub fn distance(a: &[char], b: &[char], limit: usize) -> Option<usize> {
    let (a, b) = without_common_ends(a, b);
    if a.len().abs_diff(b.len()) > limit {
        return None;
    }
    let far = limit + 1;
    let mut rows = [(); 3].map(|()| vec![far; b.len() + 1]);
    let [before_last, last, row] = &mut rows;
    (0..=b.len().min(limit)).for_each(|j| last[j] = j);
    for i in 1..=a.len() {
        row.fill(far);
        if i <= limit {
            row[0] = i;
        }
        let mut least = row[0];
        for j in i.saturating_sub(limit).max(1)..=(i + limit).min(b.len()) {
            let replaced = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = replaced.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(before_last[j - 2] + 1);
            }
            row[j] = best;
            least = least.min(best);
        }
        // Every way on goes through this row, or by a swap past it from a place that costs this row one at most.
        if least > limit {
            return None;
        }
        std::mem::swap(before_last, last);
        std::mem::swap(last, row);
    }
    let edits = last[b.len()];
    (edits <= limit).then_some(edits)
}

/// What is left of two spellings between the letters that they begin and end with alike; a distance is the same
/// without those.
fn without_common_ends<'s>(a: &'s [char], b: &'s [char]) -> (&'s [char], &'s [char]) {
    let start = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[start..], &b[start..]);
    let end = a
        .iter()
        .rev()
        .zip(b.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    (&a[..a.len() - end], &b[..b.len() - end])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(a: &str, b: &str, limit: usize) -> Option<usize> {
        let [a, b] = [a, b].map(|text| text.chars().collect::<Vec<char>>());
        distance(&a, &b, limit)
    }

    /// The whole table, without a band.
    fn plain(a: &[char], b: &[char]) -> usize {
        let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                let mut best = if i == 0 || j == 0 { i + j } else { usize::MAX };
                if i > 0 && j > 0 {
                    let replaced = table[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                    best = best
                        .min(replaced)
                        .min(table[i - 1][j] + 1)
                        .min(table[i][j - 1] + 1);
                }
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    best = best.min(table[i - 2][j - 2] + 1);
                }
                table[i][j] = best;
            }
        }
        table[a.len()][b.len()]
    }

    #[test]
    fn distances() {
        for (a, b, expected) in [
            ("", "", 0),
            ("ab", "ba", 1),
            ("claude", "cluade", 1),
            ("gpt-5", "gtp-5", 1),
            ("kitten", "sitting", 3),
            ("", "abc", 3),
            // No letter is edited twice.
            ("ca", "abc", 3),
            ("café", "cafe", 1),
        ] {
            assert_eq!(
                (of(a, b, 3), of(b, a, 3)),
                (Some(expected), Some(expected)),
                "{a} {b}"
            );
            assert_eq!(of(a, b, expected), Some(expected), "{a} {b}");
            assert!(expected == 0 || of(a, b, expected - 1).is_none(), "{a} {b}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        #[test]
        fn the_band_changes_nothing_within_the_limit(a in "[abc]{0,9}", b in "[abc]{0,9}", limit in 0usize..6) {
            let [x, y] = [&a, &b].map(|text| text.chars().collect::<Vec<char>>());
            let expected = plain(&x, &y);
            prop_assert_eq!(distance(&x, &y, limit), (expected <= limit).then_some(expected));
        }
    }
}
