//! What a form offers to choose from, and a body as it will be printed.

use std::sync::Arc;

use axum::{Json, extract::State};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Fault;
use crate::{
    disk::today,
    model::{self, Kind},
    preview::{events::as_json, server::Server},
    site::Live,
    weave::body::{self, Location},
};

/// How many entries a type-ahead shows.
const MAX_FOUND: usize = 20;

/// What is typed into a field that offers a choice.
#[derive(Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    q: String,
}

/// A body as it is typed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Markdown {
    body: String,
}

/// Answers `GET state`.
pub(super) async fn state(State(server): State<Arc<Server>>) -> Json<Value> {
    let latest = server.stage.latest();
    let settings = latest.as_deref().map(|live| live.open.settings());
    let ratings = settings.into_iter().flat_map(|settings| &settings.ratings);
    let ratings = ratings.map(|one| json!({"id": one.id, "label": one.label, "means": one.means}));
    let editors = settings.into_iter().flat_map(|settings| settings.editors.values());
    let editors = editors.map(|editor| json!({"id": editor.id, "name": editor.name}));
    let (news, _) = server.stage.listen();
    Json(json!({
        "token": server.guard.token,
        "editing": server.guard.may_edit,
        "generation": news.generation,
        "kinds": Kind::ALL.iter().map(|kind| kind.as_str()).collect::<Vec<_>>(),
        "ratings": ratings.collect::<Vec<_>>(),
        "editors": editors.collect::<Vec<_>>(),
        "default_editor": settings.and_then(|settings| settings.default_editor.as_ref()),
        "today": today().to_string(),
        "diagnostics": as_json(news.diagnostics.iter()),
    }))
}

/// Answers `GET sources`.
pub(super) fn sources(_: &Server, live: &Live, typed: Typed) -> Result<Vec<Value>, Fault> {
    let works = live.open.edition().shared.works.bibliography.works.iter().filter(|work| {
        let by = work.by.as_deref().unwrap_or("");
        typed.is_in(&[&work.key, &work.label, &work.title, by])
    });
    let works = works.take(MAX_FOUND).map(|work| {
        json!({
            "key": work.key,
            "label": work.bare_label(),
            "title": work.title,
            "by": work.by,
            "date": work.date,
        })
    });
    Ok(works.collect())
}

/// Answers `GET terms`.
pub(super) fn terms(_: &Server, live: &Live, typed: Typed) -> Result<Vec<Value>, Fault> {
    let terms = live.open.edition().shared.glossary.terms.iter().filter(|term| {
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

/// Answers `POST preview`.
pub(super) fn preview(_: &Server, live: &Live, typed: Markdown) -> Result<Value, Fault> {
    let markdown = model::Markdown(typed.body);
    let body = body::render(
        &markdown,
        &live.open.edition().shared.works.bibliography,
        Location::BELOW_ROOT,
    );
    Ok(json!({"html": body.html, "unknown": body.unknown_keys}))
}

impl Typed {
    /// Returns whether each word stands in one of some texts, in any case.
    fn is_in(&self, texts: &[&str]) -> bool {
        let texts: Vec<String> = texts.iter().map(|text| text.to_lowercase()).collect();
        let mut words = self.q.split_whitespace().map(str::to_lowercase);
        words.all(|word| texts.iter().any(|text| text.contains(&word)))
    }
}
