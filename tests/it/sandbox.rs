//! An edition in a folder of its own, and the program run on it.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use tempfile::TempDir;

/// What lies in the output beside the site.
const NOT_OF_THE_SITE: [&str; 1] = [".postil/lock"];

/// Where builds keep what they made, below the edition.
pub(crate) const CACHE: &str = ".postil-cache";

/// A temporary folder that mostly holds an edition; removed when it is dropped.
#[derive(Debug)]
pub(crate) struct Sandbox {
    folder: TempDir,
}

/// What a run of the program came to.
#[derive(Debug)]
pub(crate) struct Run {
    /// The exit code; `None` if a signal ended it.
    pub(crate) code: Option<i32>,
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
}

impl Sandbox {
    /// Makes an empty folder.
    pub(crate) fn empty() -> Self {
        Self { folder: TempDir::new().expect("a temporary folder can be made") }
    }

    /// Makes an edition of one article with one note, about which there is
    /// nothing to say.
    pub(crate) fn small() -> Self {
        let sandbox = Self::empty();
        sandbox.write(
            "content/edition.yaml",
            "title: A small edition\nbase_url: https://example.org/sub/path/\n\
             allow: [{ code: no-lock, reason: its text stays as it is }]\n",
        );
        sandbox.write("content/first/index.md", "# First\n\nThe quick brown fox jumps.\n");
        sandbox.write(
            "content/first/notes.yaml",
            "- id: fox\n  kind: note\n  quote: brown fox\n  body: A fox.\n",
        );
        sandbox
    }

    /// Returns a path below the folder.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(path);
        let parent = path.parent().expect("a path below the folder has a parent");
        fs::create_dir_all(parent).expect("a folder can be made");
        fs::write(path, bytes).expect("a file can be written");
    }

    #[track_caller]
    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub(crate) fn has(&self, path: &str) -> bool {
        self.path(path).symlink_metadata().is_ok()
    }

    /// Removes a file, or a folder with all that it holds.
    pub(crate) fn remove(&self, path: &str) {
        let path = self.path(path);
        let removed =
            if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        removed.expect("what a test made can be removed");
    }

    /// Returns the program with arguments, its working folder being the sandbox.
    pub(crate) fn postil(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_postil"));
        command.args(arguments).current_dir(self.folder.path());
        // What the machine of the tests happens to be set to must not matter.
        command.env_remove("NO_COLOR").env_remove("GITHUB_ACTIONS").env("HOME", "/nowhere");
        command
    }

    /// Runs the program in the sandbox.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        Run::of(self.postil(arguments).output().expect("the program can be run"))
    }

    /// Runs the program, which must end well.
    #[track_caller]
    pub(crate) fn succeed(&self, arguments: &[&str]) -> Run {
        self.run(arguments).expect_code(0)
    }

    /// Returns the files of the site, by path below `public/`.
    pub(crate) fn site(&self) -> BTreeMap<String, Vec<u8>> {
        site_in(&self.path("public"))
    }

    /// Returns all files, by path below the sandbox.
    pub(crate) fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = files_below(self.folder.path());
        files.retain(|path, _| !path.starts_with(CACHE));
        files
    }
}

impl Run {
    pub(crate) fn of(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("the program prints UTF-8");
        Self { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    #[track_caller]
    pub(crate) fn expect_code(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        self
    }

    /// Asserts that standard error holds `text`.
    #[track_caller]
    pub(crate) fn expect_said(self, text: &str) -> Self {
        assert!(self.err.contains(text), "“{text}” is not in {self:#?}");
        self
    }
}

/// Returns the files of a site in a folder, by path.
pub(crate) fn site_in(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = files_below(folder);
    files.retain(|path, _| !NOT_OF_THE_SITE.contains(&path.as_str()));
    files
}

/// Returns the regular files below a folder by path, links not followed.
fn files_below(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).expect("it lies below the folder");
            let bytes = fs::read(entry.path()).expect("a file of the sandbox can be read");
            (path.to_string_lossy().into_owned(), bytes)
        })
        .collect()
}

/// Asserts that two sets of files are the same, naming only what differs.
#[track_caller]
pub(crate) fn assert_same_files(
    actual: &BTreeMap<String, Vec<u8>>,
    expected: &BTreeMap<String, Vec<u8>>,
) {
    let paths: std::collections::BTreeSet<&String> = actual.keys().chain(expected.keys()).collect();
    let differing: Vec<_> =
        paths.into_iter().filter(|path| actual.get(*path) != expected.get(*path)).collect();
    let first = &differing[..differing.len().min(5)];
    assert!(differing.is_empty(), "{} files differ, among them {first:?}", differing.len());
}
