//! Tells open pages of changes, as server-sent events.
//!
//! The one kind of event is a JSON object: `{run, generation, changed, held,
//! n_diagnostics, diagnostics}`. `run` names the process, `generation` counts the states
//! of the edition from 1, `changed` lists the input files that changed or says `"all"`,
//! `held` says that pages show an earlier state because the current one has
//! errors, and `diagnostics` holds what is wrong, in the form of `check
//! --format json`, with the line of `source` that it is about. A new listener
//! is told the current state at once.

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
use serde::Serialize;
use serde_json::Value;
use tokio::sync::broadcast::error::RecvError;

use super::{server::Server, stage::News};
use crate::diag::{Diagnostic, json_line};

/// How often a silent stream says that it is alive, so that dead ones are noticed.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// Diagnostics that a page is told of; the terminal has them all.
const MAX_TOLD: usize = 200;

#[derive(Serialize)]
struct ChangeEvent<'a> {
    run: &'a str,
    generation: u64,
    changed: Changed<'a>,
    held: bool,
    n_diagnostics: usize,
    diagnostics: Vec<Value>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Changed<'a> {
    Files(Vec<&'a str>),
    All(&'static str),
}

/// Answers `GET /_postil/events`.
pub(super) async fn stream(State(server): State<Arc<Server>>) -> Response {
    let Ok(place) = server.streams.clone().try_acquire_owned() else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let (now, news) = server.stage.listen();
    let first = event(&server.run, &now, Changed::All("all"));
    let listener = (server, news, place);
    let rest = stream::unfold(listener, |(server, mut news, place)| async move {
        let event = match news.recv().await {
            Ok(next) => {
                let changed = next.changed.iter().map(String::as_str).collect();
                event(&server.run, &next, Changed::Files(changed))
            }
            Err(RecvError::Lagged(_)) => {
                event(&server.run, &server.stage.listen().0, Changed::All("all"))
            }
            Err(RecvError::Closed) => return None,
        };
        Some((event, (server, news, place)))
    });
    let events = stream::iter([first]).chain(rest).map(Ok::<_, Infallible>);
    Sse::new(events).keep_alive(KeepAlive::new().interval(HEARTBEAT)).into_response()
}

fn event(run: &str, news: &News, changed: Changed<'_>) -> Event {
    let told = ChangeEvent {
        run,
        generation: news.generation,
        changed,
        held: news.is_held,
        n_diagnostics: news.diagnostics.len(),
        diagnostics: as_json(news.diagnostics.iter().take(MAX_TOLD)),
    };
    // Texts and numbers are always JSON.
    Event::default().json_data(&told).unwrap_or_default()
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
