//! Editions that come with a repository of their own: whatever it is set to run, no
//! command runs it.

#![cfg(unix)]

use std::{
    fs,
    io::Write,
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Command, Stdio},
};

use crate::{
    sandbox::{Run, Sandbox},
    serve::Served,
};

const TEXT: &str = "content/first/index.md";

/// Settings that name a program, or have one run.
const SETTINGS: [&str; 28] = [
    "alias.cat-file",
    "alias.log",
    "alias.rev-list",
    "alias.rev-parse",
    "alias.show",
    "core.alternateRefsCommand",
    "core.askPass",
    "core.editor",
    "core.fsmonitor",
    "core.gitProxy",
    "core.pager",
    "core.sshCommand",
    "credential.helper",
    "diff.evil.command",
    "diff.evil.textconv",
    "diff.external",
    "filter.evil.clean",
    "filter.evil.process",
    "filter.evil.smudge",
    "gpg.program",
    "gpg.ssh.program",
    "gpg.x509.program",
    "pager.cat-file",
    "pager.log",
    "pager.rev-list",
    "pager.show",
    "remote.origin.uploadpack",
    "uploadpack.packObjectsHook",
];

/// Asks git as the people who made the edition, whose settings count.
fn git(sandbox: &Sandbox, arguments: &[&str], input: &str) -> String {
    let mut git = Command::new("git")
        .current_dir(sandbox.path(""))
        .args(["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"])
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("git can be run");
    let mut stdin = git.stdin.take().expect("its input is a pipe");
    stdin.write_all(input.as_bytes()).expect("git reads");
    drop(stdin);
    let run = Run::of(git.wait_with_output().expect("git ends"));
    run.expect_code(0).out.trim().to_owned()
}

/// An edition whose passage is no longer in its text, and found by its history.
fn edition() -> Sandbox {
    let sandbox = Sandbox::small();
    sandbox.write(".gitattributes", "* diff=evil filter=evil\n");
    git(&sandbox, &["init", "-q"], "");
    let text = |colour: &str| format!("# First\n\nThe quick {colour} fox jumps over it.\n");
    for colour in ["brown", "red", "brown"] {
        sandbox.write(TEXT, text(colour));
        git(&sandbox, &["add", "-A"], "");
        git(&sandbox, &["commit", "-q", "-m", "a"], "");
    }
    // As if somebody had signed it.
    let commit = git(&sandbox, &["cat-file", "commit", "HEAD"], "");
    let signature = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n";
    let signed = commit.replacen("\n\n", &format!("\n{signature}\n"), 1) + "\n";
    let signed = git(&sandbox, &["hash-object", "-t", "commit", "-w", "--stdin"], &signed);
    git(&sandbox, &["update-ref", "HEAD", &signed], "");
    sandbox.write(TEXT, text("grey"));
    sandbox
}

/// Has the repository of an edition run a program wherever it can, which leaves a file
/// in `outside`.
fn set_a_trap(sandbox: &Sandbox, outside: &Sandbox) {
    let program = outside.path("program");
    let mark = outside.path("it-ran");
    outside.write("program", format!("#!/bin/sh\necho \"$0 $*\" >>{}\n", mark.display()));
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("it is ours");
    for hook in ["post-index-change", "reference-transaction", "post-checkout", "pre-auto-gc"] {
        let hook = outside.path(&format!("hooks/{hook}"));
        fs::create_dir_all(hook.parent().expect("it lies in a folder")).expect("it can be made");
        fs::copy(&program, hook).expect("it can be copied");
    }
    // All of the history is asked for what is remembered and nowhere to be found.
    sandbox.succeed(&["anchors", "reanchor"]);
    let notes = sandbox.read("content/first/notes.yaml");
    let lost = notes.replace("id: fox", "id: lost").replace("brown fox", "what nobody wrote");
    sandbox.write("content/first/notes.yaml", notes + &lost);
    // What is missing is fetched from where the rest came from.
    let blob = git(sandbox, &["rev-parse", &format!("HEAD~1:{TEXT}")], "");
    sandbox.remove(&format!(".git/objects/{}/{}", &blob[..2], &blob[2..]));
    let path = |name: &str| outside.path(name).to_string_lossy().into_owned();
    for setting in SETTINGS {
        let is_alias = setting.starts_with("alias");
        let value = if is_alias { format!("!{}", path("program")) } else { path("program") };
        git(sandbox, &["config", setting, &value], "");
    }
    let own = sandbox.path("").to_string_lossy().into_owned();
    let others = [
        ("core.hooksPath", &*path("hooks")),
        ("core.repositoryFormatVersion", "1"),
        ("extensions.partialClone", "origin"),
        ("log.showSignature", "true"),
        ("protocol.ext.allow", "always"),
        ("remote.origin.promisor", "true"),
        ("remote.origin.url", &own),
    ];
    for (setting, value) in others {
        git(sandbox, &["config", setting, value], "");
    }
}

/// Runs every command that may ask for history, and some that must not; returns what the
/// program left.
fn run_all(sandbox: &Sandbox, outside: &Sandbox) -> Option<String> {
    sandbox.write("notes.json", "[]");
    for arguments in [
        &["anchors", "status"][..],
        &["anchors", "diff", "HEAD"],
        &["anchors", "diff", "HEAD~1"],
        &["anchors", "reanchor"],
        &["anchors", "accept", "--all-changed"],
        &["annotate", "list", "first"],
        &["check"],
        &["build"],
        &["export", "--format", "csv"],
        &["import", "notes.json", "--article", "first"],
        &["new", "another"],
    ] {
        let run = sandbox.run(arguments);
        assert!(run.code.is_some_and(|code| code < 3), "{arguments:?}: {run:?}");
    }
    drop(Served::start(sandbox, &[]));
    fs::read_to_string(outside.path("it-ran")).ok()
}

#[test]
fn nothing_that_a_repository_is_set_to_run_is_run() {
    let (sandbox, outside) = (edition(), Sandbox::empty());
    set_a_trap(&sandbox, &outside);
    assert_eq!(run_all(&sandbox, &outside), None);
    // By another way that the repository may allow.
    git(&sandbox, &["config", "--unset", "alias.rev-parse"], "");
    let other = format!("ext::{} x", outside.path("program").display());
    git(&sandbox, &["config", "remote.origin.url", &other], "");
    assert_eq!(run_all(&sandbox, &outside), None);
}

#[test]
fn files_of_an_edition_are_no_repository() {
    let (sandbox, outside) = (edition(), Sandbox::empty());
    set_a_trap(&sandbox, &outside);
    git(&sandbox, &["config", "core.bare", "true"], "");
    for entry in fs::read_dir(sandbox.path(".git")).expect("it is there").map_while(Result::ok) {
        fs::rename(entry.path(), sandbox.path("").join(entry.file_name())).expect("it moves");
    }
    sandbox.remove(".git");
    assert_eq!(run_all(&sandbox, &outside), None);
    let said = sandbox.run(&["anchors", "diff", "HEAD"]).expect_code(2);
    said.expect_said("git knows no commit `HEAD` here");
}

#[test]
fn history_is_found_all_the_same() {
    let sandbox = edition();
    sandbox.succeed(&["anchors", "diff", "HEAD~1"]).expect_said("1 change of annotated texts");
    sandbox.succeed(&["anchors", "reanchor"]).expect_said("1 changed");
    // A folder that git keeps elsewhere, as it does for a second working tree.
    let tree = Sandbox::empty();
    let folder = tree.path("tree");
    git(&sandbox, &["worktree", "add", "-q", folder.to_str().expect("it is Unicode")], "");
    let diff = tree.succeed(&["--root", "tree", "anchors", "diff", "HEAD~1"]);
    diff.expect_said("1 change of annotated texts");
    for revision in ["--all", "-h", "HEAD~9", "nowhere"] {
        sandbox.run(&["anchors", "diff", "--", revision]).expect_code(2).expect_said("no commit");
    }
}

/// Runs the program where `path` alone is searched for others.
fn run_with_path(sandbox: &Sandbox, path: &Path, arguments: &[&str]) -> Run {
    let output = sandbox.postil(arguments).env("PATH", path).output();
    Run::of(output.expect("the program can be run"))
}

#[test]
fn without_git_or_with_a_strange_one_there_is_no_history() {
    let (sandbox, outside) = (edition(), Sandbox::empty());
    outside.write("none/nothing", "");
    // One that knows no option of these days, and one that leads nowhere.
    outside.write("old/git", "#!/bin/sh\necho \"Unknown option: $1\" >&2\nexit 129\n");
    let program = outside.path("old/git");
    fs::set_permissions(program, fs::Permissions::from_mode(0o755)).expect("it is ours");
    for (path, code) in [("none", 3), ("old", 2)] {
        let path = outside.path(path);
        run_with_path(&sandbox, &path, &["anchors", "diff"]).expect_code(code).expect_said("git");
        run_with_path(&sandbox, &path, &["anchors", "reanchor"]).expect_said("1 orphan");
        run_with_path(&sandbox, &path, &["build"]).expect_code(0);
    }
    sandbox.remove(".git");
    sandbox.write(".git", "gitdir: /nowhere/at/all\n");
    sandbox.run(&["anchors", "diff"]).expect_code(2).expect_said("git knows no commit");
    sandbox.run(&["anchors", "reanchor"]).expect_said("1 orphan");
}
