//! `annotate remove`: an annotation is taken out.

use super::save::save;
use crate::{
    cli::{Result, console::Console, open_article::OpenArticle},
    edit::Operation,
};

pub(super) fn run(article: &OpenArticle<'_>, id: &str, console: &Console) -> Result {
    let (sidecar, _) = article.named(id)?;
    let path = &sidecar.file.path;
    save(article, path, &Operation::Remove { id: id.to_owned() }, console)?;
    console.say(&format!("removed `{id}` from {path}"));
    Ok(())
}
