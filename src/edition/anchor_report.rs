//! How the annotations of articles find their passages: for the command line, the preview, and
//! what is to be remembered of them.

use std::{
    cell::OnceCell,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use rayon::prelude::*;

use super::{
    Article, ArticleIndex, Drafts, Edition, NumberedAnnotation, Options, Text,
    anchors::{TextLock, stale_occurrence},
    judge,
};
use crate::{
    anchor::{self, Anchor, LockEntry, Resolver, State, lock::Keep},
    diag::{Diagnostic, Diagnostics, Place, Problem},
    io::{CodePoints, Input},
    model::{On, Quote, Selector, Status, is_allowed},
    text::prose::ProseRange,
};

/// How an annotation's passage was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnchorStatus {
    /// The article.
    pub article: String,
    /// The annotation.
    pub id: String,
    /// The language of the translation that it quotes; `None` if it quotes the text itself.
    pub language: Option<String>,
    /// What it quotes, if it quotes words.
    pub selector: Option<Selector>,
    /// What it is on, if not on words.
    pub on: Option<On>,
    /// How it was found.
    pub state: State,
    /// Where the passage starts and ends, in code points of the prose of that text.
    pub position: Option<(usize, usize)>,
    /// The same in bytes.
    pub range: Option<ProseRange>,
    /// The passage as the prose reads, or else as quoted.
    pub text: String,
    /// The passage as it was quoted, if it was reworded since.
    pub was: Option<String>,
    /// Which of the places that the quote selects it is, if that is not the `occurrence` of
    /// the quote.
    pub counted: Option<usize>,
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
        matches!(self.state, State::Ambiguous | State::Orphan) && !self.is_retracted
    }
}

/// How the annotations of an article find their passages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AnchorReport {
    /// Each annotation that was read, in the order of the files.
    pub statuses: Vec<AnchorStatus>,
    /// The languages of the texts that they quote: `None` is the article's own.
    pub languages: Vec<Option<String>>,
    /// Whether these are all there are: nothing kept any from being read.
    pub is_whole: bool,
}

impl AnchorReport {
    /// Looks how the annotations of an article find their passages.
    pub(super) fn new(article: &Article<'_>) -> Self {
        Self { statuses: statuses(article), languages: languages(article), is_whole: false }
    }

    /// Returns the report on an article in which so much was found wrong.
    pub(super) fn judged(report: Option<Self>, found: &[Diagnostic]) -> Self {
        let is_whole = report.is_some() && !found.iter().any(Diagnostic::hides_annotations);
        Self { is_whole, ..report.unwrap_or_default() }
    }

    /// Returns how an annotation finds its passage.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&AnchorStatus> {
        self.statuses.iter().find(|status| status.id == id)
    }

    /// Hands over, of each text, what is to be remembered, and adds up what comes of that.
    ///
    /// # Errors
    ///
    /// The first of `take`.
    pub fn record<E>(
        &self,
        mut take: impl FnMut(Record<'_>) -> Result<bool, E>,
    ) -> Result<usize, E> {
        let mut n_written = 0;
        for language in self.languages.iter().map(Option::as_deref) {
            let quoting = || self.statuses.iter().filter(|it| it.selector.is_some());
            let here = || quoting().filter(|it| it.language.as_deref() == language);
            let found: Vec<LockEntry> = here().filter_map(|it| it.locked.clone()).collect();
            let ids: BTreeSet<&str> = here().map(|status| status.id.as_str()).collect();
            let prose = here().next().map(|status| &*status.prose);
            let keep = if self.is_whole { Keep::Only(&ids) } else { Keep::All };
            n_written += usize::from(take(Record { language, found: &found, prose, keep })?);
        }
        Ok(n_written)
    }
}

/// What is to be remembered of the annotations of a text.
#[derive(Debug, Clone, Copy)]
pub struct Record<'a> {
    /// The language of a translation; `None` of an article's own text.
    pub language: Option<&'a str>,
    /// What was found.
    pub found: &'a [LockEntry],
    /// The prose in which it was found; else it is the one that is remembered.
    pub prose: Option<&'a str>,
    /// Which earlier entries may stay.
    pub keep: Keep<'a>,
}

/// How the annotations of an edition find their passages.
#[derive(Debug, Default)]
pub struct Survey {
    /// Each annotation that was read, article by article, in the order of the files.
    pub statuses: Vec<AnchorStatus>,
    /// The languages of the texts of each article.
    pub languages: BTreeMap<String, Vec<Option<String>>>,
    /// What was found wrong in reading them.
    pub diagnostics: Vec<Diagnostic>,
}

/// Looks how each annotation of an edition is found, drafts included.
#[must_use]
pub fn survey(input: &dyn Input) -> Survey {
    let options = Options { drafts: Drafts::Include, ..Options::default() };
    let found = Diagnostics::default();
    let look = |article: &Article<'_>| {
        let languages = (article.slug().to_owned(), languages(article));
        ((statuses(article), languages), ArticleIndex::new(article))
    };
    let articles = Edition::load(&options, input, &found, |edition| {
        let folders = edition.contents.articles.par_iter();
        folders.filter_map(|folder| edition.article(folder, &found, look)).collect::<Vec<_>>()
    });
    let (found_in, indexes): (Vec<_>, Vec<_>) = articles.unwrap_or_default().into_iter().unzip();
    let (statuses, languages): (Vec<_>, BTreeMap<_, _>) = found_in.into_iter().unzip();
    let diagnostics = judge(found.into_sorted(), &indexes);
    Survey { statuses: statuses.concat(), languages, diagnostics }
}

/// Returns the languages of an article's texts, as annotations name them.
fn languages(article: &Article<'_>) -> Vec<Option<String>> {
    article.texts.iter().map(|text| text.tag.map(str::to_owned)).collect()
}

/// Returns how each annotation of an article is found, in the order of the files.
#[must_use]
pub fn statuses(article: &Article<'_>) -> Vec<AnchorStatus> {
    let in_text = |text| statuses_in(article, text);
    let mut all: Vec<_> = article.texts.iter().flat_map(in_text).collect();
    all.sort_by_key(|(entry, _)| (&entry.yaml.file.path, entry.index));
    all.into_iter().map(|(_, status)| status).collect()
}

/// Returns the annotations that quote a text, each with how it is found there.
fn statuses_in<'a>(
    article: &'a Article<'_>,
    text: &Text<'_>,
) -> Vec<(&'a NumberedAnnotation<'a>, AnchorStatus)> {
    // What is wrong with the lock was reported when the article was loaded.
    let reported = Diagnostics::default();
    let (prose, key) = (&text.markup.prose, &text.key);
    let line_of = |at: usize| text.file.file.line_column(prose.source_of(at)).line;
    let lock = TextLock::new(article.edition, text.lock, &reported);
    let resolver = Resolver::new(prose, key, &line_of);
    let code_points = CodePoints::new(&prose.text);
    let shared: Arc<str> = prose.text.as_str().into();
    let status = |entry: &NumberedAnnotation<'_>| {
        let annotation = entry.annotation;
        let lost = AnchorStatus {
            article: article.slug().to_owned(),
            id: annotation.id.clone(),
            language: entry.language().map(str::to_owned),
            selector: annotation.quote.as_ref().map(|quote| quote.selector.clone()),
            on: annotation.on.clone(),
            state: State::Orphan,
            position: None,
            range: None,
            text: annotation.on.as_ref().map_or_else(|| entry.quote(), On::to_string),
            was: None,
            counted: None,
            locked: None,
            is_retracted: annotation.status == Status::Retracted,
            prose: shared.clone(),
        };
        let Some(Quote { selector, .. }) = &annotation.quote else {
            // There is nothing to follow: it is there, or it is not.
            let state = if entry.is_detached() { State::Orphan } else { State::Exact };
            return AnchorStatus { state, ..lost };
        };
        let memory = lock.hints_of(annotation);
        let Anchor { range, state } = match resolver.resolve(selector, memory) {
            Ok(found) => found,
            Err(Problem::Ambiguous { .. }) => {
                return AnchorStatus { state: State::Ambiguous, ..lost };
            }
            Err(_) => return lost,
        };
        let code_point = |byte| code_points.count(&prose.text, byte);
        let position = (code_point(range.start), code_point(range.end));
        let of = (lost.id.as_str(), selector);
        let new = LockEntry::new(of, prose, resolver.text(), &range, position, state);
        let by_quote = anchor::anchor(prose, key, selector, &line_of);
        let by_place = by_quote.map_or(true, |found| found.range != range);
        let is_elsewhere = |old: &LockEntry| old.quote == new.quote && old.start != new.start;
        let is_moved = matches!(state, State::Exact | State::Normalized)
            && memory.locked.is_some_and(is_elsewhere);
        AnchorStatus {
            state: if is_moved { State::Moved } else { state },
            position: Some(position),
            text: prose.text[range.clone()].to_owned(),
            was: entry.passage.as_ref().and_then(|passage| passage.was.clone()),
            counted: stale_occurrence(text, selector, &range).map(|(.., counted)| counted),
            locked: Some(LockEntry { by_place, ..new }),
            range: Some(range),
            ..lost
        }
    };
    let here = article.annotations.iter().filter(|one| one.is_in(text.tag));
    here.map(|entry| (entry, status(entry))).collect()
}

/// Says that the lock file of a text is behind it, or not there, if that is so.
pub(super) fn check_locks(article: &Article<'_>, diagnostics: &Diagnostics) {
    let statuses = OnceCell::new();
    for text in &article.texts {
        let quoting = article.annotations.iter().filter(|one| one.annotation.quote.is_some());
        let mut here = quoting.filter(|one| one.is_in(text.tag));
        let Some(path) = text.lock else {
            let allow = &article.edition.shared.settings.allow;
            if here.next().is_some() && !is_allowed(allow, Problem::NoLock.code()) {
                diagnostics.report(Problem::NoLock, Place::file(&text.file.file.path));
            }
            continue;
        };
        let reported = Diagnostics::default();
        let file = TextLock::new(article.edition, Some(path), &reported);
        let Some(lock) = file.get() else { continue };
        let all: &Vec<AnchorStatus> = statuses.get_or_init(|| self::statuses(article));
        let quoting = || all.iter().filter(|status| status.selector.is_some());
        let here = || quoting().filter(|status| status.language.as_deref() == text.tag);
        let known: BTreeSet<&str> = here().map(|status| status.id.as_str()).collect();
        let n_gone = lock.ids().filter(|id| !known.contains(id)).count();
        let is_behind =
            |status: &&AnchorStatus| status.locked.as_ref().is_some_and(|it| !lock.agrees(it));
        let n_entries = n_gone + here().filter(is_behind).count();
        if n_entries > 0 {
            diagnostics.report(Problem::LockOutdated { n_entries }, Place::file(path));
        }
    }
}
