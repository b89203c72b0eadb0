//! Anchors the annotations of an article.

use std::{cell::OnceCell, ops::Range};

use super::{
    Edition, NumberedAnnotation, Text,
    note::{Passage, quoted},
    on::find_spots,
};
use crate::{
    anchor::{
        self, Anchor, AnchorHints, Resolver, State, Strictness, Suggestions,
        lock::{self, Lock},
    },
    diag::{Diagnostic, Diagnostics, Place, Problem},
    model::{
        Annotation, Kind, Quote, Selector, Status, TextQuote,
        parse::{self, Part, Step},
    },
};

/// Anchors every annotation that quotes a text; reports those that cannot be, or not as quoted.
pub(super) fn anchor_all(
    edition: Edition<'_>,
    (text, all): (&Text<'_>, &[Text<'_>]),
    annotations: &mut [NumberedAnnotation<'_>],
    diagnostics: &Diagnostics,
) {
    if text.tag.is_none() {
        find_spots(text, annotations, diagnostics);
    }
    let Text { key, .. } = text;
    let prose = &text.markup.prose;
    let line_of = |at: usize| text.file.file.line_column(prose.source_of(at)).line;
    let lock = TextLock::new(edition, text.lock, diagnostics);
    let resolver = Resolver::new(prose, key, &line_of);
    let suggestions = Suggestions::new(prose, key);
    // Mostly the first lines say whether the others are needed.
    let is_plain = lock.says_nothing_more(&prose.text);
    for entry in annotations.iter_mut().filter(|it| it.is_in(text.tag)) {
        let annotation = entry.annotation;
        let Some(Quote { selector, .. }) = &annotation.quote else { continue };
        let memory = if is_plain {
            AnchorHints::nothing(strictness_of(annotation))
        } else {
            lock.hints_of(annotation)
        };
        match resolver.resolve(selector, memory) {
            Ok(Anchor { range, state }) => {
                let was = (state == State::Changed).then(|| lock.wording(annotation, selector));
                if let Some(was) = &was {
                    let now = &prose.text[range.clone()];
                    diagnostics.push(changed(was, now, (entry, selector)));
                } else if !is_plain
                    && let Some((quote, written, counted)) =
                        stale_occurrence(text, selector, &range)
                {
                    let (id, exact) = (annotation.id.clone(), quote.exact.clone());
                    let problem = Problem::StaleOccurrence { id, exact, written, counted };
                    diagnostics.push(unanchored(problem, (entry, selector)));
                }
                entry.passage = Some(Passage { range, was });
            }
            // What was withdrawn keeps its permalink, and needs no passage.
            Err(_) if annotation.status == Status::Retracted => {}
            Err(problem) => {
                let is_told = !diagnostics.are_many(&entry.yaml.file.path);
                let is_orphan = matches!(problem, Problem::Orphan { .. });
                let language = is_orphan.then(|| elsewhere(entry, selector, all)).flatten();
                let problem = match (problem, language) {
                    (Problem::Orphan { exact, .. }, Some(language)) => {
                        Problem::OtherText { exact, language }
                    }
                    (problem, _) if is_told => suggestions.complete(problem),
                    (problem, _) => problem,
                };
                let severity = edition.options.unanchored;
                diagnostics.push(Diagnostic { severity, ..unanchored(problem, (entry, selector)) });
            }
        }
    }
}

/// Returns a quote whose number is that of another place, as it is once an equal passage before
/// its own has come or gone, with that number and the right one: the lock knows better, for as
/// long as it remembers the quote.
pub(super) fn stale_occurrence<'q>(
    text: &Text<'_>,
    selector: &'q Selector,
    range: &Range<usize>,
) -> Option<(&'q TextQuote, usize, usize)> {
    let Selector::Quote(quote) = selector else { return None };
    let written = quote.occurrence?;
    let counted = anchor::occurrence_of(&text.markup.prose, &text.key, quote, range)?;
    (counted != written).then_some((quote, written, counted))
}

/// Returns the language of another text of the article that has a passage as it is quoted.
fn elsewhere(
    entry: &NumberedAnnotation<'_>,
    selector: &Selector,
    all: &[Text<'_>],
) -> Option<Option<String>> {
    let mut others = all.iter().filter(|text| !entry.is_in(text.tag));
    // Words that it repeats stand in it, too.
    let holds = |text: &&Text<'_>| {
        let found = anchor::anchor(&text.markup.prose, &text.key, selector, &|_| 1);
        matches!(found, Ok(_) | Err(Problem::Ambiguous { .. }))
    };
    let found = others.find(holds);
    found.map(|text| text.tag.map(str::to_owned))
}

const fn strictness_of(annotation: &Annotation) -> Strictness {
    match annotation.kind {
        Kind::FactCheck => Strictness::FactCheck,
        Kind::CounterSource | Kind::Note | Kind::Gloss => Strictness::Other,
    }
}

/// The lock file of a text, read when somebody asks what it says.
pub(super) struct TextLock<'a> {
    edition: Edition<'a>,
    path: Option<&'a str>,
    diagnostics: &'a Diagnostics,
    lock: OnceCell<Option<Lock>>,
}

impl<'a> TextLock<'a> {
    pub(super) fn new(
        edition: Edition<'a>,
        path: Option<&'a str>,
        diagnostics: &'a Diagnostics,
    ) -> Self {
        Self { edition, path, diagnostics, lock: OnceCell::new() }
    }

    pub(super) fn get(&self) -> Option<&Lock> {
        self.lock.get_or_init(|| self.read()).as_ref()
    }

    /// Returns whether nothing but the quotes has to be known to find all passages, as the
    /// first lines of the file say.
    fn says_nothing_more(&self, prose: &str) -> bool {
        let file = self.path.map(|path| self.edition.input.share(path));
        file.is_none_or(|file| file.is_ok_and(|file| lock::says_nothing_more(&file, prose)))
    }

    fn read(&self) -> Option<Lock> {
        let path = self.path?;
        let bytes = self.edition.read(path, self.diagnostics)?;
        let limit = self.edition.shared.settings.limits.lock();
        let file = parse::text(path, bytes, limit, self.diagnostics)?;
        Lock::parse(file)
            .map_err(|reason| {
                self.diagnostics.report(Problem::LockUnreadable { reason }, Place::file(path));
            })
            .ok()
    }

    pub(super) fn hints_of(&self, annotation: &Annotation) -> AnchorHints<'_> {
        let lock = self.get();
        let locked = lock.and_then(|lock| lock.get(&annotation.id));
        let earlier = lock.and_then(Lock::text);
        AnchorHints { locked, earlier, strictness: strictness_of(annotation) }
    }

    /// Returns how the passage of an annotation read when it was quoted: the ends of a
    /// long one are completed from memory.
    fn wording(&self, annotation: &Annotation, selector: &Selector) -> String {
        let is_long = matches!(selector, Selector::Range { .. });
        self.hints_of(annotation)
            .locked
            .filter(|locked| is_long && locked.state != State::Changed)
            .map_or_else(|| quoted(selector), |locked| locked.exact.clone())
    }
}

/// A passage that is not found is an error of the edition, but the site can be
/// built without it: it shows the note as detached.
fn unanchored(
    problem: Problem,
    (entry, selector): (&NumberedAnnotation<'_>, &Selector),
) -> Diagnostic {
    let part = match (&problem, selector) {
        (Problem::Occurrence { .. } | Problem::StaleOccurrence { .. }, _) => "occurrence",
        (Problem::Reversed { .. }, _) => "to",
        (
            Problem::Orphan { exact, .. } | Problem::NotProse { exact, .. },
            Selector::Range { to, .. },
        ) if exact == to => "to",
        (_, Selector::Range { .. }) => "from",
        (_, Selector::Quote(_)) => "exact",
    };
    Diagnostic::new(problem, place_of(entry, part))
}

/// A passage that was reworded is an editor's to confirm.
fn changed(
    was: &str,
    now: &str,
    (entry, selector): (&NumberedAnnotation<'_>, &Selector),
) -> Diagnostic {
    let part = match selector {
        Selector::Range { .. } => "from",
        Selector::Quote(_) => "exact",
    };
    let id = entry.annotation.id.clone();
    let problem = Problem::Changed { id, was: was.to_owned(), now: now.to_owned() };
    Diagnostic::new(problem, place_of(entry, part))
}

/// Returns the place of a part of a quote; a quote that is one text has no parts.
fn place_of(entry: &NumberedAnnotation<'_>, part: &str) -> Place {
    entry.yaml.place(&[Step::Index(entry.index), "quote".into(), part.into()], Part::Value)
}
