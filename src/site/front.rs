//! The front page and the index of fact checks: each on as many pages as it takes.

use rayon::prelude::*;

use super::{feeds, pages::Pages};
use crate::{
    edition::{ArticleIndex, NoteIndex},
    model::Kind,
    site::view::{
        ArticleCard, CheckRow, Checks, Front, Page, Pager, Place, RatingView, StripPiece,
        count_ratings,
    },
    text::{language::Direction, prose::LocatorRange},
};

/// Fact checks on one page of their index.
const CHECKS_PER_PAGE: usize = 500;
/// Articles on one page of the front.
const ARTICLES_PER_PAGE: usize = 200;

impl Pages<'_> {
    /// Builds the front page; very many articles are listed on several.
    pub(super) fn front(&self) -> Vec<String> {
        let shared = self.site.edition.shared;
        let settings = &shared.settings;
        let n_pages = self.articles.len().div_ceil(ARTICLES_PER_PAGE).max(1);
        if !self.wants_any("", n_pages) {
            return (1..=n_pages).map(|number| numbered_path("", number)).collect();
        }
        let mut articles: Vec<&ArticleIndex> = self.articles.to_vec();
        articles.sort_by_cached_key(|article| self.site.parts.sequence.front_key(article));
        let n_annotations = self.notes().count();
        let n_checks = self.notes().filter(|(_, note)| note.kind == Kind::FactCheck).count();
        (1..=n_pages)
            .into_par_iter()
            .map(|number| {
                let path = numbered_path("", number);
                if !self.wants(&path) {
                    return path;
                }
                let page = self
                    .page("front", &path, &settings.title)
                    .with_description(settings.description.as_deref());
                let page = Kind::ALL.into_iter().fold(page, |page, kind| {
                    feeds::link(page, self.articles, kind, &shared.messages)
                });
                let first = (number - 1) * ARTICLES_PER_PAGE;
                let findings = shared.findings.iter().filter(|_| number == 1);
                let shown = articles.iter().skip(first).take(ARTICLES_PER_PAGE);
                let front = Front {
                    n_annotations,
                    n_checks,
                    n_terms: shared.glossary.terms.len(),
                    n_sources: shared.works.sources.len(),
                    articles: self.cards(shown, &page.root),
                    pager: pager(&page, "", number, n_pages),
                    findings_html: findings.map(|finding| finding.html.clone()).collect(),
                };
                self.put("index.html", &page, ("front", &front));
                path
            })
            .collect()
    }

    /// Describes articles one after the other: the first of a series names it.
    fn cards<'a>(
        &self,
        articles: impl Iterator<Item = &'a &'a ArticleIndex>,
        root: &str,
    ) -> Vec<ArticleCard> {
        let mut last = None;
        let card = |article: &&ArticleIndex| {
            let series = self.site.parts.sequence.series_of(&article.slug);
            let is_new = std::mem::replace(&mut last, series) != series;
            let series = series.filter(|_| is_new).map(str::to_owned);
            ArticleCard { series, ..self.card(article, root) }
        };
        articles.map(card).collect()
    }

    fn card(&self, article: &ArticleIndex, root: &str) -> ArticleCard {
        let settings = self.settings();
        let shared = self.site.edition.shared;
        let url = format!("{root}{}", article.url());
        let pieces = article.notes.iter().filter_map(|note| {
            let about = (note.id.as_str(), note.kind);
            let rating = note.rating.map(|index| &settings.ratings[usize::from(index)]);
            Some(StripPiece::new(about, note.name(shared), rating, note.share?, &url))
        });
        let mut ratings = count_ratings(article.notes.iter().filter_map(rating_of), settings);
        ratings.retain(|count| count.n > 0);
        ArticleCard {
            title: article.title.clone(),
            series: None,
            language: article.language.clone(),
            dir: Direction::of_language(&article.language).as_str(),
            authors: article.authors.clone(),
            published: article.published.as_ref().map(|date| self.date(date)),
            publisher: article.publisher.clone(),
            summary: article.summary.clone(),
            n_annotations: article.notes.len(),
            ratings,
            strip: pieces.collect(),
            url,
        }
    }

    /// Builds the index of fact checks, on as many pages as it takes.
    pub(super) fn checks(&self) -> Vec<String> {
        let shared = self.site.edition.shared;
        let checks: Vec<_> = self.notes().filter(|(_, note)| note.is_check()).collect();
        if !self.site.parts.view.has_checks {
            return Vec::new();
        }
        let n_pages = checks.len().div_ceil(CHECKS_PER_PAGE).max(1);
        if !self.wants_any("checks/", n_pages) {
            return (1..=n_pages).map(|number| numbered_path("checks/", number)).collect();
        }
        let ratings = checks.iter().filter_map(|(_, note)| rating_of(note));
        let counts = count_ratings(ratings, &shared.settings);
        (1..=n_pages)
            .into_par_iter()
            .map(|number| {
                let path = numbered_path("checks/", number);
                if !self.wants(&path) {
                    return path;
                }
                let page = self.page("checks", &path, &self.message("fact-checks"));
                let page = feeds::link(page, self.articles, Kind::FactCheck, &shared.messages);
                let first = (number - 1) * CHECKS_PER_PAGE;
                let shown = checks.iter().skip(first).take(CHECKS_PER_PAGE);
                let view = Checks {
                    n_checks: checks.len(),
                    ratings: counts.clone(),
                    rows: shown
                        .map(|(article, note)| self.check_row(article, note, &page.root))
                        .collect(),
                    pager: pager(&page, "checks/", number, n_pages),
                };
                self.put("checks.html", &page, ("checks", &view));
                path
            })
            .collect()
    }

    /// Returns whether anybody wants one of several pages.
    pub(super) fn wants_any(&self, first: &str, n_pages: usize) -> bool {
        (1..=n_pages).any(|number| self.wants(&numbered_path(first, number)))
    }

    fn check_row(&self, article: &ArticleIndex, note: &NoteIndex, root: &str) -> CheckRow {
        let ratings = &self.settings().ratings;
        CheckRow {
            claim: note.claim.clone().unwrap_or_default(),
            summary: note.summary.clone().unwrap_or_default(),
            rating: rating_of(note).map(|index| RatingView::from(&ratings[index])),
            lang: note.lang.clone(),
            article: article.title.clone(),
            url: format!("{root}{}#{}", article.url(), note.id),
            page_url: self.check_page(article, note).map(|path| format!("{root}{path}")),
            place: note.locators.as_ref().map(|it| self.place(it)),
            on: note.on.clone(),
            n_sources: note.works.len(),
        }
    }

    /// Returns a place as pages name it.
    pub(super) fn place(&self, locators: &LocatorRange) -> Place {
        let messages = &self.site.edition.shared.messages;
        Place { label: locators.label(messages), name: locators.name(messages) }
    }

    /// Returns the address of a note's own page below the root, if it has one.
    pub(super) fn check_page(&self, article: &ArticleIndex, note: &NoteIndex) -> Option<String> {
        let has_page = self.settings().has_page(note.kind);
        has_page.then(|| format!("checks/{}{}/", article.url(), note.id))
    }
}

/// Returns the address of one page of several; `~` begins no article's name.
pub(super) fn numbered_path(first: &str, number: usize) -> String {
    if number == 1 { first.to_owned() } else { format!("{first}~{number}/") }
}

/// Returns the way to the other pages of several.
pub(super) fn pager(page: &Page, first: &str, number: usize, n_pages: usize) -> Option<Pager> {
    let address = |number| match format!("{}{}", page.root, numbered_path(first, number)) {
        here if here.is_empty() => "./".to_owned(),
        address => address,
    };
    (n_pages > 1).then(|| Pager {
        number,
        n_pages,
        previous: (number > 1).then(|| address(number - 1)),
        next: (number < n_pages).then(|| address(number + 1)),
    })
}

pub(super) fn rating_of(note: &NoteIndex) -> Option<usize> {
    note.rating.map(usize::from)
}
