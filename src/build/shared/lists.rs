//! What articles refer to: glossary, sources, timeline; each entry with its uses.

use std::collections::{BTreeSet, HashMap};

use rayon::prelude::*;

use super::Shared;
use crate::{
    build::{Facts, exports},
    cite::Work,
    model::{Event, Extent, Quality, Term, TermSource, source_by_key},
    script::Collation,
    timeline::{self, Dot},
    view::{self, EventEntry, Glossary, Link, SourceEntry, Sources, TermEntry, Timeline, Use},
};

/// Articles that the entry of a term lists.
const USES_PER_TERM: usize = 50;
/// Notes that the entry of a source lists: in an edition of thousands of
/// articles the page of sources would else be the size of all of them.
const USES_PER_SOURCE: usize = 100;

/// Returns where an article uses a term first: by its name, or else by a gloss.
fn use_of_term(term: usize, facts: &Facts) -> Option<Use> {
    let find = |all: &[(u32, u32)]| {
        let found = all.binary_search_by_key(&term, |(term, _)| *term as usize);
        found.ok().map(|at| all[at].1)
    };
    let (label, fragment) = if let Some(number) = find(&facts.term_uses) {
        (format!("¶ {number}"), format!("p-{number}"))
    } else {
        let note = facts.notes.get(find(&facts.glossed)? as usize);
        match note.block {
            Some(number) => (format!("¶ {number}"), format!("ref-{}", note.id)),
            None => {
                (format!("{} {}", view::kind_label(note.kind), note.number), note.id.to_owned())
            }
        }
    };
    Some(Use {
        article: facts.card.title.clone(),
        label,
        url: format!("../{}#{fragment}", facts.card.url),
    })
}

/// What cites a work: notes as far as they are listed, terms and events.
#[derive(Default)]
struct CitedBy<'a> {
    /// Each with its index in its article.
    shown: Vec<(&'a Facts, usize)>,
    n_more: usize,
    terms: Vec<&'a Term>,
    events: Vec<&'a Event>,
}

/// What events may name.
struct Known<'a> {
    articles: HashMap<&'a str, &'a Facts>,
    /// By slug and id, the index of each note that an event names.
    notes: HashMap<(&'a str, &'a str), usize>,
}

impl<'a> Known<'a> {
    fn new(shared: &'a Shared<'_>) -> Self {
        let named = shared.context.edition.events.iter().flat_map(|(_, event)| &event.annotations);
        let named: BTreeSet<&str> = named.map(|(slug, _)| slug.as_str()).collect();
        let notes = shared.notes().filter(|(facts, _)| named.contains(facts.slug.as_str()));
        Self {
            articles: shared.facts.iter().map(|facts| (facts.slug.as_str(), *facts)).collect(),
            notes: notes.map(|(facts, note)| ((&*facts.slug, note.id), note.number - 1)).collect(),
        }
    }
}

impl Shared<'_> {
    pub(super) fn glossary(&self) -> Vec<String> {
        let edition = self.context.edition;
        if edition.terms.is_empty() {
            return Vec::new();
        }
        exports::write_glossary(self.context);
        let page = self.page("glossary", "glossary/", "Glossary");
        if !self.wants(&page.path) {
            return vec![page.path];
        }
        let collation = Collation::of_language(&edition.settings.language);
        let mut terms: Vec<(usize, &Term)> = edition.terms.iter().enumerate().collect();
        terms.sort_by(|(_, a), (_, b)| collation.compare(&a.term, &b.term));
        let used = self.used_terms();
        let term = |(index, term)| self.term((index, term), &used[index]);
        let terms = terms.into_iter().map(term).collect();
        let page = exports::describe_glossary(page, edition);
        self.put("glossary.html", &page, ("glossary", &Glossary { terms }));
        vec![page.path]
    }

    /// Returns, for each term, the articles that use it.
    fn used_terms(&self) -> Vec<Vec<&Facts>> {
        let mut used = vec![Vec::new(); self.context.edition.terms.len()];
        for facts in self.facts {
            let all = facts.term_uses.iter().chain(&facts.glossed).map(|(term, _)| *term);
            for term in all.collect::<BTreeSet<u32>>() {
                used[term as usize].push(*facts);
            }
        }
        used
    }

    fn term(&self, (index, term): (usize, &Term), used: &[&Facts]) -> TermEntry {
        let edition = self.context.edition;
        let uses = used.iter().filter_map(|facts| use_of_term(index, facts));
        let see = term.see.iter().filter_map(|id| {
            let other = &edition.terms[edition.lists.term_index(id)?];
            Some(Link { label: other.term.clone(), url: format!("#{id}") })
        });
        TermEntry {
            id: term.id.clone(),
            term: term.term.clone(),
            aliases: term.aliases.clone(),
            expansion: term.expansion.clone(),
            original: view::originals(term),
            definition_html: edition.lists.glosses[index].definition_html.clone(),
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
        if self.context.edition.sources.is_empty() {
            return Vec::new();
        }
        exports::write_sources(self.context);
        let page = self.page("sources", "sources/", "Sources");
        if !self.wants(&page.path) {
            return vec![page.path];
        }
        let edition = self.context.edition;
        let cited_by = self.cited_by();
        let works: Vec<(usize, &Work)> = edition.bibliography.works.iter().enumerate().collect();
        let rendered: Vec<String> = works
            .par_iter()
            .filter_map(|(index, work)| {
                let entry = self.source_entry(work, &cited_by[*index]);
                let html = self.renderer.source_entry(&entry, self.context.diagnostics)?;
                Some(html.trim().to_owned() + "\n")
            })
            .collect();
        let entries_html = rendered.concat();
        let view = Sources { n_sources: edition.sources.len(), entries_html };
        let page = exports::describe_sources(page);
        self.put("sources.html", &page, ("sources", &view));
        vec![page.path]
    }

    /// Returns, for each work, who cites it.
    fn cited_by(&self) -> Vec<CitedBy<'_>> {
        let edition = self.context.edition;
        let n_works = edition.bibliography.works.len();
        let mut all: Vec<CitedBy<'_>> = (0..n_works).map(|_| CitedBy::default()).collect();
        let works = |sources: &[TermSource]| -> BTreeSet<usize> {
            sources.iter().filter_map(|it| edition.bibliography.index_of(&it.key)).collect()
        };
        for term in &*edition.terms {
            works(&term.sources).into_iter().for_each(|work| all[work].terms.push(term));
        }
        for (_, event) in &*edition.events {
            works(&event.sources).into_iter().for_each(|work| all[work].events.push(event));
        }
        for (facts, note) in self.notes() {
            for &work in note.works {
                let cited_by = &mut all[work as usize];
                if cited_by.shown.len() < USES_PER_SOURCE {
                    cited_by.shown.push((facts, note.number - 1));
                } else {
                    cited_by.n_more += 1;
                }
            }
        }
        all
    }

    fn source_entry(&self, work: &Work, cited_by: &CitedBy<'_>) -> SourceEntry {
        let edition = self.context.edition;
        let language = &edition.settings.language;
        let source = source_by_key(&edition.sources, &work.key);
        let notes =
            cited_by.shown.iter().map(|&(facts, index)| self.use_of(facts, facts.notes.get(index)));
        let terms = cited_by.terms.iter().map(|term| Use {
            article: "Glossary".to_owned(),
            label: term.term.clone(),
            url: format!("../glossary/#{}", term.id),
        });
        let events = cited_by.events.iter().map(|event| Use {
            article: "Timeline".to_owned(),
            label: self.date(&event.date).text,
            url: format!("../timeline/#{}", event.id),
        });
        SourceEntry {
            key: work.key.clone(),
            entry_html: work.entry_html.clone(),
            url: work.url.clone(),
            accessed: work.accessed.as_deref().and_then(|date| view::date_view(date, language)),
            archived: source.and_then(|source| view::archived(source, language)),
            quality: source.and_then(|source| source.quality).map(Quality::as_str),
            read: source.and_then(|source| source.read).map(Extent::as_str),
            note: work.note.clone(),
            cited_by: notes.chain(terms).chain(events).collect(),
            n_more_uses: cited_by.n_more,
        }
    }

    pub(super) fn timeline(&self) -> Vec<String> {
        if self.context.edition.events.is_empty() {
            return Vec::new();
        }
        let page = self.page("timeline", "timeline/", "Timeline");
        if !self.wants(&page.path) {
            return vec![page.path];
        }
        let mut events: Vec<&Event> =
            self.context.edition.events.iter().map(|(_, event)| event).collect();
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
        let view = Timeline { figure_html: timeline::figure(&dots), events: shown };
        self.put("timeline.html", &page, ("timeline", &view));
        vec![page.path]
    }

    fn event(&self, event: &Event, known: &Known<'_>) -> EventEntry {
        let edition = self.context.edition;
        let article = |slug: &str| known.articles.get(slug).copied();
        let notes = event.annotations.iter().filter_map(|(slug, id)| {
            let facts = article(slug)?;
            let index = known.notes.get(&(slug.as_str(), id.as_str()))?;
            Some(self.use_of(facts, facts.notes.get(*index)))
        });
        let terms = event.terms.iter().filter_map(|id| {
            let term = &edition.terms[edition.lists.term_index(id)?];
            Some(Link { label: term.term.clone(), url: format!("../glossary/#{id}") })
        });
        EventEntry {
            id: event.id.clone(),
            date: self.date(&event.date),
            event: event.event.clone(),
            article: event.article.as_deref().and_then(article).map(|facts| Link {
                label: facts.card.title.clone(),
                url: format!("../{}", facts.card.url),
            }),
            sources: self.source_links(&event.sources),
            notes: notes.collect(),
            terms: terms.collect(),
        }
    }

    /// Returns links to the entries of sources that are cited without a stance.
    fn source_links(&self, sources: &[TermSource]) -> Vec<Link> {
        let links = sources.iter().filter_map(|cited| {
            let work = self.context.edition.bibliography.get(&cited.key)?;
            let label = match &cited.at {
                Some(at) => format!("{}, {at}", work.bare_label()),
                None => work.bare_label().to_owned(),
            };
            Some(Link { label, url: format!("../sources/#{}", cited.key) })
        });
        links.collect()
    }
}
