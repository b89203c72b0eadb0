//! Plain pages: about, method, corrections.

use super::{
    Drafts, MarkdownFile, citations,
    links::{Fragments, Links, OutLink, OutLinks, Page},
    read,
};
use crate::{
    diag::{Diagnostics, Place},
    io::Input,
    model::{Settings, parse::article::page_matter},
    text::{language::Collation, messages::Messages},
    weave::{WeaveInput, weave},
};

/// A plain page.
#[derive(Debug)]
pub struct PlainPage {
    /// The name of its file without its ending, which is its address.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// What it says, in a sentence.
    pub summary: Option<String>,
    /// Whether its text begins with a heading of level 1.
    pub has_heading: bool,
    /// Its text.
    pub content_html: String,
    /// The fragments of its blocks and footnotes.
    pub fragments: Fragments<'static>,
    /// Whether it is a draft.
    pub is_draft: bool,
    /// Its links to other pages.
    pub out_links: Vec<OutLink>,
    /// The template that its front matter names, and where.
    pub template: Option<(String, Place)>,
    order: Option<i64>,
}

impl PlainPage {
    /// Reads all plain pages, of which `files` are slug and path, in the order of the menu.
    pub(super) fn load_all(
        drafts: Drafts,
        input: &dyn Input,
        files: &[(String, String)],
        (settings, messages): (&Settings, &Messages),
        diagnostics: &Diagnostics,
    ) -> Vec<Self> {
        let limit = settings.limits.article;
        let mut pages: Vec<Self> = files
            .iter()
            .filter_map(|(slug, path)| {
                let bytes = read(input, path, diagnostics)?;
                let text = MarkdownFile::new(path, bytes, limit, diagnostics)?;
                Self::new(drafts, slug, &text, (settings, messages), diagnostics)
            })
            .collect();
        let collation = Collation::of_language(&settings.language);
        pages.sort_by(|a, b| {
            let order = |page: &Self| page.order.unwrap_or(i64::MAX);
            order(a).cmp(&order(b)).then_with(|| collation.compare(&a.title, &b.title))
        });
        pages
    }

    fn new(
        drafts: Drafts,
        slug: &str,
        text: &MarkdownFile,
        (settings, messages): (&Settings, &Messages),
        diagnostics: &Diagnostics,
    ) -> Option<Self> {
        let reported = Diagnostics::default();
        let matter = page_matter(&text.file, &text.parts, &reported);
        if matter.is_draft && drafts == Drafts::Exclude {
            return None;
        }
        diagnostics.take_in(reported);
        let markup = text.markup(diagnostics)?;
        citations::check_page(text, diagnostics);
        let mut fragments = Fragments::default();
        fragments.add(&markup, "");
        let out_links = OutLinks::default();
        let page = Page { slug, fragments: Some(&fragments), out_links: &out_links, settings };
        let links = Links::new(page, (&text.file, ""), &fragments, diagnostics);
        let input = WeaveInput {
            marks: &[],
            terms: &[],
            term_ids: &[],
            root: "../",
            resolve: &|target| links.resolve(target),
            suffix: "",
            recording: None,
            language: &settings.language,
            label_language: None,
            messages,
        };
        let woven = weave(&markup, &input);
        let first = woven.rows.first().filter(|row| row.is_title);
        let heading = first.and_then(|row| row.heading.clone());
        let rows: String = woven.rows.iter().map(|row| row.html.as_str()).collect();
        Some(Self {
            slug: slug.to_owned(),
            has_heading: heading.is_some(),
            title: matter.title.or(heading).unwrap_or_else(|| slug.to_owned()),
            summary: matter.summary,
            is_draft: matter.is_draft,
            content_html: rows + &woven.footnotes_html,
            out_links: out_links.into_all(),
            fragments,
            template: matter.template,
            order: matter.order,
        })
    }
}
