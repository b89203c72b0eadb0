//! What a form offers to choose from.

use std::sync::Arc;

use axum::{Json, extract::State};
use serde_json::{Value, json};

use super::{
    fault::Fault,
    sources::{MAX_FOUND, Typed},
};
use crate::{
    disk::today,
    edition::OpenEdition,
    model::{Extent, Kind, Quality, Stance, Status},
    preview::{events::as_json, state::PreviewState},
};

/// Answers `GET state`.
pub(super) async fn state(State(state): State<Arc<PreviewState>>) -> Json<Value> {
    let latest = state.latest();
    let settings = latest.as_deref().map(|live| live.open.settings());
    let ratings = settings.into_iter().flat_map(|settings| &settings.ratings);
    let ratings = ratings.map(|one| {
        let (label, tone) = (&one.label, one.tone.as_str());
        json!({"id": one.id, "label": label, "means": one.means, "tone": tone})
    });
    let editors = settings.into_iter().flat_map(|settings| settings.editors.values());
    let editors = editors.map(|editor| json!({"id": editor.id, "name": editor.name}));
    let (news, _) = state.listen();
    Json(json!({
        "token": state.guard.token,
        "editing": state.guard.may_edit,
        "generation": news.generation,
        "kinds": Kind::ALL.map(Kind::as_str),
        "ratings": ratings.collect::<Vec<_>>(),
        "editors": editors.collect::<Vec<_>>(),
        "words": {
            "status": Status::ALL.map(Status::as_str),
            "stance": Stance::ALL.map(Stance::as_str),
            "quality": Quality::ALL.map(Quality::as_str),
            "read": Extent::ALL.map(Extent::as_str),
        },
        "default_editor": settings.and_then(|settings| settings.default_editor.as_ref()),
        "today": today().to_string(),
        "diagnostics": as_json(news.diagnostics.iter()),
    }))
}

/// Answers `GET terms`.
pub(super) fn terms(_: &PreviewState, edition: &OpenEdition, typed: Typed) -> Result<Value, Fault> {
    let terms = edition.edition().shared.glossary.terms.iter().filter(|term| {
        let mut texts = vec![term.id.as_str(), &term.term];
        texts.extend(term.expansion.as_deref());
        texts.extend(term.aliases.iter().map(String::as_str));
        typed.is_in(&texts)
    });
    let terms = terms
        .take(MAX_FOUND)
        .map(|term| json!({"id": term.id, "term": term.term, "expansion": term.expansion}));
    Ok(terms.collect())
}
