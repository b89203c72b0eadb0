//! One article with everything about it resolved: its text read, its annotations decoded,
//! anchored and woven into it, its terms found, its links followed.
//!
//! [`ArticleFiles`] are what its folder holds, read and decoded; an [`Article`] is what comes
//! of them and of what articles share, and depends on nothing else.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{
    Drafts, Edition, MarkdownFile,
    anchors::{Passage, anchor_all, quoted},
    citations::{self, Field},
    contents::ArticleFolder,
    links::{self, Fragments, Links, OutLink, OutLinks},
    read_yaml,
    witness::compare_to_witness,
};
use crate::{
    anchor::Key,
    diag::{Diagnostic, Diagnostics, Place, Problem},
    io::{SourceFile, Span, address::encode},
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
        prose::{self, Markup, ProseRange},
    },
    view::{self, Numbered, Share},
    weave::{
        Mark, Weft,
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

/// An annotation with the entry it comes from, and what became of it.
pub struct Entry<'a> {
    /// What the entry says.
    pub annotation: &'a Annotation,
    /// The file that holds it.
    pub yaml: &'a YamlFile,
    /// Its index in the file.
    pub index: usize,
    body_html: Option<String>,
    /// The works it cites, as indices of the bibliography, ascending.
    pub works: Vec<usize>,
    /// Its passage, if it was found.
    pub passage: Option<Passage>,
}

impl Entry<'_> {
    /// Returns where its passage stands in the prose, in bytes.
    #[must_use]
    pub fn range(&self) -> Option<&ProseRange> {
        self.passage.as_ref().map(|passage| &passage.range)
    }

    /// Returns the place of one of its fields.
    #[must_use]
    pub fn place(&self, field: &str) -> Place {
        self.yaml.place(&[Step::Index(self.index), field.into()], Part::Value)
    }
}

/// An article with everything about it resolved.
pub struct Article<'a> {
    /// The edition that it belongs to.
    pub edition: Edition<'a>,
    /// Its files.
    pub files: &'a ArticleFiles<'a>,
    /// Its slug, encoded for addresses.
    pub slug: String,
    /// Its text.
    pub markup: Markup<'a>,
    /// What links within it may name.
    pub fragments: Fragments<'a>,
    /// The text as passages are sought in it.
    pub key: Key,
    /// Its annotations, in the order of their numbers.
    pub entries: Vec<Entry<'a>>,
    /// The same as they are shown.
    pub numbered: Vec<Numbered<'a>>,
    /// The terms found in its text.
    pub terms: Vec<TermUse>,
    /// What its page shows.
    pub view: view::Article,
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
        let mut entries =
            collect(edition, &folder.slug, sidecars, Some(&fragments), &out_links, diagnostics);
        let key = Key::new(&markup.prose.text);
        anchor_all(edition, files, &markup, &key, &mut entries, diagnostics);
        // Numbers follow the text; equal passages keep the order of the files.
        entries.sort_by_key(|entry| match entry.range() {
            Some(range) => (range.start, range.end),
            None => (usize::MAX, usize::MAX),
        });
        let slug = encode(&folder.slug);
        let apparatus = edition.shared.apparatus(&slug);
        let numbered = number(&entries, &markup);
        let n_attached = entries.iter().filter(|entry| entry.passage.is_some()).count();
        let marks: Vec<Mark> = entries
            .iter()
            .zip(&numbered)
            .filter_map(|(entry, numbered)| {
                let range = entry.range()?.clone();
                Some(view::mark(entry.annotation, numbered.number, range, apparatus))
            })
            .collect();
        let settings = &edition.shared.settings;
        let terms = edition.shared.matcher.uses(&markup, &key, settings.glossary_links);
        let links = Links::new((&folder.slug, &text.file), &fragments, &out_links, diagnostics);
        let weft = Weft {
            marks: &marks,
            terms: &terms,
            term_ids: &edition.shared.term_ids(),
            root: "../",
            resolve: &|target| links.resolve(target),
            direction: Direction::of_language(
                matter.language.as_ref().unwrap_or(&settings.language),
            ),
        };
        let woven = weave(&markup, &weft);
        let (attached, detached) = numbered.split_at(n_attached);
        let view = view::article(&folder.slug, matter, woven, attached, detached, apparatus);
        let out_links = out_links.into_all();
        Some(Self {
            edition,
            files,
            slug,
            markup,
            fragments,
            key,
            entries,
            numbered,
            terms,
            view,
            out_links,
        })
    }

    /// Returns what is needed to describe its notes, on pages one level below the root.
    #[must_use]
    pub fn apparatus(&self) -> view::Apparatus<'_> {
        self.edition.shared.apparatus(&self.slug)
    }
}

fn number<'a>(entries: &[Entry<'a>], markup: &Markup<'_>) -> Vec<Numbered<'a>> {
    let numbered = entries.iter().zip(1..).map(|(entry, number)| Numbered {
        annotation: entry.annotation,
        number,
        share: entry.range().map(|range| Share::new(range, markup.prose.text.len())),
        quote: entry.range().is_none().then(|| quoted(&entry.annotation.selector)),
        change: change_of(entry, &markup.prose.text),
        body_html: entry.body_html.clone(),
    });
    numbered.collect()
}

/// Returns how an annotation's passage was reworded; nothing if it was not.
fn change_of(entry: &Entry<'_>, prose: &str) -> Vec<view::Piece> {
    let Some(Passage { range, was: Some(was) }) = &entry.passage else { return Vec::new() };
    view::difference(was, &prose[range.clone()])
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
) -> Vec<Entry<'a>> {
    let mut entries: Vec<Entry<'a>> = Vec::new();
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
            entries.push(Entry {
                annotation,
                yaml,
                index: *index,
                body_html,
                works,
                passage: None,
            });
        }
    }
    entries
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
