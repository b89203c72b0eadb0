//! Earlier states of an edition's files, asked of the `git` command.
//!
//! Nothing depends on it: without `git`, or outside of a repository, there is no history.

use std::{
    io,
    path::Path,
    process::{Command, Output, Stdio},
};

/// Commits that changed a file are looked through so far back.
const MAX_COMMITS: &str = "200";

/// Why a state of a file cannot be had.
#[derive(Debug)]
pub enum NoHistory {
    /// There is no `git` command.
    NoGit,
    /// What `git` says: no repository, no such commit.
    Refused(String),
}

/// Returns the commits that changed a file, the last one first.
///
/// `path` is below `root`, with `/`. Empty where there is no history.
#[must_use]
pub fn commits_of(root: &Path, path: &str) -> Vec<String> {
    let arguments = ["log", "--format=%H", "--max-count", MAX_COMMITS, "--", path];
    let Ok(said) = git(root, &arguments) else { return Vec::new() };
    String::from_utf8_lossy(&said.stdout).lines().map(str::to_owned).collect()
}

/// Returns the name of a commit; `revision` is anything that names one.
///
/// # Errors
///
/// [`NoHistory`].
pub fn commit(root: &Path, revision: &str) -> Result<String, NoHistory> {
    let commit = format!("{revision}^{{commit}}");
    let said = git(root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])?;
    Ok(String::from_utf8_lossy(&said.stdout).trim().to_owned())
}

/// Returns a file as it was in a commit; `None` if it was not there.
///
/// `path` is below `root`, with `/`.
#[must_use]
pub fn file_at(root: &Path, commit: &str, path: &str) -> Option<Vec<u8>> {
    let object = format!("{commit}:./{path}");
    git(root, &["show", "--end-of-options", &object]).ok().map(|said| said.stdout)
}

fn git(root: &Path, arguments: &[&str]) -> Result<Output, NoHistory> {
    let said = Command::new("git")
        .arg("-C")
        .arg(root)
        .args(["--no-pager", "--literal-pathspecs"])
        .args(arguments)
        // Reading takes no locks, so it never stands in the way of someone's commit.
        .env("GIT_OPTIONAL_LOCKS", "0")
        .stdin(Stdio::null())
        .output()
        .map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => NoHistory::NoGit,
            _ => NoHistory::Refused(error.to_string()),
        })?;
    if said.status.success() {
        return Ok(said);
    }
    Err(NoHistory::Refused(String::from_utf8_lossy(&said.stderr).trim().to_owned()))
}
