//! Links of which only the end of a build knows whether they lead anywhere.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use rayon::prelude::*;

use super::{
    Context, Facts, Manuscript,
    contents::{Contents, Made},
    links::Fragments,
    read, read_again,
};
use crate::{
    diag::{Diagnostics, Place, Problem},
    files::{SourceFile, Span},
    parse::{Step, YamlFile},
    view,
};

/// Links to pages that may turn out to be drafts, or not to have the fragment.
///
/// Every link between articles is kept until the end, so it is kept small; the
/// few that lead nowhere are looked up in their file again.
#[derive(Debug, Default)]
pub(super) struct PendingLinks(Mutex<Vec<Pending>>);

#[derive(Debug)]
pub(super) struct Pending {
    /// The path on the site that it leads to.
    pub(super) leads_to: Arc<str>,
    /// The target as written.
    pub(super) target: Box<str>,
    /// The file that holds it, and where.
    pub(super) file: Arc<str>,
    pub(super) stands: Stands,
}

/// Where in its file a link stands.
#[derive(Debug)]
pub(super) enum Stands {
    /// In a text, there.
    Text(Span),
    /// In a field of the entry with this id, in a list.
    Field { id: Box<str>, field: &'static str },
}

impl Pending {
    fn fragment(&self) -> Option<&str> {
        self.target.split_once('#').map(|(_, fragment)| fragment)
    }

    /// Returns where it stands, given its file, which is read as a list if it is one.
    fn place(&self, file: Option<&SourceFile>, list: Option<&YamlFile>) -> Place {
        let place = match &self.stands {
            Stands::Text(span) => file.map(|file| Place::new(file, *span)),
            Stands::Field { id, field } => {
                list.and_then(|list| place_in_field(list, (id, field), &self.target))
            }
        };
        place.unwrap_or_else(|| Place::file(&self.file))
    }
}

/// Returns the place of some words in a field of the entry with this id.
pub(super) fn place_in_field(
    list: &YamlFile,
    (id, field): (&str, &str),
    words: &str,
) -> Option<Place> {
    let index = list.positions().get(id).copied()?;
    Some(list.place_of(&[Step::Index(index), field.into()], words))
}

impl PendingLinks {
    pub(super) fn push(&self, pending: Pending) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(pending);
    }
}

/// Reports the links that lead to pages that were not built, or to fragments that
/// their pages do not have.
pub(super) fn report<'a>(
    context: &Context<'_>,
    contents: &Contents,
    facts: &[&Facts],
    pending: impl Iterator<Item = &'a PendingLinks>,
) {
    let pages = Pages {
        context,
        contents,
        facts: facts.iter().map(|facts| (facts.slug.as_str(), *facts)).collect(),
        pages: contents.pages.iter().map(|(slug, path)| (&**slug, &**path)).collect(),
        checks: OnceLock::new(),
        built: context.edition.pages.iter().map(|page| page.slug.as_str()).collect(),
    };
    let all: Vec<_> =
        pending.map(|links| links.0.lock().unwrap_or_else(PoisonError::into_inner)).collect();
    let mut dead: Vec<(&Pending, Problem)> = Vec::new();
    let mut by_page: HashMap<&str, Vec<&Pending>> = HashMap::new();
    for link in all.iter().flat_map(|links| links.iter()) {
        if pages.is_unbuilt(&link.leads_to) {
            let target = link.target.to_string();
            dead.push((link, Problem::DeadLink { target, suggestion: None }));
        } else if link.fragment().is_some() {
            by_page.entry(&link.leads_to).or_default().push(link);
        }
    }
    dead.par_extend(by_page.into_par_iter().flat_map_iter(|(page, links)| {
        pages.with_fragments(page, |all| {
            let is_dead = |link: &&Pending| link.fragment().is_some_and(|it| !all.contains(it));
            let dead = links.into_iter().filter(is_dead);
            dead.map(|link| (link, all.dead(&link.target))).collect::<Vec<_>>()
        })
    }));
    tell(context, dead);
}

/// Reports dead links; each file that holds some is read once.
fn tell(context: &Context<'_>, mut dead: Vec<(&Pending, Problem)>) {
    dead.sort_by(|(a, _), (b, _)| a.file.cmp(&b.file));
    for same in dead.chunk_by(|(a, _), (b, _)| a.file == b.file) {
        let file = read_again(context.input, &same[0].0.file);
        let is_list = same.iter().any(|(link, _)| matches!(link.stands, Stands::Field { .. }));
        let list = file.clone().filter(|_| is_list);
        let list = list.and_then(|list| YamlFile::parse(list, &Diagnostics::default()));
        for (link, problem) in same {
            let place = link.place(file.as_ref(), list.as_ref());
            context.diagnostics.report(problem.clone(), place);
        }
    }
}

/// The pages that links lead to, once all are known.
struct Pages<'a> {
    context: &'a Context<'a>,
    contents: &'a Contents,
    facts: HashMap<&'a str, &'a Facts>,
    /// The files of plain pages, by slug, and the slugs of those that were built.
    pages: HashMap<&'a str, &'a str>,
    built: HashSet<&'a str>,
    /// The slugs and ids of fact checks that have a page, once somebody asks.
    checks: OnceLock<HashSet<(&'a str, &'a str)>>,
}

impl Pages<'_> {
    /// Returns whether a file of which the end of the build knows was not made: that of
    /// a draft, of what cannot be read, or of what there is not.
    ///
    /// What stands beside the part that is looked at is taken for made.
    fn is_unbuilt(&self, path: &str) -> bool {
        let is_there = |slug: &str| {
            self.facts.contains_key(slug)
                || self.contents.article(slug).is_none() && self.contents.has_article(slug)
        };
        match Made::at(path) {
            Some(Made::Check(slug, id)) => {
                let facts = self.facts.get(slug);
                !is_there(slug) || facts.is_some_and(|facts| !self.has_check_page(facts, id))
            }
            Some(Made::Beside(slug)) => !is_there(slug),
            Some(Made::Feed(kind)) => {
                let has = |facts: &&Facts| facts.notes.kinds().any(|of| of == kind);
                self.contents.listing.whole.is_none() && !self.facts.values().any(has)
            }
            None => path.strip_suffix("/index.html").is_some_and(|slug| {
                self.pages.contains_key(slug) && !self.built.contains(slug)
                    || self.contents.article(slug).is_some() && !is_there(slug)
            }),
        }
    }

    fn has_check_page(&self, facts: &Facts, id: &str) -> bool {
        let checks = self.checks.get_or_init(|| {
            let settings = &self.context.edition.settings;
            let all = self.facts.values().flat_map(|facts| {
                facts.notes.iter().map(|note| (facts.slug.as_str(), note.id, note.kind))
            });
            let checks = all.filter(|(.., kind)| view::has_page(*kind, settings));
            checks.map(|(slug, id, _)| (slug, id)).collect()
        });
        checks.contains(&(facts.slug.as_str(), id))
    }

    /// Returns what `then` makes of the fragments of a page; nothing if they are not known.
    ///
    /// The text of an article is read for it once more: few links name a fragment of
    /// another, and to keep those of all articles would cost more.
    fn with_fragments<T: Default>(&self, path: &str, then: impl FnOnce(&Fragments<'_>) -> T) -> T {
        let edition = self.context.edition;
        match path {
            "glossary/index.html" => {
                then(&Fragments::of_entries(edition.terms.iter().map(|term| term.id.as_str())))
            }
            "sources/index.html" => {
                let works = &edition.bibliography.works;
                then(&Fragments::of_entries(works.iter().map(|work| work.key.as_str())))
            }
            "timeline/index.html" => {
                let events = edition.events.iter().map(|(_, event)| event.id.as_str());
                then(&Fragments::of_entries(events))
            }
            _ => self.with_fragments_of_text(path, then).unwrap_or_default(),
        }
    }

    fn with_fragments_of_text<T>(
        &self,
        path: &str,
        then: impl FnOnce(&Fragments<'_>) -> T,
    ) -> Option<T> {
        let slug = path.strip_suffix("/index.html")?;
        let facts = self.facts.get(slug);
        let page = || self.pages.get(slug).copied();
        let file = facts.map(|facts| facts.path.as_str()).or_else(page)?;
        // What is wrong with it was reported when it was first read.
        let reported = Diagnostics::default();
        let bytes = read(self.context.input, file, &reported)?;
        let manuscript = Manuscript::new(file, bytes, usize::MAX, &reported)?;
        let markup = manuscript.markup(&reported)?;
        let notes = facts.iter().flat_map(|facts| facts.notes.iter());
        Some(then(&Fragments::new(&markup, notes.map(|note| note.id))))
    }
}
