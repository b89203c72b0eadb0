//! TEI P5, for scholarly editions: <https://tei-c.org/guidelines/p5/>.
//!
//! The text stands in `text`, each block with an `xml:id`; nothing of the
//! commentary is in it but the terms. Annotations stand off, as an
//! `annotation` each, and point to their passages by the TEI pointer scheme
//! `string-range` (Guidelines 17.2.4). Works cited are a `listBibl`, terms a
//! `list`, the rating scale a `taxonomy`. Several articles are a `teiCorpus`.

mod header;
mod notes;
mod text;

use std::collections::BTreeMap;

use super::{
    Apparatus, Article,
    reading::{Reading, Uses, read_all},
};
use crate::xml::Xml;
use text::{Page, Setting, Text};

/// The namespace of TEI.
const NAMESPACE: &str = "http://www.tei-c.org/ns/1.0";

/// The ids of one article; those of several in one file differ by a prefix.
struct Names<'a> {
    apparatus: Apparatus<'a>,
    prefix: String,
    /// What the document lists.
    uses: &'a Uses,
    /// What the fragments of the article's page are called here.
    fragments: BTreeMap<String, String>,
}

impl<'a> Names<'a> {
    fn new(apparatus: Apparatus<'a>, reading: &'a Reading<'_>, prefix: String) -> Self {
        let blocks = reading.fragments.iter();
        let blocks = blocks.map(|(name, block)| (name.clone(), format!("{prefix}p-{block}")));
        let notes = reading.article.standing().map(|one| {
            let id = &one.annotation.id;
            (id.clone(), format!("{prefix}note-{id}"))
        });
        let fragments = blocks.chain(notes).collect();
        Self { apparatus, prefix, uses: &reading.uses, fragments }
    }
}

impl Names<'_> {
    fn id(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    fn work_id(&self, index: usize) -> String {
        self.id(&format!("work-{}", index + 1))
    }

    /// Returns a pointer to a work: in the document, or on the site.
    fn work(&self, key: &str) -> String {
        let index = self.apparatus.bibliography.index_of(key);
        match index.filter(|index| self.uses.works.contains(index)) {
            Some(index) => format!("#{}", self.work_id(index)),
            None => format!("{}sources/#{key}", self.apparatus.settings.base_url),
        }
    }

    fn term_id(&self, index: usize) -> String {
        self.id(&format!("term-{}", self.apparatus.terms[index].id))
    }

    fn rating_id(&self, index: usize) -> String {
        self.id(&format!("rating-{}", index + 1))
    }
}

/// Writes articles with all that they refer to.
#[must_use]
pub fn document(apparatus: Apparatus<'_>, articles: &[Article<'_>]) -> String {
    let readings = read_all(apparatus, articles);
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    let mut xml = Xml::default();
    if let [reading] = readings.as_slice() {
        article(&mut xml, apparatus, reading, String::new());
    } else {
        xml.start("teiCorpus", &[("xmlns", NAMESPACE)]);
        xml.line();
        header::of_corpus(&mut xml, apparatus);
        for (reading, number) in readings.iter().zip(1..) {
            article(&mut xml, apparatus, reading, format!("a{number}-"));
        }
        xml.end("teiCorpus");
        xml.line();
    }
    format!("{head}{}", xml.into_string())
}

/// Writes one article as an element `TEI`.
fn article(xml: &mut Xml, apparatus: Apparatus<'_>, reading: &Reading<'_>, prefix: String) {
    let names = Names::new(apparatus, reading, prefix);
    let url = apparatus.article_url(&reading.article.slug);
    let setting = Setting {
        names: &names,
        works: None,
        page: Page { url: &url, fragments: &reading.fragments },
        terms: &reading.terms,
        has_ids: true,
    };
    let mut text = Text::new(setting);
    text.body(&reading.markup);
    let body = text.take();
    text.footnotes(&reading.markup.footnotes);
    let footnotes = text.take();
    xml.start("TEI", &[("xmlns", NAMESPACE)]);
    xml.line();
    header::of_article(xml, &names, reading.article);
    notes::stand_off(xml, &names, reading, &text);
    xml.start("text", &[("xml:lang", &reading.article.language)]);
    xml.start("body", &[("xml:id", &names.id("text"))]);
    xml.line();
    xml.append(&body);
    xml.end("body");
    xml.line();
    if !reading.markup.footnotes.is_empty() {
        xml.start("back", &[]);
        xml.start("div", &[("type", "footnotes")]);
        xml.line();
        xml.append(&footnotes);
        xml.end("div");
        xml.end("back");
        xml.line();
    }
    xml.end("text");
    xml.line();
    xml.end("TEI");
    xml.line();
}
