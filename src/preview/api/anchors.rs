//! Passages that need an editor: reworded, found several times, or not at all.

use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use serde_yaml::Mapping;

use super::{draft::Draft, fault::Fault, save};
use crate::{
    anchor::{self, Key, State},
    edit::Operation,
    edition::{AnchorStatus, OpenEdition},
    model::Quote,
    preview::state::PreviewState,
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
pub(super) fn open(
    _: &PreviewState,
    edition: &OpenEdition,
    asked: Article,
) -> Result<Value, Fault> {
    let Article { article } = asked;
    edition.sidecars(&article).ok_or_else(|| Fault::no_article(&article))?;
    let anchors = edition.anchors(&article);
    let open = anchors.statuses.iter().filter(|status| is_open(status)).map(told);
    Ok(open.map(Value::Object).collect())
}

/// Returns whether somebody has to look at how an annotation finds its passage.
pub(super) fn is_open(status: &AnchorStatus) -> bool {
    matches!(status.state, State::Changed | State::Ambiguous | State::Orphan)
}

/// Returns what is told of a passage that needs an editor.
pub(super) fn told(status: &AnchorStatus) -> Map<String, Value> {
    let was = status.was.as_deref();
    let difference = was.map(|was| difference(was, &status.text)).unwrap_or_default();
    Map::from_iter([
        ("id".to_owned(), status.id.as_str().into()),
        ("state".to_owned(), status.state.as_str().into()),
        ("reads".to_owned(), status.text.as_str().into()),
        ("difference".to_owned(), json!(difference)),
    ])
}

/// Answers `POST accept`: quotes the passage as it reads now.
pub(super) fn accept(
    state: &PreviewState,
    edition: &OpenEdition,
    asked: Confirmed,
) -> Result<Value, Fault> {
    let Confirmed { article, id, reads } = asked;
    let anchors = edition.anchors(&article);
    let status = anchors.get(&id).ok_or_else(|| Fault::missing("annotation", &id))?;
    let changed = || Fault::new(StatusCode::CONFLICT, "the text was changed on disk meanwhile");
    let is_shown = status.state == State::Changed && status.text == reads;
    let range = status.range.as_ref().filter(|_| is_shown).ok_or_else(changed)?;
    let language = status.language.clone();
    let (_, prose) = edition.prose(&article, language.as_deref()).ok_or_else(changed)?;
    let selector = anchor::describe(&prose, &Key::new(&prose.text), range).ok_or_else(changed)?;
    let quote = Quote { language, selector };
    let fields = Mapping::from_iter([("quote".into(), quote.to_value())]);
    let edit = Operation::Set { id, fields };
    save::write(state, edition, &Draft::of_annotation(&article, edit))
}
