//! The JSON Schema of each YAML file, for completion and checking in editors.
//!
//! They are made of the types of `model`, whose fields are described once.

use std::collections::BTreeMap;

use schemars::{Schema, schema_for};

use crate::model::{
    Annotation, Event, FrontMatter, Settings, Term, ThemeMatter, TranslationMatter, Work,
};

/// The names of the schemas, each for one kind of file.
pub const NAMES: [&str; 8] = [
    "edition",
    "front-matter",
    "glossary",
    "sidecar",
    "sources",
    "theme",
    "timeline",
    "translation",
];

/// Returns the schema of that name.
#[must_use]
pub fn schema(name: &str) -> Option<Schema> {
    match name {
        "edition" => Some(schema_for!(Settings)),
        "front-matter" => Some(schema_for!(FrontMatter)),
        "glossary" => Some(schema_for!(Vec<Term>)),
        "sidecar" => Some(schema_for!(Vec<Annotation>)),
        "theme" => Some(schema_for!(ThemeMatter)),
        "timeline" => Some(schema_for!(Vec<Event>)),
        "translation" => Some(schema_for!(TranslationMatter)),
        "sources" => Some(schema_for!(BTreeMap<String, Work>)),
        _ => None,
    }
}

/// The folder of an edition in which editors look for schemas, beside `content/`.
pub const FOLDER: &str = "schemas";

/// Returns the name of a schema's file.
#[must_use]
pub fn file_name(name: &str) -> String {
    format!("{name}.schema.json")
}

/// Returns a schema as the text of its file.
#[must_use]
pub fn json(name: &str) -> Option<String> {
    let json = serde_json::to_string_pretty(&schema(name)?);
    Some(json.expect("a schema is always JSON") + "\n")
}
