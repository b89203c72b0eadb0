//! `annotate add`: a new annotation.

use std::path::Path;

use clap::Args;
use serde_yaml::{Mapping, Value};

use super::{
    fields::FieldOptions,
    questions::{self, can_ask},
    refused::by_options,
    save::save_and_tell,
};
use crate::{
    cli::{
        Failure, Result,
        console::Console,
        listed,
        open_article::{OpenArticle, slugs},
    },
    disk::{sidecar, today},
    edit::{self, Operation},
};

#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
    /// The folder of the article
    article: Option<String>,
    /// Its id, for ever [default: made from its words]
    #[arg(long)]
    id: Option<String>,
    #[command(flatten)]
    fields: FieldOptions,
    /// A file in the article's folder, new or not [default: where others of its kind are]
    #[arg(long, value_name = "FILE")]
    into: Option<String>,
}

pub(super) fn run(arguments: &Arguments, root: &Path, console: &Console) -> Result {
    let slug = match &arguments.article {
        Some(slug) => slug.clone(),
        None if can_ask() => questions::article(root)?,
        None => {
            let known = match &slugs(root)[..] {
                [] => String::new(),
                slugs => format!("; there is {}", listed(slugs)),
            };
            return Err(Failure::Usage(format!("name an article: annotate add ARTICLE{known}")));
        }
    };
    let article = OpenArticle::open(root, &slug)?;
    let mut fields = arguments.fields.fields(&article)?;
    let is_asking = can_ask() && !is_complete(&fields);
    if is_asking {
        questions::fields(&article, &mut fields)?;
    }
    let needed = [(["kind", "kind"], "--kind"), (["quote", "on"], "--quote or --on")];
    for (names, options) in needed {
        if !names.iter().any(|name| fields.contains_key(*name)) {
            return Err(Failure::Usage(format!("annotate add needs {options}")));
        }
    }
    let suggested = edit::new_id(&fields, &article.ids());
    let id = match &arguments.id {
        Some(id) => id.clone(),
        None if is_asking => questions::id(suggested)?,
        None => suggested,
    };
    let kind = fields.get("kind").and_then(Value::as_str).unwrap_or_default();
    let path = match &arguments.into {
        Some(name) => article.path_of(name)?,
        None => edit::default_sidecar(&slug, kind, &article.sidecars),
    };
    let operation = edit::dated(Operation::Add { id, fields }, None, today());
    if is_asking && !confirm(root, &path, &operation, console)? {
        return Err(Failure::Usage("nothing was written".to_owned()));
    }
    save_and_tell("added", &article, &path, &operation, console)
        .map_err(|failure| by_options(failure, root, &path, &operation, console))
}

/// Returns whether an annotation has what its kind needs, so that nothing is asked.
fn is_complete(fields: &Mapping) -> bool {
    let needs: &[&str] = match fields.get("kind").and_then(Value::as_str) {
        Some("fact-check") => &["claim", "rating", "summary", "sources"],
        Some("counter-source") => &["summary", "sources"],
        Some("note") => &["body"],
        Some("gloss") => &["term"],
        // An unknown kind is for the check to tell.
        Some(_) => return true,
        None => return false,
    };
    let has_target = ["quote", "on"].iter().any(|field| fields.contains_key(*field));
    has_target && needs.iter().all(|field| fields.contains_key(*field))
}

/// Shows what would be written and asks whether it shall be.
fn confirm(root: &Path, path: &str, operation: &Operation, console: &Console) -> Result<bool> {
    let (edited, said) = sidecar::preview(root, path, operation)?;
    let lines = edited.changed;
    let text: Vec<&str> = edited.text.lines().skip(lines.start - 1).take(lines.len()).collect();
    console.say(&format!("\n{path}:{}\n{}\n", lines.start, text.join("\n").trim_matches('\n')));
    console.show(&said);
    questions::confirm("Write it", true)
}
