//! Sidecars: lists of annotations.

use serde_yaml::Value;

use super::{
    Part, Step, YamlFile,
    entry::{Entry, report_type},
    glossary::source_key,
    settings::id_problem,
};
use crate::{
    diag::{Diagnostics, Problem},
    model::{
        Annotation, Citation, Correction, Kind, Markdown, Selector, Settings, Source, Stance,
        Status, Term, TextQuote,
    },
};

const ANNOTATION: (&str, &[&str]) = (
    "annotation",
    &[
        "id",
        "kind",
        "quote",
        "claim",
        "rating",
        "summary",
        "body",
        "term",
        "sources",
        "by",
        "created",
        "updated",
        "status",
        "tags",
        "lang",
        "corrections",
        "allow",
    ],
);

/// The fields of an annotation, in the order in which they are written.
pub const FIELDS: &[&str] = ANNOTATION.1;

/// Ids that an annotation may not begin with: they are Postil's own fragments.
const RESERVED_PREFIXES: [&str; 5] = ["p-", "h-", "fn-", "fnref-", "ref-"];

/// What annotations may refer to.
#[derive(Debug, Clone, Copy)]
pub struct Apparatus<'a> {
    /// The edition's settings: ratings and editors.
    pub settings: &'a Settings,
    /// The bibliography.
    pub sources: &'a [Source],
    /// The glossary.
    pub terms: &'a [Term],
}

/// Decodes one sidecar; each annotation comes with its index in the list.
///
/// An annotation that lacks an id, a kind or a quote is reported and left out;
/// one with other faults is reported and kept.
#[must_use]
pub fn annotations(
    yaml: &YamlFile,
    apparatus: Apparatus<'_>,
    diagnostics: &Diagnostics,
) -> Vec<(usize, Annotation)> {
    let items = match &yaml.value {
        Value::Null => return Vec::new(),
        Value::Sequence(items) => items,
        other => {
            report_type(yaml, &[], "a list of annotations", other, diagnostics);
            return Vec::new();
        }
    };
    items
        .iter()
        .enumerate()
        .filter_map(|(index, value)| {
            let path = vec![Step::Index(index)];
            let entry = Entry::new(yaml, path, value, ANNOTATION, diagnostics)?;
            Some((index, decode(&entry, apparatus)?))
        })
        .collect()
}

const KINDS: [(&str, Kind); 4] = [
    ("fact-check", Kind::FactCheck),
    ("counter-source", Kind::CounterSource),
    ("note", Kind::Note),
    ("gloss", Kind::Gloss),
];

const STATUSES: [(&str, Status); 3] =
    [("draft", Status::Draft), ("published", Status::Published), ("retracted", Status::Retracted)];

fn decode(entry: &Entry<'_>, apparatus: Apparatus<'_>) -> Option<Annotation> {
    let id = decode_id(entry);
    if entry.get("kind").is_none() {
        entry.report_missing("kind", "annotation");
    }
    let kind = entry.choice("kind", &KINDS);
    let selector = decode_selector(entry);
    let decoded = Annotation {
        kind: kind.unwrap_or(Kind::Note),
        claim: entry.text("claim"),
        rating: decode_rating(entry, apparatus.settings),
        summary: entry.text("summary"),
        body: entry.text("body").map(Markdown),
        term: decode_term(entry, apparatus.terms),
        sources: decode_sources(entry, apparatus.sources),
        by: decode_editor(entry, apparatus.settings),
        created: entry.date("created"),
        updated: entry.date("updated"),
        status: entry.choice("status", &STATUSES).unwrap_or(Status::Published),
        tags: entry.texts("tags"),
        lang: entry.language("lang"),
        corrections: decode_corrections(entry),
        allow: entry.allow(),
        id: id?,
        selector: selector?,
    };
    check_required(entry, kind?, &decoded);
    Some(decoded)
}

fn decode_id(entry: &Entry<'_>) -> Option<String> {
    let id = entry.required_text("id")?;
    let reserved = RESERVED_PREFIXES.iter().any(|prefix| id.starts_with(prefix));
    let reason = if reserved || id == "detached" {
        Some("Postil uses such names itself")
    } else {
        id_problem(&id)
    };
    match reason {
        Some(reason) => {
            entry.report(Problem::InvalidId { id, reason }, "id", Part::Value);
            None
        }
        None => Some(id),
    }
}

/// What each kind cannot do without (design: the table of sidecar fields).
fn check_required(entry: &Entry<'_>, kind: Kind, annotation: &Annotation) {
    let of = kind.as_str();
    let needs = |field: &'static str| {
        if entry.get(field).is_none() {
            entry.report_missing(field, of);
        }
    };
    match kind {
        Kind::FactCheck => {
            needs("summary");
            needs("claim");
            needs("rating");
            needs("sources");
        }
        Kind::CounterSource => {
            needs("summary");
            needs("sources");
        }
        Kind::Note => needs("body"),
        Kind::Gloss => needs("term"),
    }
    let wants_sources = matches!(kind, Kind::FactCheck | Kind::CounterSource);
    let is_empty_list =
        entry.get("sources").and_then(Value::as_sequence).is_some_and(Vec::is_empty);
    if wants_sources && annotation.sources.is_empty() && is_empty_list {
        entry.report_missing("sources", of);
    }
}

fn decode_selector(entry: &Entry<'_>) -> Option<Selector> {
    let Some(value) = entry.get("quote") else {
        entry.report_missing("quote", "annotation");
        return None;
    };
    if let Value::String(exact) = value {
        let quote = TextQuote { exact: exact.clone(), ..TextQuote::default() };
        return Some(Selector::Quote(quote));
    }
    if !value.is_mapping() {
        let expected = "text, or a mapping with `exact`, or with `from` and `to`";
        report_type(entry.yaml, &entry.path_of("quote"), expected, value, entry.diagnostics);
        return None;
    }
    if value.get("from").is_some() || value.get("to").is_some() {
        let quote = entry.entry("quote", ("quote by `from` and `to`", &["from", "to"]))?;
        let (from, to) = (quote.required_text("from"), quote.required_text("to"));
        return Some(Selector::Range { from: from?, to: to? });
    }
    let quote = entry
        .entry("quote", ("quote", &["exact", "prefix", "suffix", "occurrence", "from", "to"]))?;
    let occurrence = quote.integer("occurrence");
    if let Some(number) = occurrence
        && number < 1
    {
        let problem = Problem::InvalidValue {
            field: "occurrence",
            value: number.to_string(),
            expected: "1 for the first, 2 for the second".to_owned(),
            suggestion: None,
        };
        quote.report(problem, "occurrence", Part::Value);
        return None;
    }
    Some(Selector::Quote(TextQuote {
        exact: quote.required_text("exact")?,
        prefix: quote.text("prefix").unwrap_or_default(),
        suffix: quote.text("suffix").unwrap_or_default(),
        occurrence: occurrence.and_then(|number| usize::try_from(number).ok()),
    }))
}

fn decode_rating(entry: &Entry<'_>, settings: &Settings) -> Option<String> {
    // YAML 1.1 readers take an unquoted `false` for a truth value; it is a rating here.
    let name = match entry.get("rating")? {
        Value::Bool(value) => value.to_string(),
        _ => entry.text("rating")?,
    };
    let ids = settings.ratings.iter().map(|rating| rating.id.as_str());
    known(entry, ("rating", "rating"), name, ids)
}

fn decode_term(entry: &Entry<'_>, terms: &[Term]) -> Option<String> {
    let name = entry.text("term")?;
    known(entry, ("term", "term"), name, terms.iter().map(|term| term.id.as_str()))
}

fn decode_editor(entry: &Entry<'_>, settings: &Settings) -> Option<String> {
    let name = entry.text("by")?;
    if settings.editors.contains_key(&name) {
        return Some(name);
    }
    known(entry, ("by", "editor"), name, settings.editors.keys().map(String::as_str))
}

/// Returns `name` if it is one of `names`, or reports it.
fn known<'n>(
    entry: &Entry<'_>,
    (field, of): (&'static str, &'static str),
    name: String,
    names: impl Iterator<Item = &'n str> + Clone,
) -> Option<String> {
    if names.clone().any(|known| known == name) {
        return Some(name);
    }
    let suggestion = entry.nearest(&name, names);
    entry.report(Problem::UnknownName { of, name, suggestion }, field, Part::Value);
    None
}

const STANCES: [(&str, Stance); 3] = [
    ("supports", Stance::Supports),
    ("contradicts", Stance::Contradicts),
    ("context", Stance::Context),
];

fn decode_sources(entry: &Entry<'_>, sources: &[Source]) -> Vec<Citation> {
    entry
        .entries("sources", ("source", &["ref", "at", "stance", "note", "quote"]))
        .into_iter()
        .filter_map(|source| {
            Some(Citation {
                at: source.text_or_number("at"),
                stance: source.choice("stance", &STANCES),
                note: source.text("note"),
                quote: source.text("quote"),
                key: source_key(&source, sources)?,
            })
        })
        .collect()
}

fn decode_corrections(entry: &Entry<'_>) -> Vec<Correction> {
    entry
        .entries("corrections", ("correction", &["date", "text"]))
        .into_iter()
        .filter_map(|correction| {
            if correction.get("date").is_none() {
                correction.report_missing("date", "correction");
            }
            let (date, text) = (correction.date("date"), correction.required_text("text"));
            Some(Correction { date: date?, text: text? })
        })
        .collect()
}
