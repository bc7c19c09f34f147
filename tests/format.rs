//! The published format: every file of data is valid by `docs/bundle.schema.json`, and the schemas themselves hold.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::Path;

use jsonschema::Validator;
use kanbao_archive::model::SCHEMA;
use kanbao_tests::posts::{self, write_many};
use kanbao_tests::site::build_without_reader;
use serde_json::{Value, json};

/// A schema of `docs/`. Whoever reads a bundle passes over what they do not know; here it is a mistake, so that no field
/// is written that the schema does not describe.
fn schema(name: &str) -> Value {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
    let mut schema = serde_json::from_slice(&fs::read(docs.join(name)).unwrap()).unwrap();
    refuse_unknown(&mut schema);
    schema
}

fn refuse_unknown(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            map.values_mut().for_each(refuse_unknown);
            if map.get("type").is_some_and(|kind| kind == "object") && map.contains_key("properties") {
                map.insert("additionalProperties".into(), false.into());
            }
        }
        Value::Array(items) => items.iter_mut().for_each(refuse_unknown),
        _ => {}
    }
}

fn validator(schema: &Value) -> Validator {
    jsonschema::meta::validate(schema).unwrap();
    jsonschema::validator_for(schema).unwrap()
}

/// What the bundle's schema says of one of the other files.
fn part(definition: &str) -> Validator {
    let mut schema = schema("bundle.schema.json");
    let definitions = schema["$defs"].take();
    assert!(definitions[definition].is_object(), "{definition}");
    let reference = format!("#/$defs/{definition}");
    validator(&json!({ "$schema": schema["$schema"], "$defs": definitions, "$ref": reference }))
}

#[track_caller]
fn assert_valid(validator: &Validator, value: &Value, name: &str) {
    let errors: Vec<String> = validator
        .iter_errors(value)
        .take(5)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{name}\n{}", errors.join("\n"));
}

/// Validates every JSON file of a built site; how many there were of each definition.
fn validate(site: &Path) -> Vec<(&'static str, usize)> {
    let names = ["directory", "summaries", "bodies", "terms", "term_totals"];
    let definitions = names.map(|name| (name, part(name)));
    let mut seen = names.map(|name| (name, 0));
    for entry in fs::read_dir(site.join("data")).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        let Some(definition) = definition_of(&name) else {
            continue;
        };
        let value = serde_json::from_slice(&fs::read(entry.path()).unwrap()).unwrap();
        let index = seen.iter().position(|(kind, _)| *kind == definition).unwrap();
        assert_valid(&definitions[index].1, &value, &name);
        seen[index].1 += 1;
    }
    let bundle = serde_json::from_slice(&fs::read(site.join("data/bundle.json")).unwrap()).unwrap();
    assert_valid(&validator(&schema("bundle.schema.json")), &bundle, "bundle.json");
    let version = serde_json::from_slice(&fs::read(site.join("version.json")).unwrap()).unwrap();
    assert_valid(&part("version"), &version, "version.json");
    seen.to_vec()
}

/// `summaries-2025.….json` is a directory, `summaries-2025-11-01.….json` a shard.
fn definition_of(name: &str) -> Option<&'static str> {
    let (kind, rest) = name.split_once('-')?;
    let period = rest.split('.').next()?;
    match (kind, period.contains('-')) {
        ("summaries" | "bodies" | "terms", false) => Some("directory"),
        ("terms", true) => Some("terms"),
        ("term", _) => Some("term_totals"),
        ("summaries", true) => Some("summaries"),
        ("bodies", true) => Some("bodies"),
        _ => None,
    }
}

#[test]
fn what_the_builder_writes_is_valid() {
    let dir = tempfile::tempdir().unwrap();
    build_without_reader(&posts::samples(), &dir.path().join("small")).unwrap();
    // Counts of terms are in files of their own, whatever the archive's size.
    let small = validate(&dir.path().join("small"));
    assert_eq!(
        small,
        [
            ("directory", 1),
            ("summaries", 0),
            ("bodies", 0),
            ("terms", 2),
            ("term_totals", 1)
        ]
    );

    let posts = dir.path().join("posts");
    fs::create_dir(&posts).unwrap();
    write_many(&posts, 90).unwrap();
    build_without_reader(&posts, &dir.path().join("large")).unwrap();
    let seen = validate(&dir.path().join("large"));
    let least = |name: &str| if name == "term_totals" { 1 } else { 2 };
    assert!(seen.iter().all(|(name, count)| *count >= least(name)), "{seen:?}");
}

#[test]
fn the_documented_example_is_valid() {
    let page = fs::read_to_string(posts::samples().join("../docs/BUNDLE.md")).unwrap();
    let example = page.split("```json").nth(1).unwrap().split("```").next().unwrap();
    let example = serde_json::from_str(example).unwrap();
    assert_valid(&validator(&schema("reports.schema.json")), &example, "example");
}

#[test]
fn the_schemas_are_of_this_version_and_refuse_what_is_none() {
    for name in ["bundle.schema.json", "reports.schema.json"] {
        assert_eq!(schema(name)["properties"]["schema"]["const"], SCHEMA, "{name}");
    }
    let bundle = validator(&schema("bundle.schema.json"));
    let reports = validator(&schema("reports.schema.json"));
    let with_day = |day: &str| json!({ "schema": SCHEMA, "reports": [{ "summary": { "day": day }, "body": { "markdown": "# x" } }] });
    assert!(reports.is_valid(&with_day("2025-11-30")));
    assert!(!reports.is_valid(&with_day("30.11.2025")));
    assert!(!bundle.is_valid(&with_day("2025-11-30")));
    assert!(!reports.is_valid(&json!({ "schema": SCHEMA + 1, "reports": [] })));
}
