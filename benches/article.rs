//! What one long article takes on one core, step by step.

mod edition;
mod measure;
mod repeat;

use std::{path::Path, time::Duration};

use postil::{
    anchor::{Key, anchor},
    cite::bibliography,
    diag::Diagnostics,
    disk::FolderInput,
    edition::MarkdownFile,
    io::Input,
    model::{
        Annotation, Settings, Source, Term,
        parse::{self, YamlFile, glossary, settings, sidecar},
    },
    text::{
        language::Direction,
        prose::{Prose, ProseRange},
    },
    view,
    weave::{Mark, Weft, weave},
};
use pulldown_cmark::{Options, Parser};

use edition::Shape;
use measure::{ms, print_table};
use repeat::{N_RUNS, repeat};

fn main() {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let long = Shape { n_words: 16_000, n_annotations: 300, ..Shape::of_articles(1) };
    let book = Shape { n_words: 100_000, ..long };
    for (name, shape) in [("16,000 words", long), ("100,000 words", book)] {
        let root = folder.path().join(name);
        edition::write(&root, shape).expect("the edition can be written");
        let title = format!("One article of {name} with 300 annotations, median of {N_RUNS}");
        print_table(&title, &measure(&root));
    }
}

/// An article and what its annotations refer to.
struct Text {
    manuscript: MarkdownFile,
    sidecars: Vec<(String, Vec<u8>)>,
    settings: Settings,
    sources: Vec<Source>,
    terms: Vec<Term>,
    diagnostics: Diagnostics,
}

fn measure(root: &Path) -> Vec<Vec<String>> {
    let text = Text::load(root);
    let annotations = text.annotations();
    let markup = text.manuscript.markup(&text.diagnostics).expect("the text is sound");
    let key = Key::new(&markup.prose.text);
    let found = anchor_all(&markup.prose, &key, &annotations);
    let marks = text.marks(&annotations, &found);
    let mut rows = Vec::new();
    let mut note = |name: &str, time: Duration| {
        rows.push(vec![name.to_owned(), ms(time)]);
        time
    };
    let weft = Weft {
        marks: &marks,
        terms: &[],
        term_ids: &[],
        root: "../",
        resolve: &|target| target.target.to_owned(),
        direction: Direction::Ltr,
    };
    let together = [
        note("Markdown and prose", repeat(|| text.manuscript.markup(&text.diagnostics))),
        note("key", repeat(|| Key::new(&markup.prose.text))),
        note("300 quotes", repeat(|| anchor_all(&markup.prose, &key, &annotations))),
        note("weave", repeat(|| weave(&markup, &weft))),
    ];
    note("together", together.iter().sum());
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES;
    let events = || Parser::new_ext(text.manuscript.body(), options).count();
    note("(pulldown-cmark alone)", repeat(events));
    note("(YAML and its decoding)", repeat(|| text.annotations()));
    rows
}

fn anchor_all(prose: &Prose, key: &Key, annotations: &[Annotation]) -> Vec<ProseRange> {
    let one = |annotation: &Annotation| {
        let found = anchor(prose, key, &annotation.selector, &|_| 1);
        found.unwrap_or_else(|problem| panic!("{problem}")).range
    };
    annotations.iter().map(one).collect()
}

impl Text {
    fn load(root: &Path) -> Self {
        let input = FolderInput::new(root);
        let read = |path: &str| input.read(path).expect("the file is listed");
        let diagnostics = Diagnostics::default();
        let yaml = |path: &str| parse_yaml(path, read(path), &diagnostics);
        let settings = settings::settings(&yaml("content/edition.yaml"), None, &diagnostics);
        let sources = bibliography::yaml_sources(&yaml("content/sources.yaml"), &diagnostics);
        let terms = glossary::terms(&yaml("content/glossary.yaml"), &sources, &diagnostics);
        let listing = input.list();
        let own = listing.files.iter().filter(|path| path.contains("/article-"));
        let (texts, sidecars): (Vec<_>, Vec<_>) =
            own.map(|path| (path.clone(), read(path))).partition(|(path, _)| path.ends_with(".md"));
        let (path, bytes) = texts.into_iter().next().expect("there is one article");
        let manuscript = MarkdownFile::new(&path, bytes, usize::MAX, &diagnostics);
        let manuscript = manuscript.expect("it is text");
        Self { manuscript, sidecars, settings, sources, terms, diagnostics }
    }

    fn annotations(&self) -> Vec<Annotation> {
        let apparatus = sidecar::Apparatus {
            settings: &self.settings,
            sources: &self.sources,
            terms: &self.terms,
        };
        let decoded = self.sidecars.iter().flat_map(|(path, bytes)| {
            let yaml = parse_yaml(path, bytes.clone(), &self.diagnostics);
            sidecar::annotations(&yaml, apparatus, &self.diagnostics)
        });
        decoded.map(|(_, annotation)| annotation).collect()
    }

    /// Returns the marks in the order of the text.
    fn marks(&self, annotations: &[Annotation], found: &[ProseRange]) -> Vec<Mark> {
        let bibliography = postil::cite::Bibliography::default();
        let style = postil::cite::Style::load(settings::DEFAULT_STYLE, None, "en");
        let style = style.expect("Hayagriva ships the usual style");
        let cite_this = postil::cite::CiteThis::new(style);
        let lists =
            view::ReadyLists::new(&self.settings, &self.terms, &self.sources, &bibliography);
        let apparatus = view::Apparatus {
            settings: &self.settings,
            terms: &self.terms,
            bibliography: &bibliography,
            lists: &lists,
            cite_this: &cite_this,
            slug: "one",
            root: "../",
        };
        let mut found: Vec<_> = annotations.iter().zip(found).collect();
        found.sort_by_key(|(_, range)| (range.start, range.end));
        let mark = |(index, (annotation, range)): (usize, &(&Annotation, &ProseRange))| {
            view::mark(annotation, index + 1, (*range).clone(), apparatus)
        };
        found.iter().enumerate().map(mark).collect()
    }
}

fn parse_yaml(path: &str, bytes: Vec<u8>, diagnostics: &Diagnostics) -> YamlFile {
    let file = parse::text(path, bytes, usize::MAX, diagnostics).expect("it is text");
    YamlFile::parse(file, diagnostics).expect("it is YAML")
}
