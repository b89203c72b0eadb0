//! `postil man`: the manual, as `man` reads it.

use std::{fs, path::PathBuf};

use clap::{Args, Command};
use clap_mangen::Man;

use super::{Failure, Result, print};

/// Arguments of `man`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Write the pages of all commands into a folder, instead of printing that of `postil`
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
}

/// Writes or prints the manual of a command.
pub(super) fn run(arguments: &Arguments, command: Command) -> Result {
    if let Some(folder) = &arguments.output {
        let failed = |error| Failure::at(folder.display(), error);
        fs::create_dir_all(folder).map_err(failed)?;
        return clap_mangen::generate_to(command, folder).map_err(failed);
    }
    let mut page = Vec::new();
    let rendered = Man::new(command).render(&mut page);
    rendered.map_err(|error| Failure::at("the manual", error))?;
    print(&page)
}
