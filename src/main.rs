//! The program `postil`: reads its arguments, runs, returns the exit code.

use std::process::ExitCode;

/// A build makes millions of small strings, and each page frees its own:
/// this takes nearly a fifth less processor time than glibc's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    postil::cli::run()
}
