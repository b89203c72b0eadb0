//! One of the texts of an article: its own, or a translation.

use std::collections::HashSet;

use super::{
    Edition, MarkdownFile, Media, NumberedAnnotation,
    links::{Links, OutLinks, Page},
};
use crate::{
    anchor::Key,
    diag::Diagnostics,
    edition::Fragments,
    model::TranslationMatter,
    text::{language::Direction, prose::Markup},
    weave::{Mark, RenderedText, WeaveInput, gloss::TermUse, weave},
};

/// A translation that was read.
#[derive(Debug)]
pub struct TranslationFile<'e> {
    /// The language in the name of its file, by which quotes and addresses name it (BCP 47).
    pub tag: &'e str,
    /// The path of what is remembered of passages in it.
    pub lock: Option<&'e str>,
    /// The text.
    pub text: MarkdownFile,
    /// What its front matter says.
    pub matter: TranslationMatter,
}

impl TranslationFile<'_> {
    /// Returns its language (BCP 47).
    #[must_use]
    pub fn language(&self) -> &str {
        self.matter.language.as_deref().unwrap_or(self.tag)
    }
}

/// What of an article its texts are woven with.
pub(super) struct Around<'x> {
    pub(super) slug: &'x str,
    pub(super) fragments: &'x Fragments<'x>,
    pub(super) out_links: &'x OutLinks,
    /// The recording that times lead to.
    pub(super) media: Option<&'x Media>,
    /// The language of labels, if there are other texts: beside one in another they say theirs.
    pub(super) label_language: Option<&'x str>,
}

/// A text of an article, with what is woven into it.
pub struct Text<'a> {
    /// The file that holds it.
    pub file: &'a MarkdownFile,
    /// Its language (BCP 47).
    pub language: &'a str,
    /// Of a translation, the language in the name of its file.
    pub tag: Option<&'a str>,
    /// What its fragments end with: nothing, or `.fr` of a translation.
    pub suffix: String,
    /// The path of what is remembered of passages in it.
    pub lock: Option<&'a str>,
    /// What it says.
    pub markup: Markup<'a>,
    /// Its prose as passages are sought in it.
    pub key: Key,
    /// The terms found in it.
    pub terms: Vec<TermUse>,
    /// Its HTML, with the marks of the annotations that have a passage in it.
    pub woven: RenderedText,
}

impl<'a> Text<'a> {
    /// Reads a text; `None` if its Markdown cannot be read.
    pub(super) fn read(
        file: &'a MarkdownFile,
        (language, tag): (&'a str, Option<&'a str>),
        lock: Option<&'a str>,
        diagnostics: &Diagnostics,
    ) -> Option<Self> {
        let markup = file.markup(diagnostics)?;
        let key = Key::new(&markup.prose.text);
        let suffix = tag.map_or_else(String::new, |tag| format!(".{tag}"));
        let (terms, woven) = (Vec::new(), RenderedText::default());
        Some(Self { file, language, tag, suffix, lock, markup, key, terms, woven })
    }

    /// Returns the direction of its language.
    #[must_use]
    pub fn direction(&self) -> Direction {
        Direction::of_language(self.language)
    }

    /// Finds its terms; `known` are those that were found in texts before it.
    pub(super) fn find_terms(&mut self, edition: Edition<'_>, known: &mut HashSet<usize>) {
        let shared = edition.shared;
        let how_often = shared.settings.glossary_links;
        self.terms = shared.matcher.uses(&self.markup, &self.key, how_often);
        for one in self.terms.iter_mut().filter(|one| one.is_first) {
            one.is_first = known.insert(one.term);
        }
    }

    /// Weaves what belongs to it into it: its terms, and the annotations with a passage in it.
    pub(super) fn weave(
        &mut self,
        edition: Edition<'_>,
        annotations: &[NumberedAnnotation<'_>],
        around: &Around<'_>,
        diagnostics: &Diagnostics,
    ) {
        let &Around { slug, fragments, out_links, media, label_language } = around;
        let shared = edition.shared;
        let own = annotations.iter().filter(|one| one.is_in(self.tag) && one.is_in_text());
        let marks: Vec<Mark> = own.map(|one| one.mark(&shared.settings)).collect();
        let file = (&self.file.file, self.suffix.as_str());
        let settings = &shared.settings;
        let page = Page { slug, fragments: Some(fragments), out_links, settings };
        let links = Links::new(page, file, fragments, diagnostics);
        let recording = media.map(|media| |moment| media.at(moment, ""));
        let input = WeaveInput {
            marks: &marks,
            terms: &self.terms,
            term_ids: &shared.term_ids(),
            root: "../",
            resolve: &|target| links.resolve(target),
            suffix: &self.suffix,
            recording: recording.as_ref().map(|it| it as _),
            language: self.language,
            label_language: label_language.filter(|&labels| labels != self.language),
            messages: &shared.messages,
        };
        self.woven = weave(&self.markup, &input);
    }
}
