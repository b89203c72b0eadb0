//! Passages that need an editor: reworded, found several times, or not at all.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Query, State},
    http::StatusCode,
};
use serde::{Deserialize, Serialize};
use serde_yaml::Mapping;

use super::{
    Fault,
    check::Draft,
    save::{self, Saved},
    with_edition,
};
use crate::{
    anchor::{self, Key, Locked, State as Found},
    disk,
    edit::{self, List, Operation},
    edition::AnchorStatus,
    lock::{self, Keep},
    preview::{server::Server, snapshot::Touched},
    site::Live,
    view::{Piece, difference},
};

/// Names an article.
#[derive(Debug, Deserialize)]
pub struct Article {
    /// Its slug.
    pub article: String,
}

/// Names an annotation whose passage was reworded.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Confirmed {
    /// The slug of its article.
    pub article: String,
    /// Its id.
    pub id: String,
    /// The passage that was shown to whoever confirms it.
    pub reads: String,
}

/// An annotation whose passage needs an editor.
#[derive(Debug, Serialize)]
pub struct Open {
    /// Its id.
    pub id: String,
    /// `changed`, `ambiguous` or `orphan`.
    pub state: &'static str,
    /// The passage as it reads now, or else as quoted.
    pub reads: String,
    /// How it was reworded; empty if it was not found.
    pub difference: Vec<Piece>,
}

/// Answers `GET anchors`.
pub(super) async fn open(
    State(server): State<Arc<Server>>,
    Query(Article { article }): Query<Article>,
) -> Result<Json<Vec<Open>>, Fault> {
    with_edition(server, move |_, live| {
        live.open.sidecars(&article).ok_or_else(|| Fault::missing("article", &article))?;
        let statuses = live.open.anchors(&article).statuses;
        let is_open = |status: &AnchorStatus| {
            matches!(status.state, Found::Changed | Found::Ambiguous | Found::Orphan)
        };
        let open = statuses.into_iter().filter(is_open).map(|status| Open {
            difference: status
                .was
                .as_deref()
                .map(|was| difference(was, &status.text))
                .unwrap_or_default(),
            id: status.id,
            state: status.state.as_str(),
            reads: status.text,
        });
        Ok(open.collect())
    })
    .await
}

/// Answers `POST accept`.
pub(super) async fn accept(
    State(server): State<Arc<Server>>,
    Json(confirmed): Json<Confirmed>,
) -> Result<Json<Saved>, Fault> {
    with_edition(server, move |server, live| {
        let draft = confirmed.draft(live)?;
        save::write(server, live, &draft)
    })
    .await
}

impl Confirmed {
    /// Returns the edit that quotes the passage as it reads now.
    fn draft(&self, live: &Live) -> Result<Draft, Fault> {
        let Self { article, id, reads } = self;
        let survey = live.open.anchors(article);
        let status = survey.get(id).ok_or_else(|| Fault::missing("annotation", id))?;
        let changed = || Fault::new(StatusCode::CONFLICT, "the text was changed on disk meanwhile");
        let AnchorStatus { state: Found::Changed, range: Some(range), text, .. } = status else {
            return Err(changed());
        };
        if *text != *reads {
            return Err(changed());
        }
        let (_, prose) = live.open.prose(article).ok_or_else(changed)?;
        let selector = anchor::describe(&prose, &Key::new(&prose.text), range);
        let quote = edit::quote_of(&selector.ok_or_else(changed)?);
        let fields = Mapping::from_iter([("quote".into(), quote)]);
        Ok(Draft {
            list: List::Annotations,
            article: article.clone(),
            edit: Operation::Set { id: id.clone(), fields },
            if_match: None,
        })
    }
}

/// Remembers where the passages of an article are, now that an annotation was written.
///
/// What was written stands whether or not this works, so nothing is said if it does not:
/// the file is made again from what is found, by `anchors reanchor`.
pub(super) fn remember(server: &Server, article: &str) {
    let Some(live) = server.stage.latest() else { return };
    live.open
        .anchors(article)
        .record(|found, prose, keep| write(server, article, found, prose, keep));
}

/// Returns what is to be remembered of an annotation as it is.
pub(super) fn locked(live: &Live, article: &str, id: &str) -> Option<Locked> {
    live.open.anchors(article).get(id)?.locked.clone()
}

/// Remembers once more what was remembered of an annotation before an edit.
pub(super) fn remember_again(server: &Server, article: &str, locked: &Locked) {
    write(server, article, std::slice::from_ref(locked), None, Keep::All);
}

fn write(server: &Server, article: &str, found: &[Locked], prose: Option<&str>, keep: Keep<'_>) {
    let written = disk::anchors::remember(server.stage.root(), article, found, prose, keep);
    if written.is_ok_and(|is_new| is_new) {
        let path = format!("content/{article}/{}", lock::FILE);
        server.stage.update(&Touched::Paths([path].into()));
    }
}
