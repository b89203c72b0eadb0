//! How annotations find their passages: looked up, shown, and remembered.

use std::{collections::BTreeMap, path::Path};

use serde::Serialize;
use serde_yaml::Value;

use super::{Failure, Result, console::Console, open_article::TextName, refuse};
use crate::{
    anchor::lock,
    diag::{Diagnostic, Diagnostics},
    disk::{self, FolderInput, sidecar},
    edition::{self, AnchorReport, AnchorStatus, Edition, Options, Survey},
    model::On,
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

/// Returns the text that an annotation quotes.
pub(super) fn text_of(status: &AnchorStatus) -> TextName<'_> {
    (&status.article, status.language.as_deref())
}

/// Puts the statuses of each text together, in the order of the articles.
pub(super) fn by_text(statuses: &[AnchorStatus]) -> BTreeMap<TextName<'_>, Vec<&AnchorStatus>> {
    let mut texts: BTreeMap<TextName<'_>, Vec<&AnchorStatus>> = BTreeMap::new();
    for status in statuses {
        texts.entry(text_of(status)).or_default().push(status);
    }
    texts
}

/// Takes up what was found of an article's annotations; returns how many lock files were
/// written.
fn remember(root: &Path, slug: &str, report: &AnchorReport) -> Result<usize, sidecar::Failure> {
    report.record(|record| disk::anchors::remember(root, slug, record))
}

/// Takes up what was found of all articles; returns how many files that wrote.
pub(super) fn remember_all(root: &Path, survey: &Survey) -> Result<usize> {
    let mut n_written = 0;
    for statuses in survey.statuses.chunk_by(|one, next| one.article == next.article) {
        let slug = &statuses[0].article;
        let languages = survey.languages.get(slug).cloned().unwrap_or_default();
        let report = AnchorReport { statuses: statuses.to_vec(), languages, is_whole: true };
        let n = remember(root, slug, &report);
        n_written += n.map_err(|failure| Failure::Machine(failure.to_string()))?;
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
    /// The language of the translation that holds it.
    #[serde(rename = "in", skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    /// What it is on, if not on words.
    #[serde(skip_serializing_if = "Option::is_none")]
    on: Option<Value>,
    /// In code points of the prose of that text.
    start: Option<usize>,
    end: Option<usize>,
    text: Option<&'a str>,
}

impl<'a> JsonPassage<'a> {
    pub(super) fn new(status: &'a AnchorStatus) -> Self {
        Self {
            state: Some(status.state.as_str()),
            language: status.language.as_deref(),
            on: status.on.as_ref().map(On::to_value),
            start: status.position.map(|(start, _)| start),
            end: status.position.map(|(_, end)| end),
            text: status.on.is_none().then_some(&*status.text),
        }
    }
}

/// Returns the beginning of a passage, in one line.
pub(super) fn folded(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").chars().take(60).collect()
}
