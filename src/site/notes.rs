//! The list of all notes, article by article, on as many pages as it takes.

use rayon::prelude::*;

use super::{
    front::{numbered_path, pager, rating_of},
    pages::Pages,
};
use crate::{
    edition::{ArticleIndex, NoteIndex, kind_label},
    site::view::{
        ArticleLink, Byline, Link, NoteRow, Notes, NotesOfArticle, RatingView, count_editors,
        count_layers, count_ratings, count_tags,
    },
};

/// Notes on one page of the list.
const NOTES_PER_PAGE: usize = 250;
/// The address of the list.
const LIST: &str = "notes/";

impl Pages<'_> {
    /// Builds the list of all notes, if there are any.
    pub(super) fn all_notes(&self) -> Vec<String> {
        if !self.site.parts.view.has_notes {
            return Vec::new();
        }
        let all: Vec<_> = self.notes().collect();
        let n_pages = all.len().div_ceil(NOTES_PER_PAGE).max(1);
        let build = |number| {
            let path = numbered_path(LIST, number);
            if !self.wants(&path) {
                return path;
            }
            let page = self.page("notes", &path, &self.message("all-notes"));
            let first = (number - 1) * NOTES_PER_PAGE;
            let shown = &all[first..all.len().min(first + NOTES_PER_PAGE)];
            let view = Notes {
                n_notes: all.len(),
                pager: pager(&page, LIST, number, n_pages),
                ..self.notes_of_page(shown, &page.root)
            };
            self.put("notes.html", &page, ("notes", &view));
            path
        };
        (1..=n_pages).into_par_iter().map(build).collect()
    }

    fn notes_of_page(&self, shown: &[(&ArticleIndex, &NoteIndex)], root: &str) -> Notes {
        let (shared, settings) = (self.site.edition.shared, self.settings());
        let notes = || shown.iter().map(|(_, note)| *note);
        let mut ratings = count_ratings(notes().filter_map(rating_of), settings);
        ratings.retain(|count| count.n > 0);
        let editors = notes().flat_map(|note| &note.editors).map(|&index| index as usize);
        let tags = notes().flat_map(|note| &note.tags).map(String::as_str);
        let by_article = shown.chunk_by(|(a, _), (b, _)| a.slug == b.slug);
        let of_article = |group: &[(&ArticleIndex, &NoteIndex)]| {
            let article = group[0].0;
            NotesOfArticle {
                article: ArticleLink::new(&article.title, root, &article.slug, &article.language),
                notes: group.iter().map(|(_, note)| self.note_row(article, note, root)).collect(),
            }
        };
        Notes {
            n_notes: shown.len(),
            layers: count_layers(notes().map(|note| note.kind), &shared.messages),
            ratings,
            editors: count_editors(editors, settings),
            tags: count_tags(tags, &settings.language),
            articles: by_article.map(of_article).collect(),
            pager: None,
        }
    }

    fn note_row(&self, article: &ArticleIndex, note: &NoteIndex, root: &str) -> NoteRow {
        let (shared, settings) = (self.site.edition.shared, self.settings());
        let term = note.term.map(|index| &shared.glossary.terms[index as usize]);
        NoteRow {
            number: note.number,
            kind: note.kind.as_str(),
            kind_label: kind_label(note.kind, &shared.messages),
            status: match note {
                NoteIndex { is_retracted: true, .. } => "retracted",
                NoteIndex { is_draft: true, .. } => "draft",
                _ => "published",
            },
            rating: rating_of(note).map(|index| RatingView::from(&settings.ratings[index])),
            passage: note.passage.clone(),
            passage_lang: note.passage_lang.clone(),
            text: note.summary.clone().or_else(|| note.opening.clone()),
            lang: note.lang.clone(),
            term: term.map(|term| Link {
                label: term.term.clone(),
                url: format!("{root}glossary/#{}", term.id),
            }),
            by: note.signers(settings).map(Byline::from).collect(),
            tags: note.tags.clone(),
            url: format!("{root}{}#{}", article.url(), note.id),
            page_url: self.check_page(article, note).map(|path| format!("{root}{path}")),
            place: note.locators.as_ref().map(|it| self.place(it)),
        }
    }
}
