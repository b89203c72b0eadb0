//! All that anything outside an article may ask of it: articles know each other only
//! through their indexes.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{
    Article, ArticleFiles, GlossaryFile, NoteStatus, NumberedAnnotation, Share, Shared, Text,
    links::{Fragments, OutLink},
    note::{excerpt, note_name},
    words::{ArticleWords, narrow},
};
use crate::{
    diag::Problem,
    io::address::encode,
    model::{
        Allow, Annotation, Correction, Date, FrontMatter, Kind, Settings, Signer, Status,
        is_allowed,
    },
    text::{
        messages::Messages,
        prose::{LocatorRange, Locus},
    },
};

/// What other pages, feeds, the search and checks know of an article.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ArticleIndex {
    /// The name of its folder.
    pub slug: String,
    /// The path of its text.
    pub path: String,
    /// Warnings about its texts that their front matter allows, each with the path of its text.
    pub allow: Vec<(String, Vec<Allow>)>,
    /// Whether it is a draft.
    pub is_draft: bool,
    /// Its title.
    pub title: String,
    /// Its language (BCP 47).
    pub language: String,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// When it was first published.
    pub published: Option<Date>,
    /// Who published it.
    pub publisher: Option<String>,
    /// What it says.
    pub summary: Option<String>,
    /// Its notes, in the order of their numbers.
    pub notes: Vec<NoteIndex>,
    /// The ids of drafts that are left out.
    pub hidden: Vec<String>,
    /// The fragments of its blocks and footnotes.
    pub blocks: BTreeSet<String>,
    /// The suffixes of the fragments of its texts: nothing, then those of translations.
    pub suffixes: Vec<String>,
    /// The first uses of terms, by term ascending.
    pub term_uses: Vec<FirstUse>,
    /// Terms that notes tie to passages, ascending, each with the index of the first such
    /// note.
    pub glossed: Vec<(u32, u32)>,
    /// Its links to other pages.
    pub out_links: Vec<OutLink>,
    /// What the search finds of it; only if there is a search.
    pub words: Option<ArticleWords>,
}

/// The first use of a term in an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstUse {
    /// The index of the term.
    pub term: u32,
    /// The index of the text: 0 is the article's own, translations follow.
    pub text: u32,
    /// Where.
    pub locus: Locus,
}

/// What is known of a note outside of its article. One that was withdrawn says nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteIndex {
    /// Its id.
    pub id: String,
    /// Its number in the article, from 1.
    pub number: usize,
    /// Its kind.
    pub kind: Kind,
    /// What its place is cited by; `None` if it is detached, or quotes no words.
    pub locators: Option<LocatorRange>,
    /// What it is on, if not on words: “on the title”.
    pub on: Option<String>,
    /// Index of its rating in the scale.
    pub rating: Option<u16>,
    /// Where its passage stands in the text, if it was found.
    pub share: Option<Share>,
    /// Whether it was withdrawn.
    pub is_retracted: bool,
    /// Whether it is a draft.
    pub is_draft: bool,
    /// Whether it is a fact check or a counter-source that rests on one source, and does not
    /// say that one is enough.
    pub rests_on_one: bool,
    /// Indices of the works it cites.
    pub works: Vec<u32>,
    /// The first words of its passage, or of what it quotes if it is detached.
    pub passage: Option<String>,
    /// The language of its passage, if not the article's.
    pub passage_lang: Option<String>,
    /// Keywords.
    pub tags: Vec<String>,
    /// The index of the term that it ties its passage to.
    pub term: Option<u32>,
    /// The claim that it checks.
    pub claim: Option<String>,
    /// One sentence.
    pub summary: Option<String>,
    /// The first words of its explanation, if it has no summary.
    pub opening: Option<String>,
    /// The language of its texts, if not the edition's.
    pub lang: Option<String>,
    /// Indices of its editors in the settings.
    pub editors: Vec<u32>,
    /// Who wrote it and is no editor, by name.
    pub authors: Vec<String>,
    /// When it was written.
    pub created: Option<Date>,
    /// When it was last changed.
    pub updated: Option<Date>,
    /// What was corrected.
    pub corrections: Vec<Correction>,
}

impl NoteIndex {
    /// Returns whether it is a fact check that was not withdrawn.
    #[must_use]
    pub fn is_check(&self) -> bool {
        self.kind == Kind::FactCheck && !self.is_retracted
    }

    /// Returns its accessible name: “Fact check 2: imprecise”.
    #[must_use]
    pub fn name(&self, shared: &Shared) -> String {
        note_name(self.kind, self.number, self.status(&shared.settings), &shared.messages)
    }

    /// Returns what it is called where its rating is not told: “Fact check 2”.
    #[must_use]
    pub fn short_name(&self, messages: &Messages) -> String {
        note_name(self.kind, self.number, NoteStatus::Unrated, messages)
    }

    /// Returns all who sign it.
    pub fn signers<'a>(&'a self, settings: &'a Settings) -> impl Iterator<Item = Signer<'a>> {
        let editors = self.editors.iter().map(|&index| &settings.editors[index as usize]);
        self.authors.iter().map(|name| Signer::author(name)).chain(editors.map(Signer::from))
    }

    /// Returns what it says of its passage, in a word.
    #[must_use]
    pub fn status<'a>(&self, settings: &'a Settings) -> NoteStatus<'a> {
        match self.rating {
            _ if self.is_retracted => NoteStatus::Retracted,
            Some(index) => NoteStatus::Rated(&settings.ratings[usize::from(index)]),
            None => NoteStatus::Unrated,
        }
    }
}

/// Returns what the texts of an article allow.
fn allowed(files: &ArticleFiles<'_>) -> Vec<(String, Vec<Allow>)> {
    let own = (&files.text, &files.matter.allow);
    let translations = files.translations.iter().map(|it| (&it.text, &it.matter.allow));
    let all = std::iter::once(own).chain(translations).filter(|(_, allow)| !allow.is_empty());
    all.map(|(text, allow)| (text.file.path.to_string(), allow.clone())).collect()
}

impl ArticleIndex {
    /// Indexes an article, its words aside.
    #[must_use]
    pub fn new(article: &Article<'_>) -> Self {
        let Article { files, annotations, .. } = article;
        let FrontMatter { published, authors, publisher, summary, .. } = &files.matter;
        Self {
            slug: files.folder.slug.clone(),
            path: files.folder.text.clone(),
            allow: allowed(files),
            is_draft: files.matter.is_draft,
            title: article.title.clone(),
            language: article.text().language.to_owned(),
            authors: authors.clone(),
            published: *published,
            publisher: publisher.as_ref().map(|publisher| publisher.name.clone()),
            summary: summary.clone(),
            notes: notes(article),
            hidden: files.hidden.clone(),
            blocks: article.fragments.blocks.clone(),
            suffixes: article.texts.iter().map(|text| text.suffix.clone()).collect(),
            term_uses: first_uses(&article.texts),
            glossed: glossed(&article.edition.shared.glossary, annotations),
            out_links: article.out_links.clone(),
            words: None,
        }
    }

    /// Adds the words of the article, if the site is to have a search.
    #[must_use]
    pub fn with_words(self, article: &Article<'_>) -> Self {
        let is_searched = article.edition.shared.is_searched;
        Self { words: is_searched.then(|| ArticleWords::new(article)), ..self }
    }

    /// Returns the terms that it uses, by their names or as glosses; one may come twice.
    pub fn terms(&self) -> impl Iterator<Item = usize> {
        let named = self.term_uses.iter().map(|first| first.term);
        named.chain(self.glossed.iter().map(|(term, _)| *term)).map(|term| term as usize)
    }

    /// Returns what links to its page may name.
    #[must_use]
    pub fn fragments(&self) -> Fragments<'_> {
        let mut all = Fragments::of_entries(self.notes.iter().map(|note| note.id.as_str()));
        all.blocks.clone_from(&self.blocks);
        all
    }

    /// Returns whether it has a note of this id that is a draft.
    #[must_use]
    pub fn has_draft(&self, id: &str) -> bool {
        self.notes.iter().any(|note| note.id == id && note.is_draft)
    }

    /// Returns the address of its page below the site's root.
    #[must_use]
    pub fn url(&self) -> String {
        format!("{}/", encode(&self.slug))
    }
}

fn notes(article: &Article<'_>) -> Vec<NoteIndex> {
    let shared = article.edition.shared;
    let settings = &shared.settings;
    let note = |one: &NumberedAnnotation<'_>| {
        let text = article.text_of(one);
        let prose = &text.markup.prose;
        let annotation = one.annotation;
        let known = NoteIndex {
            id: annotation.id.clone(),
            number: one.number,
            kind: annotation.kind,
            locators: one.locators(prose),
            on: one.on_what(&article.edition.shared.messages),
            share: one.share(prose),
            passage: match one.range() {
                Some(range) => excerpt(&prose.quoted(range)),
                None => excerpt(&one.quote()),
            },
            passage_lang: text.tag.map(|_| text.language.to_owned()),
            is_retracted: annotation.status == Status::Retracted,
            is_draft: annotation.status == Status::Draft,
            lang: annotation.lang.clone().filter(|lang| *lang != settings.language),
            editors: settings.editor_indices(annotation).map(narrow).collect(),
            authors: annotation.author.clone(),
            created: annotation.created,
            updated: annotation.updated,
            corrections: annotation.corrections.clone(),
            ..NoteIndex::default()
        };
        if known.is_retracted {
            return known;
        }
        let rating = settings.rating_index(annotation);
        let term = annotation.term.as_ref().and_then(|id| shared.glossary.index_of(id));
        NoteIndex {
            rating: rating.and_then(|index| u16::try_from(index).ok()),
            rests_on_one: rests_on_one(annotation),
            works: one.works.iter().copied().map(narrow).collect(),
            claim: annotation.claim.clone(),
            summary: annotation.summary.clone(),
            opening: one.opening(),
            term: term.map(narrow),
            tags: annotation.tags.clone(),
            ..known
        }
    };
    article.annotations.iter().map(note).collect()
}

fn rests_on_one(annotation: &Annotation) -> bool {
    let mut keys = annotation.sources.iter().map(|cited| &cited.key);
    let first = keys.next();
    matches!(annotation.kind, Kind::FactCheck | Kind::CounterSource)
        && first.is_some()
        && keys.all(|key| Some(key) == first)
        && !is_allowed(&annotation.allow, Problem::SingleSource.code())
}

/// Returns the first uses of terms in an article, by term ascending.
fn first_uses(texts: &[Text<'_>]) -> Vec<FirstUse> {
    let of_text = |(index, text): (usize, &Text<'_>)| {
        let prose = &text.markup.prose;
        let first = text.terms.iter().filter(|use_| use_.is_first);
        let found = first.filter_map(|use_| {
            let locus = prose.locus_at(use_.range.start)?.clone();
            Some(FirstUse { term: narrow(use_.term), text: narrow(index), locus })
        });
        found.collect::<Vec<_>>()
    };
    let mut uses: Vec<FirstUse> = texts.iter().enumerate().flat_map(of_text).collect();
    uses.sort_unstable_by_key(|first| (first.term, first.text));
    uses
}

/// Returns the terms that notes tie to passages, ascending, each with the index of the
/// first such note.
fn glossed(glossary: &GlossaryFile, annotations: &[NumberedAnnotation<'_>]) -> Vec<(u32, u32)> {
    let standing = annotations.iter().map(|one| one.annotation).enumerate();
    let standing = standing.filter(|(_, annotation)| annotation.status != Status::Retracted);
    let mut tied: Vec<(u32, u32)> = standing
        .filter_map(|(index, annotation)| {
            let term = glossary.index_of(annotation.term.as_ref()?)?;
            Some((narrow(term), narrow(index)))
        })
        .collect();
    tied.sort_unstable();
    tied.dedup_by_key(|(term, _)| *term);
    tied
}
