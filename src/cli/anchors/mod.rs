//! `postil anchors`: how annotations find their passages, and what to do where they
//! do not find them as quoted.

mod accept;
mod diff;
mod reanchor;
mod status;

use std::{collections::BTreeMap, path::Path};

use clap::{Args, Subcommand};

use super::{Failure, Format, console::Console, desk::Desk, find_root};
use crate::{
    anchor::lock,
    disk::{self, FolderInput, sidecar},
    edition::{self, AnchorReport, AnchorStatus, Survey},
};

/// Arguments of `anchors`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Print one line per annotation: where its passage is, and how it was found
    Status {
        /// How to print it
        #[arg(long, default_value = "human")]
        format: Format,
    },
    /// Find every passage again, and remember where it is in anchors.lock.yaml
    ///
    /// What cannot be placed keeps what was remembered of it; the exit code is 1 then.
    Reanchor,
    /// Confirm that annotations still hold of passages that were reworded: quote the new words
    Accept(accept::Arguments),
    /// Show how the texts changed since a commit, with the annotations that this touches
    Diff(diff::Arguments),
}

pub(super) fn run(
    arguments: &Arguments,
    root: Option<&Path>,
    console: &Console,
) -> Result<(), Failure> {
    let root = find_root(root)?;
    match &arguments.command {
        Command::Status { format } => status::run(*format, &root, console),
        Command::Reanchor => reanchor::run(&root, console),
        Command::Accept(arguments) => accept::run(arguments, &root, console),
        Command::Diff(arguments) => diff::run(arguments, &root, console),
    }
}

/// Looks how each annotation of an edition is found, drafts included.
fn survey(root: &Path) -> Survey {
    edition::survey(&FolderInput::new(root))
}

/// Prints what keeps annotations from being read, and fails.
fn refuse_errors(report: &Survey, console: &Console) -> Result<(), Failure> {
    let hiding = report.diagnostics.iter().filter(|found| found.hides_annotations());
    let hiding: Vec<_> = hiding.cloned().collect();
    if hiding.is_empty() {
        return Ok(());
    }
    console.diagnostics(&hiding, Format::Human)?;
    Err(Failure::Edition)
}

/// Takes up what was found of an article's annotations; returns how many lock files were
/// written.
fn remember(root: &Path, article: &str, report: &AnchorReport) -> Result<usize, sidecar::Failure> {
    report.record(|record| disk::anchors::remember(root, article, record))
}

/// Takes up what is found in a new edition; returns how many files that wrote.
pub(super) fn remember_new(root: &Path) -> Result<usize, Failure> {
    remember_all(root, &survey(root))
}

/// Takes up what was found of all articles; returns how many files that wrote.
fn remember_all(root: &Path, survey: &Survey) -> Result<usize, Failure> {
    let mut n_written = 0;
    for (article, languages) in &survey.languages {
        let statuses = survey.statuses.iter().filter(|status| status.article == *article);
        let statuses: Vec<AnchorStatus> = statuses.cloned().collect();
        if statuses.is_empty() {
            continue;
        }
        let report = AnchorReport { statuses, languages: languages.clone(), is_whole: true };
        n_written += remember(root, article, &report).map_err(failed)?;
    }
    Ok(n_written)
}

fn failed(failure: sidecar::Failure) -> Failure {
    Failure::Machine(failure.to_string())
}

/// Takes up how the annotations of one article are found now that one was written.
///
/// What was written stands, whatever becomes of that: whoever was told that it failed
/// would write it again.
pub(super) fn remember_article(
    root: &Path,
    article: &str,
    console: &Console,
) -> Result<(), Failure> {
    let desk = Desk::open(root, article)?;
    if let Err(failure) = remember(root, article, &desk.anchors()) {
        console.say(&format!(
            "warning: content/{article}/{} was not written: {failure}; all else was. Mend that, \
             and run `postil anchors reanchor`",
            lock::FILE
        ));
    }
    Ok(())
}

/// A text, by its article, and of a translation by its language.
pub(super) type TextName<'a> = (&'a str, Option<&'a str>);

/// Puts the statuses of each text together, in the order of the articles.
fn by_text(statuses: &[AnchorStatus]) -> BTreeMap<TextName<'_>, Vec<&AnchorStatus>> {
    let mut texts: BTreeMap<TextName<'_>, Vec<&AnchorStatus>> = BTreeMap::new();
    for status in statuses {
        let text = (status.article.as_str(), status.language.as_deref());
        texts.entry(text).or_default().push(status);
    }
    texts
}

/// Returns the path of a text.
pub(super) fn text_path((article, language): TextName<'_>) -> String {
    let language = language.map_or_else(String::new, |language| format!(".{language}"));
    format!("content/{article}/index{language}.md")
}
