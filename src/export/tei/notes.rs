//! What stands off the text: annotations, works cited, terms.

use std::collections::BTreeMap;

use super::{
    Names,
    header::{licence, responsible},
    text::{Page, Setting, Text},
};
use crate::{
    cite::Work,
    export::{Anchored, Article, quoted, reading::Reading, web_annotation::motivation},
    model::{Annotation, Citation, Markdown, Term, source_by_key},
    prose,
    xml::Xml,
};

/// Writes the annotations of an article, the works that they cite and its terms.
///
/// `text` is the article's, written: it knows where its passages stand.
pub(super) fn stand_off(xml: &mut Xml, names: &Names<'_>, reading: &Reading<'_>, text: &Text<'_>) {
    let article = reading.article;
    let has_notes = article.standing().next().is_some();
    let uses = names.uses;
    if !has_notes && uses.works.is_empty() && uses.terms.is_empty() {
        return;
    }
    let url = names.apparatus.article_url(&article.slug);
    let page = Page { url: &url, fragments: &reading.fragments };
    let writer = Writer { names, article, page };
    xml.start("standOff", &[("xml:lang", &names.apparatus.settings.language)]);
    xml.line();
    if has_notes {
        xml.start("listAnnotation", &[]);
        xml.line();
        article.standing().for_each(|one| writer.annotation(xml, one, text));
        xml.end("listAnnotation");
        xml.line();
    }
    if !uses.works.is_empty() {
        xml.start("listBibl", &[]);
        xml.line();
        let works = &names.apparatus.bibliography.works;
        uses.works.iter().for_each(|&index| writer.work(xml, &works[index], index));
        xml.end("listBibl");
        xml.line();
    }
    if !uses.terms.is_empty() {
        xml.start("list", &[("type", "gloss")]);
        xml.line();
        let terms = names.apparatus.terms;
        uses.terms.iter().for_each(|&index| writer.term(xml, index, &terms[index]));
        xml.end("list");
        xml.line();
    }
    xml.end("standOff");
    xml.line();
}

/// Writes entries that stand off the text.
struct Writer<'a> {
    names: &'a Names<'a>,
    article: &'a Article<'a>,
    page: Page<'a>,
}

impl Writer<'_> {
    fn annotation(&self, xml: &mut Xml, one: &Anchored<'_>, text: &Text<'_>) {
        let (annotation, apparatus) = (&*one.annotation, self.names.apparatus);
        // An annotation must point somewhere: one whose passage is gone, to the whole text.
        let target = match &one.passage {
            Some(passage) => text.pointers(&passage.bytes),
            None => format!("#{}", self.names.id("text")),
        };
        xml.start(
            "annotation",
            &[
                ("xml:id", &self.names.id(&format!("note-{}", annotation.id))),
                ("n", &one.number.to_string()),
                ("xml:lang", annotation.lang.as_deref().unwrap_or_default()),
                ("corresp", &apparatus.permalink(&self.article.slug, &annotation.id)),
                ("motivation", motivation(annotation.kind)),
                ("ana", &self.rating(annotation)),
                ("target", &target),
            ],
        );
        if let Some(editor) = apparatus.editor(annotation) {
            responsible(xml, "annotator", editor);
        }
        history(xml, annotation);
        licence(xml, apparatus);
        if one.passage.is_none() {
            xml.leaf("note", &[("type", "detached")], &quoted(&annotation.selector));
        }
        self.content(xml, annotation);
        xml.end("annotation");
        xml.line();
    }

    /// Returns the pointer to the rating of an annotation; empty if it has none.
    fn rating(&self, annotation: &Annotation) -> String {
        let ratings = &self.names.apparatus.settings.ratings;
        let id = annotation.rating.as_ref();
        let index = id.and_then(|id| ratings.iter().position(|rating| rating.id == *id));
        index.map_or_else(String::new, |index| format!("#{}", self.names.rating_id(index)))
    }

    fn content(&self, xml: &mut Xml, annotation: &Annotation) {
        for (kind, text) in [("claim", &annotation.claim), ("summary", &annotation.summary)] {
            if let Some(text) = text {
                xml.leaf("note", &[("type", kind)], text);
            }
        }
        if let Some(body) = &annotation.body {
            xml.start("note", &[("type", "body")]);
            self.markdown(xml, body, self.page);
            xml.end("note");
        }
        let terms = self.names.apparatus.terms;
        let term = annotation.term.as_ref();
        if let Some(index) = term.and_then(|id| terms.iter().position(|term| term.id == *id)) {
            let target = format!("#{}", self.names.term_id(index));
            xml.empty("ptr", &[("type", "term"), ("target", &target)]);
        }
        annotation.sources.iter().for_each(|cited| self.source(xml, cited));
        for tag in &annotation.tags {
            xml.leaf("note", &[("type", "tag")], tag);
        }
    }

    fn source(&self, xml: &mut Xml, cited: &Citation) {
        let stance = cited.stance.map_or("", crate::model::Stance::as_str);
        xml.start("note", &[("type", "source"), ("subtype", stance)]);
        self.reference(xml, &cited.key, cited.at.as_deref());
        if let Some(quote) = &cited.quote {
            xml.push_text(" ");
            xml.leaf("quote", &[], quote);
        }
        if let Some(note) = &cited.note {
            xml.push_text(" ");
            xml.leaf("seg", &[("type", "remark")], note);
        }
        xml.end("note");
    }

    /// Writes a reference to a work and the place in it.
    fn reference(&self, xml: &mut Xml, key: &str, at: Option<&str>) {
        let label = self.names.apparatus.bibliography.get(key).map_or(key, Work::bare_label);
        xml.leaf("ref", &[("target", &self.names.work(key))], label);
        if let Some(at) = at {
            xml.push_text(&format!(", {at}"));
        }
    }

    fn work(&self, xml: &mut Xml, work: &Work, index: usize) {
        let lang = work.language.as_deref().unwrap_or_default();
        xml.start("bibl", &[("xml:id", &self.names.work_id(index)), ("n", &work.key)]);
        if let Some(by) = &work.by {
            xml.leaf("author", &[], by);
        }
        xml.leaf("title", &[("xml:lang", lang)], &work.title);
        if let Some(date) = &work.date {
            xml.leaf("date", &[("when", date)], date);
        }
        if let Some(url) = &work.url {
            xml.leaf("ref", &[("target", url)], url);
        }
        if let Some(accessed) = &work.accessed {
            xml.leaf("date", &[("type", "accessed"), ("when", accessed)], accessed);
        }
        let source = source_by_key(self.names.apparatus.sources, &work.key);
        if let Some(copy) = source.and_then(|source| source.archived.as_ref()) {
            let date = copy.date.map(|date| date.to_string()).unwrap_or_default();
            let attributes = [("type", "archived"), ("n", &*date), ("target", &*copy.url)];
            xml.leaf("ref", &attributes, &copy.url);
        }
        if let Some(note) = &work.note {
            xml.leaf("note", &[], note);
        }
        xml.end("bibl");
        xml.line();
    }

    fn term(&self, xml: &mut Xml, index: usize, term: &Term) {
        xml.start("label", &[("xml:id", &self.names.term_id(index))]);
        xml.leaf("term", &[], &term.term);
        xml.end("label");
        xml.start("item", &[]);
        if let Some(expansion) = &term.expansion {
            xml.start("p", &[]);
            xml.leaf("gloss", &[("type", "expansion")], expansion);
            xml.end("p");
        }
        for name in &term.original {
            xml.start("p", &[]);
            xml.leaf("term", &[("type", "original"), ("xml:lang", &name.lang)], &name.text);
            xml.end("p");
        }
        let url = self.names.apparatus.url("glossary/");
        let page = Page { url: &url, fragments: &BTreeMap::new() };
        self.markdown(xml, &term.definition, page);
        for cited in &term.sources {
            xml.start("p", &[]);
            self.reference(xml, &cited.key, cited.at.as_deref());
            xml.end("p");
        }
        xml.end("item");
        xml.line();
    }

    /// Writes an editor's Markdown, which stands on a page of the site.
    fn markdown(&self, xml: &mut Xml, markdown: &Markdown, page: Page<'_>) {
        let Ok(markup) = prose::read(&markdown.0, 0) else { return };
        let works = Some(self.names.apparatus.bibliography);
        let setting = Setting { names: self.names, works, page, terms: &[], has_ids: false };
        let mut text = Text::new(setting);
        text.fragment(&markup);
        xml.append(&text.take());
    }
}

/// Writes when an annotation was made, changed and corrected, the latest first.
fn history(xml: &mut Xml, annotation: &Annotation) {
    let made = annotation.created.map(|date| (date, "created", "Created."));
    let changed = annotation.updated.map(|date| (date, "changed", "Changed."));
    let corrected =
        annotation.corrections.iter().map(|one| (one.date, "corrected", one.text.as_str()));
    let mut steps: Vec<_> = made.into_iter().chain(changed).chain(corrected).collect();
    steps.sort_by_key(|(date, ..)| std::cmp::Reverse(*date));
    if steps.is_empty() {
        return;
    }
    xml.start("revisionDesc", &[]);
    for (date, what, text) in steps {
        xml.leaf("change", &[("when", &date.to_string()), ("type", what)], text);
    }
    xml.end("revisionDesc");
}
