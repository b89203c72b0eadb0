//! The front page and the index of fact checks: each on as many pages as it takes.

use rayon::prelude::*;

use super::Shared;
use crate::{
    build::{Facts, article::sort_date, facts::NoteFacts, feeds},
    model::Kind,
    view::{
        self, ArticleCard, CheckRow, Checks, Count, Front, Page, Pager, RatingView, Standing,
        StripPiece,
    },
};

/// Fact checks on one page of their index.
const CHECKS_PER_PAGE: usize = 500;
/// Articles on one page of the front.
const ARTICLES_PER_PAGE: usize = 200;

impl Shared<'_> {
    /// Builds the front page; very many articles are listed on several.
    pub(super) fn front(&self) -> Vec<String> {
        let settings = &self.context.edition.settings;
        let n_pages = self.facts.len().div_ceil(ARTICLES_PER_PAGE).max(1);
        if !self.wants_any("", n_pages) {
            return (1..=n_pages).map(|number| numbered_path("", number)).collect();
        }
        let mut articles: Vec<&Facts> = self.facts.to_vec();
        articles.sort_by_cached_key(|facts| std::cmp::Reverse(sort_date(&facts.card)));
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
                let page = Kind::ALL
                    .into_iter()
                    .fold(page, |page, kind| feeds::link(page, self.facts, kind));
                let first = (number - 1) * ARTICLES_PER_PAGE;
                let shown = articles.iter().skip(first).take(ARTICLES_PER_PAGE);
                let front = Front {
                    n_annotations: self.notes().count(),
                    n_checks,
                    n_terms: self.context.edition.terms.len(),
                    n_sources: self.context.edition.sources.len(),
                    articles: shown.map(|facts| self.card(facts, &page.root)).collect(),
                    pager: pager(&page, "", number, n_pages),
                };
                self.put("index.html", &page, ("front", &front));
                path
            })
            .collect()
    }

    fn card(&self, facts: &Facts, root: &str) -> ArticleCard {
        let url = format!("{root}{}", facts.card.url);
        let pieces = facts.notes.iter().filter_map(|note| {
            let about = (&*note.id, note.kind, note.number as usize);
            Some(StripPiece::new(about, self.standing(note), note.share?, &url))
        });
        ArticleCard { strip: pieces.collect(), url: url.clone(), ..facts.card.clone() }
    }

    fn standing(&self, note: &NoteFacts) -> Standing<'_> {
        match rating_of(note) {
            _ if note.is_retracted => Standing::Retracted,
            Some(index) => Standing::Rated(&self.context.edition.settings.ratings[index]),
            None => Standing::Unrated,
        }
    }

    /// Builds the index of fact checks, on as many pages as it takes.
    pub(super) fn checks(&self) -> Vec<String> {
        let ratings = &self.context.edition.settings.ratings;
        let checks: Vec<(&Facts, &NoteFacts)> =
            self.notes().filter(|(_, note)| check_of(note).is_some()).collect();
        let n_pages = checks.len().div_ceil(CHECKS_PER_PAGE).max(1);
        if !self.wants_any("checks/", n_pages) {
            return (1..=n_pages).map(|number| numbered_path("checks/", number)).collect();
        }
        let counts: Vec<Count> = ratings
            .iter()
            .enumerate()
            .map(|(index, rating)| Count {
                id: rating.id.clone(),
                label: rating.label.clone(),
                tone: Some(rating.tone.as_str()),
                n: checks.iter().filter(|(_, note)| rating_of(note) == Some(index)).count(),
            })
            .collect();
        (1..=n_pages)
            .into_par_iter()
            .map(|number| {
                let path = numbered_path("checks/", number);
                if !self.wants(&path) {
                    return path;
                }
                let page = self.page("checks", &path, "Fact checks");
                let page = feeds::link(page, self.facts, Kind::FactCheck);
                let first = (number - 1) * CHECKS_PER_PAGE;
                let shown = checks.iter().skip(first).take(CHECKS_PER_PAGE);
                let view = Checks {
                    n_checks: checks.len(),
                    ratings: counts.clone(),
                    rows: shown
                        .map(|(facts, note)| self.check_row(facts, note, &page.root))
                        .collect(),
                    pager: pager(&page, "checks/", number, n_pages),
                };
                self.put("checks.html", &page, ("checks", &view));
                path
            })
            .collect()
    }

    /// Returns whether anybody wants one of several pages.
    fn wants_any(&self, first: &str, n_pages: usize) -> bool {
        (1..=n_pages).any(|number| self.wants(&numbered_path(first, number)))
    }

    fn check_row(&self, facts: &Facts, note: &NoteFacts, root: &str) -> CheckRow {
        let ratings = &self.context.edition.settings.ratings;
        let (claim, summary) = check_of(note).unwrap_or_default();
        CheckRow {
            claim: claim.to_owned(),
            summary: summary.to_owned(),
            rating: rating_of(note).map(|index| RatingView::from(&ratings[index])),
            lang: note.texts.as_ref().and_then(|texts| texts.lang.clone()),
            article: facts.card.title.clone(),
            url: format!("{root}{}#{}", facts.card.url, note.id),
            page_url: self.check_page(facts, note).map(|path| format!("{root}{path}")),
            block: note.block.map(|block| block as usize),
            n_sources: note.works.len(),
        }
    }

    /// Returns the address of a note's own page below the root, if it has one.
    pub(super) fn check_page(&self, facts: &Facts, note: &NoteFacts) -> Option<String> {
        let has_page = view::has_page(note.kind, &self.context.edition.settings);
        has_page.then(|| format!("checks/{}{}/", facts.card.url, note.id))
    }
}

/// Returns the address of one page of several; `~` begins no article's name.
fn numbered_path(first: &str, number: usize) -> String {
    if number == 1 { first.to_owned() } else { format!("{first}~{number}/") }
}

/// Returns the way to the other pages of several.
fn pager(page: &Page, first: &str, number: usize, n_pages: usize) -> Option<Pager> {
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

fn check_of(note: &NoteFacts) -> Option<(&str, &str)> {
    let (claim, summary) = note.texts.as_ref()?.check.as_ref()?;
    Some((claim, summary))
}

fn rating_of(note: &NoteFacts) -> Option<usize> {
    note.rating.map(usize::from)
}
