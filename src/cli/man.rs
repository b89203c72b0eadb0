//! `postil man`: the manual, as `man` reads it.

use std::{fs, io, path::PathBuf};

use clap::{Args, Command};
use clap_mangen::Man;

use super::{Failure, Result, print};
use crate::disk;

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
        let files = pages(command).map_err(|error| Failure::at("the manual", error))?;
        return disk::write_folder(folder, &files)
            .map_err(|(path, error)| Failure::at(path.display(), error));
    }
    let mut page = Vec::new();
    let rendered = Man::new(command).render(&mut page);
    rendered.map_err(|error| Failure::at("the manual", error))?;
    print(&page)
}

/// Returns the pages of all commands, by the names of their files.
fn pages(command: Command) -> io::Result<Vec<(String, Vec<u8>)>> {
    // They are written by what follows links, so in a folder that has none.
    let folder = tempfile::tempdir()?;
    clap_mangen::generate_to(command, folder.path())?;
    let read = |entry: io::Result<fs::DirEntry>| {
        let entry = entry?;
        Ok((entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path())?))
    };
    fs::read_dir(folder.path())?.map(read).collect()
}
