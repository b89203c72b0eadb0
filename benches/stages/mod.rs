//! What each step of a build takes, one after the other on one core; steps that begin with “…”
//! are part of the one before them.

use std::{path::Path, time::Duration};

use postil::{
    Options, build,
    diag::Diagnostics,
    disk::FolderInput,
    edition::{Article, ArticleFiles, ArticleIndex, Edition},
    io::MemoryOutput,
};

use crate::measure::{ms, time};

/// Steps and their times, in the order in which they were first taken.
#[derive(Default)]
pub(crate) struct Stages {
    times: Vec<(&'static str, Duration)>,
}

impl Stages {
    /// Takes a step, and notes how long it took.
    pub(crate) fn take<T>(&mut self, name: &'static str, work: impl FnOnce() -> T) -> T {
        let (time, result) = time(work);
        match self.times.iter_mut().find(|(known, _)| *known == name) {
            Some((_, total)) => *total += time,
            None => self.times.push((name, time)),
        }
        result
    }

    /// Returns a table of the steps: name, time.
    pub(crate) fn rows(&self) -> Vec<Vec<String>> {
        self.times.iter().map(|&(name, time)| vec![name.to_owned(), ms(time)]).collect()
    }
}

/// Builds the edition at `root` step by step, on one core.
///
/// # Panics
///
/// If the edition has errors.
pub(crate) fn measure(root: &Path) -> Stages {
    let mut stages = Stages::default();
    let diagnostics = Diagnostics::default();
    let options = Options::default();
    let input = stages.take("list", || FolderInput::new(root));
    let load = || Edition::load(&options, &input, &diagnostics, resolve);
    let (of_articles, n_words) =
        stages.take("resolve and index", load).expect("the edition is sound");
    stages.times.extend(of_articles.times);
    assert!(n_words > 0, "the articles have no words");
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread starts");
    let report = stages.take("the whole build", || {
        alone.install(|| build(&options, &input, &MemoryOutput::default()))
    });
    assert!(report.diagnostics.is_empty(), "{:?}", report.diagnostics);
    stages
}

/// Resolves all articles; returns what each step took, and how many words were found.
fn resolve(edition: Edition<'_>) -> (Stages, usize) {
    let mut stages = Stages::default();
    let diagnostics = Diagnostics::default();
    let mut n_words = 0;
    for folder in &edition.contents.articles {
        let files = stages
            .take("… read, decode", || ArticleFiles::read(edition, folder, &diagnostics))
            .expect("the article is sound");
        let article = stages
            .take("… anchor, weave", || Article::new(edition, &files, &diagnostics))
            .expect("the text is sound");
        let index = stages.take("… index", || ArticleIndex::new(&article));
        n_words += stages.take("… words", || index.with_words(&article)).blocks.len();
    }
    (stages, n_words)
}
