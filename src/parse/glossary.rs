//! `content/glossary.yaml`.

use std::collections::BTreeMap;

use super::{
    Part, Step, YamlFile,
    entry::{Entry, report_type},
    settings::id_problem,
};
use crate::{
    diag::{Diagnostic, Diagnostics, Place, Problem},
    model::{Markdown, Original, Source, Term, TermSource, source_by_key},
};

const TERM: (&str, &[&str]) = (
    "term",
    &[
        "id",
        "term",
        "aliases",
        "expansion",
        "original",
        "definition",
        "founded",
        "designations",
        "status",
        "status_as_of",
        "sources",
        "see",
        "allow",
    ],
);

/// The fields of a term, in the order in which they are written.
pub const FIELDS: &[&str] = TERM.1;

/// Decodes the terms; entries that lack an id, a headword or a definition are
/// reported and left out.
#[must_use]
pub fn terms(yaml: &YamlFile, sources: &[Source], diagnostics: &Diagnostics) -> Vec<Term> {
    let items = match &yaml.value {
        serde_yaml::Value::Null => return Vec::new(),
        serde_yaml::Value::Sequence(items) => items,
        other => {
            report_type(yaml, &[], "a list of terms", other, diagnostics);
            return Vec::new();
        }
    };
    let entries: Vec<_> = items
        .iter()
        .enumerate()
        .filter_map(|(index, value)| Entry::new(yaml, vec![index.into()], value, TERM, diagnostics))
        .collect();
    let decoded: Vec<_> =
        entries.iter().filter_map(|entry| Some((entry, decode(entry, sources)?))).collect();
    let terms = drop_duplicates(decoded);
    check_see(&terms);
    check_names(&terms);
    terms.into_iter().map(|(_, term)| term).collect()
}

fn decode(entry: &Entry<'_>, sources: &[Source]) -> Option<Term> {
    let id = entry.required_text("id");
    let term = entry.required_text("term");
    let definition = entry.required_text("definition");
    let decoded = Term {
        aliases: entry.texts("aliases"),
        expansion: entry.text("expansion"),
        original: decode_original(entry),
        founded: entry.text_or_number("founded"),
        designations: entry.texts("designations"),
        status: entry.text("status"),
        status_as_of: entry.date("status_as_of"),
        sources: source_list(entry, sources),
        see: entry.texts("see"),
        allow: entry.allow(),
        definition: Markdown(definition.unwrap_or_default()),
        term: term.unwrap_or_default(),
        id: id?,
    };
    if let Some(reason) = id_problem(&decoded.id) {
        entry.report(Problem::InvalidId { id: decoded.id, reason }, "id", Part::Value);
        return None;
    }
    Some(decoded)
}

fn decode_original(entry: &Entry<'_>) -> Vec<Original> {
    entry
        .entries("original", ("original name", &["lang", "text"]))
        .into_iter()
        .filter_map(|name| {
            if name.get("lang").is_none() {
                name.report_missing("lang", "original name");
            }
            let (lang, text) = (name.language("lang"), name.required_text("text"));
            Some(Original { lang: lang?, text: text? })
        })
        .collect()
}

/// Decodes a list of sources that are cited without a stance.
pub(super) fn source_list(entry: &Entry<'_>, sources: &[Source]) -> Vec<TermSource> {
    entry
        .entries("sources", ("source", &["ref", "at"]))
        .into_iter()
        .filter_map(|source| {
            let key = source_key(&source, sources)?;
            Some(TermSource { key, at: source.text_or_number("at") })
        })
        .collect()
}

/// Returns the `ref` of an entry, or reports that the bibliography does not have it.
pub(super) fn source_key(entry: &Entry<'_>, sources: &[Source]) -> Option<String> {
    let key = entry.required_text("ref")?;
    if source_by_key(sources, &key).is_some() {
        return Some(key);
    }
    let suggestion = entry.nearest(&key, sources.iter().map(Source::key));
    let problem = Problem::UnknownName { of: "source", name: key, suggestion };
    entry.report(problem, "ref", Part::Value);
    None
}

type Decoded<'a> = Vec<(&'a Entry<'a>, Term)>;

fn drop_duplicates<'a>(decoded: Decoded<'a>) -> Decoded<'a> {
    let mut first_places: BTreeMap<String, Place> = BTreeMap::new();
    let mut kept = Vec::new();
    for (entry, term) in decoded {
        if let Some(first) = first_places.get(&term.id) {
            let problem = Problem::DuplicateId { id: term.id, of: "term" };
            let diagnostic = Diagnostic::new(problem, entry.place("id", Part::Value));
            entry.diagnostics.push(diagnostic.with_related(first.clone()));
        } else {
            first_places.insert(term.id.clone(), entry.place("id", Part::Value));
            kept.push((entry, term));
        }
    }
    kept
}

fn check_see(terms: &Decoded<'_>) {
    for (entry, term) in terms {
        for (index, name) in term.see.iter().enumerate() {
            if terms.iter().any(|(_, other)| other.id == *name) {
                continue;
            }
            let suggestion = entry.nearest(name, terms.iter().map(|(_, term)| term.id.as_str()));
            let problem = Problem::UnknownName { of: "term", name: name.clone(), suggestion };
            let mut path = entry.path_of("see");
            path.push(index.into());
            entry.report_at(problem, &path);
        }
    }
}

/// A name that two terms claim would lead readers to one of them by chance.
fn check_names(terms: &Decoded<'_>) {
    let mut owners: BTreeMap<String, &str> = BTreeMap::new();
    for (entry, term) in terms {
        for (index, name) in std::iter::once(&term.term).chain(&term.aliases).enumerate() {
            match owners.get(&name.to_lowercase()) {
                Some(&owner) if owner != term.id => {
                    let other = owner.to_owned();
                    let problem = Problem::DuplicateAlias { alias: name.clone(), other };
                    let mut path = entry.path_of(if index == 0 { "term" } else { "aliases" });
                    path.extend(index.checked_sub(1).map(Step::from));
                    entry.report_at(problem, &path);
                }
                _ => {
                    owners.insert(name.to_lowercase(), &term.id);
                }
            }
        }
    }
}
