//! `postil anchors status`: one line per annotation.

use std::path::Path;

use serde::Serialize;

use super::survey;
use crate::{
    cli::{Failure, Format, console::Console, print},
    edition::AnchorStatus,
};

pub(super) fn run(format: Format, root: &Path, console: &Console) -> Result<(), Failure> {
    let report = survey(root);
    let lines: String = report
        .statuses
        .iter()
        .map(|status| match format {
            Format::Human => human_line(status),
            Format::Json => json_line(status),
        })
        .collect();
    print(lines.as_bytes())?;
    super::refuse_errors(&report, console)
}

fn human_line(status: &AnchorStatus) -> String {
    let AnchorStatus { article, id, language, state, position, text, .. } = status;
    let within = language.as_ref().map_or_else(String::new, |language| format!("{language} "));
    let at = position.map_or_else(|| "–".to_owned(), |(start, end)| format!("{start}–{end}"));
    let at = within + &at;
    let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let shown: String = folded.chars().take(60).collect();
    format!("{:<10}  {article}/{id}  {at}  {shown}\n", state.as_str())
}

#[derive(Serialize)]
struct JsonStatus<'a> {
    article: &'a str,
    id: &'a str,
    /// The language of the translation that it quotes.
    #[serde(rename = "in", skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    state: &'static str,
    start: Option<usize>,
    end: Option<usize>,
    text: &'a str,
}

fn json_line(status: &AnchorStatus) -> String {
    let line = JsonStatus {
        article: &status.article,
        id: &status.id,
        language: status.language.as_deref(),
        state: status.state.as_str(),
        start: status.position.map(|(start, _)| start),
        end: status.position.map(|(_, end)| end),
        text: &status.text,
    };
    serde_json::to_string(&line).expect("strings and numbers are always JSON") + "\n"
}
