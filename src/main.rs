//! The program `postil`: reads its arguments, runs, returns the exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    postil::cli::run()
}
