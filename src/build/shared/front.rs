//! The front page and the index of fact checks: each on as many pages as it takes.

use rayon::prelude::*;

use super::Shared;
use crate::{
    body::{self, Location},
    build::{Facts, article::sort_date, facts::NoteFacts, feeds},
    model::{Kind, Markdown},
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
        let n_of = |kind| kinds(self.facts).filter(|of| *of == kind).count();
        let (n_annotations, n_checks) = (kinds(self.facts).count(), n_of(Kind::FactCheck));
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
                let findings = settings.findings.iter().filter(|_| number == 1);
                let shown = articles.iter().skip(first).take(ARTICLES_PER_PAGE);
                let front = Front {
                    n_annotations,
                    n_checks,
                    n_terms: self.context.edition.terms.len(),
                    n_sources: self.context.edition.sources.len(),
                    articles: shown.map(|facts| self.card(facts, &page.root)).collect(),
                    pager: pager(&page, "", number, n_pages),
                    findings_html: findings.map(|text| self.finding(text)).collect(),
                };
                self.put("index.html", &page, ("front", &front));
                path
            })
            .collect()
    }

    fn finding(&self, text: &Markdown) -> String {
        body::render(text, &self.context.edition.bibliography, Location::default()).html
    }

    fn card(&self, facts: &Facts, root: &str) -> ArticleCard {
        let url = format!("{root}{}", facts.card.url);
        let pieces = facts.notes.iter().filter_map(|note| {
            let about = (note.id, note.kind, note.number);
            Some(StripPiece::new(about, self.standing(note), note.share?, &url))
        });
        let mut ratings = self.count_ratings(facts.notes.iter().filter(|note| !note.is_retracted));
        ratings.retain(|count| count.n > 0);
        ArticleCard { strip: pieces.collect(), ratings, url: url.clone(), ..facts.card.clone() }
    }

    /// Counts the notes of each rating.
    fn count_ratings<'a>(&self, notes: impl Iterator<Item = NoteFacts<'a>>) -> Vec<Count> {
        let ratings = &self.context.edition.settings.ratings;
        let mut counts: Vec<Count> = ratings
            .iter()
            .map(|rating| Count {
                id: rating.id.clone(),
                label: rating.label.clone(),
                tone: Some(rating.tone.as_str()),
                n: 0,
            })
            .collect();
        for index in notes.filter_map(rating_of) {
            counts[index].n += 1;
        }
        counts
    }

    fn standing(&self, note: NoteFacts<'_>) -> Standing<'_> {
        match rating_of(note) {
            _ if note.is_retracted => Standing::Retracted,
            Some(index) => Standing::Rated(&self.context.edition.settings.ratings[index]),
            None => Standing::Unrated,
        }
    }

    /// Builds the index of fact checks, on as many pages as it takes.
    pub(super) fn checks(&self) -> Vec<String> {
        let checks = self.notes().filter(|(_, note)| note.check.is_some());
        let checks: Vec<(&Facts, usize)> =
            checks.map(|(facts, note)| (facts, note.number - 1)).collect();
        let n_pages = checks.len().div_ceil(CHECKS_PER_PAGE).max(1);
        if !self.wants_any("checks/", n_pages) {
            return (1..=n_pages).map(|number| numbered_path("checks/", number)).collect();
        }
        let counts =
            self.count_ratings(checks.iter().map(|(facts, index)| facts.notes.get(*index)));
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
                        .map(|&(facts, index)| {
                            self.check_row(facts, facts.notes.get(index), &page.root)
                        })
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

    fn check_row(&self, facts: &Facts, note: NoteFacts<'_>, root: &str) -> CheckRow {
        let ratings = &self.context.edition.settings.ratings;
        let (claim, summary) = note.check.unwrap_or_default();
        CheckRow {
            claim: claim.to_owned(),
            summary: summary.to_owned(),
            rating: rating_of(note).map(|index| RatingView::from(&ratings[index])),
            lang: note.lang.map(str::to_owned),
            article: facts.card.title.clone(),
            url: format!("{root}{}#{}", facts.card.url, note.id),
            page_url: self.check_page(facts, note).map(|path| format!("{root}{path}")),
            block: note.block.map(|block| block as usize),
            n_sources: note.works.len(),
        }
    }

    /// Returns the address of a note's own page below the root, if it has one.
    pub(super) fn check_page(&self, facts: &Facts, note: NoteFacts<'_>) -> Option<String> {
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

/// Returns the kinds of all notes.
fn kinds(facts: &[&Facts]) -> impl Iterator<Item = Kind> {
    facts.iter().flat_map(|facts| facts.notes.kinds())
}

fn rating_of(note: NoteFacts<'_>) -> Option<usize> {
    note.rating.map(usize::from)
}
