//! The pipeline: an edition in, a site out.
//!
//! [`build()`] sorts the files (`contents.rs`), reads the apparatus
//! (`apparatus.rs`), makes each article on its own and in parallel
//! (`article.rs`), and then the pages that articles share (`shared/`), from the
//! small [`Facts`] that each article leaves behind.
//! [`Live`] makes single files, for previews, with the same functions (`live.rs`).

mod anchoring;
mod apparatus;
mod article;
mod check_page;
mod citations;
mod contents;
mod desk;
mod events;
mod exports;
mod facts;
mod feeds;
mod findable;
mod links;
mod live;
mod manuscript;
mod page;
mod pending;
mod questions;
mod shared;
mod sidecars;
mod survey;

use std::{
    collections::{BTreeMap, HashSet},
    io,
    sync::{Mutex, PoisonError},
};

use rayon::prelude::*;
use url::Url;

pub use facts::{AnchorStatus, Facts};
pub use findable::Findable;
pub use live::{Findings, FixedInput, Live, Loaded};
pub use manuscript::Manuscript;
pub use survey::Survey;

use contents::Contents;
use pending::PendingLinks;
use sidecars::Sidecars;

use crate::{
    diag::{Diagnostic, Diagnostics, Place, Problem, Severity},
    export,
    feed::Newest,
    files::{Fault, FaultKind, Input, Listing, Output, SourceFile},
    model::{Allow, Date, is_allowed},
    parse,
    render::Renderer,
    site::Summary,
};

/// What a build should do.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Where the site will stand, if not where `edition.yaml` says.
    pub base_url: Option<Url>,
    /// Whether drafts are printed.
    pub drafts: Drafts,
    /// What the result is for.
    pub purpose: Purpose,
    /// The day of a check, to tell what is still to come; the core has no clock.
    pub today: Option<Date>,
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

/// What a build is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Purpose {
    /// A site: annotations whose passage is not found are printed as detached.
    #[default]
    Site,
    /// A verdict: such annotations are errors.
    Check,
    /// Knowledge of the anchors: how each annotation is found is reported.
    Anchors,
    /// Other formats: the report holds what was resolved, and no page is made.
    Export,
}

/// What came of a build.
#[derive(Debug, Default)]
pub struct Report {
    /// What was found, by file and place.
    pub diagnostics: Vec<Diagnostic>,
    /// What was counted.
    pub summary: Summary,
    /// How each annotation was found, by article; only for [`Purpose::Anchors`].
    pub anchors: Vec<AnchorStatus>,
    /// What was resolved; only for [`Purpose::Export`].
    pub edition: Option<export::Edition>,
    /// The first file that could not be written.
    pub output_error: Option<(String, io::Error)>,
}

impl Report {
    /// Returns how many diagnostics have a severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// Returns whether the site must not be published.
    #[must_use]
    pub fn is_failed(&self) -> bool {
        self.output_error.is_some() || self.count(Severity::Error) > 0
    }
}

/// Builds an edition: reads `input`, hands every page to `output`.
///
/// Pages are handed over as they are made, also when others have errors; the
/// owner of the output publishes them only if the report has not failed.
#[must_use]
pub fn build(options: &Options, input: &dyn Input, output: &dyn Output) -> Report {
    let diagnostics = Diagnostics::default();
    let wanted = match options.purpose {
        Purpose::Export => Wanted::Nothing,
        Purpose::Site | Purpose::Check | Purpose::Anchors => Wanted::Everything,
    };
    let writer = Writer::new(output, wanted);
    let made = run(options, input, &writer, &diagnostics).unwrap_or_default();
    let output_error = writer.error.into_inner().unwrap_or_else(PoisonError::into_inner);
    let mut diagnostics = without_consequences(diagnostics.into_sorted());
    diagnostics.retain(|diagnostic| !made.allows(diagnostic));
    let Made { summary, anchors, edition, .. } = made;
    Report { diagnostics, summary, anchors, edition, output_error }
}

/// What the steps made beside the pages.
#[derive(Default)]
struct Made {
    summary: Summary,
    anchors: Vec<AnchorStatus>,
    edition: Option<export::Edition>,
    /// Warnings that the front matter of an article allows: its path, their codes.
    allowed: BTreeMap<String, Vec<Allow>>,
}

impl Made {
    /// Returns whether a warning about a text is one that its front matter allows.
    fn allows(&self, diagnostic: &Diagnostic) -> bool {
        diagnostic.severity == Severity::Warning
            && self
                .allowed
                .get(&*diagnostic.place.path)
                .is_some_and(|allow| is_allowed(allow, diagnostic.problem.code()))
    }
}

/// Runs the steps; `None` if the edition has no settings or no theme.
fn run(
    options: &Options,
    input: &dyn Input,
    writer: &Writer<'_>,
    diagnostics: &Diagnostics,
) -> Option<Made> {
    let listing = input.list();
    report_faults(&listing, diagnostics);
    let contents = Contents::sort(listing, diagnostics);
    let (edition, lists) = apparatus::load(options, input, &contents, None, diagnostics)?;
    let renderer = Renderer::new(&edition.theme, &edition.site, diagnostics)?;
    let context = Context {
        options,
        input,
        writer,
        diagnostics,
        edition: &edition,
        pending: PendingLinks::default(),
        feed: Newest::default(),
        sidecars: None,
    };
    let mut facts: Vec<Facts> = contents
        .articles
        .par_iter()
        .with_max_len(MOST_IN_A_ROW)
        .filter_map(|folder| article::build(&context, &renderer, folder))
        .collect();
    let all: Vec<&Facts> = facts.iter().collect();
    shared::build(&context, &renderer, &contents, &all);
    if options.purpose == Purpose::Check {
        questions::report(&context, &lists, &all);
    }
    events::report(&context, &contents, &all);
    pending::report(&context, &contents, &all, [&context.pending].into_iter());
    let mut n_annotations = BTreeMap::new();
    for kind in facts.iter().flat_map(|facts| facts.notes.kinds()) {
        *n_annotations.entry(kind.as_str().to_owned()).or_insert(0) += 1;
    }
    let summary = Summary {
        n_articles: facts.len(),
        n_annotations,
        n_terms: edition.terms.len(),
        n_sources: edition.sources.len(),
    };
    let anchors = facts.iter_mut().flat_map(|facts| std::mem::take(&mut facts.anchors)).collect();
    let exported = (options.purpose == Purpose::Export)
        .then(|| exports::edition(&edition, facts.iter_mut().filter_map(|it| it.exported.take())));
    let allowed = facts
        .into_iter()
        .filter(|facts| !facts.allow.is_empty())
        .map(|facts| (facts.path, facts.allow))
        .collect();
    Some(Made { summary, anchors, edition: exported, allowed })
}

/// How many articles one thread makes before others may take the rest: at the
/// end none should wait for long.
const MOST_IN_A_ROW: usize = 4;

/// Reads a text once more: what is wrong with it was reported the first time.
fn read_again(input: &dyn Input, path: &str) -> Option<SourceFile> {
    let reported = Diagnostics::default();
    parse::text(path, read(input, path, &reported)?, usize::MAX, &reported)
}

/// What every step of a build needs.
pub(crate) struct Context<'a> {
    options: &'a Options,
    input: &'a dyn Input,
    writer: &'a Writer<'a>,
    diagnostics: &'a Diagnostics,
    edition: &'a apparatus::Edition,
    pending: PendingLinks,
    feed: Newest,
    /// What is remembered of sidecars; a build reads each of them once.
    sidecars: Option<&'a Sidecars>,
}

impl Context<'_> {
    /// Reads a listed file, or reports why it cannot be read.
    fn read(&self, path: &str) -> Option<Vec<u8>> {
        read(self.input, path, self.diagnostics)
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

/// Which files of the site somebody waits for; no other is rendered.
#[derive(Clone, Copy)]
enum Wanted<'a> {
    /// The whole site.
    Everything,
    /// One file.
    Only(&'a str),
    /// The whole site, for as long as this holds; it may wait before it answers.
    While(&'a (dyn Fn() -> bool + Sync)),
    /// No file: what counts are the facts.
    Nothing,
}

/// Hands wanted files to the output and remembers the first that it refuses.
struct Writer<'a> {
    output: &'a dyn Output,
    wanted: Wanted<'a>,
    error: Mutex<Option<(String, io::Error)>>,
}

impl<'a> Writer<'a> {
    fn new(output: &'a dyn Output, wanted: Wanted<'a>) -> Self {
        Self { output, wanted, error: Mutex::default() }
    }

    /// Returns whether a file is to be made at all.
    fn wants(&self, path: &str) -> bool {
        match self.wanted {
            Wanted::Everything => true,
            Wanted::Only(only) => only == path,
            Wanted::While(goes_on) => goes_on(),
            Wanted::Nothing => false,
        }
    }

    /// Returns whether it is one file that is waited for.
    fn wants_one(&self) -> bool {
        matches!(self.wanted, Wanted::Only(_))
    }

    /// Returns whether anything in a folder (`name/`) may be wanted.
    fn wants_below(&self, folder: &str) -> bool {
        match self.wanted {
            Wanted::Only(only) => only.starts_with(folder),
            Wanted::Everything | Wanted::While(_) | Wanted::Nothing => self.wants(folder),
        }
    }

    fn put(&self, path: &str, bytes: &[u8]) {
        if !self.wants(path) {
            return;
        }
        let Err(error) = self.output.put(path, bytes) else { return };
        let mut first = self.error.lock().unwrap_or_else(PoisonError::into_inner);
        first.get_or_insert((path.to_owned(), error));
    }
}

/// Files that list what others refer to, and what they list.
const LISTS: [(&str, &[&str]); 4] = [
    ("content/edition.yaml", &["rating", "editor"]),
    ("content/glossary.yaml", &["term"]),
    ("content/sources.yaml", &["source"]),
    ("content/sources.bib", &["source"]),
];

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
