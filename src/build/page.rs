//! Plain pages: about, method, corrections.

use super::{
    Context, Drafts, Manuscript, Options, citations,
    contents::Contents,
    links::{Fragments, Links},
    read,
};
use crate::{
    diag::Diagnostics,
    files::Input,
    parse::article::page_matter,
    prose::Markup,
    script::{self, Collation},
    weave::{Weft, weave},
};

/// A plain page, read as far as the menu needs it.
pub(super) struct PlainPage {
    pub(super) slug: String,
    pub(super) title: String,
    pub(super) summary: Option<String>,
    /// Whether its text begins with a heading of level 1.
    pub(super) has_heading: bool,
    order: Option<i64>,
    manuscript: Manuscript,
}

impl PlainPage {
    /// Reads all plain pages, in the order of the menu.
    pub(super) fn load_all(
        options: &Options,
        input: &dyn Input,
        contents: &Contents,
        (limit, language): (usize, &str),
        diagnostics: &Diagnostics,
    ) -> Vec<Self> {
        let mut pages: Vec<Self> = contents
            .pages
            .iter()
            .filter_map(|(slug, path)| {
                let bytes = read(input, path, diagnostics)?;
                let manuscript = Manuscript::new(path, bytes, limit, diagnostics)?;
                Self::new(options, slug, manuscript, diagnostics)
            })
            .collect();
        let collation = Collation::of_language(language);
        pages.sort_by(|a, b| {
            let order = |page: &Self| page.order.unwrap_or(i64::MAX);
            order(a).cmp(&order(b)).then_with(|| collation.compare(&a.title, &b.title))
        });
        pages
    }

    fn new(
        options: &Options,
        slug: &str,
        manuscript: Manuscript,
        diagnostics: &Diagnostics,
    ) -> Option<Self> {
        let reported = Diagnostics::default();
        let matter = page_matter(&manuscript.file, &manuscript.parts, &reported);
        if matter.is_draft && options.drafts == Drafts::Exclude {
            return None;
        }
        diagnostics.take_in(reported);
        let heading = first_heading(&manuscript.markup(diagnostics)?);
        citations::check_page(&manuscript, diagnostics);
        Some(Self {
            slug: slug.to_owned(),
            title: matter.title.or_else(|| heading.clone()).unwrap_or_else(|| slug.to_owned()),
            summary: matter.summary,
            has_heading: heading.is_some(),
            order: matter.order,
            manuscript,
        })
    }

    /// Returns the text as HTML.
    pub(super) fn content_html(&self, context: &Context<'_>) -> String {
        // What is wrong with it was reported when it was first read.
        let reported = Diagnostics::default();
        let Some(markup) = self.manuscript.markup(&reported) else { return String::new() };
        let fragments = Fragments::new(&markup, std::iter::empty());
        let links = Links::new(
            (&self.slug, &self.manuscript.file),
            &fragments,
            (&context.edition.paths, &context.pending),
            context.diagnostics,
        );
        let weft = Weft {
            marks: &[],
            terms: &[],
            term_ids: &[],
            root: "../",
            resolve: &|target| links.resolve(target),
            direction: script::of_language(&context.edition.settings.language),
        };
        let woven = weave(&markup, &weft);
        let rows: String = woven.rows.iter().map(|row| row.html.as_str()).collect();
        rows + &woven.footnotes_html
    }
}

fn first_heading(markup: &Markup<'_>) -> Option<String> {
    let nothing = Weft {
        marks: &[],
        terms: &[],
        term_ids: &[],
        root: "",
        resolve: &|_| String::new(),
        direction: script::Direction::Ltr,
    };
    let first = weave(markup, &nothing).rows.into_iter().next()?;
    first.heading.filter(|_| first.is_title)
}
