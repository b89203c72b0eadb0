//! The live preview and the file system: how editors save, folders that go and
//! come, many files at once, systems without events; and what it says on the way.

use std::{
    fs,
    process::{Command, Stdio},
};

use crate::{sandbox::Sandbox, serve::Served};
use postil::{Options, build, disk::FolderInput, edition::Drafts, io::MemoryOutput};

const TEXT: &str = "content/first/index.md";
const PAGE: &str = "/sub/path/first/";

fn text(word: &str) -> String {
    format!("# First\n\nThe {word} brown fox.\n")
}

#[test]
fn saves_are_seen_however_an_editor_saves() {
    let sandbox = Sandbox::small();
    for options in [&[][..], &["--poll"]] {
        sandbox.write(TEXT, text("quick"));
        let served = Served::start(&sandbox, options);
        for (name, save) in EDITORS {
            save(&sandbox, &text(name));
            served.until_shows(PAGE, name);
        }
        sandbox.remove("content/first");
        served.until("the article is gone", || served.get(PAGE).status == 404);
        sandbox.write(TEXT, text("recreated"));
        served.until_shows(PAGE, "recreated");
    }
}

/// Saves a text.
type Save = fn(&Sandbox, &str);

/// How editors save, as `strace` shows it.
const EDITORS: [(&str, Save); 5] = [
    ("overwriting", |sandbox, text| sandbox.write(TEXT, text)),
    ("sed", |sandbox, text| {
        sandbox.write("content/first/sedQ3xYb1", text);
        rename(sandbox, "content/first/sedQ3xYb1", TEXT);
    }),
    ("vim", |sandbox, text| {
        sandbox.write("content/first/.index.md.swp", "b0VIM");
        sandbox.write("content/first/4913", "");
        sandbox.remove("content/first/4913");
        rename(sandbox, TEXT, "content/first/index.md~");
        sandbox.write(TEXT, text);
        sandbox.remove("content/first/index.md~");
        sandbox.remove("content/first/.index.md.swp");
    }),
    ("emacs", |sandbox, text| {
        sandbox.write("content/first/#index.md#", text);
        rename(sandbox, TEXT, "content/first/index.md~");
        sandbox.write(TEXT, text);
        sandbox.remove("content/first/#index.md#");
    }),
    ("jetbrains", |sandbox, text| {
        sandbox.write("content/first/index.md___jb_tmp___", text);
        rename(sandbox, TEXT, "content/first/index.md___jb_old___");
        rename(sandbox, "content/first/index.md___jb_tmp___", TEXT);
        sandbox.remove("content/first/index.md___jb_old___");
    }),
];

fn rename(sandbox: &Sandbox, from: &str, to: &str) {
    fs::rename(sandbox.path(from), sandbox.path(to)).expect("a file can be renamed");
}

#[test]
fn a_save_is_one_rebuild_however_an_editor_saves() {
    let sandbox = Sandbox::small();
    let served = Served::start(&sandbox, &[]);
    for (name, save) in EDITORS {
        // A busy machine may halt this test in mid-save for longer than a burst
        // lasts; an editor whose save counts as two never makes one of it.
        let fewest = (0..5).map(|attempt| {
            let before = served.generation();
            let word = format!("{name}-{attempt}");
            save(&sandbox, &text(&word));
            served.until_shows(PAGE, &word);
            // Whatever else the save has touched is seen before this is.
            sandbox.write("content/first/notes.yaml", format!("# {word}\n[]\n"));
            served.until("the next change is seen", || served.generation() > before + 1);
            served.generation() - before - 1
        });
        assert_eq!(fewest.min(), Some(1), "rebuilds for a save by {name}");
    }
}

#[test]
fn folders_may_go_away_and_come_back() {
    let sandbox = Sandbox::small();
    let served = Served::start(&sandbox, &[]);
    let away = sandbox.path("away");
    fs::rename(sandbox.path("content"), &away).unwrap();
    served.said_until("content/edition.yaml");
    assert_eq!(served.get(PAGE).status, 200, "the last good page stays");
    fs::rename(&away, sandbox.path("content")).unwrap();
    sandbox.write(TEXT, text("returned"));
    served.until_shows(PAGE, "returned");
    sandbox.write("content/second/index.md", "# Second\n\nNew.\n");
    served.until_shows("/sub/path/second/", "New.");
    sandbox.write("themes/folio/templates/404.html", "{{ page.title }}, says the new theme");
    served.until_shows("/sub/path/nowhere", "says the new theme");
}

#[test]
fn a_branch_may_be_switched_under_it() {
    let sandbox = Sandbox::small();
    let article = |number: usize| format!("content/a{number}/index.md");
    for number in 0..300 {
        sandbox.write(&article(number), format!("# A {number}\n\nOn the first branch.\n"));
    }
    let served = Served::start(&sandbox, &[]);
    let before = served.generation();
    for number in 0..100 {
        sandbox.remove(&format!("content/a{number}"));
    }
    for number in 100..200 {
        sandbox.write(&article(number), format!("# A {number}\n\nOn the second branch.\n"));
    }
    for number in 300..400 {
        sandbox.write(&article(number), format!("# A {number}\n\nNew here.\n"));
    }
    sandbox.write("content/glossary.yaml", "- { id: new, term: New, definition: Not old. }\n");
    served.until_shows("/sub/path/glossary/", "Not old.");
    check_is_clean_build(&sandbox, &served);
    let n_states = served.generation() - before;
    assert!(n_states < 100, "{n_states} states for 300 files");
}

/// Fails unless what is served becomes what a build makes of the files as they are.
#[track_caller]
fn check_is_clean_build(sandbox: &Sandbox, served: &Served) {
    let output = MemoryOutput::default();
    let options = Options { drafts: Drafts::Include, ..Options::default() };
    assert!(!build(&options, &FolderInput::new(&sandbox.path("")), &output).is_failed());
    let files = output.into_files();
    let is_as_built = |path: &str, bytes: &[u8]| {
        let answer = served.get(&format!("/sub/path/{path}"));
        answer.status == 200 && answer.body.as_bytes() == bytes
    };
    served.until("the feed is that of a build", || is_as_built("feed.xml", &files["feed.xml"]));
    let map = &files["sitemap.xml"];
    served.until("the site map is that of a build", || is_as_built("sitemap.xml", map));
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with("/index.html")) {
        let is_same = served.page(&format!("/sub/path/{path}")).as_bytes() == *bytes;
        assert!(is_same, "{path} is not that of a build");
    }
    assert_eq!(served.get("/sub/path/a0/").status, 404, "what is gone is not served");
}

#[test]
fn ten_thousand_files_at_once_come_to_the_right_end() {
    let sandbox = Sandbox::small();
    let served = Served::start(&sandbox, &[]);
    let before = served.generation();
    for folder in 0..100 {
        for file in 0..100 {
            sandbox.write(&format!("content/first/figures/{folder}/{file}.svg"), "<svg/>");
        }
    }
    served.until("the last is served", || {
        served.get("/sub/path/first/figures/99/99.svg").status == 200
    });
    let is_served = |number: usize| {
        let path = format!("{PAGE}figures/{}/{}.svg", number / 100, number % 100);
        served.get(&path).body == "<svg/>"
    };
    served.until("all are served", || (0..10_000).step_by(37).all(is_served));
    let n_states = served.generation() - before;
    assert!(n_states < 500, "{n_states} states for 10,000 files");
}

/// Returns a command in a world of its own where there are only so many watches;
/// `None` where the system does not let everybody make such worlds.
#[cfg(target_os = "linux")]
fn with_watches(sandbox: &Sandbox, n_watches: usize) -> Option<Command> {
    let postil = sandbox.postil(&[]);
    let limit = format!("echo {n_watches} > /proc/sys/user/max_inotify_watches");
    let world = |script: &str| {
        let mut command = Command::new("unshare");
        command.args(["--user", "--map-root-user", "sh", "-c", script, "sh"]);
        command.arg(postil.get_program()).args(["serve", "--port", "0"]);
        command.current_dir(sandbox.path("")).env_remove("NO_COLOR");
        command
    };
    let tried = world(&limit).stdout(Stdio::null()).stderr(Stdio::null()).status();
    tried.is_ok_and(|status| status.success()).then(|| world(&format!("{limit}; exec \"$@\"")))
}

#[cfg(target_os = "linux")]
#[test]
#[expect(clippy::print_stderr, reason = "who reads of tests is to know what was not tried")]
fn where_there_are_no_watches_left_files_are_polled() {
    let sandbox = Sandbox::small();
    // None at all, or just those for the folders that there are at first.
    for n_watches in [1, 3] {
        let Some(command) = with_watches(&sandbox, n_watches) else {
            // The unit tests of `preview::watch` have the same case without such a world.
            eprintln!("not tried: this system has no user namespaces");
            return;
        };
        let served = Served::run(command);
        sandbox.write(&format!("content/new-{n_watches}/index.md"), "# New\n\nOne.\n");
        served.said_until("limit reached");
        let page = format!("/sub/path/new-{n_watches}/");
        served.until_shows(&page, "One.");
        sandbox.write(&format!("content/new-{n_watches}/index.md"), "# New\n\nTwo.\n");
        served.until_shows(&page, "Two.");
    }
}

#[test]
fn the_preview_says_what_to_do_and_how_to_end_it() {
    let sandbox = Sandbox::small();
    let served = Served::start(&sandbox, &[]);
    let said = served.said_until("Ctrl+C");
    assert_eq!(said, "select a passage to annotate it\nCtrl+C stops\n");
    let served = Served::start(&sandbox, &["--no-edit"]);
    assert_eq!(served.said_until("Ctrl+C"), "Ctrl+C stops\n");
}

/// Returns the path that `serve --open` opens in a browser.
#[cfg(target_os = "linux")]
fn opened(sandbox: &Sandbox) -> String {
    use std::os::unix::fs::PermissionsExt;

    sandbox.write("bin/xdg-open", "#!/bin/sh\necho \"$1\" >part; mv part opened\n");
    let mode = fs::Permissions::from_mode(0o755);
    fs::set_permissions(sandbox.path("bin/xdg-open"), mode).expect("a file of ours");
    let mut command = sandbox.postil(&["serve", "--port", "0", "--open"]);
    command.env("PATH", format!("{}:/usr/bin:/bin", sandbox.path("bin").display()));
    let served = Served::run(command);
    served.until("a browser is opened", || sandbox.has("opened"));
    let opened = sandbox.read("opened");
    sandbox.remove("opened");
    let address = format!("http://127.0.0.1:{}", served.port);
    let path = opened.trim().strip_prefix(&address).expect("an address of the preview");
    assert_eq!(served.get(path).status, 200, "{path}");
    path.to_owned()
}

#[cfg(target_os = "linux")]
#[test]
fn the_only_article_is_opened_at_once() {
    let sandbox = Sandbox::empty();
    sandbox.succeed(&["new", "."]);
    assert_eq!(opened(&sandbox), "/first/first-article/");
    sandbox.write("content/größe/index.md", "# B\n\nWords.\n");
    assert_eq!(opened(&sandbox), "/first/");
    sandbox.remove("content/first-article");
    assert_eq!(opened(&sandbox), "/first/gr%C3%B6%C3%9Fe/");
}

#[test]
fn the_preview_says_when_the_errors_are_gone() {
    let sandbox = Sandbox::small();
    let sound = sandbox.read("content/first/notes.yaml");
    let served = Served::start(&sandbox, &[]);
    served.said_until("Ctrl+C");
    sandbox.write("content/first/notes.yaml", sound.replace("body", "bdoy"));
    let said = served.said_until("did you mean `body`?");
    assert!(!said.contains("mended"), "{said}");
    sandbox.write("content/first/notes.yaml", &sound);
    served.said_until("mended, no errors");
    // Of what was not wrong nothing is said.
    sandbox.write("content/first/notes.yaml", sound.replace("A fox", "Two foxes"));
    served.until_shows("/sub/path/first/", "Two foxes");
    sandbox.write("content/first/notes.yaml", sound.replace("body", "bdoy"));
    let said = served.said_until("did you mean `body`?");
    assert!(!said.contains("mended"), "{said}");
}
