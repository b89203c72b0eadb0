//! Shows on a terminal how far a build is, if it takes its time.

use std::{
    io,
    sync::Once,
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::files::Output;

/// Work that takes less than this is done before anybody wonders.
const PATIENCE: Duration = Duration::from_millis(500);

/// An output that counts what it hands on.
pub(super) struct Progress<'a> {
    output: &'a dyn Output,
    bar: ProgressBar,
    started: Instant,
    shown: Once,
}

impl<'a> Progress<'a> {
    /// Wraps an output; shows nothing yet.
    pub(super) fn new(output: &'a dyn Output) -> Self {
        let style = ProgressStyle::with_template("{spinner} {pos} files made")
            .expect("a constant template is valid");
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        bar.set_style(style);
        Self { output, bar, started: Instant::now(), shown: Once::new() }
    }

    /// Takes the line off the terminal again.
    pub(super) fn finish(self) {
        self.bar.finish_and_clear();
    }
}

impl Output for Progress<'_> {
    fn put(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        if self.started.elapsed() > PATIENCE {
            // Hidden by itself where standard error is no terminal.
            self.shown.call_once(|| self.bar.set_draw_target(ProgressDrawTarget::stderr()));
        }
        self.bar.inc(1);
        self.output.put(path, bytes)
    }

    fn keep(&self, path: &str, hash: &blake3::Hash) -> bool {
        self.output.keep(path, hash)
    }
}
