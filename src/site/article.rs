//! An article's page, and the files beside it.

use super::{Site, check_page, exports};
use crate::{
    edition::Article,
    io::address::encode,
    site::view::{self, NoteContext, Page},
};

impl<'a> Site<'a> {
    /// Makes the files of an article.
    pub(super) fn article_files(self, article: &Article<'_>) {
        self.article_page(article);
        exports::write(self, article);
        if self.edition.shared.settings.check_pages {
            check_page::build(self, article);
        }
    }

    /// Returns what is needed to describe the notes of an article, on its page.
    pub(super) fn notes_of<'b>(self, article: &'b Article<'_>) -> NoteContext<'b>
    where
        'a: 'b,
    {
        let shared = self.edition.shared;
        NoteContext {
            shared,
            lists: &self.parts.lists,
            slug: article.slug(),
            media: article.media.as_ref(),
            root: "../",
        }
    }

    /// Renders and hands over the article's page, if anybody wants it.
    fn article_page(self, article: &Article<'_>) {
        let path = format!("{}/", article.slug());
        let file = format!("{path}index.html");
        if !self.writer.wants(&file) {
            return;
        }
        let neighbours = self.parts.neighbours(article.slug());
        let view = view::article(article, neighbours, self.notes_of(article));
        let base_url = &self.parts.view.base_url;
        let page = Page::new("article", &path, &view.title, base_url)
            .with_description(view.summary.as_deref());
        let page = exports::describe(page, article, &encode(article.slug()));
        let view = ("article", &view);
        let html = self.parts.renderer.page("article.html", &page, view, self.diagnostics);
        if let Some(html) = html {
            self.writer.put(&file, &html);
        }
    }
}
