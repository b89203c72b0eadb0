//! `postil new`: a small edition that explains itself.

use std::{
    fs,
    path::{Path, PathBuf},
};

use clap::Args;
use include_dir::{Dir, include_dir};

use super::{
    Failure,
    anchors::remember_new,
    console::{Console, count},
    schema::write_all,
};
use crate::schema;

static EDITION: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/cli/new/edition");

/// Arguments of `new`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// A folder that does not exist yet, or is empty
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

pub(super) fn run(arguments: &Arguments, console: &Console) -> Result<(), Failure> {
    let folder = &arguments.folder;
    if is_taken(folder) {
        let shown = folder.display();
        return Err(Failure::Usage(format!("{shown} is not an empty folder; name a new one")));
    }
    let mut n_files = 0;
    let mut folders = vec![&EDITION];
    while let Some(current) = folders.pop() {
        folders.extend(current.dirs());
        for file in current.files() {
            write(&folder.join(file.path()), file.contents())?;
            n_files += 1;
        }
    }
    n_files += write_all(&folder.join(schema::FOLDER))?;
    n_files += remember_new(folder)?;
    let files = count(n_files, "file", "files");
    let shown = folder.display();
    console.say(&format!(
        "{files} in {shown}; now:\n  cd {shown}\n  postil build\n  \
         python3 -m http.server -d public"
    ));
    Ok(())
}

fn is_taken(folder: &Path) -> bool {
    match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_some(),
        Err(error) => error.kind() != std::io::ErrorKind::NotFound,
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let parent = path.parent().unwrap_or(path);
    fs::create_dir_all(parent)
        .and_then(|()| fs::write(path, bytes))
        .map_err(|error| Failure::Machine(format!("{}: {error}", path.display())))
}
