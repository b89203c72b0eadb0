//! What articles refer to: glossary, sources, timeline; each entry with its uses.

use std::collections::{BTreeSet, HashMap};

use rayon::prelude::*;

use super::{exports, pages::Pages};
use crate::{
    cite::Work,
    edition::{ArticleIndex, FirstUse, NoteIndex},
    model::{Event, Extent, Quality, Term, TermSource, source_by_key},
    site::{
        timeline::{self, Dot},
        view::{self, EventEntry, Glossary, Link, SourceEntry, Sources, TermEntry, Timeline, Use},
    },
    text::{language::Collation, messages::Messages},
};

/// Articles that the entry of a term lists.
const USES_PER_TERM: usize = 50;
/// Notes that the entry of a source lists: in an edition of thousands of
/// articles the page of sources would else be the size of all of them.
const USES_PER_SOURCE: usize = 100;

/// Returns where an article uses a term first: by its name, or else by a gloss.
fn use_of_term(term: usize, article: &ArticleIndex, messages: &Messages) -> Option<Use> {
    let used = article.term_uses.binary_search_by_key(&term, |first| first.term as usize);
    let (label, fragment) = if let Ok(at) = used {
        let FirstUse { text, locus, .. } = &article.term_uses[at];
        let suffix = &article.suffixes[*text as usize];
        (locus.locator.label(messages), format!("{}{suffix}", locus.fragment))
    } else {
        let glossed = article.glossed.binary_search_by_key(&term, |(term, _)| *term as usize);
        let note = article.notes.get(article.glossed[glossed.ok()?].1 as usize)?;
        match &note.locators {
            Some(locators) => (locators.label(messages), format!("ref-{}", note.id)),
            None => (note.short_name(messages), note.id.clone()),
        }
    };
    Some(Use {
        article: article.title.clone(),
        label,
        url: format!("../{}#{fragment}", article.url()),
    })
}

/// What cites a work: notes as far as they are listed, terms and events.
#[derive(Default)]
struct CitedBy<'a> {
    shown: Vec<(&'a ArticleIndex, &'a NoteIndex)>,
    n_more: usize,
    terms: Vec<&'a Term>,
    events: Vec<&'a Event>,
}

/// What events may name.
struct Known<'a> {
    articles: HashMap<&'a str, &'a ArticleIndex>,
    /// By slug and id, each note that an event names.
    notes: HashMap<(&'a str, &'a str), &'a NoteIndex>,
}

impl<'a> Known<'a> {
    fn new(pages: &'a Pages<'_>) -> Self {
        let events = &pages.site.edition.shared.timeline.events;
        let named = events.iter().flat_map(|(_, event)| &event.annotations);
        let named: BTreeSet<&str> = named.map(|(slug, _)| slug.as_str()).collect();
        let notes = pages.notes().filter(|(article, _)| named.contains(article.slug.as_str()));
        let articles = pages.articles.iter();
        Self {
            articles: articles.map(|article| (article.slug.as_str(), *article)).collect(),
            notes: notes.map(|(article, note)| ((&*article.slug, &*note.id), note)).collect(),
        }
    }
}

impl Pages<'_> {
    pub(super) fn glossary(&self) -> Vec<String> {
        let shared = self.site.edition.shared;
        if shared.glossary.terms.is_empty() {
            return Vec::new();
        }
        exports::write_glossary(self.site);
        let page = self.page("glossary", "glossary/", &self.message("glossary"));
        if !self.wants(&page.path) {
            return vec![page.path];
        }
        let collation = Collation::of_language(&shared.settings.language);
        let mut terms: Vec<(usize, &Term)> = shared.glossary.terms.iter().enumerate().collect();
        terms.sort_by(|(_, a), (_, b)| collation.compare(&a.term, &b.term));
        let used = self.used_terms();
        let term = |(index, term)| self.term((index, term), &used[index]);
        let terms = terms.into_iter().map(term).collect();
        let page = exports::describe_glossary(page, shared);
        self.put("glossary.html", &page, ("glossary", &Glossary { terms }));
        vec![page.path]
    }

    /// Returns, for each term, the articles that use it.
    fn used_terms(&self) -> Vec<Vec<&ArticleIndex>> {
        let mut used = vec![Vec::new(); self.site.edition.shared.glossary.terms.len()];
        for article in self.articles {
            for term in article.terms().collect::<BTreeSet<usize>>() {
                used[term].push(*article);
            }
        }
        used
    }

    fn term(&self, (index, term): (usize, &Term), used: &[&ArticleIndex]) -> TermEntry {
        let shared = self.site.edition.shared;
        let uses = used.iter().filter_map(|article| use_of_term(index, article, &shared.messages));
        let see = term.see.iter().filter_map(|id| {
            let other = &shared.glossary.terms[shared.glossary.index_of(id)?];
            Some(Link { label: other.term.clone(), url: format!("#{id}") })
        });
        TermEntry {
            id: term.id.clone(),
            term: term.term.clone(),
            aliases: term.aliases.clone(),
            expansion: term.expansion.clone(),
            original: view::originals(term),
            definition_html: self.site.parts.lists.glosses[index].definition_html.clone(),
            founded: term.founded.clone(),
            designations: term.designations.clone(),
            status: term.status.clone(),
            status_as_of: term.status_as_of.as_ref().map(|date| self.date(date)),
            sources: self.source_links(&term.sources),
            see: see.collect(),
            uses: uses.take(USES_PER_TERM).collect(),
            n_more_uses: used.len().saturating_sub(USES_PER_TERM),
        }
    }

    pub(super) fn sources(&self) -> Vec<String> {
        if self.site.edition.shared.works.sources.is_empty() {
            return Vec::new();
        }
        exports::write_sources(self.site);
        let page = self.page("sources", "sources/", &self.message("sources"));
        if !self.wants(&page.path) {
            return vec![page.path];
        }
        let shared = self.site.edition.shared;
        let cited_by = self.cited_by();
        let works: Vec<(usize, &Work)> =
            shared.works.bibliography.works.iter().enumerate().collect();
        let rendered: Vec<String> = works
            .par_iter()
            .filter_map(|(index, work)| {
                let entry = self.source_entry(work, &cited_by[*index]);
                let html = self.site.parts.renderer.source_entry(&entry, self.site.diagnostics)?;
                Some(html.trim().to_owned() + "\n")
            })
            .collect();
        let entries_html = rendered.concat();
        let view = Sources { n_sources: shared.works.sources.len(), entries_html };
        let page = exports::describe_sources(page, shared);
        self.put("sources.html", &page, ("sources", &view));
        vec![page.path]
    }

    /// Returns, for each work, who cites it.
    fn cited_by(&self) -> Vec<CitedBy<'_>> {
        let shared = self.site.edition.shared;
        let n_works = shared.works.bibliography.works.len();
        let mut all: Vec<CitedBy<'_>> = (0..n_works).map(|_| CitedBy::default()).collect();
        let works = |sources: &[TermSource]| -> BTreeSet<usize> {
            sources.iter().filter_map(|it| shared.works.bibliography.index_of(&it.key)).collect()
        };
        for term in &shared.glossary.terms {
            works(&term.sources).into_iter().for_each(|work| all[work].terms.push(term));
        }
        for (_, event) in &shared.timeline.events {
            works(&event.sources).into_iter().for_each(|work| all[work].events.push(event));
        }
        for (article, note) in self.notes() {
            for &work in &note.works {
                let cited_by = &mut all[work as usize];
                if cited_by.shown.len() < USES_PER_SOURCE {
                    cited_by.shown.push((article, note));
                } else {
                    cited_by.n_more += 1;
                }
            }
        }
        all
    }

    fn source_entry(&self, work: &Work, cited_by: &CitedBy<'_>) -> SourceEntry {
        let shared = self.site.edition.shared;
        let source = source_by_key(&shared.works.sources, &work.key);
        let notes = cited_by.shown.iter().map(|(article, note)| self.use_of(article, note));
        let terms = cited_by.terms.iter().map(|term| Use {
            article: self.message("glossary"),
            label: term.term.clone(),
            url: format!("../glossary/#{}", term.id),
        });
        let events = cited_by.events.iter().map(|event| Use {
            article: self.message("timeline"),
            label: self.date(&event.date).text,
            url: format!("../timeline/#{}", event.id),
        });
        SourceEntry {
            key: work.key.clone(),
            entry_html: work.entry_html.clone(),
            url: work.url.clone(),
            accessed: work
                .accessed
                .as_ref()
                .and_then(|date| date.parse().ok())
                .map(|it| self.date(&it)),
            archived: source.and_then(|source| view::archived(source, shared)),
            quality: source.and_then(|source| source.quality).map(Quality::as_str),
            read: source.and_then(|source| source.read).map(Extent::as_str),
            note: work.note.clone(),
            cited_by: notes.chain(terms).chain(events).collect(),
            n_more_uses: cited_by.n_more,
        }
    }

    pub(super) fn timeline(&self) -> Vec<String> {
        if self.site.edition.shared.timeline.events.is_empty() {
            return Vec::new();
        }
        let page = self.page("timeline", "timeline/", &self.message("timeline"));
        if !self.wants(&page.path) {
            return vec![page.path];
        }
        let events = self.site.edition.shared.timeline.events.iter();
        let mut events: Vec<&Event> = events.map(|(_, event)| event).collect();
        events.sort_by_key(|event| event.date);
        let known = Known::new(self);
        let shown: Vec<EventEntry> = events.iter().map(|event| self.event(event, &known)).collect();
        let dots: Vec<Dot<'_>> = events
            .iter()
            .zip(&shown)
            .map(|(event, shown)| Dot {
                id: &event.id,
                date: event.date,
                name: format!("{}: {}", shown.date.text, event.event),
                is_article: event.article.is_some(),
            })
            .collect();
        let view = Timeline {
            figure_html: timeline::figure(&dots, |first, last| {
                let years =
                    [("first", first.to_string().into()), ("last", last.to_string().into())];
                self.site.edition.shared.messages.with("timeline-figure", &years)
            }),
            events: shown,
        };
        self.put("timeline.html", &page, ("timeline", &view));
        vec![page.path]
    }

    fn event(&self, event: &Event, known: &Known<'_>) -> EventEntry {
        let shared = self.site.edition.shared;
        let article = |slug: &str| known.articles.get(slug).copied();
        let notes = event.annotations.iter().filter_map(|(slug, id)| {
            let note = known.notes.get(&(slug.as_str(), id.as_str()))?;
            Some(self.use_of(article(slug)?, note))
        });
        let terms = event.terms.iter().filter_map(|id| {
            let term = &shared.glossary.terms[shared.glossary.index_of(id)?];
            Some(Link { label: term.term.clone(), url: format!("../glossary/#{id}") })
        });
        EventEntry {
            id: event.id.clone(),
            date: self.date(&event.date),
            event: event.event.clone(),
            article: event.article.as_deref().and_then(article).map(|article| Link {
                label: article.title.clone(),
                url: format!("../{}", article.url()),
            }),
            sources: self.source_links(&event.sources),
            notes: notes.collect(),
            terms: terms.collect(),
        }
    }

    /// Returns links to the entries of sources that are cited without a stance.
    fn source_links(&self, sources: &[TermSource]) -> Vec<Link> {
        let links = sources.iter().filter_map(|cited| {
            let work = self.site.edition.shared.works.bibliography.get(&cited.key)?;
            let label = match &cited.at {
                Some(at) => format!("{}, {at}", work.bare_label()),
                None => work.bare_label().to_owned(),
            };
            Some(Link { label, url: format!("../sources/#{}", cited.key) })
        });
        links.collect()
    }
}
