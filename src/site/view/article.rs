//! What an article's page shows.

use serde::Serialize;

use super::{
    DateView, Preserialized,
    note::{Gloss, Note, NoteContext, note},
    strip::StripPiece,
};
use crate::{
    cite::Publication,
    edition::{self, NumberedAnnotation, layer_label},
    model::{Annotation, Kind, Settings},
    text::{language::Direction, messages::Messages, prose::Prose},
    weave,
};

/// An article with its commentary.
#[derive(Debug, Clone, Serialize)]
pub struct Article {
    /// The folder's name, which is its address.
    pub slug: String,
    /// The title as plain text.
    pub title: String,
    /// The row of the title, if the text begins with a heading of level 1.
    pub heading: Option<Row>,
    /// The rows below the title.
    pub rows: Vec<Row>,
    /// The text's own footnotes; empty if it has none.
    pub footnotes_html: String,
    /// Notes whose passage was not found.
    pub detached: Vec<Note>,
    /// The language of the text (BCP 47).
    pub language: String,
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
    /// How many notes each layer has; layers without a note are left out.
    pub layers: Vec<Count>,
    /// How many notes each rating has; ratings without one are left out.
    pub ratings: Vec<Count>,
    /// The annotated passages in the order of the text, for a figure of its length.
    pub strip: Vec<StripPiece>,
    /// How to cite it, in the edition's style.
    pub citation_html: String,
    /// The same as BibTeX.
    pub bibtex: String,
    /// The same as an item of CSL-JSON.
    pub csl_json: String,
    /// How many notes there are.
    pub n_notes: usize,
    /// How many works its notes cite.
    pub n_sources: usize,
}

/// A number of things, with what they are.
#[derive(Debug, Clone, Serialize)]
pub struct Count {
    /// `fact-check`, `accurate` …
    pub id: String,
    /// “Fact checks”, “Accurate” …
    pub label: String,
    /// The tone of a rating.
    pub tone: Option<&'static str>,
    /// How many.
    pub n: usize,
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
    /// The element, with its marks.
    pub element_html: String,
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
        rows.flat_map(|row| &row.notes).chain(&self.detached)
    }
}

/// The link to a block.
#[derive(Debug, Clone, Serialize)]
pub struct Permalink {
    /// The block's number, from 1.
    pub number: usize,
    /// Its fragment, without `#`.
    pub fragment: String,
}

/// Describes an article's page.
#[must_use]
pub fn article(article: &edition::Article<'_>, context: NoteContext<'_>) -> Article {
    let edition::Article { title, annotations, woven, .. } = article;
    let (settings, matter) = (&context.shared.settings, &article.files.matter);
    let prose = &article.markup.prose;
    let row = |row: &weave::Row| Row {
        notes: row.marks.iter().map(|&it| note(&annotations[it], prose, context)).collect(),
        glosses: row.terms.iter().map(|&term| context.lists.glosses[term].clone()).collect(),
        permalink: row.block.clone().map(|(number, fragment)| Permalink { number, fragment }),
        element_html: row.html.clone(),
    };
    let has_title = usize::from(woven.rows.first().is_some_and(|row| row.is_title));
    let (heading, rows) = woven.rows.split_at(has_title);
    let all = || annotations.iter().map(|one| one.annotation);
    let detached = annotations.iter().filter(|one| one.passage.is_none());
    let cited = context.shared.works.cite_this.forms(&publication(article));
    Article {
        slug: article.slug().to_owned(),
        citation_html: cited.html,
        bibtex: cited.bibtex,
        csl_json: cited.csl_json,
        title: title.clone(),
        heading: heading.first().map(row),
        rows: rows.iter().map(row).collect(),
        footnotes_html: woven.footnotes_html.clone(),
        detached: detached.map(|one| note(one, prose, context)).collect(),
        dir: Direction::of_language(article.language).as_str(),
        language: article.language.to_owned(),
        authors: matter.authors.clone(),
        published: matter.published.map(|date| DateView::new(&date, &settings.language)),
        publisher: matter.publisher.as_ref().map(|publisher| PublisherLink {
            name: publisher.name.clone(),
            url: publisher.url.clone(),
        }),
        source_url: matter.source_url.clone(),
        rights: matter.rights.clone(),
        summary: matter.summary.clone(),
        layers: count_layers(all(), &context.shared.messages),
        ratings: count_ratings(all(), settings),
        strip: annotations.iter().filter_map(|one| strip_piece(one, prose, settings)).collect(),
        n_notes: annotations.len(),
        n_sources: count_sources(all()),
    }
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

fn strip_piece(
    one: &NumberedAnnotation<'_>,
    prose: &Prose,
    settings: &Settings,
) -> Option<StripPiece> {
    let note = (one.annotation.id.as_str(), one.annotation.kind);
    let rating = settings.rating_of(one.annotation);
    Some(StripPiece::new(note, one.name.clone(), rating, one.share(prose)?, ""))
}

fn count_layers<'a>(
    annotations: impl Iterator<Item = &'a Annotation> + Clone,
    messages: &Messages,
) -> Vec<Count> {
    Kind::ALL
        .into_iter()
        .map(|kind| Count {
            id: kind.as_str().to_owned(),
            label: layer_label(kind, messages),
            tone: None,
            n: annotations.clone().filter(|annotation| annotation.kind == kind).count(),
        })
        .filter(|count| count.n > 0)
        .collect()
}

fn count_ratings<'a>(
    annotations: impl Iterator<Item = &'a Annotation> + Clone,
    settings: &Settings,
) -> Vec<Count> {
    settings
        .ratings
        .iter()
        .map(|rating| Count {
            id: rating.id.clone(),
            label: rating.label.clone(),
            tone: Some(rating.tone.as_str()),
            n: annotations
                .clone()
                .filter(|note| settings.rating_of(note).is_some_and(|own| own.id == rating.id))
                .count(),
        })
        .filter(|count| count.n > 0)
        .collect()
}

fn count_sources<'a>(annotations: impl Iterator<Item = &'a Annotation>) -> usize {
    let keys = annotations.flat_map(|annotation| &annotation.sources).map(|cited| &cited.key);
    keys.collect::<std::collections::BTreeSet<_>>().len()
}
