//! What an article's page shows.

use serde::Serialize;

use super::{
    ArticleLink, Count, DateView, Preserialized,
    counts::{count_editors, count_layers, count_ratings, count_tags},
    note::{Gloss, Note, NoteContext, citations_url, note},
    strip::StripPiece,
};
use crate::{
    cite::Publication,
    edition::{self, FacingBlocks, GIVEN_TITLE, NumberedAnnotation, Shared, TranslationFile},
    model::{Annotation, Deviation},
    text::{form::Form, html, language::Direction, messages::Messages, prose::Heading},
    weave,
};

/// An article with its commentary.
#[derive(Debug, Clone, Serialize)]
pub struct Article {
    /// The folder's name, which is its address.
    pub slug: String,
    /// The title as plain text.
    pub title: String,
    /// The row of the title, if the text begins with a heading of level 1, or there are notes on
    /// the title.
    pub heading: Option<Row>,
    /// The notes on the whole article, which stand before its text.
    pub headnotes: Vec<Note>,
    /// The table of contents; empty if it has none.
    pub contents: Vec<ContentsEntry>,
    /// The rows below the title.
    pub rows: Vec<Row>,
    /// The text's own footnotes, and those of its translations; empty if there are none.
    pub footnotes_html: String,
    /// Its translations.
    pub translations: Vec<Translation>,
    /// What its language is called in that language; only where there are translations.
    pub language_name: Option<String>,
    /// Notes whose passage was not found.
    pub detached: Vec<Note>,
    /// Where the text departs from the text as received.
    pub deviations: Vec<DeviationView>,
    /// The language of the text (BCP 47).
    pub language: String,
    /// What kind of text it is: `prose`, `verse` …
    pub form: &'static str,
    /// Its recording.
    pub media: Option<Recording>,
    /// Its direction, `ltr` or `rtl`.
    pub dir: &'static str,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// When it was first published.
    pub published: Option<DateView>,
    /// Who published it.
    pub publisher: Option<PublisherLink>,
    /// Where it was published, absolute.
    pub source_url: Option<String>,
    /// Copyright and permission.
    pub rights: Option<String>,
    /// What it says.
    pub summary: Option<String>,
    /// The name of its series.
    pub series: Option<String>,
    /// The article before it, if it has an order or a series.
    pub previous: Option<ArticleLink>,
    /// The article after it.
    pub next: Option<ArticleLink>,
    /// How many notes each layer has; layers without a note are left out.
    pub layers: Vec<Count>,
    /// How many notes each rating has; ratings without one are left out.
    pub ratings: Vec<Count>,
    /// How many notes each editor has; empty if there is one alone.
    pub editors: Vec<Count>,
    /// How many notes each keyword has.
    pub tags: Vec<Count>,
    /// The annotated passages in the order of the text, for a figure of its length.
    pub strip: Vec<StripPiece>,
    /// How to cite it, in the edition's style.
    pub citation_html: String,
    /// The same as BibTeX.
    pub bibtex: String,
    /// The same as an item of CSL-JSON.
    pub csl_json: String,
    /// Where these and the citations of its notes are, for programs; null if the edition
    /// leaves that out.
    pub citations_url: Option<&'static str>,
    /// How many notes there are.
    pub n_notes: usize,
    /// How many of them are on what has no words.
    pub n_on: usize,
    /// How many works its notes cite.
    pub n_sources: usize,
}

/// A place where the text departs from the text as received.
#[derive(Debug, Clone, Serialize)]
pub struct DeviationView {
    /// What the text reads.
    pub article: String,
    /// What was received; null if it has no such words.
    pub witness: Option<String>,
    /// Why.
    pub reason: String,
}

/// The recording of an article.
#[derive(Debug, Clone, Serialize)]
pub struct Recording {
    /// Where it is.
    pub url: String,
    /// What plays it, `audio` or `video`, if the edition has it.
    pub player: Option<&'static str>,
}

/// A heading in the table of contents.
#[derive(Debug, Clone, Serialize)]
pub struct ContentsEntry {
    /// Its text.
    pub text: String,
    /// Its fragment, without `#`.
    pub fragment: String,
    /// The deeper headings up to the next of its level.
    pub below: Vec<Self>,
}

/// A translation of an article.
#[derive(Debug, Clone, Serialize)]
pub struct Translation {
    /// The language in the name of its file, by which quotes name it.
    pub tag: String,
    /// Its language (BCP 47).
    pub language: String,
    /// Its direction, `ltr` or `rtl`.
    pub dir: &'static str,
    /// What the language is called in that language.
    pub language_name: String,
    /// Its title.
    pub title: Option<String>,
    /// Who translated.
    pub translators: Vec<String>,
    /// Copyright and permission.
    pub rights: Option<String>,
}

/// A block of a translation.
#[derive(Debug, Clone, Serialize)]
pub struct TranslatedBlock {
    /// The element, with its marks; empty if the translation has none there.
    pub element_html: String,
    /// Whether it is a table.
    pub is_table: bool,
    /// The link to it; null if it holds no prose.
    pub permalink: Option<Permalink>,
}

/// Who published an article.
#[derive(Debug, Clone, Serialize)]
pub struct PublisherLink {
    /// The name.
    pub name: String,
    /// The home page, absolute.
    pub url: Option<String>,
}

/// A top-level element of the text with the notes that begin in it.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// The element, with its marks; empty if only translations have a block here.
    pub element_html: String,
    /// Whether it is a table.
    pub is_table: bool,
    /// The blocks of the translations that stand beside it, one of each.
    pub translations: Vec<TranslatedBlock>,
    /// The link to its first block; null if it holds no prose.
    pub permalink: Option<Permalink>,
    /// The notes, in the order of their numbers.
    pub notes: Vec<Note>,
    /// The terms whose first use stands here.
    pub glosses: Vec<Preserialized<Gloss>>,
}

impl Article {
    /// Returns all notes: in the order of the text, then those without a passage.
    pub fn notes(&self) -> impl Iterator<Item = &Note> {
        let rows = self.heading.iter().chain(&self.rows);
        self.headnotes.iter().chain(rows.flat_map(|row| &row.notes)).chain(&self.detached)
    }

    /// Leaves out all notes but one, the rows that hold none, and what else costs time to show.
    #[must_use]
    pub fn with_note_alone(mut self, id: &str) -> Self {
        let rows = self.heading.iter_mut().chain(&mut self.rows);
        let lists = rows.map(|row| &mut row.notes);
        for notes in lists.chain([&mut self.headnotes, &mut self.detached]) {
            notes.retain(|note| note.id == id);
        }
        self.rows.retain(|row| !row.notes.is_empty());
        self.rows.iter_mut().for_each(|row| row.glosses.clear());
        self.strip.clear();
        self
    }
}

/// The link to a block.
#[derive(Debug, Clone, Serialize)]
pub struct Permalink {
    /// What is shown of it: the number of a paragraph, or a sign.
    pub label: String,
    /// What it is called.
    pub name: String,
    /// The block's fragment, without `#`.
    pub fragment: String,
}

impl Permalink {
    /// Returns that of the first block of a row; `None` if it holds no prose.
    fn of(row: &weave::Row, text: &edition::Text<'_>, messages: &Messages) -> Option<Self> {
        if text.file.syntax.form == Form::Verse {
            // Lines have links of their own.
            return None;
        }
        let locus = text.markup.prose.locus_of(row.block?)?;
        let fragment = format!("{}{}", locus.fragment, text.suffix);
        // Elsewhere, other things have the numbers.
        let is_prose = text.file.syntax.form == Form::Prose;
        let (label, name) = match locus.locator.paragraph().filter(|_| is_prose) {
            Some(number) => {
                let name = messages.with("link-to-paragraph", &[("number", number.into())]);
                (number.to_string(), name)
            }
            None => (locus.locator.short(messages), locus.locator.name(messages)),
        };
        Some(Self { label, name, fragment })
    }
}

/// Describes an article's page.
#[must_use]
pub fn article(
    article: &edition::Article<'_>,
    [previous, next]: [Option<ArticleLink>; 2],
    context: NoteContext<'_>,
) -> Article {
    let edition::Article { title, annotations, texts, facing, .. } = article;
    let (shared, settings) = (context.shared, &context.shared.settings);
    let (matter, own) = (&article.files.matter, article.text());
    let mut rows = rows(article, context);
    let has_title = own.woven.rows.first().is_some_and(|row| row.is_title)
        && facing.first().is_some_and(|blocks| blocks[0] == Some(0));
    let heading = has_title.then(|| rows.remove(0));
    let all = || annotations.iter().map(|one| one.annotation);
    let detached = annotations.iter().filter(|one| one.is_detached());
    let headnotes = annotations.iter().filter(|one| one.is_headnote());
    let heading = heading.or_else(|| given_title(article, context));
    let ratings = all().filter_map(|one| settings.rating_index(one));
    let mut ratings = count_ratings(ratings, settings);
    ratings.retain(|count| count.n > 0);
    let cited = context.shared.works.cite_this.forms(&publication(article));
    Article {
        slug: article.slug().to_owned(),
        citation_html: cited.html,
        bibtex: cited.bibtex,
        csl_json: cited.csl_json,
        citations_url: citations_url(settings),
        title: title.clone(),
        heading,
        headnotes: headnotes.map(|one| note(one, context)).collect(),
        contents: contents(article),
        rows,
        footnotes_html: footnotes(texts),
        translations: article.files.translations.iter().map(|it| translation(it, shared)).collect(),
        language_name: (texts.len() > 1).then(|| shared.messages.language_name(own.language)),
        detached: detached.map(|one| note(one, context)).collect(),
        deviations: matter.deviations.iter().map(deviation).collect(),
        form: own.file.syntax.form.as_str(),
        media: article.media.as_ref().map(|media| Recording {
            url: media.address.clone(),
            player: media.player.map(edition::Player::as_str),
        }),
        dir: own.direction().as_str(),
        language: own.language.to_owned(),
        authors: matter.authors.clone(),
        published: matter.published.map(|date| DateView::new(&date, &settings.language)),
        publisher: matter.publisher.as_ref().map(|publisher| PublisherLink {
            name: publisher.name.clone(),
            url: publisher.url.clone(),
        }),
        source_url: matter.source_url.clone(),
        rights: matter.rights.clone(),
        summary: matter.summary.clone(),
        series: matter.series.clone(),
        previous,
        next,
        layers: count_layers(all().map(|one| one.kind), &shared.messages),
        ratings,
        editors: count_editors(all().flat_map(|one| settings.editor_indices(one)), settings),
        tags: count_tags(all().flat_map(|one| &one.tags).map(String::as_str), &settings.language),
        strip: annotations.iter().filter_map(|one| strip_piece(article, one)).collect(),
        n_notes: annotations.len(),
        n_on: all().filter(|annotation| annotation.on.is_some()).count(),
        n_sources: count_sources(all()),
    }
}

fn deviation(deviation: &Deviation) -> DeviationView {
    let Deviation { witness, article, reason } = deviation;
    DeviationView { article: article.0.clone(), witness: witness.clone(), reason: reason.clone() }
}

/// Returns an article with its notes as something to cite.
#[must_use]
pub fn publication<'a>(article: &'a edition::Article<'_>) -> Publication<'a> {
    let (shared, matter) = (article.edition.shared, &article.files.matter);
    Publication {
        key: article.slug(),
        title: article.title.as_str().into(),
        authors: matter.authors.iter().map(String::as_str).collect(),
        date: matter.published,
        edition: &shared.settings.title,
        url: shared.article_url(article.slug()),
    }
}

/// Describes the rows of an article: the blocks of its texts that face each other, each with
/// the notes that begin in it.
fn rows(article: &edition::Article<'_>, context: NoteContext<'_>) -> Vec<Row> {
    let texts = &article.texts;
    let of_text = |text: &edition::Text<'_>| -> Vec<&NumberedAnnotation<'_>> {
        let anchored = article.annotations.iter().filter(|one| one.is_in_text());
        anchored.filter(|one| one.is_in(text.tag)).collect()
    };
    let marked: Vec<_> = texts.iter().map(of_text).collect();
    let messages = &context.shared.messages;
    let row = |blocks: &FacingBlocks| {
        let at = |nth: usize| blocks[nth].and_then(|index| texts[nth].woven.rows.get(index));
        let block = |nth: usize| {
            let element_html = at(nth).map(|row| row.html.clone()).unwrap_or_default();
            let is_table = element_html.starts_with("<table");
            let permalink = at(nth).and_then(|row| Permalink::of(row, &texts[nth], messages));
            TranslatedBlock { element_html, is_table, permalink }
        };
        let TranslatedBlock { element_html, is_table, permalink } = block(0);
        let mut row = Row {
            element_html,
            is_table,
            translations: (1..texts.len()).map(block).collect(),
            permalink,
            notes: Vec::new(),
            glosses: Vec::new(),
        };
        for (nth, marked) in marked.iter().enumerate() {
            let Some(woven) = at(nth) else { continue };
            row.notes.extend(woven.marks.iter().map(|&it| note(marked[it], context)));
            let glosses = woven.terms.iter().map(|&term| context.lists.glosses[term].clone());
            row.glosses.extend(glosses);
        }
        row
    };
    let mut rows: Vec<Row> = article.facing.iter().map(row).collect();
    // What is the same for several blocks of a turn is shown once.
    let mut shown = String::new();
    for permalink in rows.iter_mut().filter_map(|row| row.permalink.as_mut()) {
        if permalink.fragment.starts_with("turn-") && permalink.label == shown {
            "·".clone_into(&mut permalink.label);
        } else {
            shown.clone_from(&permalink.label);
        }
    }
    rows
}

/// Describes the row of a title that the text does not hold, if there are notes on it.
fn given_title(article: &edition::Article<'_>, context: NoteContext<'_>) -> Option<Row> {
    let on_title: Vec<_> =
        article.annotations.iter().filter(|one| one.is_on_given_title()).collect();
    if on_title.is_empty() {
        return None;
    }
    let (own, settings) = (article.text(), &context.shared.settings);
    let marks: Vec<_> = on_title.iter().map(|one| one.mark(settings)).collect();
    // Beside translations each text says its language.
    let is_said = article.texts.len() > 1 && own.language != settings.language;
    let title = weave::titled(&article.title, &marks, is_said.then_some(&settings.language));
    let lang = if is_said {
        format!(" lang=\"{}\"", html::attribute(own.language))
    } else {
        String::new()
    };
    Some(Row {
        element_html: format!("<h1 id=\"{GIVEN_TITLE}\"{lang}>{title}</h1>\n"),
        is_table: false,
        translations: Vec::new(),
        permalink: None,
        notes: on_title.iter().map(|one| note(one, context)).collect(),
        glosses: Vec::new(),
    })
}

/// So many headings make a table of contents, unless the front matter says otherwise.
const ENOUGH_HEADINGS: usize = 4;

fn contents(article: &edition::Article<'_>) -> Vec<ContentsEntry> {
    let headings = article.text().markup.headings().filter(|it| !it.text.trim().is_empty());
    let headings: Vec<Heading<'_>> = headings.collect();
    let is_shown = article.files.matter.contents.unwrap_or(headings.len() >= ENOUGH_HEADINGS);
    if is_shown { nested(&headings) } else { Vec::new() }
}

/// Puts headings below the one before them that is less deep.
fn nested(mut headings: &[Heading<'_>]) -> Vec<ContentsEntry> {
    let mut entries = Vec::new();
    while let [first, after @ ..] = headings {
        let n_below = after.iter().take_while(|it| it.level > first.level).count();
        let (below, others) = after.split_at(n_below);
        entries.push(ContentsEntry {
            text: first.text.to_owned(),
            fragment: first.fragment.to_owned(),
            below: nested(below),
        });
        headings = others;
    }
    entries
}

/// Returns the own notes of the texts; of several, each says its number and its language.
fn footnotes(texts: &[edition::Text<'_>]) -> String {
    if let [text] = texts {
        return text.woven.footnotes_html.clone();
    }
    let one = |(nth, text): (usize, &edition::Text<'_>)| {
        let footnotes = &text.woven.footnotes_html;
        let (language, dir) = (html::attribute(text.language), text.direction().as_str());
        let attributes = format!("data-nth=\"{nth}\" lang=\"{language}\" dir=\"{dir}\"");
        (!footnotes.is_empty()).then(|| format!("<div {attributes}>\n{footnotes}</div>\n"))
    };
    texts.iter().enumerate().filter_map(one).collect()
}

fn translation(file: &TranslationFile<'_>, shared: &Shared) -> Translation {
    let (language, matter) = (file.language(), &file.matter);
    Translation {
        tag: file.tag.to_owned(),
        language: language.to_owned(),
        dir: Direction::of_language(language).as_str(),
        language_name: shared.messages.language_name(language),
        title: matter.title.clone(),
        translators: matter.translators.clone(),
        rights: matter.rights.clone(),
    }
}

fn strip_piece(article: &edition::Article<'_>, one: &NumberedAnnotation<'_>) -> Option<StripPiece> {
    let note = (one.annotation.id.as_str(), one.annotation.kind);
    let rating = article.edition.shared.settings.rating_of(one.annotation);
    let share = one.share(&article.text_of(one).markup.prose)?;
    Some(StripPiece::new(note, one.name.clone(), rating, share, ""))
}

fn count_sources<'a>(annotations: impl Iterator<Item = &'a Annotation>) -> usize {
    let keys = annotations.flat_map(|annotation| &annotation.sources).map(|cited| &cited.key);
    keys.collect::<std::collections::BTreeSet<_>>().len()
}
