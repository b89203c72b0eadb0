//! The feeds: one of all notes, and one of each kind that there is.

use std::cmp::Reverse;

use super::{
    Site,
    atom::{self, Feed, Newest},
    view::Page,
};
use crate::{
    edition::{ArticleIndex, NoteIndex, Shared, layer_label, paths},
    model::Kind,
    text::messages::Messages,
};

/// Writes the feed of all notes, and that of each kind that there is.
pub(super) fn write(site: Site<'_>, articles: &[&ArticleIndex]) {
    let shared = site.edition.shared;
    let settings = &shared.settings;
    let feeds = paths::feeds().filter(|of| of.is_none_or(|kind| has(articles, kind)));
    let wanted: Vec<_> = feeds.filter(|of| site.writer.wants(paths::feed(*of))).collect();
    if wanted.is_empty() {
        return;
    }
    let mut newest = Newest::default();
    for article in articles {
        article.notes.iter().for_each(|note| announce(&mut newest, shared, article, note));
    }
    let editors: Vec<&str> = settings.editors.values().map(|editor| editor.name.as_str()).collect();
    let (title, base_url) = (settings.title.as_str(), settings.base_url.as_str());
    for of in wanted {
        let titled = of.map(|kind| {
            let layer = layer_label(kind, &shared.messages);
            shared
                .messages
                .with("feed-of-layer", &[("title", title.into()), ("layer", layer.into())])
        });
        let title = titled.as_deref().unwrap_or(title);
        let feed = Feed { title, base_url, of, authors: &editors };
        site.writer.put(paths::feed(of), newest.atom(&feed).as_bytes());
    }
}

/// Adds a note to the feeds, if its date is known.
fn announce(newest: &mut Newest, shared: &Shared, article: &ArticleIndex, note: &NoteIndex) {
    let corrected = note.corrections.iter().map(|correction| correction.date);
    let dates = [note.created, note.updated].into_iter().flatten().chain(corrected);
    let Some(updated) = dates.max().filter(|_| !note.is_draft) else { return };
    let url = format!("{}{}#{}", shared.settings.base_url, article.url(), note.id);
    newest.add(note.kind, updated, &url, || {
        let last = note.corrections.iter().rfind(|one| one.date == updated);
        let messages = &shared.messages;
        let name = note.name(shared);
        let signers = note.signers(&shared.settings);
        let news = match (last, note.created) {
            (Some(_), _) => messages.with("feed-corrected", &[("name", name.into())]),
            (None, Some(created)) if created < updated => {
                messages.with("feed-changed", &[("name", name.into())])
            }
            (None, _) => name,
        };
        atom::Entry {
            updated: Reverse(updated),
            id: url.clone(),
            url: if note.share.is_some() { url.replace('#', "#ref-") } else { url.clone() },
            title: news,
            summary: summary(note, last.map(|one| one.text.as_str())),
            authors: signers.map(|signer| signer.name.to_owned()).collect(),
            published: note.created,
            article: article.title.clone(),
        }
    });
}

/// Returns what a note is about, the claim that it checks or its passage, and what it says of
/// that, or what was corrected.
fn summary(note: &NoteIndex, correction: Option<&str>) -> Option<String> {
    let about = note.claim.as_deref().or(note.passage.as_deref());
    let about = about.filter(|_| !note.is_retracted);
    let says = correction.or(note.summary.as_deref()).or(note.opening.as_deref());
    let parts: Vec<&str> = about.into_iter().chain(says).collect();
    (!parts.is_empty()).then(|| parts.join(" — "))
}

/// Adds the feed of a kind to a page, if there is one.
pub(super) fn link(
    page: Page,
    articles: &[&ArticleIndex],
    kind: Kind,
    messages: &Messages,
) -> Page {
    if !has(articles, kind) {
        return page;
    }
    page.with_alternate(atom::MEDIA_TYPE, &layer_label(kind, messages), paths::feed(Some(kind)))
}

fn has(articles: &[&ArticleIndex], kind: Kind) -> bool {
    articles.iter().any(|article| article.notes.iter().any(|note| note.kind == kind))
}
