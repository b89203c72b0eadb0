//! Invented editions of any size, the same ones each time.
//!
//! Articles are made of invented words: headings, lists, emphasis, links, now
//! and then a table, and passages that annotations quote. Each article has its
//! own seed, so they can be made in parallel. `words.rs` makes up words,
//! `text.rs` articles, `sidecars.rs` annotations, `apparatus.rs` what articles
//! share.
#![expect(clippy::disallowed_methods, reason = "an edition is written to a folder")]

mod apparatus;
mod random;
mod sidecars;
mod text;
mod words;

use std::{fs, io, path::Path};

use rayon::prelude::*;

use random::Random;
use text::Article;
use words::Words;

/// How large an edition is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shape {
    /// Articles.
    pub(crate) n_articles: usize,
    /// Words of an article, about.
    pub(crate) n_words: usize,
    /// Annotations of an article.
    pub(crate) n_annotations: usize,
    /// Code blocks of an article.
    pub(crate) n_code_blocks: usize,
    /// What `edition.yaml` says beside the usual.
    pub(crate) settings: &'static str,
}

impl Shape {
    /// Returns the shape that the figures of the README are about.
    pub(crate) const fn of_articles(n_articles: usize) -> Self {
        Self {
            n_articles,
            n_words: 1500,
            n_annotations: 20,
            n_code_blocks: 0,
            settings: ARTICLES_ONLY,
        }
    }
}

/// No page for each fact check, and no search: what the floor does, too.
const ARTICLES_ONLY: &str = "check_pages: false\nsearch: false\n";

/// Terms of the glossary.
const N_TERMS: usize = 40;
/// Works of the bibliography.
const N_SOURCES: usize = 200;

/// Writes an edition below `root`.
///
/// # Errors
///
/// Whatever the system says.
pub(crate) fn write(root: &Path, shape: Shape) -> io::Result<()> {
    let words = Words::new();
    let content = root.join("content");
    fs::create_dir_all(&content)?;
    fs::write(content.join("edition.yaml"), apparatus::SETTINGS.to_owned() + shape.settings)?;
    fs::write(content.join("glossary.yaml"), apparatus::glossary(&words))?;
    fs::write(content.join("sources.yaml"), apparatus::sources(&words))?;
    (0..shape.n_articles).into_par_iter().try_for_each(|index| {
        let folder = content.join(slug(index));
        fs::create_dir_all(&folder)?;
        let mut random = Random::new(index as u64 + 1);
        let article = Article::new(&words, shape, index, &mut random);
        fs::write(folder.join("index.md"), &article.markdown)?;
        for (name, yaml) in sidecars::of_article(&article, &words, shape, &mut random) {
            fs::write(folder.join(name), yaml)?;
        }
        Ok(())
    })
}

/// Returns the folder of an article.
fn slug(index: usize) -> String {
    format!("article-{index:05}")
}
