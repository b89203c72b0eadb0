//! What chapters refer to: the glossary and the sources of the book.

use std::collections::BTreeSet;

use super::{guide::Guide, notes::reference, page};
use crate::{
    body::{self, Location},
    export::{Apparatus, reading::Uses, xml::Xml},
    model::source_by_key,
    script::{self, Collation},
    view,
};

/// Returns the page of the terms that chapters use, if they use any.
pub(super) fn glossary(apparatus: Apparatus<'_>, uses: &Uses) -> Option<String> {
    if uses.terms.is_empty() {
        return None;
    }
    let guide = guide(apparatus, uses, "glossary/");
    let collation = Collation::of_language(&apparatus.settings.language);
    let name = |index: usize| &apparatus.terms[index].term;
    let mut sorted: Vec<usize> = uses.terms.iter().copied().collect();
    sorted.sort_by(|&a, &b| collation.compare(name(a), name(b)));
    let mut html = String::from("<h1>Glossary</h1>\n<dl epub:type=\"glossary\">\n");
    sorted.into_iter().for_each(|index| html.push_str(&term(&guide, index)));
    html.push_str("</dl>\n");
    Some(page(("Glossary", &apparatus.settings.language, "backmatter"), &html))
}

/// Returns the page of the works that chapters cite, if they cite any.
pub(super) fn sources(apparatus: Apparatus<'_>, uses: &Uses) -> Option<String> {
    if uses.works.is_empty() {
        return None;
    }
    let language = &apparatus.settings.language;
    let guide = guide(apparatus, uses, "sources/");
    let mut html = String::from(
        "<section role=\"doc-bibliography\" epub:type=\"bibliography\">\n<h1>Sources</h1>\n<ul>\n",
    );
    for &index in &uses.works {
        let work = &apparatus.bibliography.works[index];
        html.push_str(&format!("<li id=\"work-{}\">", index + 1));
        html.push_str(&guide.write(&work.entry_html));
        let source = source_by_key(apparatus.sources, &work.key);
        if let Some(copy) = source.and_then(|source| view::archived(source, language)) {
            let mut xml = Xml::default();
            xml.push_text(" Archived: ");
            xml.leaf("a", &[("href", &copy.url)], &copy.label);
            html.push_str(&xml.into_string());
        }
        html.push_str("</li>\n");
    }
    html.push_str("</ul>\n</section>\n");
    Some(page(("Sources", language, "backmatter"), &html))
}

fn guide<'a>(apparatus: Apparatus<'a>, uses: &'a Uses, path: &str) -> Guide<'a> {
    let url = apparatus.url(path);
    Guide { apparatus, uses, url, fragments: BTreeSet::new(), images: None }
}

/// Writes the entry of a term.
fn term(guide: &Guide<'_>, index: usize) -> String {
    let term = &guide.apparatus.terms[index];
    let mut xml = Xml::default();
    xml.start("dt", &[("id", &format!("term-{}", index + 1)), ("epub:type", "glossterm")]);
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
    xml.end("dt");
    xml.start("dd", &[("epub:type", "glossdef")]);
    let at = Location { root: "../", base: "" };
    let definition = body::render(&term.definition, guide.apparatus.bibliography, at);
    let mut html = xml.into_string();
    html.push_str(&guide.write(&definition.html));
    let mut xml = Xml::default();
    for cited in &term.sources {
        xml.start("p", &[("class", "remark")]);
        reference(&mut xml, guide, &cited.key, cited.at.as_deref());
        xml.end("p");
    }
    xml.end("dd");
    xml.line();
    html.push_str(&xml.into_string());
    html
}
