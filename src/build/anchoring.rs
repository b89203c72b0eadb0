//! Anchors the annotations of an article, and says how each was found.

use std::{cell::OnceCell, collections::BTreeSet, sync::Arc};

use super::{AnchorStatus, Context, Purpose, article::Entry, contents::ArticleFolder};
use crate::{
    anchor::{self, Anchor, Key, Locked, Memory, Resolver, State, Strictness, Suggestions},
    diag::{Diagnostic, Place, Problem, Severity},
    files::{CodePoints, SourceFile},
    lock::{self, Lock},
    model::{Annotation, Kind, Selector, Status, is_allowed},
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
    let remembered = Remembered { context, path: folder.lock.as_deref(), lock: OnceCell::new() };
    let resolver = Resolver::new(prose, key, &line_of);
    let suggestions = Suggestions::new(prose, key);
    let wants_statuses = context.options.purpose != Purpose::Site;
    // In a build, the first lines say whether the others are needed.
    let is_plain = !wants_statuses && remembered.says_nothing_more(&prose.text);
    let mut survey =
        Surveyor { resolver: &resolver, code_points: CodePoints::new(&prose.text), shared: None };
    let mut statuses = Vec::new();
    for entry in entries.iter_mut() {
        let annotation = entry.annotation;
        let memory = if is_plain {
            Memory::nothing(strictness_of(annotation))
        } else {
            remembered.of(annotation)
        };
        let found = resolver.resolve(&annotation.selector, memory);
        let is_changed = found.as_ref().is_ok_and(|found| found.state == State::Changed);
        let was = is_changed.then(|| remembered.wording(annotation));
        if wants_statuses {
            let by_quote = || anchor::anchor(prose, key, &annotation.selector, &line_of);
            let status = survey.status_of(annotation, &found, memory.locked, (prose, &by_quote));
            statuses.push(AnchorStatus { was: was.clone(), ..status });
        }
        match found {
            Ok(Anchor { range, .. }) => {
                if let Some(was) = &was {
                    report_changed(context, was, &prose.text[range.clone()], entry);
                }
                entry.passage = Some(Passage { range, was });
            }
            // What was withdrawn keeps its permalink, and needs no passage.
            Err(_) if annotation.status == Status::Retracted => {}
            Err(problem) => {
                let is_told = !context.diagnostics.are_many(&entry.yaml.file.path);
                let problem = if is_told { suggestions.complete(problem) } else { problem };
                report_unanchored(context, problem, entry);
            }
        }
    }
    if context.options.purpose == Purpose::Check && !statuses.is_empty() {
        remembered.report_outdated(&folder.text, &statuses);
    }
    statuses
}

fn strictness_of(annotation: &Annotation) -> Strictness {
    match annotation.kind {
        Kind::FactCheck => Strictness::FactCheck,
        Kind::CounterSource | Kind::Note | Kind::Gloss => Strictness::Other,
    }
}

/// What the lock file of an article says, read when somebody asks.
struct Remembered<'a> {
    context: &'a Context<'a>,
    path: Option<&'a str>,
    lock: OnceCell<Option<Lock>>,
}

impl Remembered<'_> {
    fn lock(&self) -> Option<&Lock> {
        self.lock.get_or_init(|| self.read()).as_ref()
    }

    /// Returns whether nothing but the quotes has to be known to find all passages, as the
    /// first lines of the file say.
    fn says_nothing_more(&self, prose: &str) -> bool {
        let head = self.path.map(|path| self.context.input.read_head(path, lock::HEAD_LENGTH));
        head.is_none_or(|head| head.is_ok_and(|head| lock::says_nothing_more(&head, prose)))
    }

    fn read(&self) -> Option<Lock> {
        let path = self.path?;
        let Context { diagnostics, edition, .. } = self.context;
        let bytes = self.context.read(path)?;
        let limit = edition.settings.limits.lock();
        let file = parse::text(path, bytes, limit, diagnostics)?;
        Lock::parse(file)
            .map_err(|reason| {
                diagnostics.report(Problem::LockUnreadable { reason }, Place::file(path));
            })
            .ok()
    }

    fn of(&self, annotation: &Annotation) -> Memory<'_> {
        let lock = self.lock();
        let locked = lock.and_then(|lock| lock.get(&annotation.id));
        let earlier = lock.and_then(Lock::text);
        Memory { locked, earlier, strictness: strictness_of(annotation) }
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

    /// Says that the file is behind the article, or not there, if that is so.
    fn report_outdated(&self, text_path: &str, statuses: &[AnchorStatus]) {
        let Some(path) = self.path else {
            let allow = &self.context.edition.settings.allow;
            if !is_allowed(allow, Problem::NoLock.code()) {
                self.context.diagnostics.report(Problem::NoLock, Place::file(text_path));
            }
            return;
        };
        let Some(lock) = self.lock() else { return };
        let known: BTreeSet<&str> = statuses.iter().map(|status| status.id.as_str()).collect();
        let n_gone = lock.ids().filter(|id| !known.contains(id)).count();
        let is_behind =
            |status: &&AnchorStatus| status.locked.as_ref().is_some_and(|it| !lock.agrees(it));
        let n_entries = n_gone + statuses.iter().filter(is_behind).count();
        if n_entries > 0 {
            let problem = Problem::LockOutdated { n_entries };
            self.context.diagnostics.report(problem, Place::file(path));
        }
    }
}

/// Says how the annotations of an article are found.
struct Surveyor<'a> {
    resolver: &'a Resolver<'a>,
    code_points: CodePoints,
    /// The prose, once somebody wants to keep it.
    shared: Option<Arc<str>>,
}

impl Surveyor<'_> {
    fn status_of(
        &mut self,
        annotation: &Annotation,
        found: &Result<Anchor, Problem>,
        locked: Option<&Locked>,
        (prose, by_quote): (&Prose, &dyn Fn() -> Result<Anchor, Problem>),
    ) -> AnchorStatus {
        let (id, selector) = (annotation.id.clone(), annotation.selector.clone());
        let shared = self.shared.get_or_insert_with(|| prose.text.as_str().into()).clone();
        let lost = AnchorStatus {
            article: String::new(),
            id,
            state: State::Orphan,
            position: None,
            range: None,
            text: quoted(&selector),
            selector,
            was: None,
            locked: None,
            is_retracted: annotation.status == Status::Retracted,
            prose: shared,
        };
        let Anchor { range, state } = match found {
            Ok(found) => found,
            Err(Problem::Ambiguous { .. }) => {
                return AnchorStatus { state: State::Ambiguous, ..lost };
            }
            Err(_) => return lost,
        };
        let code_point = |byte| self.code_points.count(&prose.text, byte);
        let position = (code_point(range.start), code_point(range.end));
        let of = (lost.id.as_str(), &lost.selector);
        let new = Locked::new(of, prose, self.resolver.text(), range, position, *state);
        let by_place = by_quote().map_or(true, |found| found.range != *range);
        let is_elsewhere = |old: &Locked| old.quote == new.quote && old.start != new.start;
        let state = match state {
            State::Exact | State::Normalized if locked.is_some_and(is_elsewhere) => State::Moved,
            state => *state,
        };
        AnchorStatus {
            state,
            position: Some(position),
            range: Some(range.clone()),
            text: prose.text[range.clone()].to_owned(),
            locked: Some(Locked { by_place, ..new }),
            ..lost
        }
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
