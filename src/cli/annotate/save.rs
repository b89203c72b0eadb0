//! Writes an operation, and tells what came of it.

use crate::{
    cli::{Result, console::Console, open_article::OpenArticle, passages::remember_article},
    disk::sidecar::{self, Expected, Saved},
    edit::{self, List, Operation},
    io::SourceFile,
};

/// Makes an operation, and remembers where the annotations stand then.
pub(super) fn save(
    article: &OpenArticle<'_>,
    path: &str,
    operation: &Operation,
    console: &Console,
) -> Result<Saved> {
    let OpenArticle { root, slug, .. } = article;
    let saved = sidecar::apply(root, None, path, operation, Expected::Anything)?;
    remember_article(root, slug, console);
    console.show(&saved.warnings);
    Ok(saved)
}

/// Does the same, and tells where the annotation stands now, and on which passage it lands.
pub(super) fn save_and_tell(
    done: &str,
    article: &OpenArticle<'_>,
    path: &str,
    operation: &Operation,
    console: &Console,
) -> Result {
    let Saved { path, edited, .. } = save(article, path, operation, console)?;
    let (id, line) = (operation.id(), edited.entry.map_or(1, |lines| lines.start));
    console.say(&format!("{done} `{id}`: {path}:{line}"));
    let file = SourceFile::new(path, edited.text);
    let fields = edit::fields_of(List::Annotations, &file, id).unwrap_or_default();
    if let Some(passage) = article.landing(&fields) {
        console.say(&passage);
    }
    Ok(())
}
