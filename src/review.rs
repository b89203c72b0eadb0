//! What `check` says of a change, before it is written.
//!
//! The edition is checked as it is and as it would be; what is only said of the second
//! is due to the change. So an entry with an old fault can still be mended elsewhere or
//! withdrawn, and a change is held against everything that refers to it.

use std::{collections::BTreeMap, io, sync::Arc};

use crate::{
    build::{Drafts, Options, Purpose, Report, build},
    diag::{Diagnostic, Problem, Severity},
    edit::List,
    files::{Input, Listing, NoOutput},
};

/// A file of an edition as it would be.
#[derive(Debug, Clone, Copy)]
pub struct Change<'a> {
    /// The path below the root, with `/`.
    pub path: &'a str,
    /// What it holds.
    pub list: List,
    /// The whole new text.
    pub text: &'a str,
}

/// Returns what a check would say of the change, errors first.
#[must_use]
pub fn review(input: &dyn Input, change: Change<'_>) -> Vec<Diagnostic> {
    let folder = match change.list {
        List::Annotations => change.path.rsplit_once('/').map(|(folder, _)| folder),
        // Every article may refer to a term or a source.
        List::Terms | List::Sources => None,
    };
    let before = Part { input, folder, change: None };
    let after = Part { input, folder, change: Some(change) };
    let (before, after) = (check(&before), check(&after));
    let unread: Vec<_> = after.diagnostics.iter().filter(|said| is_unread(said)).cloned().collect();
    if !unread.is_empty() {
        // What annotations may refer to is not known.
        return unread;
    }
    if folder.is_some() && after.summary.n_articles == 0 {
        // The article was not reached, so nothing is known of its annotations.
        return errors_of(after);
    }
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for diagnostic in &before.diagnostics {
        *known.entry(name(diagnostic)).or_default() += 1;
    }
    let mut new: Vec<Diagnostic> = Vec::new();
    // Whoever writes the change then remembers where its passage is.
    let is_lock = |said: &Diagnostic| matches!(said.problem, Problem::LockOutdated { .. });
    for diagnostic in after.diagnostics.into_iter().filter(|said| !is_lock(said)) {
        match known.get_mut(&name(&diagnostic)) {
            Some(left) if *left > 0 => *left -= 1,
            _ => new.push(diagnostic),
        }
    }
    new.sort_by_key(|diagnostic| diagnostic.severity);
    new
}

/// Returns whether a change must not be written.
#[must_use]
pub fn is_refused(said: &[Diagnostic]) -> bool {
    said.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
}

/// Returns whether a change that only adds drafts must not be written: their passages
/// may be missing, nothing else.
#[must_use]
pub fn is_refused_as_drafts(said: &[Diagnostic]) -> bool {
    let refuses =
        |one: &Diagnostic| one.severity == Severity::Error && !one.problem.is_unanchored();
    said.iter().any(refuses)
}

fn check(part: &Part<'_>) -> Report {
    let options =
        Options { drafts: Drafts::Include, purpose: Purpose::Check, ..Options::default() };
    build(&options, part, &NoOutput)
}

/// Returns whether a list that articles share could not be read.
fn is_unread(diagnostic: &Diagnostic) -> bool {
    let path = &diagnostic.place.path;
    let is_shared = path.strip_prefix("content/").is_some_and(|inner| !inner.contains('/'));
    is_shared && diagnostic.leaves_file_unread()
}

fn errors_of(report: Report) -> Vec<Diagnostic> {
    let is_error = |diagnostic: &Diagnostic| diagnostic.severity == Severity::Error;
    report.diagnostics.into_iter().filter(is_error).collect()
}

/// What is wrong, whatever line it has moved to.
fn name(diagnostic: &Diagnostic) -> String {
    let Diagnostic { problem, place, .. } = diagnostic;
    [&*place.path, problem.code(), &place.excerpt, &problem.to_string()].join("\n")
}

/// One article of an edition with what all share, and perhaps a changed file.
///
/// Without a folder it is the whole edition.
#[derive(Clone, Copy)]
pub struct Part<'a> {
    /// The edition.
    pub input: &'a dyn Input,
    /// The folder of the article below the root.
    pub folder: Option<&'a str>,
    /// The changed file.
    pub change: Option<Change<'a>>,
}

impl Part<'_> {
    fn holds(&self, path: &str) -> bool {
        let Some(folder) = self.folder else { return true };
        let is_shared = path.strip_prefix("content/").is_none_or(|inner| !inner.contains('/'));
        is_shared || path.strip_prefix(folder).is_some_and(|inner| inner.starts_with('/'))
    }
}

impl Input for Part<'_> {
    fn list(&self) -> Arc<Listing> {
        let all = self.input.list();
        let files = all.files.iter().filter(|path| self.holds(path)).cloned().collect();
        let whole = self.folder.map(|_| all.clone());
        let mut listing = Listing { files, faults: all.faults.clone(), whole };
        if let Some(change) = self.change
            && let Err(at) = listing.files.binary_search_by(|path| path.as_str().cmp(change.path))
        {
            listing.files.insert(at, change.path.to_owned());
        }
        Arc::new(listing)
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        match self.change {
            Some(change) if change.path == path => Ok(change.text.as_bytes().to_vec()),
            _ => self.input.read(path),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::MemoryInput;

    const NOTE: &str = "- id: a\n  kind: note\n  quote: brown fox\n  body: A fox.\n";

    fn edition() -> MemoryInput {
        let mut input = MemoryInput::default();
        let mut add = |path: &str, text: &str| {
            input.files.insert(path.to_owned(), text.as_bytes().to_vec());
        };
        add("content/edition.yaml", "title: t\nbase_url: https://example.org/\n");
        add("content/first/index.md", "# First\n\nThe quick brown fox jumps.\n");
        add("content/first/notes.yaml", NOTE);
        add("content/first/old.yaml", "- id: old\n  kind: note\n  quote: gone\n  body: b\n");
        add("content/other/index.md", "# Other\n");
        add("content/other/notes.yaml", "- id: 'broken\n");
        add("content/sources.yaml", "k:\n  type: book\n  title: T\n");
        input
    }

    /// Checks what is said of a file as it would be: codes, in order.
    #[track_caller]
    fn check(list: List, path: &str, text: &str, expected: &[&str]) {
        let said = review(&edition(), Change { path, list, text });
        let codes: Vec<_> = said.iter().map(|diagnostic| diagnostic.problem.code()).collect();
        assert_eq!(codes, expected, "{said:#?}");
    }

    #[test]
    fn only_what_the_change_causes_is_told() {
        let path = "content/first/notes.yaml";
        let with = |entry: &str| format!("# moved\n{NOTE}{entry}");
        let note = |rest: &str| with(&format!("- id: b\n  kind: note\n  body: b\n{rest}"));
        check(List::Annotations, path, &note("  quote: jumps\n"), &[]);
        check(List::Annotations, path, &note("  quote: sleeps\n"), &["orphan"]);
        check(List::Annotations, path, &note("  quote: jumps\n  by: me\n"), &["unknown-name"]);
        check(List::Annotations, path, &with("- id: old\n  kind: note\n"), &["missing-field"]);
        let twice = with("- id: old\n  kind: note\n  quote: jumps\n  body: b\n");
        check(List::Annotations, path, &twice, &["duplicate-id"]);
    }

    #[test]
    fn an_old_fault_can_be_withdrawn() {
        let text = "- id: old\n  kind: note\n  quote: gone\n  body: b\n  status: retracted\n";
        check(List::Annotations, "content/first/old.yaml", text, &[]);
    }

    #[test]
    fn a_list_that_articles_share_is_held_against_all_of_them() {
        check(List::Sources, "content/sources.yaml", "k:\n  type: bok\n", &["invalid-value"]);
    }

    #[test]
    fn nothing_is_written_unchecked() {
        let mut input = edition();
        let change =
            Change { path: "content/first/notes.yaml", list: List::Annotations, text: NOTE };
        assert!(!is_refused(&review(&input, change)));
        let text = input.files.insert("content/first/index.md".into(), vec![0xff]);
        assert!(is_refused(&review(&input, change)));
        input.files.insert("content/first/index.md".into(), text.expect("it was there"));
        input.files.insert("content/sources.yaml".into(), b"'".to_vec());
        assert!(is_refused(&review(&input, change)));
    }
}
