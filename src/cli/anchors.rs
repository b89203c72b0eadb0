//! `postil anchors`: how annotations find their passages.

use std::path::Path;

use clap::{Args, Subcommand};
use serde::Serialize;

use super::{Failure, Format, console::Console, find_root, print};
use crate::{
    build::{AnchorStatus, Drafts, Options, Purpose, build},
    diag::Severity,
    disk::FolderInput,
    files::NoOutput,
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
}

pub(super) fn run(
    arguments: &Arguments,
    root: Option<&Path>,
    console: &Console,
) -> Result<(), Failure> {
    let Command::Status { format } = arguments.command;
    let root = find_root(root)?;
    let options =
        Options { drafts: Drafts::Include, purpose: Purpose::Anchors, ..Options::default() };
    let report = build(&options, &FolderInput::new(&root), &NoOutput);
    let lines: String = report
        .anchors
        .iter()
        .map(|status| match format {
            Format::Human => human_line(status),
            Format::Json => json_line(status),
        })
        .collect();
    print(lines.as_bytes())?;
    if !report.is_failed() {
        return Ok(());
    }
    let errors: Vec<_> = report
        .diagnostics
        .into_iter()
        .filter(|diagnostic| diagnostic.severity == Severity::Error)
        .collect();
    console.diagnostics(&errors, Format::Human)?;
    Err(Failure::Edition)
}

fn human_line(status: &AnchorStatus) -> String {
    let AnchorStatus { article, id, state, position, text } = status;
    let at = position.map_or_else(|| "–".to_owned(), |(start, end)| format!("{start}–{end}"));
    let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let shown: String = folded.chars().take(60).collect();
    format!("{:<10}  {article}/{id}  {at}  {shown}\n", state.as_str())
}

#[derive(Serialize)]
struct JsonStatus<'a> {
    article: &'a str,
    id: &'a str,
    state: &'static str,
    start: Option<usize>,
    end: Option<usize>,
    text: &'a str,
}

fn json_line(status: &AnchorStatus) -> String {
    let line = JsonStatus {
        article: &status.article,
        id: &status.id,
        state: status.state.as_str(),
        start: status.position.map(|(start, _)| start),
        end: status.position.map(|(_, end)| end),
        text: &status.text,
    };
    serde_json::to_string(&line).expect("strings and numbers are always JSON") + "\n"
}
