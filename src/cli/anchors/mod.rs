//! `postil anchors`: how annotations find their passages, and what to do where they
//! do not find them as quoted.

mod accept;
mod diff;
mod reanchor;
mod status;

use std::path::Path;

use clap::Subcommand;

use super::{Format, Result, console::Console};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Print one line per annotation: where its passage is, and how it was found
    Status {
        /// How to print it
        #[arg(long, default_value = "human")]
        format: Format,
    },
    /// Find every passage again, and remember where it is in anchors.lock.yaml
    ///
    /// What cannot be placed keeps what was remembered of it; the exit code is 1 then.
    Reanchor,
    /// Confirm that annotations still hold of passages that were reworded: quote the new words
    Accept(accept::Arguments),
    /// Show how the texts changed since a commit, with the annotations that this touches
    Diff(diff::Arguments),
}

pub(super) fn run(command: &Command, root: &Path, console: &Console) -> Result {
    match command {
        Command::Status { format } => status::run(*format, root),
        Command::Reanchor => reanchor::run(root, console),
        Command::Accept(arguments) => accept::run(arguments, root, console),
        Command::Diff(arguments) => diff::run(arguments, root, console),
    }
}
