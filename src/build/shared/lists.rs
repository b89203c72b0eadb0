//! What articles refer to: glossary, sources, timeline; each entry with its uses.

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

/// The notes that cite a work, as far as they are listed.
#[derive(Default)]
struct CitedBy<'a> {
    /// Each with its index in its article.
    shown: Vec<(&'a Facts, usize)>,
    n_more: usize,
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
        let terms = terms.into_iter().map(|(index, term)| self.term(index, term)).collect();
        let page = exports::describe_glossary(page, edition);
        self.put("glossary.html", &page, ("glossary", &Glossary { terms }));
        vec![page.path]
    }

    fn term(&self, index: usize, term: &Term) -> TermEntry {
        let edition = self.context.edition;
        let mut uses = self.facts.iter().filter_map(|facts| use_of_term(index, facts));
        let see = term.see.iter().filter_map(|id| {
            let other = edition.terms.iter().find(|other| other.id == *id)?;
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
            uses: uses.by_ref().take(USES_PER_TERM).collect(),
            n_more_uses: uses.count(),
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
        let n_works = self.context.edition.bibliography.works.len();
        let mut all: Vec<CitedBy<'_>> = (0..n_works).map(|_| CitedBy::default()).collect();
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
        let terms = edition
            .terms
            .iter()
            .filter(|term| term.sources.iter().any(|cited| cited.key == work.key));
        let terms = terms.map(|term| Use {
            article: "Glossary".to_owned(),
            label: term.term.clone(),
            url: format!("../glossary/#{}", term.id),
        });
        let events = edition
            .events
            .iter()
            .map(|(_, event)| event)
            .filter(|event| event.sources.iter().any(|cited| cited.key == work.key));
        let events = events.map(|event| Use {
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
        let shown: Vec<EventEntry> = events.iter().map(|event| self.event(event)).collect();
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

    fn event(&self, event: &Event) -> EventEntry {
        let edition = self.context.edition;
        let article = |slug: &str| self.facts.iter().copied().find(|facts| facts.slug == slug);
        let notes = event.annotations.iter().filter_map(|(slug, id)| {
            let facts = article(slug)?;
            let note = facts.notes.iter().find(|note| note.id == id)?;
            Some(self.use_of(facts, note))
        });
        let terms = event.terms.iter().filter_map(|id| {
            let term = edition.terms.iter().find(|term| term.id == *id)?;
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
