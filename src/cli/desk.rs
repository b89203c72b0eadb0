//! What lies on the desk of someone who annotates or imports: one article with its sidecars, and
//! the lists that annotations choose from.

use std::path::Path;

use serde_yaml::Mapping;

use crate::{
    anchor::{self, Anchor, Key, Suggestions},
    cite::bibliography,
    cli::{Failure, anchors},
    diag::{Diagnostic, Diagnostics, Problem, nearest_name},
    disk::{FolderInput, sidecar},
    edit::{EditError, List, Sidecar},
    edition::{AnchorReport, Edition, MarkdownFile, Options},
    import::ArticleText,
    io::{Input, SourceFile},
    model::{
        Limits, Quote, Selector, Settings, Source, Term,
        parse::{self, YamlFile, glossary, settings},
    },
    text::prose::{Markup, Prose, ProseRange},
};

/// One article of an edition.
pub(in crate::cli) struct Desk<'a> {
    pub(in crate::cli) root: &'a Path,
    pub(in crate::cli) article: String,
    input: FolderInput,
    /// Sidecars that can be read, each with its annotations.
    pub(super) sidecars: Vec<Sidecar>,
    /// What is wrong with the others.
    pub(super) unread: Vec<Diagnostic>,
}

/// Returns the slugs of all articles.
pub(super) fn articles(root: &Path) -> Vec<String> {
    let listing = FolderInput::new(root).list();
    let slug = |path: &String| {
        let slug = path.strip_prefix("content/")?.strip_suffix("/index.md")?;
        (!slug.contains('/') && slug != "pages").then(|| slug.to_owned())
    };
    listing.files.iter().filter_map(slug).collect()
}

impl<'a> Desk<'a> {
    pub(in crate::cli) fn open(root: &'a Path, article: &str) -> Result<Self, Failure> {
        let articles = articles(root);
        if !articles.iter().any(|slug| slug == article) {
            let hint = nearest_name(article, articles.iter().map(String::as_str))
                .map_or_else(String::new, |name| format!("; did you mean `{name}`?"));
            return Err(Failure::Usage(format!("there is no article `{article}`{hint}")));
        }
        let input = FolderInput::new(root);
        let folder = format!("content/{article}/");
        let listing = input.list();
        let is_sidecar = |path: &str| {
            path.starts_with(&folder) && sidecar::list_of(path) == Some(List::Annotations)
        };
        let article = article.to_owned();
        let mut desk = Self { root, article, input, sidecars: Vec::new(), unread: Vec::new() };
        for path in listing.files.iter().filter(|path| is_sidecar(path)) {
            desk.read_sidecar(path)?;
        }
        Ok(desk)
    }

    fn read_sidecar(&mut self, path: &str) -> Result<(), Failure> {
        let diagnostics = Diagnostics::default();
        let Some(file) = self.read(path, Limits::default().sidecar, &diagnostics)? else {
            self.unread.extend(diagnostics.into_sorted());
            return Ok(());
        };
        match Sidecar::new(file) {
            Ok(sidecar) => self.sidecars.push(sidecar),
            Err(EditError::Unreadable(said)) => self.unread.extend(said),
            // Not a list; a check says so.
            Err(_) => {}
        }
        Ok(())
    }

    fn read(
        &self,
        path: &str,
        limit: usize,
        diagnostics: &Diagnostics,
    ) -> Result<Option<SourceFile>, Failure> {
        let bytes = self
            .input
            .read(path)
            .map_err(|error| Failure::Machine(format!("{}: {error}", self.shown(path))))?;
        Ok(parse::text(path, bytes, limit, diagnostics))
    }

    fn shown(&self, path: &str) -> String {
        self.root.join(path).display().to_string()
    }

    /// Returns the sidecar that holds an annotation, and its fields.
    pub(in crate::cli) fn find(&self, id: &str) -> Option<(&Sidecar, &Mapping)> {
        self.sidecars.iter().find_map(|sidecar| Some((sidecar, sidecar.fields_of(id)?)))
    }

    /// Returns the ids of all annotations.
    pub(super) fn ids(&self) -> Vec<String> {
        let entries = self.sidecars.iter().flat_map(|sidecar| &sidecar.entries);
        entries.map(|(id, _)| id.clone()).collect()
    }

    /// Returns how each annotation of the article is found.
    pub(in crate::cli) fn anchors(&self) -> AnchorReport {
        let found = Diagnostics::default();
        let look = |edition: Edition<'_>| edition.anchors(&self.article);
        let report = Edition::load(&Options::default(), &self.input, &found, look);
        let is_unread = || found.into_sorted().iter().any(Diagnostic::hides_annotations);
        report
            .map(|report| AnchorReport { is_whole: report.is_whole && !is_unread(), ..report })
            .unwrap_or_default()
    }

    /// Hands out the article's text, or its translation into a language, to look for passages;
    /// `None` if it cannot be read.
    pub(in crate::cli) fn reading<T>(
        &self,
        language: Option<&str>,
        look: impl FnOnce(&Reading<'_>) -> T,
    ) -> Option<T> {
        let path = anchors::text_path((&self.article, language));
        let unheard = Diagnostics::default();
        let bytes = self.input.read(&path).ok()?;
        let text = MarkdownFile::new(&path, bytes, Limits::default().article, &unheard)?;
        let markup = text.markup(&unheard)?;
        let key = Key::new(&markup.prose.text);
        let prose = &markup.prose;
        Some(look(&Reading { file: &text.file, language, markup: &markup, prose, key: &key }))
    }

    /// Returns the translations of the article that can be read, each with its language.
    pub(super) fn translations(&self) -> Vec<(String, MarkdownFile)> {
        let listing = self.input.list();
        let folder = format!("content/{}/index.", self.article);
        let read = |path: &String| {
            let tag = path.strip_prefix(&folder)?.strip_suffix(".md")?;
            let (limit, unheard) = (Limits::default().article, Diagnostics::default());
            let file = MarkdownFile::new(path, self.input.read(path).ok()?, limit, &unheard)?;
            Some((tag.to_owned(), file))
        };
        listing.files.iter().filter_map(read).collect()
    }

    /// Returns the lists that annotations choose from, as far as they can be read.
    pub(super) fn choices(&self) -> Choices {
        choices(&self.input)
    }
}

/// Returns the lists that annotations of an edition choose from.
pub(super) fn choices(input: &dyn Input) -> Choices {
    let unheard = Diagnostics::default();
    let text = |path: &str| {
        let bytes = input.read(path).ok()?;
        parse::text(path, bytes, Limits::default().sidecar, &unheard)
    };
    let yaml = |path: &str| YamlFile::parse(text(path)?, &unheard);
    let settings = yaml("content/edition.yaml")
        .map_or_else(settings::fallback, |yaml| settings::settings(&yaml, None, &unheard));
    let (from_yaml, bib) = (yaml("content/sources.yaml"), text("content/sources.bib"));
    let sources = bibliography::sources(from_yaml.as_ref(), bib.as_ref(), &unheard);
    let terms = yaml("content/glossary.yaml")
        .map(|yaml| glossary::terms(&yaml, &sources, &unheard))
        .unwrap_or_default();
    Choices { settings, sources, terms }
}

/// What annotations choose from.
pub(super) struct Choices {
    pub(super) settings: Settings,
    pub(super) sources: Vec<Source>,
    pub(super) terms: Vec<Term>,
}

/// An article's text.
pub(in crate::cli) struct Reading<'a> {
    file: &'a SourceFile,
    language: Option<&'a str>,
    markup: &'a Markup<'a>,
    prose: &'a Prose,
    key: &'a Key,
}

impl<'a> Reading<'a> {
    /// Returns the text with all ways to count in it.
    pub(super) fn text(&self) -> ArticleText<'a> {
        ArticleText::new(self.markup, self.key)
    }

    pub(super) fn find(&self, selector: &Selector) -> Result<Anchor, Problem> {
        anchor::anchor(self.prose, self.key, selector, &|at| self.line_of(at))
            .map_err(|problem| Suggestions::new(self.prose, self.key).complete(problem))
    }

    /// Returns how the tool itself would quote a passage.
    pub(in crate::cli) fn describe(&self, range: &ProseRange) -> Option<Quote> {
        let selector = anchor::describe(self.prose, self.key, range)?;
        Some(Quote { language: self.language.map(str::to_owned), selector })
    }

    fn line_of(&self, at: usize) -> usize {
        self.file.line_column(self.prose.source_of(at)).line
    }

    /// Returns a passage among the words around it, and its line.
    pub(super) fn shown(&self, range: &ProseRange) -> String {
        const AROUND: usize = 40;
        let text = &self.prose.text;
        let before: String = {
            let reversed: Vec<char> = text[..range.start].chars().rev().take(AROUND).collect();
            reversed.into_iter().rev().collect()
        };
        let after: String = text[range.end..].chars().take(AROUND).collect();
        let shown = format!("…{before}[{}]{after}…", &text[range.clone()]).replace('\n', " ");
        format!("line {}: {shown}", self.line_of(range.start))
    }
}
