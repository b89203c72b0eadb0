//! What every answer is made from, and how much is done at a time.

use std::sync::Arc;

use tokio::sync::Semaphore;

use super::{guard::Guard, stage::Stage, undos::Undos};

/// Streams of events at a time: one for each open page.
const MAX_STREAMS: usize = 64;
/// Files that are made at a time: what a browser asks for at once.
const MAX_MADE: usize = 6;
/// What is done for the editor at a time; each looks at much of the edition. The others
/// wait in line.
const MAX_EDITS: usize = 2;

/// The state that all handlers share.
pub(super) struct Server {
    pub(super) stage: Arc<Stage>,
    pub(super) guard: Guard,
    /// Tells this process from an earlier one at the same address.
    pub(super) run: String,
    /// Places for streams of events, for making files, and for what the editor asks.
    pub(super) streams: Arc<Semaphore>,
    pub(super) making: Arc<Semaphore>,
    pub(super) editing: Arc<Semaphore>,
    /// What the editor can take back.
    pub(super) undos: Undos,
}

impl Server {
    pub(super) fn new(guard: Guard, stage: Arc<Stage>) -> Self {
        Self {
            run: blake3::hash(guard.token.as_bytes()).to_hex()[..8].to_owned(),
            stage,
            guard,
            streams: Arc::new(Semaphore::new(MAX_STREAMS)),
            making: Arc::new(Semaphore::new(MAX_MADE)),
            editing: Arc::new(Semaphore::new(MAX_EDITS)),
            undos: Undos::default(),
        }
    }
}
