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
    let entries = article.sidecars.iter().flat_map(|sidecar| &sidecar.entries);
    let drafts = entries.filter(|(_, fields)| status_of(fields) == Some("draft"));
    let drafts = drafts.map(|(id, _)| id.clone());
    let drafts: Vec<String> = drafts.collect();
    if drafts.is_empty() {
        return Err(Failure::Usage(format!("`{}` has no drafts", article.slug)));
    }
    Ok(drafts)
}

/// Returns the status that an entry says.
fn status_of(fields: &Mapping) -> Option<&str> {
    fields.get("status").and_then(Value::as_str)
}

/// What is to be changed.
#[derive(Clone, Copy)]
pub(super) struct Change<'a> {
    /// Fields.
    pub(super) options: &'a FieldOptions,
    /// What readers are told of it.
    pub(super) correction: Option<&'a str>,
}

impl Change<'_> {
    /// Returns the fields that an annotation gets.
    fn fields(self, article: &OpenArticle<'_>, old: &Mapping) -> Result<Mapping> {
        let mut fields = self.options.fields(article)?;
        // What it is about is quoted, or named: the one takes the place of the other.
        for (new, old) in [("quote", "on"), ("on", "quote")] {
            if fields.contains_key(new) {
                fields.entry(old.into()).or_insert(Value::Null);
            }
        }
        if let Some(text) = self.correction {
            let date = today().to_string();
            let new = [("date".into(), date.into()), ("text".into(), text.into())];
            let earlier = old.get("corrections").and_then(Value::as_sequence);
            let mut all = earlier.cloned().unwrap_or_default();
            all.push(Mapping::from_iter(new).into());
            fields.insert("corrections".into(), all.into());
        }
        Ok(fields)
    }

    /// Asks for a word to readers where what they may have read says something else now.
    fn ask(self, old: &Mapping, fields: &Mapping, console: &Console) {
        let is_read = !matches!(status_of(old), Some("draft" | "retracted"));
        if self.correction.is_some() || !is_read {
            return;
        }
        let is_changed = |field: &&str| {
            let new = fields.get(*field);
            new.is_some_and(|new| new != old.get(*field).unwrap_or(&Value::Null))
        };
        let changed = ["claim", "rating", "summary"].into_iter().find(is_changed);
        if status_of(fields) == Some("retracted") {
            console.say("readers are not told why: `--reason TEXT` says so to them");
        } else if let Some(field) = changed {
            console.say(&format!(
                "the {field} of a published note was changed: `--correction TEXT` tells readers"
            ));
        }
    }
}

/// Changes annotations one after the other, if all of them are there.
pub(super) fn run_all(
    article: &OpenArticle<'_>,
    ids: &[String],
    change: Change<'_>,
    console: &Console,
) -> Result {
    for id in ids {
        article.named(id)?;
    }
    if ids.len() > 1 && change.fields(article, &Mapping::new())?.is_empty() {
        let message = "name what to change in all of them, such as --status published";
        return Err(Failure::Usage(message.to_owned()));
    }
    for (n_changed, id) in ids.iter().enumerate() {
        run(article, id, change, console).inspect_err(|_| {
            if ids.len() > 1 {
                console.say(&format!("{n_changed} of {} were changed before this", ids.len()));
            }
        })?;
    }
    Ok(())
}

fn run(article: &OpenArticle<'_>, id: &str, change: Change<'_>, console: &Console) -> Result {
    let (sidecar, old) = article.named(id)?;
    let path = &sidecar.file.path;
    let operation = |fields: Mapping| {
        let operation = Operation::Set { id: id.to_owned(), fields };
        edit::dated(operation, Some(old), today())
    };
    let save = |operation: &Operation| save_and_tell("changed", article, path, operation, console);
    let fields = change.fields(article, old)?;
    if !fields.is_empty() {
        let operation = operation(fields.clone());
        save(&operation)
            .map_err(|failure| by_options(failure, article.root, path, &operation, console))?;
        change.ask(old, &fields, console);
        return Ok(());
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
