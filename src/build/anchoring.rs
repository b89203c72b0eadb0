//! Anchors the annotations of an article, and says how each was found.

use std::{cell::OnceCell, collections::BTreeSet};

use super::{AnchorStatus, Context, Purpose, article::Entry, contents::ArticleFolder};
use crate::{
    anchor::{self, Anchor, Key, Locked, Memory, Recovery, State, Strictness},
    diag::{Diagnostic, Place, Problem, Severity},
    files::SourceFile,
    lock::Lock,
    model::{Annotation, Kind, Selector},
    parse::{self, Part, Step},
    prose::{Markup, Prose, ProseRange},
};

/// An annotation's passage.
#[derive(Debug, Clone)]
pub(super) struct Passage {
    /// Where it stands in the prose, in bytes.
    pub(super) range: ProseRange,
    /// How it read when it was quoted, if it was reworded since.
    pub(super) was: Option<String>,
}

/// Anchors every annotation; reports those that cannot be, or not as quoted.
pub(super) fn anchor_all(
    context: &Context<'_>,
    folder: &ArticleFolder,
    file: &SourceFile,
    markup: &Markup<'_>,
    key: &Key,
    entries: &mut [Entry<'_>],
) -> Vec<AnchorStatus> {
    let prose = &markup.prose;
    let line_of = |at: usize| file.line_column(prose.source_of(at)).line;
    let recovery = Recovery::new(prose, key, &line_of);
    let remembered = Remembered { context, path: folder.lock.as_deref(), lock: OnceCell::new() };
    let wants_statuses = context.options.purpose != Purpose::Site;
    let mut code_points = CodePoints::new(&prose.text);
    let mut statuses = Vec::new();
    for entry in entries.iter_mut() {
        let annotation = entry.annotation;
        let selector = &annotation.selector;
        let found = anchor::anchor(prose, key, selector, &line_of)
            .or_else(|problem| recovery.recover(selector, remembered.of(annotation), problem));
        let is_changed = found.as_ref().is_ok_and(|found| found.state == State::Changed);
        let was = is_changed.then(|| remembered.wording(annotation));
        if wants_statuses {
            let locked = remembered.of(annotation).locked;
            let of = (annotation, recovery.text());
            let status = status_of(of, &found, locked, prose, &mut code_points);
            statuses.push(AnchorStatus { was: was.clone(), ..status });
        }
        match found {
            Ok(Anchor { range, .. }) => {
                if let Some(was) = &was {
                    report_changed(context, was, &prose.text[range.clone()], entry);
                }
                entry.passage = Some(Passage { range, was });
            }
            Err(problem) => {
                report_unanchored(context, anchor::suggest(prose, key, problem), entry);
            }
        }
    }
    if context.options.purpose == Purpose::Check {
        remembered.report_outdated(&statuses);
    }
    statuses
}

/// What the lock file of an article says, read when somebody asks.
///
/// A build in which every quote selects one place asks for nothing, and pays nothing.
struct Remembered<'a> {
    context: &'a Context<'a>,
    path: Option<&'a str>,
    lock: OnceCell<Option<Lock>>,
}

impl Remembered<'_> {
    fn lock(&self) -> Option<&Lock> {
        self.lock.get_or_init(|| self.read()).as_ref()
    }

    fn read(&self) -> Option<Lock> {
        let path = self.path?;
        let Context { diagnostics, edition, .. } = self.context;
        let bytes = self.context.read(path)?;
        let file = parse::text(path, bytes, edition.settings.limits.sidecar, diagnostics)?;
        Lock::parse(file)
            .map_err(|reason| {
                diagnostics.report(Problem::LockUnreadable { reason }, Place::file(path));
            })
            .ok()
    }

    fn of(&self, annotation: &Annotation) -> Memory<'_> {
        let strictness = match annotation.kind {
            Kind::FactCheck => Strictness::FactCheck,
            Kind::CounterSource | Kind::Note | Kind::Gloss => Strictness::Other,
        };
        let locked = self.lock().and_then(|lock| lock.get(&annotation.id));
        Memory { locked, strictness }
    }

    /// Returns how the passage of an annotation read when it was quoted: the ends of a
    /// long one are completed from memory.
    fn wording(&self, annotation: &Annotation) -> String {
        let is_long = matches!(annotation.selector, Selector::Range { .. });
        self.of(annotation)
            .locked
            .filter(|locked| is_long && locked.state != State::Changed)
            .map_or_else(|| quoted(&annotation.selector), |locked| locked.exact.clone())
    }

    /// Says that the file is behind the article, if it is.
    fn report_outdated(&self, statuses: &[AnchorStatus]) {
        let (Some(path), Some(lock)) = (self.path, self.lock()) else { return };
        let known: BTreeSet<&str> = statuses.iter().map(|status| status.id.as_str()).collect();
        let n_gone = lock.ids().filter(|id| !known.contains(id)).count();
        let is_behind = |status: &&AnchorStatus| {
            status.locked.as_ref().is_some_and(|locked| lock.get(&locked.id) != Some(locked))
        };
        let n_entries = n_gone + statuses.iter().filter(is_behind).count();
        if n_entries > 0 {
            let problem = Problem::LockOutdated { n_entries };
            self.context.diagnostics.report(problem, Place::file(path));
        }
    }
}

fn status_of(
    (annotation, text): (&Annotation, &str),
    found: &Result<Anchor, Problem>,
    locked: Option<&Locked>,
    prose: &Prose,
    code_points: &mut CodePoints<'_>,
) -> AnchorStatus {
    let id = annotation.id.clone();
    let article = String::new();
    let selector = &annotation.selector;
    let Ok(Anchor { range, state }) = found else {
        let state = match found {
            Err(Problem::Ambiguous { .. }) => State::Ambiguous,
            _ => State::Orphan,
        };
        return AnchorStatus {
            article,
            id,
            selector: selector.clone(),
            state,
            position: None,
            range: None,
            text: quoted(selector),
            was: None,
            locked: None,
        };
    };
    let position = (code_points.at(range.start), code_points.at(range.end));
    let new = Locked::new((&id, selector), prose, text, range, position, *state);
    let is_elsewhere = |old: &Locked| old.quote == new.quote && old.start != new.start;
    let state = match state {
        State::Exact | State::Normalized if locked.is_some_and(is_elsewhere) => State::Moved,
        state => *state,
    };
    AnchorStatus {
        article,
        id,
        selector: selector.clone(),
        state,
        position: Some(position),
        range: Some(range.clone()),
        text: prose.text[range.clone()].to_owned(),
        was: None,
        locked: Some(new),
    }
}

/// A passage that is not found is an error of the edition, but the site can be
/// built without it: it shows the note as detached.
fn report_unanchored(context: &Context<'_>, problem: Problem, entry: &Entry<'_>) {
    let part = match (&problem, &entry.annotation.selector) {
        (Problem::Occurrence { .. }, _) => "occurrence",
        (Problem::Reversed { .. }, _) => "to",
        (
            Problem::Orphan { exact, .. } | Problem::NotProse { exact, .. },
            Selector::Range { to, .. },
        ) if exact == to => "to",
        (_, Selector::Range { .. }) => "from",
        (_, Selector::Quote(_)) => "exact",
    };
    let mut diagnostic = Diagnostic::new(problem, place_of(entry, part));
    if context.options.purpose != Purpose::Check {
        diagnostic.severity = Severity::Warning;
    }
    context.diagnostics.push(diagnostic);
}

/// A passage that was reworded is an editor's to confirm.
fn report_changed(context: &Context<'_>, was: &str, now: &str, entry: &Entry<'_>) {
    let part = match entry.annotation.selector {
        Selector::Range { .. } => "from",
        Selector::Quote(_) => "exact",
    };
    let id = entry.annotation.id.clone();
    let problem = Problem::Changed { id, was: was.to_owned(), now: now.to_owned() };
    context.diagnostics.report(problem, place_of(entry, part));
}

/// Returns the place of a part of a quote; a quote that is one text has no parts.
fn place_of(entry: &Entry<'_>, part: &str) -> Place {
    entry.yaml.place(&[Step::Index(entry.index), "quote".into(), part.into()], Part::Value)
}

pub(super) fn quoted(selector: &Selector) -> String {
    match selector {
        Selector::Quote(quote) => quote.exact.clone(),
        Selector::Range { from, to } => format!("{from} … {to}"),
    }
}

/// Counts code points from the last place asked for.
pub(super) struct CodePoints<'a> {
    text: &'a str,
    byte: usize,
    count: usize,
}

impl<'a> CodePoints<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, byte: 0, count: 0 }
    }

    pub(super) fn at(&mut self, byte: usize) -> usize {
        if byte >= self.byte {
            self.count += self.text[self.byte..byte].chars().count();
        } else {
            self.count -= self.text[byte..self.byte].chars().count();
        }
        self.byte = byte;
        self.count
    }
}
