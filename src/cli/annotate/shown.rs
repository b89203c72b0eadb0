//! `annotate list` and `annotate show`.

use std::collections::HashMap;

use serde::Serialize;
use serde_yaml::{Mapping, Value};

use super::{Desk, path_holding};
use crate::{
    cli::{Failure, Format, console::Console, print},
    edit::{self, List},
    edition::AnchorStatus,
};

/// An annotation for programs.
#[derive(Serialize)]
struct JsonAnnotation<'a> {
    article: &'a str,
    id: &'a str,
    /// Below the root, with `/`.
    file: &'a str,
    /// From 1; `end_line` is the last one.
    line: usize,
    end_line: usize,
    state: Option<&'static str>,
    /// In code points of the prose.
    start: Option<usize>,
    end: Option<usize>,
    text: Option<&'a str>,
    annotation: &'a Mapping,
}

/// An annotation with all that is printed of it.
struct Shown<'a> {
    desk: &'a Desk<'a>,
    file: &'a crate::io::SourceFile,
    id: &'a str,
    fields: &'a Mapping,
    anchor: Option<&'a AnchorStatus>,
}

impl Shown<'_> {
    fn field(&self, name: &str) -> &str {
        self.fields.get(name).and_then(Value::as_str).unwrap_or("–")
    }

    fn lines(&self) -> std::ops::Range<usize> {
        edit::lines_of(List::Annotations, self.file, self.id).unwrap_or(1..2)
    }

    fn human_line(&self) -> String {
        let state = self.anchor.map_or("–", |status| status.state.as_str());
        let status = match self.fields.get("status").and_then(Value::as_str) {
            Some(status) if status != "published" => format!(" ({status})"),
            _ => String::new(),
        };
        let text = self.anchor.map_or("", |status| &status.text);
        let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let shown: String = folded.chars().take(60).collect();
        let rating = self.field("rating");
        let kind = self.field("kind");
        format!("{state:<10}  {kind:<14}  {rating:<16}  {}{status}  {shown}\n", self.id)
    }

    fn json_line(&self) -> String {
        let lines = self.lines();
        let position = self.anchor.and_then(|status| status.position);
        let line = JsonAnnotation {
            article: &self.desk.article,
            id: self.id,
            file: &self.file.path,
            line: lines.start,
            end_line: lines.end - 1,
            state: self.anchor.map(|status| status.state.as_str()),
            start: position.map(|(start, _)| start),
            end: position.map(|(_, end)| end),
            text: self.anchor.map(|status| status.text.as_str()),
            annotation: self.fields,
        };
        // A key that is a list has no place in JSON; a check refuses it.
        let json = serde_json::to_string(&line).unwrap_or_else(|_| "{}".to_owned());
        json + "\n"
    }
}

/// Prints one line for each annotation, in the order of the files.
pub(super) fn list(desk: &Desk<'_>, format: Format, console: &Console) -> Result<(), Failure> {
    let anchors = desk.anchors().statuses;
    let by_id: HashMap<&str, &AnchorStatus> =
        anchors.iter().map(|status| (status.id.as_str(), status)).collect();
    let mut lines = String::new();
    for sidecar in &desk.sidecars {
        for (id, fields) in &sidecar.entries {
            let anchor = by_id.get(id.as_str()).copied();
            let shown = Shown { desk, file: &sidecar.file, id, fields, anchor };
            lines += &match format {
                Format::Human => shown.human_line(),
                Format::Json => shown.json_line(),
            };
        }
    }
    print(lines.as_bytes())?;
    if desk.unread.is_empty() {
        return Ok(());
    }
    console.diagnostics(&desk.unread, Format::Human)?;
    Err(Failure::Edition)
}

/// Prints an annotation: its lines as they are written, or all of it for programs.
pub(super) fn show(
    desk: &Desk<'_>,
    id: &str,
    format: Format,
    console: &Console,
) -> Result<(), Failure> {
    path_holding(desk, id, console)?;
    let Some((sidecar, fields)) = desk.find(id) else { return Ok(()) };
    let anchors = desk.anchors().statuses;
    let anchor = anchors.iter().find(|status| status.id == id);
    let file = &sidecar.file;
    let shown = Shown { desk, file, id, fields, anchor };
    if format == Format::Json {
        return print(shown.json_line().as_bytes());
    }
    let lines = shown.lines();
    let text = &file.text[file.line_start(lines.start)..file.line_start(lines.end)];
    print(format!("{}\n", text.trim_end_matches(['\n', '\r'])).as_bytes())?;
    let state = anchor.map_or("–", |status| status.state.as_str());
    console.say(&format!("{}:{}, {state}", file.path, lines.start));
    if let Some(passage) = super::questions::passage(desk, fields) {
        console.say(&passage);
    }
    Ok(())
}
