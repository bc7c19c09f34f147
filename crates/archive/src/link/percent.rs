//! Percent-encoding (RFC 3986; the WHATWG URL Standard for what browsers keep as they are).

/// Appends a path, its slashes kept, everything outside the unreserved set encoded.
pub(super) fn encode_path(path: &str, out: &mut String) {
    encode(path, out, |b| b == b'/');
}

/// Appends the value of a query pair; a space becomes `+`.
pub(super) fn encode_query(value: &str, out: &mut String) {
    for (index, part) in value.split(' ').enumerate() {
        if index > 0 {
            out.push('+');
        }
        encode(part, out, |_| false);
    }
}

/// Decodes; a broken escape stays as it is, bytes that are not UTF-8 become U+FFFD.
pub(super) fn decode(text: &str, plus_is_space: bool) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'%' => match (hex(bytes.get(at + 1)), hex(bytes.get(at + 2))) {
                (Some(high), Some(low)) => {
                    out.push(high << 4 | low);
                    at += 2;
                }
                _ => out.push(b'%'),
            },
            b'+' if plus_is_space => out.push(b' '),
            byte => out.push(byte),
        }
        at += 1;
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn encode(text: &str, out: &mut String, keep: impl Fn(u8) -> bool) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) || keep(byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for digit in [byte >> 4, byte & 15] {
                out.push(char::from(b"0123456789ABCDEF"[usize::from(digit)]));
            }
        }
    }
}

fn hex(byte: Option<&u8>) -> Option<u8> {
    byte.and_then(|b| char::from(*b).to_digit(16))
        .map(|digit| digit as u8)
}
