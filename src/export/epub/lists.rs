//! What chapters refer to: the glossary and the sources of the book.

use std::collections::BTreeSet;

use super::page;
use crate::export::{
    Apparatus,
    guide::{Guide, Lists},
    lists::{definition, headword, sorted_terms, work},
    reading::Uses,
};
use crate::xml::Xml;

/// The names of the pages.
pub(super) const GLOSSARY: &str = "glossary.xhtml";
pub(super) const SOURCES: &str = "sources.xhtml";

/// Returns where the book has what is used.
pub(super) fn of(uses: &Uses) -> Lists<'_> {
    Lists { uses, glossary: GLOSSARY, sources: SOURCES }
}

/// Returns the page of the terms that chapters use, if they use any.
pub(super) fn glossary(apparatus: Apparatus<'_>, uses: &Uses) -> Option<String> {
    if uses.terms.is_empty() {
        return None;
    }
    let guide = guide(apparatus, uses, "glossary/");
    let mut html = String::from("<h1>Glossary</h1>\n<dl epub:type=\"glossary\">\n");
    let terms = sorted_terms(apparatus, uses);
    terms.into_iter().for_each(|index| html.push_str(&term(&guide, index)));
    html.push_str("</dl>\n");
    Some(page(("Glossary", &apparatus.settings.language, "backmatter"), &html))
}

/// Returns the page of the works that chapters cite, if they cite any.
pub(super) fn sources(apparatus: Apparatus<'_>, uses: &Uses) -> Option<String> {
    if uses.works.is_empty() {
        return None;
    }
    let guide = guide(apparatus, uses, "sources/");
    let mut html = String::from(
        "<section role=\"doc-bibliography\" epub:type=\"bibliography\">\n<h1>Sources</h1>\n<ul>\n",
    );
    for &index in &uses.works {
        html.push_str(&format!("<li id=\"work-{}\">{}</li>\n", index + 1, work(&guide, index)));
    }
    html.push_str("</ul>\n</section>\n");
    Some(page(("Sources", &apparatus.settings.language, "backmatter"), &html))
}

fn guide<'a>(apparatus: Apparatus<'a>, uses: &'a Uses, path: &str) -> Guide<'a> {
    let url = apparatus.url(path);
    Guide { apparatus, lists: Some(of(uses)), url, fragments: BTreeSet::new(), images: None }
}

/// Writes the entry of a term.
fn term(guide: &Guide<'_>, index: usize) -> String {
    let term = &guide.apparatus.terms[index];
    let mut xml = Xml::default();
    xml.start("dt", &[("id", &format!("term-{}", index + 1)), ("epub:type", "glossterm")]);
    headword(&mut xml, term);
    xml.end("dt");
    xml.start("dd", &[("epub:type", "glossdef")]);
    let mut html = xml.into_string();
    html.push_str(&definition(guide, term));
    html.push_str("</dd>\n");
    html
}
