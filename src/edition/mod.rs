//! The edition as a value: every article resolved on its own, what they share loaded once,
//! and nothing of how a site shows it.
//!
//! ```text
//! files ─ load ─▶ Article ─ index ─▶ ArticleIndex          (each article on its own)
//!   └───────────▶ Shared (settings, theme, terms, works, timeline, pages)
//! ```
//!
//! `contents.rs` sorts the files, `shared.rs` loads what articles share, `article.rs`
//! resolves one article, `index.rs` says what others may know of it, `sequence.rs` which
//! articles are its neighbours, `lints.rs` checks
//! what only the whole can show. [`OpenEdition`] keeps an edition at hand between edits,
//! `edit_check.rs` says what a check would find in one; both go by the keys of `memo.rs`,
//! which know what has changed.

mod anchor_report;
mod anchors;
mod article;
mod catalogues;
mod citations;
mod contents;
mod edit_check;
mod facing;
mod index;
mod links;
mod lints;
mod markdown_file;
mod media;
mod memo;
mod note;
mod on;
mod open;
mod page;
pub mod paths;
mod policy;
mod questions;
mod sequence;
mod shared;
mod text;
pub mod theme;
pub mod theme_files;
mod witness;
pub mod words;

use std::{
    collections::{HashMap, HashSet},
    io,
    sync::Arc,
};

use rayon::prelude::*;
use url::Url;

pub use anchor_report::{AnchorReport, AnchorStatus, Record, Survey, statuses, survey};
pub use article::{Article, ArticleFiles};
pub use contents::{
    ArticleFolder, Contents, MOST_IN_MENU, Made, TranslationFiles, is_published, need_list,
};
pub use edit_check::{Change, check_edit, check_edit_of, is_refused, is_refused_as_drafts};
pub use facing::{FacingBlocks, face};
pub use index::{ArticleIndex, FirstUse, NoteIndex};
pub use links::{Fragments, OutLink, Stands};
pub use lints::{AtHand, check_article, check_events, check_files, check_links, check_lists};
pub use markdown_file::MarkdownFile;
pub use media::{Media, Player};
pub use memo::{Kept, Key, Keyer};
pub use note::{
    GIVEN_TITLE, NoteStatus, NumberedAnnotation, Passage, Share, archived_label, beginning,
    excerpt, kind_label, layer_label, note_name,
};
pub use on::figure_name;
pub use open::{FixedInput, OpenEdition, Opened, Resolved};
pub use page::PlainPage;
pub use paths::KnownPaths;
pub use sequence::{Sequence, SequenceEntry};
#[cfg(test)]
pub(crate) use shared::STOCK;
pub use shared::{GlossaryFile, Shared, TimelineFile, Works, theme_name};
pub use text::{Text, TranslationFile};
pub use witness::{Comparison, compare_to_witness};
pub use words::ArticleWords;

use crate::{
    diag::{Diagnostic, Diagnostics, Place, Problem, Severity},
    io::{Fault, FaultKind, Input, Listing, Span},
    model::{
        Annotation, Date, Kind, Status, is_allowed,
        parse::{self, YamlFile},
    },
};

/// How an edition is looked at.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where the site will stand, if not where `edition.yaml` says.
    pub base_url: Option<Url>,
    /// Whether drafts are printed.
    pub drafts: Drafts,
    /// How bad it is that an annotation finds no passage: a site can be built without it.
    pub unanchored: Severity,
    /// The day of a check, to tell what is still to come; the core has no clock.
    pub today: Option<Date>,
}

impl Default for Options {
    fn default() -> Self {
        let unanchored = Severity::Warning;
        Self { base_url: None, drafts: Drafts::default(), unanchored, today: None }
    }
}

/// What happens to drafts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Drafts {
    /// They are left out.
    #[default]
    Exclude,
    /// They are printed.
    Include,
}

/// An edition: its files, and what all articles share. An article is resolved when it is
/// asked for.
#[derive(Clone, Copy)]
pub struct Edition<'a> {
    /// How it is looked at.
    pub options: &'a Options,
    /// Where its files come from.
    pub input: &'a dyn Input,
    /// Where its files belong.
    pub contents: &'a Contents,
    /// What its articles share.
    pub shared: &'a Shared,
}

impl<'a> Edition<'a> {
    /// Sorts the files of an edition and loads what its articles share, then hands it to
    /// `then`; returns nothing if it has no settings, or no theme that can be read.
    pub fn load<T>(
        options: &Options,
        input: &dyn Input,
        diagnostics: &Diagnostics,
        then: impl FnOnce(Edition<'_>) -> T,
    ) -> Option<T> {
        let contents = sort(input.list(), diagnostics);
        let shared = Shared::load(options, input, &contents, None, diagnostics)?;
        Some(then(Edition { options, input, contents: &contents, shared: &shared }))
    }

    /// Resolves an article and hands it to `then`; returns nothing if it cannot be read, or
    /// is a draft that is left out.
    pub fn article<T>(
        self,
        folder: &ArticleFolder,
        diagnostics: &Diagnostics,
        then: impl FnOnce(&Article<'_>) -> T,
    ) -> Option<T> {
        let files = ArticleFiles::read(self, folder, diagnostics)?;
        let article = Article::new(self, &files, diagnostics)?;
        Some(then(&article))
    }

    /// Returns how the annotations of an article find their passages, drafts included.
    #[must_use]
    pub fn anchors(self, slug: &str) -> AnchorReport {
        let Some(index) = self.contents.article(slug) else { return AnchorReport::default() };
        let options = Options { drafts: Drafts::Include, ..self.options.clone() };
        let edition = Edition { options: &options, ..self };
        let reported = Diagnostics::default();
        let folder = &self.contents.articles[index];
        let found = edition.article(folder, &reported, AnchorReport::new);
        AnchorReport::judged(found, &reported.into_sorted())
    }

    /// Reads a listed file, or reports why it cannot be read.
    pub fn read(self, path: &str, diagnostics: &Diagnostics) -> Option<Vec<u8>> {
        read(self.input, path, diagnostics)
    }

    /// Returns whether pages lead to fact checks: there is one that was not withdrawn, or the
    /// menu says so.
    ///
    /// Pages have to know it before articles are resolved. Mostly the first sidecar tells.
    #[must_use]
    pub fn has_checks(self) -> bool {
        let unheard = Diagnostics::default();
        let says_word = |path: &String| {
            let bytes = self.input.read(path).unwrap_or_default();
            String::from_utf8_lossy(&bytes).contains(Kind::FactCheck.as_str())
        };
        let is_check =
            |it: &Annotation| it.kind == Kind::FactCheck && it.status != Status::Retracted;
        let has_check = |folder: &ArticleFolder| {
            let read = || ArticleFiles::read(self, folder, &unheard);
            folder.sidecars.iter().any(says_word)
                && read().is_some_and(|it| it.shows(self, is_check))
        };
        self.shared.settings.has_in_menu("fact-checks")
            || self.contents.articles.par_iter().any(has_check)
    }

    /// Returns whether there are annotations, and so a list of them. The first article with
    /// sidecars tells, mostly.
    #[must_use]
    pub fn has_notes(self) -> bool {
        let unheard = Diagnostics::default();
        let has_note = |folder: &ArticleFolder| {
            let read = || ArticleFiles::read(self, folder, &unheard);
            !folder.sidecars.is_empty() && read().is_some_and(|it| it.shows(self, |_| true))
        };
        self.contents.articles.par_iter().any(has_note)
    }

    /// Returns the key of what an article is made from: its files, and `common`.
    #[must_use]
    pub fn key_of(self, folder: &ArticleFolder, common: Key) -> Key {
        let listing = &self.contents.listing;
        Keyer::default().with_key(common).with_files(self.input, listing, folder.files()).key()
    }
}

/// Sorts the files of an edition; reports what cannot be one of them.
fn sort(listing: Arc<Listing>, diagnostics: &Diagnostics) -> Contents {
    report_faults(&listing, diagnostics);
    Contents::sort(listing, diagnostics)
}

fn report_faults(listing: &Listing, diagnostics: &Diagnostics) {
    for Fault { path, kind } in &listing.faults {
        let problem = match kind {
            FaultKind::LinkOutside => Problem::LinkOutside,
            FaultKind::LinkLoop => Problem::LinkLoop,
            FaultKind::Special => Problem::SpecialFile,
            FaultKind::Name => Problem::FileName,
            FaultKind::Unreadable(reason) => Problem::Unreadable { reason: reason.clone() },
        };
        diagnostics.report(problem, Place::file(path));
    }
}

fn read(input: &dyn Input, path: &str, diagnostics: &Diagnostics) -> Option<Vec<u8>> {
    match input.read(path) {
        Ok(bytes) => Some(bytes),
        Err(error) => {
            let problem = if error.kind() == io::ErrorKind::NotFound {
                Problem::Vanished
            } else {
                Problem::Unreadable { reason: error.to_string() }
            };
            diagnostics.report(problem, Place::file(path));
            None
        }
    }
}

/// Reads a listed file of entries, which has `limit` bytes at most, or reports why it cannot be
/// read.
fn read_yaml(
    input: &dyn Input,
    path: &str,
    limit: usize,
    diagnostics: &Diagnostics,
) -> Option<YamlFile> {
    let file = parse::text(path, read(input, path, diagnostics)?, limit, diagnostics)?;
    if file.body().trim().is_empty() {
        diagnostics.report(Problem::Empty, Place::new(&file, Span::new(0..0)));
    }
    YamlFile::parse(file, diagnostics)
}

/// Files that list what others refer to, and what they list.
const LISTS: [(&str, &[&str]); 4] = [
    ("content/edition.yaml", &["rating", "editor"]),
    ("content/glossary.yaml", &["term"]),
    ("content/sources.yaml", &["source"]),
    ("content/sources.bib", &["source"]),
];

/// Leaves out what follows from something else that was found, and what articles allow.
#[must_use]
pub fn judge<'a>(
    found: Vec<Diagnostic>,
    articles: impl IntoIterator<Item = &'a ArticleIndex>,
) -> Vec<Diagnostic> {
    let allowing = articles.into_iter().flat_map(|article| &article.allow);
    let allowed: HashMap<&str, _> = allowing.map(|(path, allow)| (path.as_str(), allow)).collect();
    let is_allowed = |found: &Diagnostic| {
        found.severity == Severity::Warning
            && allowed
                .get(&*found.place.path)
                .is_some_and(|allow| is_allowed(allow, found.problem.code()))
    };
    let mut found = without_consequences(found);
    found.retain(|one| !is_allowed(one));
    found
}

/// Leaves out that names are unknown where the file that lists them was not read,
/// or where an error may hide them: one forgotten quotation mark would be told a
/// thousand times.
fn without_consequences(all: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let is_unread = |path: &str| {
        all.iter()
            .any(|diagnostic| *diagnostic.place.path == *path && diagnostic.leaves_file_unread())
    };
    let lost: Vec<&str> =
        LISTS.iter().filter(|(path, _)| is_unread(path)).flat_map(|(_, of)| *of).copied().collect();
    let hiding: HashSet<String> = all
        .iter()
        .filter(|diagnostic| diagnostic.hides_annotations())
        .filter_map(|diagnostic| diagnostic.place.path.strip_prefix("content/")?.split_once('/'))
        .map(|(article, _)| article.to_owned())
        .collect();
    let is_consequence = |diagnostic: &Diagnostic| match &diagnostic.problem {
        Problem::UnknownName { of: "annotation", name, .. } => {
            name.split_once('/').is_some_and(|(article, _)| hiding.contains(article))
        }
        Problem::UnknownName { of, .. } => lost.contains(of),
        _ => false,
    };
    all.into_iter().filter(|diagnostic| !is_consequence(diagnostic)).collect()
}
