//! The feeds: one of all notes, and one of each kind that there is.

use super::{Context, Facts};
use crate::{
    feed::{self, Feed},
    model::Kind,
    view::{self, Page},
};

/// Writes the feed of all notes, and that of each kind that there is.
pub(super) fn write(context: &Context<'_>, facts: &[&Facts]) {
    let settings = &context.edition.settings;
    let editors: Vec<&str> = settings.editors.iter().map(|editor| editor.name.as_str()).collect();
    let (title, base_url) = (settings.title.as_str(), settings.base_url.as_str());
    let writer = context.writer;
    for of in feed::all().filter(|of| of.is_none_or(|kind| has(facts, kind))) {
        if !writer.wants(feed::path(of)) {
            continue;
        }
        let titled = of.map(|kind| format!("{title}: {}", view::layer_label(kind)));
        let title = titled.as_deref().unwrap_or(title);
        let feed = Feed { title, base_url, of, authors: &editors };
        writer.put(feed::path(of), context.feed.atom(&feed).as_bytes());
    }
}

/// Adds the feed of a kind to a page, if there is one.
pub(super) fn link(page: Page, facts: &[&Facts], kind: Kind) -> Page {
    if !has(facts, kind) {
        return page;
    }
    page.with_alternate(feed::MEDIA_TYPE, view::layer_label(kind), feed::path(Some(kind)))
}

fn has(facts: &[&Facts], kind: Kind) -> bool {
    facts.iter().any(|facts| facts.notes.kinds().any(|of| of == kind))
}
