//! Sorting with one copy of the algorithm.
//!
//! The standard library makes a copy of its sort for every type and comparison: three kilobytes of the reader each.
//! Here only the thin outside is copied. It costs an indirect call a comparison, which is nothing where what is
//! compared is larger than a number.

use std::cmp::Ordering;

/// Sorts items by a comparison; equal ones stay in their order.
pub fn sort_by<T>(items: &mut [T], mut compare: impl FnMut(&T, &T) -> Ordering) {
    let order = order(items.len(), &mut |a, b| compare(&items[a], &items[b]));
    apply(order, &mut |a, b| items.swap(a, b));
}

/// Sorts items by a key; those with equal ones stay in their order.
pub fn sort_by_key<T, K: Ord>(items: &mut [T], mut key: impl FnMut(&T) -> K) {
    sort_by(items, |a, b| key(a).cmp(&key(b)));
}

/// The places of so many items in their order.
fn order(len: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..len).collect();
    order.sort_by(|a, b| compare(*a, *b));
    order
}

/// Brings items to the places that an order gives them: at each place of it stands where the item is now.
fn apply(mut order: Vec<usize>, swap: &mut dyn FnMut(usize, usize)) {
    for first in 0..order.len() {
        // What is at the first place wanders along its cycle until its own place has come.
        let mut at = first;
        loop {
            let from = std::mem::replace(&mut order[at], at);
            if from == first {
                break;
            }
            swap(at, from);
            at = from;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_is_the_stable_sort(keys in proptest::collection::vec(0..40u8, 0..200)) {
            let mut items: Vec<(u8, usize)> = keys.into_iter().zip(0..).collect();
            let mut expected = items.clone();
            expected.sort_by_key(|item| item.0);
            sort_by_key(&mut items, |item| item.0);
            prop_assert_eq!(&items, &expected);
            expected.reverse();
            sort_by(&mut items, |a, b| b.cmp(a));
            prop_assert_eq!(items, expected);
        }
    }
}
