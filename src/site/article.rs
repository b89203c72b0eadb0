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
    pub(super) fn notes_of<'b>(self, article: &'b Article<'b>) -> NoteContext<'b>
    where
        'a: 'b,
    {
        let shared = self.edition.shared;
        NoteContext { shared, lists: &self.parts.lists, article, root: "../" }
    }

    /// Renders and hands over the article's page, if anybody wants it.
    fn article_page(self, article: &Article<'_>) {
        let file = format!("{}/index.html", article.slug());
        if !self.writer.wants(&file) {
            return;
        }
        let view = self.article_view(article);
        if let Some(html) = self.render_article(article, &view) {
            self.writer.put(&file, &html);
        }
    }

    /// Renders one note of an article as its page holds it, and returns the element.
    pub(super) fn note_html(self, article: &Article<'_>, id: &str) -> Option<String> {
        let view = self.article_view(article).with_note_alone(id);
        let page = String::from_utf8(self.render_article(article, &view)?).ok()?;
        element_of(&page, id).map(str::to_owned)
    }

    fn article_view(self, article: &Article<'_>) -> view::Article {
        view::article(article, self.parts.neighbours(article.slug()), self.notes_of(article))
    }

    fn render_article(self, article: &Article<'_>, view: &view::Article) -> Option<Vec<u8>> {
        let base_url = &self.parts.view.base_url;
        let page = Page::new("article", &format!("{}/", article.slug()), &view.title, base_url)
            .with_description(view.summary.as_deref());
        let page = exports::describe(page, article, &encode(article.slug()));
        self.parts.renderer.page("article.html", &page, ("article", view), self.diagnostics)
    }
}

/// Returns the element with an id within a page, which is well-formed: what is text in it is
/// escaped.
fn element_of<'p>(page: &'p str, id: &str) -> Option<&'p str> {
    let attribute = format!(" id=\"{id}\"");
    let start = page[..page.find(&attribute)?].rfind('<')?;
    let rest = &page[start..];
    let name: String = rest[1..].chars().take_while(char::is_ascii_alphanumeric).collect();
    let mut depth = 0_usize;
    for (at, _) in rest.match_indices('<') {
        let tag = &rest[at + 1..];
        let is_end = tag.starts_with('/');
        let is_same = tag.trim_start_matches('/').strip_prefix(&*name).is_some_and(|after| {
            after.starts_with(|c: char| c == '>' || c == '/' || c.is_ascii_whitespace())
        });
        match (is_same, is_end) {
            (true, false) => depth += 1,
            (true, true) if depth == 1 => return Some(&rest[..at + tag.find('>')? + 2]),
            (true, true) => depth -= 1,
            (false, _) => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_element_ends_where_it_ends() {
        let page = "<p id=\"b\">x</p><div><aside class=\"note\" id=\"a\"><aside>1</aside>\
                    <asides></asides></aside ></div><aside>2</aside>";
        assert_eq!(
            element_of(page, "a"),
            Some("<aside class=\"note\" id=\"a\"><aside>1</aside><asides></asides></aside >")
        );
        assert_eq!(element_of(page, "b"), Some("<p id=\"b\">x</p>"));
        assert_eq!(element_of(page, "c"), None);
    }
}
