//! What `check` says of an edit, before it is written.
//!
//! The edition is checked as it is and as it would be; what is only said of the second
//! is due to the edit. So an entry with an old fault can still be mended elsewhere or
//! withdrawn, and an edit is held against everything that refers to it.

use std::collections::BTreeMap;

use super::{
    ArticleIndex, Drafts, Options, judge,
    lints::{AtHand, check_events, check_links, check_lists},
    open::{FixedInput, OpenEdition, Opened},
};
use crate::{
    diag::{Diagnostic, Diagnostics, Severity},
    edit::List,
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

/// Returns what a check would say of a change to the edition of an input, errors first.
#[must_use]
pub fn check_edit_of(input: FixedInput, change: Change<'_>) -> Vec<Diagnostic> {
    let options = Options { drafts: Drafts::Include, ..Options::default() };
    let opened = OpenEdition::load(&options, input, None);
    let Some(before) = opened.edition else { return errors_of(opened.found) };
    check_edit(&before, &before.with_edit(change.path, change.text), change)
}

/// Returns what a check would say of a change, errors first; `after` is what came of
/// loading the edition with it.
#[must_use]
pub fn check_edit(before: &OpenEdition, after: &Opened, change: Change<'_>) -> Vec<Diagnostic> {
    let Opened { edition: Some(after), found } = after else {
        return errors_of(after.found.clone());
    };
    let unread: Vec<_> = found.iter().filter(|said| is_unread(said)).cloned().collect();
    if !unread.is_empty() {
        // What annotations may refer to is not known.
        return unread;
    }
    let slug = match change.list {
        List::Annotations => change.path.split('/').nth(1),
        // Every article may refer to a term or a source.
        List::Terms | List::Sources => None,
    };
    let (old, new) = (check(before, slug), check(after, slug));
    if slug.is_some_and(|slug| index_of(after, slug).is_none()) {
        // The article was not reached, so nothing is known of its annotations.
        return errors_of(new);
    }
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for diagnostic in &old {
        *known.entry(name(diagnostic)).or_default() += 1;
    }
    let mut is_new = |diagnostic: &Diagnostic| match known.get_mut(&name(diagnostic)) {
        Some(left) if *left > 0 => {
            *left -= 1;
            false
        }
        _ => true,
    };
    let mut new: Vec<Diagnostic> = new.into_iter().filter(|one| is_new(one)).collect();
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

/// Checks one article with what all share, or else the whole edition.
fn check(open: &OpenEdition, slug: Option<&str>) -> Vec<Diagnostic> {
    let edition = open.edition();
    let found = Diagnostics::default();
    let all = 0..edition.contents.articles.len();
    let articles: Vec<usize> = match slug {
        Some(slug) => edition.contents.article(slug).into_iter().collect(),
        None => all.collect(),
    };
    let resolved: Vec<_> = articles.into_iter().map(|index| open.resolved(index)).collect();
    let all = resolved.iter().flat_map(|it| it.found.iter().chain(&it.asked)).cloned();
    open.found().into_iter().chain(all).for_each(|diagnostic| found.push(diagnostic));
    let indexes: Vec<&ArticleIndex> = resolved.iter().filter_map(|it| it.index.as_ref()).collect();
    let at_hand = AtHand { articles: &indexes, are_all: slug.is_none() };
    check_links(edition, at_hand, &found);
    check_events(edition, at_hand, &found);
    if slug.is_none() {
        check_lists(edition, &indexes, &found);
    }
    let mut all = judge(found.into_sorted(), indexes);
    for diagnostic in &mut all {
        // A site can be built without a passage; an edit that has none is wrong.
        if diagnostic.problem.is_unanchored() {
            diagnostic.severity = Severity::Error;
        }
    }
    all
}

fn index_of<'a>(open: &'a OpenEdition, slug: &str) -> Option<&'a ArticleIndex> {
    let index = open.edition().contents.article(slug)?;
    open.resolved(index).index.as_ref()
}

/// Returns whether a list that articles share could not be read.
fn is_unread(diagnostic: &Diagnostic) -> bool {
    let path = &diagnostic.place.path;
    let is_shared = path.strip_prefix("content/").is_some_and(|inner| !inner.contains('/'));
    is_shared && diagnostic.leaves_file_unread()
}

fn errors_of(found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    found.into_iter().filter(|diagnostic| diagnostic.severity == Severity::Error).collect()
}

/// What is wrong, whatever line it has moved to.
fn name(diagnostic: &Diagnostic) -> String {
    let Diagnostic { problem, place, .. } = diagnostic;
    [&*place.path, problem.code(), &place.excerpt, &problem.to_string()].join("\n")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::io::MemoryInput;

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
        let change = Change { path, list, text };
        let said = check_edit_of(Arc::new(edition()), change);
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
        assert!(!is_refused(&check_edit_of(Arc::new(input.clone()), change)));
        let text = input.files.insert("content/first/index.md".into(), vec![0xff]);
        assert!(is_refused(&check_edit_of(Arc::new(input.clone()), change)));
        input.files.insert("content/first/index.md".into(), text.expect("it was there"));
        input.files.insert("content/sources.yaml".into(), b"'".to_vec());
        assert!(is_refused(&check_edit_of(Arc::new(input.clone()), change)));
    }
}
