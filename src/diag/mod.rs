//! What went wrong, where, and what the reader can do about it.
//!
//! A [`Problem`] holds values, not sentences: its code, its severity, its wording and its way
//! out stand in one list, in `problem.rs`. A [`Diagnostic`] ties it to a [`Place`],
//! which carries its own line of source, so that no file has to be kept for
//! the sake of a message. `print.rs` shows diagnostics to people and machines.

mod print;
mod problem;

use std::{
    cmp::Ordering,
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

pub use print::{json_line, print, print_of_option, visible};
pub use problem::{CODES, Hit, MAX_CLAIM, MEANINGS, OutsideProse, Problem, Severity};

use crate::io::{LineColumn, SourceFile, Span};

/// Lines longer than this (in bytes) are not shown with a message.
const MAX_EXCERPT: usize = 4000;

/// A part of a file, with what a message shows of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file's path below the root, with `/`.
    pub path: Arc<str>,
    /// Where the part begins.
    pub start: LineColumn,
    /// Where it ends, exclusive.
    pub end: LineColumn,
    /// The line in which the part begins; empty for a whole file or a huge line.
    pub excerpt: String,
    /// The part within `excerpt`, in bytes.
    pub within: Span,
}

impl Place {
    /// Returns the place of `span` in `file`.
    #[must_use]
    pub fn new(file: &SourceFile, span: Span) -> Self {
        let start = file.line_column(span.start);
        let line_start = file.line_start(start.line);
        let line = file.line(start.line).trim_end_matches('\r');
        let shown = if line.len() <= MAX_EXCERPT { line } else { "" };
        let clamp = |byte: usize| byte.saturating_sub(line_start).min(shown.len());
        Self {
            path: file.path.clone(),
            start,
            end: file.line_column(span.end.max(span.start)),
            within: Span { start: clamp(span.start), end: clamp(span.end.max(span.start)) },
            excerpt: shown.to_owned(),
        }
    }

    /// Returns the place of a whole file, whose text is not known or does not matter.
    #[must_use]
    pub fn file(path: &str) -> Self {
        let first = LineColumn { line: 1, column: 1 };
        let within = Span { start: 0, end: 0 };
        Self { path: path.into(), start: first, end: first, excerpt: String::new(), within }
    }
}

/// One problem in an edition, pointing at the text that causes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What is wrong.
    pub problem: Problem,
    /// How bad it is; usually [`Problem::severity`].
    pub severity: Severity,
    /// The text that causes it.
    pub place: Place,
    /// Other places that belong to it: the first of two equal ids.
    pub related: Vec<Place>,
}

impl Diagnostic {
    /// Returns a diagnostic of the problem's own severity.
    #[must_use]
    pub fn new(problem: Problem, place: Place) -> Self {
        Self { severity: problem.severity(), problem, place, related: Vec::new() }
    }

    /// Returns whether annotations may have been left unread because of it.
    #[must_use]
    pub fn hides_annotations(&self) -> bool {
        // A text that departs from its witness is read all the same, and no event has any.
        let is_read = matches!(
            self.problem,
            Problem::Witness { .. } | Problem::NotThere { .. } | Problem::TwiceThere { .. }
        ) || self.problem.is_unanchored()
            || *self.place.path == *"content/timeline.yaml";
        self.severity == Severity::Error && !is_read
    }

    /// Returns whether the file is left unread, as a whole or in what names things, so
    /// that what it lists is not known.
    #[must_use]
    pub fn leaves_file_unread(&self) -> bool {
        match self.problem {
            Problem::NotUtf8 { .. }
            | Problem::TooLarge { .. }
            | Problem::Unreadable { .. }
            | Problem::Vanished
            | Problem::MergeConflict { .. }
            | Problem::YamlSyntax { .. }
            | Problem::YamlLimits { .. }
            | Problem::DuplicateKey { .. } => true,
            Problem::Bibliography { .. } => self.place.path.ends_with(".bib"),
            Problem::WrongType { expected, .. } => match expected {
                "a list of terms" | "a mapping of keys and works" => true,
                // The whole of it, `ratings` or `editors`.
                _ => {
                    let is_collection = ["a list", "a mapping"].map(|it| expected.starts_with(it));
                    is_collection.contains(&true) && self.place.path.ends_with("/edition.yaml")
                }
            },
            _ => false,
        }
    }

    /// Adds another place that belongs to the problem.
    #[must_use]
    pub fn with_related(mut self, place: Place) -> Self {
        self.related.push(place);
        self
    }

    fn order(&self, other: &Self) -> Ordering {
        let words = |it: &Self| (it.problem.code(), it.problem.to_string());
        self.place.cmp(&other.place).then_with(|| words(self).cmp(&words(other)))
    }
}

/// So much is told of one file; of more, only how much it is.
const MOST_OF_FILE: usize = 1000;

/// Collects diagnostics from all threads of a run.
#[derive(Debug, Default)]
pub struct Diagnostics {
    collected: Mutex<BTreeMap<Arc<str>, OfFile>>,
}

/// What was found in one file.
#[derive(Debug, Default)]
struct OfFile {
    found: Vec<Diagnostic>,
    /// What was left out: warnings before errors, and of equals those that stand last.
    n_more: usize,
    /// The worst of that.
    more: Option<Severity>,
}

impl OfFile {
    fn push(&mut self, diagnostic: Diagnostic) {
        // From another collection, of a part of the edition.
        if let Problem::More { n } = diagnostic.problem {
            self.leave_out(n, diagnostic.severity);
            return;
        }
        self.found.push(diagnostic);
        if self.found.len() >= 2 * MOST_OF_FILE {
            self.shorten();
        }
    }

    fn shorten(&mut self) {
        self.found.sort_by(|a, b| a.severity.cmp(&b.severity).then_with(|| a.order(b)));
        self.found.dedup();
        let n_left_out = self.found.len().saturating_sub(MOST_OF_FILE);
        if n_left_out > 0 {
            self.leave_out(n_left_out, self.found[MOST_OF_FILE].severity);
            self.found.truncate(MOST_OF_FILE);
        }
    }

    fn leave_out(&mut self, n: usize, worst: Severity) {
        self.n_more += n;
        self.more = Some(self.more.map_or(worst, |more| more.min(worst)));
    }

    fn into_sorted(mut self) -> Vec<Diagnostic> {
        self.shorten();
        self.found.sort_by(Diagnostic::order);
        if let Some((severity, last)) = self.more.zip(self.found.last()) {
            let Place { path, start, .. } = &last.place;
            let place = Place { start: *start, end: *start, ..Place::file(path) };
            let problem = Problem::More { n: self.n_more };
            self.found.push(Diagnostic { severity, ..Diagnostic::new(problem, place) });
        }
        self.found
    }
}

impl Diagnostics {
    /// Adds one diagnostic.
    pub fn push(&self, diagnostic: Diagnostic) {
        let mut collected = self.collected.lock().unwrap_or_else(PoisonError::into_inner);
        collected.entry(diagnostic.place.path.clone()).or_default().push(diagnostic);
    }

    /// Returns whether so much was found in a file that what is found now may not be told,
    /// and needs no suggestion.
    #[must_use]
    pub fn are_many(&self, path: &str) -> bool {
        let collected = self.collected.lock().unwrap_or_else(PoisonError::into_inner);
        collected.get(path).is_some_and(|file| file.found.len() + file.n_more >= MOST_OF_FILE)
    }

    /// Returns the one of `names` that `name`, found in the file at `path`, is probably a
    /// misspelling of; none where it may not be told.
    pub fn nearest_name<'a>(
        &self,
        path: &str,
        name: &str,
        names: impl IntoIterator<Item = &'a str>,
    ) -> Option<String> {
        if self.are_many(path) { None } else { nearest_name(name, names) }
    }

    /// Adds a problem at a place, with the problem's own severity.
    pub fn report(&self, problem: Problem, place: Place) {
        self.push(Diagnostic::new(problem, place));
    }

    /// Adds all that others hold.
    pub fn take_in(&self, others: Self) {
        others.into_sorted().into_iter().for_each(|diagnostic| self.push(diagnostic));
    }

    /// Returns whether an error is among what was collected so far.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        let collected = self.collected.lock().unwrap_or_else(PoisonError::into_inner);
        let mut all = collected.values().flat_map(|file| &file.found);
        all.any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Returns all diagnostics by file and place, equal ones once.
    #[must_use]
    pub fn into_sorted(self) -> Vec<Diagnostic> {
        let files = self.collected.into_inner().unwrap_or_else(PoisonError::into_inner);
        files.into_values().flat_map(OfFile::into_sorted).collect()
    }
}

/// Returns the one of `names` that `name` is probably a misspelling of.
#[must_use]
pub fn nearest_name<'a>(name: &str, names: impl IntoIterator<Item = &'a str>) -> Option<String> {
    // Jaro-Winkler above 0.8: what clap takes for its own suggestions, roughly.
    // Two letters of a short name that changed places are too much for it.
    let is_near = |similarity: f64, known: &str| {
        similarity > 0.8 || (known.len() > 2 && strsim::osa_distance(name, known) == 1)
    };
    // Comparing takes the product of both lengths, and nobody misspells so much.
    let is_name = |name: &str| name.len() <= 100;
    names
        .into_iter()
        .filter(|known| is_name(name) && is_name(known))
        .map(|known| (strsim::jaro_winkler(name, known), known))
        .filter(|&(similarity, known)| is_near(similarity, known))
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, known)| known.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_no_name_is_compared_with_none_and_told_in_short() {
        let name = "x".repeat(1_000_000);
        assert_eq!(nearest_name(&name, std::iter::repeat_n(&*name, 1000)), None);
        let problem = Problem::UnknownName { of: "source", name, suggestion: None };
        assert!(problem.to_string().len() < 200);
    }

    #[test]
    fn a_place_points_into_its_own_line() {
        let file = SourceFile::new("a.yaml", "first\r\nsecond one\n".into());
        let place = Place::new(&file, Span { start: 14, end: 17 });
        assert_eq!(place.excerpt, "second one");
        assert_eq!(&place.excerpt[place.within.start..place.within.end], "one");
        assert_eq!((place.start.line, place.start.column), (2, 8));
    }

    #[test]
    fn of_very_many_the_worst_and_first_are_told_and_the_others_counted() {
        let file = SourceFile::new("a.yaml", "- 1\n".repeat(3 * MOST_OF_FILE));
        let find = |lines: std::ops::Range<usize>, problem: Problem| {
            let all = Diagnostics::default();
            for line in lines.rev() {
                let start = file.line_start(line);
                all.report(problem.clone(), Place::new(&file, Span { start, end: start + 1 }));
            }
            all
        };
        let (warnings, errors) = (1..2801, 2801..2901);
        let found = find(warnings, Problem::Empty);
        assert!(found.are_many("a.yaml") && !found.are_many("b.yaml"));
        // As a part of an edition hands it on.
        let found = found.into_sorted();
        let all = find(errors, Problem::EmptyQuote);
        found.into_iter().for_each(|one| all.push(one));
        let told = all.into_sorted();
        let lines: Vec<_> = told.iter().map(|one| one.place.start.line).collect();
        assert_eq!(lines, (1..901).chain(2801..2901).chain([2900]).collect::<Vec<_>>());
        let last = told.last().expect("some are told");
        assert_eq!((&last.problem, last.severity), (&Problem::More { n: 1900 }, Severity::Warning));
        assert_eq!(last.problem.to_string(), "1900 more problems of this file are not told");
    }

    #[test]
    fn a_span_over_several_lines_is_cut_at_the_first() {
        let file = SourceFile::new("a.yaml", "one\ntwo\n".into());
        let place = Place::new(&file, Span { start: 1, end: 7 });
        assert_eq!(place.within, Span { start: 1, end: 3 });
        assert_eq!(place.end, LineColumn { line: 2, column: 4 });
    }
}
