//! Tells open pages of changes, as server-sent events.
//!
//! The one kind of event is a JSON object: `{run, generation, changed, versions, held,
//! n_diagnostics, diagnostics}`. `run` names the process, `generation` counts the states
//! of the edition from 1, `changed` lists the input files that changed or says `"all"`,
//! `versions` has the entries of sidecars that changed, by article and id, each with its
//! version or, if it is gone, `null`; `held` says that pages show an earlier state because
//! the current one has errors, and `diagnostics` holds what is wrong, in the form of `check
//! --format json`, with the line of `source` that it is about. A new listener is told the
//! current state at once, without versions.

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{
    extract::State,
    http::StatusCode,
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures_util::{StreamExt, stream};
use serde_json::{Value, json};
use tokio::sync::broadcast::error::RecvError;

use super::state::{ChangeEvent, PreviewState};
use crate::diag::{Diagnostic, json_line};

/// How often a silent stream says that it is alive, so that dead ones are noticed.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// Diagnostics that a page is told of; the terminal has them all.
const MAX_TOLD: usize = 200;

/// Answers `GET /_postil/events`.
pub(super) async fn stream(State(state): State<Arc<PreviewState>>) -> Response {
    let Ok(place) = state.streams.clone().try_acquire_owned() else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let (now, events) = state.listen();
    let first = as_sse(&state.run, &whole(now), "all".into());
    let listener = (state, events, place);
    let rest = stream::unfold(listener, |(state, mut events, place)| async move {
        let event = match events.recv().await {
            Ok(next) => as_sse(&state.run, &next, json!(&*next.changed)),
            Err(RecvError::Lagged(_)) => as_sse(&state.run, &whole(state.listen().0), "all".into()),
            Err(RecvError::Closed) => return None,
        };
        Some((event, (state, events, place)))
    });
    let events = stream::iter([first]).chain(rest).map(Ok::<_, Infallible>);
    Sse::new(events).keep_alive(KeepAlive::new().interval(HEARTBEAT)).into_response()
}

/// Returns the last event for whoever knows none before it: anything may have changed.
fn whole(last: ChangeEvent) -> ChangeEvent {
    ChangeEvent { versions: Arc::default(), ..last }
}

fn as_sse(run: &str, event: &ChangeEvent, changed: Value) -> Event {
    let told = json!({
        "run": run,
        "generation": event.generation,
        "changed": changed,
        "versions": *event.versions,
        "held": event.is_held,
        "n_diagnostics": event.diagnostics.len(),
        "diagnostics": as_json(event.diagnostics.iter().take(MAX_TOLD)),
    });
    Event::default().data(told.to_string())
}

/// Returns diagnostics as `check --format json` prints them, each with its line of source.
pub(super) fn as_json<'a>(all: impl Iterator<Item = &'a Diagnostic>) -> Vec<Value> {
    let with_source = |diagnostic: &Diagnostic| {
        let mut found: Value = serde_json::from_str(&json_line(diagnostic)).ok()?;
        found["source"] = diagnostic.place.excerpt.as_str().into();
        Some(found)
    };
    all.filter_map(with_source).collect()
}
