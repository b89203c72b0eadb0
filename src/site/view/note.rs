//! What a note shows, wherever it stands.

use std::borrow::Cow;

use serde::Serialize;

use super::{
    DateView, Link, OriginalView, Preserialized, RatingView, originals, report::report_url,
};
use crate::{
    cite::{self, Publication, Work},
    edition::{Article, NumberedAnnotation, Shared, archived_label, excerpt, kind_label},
    io::{address::encode, text_fragment::with_text_fragment},
    model::{
        Annotation, ArticleFile, Citation, Extent, Quality, Settings, Signer, Source, Status, Term,
        source_by_key,
    },
    text::{difference::Piece, language::Direction},
    weave::body::{self, Location},
};

/// The way to the root from most pages that have notes: those of articles.
const BELOW_ROOT: &str = Location::BELOW_ROOT.root;

/// An annotation beside its passage.
#[derive(Debug, Clone, Serialize)]
pub struct Note {
    /// Its id, which is the `id` of its element.
    pub id: String,
    /// Its number in the article, from 1.
    pub number: usize,
    /// What the link back to its passage is called: “Back to passage 2”.
    pub back_label: String,
    /// `fact-check`, `counter-source`, `note`, `gloss`.
    pub kind: &'static str,
    /// “Fact check”, “Counter-source”, “Note”, “Term”.
    pub kind_label: String,
    /// Its accessible name: “Fact check 2: imprecise”.
    pub name: String,
    /// `published`, `draft`, `retracted`. A retracted note shows nothing but that.
    pub status: &'static str,
    /// Its rating.
    pub rating: Option<Preserialized<RatingView>>,
    /// The claim that was checked.
    pub claim: Option<String>,
    /// One sentence.
    pub summary: Option<String>,
    /// The beginning of its explanation as plain text, if it has no summary.
    pub opening: Option<String>,
    /// The explanation.
    pub body_html: Option<String>,
    /// The passage as quoted; only for detached notes.
    pub quote: Option<String>,
    /// What it is on, if not on words: “on the title”, “on footnote 2”.
    pub on: Option<String>,
    /// Whether a reference leads to it from what it is about; not of detached notes, nor of
    /// those on the whole article.
    pub has_reference: bool,
    /// Where the recording is at the passage: label is the time, as a clock shows it.
    pub recording: Option<Link>,
    /// How the passage was reworded since it was quoted; empty if it was not.
    pub change: Vec<Piece>,
    /// The term of a gloss.
    pub gloss: Option<Preserialized<Gloss>>,
    /// The evidence.
    pub sources: Vec<NoteSource>,
    /// Who wrote it.
    pub by: Vec<Preserialized<Byline>>,
    /// When it was written.
    pub created: Option<DateView>,
    /// When it was last changed.
    pub updated: Option<DateView>,
    /// Keywords.
    pub tags: Vec<String>,
    /// The language of its texts, if not the site's (BCP 47).
    pub lang: Option<String>,
    /// `ltr` or `rtl`, if `lang` is given.
    pub dir: Option<&'static str>,
    /// The directions of its texts where no `lang` says them.
    pub dirs: NoteDirections,
    /// What was corrected, each with its date.
    pub corrections: Vec<NoteCorrection>,
    /// Its lasting address, absolute.
    pub url: String,
    /// The page of a fact check that has one.
    pub page_url: Option<String>,
    /// The address that opens a reader's message about it; null where the edition takes none,
    /// and of a retracted one.
    pub report_url: Option<String>,
    /// The address of what says how to cite it: its own page, or else the file of the
    /// article's citations; null for a retracted one, and where there is neither.
    pub cite_url: Option<String>,
    /// How to cite it, in the edition's style; only on its own page.
    pub citation_html: Option<String>,
    /// The same as BibTeX.
    pub bibtex: Option<String>,
    /// The same as an item of CSL-JSON.
    pub csl_json: Option<String>,
}

/// The directions of the texts of a note without a language of its own, each `ltr` or `rtl`;
/// none of a text that runs as the site does.
#[derive(Debug, Clone, Default, Serialize)]
pub struct NoteDirections {
    /// Of the claim.
    pub claim: Option<&'static str>,
    /// Of the summary, or of what stands in its place.
    pub summary: Option<&'static str>,
    /// Of the explanation.
    pub body: Option<&'static str>,
}

impl NoteDirections {
    /// Returns what the first letters of the texts say, as HTML's `dir=auto` does.
    fn new(annotation: &Annotation, language: &str) -> Self {
        if annotation.lang.is_some() {
            return Self::default();
        }
        let around = Direction::of_language(language);
        let dir = |text: Option<&str>| {
            let own = Direction::of_text(text?).filter(|own| *own != around);
            own.map(Direction::as_str)
        };
        let body = annotation.body.as_ref().map(|body| body.0.as_str());
        Self {
            claim: dir(annotation.claim.as_deref()),
            summary: dir(annotation.summary.as_deref().or(body)),
            body: dir(body),
        }
    }
}

/// A correction of a note.
#[derive(Debug, Clone, Serialize)]
pub struct NoteCorrection {
    /// When.
    pub date: DateView,
    /// What.
    pub text: String,
}

/// An editor.
#[derive(Debug, Clone, Serialize)]
pub struct Byline {
    /// The id; empty of an author who is no editor.
    pub id: String,
    /// The name.
    pub name: String,
    /// Their page, absolute.
    pub url: Option<String>,
}

impl From<Signer<'_>> for Byline {
    fn from(signer: Signer<'_>) -> Self {
        let text = |text: Option<&str>| text.map(str::to_owned);
        Self {
            id: text(signer.id).unwrap_or_default(),
            name: signer.name.to_owned(),
            url: text(signer.url),
        }
    }
}

/// A source in a note.
#[derive(Debug, Clone, Serialize)]
pub struct NoteSource {
    /// Its key.
    pub key: String,
    /// The address of its entry in the bibliography.
    pub entry_url: Preserialized<String>,
    /// Its citation in the edition's style, without brackets: “AFP 2018a”.
    pub label: Preserialized<String>,
    /// Its title.
    pub title: Preserialized<String>,
    /// The language of the title, if not the site's.
    pub lang: Option<String>,
    /// `ltr` or `rtl`, if `lang` is given.
    pub dir: Option<&'static str>,
    /// Who wrote or published it.
    pub by: Option<Preserialized<String>>,
    /// When it appeared.
    pub date: Option<Preserialized<DateView>>,
    /// Where it is, absolute.
    pub url: Option<Preserialized<String>>,
    /// Where the words that are quoted stand on its page: `url` with a text fragment.
    pub words_url: Option<String>,
    /// An archived copy: label is its date, url absolute.
    pub archived: Option<Preserialized<Link>>,
    /// The place in it: “p. 12”.
    pub at: Option<String>,
    /// `supports`, `contradicts`, `context`.
    pub stance: Option<&'static str>,
    /// What it says, in the editor's words.
    pub note: Option<String>,
    /// What it says, in its own.
    pub quote: Option<String>,
    /// `high`, `medium` or `low`.
    pub quality: Option<&'static str>,
    /// How far it was read: `whole`, `part`, `abstract` or `cover`.
    pub read: Option<&'static str>,
}

/// A term where it is first used, or where a gloss ties it to a passage.
#[derive(Debug, Clone, Serialize)]
pub struct Gloss {
    /// The term's id.
    pub id: String,
    /// The headword.
    pub term: String,
    /// The accessible name of the gloss: “Glossary: …”.
    pub name: String,
    /// What an abbreviation stands for.
    pub expansion: Option<String>,
    /// Its names in other languages.
    pub original: Vec<OriginalView>,
    /// What it means.
    pub definition_html: String,
    /// The address of its entry in the glossary.
    pub url: String,
}

/// What is needed to describe the notes of an article on a page.
#[derive(Clone, Copy)]
pub struct NoteContext<'a> {
    /// What articles share.
    pub shared: &'a Shared,
    /// What the lists of the edition look like in notes.
    pub lists: &'a NoteParts,
    /// The article.
    pub article: &'a Article<'a>,
    /// The way from the page to the root.
    pub root: &'a str,
}

impl NoteContext<'_> {
    /// Returns the link to where the recording of the article is at a passage.
    fn recording(&self, one: &NumberedAnnotation<'_>) -> Option<Link> {
        let moment = one.locators(&self.article.text_of(one).markup.prose)?.start.time()?;
        let to_article = match self.root {
            BELOW_ROOT => String::new(),
            root => format!("{root}{}/", encode(self.article.slug())),
        };
        Some(Link {
            label: moment.clock(),
            url: self.article.media.as_ref()?.at(moment, &to_article),
        })
    }

    /// Returns a term as a gloss on the page.
    fn gloss(&self, index: usize) -> Preserialized<Gloss> {
        let terms = &self.shared.glossary.terms;
        match self.root {
            BELOW_ROOT => self.lists.glosses[index].clone(),
            root => Preserialized::new(gloss(&terms[index], self.shared, root)),
        }
    }
}

/// What the lists of an edition look like in notes, on pages one level below the root.
#[derive(Debug)]
pub struct NoteParts {
    /// The terms, by index.
    pub glosses: Vec<Preserialized<Gloss>>,
    /// The ratings, by index.
    pub ratings: Vec<Preserialized<RatingView>>,
    /// The editors, by index.
    pub bylines: Vec<Preserialized<Byline>>,
    /// The works of the bibliography, by index, without what a citation says of them.
    pub works: Vec<NoteSource>,
}

impl NoteParts {
    /// Makes the parts.
    #[must_use]
    pub fn new(shared: &Shared) -> Self {
        let settings = &shared.settings;
        let ratings = settings.ratings.iter().map(RatingView::from);
        let terms = shared.glossary.terms.iter();
        let glosses = terms.map(|term| gloss(term, shared, BELOW_ROOT));
        let editors = settings.editors.values().map(Signer::from);
        Self {
            glosses: glosses.map(Preserialized::new).collect(),
            ratings: ratings.map(Preserialized::new).collect(),
            bylines: editors.map(Byline::from).map(Preserialized::new).collect(),
            works: note_sources(shared),
        }
    }
}

/// Returns a note as something to cite; a retracted one is not cited.
#[must_use]
pub fn note_publication<'a>(
    one: &'a NumberedAnnotation<'_>,
    context: NoteContext<'a>,
) -> Option<Publication<'a>> {
    let annotation = one.annotation;
    if annotation.status == Status::Retracted {
        return None;
    }
    let settings = &context.shared.settings;
    Some(Publication {
        key: &annotation.id,
        title: title_of(one, context.article).into(),
        authors: settings.signers_of(annotation).map(|signer| signer.name).collect(),
        date: annotation.updated.or(annotation.created),
        edition: &settings.title,
        url: context.shared.permalink(context.article.slug(), &annotation.id),
    })
}

/// Describes one note on a page of its own, which says how to cite it.
#[must_use]
pub fn whole_note(one: &NumberedAnnotation<'_>, context: NoteContext<'_>) -> Note {
    let mut note = note(one, context);
    if let Some(publication) = note_publication(one, context) {
        let forms = context.shared.works.cite_this.forms(&publication);
        note.citation_html = Some(forms.html);
        note.bibtex = Some(forms.bibtex);
        note.csl_json = Some(forms.csl_json);
    }
    note
}

/// Describes one note; a retracted one keeps its place and says nothing else.
#[must_use]
pub fn note(one: &NumberedAnnotation<'_>, context: NoteContext<'_>) -> Note {
    let NoteContext { shared, lists, article, root } = context;
    let (slug, prose) = (article.slug(), &article.text_of(one).markup.prose);
    let (annotation, settings) = (one.annotation, &shared.settings);
    let date = |date: &crate::model::Date| DateView::new(date, &settings.language);
    let is_retracted = annotation.status == Status::Retracted;
    let shown = |text: &Option<String>| text.clone().filter(|_| !is_retracted);
    let lang = annotation.lang.clone().filter(|lang| *lang != settings.language);
    let term = annotation.term.as_ref().filter(|_| !is_retracted);
    let page_url = settings
        .has_page(annotation.kind)
        .then(|| format!("{root}checks/{}/{}/", encode(slug), annotation.id));
    let authors = annotation.author.iter().map(|name| Byline::from(Signer::author(name)));
    let authors = authors.map(Preserialized::new);
    let editors = settings.editor_indices(annotation).map(|it| lists.bylines[it].clone());
    Note {
        id: annotation.id.clone(),
        number: one.number,
        back_label: shared.messages.with("back-to-passage", &[("number", one.number.into())]),
        kind: annotation.kind.as_str(),
        kind_label: kind_label(annotation.kind, &shared.messages),
        name: one.name.clone(),
        status: match annotation.status {
            Status::Draft => "draft",
            Status::Published => "published",
            Status::Retracted => "retracted",
        },
        rating: settings.rating_index(annotation).map(|index| lists.ratings[index].clone()),
        claim: shown(&annotation.claim),
        summary: shown(&annotation.summary),
        opening: one.opening().filter(|_| !is_retracted),
        body_html: shown(&one.body_html),
        quote: one.is_detached().then(|| one.quote()),
        on: one.on_what(&shared.messages),
        has_reference: one.has_reference(),
        recording: context.recording(one),
        change: if is_retracted { Vec::new() } else { one.change(prose) },
        gloss: term.and_then(|id| shared.glossary.index_of(id)).map(|index| context.gloss(index)),
        sources: if is_retracted {
            Vec::new()
        } else {
            annotation.sources.iter().filter_map(|cited| note_source(cited, context)).collect()
        },
        by: authors.chain(editors).collect(),
        created: annotation.created.as_ref().map(date),
        updated: annotation.updated.as_ref().map(date),
        tags: annotation.tags.clone(),
        dir: lang.as_deref().map(|lang| Direction::of_language(lang).as_str()),
        dirs: NoteDirections::new(annotation, &settings.language),
        lang,
        corrections: annotation
            .corrections
            .iter()
            .map(|one| NoteCorrection { date: date(&one.date), text: one.text.clone() })
            .collect(),
        cite_url: match &page_url {
            _ if is_retracted => None,
            Some(page) => Some(format!("{page}#_cite")),
            None => citations_url(settings).map(|file| format!("{file}#{}", annotation.id)),
        },
        page_url,
        report_url: report_url(one, article),
        citation_html: None,
        bibtex: None,
        csl_json: None,
        url: shared.permalink(slug, &annotation.id),
    }
}

/// Returns where the citations of an article and its notes are, from its page.
pub(super) fn citations_url(settings: &Settings) -> Option<&'static str> {
    settings.has_file(ArticleFile::Citations).then_some(cite::FILE)
}

/// Returns what a note is cited as: its claim, or else its sentence, or the words that it is
/// about; with the article, and what the place is cited by.
fn title_of(one: &NumberedAnnotation<'_>, article: &Article<'_>) -> String {
    let (annotation, prose) = (one.annotation, &article.text_of(one).markup.prose);
    let messages = &article.edition.shared.messages;
    let said = annotation.claim.as_deref().or(annotation.summary.as_deref());
    let words = || match one.range() {
        Some(range) => excerpt(&prose.quoted(range)),
        None => excerpt(&one.quote()),
    };
    let about = || one.on_what(messages).or_else(words).unwrap_or_default();
    let text = said.map_or_else(|| about().into(), Cow::Borrowed);
    let text = text.trim_end().trim_end_matches('.');
    let title = messages
        .with("note-title", &[("kind", annotation.kind.as_str().into()), ("text", text.into())]);
    let mut values = vec![("title", title.into()), ("article", article.title.as_str().into())];
    match one.locators(prose) {
        Some(locators) => {
            values.push(("place", locators.label(messages).into()));
            messages.with("note-title-at", &values)
        }
        None => messages.with("note-title-in", &values),
    }
}

fn note_source(cited: &Citation, context: NoteContext<'_>) -> Option<NoteSource> {
    let index = context.shared.works.bibliography.index_of(&cited.key)?;
    let work = context.lists.works[index].clone();
    let url = context.shared.works.bibliography.works[index].url.as_deref();
    let quoted = url.zip(cited.quote.as_deref());
    Some(NoteSource {
        entry_url: match context.root {
            BELOW_ROOT => work.entry_url,
            root => Preserialized::new(format!("{root}sources/#{}", cited.key)),
        },
        // On articles' pages there are hundreds; there notes.js makes them.
        words_url: quoted
            .filter(|_| context.root != BELOW_ROOT)
            .and_then(|(url, quote)| with_text_fragment(url, quote)),
        at: cited.at.clone(),
        stance: cited.stance.map(crate::model::Stance::as_str),
        note: cited.note.clone(),
        quote: cited.quote.clone(),
        ..work
    })
}

/// Returns all works of the bibliography as notes cite them, but for what a single
/// citation says; for pages one level below the root.
fn note_sources(shared: &Shared) -> Vec<NoteSource> {
    let sources = &shared.works.sources;
    let language = &shared.settings.language;
    let work = |work: &Work| {
        let source = source_by_key(sources, &work.key);
        NoteSource {
            key: work.key.clone(),
            entry_url: Preserialized::new(format!("{BELOW_ROOT}sources/#{}", work.key)),
            label: Preserialized::new(work.bare_label().to_owned()),
            title: Preserialized::new(work.title.clone()),
            lang: work.language.clone(),
            dir: work.language.as_deref().map(|lang| Direction::of_language(lang).as_str()),
            by: work.by.clone().map(Preserialized::new),
            date: work
                .date
                .as_deref()
                .and_then(|date| date.parse().ok())
                .map(|date| Preserialized::new(DateView::new(&date, language))),
            url: work.url.clone().map(Preserialized::new),
            words_url: None,
            archived: source.and_then(|source| archived(source, shared)).map(Preserialized::new),
            at: None,
            stance: None,
            note: None,
            quote: None,
            quality: source.and_then(|source| source.quality).map(Quality::as_str),
            read: source.and_then(|source| source.read).map(Extent::as_str),
        }
    };
    shared.works.bibliography.works.iter().map(work).collect()
}

/// Returns the link to the archived copy of a source.
#[must_use]
pub fn archived(source: &Source, shared: &Shared) -> Option<Link> {
    let copy = source.archived.as_ref()?;
    Some(Link { label: archived_label(copy, shared), url: copy.url.clone() })
}

fn gloss(term: &Term, shared: &Shared, root: &str) -> Gloss {
    let base = format!("{root}glossary/");
    let at = Location { root, base: &base, blocks: None };
    let bibliography = &shared.works.bibliography;
    let definition = body::render(&term.definition, term.syntax(), bibliography, at);
    Gloss {
        id: term.id.clone(),
        term: term.term.clone(),
        name: shared.messages.with("glossary-term", &[("term", term.term.as_str().into())]),
        expansion: term.expansion.clone(),
        original: originals(term),
        definition_html: definition.html,
        url: format!("{base}#{}", term.id),
    }
}
