//! Takes connections, as many as there are places, and ends those that stall: that ask
//! nothing, or do not read what they asked for.

use std::{
    io,
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use axum::Router;
use hyper::{Request, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpStream},
    task::AbortHandle,
    time::sleep,
};
use tokio_util::io::{InspectReader, InspectWriter};
use tower_service::Service;

use super::guard::Ends;

/// Connections at a time; a browser opens six.
const MAX_CONNECTIONS: usize = 256;
/// How long a connection may stall: twice as long as a stream of events is silent.
const MAX_STALL: Duration = Duration::from_secs(30);
/// How long it may stall where others wait for its place.
const MAX_STALL_IN_QUEUE: Duration = Duration::from_secs(1);
/// How often is looked for a place where there is none.
const PAUSE: Duration = Duration::from_millis(20);
/// How long a client may take to send its headers.
const MAX_HEADER_TIME: Duration = Duration::from_secs(10);
/// Bytes of a request's headers, its address included.
const MAX_HEADERS: usize = 16 * 1024;
/// How long running answers may take once the process is to end.
const SHUTDOWN_GRACE: Duration = Duration::from_millis(200);

/// Since when a client is waited for: when the last bytes came or went. `None` while it waits
/// itself for an answer that is not made yet.
struct Progress(Mutex<Option<Instant>>);

impl Progress {
    fn lock(&self) -> MutexGuard<'_, Option<Instant>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, bytes: &[u8]) {
        if !bytes.is_empty()
            && let Some(last) = &mut *self.lock()
        {
            *last = Instant::now();
        }
    }

    /// Returns how long the client has been waited for.
    fn stalled(&self) -> Duration {
        self.lock().map_or(Duration::ZERO, |last| last.elapsed())
    }
}

/// Serves until the process is told to end.
pub(super) fn run(listener: std::net::TcpListener, routes: &Router) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let result = runtime.block_on(async {
        listener.set_nonblocking(true)?;
        let listener = TcpListener::from_std(listener)?;
        tokio::select! {
            () = accept(&listener, routes) => Ok(()),
            ended = until_told_to_end() => ended,
        }
    });
    runtime.shutdown_timeout(SHUTDOWN_GRACE);
    result
}

async fn accept(listener: &TcpListener, routes: &Router) {
    let mut open = Vec::new();
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => {
                make_room(&mut open).await;
                let progress = Arc::new(Progress(Mutex::new(Some(Instant::now()))));
                let served = serve(stream, peer, routes.clone(), progress.clone());
                open.push((progress, tokio::spawn(served).abort_handle()));
            }
            // Out of file handles, mostly; some may be free in a moment.
            Err(_) => sleep(PAUSE).await,
        }
    }
}

/// Waits until there is room for one more; ends the one that stalls the longest, if it
/// comes to that. One that waits for an answer gets it.
async fn make_room(open: &mut Vec<(Arc<Progress>, AbortHandle)>) {
    loop {
        open.retain(|(_, task)| !task.is_finished());
        if open.len() < MAX_CONNECTIONS {
            return;
        }
        let stalled = open.iter().map(|(progress, _)| progress.stalled()).enumerate();
        match stalled.max_by_key(|(_, stalled)| *stalled) {
            Some((index, stalled)) if stalled > MAX_STALL_IN_QUEUE => {
                open.swap_remove(index).1.abort();
            }
            _ => sleep(PAUSE).await,
        }
    }
}

async fn serve(stream: TcpStream, peer: SocketAddr, routes: Router, progress: Arc<Progress>) {
    // An event is one small packet that must not wait for the next.
    drop(stream.set_nodelay(true));
    let Ok(own) = stream.local_addr() else { return };
    let note = |bytes: &[u8]| progress.note(bytes);
    let stream = InspectReader::new(InspectWriter::new(stream, note), note);
    let service = service_fn(|mut request: Request<Incoming>| {
        *progress.lock() = None;
        request.extensions_mut().insert(Ends { peer, own });
        let (mut routes, progress) = (routes.clone(), progress.clone());
        async move {
            let answer = routes.call(request).await;
            *progress.lock() = Some(Instant::now());
            answer
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(MAX_HEADER_TIME)
        .max_buf_size(MAX_HEADERS)
        .serve_connection(TokioIo::new(stream), service);
    let too_long = async {
        while let Some(rest) = MAX_STALL.checked_sub(progress.stalled()) {
            sleep(rest + PAUSE).await;
        }
    };
    tokio::select! {
        // A client that goes away, or speaks no HTTP, is no concern of ours.
        ended = connection => drop(ended),
        () = too_long => {}
    }
}

/// Waits for Ctrl-C, or for whatever else ends a process in good order.
async fn until_told_to_end() -> io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        tokio::select! {
            told = tokio::signal::ctrl_c() => told,
            _ = terminate.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}
