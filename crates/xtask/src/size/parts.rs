//! What of the reader's module is whose: its functions, by the module of ours or the crate that they were made for.

use std::collections::BTreeMap;

/// Crates that are named in functions of others (`core` in everything) are asked about last.
const CRATES: [&str; 19] = [
    "kanbao_reader",
    "kanbao_archive",
    "reactive_graph",
    "any_spawner",
    "wasm_bindgen",
    "js_sys",
    "web_sys",
    "gloo_events",
    "gloo_timers",
    "futures_channel",
    "futures_util",
    "serde_json",
    "serde_core",
    "hashbrown",
    "memchr",
    "dlmalloc",
    "alloc",
    "std",
    "core",
];

/// Bytes by part.
pub(super) type Parts = BTreeMap<String, u64>;

/// The parts of a module that has its names; `None` where it is no module, or has none.
pub(super) fn parts_of(wasm: &[u8]) -> Option<Parts> {
    let mut rest = wasm.strip_prefix(b"\0asm\x01\0\0\0")?;
    let (mut imported, mut sizes, mut names) = (0, Vec::new(), BTreeMap::new());
    let mut parts = Parts::new();
    while let Some((&id, after)) = rest.split_first() {
        rest = after;
        let mut section = take(&mut rest)?;
        match id {
            0 if take(&mut section)? == b"name" => names = function_names(section)?,
            2 => imported = imported_functions(section)?,
            10 => {
                for _ in 0..number(&mut section)? {
                    sizes.push(take(&mut section)?.len() as u64);
                }
            }
            11 => *parts.entry("texts and tables".into()).or_default() += section.len() as u64,
            _ => {}
        }
    }
    if names.is_empty() {
        return None;
    }
    for (at, bytes) in sizes.into_iter().enumerate() {
        let name = names.get(&(imported + at as u64)).map_or("", String::as_str);
        // What functions are like is told to wasm-bindgen by functions, which are in no module that is sent.
        if !name.contains("__wbindgen_describe") && !name.contains("WasmDescribe") {
            *parts.entry(part(name)).or_default() += bytes;
        }
    }
    Some(parts)
}

/// The part that a function belongs to, by its name as the compiler writes it: each name behind its length
/// (`_ZN13kanbao_reader5pages4home…`).
fn part(name: &str) -> String {
    let found = CRATES.into_iter().find_map(|krate| {
        let marked = format!("{}{krate}", krate.len());
        Some((krate, &name[name.find(&marked)? + marked.len()..]))
    });
    match found {
        Some((krate @ ("kanbao_reader" | "kanbao_archive"), after)) => {
            let digits = after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let length = after[..digits].parse::<usize>().unwrap_or(0);
            let module = after.get(digits..digits + length).unwrap_or_default();
            match module {
                "" => krate.to_owned(),
                // An implementation of a trait, or a closure: a module only begins with a letter.
                _ if !module.starts_with(|c: char| c.is_ascii_lowercase()) => krate.to_owned(),
                module => format!("{krate}::{module}"),
            }
        }
        Some((krate, _)) => krate.to_owned(),
        None => "others".to_owned(),
    }
}

fn function_names(mut section: &[u8]) -> Option<BTreeMap<u64, String>> {
    let mut names = BTreeMap::new();
    while let Some((&id, after)) = section.split_first() {
        section = after;
        let mut table = take(&mut section)?;
        if id == 1 {
            for _ in 0..number(&mut table)? {
                let function = number(&mut table)?;
                names.insert(function, String::from_utf8_lossy(take(&mut table)?).into_owned());
            }
        }
    }
    Some(names)
}

fn imported_functions(mut section: &[u8]) -> Option<u64> {
    let mut functions = 0;
    for _ in 0..number(&mut section)? {
        take(&mut section)?;
        take(&mut section)?;
        let (&kind, after) = section.split_first()?;
        section = after;
        match kind {
            0 => {
                functions += 1;
                number(&mut section)?;
            }
            // The type of a table or of a global is a byte; then come limits, or whether it changes.
            1 => {
                section = section.get(1..)?;
                limits(&mut section)?;
            }
            2 => limits(&mut section)?,
            _ => section = section.get(2..)?,
        }
    }
    Some(functions)
}

fn limits(section: &mut &[u8]) -> Option<()> {
    let has_most = number(section)? & 1 == 1;
    number(section)?;
    if has_most {
        number(section)?;
    }
    Some(())
}

/// Bytes behind their number.
fn take<'b>(bytes: &mut &'b [u8]) -> Option<&'b [u8]> {
    let length = usize::try_from(number(bytes)?).ok()?;
    let (taken, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(taken)
}

/// A number as WebAssembly writes it (LEB128).
fn number(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7F) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

/// The account as it is committed: a line for each part, the largest first.
pub(super) fn written(parts: &Parts) -> String {
    let mut rows: Vec<_> = parts.iter().collect();
    rows.sort_by_key(|(name, bytes)| (std::cmp::Reverse(**bytes), name.as_str()));
    let mut text = String::from(
        "# What the reader's module is made of\n\n\
         Bytes of its functions before compression, by the module or crate that they were made for. `cargo xtask size --parts`\n\
         writes this; where the reader outgrows its limit, `cargo xtask size` says what has grown against it.\n\n\
         | bytes | part |\n| ---: | --- |\n",
    );
    for (name, bytes) in rows {
        text.push_str(&format!("| {bytes} | {name} |\n"));
    }
    text
}

/// Reads what [`written`] has written; other lines are passed over.
pub(super) fn read(text: &str) -> Parts {
    let rows = text.lines().filter_map(|line| {
        let (bytes, name) = line.strip_prefix("| ")?.strip_suffix(" |")?.split_once(" | ")?;
        Some((name.to_owned(), bytes.parse().ok()?))
    });
    rows.collect()
}

/// The parts that are larger now, with by how many bytes, those that have grown most first.
pub(super) fn growth(before: &Parts, now: &Parts) -> Vec<(String, u64)> {
    let grown = now.iter().filter_map(|(name, bytes)| {
        let more = bytes.checked_sub(before.get(name).copied().unwrap_or(0))?;
        (more > 0).then(|| (name.clone(), more))
    });
    let mut grown: Vec<_> = grown.collect();
    grown.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    grown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(id: u8, content: &[u8]) -> Vec<u8> {
        [&[id, content.len() as u8], content].concat()
    }

    fn text(text: &str) -> Vec<u8> {
        [&[text.len() as u8], text.as_bytes()].concat()
    }

    /// A module with an imported function, three of its own and some data.
    fn module(names: &[&str]) -> Vec<u8> {
        let import = [&[1][..], &text("m"), &text("f"), &[0, 0]].concat();
        let code = [&[3][..], &text("1234567890"), &text("12345"), &text("1")].concat();
        let table = names.iter().enumerate();
        let table: Vec<u8> = table
            .flat_map(|(at, name)| [vec![at as u8 + 1], text(name)].concat())
            .collect();
        let table = [&[names.len() as u8], table.as_slice()].concat();
        let names = [text("name"), section(1, &table)].concat();
        [
            b"\0asm\x01\0\0\0".to_vec(),
            section(2, &import),
            section(10, &code),
            section(11, &[0; 7]),
            section(0, &names),
        ]
        .concat()
    }

    fn parts(rows: &[(&str, u64)]) -> Parts {
        rows.iter()
            .map(|(name, bytes)| ((*name).to_owned(), *bytes))
            .collect()
    }

    #[test]
    fn functions_count_for_the_part_that_their_names_tell() {
        let names = [
            "_ZN13kanbao_reader5pages4home5drawn17h0123E",
            "_ZN4core3ptr55drop_in_place$LT$14kanbao_archive",
            "__wbindgen_describe_x",
        ];
        let expected = parts(&[
            ("kanbao_archive", 5),
            ("kanbao_reader::pages", 10),
            ("texts and tables", 7),
        ]);
        assert_eq!(parts_of(&module(&names)), Some(expected));
        assert_eq!(parts_of(&module(&[])), None);
        assert_eq!(parts_of(b"\0asm\x01\0\0\0\x0a"), None);
        assert_eq!(parts_of(b"<!doctype html>"), None);
    }

    #[test]
    fn both_ways_of_the_compiler_to_write_names_are_read() {
        for (name, expected) in [
            ("_RNvNtCs1_13kanbao_reader4link4read", "kanbao_reader::link"),
            (
                "_ZN13kanbao_reader28_$u7b$$u7b$closure$u7d$$u7d$17hE",
                "kanbao_reader",
            ),
            ("_RNvCs1_13kanbao_reader", "kanbao_reader"),
            ("_ZN4core3fmt5write17hE", "core"),
            ("memcpy", "others"),
        ] {
            assert_eq!(part(name), expected, "{name}");
        }
    }

    #[test]
    fn an_account_is_read_as_it_was_written_and_says_what_grew() {
        let before = parts(&[("core", 100), ("kanbao_reader::pages", 300), ("gone", 9)]);
        assert_eq!(read(&written(&before)), before);
        let now = parts(&[("core", 90), ("kanbao_reader::pages", 310), ("new", 20)]);
        assert_eq!(
            growth(&before, &now),
            [("new".to_owned(), 20), ("kanbao_reader::pages".to_owned(), 10)]
        );
    }
}
