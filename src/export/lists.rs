//! Entries of the glossary and of the sources, as formats of running text print them.

use super::{Apparatus, guide::Guide, notes::reference, reading::Uses};
use crate::{
    body::{self, Location},
    model::{Term, source_by_key},
    script::{self, Collation},
    view,
    xml::Xml,
};

/// Returns the terms that are used, by index, in the order of their language.
pub(super) fn sorted_terms(apparatus: Apparatus<'_>, uses: &Uses) -> Vec<usize> {
    let collation = Collation::of_language(&apparatus.settings.language);
    let name = |index: usize| &apparatus.terms[index].term;
    let mut sorted: Vec<usize> = uses.terms.iter().copied().collect();
    sorted.sort_by(|&a, &b| collation.compare(name(a), name(b)));
    sorted
}

/// Writes a term, what it stands for, and its names in other scripts.
pub(super) fn headword(xml: &mut Xml, term: &Term) {
    xml.leaf("dfn", &[], &term.term);
    if let Some(expansion) = &term.expansion {
        xml.push_text(&format!(", {expansion}"));
    }
    for name in &term.original {
        let lang = name.lang.as_str();
        let dir = script::of_language(lang).as_str();
        xml.push_text(", ");
        xml.leaf("bdi", &[("lang", lang), ("xml:lang", lang), ("dir", dir)], &name.text);
    }
}

/// Returns what a term means, and where that is said.
pub(super) fn definition(guide: &Guide<'_>, term: &Term) -> String {
    let at = Location { root: "../", base: "../glossary/", blocks: None };
    let definition = body::render(&term.definition, guide.apparatus.bibliography, at);
    let mut html = guide.write(&definition.html);
    let mut xml = Xml::default();
    for cited in &term.sources {
        xml.start("p", &[("class", "remark")]);
        reference(&mut xml, guide, &cited.key, cited.at.as_deref());
        xml.end("p");
    }
    html.push_str(&xml.into_string());
    html
}

/// Returns a work by its index, with its archived copy.
pub(super) fn work(guide: &Guide<'_>, index: usize) -> String {
    let apparatus = guide.apparatus;
    let work = &apparatus.bibliography.works[index];
    let mut html = guide.write(&work.entry_html);
    let source = source_by_key(apparatus.sources, &work.key);
    let copy = source.and_then(|source| view::archived(source, &apparatus.settings.language));
    if let Some(copy) = copy {
        let mut xml = Xml::default();
        xml.push_text(" Archived: ");
        xml.leaf("a", &[("href", &copy.url)], &copy.label);
        html.push_str(&xml.into_string());
    }
    html
}
