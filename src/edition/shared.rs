//! What all articles share: settings, theme, terms, sources, events, plain pages.

use std::{collections::HashMap, sync::Arc};

use super::{
    Options, catalogues,
    citations::{self, Field},
    contents::{Contents, need_list},
    links::{Fragments, OutLink, OutLinks, Page, Stands},
    memo::{Kept, Key, Keyer},
    page::PlainPage,
    paths::{self, KnownPaths, resolve},
    policy::{self, kept_out_image},
    read, read_yaml,
    theme::{self, Theme},
    theme_files::is_of_plain_pages,
    words::is_searched,
};
use crate::{
    cite::{Bibliography, CiteThis, Style, bibliography},
    diag::{Diagnostic, Diagnostics, Place, Problem},
    io::{
        Input, SourceFile,
        address::{encode, page_of},
    },
    model::{
        Event, Limits, OptionValue, Search, Settings, Source, Term, is_allowed,
        parse::{
            self, Part, Step, YamlFile, glossary, nearest_name,
            settings::{self, fallback},
            theme::{chosen_options, default_options},
            timeline,
        },
    },
    text::{form::Syntax, messages::Messages},
    weave::{
        body::{self, Body, Location},
        gloss::Glossary,
    },
};

pub(super) const EDITION: &str = "content/edition.yaml";
pub(super) const GLOSSARY: &str = "content/glossary.yaml";
const SOURCES: &str = "content/sources.yaml";
pub(super) const SOURCES_BIB: &str = "content/sources.bib";
pub(super) const TIMELINE: &str = "content/timeline.yaml";
/// The folder of the edition's own catalogues.
const LOCALES: &str = "content/locales/";

/// All that articles refer to, resolved.
///
/// The files of the lists are kept beside what they say, for the places of what is found
/// wrong with them once all articles are known.
pub struct Shared {
    /// What `edition.yaml` says.
    pub settings: Settings,
    /// The findings, as they are shown.
    pub findings: Vec<Body>,
    pub(super) finding_links: Vec<OutLink>,
    /// The works that can be cited.
    pub works: Kept<Works>,
    /// The terms.
    pub glossary: Kept<GlossaryFile>,
    /// The events of the timeline.
    pub timeline: Kept<TimelineFile>,
    /// There is one, or nothing would be shared.
    theme: Kept<Option<Arc<Theme>>>,
    /// What readers are told, in the edition's language.
    pub messages: Kept<Messages>,
    /// The plain pages, in the order of the menu.
    pub pages: Kept<Vec<PlainPage>>,
    /// Finds the terms in texts.
    pub matcher: Glossary,
    /// The theme's options, as the edition sets them.
    pub theme_options: Vec<(String, OptionValue)>,
    /// Whether the site has a search of its own.
    pub is_searched: bool,
    /// What is on the site, articles' files aside.
    pub paths: KnownPaths,
    /// The key of all that the index of an article depends on, its own files aside.
    pub index_key: Key,
}

/// The works that can be cited.
#[derive(Debug)]
pub struct Works {
    /// The sources by key, as parsed.
    pub sources: Vec<Source>,
    pub(super) yaml: Option<YamlFile>,
    /// The works as they are cited and listed.
    pub bibliography: Arc<Bibliography>,
    /// Cites what the site itself publishes.
    pub cite_this: CiteThis,
    /// Why they do not have the style that the edition asks for.
    style_problem: Option<Problem>,
}

/// The glossary.
#[derive(Debug, Default)]
pub struct GlossaryFile {
    /// The terms, in the order of the file.
    pub terms: Vec<Term>,
    /// Their indexes, by id.
    by_id: HashMap<String, usize>,
    pub(super) yaml: Option<YamlFile>,
    /// The works that definitions cite.
    pub(super) cited_keys: Vec<String>,
    /// The links of definitions to other pages.
    pub(super) out_links: Vec<OutLink>,
}

/// The timeline.
#[derive(Debug, Default)]
pub struct TimelineFile {
    /// The events, each with its index in the file.
    pub events: Vec<(usize, Event)>,
    pub(super) yaml: Option<YamlFile>,
}

impl GlossaryFile {
    /// Returns the index of the term with an id; of equal ids, the first.
    #[must_use]
    pub fn index_of(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }
}

impl Shared {
    /// Loads what articles share; `None` if there is no edition or no theme.
    ///
    /// What `previous` made from the same files is not made again.
    pub(super) fn load(
        options: &Options,
        input: &dyn Input,
        contents: &Contents,
        previous: Option<&Self>,
        diagnostics: &Diagnostics,
    ) -> Option<Self> {
        if !contents.has(EDITION) {
            diagnostics.report(Problem::MissingEdition, Place::file(EDITION));
            return None;
        }
        let limit = Limits::default().sidecar;
        let yaml = Files { input, contents, limit }.yaml(EDITION, diagnostics);
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
        let place = |field: &str| match &yaml {
            Some(yaml) => yaml.place(&[field.into()], Part::Value),
            None => Place::file(EDITION),
        };
        let files = Files { input, contents, limit: settings.limits.sidecar };
        let works = files.works(&settings, previous, diagnostics);
        if let Some(problem) = &works.style_problem {
            diagnostics.report(problem.clone(), place("citation_style"));
        }
        let glossary = files.glossary((&settings, &works), previous, diagnostics);
        let timeline = files.timeline(&works, &glossary, previous, diagnostics);
        let kept_theme = files.theme(&settings, &place("theme"), previous, diagnostics);
        let theme = kept_theme.as_ref()?;
        let messages = files.messages(&settings, &kept_theme, previous, diagnostics);
        if !messages.has_language() {
            catalogues::report_language(&settings, &place("language"), diagnostics);
        }
        report_stock_text(&settings, contents, &place("title"), diagnostics);
        let mut theme_options = default_options(&theme.options);
        let (mut findings, mut finding_links) = (Vec::new(), Vec::new());
        if let Some(yaml) = &yaml {
            theme_options =
                chosen_options(&theme.options, &settings.theme_options, yaml, diagnostics);
            let bibliography = &works.bibliography;
            (findings, finding_links) = check_findings(yaml, &settings, bibliography, diagnostics);
        }
        let pages = files.pages(options, (&settings, &messages), previous, diagnostics);
        check_menu(&settings, &pages, diagnostics);
        check_templates(&pages, theme, diagnostics);
        policy::check(theme, &settings, diagnostics);
        let n_articles = contents.articles.len();
        report_search(&settings, n_articles, &place("search"), diagnostics);
        let is_searched = is_searched(settings.search, n_articles);
        let has_list = need_list(pages.iter().map(|page| page.slug.as_str()));
        let lists: [(bool, &[&str]); 5] = [
            (!timeline.events.is_empty(), &["timeline/index.html"]),
            (!glossary.terms.is_empty(), &["glossary/index.html", paths::SKOS]),
            (!works.sources.is_empty(), &["sources/index.html", paths::BIBTEX, paths::CSL_JSON]),
            (is_searched, &["search/index.html"]),
            (has_list, &["pages/index.html"]),
        ];
        let lists = lists.into_iter().filter(|(is_there, _)| *is_there).map(|(_, paths)| paths);
        let paths = contents.known_paths(&lists.collect::<Vec<_>>());
        let index_key = files
            .keyer([EDITION])
            .with(format!("{:?}", (&options.base_url, options.drafts)).as_bytes())
            .with_key(works.key())
            .with_key(glossary.key())
            .with_key(messages.key())
            .with(&[is_searched.into()])
            .key();
        Some(Self {
            index_key,
            matcher: Glossary::new(&glossary.terms),
            settings,
            findings,
            finding_links,
            works,
            glossary,
            timeline,
            theme: kept_theme,
            messages,
            pages,
            theme_options,
            is_searched,
            paths,
        })
    }

    /// Returns the theme.
    ///
    /// # Panics
    ///
    /// Never: without a theme nothing is loaded.
    #[must_use]
    pub fn theme(&self) -> &Arc<Theme> {
        self.theme.as_ref().expect("without a theme nothing is loaded")
    }

    /// Returns the key of the theme.
    #[must_use]
    pub const fn theme_key(&self) -> Key {
        self.theme.key()
    }

    /// Returns an address below the site's root, absolute; `path` is not encoded yet.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("{}{}", self.settings.base_url, encode(path))
    }

    /// Returns the address of an article's page, absolute.
    #[must_use]
    pub fn article_url(&self, slug: &str) -> String {
        self.url(&format!("{slug}/"))
    }

    /// Returns the lasting address of an annotation.
    #[must_use]
    pub fn permalink(&self, slug: &str, id: &str) -> String {
        format!("{}#{id}", self.article_url(slug))
    }

    /// Returns the ids of the terms, by index.
    #[must_use]
    pub fn term_ids(&self) -> Vec<&str> {
        self.glossary.terms.iter().map(|term| term.id.as_str()).collect()
    }

    /// Returns whether there is a plain page of this name.
    #[must_use]
    pub fn has_page(&self, slug: &str) -> bool {
        self.pages.iter().any(|page| page.slug == slug)
    }
}

/// The files that articles share.
#[derive(Clone, Copy)]
struct Files<'a> {
    input: &'a dyn Input,
    contents: &'a Contents,
    /// In bytes.
    limit: usize,
}

impl Files<'_> {
    fn text(self, path: &str, diagnostics: &Diagnostics) -> Option<SourceFile> {
        if !self.contents.has(path) {
            return None;
        }
        let bytes = read(self.input, path, diagnostics)?;
        parse::text(path, bytes, self.limit, diagnostics)
    }

    fn yaml(self, path: &str, diagnostics: &Diagnostics) -> Option<YamlFile> {
        let read = || read_yaml(self.input, path, self.limit, diagnostics);
        self.contents.has(path).then(read).flatten()
    }

    /// Begins a key with files.
    fn keyer<'p>(self, paths: impl IntoIterator<Item = &'p str>) -> Keyer {
        let keyer = Keyer::default().with(&self.limit.to_le_bytes());
        keyer.with_files(self.input, &self.contents.listing, paths)
    }

    /// Reads the works in the edition's style, or in the usual one if there is no such style.
    fn works(
        self,
        settings: &Settings,
        previous: Option<&Shared>,
        diagnostics: &Diagnostics,
    ) -> Kept<Works> {
        let style = &settings.citation_style;
        let style_file = style.ends_with(".csl").then(|| format!("content/{style}"));
        let key = self
            .keyer([SOURCES, SOURCES_BIB].into_iter().chain(style_file.as_deref()))
            .with(style.as_bytes())
            .with(settings.language.as_bytes())
            .with(style_file.as_ref().map_or(&[], |_| settings.title.as_bytes()))
            .key();
        Kept::get(previous.map(|old| &old.works), key, diagnostics, |diagnostics| {
            let (yaml, bib) =
                (self.yaml(SOURCES, diagnostics), self.text(SOURCES_BIB, diagnostics));
            let sources = bibliography::sources(yaml.as_ref(), bib.as_ref(), diagnostics);
            let load = |style: &str, file: Option<&str>| {
                let style = Style::load(style, file, &settings.language)?;
                style.check_length(&sources, &settings.title)?;
                let bibliography = Bibliography::new(&sources, &style);
                Ok((Arc::new(bibliography), CiteThis::new(style)))
            };
            let file = style_file.as_deref().map(|path| self.text(path, diagnostics));
            let loaded = match &file {
                Some(None) => {
                    let message = format!("there is no file content/{style}");
                    Err(Problem::Bibliography { message })
                }
                Some(Some(file)) => load(style, Some(file.body())),
                None => load(style, None),
            };
            let (loaded, style_problem) = match loaded {
                Ok(loaded) => (loaded, None),
                Err(problem) => {
                    // Without any, every citation would be reported as unknown.
                    let usual = load(settings::DEFAULT_STYLE, None);
                    (usual.expect("Hayagriva ships the usual style"), Some(problem))
                }
            };
            let (bibliography, cite_this) = loaded;
            Works { sources, yaml, bibliography, cite_this, style_problem }
        })
    }

    fn glossary(
        self,
        (settings, works): (&Settings, &Kept<Works>),
        previous: Option<&Shared>,
        diagnostics: &Diagnostics,
    ) -> Kept<GlossaryFile> {
        let hosts = format!("{:?} {:?}", settings.csp, settings.allow);
        let keyer = self.keyer([GLOSSARY]).with(hosts.as_bytes());
        let key = keyer.with_key(works.key()).key();
        Kept::get(previous.map(|old| &old.glossary), key, diagnostics, |diagnostics| {
            let Some(yaml) = self.yaml(GLOSSARY, diagnostics) else {
                return GlossaryFile::default();
            };
            let terms = glossary::terms(&yaml, &works.sources, diagnostics);
            check_definitions(yaml, terms, (settings, &works.bibliography), diagnostics)
        })
    }

    fn timeline(
        self,
        works: &Kept<Works>,
        glossary: &Kept<GlossaryFile>,
        previous: Option<&Shared>,
        diagnostics: &Diagnostics,
    ) -> Kept<TimelineFile> {
        let slugs: Vec<&str> =
            self.contents.articles.iter().map(|folder| folder.slug.as_str()).collect();
        let key = self
            .keyer([TIMELINE])
            .with_key(works.key())
            .with_key(glossary.key())
            .with(slugs.join("/").as_bytes())
            .key();
        Kept::get(previous.map(|old| &old.timeline), key, diagnostics, |diagnostics| {
            let Some(yaml) = self.yaml(TIMELINE, diagnostics) else {
                return TimelineFile::default();
            };
            let known = (&*works.sources, &*glossary.terms, &*slugs);
            TimelineFile { events: timeline::events(&yaml, known, diagnostics), yaml: Some(yaml) }
        })
    }

    /// Loads the theme; `None` if it is missing or cannot be read. `place` is where the
    /// edition names it.
    fn theme(
        self,
        settings: &Settings,
        place: &Place,
        previous: Option<&Shared>,
        diagnostics: &Diagnostics,
    ) -> Kept<Option<Arc<Theme>>> {
        let listed = &self.contents.listing.files;
        let themes = listed.iter().map(String::as_str).filter(|path| path.starts_with("themes/"));
        let key = self.keyer(themes).with(settings.theme.as_bytes()).key();
        // Every edition that was loaded has one.
        Kept::get(previous.map(|old| &old.theme), key, diagnostics, |diagnostics| {
            theme::load(self.input, listed, &settings.theme, place, diagnostics).map(Arc::new)
        })
    }

    /// Reads the catalogues of the theme and of the edition.
    fn messages(
        self,
        settings: &Settings,
        theme: &Kept<Option<Arc<Theme>>>,
        previous: Option<&Shared>,
        diagnostics: &Diagnostics,
    ) -> Kept<Messages> {
        let listed = self.contents.listing.files.iter().map(String::as_str);
        let own: Vec<(&str, &str)> = listed
            .filter_map(|path| {
                let language = path.strip_prefix(LOCALES)?.strip_suffix(".ftl")?;
                Some((language, path))
            })
            .collect();
        let key = self
            .keyer(own.iter().map(|(_, path)| *path))
            .with_key(theme.key())
            .with(settings.language.as_bytes())
            .key();
        Kept::get(previous.map(|old| &old.messages), key, diagnostics, |diagnostics| {
            let of_theme = theme.iter().flat_map(|theme| &theme.locales);
            let of_theme = of_theme.map(|(language, file)| (language.clone(), file.clone()));
            let of_edition = own.iter().filter_map(|(language, path)| {
                Some(((*language).to_owned(), self.text(path, diagnostics)?))
            });
            let files: Vec<(String, SourceFile)> = of_theme.chain(of_edition).collect();
            catalogues::messages(&settings.language, &files, diagnostics)
        })
    }

    fn pages(
        self,
        options: &Options,
        (settings, messages): (&Settings, &Kept<Messages>),
        previous: Option<&Shared>,
        diagnostics: &Diagnostics,
    ) -> Kept<Vec<PlainPage>> {
        let limit = settings.limits.article;
        let Settings { language, csp, allow, .. } = settings;
        let looked_at = format!("{limit} {:?} {language} {csp:?} {allow:?}", options.drafts);
        let paths = self.contents.pages.iter().map(|(_, path)| path.as_str());
        let key = self.keyer(paths).with(looked_at.as_bytes()).with_key(messages.key()).key();
        Kept::get(previous.map(|old| &old.pages), key, diagnostics, |diagnostics| {
            let (input, pages) = (self.input, &self.contents.pages);
            PlainPage::load_all(options.drafts, input, pages, (settings, messages), diagnostics)
        })
    }
}

/// Reports what is wrong with the citations and links of definitions.
fn check_definitions(
    yaml: YamlFile,
    terms: Vec<Term>,
    (settings, bibliography): (&Settings, &Bibliography),
    diagnostics: &Diagnostics,
) -> GlossaryFile {
    let fragments = Fragments::of_entries(terms.iter().map(|term| term.id.as_str()));
    let out_links = OutLinks::default();
    let fragments = Some(&fragments);
    let page = Page { slug: "glossary", fragments, out_links: &out_links, settings };
    let positions = yaml.positions();
    let mut cited_keys = Vec::new();
    for term in &terms {
        let body =
            body::render(&term.definition, term.syntax(), bibliography, Location::BELOW_ROOT);
        let index = positions.get(&*term.id).copied();
        let path = [index.unwrap_or(0).into(), "definition".into()];
        let field = Field { yaml: &yaml, path: &path, markdown: &term.definition };
        citations::check(&field, &body, bibliography, diagnostics);
        page.check_body(&field, (&term.id, "definition"), &body, diagnostics);
        cited_keys.extend(body.cited_keys);
    }
    let by_id = terms.iter().enumerate().rev().map(|(at, it)| (it.id.clone(), at)).collect();
    GlossaryFile { out_links: out_links.into_all(), yaml: Some(yaml), terms, by_id, cited_keys }
}

/// Reports what is wrong with the citations of the findings; returns them as they are shown,
/// and their links.
fn check_findings(
    yaml: &YamlFile,
    settings: &Settings,
    bibliography: &Bibliography,
    diagnostics: &Diagnostics,
) -> (Vec<Body>, Vec<OutLink>) {
    let mut links = Vec::new();
    let mut check = |(index, markdown)| {
        let body = body::render(markdown, Syntax::default(), bibliography, Location::default());
        let path = finding_path(yaml, index);
        citations::check(&Field { yaml, path: &path, markdown }, &body, bibliography, diagnostics);
        for address in &body.foreign_images {
            let problem = kept_out_image(address, settings).into_iter();
            problem.for_each(|it| diagnostics.report(it, yaml.place_of(&path, address)));
        }
        for body::Target { address, is_image } in &body.targets {
            let path = page_of(address);
            let path = path.split(['#', '?']).next().unwrap_or_default();
            links.push(OutLink {
                // What leads out of the site is nowhere on it.
                path: resolve("", path).unwrap_or_else(|| "..".to_owned()),
                target: address.clone(),
                is_image: *is_image,
                file: EDITION.to_owned(),
                stands: Stands::Finding(index),
            });
        }
        body
    };
    let findings = settings.findings.iter().enumerate().map(&mut check).collect();
    (findings, links)
}

/// Returns the path of a finding; a single one needs no list.
pub(super) fn finding_path(yaml: &YamlFile, index: usize) -> Vec<Step> {
    let is_list = yaml.value.get("findings").is_some_and(serde_yaml::Value::is_sequence);
    std::iter::once("findings".into()).chain(is_list.then(|| index.into())).collect()
}

/// Reports entries of the menu that are not there.
fn check_menu(settings: &Settings, pages: &[PlainPage], diagnostics: &Diagnostics) {
    let lists = ["fact-checks", "notes", "timeline", "glossary", "sources"];
    let known = || lists.into_iter().chain(pages.iter().map(|page| page.slug.as_str()));
    for (name, place) in &settings.menu {
        if !known().any(|other| other == name) {
            let suggestion = nearest_name(name, known());
            let problem = Problem::UnknownName { of: "page", name: name.clone(), suggestion };
            diagnostics.report(problem, place.clone());
        }
    }
}

/// Returns the name of the theme that an edition uses, whether or not it has that theme.
///
/// # Errors
///
/// What is wrong with its settings if they cannot be read at all.
pub fn theme_name(input: &dyn Input) -> Result<String, Vec<Diagnostic>> {
    let diagnostics = Diagnostics::default();
    let yaml = read_yaml(input, EDITION, Limits::default().sidecar, &diagnostics);
    let yaml = yaml.ok_or_else(|| diagnostics.into_sorted())?;
    Ok(settings::settings(&yaml, None, &Diagnostics::default()).theme)
}

/// Reports templates of pages that the theme does not have.
fn check_templates(pages: &[PlainPage], theme: &Theme, diagnostics: &Diagnostics) {
    for (name, place) in pages.iter().filter_map(|page| page.template.as_ref()) {
        let of = match theme.templates.contains_key(name) {
            false => "template",
            true if !is_of_plain_pages(name) => "template of a plain page",
            true => continue,
        };
        let known = theme.templates.keys().map(String::as_str).filter(|it| is_of_plain_pages(it));
        let suggestion = nearest_name(name, known).filter(|_| of == "template");
        diagnostics
            .report(Problem::UnknownName { of, name: name.clone(), suggestion }, place.clone());
    }
}

/// What `postil new` writes into the settings of an edition, and the article beside which it
/// may stay: the one that explains everything.
pub(crate) const STOCK: [(&str, &str); 3] = [
    ("title", "A first annotated edition"),
    ("description", "Texts, with the notes of their editors beside them."),
    ("base_url", "https://example.org/first/"),
];
const STOCK_ARTICLE: &str = "first-article";

/// Tells of settings that an edition of one's own has left as they were.
fn report_stock_text(
    settings: &Settings,
    contents: &Contents,
    place: &Place,
    diagnostics: &Diagnostics,
) {
    if contents.articles.is_empty() || contents.articles.iter().any(|it| it.slug == STOCK_ARTICLE) {
        return;
    }
    let said = [
        Some(settings.title.as_str()),
        settings.description.as_deref(),
        Some(settings.base_url.as_str()),
    ];
    let is_stock = said.into_iter().zip(STOCK).filter(|(said, (_, text))| *said == Some(text));
    let keys: Vec<&'static str> = is_stock.map(|(_, (key, _))| key).collect();
    let is_own = keys.is_empty();
    let problem = Problem::StockText { keys };
    if !is_own && !is_allowed(&settings.allow, problem.code()) {
        diagnostics.report(problem, place.clone());
    }
}

/// Warns where the edition has outgrown its search.
fn report_search(settings: &Settings, n_articles: usize, place: &Place, diagnostics: &Diagnostics) {
    let Search::UpTo(limit) = settings.search else { return };
    let problem = Problem::NoSearch { n_articles, limit };
    if n_articles > limit && !is_allowed(&settings.allow, problem.code()) {
        diagnostics.report(problem, place.clone());
    }
}
