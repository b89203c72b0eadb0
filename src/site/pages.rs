//! The pages that articles share, made from the indexes of articles.
//!
//! `front.rs` has the front page and the index of fact checks, `notes.rs` the list of all
//! notes, `lists.rs` what articles refer to; the few others, and what is no page, are here.

use std::collections::HashSet;

use rayon::prelude::*;

use super::{Site, feeds, hosting};
use crate::{
    edition::{
        ArticleIndex, NoteIndex, PlainPage, is_published, need_list, paths::ROBOTS,
        theme_files::is_of_plain_pages,
    },
    model::{Date, Settings},
    site::view::{CorrectionRow, DateView, Page, Text, Use},
    text::html,
};

/// Taken from `content/pages/` if it is there, as `robots.txt` is: whoever hosts may know better.
const HEADERS: &str = "_headers";

/// Builds all pages but the articles', and copies what is copied.
pub(super) fn build(site: Site<'_>, articles: &[&ArticleIndex]) {
    let this = Pages { site, articles };
    let pages: [&(dyn Fn() -> Vec<String> + Sync); 8] = [
        &|| this.front(),
        &|| this.checks(),
        &|| this.all_notes(),
        &|| this.glossary(),
        &|| this.sources(),
        &|| this.timeline(),
        &|| this.plain_pages(),
        &|| this.search(),
    ];
    let mut paths: Vec<String> = pages.par_iter().flat_map(|make| make()).collect();
    this.missing();
    let writer = site.writer;
    let shared = site.edition.shared;
    let base_url = &site.parts.view.base_url;
    if writer.wants("sitemap.xml") || writer.wants_below(hosting::PART_OF_MAP) {
        paths.extend(articles.iter().map(|article| format!("{}/", article.slug)));
        paths.extend(this.notes().filter_map(|(article, note)| this.check_page(article, note)));
        paths.sort();
        for (name, map) in hosting::sitemaps(base_url, &paths) {
            writer.put(&name, map.as_bytes());
        }
    }
    feeds::write(site, articles);
    // Without it GitHub Pages leaves out what begins with `_`.
    writer.put(".nojekyll", b"");
    let built: HashSet<&str> = articles.iter().map(|article| article.slug.as_str()).collect();
    let is_there = |path: &str| is_published(path, |slug| built.contains(slug));
    let all = &site.edition.contents.copied;
    let copied = || all.iter().filter(|(path, _)| is_there(path));
    let is_own = |name: &str| all.values().any(|output| output == name);
    if !is_own(ROBOTS) {
        let robots = hosting::robots(base_url, site.edition.options.drafts);
        writer.put(ROBOTS, robots.as_bytes());
    }
    if !is_own(HEADERS) {
        let copies = copied().map(|(_, output)| output.as_str());
        let headers = hosting::headers(shared.settings.base_url.path(), &shared.settings, copies);
        writer.put(HEADERS, headers.as_bytes());
    }
    assets(site);
    for (path, output) in copied().filter(|(_, output)| writer.wants(output)) {
        if let Some(bytes) = site.edition.read(path, site.diagnostics) {
            writer.put(output, &bytes);
        }
    }
}

/// Hands over the theme's styles, scripts and images.
pub(super) fn assets(site: Site<'_>) {
    let theme = site.edition.shared.theme();
    for (name, bytes) in &theme.assets {
        site.writer.put(&format!("{}{name}", theme.assets_path), bytes);
    }
}

/// What the pages that articles share are made of.
pub(super) struct Pages<'a> {
    pub(super) site: Site<'a>,
    pub(super) articles: &'a [&'a ArticleIndex],
}

impl Pages<'_> {
    pub(super) fn put<V: serde::Serialize>(
        &self,
        template: &str,
        page: &Page,
        view: (&'static str, &V),
    ) {
        let html = self.site.parts.renderer.page(template, page, view, self.site.diagnostics);
        if let Some(html) = html {
            let path = format!("{}index.html", page.path);
            self.site.writer.put(&path, &html);
        }
    }

    /// Returns whether anybody wants the page at an address.
    pub(super) fn wants(&self, address: &str) -> bool {
        self.site.writer.wants(&format!("{address}index.html"))
    }

    pub(super) fn page(&self, kind: &'static str, path: &str, title: &str) -> Page {
        Page::new(kind, path, title, &self.site.parts.view.base_url)
    }

    /// Returns a message to readers.
    pub(super) fn message(&self, key: &str) -> String {
        self.site.edition.shared.messages.get(key)
    }

    pub(super) fn date(&self, date: &Date) -> DateView {
        DateView::new(date, &self.settings().language)
    }

    pub(super) fn settings(&self) -> &Settings {
        &self.site.edition.shared.settings
    }

    /// Returns all notes, article by article.
    pub(super) fn notes(&self) -> impl Iterator<Item = (&ArticleIndex, &NoteIndex)> {
        let articles = self.articles.iter().copied();
        articles.flat_map(|article| article.notes.iter().map(move |note| (article, note)))
    }

    /// Returns how a page one level below the root refers to a note.
    pub(super) fn use_of(&self, article: &ArticleIndex, note: &NoteIndex) -> Use {
        Use {
            article: article.title.clone(),
            label: note.short_name(&self.site.edition.shared.messages),
            url: format!("../{}#{}", article.url(), note.id),
        }
    }

    fn plain_pages(&self) -> Vec<String> {
        let pages = &self.site.edition.shared.pages;
        let list =
            need_list(pages.iter().map(|page| page.slug.as_str())).then(|| self.list_of_pages());
        let paths = pages.iter().map(|page| {
            let path = format!("{}/", page.slug);
            if !self.wants(&path) {
                return path;
            }
            let text = Text {
                heading: (!page.has_heading).then(|| page.title.clone()),
                content_html: page.content_html.clone(),
                corrections: (page.slug == "corrections").then(|| self.corrections()),
            };
            // One that cannot be used was reported where it is named.
            let templates = &self.site.edition.shared.theme().templates;
            let named = page.template.as_ref().map(|(name, _)| name.as_str());
            let named =
                named.filter(|name| templates.contains_key(*name) && is_of_plain_pages(name));
            let page =
                self.page("page", &path, &page.title).with_description(page.summary.as_deref());
            self.put(named.unwrap_or("page.html"), &page, ("text", &text));
            path
        });
        paths.chain(list).collect()
    }

    /// Lists all plain pages, where there are more than the menu holds.
    fn list_of_pages(&self) -> String {
        let page = self.page("page", "pages/", &self.message("all-pages"));
        if self.wants(&page.path) {
            let item = |page: &PlainPage| {
                let (slug, title) = (html::attribute(&page.slug), html::text(&page.title));
                format!("<li><a href=\"../{slug}/\">{title}</a></li>\n")
            };
            let items: String = self.site.edition.shared.pages.iter().map(item).collect();
            let text = Text {
                heading: Some(page.title.clone()),
                content_html: format!("<ul>\n{items}</ul>\n"),
                corrections: None,
            };
            self.put("page.html", &page, ("text", &text));
        }
        page.path
    }

    fn corrections(&self) -> Vec<CorrectionRow> {
        let mut rows: Vec<CorrectionRow> = self
            .notes()
            .flat_map(|(article, note)| {
                let use_ = self.use_of(article, note);
                note.corrections.iter().map(move |correction| CorrectionRow {
                    date: self.date(&correction.date),
                    text: correction.text.clone(),
                    article: use_.article.clone(),
                    label: use_.label.clone(),
                    url: use_.url.clone(),
                })
            })
            .collect();
        rows.sort_by(|a, b| b.date.iso.cmp(&a.date.iso));
        rows
    }

    /// `404.html` is served at any depth, so it starts from the path of the base URL.
    fn missing(&self) {
        if !self.site.writer.wants("404.html") {
            return;
        }
        let mut page = self.page("missing", "404.html", &self.message("not-found"));
        page.root = self.settings().base_url.path().to_owned();
        let nothing: Option<()> = None;
        let view = ("nothing", &nothing);
        if let Some(html) =
            self.site.parts.renderer.page("404.html", &page, view, self.site.diagnostics)
        {
            self.site.writer.put("404.html", &html);
        }
    }
}
