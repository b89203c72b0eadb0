//! `content/sources.yaml` in Hayagriva's format, `content/sources.bib` in BibLaTeX.
//!
//! Each entry is read on its own, so that one that Hayagriva refuses does not
//! hide the others.

use std::collections::{BTreeMap, btree_map::Entry};

use hayagriva::Library;
use serde::Deserialize;
use serde_yaml::{Mapping, Value};

use super::{
    entry::{Entry as Fields, report_type},
    url_problem,
    yaml::{Part, YamlFile},
};
use crate::{
    diag::{Diagnostic, Diagnostics, Place, Problem},
    files::{SourceFile, Span},
    model::{Archived, Quality, Source},
};

/// Keys of an entry that Postil reads beside Hayagriva, which ignores them.
const OWN_KEYS: [&str; 3] = ["archived", "quality", "allow"];

/// What Hayagriva 0.10 reads (docs/file-format.md); it ignores anything else in
/// silence, so that a misspelt `auhtor` would be lost.
const ENTRY: (&str, &[&str]) = (
    "source",
    &[
        "type",
        "title",
        "author",
        "date",
        "parent",
        "abstract",
        "genre",
        "editor",
        "affiliated",
        "call-number",
        "publisher",
        "location",
        "organization",
        "issue",
        "chapter",
        "volume",
        "volume-total",
        "edition",
        "page-range",
        "page-total",
        "time-range",
        "runtime",
        "url",
        "serial-number",
        "language",
        "archive",
        "archive-location",
        "note",
        "archived",
        "quality",
        "allow",
    ],
);

/// Decodes `sources.yaml`.
#[must_use]
pub fn yaml_sources(yaml: &YamlFile, diagnostics: &Diagnostics) -> Vec<Source> {
    let map = match &yaml.value {
        Value::Null => return Vec::new(),
        Value::Mapping(map) => map,
        other => {
            report_type(yaml, &[], "a mapping of keys and works", other, diagnostics);
            return Vec::new();
        }
    };
    map.iter()
        .filter_map(|(key, value)| {
            let Some(key) = key.as_str() else {
                report_type(yaml, &[], "a key that is text", key, diagnostics);
                return None;
            };
            let path = vec![key.into()];
            let entry = Fields::new(yaml, path, value, ENTRY, diagnostics)?;
            decode(&entry, key, value)
        })
        .collect()
}

fn decode(entry: &Fields<'_>, key: &str, value: &Value) -> Option<Source> {
    let problem = key_problem(key);
    if let Some(reason) = problem {
        let problem = Problem::InvalidId { id: key.to_owned(), reason };
        entry.diagnostics.report(problem, entry.yaml.place(&entry.path, Part::Key));
    }
    let archived = entry.entry("archived", ("archived", &["url", "date"])).and_then(|copy| {
        copy.required_text("url")?;
        Some(Archived { url: copy.url("url")?, date: copy.date("date") })
    });
    let qualities = [("high", Quality::High), ("medium", Quality::Medium), ("low", Quality::Low)];
    let quality = entry.choice("quality", &qualities);
    let work = read_work(key, value).map_err(|message| {
        let place = entry.yaml.place(&entry.path, Part::Key);
        entry.diagnostics.report(Problem::Bibliography { message }, place);
    });
    let work = work.ok()?;
    if let Some(url) = work.url_any()
        && let Some(reason) = url_problem(url.value.as_str())
    {
        let value = url.value.to_string();
        entry.report(Problem::InvalidUrl { value, reason }, "url", Part::Value);
        return None;
    }
    Some(Source { entry: work, archived, quality, allow: entry.allow() })
}

/// A key is a fragment of the sources page and part of `[@key, p. 12]`.
fn key_problem(key: &str) -> Option<&'static str> {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':' | '/' | '+');
    (key.is_empty() || !key.chars().all(fits)).then_some("it is used in links and citations")
}

/// Hands one entry to Hayagriva, without the keys that are Postil's.
fn read_work(key: &str, value: &Value) -> Result<hayagriva::Entry, String> {
    let mut fields = value.as_mapping().cloned().unwrap_or_default();
    fields.retain(|name, _| !name.as_str().is_some_and(|name| OWN_KEYS.contains(&name)));
    let mut one = Mapping::new();
    one.insert(key.into(), fields.into());
    let library = Library::deserialize(Value::Mapping(one)).map_err(|error| error.to_string())?;
    library.nth(0).cloned().ok_or_else(|| "the entry is empty".to_owned())
}

/// Decodes `sources.bib`; the first error of the file is reported.
#[must_use]
pub fn bib_sources(file: &SourceFile, diagnostics: &Diagnostics) -> Vec<Source> {
    match hayagriva::io::from_biblatex_str(file.body()) {
        Ok(library) => library
            .iter()
            .map(|entry| Source {
                entry: entry.clone(),
                archived: None,
                quality: None,
                allow: Vec::new(),
            })
            .collect(),
        Err(errors) => {
            for error in errors {
                let (message, range) = match &error {
                    hayagriva::io::BibLaTeXError::Parse(error) => {
                        (error.kind.to_string(), error.span.clone())
                    }
                    hayagriva::io::BibLaTeXError::Type(error) => {
                        (error.kind.to_string(), error.span.clone())
                    }
                };
                let start = file.start();
                let span = Span::new(start + range.start..start + range.end);
                diagnostics.report(Problem::Bibliography { message }, Place::new(file, span));
            }
            Vec::new()
        }
    }
}

/// Joins the works of both files, in the order of their keys; a key that both
/// have is reported.
#[must_use]
pub fn merge(
    from_yaml: Vec<Source>,
    from_bib: Vec<Source>,
    bib_path: &str,
    diagnostics: &Diagnostics,
) -> Vec<Source> {
    let mut by_key: BTreeMap<String, Source> =
        from_yaml.into_iter().map(|source| (source.key().to_owned(), source)).collect();
    for source in from_bib {
        match by_key.entry(source.key().to_owned()) {
            Entry::Vacant(place) => {
                place.insert(source);
            }
            Entry::Occupied(taken) => {
                let problem = Problem::DuplicateId { id: taken.key().clone(), of: "source" };
                diagnostics.push(Diagnostic::new(problem, Place::file(bib_path)));
            }
        }
    }
    by_key.into_values().collect()
}
