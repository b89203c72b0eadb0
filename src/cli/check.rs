//! `postil check`: reports everything, writes nothing.

use std::path::Path;

use clap::{Args, ValueEnum};

use super::{Failure, Format, Result, build::findings, console::Console};
use crate::{
    diag::Severity,
    disk::{FolderInput, today},
    edition::{Drafts, Options},
    io::NoOutput,
    site,
};

/// Arguments of `check`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Fail on warnings, too
    #[arg(long, value_name = "WHAT")]
    deny: Option<Deny>,
    /// How to print what is wrong
    #[arg(long, default_value = "human")]
    format: Format,
}

/// What to fail on beside errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Deny {
    Warnings,
}

pub(super) fn run(arguments: &Arguments, root: &Path, console: &Console) -> Result {
    // Drafts are checked, so that they can be published without surprise.
    let options = Options { drafts: Drafts::Include, today: Some(today()), ..Options::default() };
    let report = site::check(&options, &FolderInput::new(root), &NoOutput);
    console.diagnostics(&report.diagnostics, arguments.format, root)?;
    console.say(&findings(&report));
    let denied = arguments.deny == Some(Deny::Warnings) && report.count(Severity::Warning) > 0;
    if report.is_failed() || denied { Err(Failure::TOLD) } else { Ok(()) }
}
