//! FNV-1a, the hash of Fowler, Noll and Vo: tells bytes apart where nobody gains by making two that are alike.

/// The hash of 32 bits.
pub fn fnv_32(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811C_9DC5, |hash, byte| {
        (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193)
    })
}

/// The hash of 64 bits.
pub fn fnv_64(bytes: impl IntoIterator<Item = u8>) -> u64 {
    bytes.into_iter().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_those_of_the_reference() {
        let known: [(&str, u32, u64); 3] = [
            ("", 0x811C_9DC5, 0xCBF2_9CE4_8422_2325),
            ("a", 0xE40C_292C, 0xAF63_DC4C_8601_EC8C),
            ("foobar", 0xBF9C_F968, 0x8594_4171_F739_67E8),
        ];
        for (text, short, long) in known {
            assert_eq!(
                (fnv_32(text.as_bytes()), fnv_64(text.bytes())),
                (short, long),
                "{text}"
            );
        }
    }
}
