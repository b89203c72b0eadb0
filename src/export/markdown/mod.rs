//! Markdown for people without Postil: the text as it is written, and its notes
//! as footnotes in the syntax that GitHub and Pandoc share.
//!
//! What the article says of itself stands above it in YAML, under the names that
//! Pandoc has for it. Terms and works follow the text. Links and images of the
//! text are left as they are written; those of notes lead to the site.

mod places;

use std::{collections::BTreeSet, iter};

use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::json;

use super::{links::Links, render, uses::Uses, view};
use crate::{
    edition::{Article, NumberedAnnotation, figure_name},
    model::On,
    text::{
        markdown::{from_plain, quoted, translate},
        prose::{self, FigureSpot, Markup, ProseRange, Spots},
    },
};
use places::{Note, Referenced, refer};

/// Passages that are longer are shortened where a note names them, in code points.
const MAX_PASSAGE: usize = 120;

/// Writes an article with its annotations.
pub(super) fn document(article: &Article<'_>) -> String {
    let shared = article.edition.shared;
    let links = Links::of_article(article);
    let source = article.files.text.body();
    let syntax = article.files.text.syntax;
    // Its places are those in the text without the front matter.
    let Ok(markup) = prose::read_with(source, 0, syntax) else { return String::new() };
    let standing: Vec<&NumberedAnnotation<'_>> = article.standing().collect();
    let taken = labels(source, syntax.options());
    let written: Vec<(String, String)> = standing
        .iter()
        .map(|one| (label(&one.annotation.id, &taken), footnote(&links, article, one)))
        .collect();
    let spots = markup.spots();
    let places: Vec<_> = standing.iter().map(|one| place(one, &markup, &spots)).collect();
    let notes: Vec<Note<'_>> = places
        .iter()
        .zip(&written)
        .map(|((passage, behind), (label, definition))| {
            let (passage, behind) = (passage.as_ref(), *behind);
            Note { label, passage, behind, definition }
        })
        .collect();
    let Referenced { mut text, mut without } = refer((source, syntax), &markup, &notes);
    // What is said of the whole stands before it.
    let is_first =
        |index: &usize| standing[*index].is_headnote() || standing[*index].is_on_given_title();
    let (first, rest): (Vec<usize>, Vec<usize>) = without.into_iter().partition(is_first);
    without = rest;
    let first: String = first.into_iter().map(|index| quoted(&written[index].1) + "\n\n").collect();
    if !without.is_empty() {
        let title = shared.messages.get("notes-without-place");
        text.push_str(&format!("\n## {title}\n"));
        without.iter().for_each(|&index| text.push_str(&format!("\n{}\n", written[index].1)));
    }
    text.push_str(&lists(&links, &Uses::new(article)));
    format!("{}\n{first}{}", front_matter(article), text.trim_start_matches('\n'))
}

/// Returns where a note belongs in the text: behind which passage, in bytes of the prose, and
/// of an image behind which byte of the source, too. A translation is not printed; what is said
/// of it stands at the end.
fn place(
    one: &NumberedAnnotation<'_>,
    markup: &Markup<'_>,
    spots: &Spots<'_>,
) -> (Option<ProseRange>, Option<usize>) {
    let Some(on) = &one.annotation.on else {
        return (one.range().filter(|_| one.is_in(None)).cloned(), None);
    };
    let spot = match on {
        On::Article => None,
        On::Title => {
            let heading = markup.title_spot().and_then(|_| markup.prose.blocks.first());
            return (heading.map(|block| block.range.clone()), None);
        }
        On::Figure(name) => {
            let is_meant = |it: &&FigureSpot<'_>| figure_name(it.target) == figure_name(name);
            let figure = spots.figures.iter().find(is_meant);
            figure.map(|it| (&it.spot, Some(it.source.end)))
        }
        On::Footnote(number) => spots.footnotes.get(number - 1).map(|spot| (spot, None)),
    };
    let spot = spot.filter(|_| !markup.prose.blocks.is_empty());
    spot.map_or((None, None), |(spot, behind)| (Some(spot.at..spot.at), behind))
}

/// Writes what the article says of itself; JSON is YAML, and quotes whatever it holds.
fn front_matter(article: &Article<'_>) -> String {
    let matter = &article.files.matter;
    let rows = [
        ("title", json!(article.title)),
        ("author", json!(matter.authors)),
        ("date", json!(matter.published.map(|date| date.to_string()))),
        ("publisher", json!(matter.publisher.as_ref().map(|publisher| &publisher.name))),
        ("lang", json!(article.text().language)),
        ("rights", json!(matter.rights)),
        ("abstract", json!(matter.summary)),
        ("source", json!(matter.source_url)),
        ("url", json!(article.edition.shared.article_url(article.slug()))),
    ];
    let is_said = |value: &serde_json::Value| !value.is_null() && *value != json!([]);
    let said = rows.into_iter().filter(|(_, value)| is_said(value));
    let lines: String = said.map(|(name, value)| format!("{name}: {value}\n")).collect();
    format!("---\n{lines}---\n")
}

/// Returns the labels of the article's own footnotes, in lower case.
fn labels(markdown: &str, options: Options) -> BTreeSet<String> {
    let label = |event| match event {
        Event::FootnoteReference(label) | Event::Start(Tag::FootnoteDefinition(label)) => {
            Some(label.to_lowercase())
        }
        _ => None,
    };
    Parser::new_ext(markdown, options).filter_map(label).collect()
}

/// Returns a label that is not one of the article's own footnotes.
fn label(id: &str, taken: &BTreeSet<String>) -> String {
    let mut label = id.to_owned();
    while taken.contains(&label) {
        label.insert_str(0, "note-");
    }
    label
}

/// Writes a note, first what it is and what it is about.
fn footnote(links: &Links<'_>, article: &Article<'_>, one: &NumberedAnnotation<'_>) -> String {
    let url = links.shared.permalink(article.slug(), &one.annotation.id);
    let prose = &article.text_of(one).markup.prose;
    let message =
        |key, passage: String| links.shared.messages.with(key, &[("passage", passage.into())]);
    let passage = match one.range() {
        Some(range) => message("on-passage", shortened(&prose.quoted(range))),
        None => match one.on_what(&links.shared.messages) {
            Some(on) if !one.is_detached() => on,
            _ => message("passage-gone", one.quote()),
        },
    };
    let view = json!({ "note": view::note_in_html(links, article, one) });
    let said = translate(&render(links.shared, "note.xhtml", view));
    format!("**[{}]({url})**, {}\n\n{said}", from_plain(&one.name), from_plain(&one_line(&passage)))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns a passage, the middle of a long one left out; thousands of them may each be nearly
/// all of a text, so the middle is not read.
fn shortened(passage: &str) -> String {
    let words = || passage.split_whitespace();
    let start = words().flat_map(|word| iter::once(' ').chain(word.chars())).skip(1);
    let start: Vec<char> = start.take(MAX_PASSAGE + 1).collect();
    if start.len() <= MAX_PASSAGE {
        return start.into_iter().collect();
    }
    let end = words().rev().flat_map(|word| word.chars().rev().chain([' ']));
    let end: Vec<char> = end.take(MAX_PASSAGE / 2).collect();
    let (start, end) = (start.iter().take(MAX_PASSAGE / 2), end.iter().rev());
    let [start, end] = [start.collect::<String>(), end.collect()];
    format!("{} … {}", start.trim_end(), end.trim_start())
}

/// Writes the terms that the article uses, and the works that it and its notes cite.
fn lists(links: &Links<'_>, uses: &Uses) -> String {
    let mut text = String::new();
    let terms = uses.sorted_terms(links.shared);
    if !terms.is_empty() {
        text.push_str(&format!("\n## {}\n", links.shared.messages.get("glossary")));
    }
    for index in terms {
        let view = json!({ "term": view::term_in_html(links, index) });
        let [name, meaning] = ["headword.xhtml", "term.xhtml"]
            .map(|part| translate(&render(links.shared, part, view.clone())));
        text.push_str(&format!("\n### {name}\n\n{meaning}\n"));
    }
    if !uses.works.is_empty() {
        text.push_str(&format!("\n## {}\n\n", links.shared.messages.get("sources")));
    }
    for &index in &uses.works {
        let view = json!({ "work": view::work_in_html(links, index) });
        text.push_str(&format!(
            "- {}\n",
            one_line(&translate(&render(links.shared, "work.xhtml", view)))
        ));
    }
    text
}
