//! `postil anchors reanchor`: finds every passage again, and remembers where it is.

use std::{cell::OnceCell, collections::BTreeSet, path::Path};

use super::{refuse_errors, remember_all, survey};
use crate::{
    anchor::{
        self, AlignedTexts, EarlierText, Key, LockEntry, State,
        lock::{FILE, Lock},
    },
    cli::{
        Failure, Format,
        console::{Console, count},
    },
    diag::{Diagnostic, Diagnostics, Problem},
    disk::{FolderInput, history},
    edition::{AnchorStatus, MarkdownFile},
    io::{CodePoints, Input},
    model::{Limits, parse},
    text::prose::Prose,
};

pub(super) fn run(root: &Path, console: &Console) -> Result<(), Failure> {
    let mut report = survey(root);
    refuse_errors(&report, console)?;
    let n_lost = |statuses: &[AnchorStatus]| statuses.iter().filter(|it| it.is_lost()).count();
    if n_lost(&report.statuses) > 0 {
        for article in articles_with_losses(&report.statuses) {
            follow_from_history(root, &article, &mut report.statuses);
        }
    }
    let n_written = remember_all(root, &report.statuses)?;
    // Once more, so that what is told is what the lock files make of it.
    let after = if n_written > 0 { survey(root) } else { report };
    tell(&after.statuses, &after.diagnostics, n_written, console)?;
    if n_lost(&after.statuses) == 0 { Ok(()) } else { Err(Failure::Edition) }
}

fn articles_with_losses(statuses: &[AnchorStatus]) -> BTreeSet<String> {
    statuses.iter().filter(|it| it.is_lost()).map(|it| it.article.clone()).collect()
}

/// Places what is lost by comparing the text with an earlier one, where git has that: the
/// one in which it was found last, or, where nothing is remembered, the last commit's.
fn follow_from_history(root: &Path, article: &str, statuses: &mut [AnchorStatus]) {
    let input = FolderInput::new(root);
    let path = text_path(article);
    let Some(now) = input.read(&path).ok().and_then(|bytes| prose_of(&path, bytes)) else { return };
    let lock = lock_of(&input, article);
    let is_lost = |it: &&mut AnchorStatus| it.article == article && it.is_lost();
    let texts = earlier_texts(root, &path, lock.is_none());
    let compared: Vec<Compared<'_>> = texts.iter().map(Compared::new).collect();
    let (key, code_points) = (Key::new(&now.text), CodePoints::new(&now.text));
    let aligned: Vec<OnceCell<AlignedTexts<'_>>> = texts.iter().map(|_| OnceCell::new()).collect();
    let hash = anchor::fingerprint(&now.text);
    for status in statuses.iter_mut().filter(is_lost) {
        let locked = lock.as_ref().and_then(|lock| lock.get(&status.id));
        let quote = anchor::fingerprint_of_selector(&status.selector);
        let found = compared.iter().enumerate().find_map(|(index, it)| match locked {
            Some(locked) if locked.quote == quote => {
                (it.then.hash == locked.text).then_some((index, locked.start, locked.end))
            }
            Some(_) => None,
            None => {
                let prose = &it.then.prose;
                let key = it.key.get_or_init(|| Key::new(&prose.text));
                let found = anchor::anchor(prose, key, &status.selector, &|_| 1).ok()?;
                let code_points = it.code_points.get_or_init(|| CodePoints::new(&prose.text));
                let at = |byte: usize| code_points.count(&prose.text, byte);
                Some((index, at(found.range.start), at(found.range.end)))
            }
        });
        let Some((index, start, end)) = found else { continue };
        let it = &compared[index];
        let earlier = it.earlier.get_or_init(|| EarlierText::whole(&it.then.prose.text));
        let aligned = aligned[index].get_or_init(|| AlignedTexts::new(earlier, &now.text, &key));
        if let [range] = &aligned.follow(start, end)[..] {
            let at = |byte: usize| code_points.count(&now.text, byte);
            let position = (at(range.start), at(range.end));
            let of = (status.id.as_str(), &status.selector);
            let locked = LockEntry::new(of, &now, &hash, range, position, State::Changed);
            status.locked = Some(LockEntry { by_place: true, ..locked });
        }
    }
}

fn lock_of(input: &FolderInput, article: &str) -> Option<Lock> {
    let path = format!("content/{article}/{FILE}");
    let limit = Limits::default().lock();
    let file = parse::text(&path, input.read(&path).ok()?, limit, &Diagnostics::default())?;
    Lock::parse(file).ok()
}

/// A text as it once was.
struct Then {
    hash: String,
    prose: Prose,
}

/// An earlier text, with what is made of it once for all passages that are followed.
struct Compared<'a> {
    then: &'a Then,
    key: OnceCell<Key>,
    code_points: OnceCell<CodePoints>,
    earlier: OnceCell<EarlierText>,
}

impl<'a> Compared<'a> {
    fn new(then: &'a Then) -> Self {
        let (key, code_points, earlier) = Default::default();
        Self { then, key, code_points, earlier }
    }
}

/// Returns the text of the last commit, and unless only that is wanted those before it.
fn earlier_texts(root: &Path, path: &str, only_last: bool) -> Vec<Then> {
    let commits = if only_last {
        history::commit(root, "HEAD").into_iter().collect()
    } else {
        history::commits_of(root, path)
    };
    let texts = commits.iter().filter_map(|commit| history::file_at(root, commit, path));
    let prose = texts.filter_map(|bytes| prose_of(path, bytes));
    prose.map(|prose| Then { hash: anchor::fingerprint(&prose.text), prose }).collect()
}

fn text_path(article: &str) -> String {
    format!("content/{article}/index.md")
}

/// Returns the prose of a text; what is wrong with it is told elsewhere.
pub(super) fn prose_of(path: &str, bytes: Vec<u8>) -> Option<Prose> {
    let unheard = Diagnostics::default();
    let text = MarkdownFile::new(path, bytes, Limits::default().article, &unheard)?;
    Some(text.markup(&unheard)?.prose)
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
