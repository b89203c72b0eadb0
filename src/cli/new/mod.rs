//! `postil new`: a small edition that explains itself.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use clap::Args;
use include_dir::{Dir, include_dir};
use walkdir::WalkDir;

use super::{
    Failure, Result,
    console::{Console, count},
    passages::{remember_all, survey},
    schema::write_all,
};
use crate::model::schema;

static EDITION: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/cli/new/edition");

/// Arguments of `new`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// A folder that does not exist yet, or is empty
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

pub(super) fn run(arguments: &Arguments, console: &Console) -> Result {
    let folder = &arguments.folder;
    if is_taken(folder) {
        let shown = folder.display();
        return Err(Failure::Usage(format!("{shown} is not an empty folder; name a new one")));
    }
    let is_new = !folder.exists();
    let made = make(folder);
    if made.is_err() && is_new {
        drop(fs::remove_dir(folder));
    }
    let n_files = made?;
    let files = count(n_files, "file", "files");
    let shown = folder.display();
    console.say(&format!(
        "{files} in {shown}; now:\n  cd {shown}\n  postil build\n  \
         python3 -m http.server -d public"
    ));
    Ok(())
}

/// Makes all files, and moves them to where they belong once all are whole: a disk that is
/// full half way leaves nothing behind. Returns how many there are.
fn make(folder: &Path) -> Result<usize> {
    let failed = |error: io::Error| Failure::at(folder.display(), error);
    fs::create_dir_all(folder).map_err(failed)?;
    let stage = tempfile::Builder::new().prefix(".postil-").tempdir_in(folder).map_err(failed)?;
    EDITION.extract(stage.path()).map_err(failed)?;
    write_all(&stage.path().join(schema::FOLDER))?;
    remember_all(stage.path(), &survey(stage.path()))?;
    let made = WalkDir::new(stage.path()).into_iter().flatten();
    let n_files = made.filter(|entry| entry.file_type().is_file()).count();
    for entry in fs::read_dir(stage.path()).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        fs::rename(entry.path(), folder.join(entry.file_name())).map_err(failed)?;
    }
    Ok(n_files)
}

fn is_taken(folder: &Path) -> bool {
    match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_some(),
        Err(error) => error.kind() != io::ErrorKind::NotFound,
    }
}
