//! What the pages of a site have in common, made once.

use std::sync::Arc;

use super::{
    render::Renderer,
    view::{self, ArticleLink, NoteParts},
};
use crate::{
    diag::Diagnostics,
    edition::{Edition, Key, Keyer, Sequence, Shared},
};

/// What the pages of a site have in common.
pub(crate) struct SiteParts {
    /// What is the same on every page.
    pub(super) view: view::Site,
    /// What the lists of the edition look like in notes.
    pub(super) lists: NoteParts,
    /// The templates.
    pub(super) renderer: Arc<Renderer>,
    /// Which articles follow each other.
    pub(super) sequence: Sequence,
    /// The key of all that the files of any article depend on, its own aside.
    files_key: Key,
}

impl SiteParts {
    /// Makes them; `None`, with a diagnostic, if a template cannot be used. What `previous` has
    /// made for another state of the edition is not made again.
    pub(super) fn new(
        edition: Edition<'_>,
        previous: Option<(&Shared, &Self)>,
        diagnostics: &Diagnostics,
    ) -> Option<Self> {
        let shared = edition.shared;
        let view = view::Site::new(edition);
        let is_same = |(before, parts): &(&Shared, &Self)| {
            Arc::ptr_eq(before.theme(), shared.theme())
                && before.messages.key() == shared.messages.key()
                && parts.view == view
        };
        let renderer = match previous.filter(is_same) {
            Some((_, parts)) => parts.renderer.clone(),
            None => Arc::new(Renderer::new(shared, &view, diagnostics)?),
        };
        let json = serde_json::to_vec(&view).expect("texts and numbers are always JSON");
        let slugs: Vec<&str> = shared.pages.iter().map(|page| page.slug.as_str()).collect();
        let files_key = Keyer::default()
            .with_key(shared.index_key)
            .with_key(shared.theme_key())
            .with(&json)
            .with(slugs.join("/").as_bytes())
            .key();
        let (lists, sequence) = (NoteParts::new(shared), Sequence::of(edition));
        Some(Self { view, lists, renderer, sequence, files_key })
    }

    /// Returns the articles before and after one, as its page shows them.
    pub(super) fn neighbours(&self, slug: &str) -> [Option<ArticleLink>; 2] {
        self.sequence
            .neighbours(slug)
            .map(|entry| entry.map(|it| ArticleLink::new(&it.title, "../", &it.slug, &it.language)))
    }

    /// Returns the key of all that the files of any article depend on, its own aside.
    pub(super) const fn files_key(&self) -> Key {
        self.files_key
    }

    /// Returns the key of all that the files of an article depend on, its own aside.
    pub(super) fn key_of_files(&self, slug: &str) -> Key {
        let json = serde_json::to_vec(&self.neighbours(slug)).expect("texts are always JSON");
        Keyer::default().with_key(self.files_key).with(&json).key()
    }
}
