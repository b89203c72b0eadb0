//! Passages that need an editor: reworded, found several times, or not at all.

use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};
use serde_yaml::Mapping;

use super::{
    Fault,
    check::Draft,
    save::{self, Saved},
};
use crate::{
    anchor::{
        self, Key, Locked, State,
        lock::{self, Keep},
    },
    disk,
    edit::{self, List, Operation},
    edition::AnchorStatus,
    preview::{server::Server, snapshot::Touched},
    site::Live,
    text::difference::difference,
};

/// Names an article by its slug.
#[derive(Deserialize)]
pub(super) struct Article {
    article: String,
}

/// Names an annotation whose passage was reworded, and the passage that was shown to
/// whoever confirms it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Confirmed {
    article: String,
    id: String,
    reads: String,
}

/// Answers `GET anchors`: with each passage as it reads now, or else as quoted, and how it
/// was reworded.
pub(super) fn open(_: &Server, live: &Live, asked: Article) -> Result<Vec<Value>, Fault> {
    let Article { article } = asked;
    live.open.sidecars(&article).ok_or_else(|| Fault::missing("article", &article))?;
    let is_open = |status: &AnchorStatus| {
        matches!(status.state, State::Changed | State::Ambiguous | State::Orphan)
    };
    let open = live.open.anchors(&article).statuses.into_iter().filter(is_open).map(|status| {
        let was = status.was.as_deref();
        json!({
            "id": status.id,
            "state": status.state.as_str(),
            "reads": status.text,
            "difference": was.map(|was| difference(was, &status.text)).unwrap_or_default(),
        })
    });
    Ok(open.collect())
}

/// Answers `POST accept`.
pub(super) fn accept(server: &Server, live: &Live, asked: Confirmed) -> Result<Saved, Fault> {
    save::write(server, live, &asked.draft(live)?)
}

impl Confirmed {
    /// Returns the edit that quotes the passage as it reads now.
    fn draft(&self, live: &Live) -> Result<Draft, Fault> {
        let Self { article, id, reads } = self;
        let survey = live.open.anchors(article);
        let status = survey.get(id).ok_or_else(|| Fault::missing("annotation", id))?;
        let changed = || Fault::new(StatusCode::CONFLICT, "the text was changed on disk meanwhile");
        let AnchorStatus { state: State::Changed, range: Some(range), text, .. } = status else {
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
