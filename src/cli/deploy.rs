//! `postil deploy`: says what of a site is to be uploaded; other programs do that.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use clap::Args;

use super::{Failure, Result, print};
use crate::{
    disk::default_output,
    site::{MANIFEST, Manifest},
};

/// Arguments of `deploy`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Print what is new, changed and gone, one file a line
    #[arg(long, required = true)]
    list: bool,
    /// The manifest of the site as it was uploaded last [default: none, so that all is new]
    #[arg(long, value_name = "FILE")]
    since: Option<PathBuf>,
    /// Where the site is [default: `public` below the root]
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, root: &Path) -> Result {
    let folder = match &arguments.output {
        Some(folder) => folder.clone(),
        None => default_output(root).map_err(super::build::refused)?,
    };
    let new = read(&folder.join(MANIFEST))?;
    let old = match &arguments.since {
        Some(file) => read(file)?,
        None => BTreeMap::new(),
    };
    let lines: String =
        changes(&old, &new).into_iter().map(|(how, path)| format!("{how}\t{path}\n")).collect();
    print(lines.as_bytes())
}

fn read(file: &Path) -> Result<BTreeMap<String, String>> {
    let bytes = fs::read(file).map_err(|error| Failure::at(file.display(), error))?;
    let manifest = Manifest::from_json(&bytes).ok_or_else(|| {
        Failure::Usage(format!(
            "{} is no manifest of a site; `postil build` writes one, {MANIFEST} in its folder",
            file.display()
        ))
    })?;
    Ok(manifest.files)
}

/// Returns what changed, in the order in which it can be uploaded: pages after all that they
/// show, and what is gone last.
fn changes<'a>(
    old: &'a BTreeMap<String, String>,
    new: &'a BTreeMap<String, String>,
) -> Vec<(&'static str, &'a str)> {
    let come = new.iter().filter_map(|(path, hash)| match old.get(path) {
        None => Some(("new", path.as_str())),
        Some(before) => (before != hash).then_some(("changed", path.as_str())),
    });
    let gone = old.keys().filter(|path| !new.contains_key(*path));
    let mut all: Vec<_> = come.chain(gone.map(|path| ("gone", path.as_str()))).collect();
    all.sort_by_key(|(how, path)| (*how == "gone", path.ends_with(".html"), *path));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_come_after_what_they_show_and_what_is_gone_last() {
        let files = |files: &[(&str, &str)]| {
            let files = files.iter().map(|(path, hash)| ((*path).to_owned(), (*hash).to_owned()));
            files.collect::<BTreeMap<_, _>>()
        };
        let old = files(&[("a.html", "1"), ("b.html", "1"), ("c.css", "1"), ("same", "1")]);
        let new = files(&[("a.html", "2"), ("d.html", "1"), ("z.css", "1"), ("same", "1")]);
        let expected = [
            ("new", "z.css"),
            ("changed", "a.html"),
            ("new", "d.html"),
            ("gone", "c.css"),
            ("gone", "b.html"),
        ];
        assert_eq!(changes(&old, &new), expected);
    }
}
