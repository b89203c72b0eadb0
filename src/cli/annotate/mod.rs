//! `postil annotate`: annotations from the command line.
//!
//! What is asked and what is given as options ends in one operation, which
//! `disk::sidecar` makes: the same as for the page's editor, so both write the same bytes.

mod add;
mod edit;
mod fields;
mod list;
mod questions;
mod refused;
mod remove;
mod save;
mod show;

use std::path::Path;

use clap::{Args, Subcommand};

use super::{Format, Result, console::Console, open_article::OpenArticle};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Add an annotation; on a terminal, what is missing is asked
    Add(Box<add::Arguments>),
    /// Change fields of annotations; without options, of one in your editor
    Edit {
        /// The folder of the article
        article: String,
        /// The ids of the annotations
        #[arg(required_unless_present = "all_drafts", value_name = "ID")]
        ids: Vec<String>,
        /// Change all drafts of the article
        #[arg(long, conflicts_with = "ids")]
        all_drafts: bool,
        #[command(flatten)]
        fields: Box<fields::FieldOptions>,
        /// What was corrected in a published one, or why it is retracted, for readers
        #[arg(long, visible_alias = "reason", value_name = "TEXT", allow_hyphen_values = true)]
        correction: Option<String>,
    },
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
    Remove(Which),
}

#[derive(Debug, Args)]
pub(super) struct Which {
    /// The folder of the article
    article: String,
    /// The id of the annotation
    id: String,
}

pub(super) fn run(command: &Command, root: &Path, console: &Console) -> Result {
    let open = |slug| OpenArticle::open(root, slug);
    match command {
        Command::Add(arguments) => add::run(arguments, root, console),
        Command::Edit { article, ids, all_drafts, fields, correction } => {
            let article = open(article)?;
            let drafts = all_drafts.then(|| edit::drafts(&article)).transpose()?;
            let change = edit::Change { options: fields, correction: correction.as_deref() };
            edit::run_all(&article, drafts.as_ref().unwrap_or(ids), change, console)
        }
        Command::List { article, format } => list::run(&open(article)?, *format),
        Command::Show { which: Which { article, id }, format } => {
            show::run(&open(article)?, id, *format, console)
        }
        Command::Remove(Which { article, id }) => remove::run(&open(article)?, id, console),
    }
}
