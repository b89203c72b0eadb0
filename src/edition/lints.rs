//! What only the whole can show: links that lead nowhere, events of unknown annotations,
//! works and terms that nothing uses; and what a careful editor asks of an article.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::OnceLock,
};

use rayon::prelude::*;

use super::{
    Article, ArticleIndex, Edition, NoteIndex,
    anchor_report::check_locks,
    contents::Made,
    links::{Fragments, OutLink, Stands},
    questions::{Question, Questions},
    shared::{EDITION, SOURCES_BIB, TIMELINE, finding_path},
};
use crate::{
    diag::{Diagnostics, Place, Problem},
    io::{SourceFile, Span},
    model::{
        Event,
        parse::{self, Part, Step, YamlFile},
    },
};

/// Asks what a careful editor would ask about each annotation, and holds the lock file
/// against the article.
pub fn check_article(article: &Article<'_>, diagnostics: &Diagnostics) {
    ask(article, diagnostics);
    check_locks(article, diagnostics);
}

/// Asks what a careful editor would ask about each annotation.
pub(super) fn ask(article: &Article<'_>, diagnostics: &Diagnostics) {
    let questions = Questions::of(article.edition);
    for entry in &article.annotations {
        for (field, problem) in questions.annotation(entry.annotation) {
            diagnostics.report(problem, entry.place(field));
        }
    }
}

impl<'a> Questions<'a> {
    fn of(edition: Edition<'a>) -> Self {
        Self {
            sources: &edition.shared.works.sources,
            ratings: &edition.shared.settings.ratings,
            today: edition.options.today,
        }
    }
}

/// Asks about the lists that articles share; `articles` are all there are.
pub fn check_lists(edition: Edition<'_>, articles: &[&ArticleIndex], diagnostics: &Diagnostics) {
    let ask = Asking { edition, questions: Questions::of(edition), diagnostics };
    ask.sources(articles);
    ask.terms(articles);
    ask.events();
    check_links_to_drafts(edition, articles, diagnostics);
}

/// Tells of a site of more files than its host may take.
pub fn check_files(edition: Edition<'_>, n_files: usize, diagnostics: &Diagnostics) {
    let limit = edition.shared.settings.limits.files;
    if n_files > limit {
        diagnostics.report(Problem::ManyFiles { n_files, limit }, Place::file(EDITION));
    }
}

struct Asking<'a> {
    edition: Edition<'a>,
    questions: Questions<'a>,
    diagnostics: &'a Diagnostics,
}

impl Asking<'_> {
    /// Reports questions about the entry at `path`; one without a field is about its key.
    fn tell(&self, yaml: Option<&YamlFile>, path: &[Step], questions: Vec<Question>) {
        for (field, problem) in questions {
            let place = match yaml {
                Some(yaml) if field.is_empty() => yaml.place(path, Part::Key),
                Some(yaml) => {
                    let path: Vec<Step> = path.iter().cloned().chain([field.into()]).collect();
                    yaml.place(&path, Part::Value)
                }
                None => Place::file(SOURCES_BIB),
            };
            self.diagnostics.report(problem, place);
        }
    }

    fn sources(&self, articles: &[&ArticleIndex]) {
        let shared = self.edition.shared;
        let works = &shared.works.bibliography.works;
        let notes = articles.iter().flat_map(|article| &article.notes);
        let in_notes = notes.flat_map(|note| &note.works);
        let in_notes = in_notes.filter_map(|&work| works.get(work as usize));
        let in_notes = in_notes.map(|work| work.key.as_str());
        let of_terms = shared.glossary.terms.iter().flat_map(|term| &term.sources);
        let of_events = shared.timeline.events.iter().flat_map(|(_, event)| &event.sources);
        let listed = of_terms.chain(of_events).map(|source| source.key.as_str());
        let of_findings = shared.findings.iter().flat_map(|finding| &finding.cited_keys);
        let in_texts = shared.glossary.cited_keys.iter().chain(of_findings).map(String::as_str);
        let cited: HashSet<&str> = in_notes.chain(listed).chain(in_texts).collect();
        for source in &shared.works.sources {
            let questions = self.questions.source(source, cited.contains(source.key()));
            let path = [Step::from(source.key())];
            let yaml = shared.works.yaml.as_ref();
            let is_listed = yaml.filter(|yaml| yaml.value.get(source.key()).is_some());
            self.tell(is_listed, &path, questions);
        }
    }

    fn terms(&self, articles: &[&ArticleIndex]) {
        let glossary = &self.edition.shared.glossary;
        let Some(yaml) = &glossary.yaml else { return };
        let used: HashSet<usize> = articles.iter().flat_map(|it| it.terms()).collect();
        let positions = yaml.positions();
        for (index, term) in glossary.terms.iter().enumerate() {
            let questions = self.questions.term(term, used.contains(&index));
            let path = [Step::Index(positions.get(&*term.id).copied().unwrap_or(0))];
            self.tell(Some(yaml), &path, questions);
        }
    }

    fn events(&self) {
        let timeline = &self.edition.shared.timeline;
        let Some(yaml) = &timeline.yaml else { return };
        for (index, event) in &timeline.events {
            self.tell(Some(yaml), &[Step::Index(*index)], self.questions.event(event));
        }
    }
}

/// The articles that are at hand, to hold links and events against.
#[derive(Clone, Copy)]
pub struct AtHand<'a> {
    /// Their indexes.
    pub articles: &'a [&'a ArticleIndex],
    /// Whether these are all; if not, what leads to others is taken to be there.
    pub are_all: bool,
}

/// Reports annotations that an event names and that no article has.
///
/// What a draft hides is no fault: the event's entry leaves it out.
pub fn check_events(edition: Edition<'_>, at_hand: AtHand<'_>, diagnostics: &Diagnostics) {
    let timeline = &edition.shared.timeline;
    let named = timeline.events.iter().flat_map(|(_, event)| &event.annotations);
    let named: BTreeSet<&str> = named.map(|(article, _)| article.as_str()).collect();
    let articles = at_hand.articles.iter().filter(|it| named.contains(it.slug.as_str()));
    let known: BTreeMap<&str, BTreeSet<&str>> = articles
        .map(|article| {
            let hidden = article.hidden.iter().map(String::as_str);
            let ids = article.notes.iter().map(|note| note.id.as_str());
            (&*article.slug, ids.chain(hidden).collect())
        })
        .collect();
    let is_known = |article: &str, id: &str| match known.get(article) {
        Some(ids) => ids.contains(id),
        // A draft, or what is not read, or not at hand.
        None => edition.contents.article(article).is_some(),
    };
    let of = |(index, event): &'_ (usize, Event)| {
        let names = event.annotations.iter();
        let unknown = names.filter(|(article, id)| !is_known(article, id));
        unknown.map(|(article, id)| (*index, format!("{article}/{id}"))).collect::<Vec<_>>()
    };
    let unknown: Vec<(usize, String)> = timeline.events.iter().flat_map(of).collect();
    if unknown.is_empty() {
        return;
    }
    let known: BTreeSet<String> = at_hand
        .articles
        .iter()
        .flat_map(|it| it.notes.iter().map(|note| format!("{}/{}", it.slug, note.id)))
        .collect();
    for (index, name) in unknown {
        let place = timeline.yaml.as_ref().and_then(|yaml| place_of_event(yaml, index, &name));
        let known = known.iter().map(String::as_str);
        let suggestion = diagnostics.nearest_name(TIMELINE, &name, known);
        let problem = Problem::UnknownName { of: "annotation", name, suggestion };
        diagnostics.report(problem, place.unwrap_or_else(|| Place::file(TIMELINE)));
    }
}

/// Returns the place of a name in the event with this index.
fn place_of_event(yaml: &YamlFile, index: usize, name: &str) -> Option<Place> {
    let named = yaml.value.get(index)?.get("annotations")?;
    let mut path = vec![index.into(), "annotations".into()];
    let nth = named.as_sequence().and_then(|items| items.iter().position(|item| item == name));
    path.extend(nth.map(Into::into));
    Some(yaml.place(&path, Part::Value))
}

/// Reports the links that lead nowhere: to no file, to a page that is not built, or to a
/// fragment that its page does not have.
pub fn check_links(edition: Edition<'_>, at_hand: AtHand<'_>, diagnostics: &Diagnostics) {
    let shared = edition.shared;
    let pages = Pages::new(edition, at_hand);
    let of_articles = at_hand.articles.iter().flat_map(|article| &article.out_links);
    let of_pages = shared.pages.iter().flat_map(|page| &page.out_links);
    let all = of_articles.chain(of_pages).chain(&shared.glossary.out_links);
    let mut dead: Vec<(&OutLink, Problem)> = Vec::new();
    let mut by_page: HashMap<String, Vec<&OutLink>> = HashMap::new();
    for link in all.chain(&shared.finding_links) {
        match pages.find(&link.path) {
            None => dead.push((link, link.dead())),
            Some(page) if pages.is_unbuilt(&page) => {
                let target = link.target.clone();
                dead.push((link, Problem::DeadLink { target, suggestion: None, is_draft: false }));
            }
            Some(page) if link.fragment().is_some() => by_page.entry(page).or_default().push(link),
            Some(_) => {}
        }
    }
    dead.par_extend(by_page.into_par_iter().flat_map_iter(|(page, links)| {
        let missing = |all: &Fragments<'_>| {
            let is_dead = |link: &&OutLink| link.fragment().is_some_and(|it| !all.contains(it));
            let dead = links.iter().copied().filter(is_dead);
            dead.map(|link| (link, all.dead(&link.target))).collect::<Vec<_>>()
        };
        pages.with_fragments(&page, missing).unwrap_or_default()
    }));
    tell(edition, dead, diagnostics);
}

/// Reports links of what is published to drafts: whoever looks at drafts finds them, and readers
/// will not.
fn check_links_to_drafts(
    edition: Edition<'_>,
    articles: &[&ArticleIndex],
    diagnostics: &Diagnostics,
) {
    let shared = edition.shared;
    let pages = Pages::new(edition, AtHand { articles, are_all: true });
    let published = articles.iter().filter(|article| !article.is_draft);
    let of_articles = published.flat_map(|article| {
        let is_shown = |link: &&OutLink| match &link.stands {
            Stands::Field(id, _) => !article.has_draft(id),
            _ => true,
        };
        article.out_links.iter().filter(is_shown)
    });
    let of_pages = shared.pages.iter().filter(|page| !page.is_draft);
    let of_pages = of_pages.flat_map(|page| &page.out_links);
    let all = of_articles.chain(of_pages).chain(&shared.glossary.out_links);
    let to_drafts = all.chain(&shared.finding_links).filter(|link| pages.is_draft(link));
    let to_drafts = to_drafts.map(|link| {
        let target = link.target.clone();
        (link, Problem::DeadLink { target, suggestion: None, is_draft: true })
    });
    tell(edition, to_drafts.collect(), diagnostics);
}

/// Reports dead links; each file that holds some is read once more.
fn tell(edition: Edition<'_>, mut dead: Vec<(&OutLink, Problem)>, diagnostics: &Diagnostics) {
    dead.sort_by(|(a, _), (b, _)| a.file.cmp(&b.file));
    for same in dead.chunk_by(|(a, _), (b, _)| a.file == b.file) {
        let path = &same[0].0.file;
        let is_list = same.iter().any(|(link, _)| !link.stands.is_in_text());
        let file = read_again(edition, path);
        let list = file.clone().filter(|_| is_list);
        let list = list.and_then(|list| YamlFile::parse(list, &Diagnostics::default()));
        for (link, problem) in same {
            let place = place_of_link(link, file.as_ref(), list.as_ref());
            let place = place.unwrap_or_else(|| Place::file(path));
            diagnostics.report(problem.clone(), place);
        }
    }
}

/// Reads a text once more: what is wrong with it was reported the first time.
fn read_again(edition: Edition<'_>, path: &str) -> Option<SourceFile> {
    let reported = Diagnostics::default();
    parse::text(path, edition.read(path, &reported)?, usize::MAX, &reported)
}

fn place_of_link(
    link: &OutLink,
    file: Option<&SourceFile>,
    list: Option<&YamlFile>,
) -> Option<Place> {
    match &link.stands {
        Stands::Text(start, end) | Stands::Media(start, end) => {
            Some(Place::new(file?, Span::new(*start..*end)))
        }
        Stands::Field(id, field) => {
            let index = list?.positions().get(id).copied()?;
            Some(list?.place_of(&[Step::Index(index), field.as_str().into()], &link.target))
        }
        Stands::Finding(index) => Some(list?.place_of(&finding_path(list?, *index), &link.target)),
    }
}

/// The pages that links lead to, once all are known.
struct Pages<'a> {
    edition: Edition<'a>,
    at_hand: AtHand<'a>,
    articles: HashMap<&'a str, &'a ArticleIndex>,
    /// The slugs of plain pages that have a file, and of those that were built.
    pages: HashSet<&'a str>,
    built: HashSet<&'a str>,
    /// The slugs and ids of fact checks that have a page, once somebody asks.
    checks: OnceLock<HashSet<(&'a str, &'a str)>>,
}

impl<'a> Pages<'a> {
    fn new(edition: Edition<'a>, at_hand: AtHand<'a>) -> Self {
        Self {
            edition,
            at_hand,
            articles: at_hand.articles.iter().map(|it| (it.slug.as_str(), *it)).collect(),
            pages: edition.contents.pages.iter().map(|(slug, _)| slug.as_str()).collect(),
            built: edition.shared.pages.iter().map(|page| page.slug.as_str()).collect(),
            checks: OnceLock::new(),
        }
    }

    /// Returns the file of the site that a path leads to.
    fn find(&self, path: &str) -> Option<String> {
        self.edition.shared.paths.find(path, |path| Made::at(path).is_some())
    }

    /// Returns whether a file was not made: that of a draft, of what cannot be read, or of
    /// what there is not.
    fn is_unbuilt(&self, path: &str) -> bool {
        let contents = self.edition.contents;
        let is_there = |slug: &str| {
            let is_beside = !self.at_hand.are_all && contents.article(slug).is_some();
            self.articles.contains_key(slug) || is_beside
        };
        match Made::at(path) {
            Some(Made::Embed(..)) if !self.edition.shared.settings.embeds => true,
            Some(Made::Check(slug, id) | Made::Embed(slug, id)) => {
                let is_at_hand = self.articles.contains_key(slug);
                !is_there(slug) || is_at_hand && !self.checks().contains(&(slug, id))
            }
            Some(Made::Checks) => {
                let notes = self.at_hand.articles.iter().flat_map(|article| &article.notes);
                self.at_hand.are_all
                    && !notes.into_iter().any(NoteIndex::is_check)
                    && !self.edition.shared.settings.has_in_menu("fact-checks")
            }
            Some(Made::Notes) => {
                let mut articles = self.at_hand.articles.iter();
                self.at_hand.are_all && articles.all(|article| article.notes.is_empty())
            }
            Some(Made::Beside(slug, file)) => {
                !self.edition.shared.settings.has_file(file) || !is_there(slug)
            }
            Some(Made::Feed(kind)) => {
                let notes = self.at_hand.articles.iter().flat_map(|article| &article.notes);
                self.at_hand.are_all && !notes.into_iter().any(|note| note.kind == kind)
            }
            None => path.strip_suffix("/index.html").is_some_and(|slug| {
                self.pages.contains(slug) && !self.built.contains(slug)
                    || contents.article(slug).is_some() && !is_there(slug)
            }),
        }
    }

    /// Returns whether a link leads to a draft: an article, a plain page or a note.
    fn is_draft(&self, link: &OutLink) -> bool {
        let Some(path) = self.find(&link.path) else { return false };
        let is_draft = |slug: &str, note: Option<&str>| {
            self.articles.get(slug).is_some_and(|article| {
                article.is_draft || note.is_some_and(|id| article.has_draft(id))
            })
        };
        match Made::at(&path) {
            Some(Made::Check(slug, id) | Made::Embed(slug, id)) => is_draft(slug, Some(id)),
            Some(Made::Beside(slug, _)) => is_draft(slug, None),
            Some(Made::Checks | Made::Notes | Made::Feed(_)) => false,
            None => path.strip_suffix("/index.html").is_some_and(|slug| {
                let note = link.fragment().map(|it| it.strip_prefix("ref-").unwrap_or(it));
                let mut pages = self.edition.shared.pages.iter();
                is_draft(slug, note) || pages.any(|page| page.slug == slug && page.is_draft)
            }),
        }
    }

    fn checks(&self) -> &HashSet<(&'a str, &'a str)> {
        self.checks.get_or_init(|| {
            let settings = &self.edition.shared.settings;
            let all =
                self.at_hand.articles.iter().flat_map(|article| {
                    article.notes.iter().map(|note| (article.slug.as_str(), note))
                });
            let checks = all.filter(|(_, note)| settings.has_page(note.kind));
            checks.map(|(slug, note)| (slug, note.id.as_str())).collect()
        })
    }

    /// Returns what `then` makes of the fragments of a page, if they are known.
    fn with_fragments<T>(&self, path: &str, then: impl Fn(&Fragments<'_>) -> T) -> Option<T> {
        let shared = self.edition.shared;
        match path {
            "glossary/index.html" => Some(then(&Fragments::of_entries(
                shared.glossary.terms.iter().map(|term| term.id.as_str()),
            ))),
            "sources/index.html" => {
                let works = &shared.works.bibliography.works;
                Some(then(&Fragments::of_entries(works.iter().map(|work| work.key.as_str()))))
            }
            "timeline/index.html" => {
                let events = shared.timeline.events.iter().map(|(_, event)| event.id.as_str());
                Some(then(&Fragments::of_entries(events)))
            }
            _ => {
                let slug = path.strip_suffix("/index.html")?;
                let page = || shared.pages.iter().find(|page| page.slug == slug);
                match self.articles.get(slug) {
                    Some(article) => Some(then(&article.fragments())),
                    None => page().map(|page| then(&page.fragments)),
                }
            }
        }
    }
}
