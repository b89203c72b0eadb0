//! An article's page, and the files beside it.

use super::{Site, check_page, exports};
use crate::{edition::Article, export, view::Page};

impl Site<'_> {
    /// Makes the files of an article.
    pub(super) fn article_files(self, article: &Article<'_>) {
        let exported = exports::article(article);
        self.article_page(article, &exported);
        exports::write(self, &exported, article.apparatus());
        if self.edition.shared.settings.check_pages {
            check_page::build(self, article, &exported);
        }
    }

    /// Renders and hands over the article's page, if anybody wants it.
    fn article_page(self, article: &Article<'_>, exported: &export::Article<'_>) {
        let view = &article.view;
        let path = format!("{}/", view.slug);
        let file = format!("{path}index.html");
        if !self.writer.wants(&file) {
            return;
        }
        let base_url = &self.edition.shared.site.base_url;
        let page = Page::new("article", &path, &view.title, base_url)
            .with_description(view.summary.as_deref());
        let page = exports::describe(page, self.edition, exported);
        let view = ("article", view);
        if let Some(html) = self.renderer.page("article.html", &page, view, self.diagnostics) {
            self.writer.put(&file, &html);
        }
    }
}
