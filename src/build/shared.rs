//! The pages that articles share, made from the facts that articles leave.

use std::collections::HashSet;

use rayon::prelude::*;

use super::{Context, Facts, apparatus::Contents, article::sort_date, facts::NoteFacts, findable};
use crate::{
    cite::Work,
    feed,
    model::{Event, Kind, Term, TermSource, source_by_key},
    render::Renderer,
    script::Collation,
    site,
    timeline::{self, Dot},
    view::{
        self, ArticleCard, CheckRow, Checks, CorrectionRow, Count, DateView, EventEntry, Front,
        Glossary, Link, Page, Pager, RatingView, SourceEntry, Sources, Standing, StripPiece,
        TermEntry, Text, Timeline, Use,
    },
};

/// Fact checks on one page of their index.
const CHECKS_PER_PAGE: usize = 500;
/// Articles on one page of the front.
const ARTICLES_PER_PAGE: usize = 200;
/// Articles that the entry of a term lists.
const USES_PER_TERM: usize = 50;
/// Notes that the entry of a source lists: in an edition of thousands of
/// articles the page of sources would else be the size of all of them.
const USES_PER_SOURCE: usize = 100;

/// Taken from `content/pages/` if it is there: whoever hosts may know better.
const HEADERS: &str = "_headers";

/// Builds all pages but the articles', and copies what is copied.
pub(super) fn build(
    context: &Context<'_>,
    renderer: &Renderer,
    contents: &Contents,
    facts: &[&Facts],
) {
    let shared = Shared { context, renderer, facts };
    let mut paths = shared.front();
    paths.extend(shared.checks());
    if !context.edition.terms.is_empty() {
        paths.push(shared.glossary());
    }
    if !context.edition.sources.is_empty() {
        paths.push(shared.sources());
    }
    if !context.edition.events.is_empty() {
        paths.push(shared.timeline());
    }
    paths.extend(shared.pages());
    if context.edition.site.search {
        paths.push(shared.search());
        findable::write(context, facts);
    }
    shared.missing();
    paths.extend(facts.iter().map(|facts| format!("{}/", facts.slug)));
    paths.extend(shared.notes().filter_map(|(facts, note)| shared.check_page(facts, note)));
    paths.sort();
    let base_url = &context.edition.site.base_url;
    if context.writer.wants("sitemap.xml") {
        let map = site::sitemap(base_url, paths.iter().map(String::as_str));
        context.writer.put("sitemap.xml", map.as_bytes());
    }
    context.writer.put("robots.txt", site::robots(base_url).as_bytes());
    context.writer.put(feed::PATH, shared.feed().as_bytes());
    // Without it GitHub Pages leaves out what begins with `_`.
    context.writer.put(".nojekyll", b"");
    if !contents.copied.values().any(|output| output == HEADERS) {
        let headers = site::headers(context.edition.settings.base_url.path());
        context.writer.put(HEADERS, headers.as_bytes());
    }
    assets(context);
    // What belongs to a draft is not published before it.
    let folders: HashSet<&str> =
        facts.iter().map(|facts| facts.slug.as_str()).chain(["pages"]).collect();
    for (path, output) in &contents.copied {
        let folder = path.split('/').nth(1).unwrap_or_default();
        if !folders.contains(folder) || !context.writer.wants(output) {
            continue;
        }
        if let Some(bytes) = context.read(path) {
            context.writer.put(output, &bytes);
        }
    }
}

/// Hands over the theme's styles, scripts and images.
pub(super) fn assets(context: &Context<'_>) {
    for (name, bytes) in &context.edition.theme.assets {
        context.writer.put(&format!("{}{name}", context.edition.theme.assets_path), bytes);
    }
}

struct Shared<'a> {
    context: &'a Context<'a>,
    renderer: &'a Renderer,
    facts: &'a [&'a Facts],
}

impl Shared<'_> {
    fn put<V: serde::Serialize>(&self, template: &str, page: &Page, view: (&'static str, &V)) {
        let html = self.renderer.page(template, page, view, self.context.diagnostics);
        if let Some(html) = html {
            let path = format!("{}index.html", page.path);
            self.context.writer.put(&path, html.as_bytes());
        }
    }

    /// Returns whether anybody wants the page at an address.
    fn wants(&self, address: &str) -> bool {
        self.context.writer.wants(&format!("{address}index.html"))
    }

    fn page(&self, kind: &'static str, path: &str, title: &str) -> Page {
        Page::new(kind, path, title, &self.context.edition.site.base_url)
    }

    fn date(&self, date: &crate::model::Date) -> DateView {
        DateView::new(date, &self.context.edition.settings.language)
    }

    /// Returns all notes, article by article.
    fn notes(&self) -> impl Iterator<Item = (&Facts, &NoteFacts)> {
        self.facts
            .iter()
            .copied()
            .flat_map(|facts| facts.notes.iter().map(move |note| (facts, note)))
    }

    /// Returns how a page one level below the root refers to a note.
    fn use_of(&self, facts: &Facts, note: &NoteFacts) -> Use {
        Use {
            article: facts.card.title.clone(),
            label: format!("{} {}", view::kind_label(note.kind), note.number),
            url: format!("../{}#{}", facts.card.url, note.id),
        }
    }

    /// Builds the front page; very many articles are listed on several.
    fn front(&self) -> Vec<String> {
        let settings = &self.context.edition.settings;
        let mut articles: Vec<&Facts> = self.facts.to_vec();
        articles.sort_by_key(|facts| std::cmp::Reverse(sort_date(&facts.card)));
        let n_checks = self.notes().filter(|(_, note)| note.kind == Kind::FactCheck).count();
        let n_pages = articles.len().div_ceil(ARTICLES_PER_PAGE).max(1);
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
    fn checks(&self) -> Vec<String> {
        let ratings = &self.context.edition.settings.ratings;
        let checks: Vec<(&Facts, &NoteFacts)> =
            self.notes().filter(|(_, note)| check_of(note).is_some()).collect();
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
        let n_pages = checks.len().div_ceil(CHECKS_PER_PAGE).max(1);
        (1..=n_pages)
            .into_par_iter()
            .map(|number| {
                let path = numbered_path("checks/", number);
                if !self.wants(&path) {
                    return path;
                }
                let page = self.page("checks", &path, "Fact checks");
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
    fn check_page(&self, facts: &Facts, note: &NoteFacts) -> Option<String> {
        let has_page = view::has_page(note.kind, &self.context.edition.settings);
        has_page.then(|| format!("checks/{}{}/", facts.card.url, note.id))
    }

    fn glossary(&self) -> String {
        let page = self.page("glossary", "glossary/", "Glossary");
        if !self.wants(&page.path) {
            return page.path;
        }
        let edition = self.context.edition;
        let collation = Collation::of_language(&edition.settings.language);
        let mut terms: Vec<(usize, &Term)> = edition.terms.iter().enumerate().collect();
        terms.sort_by(|(_, a), (_, b)| collation.compare(&a.term, &b.term));
        let terms = terms.into_iter().map(|(index, term)| self.term(index, term)).collect();
        self.put("glossary.html", &page, ("glossary", &Glossary { terms }));
        page.path
    }

    fn term(&self, index: usize, term: &Term) -> TermEntry {
        let edition = self.context.edition;
        let mut uses = self.facts.iter().filter_map(|facts| {
            let found = facts.term_uses.binary_search_by_key(&index, |use_| use_.0 as usize);
            let (_, number) = facts.term_uses[found.ok()?];
            Some(Use {
                article: facts.card.title.clone(),
                label: format!("¶ {number}"),
                url: format!("../{}#p-{number}", facts.card.url),
            })
        });
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
            definition_html: edition.glosses[index].definition_html.clone(),
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

    fn sources(&self) -> String {
        let page = self.page("sources", "sources/", "Sources");
        if !self.wants(&page.path) {
            return page.path;
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
        self.put("sources.html", &page, ("sources", &view));
        page.path
    }

    /// Returns, for each work, the notes that cite it.
    fn cited_by(&self) -> Vec<Vec<(&Facts, &NoteFacts)>> {
        let mut cited_by = vec![Vec::new(); self.context.edition.bibliography.works.len()];
        for (facts, note) in self.notes() {
            for &work in &note.works {
                cited_by[work as usize].push((facts, note));
            }
        }
        cited_by
    }

    fn source_entry(&self, work: &Work, cited_by: &[(&Facts, &NoteFacts)]) -> SourceEntry {
        let edition = self.context.edition;
        let language = &edition.settings.language;
        let source = source_by_key(&edition.sources, &work.key);
        let shown = cited_by.iter().take(USES_PER_SOURCE);
        let notes = shown.map(|(facts, note)| self.use_of(facts, note));
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
            quality: source.and_then(|source| source.quality).map(crate::model::Quality::as_str),
            note: work.note.clone(),
            cited_by: notes.chain(terms).chain(events).collect(),
            n_more_uses: cited_by.len().saturating_sub(USES_PER_SOURCE),
        }
    }

    fn timeline(&self) -> String {
        let page = self.page("timeline", "timeline/", "Timeline");
        if !self.wants(&page.path) {
            return page.path;
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
        page.path
    }

    fn event(&self, event: &Event) -> EventEntry {
        let edition = self.context.edition;
        let article = |slug: &str| self.facts.iter().copied().find(|facts| facts.slug == slug);
        let notes = event.annotations.iter().filter_map(|(slug, id)| {
            let facts = article(slug)?;
            let note = facts.notes.iter().find(|note| *note.id == **id)?;
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

    fn pages(&self) -> Vec<String> {
        self.context
            .edition
            .pages
            .iter()
            .map(|page| {
                let path = format!("{}/", page.slug);
                if !self.wants(&path) {
                    return path;
                }
                let text = Text {
                    heading: (!page.has_heading).then(|| page.title.clone()),
                    content_html: page.content_html(self.context),
                    corrections: (page.slug == "corrections").then(|| self.corrections()),
                };
                let page =
                    self.page("page", &path, &page.title).with_description(page.summary.as_deref());
                self.put("page.html", &page, ("text", &text));
                path
            })
            .collect()
    }

    fn corrections(&self) -> Vec<CorrectionRow> {
        let mut rows: Vec<CorrectionRow> = self
            .notes()
            .flat_map(|(facts, note)| {
                let use_ = self.use_of(facts, note);
                let texts = note.texts.as_deref();
                let corrections = texts.map_or(&[][..], |texts| &texts.corrections);
                corrections.iter().map(move |correction| CorrectionRow {
                    date: self.date(&correction.date),
                    text: correction.text.clone(),
                    article: use_.article.clone(),
                    label: use_.label.clone(),
                    url: use_.url.clone(),
                })
            })
            .collect();
        rows.sort_by(|a, b| b.date.iso.cmp(&a.date.iso));
        rows
    }

    fn feed(&self) -> String {
        let settings = &self.context.edition.settings;
        let editors: Vec<&str> =
            settings.editors.iter().map(|editor| editor.name.as_str()).collect();
        self.context.feed.atom(&settings.title, settings.base_url.as_str(), &editors)
    }

    /// The page on which the search runs.
    fn search(&self) -> String {
        let page = self.page("search", "search/", "Search");
        let nothing: Option<()> = None;
        if !self.wants(&page.path) {
            return page.path;
        }
        self.put("search.html", &page, ("nothing", &nothing));
        page.path
    }

    /// `404.html` is served at any depth, so it starts from the path of the base URL.
    fn missing(&self) {
        if !self.context.writer.wants("404.html") {
            return;
        }
        let mut page = self.page("missing", "404.html", "Page not found");
        page.root = self.context.edition.settings.base_url.path().to_owned();
        let nothing: Option<()> = None;
        let view = ("nothing", &nothing);
        if let Some(html) = self.renderer.page("404.html", &page, view, self.context.diagnostics) {
            self.context.writer.put("404.html", html.as_bytes());
        }
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
