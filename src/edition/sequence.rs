//! The order of articles that front matters give: `order` and `series`.
//!
//! Pages of articles lead to their neighbours, so these are known before any article is
//! resolved, of front matters alone.

use std::{cmp::Reverse, collections::HashMap};

use rayon::prelude::*;

use super::{ArticleFolder, ArticleIndex, Drafts, Edition, MarkdownFile, article};
use crate::{
    diag::{Diagnostic, Diagnostics, Place, Problem},
    model::{Date, parse::article::front_matter},
    text::language::natural_key,
};

/// The articles that have an order or a series, as they follow each other: those of no series
/// first.
#[derive(Debug, Default)]
pub struct Sequence {
    entries: Vec<SequenceEntry>,
    /// By slug.
    places: HashMap<String, usize>,
}

/// An article that has an order or a series.
#[derive(Debug)]
pub struct SequenceEntry {
    /// The name of its folder.
    pub slug: String,
    /// Its title, as plain text.
    pub title: String,
    /// Its language (BCP 47).
    pub language: String,
    /// The name of its series.
    pub series: Option<String>,
    order: Option<(i64, Place)>,
    published: Option<Date>,
}

/// Where an article stands among all: in which part, and where in it.
type Rank = (u8, usize);

/// What the front page sorts an article by.
type FrontKey<'a> = (Rank, Reverse<Option<String>>, Vec<(usize, &'a [u8])>);

impl Sequence {
    /// Reads the front matters of an edition.
    #[must_use]
    pub fn of(edition: Edition<'_>) -> Self {
        let articles = edition.contents.articles.par_iter();
        let mut entries: Vec<_> =
            articles.filter_map(|folder| SequenceEntry::read(edition, folder)).collect();
        entries.sort_by(|a, b| a.key().cmp(&b.key()));
        let places = entries.iter().enumerate().map(|(at, entry)| (entry.slug.clone(), at));
        Self { places: places.collect(), entries }
    }

    /// Returns the articles before and after one: of its series, or else of no series.
    #[must_use]
    pub fn neighbours(&self, slug: &str) -> [Option<&SequenceEntry>; 2] {
        let Some(&at) = self.places.get(slug) else { return [None; 2] };
        let of_same = |at: usize, entry: &SequenceEntry| {
            self.entries.get(at).filter(|other| other.series == entry.series)
        };
        let entry = &self.entries[at];
        [at.checked_sub(1).and_then(|at| of_same(at, entry)), of_same(at + 1, entry)]
    }

    /// Returns the series of an article.
    #[must_use]
    pub fn series_of(&self, slug: &str) -> Option<&str> {
        self.entries[*self.places.get(slug)?].series.as_deref()
    }

    /// Returns what articles are sorted by: those with an order, then those without, which
    /// all have the same rank, then series.
    #[must_use]
    pub fn rank(&self, slug: &str) -> Rank {
        match self.places.get(slug) {
            Some(&at) if self.entries[at].series.is_some() => (2, at),
            Some(&at) => (0, at),
            None => (1, 0),
        }
    }

    /// Returns what the front page sorts an article by: those without an order or a series by
    /// their dates, the newest first.
    #[must_use]
    pub fn front_key<'a>(&self, article: &'a ArticleIndex) -> FrontKey<'a> {
        let date = article.published.map(|date| date.to_string());
        (self.rank(&article.slug), Reverse(date), natural_key(&article.slug))
    }

    /// Reports articles of one series, or of none, that have one order.
    pub fn check(&self, diagnostics: &Diagnostics) {
        for pair in self.entries.windows(2) {
            let [first, second] = pair else { continue };
            let (Some((order, place)), Some((other, place_of_second))) =
                (&first.order, &second.order)
            else {
                continue;
            };
            if first.series == second.series && order == other {
                let problem = Problem::SameOrder {
                    order: *order,
                    article: first.slug.clone(),
                    series: first.series.clone().unwrap_or_default(),
                };
                let found = Diagnostic::new(problem, place_of_second.clone());
                diagnostics.push(found.with_related(place.clone()));
            }
        }
    }
}

impl SequenceEntry {
    /// Returns what it is sorted by.
    fn key(&self) -> impl Ord + '_ {
        let series = self.series.as_deref();
        let order = self.order.as_ref().map_or(i64::MAX, |(order, _)| *order);
        let date = self.published.map(|date| date.to_string());
        (series.map(natural_key), series, order, date, natural_key(&self.slug))
    }

    /// Reads what the front matter of an article says of its place; `None` if that is nothing,
    /// or the article is not there.
    fn read(edition: Edition<'_>, folder: &ArticleFolder) -> Option<Self> {
        // What is wrong with it is told where the article is resolved.
        let unheard = Diagnostics::default();
        let settings = &edition.shared.settings;
        let bytes = edition.read(&folder.text, &unheard)?;
        let text = MarkdownFile::new(&folder.text, bytes, settings.limits.article, &unheard)?;
        let matter = &text.file.text[text.parts.matter.clone()];
        if !["order", "series"].iter().any(|key| matter.contains(key)) {
            return None;
        }
        let matter = front_matter(&text.file, &text.parts, &unheard);
        let is_hidden = matter.is_draft && edition.options.drafts == Drafts::Exclude;
        if is_hidden || matter.order.is_none() && matter.series.is_none() {
            return None;
        }
        Some(Self {
            slug: folder.slug.clone(),
            title: article::title(folder, &matter, &text.markup(&unheard)?),
            language: matter.language.unwrap_or_else(|| settings.language.clone()),
            series: matter.series,
            order: matter.order,
            published: matter.published,
        })
    }
}
