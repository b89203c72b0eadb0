//! Takes connections, and says which part of the preview answers which request.
//!
//! Everything that a client could use up is bounded: connections, headers and
//! bodies by their size, and both by the time that they may take.

use std::{
    convert::Infallible,
    io,
    net::{SocketAddr, TcpListener},
    sync::Arc,
    time::Duration,
};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{Method, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::TcpStream,
    sync::Semaphore,
    time::{sleep, timeout},
};

use super::{
    api,
    connections::{Connections, Progress, Watched},
    events,
    guard::{self, Guard},
    pages,
    stage::Stage,
};

/// Streams of events at a time: one for each open page.
const MAX_STREAMS: usize = 64;
/// Files that are made at a time: what a browser asks for at once.
const MAX_MADE: usize = 6;
/// What is done for the editor at a time; each looks at much of the edition. The others
/// wait in line.
const MAX_EDITS: usize = 2;
/// Bytes of a request's body.
const MAX_BODY: usize = 256 * 1024;
/// Bytes of a request's headers, its address included.
const MAX_HEADERS: usize = 16 * 1024;
/// How long a client may take to send its headers, and then its body.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long running answers may take once the process is to end.
const FAREWELL: Duration = Duration::from_millis(200);

/// What every answer is made from.
pub(super) struct Server {
    pub(super) stage: Arc<Stage>,
    pub(super) guard: Guard,
    /// Tells this process from an earlier one at the same address.
    pub(super) run: String,
    pub(super) streams: Arc<Semaphore>,
    /// Places for making files, and for what the editor asks.
    pub(super) making: Arc<Semaphore>,
    pub(super) editing: Arc<Semaphore>,
    /// What the editor can take back.
    pub(super) undos: api::Undos,
}

/// Serves until the process is told to end.
pub(super) fn run(listener: TcpListener, guard: Guard, stage: Arc<Stage>) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let result = runtime.block_on(async {
        listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let routes = routes(Arc::new(Server {
            run: blake3::hash(guard.token.as_bytes()).to_hex()[..8].to_owned(),
            stage,
            guard,
            streams: Arc::new(Semaphore::new(MAX_STREAMS)),
            making: Arc::new(Semaphore::new(MAX_MADE)),
            editing: Arc::new(Semaphore::new(MAX_EDITS)),
            undos: api::Undos::default(),
        }));
        tokio::select! {
            () = accept(&listener, &routes) => Ok(()),
            ended = until_told_to_end() => ended,
        }
    });
    runtime.shutdown_timeout(FAREWELL);
    result
}

async fn accept(listener: &tokio::net::TcpListener, routes: &Router) {
    let mut connections = Connections::default();
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => {
                connections.make_room().await;
                let progress = Progress::new();
                let served = serve(stream, peer, routes.clone(), progress.clone());
                connections.add(progress, tokio::spawn(served).abort_handle());
            }
            // Out of file handles, mostly; some may be free in a moment.
            Err(_) => sleep(Duration::from_millis(50)).await,
        }
    }
}

async fn serve(stream: TcpStream, peer: SocketAddr, routes: Router, progress: Arc<Progress>) {
    // An event is one small packet that must not wait for the next.
    drop(stream.set_nodelay(true));
    let Ok(own) = stream.local_addr() else { return };
    let asked = progress.clone();
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let (routes, asked) = (routes.clone(), asked.clone());
        async move {
            asked.set_asked(true);
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(Ends { peer, own });
            let answer = tower_service(routes, request).await;
            asked.set_asked(false);
            Ok::<_, Infallible>(answer)
        }
    });
    let stream = Watched { stream, progress: progress.clone() };
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE)
        .max_buf_size(MAX_HEADERS)
        .serve_connection(TokioIo::new(stream), service);
    tokio::select! {
        // A client that goes away, or speaks no HTTP, is no concern of ours.
        ended = connection => drop(ended),
        () = progress.is_over() => {}
    }
}

/// The ends of a connection.
#[derive(Debug, Clone, Copy)]
struct Ends {
    peer: SocketAddr,
    own: SocketAddr,
}

async fn tower_service(mut routes: Router, request: Request) -> Response {
    use tower_service::Service;
    match routes.call(request).await {
        Ok(answer) => answer,
        Err(never) => match never {},
    }
}

fn routes(server: Arc<Server>) -> Router {
    Router::new()
        .route("/_postil/events", get(events::stream))
        .route("/_postil/{*path}", get(pages::asset))
        .nest("/_postil/api", api::routes(&server))
        .fallback(pages::page)
        .layer(middleware::from_fn_with_state(server.clone(), admit))
        .with_state(server)
}

/// Lets a request in whose host and origin are this server's.
async fn admit(State(server): State<Arc<Server>>, request: Request, next: Next) -> Response {
    let base_path = match server.stage.shown() {
        (_, Some(live)) => live.base_path().to_owned(),
        _ => "/".to_owned(),
    };
    let policy = guard::policy(request.headers(), &base_path);
    let mut answer = match refusal(&server, &request) {
        Some((status, said)) => {
            (status, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], said).into_response()
        }
        None if matches!(*request.method(), Method::GET | Method::HEAD) => next.run(request).await,
        None => match received(request).await {
            Ok(request) => next.run(request).await,
            Err(status) => status.into_response(),
        },
    };
    guard::seal(answer.headers_mut(), policy);
    answer
}

/// Returns why a request is not let in, if it is not.
fn refusal(server: &Server, request: &Request) -> Option<(StatusCode, &'static str)> {
    let ends: Option<&Ends> = request.extensions().get();
    if Guard::is_ambiguous(request.headers()) {
        Some((StatusCode::BAD_REQUEST, "There must be one Host, and one Origin at most.\n"))
    } else if !server.guard.admits(request.headers()) {
        Some((StatusCode::FORBIDDEN, "This preview answers only under its own address.\n"))
    } else if ends.is_none_or(|ends| server.guard.is_strange(ends.peer, ends.own)) {
        Some((StatusCode::FORBIDDEN, "This preview is for the user who started it.\n"))
    } else {
        None
    }
}

/// Waits for the body of a request; one that trickles in is cut off.
///
/// What is asked for may take as long as it takes: whoever is told that it took
/// too long would find it done all the same.
async fn received(request: Request) -> Result<Request, StatusCode> {
    let (head, body) = request.into_parts();
    let whole = timeout(PATIENCE, to_bytes(body, MAX_BODY)).await;
    let bytes = whole
        .map_err(|_| StatusCode::REQUEST_TIMEOUT)?
        .map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)?;
    Ok(Request::from_parts(head, Body::from(bytes)))
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
