//! Shows on a terminal how far a build is, if it takes its time.

use std::{
    fmt,
    io::{self, IsTerminal, Write},
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};

use crate::io::Output;

/// Work that takes less than this is done before anybody wonders.
const PATIENCE: Duration = Duration::from_millis(500);

/// The line is written anew after so many files.
const STEP: usize = 20;

/// An output that counts what it hands on.
pub(super) struct Progress<'a> {
    output: &'a dyn Output,
    is_terminal: bool,
    started: Instant,
    n_made: AtomicUsize,
}

impl<'a> Progress<'a> {
    /// Wraps an output; shows nothing yet.
    pub(super) fn new(output: &'a dyn Output) -> Self {
        let is_terminal = io::stderr().is_terminal();
        Self { output, is_terminal, started: Instant::now(), n_made: AtomicUsize::new(0) }
    }

    /// Takes the line off the terminal again.
    pub(super) fn finish(self) {
        self.show(format_args!("{:30}\r", ""));
    }

    /// Writes over the line. Where it cannot be written, nothing is lost.
    fn show(&self, line: fmt::Arguments<'_>) {
        if self.is_terminal && self.started.elapsed() > PATIENCE {
            drop(write!(io::stderr(), "\r{line}"));
        }
    }
}

impl Output for Progress<'_> {
    fn put(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.put_hashed(path, bytes, &blake3::hash(bytes))
    }

    fn put_hashed(&self, path: &str, bytes: &[u8], hash: &blake3::Hash) -> io::Result<()> {
        let n_made = self.n_made.fetch_add(1, Ordering::Relaxed) + 1;
        if n_made.is_multiple_of(STEP) {
            self.show(format_args!("{n_made} files made"));
        }
        self.output.put_hashed(path, bytes, hash)
    }

    fn keep(&self, path: &str, hash: &blake3::Hash) -> bool {
        self.output.keep(path, hash)
    }
}
