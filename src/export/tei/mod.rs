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

use serde_json::{Value, json};

use super::{
    links::{Entries, Links},
    render,
    uses::Uses,
    view,
};
use crate::{
    edition::{Article, Shared},
    io::address::media_type,
    model::Markdown,
    text::{
        form::Syntax,
        prose::{self, ElementKind, Item},
    },
};
use text::Text;

/// Writes articles, each an element `TEI`, as a document.
pub(super) fn document(shared: &Shared, articles: &[String]) -> String {
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    if let [article] = articles {
        return format!("{head}{article}");
    }
    let corpus = render(shared, "tei-corpus.xml", json!({ "edition": view::edition(shared) }));
    let (start, end) = corpus.split_at(corpus.rfind("</teiCorpus>").unwrap_or(corpus.len()));
    format!("{head}{start}{}{end}", articles.concat())
}

/// Writes one article, with all that it refers to, as an element `TEI`; the ids of one of
/// several begin with its number.
pub(super) fn article(article: &Article<'_>, number: Option<usize>) -> String {
    let shared = article.edition.shared;
    let uses = Uses::new(article);
    let prefix = &*number.map_or_else(String::new, |number| format!("a{number}-"));
    let links = |url| Links {
        shared,
        entries: Entries::Tei(&uses, prefix),
        url,
        fragments: BTreeSet::new(),
        images: None,
    };
    let blocks = article.texts.iter().flat_map(|text| {
        let suffix = &text.suffix;
        text.markup.items.iter().filter_map(move |item| {
            let Item::Start(element) = item else { return None };
            let fragment = text.markup.fragment(element)?;
            let aliases = text.markup.aliases(element).iter().map(|alias| alias.as_str().into());
            let id = match (element.block, &element.kind) {
                (Some(number), _) => format!("p-{number}"),
                (None, ElementKind::Line { .. }) => fragment.to_string(),
                (None, _) => return None,
            };
            let fragments = std::iter::once(fragment).chain(aliases);
            Some(fragments.map(move |fragment| {
                (format!("{fragment}{suffix}"), format!("{prefix}{id}{suffix}"))
            }))
        })
    });
    let blocks = blocks.flatten();
    let notes = article.standing().map(|one| &one.annotation.id);
    let notes = notes.map(|id| (id.clone(), format!("{prefix}note-{id}")));
    let (here, ids) = (links(shared.article_url(article.slug())), blocks.chain(notes).collect());
    let (glossary, no_ids) = (links(shared.url("glossary/")), BTreeMap::new());

    let written: Vec<(Text<'_>, Value)> = article
        .texts
        .iter()
        .map(|own| {
            let mut text = Text::new(&here, (prefix, &own.suffix), &ids, Some(&own.terms));
            let view = json!({
                "language": own.language,
                "tag": own.tag,
                "body_xml": text.body(&own.markup),
                "footnotes_xml": text.footnotes(&own.markup.footnotes),
            });
            (text, view)
        })
        .collect();
    let speakers = written.iter().flat_map(|(text, _)| text.speakers());
    let speakers = speakers.map(|(id, name)| json!({ "id": id, "name": name }));
    let texts: Vec<&Value> = written.iter().map(|(_, view)| view).collect();
    let markdown = |markdown: &Markdown, syntax: Syntax, links, ids| {
        // What editors say is prose, whatever the form of a text.
        let syntax = Syntax { has_math: syntax.has_math, ..Syntax::default() };
        match prose::read_with(&markdown.0, 0, syntax) {
            Ok(markup) => Text::new(links, (prefix, ""), ids, None).fragment(&markup),
            Err(_) => String::new(),
        }
    };
    let syntax = article.files.text.syntax;
    let notes = article.standing().map(|one| {
        let mut note = view::note(&here, article, one, |body| markdown(body, syntax, &here, &ids));
        // An annotation must point somewhere: one on the article, or whose passage is gone, to
        // the whole text.
        let quoted = article.texts.iter().position(|text| one.is_in(text.tag));
        let (text, _) = &written[quoted.unwrap_or(0)];
        let spot = || one.spot.as_ref().and_then(|spot| text.spot(spot.kind));
        let target = match one.range() {
            Some(range) => text.pointers(range),
            None if one.is_on_given_title() => format!("#{prefix}title"),
            None => format!("#{}", spot().unwrap_or_else(|| format!("{prefix}text"))),
        };
        note["target"] = target.into();
        note
    });
    let works = uses.works.iter().map(|&index| view::work(shared, index));
    let definition =
        |definition: &Markdown, syntax| markdown(definition, syntax, &glossary, &no_ids);
    let terms = uses.terms.iter().map(|&it| view::term(&glossary, it, definition));
    let view = json!({
        "prefix": prefix,
        "edition": view::edition(shared),
        "article": view::article(article),
        "recording": recording(article),
        "has_noted_title": article.standing().any(|one| one.is_on_given_title()),
        "texts": texts,
        "translations": view::translations(article),
        "facing": facing(article, prefix),
        "speakers": speakers.collect::<Vec<_>>(),
        "notes": notes.collect::<Vec<_>>(),
        "works": works.collect::<Vec<_>>(),
        "terms": terms.collect::<Vec<_>>(),
    });
    render(shared, "tei.xml", view)
}

/// Describes the recording of an article; whether it is of sound or film is told by the ending of
/// its address.
fn recording(article: &Article<'_>) -> Option<Value> {
    let page = article.edition.shared.article_url(article.slug());
    let url = url::Url::parse(&page).ok()?.join(&article.media.as_ref()?.address).ok()?;
    let media_type = media_type(url.path());
    let kind = media_type.split('/').next().filter(|kind| matches!(*kind, "audio" | "video"));
    Some(json!({ "url": url.as_str(), "media_type": media_type, "kind": kind }))
}

/// Returns, for the blocks of an article's texts that face each other, pointers to the first
/// block of each; none of an article without translations.
fn facing(article: &Article<'_>, prefix: &str) -> Vec<String> {
    let pointer = |(nth, index): (usize, &Option<usize>)| {
        let text = &article.texts[nth];
        let number = text.woven.rows.get((*index)?)?.block?;
        Some(format!("#{prefix}p-{number}{}", text.suffix))
    };
    let pointers = article
        .facing
        .iter()
        .map(|blocks| blocks.iter().enumerate().filter_map(pointer).collect::<Vec<_>>());
    pointers.filter(|pointers| pointers.len() > 1).map(|pointers| pointers.join(" ")).collect()
}
