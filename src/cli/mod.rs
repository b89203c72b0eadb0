//! The command line: one file per subcommand.
//!
//! Exit codes: 0 fine, 1 the edition has errors, 2 wrong usage, 3 the machine
//! failed. What is meant for machines goes to standard output, what is meant
//! for people to standard error.
#![expect(clippy::disallowed_methods, reason = "this is the edge that knows environment and time")]

mod anchors;
mod annotate;
mod build;
mod check;
mod console;
mod deploy;
mod doctor;
mod export;
mod guide;
mod import;
mod man;
mod merge;
mod new;
mod open_article;
mod pandoc;
mod passages;
mod progress;
mod schema;
mod serve;
mod theme;
mod workflow;

use std::{
    fmt::Display,
    io::{IsTerminal, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{
    Args, ColorChoice, CommandFactory, Parser, Subcommand, ValueEnum,
    error::{ContextKind, ContextValue},
};
use serde::Serialize;

use crate::{
    diag::{Diagnostic, nearest_name, visible},
    disk::{self, sidecar},
    edit::EditError,
};
use console::Console;

/// Builds annotated editions: an article, and the commentary beside it.
#[derive(Debug, Parser)]
#[command(name = "postil", version, about, propagate_version = true, arg_required_else_help = true)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// Options of every command; its own stand above them in its help.
#[derive(Debug, Args)]
#[command(next_help_heading = "Global options")]
struct Global {
    /// The folder that holds `content/` [default: the first one upwards from here]
    #[arg(long, global = true, value_name = "DIR")]
    root: Option<PathBuf>,
    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: ColorChoice,
    /// Print errors and nothing else
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Print more
    #[arg(short, long, global = true)]
    verbose: bool,
}

/// How diagnostics are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// With source lines and carets, for people
    Human,
    /// One object a line, for programs
    Json,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write the site
    Build(build::Arguments),
    /// Make the site of parts that were built on their own, with `build --shard`
    Merge(merge::Arguments),
    /// Say what of the site is to be uploaded
    Deploy(deploy::Arguments),
    /// Show the edition in a browser, always as it is on disk
    Serve(serve::Arguments),
    /// Report everything that is wrong; write nothing
    Check(check::Arguments),
    /// Make a new edition: one that explains itself, or of a text of yours
    New(new::Arguments),
    /// Add, change, list, show and remove annotations
    #[command(subcommand, arg_required_else_help = true)]
    Annotate(annotate::Command),
    /// Take in annotations, bibliographies and texts of others
    Import(import::Arguments),
    /// See how annotations find their passages
    #[command(subcommand)]
    Anchors(anchors::Command),
    /// Print the edition in a format that other programs read
    Export(export::Arguments),
    /// Say what is there and what is missing, with the way out
    Doctor(doctor::Arguments),
    /// Change the built-in theme, file by file
    #[command(subcommand, arg_required_else_help = true)]
    Theme(theme::Command),
    /// Print the JSON Schema of the YAML files, for completion in editors
    Schema(schema::Arguments),
    /// Show how editions are made
    Guide(guide::Arguments),
    /// Print the manual page, or write those of all commands
    Man(man::Arguments),
    /// Print a completion script for a shell
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
}

impl Command {
    fn run(&self, named: Option<&Path>, console: &Console) -> Result {
        let root = || find_root(named);
        match self {
            Self::Build(arguments) => build::run(arguments, &root()?, console),
            Self::Merge(arguments) => merge::run(arguments, &root()?, console),
            Self::Deploy(arguments) => deploy::run(arguments, &root()?),
            Self::Serve(arguments) => serve::run(arguments, &root()?, console),
            Self::Check(arguments) => check::run(arguments, &root()?, console),
            Self::New(arguments) => new::run(arguments, console),
            Self::Annotate(command) => annotate::run(command, &root()?, console),
            Self::Import(arguments) => import::run(arguments, &root()?, console),
            Self::Anchors(command) => anchors::run(command, &root()?, console),
            Self::Export(arguments) => export::run(arguments, &root()?),
            Self::Doctor(arguments) => doctor::run(arguments, named, console),
            Self::Theme(command) => theme::run(command, &root()?, console),
            Self::Schema(arguments) => schema::run(arguments),
            Self::Guide(arguments) => guide::run(arguments, console),
            Self::Man(arguments) => man::run(arguments, Cli::command()),
            Self::Completions { shell } => {
                let mut script = Vec::new();
                clap_complete::generate(*shell, &mut Cli::command(), "postil", &mut script);
                print(&script)
            }
        }
    }
}

/// What a command comes to.
type Result<T = (), E = Failure> = std::result::Result<T, E>;

/// Why a command ends, other than well.
enum Failure {
    /// The edition has errors, or what should come into it: those that were not printed
    /// yet, and what to say of them.
    Edition(Vec<Diagnostic>, String),
    /// Wrong usage; what to say.
    Usage(String),
    /// The machine failed; what to say.
    Machine(String),
}

impl Failure {
    /// The edition has errors, which have been printed.
    const TOLD: Self = Self::Edition(Vec::new(), String::new());

    /// Returns the failure of the machine at a file or a folder.
    fn at(place: impl Display, error: impl Display) -> Self {
        Self::Machine(format!("{place}: {error}"))
    }
}

impl From<sidecar::Failure> for Failure {
    fn from(refused: sidecar::Failure) -> Self {
        use sidecar::Failure::{Changed, Edit, Invalid, Io, Path};
        let message = refused.to_string();
        match refused {
            Path(_) | Edit(EditError::Missing { .. }) => Self::Usage(message),
            Io(..) | Changed { .. } => Self::Machine(message),
            Edit(EditError::Unreadable(found)) | Invalid(found) => {
                Self::Edition(found, format!("{message}; nothing was written"))
            }
            Edit(_) => Self::Edition(Vec::new(), format!("{message}; nothing was written")),
        }
    }
}

/// Fails if something was found that nothing can be made of.
fn refuse(found: &[Diagnostic]) -> Result {
    if found.is_empty() { Ok(()) } else { Err(Failure::Edition(found.to_vec(), String::new())) }
}

/// Runs the program with the arguments of the process.
#[must_use]
pub fn run() -> ExitCode {
    let cli = Cli::try_parse().unwrap_or_else(|error| with_way_out(error).exit());
    let console = Console::new(cli.global.color, cli.global.quiet, cli.global.verbose);
    disk::tell_waiting(move |path| {
        let path = path.display();
        console.say(&format!("waiting for another build or edit, which has locked {path}"));
    });
    let Err(failure) = cli.command.run(cli.global.root.as_deref(), &console) else {
        return ExitCode::SUCCESS;
    };
    console.failure(&failure);
    ExitCode::from(match failure {
        Failure::Edition(..) => 1,
        Failure::Usage(_) => 2,
        Failure::Machine(_) => 3,
    })
}

/// Names the command of ours that does what others call otherwise.
fn with_way_out(mut error: clap::Error) -> clap::Error {
    let called = error.get(ContextKind::InvalidSubcommand);
    if called.is_some_and(|name| ["init", "start"].contains(&&*name.to_string())) {
        error.remove(ContextKind::SuggestedSubcommand);
        let way_out = "a new edition is made by `postil new DIR`".to_owned();
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![way_out.into()]));
    }
    error
}

/// Writes to standard output; a reader that has gone away is no failure.
///
/// A program gets every byte, a terminal nothing that would command it.
fn print(bytes: &[u8]) -> Result {
    let mut out = std::io::stdout().lock();
    let written = if out.is_terminal() {
        out.write_all(visible(&String::from_utf8_lossy(bytes)).as_bytes())
    } else {
        out.write_all(bytes)
    };
    match written.and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Failure::at("standard output", error))
        }
        _ => Ok(()),
    }
}

/// Returns a line of JSON; what has no place in JSON, a check refuses.
fn json_line(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "{}".to_owned()) + "\n"
}

/// Returns the edition's root: as given, or found upwards from here.
fn find_root(given: Option<&Path>) -> Result<PathBuf> {
    let none = |place: &dyn Display, which: &str| {
        Failure::Usage(format!(
            "no edition in {place}: no content/edition.yaml; make one with `postil new DIR`, or \
             name {which} folder with `--root`"
        ))
    };
    match given {
        Some(root) if !root.is_dir() => {
            Err(Failure::Usage(format!("there is no folder {}", root.display())))
        }
        Some(root) if disk::is_root(root) => Ok(root.to_path_buf()),
        Some(root) => Err(none(&root.display(), "another")),
        None => {
            let here = std::env::current_dir();
            let here = here.map_err(|error| Failure::at("the working folder", error))?;
            let above = format_args!("{} or above it", here.display());
            disk::find_root(&here).ok_or_else(|| none(&above, "its"))
        }
    }
}

/// Returns what is said after a name that is unknown: which one may be meant, or all there are.
fn did_you_mean(name: &str, known: &[String]) -> String {
    match nearest_name(name, known.iter().map(String::as_str)) {
        Some(name) => format!("; did you mean `{name}`?"),
        None if known.is_empty() => String::new(),
        None => format!("; there is {}", listed(known)),
    }
}

/// Returns names for people, the first of very many.
fn listed(names: &[String]) -> String {
    const MOST: usize = 20;
    let shown: Vec<_> = names.iter().take(MOST).map(|name| format!("`{name}`")).collect();
    match names.len().saturating_sub(MOST) {
        0 => shown.join(", "),
        n_more => format!("{}, and {n_more} more", shown.join(", ")),
    }
}
