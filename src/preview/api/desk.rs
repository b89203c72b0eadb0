//! What is to be done: drafts, passages that were lost, notes that rest on one source, works
//! that nothing cites.

use std::collections::HashSet;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{
    anchors::{is_open, told},
    fault::Fault,
    names::EntryName,
};
use crate::{
    diag::{Diagnostics, Problem, Severity},
    edition::{ArticleIndex, NoteIndex, OpenEdition, check_lists},
    io::address::encode,
    preview::state::PreviewState,
};

/// Which article is asked about; all of them if none is named.
#[derive(Deserialize)]
pub(super) struct Asked {
    article: Option<String>,
}

/// Answers `GET desk`.
pub(super) fn desk(
    state: &PreviewState,
    edition: &OpenEdition,
    asked: Asked,
) -> Result<Value, Fault> {
    let edition = edition.with_drafts();
    let slug = asked.article.as_deref();
    if let Some(slug) = slug {
        edition.edition().contents.article(slug).ok_or_else(|| Fault::no_article(slug))?;
    }
    // Whether a work is cited only all articles know.
    let indexes = edition.indexes();
    let asked_for = indexes.iter().filter(|article| slug.is_none_or(|slug| article.slug == slug));
    let articles: Vec<&ArticleIndex> = asked_for.copied().collect();
    let entries = |is_meant: fn(&NoteIndex) -> bool| -> Vec<Value> {
        let of_article = |article: &&ArticleIndex| {
            let meant = article.notes.iter().filter(|note| !note.is_retracted && is_meant(note));
            meant.map(|note| entry(&edition, article, note).into()).collect::<Vec<_>>()
        };
        articles.iter().flat_map(of_article).collect()
    };
    let (news, _) = state.listen();
    let folder = slug.map(|slug| format!("content/{slug}/"));
    let is_here = |path: &str| folder.as_ref().is_none_or(|folder| path.starts_with(folder));
    // What is only worth knowing is nothing to do.
    let problems = news.diagnostics.iter().filter(|one| one.severity != Severity::Info);
    let n_problems = problems.filter(|one| is_here(&one.place.path)).count();
    Ok(json!({
        "drafts": entries(|note| note.is_draft),
        "lost": articles.iter().flat_map(|article| lost(&edition, article)).collect::<Vec<_>>(),
        "one_source": entries(|note| note.rests_on_one),
        "unused_sources": unused_sources(&edition, &indexes),
        "problems": n_problems,
    }))
}

/// Returns what is told of a note.
fn entry(edition: &OpenEdition, article: &ArticleIndex, note: &NoteIndex) -> Map<String, Value> {
    let settings = edition.settings();
    let base = settings.base_url.path();
    let name = EntryName::of_note(note);
    let by: Vec<&str> = note.signers(settings).map(|signer| signer.name).collect();
    let entry = json!({
        "article": article.slug,
        "title": article.title,
        "url": format!("{base}{}/#{}", encode(&article.slug), note.id),
        "id": note.id,
        "kind": note.kind.as_str(),
        "label": name.label,
        "number": name.number,
        "words": name.words,
        "by": by,
    });
    entry.as_object().cloned().unwrap_or_default()
}

/// Returns the notes of an article whose passages were not found, or read otherwise now.
fn lost(edition: &OpenEdition, article: &ArticleIndex) -> Vec<Value> {
    // Mostly all were found, and nobody has to look again.
    let Some(index) = edition.edition().contents.article(&article.slug) else {
        return Vec::new();
    };
    let found = &edition.resolved(index).found;
    let is_about_passage = |problem: &Problem| {
        let is_on = matches!(problem, Problem::NotThere { .. } | Problem::TwiceThere { .. });
        problem.is_unanchored() || is_on || matches!(problem, Problem::Changed { .. })
    };
    if !found.iter().any(|one| is_about_passage(&one.problem)) {
        return Vec::new();
    }
    let anchors = edition.anchors(&article.slug);
    let open = anchors.statuses.iter().filter(|it| is_open(it) && !it.is_retracted);
    let entries = open.filter_map(|status| {
        let note = article.notes.iter().find(|note| note.id == status.id)?;
        let mut entry = entry(edition, article, note);
        entry.extend(told(status));
        Some(entry.into())
    });
    entries.collect()
}

/// Returns the works that nothing cites and that do not say why they are there.
fn unused_sources(edition: &OpenEdition, all: &[&ArticleIndex]) -> Vec<Value> {
    let found = Diagnostics::default();
    check_lists(edition.edition(), all, &found);
    let unused: HashSet<String> = found
        .into_sorted()
        .into_iter()
        .filter_map(|one| match one.problem {
            Problem::UnusedSource { key } => Some(key),
            _ => None,
        })
        .collect();
    let works = &edition.edition().shared.works.bibliography.works;
    let works = works.iter().filter(|work| unused.contains(&work.key));
    let told = works
        .map(|work| json!({ "key": work.key, "label": work.bare_label(), "title": work.title }));
    told.collect()
}
