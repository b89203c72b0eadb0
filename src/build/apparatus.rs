//! What all articles share: settings, theme, terms, sources.

use std::{collections::BTreeSet, ops::Deref, sync::Arc};

use super::{
    Options,
    citations::{self, Field},
    contents::Contents,
    findable,
    page::PlainPage,
    read,
};
use crate::{
    body::{self, Location},
    check::KnownPaths,
    cite::{Bibliography, Style},
    cite_this::CiteThis,
    diag::{Diagnostic, Diagnostics, Place, Problem},
    feed,
    files::{Input, Span},
    gloss::Glossary,
    model::{Event, Limits, Markdown, Search, Settings, Source, Term, is_allowed},
    parse::{
        self, Part, Step, YamlFile, bibliography, glossary,
        settings::{self, fallback},
        theme::chosen_options,
        timeline,
    },
    script,
    theme::{self, Theme},
    view::{self, MenuItem, RatingView, ReadyLists, Site},
};

pub(super) const EDITION: &str = "content/edition.yaml";
pub(super) const GLOSSARY: &str = "content/glossary.yaml";
const SOURCES: &str = "content/sources.yaml";
pub(super) const TIMELINE: &str = "content/timeline.yaml";
const SOURCES_BIB: &str = "content/sources.bib";

/// All that articles refer to.
pub(super) struct Edition {
    pub(super) settings: Settings,
    pub(super) theme: Arc<Theme>,
    pub(super) terms: Listed<Term>,
    pub(super) sources: Listed<Source>,
    pub(super) bibliography: Arc<Bibliography>,
    pub(super) cite_this: Arc<CiteThis>,
    /// Whether the bibliography has the style that the edition asks for.
    is_styled: bool,
    pub(super) glossary: Glossary,
    pub(super) lists: ReadyLists,
    /// The events of the timeline, each with its index in the file.
    pub(super) events: Listed<(usize, Event)>,
    pub(super) pages: Vec<PlainPage>,
    pub(super) site: Site,
    pub(super) paths: KnownPaths,
}

impl Edition {
    /// Returns what is needed to describe the notes of an article, one level below the root.
    pub(super) fn apparatus<'a>(&'a self, slug: &'a str) -> view::Apparatus<'a> {
        view::Apparatus {
            settings: &self.settings,
            terms: &self.terms,
            bibliography: &self.bibliography,
            lists: &self.lists,
            cite_this: &self.cite_this,
            slug,
            root: "../",
        }
    }
}

/// The entries of a list, and what was found wrong with it.
#[derive(Debug)]
pub(super) struct Listed<T> {
    entries: Arc<[T]>,
    findings: Arc<[Diagnostic]>,
}

impl<T> Clone for Listed<T> {
    fn clone(&self) -> Self {
        Self { entries: self.entries.clone(), findings: self.findings.clone() }
    }
}

impl<T> Deref for Listed<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.entries
    }
}

impl<T> Listed<T> {
    fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.entries, &other.entries)
    }
}

/// What articles shared before files changed.
#[derive(Clone, Copy)]
pub(super) struct Before<'a> {
    pub(super) edition: &'a Edition,
    pub(super) contents: &'a Contents,
    /// All paths whose files are not what they were.
    pub(super) changed: &'a BTreeSet<String>,
}

/// Loads what articles share; `None` if there is no edition or no theme.
///
/// From `before` the lists and the bibliography are taken if nothing that makes
/// them has changed: its style and locales are by far the dearest to load, then
/// the YAML of the sources. Of lists that are taken there is no [`Lists`].
pub(super) fn load(
    options: &Options,
    input: &dyn Input,
    contents: &Contents,
    before: Option<Before<'_>>,
    diagnostics: &Diagnostics,
) -> Option<(Edition, Lists)> {
    let loader = Loader { input, contents, diagnostics, limit: Limits::default().sidecar };
    if !contents.has(EDITION) {
        diagnostics.report(Problem::MissingEdition, Place::file(EDITION));
        return None;
    }
    let yaml = loader.yaml(EDITION);
    let settings = match &yaml {
        Some(yaml) => settings::settings(yaml, options.base_url.as_ref(), diagnostics),
        None => {
            // Defaults serve to find more that is wrong, never to be published.
            if !diagnostics.has_errors() {
                diagnostics.report(Problem::MissingEdition, Place::file(EDITION));
            }
            fallback()
        }
    };
    let loader = Loader { limit: settings.limits.sidecar, ..loader };
    let place = |field: &str| match &yaml {
        Some(yaml) => yaml.place(&[field.into()], Part::Value),
        None => Place::file(EDITION),
    };
    let before = before.filter(|before| before.edition.settings.limits == settings.limits);
    let kept = before.and_then(Before::sources);
    let (sources, sources_yaml) = loader.sources(kept);
    let kept = before.and_then(|before| before.bibliography(&settings));
    let (bibliography, cite_this, is_styled) =
        kept.unwrap_or_else(|| loader.styled(&settings, &sources, &place("citation_style")));
    let kept = before.and_then(|before| before.terms(&sources, &bibliography));
    let (terms, glossary_yaml) = loader.list(kept, |loader| {
        let Some(yaml) = loader.yaml(GLOSSARY) else { return Default::default() };
        let terms = glossary::terms(&yaml, &sources, loader.diagnostics);
        check_definitions(&yaml, &terms, &bibliography, loader.diagnostics);
        (terms, Some(yaml))
    });
    let slugs: Vec<&str> = contents.articles.iter().map(|folder| folder.slug.as_str()).collect();
    let kept = before.and_then(|before| before.events(&sources, &terms, contents));
    let (events, timeline_yaml) = loader.events(kept, (&sources, &terms, &slugs));
    let mut theme =
        theme::load(input, &contents.listing.files, &settings.theme, &place("theme"), diagnostics)?;
    if let Some(yaml) = &yaml {
        theme.options = chosen_options(&theme.options, &settings.theme_options, yaml, diagnostics);
        check_findings(yaml, &settings.findings, &bibliography, diagnostics);
    }
    let limits = (settings.limits.article, settings.language.as_str());
    let pages = PlainPage::load_all(options, input, contents, limits, diagnostics);
    let n_articles = contents.articles.len();
    report_search(&settings, n_articles, &place("search"), diagnostics);
    let mut site = describe_site(&settings, &theme);
    site.search = findable::is_searched(settings.search, n_articles);
    site.menu = menu([!events.is_empty(), !terms.is_empty(), !sources.is_empty()], &pages);
    let edition = Edition {
        glossary: Glossary::new(&terms),
        lists: ReadyLists::new(&settings, &terms, &sources, &bibliography),
        paths: contents.known_paths(&terms, &sources, &events, [site.search, need_list(&pages)]),
        settings,
        theme: Arc::new(theme),
        terms,
        sources,
        bibliography,
        cite_this,
        is_styled,
        events,
        pages,
        site,
    };
    let lists = Lists { sources: sources_yaml, glossary: glossary_yaml, timeline: timeline_yaml };
    Some((edition, lists))
}

/// The bibliography, citations of the site itself, and whether both have the style asked for.
type Styled = (Arc<Bibliography>, Arc<CiteThis>, bool);

impl Before<'_> {
    /// Returns the bibliography if it is still what `settings` ask for.
    fn bibliography(&self, settings: &Settings) -> Option<Styled> {
        let old = self.edition;
        let style = &settings.citation_style;
        let made_from = [SOURCES.to_owned(), SOURCES_BIB.to_owned(), format!("content/{style}")];
        let is_same = old.is_styled
            && old.settings.citation_style == *style
            && old.settings.language == settings.language
            && made_from.iter().all(|path| !self.changed.contains(path));
        is_same.then(|| (old.bibliography.clone(), old.cite_this.clone(), true))
    }

    /// Returns whether an edition has the templates that this one had, and what is the
    /// same on every page.
    pub(super) fn looks_like(&self, edition: &Edition) -> bool {
        !self.changed.iter().any(|path| path.starts_with("themes/"))
            && self.edition.settings.theme == edition.settings.theme
            && self.edition.site == edition.site
    }

    fn has_kept(self, paths: &[&str]) -> bool {
        !paths.iter().any(|path| self.changed.contains(*path))
    }

    fn sources(self) -> Option<Listed<Source>> {
        self.has_kept(&[SOURCES, SOURCES_BIB]).then(|| self.edition.sources.clone())
    }

    /// Returns the terms if they would be read as they were.
    fn terms(
        self,
        sources: &Listed<Source>,
        bibliography: &Arc<Bibliography>,
    ) -> Option<Listed<Term>> {
        let old = self.edition;
        let is_same = self.has_kept(&[GLOSSARY])
            && old.sources.is_same(sources)
            && Arc::ptr_eq(&old.bibliography, bibliography);
        is_same.then(|| old.terms.clone())
    }

    /// Returns the events of the timeline if they would be read as they were.
    fn events(
        self,
        sources: &Listed<Source>,
        terms: &Listed<Term>,
        contents: &Contents,
    ) -> Option<Listed<(usize, Event)>> {
        let old = self.edition;
        let is_same = self.has_kept(&[TIMELINE])
            && old.sources.is_same(sources)
            && old.terms.is_same(terms)
            && std::ptr::eq(self.contents, contents);
        is_same.then(|| old.events.clone())
    }
}

/// The files of the lists that articles share, kept for the places of what is
/// found wrong with them at the end.
#[derive(Debug)]
pub(super) struct Lists {
    pub(super) sources: Option<YamlFile>,
    pub(super) glossary: Option<YamlFile>,
    pub(super) timeline: Option<YamlFile>,
}

#[derive(Clone, Copy)]
struct Loader<'a> {
    input: &'a dyn Input,
    contents: &'a Contents,
    diagnostics: &'a Diagnostics,
    limit: usize,
}

impl Loader<'_> {
    fn text(&self, path: &str) -> Option<crate::files::SourceFile> {
        if !self.contents.has(path) {
            return None;
        }
        let bytes = read(self.input, path, self.diagnostics)?;
        parse::text(path, bytes, self.limit, self.diagnostics)
    }

    fn yaml(&self, path: &str) -> Option<YamlFile> {
        let file = self.text(path)?;
        if file.body().trim().is_empty() {
            let place = Place::new(&file, Span::new(0..0));
            self.diagnostics.report(Problem::Empty, place);
        }
        YamlFile::parse(file, self.diagnostics)
    }

    /// Returns a list as it is kept, or else reads it; reports what is wrong with it.
    fn list<T>(
        &self,
        kept: Option<Listed<T>>,
        read: impl FnOnce(&Loader<'_>) -> (Vec<T>, Option<YamlFile>),
    ) -> (Listed<T>, Option<YamlFile>) {
        let (list, yaml) = match kept {
            Some(list) => (list, None),
            None => {
                let diagnostics = Diagnostics::default();
                let (entries, yaml) = read(&Loader { diagnostics: &diagnostics, ..*self });
                let findings = diagnostics.into_sorted().into();
                (Listed { entries: entries.into(), findings }, yaml)
            }
        };
        list.findings.iter().cloned().for_each(|found| self.diagnostics.push(found));
        (list, yaml)
    }

    fn sources(&self, kept: Option<Listed<Source>>) -> (Listed<Source>, Option<YamlFile>) {
        self.list(kept, |loader| {
            let (yaml, bib) = (loader.yaml(SOURCES), loader.text(SOURCES_BIB));
            let sources = bibliography::sources(yaml.as_ref(), bib.as_ref(), loader.diagnostics);
            (sources, yaml)
        })
    }

    fn events(
        &self,
        kept: Option<Listed<(usize, Event)>>,
        known: (&[Source], &[Term], &[&str]),
    ) -> (Listed<(usize, Event)>, Option<YamlFile>) {
        self.list(kept, |loader| {
            let Some(yaml) = loader.yaml(TIMELINE) else { return Default::default() };
            (timeline::events(&yaml, known, loader.diagnostics), Some(yaml))
        })
    }

    /// Reads the works in the edition's style, or in the usual one if there is no such style.
    fn styled(&self, settings: &Settings, sources: &[Source], place: &Place) -> Styled {
        let style = &settings.citation_style;
        let is_file = style.ends_with(".csl");
        let file = is_file.then(|| self.text(&format!("content/{style}"))).flatten();
        let load = |style: &str, file| {
            let style = Style::load(style, file, &settings.language)?;
            let bibliography = Bibliography::new(sources, &style);
            Ok((Arc::new(bibliography), Arc::new(CiteThis::new(style))))
        };
        let loaded = if is_file && file.is_none() {
            let message = format!("there is no file content/{style}");
            Err(Problem::Bibliography { message })
        } else {
            load(style, file.as_ref().map(|file| file.body()))
        };
        match loaded {
            Ok((bibliography, cite_this)) => (bibliography, cite_this, true),
            Err(problem) => {
                self.diagnostics.report(problem, place.clone());
                // Without any, every citation would be reported as unknown.
                let (bibliography, cite_this) =
                    load(settings::DEFAULT_STYLE, None).expect("Hayagriva ships the usual style");
                (bibliography, cite_this, false)
            }
        }
    }
}

/// Reports what is wrong with the citations of definitions.
fn check_definitions(
    yaml: &YamlFile,
    terms: &[Term],
    bibliography: &Bibliography,
    diagnostics: &Diagnostics,
) {
    let positions = yaml.positions();
    for term in terms {
        let body = body::render(&term.definition, bibliography, Location::default());
        let index = positions.get(&*term.id).copied();
        let path = [index.unwrap_or(0).into(), "definition".into()];
        let field = Field { yaml, path: &path, markdown: &term.definition };
        citations::check(&field, &body, bibliography, diagnostics);
    }
}

/// Reports what is wrong with the citations of the findings.
fn check_findings(
    yaml: &YamlFile,
    findings: &[Markdown],
    bibliography: &Bibliography,
    diagnostics: &Diagnostics,
) {
    for (index, markdown) in findings.iter().enumerate() {
        let body = body::render(markdown, bibliography, Location::default());
        let path = finding_path(yaml, index);
        let field = Field { yaml, path: &path, markdown };
        citations::check(&field, &body, bibliography, diagnostics);
    }
}

/// Returns the path of a finding; a single one needs no list.
pub(super) fn finding_path(yaml: &YamlFile, index: usize) -> Vec<Step> {
    let is_list = yaml.value.get("findings").is_some_and(serde_yaml::Value::is_sequence);
    std::iter::once("findings".into()).chain(is_list.then(|| index.into())).collect()
}

/// Warns where the edition has outgrown its search.
fn report_search(settings: &Settings, n_articles: usize, place: &Place, diagnostics: &Diagnostics) {
    let Search::UpTo(limit) = settings.search else { return };
    let problem = Problem::NoSearch { n_articles, limit };
    if n_articles > limit && !is_allowed(&settings.allow, problem.code()) {
        diagnostics.report(problem, place.clone());
    }
}

/// So many plain pages stand in the menu: it is on every page. The others are on a list,
/// at `pages/`, unless the edition has a page of that name.
const MOST_IN_MENU: usize = 40;

/// Returns whether there are more plain pages than the menu holds, and none that lists them.
pub(super) fn need_list(pages: &[PlainPage]) -> bool {
    pages.len() > MOST_IN_MENU && pages.iter().all(|page| page.slug != "pages")
}

/// Lists the pages there are; `has` says whether there are events, terms, sources.
fn menu(has: [bool; 3], pages: &[PlainPage]) -> Vec<MenuItem> {
    const LISTS: [(&str, &str); 3] =
        [("Timeline", "timeline/"), ("Glossary", "glossary/"), ("Sources", "sources/")];
    let entry = |label: &str, path: &str| MenuItem { label: label.into(), path: path.into() };
    let mut menu = vec![entry("Fact checks", "checks/")];
    let there = LISTS.into_iter().zip(has).filter(|(_, is_there)| *is_there);
    menu.extend(there.map(|((label, path), _)| entry(label, path)));
    let shown = pages.iter().take(MOST_IN_MENU);
    menu.extend(shown.map(|page| entry(&page.title, &format!("{}/", page.slug))));
    menu.extend((pages.len() > MOST_IN_MENU).then(|| entry("All pages", "pages/")));
    menu
}

fn describe_site(settings: &Settings, theme: &Theme) -> Site {
    Site {
        title: settings.title.clone(),
        description: settings.description.clone(),
        language: settings.language.clone(),
        dir: script::of_language(&settings.language).as_str(),
        base_url: settings.base_url.to_string(),
        license: settings.license.clone(),
        ratings: settings.ratings.iter().map(RatingView::from).collect(),
        assets: theme.assets_path.clone(),
        search: false,
        menu: Vec::new(),
        options: theme.options.iter().cloned().collect(),
        feed: feed::path(None),
        generator: concat!("Postil ", env!("CARGO_PKG_VERSION")).to_owned(),
    }
}
