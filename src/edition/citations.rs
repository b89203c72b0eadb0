//! What is wrong with the citations of a text, and with an editor's formulas.

use crate::{
    cite::Bibliography,
    diag::{Diagnostics, Place, Problem},
    io::Span,
    model::{
        Markdown,
        parse::{Step, YamlFile},
    },
    weave::body::{Body, Unread, UnreadFormula, citations_shown},
};

use super::MarkdownFile;

/// A text in a field of an entry.
pub(super) struct Field<'a> {
    pub(super) yaml: &'a YamlFile,
    pub(super) path: &'a [Step],
    pub(super) markdown: &'a Markdown,
}

/// Reports works that are not known, and what is not read as a citation or a formula.
pub(super) fn check(
    field: &Field<'_>,
    body: &Body,
    bibliography: &Bibliography,
    diagnostics: &Diagnostics,
) {
    let Field { yaml, path, markdown } = field;
    for name in &body.unknown_keys {
        let known = bibliography.works.iter().map(|work| work.key.as_str());
        let suggestion = diagnostics.nearest_name(&yaml.file.path, name, known);
        let problem = Problem::UnknownName { of: "source", name: name.clone(), suggestion };
        diagnostics.report(problem, yaml.place_of(path, &format!("@{name}")));
    }
    for Unread { text, at } in &body.unread {
        // YAML may indent a text or fold its lines, but keeps its brackets.
        let place = match at {
            Some(at) => yaml.place_of_nth(path, "[@", markdown.0[..*at].matches("[@").count()),
            None => yaml.place_of(path, ""),
        };
        let problem = Problem::UnreadCitation { text: text.clone(), is_on_page: false };
        diagnostics.report(problem, place);
    }
    for UnreadFormula { reason, source } in &body.unread_formulas {
        let (written, before) = (&markdown.0[source.clone()], &markdown.0[..source.start]);
        let place = yaml.place_of_nth(path, written, before.matches(written).count());
        diagnostics.report(Problem::Formula { reason: reason.clone() }, place);
    }
}

/// Reports what looks like a citation on a plain page.
pub(super) fn check_page(page: &MarkdownFile, diagnostics: &Diagnostics) {
    let body = &page.parts.body;
    for Unread { text, at } in citations_shown(page.body(), page.syntax.options()) {
        let at = at.map(|at| body.start + at..body.start + at + "[@".len());
        let span = Span::new(at.unwrap_or(body.clone()));
        let problem = Problem::UnreadCitation { text, is_on_page: true };
        diagnostics.report(problem, Place::new(&page.file, span));
    }
}
