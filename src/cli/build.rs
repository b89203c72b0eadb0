//! `postil build`: writes the site.

use std::{
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    time::Instant,
};

use clap::Args;
use url::Url;

use super::{
    Failure, Format, Result,
    console::{Console, count},
    progress::Progress,
};
use crate::{
    diag::Severity,
    disk::{
        FolderCache, FolderInput, FolderOutput, Published, Refusal, default_cache, default_output,
    },
    edition::{Drafts, Options},
    io::{Cache, NoCache},
    model::parse::settings::parse_base_url,
    site::{Kept, Phase, Report, Shard, Summary, build_shard, build_with},
};

/// Arguments of `build`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Where the site goes [default: `public` below the root]
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Where the site will stand, instead of what edition.yaml says
    #[arg(long, value_name = "URL", value_parser = parse_base_url)]
    base_url: Option<Url>,
    /// Print drafts, too
    #[arg(long)]
    drafts: bool,
    /// Build one part of the articles, the Ith of N; `postil merge` makes the site of all parts
    #[arg(long, value_name = "I/N", requires = "output")]
    shard: Option<Shard>,
    /// Where to keep what was made, so that the next build takes less time [default:
    /// `.postil-cache` below the root]
    #[arg(long, value_name = "DIR")]
    cache: Option<PathBuf>,
    /// Make everything anew, and keep nothing
    #[arg(long, conflicts_with = "cache")]
    no_cache: bool,
    /// How to print what is wrong
    #[arg(long, default_value = "human")]
    format: Format,
}

impl Arguments {
    /// Opens the folder that keeps what was made; without it, everything is made.
    fn open_cache(&self, root: &Path, console: &Console) -> Option<FolderCache> {
        if self.no_cache {
            return None;
        }
        let folder = self.cache.clone().or_else(|| default_cache(root))?;
        let opened = FolderCache::open(&folder);
        if let (Some(_), Err(error)) = (&self.cache, &opened) {
            console.say(&format!("warning: nothing is kept in {}: {error}", folder.display()));
        }
        opened.ok()
    }
}

pub(super) fn run(arguments: &Arguments, root: &Path, console: &Console) -> Result {
    let times = Times::new();
    let folder = match &arguments.output {
        Some(folder) => folder.clone(),
        None => default_output(root).map_err(refused)?,
    };
    let output = open_output(&folder, root)?;
    let input = FolderInput::new(root);
    let options = options(arguments.base_url.as_ref(), arguments.drafts);
    let cache = arguments.open_cache(root, console);
    let progress = Progress::new(&output);
    let program = program();
    let is_over = |phase| times.end(name_of(phase));
    let report = match arguments.shard {
        None => {
            let kept = cache.as_ref().map(|cache| Kept { cache, program: &program });
            build_with(&options, &input, &progress, kept, &is_over)
        }
        Some(shard) => {
            let cache = cache.as_ref().map_or(&NoCache as &dyn Cache, |cache| cache);
            let kept = Kept { cache, program: &program };
            build_shard(shard, &options, &input, &progress, kept, &is_over)
        }
    };
    progress.finish();
    if report.n_kept.is_some() {
        times.end("compare");
    }
    let report = told(report, &folder, arguments.format, root, console)?;
    let published = publish(&output, &report)?;
    times.end("write");
    console.detail(&times.told());
    if let Some(n_files) = report.n_kept {
        let (files, what) = (count(n_files, "file", "files"), describe(&report.summary));
        console.say(&format!("{what}: nothing changed, {files}, {:.2} s", times.seconds()));
        say_left_out(&report, console);
        return Ok(());
    }
    // Only who has looked at every article knows what is not used any more.
    if let Some(cache) = &cache {
        cache.tidy(arguments.shard.map_or(1, |shard| shard.of() as usize));
    }
    let shard = arguments.shard.map(|shard| format!("shard {shard}, "));
    let made = written(&report, published, options.drafts, &times);
    console.say(&format!("{}{made}", shard.unwrap_or_default()));
    say_left_out(&report, console);
    Ok(())
}

/// Opens the folder that takes a site.
pub(super) fn open_output(folder: &Path, root: &Path) -> Result<FolderOutput> {
    FolderOutput::open(folder, root, home().as_deref()).map_err(refused)
}

/// Returns how an edition is looked at.
pub(super) fn options(base_url: Option<&Url>, drafts: bool) -> Options {
    let drafts = if drafts { Drafts::Include } else { Drafts::Exclude };
    Options { base_url: base_url.cloned(), drafts, ..Options::default() }
}

/// Says what was found; fails if the site must not be published.
pub(super) fn told(
    mut report: Report,
    folder: &Path,
    format: Format,
    root: &Path,
    console: &Console,
) -> Result<Report> {
    console.diagnostics(&report.diagnostics, format, root)?;
    if let Some((path, error)) = report.output_error.take() {
        return Err(Failure::at(folder.join(path).display(), error));
    }
    if report.is_failed() {
        console.say(&format!("{}; the site is as it was", findings(&report)));
        return Err(Failure::TOLD);
    }
    Ok(report)
}

pub(super) fn publish(output: &FolderOutput, report: &Report) -> Result<Published> {
    let published = output.publish(report.summary.clone());
    published.map_err(|(path, error)| Failure::at(path.display(), error))
}

/// Returns what was made, in a line.
pub(super) fn written(
    report: &Report,
    published: Published,
    drafts: Drafts,
    times: &Times,
) -> String {
    format!(
        "{}: {} written, {} unchanged, {} removed; {} ({}); {:.2} s",
        describe(&report.summary),
        count(published.n_written, "file", "files"),
        published.n_unchanged,
        published.n_removed,
        findings(report),
        left_to_check(drafts),
        times.seconds()
    )
}

/// Says how many drafts readers do not see, and what shows and publishes them.
pub(super) fn say_left_out(report: &Report, console: &Console) {
    let article = match report.n_hidden.keys().collect::<Vec<_>>()[..] {
        [] => return,
        [one] => one,
        _ => "ARTICLE",
    };
    let drafts = match report.n_hidden.values().sum() {
        1 => "1 draft is".to_owned(),
        n => format!("{n} drafts are"),
    };
    console.say(&format!(
        "{drafts} left out; `postil build --drafts` shows them, `postil annotate edit {article} \
         --all-drafts --status published` publishes them"
    ));
}

/// Where the time of a build goes.
pub(super) struct Times {
    started: Instant,
    /// When the part before ended, and what was measured so far, in milliseconds.
    measured: Mutex<(Instant, Vec<String>)>,
}

impl Times {
    pub(super) fn new() -> Self {
        let started = Instant::now();
        Self { started, measured: Mutex::new((started, Vec::new())) }
    }

    /// Returns how long it took so far.
    pub(super) fn seconds(&self) -> f64 {
        self.started.elapsed().as_secs_f64()
    }

    /// Ends a part of the build.
    pub(super) fn end(&self, name: &str) {
        let mut measured = self.measured.lock().unwrap_or_else(PoisonError::into_inner);
        let (before, parts) = &mut *measured;
        let now = Instant::now();
        parts.push(format!("{name} {} ms", (now - *before).as_millis()));
        *before = now;
    }

    pub(super) fn told(&self) -> String {
        let measured = self.measured.lock().unwrap_or_else(PoisonError::into_inner);
        format!("time: {}", measured.1.join(", "))
    }
}

pub(super) const fn name_of(phase: Phase) -> &'static str {
    match phase {
        Phase::Load => "load",
        Phase::Weave => "weave",
        Phase::Pages => "pages",
    }
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

pub(super) fn refused(refusal: Refusal) -> Failure {
    match refusal {
        Refusal::Dangerous(..) | Refusal::Foreign(..) => Failure::Usage(refusal.to_string()),
        Refusal::Io(..) => Failure::Machine(refusal.to_string()),
    }
}

/// Returns what tells this program from any other that makes sites.
///
/// One that is handed out is known by its release: each machine that builds an edition
/// installs it anew, and what others made with it holds there, too.
pub(super) fn program() -> String {
    if let Some(release) = option_env!("POSTIL_RELEASE").filter(|release| !release.is_empty()) {
        return format!("release {release}");
    }
    let program = std::env::current_exe()
        .and_then(|path| path.metadata())
        .map(|metadata| format!("{} {:?}", metadata.len(), metadata.modified().ok()));
    format!("{} {program:?}", env!("CARGO_PKG_VERSION"))
}

fn describe(summary: &Summary) -> String {
    let kinds = [
        ("fact-check", "fact check", "fact checks"),
        ("counter-source", "counter-source", "counter-sources"),
        ("note", "note", "notes"),
        ("gloss", "gloss", "glosses"),
    ];
    let told = kinds.into_iter().filter_map(|(kind, one, many)| {
        let number = summary.n_annotations.get(kind).filter(|number| **number > 0)?;
        Some(count(*number, one, many))
    });
    let told: Vec<String> = told.collect();
    let articles = count(summary.n_articles, "article", "articles");
    if told.is_empty() { articles } else { format!("{articles} with {}", told.join(", ")) }
}

/// Returns what `check` counts and a build does not.
const fn left_to_check(drafts: Drafts) -> &'static str {
    match drafts {
        Drafts::Include => "`postil check` asks more",
        Drafts::Exclude => "`postil check` asks more, of drafts too",
    }
}

/// Returns how many errors and warnings there are, in words.
pub(super) fn findings(report: &Report) -> String {
    let warnings = count(report.count(Severity::Warning), "warning", "warnings");
    match report.count(Severity::Error) {
        0 => warnings,
        n_errors => format!("{}, {warnings}", count(n_errors, "error", "errors")),
    }
}
