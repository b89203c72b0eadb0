//! Takes connections, and says which part of the preview answers which request.
//!
//! Everything that a client could use up is bounded: connections, headers and
//! bodies by their size, and both by the time that they may take.

use std::{convert::Infallible, io, net::TcpListener, sync::Arc, time::Duration};

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
    api, events,
    guard::{self, Guard},
    pages,
    stage::Stage,
};

/// Connections at a time; a browser opens six.
const MAX_CONNECTIONS: usize = 256;
/// Streams of events at a time: one for each open page.
const MAX_STREAMS: usize = 64;
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
    /// What the editor can take back.
    pub(super) undos: api::Undos,
}

/// Serves until the process is told to end.
pub(super) fn run(listener: TcpListener, guard: Guard, stage: Arc<Stage>) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let result = runtime.block_on(async {
        listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let run = blake3::hash(guard.token.as_bytes()).to_hex()[..8].to_owned();
        let streams = Arc::new(Semaphore::new(MAX_STREAMS));
        let routes =
            routes(Arc::new(Server { stage, guard, run, streams, undos: api::Undos::default() }));
        tokio::select! {
            () = accept(&listener, &routes) => Ok(()),
            ended = until_told_to_end() => ended,
        }
    });
    runtime.shutdown_timeout(FAREWELL);
    result
}

async fn accept(listener: &tokio::net::TcpListener, routes: &Router) {
    let places = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    loop {
        let Ok(place) = places.clone().acquire_owned().await else { return };
        match listener.accept().await {
            Ok((stream, _)) => {
                let routes = routes.clone();
                tokio::spawn(async move {
                    serve(stream, routes).await;
                    drop(place);
                });
            }
            // Out of file handles, mostly; some may be free in a moment.
            Err(_) => sleep(Duration::from_millis(50)).await,
        }
    }
}

async fn serve(stream: TcpStream, routes: Router) {
    // An event is one small packet that must not wait for the next.
    drop(stream.set_nodelay(true));
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let routes = routes.clone();
        async move {
            let answer = tower_service(routes, request.map(Body::new)).await;
            Ok::<_, Infallible>(answer)
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE)
        .max_buf_size(MAX_HEADERS)
        .serve_connection(TokioIo::new(stream), service);
    // A client that goes away, or speaks no HTTP, is no concern of ours.
    drop(connection.await);
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
        .route("/_postil/preview.js", get(pages::script))
        .route("/_postil/preview.css", get(pages::style))
        .route("/_postil/editor.js", get(pages::editor_script))
        .route("/_postil/editor/{name}", get(pages::editor_module))
        .route("/_postil/editor.css", get(pages::editor_style))
        .nest("/_postil/api", api::routes(&server))
        .fallback(pages::page)
        .layer(middleware::from_fn_with_state(server.clone(), admit))
        .with_state(server)
}

/// Lets a request in whose host and origin are this server's.
async fn admit(State(server): State<Arc<Server>>, request: Request, next: Next) -> Response {
    let mut answer = if server.guard.admits(request.headers()) {
        let is_reading = matches!(*request.method(), Method::GET | Method::HEAD);
        if is_reading {
            next.run(request).await
        } else {
            match received(request).await {
                Ok(request) => next.run(request).await,
                Err(status) => status.into_response(),
            }
        }
    } else {
        let said = "This preview answers only under its own address.\n";
        (StatusCode::FORBIDDEN, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], said)
            .into_response()
    };
    guard::seal(answer.headers_mut());
    answer
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
