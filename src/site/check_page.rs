//! The pages of fact checks, one for each, below `checks/ARTICLE/`.

use super::{Site, exports::exported};
use crate::{
    edition::Article,
    export,
    io::address::encode,
    model::Kind,
    text::prose::{Prose, ProseRange},
    view::{self, Check, CheckedArticle, Link, Numbered, Page, Passage},
    weave::body::{self, Location},
};

/// The way from a fact check's page to the root.
const ROOT: &str = "../../../";

/// A fact check among the notes of its article.
struct Checked<'a> {
    numbered: &'a Numbered<'a>,
    range: Option<&'a ProseRange>,
}

/// Builds a page for each fact check of an article; `for_programs` is the article for other
/// programs.
pub(super) fn build(site: Site<'_>, article: &Article<'_>, for_programs: &export::Article<'_>) {
    let notes = article.numbered.iter().zip(&article.entries);
    let checks: Vec<Checked<'_>> = notes
        .filter(|(numbered, _)| numbered.annotation.kind == Kind::FactCheck)
        .map(|(numbered, entry)| Checked { numbered, range: entry.range() })
        .collect();
    let shown = &article.view;
    let link = |checked: &Checked<'_>| Link {
        label: view::name_of(checked.numbered, article.apparatus()),
        url: format!("../{}/", checked.numbered.annotation.id),
    };
    for (index, checked) in checks.iter().enumerate() {
        let annotation = checked.numbered.annotation;
        let id = &annotation.id;
        let path = format!("checks/{}/{id}/", shown.slug);
        if !site.writer.wants(&format!("{path}index.html")) {
            continue;
        }
        let prose = &article.markup.prose;
        let view = Check {
            note: note(article, checked),
            article: CheckedArticle {
                title: shown.title.clone(),
                url: format!("{ROOT}{}/", encode(&shown.slug)),
                language: shown.language.clone(),
                dir: shown.dir,
            },
            passage: checked.range.and_then(|range| passage(prose, range, &shown.slug, id)),
            previous: index.checked_sub(1).map(|before| link(&checks[before])),
            next: checks.get(index + 1).map(link),
        };
        put(site, &path, &view, |page| {
            let apparatus = exported(site.edition.shared);
            export::schema_org::claim_review(apparatus, for_programs, annotation, page)
        });
    }
}

fn note(article: &Article<'_>, checked: &Checked<'_>) -> view::Note {
    let apparatus = article.apparatus();
    let base = format!("{ROOT}{}/", apparatus.slug);
    let at = Location { root: ROOT, base: &base, blocks: Some(&article.fragments.blocks) };
    let body = checked.numbered.annotation.body.as_ref();
    let numbered = Numbered {
        body_html: body.map(|body| body::render(body, apparatus.bibliography, at).html),
        ..checked.numbered.clone()
    };
    view::whole_note(&numbered, view::Apparatus { root: ROOT, ..apparatus })
}

/// Shows a passage with the rest of the paragraphs in which it begins and ends.
fn passage(prose: &Prose, range: &ProseRange, slug: &str, id: &str) -> Option<Passage> {
    let first = prose.blocks.get(prose.block_at(range.start))?;
    let last = prose.blocks.get(prose.block_at(range.end.saturating_sub(1)))?;
    Some(Passage {
        before: prose.text[first.range.start..range.start].to_owned(),
        exact: prose.text[range.clone()].to_owned(),
        after: prose.text[range.end..last.range.end.max(range.end)].to_owned(),
        url: format!("{ROOT}{}/#ref-{id}", encode(slug)),
        block: first.number,
    })
}

/// Hands over a page; `said` says the same for other programs, given its address.
fn put(site: Site<'_>, path: &str, view: &Check, said: impl Fn(&str) -> Option<String>) {
    let note = &view.note;
    let title = note.claim.as_ref().unwrap_or(&note.name);
    let page = Page::new("check", path, title, &site.edition.shared.site.base_url)
        .with_description(note.summary.as_deref());
    let json_ld = said(&page.url);
    let page = page.with_json_ld(json_ld);
    let html = site.renderer.page("check.html", &page, ("check", view), site.diagnostics);
    if let Some(html) = html {
        site.writer.put(&format!("{path}index.html"), &html);
    }
}
