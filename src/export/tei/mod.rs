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
use crate::{model::Markdown, text::prose};
use text::Text;

/// Writes articles with all that they refer to.
pub(super) fn document(apparatus: Apparatus<'_>, articles: &[Article<'_>]) -> String {
    let readings = read_all(apparatus, articles);
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    if let [reading] = readings.as_slice() {
        return format!("{head}{}", article(apparatus, reading, ""));
    }
    let corpus = render("tei-corpus.xml", &json!({ "edition": view::edition(apparatus) }));
    let (start, end) = corpus.split_at(corpus.rfind("</teiCorpus>").unwrap_or(corpus.len()));
    let articles = readings.iter().zip(1..);
    let articles = articles.map(|(reading, n)| article(apparatus, reading, &format!("a{n}-")));
    format!("{head}{start}{}{end}", articles.collect::<String>())
}

/// Writes one article as an element `TEI`; its ids begin with `prefix`.
fn article(apparatus: Apparatus<'_>, reading: &Reading<'_>, prefix: &str) -> String {
    let article = reading.article;
    let links = |url| Links {
        apparatus,
        entries: Entries::Tei(&reading.uses, prefix),
        url,
        fragments: BTreeSet::new(),
        images: None,
    };
    let blocks = reading.fragments.iter();
    let blocks = blocks.map(|(name, block)| (name.clone(), format!("{prefix}p-{block}")));
    let notes = article.standing().map(|one| &one.annotation.id);
    let notes = notes.map(|id| (id.clone(), format!("{prefix}note-{id}")));
    let (here, ids) = (links(apparatus.article_url(&article.slug)), blocks.chain(notes).collect());
    let (glossary, no_ids) = (links(apparatus.url("glossary/")), BTreeMap::new());

    let mut text = Text::new(&here, prefix, &ids, Some(&reading.terms));
    let body = text.body(&reading.markup);
    let footnotes = text.footnotes(&reading.markup.footnotes);
    let markdown = |markdown: &Markdown, links, ids| match prose::read(&markdown.0, 0) {
        Ok(markup) => Text::new(links, prefix, ids, None).fragment(&markup),
        Err(_) => String::new(),
    };
    let notes = article.standing().map(|one| {
        let mut note = view::note(&here, article, one, |body| markdown(body, &here, &ids));
        // An annotation must point somewhere: one whose passage is gone, to the whole text.
        let target = one.passage.as_ref().map(|passage| text.pointers(&passage.bytes));
        note["target"] = target.unwrap_or_else(|| format!("#{prefix}text")).into();
        note
    });
    let works = reading.uses.works.iter().map(|&index| view::work(apparatus, index));
    let definition = |definition: &Markdown| markdown(definition, &glossary, &no_ids);
    let terms = reading.uses.terms.iter().map(|&it| view::term(&glossary, it, definition));
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
