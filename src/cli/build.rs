//! `postil build`: writes the site.

use std::{
    path::{Path, PathBuf},
    time::Instant,
};

use clap::Args;
use url::Url;

use super::{
    Failure, Format,
    console::{Console, count},
    find_root,
    progress::Progress,
};
use crate::{
    build::{Drafts, Options, Purpose, Report, build},
    diag::Severity,
    disk::{FolderInput, FolderOutput, Refusal, default_output},
    fingerprint::HashedInput,
    parse::settings::parse_base_url,
    site::Summary,
};

/// Arguments of `build`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Where the site goes [default: `public` below the root]
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Where the site will stand, instead of what edition.yaml says
    #[arg(long, value_name = "URL", value_parser = base_url)]
    base_url: Option<Url>,
    /// Print drafts, too
    #[arg(long)]
    drafts: bool,
    /// How to print what is wrong
    #[arg(long, default_value = "human")]
    format: Format,
}

/// Reads `--base-url`.
fn base_url(text: &str) -> Result<Url, String> {
    parse_base_url(text).map_err(str::to_owned)
}

pub(super) fn run(
    arguments: &Arguments,
    root: Option<&Path>,
    console: &Console,
) -> Result<(), Failure> {
    let started = Instant::now();
    let root = find_root(root)?;
    let folder = match &arguments.output {
        Some(folder) => folder.clone(),
        None => default_output(&root).map_err(refused)?,
    };
    let output = FolderOutput::open(&folder, &root, home().as_deref()).map_err(refused)?;
    let input = HashedInput::new(FolderInput::new(&root));
    let options = Options {
        base_url: arguments.base_url.clone(),
        drafts: if arguments.drafts { Drafts::Include } else { Drafts::Exclude },
        purpose: Purpose::Site,
        today: None,
    };
    // A file that cannot be read is for the build to report.
    let stamp = || input.fingerprint(&stamp_of(&options)).ok();
    if let Some((summary, n_files)) = output.unchanged(stamp) {
        let seconds = started.elapsed().as_secs_f64();
        let files = count(n_files, "file", "files");
        console.say(&format!("{}: nothing changed, {files}, {seconds:.2} s", describe(&summary)));
        return Ok(());
    }
    let progress = Progress::new(&output);
    let mut report = build(&options, &input, &progress);
    progress.finish();
    console.diagnostics(&report.diagnostics, arguments.format)?;
    if let Some((path, error)) = report.output_error.take() {
        let path = folder.join(path);
        return Err(Failure::Machine(format!("{}: {error}", path.display())));
    }
    if report.is_failed() {
        console.say(&format!("{}; the site is as it was", findings(&report)));
        return Err(Failure::Edition);
    }
    // Only a build with nothing to say may be passed over in silence next time.
    let stamp = if report.count(Severity::Warning) == 0 { stamp() } else { None };
    let published = output
        .publish(report.summary.clone(), stamp.as_deref())
        .map_err(|(path, error)| Failure::Machine(format!("{}: {error}", path.display())))?;
    console.say(&format!(
        "{}: {} written, {} unchanged, {} removed; {}; {:.2} s",
        describe(&report.summary),
        count(published.n_written, "file", "files"),
        published.n_unchanged,
        published.n_removed,
        findings(&report),
        started.elapsed().as_secs_f64()
    ));
    Ok(())
}

/// Returns the user's home folder, also where the environment does not name it.
fn home() -> Option<PathBuf> {
    // This asks the system where `HOME` is not set, but not where it is empty.
    std::env::home_dir().filter(|home| !home.as_os_str().is_empty()).or_else(home_by_account)
}

/// Returns the home folder that `/etc/passwd` gives whoever runs the program.
#[cfg(target_os = "linux")]
fn home_by_account() -> Option<PathBuf> {
    use std::os::unix::fs::MetadataExt;
    let user = std::fs::metadata("/proc/self").ok()?.uid().to_string();
    let accounts = std::fs::read_to_string("/etc/passwd").ok()?;
    let mut fields = accounts.lines().map(|line| line.split(':').collect::<Vec<_>>());
    let own = fields.find(|fields| fields.get(2) == Some(&user.as_str()))?;
    own.get(5).map(PathBuf::from)
}

#[cfg(not(target_os = "linux"))]
const fn home_by_account() -> Option<PathBuf> {
    None
}

fn refused(refusal: Refusal) -> Failure {
    match refusal {
        Refusal::Dangerous(..) | Refusal::Foreign(..) => Failure::Usage(refusal.to_string()),
        Refusal::Io(..) => Failure::Machine(refusal.to_string()),
    }
}

/// What the site depends on beside its inputs: options, and this very program.
fn stamp_of(options: &Options) -> String {
    let program = std::env::current_exe()
        .and_then(|path| path.metadata())
        .map(|metadata| format!("{} {:?}", metadata.len(), metadata.modified().ok()));
    format!("{options:?} {program:?}")
}

fn describe(summary: &Summary) -> String {
    let of_kind = |kind: &str| summary.n_annotations.get(kind).copied().unwrap_or(0);
    let kinds = [
        ("fact-check", "fact check", "fact checks"),
        ("counter-source", "counter-source", "counter-sources"),
        ("note", "note", "notes"),
        ("gloss", "gloss", "glosses"),
    ];
    let told: Vec<String> = kinds
        .into_iter()
        .filter(|(kind, ..)| of_kind(kind) > 0)
        .map(|(kind, one, many)| count(of_kind(kind), one, many))
        .collect();
    let articles = count(summary.n_articles, "article", "articles");
    if told.is_empty() { articles } else { format!("{articles} with {}", told.join(", ")) }
}

/// Returns how many errors and warnings there are, in words.
pub(super) fn findings(report: &Report) -> String {
    let n_errors = report.count(Severity::Error);
    let n_warnings = report.count(Severity::Warning);
    let warnings = count(n_warnings, "warning", "warnings");
    if n_errors == 0 {
        return warnings;
    }
    format!("{}, {warnings}", count(n_errors, "error", "errors"))
}
