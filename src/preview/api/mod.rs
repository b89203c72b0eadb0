//! What the editor in the page asks for, as JSON below `/_postil/api`.
//!
//! | request | asks | answer |
//! |---|---|---|
//! | `GET state` | | token, ratings, editors, what is wrong |
//! | `GET sources?q=` | works whose key, label, title or author hold all words | the first twenty |
//! | `GET terms?q=` | terms that hold all words | the first twenty |
//! | `POST describe` | a passage, selected or typed | the quote that selects it |
//! | `POST check` | [`Draft`] | [`Verdict`]: what would be written, and its problems |
//! | `POST preview` | a body | the body as HTML, and the unknown keys it cites |
//! | `GET entry?list=&article=&id=` | an entry | its fields, its lines, its version |
//! | `POST save` | [`Draft`] | what was written, and the number of its undo |
//! | `GET undos?article=` | what can be taken back there | the steps, the last first |
//! | `POST undo` | the number of an undo | what was written |
//! | `GET anchors?article=` | passages that need an editor | as they read, and as they did |
//! | `POST accept` | a reworded passage, as it was shown | what was written: it is quoted so |
//!
//! `tests/preview` shows each with its answers.
//!
//! A `POST` needs the token of `state` in the header `x-postil-token`, a body of the
//! type `application/json`, and the `Origin` of the preview, as browsers send it;
//! otherwise it is answered with 403. What went wrong is told as [`Fault`]: 404 for
//! an article or entry that is not there, 412 for an entry that was changed on disk
//! meanwhile (with it as it is now, and as the edit would make it), 409 for what cannot
//! be edited or taken back as it is, 422 for what cannot be done or has errors (with
//! the problems, by field).
//! Saving is refused with 403 if editing is off.
//!
//! Once `save` and `undo` answer, pages show what was written. Offsets count
//! UTF-16 code units, as scripts do, here and nowhere else. A client names
//! articles and entries by their ids, never a file.

mod anchors;
mod check;
mod describe;
mod lists;
mod save;
mod undo;

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{Query, Request, State},
    http::{Method, StatusCode},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{MethodRouter, any, get, post},
};
use serde::{Serialize, de::DeserializeOwned};
use tokio::task::spawn_blocking;

use super::{guard::Guard, server::Server};
use crate::site::Live;

pub use check::{Draft, Landing, Trouble, Verdict};
pub use describe::Point;

/// What went wrong with a request.
#[derive(Debug, Serialize)]
pub struct Fault {
    #[serde(skip)]
    status: StatusCode,
    /// What, in a sentence.
    pub error: String,
    /// The way out, if there is one to tell.
    pub help: String,
    /// What is wrong with the entry, by field.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub problems: Box<[Trouble]>,
    /// The entry as it stands on disk, if somebody else has changed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current: Option<Box<str>>,
    /// The version of that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<Box<str>>,
    /// The entry as the edit would make it now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub yours: Option<Box<str>>,
}

impl Fault {
    fn new(status: StatusCode, error: impl Into<String>) -> Self {
        Self {
            status,
            error: error.into(),
            help: String::new(),
            problems: Box::default(),
            current: None,
            version: None,
            yours: None,
        }
    }

    fn missing(of: &str, id: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, format!("there is no {of} `{id}`"))
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        (self.status, Json(self)).into_response()
    }
}

/// Answers below `/_postil/api`.
pub(super) fn routes(server: &Arc<Server>) -> Router<Arc<Server>> {
    Router::new()
        .route("/state", get(lists::state))
        .route("/sources", query(lists::sources))
        .route("/terms", query(lists::terms))
        .route("/preview", command(lists::preview))
        .route("/describe", command(describe::describe))
        .route("/check", post(check::check))
        .route("/entry", query(save::entry))
        .route("/save", command(save::save))
        .route("/undos", get(undo::undos))
        .route("/undo", command(undo::undo))
        .route("/anchors", query(anchors::open))
        .route("/accept", command(anchors::accept))
        .route("/{*unknown}", any(|| async { StatusCode::NOT_FOUND }))
        .layer(middleware::from_fn_with_state(server.clone(), trust))
}

/// The work that answers a request, given what it asks.
type Work<Q, T> = fn(&Server, &Live, Q) -> Result<T, Fault>;

/// Answers a `GET`, whose address says what is asked.
fn query<Q, T>(work: Work<Q, T>) -> MethodRouter<Arc<Server>>
where
    Q: DeserializeOwned + Send + 'static,
    T: Serialize + Send + 'static,
{
    get(move |State(server): State<Arc<Server>>, Query(asked): Query<Q>| {
        with_edition(server, move |server, live| work(server, live, asked))
    })
}

/// Answers a `POST`, whose body says what is asked.
fn command<Q, T>(work: Work<Q, T>) -> MethodRouter<Arc<Server>>
where
    Q: DeserializeOwned + Send + 'static,
    T: Serialize + Send + 'static,
{
    post(move |State(server): State<Arc<Server>>, Json(asked): Json<Q>| {
        with_edition(server, move |server, live| work(server, live, asked))
    })
}

/// Lets a request in that a page of the preview makes with the token, or that only reads
/// lists.
async fn trust(State(server): State<Arc<Server>>, request: Request, next: Next) -> Response {
    let is_reading = matches!(*request.method(), Method::GET | Method::HEAD);
    let is_of_own_page = Guard::is_of_own_page(request.headers());
    if is_reading || is_of_own_page && server.guard.trusts(request.headers()) {
        return next.run(request).await;
    }
    let error = if is_of_own_page {
        "the page is of an earlier start of the preview; load it again"
    } else {
        "only pages of this preview may ask for that"
    };
    Fault::new(StatusCode::FORBIDDEN, error).into_response()
}

/// Works on the edition as it is on disk, apart from the threads that serve; waits in
/// line for that, unless the client goes away.
async fn with_edition<T: Serialize + Send + 'static>(
    server: Arc<Server>,
    work: impl FnOnce(&Server, &Live) -> Result<T, Fault> + Send + 'static,
) -> Result<Json<T>, Fault> {
    let failed = || Fault::new(StatusCode::INTERNAL_SERVER_ERROR, "the preview failed");
    let place = server.editing.clone().acquire_owned().await.map_err(|_| failed())?;
    let done = spawn_blocking(move || {
        let live = server.stage.latest();
        let live = live.ok_or_else(|| {
            Fault::new(StatusCode::SERVICE_UNAVAILABLE, "the edition cannot be read yet")
        })?;
        let done = work(&server, &live);
        drop(place);
        done
    });
    done.await.map_err(|_| failed())?.map(Json)
}
