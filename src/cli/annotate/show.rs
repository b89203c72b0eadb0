//! `annotate show`: an annotation's lines as they are written, or all of it for programs.

use super::list::Listed;
use crate::cli::{
    Format, Result, console::Console, open_article::OpenArticle, passages::anchors, print,
};

pub(super) fn run(
    article: &OpenArticle<'_>,
    id: &str,
    format: Format,
    console: &Console,
) -> Result {
    let (sidecar, fields) = article.named(id)?;
    let (anchors, file) = (anchors(article.root, article.slug), &sidecar.file);
    let shown = Listed { article: article.slug, file, id, fields, anchor: anchors.get(id) };
    if format == Format::Json {
        return print(shown.for_programs().as_bytes());
    }
    let lines = shown.lines();
    let text = &file.text[file.line_start(lines.start)..file.line_start(lines.end)];
    print(format!("{}\n", text.trim_end_matches(['\n', '\r'])).as_bytes())?;
    console.say(&format!("{}:{}, {}", file.path, lines.start, shown.state()));
    if let Some(passage) = article.landing(fields) {
        console.say(&passage);
    }
    Ok(())
}
