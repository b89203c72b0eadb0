//! What the editor in the page asks for, as JSON below `/_postil/api`.
//!
//! | request | asks | answer |
//! |---|---|---|
//! | `GET state` | | token, ratings, editors, words to choose from, what is wrong |
//! | `GET sources?q=` | words, or the address that somebody pasted | twenty works, see below |
//! | `GET terms?q=` | terms that hold all words | the first twenty |
//! | `POST describe` | a passage, selected or typed | the quote that selects it |
//! | `POST check` | an edit, [`Draft`](draft::Draft) | what would be written, and its problems |
//! | `POST render-note` | the same | the note as its page would hold it, and its problems |
//! | `GET entry?list=&article=&id=` | an entry | its name, its fields, its lines, its version |
//! | `POST save` | an edit | what was written, and the number of its undo |
//! | `POST publish` | drafts of an article | of each, whether it is published, or its problems |
//! | `GET undos?article=` | what can be taken back there | the steps, the last first, and redos |
//! | `POST undo` | the number of an undo | what was written, and the number of its redo |
//! | `POST redo` | the number of a redo | what was written, and the number of its undo |
//! | `GET anchors?article=` | passages that need an editor | as they read, and as they did |
//! | `POST accept` | a reworded passage, as it was shown | what was written: it is quoted so |
//! | `GET desk?article=` | what is to be done, there or anywhere | drafts, passages lost … |
//!
//! `tests/preview` shows each with its answers.
//!
//! A `POST` needs the token of `state` in the header `x-postil-token`, a body of the
//! type `application/json`, and the `Origin` of the preview, as browsers send it;
//! otherwise it is answered with 403. What went wrong is told as `{error, help}` and more: 404 for
//! an article or entry that is not there (with `moved_to`, if the article was renamed), 412 for
//! an entry that was changed on disk
//! meanwhile (with it as it is now, and as the edit would make it), 409 for what cannot
//! be edited or taken back as it is, 410 if the folder of the edition is gone, 422 for what
//! cannot be done or has errors (with the problems, by field), 500 if the system refuses to
//! write. Saving is refused with 403 if editing is off.
//!
//! What is wrong is told as `check` does (`message`, `help`) and, where a card can meet it, in
//! the words of whoever writes one (`say`). Works are found by words of their texts, or as the
//! one that has an address or title (`is_same`), which comes first; of others those come first
//! that are cited most. An edit may say which undo it `continues`: the two are one step then. A
//! draft is published only if nothing is wrong with it, old or new.
//!
//! Once `save` and `undo` answer, pages show what was written. Offsets count
//! UTF-16 code units, as scripts do, here and nowhere else. A client names
//! articles and entries by their ids, and a file only to choose one of those that `check` tells.

mod advice;
mod anchors;
mod describe;
mod desk;
mod draft;
mod fault;
mod lists;
mod names;
mod save;
mod sources;
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
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::state::PreviewState;
use crate::edition::OpenEdition;
use fault::Fault;

/// Answers below `/_postil/api`.
pub(super) fn routes(state: &Arc<PreviewState>) -> Router<Arc<PreviewState>> {
    Router::new()
        .route("/state", get(lists::state))
        .route("/sources", query(sources::sources))
        .route("/terms", query(lists::terms))
        .route("/describe", command(describe::describe))
        .route("/check", command(draft::check))
        .route("/render-note", command(draft::render_note))
        .route("/desk", query(desk::desk))
        .route("/entry", query(draft::entry))
        .route("/save", command(save::save))
        .route("/publish", command(save::publish))
        .route("/undos", get(undo::undos))
        .route("/undo", command(undo::undo))
        .route("/redo", command(undo::redo))
        .route("/anchors", query(anchors::open))
        .route("/accept", command(anchors::accept))
        .route("/{*unknown}", any(|| async { StatusCode::NOT_FOUND }))
        .layer(middleware::from_fn_with_state(state.clone(), trust))
}

/// The work that answers a request, given the edition as it is on disk and what is asked.
type Work<Q> = fn(&PreviewState, &OpenEdition, Q) -> Result<Value, Fault>;

/// Answers a `GET`, whose address says what is asked.
fn query<Q: DeserializeOwned + Send + 'static>(work: Work<Q>) -> MethodRouter<Arc<PreviewState>> {
    get(move |State(state), Query(asked)| with_edition(state, work, asked))
}

/// Answers a `POST`, whose body says what is asked.
fn command<Q: DeserializeOwned + Send + 'static>(work: Work<Q>) -> MethodRouter<Arc<PreviewState>> {
    post(move |State(state), Json(asked)| with_edition(state, work, asked))
}

/// Works on the edition as it is on disk.
async fn with_edition<Q: Send + 'static>(
    state: Arc<PreviewState>,
    work: Work<Q>,
    asked: Q,
) -> Result<Json<Value>, Fault> {
    let places = state.editing.clone();
    let done = PreviewState::run(&places, move || {
        let live = state.latest().ok_or_else(|| {
            Fault::new(StatusCode::SERVICE_UNAVAILABLE, "the edition cannot be read yet")
        })?;
        work(&state, &live.open, asked).map_err(|fault| fault.with_way(|slug| state.moved(slug)))
    });
    let failed = || Fault::new(StatusCode::INTERNAL_SERVER_ERROR, "the preview failed");
    done.await.ok_or_else(failed)?.map(Json)
}

/// Lets a request in that a page of the preview makes with the token, or that only reads
/// lists.
async fn trust(State(state): State<Arc<PreviewState>>, request: Request, next: Next) -> Response {
    let is_reading = matches!(*request.method(), Method::GET | Method::HEAD);
    match state.guard.distrust(request.headers()).filter(|_| !is_reading) {
        Some(error) => Fault::new(StatusCode::FORBIDDEN, error).into_response(),
        None => next.run(request).await,
    }
}
