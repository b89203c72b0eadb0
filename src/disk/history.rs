//! Earlier states of an edition's files, asked of the `git` command.
//!
//! Nothing depends on it: without `git`, or outside of a repository, there is no history.
//!
//! A repository that came with an edition may be set to run programs: in place of a
//! pager, to look at signatures, to fetch what is missing. So only the plumbing is asked,
//! which looks at no such setting but those that are overruled here, and nothing is
//! fetched. What the user has set for all repositories is the user's own, and stays.

use std::{
    io::{self, Read},
    path::Path,
    process::{Command, Stdio},
};

/// Commits that changed a file are looked through so far back.
const MAX_COMMITS: &str = "200";

/// Larger files are none of an edition, in bytes: as few bytes of a repository make many.
const MAX_SIZE: u64 = 64_000_000;

/// Settings of the repository that are not heeded. A bare one within an edition could be
/// made of files that are cloned with it.
const OVERRULED: [&str; 6] = [
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "safe.bareRepository=explicit",
];

/// Reading takes no locks, so it never stands in the way of someone's commit; it asks
/// nobody anything, and fetches nothing: of these two, older versions know the last.
const ENVIRONMENT: [(&str, &str); 4] = [
    ("GIT_OPTIONAL_LOCKS", "0"),
    ("GIT_TERMINAL_PROMPT", "0"),
    ("GIT_NO_LAZY_FETCH", "1"),
    ("GIT_ALLOW_PROTOCOL", "none"),
];

/// Why a state of a file cannot be had.
#[derive(Debug)]
pub enum NoHistory {
    /// There is no `git` command.
    NoGit,
    /// There is no repository, or no such commit, as `git` says.
    Refused,
}

/// Returns the commits that changed a file, the last one first.
///
/// `path` is below `root`, with `/`. Empty where there is no history.
#[must_use]
pub fn commits_of(root: &Path, path: &str) -> Vec<String> {
    let arguments = ["rev-list", "--max-count", MAX_COMMITS, "HEAD", "--", path];
    let Ok(said) = git(root, &arguments) else { return Vec::new() };
    String::from_utf8_lossy(&said).lines().map(str::to_owned).collect()
}

/// Returns the name of a commit; `revision` is anything that names one.
///
/// # Errors
///
/// [`NoHistory`].
pub fn commit(root: &Path, revision: &str) -> Result<String, NoHistory> {
    // It would be read as an option; old versions know no way to say that it is none.
    if revision.starts_with('-') {
        return Err(NoHistory::Refused);
    }
    let commit = format!("{revision}^{{commit}}");
    let said = git(root, &["rev-parse", "--verify", "--quiet", &commit])?;
    Ok(String::from_utf8_lossy(&said).trim().to_owned())
}

/// Returns a file as it was in a commit, by the commit's name; `None` if it was not there.
///
/// `path` is below `root`, with `/`.
#[must_use]
pub fn file_at(root: &Path, commit: &str, path: &str) -> Option<Vec<u8>> {
    git(root, &["cat-file", "blob", &format!("{commit}:./{path}")]).ok()
}

/// Returns what `git` says of its version; `None` if there is no such command.
#[must_use]
pub fn git_version() -> Option<String> {
    let said = git(Path::new("."), &["version"]).ok()?;
    Some(String::from_utf8_lossy(&said).trim().to_owned())
}

/// Returns whether a folder lies in a repository.
#[must_use]
pub fn is_repository(root: &Path) -> bool {
    git(root, &["rev-parse", "--git-dir"]).is_ok()
}

/// Returns what `git` says.
fn git(root: &Path, arguments: &[&str]) -> Result<Vec<u8>, NoHistory> {
    let mut git = Command::new("git")
        .arg("-C")
        .arg(root)
        .args(["--no-pager", "--literal-pathspecs", "--no-replace-objects"])
        .args(OVERRULED)
        .args(arguments)
        .envs(ENVIRONMENT)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => NoHistory::NoGit,
            _ => NoHistory::Refused,
        })?;
    let mut said = Vec::new();
    // Where more is said, nobody listens any more, and `git` fails.
    let read = git.stdout.take().map(|out| out.take(MAX_SIZE).read_to_end(&mut said));
    match (read, git.wait()) {
        (Some(Ok(_)), Ok(status)) if status.success() => Ok(said),
        _ => Err(NoHistory::Refused),
    }
}
