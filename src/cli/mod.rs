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
mod desk;
mod export;
mod import;
mod new;
mod progress;
mod schema;
mod serve;

use std::{
    io::{IsTerminal, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};

use crate::{diag::visible, disk};
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

/// Options of every command.
#[derive(Debug, Args)]
struct Global {
    /// The folder that holds `content/` [default: the first one upwards from here]
    #[arg(long, global = true, value_name = "DIR")]
    root: Option<PathBuf>,
    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: Color,
    /// Print errors and nothing else
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Print more
    #[arg(short, long, global = true)]
    verbose: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
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
    /// Show the edition in a browser, always as it is on disk
    Serve(serve::Arguments),
    /// Report everything that is wrong; write nothing
    Check(check::Arguments),
    /// Make a small edition that explains itself
    New(new::Arguments),
    /// Add, change, list, show and remove annotations
    Annotate(annotate::Arguments),
    /// Take in annotations, bibliographies and texts of others
    Import(import::Arguments),
    /// See how annotations find their passages
    Anchors(anchors::Arguments),
    /// Print the edition in a format that other programs read
    Export(export::Arguments),
    /// Print the JSON Schema of the YAML files, for completion in editors
    Schema(schema::Arguments),
    /// Print a completion script for a shell
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
}

/// Why a command ends, other than well.
enum Failure {
    /// The edition has errors, which have been printed.
    Edition,
    /// Wrong usage; what to say.
    Usage(String),
    /// The machine failed; what to say.
    Machine(String),
}

/// Runs the program with the arguments of the process.
#[must_use]
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let console = Console::new(cli.global.color, cli.global.quiet, cli.global.verbose);
    disk::tell_waiting(move |path| {
        let path = path.display();
        console.say(&format!("waiting for another build or edit, which has locked {path}"));
    });
    let root = cli.global.root.as_deref();
    let result = match &cli.command {
        Command::Build(arguments) => build::run(arguments, root, &console),
        Command::Serve(arguments) => serve::run(arguments, root, &console),
        Command::Check(arguments) => check::run(arguments, root, &console),
        Command::New(arguments) => new::run(arguments, &console),
        Command::Annotate(arguments) => annotate::run(arguments, root, &console),
        Command::Import(arguments) => import::run(arguments, root, &console),
        Command::Anchors(arguments) => anchors::run(arguments, root, &console),
        Command::Export(arguments) => export::run(arguments, root, &console),
        Command::Schema(arguments) => schema::run(arguments),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Cli::command(), "postil", &mut script);
            print(&script)
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Edition) => ExitCode::from(1),
        Err(Failure::Usage(message)) => {
            console.error(&message);
            ExitCode::from(2)
        }
        Err(Failure::Machine(message)) => {
            console.error(&message);
            ExitCode::from(3)
        }
    }
}

/// Writes to standard output; a reader that has gone away is no failure.
///
/// A program gets every byte, a terminal nothing that would command it.
fn print(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    let written = if out.is_terminal() {
        out.write_all(visible(&String::from_utf8_lossy(bytes)).as_bytes())
    } else {
        out.write_all(bytes)
    };
    match written.and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Failure::Machine(format!("standard output: {error}")))
        }
        _ => Ok(()),
    }
}

/// Returns the edition's root: as given, or found upwards from here.
fn find_root(given: Option<&Path>) -> Result<PathBuf, Failure> {
    if let Some(root) = given {
        if !root.is_dir() {
            return Err(Failure::Usage(format!("there is no folder {}", root.display())));
        }
        if !disk::is_root(root) {
            return Err(Failure::Usage(format!(
                "no edition in {}: no content/edition.yaml; make one with `postil new DIR`, or \
                 name another folder with `--root`",
                root.display()
            )));
        }
        return Ok(root.to_path_buf());
    }
    let here = std::env::current_dir()
        .map_err(|error| Failure::Machine(format!("the working folder: {error}")))?;
    disk::find_root(&here).ok_or_else(|| {
        Failure::Usage(format!(
            "no edition in {} or above it: no content/edition.yaml; make one with \
             `postil new DIR`, or name its folder with `--root`",
            here.display()
        ))
    })
}
