//! An article as the command line opens it, to annotate it or to import into it: its sidecars,
//! its text, and the lists that annotations choose from.

use std::path::Path;

use serde_yaml::Mapping;

use super::{Failure, Result, did_you_mean, refuse};
use crate::{
    anchor::{self, Anchor, Key, Suggestions},
    cite::bibliography,
    diag::{Diagnostic, Diagnostics, Problem},
    disk::{FolderInput, history, sidecar},
    edit::{EditError, List, Sidecar},
    edition::MarkdownFile,
    import::ArticleText,
    io::{Input, SourceFile},
    model::{
        Limits, Selector, Settings, Source, Term,
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

    /// Hands out the article's text, to look for passages; `None` if it cannot be read.
    pub(super) fn reading<T>(&self, look: impl FnOnce(&Reading<'_>) -> T) -> Option<T> {
        read(self.slug, now(self.root, self.slug)?, |file, markup| {
            let key = Key::new(&markup.prose.text);
            look(&Reading { file, markup: &markup, key: &key })
        })
    }

    /// Returns on which passage an annotation lands, for people.
    pub(super) fn landing(&self, fields: &Mapping) -> Option<String> {
        let selector = Selector::from_value(fields.get("quote")?)?;
        self.reading(|reading| Some(reading.shown(&reading.find(&selector).ok()?.range)))?
    }
}

/// Returns the prose of an article as it is; `None` if it cannot be read.
pub(super) fn prose(root: &Path, slug: &str) -> Option<Prose> {
    read(slug, now(root, slug)?, |_, markup| markup.prose)
}

/// Returns the prose of an article as it was in a commit, by the commit's name.
pub(super) fn earlier_prose(root: &Path, slug: &str, commit: &str) -> Option<Prose> {
    let bytes = history::file_at(root, commit, &text_path(slug))?;
    read(slug, bytes, |_, markup| markup.prose)
}

/// Returns the path of an article's text below the root.
pub(super) fn text_path(slug: &str) -> String {
    format!("content/{slug}/index.md")
}

fn now(root: &Path, slug: &str) -> Option<Vec<u8>> {
    FolderInput::new(root).read(&text_path(slug)).ok()
}

/// Reads an article's text and hands it out; what is wrong with it is told elsewhere.
fn read<T>(
    slug: &str,
    bytes: Vec<u8>,
    look: impl FnOnce(&SourceFile, Markup<'_>) -> T,
) -> Option<T> {
    let unheard = Diagnostics::default();
    let text = MarkdownFile::new(&text_path(slug), bytes, Limits::default().article, &unheard)?;
    Some(look(&text.file, text.markup(&unheard)?))
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
    markup: &'a Markup<'a>,
    key: &'a Key,
}

impl<'a> Reading<'a> {
    /// Returns the text with all ways to count in it.
    pub(super) fn text(&self) -> ArticleText<'a> {
        ArticleText::new(self.markup, self.key)
    }

    pub(super) fn find(&self, selector: &Selector) -> Result<Anchor, Problem> {
        let prose = &self.markup.prose;
        anchor::anchor(prose, self.key, selector, &|at| self.line_of(at))
            .map_err(|problem| Suggestions::new(prose, self.key).complete(problem))
    }

    /// Returns the selector that the tool itself would give to a passage.
    pub(super) fn describe(&self, range: &ProseRange) -> Option<Selector> {
        anchor::describe(&self.markup.prose, self.key, range)
    }

    fn line_of(&self, at: usize) -> usize {
        self.file.line_column(self.markup.prose.source_of(at)).line
    }

    /// Returns a passage among the words around it, and its line.
    pub(super) fn shown(&self, range: &ProseRange) -> String {
        const AROUND: usize = 40;
        let text = &self.markup.prose.text;
        let start = text[..range.start].char_indices().rev().take(AROUND).last();
        let before = &text[start.map_or(range.start, |(at, _)| at)..range.start];
        let after: String = text[range.end..].chars().take(AROUND).collect();
        let shown = format!("…{before}[{}]{after}…", &text[range.clone()]).replace('\n', " ");
        format!("line {}: {shown}", self.line_of(range.start))
    }
}
