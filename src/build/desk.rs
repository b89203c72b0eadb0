//! What an editor wants to know of an edition that is kept at hand.

use super::{Drafts, Live, Manuscript, Options, Purpose, Survey, Wanted, Writer, article, read};
use crate::{
    cite::Bibliography,
    diag::{Diagnostic, Diagnostics},
    files::{Input, NoOutput, SourceFile},
    model::{Settings, Term},
    parse,
    prose::Prose,
};

impl Live {
    /// Returns the input that the edition was loaded from.
    #[must_use]
    pub fn input(&self) -> &dyn Input {
        &*self.input
    }

    /// Returns what `edition.yaml` says.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.edition.settings
    }

    /// Returns the terms of the glossary, in the order of its file.
    #[must_use]
    pub fn terms(&self) -> &[Term] {
        &self.edition.terms
    }

    /// Returns the works that can be cited.
    #[must_use]
    pub fn bibliography(&self) -> &Bibliography {
        &self.edition.bibliography
    }

    /// Returns the paths of an article's sidecars; `None` if there is no such article.
    #[must_use]
    pub fn sidecars(&self, slug: &str) -> Option<&[String]> {
        let index = self.contents.article(slug)?;
        Some(&self.contents.articles[index].sidecars)
    }

    /// Returns the text of an input file; `None` if it is not there or no text.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<SourceFile> {
        // What is wrong with it is among the findings.
        let reported = Diagnostics::default();
        let bytes = read(&*self.input, path, &reported)?;
        parse::text(path, bytes, self.edition.settings.limits.sidecar, &reported)
    }

    /// Returns the prose of an article, with the file it was read from.
    #[must_use]
    pub fn prose(&self, slug: &str) -> Option<(SourceFile, Prose)> {
        let folder = &self.contents.articles[self.contents.article(slug)?];
        let reported = Diagnostics::default();
        let limit = self.edition.settings.limits.article;
        let bytes = read(&*self.input, &folder.text, &reported)?;
        let manuscript = Manuscript::new(&folder.text, bytes, limit, &reported)?;
        let prose = manuscript.markup(&reported)?.prose;
        Some((manuscript.file, prose))
    }

    /// Returns how each annotation of an article finds its passage.
    #[must_use]
    pub fn anchors(&self, slug: &str) -> Survey {
        let Some(index) = self.contents.article(slug) else { return Survey::default() };
        let reported = Diagnostics::default();
        let writer = Writer::new(&NoOutput, Wanted::Nothing);
        let options =
            Options { purpose: Purpose::Anchors, drafts: Drafts::Include, ..self.options.clone() };
        let mut context = self.context(&writer, &reported);
        context.options = &options;
        let facts = article::build(&context, &self.renderer, &self.contents.articles[index]);
        let is_whole =
            facts.is_some() && !reported.into_sorted().iter().any(Diagnostic::hides_annotations);
        let statuses = facts.map(|facts| facts.anchors).unwrap_or_default();
        Survey { statuses, is_whole }
    }
}
