//! Diagnostics for people (text with carets) and for machines (JSON lines).

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde::Serialize;

use super::{Diagnostic, Place, Severity};

/// Returns a diagnostic as people read it: message, place, source line, carets, way out.
#[must_use]
pub fn print(diagnostic: &Diagnostic, colored: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let message = visible(&diagnostic.problem.to_string());
    let help = visible(&diagnostic.problem.help());
    let title = level.primary_title(&*message).id(diagnostic.problem.code());
    let mut group = Group::with_title(title);
    group = add_place(group, &diagnostic.place, AnnotationKind::Primary);
    for place in &diagnostic.related {
        group = add_place(group, place, AnnotationKind::Context);
    }
    if !help.is_empty() {
        group = group.element(Level::HELP.message(&*help));
    }
    let renderer = if colored { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&[group])
}

fn add_place<'a>(group: Group<'a>, place: &'a Place, kind: AnnotationKind) -> Group<'a> {
    if place.excerpt.is_empty() {
        let origin =
            Origin::path(&*place.path).line(place.start.line).char_column(place.start.column);
        return group.element(origin);
    }
    group.element(
        Snippet::source(&*place.excerpt)
            .line_start(place.start.line)
            .path(&*place.path)
            .annotation(kind.span(place.within.start..place.within.end)),
    )
}

/// Writes control characters out, so that no text can command the terminal.
fn visible(text: &str) -> String {
    text.chars()
        .flat_map(|c| {
            let hidden = c.is_control() && c != '\n';
            let shown = if hidden { c.escape_unicode().to_string() } else { c.to_string() };
            shown.chars().collect::<Vec<_>>()
        })
        .collect()
}

#[derive(Serialize)]
struct JsonDiagnostic<'a> {
    severity: &'static str,
    code: &'static str,
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    message: String,
    help: String,
}

/// Returns a diagnostic as one line of JSON, without its line break.
///
/// Lines and columns count from 1, columns in code points; `file` is relative
/// to the root, with `/`.
#[must_use]
pub fn json_line(diagnostic: &Diagnostic) -> String {
    let Place { path, start, end, .. } = &diagnostic.place;
    let line = JsonDiagnostic {
        severity: diagnostic.severity.as_str(),
        code: diagnostic.problem.code(),
        file: path,
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        message: diagnostic.problem.to_string(),
        help: diagnostic.problem.help(),
    };
    serde_json::to_string(&line).expect("strings and numbers are always JSON")
}
