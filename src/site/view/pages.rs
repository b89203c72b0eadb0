//! What the pages beside the articles show.

use serde::Serialize;

use super::{Count, DateView, Link, OriginalView, RatingView, StripPiece};

/// The front page.
#[derive(Debug, Clone, Serialize)]
pub struct Front {
    /// The articles of this page: those with an order, then the newest, then series.
    pub articles: Vec<ArticleCard>,
    /// The other pages, if there are very many articles.
    pub pager: Option<Pager>,
    /// How many annotations there are.
    pub n_annotations: usize,
    /// How many fact checks.
    pub n_checks: usize,
    /// How many terms.
    pub n_terms: usize,
    /// How many works are in the bibliography.
    pub n_sources: usize,
    /// What the commentary finds, a sentence each; on the first page alone.
    pub findings_html: Vec<String>,
}

/// An article on the front page.
#[derive(Debug, Clone, Serialize)]
pub struct ArticleCard {
    /// Its title.
    pub title: String,
    /// The name of the series that begins with it on this page.
    pub series: Option<String>,
    /// Its address.
    pub url: String,
    /// Its language (BCP 47).
    pub language: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// When it was first published.
    pub published: Option<DateView>,
    /// Who published it.
    pub publisher: Option<String>,
    /// What it says.
    pub summary: Option<String>,
    /// How many annotations it has.
    pub n_annotations: usize,
    /// How many notes per rating, in the order of the scale.
    pub ratings: Vec<Count>,
    /// Its annotated passages, for a figure of its length.
    pub strip: Vec<StripPiece>,
}

/// The index of fact checks.
#[derive(Debug, Clone, Serialize)]
pub struct Checks {
    /// How many there are on all pages.
    pub n_checks: usize,
    /// How many per rating, in the order of the scale.
    pub ratings: Vec<Count>,
    /// Those of this page.
    pub rows: Vec<CheckRow>,
    /// The other pages, if there are any.
    pub pager: Option<Pager>,
}

/// One page of several.
#[derive(Debug, Clone, Serialize)]
pub struct Pager {
    /// This page's number, from 1.
    pub number: usize,
    /// How many there are.
    pub n_pages: usize,
    /// The address of the page before.
    pub previous: Option<String>,
    /// The address of the page after.
    pub next: Option<String>,
}

/// A fact check in the index.
#[derive(Debug, Clone, Serialize)]
pub struct CheckRow {
    /// The claim.
    pub claim: String,
    /// Its rating; null if the check was retracted.
    pub rating: Option<RatingView>,
    /// The finding, in one sentence.
    pub summary: String,
    /// The language of claim and summary, if not the site's.
    pub lang: Option<String>,
    /// The title of the article.
    pub article: String,
    /// The address of the note in the article.
    pub url: String,
    /// The address of its own page, if it has one.
    pub page_url: Option<String>,
    /// The number of the paragraph; null for a detached note.
    pub block: Option<usize>,
    /// The accessible name of the paragraph: “Paragraph 3”.
    pub block_name: Option<String>,
    /// How many sources it has.
    pub n_sources: usize,
}

/// The glossary.
#[derive(Debug, Clone, Serialize)]
pub struct Glossary {
    /// The terms, sorted by the rules of the site's language.
    pub terms: Vec<TermEntry>,
}

/// A term of the glossary.
#[derive(Debug, Clone, Serialize)]
pub struct TermEntry {
    /// Its id, which is the `id` of its element.
    pub id: String,
    /// The headword.
    pub term: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// What an abbreviation stands for.
    pub expansion: Option<String>,
    /// Its names in other languages.
    pub original: Vec<OriginalView>,
    /// What it means.
    pub definition_html: String,
    /// When it was founded.
    pub founded: Option<String>,
    /// Who lists it as what, since when.
    pub designations: Vec<String>,
    /// What has become of it.
    pub status: Option<String>,
    /// When that was known.
    pub status_as_of: Option<DateView>,
    /// The evidence: label with locator, and the entry's address.
    pub sources: Vec<Link>,
    /// Related terms.
    pub see: Vec<Link>,
    /// Where it is used: the first place in each article, by name or else by a gloss; at
    /// most fifty.
    pub uses: Vec<Use>,
    /// In how many more articles it is used.
    pub n_more_uses: usize,
}

/// A place where a term is used or a source is cited.
#[derive(Debug, Clone, Serialize)]
pub struct Use {
    /// The title of the article.
    pub article: String,
    /// What stands there: “¶ 7”, “Fact check 3”.
    pub label: String,
    /// Its address.
    pub url: String,
}

/// The bibliography.
#[derive(Debug, Clone, Serialize)]
pub struct Sources {
    /// How many works there are.
    pub n_sources: usize,
    /// All entries, each rendered by the component `source_entry`.
    pub entries_html: String,
}

/// A work in the bibliography.
#[derive(Debug, Clone, Serialize)]
pub struct SourceEntry {
    /// Its key, which is the `id` of its element.
    pub key: String,
    /// Its entry in the edition's citation style.
    pub entry_html: String,
    /// Where the work is, absolute.
    pub url: Option<String>,
    /// When that was read.
    pub accessed: Option<DateView>,
    /// An archived copy: label is its date, url absolute.
    pub archived: Option<Link>,
    /// `high`, `medium` or `low`.
    pub quality: Option<&'static str>,
    /// How far it was read: `whole`, `part`, `abstract` or `cover`.
    pub read: Option<&'static str>,
    /// A remark on it: a copy, a mirror.
    pub note: Option<String>,
    /// The annotations and terms that cite it, at most a hundred annotations.
    pub cited_by: Vec<Use>,
    /// How many more annotations cite it.
    pub n_more_uses: usize,
}

/// The timeline.
#[derive(Debug, Clone, Serialize)]
pub struct Timeline {
    /// The figure: an inline SVG whose dots link to the events below; may be empty.
    pub figure_html: String,
    /// The events, by date.
    pub events: Vec<EventEntry>,
}

/// An event of the timeline.
#[derive(Debug, Clone, Serialize)]
pub struct EventEntry {
    /// Its id, which is the `id` of its element.
    pub id: String,
    /// When it was.
    pub date: DateView,
    /// What happened, in one sentence.
    pub event: String,
    /// The article that appeared then.
    pub article: Option<Link>,
    /// The evidence: label with locator, and the entry's address.
    pub sources: Vec<Link>,
    /// The notes it bears on.
    pub notes: Vec<Use>,
    /// The terms it is about.
    pub terms: Vec<Link>,
}

/// A plain page.
#[derive(Debug, Clone, Serialize)]
pub struct Text {
    /// Its heading, if the text does not begin with one.
    pub heading: Option<String>,
    /// The text.
    pub content_html: String,
    /// The log of corrections, the newest first; only on the page `corrections`.
    pub corrections: Option<Vec<CorrectionRow>>,
}

/// A correction in the log.
#[derive(Debug, Clone, Serialize)]
pub struct CorrectionRow {
    /// When.
    pub date: DateView,
    /// What was corrected.
    pub text: String,
    /// The title of the article.
    pub article: String,
    /// What was corrected there: “Fact check 3”.
    pub label: String,
    /// The address of the note.
    pub url: String,
}
