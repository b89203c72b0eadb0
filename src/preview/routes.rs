//! Which part of the preview answers which request, and which request is let in.

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{Method, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use tokio::time::timeout;

use super::{
    api, events,
    guard::{self, Ends},
    pages,
    state::PreviewState,
};

/// Bytes of a request's body.
const MAX_BODY: usize = 256 * 1024;
/// How long a client may take to send it.
const PATIENCE: Duration = Duration::from_secs(10);

/// Returns what answers requests; each must come with its [`Ends`].
pub(super) fn routes(state: Arc<PreviewState>) -> Router {
    Router::new()
        .route("/_postil/events", get(events::stream))
        .route("/_postil/{*path}", get(pages::asset))
        .nest("/_postil/api", api::routes(&state))
        .fallback(pages::page)
        .layer(middleware::from_fn_with_state(state.clone(), admit))
        .with_state(state)
}

/// Lets a request in whose host and origin are this server's.
async fn admit(State(state): State<Arc<PreviewState>>, request: Request, next: Next) -> Response {
    let (_, live) = state.shown();
    let base_path = live.as_ref().map_or("/", |live| live.base_path());
    let policy = guard::policy(request.headers(), base_path);
    let ends: Option<&Ends> = request.extensions().get();
    let mut answer = match state.guard.refusal(request.headers(), ends) {
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
