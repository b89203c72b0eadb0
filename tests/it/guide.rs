//! The guide: it is an edition without a fault, its list is complete, its files are as it says,
//! and what it tells people to do can be done, in the order of each page.

use std::{
    env,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use postil::{
    Options,
    diag::{MEANINGS, Severity},
    io::MemoryOutput,
    preview::guide_edition,
    site,
};

use crate::{sandbox::Sandbox, serve::Served};

/// What is not done here: it needs a network, or goes on until somebody ends it.
const NOT_RUN: [&str; 4] =
    ["python3 -m http.server", "cargo ", "pip install ", "cp -r themes-of-others "];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/guide")
}

/// Returns the pages by name, but for their list.
fn pages() -> Vec<(String, String)> {
    let files = fs::read_dir(folder()).expect("the guide can be listed");
    let mut pages: Vec<(String, String)> = files
        .map(|file| {
            let path = file.expect("a page can be listed").path();
            let name = path.file_stem().expect("it has a name").to_string_lossy().into_owned();
            (name, fs::read_to_string(&path).expect("a page can be read"))
        })
        .filter(|(name, _)| name != "README")
        .collect();
    pages.sort();
    pages
}

#[test]
fn the_guide_is_an_edition_without_a_fault() {
    let report = site::check(&Options::default(), &guide_edition(), &MemoryOutput::default());
    assert!(report.diagnostics.is_empty(), "{:#?}", report.diagnostics);
}

#[test]
fn each_page_is_listed() {
    let edition = guide_edition();
    let names: Vec<String> = pages().into_iter().map(|(name, _)| name).collect();
    assert!(names.len() > 15, "{names:?}");
    for name in &names {
        assert!(edition.files.contains_key(&format!("content/{name}/index.md")), "{name}");
    }
    assert_eq!(edition.files.len(), names.len() + 2, "{:?}", edition.files.keys());
}

#[test]
fn all_messages_are_told() {
    let mut table = String::new();
    for severity in [Severity::Error, Severity::Warning, Severity::Info] {
        let mut rows: Vec<_> = MEANINGS.iter().filter(|(_, it, _)| *it == severity).collect();
        rows.sort();
        let title = match severity {
            Severity::Error => "Errors",
            Severity::Warning => "Warnings",
            Severity::Info => "Worth knowing",
        };
        write!(table, "\n## {title}\n\n| code | what it says |\n|---|---|\n").expect("texts grow");
        for (code, _, meaning) in rows {
            let meaning = meaning.trim().replace("[`", "`").replace("`]", "`");
            writeln!(table, "| `{code}` | {} |", meaning.replace('|', "\\|")).expect("texts grow");
        }
    }
    let path = folder().join("messages.md");
    let page = fs::read_to_string(&path).expect("the page is there");
    let (head, _) = page.split_once("\n## Errors").expect("it has tables");
    let wanted = format!("{head}{table}");
    if env::var_os("POSTIL_BLESS").is_some() {
        fs::write(path, wanted).expect("the page can be written");
    } else {
        assert!(page == wanted, "messages.md is behind: POSTIL_BLESS=1 cargo test guide::");
    }
}

/// A block of code of a page: what stands behind the fence, and what is in it.
fn blocks(page: &str) -> Vec<(&str, String)> {
    let mut blocks: Vec<(&str, String)> = Vec::new();
    let mut is_open = false;
    for line in page.lines() {
        if let Some(info) = line.strip_prefix("```") {
            if !is_open {
                blocks.push((info, String::new()));
            }
            is_open = !is_open;
        } else if is_open && let Some((_, code)) = blocks.last_mut() {
            code.push_str(line);
            code.push('\n');
        }
    }
    blocks
}

/// Runs the lines of a block one by one, of which `cd` holds for what follows.
fn run(sandbox: &Sandbox, at: &mut PathBuf, page: &str, code: &str) {
    let program = Path::new(env!("CARGO_BIN_EXE_postil"));
    let bin = program.parent().expect("it lies in a folder");
    let path = env::var_os("PATH").unwrap_or_default();
    let paths = [bin.to_path_buf()].into_iter().chain(env::split_paths(&path));
    let paths = env::join_paths(paths).expect("paths can be joined");
    for line in code.replace("\\\n", "").lines().filter(|line| !line.is_empty()) {
        let line = line.split("  #").next().unwrap_or(line).trim_end();
        if NOT_RUN.iter().any(|start| line.starts_with(start)) {
            continue;
        }
        if let Some(folder) = line.strip_prefix("cd ") {
            at.push(folder);
            continue;
        }
        if line.starts_with("postil serve") || line.starts_with("postil guide") {
            let options: Vec<&str> = line.split(' ').skip(1).filter(|o| *o != "--open").collect();
            let mut command = sandbox.postil(&options);
            command.current_dir(&*at);
            if options[0] == "serve" {
                command.args(["--port", "0"]);
            }
            let served = Served::run(command);
            assert!(served.port > 0);
            continue;
        }
        let output = Command::new("bash")
            .args(["-euc", line])
            .current_dir(&*at)
            .env("PATH", &paths)
            .env("HOME", sandbox.path(""))
            .envs([("GIT_AUTHOR_NAME", "A"), ("GIT_AUTHOR_EMAIL", "a@example.org")])
            .envs([("GIT_COMMITTER_NAME", "A"), ("GIT_COMMITTER_EMAIL", "a@example.org")])
            .output()
            .expect("there is a shell");
        assert!(output.status.success(), "{page}: {line}\n{output:#?}");
    }
}

#[test]
fn what_the_guide_says_can_be_done() {
    let mut n_run = 0;
    for (name, page) in pages() {
        let blocks = blocks(&page);
        if name == "arabic" || !blocks.iter().any(|(info, _)| *info == "sh") {
            continue;
        }
        let sandbox = Sandbox::empty();
        let mut at = sandbox.path("");
        let begins = |(_, code): &(&str, String)| code.starts_with("postil new");
        if !blocks.iter().any(begins) {
            sandbox.succeed(&["new", "my-edition"]);
            at.push("my-edition");
        }
        for (info, code) in blocks {
            if info == "sh" {
                run(&sandbox, &mut at, &name, &code);
                n_run += 1;
            } else if let Some((_, file)) = info.split_once(' ') {
                let path = at.join(file);
                let parent = path.parent().expect("it lies in a folder");
                fs::create_dir_all(parent).expect("a folder can be made");
                fs::write(path, code).expect("a file can be written");
            }
        }
    }
    assert!(n_run > 10, "{n_run} blocks");
}

#[test]
fn the_guide_is_a_site() {
    let sandbox = Sandbox::small();
    let guide = Served::run(sandbox.postil(&["guide"]));
    let preview = Served::start(&sandbox, &[]);
    for server in [&guide, &preview] {
        let front = server.get("/_postil/guide/");
        assert_eq!(front.status, 200, "{}", front.head);
        assert!(front.body.contains("href=\"first-edition/\""), "{}", front.body);
        let page = server.get("/_postil/guide/first-edition/");
        assert!(page.body.contains("href=\"../rating/\""), "{}", page.body);
        assert_eq!(server.get("/_postil/guide/rating").status, 307);
        assert_eq!(server.get("/_postil/guide/no-such-page/").status, 404);
    }
    assert_eq!(guide.get("/").status, 307);
}
