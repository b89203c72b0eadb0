//! The site: an edition → its files.
//!
//! [`build()`] makes all of them, [`build_shard`] those of some articles, which [`merge`] makes
//! a site of, [`check()`] makes them for what is found wrong alone, and [`Live`] makes one when it
//! is asked for. Articles are made on their own and in parallel
//! (`article.rs`, `check_page.rs`, `embed.rs`); the pages that articles share (`pages.rs`,
//! `front.rs`, `notes.rs`, `lists.rs`, `search/`, `feeds.rs`) are made of their indexes alone. What
//! templates see is in `view/`; `render.rs` runs them, `translate.rs` tells them what to say to
//! readers.

mod article;
mod atom;
mod check_page;
mod embed;
mod exports;
mod feeds;
mod front;
mod hosting;
mod lists;
mod live;
mod manifest;
mod memo;
mod notes;
mod pages;
mod parts;
mod policy;
mod render;
pub mod search;
mod shard;
mod timeline;
mod translate;
pub mod view;

use std::{
    collections::BTreeMap,
    io,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use rayon::prelude::*;

pub use hosting::{POLICY_OF_COPIES, may_hold_script, robots, sitemap};
pub use live::{Findings, Live, Loaded};
pub use manifest::{MANIFEST, Manifest, Summary, hash, is_below};
pub use shard::{Misfit, Shard, ShardFolder, build_shard, merge};

use memo::{MadeArticle, MadeSite, Memo, Recorder};
use parts::SiteParts;

use crate::{
    diag::{Diagnostic, Diagnostics, Severity},
    edition::{
        Article, ArticleFolder, ArticleIndex, AtHand, Edition, Key, Keyer, Options, check_article,
        check_events, check_files, check_links, check_lists, judge,
    },
    io::{Cache, Input, Output},
};

/// What came of a build.
#[derive(Debug, Default)]
pub struct Report {
    /// What was found, by file and place.
    pub diagnostics: Vec<Diagnostic>,
    /// What was counted.
    pub summary: Summary,
    /// How many drafts are left out, by the slugs of their articles.
    pub n_hidden: BTreeMap<String, usize>,
    /// The first file that could not be written.
    pub output_error: Option<(String, io::Error)>,
    /// How many files the site has, if nothing has changed since an earlier build.
    pub n_kept: Option<usize>,
}

impl Report {
    /// Returns how many diagnostics have a severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// Returns whether the site must not be published.
    #[must_use]
    pub fn is_failed(&self) -> bool {
        self.output_error.is_some() || self.count(Severity::Error) > 0
    }
}

/// Builds an edition: reads `input`, hands every file to `output`.
///
/// Files are handed over as they are made, also when others have errors; the
/// owner of the output publishes them only if the report has not failed.
#[must_use]
pub fn build(options: &Options, input: &dyn Input, output: &dyn Output) -> Report {
    build_with(options, input, output, None, &|_| {})
}

/// A part of a build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// What articles share is read.
    Load,
    /// Articles are read, their notes woven in, and their pages made.
    Weave,
    /// The pages that articles share are made, and checked.
    Pages,
}

/// What earlier builds have kept.
#[derive(Clone, Copy)]
pub struct Kept<'a> {
    /// Where.
    pub cache: &'a dyn Cache,
    /// What tells the program that makes the site from any other.
    pub program: &'a str,
}

/// Builds an edition as [`build()`] does; what earlier builds have made of the same files, and
/// what stands in the output as they left it, is not made again. Tells of each phase when it
/// is over.
#[must_use]
pub fn build_with(
    options: &Options,
    input: &dyn Input,
    output: &dyn Output,
    kept: Option<Kept<'_>>,
    is_over: &(dyn Fn(Phase) + Sync),
) -> Report {
    let Some(Kept { cache, program }) = kept else {
        return run_all(options, input, output, &steps(None, is_over));
    };
    let key = memo::key_of_site(options, input, program);
    if let Some(MadeSite { value, files }) = memo::get(cache, output, key) {
        let (summary, n_hidden) = value;
        return Report { summary, n_hidden, n_kept: Some(files.len()), ..Report::default() };
    }
    let recorder = Recorder::new(output);
    let keyer = Keyer::default().with(program.as_bytes());
    let steps = steps(Some(Memo { cache, keyer, site: &recorder }), is_over);
    let report = run_all(options, input, &recorder, &steps);
    if report.diagnostics.is_empty() && report.output_error.is_none() {
        let files = recorder.into_files();
        let value = (report.summary.clone(), report.n_hidden.clone());
        memo::put(cache, key, &MadeSite { value, files });
    }
    report
}

/// Returns what a build does.
fn steps<'a>(memo: Option<Memo<'a>>, is_over: &'a (dyn Fn(Phase) + Sync)) -> Steps<'a> {
    Steps {
        article: &|_, _| {},
        whole: &|_, _, _| {},
        index: &|article| ArticleIndex::new(article).with_words(article),
        memo,
        is_over,
    }
}

/// Checks an edition: reports all that a build would, and what a careful editor would ask.
///
/// The files that are made for that go to `output`, which seldom needs them; there is no
/// index of a search among them.
#[must_use]
pub fn check(options: &Options, input: &dyn Input, output: &dyn Output) -> Report {
    let options = Options { unanchored: Severity::Error, ..options.clone() };
    let output = Counted { output, n_files: AtomicUsize::new(0) };
    let steps = Steps {
        article: &check_article,
        whole: &|edition, articles, diagnostics| {
            check_lists(edition, articles, diagnostics);
            check_files(edition, output.n_files.load(Ordering::Relaxed), diagnostics);
        },
        index: &ArticleIndex::new,
        memo: None,
        is_over: &|_| {},
    };
    run_all(&options, input, &output, &steps)
}

/// Counts the files on their way to an output.
struct Counted<'a> {
    output: &'a dyn Output,
    n_files: AtomicUsize,
}

impl Output for Counted<'_> {
    fn put(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.n_files.fetch_add(1, Ordering::Relaxed);
        self.output.put(path, bytes)
    }
}

/// What is done beside making files.
struct Steps<'a> {
    /// With each article.
    article: &'a (dyn Fn(&Article<'_>, &Diagnostics) + Sync),
    /// With the edition, once all articles are known.
    whole: &'a (dyn Fn(Edition<'_>, &[&ArticleIndex], &Diagnostics) + Sync),
    /// Indexes an article; its words are for readers alone.
    index: &'a (dyn Fn(&Article<'_>) -> ArticleIndex + Sync),
    /// Where to keep what is made of articles.
    memo: Option<Memo<'a>>,
    /// At the end of each phase.
    is_over: &'a (dyn Fn(Phase) + Sync),
}

fn run_all(options: &Options, input: &dyn Input, output: &dyn Output, steps: &Steps<'_>) -> Report {
    run(options, input, output, steps, |site| Some(site.articles(steps)))
}

/// Builds an edition of whose articles `articles` makes the files and the indexes; it stops
/// where there are none.
fn run(
    options: &Options,
    input: &dyn Input,
    output: &dyn Output,
    steps: &Steps<'_>,
    articles: impl FnOnce(Site<'_>) -> Option<Vec<ArticleIndex>>,
) -> Report {
    let diagnostics = Diagnostics::default();
    let writer = Writer::new(output, Wanted::Everything);
    let articles = Edition::load(options, input, &diagnostics, |edition| {
        let parts = SiteParts::new(edition, None, &diagnostics)?;
        let site = Site { edition, parts: &parts, writer: &writer, diagnostics: &diagnostics };
        (steps.is_over)(Phase::Load);
        let articles = articles(site)?;
        (steps.is_over)(Phase::Weave);
        let all: Vec<&ArticleIndex> = articles.iter().collect();
        pages::build(site, &all);
        (steps.whole)(edition, &all, &diagnostics);
        let at_hand = AtHand { articles: &all, are_all: true };
        check_events(edition, at_hand, &diagnostics);
        check_links(edition, at_hand, &diagnostics);
        parts.sequence.check(&diagnostics);
        (steps.is_over)(Phase::Pages);
        let summary = summary(edition, &all);
        Some((articles, summary))
    });
    report(articles.flatten(), diagnostics, writer)
}

/// Returns what came of making the files of some articles, or of none.
fn report(
    made: Option<(Vec<ArticleIndex>, Summary)>,
    diagnostics: Diagnostics,
    writer: Writer<'_>,
) -> Report {
    let (articles, summary) = made.unwrap_or_default();
    let diagnostics = judge(diagnostics.into_sorted(), &articles);
    let hidden = articles.into_iter().map(|article| (article.slug, article.hidden.len()));
    let n_hidden = hidden.filter(|(_, n_drafts)| *n_drafts > 0).collect();
    Report { diagnostics, summary, n_hidden, output_error: writer.into_error(), n_kept: None }
}

fn summary(edition: Edition<'_>, articles: &[&ArticleIndex]) -> Summary {
    let mut n_annotations = BTreeMap::new();
    for note in articles.iter().flat_map(|article| &article.notes) {
        *n_annotations.entry(note.kind.as_str().to_owned()).or_insert(0) += 1;
    }
    Summary {
        n_articles: articles.len(),
        n_annotations,
        n_terms: edition.shared.glossary.terms.len(),
        n_sources: edition.shared.works.sources.len(),
    }
}

/// How many articles one thread makes before others may take the rest: at the
/// end none should wait for long.
const MOST_IN_A_ROW: usize = 4;

/// What is needed to make the files of a site.
#[derive(Clone, Copy)]
pub(crate) struct Site<'a> {
    edition: Edition<'a>,
    parts: &'a SiteParts,
    writer: &'a Writer<'a>,
    diagnostics: &'a Diagnostics,
}

impl Site<'_> {
    /// Makes the files of all articles; returns their indexes.
    fn articles(self, steps: &Steps<'_>) -> Vec<ArticleIndex> {
        let folders = self.edition.contents.articles.par_iter().with_max_len(MOST_IN_A_ROW);
        let index = |folder| match &steps.memo {
            None => self.make(folder, steps),
            Some(memo) => self.kept_or_made(folder, steps, memo).1.value,
        };
        folders.filter_map(index).collect()
    }

    /// Returns the key of what is made of an article.
    fn key_of(self, folder: &ArticleFolder, keyer: &Keyer) -> Key {
        let common = keyer.clone().with_key(self.parts.key_of_files(&folder.slug)).key();
        self.edition.key_of(folder, common)
    }

    /// Makes the files of an article, unless they were kept.
    fn kept_or_made(
        self,
        folder: &ArticleFolder,
        steps: &Steps<'_>,
        memo: &Memo<'_>,
    ) -> (Key, MadeArticle) {
        let key = self.key_of(folder, &memo.keyer);
        if let Some(made) = memo::get(memo.cache, memo.site.output, key) {
            memo.site.add(&made.files);
            return (key, made);
        }
        let recorder = Recorder::new(memo.site.output);
        let writer = Writer::new(&recorder, self.writer.wanted);
        let found = Diagnostics::default();
        let site = Site { writer: &writer, diagnostics: &found, ..self };
        let value = site.make(folder, steps);
        let error = writer.into_error();
        let found = found.into_sorted();
        let is_sound = found.is_empty() && error.is_none();
        found.into_iter().for_each(|one| self.diagnostics.push(one));
        error.into_iter().for_each(|error| self.writer.fail(error));
        let made = MadeArticle { value, files: recorder.into_files() };
        memo.site.add(&made.files);
        if is_sound && made.value.is_some() {
            memo::put(memo.cache, key, &made);
        }
        (key, made)
    }

    fn make(self, folder: &ArticleFolder, steps: &Steps<'_>) -> Option<ArticleIndex> {
        self.edition.article(folder, self.diagnostics, |article| {
            (steps.article)(article, self.diagnostics);
            self.article_files(article);
            (steps.index)(article)
        })
    }
}

/// Which files of the site somebody waits for; no other is rendered.
#[derive(Clone, Copy)]
enum Wanted<'a> {
    /// The whole site.
    Everything,
    /// One file.
    Only(&'a str),
    /// The whole site, for as long as this holds; it may wait before it answers.
    While(&'a (dyn Fn() -> bool + Sync)),
}

/// Hands wanted files to the output and remembers the first that it refuses.
struct Writer<'a> {
    output: &'a dyn Output,
    wanted: Wanted<'a>,
    error: Mutex<Option<(String, io::Error)>>,
}

impl<'a> Writer<'a> {
    fn new(output: &'a dyn Output, wanted: Wanted<'a>) -> Self {
        Self { output, wanted, error: Mutex::default() }
    }

    /// Returns whether a file is to be made at all.
    fn wants(&self, path: &str) -> bool {
        match self.wanted {
            Wanted::Everything => true,
            Wanted::Only(only) => only == path,
            Wanted::While(goes_on) => goes_on(),
        }
    }

    /// Returns whether anything in a folder (`name/`) may be wanted.
    fn wants_below(&self, folder: &str) -> bool {
        match self.wanted {
            Wanted::Only(only) => only.starts_with(folder),
            Wanted::Everything | Wanted::While(_) => self.wants(folder),
        }
    }

    fn put(&self, path: &str, bytes: &[u8]) {
        if !self.wants(path) {
            return;
        }
        if let Err(error) = self.output.put(path, bytes) {
            self.fail((path.to_owned(), error));
        }
    }

    /// Returns the first error.
    fn into_error(self) -> Option<(String, io::Error)> {
        self.error.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    fn fail(&self, error: (String, io::Error)) {
        self.error.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
    }
}
