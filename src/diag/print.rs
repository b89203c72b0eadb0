//! Diagnostics for people (text with carets) and for machines (JSON lines).

use std::borrow::Cow;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde::Serialize;

use super::{Diagnostic, Place, Severity};

/// Returns a diagnostic as people read it: message, place, source line, carets, way out.
#[must_use]
pub fn print(diagnostic: &Diagnostic, colored: bool) -> String {
    let level = level(diagnostic);
    let (message, help) = (diagnostic.problem.to_string(), diagnostic.problem.help());
    let (message, help) = (visible(&message), visible(&help));
    let title = level.primary_title(&*message).id(diagnostic.problem.code());
    let mut group = Group::with_title(title);
    group = add_place(group, &diagnostic.place, AnnotationKind::Primary);
    for place in &diagnostic.related {
        group = add_place(group, place, AnnotationKind::Context);
    }
    if !help.is_empty() {
        group = group.element(Level::HELP.message(&*help));
    }
    render(group, colored)
}

/// Returns a diagnostic of what an option of the command line gives: which stands in no file.
#[must_use]
pub fn print_of_option(diagnostic: &Diagnostic, option: &str, help: &str, colored: bool) -> String {
    let message = format!("{option}: {}", diagnostic.problem);
    let (message, help) = (visible(&message), visible(help));
    let title = level(diagnostic).primary_title(&*message).id(diagnostic.problem.code());
    let mut group = Group::with_title(title);
    if !help.is_empty() {
        group = group.element(Level::HELP.message(&*help));
    }
    render(group, colored)
}

fn level(diagnostic: &Diagnostic) -> Level<'static> {
    match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    }
}

fn render(group: Group<'_>, colored: bool) -> String {
    let renderer = if colored { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&[group])
}

fn add_place<'a>(group: Group<'a>, place: &'a Place, kind: AnnotationKind) -> Group<'a> {
    let path = visible(&place.path);
    if place.excerpt.is_empty() {
        let origin = Origin::path(path).line(place.start.line).char_column(place.start.column);
        return group.element(origin);
    }
    // The renderer shows all other control characters by a sign, and cares for carets
    // then; a sign of two bytes, as these have, does not move them.
    let is_left_by_renderer = |c: char| matches!(c, '\u{80}'..='\u{9f}');
    group.element(
        Snippet::source(place.excerpt.replace(is_left_by_renderer, "¿"))
            .line_start(place.start.line)
            .path(path)
            .annotation(kind.span(place.within.start..place.within.end)),
    )
}

/// Writes out characters that are not seen and would command a terminal or turn the
/// direction of what it shows: names and quotes come from whoever wrote the edition.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    let is_hidden = |c: char| {
        let turns = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        turns || (c.is_control() && !matches!(c, '\n' | '\t'))
    };
    if !text.contains(is_hidden) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hidden(c) { out.extend(c.escape_unicode()) } else { out.push(c) }
    }
    out.into()
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
