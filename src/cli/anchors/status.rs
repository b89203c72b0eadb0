//! `postil anchors status`: one line per annotation.

use std::path::Path;

use serde::Serialize;

use crate::{
    cli::{
        Format, Result, json_line,
        passages::{JsonPassage, folded, refuse_errors, survey},
        print,
    },
    edition::AnchorStatus,
};

#[derive(Serialize)]
struct JsonStatus<'a> {
    article: &'a str,
    id: &'a str,
    #[serde(flatten)]
    passage: JsonPassage<'a>,
}

pub(super) fn run(format: Format, root: &Path) -> Result {
    let report = survey(root);
    let line = |status: &AnchorStatus| {
        let AnchorStatus { article, id, language, state, position, text, .. } = status;
        if format == Format::Json {
            return json_line(&JsonStatus { article, id, passage: JsonPassage::new(status) });
        }
        let at = position.map_or_else(|| "–".to_owned(), |(start, end)| format!("{start}–{end}"));
        let within = language.iter().fold(String::new(), |_, language| format!("{language} "));
        format!("{:<10}  {article}/{id}  {within}{at}  {}\n", state.as_str(), folded(text))
    };
    print(report.statuses.iter().map(line).collect::<String>().as_bytes())?;
    refuse_errors(&report)
}
