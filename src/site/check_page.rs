//! The pages of fact checks, one for each, below `checks/ARTICLE/`.

use super::{Site, embed};
use crate::{
    edition::{Article, NumberedAnnotation, paths},
    export::schema_org,
    io::address::encode,
    model::Kind,
    site::view::{self, ArticleLink, Check, Link, NoteContext, Page},
    weave::body::{self, Location},
};

/// The way from a fact check's page to the root.
const ROOT: &str = "../../../";

/// Builds a page for each fact check of an article.
pub(super) fn build(site: Site<'_>, article: &Article<'_>) {
    let is_check = |one: &&NumberedAnnotation<'_>| one.annotation.kind == Kind::FactCheck;
    let checks: Vec<_> = article.annotations.iter().filter(is_check).collect();
    let slug = article.slug();
    let link = |one: &NumberedAnnotation<'_>| Link {
        label: one.name.clone(),
        url: format!("../{}/", one.annotation.id),
    };
    for (index, one) in checks.iter().enumerate() {
        let id = &one.annotation.id;
        let path = format!("checks/{slug}/{id}/");
        let has_embed = site.edition.shared.settings.embeds;
        if has_embed {
            embed::build(site, article, one, &path);
        }
        if !site.writer.wants(&format!("{path}index.html")) {
            continue;
        }
        let text = article.text_of(one);
        let (note, passage) = (note(site, article, one), embed::passage(site, article, one, ROOT));
        let shown = passage.as_ref().map(|passage| embed::shown(&passage.exact));
        let view = Check {
            embed: has_embed.then(|| embed::embed(site, &path, &note, shown.as_deref())),
            note,
            article: ArticleLink::new(&article.title, ROOT, slug, text.language),
            passage,
            previous: index.checked_sub(1).map(|before| link(checks[before])),
            next: checks.get(index + 1).map(|next| link(next)),
        };
        put(site, &path, &view, |page| schema_org::claim_review(article, one.annotation, page));
    }
}

fn note(site: Site<'_>, article: &Article<'_>, one: &NumberedAnnotation<'_>) -> view::Note {
    let context = NoteContext { root: ROOT, ..site.notes_of(article) };
    let mut note = view::whole_note(one, context);
    let base = format!("{ROOT}{}/", encode(article.slug()));
    let at = Location { root: ROOT, base: &base, blocks: Some(&article.fragments.blocks) };
    let body = one.annotation.body.as_ref().filter(|_| note.body_html.is_some());
    let bibliography = &site.edition.shared.works.bibliography;
    let syntax = article.files.text.syntax;
    note.body_html = body.map(|body| body::render(body, syntax, bibliography, at).html);
    note
}

/// Hands over a page; `said` says the same for other programs, given its address.
fn put(site: Site<'_>, path: &str, view: &Check, said: impl Fn(&str) -> Option<String>) {
    let note = &view.note;
    let title = note.claim.as_ref().unwrap_or(&note.name);
    let page = Page::new("check", path, title, &site.parts.view.base_url)
        .with_description(note.summary.as_deref());
    let json_ld = said(&page.url);
    let mut page = page.with_json_ld(json_ld);
    if let Some(embed) = &view.embed {
        let url = format!("{}{}", embed.check_url, paths::OEMBED);
        page = page.with_alternate_at(embed::MEDIA_TYPE, title, url);
    }
    let html = site.parts.renderer.page("check.html", &page, ("check", view), site.diagnostics);
    if let Some(html) = html {
        site.writer.put(&format!("{path}index.html"), &html);
    }
}
