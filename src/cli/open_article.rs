//! An article as the command line opens it, to annotate it or to import into it: its sidecars,
//! its text, and the lists that annotations choose from.

use std::path::Path;

use serde_yaml::Mapping;

use super::{Failure, Result, did_you_mean, refuse};
use crate::{
    anchor::{self, Anchor, Key, Suggestions},
    cite::bibliography,
    diag::{Diagnostic, Diagnostics, Hit, Problem},
    disk::{FolderInput, history, sidecar},
    edit::{EditError, List, Sidecar},
    edition::{MarkdownFile, figure_name},
    import::ArticleText,
    io::{Input, SourceFile},
    model::{
        Limits, On, Quote, Selector, Settings, Source, Term,
        parse::{self, YamlFile, glossary, settings},
    },
    text::prose::{Markup, Prose, ProseRange},
};

/// One article of an edition.
pub(super) struct OpenArticle<'a> {
    pub(super) root: &'a Path,
    pub(super) slug: &'a str,
    /// Sidecars that can be read, each with its annotations.
    pub(super) sidecars: Vec<Sidecar>,
    /// What is wrong with the others.
    pub(super) unread: Vec<Diagnostic>,
}

/// Returns the slugs of all articles.
pub(super) fn slugs(root: &Path) -> Vec<String> {
    let listing = FolderInput::new(root).list();
    let slug = |path: &String| {
        let slug = path.strip_prefix("content/")?.strip_suffix("/index.md")?;
        (!slug.contains('/') && slug != "pages").then(|| slug.to_owned())
    };
    listing.files.iter().filter_map(slug).collect()
}

/// Returns the slugs of all articles, each with the address at which it was published first.
pub(super) fn addresses(root: &Path) -> Vec<(String, Option<String>)> {
    let address = |slug: &str| {
        let name = (slug, None);
        let text = file(&text_path(name), now(root, name)?)?;
        let matter = YamlFile::parse_part(text.file, text.parts.matter, &Diagnostics::default())?;
        matter.value.get("source_url")?.as_str().map(str::to_owned)
    };
    slugs(root).into_iter().map(|slug| (slug.clone(), address(&slug))).collect()
}

impl<'a> OpenArticle<'a> {
    pub(super) fn open(root: &'a Path, slug: &'a str) -> Result<Self> {
        let slugs = slugs(root);
        if !slugs.iter().any(|known| known == slug) {
            let hint = did_you_mean(slug, &slugs);
            return Err(Failure::Usage(format!("there is no article `{slug}`{hint}")));
        }
        let (input, folder) = (FolderInput::new(root), format!("content/{slug}/"));
        let is_sidecar = |path: &&String| {
            path.starts_with(&folder) && sidecar::list_of(path) == Some(List::Annotations)
        };
        let mut opened = Self { root, slug, sidecars: Vec::new(), unread: Vec::new() };
        for path in input.list().files.iter().filter(is_sidecar) {
            let bytes = input.read(path);
            let bytes = bytes.map_err(|error| Failure::at(root.join(path).display(), error))?;
            let diagnostics = Diagnostics::default();
            let file = parse::text(path, bytes, Limits::default().sidecar, &diagnostics);
            match file.map(Sidecar::new) {
                Some(Ok(sidecar)) => opened.sidecars.push(sidecar),
                Some(Err(EditError::Unreadable(said))) => opened.unread.extend(said),
                // Not a list; a check says so.
                Some(Err(_)) => {}
                None => opened.unread.extend(diagnostics.into_sorted()),
            }
        }
        Ok(opened)
    }

    /// Returns the sidecar that holds an annotation, and its fields.
    pub(super) fn find(&self, id: &str) -> Option<(&Sidecar, &Mapping)> {
        self.sidecars.iter().find_map(|sidecar| Some((sidecar, sidecar.fields_of(id)?)))
    }

    /// Returns the same of an annotation that somebody names.
    pub(super) fn named(&self, id: &str) -> Result<(&Sidecar, &Mapping)> {
        if let Some(found) = self.find(id) {
            return Ok(found);
        }
        // It may stand in a file that cannot be read.
        refuse(&self.unread)?;
        let hint = did_you_mean(id, &self.ids());
        Err(Failure::Usage(format!("`{}` has no annotation `{id}`{hint}", self.slug)))
    }

    /// Returns the ids of all annotations.
    pub(super) fn ids(&self) -> Vec<String> {
        let entries = self.sidecars.iter().flat_map(|sidecar| &sidecar.entries);
        entries.map(|(id, _)| id.clone()).collect()
    }

    /// Returns all annotations, each with its id and its fields.
    pub(super) fn entries(&self) -> Vec<(String, Mapping)> {
        self.sidecars.iter().flat_map(|sidecar| &sidecar.entries).cloned().collect()
    }

    /// Returns the path of a file in the article's folder, as `--into` names it.
    pub(super) fn path_of(&self, name: &str) -> Result<String> {
        let path = format!("content/{}/{name}", self.slug);
        let is_sidecar = !name.contains(['/', '\\']) && sidecar::list_of(&path).is_some();
        is_sidecar.then_some(path).ok_or_else(|| {
            Failure::Usage(format!(
                "--into {name}: name a file in the article's folder, such as notes.yaml"
            ))
        })
    }

    /// Hands out the article's text, or its translation into a language, to look for passages;
    /// `None` if it cannot be read.
    pub(super) fn reading<T>(
        &self,
        language: Option<&str>,
        look: impl FnOnce(&Reading<'_>) -> T,
    ) -> Option<T> {
        let name = (self.slug, language);
        read(name, now(self.root, name)?, |text, markup| {
            let key = Key::new(&markup.prose.text);
            let has_math = text.syntax.has_math;
            look(&Reading { file: &text.file, language, markup: &markup, key: &key, has_math })
        })
    }

    /// Returns the translations of the article that can be read, each with its language.
    pub(super) fn translations(&self) -> Vec<(String, MarkdownFile)> {
        let folder = format!("content/{}/index.", self.slug);
        let translation = |path: &String| {
            let tag = path.strip_prefix(&folder)?.strip_suffix(".md")?;
            Some((tag.to_owned(), file(path, now(self.root, (self.slug, Some(tag)))?)?))
        };
        FolderInput::new(self.root).list().files.iter().filter_map(translation).collect()
    }

    /// Returns on which passage an annotation lands, for people.
    pub(super) fn landing(&self, fields: &Mapping) -> Option<String> {
        if let Some(on) = fields.get("on").and_then(On::from_value) {
            return self.reading(None, |reading| reading.shown_on(&on));
        }
        let quote = Quote::from_value(fields.get("quote")?)?;
        self.reading(quote.language.as_deref(), |reading| {
            Some(reading.shown(&reading.find(&quote.selector).ok()?.range))
        })?
    }
}

/// A text, by its article, and of a translation by its language.
pub(super) type TextName<'a> = (&'a str, Option<&'a str>);

/// Returns the prose of a text as it is; `None` if it cannot be read.
pub(super) fn prose(root: &Path, name: TextName<'_>) -> Option<Prose> {
    read(name, now(root, name)?, |_, markup| markup.prose)
}

/// Returns the prose of a text as it was in a commit, by the commit's name.
pub(super) fn earlier_prose(root: &Path, name: TextName<'_>, commit: &str) -> Option<Prose> {
    let bytes = history::file_at(root, commit, &text_path(name))?;
    read(name, bytes, |_, markup| markup.prose)
}

/// Returns the path of a text below the root.
pub(super) fn text_path((slug, language): TextName<'_>) -> String {
    let language = language.map_or_else(String::new, |language| format!(".{language}"));
    format!("content/{slug}/index{language}.md")
}

fn now(root: &Path, name: TextName<'_>) -> Option<Vec<u8>> {
    FolderInput::new(root).read(&text_path(name)).ok()
}

/// Hands out the text of an article that is not there yet; `None` if it cannot be read.
pub(super) fn look_at_new<T>(
    slug: &str,
    text: &str,
    look: impl FnOnce(&ArticleText<'_>) -> T,
) -> Option<T> {
    read((slug, None), text.as_bytes().to_vec(), |file, markup| {
        let key = Key::new(&markup.prose.text);
        let text = ArticleText::new(&markup.prose, &key).with_source(&file.file.text, false);
        look(&text.with_footnotes(markup.footnotes.len()))
    })
}

/// Reads a text and hands it out; what is wrong with it is told elsewhere.
fn read<T>(
    name: TextName<'_>,
    bytes: Vec<u8>,
    look: impl FnOnce(&MarkdownFile, Markup<'_>) -> T,
) -> Option<T> {
    let text = file(&text_path(name), bytes)?;
    Some(look(&text, text.markup(&Diagnostics::default())?))
}

fn file(path: &str, bytes: Vec<u8>) -> Option<MarkdownFile> {
    MarkdownFile::new(path, bytes, Limits::default().article, &Diagnostics::default())
}

/// What annotations choose from.
pub(super) struct Choices {
    pub(super) settings: Settings,
    pub(super) sources: Vec<Source>,
    pub(super) terms: Vec<Term>,
}

/// Returns the lists that annotations choose from, as far as they can be read.
pub(super) fn choices(root: &Path) -> Choices {
    let unheard = Diagnostics::default();
    let input = FolderInput::new(root);
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

/// An article's text.
pub(super) struct Reading<'a> {
    file: &'a SourceFile,
    language: Option<&'a str>,
    markup: &'a Markup<'a>,
    key: &'a Key,
    has_math: bool,
}

impl<'a> Reading<'a> {
    /// Returns the text with all ways to count in it.
    pub(super) fn text(&self) -> ArticleText<'a> {
        let text = ArticleText::new(&self.markup.prose, self.key);
        let text = text.with_source(&self.file.text, self.has_math);
        text.with_footnotes(self.markup.footnotes.len())
    }

    pub(super) fn find(&self, selector: &Selector) -> Result<Anchor, Problem> {
        let prose = &self.markup.prose;
        anchor::anchor(prose, self.key, selector, &|at| self.line_of(at))
            .map_err(|problem| Suggestions::new(prose, self.key).complete(problem))
    }

    /// Returns how the tool itself would quote a passage.
    pub(super) fn describe(&self, range: &ProseRange) -> Option<Quote> {
        let selector = anchor::describe(&self.markup.prose, self.key, range)?;
        Some(Quote { language: self.language.map(str::to_owned), selector })
    }

    fn line_of(&self, at: usize) -> usize {
        self.file.line_column(self.markup.prose.source_of(at)).line
    }

    /// Returns what an annotation is on, and its line, if it stands in the text.
    fn shown_on(&self, on: &On) -> String {
        let spots = self.markup.spots();
        let figure = match on {
            On::Figure(name) => {
                spots.figures.iter().find(|it| figure_name(it.target) == figure_name(name))
            }
            On::Article | On::Title | On::Footnote(_) => None,
        };
        let line = figure.map(|it| self.file.line_column(it.source.start).line);
        line.map_or_else(|| format!("[{on}]"), |line| format!("line {line}: [{on}]"))
    }

    /// Returns a passage among the words around it, and its line.
    pub(super) fn shown(&self, range: &ProseRange) -> String {
        const AROUND: usize = 40;
        let text = &self.markup.prose.text;
        let start = text[..range.start].char_indices().rev().take(AROUND).last();
        let before = &text[start.map_or(range.start, |(at, _)| at)..range.start];
        let after: String = text[range.end..].chars().take(AROUND).collect();
        let shown = format!("…{before}[{}]{after}…", &text[range.clone()]).replace('\n', " ");
        let verse = self.markup.prose.verse_at(range.start);
        let place = Hit { line: self.line_of(range.start), verse, prefix: None }.place();
        format!("{place}: {shown}")
    }
}
