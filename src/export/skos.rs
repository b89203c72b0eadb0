//! The glossary as a concept scheme of SKOS (W3C Recommendation of 18 August
//! 2009), written in Turtle 1.1.
//!
//! Each term is a concept, named by its address on the glossary page. Aliases,
//! expansion and names in other languages are alternative labels; what has become
//! of a term, who lists it and when it was founded are notes; its sources are
//! named by their entries in the bibliography.

use std::collections::BTreeSet;

use super::{definitions, glossary_title, license_of};
use crate::{edition::Shared, model::Term};

/// Its media type.
pub(crate) const MEDIA_TYPE: &str = "text/turtle";

/// Writes the glossary.
pub(crate) fn turtle(shared: &Shared) -> String {
    let scheme = iri(&shared.url("glossary/"));
    let language = &shared.settings.language;
    let title = literal(&glossary_title(shared), language);
    let mut turtle = format!(
        "@prefix dct: <http://purl.org/dc/terms/> .\n\
         @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n\n\
         {scheme} a skos:ConceptScheme ;\n  dct:title {title}"
    );
    if let Some(license) = license_of(shared) {
        turtle.push_str(&format!(" ;\n  dct:license {}", iri(&license)));
    }
    turtle.push_str(" .\n");
    for (term, definition) in shared.glossary.terms.iter().zip(definitions(shared)) {
        turtle.push_str(&concept(shared, term, &definition, &scheme));
    }
    turtle
}

fn concept(shared: &Shared, term: &Term, definition: &str, scheme: &str) -> String {
    let language = &shared.settings.language;
    let address = |id: &str| iri(&format!("{}#{id}", shared.url("glossary/")));
    let source = |key: &str| iri(&format!("{}#{key}", shared.url("sources/")));
    let preferred = literal(&term.term, language);
    let mut said = vec![
        ("skos:inScheme", scheme.to_owned()),
        ("skos:topConceptOf", scheme.to_owned()),
        ("skos:notation", format!("\"{}\"", escape(&term.id))),
        ("skos:prefLabel", preferred.clone()),
    ];
    let names = term.aliases.iter().chain(&term.expansion).map(|name| literal(name, language));
    let originals = term.original.iter().map(|name| literal(&name.text, &name.lang));
    // A label is preferred or alternative, never both (SKOS, S13).
    let labels: BTreeSet<String> =
        names.chain(originals).filter(|label| *label != preferred).collect();
    said.extend(labels.into_iter().map(|label| ("skos:altLabel", label)));
    if !definition.is_empty() {
        said.push(("skos:definition", literal(definition, language)));
    }
    said.extend(term.founded.iter().map(|text| ("skos:historyNote", literal(text, language))));
    let status = term.status.as_ref().map(|status| match term.status_as_of {
        Some(date) => format!("{status} ({date})"),
        None => status.clone(),
    });
    let notes = term.designations.iter().cloned().chain(status);
    said.extend(notes.map(|text| ("skos:note", literal(&text, language))));
    said.extend(term.see.iter().map(|id| ("skos:related", address(id))));
    said.extend(term.sources.iter().map(|cited| ("dct:source", source(&cited.key))));
    let said: Vec<String> =
        said.iter().map(|(verb, object)| format!("  {verb} {object}")).collect();
    format!("\n{} a skos:Concept ;\n{} .\n", address(&term.id), said.join(" ;\n"))
}

/// Returns an address as Turtle writes it; what may not stand in one is encoded.
fn iri(address: &str) -> String {
    let mut iri = String::from("<");
    for c in address.chars() {
        match c {
            '<' | '>' | '"' | '{' | '}' | '|' | '^' | '`' | '\\' | '\0'..=' ' => {
                iri.push_str(&format!("%{:02X}", c as u32));
            }
            c => iri.push(c),
        }
    }
    iri + ">"
}

/// Returns a text with its language; a tag that Turtle cannot write is left out.
fn literal(text: &str, language: &str) -> String {
    let mut parts = language.split('-');
    let is_letters = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphabetic());
    let is_part = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric());
    let is_tag = parts.next().is_some_and(is_letters) && parts.all(is_part);
    let tag = if is_tag { format!("@{language}") } else { String::new() };
    format!("\"{}\"{tag}", escape(text.trim()))
}

fn escape(text: &str) -> String {
    let escapes = [('\\', "\\\\"), ('"', "\\\""), ('\n', "\\n"), ('\r', "\\r")];
    escapes.iter().fold(text.to_owned(), |text, (c, escape)| text.replace(*c, escape))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_its_literal() {
        assert_eq!(literal("a \"b\" \\\nc", "en-GB"), r#""a \"b\" \\\nc"@en-GB"#);
        assert_eq!(literal("a", "en GB"), "\"a\"");
    }

    #[test]
    fn no_address_ends_its_brackets() {
        assert_eq!(iri("https://example.org/a b>é"), "<https://example.org/a%20b%3Eé>");
    }
}
