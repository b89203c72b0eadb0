//! Prints for people (standard error) and programs (standard output).
//!
//! What people read may quote an edition that somebody else wrote, so it is made visible
//! here, where it leaves the program, and nowhere before.

use std::{
    io::{IsTerminal, Write},
    path::Path,
};

use clap::ColorChoice;

use super::{Failure, Format, Result, print, workflow};
use crate::diag::{self, Diagnostic, Severity, visible};

/// What was found of an option.
pub(super) struct OfOption {
    /// What was found.
    pub(super) found: Diagnostic,
    /// The option.
    pub(super) option: String,
    /// The way out, by options.
    pub(super) help: String,
}

/// How to print.
#[derive(Debug, Clone, Copy)]
pub(super) struct Console {
    is_colored: bool,
    is_quiet: bool,
    is_verbose: bool,
}

impl Console {
    pub(super) fn new(color: ColorChoice, is_quiet: bool, is_verbose: bool) -> Self {
        let is_colored = match color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => {
                std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none()
            }
        };
        Self { is_colored, is_quiet, is_verbose }
    }

    /// Prints a line that people may want to know.
    pub(super) fn say(&self, line: &str) {
        if !self.is_quiet {
            // Nobody left to tell is no reason to fail.
            drop(writeln!(std::io::stderr(), "{}", visible(line)));
        }
    }

    /// Prints a line that only `-v` asks for.
    pub(super) fn detail(&self, line: &str) {
        if self.is_verbose {
            self.say(line);
        }
    }

    pub(super) fn error(&self, message: &str) {
        let head = if self.is_colored { "\u{1b}[1;31merror\u{1b}[0m" } else { "error" };
        drop(writeln!(std::io::stderr(), "{head}: {}", visible(message)));
    }

    fn shows(&self, severity: Severity) -> bool {
        match severity {
            Severity::Error => true,
            Severity::Warning => !self.is_quiet,
            Severity::Info => self.is_verbose,
        }
    }

    /// Prints diagnostics for people; `-q` leaves errors, `-v` adds what is only worth
    /// knowing.
    pub(super) fn show(&self, diagnostics: &[Diagnostic]) {
        let shown = diagnostics.iter().filter(|one| self.shows(one.severity));
        let text: String = shown.map(|one| diag::print(one, self.is_colored) + "\n\n").collect();
        drop(std::io::stderr().write_all(text.as_bytes()));
    }

    /// Prints what was found of options, as [`Self::show`] does.
    pub(super) fn of_options(&self, told: &[OfOption]) {
        let shown = told.iter().filter(|one| self.shows(one.found.severity));
        let text: String = shown
            .map(|OfOption { found, option, help }| {
                diag::print_of_option(found, option, help, self.is_colored) + "\n\n"
            })
            .collect();
        drop(std::io::stderr().write_all(text.as_bytes()));
    }

    /// Prints diagnostics for people or, all of them, for programs.
    /// `root` is that of the edition.
    pub(super) fn diagnostics(
        &self,
        diagnostics: &[Diagnostic],
        format: Format,
        root: &Path,
    ) -> Result {
        match format {
            Format::Human => {
                self.show(diagnostics);
                if workflow::is_running() {
                    let shown = diagnostics.iter().filter(|one| self.shows(one.severity));
                    print(workflow::commands(shown, root).as_bytes())?;
                }
            }
            Format::Json => {
                let lines = diagnostics.iter().map(|one| diag::json_line(one) + "\n");
                print(lines.collect::<String>().as_bytes())?;
            }
        }
        Ok(())
    }

    /// Prints why a command ends.
    pub(super) fn failure(&self, failure: &Failure) {
        let message = match failure {
            Failure::Edition(found, message) => {
                self.show(found);
                message
            }
            Failure::Usage(message) | Failure::Machine(message) => message,
        };
        if !message.is_empty() {
            self.error(message);
        }
    }
}

/// Returns a number with its noun: `1 article`, `2 articles`.
pub(super) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
