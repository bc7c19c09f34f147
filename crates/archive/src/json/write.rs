//! Writing the little that a reader keeps. What the builder writes, serde writes; both give the same text.

use std::fmt::Write;

/// An object that is being written.
pub(crate) struct Object(String);

impl Object {
    /// One without fields.
    pub(crate) fn new() -> Self {
        Object(String::from("{"))
    }

    /// Adds a field whose value is this text of JSON.
    pub(crate) fn raw(&mut self, name: &str, value: &str) {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        text(&mut self.0, name);
        self.0.push(':');
        self.0.push_str(value);
    }

    /// Adds a field that is a string.
    pub(crate) fn text(&mut self, name: &str, value: &str) {
        self.raw(name, &quoted(value));
    }

    /// Adds a field that is a list of strings.
    pub(crate) fn texts(&mut self, name: &str, values: &[String]) {
        let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
        self.raw(name, &["[", &values.join(","), "]"].concat());
    }

    /// Adds a field that is a number.
    pub(crate) fn number(&mut self, name: &str, value: u64) {
        self.raw(name, &value.to_string());
    }

    /// The text.
    pub(crate) fn end(mut self) -> String {
        self.0.push('}');
        self.0
    }
}

/// A string as JSON has it.
fn quoted(value: &str) -> String {
    let mut quoted = String::with_capacity(value.len() + 2);
    text(&mut quoted, value);
    quoted
}

fn text(json: &mut String, value: &str) {
    json.push('"');
    for c in value.chars() {
        match c {
            '"' | '\\' => json.extend(['\\', c]),
            '\u{8}' => json.push_str("\\b"),
            '\u{c}' => json.push_str("\\f"),
            '\n' => json.push_str("\\n"),
            '\r' => json.push_str("\\r"),
            '\t' => json.push_str("\\t"),
            '\0'..='\u{1f}' => {
                // A `String` takes everything.
                let _ = write!(json, "\\u{:04x}", c as u32);
            }
            c => json.push(c),
        }
    }
    json.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_written_as_serde_writes_them() {
        let all: String = ('\0'..='\u{ff}').chain("报😀\u{2028}".chars()).collect();
        assert_eq!(quoted(&all), serde_json::to_string(&all).unwrap());
        let mut object = Object::new();
        object.text("a\"", "b");
        object.texts("c", &["d".into(), "\n".into()]);
        object.number("e", u64::MAX);
        assert_eq!(
            object.end(),
            r#"{"a\"":"b","c":["d","\n"],"e":18446744073709551615}"#
        );
        assert_eq!(Object::new().end(), "{}");
    }
}
