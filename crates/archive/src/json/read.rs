//! The text as far as it is read. Nothing here depends on what is read, so there is one copy of all of it.

use super::{Error, Json, What};

/// How deep lists and objects may stand in each other.
const DEEPEST: usize = 128;

/// A text that is being read.
pub struct Reader<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
}

/// Reads a value that is all of a text.
pub(super) fn whole(text: &str, value: &mut dyn Json) -> Result<(), Error> {
    let mut reader = Reader {
        text,
        at: 0,
        depth: 0,
    };
    let read = value.read(&mut reader).and_then(|()| match reader.peek() {
        None => Ok(()),
        Some(_) => Err(reader.expected("the end of the text")),
    });
    read.map_err(|error| {
        let before = &text.as_bytes()[..error.at.min(text.len())];
        let line = before.iter().filter(|byte| **byte == b'\n').count();
        let column = before.iter().rev().take_while(|byte| **byte != b'\n').count();
        Error {
            place: (line + 1, column + 1),
            ..error
        }
    })
}

impl<'t> Reader<'t> {
    /// An error at the place that is read.
    #[cold]
    fn error(&self, what: What) -> Error {
        Error {
            what,
            at: self.at,
            place: (0, 0),
        }
    }

    /// Something else had to stand here.
    #[cold]
    pub fn expected(&self, what: &'static str) -> Error {
        self.error(What::Expected(what))
    }

    /// What was read makes no sense.
    #[cold]
    pub fn wrong(&self, why: &'static str) -> Error {
        self.error(What::Said(why))
    }

    /// The next byte that is no blank.
    fn peek(&mut self) -> Option<u8> {
        loop {
            let byte = *self.text.as_bytes().get(self.at)?;
            if !matches!(byte, b' ' | b'\n' | b'\t' | b'\r') {
                return Some(byte);
            }
            self.at += 1;
        }
    }

    /// Goes on behind a byte where it comes next.
    fn passes(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    fn pass(&mut self, byte: u8, what: &'static str) -> Result<(), Error> {
        if self.passes(byte) {
            Ok(())
        } else {
            Err(self.expected(what))
        }
    }

    fn word(&mut self, word: &'static str) -> bool {
        self.peek();
        let is_next = self.text.as_bytes()[self.at..].starts_with(word.as_bytes());
        if is_next {
            self.at += word.len();
        }
        is_next
    }

    /// Whether `null` stands here.
    pub fn null(&mut self) -> bool {
        self.word("null")
    }

    /// Reads `true` or `false`.
    ///
    /// # Errors
    /// Where something else is there, as everywhere here.
    pub fn truth(&mut self) -> Result<bool, Error> {
        if self.word("true") {
            Ok(true)
        } else if self.word("false") {
            Ok(false)
        } else {
            Err(self.expected("`true` or `false`"))
        }
    }

    /// Reads a whole number between two bounds, of which the lower is not above 0.
    ///
    /// # Errors
    /// Where something else is there.
    pub fn whole_number(&mut self, least: i64, most: u64) -> Result<u64, Error> {
        self.peek();
        let start = self.at;
        let number = self.number()?;
        // A negative one is given as two's complement. Minus zero is no whole number.
        let whole = match number.strip_prefix('-') {
            None => number.parse().ok().filter(|number| *number <= most),
            Some(size) => (size.parse().ok())
                .filter(|size| (1..=least.unsigned_abs()).contains(size))
                .map(u64::wrapping_neg),
        };
        whole.ok_or_else(|| {
            self.at = start;
            self.expected("a whole number that is not too large")
        })
    }

    /// Reads a number as it stands.
    fn number(&mut self) -> Result<&'t str, Error> {
        self.peek();
        let start = self.at;
        self.at += usize::from(self.byte() == Some(b'-'));
        if self.byte() == Some(b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.byte() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.byte() {
            self.at += 1;
            self.at += usize::from(matches!(self.byte(), Some(b'+' | b'-')));
            self.digits()?;
        }
        Ok(&self.text[start..self.at])
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn digits(&mut self) -> Result<(), Error> {
        let start = self.at;
        while self.byte().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        if self.at == start {
            return Err(self.expected("a number"));
        }
        Ok(())
    }

    /// Reads a string onto the end of a text.
    ///
    /// # Errors
    /// Where something else is there.
    pub fn string(&mut self, text: &mut String) -> Result<(), Error> {
        self.pass(b'"', "a string")?;
        loop {
            let start = self.at;
            self.at = plain_end(self.text.as_bytes(), start);
            text.push_str(&self.text[start..self.at]);
            match self.byte() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => {
                    self.at += 1;
                    text.push(self.escaped()?);
                }
                _ => return Err(self.expected("the end of the string")),
            }
        }
    }

    /// Passes over a string. Whether its escapes are characters is not looked at.
    fn skip_string(&mut self) -> Result<(), Error> {
        self.at += 1;
        loop {
            self.at = plain_end(self.text.as_bytes(), self.at);
            let byte = self.byte();
            self.at += 1;
            match (byte, self.byte()) {
                (Some(b'"'), _) => return Ok(()),
                (Some(b'\\'), Some(b'u')) => {
                    self.at += 1;
                    self.four_digits()?;
                }
                (Some(b'\\'), Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't')) => self.at += 1,
                _ => return Err(self.expected("the end of the string")),
            }
        }
    }

    /// The character that an escape stands for, behind its backslash.
    fn escaped(&mut self) -> Result<char, Error> {
        let Some(byte) = self.byte() else {
            return Err(self.expected("an escape"));
        };
        self.at += 1;
        Ok(match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let mut code = self.four_digits()?;
                if let 0xD800..0xDC00 = code
                    && self.word_here("\\u")
                {
                    let low = self.four_digits()?.wrapping_sub(0xDC00);
                    // A low half that is none makes no character of it.
                    code = if low < 0x400 {
                        0x1_0000 + ((code - 0xD800) << 10) + low
                    } else {
                        0xD800
                    };
                }
                return char::from_u32(code).ok_or_else(|| self.expected("a character"));
            }
            _ => {
                self.at -= 1;
                return Err(self.expected("an escape"));
            }
        })
    }

    fn word_here(&mut self, word: &'static str) -> bool {
        let is_here = self.text.as_bytes()[self.at..].starts_with(word.as_bytes());
        self.at += if is_here { word.len() } else { 0 };
        is_here
    }

    fn four_digits(&mut self) -> Result<u32, Error> {
        let digits = self.text.as_bytes().get(self.at..self.at + 4);
        let code = digits.and_then(|digits| {
            digits.iter().try_fold(0, |code, digit| {
                Some(code * 16 + char::from(*digit).to_digit(16)?)
            })
        });
        let code = code.ok_or_else(|| self.expected("four hexadecimal digits"))?;
        self.at += 4;
        Ok(code)
    }

    /// Reads a list; the closure reads each of its values.
    ///
    /// # Errors
    /// Where something else is there.
    pub fn list(
        &mut self,
        value: &mut dyn FnMut(&mut Self, usize) -> Result<(), Error>,
    ) -> Result<usize, Error> {
        self.pass(b'[', "a list")?;
        self.deeper()?;
        let mut count = 0;
        if !self.passes(b']') {
            loop {
                value(self, count)?;
                count += 1;
                if self.passes(b']') {
                    break;
                }
                self.pass(b',', "`,` or `]`")?;
            }
        }
        self.depth -= 1;
        Ok(count)
    }

    /// Reads a list of as many values as there are to read into.
    ///
    /// # Errors
    /// Where something else is there.
    pub fn tuple(&mut self, values: &mut [&mut dyn Json]) -> Result<(), Error> {
        let count = self.list(&mut |reader, at| match values.get_mut(at) {
            Some(value) => value.read(reader),
            None => Err(reader.expected("the end of the list")),
        })?;
        if count < values.len() {
            return Err(self.expected("a longer list"));
        }
        Ok(())
    }

    /// Reads an object; the closure reads the value of each name.
    ///
    /// # Errors
    /// Where something else is there.
    pub fn entries(
        &mut self,
        value: &mut dyn FnMut(&mut Self, &str) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.pass(b'{', "an object")?;
        self.deeper()?;
        let mut name = String::new();
        if !self.passes(b'}') {
            loop {
                name.clear();
                self.string(&mut name)?;
                self.pass(b':', "`:`")?;
                value(self, &name)?;
                if self.passes(b'}') {
                    break;
                }
                self.pass(b',', "`,` or `}`")?;
            }
        }
        self.depth -= 1;
        Ok(())
    }

    /// Reads an object of these names into the values of the same numbers. The first ones are required; names that are not
    /// known are passed over.
    ///
    /// # Errors
    /// Where something else is there, a name is missing or stands there twice.
    pub fn object(
        &mut self,
        required: usize,
        names: &[&'static str],
        values: &mut [&mut dyn Json],
    ) -> Result<(), Error> {
        let mut seen = 0_u32;
        self.entries(&mut |reader, name| {
            let Some(at) = names.iter().position(|known| *known == name) else {
                return reader.skip();
            };
            if seen & 1 << at != 0 {
                return Err(reader.error(What::Twice(names[at])));
            }
            seen |= 1 << at;
            values[at].read(reader)
        })?;
        match (0..required).find(|at| seen & 1 << at == 0) {
            Some(at) => Err(self.error(What::Missing(names[at]))),
            None => Ok(()),
        }
    }

    /// Passes over a value.
    ///
    /// # Errors
    /// Where there is none.
    pub fn skip(&mut self) -> Result<(), Error> {
        match self.peek() {
            Some(b'{') => self.entries(&mut |reader, _| reader.skip()),
            Some(b'[') => self.list(&mut |reader, _| reader.skip()).map(|_| ()),
            Some(b'"') => self.skip_string(),
            Some(b't' | b'f') => self.truth().map(|_| ()),
            Some(b'n') if self.null() => Ok(()),
            _ => self.number().map(|_| ()),
        }
    }

    /// Passes over a value, and gives its text.
    ///
    /// # Errors
    /// Where there is none.
    pub fn raw(&mut self) -> Result<&'t str, Error> {
        self.peek();
        let start = self.at;
        self.skip()?;
        Ok(&self.text[start..self.at])
    }

    fn deeper(&mut self) -> Result<(), Error> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.wrong("lists and objects stand too deep in each other"));
        }
        Ok(())
    }
}

/// Where a string has its next byte that is not just itself: a quotation mark, a backslash, a control character, or its end.
fn plain_end(bytes: &[u8], start: usize) -> usize {
    const ONES: u64 = u64::MAX / 255;
    // The lowest byte that is zero, or below a bound, has its highest bit set; above it some may have it by a carry.
    let zero = |word: u64| word.wrapping_sub(ONES) & !word;
    let mut at = start;
    while let Some(chunk) = bytes.get(at..at + 8) {
        let word = chunk
            .iter()
            .rev()
            .fold(0, |word, byte| word << 8 | u64::from(*byte));
        let control = word.wrapping_sub(ONES * 0x20) & !word;
        let found = control | zero(word ^ (ONES * u64::from(b'"'))) | zero(word ^ (ONES * u64::from(b'\\')));
        let found = found & (ONES << 7);
        if found != 0 {
            return at + found.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    let rest = bytes[at..]
        .iter()
        .position(|byte| matches!(byte, b'"' | b'\\' | ..=0x1F));
    rest.map_or(bytes.len(), |rest| at + rest)
}
