//! What goes wrong between a build and the machine: links and pipes among the
//! files, files that vanish, full disks, `kill -9`, two builds at once.

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
    files::{Input, Listing, MemoryInput, MemoryOutput},
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
    for name in ["index.md", "more.yaml", "picture.png"] {
        let folder = sandbox.path("content/pipes");
        fs::create_dir_all(&folder).unwrap();
        let made = Command::new("mkfifo").arg(folder.join(name)).status().unwrap();
        assert!(made.success());
    }
    let _socket = UnixListener::bind(sandbox.path("content/first/socket")).unwrap();
    check_fault(&sandbox, 0, "neither a file nor a folder");
    assert!(sandbox.has("public/first/index.html") && !sandbox.has("public/pipes"));
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

// Full disks, `kill -9`, two builds at once.

/// Makes an edition of many articles, each with a note; `version` shows on each
/// page, and here and there a file of the one is a folder of the other.
fn write_many(sandbox: &Sandbox, version: usize) {
    sandbox.write(
        "content/edition.yaml",
        format!("title: Version {version}\nbase_url: https://example.org/\n"),
    );
    for number in 0..200 {
        let folder = format!("content/article-{number}");
        let text = format!("# Article {number}\n\nThis is version {version} of it.\n");
        sandbox.write(&format!("{folder}/index.md"), text);
        let notes = format!("- {{id: a, kind: note, quote: version {version}, body: One.}}\n");
        sandbox.write(&format!("{folder}/notes.yaml"), notes);
        if number % 10 == 0 {
            swap(
                sandbox,
                &format!("{folder}/own-{version}"),
                &format!("{folder}/own-{}", version ^ 1),
            );
        }
    }
}

/// Makes one path a folder with a file in it, the other a file.
fn swap(sandbox: &Sandbox, folder: &str, file: &str) {
    for taken in [folder, file] {
        if sandbox.has(taken) {
            sandbox.remove(taken);
        }
    }
    sandbox.write(&format!("{folder}/file"), "below a folder");
    sandbox.write(file, "a file");
}

/// Makes an edition of many articles in one version and builds it.
fn many(version: usize) -> Sandbox {
    let sandbox = Sandbox::empty();
    write_many(&sandbox, version);
    sandbox.succeed(&["build"]);
    sandbox
}

const IGNORED: &str = "trap '' XFSZ;";

/// Builds with files limited to so many blocks of 512 bytes. With the signal
/// ignored that fails as a full disk does; otherwise it kills the program.
fn build_with_limit(sandbox: &Sandbox, n_blocks: usize, signal: &str) -> Run {
    let script = format!("{signal} ulimit -c 0; ulimit -f {n_blocks}; exec \"$0\" build");
    let mut shell = Command::new("sh");
    shell.args(["-c", &script, env!("CARGO_BIN_EXE_postil")]).current_dir(sandbox.path(""));
    Run::of(shell.output().expect("there is a shell"))
}

#[test]
fn a_disk_that_fills_up_while_pages_are_made_leaves_the_old_site() {
    let sandbox = many(0);
    let before = sandbox.site();
    write_many(&sandbox, 1);
    build_with_limit(&sandbox, 1, IGNORED).expect_code(3).expect_said("public");
    assert_same_files(&sandbox.site(), &before);
    sandbox.succeed(&["build"]);
    assert_same_files(&sandbox.site(), &many(1).site());
}

#[test]
fn a_disk_that_fills_up_while_the_manifest_is_written_leaves_the_old_site() {
    let sandbox = with_large_manifest(0);
    let before = sandbox.site();
    write_small_files(&sandbox, 1);
    let limit = blocks_below_manifest(&before);
    build_with_limit(&sandbox, limit, IGNORED).expect_code(3).expect_said("manifest.json");
    assert_same_files(&sandbox.site(), &before);
}

#[test]
fn half_a_manifest_of_a_killed_build_does_not_stay() {
    let sandbox = with_large_manifest(0);
    let limit = blocks_below_manifest(&sandbox.site());
    write_small_files(&sandbox, 1);
    let run = build_with_limit(&sandbox, limit, "");
    assert_eq!(run.code, None, "a signal ends it: {run:?}");
    sandbox.succeed(&["build"]);
    assert_same_files(&sandbox.site(), &with_large_manifest(1).site());
}

/// Makes an edition of so many files that the manifest is larger than any of them.
fn with_large_manifest(version: usize) -> Sandbox {
    let sandbox = Sandbox::small();
    write_small_files(&sandbox, version);
    sandbox.succeed(&["build"]);
    sandbox
}

fn write_small_files(sandbox: &Sandbox, version: usize) {
    for number in 0..1000 {
        sandbox.write(&format!("content/first/{number}.txt"), format!("version {version}"));
    }
}

/// Returns how many blocks each file of a site has room in, but the manifest.
fn blocks_below_manifest(site: &BTreeMap<String, Vec<u8>>) -> usize {
    let mut sizes: Vec<_> = site.iter().map(|(path, bytes)| (bytes.len(), path)).collect();
    sizes.sort_unstable();
    let (_, largest) = sizes.pop().expect("a site has files");
    assert_eq!(largest, ".postil/manifest.json");
    let (next, _) = sizes.pop().expect("a site has pages");
    next / 512 + 2
}

#[test]
fn kill_9_leaves_whole_files_and_the_next_build_heals() {
    let sandbox = many(0);
    let clean = [sandbox.site(), many(1).site()];
    let mut duration = Duration::from_millis(500);
    for round in 0..20_u32 {
        let version = (round as usize + 1) % 2;
        write_many(&sandbox, version);
        let mut child = sandbox.postil(&["build", "-q"]).spawn().expect("the program can be run");
        if round % 4 == 0 {
            // At any time, mostly while pages are made.
            thread::sleep(duration * round / 20);
        } else {
            // While they are moved into place: the first that is removed is the stamp.
            let started = Instant::now();
            while sandbox.has("public/.postil/inputs") && started.elapsed().as_secs() < 60 {
                thread::yield_now();
            }
            thread::sleep(Duration::from_millis(2) * round);
        }
        child.kill().unwrap();
        child.wait().unwrap();
        assert_all_whole(&sandbox.site(), &clean);
        let started = Instant::now();
        sandbox.succeed(&["build"]);
        duration = started.elapsed();
        assert_same_files(&sandbox.site(), &clean[version]);
    }
}

/// Asserts that each file is that of one version, and none is missing that both have.
#[track_caller]
fn assert_all_whole(found: &BTreeMap<String, Vec<u8>>, clean: &[BTreeMap<String, Vec<u8>>; 2]) {
    for (path, bytes) in found.iter().filter(|(path, _)| !path.starts_with(".postil/")) {
        let is_whole = clean.iter().any(|site| site.get(path) == Some(bytes));
        assert!(is_whole, "{path} is neither old nor new");
    }
    let [old, new] = clean;
    for path in old.keys().filter(|path| new.contains_key(*path)) {
        assert!(found.contains_key(path), "{path} is missing");
    }
}

#[test]
fn a_first_build_that_was_killed_can_be_repeated() {
    let sandbox = Sandbox::empty();
    write_many(&sandbox, 0);
    for round in 0..6 {
        let mut child = sandbox.postil(&["build", "-q"]).spawn().unwrap();
        let started = Instant::now();
        while !sandbox.has("public/.postil/manifest.json") && started.elapsed().as_secs() < 60 {
            thread::yield_now();
        }
        thread::sleep(Duration::from_millis(round));
        child.kill().unwrap();
        child.wait().unwrap();
        sandbox.succeed(&["build"]);
        assert_same_files(&sandbox.site(), &many(0).site());
        sandbox.remove("public");
    }
}

#[test]
fn builds_at_once_all_end_well_and_the_site_is_whole() {
    let sandbox = Sandbox::empty();
    write_many(&sandbox, 0);
    let expected = many(0).site();
    for _ in 0..3 {
        let children: Vec<_> =
            (0..3).map(|_| sandbox.postil(&["build", "-q"]).spawn().unwrap()).collect();
        for mut child in children {
            assert!(child.wait().unwrap().success());
        }
        assert_same_files(&sandbox.site(), &expected);
        sandbox.remove("public");
    }
}

#[test]
fn builds_of_two_versions_at_once_leave_one_of_them() {
    let (one, other) = (many(0), many(1));
    let expected = [one.site(), other.site()];
    let output = one.path("public");
    for _ in 0..3 {
        let mut children: Vec<_> = [&one, &other]
            .map(|edition| {
                let mut build = edition.postil(&["build", "-q", "--output"]);
                build.arg(&output).spawn().unwrap()
            })
            .into();
        for child in &mut children {
            assert!(child.wait().unwrap().success());
        }
        assert!(expected.contains(&one.site()), "the site is a mixture");
    }
}
