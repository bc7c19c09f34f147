//! Bytes of a file → its text, or the place at which it stops being one.

use crate::diagnostic::{Code, Diagnostic, Source};

/// Decodes and cleans a file.
///
/// # Errors
/// Where it is not UTF-8: the problem, at the first byte that cannot be.
pub(crate) fn decode(path: &str, bytes: Vec<u8>) -> Result<Source, Box<Diagnostic>> {
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Source::new(path, text)),
        Err(error) => Err(Box::new(not_utf8(path, error.as_bytes(), error.utf8_error()))),
    }
}

/// The removed control characters, as one warning.
pub(super) fn controls(source: &Source) -> Option<Diagnostic> {
    let controls = source.removed_controls();
    let first = controls.first()?;
    let what = match controls.len() {
        1 => format!(
            "a control character was removed (U+{:04X})",
            u32::from(first.char)
        ),
        n => format!(
            "{n} control characters were removed (the first is U+{:04X})",
            u32::from(first.char)
        ),
    };
    let diagnostic = source.controls_diagnostic(Code::ControlCharacters, what)?;
    Some(diagnostic.help("the post was kept; remove them from the file"))
}

fn not_utf8(path: &str, bytes: &[u8], error: std::str::Utf8Error) -> Diagnostic {
    let at = error.valid_up_to();
    let length = error.error_len().unwrap_or(bytes.len() - at);
    // Enough of what follows to show the line; what cannot be read shows as U+FFFD.
    let shown_to = bytes.len().min(at + length + 400);
    let shown = String::from_utf8_lossy(&bytes[..shown_to]).into_owned();
    let cleaned_at = Source::new(path, shown[..at].to_owned()).text().len();
    let source = Source::new(path, shown);
    let mark = cleaned_at..cleaned_at + '\u{fffd}'.len_utf8();
    let mut diagnostic = source.diagnostic(Code::NotUtf8, mark, "the text is not UTF-8");
    diagnostic.span = at..at + length;
    let byte = bytes.get(at).copied().unwrap_or_default();
    let help = match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "the post was left out; the file is UTF-16: save it as UTF-8",
        _ if at + length == bytes.len() && error.error_len().is_none() => {
            "the post was left out; the file ends in the middle of a character"
        }
        _ => "the post was left out; save the file as UTF-8 (it may be GBK or GB18030)",
    };
    diagnostic
        .label(format!("the byte 0x{byte:02x} cannot stand here"))
        .help(help)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Renderer;

    #[test]
    fn the_first_bad_byte_is_pointed_at() {
        let mut bytes = "\u{feff}一行\r\n第二".as_bytes().to_vec();
        let at = bytes.len();
        bytes.extend(b"\xe4\xbd");
        bytes.extend("行的后面\n".as_bytes());
        let diagnostic = decode("a.md", bytes).unwrap_err();
        assert_eq!(diagnostic.span, at..at + 2);
        insta::assert_snapshot!(Renderer::plain().render(&diagnostic), @r"
        error[K002]: the text is not UTF-8
         --> a.md:2:3
          |
        2 | 第二�行的后面
          |     ^ the byte 0xe4 cannot stand here
          |
          = help: the post was left out; save the file as UTF-8 (it may be GBK or GB18030)
        ");
    }

    #[test]
    fn other_encodings_are_named() {
        let help = |bytes: &[u8]| decode("a.md", bytes.to_vec()).unwrap_err().help.unwrap();
        assert!(help(b"\xff\xfea\0").contains("UTF-16"));
        assert!(help(b"\xc8\xcb\xb9\xa4").contains("GB18030"));
        assert!(help("人工".as_bytes().split_last().unwrap().1).contains("ends in the middle"));
    }

    #[test]
    fn control_characters_are_counted_once() {
        let source = decode("a.md", b"a\0b\0\nc\x1b".to_vec()).unwrap();
        let diagnostic = controls(&source).unwrap();
        assert_eq!(
            (diagnostic.line, diagnostic.column, diagnostic.span),
            (1, 2, 1..2)
        );
        assert_eq!(
            diagnostic.message,
            "3 control characters were removed (the first is U+0000)"
        );
        assert_eq!(controls(&decode("a.md", b"a\tb\r\n".to_vec()).unwrap()), None);
    }
}
