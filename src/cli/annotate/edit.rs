//! `annotate edit`: fields of an annotation are changed.

use serde_yaml::{Mapping, Value};

use super::{
    fields::FieldOptions,
    questions::{can_ask, confirm, in_editor},
    refused::by_options,
    save::save_and_tell,
};
use crate::{
    cli::{Failure, Result, console::Console, open_article::OpenArticle, refuse},
    disk::today,
    edit::{self, EditError, List, Operation},
    io::SourceFile,
};

/// Returns the ids of all drafts of an article; that there is none is told.
pub(super) fn drafts(article: &OpenArticle<'_>) -> Result<Vec<String>> {
    // Some may stand in a file that cannot be read.
    refuse(&article.unread)?;
    let is_draft = |fields: &Mapping| fields.get("status").and_then(Value::as_str) == Some("draft");
    let entries = article.sidecars.iter().flat_map(|sidecar| &sidecar.entries);
    let drafts = entries.filter(|(_, fields)| is_draft(fields)).map(|(id, _)| id.clone());
    let drafts: Vec<String> = drafts.collect();
    if drafts.is_empty() {
        return Err(Failure::Usage(format!("`{}` has no drafts", article.slug)));
    }
    Ok(drafts)
}

/// Changes annotations one after the other, if all of them are there.
pub(super) fn run_all(
    article: &OpenArticle<'_>,
    ids: &[String],
    options: &FieldOptions,
    console: &Console,
) -> Result {
    for id in ids {
        article.named(id)?;
    }
    if ids.len() > 1 && options.fields(article)?.is_empty() {
        let message = "name what to change in all of them, such as --status published";
        return Err(Failure::Usage(message.to_owned()));
    }
    for (n_changed, id) in ids.iter().enumerate() {
        run(article, id, options, console).inspect_err(|_| {
            if ids.len() > 1 {
                console.say(&format!("{n_changed} of {} were changed before this", ids.len()));
            }
        })?;
    }
    Ok(())
}

fn run(article: &OpenArticle<'_>, id: &str, options: &FieldOptions, console: &Console) -> Result {
    let (sidecar, old) = article.named(id)?;
    let path = &sidecar.file.path;
    let operation = |fields: Mapping| {
        let operation = Operation::Set { id: id.to_owned(), fields };
        edit::dated(operation, Some(old), today())
    };
    let save = |operation: &Operation| save_and_tell("changed", article, path, operation, console);
    let mut fields = options.fields(article)?;
    // What it is about is quoted, or named: the one takes the place of the other.
    for (new, old) in [("quote", "on"), ("on", "quote")] {
        if fields.contains_key(new) {
            fields.entry(old.into()).or_insert(Value::Null);
        }
    }
    if !fields.is_empty() {
        let operation = operation(fields);
        return save(&operation)
            .map_err(|failure| by_options(failure, article.root, path, &operation, console));
    }
    if !can_ask() {
        let message = "name what to change, such as --summary TEXT; see annotate edit --help";
        return Err(Failure::Usage(message.to_owned()));
    }
    // Again and again until it can be written.
    let file = &sidecar.file;
    let lines = edit::lines_of(List::Annotations, file, id)
        .map_err(|_| Failure::Usage(format!("there is no annotation `{id}`")))?;
    let mut text = file.text[file.line_start(lines.start)..file.line_start(lines.end)].to_owned();
    loop {
        let Some(written) = in_editor(&text)? else {
            return Err(Failure::Usage("nothing was changed".to_owned()));
        };
        text = written;
        match changes(&text, id, old).and_then(|fields| save(&operation(fields))) {
            Err(failure @ Failure::Edition(..)) => console.failure(&failure),
            changed => return changed,
        }
        if !confirm("Edit it again", true)? {
            return Err(Failure::TOLD);
        }
    }
}

/// Returns the fields of an edited entry; those that are gone are `Null`.
fn changes(text: &str, id: &str, old: &Mapping) -> Result<Mapping> {
    let file = SourceFile::new("the edited annotation", text.to_owned());
    let said = match edit::entries(List::Annotations, &file).as_deref() {
        Ok([(new_id, fields)]) if new_id == id => {
            let gone = old.keys().filter(|key| !fields.contains_key(*key));
            let gone = gone.map(|key| (key.clone(), Value::Null));
            return Ok(fields.clone().into_iter().chain(gone).collect());
        }
        Err(EditError::Unreadable(said)) => said.clone(),
        _ => Vec::new(),
    };
    Err(Failure::Edition(said, "this is not one annotation of that id".to_owned()))
}
