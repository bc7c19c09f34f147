//! Tones: which word is set in which colour.
//!
//! Words side by side would read as one phrase, so they must differ; words above each other should. Words are
//! coloured heaviest first, each with the tone that clashes least, and then improved one by one until nothing
//! gets better.

use super::{Placed, Tone};

/// The tones that colour the words, the strongest first.
const TONES: [Tone; 3] = [Tone::Ink, Tone::Soft, Tone::Faint];

/// The tones of the first words: the heaviest is the strongest, and the second is the red one.
const FIXED: [Tone; 2] = [Tone::Ink, Tone::Accent];

/// The cost of two words of one tone beside each other.
const BESIDE: u32 = 1_000;

/// The cost of two words of one tone above each other.
const STACKED: u32 = 10;

/// The cost of each step from the tone that suits a word's weight, squared.
const LEAN: u32 = 7;

/// Rounds of improvement at most; two or three do in practice.
const ROUNDS: usize = 12;

/// Words that touch: who, and what it costs if their tones are equal.
type Neighbours = Vec<Vec<(usize, u32)>>;

/// Gives every word its tone. `placed` is in order of weight.
pub(super) fn assign(placed: &mut [Placed]) {
    let neighbours = neighbours(placed);
    let mut tones: Vec<Option<Tone>> = vec![None; placed.len()];
    for (tone, fixed) in tones.iter_mut().zip(FIXED) {
        *tone = Some(fixed);
    }
    for _ in 0..ROUNDS {
        let before = tones.clone();
        for i in FIXED.len()..tones.len() {
            tones[i] = Some(best(i, placed.len(), &neighbours, &tones));
        }
        if tones == before {
            break;
        }
    }
    for (word, tone) in placed.iter_mut().zip(tones) {
        word.tone = tone.unwrap_or(Tone::Ink);
    }
}

/// The tone that costs least for word `i` of `count`, as its neighbours are now.
fn best(i: usize, count: usize, neighbours: &Neighbours, tones: &[Option<Tone>]) -> Tone {
    // Heavy words lean to strong tones: the first third to ink, the next to soft, the last to faint.
    let lean = (i * TONES.len()).checked_div(count).unwrap_or(0);
    let cost = |index: usize| {
        let clashes: u32 = neighbours[i]
            .iter()
            .filter(|(j, _)| tones[*j] == Some(TONES[index]))
            .map(|(_, cost)| cost)
            .sum();
        clashes + LEAN * index.abs_diff(lean).pow(2) as u32
    };
    let index = (0..TONES.len()).min_by_key(|&index| cost(index)).unwrap_or(0);
    TONES[index]
}

/// Finds the words that are close: nearer than an em of the smaller one beside, than half an em above.
fn neighbours(placed: &[Placed]) -> Neighbours {
    let mut neighbours = vec![Vec::new(); placed.len()];
    for (i, a) in placed.iter().enumerate() {
        for (j, b) in placed.iter().enumerate().skip(i + 1) {
            if let Some(cost) = closeness(a, b) {
                neighbours[i].push((j, cost));
                neighbours[j].push((i, cost));
            }
        }
    }
    neighbours
}

/// What it costs if two words have one tone; `None` where they are not neighbours.
fn closeness(a: &Placed, b: &Placed) -> Option<u32> {
    let em = a.size.min(b.size);
    let across = shared(a.left, a.width, b.left, b.width);
    let down = shared(a.top, a.height, b.top, b.height);
    match (across, down) {
        (Err(gap), Ok(shared)) if gap <= em && shared * 3 >= em => Some(BESIDE),
        (Ok(_), Err(gap)) if gap * 2 <= em => Some(STACKED),
        _ => None,
    }
}

/// The length that two spans share, or else the gap between them.
fn shared(a: u32, a_length: u32, b: u32, b_length: u32) -> Result<u32, u32> {
    let (start, end) = (a.max(b), (a + a_length).min(b + b_length));
    if end > start {
        Ok(end - start)
    } else {
        Err(start - end)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Canvas, Word, layout};
    use super::*;

    fn cloud(count: u32, canvas: Canvas) -> Vec<Placed> {
        let text = |i: u32| {
            if i.is_multiple_of(3) {
                format!("Model {i}")
            } else {
                "开源模型生态"[..6 + (i as usize % 5) * 3].to_owned()
            }
        };
        let words: Vec<Word> = (0..count)
            .map(|i| Word {
                text: text(i),
                weight: 10_000 / (i + 3),
            })
            .collect();
        layout(&words, canvas)
    }

    #[test]
    fn one_word_is_red_and_the_heaviest_is_ink() {
        let placed = cloud(60, Canvas::WIDE);
        assert_eq!(placed[0].tone, Tone::Ink);
        let red: Vec<usize> = (0..placed.len())
            .filter(|&i| placed[i].tone == Tone::Accent)
            .collect();
        assert_eq!(red, [1]);
        assert_eq!(cloud(1, Canvas::WIDE)[0].tone, Tone::Ink);
    }

    #[test]
    fn words_beside_each_other_differ() {
        for (count, canvas) in [(100, Canvas::WIDE), (80, Canvas::SQUARE), (40, Canvas::TALL)] {
            let placed = cloud(count, canvas);
            let mut pairs = 0;
            for (i, a) in placed.iter().enumerate() {
                for b in placed[i + 1..].iter().filter(|b| closeness(a, b) == Some(BESIDE)) {
                    pairs += 1;
                    assert_ne!(a.tone, b.tone, "{} | {}", a.text, b.text);
                }
            }
            assert!(pairs > 10, "the rule was put to the test by {pairs} pairs only");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn random_words_beside_each_other_differ(
            words in prop::collection::vec((1_usize..7, 1_u32..10_000), 10..200),
            canvas in prop::sample::select(vec![Canvas::WIDE, Canvas::SQUARE, Canvas::TALL]),
        ) {
            let words: Vec<Word> = words
                .into_iter()
                .map(|(length, weight)| Word { text: "词".repeat(length), weight })
                .collect();
            let placed = layout(&words, canvas);
            for (i, a) in placed.iter().enumerate() {
                for b in placed[i + 1..].iter().filter(|b| closeness(a, b) == Some(BESIDE)) {
                    prop_assert_ne!(a.tone, b.tone, "{:?} {:?}", a, b);
                }
            }
        }
    }

    #[test]
    fn spans_share_a_length_or_have_a_gap() {
        assert_eq!(shared(0, 10, 4, 10), Ok(6));
        assert_eq!(shared(0, 10, 14, 1), Err(4));
    }
}
