//! Typst, for paper: the text with its notes in the margin, beside their passages.
//!
//! The document needs no package, and no other file but the images that articles show, whose
//! paths start from the edition's folder: `typst compile --root . edition.typ`. How notes are
//! placed is written in Typst itself (`prelude.typ`), since only a typesetter knows on which
//! line a passage comes to stand; where the notes say more than the margin holds, it has what each
//! says in a sentence, and the rest follows the text. Formulas are printed as they are written,
//! in TeX.

mod note;
mod text;

use std::collections::BTreeSet;

use super::{ReadFile, links::Links, uses::Uses};
use crate::{
    cite::Work,
    edition::{self, Article, NumberedAnnotation, Shared},
    model::{Markdown, source_by_key},
    text::{
        form::Syntax,
        html::plain,
        language::Direction,
        prose::{self, Markup},
    },
};
use note::Piece;
use text::{Noted, Text, code, content, markup};

/// What stands before the texts: how notes are placed, and how all is set.
const PRELUDE: &str = include_str!("prelude.typ");

/// Where the notes stand in it.
const NOTES: &str = "#let notes = (:)\n";

/// An article as Typst.
pub(super) struct Part {
    /// What its notes say: entries of a dictionary, by slug and id.
    notes: String,
    /// Its text, and what follows it.
    body: String,
    title: String,
    authors: Vec<String>,
    direction: Direction,
}

/// Writes articles as one document.
pub(super) fn document(shared: &Shared, parts: &[Part]) -> String {
    let settings = &shared.settings;
    let title = match parts {
        [part] => &part.title,
        _ => &settings.title,
    };
    let authors: BTreeSet<&String> = parts.iter().flat_map(|part| &part.authors).collect();
    let authors: String = authors.into_iter().map(|name| format!("{}, ", code(name))).collect();
    let is_rtl = parts.first().is_some_and(|part| part.direction == Direction::Rtl);
    let side = if is_rtl { "left" } else { "right" };
    let notes: String = parts.iter().map(|part| part.notes.as_str()).collect();
    let notes = if notes.is_empty() { ":" } else { &notes };
    let bodies: Vec<&str> = parts.iter().map(|part| part.body.as_str()).collect();
    let bodies = bodies.join("#pagebreak(weak: true)\n\n");
    let (before, after) = PRELUDE.split_once(NOTES).unwrap_or((PRELUDE, ""));
    let (language, direction) = (language(&settings.language), direction(&settings.language));
    format!(
        "#set document(title: {}, author: ({authors}))\n\
         // The side of the notes, and the language they are in.\n\
         #let side = {side}\n\
         #let (note-language, note-direction) = ({language}, {direction})\n\n\
         {before}#let notes = (\n{notes})\n{after}\n{bodies}{END}",
        code(title),
    )
}

/// What stands behind the texts: pages for the notes that did not find room beside them.
/// Where the text ends is said apart: what comes before a new page would be taken to it.
const END: &str = "
#block(height: 0pt)[#metadata(none)<text-end>]
#context {
  let arrangement = arranged()
  [#metadata(arrangement)<note-arrangement>]
  let last = arrangement.map(one => one.page).fold(0, calc.max)
  let end = query(<text-end>).first().location().page()
  for _ in range(end, last) { pagebreak() + hide[.] }
}
";

/// Returns the code of a language, as Typst takes it; English for one that has none.
fn language(tag: &str) -> String {
    let code = tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    let is_code = matches!(code.len(), 2 | 3) && code.bytes().all(|it| it.is_ascii_lowercase());
    format!("\"{}\"", if is_code { &code } else { "en" })
}

fn direction(tag: &str) -> &'static str {
    Direction::of_language(tag).as_str()
}

/// Writes an article; of the images that it shows, those that `read` has.
pub(super) fn article(article: &Article<'_>, read: ReadFile<'_>) -> Part {
    let (shared, matter) = (article.edition.shared, &article.files.matter);
    let links = Links::of_article(article);
    let own = article.text();
    let mut body = format!(
        "#set text(lang: {}, dir: {})\n\n",
        language(own.language),
        direction(own.language)
    );
    let key = |one: &NumberedAnnotation<'_>| format!("{}/{}", article.slug(), one.annotation.id);
    let mark = |one: &NumberedAnnotation<'_>| note_mark(&key(one), one.number);
    let marks = |is_meant: &dyn Fn(&NumberedAnnotation<'_>) -> bool| {
        article.standing().filter(|one| is_meant(one)).map(mark).collect::<String>()
    };
    let on_title = marks(&|one| one.is_on_given_title());
    if own.markup.title().is_none() {
        body.push_str(&format!("#heading(level: 1)[{}{on_title}]\n\n", markup(&article.title)));
    }
    let by = matter.authors.iter().chain(matter.publisher.iter().map(|it| &it.name));
    let by: Vec<String> = by.map(|name| markup(name)).collect();
    let date = matter.published.map(|date| date.in_language(&shared.settings.language));
    let facts: Vec<String> = by.into_iter().chain(date.map(|date| markup(&date))).collect();
    let on_whole = marks(&|one| one.is_headnote());
    let facts = facts.join(", ") + &on_whole;
    let mut is_first = true;
    for text in &article.texts {
        let here = article.standing().filter(|one| one.is_in(text.tag) && one.is_in_text());
        let mut noted: Vec<Noted> = here
            .filter_map(|one| {
                let range = one.place_in_prose()?;
                Some(Noted { range, mark: mark(one) })
            })
            .collect();
        noted.sort_by_key(|one| one.range.end);
        let names = (article.slug(), text.suffix.as_str());
        let writer = Text::new(&links, names, noted, Some(read));
        let written = writer.body(&text.markup);
        if is_first {
            // The title is the first block, where the text has one.
            let (title, rest) = match text.markup.title() {
                Some(_) => written.split_at(written.find("\n\n").map_or(0, |at| at + 2)),
                None => ("", written.as_str()),
            };
            body.push_str(title);
            if !facts.is_empty() {
                body.push_str(&format!("#emph[{facts}]\n\n"));
            }
            body.push_str(rest);
            is_first = false;
            continue;
        }
        let name = shared.messages.language_name(text.language);
        let name = shared.messages.with("translation-into", &[("language", name.into())]);
        body.push_str(&format!(
            "#heading(level: 2)[{}]\n\n#[#set text(lang: {}, dir: {})\n\n{written}]\n\n",
            markup(&name),
            language(text.language),
            direction(text.language)
        ));
    }
    body.push_str(&detached(article, mark));
    let notes: Vec<_> =
        article.standing().map(|one| (one, note::pieces(&links, article, one))).collect();
    let is_apart = is_too_much(&notes, &article.texts);
    if is_apart {
        body.push_str(&details(shared, &notes));
    }
    body.push_str(&lists(&links, &Uses::new(article)));
    if let Some(rights) = &matter.rights {
        body.push_str(&format!("{}\n\n", markup(rights)));
    }
    let notes = notes.iter().map(|(one, pieces)| {
        let beside = pieces.iter().filter(|piece| !(is_apart && piece.is_detail));
        let pieces: String = beside.map(|piece| format!("    {},\n", piece.code())).collect();
        format!("  {}: (\n{pieces}  ),\n", code(&key(one)))
    });
    Part {
        notes: notes.collect(),
        body,
        title: article.title.clone(),
        authors: matter.authors.clone(),
        direction: own.direction(),
    }
}

/// Returns whether the margin is too small for all that notes say: it holds about as much as
/// the text beside it. They would come to stand ever further from their passages.
fn is_too_much(
    notes: &[(&NumberedAnnotation<'_>, Vec<Piece>)],
    texts: &[edition::Text<'_>],
) -> bool {
    let pieces = notes.iter().flat_map(|(_, pieces)| pieces);
    let of_notes: usize = pieces.map(|piece| piece.content.len()).sum();
    of_notes > texts.iter().map(|text| text.markup.prose.text.len()).sum()
}

/// Writes what notes say beside their sentence, note by note, to stand behind the text.
fn details(shared: &Shared, notes: &[(&NumberedAnnotation<'_>, Vec<Piece>)]) -> String {
    let heading = markup(&shared.messages.get("commentary"));
    let mut out = String::new();
    for (one, pieces) in notes {
        let details: Vec<&Piece> = pieces.iter().filter(|piece| piece.is_detail).collect();
        if !details.is_empty() {
            out.push_str(&format!("{}\n\n", content("strong", &markup(&one.name))));
        }
        details.iter().for_each(|piece| out.push_str(&format!("{}\n\n", piece.content)));
    }
    if out.is_empty() {
        return out;
    }
    let (language, direction) =
        (language(&shared.settings.language), direction(&shared.settings.language));
    format!(
        "#[#set text(size: 8.5pt, lang: {language}, dir: {direction})\n\n\
         #heading(level: 2)[{heading}]\n\n{out}]\n\n"
    )
}

/// Returns what leads to a note, and tells where it belongs.
fn note_mark(key: &str, number: usize) -> String {
    format!("#note-mark({}, \"{number}\");", code(key))
}

/// Lists the notes whose passage is gone.
fn detached(article: &Article<'_>, mark: impl Fn(&NumberedAnnotation<'_>) -> String) -> String {
    let messages = &article.edition.shared.messages;
    let all = article.standing().filter(|one| one.is_detached());
    let lines = all.map(|one| format!("{}{}\n\n", markup(&one.quote()), mark(one)));
    let lines: String = lines.collect();
    if lines.is_empty() {
        return lines;
    }
    format!("#heading(level: 2)[{}]\n\n{lines}", markup(&messages.get("detached-title")))
}

/// Lists the terms that an article uses, and the works that its notes cite.
fn lists(links: &Links<'_>, uses: &Uses) -> String {
    let shared = links.shared;
    let heading = |key| format!("#heading(level: 2)[{}]\n\n", markup(&shared.messages.get(key)));
    let mut out = String::new();
    if !uses.terms.is_empty() {
        out.push_str(&heading("glossary"));
    }
    for index in uses.sorted_terms(shared) {
        let term = &shared.glossary.terms[index];
        let names = term.original.iter().map(|name| {
            let (language, direction) = (language(&name.lang), direction(&name.lang));
            format!(" #text(lang: {language}, dir: {direction})[{}];", markup(&name.text))
        });
        let expansion = term.expansion.iter().map(|it| format!(" {}", markup(it)));
        let names: String = expansion.chain(names).collect();
        let blocks = blocks(links, &term.definition, term.syntax());
        out.push_str(&format!("#strong[{}];{names}\n\n", markup(&term.term)));
        blocks.iter().for_each(|block| out.push_str(&format!("{block}\n\n")));
    }
    if !uses.works.is_empty() {
        out.push_str(&heading("sources"));
    }
    for &index in &uses.works {
        out.push_str(&format!("{}\n\n", work(shared, index)));
    }
    out
}

/// Writes the entry of a work.
fn work(shared: &Shared, index: usize) -> String {
    let work: &Work = &shared.works.bibliography.works[index];
    let entry = plain(&work.entry_html);
    let entry = entry.split_whitespace().collect::<Vec<_>>().join(" ");
    let source = source_by_key(&shared.works.sources, &work.key);
    let archived = source.and_then(|source| source.archived.as_ref());
    let archived = archived.map(|copy| {
        let label = shared.messages.get("archived-at");
        format!(" {} #link({})[{}];", markup(&label), code(&copy.url), markup(&copy.url))
    });
    markup(&entry) + &archived.unwrap_or_default()
}

/// Writes what an editor says, block by block.
fn blocks(links: &Links<'_>, markdown: &Markdown, syntax: Syntax) -> Vec<String> {
    // It is prose, whatever the form of the text.
    let syntax = Syntax { has_math: syntax.has_math, ..Syntax::default() };
    let markup: Option<Markup<'_>> = prose::read_with(&markdown.0, 0, syntax).ok();
    let write = |markup: Markup<'_>| Text::new(links, ("", ""), Vec::new(), None).blocks(&markup);
    markup.map(write).unwrap_or_default()
}
