//! `annotate remove`: an annotation is taken out.

use super::save::save;
use crate::{
    cli::{Result, console::Console, open_article::OpenArticle},
    edit::Operation,
};

pub(super) fn run(article: &OpenArticle<'_>, id: &str, console: &Console) -> Result {
    let (sidecar, old) = article.named(id)?;
    let path = &sidecar.file.path;
    let is_published = old.get("status").is_none_or(|status| status != "draft");
    save(article, path, &Operation::Remove { id: id.to_owned() }, console)?;
    console.say(&format!("removed `{id}` from {path}"));
    if is_published {
        let article = article.slug;
        console.say(&format!(
            "links to `{article}/#{id}` lead to nothing now; to keep its address, and say that it \
             was withdrawn, take this back and `annotate edit {article} {id} --status retracted`"
        ));
    }
    Ok(())
}
