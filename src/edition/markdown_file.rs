//! A Markdown file on its way: front matter apart, body read.

use crate::{
    diag::{Diagnostic, Diagnostics, Place, Problem},
    io::{SourceFile, Span},
    model::FrontMatter,
    model::parse::{
        self,
        article::{Parts, front_matter, split},
    },
    text::form::Syntax,
    text::prose::{self, Finding, Markup, Outside},
};

/// A Markdown file whose parts are known.
#[derive(Debug)]
pub struct MarkdownFile {
    /// The file.
    pub file: SourceFile,
    /// Where its front matter and its body lie.
    pub parts: Parts,
    /// How it is read, as its front matter says.
    pub syntax: Syntax,
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
        let syntax = syntax(&file, &parts);
        let markdown = Self { file, parts, syntax };
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

    /// Reads the Markdown; reports what is left out of it.
    #[must_use]
    pub fn markup(&self, diagnostics: &Diagnostics) -> Option<Markup<'_>> {
        let Ok(mut markup) = prose::read_with(self.body(), self.parts.body.start, self.syntax)
        else {
            diagnostics.report(Problem::ParserPanic, Place::file(&self.file.path));
            return None;
        };
        for (finding, source) in &markup.findings {
            let mut place = Place::new(&self.file, Span::new(source.clone()));
            let mut related = None;
            let problem = match finding {
                Finding::DroppedHtml(tag) => Problem::DroppedHtml { tag: tag.clone() },
                Finding::DroppedTarget(target) => Problem::DroppedTarget { target: target.clone() },
                Finding::Formula(reason) => Problem::Formula { reason: reason.clone() },
                Finding::DuplicateId(id) => Problem::DuplicateFragment { id: id.clone() },
                Finding::VerseInTable => Problem::VerseInTable,
                Finding::VerseMarkup { sign, reads } => {
                    Problem::VerseMarkup { sign: sign.clone(), reads }
                }
                Finding::NoLines => {
                    place = self.place_of("form");
                    Problem::Form { form: "verse", wants: "line" }
                }
                Finding::NoTurns(form) => {
                    place = self.place_of("form");
                    Problem::Form { form: form.as_str(), wants: "turn" }
                }
                Finding::EarlierTime { time, before, source } => {
                    related = Some(Place::new(&self.file, Span::new(source.clone())));
                    Problem::EarlierTime { time: time.clone(), before: before.clone() }
                }
                Finding::NoProvisions => {
                    place = self.place_of("form");
                    Problem::Form { form: "statute", wants: "provision" }
                }
                Finding::RepeatedProvision { label, first } => {
                    related = Some(Place::new(&self.file, Span::new(first.clone())));
                    Problem::RepeatedProvision { label: label.clone() }
                }
                Finding::WrongTime(time) => Problem::WrongTime { time: time.clone() },
            };
            let found = Diagnostic::new(problem, place);
            diagnostics.push(related.into_iter().fold(found, Diagnostic::with_related));
        }
        let matter = self.file.text[self.parts.matter.clone()].to_owned();
        markup.prose.outside.push((Outside::FrontMatter, matter));
        Some(markup)
    }

    /// Returns where the front matter has a key.
    pub(super) fn place_of(&self, key: &str) -> Place {
        let matter = &self.file.text[self.parts.matter.clone()];
        let lines = matter.split_inclusive('\n');
        let is_it = |line: &str| line.strip_prefix(key).is_some_and(|it| it.starts_with(':'));
        let before = lines.take_while(|line| !is_it(line));
        let start = self.parts.matter.start + before.map(str::len).sum::<usize>();
        let length = self.file.text[start..].lines().next().map_or(0, str::len);
        Place::new(&self.file, Span::new(start..start + length))
    }
}

/// Returns how a file is read.
fn syntax(file: &SourceFile, parts: &Parts) -> Syntax {
    let matter = &file.text[parts.matter.clone()];
    if !matter.contains("math") && !matter.contains("form") {
        return Syntax::default();
    }
    // What is wrong with it is told elsewhere; all kinds of front matter have these keys.
    let FrontMatter { form, has_math, .. } = front_matter(file, parts, &Diagnostics::default());
    Syntax { form, has_math }
}
