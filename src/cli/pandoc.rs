//! Pandoc, which reads documents of word processors.
//!
//! It is run as its own users run it, in its sandbox: it reads the document and nothing else,
//! and writes to its standard output.

use std::{
    io::{self, Write},
    path::Path,
    process::{Command, Stdio},
};

use super::{Failure, Result};
use crate::import::Format;

/// The first version with a sandbox.
pub(super) const OLDEST: [u32; 2] = [2, 15];

/// Whether changes that were tracked are in the tree.
#[derive(Debug, Clone, Copy)]
pub(super) enum Changes {
    /// They are done, and comments are left out.
    Accepted,
    /// They are marked, and so are comments.
    All,
    /// The format has none: all that there is is in the tree.
    None,
}

/// Reads one document.
pub(super) struct Pandoc<'a> {
    file: &'a Path,
    from: &'static str,
}

impl<'a> Pandoc<'a> {
    pub(super) fn new(file: &'a Path, format: Format) -> Self {
        let from = match format {
            Format::Odt => "--from=odt",
            // Signs stay as they were typed.
            Format::Markdown => "--from=markdown-smart",
            _ => "--from=docx",
        };
        Self { file, from }
    }

    /// Returns the tree of the document, as JSON.
    pub(super) fn tree(&self, changes: Changes) -> Result<String> {
        let changes = match changes {
            Changes::Accepted => Some("--track-changes=accept"),
            Changes::All => Some("--track-changes=all"),
            Changes::None => None,
        };
        let mut pandoc = Command::new("pandoc");
        pandoc.args(["--sandbox", self.from, "--to=json"]).args(changes).arg("--").arg(self.file);
        self.run(&mut pandoc, "")
    }

    /// Returns a tree as Markdown.
    pub(super) fn markdown(&self, tree: &str) -> Result<String> {
        let mut pandoc = Command::new("pandoc");
        pandoc.args(["--sandbox", "--from=json", "--to=gfm", "--wrap=none", "--standalone"]);
        self.run(&mut pandoc, tree)
    }

    fn run(&self, pandoc: &mut Command, input: &str) -> Result<String> {
        let piped = pandoc.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = piped.spawn().map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => Failure::Machine(if self.from.contains("markdown") {
                "comments in Markdown are read by Pandoc, which is not installed (pandoc.org)"
                    .into()
            } else {
                "documents of Word are read by Pandoc, which is not installed (pandoc.org); or \
                 save the document as HTML"
                    .into()
            }),
            _ => Failure::at("pandoc", error),
        })?;
        if let Some(mut stdin) = child.stdin.take() {
            // What ends before it has read all says so itself.
            drop(stdin.write_all(input.as_bytes()));
        }
        let output = child.wait_with_output().map_err(|error| Failure::at("pandoc", error))?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        if let Some(said) = version().filter(|said| is_too_old(said)) {
            let version = said.strip_prefix("pandoc ").unwrap_or(&said);
            let [major, minor] = OLDEST;
            return Err(Failure::Machine(format!(
                "Pandoc {version} is too old: documents of Word are read by Pandoc \
                 {major}.{minor} and later (pandoc.org); or save the document as HTML"
            )));
        }
        let said = String::from_utf8_lossy(&output.stderr);
        let file = self.file.display();
        let message =
            format!("{file}: Pandoc cannot read it: {}; nothing was imported", said.trim());
        Err(Failure::Edition(Vec::new(), message))
    }
}

/// Returns what Pandoc says of its version, such as `pandoc 2.17.1.1`; `None` if it does not run.
pub(super) fn version() -> Option<String> {
    let output =
        Command::new("pandoc").arg("--version").stdin(Stdio::null()).stderr(Stdio::null()).output();
    let output = output.ok().filter(|output| output.status.success())?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    Some(said.lines().next().unwrap_or_default().to_owned())
}

/// Returns whether a version, which is the last word of what it says, has no sandbox.
pub(super) fn is_too_old(said: &str) -> bool {
    let version = said.split_whitespace().last().unwrap_or_default();
    let numbers: Vec<u32> = version.split('.').map_while(|part| part.parse().ok()).collect();
    !numbers.is_empty() && numbers.as_slice() < OLDEST.as_slice()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_by_their_numbers() {
        for (version, is_old) in
            [("1.19.2", true), ("2.9.2.1", true), ("2.14", true), ("2.15", false), ("3.1.2", false)]
        {
            assert_eq!(is_too_old(version), is_old, "{version}");
        }
        assert!(!is_too_old("pandoc 2.17.1.1"));
        assert!(is_too_old("pandoc 2.9.2"));
        assert!(!is_too_old("pandoc.exe 3.1"));
        assert!(!is_too_old("something else"));
    }
}
