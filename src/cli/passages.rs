//! How annotations find their passages: looked up, shown, and remembered.

use std::path::Path;

use serde::Serialize;

use super::{Failure, Result, console::Console, refuse};
use crate::{
    anchor::lock,
    diag::{Diagnostic, Diagnostics},
    disk::{self, FolderInput, sidecar},
    edition::{self, AnchorReport, AnchorStatus, Edition, Options, Survey},
};

/// Looks how each annotation of an edition is found, drafts included.
pub(super) fn survey(root: &Path) -> Survey {
    edition::survey(&FolderInput::new(root))
}

/// Fails if something keeps annotations from being read.
pub(super) fn refuse_errors(report: &Survey) -> Result {
    let hiding = report.diagnostics.iter().filter(|found| found.hides_annotations());
    refuse(&hiding.cloned().collect::<Vec<_>>())
}

/// Looks how each annotation of an article is found, drafts included.
pub(super) fn anchors(root: &Path, slug: &str) -> AnchorReport {
    let found = Diagnostics::default();
    let look = |edition: Edition<'_>| edition.anchors(slug);
    let report = Edition::load(&Options::default(), &FolderInput::new(root), &found, look);
    let is_read = !found.into_sorted().iter().any(Diagnostic::hides_annotations);
    let report = report.unwrap_or_default();
    AnchorReport { is_whole: report.is_whole && is_read, ..report }
}

/// Puts the statuses of each article together, in the order of the articles.
pub(super) fn by_article(
    statuses: &[AnchorStatus],
) -> impl Iterator<Item = (&str, &[AnchorStatus])> {
    let articles = statuses.chunk_by(|one, next| one.article == next.article);
    articles.map(|statuses| (statuses[0].article.as_str(), statuses))
}

/// Takes up what was found of an article's annotations; returns whether the lock file was
/// written.
fn remember(root: &Path, slug: &str, report: &AnchorReport) -> Result<bool, sidecar::Failure> {
    report.record(|found, prose, keep| disk::anchors::remember(root, slug, found, prose, keep))
}

/// Takes up what was found of all articles; returns how many files that wrote.
pub(super) fn remember_all(root: &Path, statuses: &[AnchorStatus]) -> Result<usize> {
    let mut n_written = 0;
    for (slug, statuses) in by_article(statuses) {
        let report = AnchorReport { statuses: statuses.to_vec(), is_whole: true };
        let is_written = remember(root, slug, &report);
        let is_written = is_written.map_err(|failure| Failure::Machine(failure.to_string()))?;
        n_written += usize::from(is_written);
    }
    Ok(n_written)
}

/// Takes up how the annotations of one article are found now that one was written.
///
/// What was written stands, whatever becomes of that: whoever was told that it failed
/// would write it again.
pub(super) fn remember_article(root: &Path, slug: &str, console: &Console) {
    if let Err(failure) = remember(root, slug, &anchors(root, slug)) {
        console.say(&format!(
            "warning: content/{slug}/{} was not written: {failure}; all else was. Mend that, \
             and run `postil anchors reanchor`",
            lock::FILE
        ));
    }
}

/// A passage, for programs.
#[derive(Serialize, Default)]
pub(super) struct JsonPassage<'a> {
    state: Option<&'static str>,
    /// In code points of the prose.
    start: Option<usize>,
    end: Option<usize>,
    text: Option<&'a str>,
}

impl<'a> JsonPassage<'a> {
    pub(super) fn new(status: &'a AnchorStatus) -> Self {
        Self {
            state: Some(status.state.as_str()),
            start: status.position.map(|(start, _)| start),
            end: status.position.map(|(_, end)| end),
            text: Some(&status.text),
        }
    }
}

/// Returns the beginning of a passage, in one line.
pub(super) fn folded(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").chars().take(60).collect()
}
