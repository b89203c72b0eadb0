//! Anchors the annotations of an article, and says how each was found.

use super::{AnchorStatus, Context, Purpose, article::Entry};
use crate::{
    anchor::{self, Anchor, Key, State},
    diag::{Diagnostic, Problem, Severity},
    files::SourceFile,
    model::{Annotation, Selector},
    parse::{Part, Step},
    prose::Markup,
};

/// Anchors every annotation; reports those that cannot be.
pub(super) fn anchor_all(
    context: &Context<'_>,
    file: &SourceFile,
    markup: &Markup<'_>,
    key: &Key,
    entries: &mut [Entry<'_>],
) -> Vec<AnchorStatus> {
    let prose = &markup.prose;
    let line_of = |at: usize| file.line_column(prose.source_of(at)).line;
    let wants_statuses = context.options.purpose == Purpose::Anchors;
    let mut code_points = CodePoints::new(&prose.text);
    let mut statuses = Vec::new();
    for entry in entries.iter_mut() {
        let selector = &entry.annotation.selector;
        let found = anchor::anchor(prose, key, selector, &line_of);
        if wants_statuses {
            statuses.push(status_of(entry.annotation, &found, &prose.text, &mut code_points));
        }
        match found {
            Ok(found) => entry.range = Some(found.range),
            Err(problem) => report_unanchored(context, problem, entry),
        }
    }
    statuses
}

fn status_of(
    annotation: &Annotation,
    found: &Result<Anchor, Problem>,
    prose: &str,
    code_points: &mut CodePoints<'_>,
) -> AnchorStatus {
    let (state, position, text) = match found {
        Ok(Anchor { range, state }) => {
            let position = (code_points.at(range.start), code_points.at(range.end));
            (*state, Some(position), prose[range.clone()].to_owned())
        }
        Err(Problem::Ambiguous { .. }) => (State::Ambiguous, None, quoted(&annotation.selector)),
        Err(_) => (State::Orphan, None, quoted(&annotation.selector)),
    };
    AnchorStatus { article: String::new(), id: annotation.id.clone(), state, position, text }
}

/// A passage that is not found is an error of the edition, but the site can be
/// built without it: it shows the note as detached.
fn report_unanchored(context: &Context<'_>, problem: Problem, entry: &Entry<'_>) {
    let part = match (&problem, &entry.annotation.selector) {
        (Problem::Occurrence { .. }, _) => "occurrence",
        (
            Problem::Orphan { exact, .. } | Problem::NotProse { exact, .. },
            Selector::Range { to, .. },
        ) if exact == to => "to",
        (_, Selector::Range { .. }) => "from",
        (_, Selector::Quote(_)) => "exact",
    };
    // A quote that is one text has no parts; its place is the text's.
    let path = [Step::Index(entry.index), "quote".into(), part.into()];
    let mut diagnostic = Diagnostic::new(problem, entry.yaml.place(&path, Part::Value));
    if context.options.purpose != Purpose::Check {
        diagnostic.severity = Severity::Warning;
    }
    context.diagnostics.push(diagnostic);
}

pub(super) fn quoted(selector: &Selector) -> String {
    match selector {
        Selector::Quote(quote) => quote.exact.clone(),
        Selector::Range { from, to } => format!("{from} … {to}"),
    }
}

/// Counts code points from the last place asked for.
struct CodePoints<'a> {
    text: &'a str,
    byte: usize,
    count: usize,
}

impl<'a> CodePoints<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, byte: 0, count: 0 }
    }

    fn at(&mut self, byte: usize) -> usize {
        if byte >= self.byte {
            self.count += self.text[self.byte..byte].chars().count();
        } else {
            self.count -= self.text[byte..self.byte].chars().count();
        }
        self.byte = byte;
        self.count
    }
}
