//! `postil anchors reanchor`: finds every passage again, and remembers where it is.

use std::{
    cell::OnceCell,
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use crate::{
    anchor::{self, AlignedTexts, EarlierText, Key, LockEntry, State},
    cli::{
        Failure, Result,
        console::{Console, count},
        open_article::{TextName, earlier_prose, prose, text_path},
        passages::{refuse_errors, remember_all, survey, text_of},
    },
    diag::{Diagnostic, Problem},
    disk::{self, history},
    edition::{AnchorStatus, Survey},
    io::CodePoints,
    text::prose::Prose,
};

pub(super) fn run(root: &Path, console: &Console) -> Result {
    let mut report = survey(root);
    refuse_errors(&report)?;
    let lost = report.statuses.iter().filter(|status| status.is_lost());
    let texts: BTreeSet<(String, Option<String>)> =
        lost.map(|status| (status.article.clone(), status.language.clone())).collect();
    for (slug, language) in &texts {
        follow_from_history(root, (slug, language.as_deref()), &mut report.statuses);
    }
    let n_written = remember_all(root, &report)?;
    // Once more, so that what is told is what the lock files make of it.
    let after = if n_written > 0 { survey(root) } else { report };
    tell(&after, n_written, console);
    if after.statuses.iter().any(AnchorStatus::is_lost) { Err(Failure::TOLD) } else { Ok(()) }
}

/// Places what is lost of a text by comparing it with an earlier state, where git has that: the
/// one in which it was found last, or, where nothing is remembered, the last commit's.
fn follow_from_history(root: &Path, name: TextName<'_>, statuses: &mut [AnchorStatus]) {
    let Some(now) = prose(root, name) else { return };
    let lock = disk::anchors::remembered(root, name.0, name.1);
    let texts = earlier_texts(root, name, lock.is_none());
    let (key, code_points) = (Key::new(&now.text), CodePoints::new(&now.text));
    // Compared once for all passages that are followed.
    let aligned: Vec<OnceCell<AlignedTexts<'_>>> = texts.iter().map(|_| OnceCell::new()).collect();
    let hash = anchor::fingerprint(&now.text);
    let is_here = |status: &&mut AnchorStatus| text_of(status) == name && status.is_lost();
    for status in statuses.iter_mut().filter(is_here) {
        let locked = lock.as_ref().and_then(|lock| lock.get(&status.id));
        let found = texts.iter().zip(&aligned).find_map(|(earlier, aligned)| {
            Some((earlier, aligned, earlier.place_of(status, locked)?))
        });
        let Some((earlier, aligned, (start, end))) = found else { continue };
        let aligned = aligned.get_or_init(|| AlignedTexts::new(&earlier.text, &now.text, &key));
        if let [range] = &aligned.follow(start, end)[..] {
            let at = |byte: usize| code_points.count(&now.text, byte);
            let position = (at(range.start), at(range.end));
            let Some(selector) = &status.selector else { continue };
            let of = (status.id.as_str(), selector);
            let locked = LockEntry::new(of, &now, &hash, range, position, State::Changed);
            status.locked = Some(LockEntry { by_place: true, ..locked });
        }
    }
}

/// A text as it once was.
struct Earlier {
    prose: Prose,
    text: EarlierText,
    key: OnceCell<Key>,
}

/// Returns the text of the last commit, and unless only that is wanted those before it.
fn earlier_texts(root: &Path, name: TextName<'_>, only_last: bool) -> Vec<Earlier> {
    let commits = if only_last {
        history::commit(root, "HEAD").into_iter().collect()
    } else {
        history::commits_of(root, &text_path(name))
    };
    let prose = commits.iter().filter_map(|commit| earlier_prose(root, name, commit));
    let earlier = |prose: Prose| Earlier {
        text: EarlierText::whole(&prose.text),
        prose,
        key: OnceCell::new(),
    };
    prose.map(earlier).collect()
}

impl Earlier {
    /// Returns where the passage of an annotation stood, in code points: as is remembered of
    /// this text or, if nothing is remembered of it, as it is quoted.
    fn place_of(
        &self,
        status: &AnchorStatus,
        locked: Option<&LockEntry>,
    ) -> Option<(usize, usize)> {
        let (prose, selector) = (&self.prose, status.selector.as_ref()?);
        if let Some(locked) = locked {
            let is_same = locked.text == self.text.hash()
                && locked.quote == anchor::fingerprint_of_selector(selector);
            return is_same.then_some((locked.start, locked.end));
        }
        let key = self.key.get_or_init(|| Key::new(&prose.text));
        let found = anchor::anchor(prose, key, selector, &|_| 1).ok()?;
        let code_points = CodePoints::new(&prose.text);
        let at = |byte: usize| code_points.count(&prose.text, byte);
        Some((at(found.range.start), at(found.range.end)))
    }
}

/// Tells what was found, and what needs a person.
fn tell(report: &Survey, n_written: usize, console: &Console) {
    let is_open = |found: &&Diagnostic| {
        use Problem::{Changed, NotThere, TwiceThere};
        found.problem.is_unanchored()
            || matches!(found.problem, Changed { .. } | NotThere { .. } | TwiceThere { .. })
    };
    let open: Vec<Diagnostic> = report.diagnostics.iter().filter(is_open).cloned().collect();
    console.show(&open);
    let mut counts = BTreeMap::new();
    for status in &report.statuses {
        *counts.entry(status.state).or_insert(0) += 1;
    }
    let counts: Vec<String> =
        counts.into_iter().map(|(state, n)| format!("{n} {}", state.as_str())).collect();
    console.say(&format!(
        "{}: {}; {} written",
        count(report.statuses.len(), "annotation", "annotations"),
        if counts.is_empty() { "nothing to find".to_owned() } else { counts.join(", ") },
        count(n_written, "lock file", "lock files"),
    ));
}
