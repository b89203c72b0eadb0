//! What each step of a build takes, one after the other on one core.
//!
//! The steps are the library's own, called as `postil::build` calls them. The
//! pages that articles share are left out: they are made of what articles
//! leave behind, which only the build itself knows.

use std::{path::Path, sync::Arc, time::Duration};

use postil::{
    anchor::{Key, anchor},
    cite::{Bibliography, CiteThis, Style, bibliography},
    diag::{Diagnostics, Place},
    disk::{FolderInput, FolderOutput},
    edition::MarkdownFile,
    io::{Input, Output},
    model::{
        Annotation, Settings, Source, Term,
        parse::{
            self, YamlFile,
            article::front_matter,
            glossary, settings,
            sidecar::{self, Apparatus},
        },
    },
    render::Renderer,
    site::Summary,
    text::{
        language::Direction,
        prose::{Prose, ProseRange},
    },
    theme::{self, Theme},
    view::{self, Numbered, Page, ReadyLists, Site},
    weave::{
        Weft,
        body::{self, Location},
        gloss::Glossary,
        weave,
    },
};

use crate::measure::{ms, time};

/// Steps and their times, in the order in which they were first taken.
#[derive(Default)]
pub(crate) struct Stages {
    times: Vec<(&'static str, Duration)>,
}

impl Stages {
    /// Takes a step, and notes how long it took.
    pub(crate) fn take<T>(&mut self, name: &'static str, work: impl FnOnce() -> T) -> T {
        let (time, result) = time(work);
        match self.times.iter_mut().find(|(known, _)| *known == name) {
            Some((_, total)) => *total += time,
            None => self.times.push((name, time)),
        }
        result
    }

    /// Returns a table of the steps: name, time, share.
    pub(crate) fn rows(&self) -> Vec<Vec<String>> {
        let total: Duration = self.times.iter().map(|(_, time)| time).sum();
        let share =
            |time: Duration| format!("{:.1} %", 100.0 * time.as_secs_f64() / total.as_secs_f64());
        let row = |name: &str, time| vec![name.to_owned(), ms(time), share(time)];
        let rows = self.times.iter().map(|&(name, time)| row(name, time));
        rows.chain([row("together", total)]).collect()
    }
}

/// What articles share.
struct Shared {
    settings: Settings,
    terms: Vec<Term>,
    sources: Vec<Source>,
    bibliography: Bibliography,
    cite_this: CiteThis,
    glossary: Glossary,
    lists: ReadyLists,
    theme: Arc<Theme>,
    site: Site,
}

impl Shared {
    fn apparatus(&self) -> view::Apparatus<'_> {
        view::Apparatus {
            settings: &self.settings,
            terms: &self.terms,
            bibliography: &self.bibliography,
            lists: &self.lists,
            cite_this: &self.cite_this,
            slug: "a",
            root: "../",
        }
    }
}

/// Builds the edition at `root` step by step.
///
/// # Panics
///
/// If the edition has errors.
pub(crate) fn measure(root: &Path, output: &Path) -> Stages {
    let mut stages = Stages::default();
    let diagnostics = Diagnostics::default();
    let input = stages.take("list", || FolderInput::new(root));
    let output = FolderOutput::open(output, root, None).expect("the folder is new");
    let listing = input.list();
    let shared = load(&mut stages, &input, &listing.files, &diagnostics);
    let renderer = stages
        .take("templates", || Renderer::new(&shared.theme, &shared.site, &diagnostics))
        .expect("the theme is sound");
    for path in listing.files.iter().filter(|path| path.ends_with("/index.md")) {
        let folder = path.strip_suffix("index.md").unwrap_or(path);
        let first = listing.files.partition_point(|other| other.as_str() < folder);
        let files: Vec<&str> = listing.files[first..]
            .iter()
            .take_while(|other| other.starts_with(folder))
            .map(String::as_str)
            .collect();
        let page = article(&mut stages, &input, &files, &shared, &renderer, &diagnostics);
        let slug = folder.trim_start_matches("content/");
        stages
            .take("write", || output.put(&format!("{slug}index.html"), &page))
            .expect("the folder can be written to");
    }
    stages
        .take("publish", || output.publish(Summary::default()))
        .expect("the folder can be written to");
    let found = diagnostics.into_sorted();
    assert!(found.is_empty(), "{found:?}");
    stages
}

fn load(
    stages: &mut Stages,
    input: &FolderInput,
    listed: &[String],
    diagnostics: &Diagnostics,
) -> Shared {
    let yaml = |path: &str| {
        let bytes = input.read(path).expect("the file is listed");
        let file = parse::text(path, bytes, usize::MAX, diagnostics).expect("it is text");
        YamlFile::parse(file, diagnostics).expect("it is YAML")
    };
    let settings = settings::settings(&yaml("content/edition.yaml"), None, diagnostics);
    let sources = stages.take("sources.yaml", || {
        bibliography::yaml_sources(&yaml("content/sources.yaml"), diagnostics)
    });
    let terms = glossary::terms(&yaml("content/glossary.yaml"), &sources, diagnostics);
    let (bibliography, style) = stages.take("bibliography", || {
        let style = Style::load(&settings.citation_style, None, &settings.language)
            .unwrap_or_else(|problem| panic!("{problem}"));
        (Bibliography::new(&sources, &style), style)
    });
    let cite_this = CiteThis::new(style);
    let place = Place::file("content/edition.yaml");
    let theme = theme::load(input, listed, &settings.theme, &place, diagnostics)
        .expect("the theme is built in");
    let site = Site {
        title: settings.title.clone(),
        description: settings.description.clone(),
        language: settings.language.clone(),
        dir: Direction::Ltr.as_str(),
        base_url: settings.base_url.to_string(),
        license: settings.license.clone(),
        ratings: settings.ratings.iter().map(view::RatingView::from).collect(),
        assets: theme.assets_path.clone(),
        menu: Vec::new(),
        options: theme.options.iter().cloned().collect(),
        feed: postil::feed::path(None),
        search: false,
        generator: String::new(),
    };
    let glossary = Glossary::new(&terms);
    let lists = ReadyLists::new(&settings, &terms, &sources, &bibliography);
    Shared {
        settings,
        terms,
        sources,
        bibliography,
        cite_this,
        glossary,
        lists,
        theme: Arc::new(theme),
        site,
    }
}

/// Makes the page of one article, whose files are given.
fn article(
    stages: &mut Stages,
    input: &FolderInput,
    files: &[&str],
    shared: &Shared,
    renderer: &Renderer,
    diagnostics: &Diagnostics,
) -> Vec<u8> {
    let read: Vec<(&str, Vec<u8>)> = stages.take("read", || {
        files.iter().map(|&path| (path, input.read(path).expect("the file is listed"))).collect()
    });
    let (texts, sidecars): (Vec<_>, Vec<_>) =
        read.into_iter().partition(|(path, _)| path.ends_with(".md"));
    let annotations = decode(stages, sidecars, shared, diagnostics);
    let (path, bytes) = texts.into_iter().next().expect("an article has a text");
    let manuscript = MarkdownFile::new(path, bytes, usize::MAX, diagnostics).expect("it is text");
    let matter =
        stages.take("YAML", || front_matter(&manuscript.file, &manuscript.parts, diagnostics));
    let markup = stages.take("Markdown", || manuscript.markup(diagnostics)).expect("it is sound");
    let key = stages.take("key", || Key::new(&markup.prose.text));
    let anchored = stages.take("anchor", || anchor_all(&markup.prose, &key, &annotations));
    let terms = stages
        .take("terms", || shared.glossary.uses(&markup, &key, shared.settings.glossary_links));
    let apparatus = shared.apparatus();
    let woven = stages.take("weave", || {
        let mark = |(index, (range, annotation)): (usize, &(ProseRange, &Annotation))| {
            view::mark(annotation, index + 1, range.clone(), apparatus)
        };
        let marks: Vec<_> = anchored.iter().enumerate().map(mark).collect();
        let term_ids: Vec<&str> = shared.terms.iter().map(|term| term.id.as_str()).collect();
        let weft = Weft {
            marks: &marks,
            terms: &terms,
            term_ids: &term_ids,
            root: "../",
            resolve: &|target| target.target.to_owned(),
            direction: Direction::Ltr,
        };
        weave(&markup, &weft)
    });
    let numbered = number(stages, &anchored, shared);
    let view =
        stages.take("view", || view::article(path, &matter, woven, &numbered, &[], apparatus));
    let page = Page::new("article", "a/", &view.title, &shared.site.base_url);
    stages
        .take("Tera", || renderer.page("article.html", &page, ("article", &view), diagnostics))
        .expect("the theme is sound")
}

fn decode(
    stages: &mut Stages,
    sidecars: Vec<(&str, Vec<u8>)>,
    shared: &Shared,
    diagnostics: &Diagnostics,
) -> Vec<Annotation> {
    let yamls: Vec<YamlFile> = stages.take("YAML", || {
        let parsed = sidecars.into_iter().filter_map(|(path, bytes)| {
            let file = parse::text(path, bytes, usize::MAX, diagnostics)?;
            YamlFile::parse(file, diagnostics)
        });
        parsed.collect()
    });
    let apparatus =
        Apparatus { settings: &shared.settings, sources: &shared.sources, terms: &shared.terms };
    stages.take("decode", || {
        let all = yamls.iter().flat_map(|yaml| sidecar::annotations(yaml, apparatus, diagnostics));
        all.map(|(_, annotation)| annotation).collect()
    })
}

/// Returns the annotations in the order of the text, each with its passage.
fn anchor_all<'a>(
    prose: &Prose,
    key: &Key,
    annotations: &'a [Annotation],
) -> Vec<(ProseRange, &'a Annotation)> {
    let one = |annotation: &'a Annotation| {
        let found = anchor(prose, key, &annotation.selector, &|_| 1);
        (found.unwrap_or_else(|problem| panic!("{problem}")).range, annotation)
    };
    let mut anchored: Vec<_> = annotations.iter().map(one).collect();
    anchored.sort_by_key(|(range, _)| (range.start, range.end));
    anchored
}

fn number<'a>(
    stages: &mut Stages,
    anchored: &[(ProseRange, &'a Annotation)],
    shared: &Shared,
) -> Vec<Numbered<'a>> {
    let one = |(index, &(_, annotation)): (usize, &(ProseRange, &'a Annotation))| {
        let body = annotation.body.as_ref();
        let body_html =
            body.map(|body| body::render(body, &shared.bibliography, Location::BELOW_ROOT).html);
        let number = index + 1;
        Numbered { annotation, number, share: None, quote: None, change: Vec::new(), body_html }
    };
    stages.take("bodies", || anchored.iter().enumerate().map(one).collect())
}
