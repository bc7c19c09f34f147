//! Where a text is code, line by line and in a line, as far as that can be told without parsing it.

/// A fence that is open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Fence {
    mark: u8,
    length: usize,
}

/// Follows the lines of a text.
#[derive(Debug)]
pub(super) struct Lines {
    fence: Option<Fence>,
    /// Whether the line before was empty, or indented code.
    may_begin_code: bool,
    /// Whether the lines belong to a list, where indentation is no code.
    in_list: bool,
    after_blank: bool,
}

impl Lines {
    pub(super) fn new() -> Self {
        Self {
            fence: None,
            may_begin_code: true,
            in_list: false,
            after_blank: true,
        }
    }

    /// Whether the next line is code, or the beginning or end of it.
    pub(super) fn is_code(&mut self, line: &str) -> bool {
        let inner = line.trim_start_matches([' ', '\t', '>']);
        if let Some(open) = self.fence {
            let closing = fence_of(inner).filter(|(fence, info)| {
                fence.mark == open.mark && fence.length >= open.length && info.trim().is_empty()
            });
            if closing.is_some() {
                self.fence = None;
            }
            return true;
        }
        let item = after_list_marker(inner);
        let opening = fence_of(item.unwrap_or(inner));
        let opening = opening.filter(|(fence, info)| fence.mark == b'~' || !info.contains('`'));
        if let Some((fence, _)) = opening {
            self.fence = Some(fence);
            self.may_begin_code = true;
            self.after_blank = false;
            return true;
        }
        if line.trim().is_empty() {
            self.may_begin_code = true;
            self.after_blank = true;
            return false;
        }
        let is_indented = line.starts_with("    ") || line.starts_with('\t');
        let is_code = is_indented && self.may_begin_code && !self.in_list;
        if item.is_some() && !is_code {
            self.in_list = true;
        } else if !line.starts_with([' ', '\t']) && self.after_blank {
            self.in_list = false;
        }
        self.may_begin_code = is_code;
        self.after_blank = false;
        is_code
    }
}

/// The fence that a line begins with, and what stands after it.
fn fence_of(line: &str) -> Option<(Fence, &str)> {
    let mark = *line.as_bytes().first().filter(|b| matches!(b, b'`' | b'~'))?;
    let length = line.bytes().take_while(|b| *b == mark).count();
    (length >= 3).then(|| (Fence { mark, length }, &line[length..]))
}

/// What stands after the mark of a list's item.
pub(super) fn after_list_marker(line: &str) -> Option<&str> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = match digits {
        0 => line.strip_prefix(['-', '*', '+']),
        _ => line[digits..].strip_prefix(['.', ')']),
    }?;
    (rest.is_empty() || rest.starts_with([' ', '\t'])).then(|| rest.trim_start_matches([' ', '\t']))
}

/// Finds the ends of code spans; what was looked for in vain in a paragraph is not looked for again.
#[derive(Debug, Default)]
pub(super) struct Spans {
    /// Where the paragraph ends, beyond which no span goes.
    paragraph: usize,
    /// Lengths of runs of backticks that nothing ends in this paragraph.
    unclosed: Vec<usize>,
}

impl Spans {
    /// The length of the code span that begins at an offset of a text, or of its backticks where they begin none.
    pub(super) fn length(&mut self, text: &str, at: usize) -> usize {
        let bytes = text.as_bytes();
        let run_at = |from: usize| bytes[from..].iter().take_while(|b| **b == b'`').count();
        if at >= self.paragraph {
            self.paragraph = text[at..].find("\n\n").map_or(text.len(), |end| at + end);
            self.unclosed.clear();
        }
        let run = run_at(at);
        if self.unclosed.contains(&run) {
            return run;
        }
        let mut from = at + run;
        while let Some(found) = bytes[from.min(self.paragraph)..self.paragraph]
            .iter()
            .position(|b| *b == b'`')
        {
            let start = from + found;
            let length = run_at(start);
            if length == run {
                return start + length - at;
            }
            from = start + length;
        }
        self.unclosed.push(run);
        run
    }
}

/// A fence for a code: longer than every run of backticks in it.
pub(super) fn fence_for(code: &str) -> String {
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    "`".repeat(longest.max(2) + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_code() {
        let text = "a\n    continued\n\n    code\n    code\nb\n- item\n\n      in the item\n\nc\n\n\tcode\n\n\
                    ```x\n{{ a }}\n~~~\n````\n> ~~~\n> c\n> ~~~\n- ```\n  c\n  ```\nd ```e```\n";
        let mut lines = Lines::new();
        let code: Vec<&str> = text
            .lines()
            .filter(|line| lines.is_code(line))
            .map(str::trim)
            .collect();
        assert_eq!(
            code,
            [
                "code", "code", "code", "```x", "{{ a }}", "~~~", "````", "> ~~~", "> c", "> ~~~", "- ```",
                "c", "```"
            ]
        );
    }

    #[test]
    fn spans_end_where_as_many_backticks_stand() {
        for (text, length) in [
            ("`a` b", 3),
            ("``a`b`` c", 7),
            ("`a", 1),
            ("`a\n\nb`", 1),
            ("`a\nb`", 5),
            ("```", 3),
        ] {
            assert_eq!(Spans::default().length(text, 0), length, "{text:?}");
        }
        assert_eq!(fence_for("a ```` b"), "`````");
        assert_eq!(fence_for(""), "```");
    }
}
