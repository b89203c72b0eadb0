//! One article with everything about it resolved: its text read, its annotations decoded,
//! anchored and woven into it, its terms found, its links followed.
//!
//! [`ArticleFiles`] are what its folder holds, read and decoded; an [`Article`] is what comes
//! of them and of what articles share, and depends on nothing else.

use std::{
    collections::{BTreeMap, HashSet},
    iter::repeat,
};

use rayon::prelude::*;

use super::{
    Drafts, Edition, FacingBlocks, MarkdownFile, Media, NumberedAnnotation, Text, TranslationFile,
    anchors::anchor_all,
    citations::{self, Field},
    contents::{ArticleFolder, TranslationFiles},
    face, facing,
    links::{self, Fragments, OutLink, OutLinks},
    read_yaml,
    text::Around,
    witness::compare_to_witness,
};
use crate::{
    anchor::Key,
    diag::{Diagnostic, Diagnostics, Place, Problem},
    io::Span,
    model::{
        Annotation, FrontMatter, On, Status,
        parse::{
            self, Part, Step, YamlFile,
            article::{front_matter, translation_matter},
            sidecar::{self, Apparatus},
        },
    },
    text::{
        form::{Form, Syntax},
        prose::{self, Markup},
    },
    weave::body::{self, Location},
};

/// The files of an article, read and decoded.
pub struct ArticleFiles<'e> {
    /// The folder that holds them.
    pub folder: &'e ArticleFolder,
    /// The text.
    pub text: MarkdownFile,
    /// What its front matter says.
    pub matter: FrontMatter,
    /// Its translations.
    pub translations: Vec<TranslationFile<'e>>,
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
    /// Its texts: its own, then its translations.
    pub texts: Vec<Text<'a>>,
    /// Its recording.
    pub media: Option<Media>,
    /// The blocks of its texts that face each other.
    pub facing: Vec<FacingBlocks>,
    /// What links within it may name.
    pub fragments: Fragments<'a>,
    /// Its annotations, in the order of their numbers: those without a passage are the last.
    pub annotations: Vec<NumberedAnnotation<'a>>,
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
        let own = matter.as_ref().and_then(|it| it.language.as_deref());
        let own = own.unwrap_or(&edition.shared.settings.language);
        let translations = read_translations(edition, folder, own, diagnostics);
        let tags: Vec<&str> = folder.translations.iter().map(|it| it.tag.as_str()).collect();
        let sidecars: Vec<Sidecar> = folder
            .sidecars
            .par_iter()
            .filter_map(|path| Sidecar::read(edition, path, &tags, diagnostics))
            .collect();
        let annotations = || sidecars.iter().flat_map(|sidecar| &sidecar.annotations);
        let hidden = annotations().map(|(_, it)| it).filter(|it| edition.hides(it));
        let hidden = hidden.map(|it| it.id.clone()).collect();
        if let Some((text, matter)) = text.zip(matter) {
            return Some(Self { folder, text, matter, translations, sidecars, hidden });
        }
        // A text that cannot be read does not hide what is wrong with its annotations.
        let syntax = Syntax::default();
        collect(
            edition,
            (&folder.slug, syntax),
            &sidecars,
            None,
            &OutLinks::default(),
            diagnostics,
        );
        None
    }
}

impl ArticleFiles<'_> {
    /// Returns whether an annotation is shown that `is_meant`.
    pub(super) fn shows(
        &self,
        edition: Edition<'_>,
        is_meant: impl Fn(&Annotation) -> bool,
    ) -> bool {
        let mut annotations = self.sidecars.iter().flat_map(|sidecar| &sidecar.annotations);
        annotations.any(|(_, it)| !edition.hides(it) && is_meant(it))
    }
}

/// Reads the translations of an article, whose own language is `own`: those aside that are
/// drafts and left out, and one whose language another text has.
fn read_translations<'e>(
    edition: Edition<'_>,
    folder: &'e ArticleFolder,
    own: &str,
    diagnostics: &Diagnostics,
) -> Vec<TranslationFile<'e>> {
    let limit = edition.shared.settings.limits.article;
    let mut all: Vec<TranslationFile<'_>> = Vec::new();
    for TranslationFiles { tag, text: path, lock } in &folder.translations {
        let bytes = edition.read(path, diagnostics);
        let text = bytes.and_then(|it| MarkdownFile::new(path, it, limit, diagnostics));
        let Some(text) = text else { continue };
        let reported = Diagnostics::default();
        let matter = translation_matter(&text.file, &text.parts, &reported);
        if matter.is_draft && edition.options.drafts == Drafts::Exclude {
            continue;
        }
        diagnostics.take_in(reported);
        if matter.translators.is_empty() && matter.language.is_none() {
            diagnostics.report(Problem::NoTranslator, Place::file(path));
            continue;
        }
        let new = TranslationFile { tag, lock: lock.as_deref(), text, matter };
        let is_same = |other: &str| other.eq_ignore_ascii_case(new.language());
        let other = all.iter().find(|it| is_same(it.language())).map(|it| &it.text.file.path);
        let other = other.map(|path| &**path).or(is_same(own).then_some(&folder.text));
        if let Some(other) = other {
            let problem = Problem::TextLanguage { language: new.language().to_owned() };
            let found = Diagnostic::new(problem, Place::file(path));
            diagnostics.push(found.with_related(Place::file(other)));
            continue;
        }
        all.push(new);
    }
    all
}

impl Sidecar {
    fn read(
        edition: Edition<'_>,
        path: &str,
        translations: &[&str],
        diagnostics: &Diagnostics,
    ) -> Option<Self> {
        let shared = edition.shared;
        let limit = shared.settings.limits.sidecar;
        let yaml = read_yaml(edition.input, path, limit, diagnostics)?;
        let apparatus = Apparatus {
            settings: &shared.settings,
            sources: &shared.works.sources,
            terms: &shared.glossary.terms,
            translations,
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
        let ArticleFiles { folder, text, matter, translations, sidecars, .. } = files;
        let settings = &edition.shared.settings;
        let language = matter.language.as_ref().unwrap_or(&settings.language);
        let own = Text::read(text, (language, None), folder.lock.as_deref(), diagnostics)?;
        if let Some(witness) = &folder.witness {
            check_witness(edition, witness, (text, matter), &own.markup, diagnostics);
        }
        let translated = translations.iter().filter_map(|it| {
            Text::read(&it.text, (it.language(), Some(it.tag)), it.lock, diagnostics)
        });
        let mut texts: Vec<Text<'_>> = std::iter::once(own).chain(translated).collect();
        for translation in texts[1..].iter().filter(|text| !text.markup.items.is_empty()) {
            facing::check(&texts[0], translation, diagnostics);
        }
        check_titles(&texts[0], matter, diagnostics);
        check_forms(&texts[0], translations, diagnostics);
        let facing = face(&texts);
        let annotations = sidecars.iter().flat_map(|sidecar| &sidecar.annotations);
        let shown = annotations.map(|(_, it)| it).filter(|it| !edition.hides(it));
        let mut fragments = Fragments::of_entries(shown.map(|it| it.id.as_str()));
        texts.iter().for_each(|text| fragments.add(&text.markup, &text.suffix));
        let out_links = OutLinks::default();
        let media = matter.media.as_ref();
        let media =
            media.and_then(|it| Media::read(&folder.slug, text, it, &out_links, diagnostics));
        let mut annotations = collect(
            edition,
            (&folder.slug, text.syntax),
            sidecars,
            Some(&fragments),
            &out_links,
            diagnostics,
        );
        check_ids(&texts[0], &fragments, &annotations, diagnostics);
        // Those on a translation that is left out are left out with it.
        let is_there = |tag: &str| {
            let is_hidden = |it: &TranslationFiles| {
                it.tag == tag && !translations.iter().any(|read| read.tag == tag)
            };
            !folder.translations.iter().any(is_hidden)
        };
        annotations.retain(|one| one.language().is_none_or(is_there));
        for text in &texts {
            anchor_all(edition, (text, &texts), &mut annotations, diagnostics);
        }
        sort(&mut annotations, &texts, &facing);
        for (one, number) in annotations.iter_mut().zip(1..) {
            one.set_number(number, edition.shared);
        }
        let label_language = (texts.len() > 1).then_some(edition.shared.settings.language.as_str());
        let mut known = HashSet::new();
        let around = Around {
            slug: &folder.slug,
            fragments: &fragments,
            out_links: &out_links,
            media: media.as_ref(),
            label_language,
        };
        for text in &mut texts {
            text.find_terms(edition, &mut known);
            text.weave(edition, &annotations, &around, diagnostics);
        }
        let title = title(folder, matter, &texts[0].markup);
        let out_links = out_links.into_all();
        Some(Self {
            edition,
            files,
            title,
            texts,
            media,
            facing,
            fragments,
            annotations,
            out_links,
        })
    }

    /// Returns its own text.
    #[must_use]
    pub fn text(&self) -> &Text<'a> {
        &self.texts[0]
    }

    /// Returns the text that an annotation quotes; of one that is not there, its own.
    #[must_use]
    pub fn text_of(&self, one: &NumberedAnnotation<'_>) -> &Text<'a> {
        self.texts.iter().find(|text| one.is_in(text.tag)).unwrap_or(&self.texts[0])
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

/// Returns the title of an article, as plain text.
pub(super) fn title(folder: &ArticleFolder, matter: &FrontMatter, markup: &Markup<'_>) -> String {
    let said = matter.title.as_deref().or_else(|| markup.title());
    said.unwrap_or(&folder.slug).to_owned()
}

/// Reports a title that is none of the heading that the text begins with.
fn check_titles(own: &Text<'_>, matter: &FrontMatter, diagnostics: &Diagnostics) {
    let Some((title, heading)) = matter.title.as_deref().zip(own.markup.title()) else { return };
    // As typography does not hide a quote.
    if Key::new(title).text() == Key::new(heading).text() {
        return;
    }
    let (prose, file) = (&own.markup.prose, &own.file.file);
    let start = prose.blocks.first().map_or(0, |block| prose.source_of(block.range.start));
    let line_end = file.text[start..].find(['\n', '\r']).map_or(file.text.len(), |at| start + at);
    let heading = heading.to_owned();
    let problem = Problem::OtherTitle { title: title.to_owned(), heading };
    let found = Diagnostic::new(problem, own.file.place_of("title"));
    diagnostics.push(found.with_related(Place::new(file, Span::new(start..line_end))));
}

/// Reports translations that do not say a form, beside a text that has one.
fn check_forms(own: &Text<'_>, translations: &[TranslationFile<'_>], diagnostics: &Diagnostics) {
    let form = own.file.syntax.form;
    let silent = translations.iter().filter(|it| it.matter.form.is_none());
    for translation in silent.filter(|_| form != Form::Prose) {
        let place = translation.text.place_of("language");
        diagnostics.report(Problem::TranslationForm { form: form.as_str() }, place);
    }
}

/// Sorts annotations as what they are about follows each other where texts face each other,
/// those on the article and on its title before all others; equal passages keep the order of
/// the files.
fn sort(annotations: &mut [NumberedAnnotation<'_>], texts: &[Text<'_>], facing: &[FacingBlocks]) {
    let is_alone = texts.len() == 1;
    // Of each text, where its blocks stand.
    let places: Vec<BTreeMap<usize, usize>> = (0..if is_alone { 0 } else { texts.len() })
        .map(|text| {
            let rows = facing.iter().enumerate();
            rows.filter_map(|(place, row)| Some((row[text]?, place))).collect()
        })
        .collect();
    annotations.sort_by_key(|one| {
        let first = match &one.annotation.on {
            Some(On::Article) => return (0, 0, 0, 0, 0, 0),
            Some(On::Title) => return (1, 0, 0, 0, 0, 0),
            _ => 2,
        };
        let Some(range) = one.place_in_prose() else { return (3, 0, 0, 0, 0, 0) };
        let text = texts.iter().position(|text| one.is_in(text.tag)).unwrap_or(0);
        let prose = &texts[text].markup.prose;
        let row_of = |at| prose.blocks.get(prose.block_at(at)).map_or(0, |block| block.row);
        let row = one.spot.as_ref().map_or_else(|| row_of(range.start), |spot| spot.row);
        let facing = places.get(text).and_then(|places| places.get(&row).copied());
        let place = if is_alone { 0 } else { facing.unwrap_or(usize::MAX) };
        (first, place, text, range.start, row, range.end)
    });
}

fn check_witness(
    edition: Edition<'_>,
    path: &str,
    (text, matter): (&MarkdownFile, &FrontMatter),
    markup: &Markup<'_>,
    diagnostics: &Diagnostics,
) {
    let limit = edition.shared.settings.limits.article;
    let Some(bytes) = edition.read(path, diagnostics) else { return };
    let Some(witness) = parse::text(path, bytes, limit, diagnostics) else { return };
    let Ok(received) = prose::read_with(witness.body(), witness.start(), text.syntax) else {
        diagnostics.report(Problem::ParserPanic, Place::file(path));
        return;
    };
    let comparison = compare_to_witness(&markup.prose, &received.prose, &matter.deviations);
    if comparison.departures.is_empty() {
        diagnostics.report(comparison.omitted, Place::file(path));
    }
    for (range, problem) in comparison.departures {
        let (file, prose) = (&text.file, &markup.prose);
        let source = prose.source_of(range.start);
        let line_end = file.text[source..].find('\n').map_or(file.text.len(), |at| source + at);
        let last = prose.text[range.clone()].char_indices().next_back().map_or(0, |(at, _)| at);
        let last = prose.source_of(range.start + last);
        let end = file.text[last..].chars().next().map_or(last, |c| last + c.len_utf8());
        let span = Span::new(source..end.clamp(source, line_end));
        diagnostics.report(problem, Place::new(file, span));
    }
    for index in comparison.unneeded {
        let place = matter.deviations[index].article.1.clone();
        diagnostics.report(Problem::UnusedDeviation, place);
    }
}

/// Reports annotations whose id is the address of a place in the text.
fn check_ids(
    text: &Text<'_>,
    fragments: &Fragments<'_>,
    annotations: &[NumberedAnnotation<'_>],
    diagnostics: &Diagnostics,
) {
    let (prose, aliases) = (&text.markup.prose, &text.markup.aliases);
    for one in annotations.iter().filter(|one| fragments.blocks.contains(&one.annotation.id)) {
        let own = prose.loci.iter().map(|locus| &locus.fragment).zip(1..);
        let others = aliases.iter().flat_map(|(number, all)| all.iter().zip(repeat(*number)));
        let it = own.chain(others).find(|(fragment, _)| **fragment == one.annotation.id);
        let Some((_, number)) = it else { continue };
        let start = prose.blocks.iter().find(|block| block.number == number);
        let start = prose.source_of(start.map_or(0, |block| block.range.start));
        let id = one.annotation.id.clone();
        let place = one.yaml.place(&[Step::Index(one.index), "id".into()], Part::Value);
        let found = Diagnostic::new(Problem::IdOfPlace { id }, place);
        let there = Place::new(&text.file.file, Span::new(start..start));
        diagnostics.push(found.with_related(there));
    }
}

/// Joins the annotations of all sidecars: an id counts once, drafts only in previews.
///
/// Of a text that cannot be read, the fragments are not known. Their bodies have the syntax of
/// the text.
fn collect<'a>(
    edition: Edition<'_>,
    (slug, syntax): (&str, Syntax),
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
            let settings = &edition.shared.settings;
            let page = links::Page { slug, fragments, out_links, settings };
            let (body_html, works) =
                render_body(edition, (page, syntax), annotation, at, diagnostics);
            all.push(NumberedAnnotation {
                annotation,
                number: 0,
                name: String::new(),
                yaml,
                index: *index,
                body_html,
                works,
                passage: None,
                spot: None,
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
    (page, syntax): (links::Page<'_>, Syntax),
    annotation: &Annotation,
    (yaml, index): (&YamlFile, usize),
    diagnostics: &Diagnostics,
) -> (Option<String>, Vec<usize>) {
    let bibliography = &edition.shared.works.bibliography;
    let mut keys: Vec<&str> = annotation.sources.iter().map(|cited| cited.key.as_str()).collect();
    let blocks = page.fragments.map(|fragments| &fragments.blocks);
    let at = Location { blocks, ..Location::BELOW_ROOT };
    let rendered = annotation.body.as_ref();
    let rendered = rendered.map(|body| body::render(body, syntax, bibliography, at));
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
