//! What a form offers to choose from, and a body as it will be printed.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Query, State as Shared},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Fault, with_edition};
use crate::{
    body::{self, Location},
    disk::today,
    model,
    preview::{events::as_json, server::Server},
};

/// How many entries a type-ahead shows.
const MAX_FOUND: usize = 20;

/// What a form needs to know at first.
#[derive(Debug, Serialize)]
pub struct State {
    /// Must come with every `POST`.
    pub token: String,
    /// Whether the page may change files.
    pub editing: bool,
    /// Counts the states of the edition.
    pub generation: u64,
    /// The kinds of annotations.
    pub kinds: Vec<&'static str>,
    /// The scale, best first.
    pub ratings: Vec<Rating>,
    /// Who writes annotations.
    pub editors: Vec<Editor>,
    /// The id of the editor of annotations that name none.
    pub default_editor: Option<String>,
    /// The day that new annotations get as `created`.
    pub today: String,
    /// All that is known to be wrong, in the form of `check --format json`.
    pub diagnostics: Vec<Value>,
}

/// A rating of the scale.
#[derive(Debug, Serialize)]
pub struct Rating {
    /// Its id.
    pub id: String,
    /// Its name.
    pub label: String,
    /// What it means, in a sentence.
    pub means: String,
}

/// Someone who writes annotations.
#[derive(Debug, Serialize)]
pub struct Editor {
    /// The id that `by` gives.
    pub id: String,
    /// The name.
    pub name: String,
}

/// A work that can be cited.
#[derive(Debug, Serialize)]
pub struct Work {
    /// What `ref` gives.
    pub key: String,
    /// Its citation: `AFP 2018a`.
    pub label: String,
    /// Its title.
    pub title: String,
    /// Who wrote it.
    pub by: Option<String>,
    /// When it appeared.
    pub date: Option<String>,
}

/// A term of the glossary.
#[derive(Debug, Serialize)]
pub struct Term {
    /// What `term` gives.
    pub id: String,
    /// The headword.
    pub term: String,
    /// What it stands for.
    pub expansion: Option<String>,
}

/// A body as it is typed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Markdown {
    /// The text.
    pub body: String,
}

/// A body as it will be printed.
#[derive(Debug, Serialize)]
pub struct Rendered {
    /// Sanitized HTML.
    pub html: String,
    /// Keys that it cites and the bibliography does not have.
    pub unknown: Vec<String>,
}

/// What is typed into a field that offers a choice.
#[derive(Debug, Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    q: String,
}

/// Answers `GET state`.
pub(super) async fn state(Shared(server): Shared<Arc<Server>>) -> Json<State> {
    let latest = server.stage.latest();
    let settings = latest.as_deref().map(|live| live.open.settings());
    let (news, _) = server.stage.listen();
    let rating = |rating: &model::Rating| Rating {
        id: rating.id.clone(),
        label: rating.label.clone(),
        means: rating.means.clone(),
    };
    let editor =
        |editor: &model::Editor| Editor { id: editor.id.clone(), name: editor.name.clone() };
    Json(State {
        token: server.guard.token.clone(),
        editing: server.guard.may_edit,
        generation: news.generation,
        kinds: model::Kind::ALL.iter().map(|kind| kind.as_str()).collect(),
        ratings: settings.map(|all| all.ratings.iter().map(rating).collect()).unwrap_or_default(),
        editors: settings.map(|all| all.editors.values().map(editor).collect()).unwrap_or_default(),
        default_editor: settings.and_then(|settings| settings.default_editor.clone()),
        today: today().to_string(),
        diagnostics: as_json(news.diagnostics.iter()),
    })
}

/// Answers `GET sources`.
pub(super) async fn sources(
    Shared(server): Shared<Arc<Server>>,
    Query(typed): Query<Typed>,
) -> Result<Json<Vec<Work>>, Fault> {
    with_edition(server, move |_, live| {
        let words = Words::new(&typed.q);
        let works = live.open.edition().shared.works.bibliography.works.iter().filter(|work| {
            let by = work.by.as_deref().unwrap_or("");
            words.all_in(&[&work.key, &work.label, &work.title, by])
        });
        let works = works.take(MAX_FOUND).map(|work| Work {
            key: work.key.clone(),
            label: work.bare_label().to_owned(),
            title: work.title.clone(),
            by: work.by.clone(),
            date: work.date.clone(),
        });
        Ok(works.collect())
    })
    .await
}

/// Answers `GET terms`.
pub(super) async fn terms(
    Shared(server): Shared<Arc<Server>>,
    Query(typed): Query<Typed>,
) -> Result<Json<Vec<Term>>, Fault> {
    with_edition(server, move |_, live| {
        let words = Words::new(&typed.q);
        let terms = live.open.edition().shared.glossary.terms.iter().filter(|term| {
            let mut texts = vec![term.id.as_str(), &term.term];
            texts.extend(term.expansion.as_deref());
            texts.extend(term.aliases.iter().map(String::as_str));
            words.all_in(&texts)
        });
        let terms = terms.take(MAX_FOUND).map(|term| Term {
            id: term.id.clone(),
            term: term.term.clone(),
            expansion: term.expansion.clone(),
        });
        Ok(terms.collect())
    })
    .await
}

/// Answers `POST preview`.
pub(super) async fn preview(
    Shared(server): Shared<Arc<Server>>,
    Json(markdown): Json<Markdown>,
) -> Result<Json<Rendered>, Fault> {
    with_edition(server, move |_, live| {
        let markdown = model::Markdown(markdown.body);
        let body = body::render(
            &markdown,
            &live.open.edition().shared.works.bibliography,
            Location::BELOW_ROOT,
        );
        Ok(Rendered { html: body.html, unknown: body.unknown_keys })
    })
    .await
}

/// Words that are looked for, in lower case.
struct Words(Vec<String>);

impl Words {
    fn new(typed: &str) -> Self {
        Self(typed.split_whitespace().map(str::to_lowercase).collect())
    }

    /// Returns whether each word stands in one of some texts.
    fn all_in(&self, texts: &[&str]) -> bool {
        let texts: Vec<String> = texts.iter().map(|text| text.to_lowercase()).collect();
        self.0.iter().all(|word| texts.iter().any(|text| text.contains(word)))
    }
}
