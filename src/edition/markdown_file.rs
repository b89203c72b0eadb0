//! A Markdown file on its way: front matter apart, body read.

use pulldown_cmark::Options;

use crate::{
    diag::{Diagnostics, Place, Problem},
    io::{SourceFile, Span},
    model::parse::{
        self,
        article::{Parts, front_matter, split},
    },
    text::prose::{self, Finding, Markup, Outside},
};

/// A Markdown file whose parts are known.
#[derive(Debug)]
pub struct MarkdownFile {
    /// The file.
    pub file: SourceFile,
    /// Where its front matter and its body lie.
    pub parts: Parts,
}

impl MarkdownFile {
    /// Takes a file apart, or reports what keeps it from being one.
    ///
    /// `limit` is in bytes.
    #[must_use]
    pub fn new(
        path: &str,
        bytes: Vec<u8>,
        limit: usize,
        diagnostics: &Diagnostics,
    ) -> Option<Self> {
        let file = parse::text(path, bytes, limit, diagnostics)?;
        let parts = split(&file, diagnostics)?;
        let markdown = Self { parts, file };
        if markdown.body().trim().is_empty() {
            let place = Place::new(&markdown.file, Span::new(0..0));
            diagnostics.report(Problem::Empty, place);
        }
        Some(markdown)
    }

    /// Returns the Markdown.
    #[must_use]
    pub fn body(&self) -> &str {
        &self.file.text[self.parts.body.clone()]
    }

    /// Returns what of Markdown is read in it: formulas, if its front matter says so.
    #[must_use]
    pub fn options(&self) -> Options {
        // What is wrong with it is told elsewhere; all kinds of front matter have this key.
        let silent = Diagnostics::default();
        let has_math = self.file.text[self.parts.matter.clone()].contains("math")
            && front_matter(&self.file, &self.parts, &silent).has_math;
        if has_math { prose::options_with_math() } else { prose::options() }
    }

    /// Reads the Markdown; reports what is left out of it.
    #[must_use]
    pub fn markup(&self, diagnostics: &Diagnostics) -> Option<Markup<'_>> {
        let Ok(mut markup) = prose::read_with(self.body(), self.parts.body.start, self.options())
        else {
            diagnostics.report(Problem::ParserPanic, Place::file(&self.file.path));
            return None;
        };
        for (finding, source) in &markup.findings {
            let problem = match finding {
                Finding::DroppedHtml(tag) => Problem::DroppedHtml { tag: tag.clone() },
                Finding::DroppedTarget(target) => Problem::DroppedTarget { target: target.clone() },
                Finding::Formula(reason) => Problem::Formula { reason: reason.clone() },
                Finding::DuplicateId(id) => Problem::DuplicateFragment { id: id.clone() },
            };
            diagnostics.report(problem, Place::new(&self.file, Span::new(source.clone())));
        }
        let matter = self.file.text[self.parts.matter.clone()].to_owned();
        markup.prose.outside.push((Outside::FrontMatter, matter));
        Some(markup)
    }
}
