//! The files of a site, and a reader's own data.

use std::sync::OnceLock;

use kanbao_archive::fnv::fnv_32;
use kanbao_archive::html;
use kanbao_archive::json;
use kanbao_archive::library::Export;
use kanbao_archive::markdown::{Writer, parse};
use kanbao_archive::model::{Bundle, Summary};
use kanbao_archive::search::index::{Gram, Grams, Shard, Writer as IndexWriter};
use kanbao_archive::text::{FoldTable, searchable};

use crate::check;

/// What means something in JSON.
pub(super) const JSON: [&str; 40] = [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\u0000",
    "\\ud800",
    "\\u202e",
    "null",
    "true",
    "-1",
    "1e999",
    "0.5",
    "4294967295",
    "18446744073709551615",
    "\"schema\":",
    "\"id\":",
    "\"day\":",
    "\"2025-11-30\"",
    "\"0000-00-00\"",
    "\"9999-12-31\"",
    "\"../../x\"",
    "\"javascript:alert(1)\"",
    "\"document\":",
    "\"p{lhttps://a.b}}x}}}\"",
    "\"p{ljavascript:x}}x}}}\"",
    "\"images\":",
    "\"counts\":",
    "\"fold\":",
    "\"ranges\":",
    "\"pairs\":",
    "\"strings\":",
    "\"reports\":",
    "\"kanbao_reader_data\":",
    "\"settings\":",
    "\"searches\":",
    "\"read\":",
    "\"starred\":",
];

const TEXTS: [&str; 4] = [
    "# 总结\n\n人工智能 AI 代理 gpt-5 c++ 4.5。",
    "开源模型 Olmo 3 与 Claude Opus 4.5 发布",
    "the quick brown fox",
    "人工智能人工智能",
];

fn grams() -> &'static Vec<Vec<Gram>> {
    static GRAMS: OnceLock<Vec<Vec<Gram>>> = OnceLock::new();
    GRAMS.get_or_init(|| {
        let summary = r#"{"id":"a","day":"2025-11-30","title":"x","headline":"y","period":{"from":"2025-11-30","to":"2025-11-30"},"chars":1}"#;
        let summary: Summary = serde_json::from_str(summary).expect("a summary");
        let mut grams = Grams::default();
        let fold = FoldTable::default();
        TEXTS
            .iter()
            .map(|text| grams.of(&summary, &searchable(&parse(text), &[]), &fold).to_vec())
            .collect()
    })
}

/// Shards of small and larger levels, without their check, each after two bytes that say how large the level is.
pub(super) fn shards() -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    for reports in [1_usize, 4, 40] {
        let mut writer = IndexWriter::default();
        for number in 0..reports {
            writer.add(&grams()[number % TEXTS.len()]);
        }
        let level = writer.finish();
        for shard in level.shards.iter().take(8) {
            let mut bytes = vec![level.bits, reports as u8];
            bytes.extend(shard.get(4..).unwrap_or_default());
            all.push(bytes);
        }
    }
    all
}

pub(super) fn index(input: &[u8]) -> u64 {
    let [bits, reports, content @ ..] = input else {
        return 0;
    };
    // A check that holds, since whoever means harm can reckon it too.
    let mut bytes = fnv_32(content).to_le_bytes().to_vec();
    bytes.extend(content);
    let limit = u32::from(*reports);
    let Ok(shard) = Shard::read(&bytes, *bits, limit) else {
        return 1;
    };
    let mut found = Vec::new();
    for gram in grams().iter().flatten().take(24) {
        match shard.list(*gram) {
            Ok(numbers) => {
                assert!(
                    numbers.iter().all(|number| number < limit),
                    "a report beyond the last"
                );
                found.push(numbers.len().min(5));
            }
            Err(_) => found.push(9),
        }
    }
    bytes[0] ^= 1;
    assert!(
        Shard::read(&bytes, *bits, limit).is_err(),
        "a check that does not hold"
    );
    check::number(found)
}

pub(super) fn bundle(json: &str) -> u64 {
    let (ours, serde) = (
        json::from_str::<Bundle>(json),
        serde_json::from_str::<Bundle>(json),
    );
    assert_eq!(
        ours.as_ref().ok(),
        serde.as_ref().ok(),
        "{json:?}: {ours:?}, {serde:?}"
    );
    let bundle = match Bundle::from_json(json) {
        Ok(bundle) => bundle,
        Err(error) => {
            let kind = error.to_string();
            return check::number(kind.split(" at line").next().map(str::to_owned));
        }
    };
    let written = serde_json::to_string(&bundle).expect("JSON");
    let again = Bundle::from_json(&written).expect("what was written can be read");
    assert_eq!(again.reports, bundle.reports);
    assert_eq!(serde_json::to_string(&again).expect("JSON"), written);
    let days = bundle.days().len();
    let mut shape = Vec::new();
    for report in &bundle.reports {
        let document = report.body.document.read();
        check::document(&document);
        let printed = html::print(&Writer::new(&report.body.images, "../../../../").document(&document));
        shape.push(check::markup(&printed));
        bundle.fold.fold(&report.summary.headline);
    }
    check::number((days, shape, bundle.directories.len(), bundle.index.is_some()))
}

pub(super) fn settings(json: &str) -> u64 {
    match Export::from_json(json) {
        Ok(export) => {
            let written = export.to_json();
            let again = Export::from_json(&written).expect("what was written can be read");
            assert_eq!(again.to_json(), written);
            assert_eq!(
                (again.reports.len(), &again.searches),
                (export.reports.len(), &export.searches)
            );
            check::number((
                export.reports.len(),
                export.searches.len(),
                export.settings.is_some(),
                written.len() / 8,
            ))
        }
        Err(error) => check::number(format!("{error:?}")),
    }
}
