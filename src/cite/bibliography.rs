//! `content/sources.yaml` in Hayagriva's format, `content/sources.bib` in BibLaTeX.
//!
//! Each entry is read on its own, so that one that Hayagriva refuses does not
//! hide the others.

use std::collections::{BTreeMap, btree_map::Entry};

use hayagriva::{Library, types::EntryType};
use serde::Deserialize;
use serde_yaml::{Mapping, Value};

use super::bibtex;
use crate::{
    diag::{Diagnostics, Place, Problem},
    io::{SourceFile, Span},
    model::{
        Allow, Archived, Date, Extent, Quality, Source, Work,
        decode::{self, Known, Reading},
        parse::url_problem,
    },
    yaml::YamlFile,
};

/// Keys of an entry that Postil reads beside Hayagriva, which ignores them.
const OWN_KEYS: [&str; 4] = ["archived", "quality", "read", "allow"];

/// Decodes `sources.yaml`.
#[must_use]
pub fn yaml_sources(yaml: &YamlFile, diagnostics: &Diagnostics) -> Vec<Source> {
    let reading = Reading { yaml, known: Known::default(), diagnostics };
    let root = reading.root();
    let map = match &*yaml.value {
        Value::Null => return Vec::new(),
        Value::Mapping(map) => map,
        other => {
            root.report_type::<()>("a mapping of keys and works", other);
            return Vec::new();
        }
    };
    map.iter()
        .filter_map(|(key, value)| {
            let Some(key) = key.as_str() else {
                return root.report_type("a key that is text", key);
            };
            let at = root.key(key);
            let entry = decode::Entry::new(value, &at, "source", Work::KEYS)?;
            Some(decode(&entry, key, value).unwrap_or_else(|| stand_in(key)))
        })
        .collect()
}

/// Returns a work for an entry that was reported: notes that cite it are right to,
/// and nothing else needs to be asked about it.
fn stand_in(key: &str) -> Source {
    let codes = ["source-date", "source-publisher", "source-title", "unused-source"];
    let allow = |code: &str| Allow { code: code.to_owned(), reason: String::new() };
    let allow = codes.map(allow).into();
    Source { allow, ..Source::new(hayagriva::Entry::new(key, EntryType::Misc)) }
}

fn decode(entry: &decode::Entry<'_>, key: &str, value: &Value) -> Option<Source> {
    if let Some(reason) = key_problem(key) {
        entry.at.report_key(Problem::InvalidId { id: key.to_owned(), reason });
    }
    let archived = entry.field::<Archived>("archived");
    let url = entry.at.key("url");
    if !(has_known_type(entry) && has_real_date(entry)) {
        return None;
    }
    let quality = entry.field::<Quality>("quality");
    let read = entry.field::<Extent>("read");
    let work = match read_work(key, value) {
        Ok(work) => work,
        Err(message) => {
            entry.at.report_key(Problem::Bibliography { message });
            return None;
        }
    };
    if let Some(address) = work.url_any()
        && let Some(reason) = url_problem(address.value.as_str())
    {
        return url.refuse(Problem::InvalidUrl { value: address.value.to_string(), reason });
    }
    let allow = entry.field::<Vec<Allow>>("allow").unwrap_or_default();
    Some(Source { entry: work, archived, quality, read, allow })
}

/// What Hayagriva 0.10 takes for a type (docs/file-format.md).
const TYPES: &str = "article chapter entry anthos report thesis web scene artwork patent case \
    newspaper legislation manuscript post misc performance periodical proceedings book blog \
    reference conference anthology repository thread video audio exhibition original";

/// Reports a misspelt `type`, which Hayagriva would answer with its whole list.
fn has_known_type(entry: &decode::Entry<'_>) -> bool {
    let Some(Value::String(value)) = entry.get("type") else { return true };
    let types: Vec<&str> = TYPES.split_whitespace().collect();
    let is_known = types.contains(&value.to_lowercase().as_str());
    if !is_known {
        entry.at.key("type").refuse_value::<()>(value.clone(), &types.join(", "), &types);
    }
    is_known
}

/// Reports a date that is on no calendar; Hayagriva does not look that closely.
fn has_real_date(entry: &decode::Entry<'_>) -> bool {
    let Some(Value::String(value)) = entry.get("date") else { return true };
    let looks_whole = value.len() >= 4
        && value.starts_with(|c: char| c.is_ascii_digit())
        && value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let is_real = !looks_whole || value.parse::<Date>().is_ok();
    if !is_real {
        entry.at.key("date").refuse::<()>(Problem::InvalidDate { value: value.clone() });
    }
    is_real
}

/// A key is a fragment of the sources page and part of `[@key, p. 12]`.
fn key_problem(key: &str) -> Option<&'static str> {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':' | '/' | '+');
    (key.is_empty() || !key.chars().all(fits))
        .then_some("only letters, digits and - _ . : / + can stand in `[@key]`")
}

/// Hands one entry to Hayagriva, without the keys that are Postil's.
fn read_work(key: &str, value: &Value) -> Result<hayagriva::Entry, String> {
    let mut fields = value.as_mapping().cloned().unwrap_or_default();
    fields.retain(|name, _| !name.as_str().is_some_and(|name| OWN_KEYS.contains(&name)));
    let mut one = Mapping::new();
    one.insert(key.into(), fields.into());
    let library = Library::deserialize(Value::Mapping(one))
        .map_err(|error| format!("the entry cannot be read: {error}"))?;
    library.nth(0).cloned().ok_or_else(|| "the entry is empty".to_owned())
}

/// Decodes `sources.bib`; the first error of the file is reported.
#[must_use]
fn bib_sources(file: &SourceFile, diagnostics: &Diagnostics) -> Vec<Source> {
    let report = |message, range: std::ops::Range<usize>| {
        let start = file.start();
        let span = Span::new(start + range.start..start + range.end);
        diagnostics.report(Problem::Bibliography { message }, Place::new(file, span));
    };
    if let Err(refusal) = bibtex::check(file.body()) {
        report(refusal.message, refusal.range);
        return Vec::new();
    }
    let library = hayagriva::io::from_biblatex_str(file.body()).unwrap_or_else(|errors| {
        use hayagriva::io::BibLaTeXError::{Parse, Type};
        for error in errors {
            match error {
                Parse(error) => report(error.kind.to_string(), error.span),
                Type(error) => report(error.kind.to_string(), error.span),
            }
        }
        Library::new()
    });
    let sound = library.iter().filter(|entry| is_sound(entry, file, diagnostics));
    sound.map(|entry| Source::new(entry.clone())).collect()
}

/// Reports a key that cannot be cited and an address that must not be linked.
fn is_sound(entry: &hayagriva::Entry, file: &SourceFile, diagnostics: &Diagnostics) -> bool {
    let key = entry.key();
    let key_problem =
        key_problem(key).map(|reason| Problem::InvalidId { id: key.to_owned(), reason });
    let url_problem = entry.url_any().and_then(|url| {
        let reason = url_problem(url.value.as_str())?;
        Some(Problem::InvalidUrl { value: url.value.to_string(), reason })
    });
    let problems: Vec<Problem> = key_problem.into_iter().chain(url_problem).collect();
    let is_sound = problems.is_empty();
    problems.into_iter().for_each(|problem| diagnostics.report(problem, bib_place(file, key)));
    is_sound
}

/// Returns where a key stands in a BibLaTeX file, which has no spans once read.
fn bib_place(file: &SourceFile, key: &str) -> Place {
    let entry = file.text.match_indices(key).find(|(at, _)| {
        let before = file.text[..*at].trim_end();
        let after = file.text[at + key.len()..].trim_start();
        before.ends_with(['{', '(']) && after.starts_with(',')
    });
    let span = entry.map_or(0..0, |(at, key)| at..at + key.len());
    Place::new(file, Span::new(span))
}

/// Decodes the works of both files, in the order of their keys; a key that both have is
/// reported in the BibLaTeX file.
#[must_use]
pub fn sources(
    yaml: Option<&YamlFile>,
    bib: Option<&SourceFile>,
    diagnostics: &Diagnostics,
) -> Vec<Source> {
    let from_yaml = yaml.map(|yaml| yaml_sources(yaml, diagnostics)).unwrap_or_default();
    let mut by_key: BTreeMap<String, Source> =
        from_yaml.into_iter().map(|source| (source.key().to_owned(), source)).collect();
    let Some(bib) = bib else { return by_key.into_values().collect() };
    for source in bib_sources(bib, diagnostics) {
        match by_key.entry(source.key().to_owned()) {
            Entry::Vacant(place) => {
                place.insert(source);
            }
            Entry::Occupied(taken) => {
                let problem = Problem::DuplicateId { id: taken.key().clone(), of: "source" };
                diagnostics.report(problem, bib_place(bib, taken.key()));
            }
        }
    }
    by_key.into_values().collect()
}
