//! Connections of clients, some of which stall: they ask nothing, or do not read what they
//! asked for. After a while they are ended, and at once where others wait for their places.

use std::{
    io,
    pin::Pin,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
    time::{Duration, Instant},
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    task::AbortHandle,
    time::sleep,
};

/// Connections at a time; a browser opens six.
const MAX_CONNECTIONS: usize = 256;
/// How long a connection may stall: twice as long as a stream of events is silent.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long it may stall where others wait for its place.
const IMPATIENCE: Duration = Duration::from_secs(1);
/// How often is looked for a place where there is none.
const PAUSE: Duration = Duration::from_millis(20);

/// How a connection gets on.
#[derive(Debug)]
pub(super) struct Progress {
    /// When the last bytes came or went.
    last: Mutex<Instant>,
    /// Whether the client waits for an answer that is not made yet.
    is_asked: AtomicBool,
}

impl Progress {
    pub(super) fn new() -> Arc<Self> {
        Arc::new(Self { last: Mutex::new(Instant::now()), is_asked: AtomicBool::new(false) })
    }

    /// Notes that the client waits for an answer, or has got it.
    pub(super) fn set_asked(&self, is_asked: bool) {
        self.made();
        self.is_asked.store(is_asked, Ordering::Release);
    }

    fn made(&self) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    /// Returns how long the client has been waited for; no time while it waits itself.
    fn stalled(&self) -> Duration {
        let is_asked = self.is_asked.load(Ordering::Acquire);
        let last = *self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if is_asked { Duration::ZERO } else { last.elapsed() }
    }

    /// Waits until the connection has stalled for too long.
    pub(super) async fn is_over(&self) {
        while let Some(rest) = PATIENCE.checked_sub(self.stalled()) {
            sleep(rest + PAUSE).await;
        }
    }
}

/// The connections that are open.
#[derive(Debug, Default)]
pub(super) struct Connections(Vec<(Arc<Progress>, AbortHandle)>);

impl Connections {
    pub(super) fn add(&mut self, progress: Arc<Progress>, task: AbortHandle) {
        self.0.push((progress, task));
    }

    /// Waits until there is room for one more; ends the one that stalls the longest, if it
    /// comes to that. One that waits for an answer gets it.
    pub(super) async fn make_room(&mut self) {
        loop {
            self.0.retain(|(_, task)| !task.is_finished());
            if self.0.len() < MAX_CONNECTIONS {
                return;
            }
            let stalled = self.0.iter().map(|(progress, _)| progress.stalled());
            match stalled.enumerate().max_by_key(|(_, stalled)| *stalled) {
                Some((index, stalled)) if stalled > IMPATIENCE => {
                    self.0.swap_remove(index).1.abort();
                }
                _ => sleep(PAUSE).await,
            }
        }
    }
}

/// The stream of a connection, whose progress is noted.
#[derive(Debug)]
pub(super) struct Watched {
    pub(super) stream: TcpStream,
    pub(super) progress: Arc<Progress>,
}

impl Watched {
    fn noted(&self, polled: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        if matches!(polled, Poll::Ready(Ok(1..))) {
            self.progress.made();
        }
        polled
    }
}

impl AsyncRead for Watched {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = into.filled().len();
        let polled = Pin::new(&mut self.stream).poll_read(context, into);
        let n_read = into.filled().len() - before;
        self.noted(polled.map_ok(|()| n_read)).map_ok(|_| ())
    }
}

impl AsyncWrite for Watched {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.noted(polled)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write_vectored(context, pieces);
        self.noted(polled)
    }

    /// Pieces are written as they are: joined they would be copied.
    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
