//! `postil doctor`: what is there and what is missing, with the way out.

use std::path::Path;

use clap::Args;
use serde::Serialize;

use super::{
    Failure, Format, Result,
    console::{Console, count},
    find_root, json_line, pandoc, print,
};
use crate::{
    anchor::lock,
    diag::{Diagnostic, Severity},
    disk::{FolderInput, history, read_small, today},
    edition::{Drafts, Options},
    io::{Input, NoOutput},
    model::schema,
    site,
};

/// The files by which hosts build an edition; they name the version that does.
const WORKFLOWS: [&str; 2] = [".github/workflows/pages.yml", ".gitlab-ci.yml"];

/// Arguments of `doctor`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// How to print what was found
    #[arg(long, default_value = "human")]
    format: Format,
}

/// How something was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum State {
    /// As it should be.
    Ok,
    /// Not there, which only some need.
    Missing,
    /// Behind, or not as it should be.
    Warning,
    /// The edition has errors.
    Error,
}

/// What was found of one thing.
#[derive(Debug, Serialize)]
struct Finding {
    check: &'static str,
    state: State,
    found: String,
    /// The way out.
    help: Option<String>,
}

impl Finding {
    fn ok(check: &'static str, found: impl Into<String>) -> Self {
        Self { check, state: State::Ok, found: found.into(), help: None }
    }

    fn not_ok(
        check: &'static str,
        state: State,
        found: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self { check, state, found: found.into(), help: Some(help.into()) }
    }
}

pub(super) fn run(arguments: &Arguments, root: Option<&Path>, console: &Console) -> Result {
    // Whoever names an edition means that one; else there may be none yet.
    let edition = if root.is_some() { Some(find_root(root)?) } else { find_root(None).ok() };
    let mut findings = vec![program(), git(edition.as_deref()), of_pandoc()];
    match &edition {
        Some(root) => findings.extend(of_edition(root)),
        None => findings.push(Finding::not_ok(
            "edition",
            State::Missing,
            "none here or above",
            "make one with `postil new DIR`, or name its folder with `--root`",
        )),
    }
    let lines = findings.iter().map(|finding| match arguments.format {
        Format::Human => human_line(finding),
        Format::Json => json_line(finding),
    });
    print(lines.collect::<String>().as_bytes())?;
    let n_open = findings.iter().filter(|one| one.state != State::Ok).count();
    if n_open == 0 {
        console.say("all is there");
    }
    let has_errors = findings.iter().any(|finding| finding.state == State::Error);
    if has_errors { Err(Failure::TOLD) } else { Ok(()) }
}

fn human_line(finding: &Finding) -> String {
    let Finding { check, state, found, help } = finding;
    let state = match state {
        State::Ok => "ok",
        State::Missing => "missing",
        State::Warning => "warning",
        State::Error => "error",
    };
    let line = format!("{state:<8} {check:<10} {found}\n");
    help.as_ref().map_or_else(|| line.clone(), |help| format!("{line}{:20}{help}\n", ""))
}

fn program() -> Finding {
    let path = std::env::current_exe().map(|path| format!(", {}", path.display()));
    Finding::ok("postil", format!("{}{}", env!("CARGO_PKG_VERSION"), path.unwrap_or_default()))
}

fn git(edition: Option<&Path>) -> Finding {
    let Some(version) = history::git_version() else {
        return Finding::not_ok(
            "git",
            State::Missing,
            "not installed: passages of texts without a lock file cannot be followed, and \
             `postil anchors diff` cannot compare",
            "install it (git-scm.com)",
        );
    };
    match edition {
        Some(root) if !history::is_repository(root) => Finding::not_ok(
            "git",
            State::Missing,
            format!("{version}; the edition is in no repository"),
            "run `git init`, and commit the edition: then changes can be compared and taken back",
        ),
        _ => Finding::ok("git", version),
    }
}

fn of_pandoc() -> Finding {
    let missing = |found: String, help| Finding::not_ok("pandoc", State::Missing, found, help);
    let Some(said) = pandoc::version() else {
        return missing(
            "not installed: documents of Word (.docx) cannot be imported".to_owned(),
            "install it (pandoc.org), or save documents as HTML",
        );
    };
    if pandoc::is_too_old(&said) {
        let [major, minor] = pandoc::OLDEST;
        return missing(
            format!("{said}: documents of Word (.docx) need {major}.{minor} or later"),
            "install a later one (pandoc.org), or save documents as HTML",
        );
    }
    Finding::ok("pandoc", said)
}

/// Looks at an edition: what is wrong with it, and what stands beside its texts.
fn of_edition(root: &Path) -> Vec<Finding> {
    let input = FolderInput::new(root);
    let options = Options { drafts: Drafts::Include, today: Some(today()), ..Options::default() };
    let report = site::check(&options, &input, &NoOutput);
    let n_errors = report.count(Severity::Error);
    let n_articles = report.summary.n_articles;
    let told = format!("{}, {}", root.display(), count(n_articles, "article", "articles"));
    let edition = if n_errors > 0 {
        let errors = count(n_errors, "error", "errors");
        Finding::not_ok("edition", State::Error, format!("{told}, {errors}"), "see `postil check`")
    } else {
        Finding::ok("edition", told)
    };
    let workflows = WORKFLOWS.into_iter().filter_map(|path| workflow(root, path));
    let own = [edition, locks(&input, &report.diagnostics), schemas(root)];
    own.into_iter().chain(workflows).collect()
}

/// Looks whether each text with notes has a lock file that is up to date.
fn locks(input: &FolderInput, found: &[Diagnostic]) -> Finding {
    let listing = input.list();
    let is_lock = |path: &&String| path.rsplit('/').next().is_some_and(lock::is_file);
    let files: Vec<&String> = listing.files.iter().filter(is_lock).collect();
    // Those of earlier versions are a list of entries, without the text.
    let is_old = |path: &&&String| {
        // What the input reads is no link out and no pipe.
        input.read(path).is_ok_and(|text| memchr::memmem::find(&text, b"\nprose: ").is_none())
    };
    let n_of = |code: &str| found.iter().filter(|one| one.problem.code() == code).count();
    let behind = [
        (n_of("no-lock"), "missing"),
        (n_of("lock-outdated"), "not up to date"),
        (n_of("lock-unreadable"), "unreadable"),
        (files.iter().filter(is_old).count(), "in an earlier format"),
    ];
    let behind = behind.into_iter().filter(|(number, _)| *number > 0);
    let behind: Vec<String> = behind.map(|(number, what)| format!("{number} {what}")).collect();
    if behind.is_empty() {
        return Finding::ok(
            "locks",
            format!("{}, up to date", count(files.len(), "file", "files")),
        );
    }
    let help = "run `postil anchors reanchor`, and commit the anchors.lock.yaml that it writes";
    Finding::not_ok("locks", State::Warning, behind.join(", "), help)
}

/// Looks whether the schemas beside the edition are those of this version.
fn schemas(root: &Path) -> Finding {
    let (mut n_missing, mut n_other) = (0, 0);
    for name in schema::NAMES {
        match read_small(root, &format!("{}/{}", schema::FOLDER, schema::file_name(name))) {
            Ok(text) if schema::json(name).is_some_and(|json| json.as_bytes() == text) => {}
            Ok(_) => n_other += 1,
            Err(_) => n_missing += 1,
        }
    }
    let help = format!("run `postil schema --output {}`", schema::FOLDER);
    match (n_missing, n_other) {
        (0, 0) => Finding::ok("schemas", format!("{} of this version", schema::NAMES.len())),
        (_, 0) => Finding::not_ok(
            "schemas",
            State::Missing,
            format!("{n_missing} missing: editors of YAML cannot complete"),
            help,
        ),
        _ => Finding::not_ok(
            "schemas",
            State::Warning,
            format!("{n_other} of another version, {n_missing} missing"),
            help,
        ),
    }
}

/// Looks which version a workflow builds the edition with, if it says so.
fn workflow(root: &Path, path: &'static str) -> Option<Finding> {
    let text = String::from_utf8(read_small(root, path).ok()?).ok()?;
    let (_, rest) = text.split_once("postil==")?;
    let version: String = rest.chars().take_while(|c| !c.is_whitespace()).collect();
    let own = env!("CARGO_PKG_VERSION");
    Some(if version == own {
        Finding::ok("workflow", format!("{path} builds with {version}"))
    } else {
        Finding::not_ok(
            "workflow",
            State::Warning,
            format!("{path} builds with {version}, this is {own}"),
            format!("write `postil=={own}` there, if what this one makes is what you want"),
        )
    })
}
