//! The pages that articles share, made from the facts that articles leave.
//!
//! `front.rs` has the front page and the index of fact checks, `lists.rs` what
//! articles refer to; the few others, and what is no page, are here.

mod front;
mod lists;

use std::collections::HashSet;

use rayon::prelude::*;

use super::{
    Context, Facts,
    apparatus::need_list,
    contents::{Contents, is_published},
    facts::NoteFacts,
    feeds, findable, links,
    page::PlainPage,
};
use crate::{
    html,
    render::Renderer,
    site,
    view::{self, CorrectionRow, DateView, Page, Text, Use},
};

/// Taken from `content/pages/` if it is there: whoever hosts may know better.
const HEADERS: &str = "_headers";

/// Builds all pages but the articles', and copies what is copied.
pub(super) fn build(
    context: &Context<'_>,
    renderer: &Renderer,
    contents: &Contents,
    facts: &[&Facts],
) {
    // In a preview, nobody is told who waits for one page.
    if !context.writer.wants_one() {
        links::check_definitions(context);
        links::check_findings(context);
    }
    let shared = Shared { context, renderer, facts };
    let pages: [&(dyn Fn() -> Vec<String> + Sync); 7] = [
        &|| shared.front(),
        &|| shared.checks(),
        &|| shared.glossary(),
        &|| shared.sources(),
        &|| shared.timeline(),
        &|| shared.pages(),
        &|| shared.search(),
    ];
    let mut paths: Vec<String> = pages.par_iter().flat_map(|make| make()).collect();
    shared.missing();
    let base_url = &context.edition.site.base_url;
    if context.writer.wants("sitemap.xml") {
        paths.extend(facts.iter().map(|facts| format!("{}/", facts.slug)));
        paths.extend(shared.notes().filter_map(|(facts, note)| shared.check_page(facts, note)));
        paths.sort();
        let map = site::sitemap(base_url, paths.iter().map(String::as_str));
        context.writer.put("sitemap.xml", map.as_bytes());
    }
    context.writer.put("robots.txt", site::robots(base_url).as_bytes());
    feeds::write(context, facts);
    // Without it GitHub Pages leaves out what begins with `_`.
    context.writer.put(".nojekyll", b"");
    let built: HashSet<&str> = facts.iter().map(|facts| facts.slug.as_str()).collect();
    let is_there = |path: &str| is_published(path, |slug| built.contains(slug));
    let copied = || contents.copied.iter().filter(|(path, _)| is_there(path));
    if !contents.copied.values().any(|output| output == HEADERS) {
        let copies = copied().map(|(_, output)| output.as_str());
        let headers = site::headers(context.edition.settings.base_url.path(), copies);
        context.writer.put(HEADERS, headers.as_bytes());
    }
    assets(context);
    for (path, output) in copied().filter(|(_, output)| context.writer.wants(output)) {
        if let Some(bytes) = context.read(path) {
            context.writer.put(output, &bytes);
        }
    }
}

/// Hands over the theme's styles, scripts and images.
pub(super) fn assets(context: &Context<'_>) {
    for (name, bytes) in &context.edition.theme.assets {
        context.writer.put(&format!("{}{name}", context.edition.theme.assets_path), bytes);
    }
}

struct Shared<'a> {
    context: &'a Context<'a>,
    renderer: &'a Renderer,
    facts: &'a [&'a Facts],
}

impl Shared<'_> {
    fn put<V: serde::Serialize>(&self, template: &str, page: &Page, view: (&'static str, &V)) {
        let html = self.renderer.page(template, page, view, self.context.diagnostics);
        if let Some(html) = html {
            let path = format!("{}index.html", page.path);
            self.context.writer.put(&path, &html);
        }
    }

    /// Returns whether anybody wants the page at an address.
    fn wants(&self, address: &str) -> bool {
        self.context.writer.wants(&format!("{address}index.html"))
    }

    fn page(&self, kind: &'static str, path: &str, title: &str) -> Page {
        Page::new(kind, path, title, &self.context.edition.site.base_url)
    }

    fn date(&self, date: &crate::model::Date) -> DateView {
        DateView::new(date, &self.context.edition.settings.language)
    }

    /// Returns all notes, article by article.
    fn notes(&self) -> impl Iterator<Item = (&Facts, NoteFacts<'_>)> {
        self.facts
            .iter()
            .copied()
            .flat_map(|facts| facts.notes.iter().map(move |note| (facts, note)))
    }

    /// Returns how a page one level below the root refers to a note.
    fn use_of(&self, facts: &Facts, note: NoteFacts<'_>) -> Use {
        Use {
            article: facts.card.title.clone(),
            label: format!("{} {}", view::kind_label(note.kind), note.number),
            url: format!("../{}#{}", facts.card.url, note.id),
        }
    }

    fn pages(&self) -> Vec<String> {
        let pages = &self.context.edition.pages;
        let list = need_list(pages).then(|| self.list_of_pages());
        let paths = pages.iter().map(|page| {
            let path = format!("{}/", page.slug);
            if !self.wants(&path) {
                return path;
            }
            let text = Text {
                heading: (!page.has_heading).then(|| page.title.clone()),
                content_html: page.content_html(self.context),
                corrections: (page.slug == "corrections").then(|| self.corrections()),
            };
            let page =
                self.page("page", &path, &page.title).with_description(page.summary.as_deref());
            self.put("page.html", &page, ("text", &text));
            path
        });
        paths.chain(list).collect()
    }

    /// Lists all plain pages, where there are more than the menu holds.
    fn list_of_pages(&self) -> String {
        let page = self.page("page", "pages/", "All pages");
        if self.wants(&page.path) {
            let item = |page: &PlainPage| {
                let (slug, title) = (html::attribute(&page.slug), html::text(&page.title));
                format!("<li><a href=\"../{slug}/\">{title}</a></li>\n")
            };
            let items: String = self.context.edition.pages.iter().map(item).collect();
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
            .flat_map(|(facts, note)| {
                let use_ = self.use_of(facts, note);
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

    /// The page on which the search runs, and what it searches, if there is a search.
    fn search(&self) -> Vec<String> {
        if !self.context.edition.site.search {
            return Vec::new();
        }
        let page = self.page("search", "search/", "Search");
        let nothing: Option<()> = None;
        if self.wants(&page.path) {
            self.put("search.html", &page, ("nothing", &nothing));
        }
        findable::write(self.context, self.facts);
        vec![page.path]
    }

    /// `404.html` is served at any depth, so it starts from the path of the base URL.
    fn missing(&self) {
        if !self.context.writer.wants("404.html") {
            return;
        }
        let mut page = self.page("missing", "404.html", "Page not found");
        page.root = self.context.edition.settings.base_url.path().to_owned();
        let nothing: Option<()> = None;
        let view = ("nothing", &nothing);
        if let Some(html) = self.renderer.page("404.html", &page, view, self.context.diagnostics) {
            self.context.writer.put("404.html", &html);
        }
    }
}
