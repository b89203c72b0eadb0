//! How the annotations of articles find their passages: for the command line, the preview, and
//! what is to be remembered of them.

use std::{collections::BTreeSet, sync::Arc};

use rayon::prelude::*;

use super::{
    Article, ArticleIndex, Drafts, Edition, NumberedAnnotation, Options, anchors::ArticleLock,
    judge, note::quoted,
};
use crate::{
    anchor::{self, Anchor, LockEntry, Resolver, State, lock::Keep},
    diag::{Diagnostic, Diagnostics, Place, Problem},
    io::{CodePoints, Input},
    model::{Selector, Status, is_allowed},
    text::prose::ProseRange,
};

/// How an annotation's passage was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnchorStatus {
    /// The article.
    pub article: String,
    /// The annotation.
    pub id: String,
    /// What it quotes.
    pub selector: Selector,
    /// How it was found.
    pub state: State,
    /// Where the passage starts and ends, in code points of the prose.
    pub position: Option<(usize, usize)>,
    /// The same in bytes.
    pub range: Option<ProseRange>,
    /// The passage as the prose reads, or else as quoted.
    pub text: String,
    /// The passage as it was quoted, if it was reworded since.
    pub was: Option<String>,
    /// What is to be remembered of it, if it was found.
    pub locked: Option<LockEntry>,
    /// Whether the annotation was withdrawn.
    pub is_retracted: bool,
    /// The prose in which it was looked for.
    pub prose: Arc<str>,
}

impl AnchorStatus {
    /// Returns whether somebody has to find a passage for it; what was withdrawn needs none.
    #[must_use]
    pub const fn is_lost(&self) -> bool {
        self.position.is_none() && !self.is_retracted
    }
}

/// How the annotations of an article find their passages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AnchorReport {
    /// Each annotation that was read, in the order of the files.
    pub statuses: Vec<AnchorStatus>,
    /// Whether these are all there are: nothing kept any from being read.
    pub is_whole: bool,
}

impl AnchorReport {
    /// Returns how an annotation finds its passage.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&AnchorStatus> {
        self.statuses.iter().find(|status| status.id == id)
    }

    /// Hands over what is to be remembered, the prose in which it was found, and which
    /// earlier entries may stay beside it.
    pub fn record<T>(&self, take: impl FnOnce(&[LockEntry], Option<&str>, Keep<'_>) -> T) -> T {
        let found: Vec<LockEntry> =
            self.statuses.iter().filter_map(|status| status.locked.clone()).collect();
        let ids: BTreeSet<&str> = self.statuses.iter().map(|status| status.id.as_str()).collect();
        let prose = self.statuses.first().map(|status| &*status.prose);
        take(&found, prose, if self.is_whole { Keep::Only(&ids) } else { Keep::All })
    }
}

/// How the annotations of an edition find their passages.
#[derive(Debug, Default)]
pub struct Survey {
    /// Each annotation that was read, article by article, in the order of the files.
    pub statuses: Vec<AnchorStatus>,
    /// What was found wrong in reading them.
    pub diagnostics: Vec<Diagnostic>,
}

/// Looks how each annotation of an edition is found, drafts included.
#[must_use]
pub fn survey(input: &dyn Input) -> Survey {
    let options = Options { drafts: Drafts::Include, ..Options::default() };
    let found = Diagnostics::default();
    let look = |article: &Article<'_>| (statuses(article), ArticleIndex::new(article));
    let articles = Edition::load(&options, input, &found, |edition| {
        let folders = edition.contents.articles.par_iter();
        folders.filter_map(|folder| edition.article(folder, &found, look)).collect::<Vec<_>>()
    });
    let (statuses, indexes): (Vec<_>, Vec<_>) = articles.unwrap_or_default().into_iter().unzip();
    let diagnostics = judge(found.into_sorted(), &indexes);
    Survey { statuses: statuses.concat(), diagnostics }
}

/// Returns how each annotation of an article is found, in the order of the files.
#[must_use]
pub fn statuses(article: &Article<'_>) -> Vec<AnchorStatus> {
    // What is wrong with the lock was reported when the article was loaded.
    let reported = Diagnostics::default();
    let Article { edition, files, markup, key, .. } = article;
    let prose = &markup.prose;
    let line_of = |at: usize| files.text.file.line_column(prose.source_of(at)).line;
    let lock = ArticleLock::new(*edition, files.folder.lock.as_deref(), &reported);
    let resolver = Resolver::new(prose, key, &line_of);
    let code_points = CodePoints::new(&prose.text);
    let shared: Arc<str> = prose.text.as_str().into();
    let status = |entry: &NumberedAnnotation<'_>| {
        let annotation = entry.annotation;
        let memory = lock.hints_of(annotation);
        let found = resolver.resolve(&annotation.selector, memory);
        let lost = AnchorStatus {
            article: files.folder.slug.clone(),
            id: annotation.id.clone(),
            selector: annotation.selector.clone(),
            state: State::Orphan,
            position: None,
            range: None,
            text: quoted(&annotation.selector),
            was: None,
            locked: None,
            is_retracted: annotation.status == Status::Retracted,
            prose: shared.clone(),
        };
        let Anchor { range, state } = match found {
            Ok(found) => found,
            Err(Problem::Ambiguous { .. }) => {
                return AnchorStatus { state: State::Ambiguous, ..lost };
            }
            Err(_) => return lost,
        };
        let code_point = |byte| code_points.count(&prose.text, byte);
        let position = (code_point(range.start), code_point(range.end));
        let of = (lost.id.as_str(), &lost.selector);
        let new = LockEntry::new(of, prose, resolver.text(), &range, position, state);
        let by_quote = anchor::anchor(prose, key, &annotation.selector, &line_of);
        let by_place = by_quote.map_or(true, |found| found.range != range);
        let is_elsewhere = |old: &LockEntry| old.quote == new.quote && old.start != new.start;
        let is_moved = matches!(state, State::Exact | State::Normalized)
            && memory.locked.is_some_and(is_elsewhere);
        AnchorStatus {
            state: if is_moved { State::Moved } else { state },
            position: Some(position),
            text: prose.text[range.clone()].to_owned(),
            was: entry.passage.as_ref().and_then(|passage| passage.was.clone()),
            locked: Some(LockEntry { by_place, ..new }),
            range: Some(range),
            ..lost
        }
    };
    let mut entries: Vec<&NumberedAnnotation<'_>> = article.annotations.iter().collect();
    entries.sort_by_key(|entry| (&entry.yaml.file.path, entry.index));
    entries.into_iter().map(status).collect()
}

/// Says that the lock file is behind the article, or not there, if that is so.
pub(super) fn check_lock(article: &Article<'_>, diagnostics: &Diagnostics) {
    let Article { edition, files, annotations, .. } = article;
    if annotations.is_empty() {
        return;
    }
    let Some(path) = files.folder.lock.as_deref() else {
        if !is_allowed(&edition.shared.settings.allow, Problem::NoLock.code()) {
            diagnostics.report(Problem::NoLock, Place::file(&files.folder.text));
        }
        return;
    };
    let reported = Diagnostics::default();
    let file = ArticleLock::new(*edition, Some(path), &reported);
    let Some(lock) = file.get() else { return };
    let statuses = statuses(article);
    let known: BTreeSet<&str> = statuses.iter().map(|status| status.id.as_str()).collect();
    let n_gone = lock.ids().filter(|id| !known.contains(id)).count();
    let is_behind =
        |status: &&AnchorStatus| status.locked.as_ref().is_some_and(|it| !lock.agrees(it));
    let n_entries = n_gone + statuses.iter().filter(is_behind).count();
    if n_entries > 0 {
        diagnostics.report(Problem::LockOutdated { n_entries }, Place::file(path));
    }
}
