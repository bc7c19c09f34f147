//! New inputs from known ones.

use crate::random::Random;

/// An input that is like those of a pool, but not quite.
pub fn grown(pool: &[Vec<u8>], pieces: &[&str], random: &mut Random) -> Vec<u8> {
    let mut input = pool[random.below(pool.len())].clone();
    for _ in 0..1 + random.below(8) {
        change(&mut input, pool, pieces, random);
    }
    input
}

fn change(input: &mut Vec<u8>, pool: &[Vec<u8>], pieces: &[&str], random: &mut Random) {
    let at = random.below(input.len() + 1);
    match random.below(12) {
        0 if at < input.len() => input[at] ^= 1 << random.below(8),
        1 if at < input.len() => input[at] = random.next_number() as u8,
        2 => {
            let end = (at + 1 + random.below(40)).min(input.len());
            input.drain(at.min(end)..end);
        }
        // What stands there, once more or very often.
        3 => {
            let end = (at + random.below(60)).min(input.len());
            let copied = input[at.min(end)..end].repeat(1 + random.below(2) * random.below(60));
            let to = random.below(input.len() + 1);
            input.splice(to..to, copied);
        }
        // A part of another input.
        4 => {
            let other = &pool[random.below(pool.len())];
            let start = random.below(other.len() + 1);
            let end = (start + random.below(200)).min(other.len());
            let part = other[start..end].to_vec();
            input.splice(at..at, part);
        }
        5 => {
            let number =
                [0, 1, 2, 127, 255, 256, 65_535, u32::MAX as u64, 1 << 53, u64::MAX][random.below(10)];
            // In the place of one that is there.
            let digits = |byte: &u8| byte.is_ascii_digit();
            let start = input[at..].iter().position(digits).map_or(at, |skip| at + skip);
            let length = input[start..].iter().take_while(|byte| digits(byte)).count();
            input.splice(start..start + length, number.to_string().into_bytes());
        }
        6 => {
            let c = char::from_u32(random.next_number() as u32 % 0x11_0000).unwrap_or('\u{fffd}');
            input.splice(at..at, c.to_string().into_bytes());
        }
        _ if !pieces.is_empty() => {
            let piece = pieces[random.below(pieces.len())];
            input.splice(at..at, piece.bytes());
        }
        _ => input.push(random.next_number() as u8),
    }
}
