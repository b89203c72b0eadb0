//! Tells open pages of changes, as server-sent events.
//!
//! The one kind of event is a JSON object: `{run, generation, changed, held,
//! diagnostics}`. `run` names the process, `generation` counts the states of the
//! edition from 1, `changed` lists the input files that changed or says `"all"`,
//! `held` says that pages show an earlier state because the current one has
//! errors, and `diagnostics` holds what is wrong, in the form of `check
//! --format json`, with the line of `source` that it is about. A new listener
//! is told the current state at once.
//!
//! Who listens to `/_postil/events?page=PATH` is also told in `page` how the page
//! at that path of an address differs from what it was at the event before:
//! `{generation, since, version, splices: [{start, end, text}, …]}`. In the page
//! of the version `since`, the UTF-16 code units from `start` to `end` give way to
//! `text`, which makes it the page of `version`; wherever that can be had, both
//! are one element. Without `page`, the page has to be asked for.

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{
    extract::{RawQuery, State},
    http::StatusCode,
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures_util::{StreamExt, stream};
use serde::Serialize;
use serde_json::Value;
use tokio::{
    sync::{
        OwnedSemaphorePermit,
        broadcast::{Receiver, error::RecvError},
    },
    task::spawn_blocking,
};

use super::{pages, server::Server, splice::Change, stage::News};
use crate::diag::{Diagnostic, json_line};

/// How often a silent stream says that it is alive, so that dead ones are noticed.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// Diagnostics that a page is told of; the terminal has them all.
const MAX_TOLD: usize = 200;

#[derive(Serialize)]
struct Told<'a> {
    run: &'a str,
    generation: u64,
    changed: Changed<'a>,
    held: bool,
    n_diagnostics: usize,
    diagnostics: Vec<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<Turned>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Changed<'a> {
    Files(Vec<&'a str>),
    All(&'static str),
}

/// How a page became that of a generation.
#[derive(Serialize)]
struct Turned {
    generation: u64,
    #[serde(flatten)]
    change: Change,
}

/// Somebody who is told.
struct Listener {
    server: Arc<Server>,
    news: Receiver<News>,
    /// The path of the address of the page that is open, and the page as it was told last.
    open: Option<(String, Option<Arc<[u8]>>)>,
    _place: OwnedSemaphorePermit,
}

/// Answers `GET /_postil/events`.
pub(super) async fn stream(
    State(server): State<Arc<Server>>,
    RawQuery(query): RawQuery,
) -> Response {
    let Ok(place) = server.streams.clone().try_acquire_owned() else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let address = query.as_deref().and_then(|query| query.strip_prefix("page="));
    let open = address.map(|address| (address.to_owned(), None));
    let (now, news) = server.stage.listen();
    let mut listener = Listener { server, news, open, _place: place };
    let first = listener.tell(now, true).await;
    let rest = stream::unfold(listener, |mut listener| async move {
        let event = match listener.news.recv().await {
            Ok(next) => listener.tell(next, false).await,
            Err(RecvError::Lagged(_)) => {
                let (now, _) = listener.server.stage.listen();
                listener.tell(now, true).await
            }
            Err(RecvError::Closed) => return None,
        };
        Some((event, listener))
    });
    let events = stream::iter([first]).chain(rest).map(Ok::<_, Infallible>);
    Sse::new(events).keep_alive(KeepAlive::new().interval(HEARTBEAT)).into_response()
}

impl Listener {
    /// Makes an event of news; looks at the page that is open.
    async fn tell(&mut self, news: News, is_all: bool) -> Event {
        let (server, open) = (self.server.clone(), self.open.take());
        // Making a page and comparing it is work of milliseconds.
        let told = spawn_blocking(move || {
            let (open, page) = match open {
                Some((address, before)) => {
                    let (now, turned) = turn(&server, &address, before.as_ref());
                    (Some((address, now)), turned)
                }
                None => (None, None),
            };
            (open, event(&server.run, &news, is_all, page))
        });
        let (open, event) = told.await.unwrap_or_default();
        self.open = open;
        event
    }
}

/// Returns a page as it is now, and how it became that.
fn turn(
    server: &Server,
    address: &str,
    before: Option<&Arc<[u8]>>,
) -> (Option<Arc<[u8]>>, Option<Turned>) {
    let (generation, live) = server.stage.shown();
    let now = live.and_then(|live| pages::page_at(server, &live, address));
    let change = before.zip(now.as_ref()).and_then(|(before, now)| Change::new(before, now));
    (now, change.map(|change| Turned { generation, change }))
}

fn event(run: &str, news: &News, is_all: bool, page: Option<Turned>) -> Event {
    let changed = if is_all {
        Changed::All("all")
    } else {
        Changed::Files(news.changed.iter().map(String::as_str).collect())
    };
    let told = Told {
        run,
        generation: news.generation,
        changed,
        held: news.is_held,
        n_diagnostics: news.diagnostics.len(),
        diagnostics: as_json(news.diagnostics.iter().take(MAX_TOLD)),
        page,
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
