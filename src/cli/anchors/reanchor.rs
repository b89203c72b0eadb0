//! `postil anchors reanchor`: finds every passage again, and remembers where it is.

use std::path::Path;

use super::{by_article, refuse_errors, remember, survey};
use crate::{
    anchor::{self, Locked, State},
    build::{AnchorStatus, Manuscript, Survey},
    cli::{
        Failure, Format,
        console::{Console, count},
    },
    diag::{Diagnostic, Diagnostics, Problem},
    disk::{FolderInput, history},
    files::Input,
    lock::{FILE, Lock},
    model::{Limits, Selector},
    parse,
    prose::Prose,
};

pub(super) fn run(root: &Path, console: &Console) -> Result<(), Failure> {
    let mut report = survey(root);
    refuse_errors(&report, console)?;
    let n_lost = |statuses: &[AnchorStatus]| {
        statuses.iter().filter(|status| status.position.is_none()).count()
    };
    if n_lost(&report.anchors) > 0 {
        carry_over(root, &mut report.anchors);
    }
    let mut n_written = 0;
    for (article, statuses) in by_article(&report.anchors) {
        let statuses = statuses.into_iter().cloned().collect();
        let survey = Survey { statuses, is_whole: true };
        n_written += usize::from(remember(root, article, &survey)?);
    }
    // Once more, so that what is told is what the lock files make of it.
    let after = if n_written > 0 { survey(root) } else { report };
    tell(&after.anchors, &after.diagnostics, n_written, console)?;
    if n_lost(&after.anchors) == 0 { Ok(()) } else { Err(Failure::Edition) }
}

/// Places what is lost by comparing the text with the one in which it was found last,
/// where git still has that.
fn carry_over(root: &Path, statuses: &mut [AnchorStatus]) {
    let mut past: Option<Past> = None;
    for status in statuses.iter_mut().filter(|status| status.position.is_none()) {
        if past.as_ref().is_none_or(|past| past.article != status.article) {
            past = Past::open(root, &status.article);
        }
        if let Some(past) = &mut past {
            status.locked = past.carry(root, &status.id, &status.selector);
        }
    }
}

/// What is remembered of an article, and how it reads now and read then.
struct Past {
    article: String,
    lock: Lock,
    now: Prose,
    /// Earlier texts, each with its fingerprint, the last one first; read when needed.
    then: Option<Vec<(String, Prose)>>,
}

impl Past {
    fn open(root: &Path, article: &str) -> Option<Self> {
        let input = FolderInput::new(root);
        let unheard = Diagnostics::default();
        let path = format!("content/{article}/{FILE}");
        let limit = Limits::default().sidecar;
        let file = parse::text(&path, input.read(&path).ok()?, limit, &unheard)?;
        let text = text_path(article);
        let now = prose_of(&text, input.read(&text).ok()?)?;
        let article = article.to_owned();
        Some(Self { article, lock: Lock::parse(file).ok()?, now, then: None })
    }

    /// Returns what is to be remembered of an annotation that was carried over.
    fn carry(&mut self, root: &Path, id: &str, selector: &Selector) -> Option<Locked> {
        let locked = self.lock.get(id)?;
        if locked.quote != anchor::fingerprint_of_selector(selector) {
            return None;
        }
        let path = text_path(&self.article);
        let then = self.then.get_or_insert_with(|| earlier_texts(root, &path));
        let (_, old) = then.iter().find(|(fingerprint, _)| *fingerprint == locked.text)?;
        let range = anchor::carry(locked, old, &self.now)?;
        let code_points = |end: usize| self.now.text[..end].chars().count();
        let position = (code_points(range.start), code_points(range.end));
        let text = anchor::fingerprint(&self.now.text);
        Some(Locked::new((id, selector), &self.now, &text, &range, position, State::Changed))
    }
}

fn text_path(article: &str) -> String {
    format!("content/{article}/index.md")
}

fn earlier_texts(root: &Path, path: &str) -> Vec<(String, Prose)> {
    let commits = history::commits_of(root, path);
    let texts = commits.iter().filter_map(|commit| history::file_at(root, commit, path));
    let prose = texts.filter_map(|bytes| prose_of(path, bytes));
    prose.map(|prose| (anchor::fingerprint(&prose.text), prose)).collect()
}

/// Returns the prose of a text; what is wrong with it is told elsewhere.
pub(super) fn prose_of(path: &str, bytes: Vec<u8>) -> Option<Prose> {
    let unheard = Diagnostics::default();
    let manuscript = Manuscript::new(path, bytes, Limits::default().article, &unheard)?;
    Some(manuscript.markup(&unheard)?.prose)
}

/// Tells what was found, and what needs a person.
fn tell(
    statuses: &[AnchorStatus],
    diagnostics: &[Diagnostic],
    n_written: usize,
    console: &Console,
) -> Result<(), Failure> {
    let is_about_anchors = |found: &&Diagnostic| {
        matches!(
            found.problem,
            Problem::Orphan { .. }
                | Problem::Context { .. }
                | Problem::Reversed { .. }
                | Problem::NotProse { .. }
                | Problem::Occurrence { .. }
                | Problem::Ambiguous { .. }
                | Problem::Changed { .. }
        )
    };
    let open: Vec<Diagnostic> = diagnostics.iter().filter(is_about_anchors).cloned().collect();
    console.diagnostics(&open, Format::Human)?;
    let n = |state: State| statuses.iter().filter(|status| status.state == state).count();
    let states = [
        State::Exact,
        State::Normalized,
        State::Moved,
        State::Changed,
        State::Ambiguous,
        State::Orphan,
    ];
    let counts = states.map(|state| (n(state), state.as_str()));
    let counts: Vec<String> = counts
        .into_iter()
        .filter(|&(n, _)| n > 0)
        .map(|(n, state)| format!("{n} {state}"))
        .collect();
    console.say(&format!(
        "{}: {}; {} written",
        count(statuses.len(), "annotation", "annotations"),
        if counts.is_empty() { "nothing to find".to_owned() } else { counts.join(", ") },
        count(n_written, "lock file", "lock files"),
    ));
    Ok(())
}
