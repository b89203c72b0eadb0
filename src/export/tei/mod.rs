//! TEI P5, for scholarly editions: <https://tei-c.org/guidelines/p5/>.
//!
//! The text stands in `text`, each block with an `xml:id`; nothing of the
//! commentary is in it but the terms. Annotations stand off, as an
//! `annotation` each, and point to their passages by the TEI pointer scheme
//! `string-range` (Guidelines 17.2.4). Works cited are a `listBibl`, terms a
//! `list`, the rating scale a `taxonomy`. Several articles are a `teiCorpus`,
//! in which the ids of each have a prefix.

mod text;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::{
    Apparatus, Article,
    links::{Entries, Links},
    reading::{Reading, read_all},
    render, view,
};
use crate::{model::Markdown, prose};
use text::{Page, Text};

/// Writes articles with all that they refer to.
#[must_use]
pub fn document(apparatus: Apparatus<'_>, articles: &[Article<'_>]) -> String {
    let readings = read_all(apparatus, articles);
    let xml = if let [reading] = readings.as_slice() {
        article(apparatus, reading, "")
    } else {
        let articles = readings.iter().zip(1..);
        let articles = articles.map(|(it, number)| article(apparatus, it, &format!("a{number}-")));
        let articles: String = articles.collect();
        let edition = view::edition(apparatus);
        render("tei-corpus.xml", &json!({ "edition": edition, "articles_xml": articles }))
    };
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{xml}")
}

/// Writes one article as an element `TEI`; its ids begin with `prefix`.
fn article(apparatus: Apparatus<'_>, reading: &Reading<'_>, prefix: &str) -> String {
    let article = reading.article;
    let links = Links {
        apparatus,
        entries: Entries::Tei(&reading.uses, prefix),
        url: apparatus.article_url(&article.slug),
        fragments: BTreeSet::new(),
        images: None,
    };
    let blocks = reading.fragments.iter();
    let blocks = blocks.map(|(name, block)| (name.clone(), format!("{prefix}p-{block}")));
    let ids = article.standing().map(|one| &one.annotation.id);
    let notes = ids.map(|id| (id.clone(), format!("{prefix}note-{id}")));
    let page = Page { url: links.url.clone(), ids: blocks.chain(notes).collect() };
    let glossary = Page { url: apparatus.url("glossary/"), ids: BTreeMap::new() };

    let mut text = Text::of_article(&links, prefix, &page, &reading.terms);
    let body = text.body(&reading.markup);
    let footnotes = text.footnotes(&reading.markup.footnotes);
    let markdown = |markdown: &Markdown, page: &Page| match prose::read(&markdown.0, 0) {
        Ok(markup) => Text::of_editor(&links, prefix, page).fragment(&markup),
        Err(_) => String::new(),
    };
    let notes = article.standing().map(|one| {
        let mut note = view::note(&links, article, one, |body| markdown(body, &page));
        // An annotation must point somewhere: one whose passage is gone, to the whole text.
        let target = one.passage.as_ref().map(|passage| text.pointers(&passage.bytes));
        note["target"] = target.unwrap_or_else(|| format!("#{prefix}text")).into();
        note
    });
    let works = reading.uses.works.iter().map(|&index| view::work(apparatus, index));
    let terms = reading.uses.terms.iter();
    let terms = terms.map(|&index| view::term(&links, index, |it| markdown(it, &glossary)));
    let view = json!({
        "prefix": prefix,
        "edition": view::edition(apparatus),
        "article": view::article(apparatus, article),
        "body_xml": body,
        "footnotes_xml": footnotes,
        "notes": notes.collect::<Vec<_>>(),
        "works": works.collect::<Vec<_>>(),
        "terms": terms.collect::<Vec<_>>(),
    });
    render("tei.xml", &view)
}
