//! One article with everything about it resolved: its text read, its annotations decoded,
//! anchored and woven into it, its terms found, its links followed.
//!
//! [`ArticleFiles`] are what its folder holds, read and decoded; an [`Article`] is what comes
//! of them and of what articles share, and depends on nothing else.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{
    Drafts, Edition, MarkdownFile, NumberedAnnotation,
    anchors::anchor_all,
    citations::{self, Field},
    contents::ArticleFolder,
    links::{self, Fragments, Links, OutLink, OutLinks},
    read_yaml,
    witness::compare_to_witness,
};
use crate::{
    anchor::Key,
    diag::{Diagnostic, Diagnostics, Place, Problem},
    io::{SourceFile, Span},
    model::{
        Annotation, FrontMatter, Status,
        parse::{
            self, Part, Step, YamlFile,
            article::front_matter,
            sidecar::{self, Apparatus},
        },
    },
    text::{
        language::Direction,
        prose::{self, Markup},
    },
    weave::{
        Mark, RenderedText, WeaveInput,
        body::{self, Location},
        gloss::TermUse,
        weave,
    },
};

/// The files of an article, read and decoded.
pub struct ArticleFiles<'e> {
    /// The folder that holds them.
    pub folder: &'e ArticleFolder,
    /// The text.
    pub text: MarkdownFile,
    /// What its front matter says.
    pub matter: FrontMatter,
    sidecars: Vec<Sidecar>,
    /// The ids of annotations that are drafts and left out.
    pub hidden: Vec<String>,
}

/// A sidecar with its annotations, each with its index in the file.
struct Sidecar {
    yaml: YamlFile,
    annotations: Vec<(usize, Annotation)>,
}

/// An article with everything about it resolved.
pub struct Article<'a> {
    /// The edition that it belongs to.
    pub edition: Edition<'a>,
    /// Its files.
    pub files: &'a ArticleFiles<'a>,
    /// Its title, as plain text.
    pub title: String,
    /// Its language (BCP 47).
    pub language: &'a str,
    /// Its text.
    pub markup: Markup<'a>,
    /// What links within it may name.
    pub fragments: Fragments<'a>,
    /// The text as passages are sought in it.
    pub key: Key,
    /// Its annotations, in the order of their numbers: those without a passage are the last.
    pub annotations: Vec<NumberedAnnotation<'a>>,
    /// The terms found in its text.
    pub terms: Vec<TermUse>,
    /// Its text as HTML, with the marks of the annotations that have a passage.
    pub woven: RenderedText,
    /// Its links to other pages.
    pub out_links: Vec<OutLink>,
}

impl<'e> ArticleFiles<'e> {
    /// Reads the files of an article; `None` if its text cannot be read, or is a draft that
    /// is left out.
    pub fn read(
        edition: Edition<'e>,
        folder: &'e ArticleFolder,
        diagnostics: &Diagnostics,
    ) -> Option<Self> {
        let limits = &edition.shared.settings.limits;
        let text = edition
            .read(&folder.text, diagnostics)
            .and_then(|bytes| MarkdownFile::new(&folder.text, bytes, limits.article, diagnostics));
        let reported = Diagnostics::default();
        let matter = text.as_ref().map(|it| front_matter(&it.file, &it.parts, &reported));
        if matter.as_ref().is_some_and(|it| it.is_draft)
            && edition.options.drafts == Drafts::Exclude
        {
            // What is wrong with it keeps nothing from being published.
            return None;
        }
        diagnostics.take_in(reported);
        let sidecars: Vec<Sidecar> = folder
            .sidecars
            .par_iter()
            .filter_map(|path| Sidecar::read(edition, path, diagnostics))
            .collect();
        let annotations = || sidecars.iter().flat_map(|sidecar| &sidecar.annotations);
        let hidden = annotations().map(|(_, it)| it).filter(|it| edition.hides(it));
        let hidden = hidden.map(|it| it.id.clone()).collect();
        if let Some((text, matter)) = text.zip(matter) {
            return Some(Self { folder, text, matter, sidecars, hidden });
        }
        // A text that cannot be read does not hide what is wrong with its annotations.
        collect(edition, &folder.slug, &sidecars, None, &OutLinks::default(), diagnostics);
        None
    }
}

impl Sidecar {
    fn read(edition: Edition<'_>, path: &str, diagnostics: &Diagnostics) -> Option<Self> {
        let shared = edition.shared;
        let limit = shared.settings.limits.sidecar;
        let yaml = read_yaml(edition.input, path, limit, diagnostics)?;
        let apparatus = Apparatus {
            settings: &shared.settings,
            sources: &shared.works.sources,
            terms: &shared.glossary.terms,
        };
        let annotations = sidecar::annotations(&yaml, apparatus, diagnostics);
        Some(Self { yaml, annotations })
    }
}

impl<'a> Article<'a> {
    /// Resolves everything about an article; `None` if its Markdown cannot be read.
    pub fn new(
        edition: Edition<'a>,
        files: &'a ArticleFiles<'a>,
        diagnostics: &Diagnostics,
    ) -> Option<Self> {
        let ArticleFiles { folder, text, matter, sidecars, .. } = files;
        let markup = text.markup(diagnostics)?;
        if let Some(witness) = &folder.witness {
            check_witness(edition, witness, &text.file, &markup, diagnostics);
        }
        let annotations = sidecars.iter().flat_map(|sidecar| &sidecar.annotations);
        let shown = annotations.map(|(_, it)| it).filter(|it| !edition.hides(it));
        let fragments = Fragments::new(&markup, shown.map(|it| it.id.as_str()));
        let out_links = OutLinks::default();
        let mut annotations =
            collect(edition, &folder.slug, sidecars, Some(&fragments), &out_links, diagnostics);
        let key = Key::new(&markup.prose.text);
        anchor_all(
            edition,
            (text, folder.lock.as_deref()),
            &markup,
            &key,
            &mut annotations,
            diagnostics,
        );
        // Numbers follow the text; equal passages keep the order of the files.
        annotations.sort_by_key(|one| match one.range() {
            Some(range) => (range.start, range.end),
            None => (usize::MAX, usize::MAX),
        });
        for (one, number) in annotations.iter_mut().zip(1..) {
            one.set_number(number, edition.shared);
        }
        let settings = &edition.shared.settings;
        let marks: Vec<Mark> = annotations.iter().filter_map(|one| one.mark(settings)).collect();
        let terms = edition.shared.matcher.uses(&markup, &key, settings.glossary_links);
        let language = matter.language.as_ref().unwrap_or(&settings.language);
        let links = Links::new((&folder.slug, &text.file), &fragments, &out_links, diagnostics);
        let input = WeaveInput {
            marks: &marks,
            terms: &terms,
            term_ids: &edition.shared.term_ids(),
            root: "../",
            resolve: &|target| links.resolve(target),
            direction: Direction::of_language(language),
            messages: &edition.shared.messages,
        };
        let woven = weave(&markup, &input);
        let heading = woven.rows.first().filter(|row| row.is_title);
        let heading = heading.and_then(|row| row.heading.clone());
        let title = matter.title.clone().or(heading).unwrap_or_else(|| folder.slug.clone());
        let out_links = out_links.into_all();
        Some(Self {
            edition,
            files,
            title,
            language,
            markup,
            fragments,
            key,
            annotations,
            terms,
            woven,
            out_links,
        })
    }

    /// Returns the annotations that were not withdrawn.
    pub fn standing(&self) -> impl Iterator<Item = &NumberedAnnotation<'a>> {
        self.annotations.iter().filter(|one| one.annotation.status != Status::Retracted)
    }

    /// Returns the name of its folder.
    #[must_use]
    pub fn slug(&self) -> &'a str {
        &self.files.folder.slug
    }
}

fn check_witness(
    edition: Edition<'_>,
    path: &str,
    file: &SourceFile,
    markup: &Markup<'_>,
    diagnostics: &Diagnostics,
) {
    let limit = edition.shared.settings.limits.article;
    let Some(bytes) = edition.read(path, diagnostics) else { return };
    let Some(witness) = parse::text(path, bytes, limit, diagnostics) else { return };
    let Ok(received) = prose::read(witness.body(), witness.start()) else {
        diagnostics.report(Problem::ParserPanic, Place::file(path));
        return;
    };
    let comparison = compare_to_witness(&markup.prose, &received.prose);
    match comparison.departure {
        Some((range, problem)) => {
            let source = markup.prose.source_of(range.start);
            let line_end = file.text[source..].find('\n').map_or(file.text.len(), |at| source + at);
            diagnostics.report(problem, Place::new(file, Span::new(source..line_end)));
        }
        None => diagnostics.report(comparison.omitted, Place::file(path)),
    }
}

/// Joins the annotations of all sidecars: an id counts once, drafts only in previews.
///
/// Of a text that cannot be read, the fragments are not known.
fn collect<'a>(
    edition: Edition<'_>,
    slug: &str,
    sidecars: &'a [Sidecar],
    fragments: Option<&Fragments<'_>>,
    out_links: &OutLinks,
    diagnostics: &Diagnostics,
) -> Vec<NumberedAnnotation<'a>> {
    let mut all: Vec<NumberedAnnotation<'a>> = Vec::new();
    let mut first_by_id: BTreeMap<&str, (&'a YamlFile, usize)> = BTreeMap::new();
    let id_at = |(yaml, index): (&YamlFile, usize)| {
        yaml.place(&[Step::Index(index), "id".into()], Part::Value)
    };
    for Sidecar { yaml, annotations } in sidecars {
        for (index, annotation) in annotations {
            let at = (yaml, *index);
            if let Some(&first) = first_by_id.get(annotation.id.as_str()) {
                let problem = Problem::DuplicateId { id: annotation.id.clone(), of: "annotation" };
                diagnostics.push(Diagnostic::new(problem, id_at(at)).with_related(id_at(first)));
                continue;
            }
            first_by_id.insert(&annotation.id, at);
            if edition.hides(annotation) {
                continue;
            }
            let page = links::Page { slug, fragments, out_links };
            let (body_html, works) = render_body(edition, page, annotation, at, diagnostics);
            all.push(NumberedAnnotation {
                annotation,
                number: 0,
                name: String::new(),
                yaml,
                index: *index,
                body_html,
                works,
                passage: None,
            });
        }
    }
    all
}

/// Renders a body and returns it with the works that the annotation cites.
///
/// Reports sources that are not known, and links to the site that lead nowhere.
fn render_body(
    edition: Edition<'_>,
    page: links::Page<'_>,
    annotation: &Annotation,
    (yaml, index): (&YamlFile, usize),
    diagnostics: &Diagnostics,
) -> (Option<String>, Vec<usize>) {
    let bibliography = &edition.shared.works.bibliography;
    let mut keys: Vec<&str> = annotation.sources.iter().map(|cited| cited.key.as_str()).collect();
    let blocks = page.fragments.map(|fragments| &fragments.blocks);
    let at = Location { blocks, ..Location::BELOW_ROOT };
    let rendered = annotation.body.as_ref().map(|body| body::render(body, bibliography, at));
    let path = [Step::Index(index), "body".into()];
    if let Some((markdown, body)) = annotation.body.as_ref().zip(rendered.as_ref()) {
        keys.extend(body.cited_keys.iter().map(String::as_str));
        let field = Field { yaml, path: &path, markdown };
        citations::check(&field, body, bibliography, diagnostics);
        page.check_body(&field, (&annotation.id, "body"), body, diagnostics);
    }
    let mut works: Vec<usize> =
        keys.into_iter().filter_map(|key| bibliography.index_of(key)).collect();
    works.sort_unstable();
    works.dedup();
    (rendered.map(|body| body.html), works)
}

impl Edition<'_> {
    /// Returns whether an annotation is a draft that is left out.
    fn hides(&self, annotation: &Annotation) -> bool {
        annotation.status == Status::Draft && self.options.drafts == Drafts::Exclude
    }
}
