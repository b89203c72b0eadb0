//! What goes wrong between a build and the machine: links and pipes among the
//! files, files that vanish. See `crashes.rs` for builds that are cut short.

#![cfg(unix)]

use std::{
    collections::BTreeMap,
    ffi::OsStr,
    fs, io,
    os::unix::{
        ffi::OsStrExt,
        fs::{PermissionsExt, symlink},
        net::UnixListener,
    },
    path::Path,
    process::{Command, Stdio},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use postil::{
    Options, Report, build,
    diag::Severity,
    io::{Input, Listing, MemoryInput, MemoryOutput},
};

use crate::sandbox::{Run, Sandbox, assert_same_files};

// Links, pipes, names.

/// Runs `check` and `build`, which must end within half a minute and say `said`.
#[track_caller]
fn check_fault(sandbox: &Sandbox, code: i32, said: &str) {
    for command in ["check", "build"] {
        let mut postil = sandbox.postil(&[command]);
        let mut child = postil
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program can be run");
        let started = Instant::now();
        while child.try_wait().expect("a child can be asked").is_none() {
            if started.elapsed() > Duration::from_secs(30) {
                child.kill().expect("a child can be killed");
                panic!("`{command}` blocks");
            }
            thread::sleep(Duration::from_millis(5));
        }
        let run = Run::of(child.wait_with_output().expect("the program has ended"));
        run.expect_code(code).expect_said(said);
    }
}

#[test]
fn a_link_within_the_edition_works() {
    let sandbox = Sandbox::small();
    sandbox.write("content/second/index.md", "# Second\n\nText.\n");
    sandbox.write("content/second/a.txt", "shared");
    symlink("../second/a.txt", sandbox.path("content/first/b.txt")).unwrap();
    symlink("second", sandbox.path("content/third")).unwrap();
    sandbox.succeed(&["check", "--deny", "warnings"]);
    sandbox.succeed(&["build"]);
    assert_eq!(sandbox.read("public/first/b.txt"), "shared");
    assert!(sandbox.has("public/third/index.html"));
    let copied = sandbox.path("public/first/b.txt");
    assert!(!copied.symlink_metadata().unwrap().is_symlink());
}

#[test]
fn a_link_out_of_the_edition_is_an_error() {
    let outside = Sandbox::empty();
    outside.write("secret.txt", "secret");
    outside.write("folder/index.md", "# Secret\n");
    outside.write("theme/theme.yaml", "extends: folio\n");
    for (target, link) in [
        ("secret.txt", "content/first/picture.png"),
        ("secret.txt", "content/first/more.yaml"),
        ("folder", "content/folder"),
        ("theme", "themes/mine"),
        ("secret.txt", "themes/mine/assets/a.css"),
    ] {
        let sandbox = Sandbox::small();
        fs::create_dir_all(sandbox.path(link).parent().unwrap()).unwrap();
        symlink(outside.path(target), sandbox.path(link)).unwrap();
        check_fault(&sandbox, 1, "the link leads out of the edition");
        assert!(!sandbox.has("public/index.html"), "{link}");
    }
}

#[test]
fn a_link_to_what_the_edition_does_not_publish_is_an_error() {
    for (target, link) in [
        ("../../.git/config", "content/first/a.txt"),
        ("../../letters.txt", "content/first/a.txt"),
        ("../../.git", "content/first/folder"),
        ("../..", "content/first/folder"),
        ("../second/.hidden", "content/first/a.txt"),
        ("../second/.folder/a.txt", "content/first/a.txt"),
        ("../../content/second/.hidden", "themes/mine/a.css"),
    ] {
        let sandbox = Sandbox::small();
        let secrets = [
            ".git/config",
            "letters.txt",
            "content/second/.hidden",
            "content/second/.folder/a.txt",
        ];
        for secret in secrets {
            sandbox.write(secret, "secret");
        }
        fs::create_dir_all(sandbox.path(link).parent().unwrap()).unwrap();
        symlink(target, sandbox.path(link)).unwrap();
        check_fault(&sandbox, 1, "content and themes, or to a hidden file");
        assert!(!sandbox.has("public/index.html"), "{link} to {target}");
    }
}

#[test]
fn content_may_be_a_link_to_another_folder_of_the_edition() {
    let sandbox = Sandbox::small();
    fs::rename(sandbox.path("content"), sandbox.path("texts")).unwrap();
    symlink("texts", sandbox.path("content")).unwrap();
    sandbox.succeed(&["build"]);
    assert!(sandbox.has("public/first/index.html"));
    sandbox.remove("content");
    fs::rename(sandbox.path("texts"), sandbox.path(".texts")).unwrap();
    symlink(".texts", sandbox.path("content")).unwrap();
    check_fault(&sandbox, 1, "or to a hidden file");
}

#[test]
fn content_that_is_itself_a_link_out_of_the_edition_is_an_error() {
    let outside = Sandbox::small();
    let sandbox = Sandbox::empty();
    symlink(outside.path("content"), sandbox.path("content")).unwrap();
    check_fault(&sandbox, 1, "the link leads out of the edition");
}

#[test]
fn a_link_that_leads_nowhere_is_an_error() {
    let sandbox = Sandbox::small();
    symlink("missing.png", sandbox.path("content/first/a.png")).unwrap();
    check_fault(&sandbox, 1, "content/first/a.png");
}

#[test]
fn links_in_a_circle_end() {
    let sandbox = Sandbox::small();
    symlink(".", sandbox.path("content/first/self")).unwrap();
    symlink("..", sandbox.path("content/first/up")).unwrap();
    check_fault(&sandbox, 0, "a folder that holds it");
    assert!(sandbox.has("public/first/index.html"));
}

#[test]
fn links_to_each_other_are_an_error() {
    let sandbox = Sandbox::small();
    symlink("b.png", sandbox.path("content/first/a.png")).unwrap();
    symlink("a.png", sandbox.path("content/first/b.png")).unwrap();
    check_fault(&sandbox, 1, "content/first/a.png");
}

#[test]
fn pipes_and_sockets_are_left_out_and_never_block() {
    let sandbox = Sandbox::small();
    make_pipe(&sandbox, "content/pipes/picture.png");
    let _socket = UnixListener::bind(sandbox.path("content/first/socket")).unwrap();
    check_fault(&sandbox, 0, "neither a file nor a folder");
    assert!(sandbox.has("public/first/index.html") && !sandbox.has("public/pipes"));
}

fn make_pipe(sandbox: &Sandbox, path: &str) {
    let path = sandbox.path(path);
    let parent = path.parent().expect("a path below the folder has a parent");
    fs::create_dir_all(parent).expect("a folder can be made");
    let made = Command::new("mkfifo").arg(&path).status().expect("there is `mkfifo`");
    assert!(made.success());
}

#[test]
fn a_pipe_or_a_folder_in_the_place_of_a_text_or_a_list_is_an_error() {
    for path in [
        "content/glossary.yaml",
        "content/first/more.yaml",
        "content/first/witness.txt",
        "content/second/index.md",
        "content/pages/about.md",
    ] {
        let sandbox = Sandbox::small();
        make_pipe(&sandbox, path);
        check_fault(&sandbox, 1, path);
        sandbox.remove(path);
        fs::create_dir(sandbox.path(path)).unwrap();
        check_fault(&sandbox, 1, &format!("{path}:1:1"));
    }
    // Elsewhere a folder may have any name.
    let sandbox = Sandbox::small();
    sandbox.write("content/first/data/a.yaml/x.csv", "1");
    sandbox.write("content/v1.md/index.md", "# Second\n\nText.\n");
    sandbox.succeed(&["build"]);
    assert!(sandbox.has("public/v1.md/index.html"));
}

#[test]
fn a_pipe_in_the_place_of_the_settings_is_no_edition() {
    let sandbox = Sandbox::small();
    sandbox.remove("content/edition.yaml");
    let path = sandbox.path("content/edition.yaml");
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
    check_fault(&sandbox, 2, "no edition");
}

#[test]
fn a_link_to_a_device_is_an_error() {
    let sandbox = Sandbox::small();
    symlink("/dev/zero", sandbox.path("content/first/a.png")).unwrap();
    check_fault(&sandbox, 1, "the link leads out of the edition");
}

#[test]
fn a_pipe_in_the_output_never_blocks() {
    let sandbox = Sandbox::small();
    sandbox.succeed(&["build"]);
    let page = sandbox.path("public/first/index.html");
    fs::remove_file(&page).unwrap();
    assert!(Command::new("mkfifo").arg(&page).status().unwrap().success());
    check_fault(&sandbox, 0, "");
    assert!(page.is_file());
}

#[test]
fn a_name_that_is_not_unicode_is_left_out() {
    let sandbox = Sandbox::small();
    fs::write(sandbox.path("content/first").join(OsStr::from_bytes(b"a\xff.png")), "a").unwrap();
    let folder = sandbox.path("content").join(OsStr::from_bytes(b"f\xff"));
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("index.md"), "# Lost\n").unwrap();
    check_fault(&sandbox, 0, "the name is not Unicode");
    assert_eq!(sandbox.site().keys().filter(|path| path.ends_with("index.html")).count(), 4);
}

/// Forbids what `mode` leaves out; returns whether that binds, which it does not
/// for the superuser.
fn forbid(path: &Path, mode: u32) -> bool {
    let permissions = fs::Permissions::from_mode(mode);
    fs::set_permissions(path, permissions).expect("a test may forbid what it made");
    !Command::new("test")
        .arg("-r")
        .arg(path)
        .arg("-a")
        .arg("-w")
        .arg(path)
        .status()
        .is_ok_and(|s| s.success())
}

#[test]
fn a_file_or_folder_that_may_not_be_read_is_an_error() {
    for path in ["content/first/notes.yaml", "content/first"] {
        let sandbox = Sandbox::small();
        let path = sandbox.path(path);
        if forbid(&path, 0o000) {
            check_fault(&sandbox, 1, "cannot be read");
        }
        forbid(&path, 0o755);
    }
}

#[test]
fn an_output_that_may_not_be_written_ends_with_3() {
    let sandbox = Sandbox::small();
    sandbox.succeed(&["build"]);
    let before = sandbox.site();
    sandbox.write("content/first/index.md", "# First\n\nThe slow brown fox sits.\n");
    let own = sandbox.path("public/.postil");
    if forbid(&own, 0o555) {
        sandbox.run(&["build"]).expect_code(3);
        assert_same_files(&sandbox.site(), &before);
    }
    forbid(&own, 0o755);
}

// Files that vanish.

/// An edition in memory from which a file goes away once it was listed.
struct Vanishing {
    edition: MemoryInput,
    path: &'static str,
}

impl Input for Vanishing {
    fn list(&self) -> Arc<Listing> {
        self.edition.list()
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        if path == self.path {
            Err(io::ErrorKind::NotFound.into())
        } else {
            self.edition.read(path)
        }
    }
}

/// Builds an edition of two articles from which a file vanishes.
fn build_vanishing(path: &'static str) -> (Report, BTreeMap<String, Vec<u8>>) {
    let files = [
        ("content/edition.yaml", "title: A\nbase_url: https://example.org/\n"),
        ("content/glossary.yaml", "- {id: a, term: a, definition: A letter.}\n"),
        ("content/sources.yaml", "a: {type: web, title: A}\n"),
        ("content/pages/about.md", "# About\n"),
        ("content/one/index.md", "# One\n\nText.\n"),
        ("content/one/witness.txt", "One\n\nText.\n"),
        ("content/one/notes.yaml", "- {id: a, kind: note, quote: Text, body: A.}\n"),
        ("content/one/a.png", "a picture"),
        ("content/two/index.md", "# Two\n\nText.\n"),
        ("themes/folio/custom.css", "a {}\n"),
    ];
    let files = files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).into();
    let edition = MemoryInput { files };
    let output = MemoryOutput::default();
    let report = build(&Options::default(), &Vanishing { edition, path }, &output);
    (report, output.into_files())
}

#[test]
fn a_file_that_vanishes_is_a_warning_and_the_rest_is_built() {
    for path in [
        "content/glossary.yaml",
        "content/sources.yaml",
        "content/pages/about.md",
        "content/one/index.md",
        "content/one/witness.txt",
        "content/one/notes.yaml",
        "content/one/a.png",
    ] {
        let (report, files) = build_vanishing(path);
        let found: Vec<_> = report
            .diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity != Severity::Info)
            .map(|diagnostic| (diagnostic.problem.code(), &*diagnostic.place.path))
            .collect();
        assert_eq!(found, [("vanished", path)]);
        assert!(!report.is_failed());
        assert!(files.contains_key("two/index.html"), "{path}");
        assert_eq!(files.contains_key("one/index.html"), path != "content/one/index.md");
    }
}

#[test]
fn settings_that_vanish_are_never_replaced_by_defaults() {
    let (report, _) = build_vanishing("content/edition.yaml");
    assert!(report.is_failed(), "{:?}", report.diagnostics);
}

#[test]
fn a_theme_that_vanishes_is_never_replaced_by_the_one_built_in() {
    let (report, _) = build_vanishing("themes/folio/custom.css");
    assert!(report.is_failed(), "{:?}", report.diagnostics);
}
