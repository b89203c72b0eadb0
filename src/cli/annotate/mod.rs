//! `postil annotate`: annotations from the command line.
//!
//! What is asked and what is given as options ends in one operation, which
//! `disk::sidecar` makes: the same as for the page's editor, so both write the same bytes.

mod fields;
mod questions;
mod shown;

use std::{io::IsTerminal, path::Path};

use clap::{Args, Subcommand};
use serde_yaml::{Mapping, Value};

use super::{Failure, Format, anchors::remember_article, console::Console, desk::Desk, find_root};
use crate::{
    disk::{
        sidecar::{self, Expected, Saved},
        today,
    },
    edit::{self, EditError, Operation},
};
use fields::FieldOptions;

/// Arguments of `annotate`.
#[derive(Debug, Args)]
#[command(arg_required_else_help = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Add an annotation; on a terminal, what is missing is asked
    Add(Box<AddArguments>),
    /// Change fields of an annotation; without options, in your editor
    Edit(Box<EditArguments>),
    /// List the annotations of an article
    List {
        /// The folder of the article
        article: String,
        /// How to print them
        #[arg(long, default_value = "human")]
        format: Format,
    },
    /// Print an annotation as it is written, and where it was found
    Show {
        #[command(flatten)]
        which: Which,
        /// How to print it
        #[arg(long, default_value = "human")]
        format: Format,
    },
    /// Take an annotation out (to withdraw a published one: edit --status retracted)
    Remove {
        #[command(flatten)]
        which: Which,
    },
}

#[derive(Debug, Args)]
struct Which {
    /// The folder of the article
    article: String,
    /// The id of the annotation
    id: String,
}

#[derive(Debug, Args)]
struct AddArguments {
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

#[derive(Debug, Args)]
struct EditArguments {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    fields: FieldOptions,
}

pub(super) fn run(
    arguments: &Arguments,
    root: Option<&Path>,
    console: &Console,
) -> Result<(), Failure> {
    let root = find_root(root)?;
    match &arguments.command {
        Command::Add(arguments) => add(arguments, &root, console),
        Command::Edit(arguments) => edit(arguments, &root, console),
        Command::List { article, format } => {
            shown::list(&Desk::open(&root, article)?, *format, console)
        }
        Command::Show { which, format } => {
            shown::show(&Desk::open(&root, &which.article)?, &which.id, *format, console)
        }
        Command::Remove { which } => remove(which, &root, console),
    }
}

/// Returns whether someone is there to be asked.
fn can_ask() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

fn add(arguments: &AddArguments, root: &Path, console: &Console) -> Result<(), Failure> {
    let article = match &arguments.article {
        Some(article) => article.clone(),
        None if can_ask() => questions::article(root)?,
        None => return Err(Failure::Usage("name an article: annotate add ARTICLE".to_owned())),
    };
    let desk = Desk::open(root, &article)?;
    let mut fields = arguments.fields.fields(&desk)?;
    let is_asking = can_ask() && !is_complete(&fields);
    if is_asking {
        questions::fields(&desk, &mut fields)?;
    }
    for (name, option) in [("kind", "--kind"), ("quote", "--quote")] {
        if fields.get(name).is_none() {
            return Err(Failure::Usage(format!("annotate add needs {option}")));
        }
    }
    let suggested = edit::new_id(&fields, &desk.ids());
    let id = match &arguments.id {
        Some(id) => id.clone(),
        None if is_asking => questions::id(&suggested)?,
        None => suggested,
    };
    let kind = fields.get("kind").and_then(Value::as_str).unwrap_or_default();
    let path = match &arguments.into {
        Some(name) => path_of(&desk, name)?,
        None => edit::default_sidecar(&desk.article, kind, &desk.sidecars),
    };
    let operation = edit::dated(Operation::Add { id, fields }, None, today());
    if is_asking && !questions::confirm(&desk, &path, &operation, console)? {
        return Err(Failure::Usage("nothing was written".to_owned()));
    }
    let saved = save(&desk, &path, &operation, console)?;
    tell(&desk, "added", operation.id(), &saved, console);
    Ok(())
}

/// Returns whether an annotation has what its kind needs, so that nothing is asked.
fn is_complete(fields: &Mapping) -> bool {
    let needs: &[&str] = match fields.get("kind").and_then(Value::as_str) {
        Some("fact-check") => &["quote", "claim", "rating", "summary", "sources"],
        Some("counter-source") => &["quote", "summary", "sources"],
        Some("note") => &["quote", "body"],
        Some("gloss") => &["quote", "term"],
        // An unknown kind is for the check to tell.
        Some(_) => &[],
        None => &["kind"],
    };
    needs.iter().all(|field| fields.contains_key(*field))
}

/// Returns the path of a file in the article's folder.
pub(super) fn path_of(desk: &Desk<'_>, name: &str) -> Result<String, Failure> {
    let path = format!("content/{}/{name}", desk.article);
    let is_sidecar = !name.contains(['/', '\\']) && sidecar::list_of(&path).is_some();
    is_sidecar.then_some(path).ok_or_else(|| {
        Failure::Usage(format!(
            "--into {name}: name a file in the article's folder, such as notes.yaml"
        ))
    })
}

fn edit(arguments: &EditArguments, root: &Path, console: &Console) -> Result<(), Failure> {
    let desk = Desk::open(root, &arguments.which.article)?;
    let id = &arguments.which.id;
    let path = path_holding(&desk, id, console)?;
    let fields = arguments.fields.fields(&desk)?;
    let saved = if !fields.is_empty() {
        change(&desk, &path, id, fields, console)?
    } else if can_ask() {
        questions::edit(&desk, id, console)?
    } else {
        let message = "name what to change, such as --summary TEXT; see annotate edit --help";
        return Err(Failure::Usage(message.to_owned()));
    };
    tell(&desk, "changed", id, &saved, console);
    Ok(())
}

/// Gives an annotation new fields, and the date.
fn change(
    desk: &Desk<'_>,
    path: &str,
    id: &str,
    fields: Mapping,
    console: &Console,
) -> Result<Saved, Failure> {
    let operation = Operation::Set { id: id.to_owned(), fields };
    let old = desk.find(id).map(|(_, fields)| fields);
    save(desk, path, &edit::dated(operation, old, today()), console)
}

fn remove(which: &Which, root: &Path, console: &Console) -> Result<(), Failure> {
    let desk = Desk::open(root, &which.article)?;
    let path = path_holding(&desk, &which.id, console)?;
    let operation = Operation::Remove { id: which.id.clone() };
    save(&desk, &path, &operation, console)?;
    console.say(&format!("removed `{}` from {path}", which.id));
    Ok(())
}

/// Returns the file that holds an annotation.
fn path_holding(desk: &Desk<'_>, id: &str, console: &Console) -> Result<String, Failure> {
    if let Some((sidecar, _)) = desk.find(id) {
        return Ok(sidecar.file.path.to_string());
    }
    if !desk.unread.is_empty() {
        // It may stand in a file that cannot be read.
        console.diagnostics(&desk.unread, Format::Human)?;
        return Err(Failure::Edition);
    }
    let ids = desk.ids();
    let hint = crate::diag::nearest_name(id, ids.iter().map(String::as_str))
        .map_or_else(String::new, |name| format!("; did you mean `{name}`?"));
    Err(Failure::Usage(format!("`{}` has no annotation `{id}`{hint}", desk.article)))
}

/// Makes an operation; what it is refused for has been told then.
fn save(
    desk: &Desk<'_>,
    path: &str,
    operation: &Operation,
    console: &Console,
) -> Result<Saved, Failure> {
    let saved = sidecar::apply(desk.root, None, path, operation, Expected::Anything)
        .map_err(|failure| refused(failure, console))?;
    remember_article(desk.root, &desk.article, console)?;
    console.diagnostics(&saved.warnings, Format::Human)?;
    Ok(saved)
}

/// Tells why an operation was refused.
pub(super) fn refused(failure: sidecar::Failure, console: &Console) -> Failure {
    use sidecar::Failure as Refused;
    let said = match &failure {
        Refused::Edit(EditError::Unreadable(said)) | Refused::Invalid(said) => said.as_slice(),
        _ => &[],
    };
    if let Err(failure) = console.diagnostics(said, Format::Human) {
        return failure;
    }
    match failure {
        Refused::Path(_) | Refused::Edit(EditError::Missing { .. }) => {
            Failure::Usage(failure.to_string())
        }
        Refused::Io(..) | Refused::Changed { .. } => Failure::Machine(failure.to_string()),
        Refused::Edit(_) | Refused::Invalid(_) => {
            console.error(&format!("{failure}; nothing was written"));
            Failure::Edition
        }
    }
}

/// Tells where an annotation stands now, and on which passage it lands.
fn tell(desk: &Desk<'_>, done: &str, id: &str, saved: &Saved, console: &Console) {
    let line = saved.edited.entry.as_ref().map_or(1, |lines| lines.start);
    console.say(&format!("{done} `{id}`: {}:{line}", saved.path));
    let file = crate::io::SourceFile::new(saved.path.as_str(), saved.edited.text.clone());
    let fields = edit::fields_of(edit::List::Annotations, &file, id).unwrap_or_default();
    if let Some(passage) = questions::passage(desk, &fields) {
        console.say(&passage);
    }
}
