//! One article: read, anchored, woven, rendered, handed over.

use std::{cmp::Reverse, collections::BTreeMap, sync::Arc};

use rayon::prelude::*;

use super::{
    AnchorStatus, Context, Drafts, Facts, Findable, Manuscript, Purpose,
    anchoring::{Passage, anchor_all, quoted},
    check_page,
    citations::{self, Field},
    contents::ArticleFolder,
    exports,
    facts::{NoteFacts, Notes, small},
    links::{self, Fragments, Links},
    sidecars,
};
use crate::{
    address::encode,
    anchor::Key,
    body::{self, Location},
    check::compare_to_witness,
    diag::{Diagnostic, Diagnostics, Place, Problem},
    export, feed,
    files::{SourceFile, Span},
    gloss::TermUse,
    model::{Annotation, FrontMatter, Kind, Status},
    parse::{
        self, Part, Step, YamlFile,
        article::front_matter,
        sidecar::{self, Apparatus},
    },
    prose::{self, Markup, ProseRange},
    render::Renderer,
    script,
    view::{self, ArticleCard, DateView, Numbered, Page, ReadyLists, Share},
    weave::{Mark, Weft, Woven, weave},
};

/// An annotation with the file and entry it comes from.
pub(super) struct Entry<'a> {
    pub(super) annotation: &'a Annotation,
    pub(super) yaml: &'a YamlFile,
    pub(super) index: usize,
    body_html: Option<String>,
    pub(super) works: Vec<usize>,
    /// Its passage, if it was found.
    pub(super) passage: Option<Passage>,
}

impl Entry<'_> {
    /// Returns where its passage stands in the prose, in bytes.
    pub(super) fn range(&self) -> Option<&ProseRange> {
        self.passage.as_ref().map(|passage| &passage.range)
    }
}

/// Builds one article; `None` if it cannot be read or is a draft.
pub(super) fn build(
    context: &Context<'_>,
    renderer: &Renderer,
    folder: &ArticleFolder,
) -> Option<Facts> {
    let manuscript = read_manuscript(context, folder);
    let reported = Diagnostics::default();
    let matter = manuscript.as_ref().map(|it| front_matter(&it.file, &it.parts, &reported));
    if matter.as_ref().is_some_and(|it| it.is_draft) && context.options.drafts == Drafts::Exclude {
        // What is wrong with it keeps nothing from being published.
        return None;
    }
    context.diagnostics.take_in(reported);
    // Half of the work on an article under way; in a preview, somebody waits for it.
    // A build has other articles for its threads.
    let in_a_row = if context.writer.wants_one() { 1 } else { usize::MAX };
    let yamls: Vec<Arc<YamlFile>> = folder
        .sidecars
        .par_iter()
        .with_min_len(in_a_row)
        .filter_map(|path| sidecars::read(context, path))
        .collect();
    let Some((manuscript, matter)) = manuscript.zip(matter) else {
        // A text that cannot be read does not hide what is wrong with its annotations.
        collect(context, &folder.slug, &yamls, &decode(context, &yamls), None);
        return None;
    };
    let markup = manuscript.markup(context.diagnostics)?;
    if let Some(witness) = &folder.witness {
        check_witness(context, witness, &manuscript.file, &markup);
    }
    let decoded = decode(context, &yamls);
    let shown = decoded.iter().flatten().map(|(_, it)| it).filter(|it| !context.hides(it));
    let fragments = Fragments::new(&markup, shown.map(|it| it.id.as_str()));
    let mut entries = collect(context, &folder.slug, &yamls, &decoded, Some(&fragments));
    if context.options.purpose == Purpose::Check {
        ask(context, &entries);
    }
    let key = Key::new(&markup.prose.text);
    let mut anchors = anchor_all(context, folder, &manuscript.file, &markup, &key, &mut entries);
    for status in &mut anchors {
        status.article.clone_from(&folder.slug);
    }
    // Numbers follow the text; equal passages keep the order of the files.
    entries.sort_by_key(|entry| match entry.range() {
        Some(range) => (range.start, range.end),
        None => (usize::MAX, usize::MAX),
    });
    let slug = encode(&folder.slug);
    let (matter, manuscript, fragments) = (&matter, &manuscript, &fragments);
    let article = Article { context, folder, matter, manuscript, fragments, slug };
    let facts = article.finish(renderer, &markup, &key, &entries, anchors);
    Some(Facts { hidden: hidden(context, &decoded), ..facts })
}

impl<'a> Context<'a> {
    /// Returns whether an annotation is a draft that is left out.
    fn hides(&self, annotation: &Annotation) -> bool {
        annotation.status == Status::Draft && self.options.drafts == Drafts::Exclude
    }

    fn sidecar_apparatus(&self) -> Apparatus<'a> {
        Apparatus {
            settings: &self.edition.settings,
            sources: &self.edition.sources,
            terms: &self.edition.terms,
        }
    }
}

fn read_manuscript(context: &Context<'_>, folder: &ArticleFolder) -> Option<Manuscript> {
    let limit = context.edition.settings.limits.article;
    let bytes = context.read(&folder.text)?;
    Manuscript::new(&folder.text, bytes, limit, context.diagnostics)
}

/// Decodes the annotations of all sidecars, each with its index in its file.
fn decode(context: &Context<'_>, yamls: &[Arc<YamlFile>]) -> Vec<Vec<(usize, Annotation)>> {
    yamls
        .iter()
        .map(|yaml| sidecar::annotations(yaml, context.sidecar_apparatus(), context.diagnostics))
        .collect()
}

/// Returns the ids of drafts that are left out.
fn hidden(context: &Context<'_>, decoded: &[Vec<(usize, Annotation)>]) -> Box<[String]> {
    let all = decoded.iter().flatten().map(|(_, annotation)| annotation);
    all.filter(|it| context.hides(it)).map(|it| it.id.clone()).collect()
}

fn check_witness(context: &Context<'_>, path: &str, file: &SourceFile, markup: &Markup<'_>) {
    let limit = context.edition.settings.limits.article;
    let Some(bytes) = context.read(path) else { return };
    let Some(witness) = parse::text(path, bytes, limit, context.diagnostics) else { return };
    let Ok(received) = prose::read(witness.body(), witness.start()) else {
        context.diagnostics.report(Problem::ParserPanic, Place::file(path));
        return;
    };
    let comparison = compare_to_witness(&markup.prose, &received.prose);
    match comparison.departure {
        Some((range, problem)) => {
            let source = markup.prose.source_of(range.start);
            let line_end = file.text[source..].find('\n').map_or(file.text.len(), |at| source + at);
            let place = Place::new(file, Span::new(source..line_end));
            context.diagnostics.report(problem, place);
        }
        None => context.diagnostics.report(comparison.omitted, Place::file(path)),
    }
}

/// Joins the annotations of all sidecars: an id counts once, drafts only in previews.
fn collect<'a>(
    context: &Context<'_>,
    slug: &str,
    yamls: &'a [Arc<YamlFile>],
    decoded: &'a [Vec<(usize, Annotation)>],
    fragments: Option<&Fragments<'_>>,
) -> Vec<Entry<'a>> {
    let mut entries: Vec<Entry<'a>> = Vec::new();
    let mut first_by_id: BTreeMap<&str, (&'a YamlFile, usize)> = BTreeMap::new();
    for (yaml, annotations) in yamls.iter().zip(decoded) {
        for (index, annotation) in annotations {
            let place = |yaml: &YamlFile, index| {
                yaml.place(&[Step::Index(index), "id".into()], Part::Value)
            };
            if let Some(&(first_yaml, first)) = first_by_id.get(annotation.id.as_str()) {
                let problem = Problem::DuplicateId { id: annotation.id.clone(), of: "annotation" };
                let diagnostic = Diagnostic::new(problem, place(yaml, *index));
                context.diagnostics.push(diagnostic.with_related(place(first_yaml, first)));
                continue;
            }
            first_by_id.insert(&annotation.id, (yaml, *index));
            if !context.hides(annotation) {
                let (body_html, works) =
                    render_body(context, (slug, fragments), annotation, (yaml, *index));
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
    }
    entries
}

/// Asks what a careful editor would ask about each annotation.
fn ask(context: &Context<'_>, entries: &[Entry<'_>]) {
    for entry in entries {
        for (field, problem) in context.conscience().annotation(entry.annotation) {
            let path = [Step::Index(entry.index), field.into()];
            context.diagnostics.report(problem, entry.yaml.place(&path, Part::Value));
        }
    }
}

/// Renders a body and returns it with the works that the annotation cites.
///
/// Reports sources that are not known, and links to the site that lead nowhere.
fn render_body(
    context: &Context<'_>,
    (slug, fragments): (&str, Option<&Fragments<'_>>),
    annotation: &Annotation,
    (yaml, index): (&YamlFile, usize),
) -> (Option<String>, Vec<usize>) {
    let bibliography = &context.edition.bibliography;
    let mut keys: Vec<&str> = annotation.sources.iter().map(|cited| cited.key.as_str()).collect();
    let blocks = fragments.map(|fragments| &fragments.blocks);
    let at = Location { blocks, ..Location::BELOW_ROOT };
    let rendered = annotation.body.as_ref().map(|body| body::render(body, bibliography, at));
    let path = [Step::Index(index), "body".into()];
    if let Some((markdown, body)) = annotation.body.as_ref().zip(rendered.as_ref()) {
        keys.extend(body.cited_keys.iter().map(String::as_str));
        let field = Field { yaml, path: &path, markdown };
        citations::check(&field, body, bibliography, context.diagnostics);
        let of = (slug, &yaml.file, annotation.id.as_str());
        links::check_body(context, of, (body, fragments), |words| yaml.place_of(&path, words));
    }
    let mut works: Vec<usize> =
        keys.into_iter().filter_map(|key| bibliography.index_of(key)).collect();
    works.sort_unstable();
    works.dedup();
    (rendered.map(|body| body.html), works)
}

/// An article whose parts are read and whose annotations are anchored.
pub(super) struct Article<'a> {
    pub(super) context: &'a Context<'a>,
    pub(super) folder: &'a ArticleFolder,
    pub(super) matter: &'a FrontMatter,
    pub(super) manuscript: &'a Manuscript,
    pub(super) fragments: &'a Fragments<'a>,
    /// Its slug, encoded for addresses.
    slug: String,
}

impl Article<'_> {
    pub(super) fn apparatus(&self) -> view::Apparatus<'_> {
        self.context.edition.apparatus(&self.slug)
    }

    /// Weaves, renders and hands over the page; returns its facts.
    fn finish(
        &self,
        renderer: &Renderer,
        markup: &Markup<'_>,
        key: &Key,
        entries: &[Entry<'_>],
        anchors: Vec<AnchorStatus>,
    ) -> Facts {
        let context = self.context;
        let edition = context.edition;
        let apparatus = self.apparatus();
        let numbered: Vec<Numbered<'_>> = entries
            .iter()
            .enumerate()
            .map(|(index, entry)| Numbered {
                annotation: entry.annotation,
                number: index + 1,
                share: entry.range().map(|range| Share::new(range, markup.prose.text.len())),
                quote: entry.range().is_none().then(|| quoted(&entry.annotation.selector)),
                change: change_of(entry, &markup.prose.text),
                body_html: entry.body_html.clone(),
                citation: view::note_citation(entry.annotation, index + 1, apparatus),
            })
            .collect();
        let n_attached = entries.iter().filter(|entry| entry.passage.is_some()).count();
        let marks: Vec<Mark> = entries
            .iter()
            .zip(&numbered)
            .filter_map(|(entry, numbered)| {
                let range = entry.range()?.clone();
                Some(view::mark(entry.annotation, numbered.number, range, apparatus))
            })
            .collect();
        let terms = edition.glossary.uses(markup, key, edition.settings.glossary_links);
        let woven = self.weave(markup, &marks, &terms);
        let (attached, detached) = numbered.split_at(n_attached);
        let view =
            view::article(&self.folder.slug, self.matter, woven, attached, detached, apparatus);
        let exported = exports::article(self, markup, &view, entries);
        // Neither needs the other, and in a preview somebody waits for both.
        let (findable, ()) = rayon::join(
            || Findable::new(context, markup, &numbered, &view, apparatus),
            || self.put_page(renderer, &exported, &view),
        );
        exports::write(context, &exported, &view);
        for note in view.notes() {
            self.announce(&view.title, note, entries[note.number - 1].annotation);
        }
        if edition.settings.check_pages {
            let ranges = entries.iter().map(Entry::range);
            let notes = numbered.iter().zip(ranges);
            check_page::build(self, renderer, (&markup.prose, &exported), notes, &view);
        }
        Facts {
            slug: self.folder.slug.clone(),
            path: self.folder.text.clone(),
            allow: self.matter.allow.clone(),
            card: self.card(&view),
            notes: self.note_facts(markup, entries),
            hidden: Box::default(),
            term_uses: first_uses(markup, &terms),
            glossed: glossed(&edition.lists, entries),
            anchors,
            exported: (context.options.purpose == Purpose::Export)
                .then(|| Box::new(exported.into_owned())),
            findable: findable.map(Box::new),
        }
    }

    /// Renders and hands over the article's page, if anybody wants it.
    fn put_page(&self, renderer: &Renderer, exported: &export::Article<'_>, view: &view::Article) {
        let context = self.context;
        let path = format!("{}/", self.folder.slug);
        let file = format!("{path}index.html");
        if !context.writer.wants(&file) {
            return;
        }
        let page = Page::new("article", &path, &view.title, &context.edition.site.base_url)
            .with_description(view.summary.as_deref());
        let page = exports::describe(page, context, exported);
        let view = ("article", view);
        if let Some(html) = renderer.page("article.html", &page, view, context.diagnostics) {
            context.writer.put(&file, &html);
        }
    }

    /// Adds a note to the feed, if its date is known.
    fn announce(&self, title: &str, note: &view::Note, annotation: &Annotation) {
        let corrected = annotation.corrections.iter().map(|correction| correction.date);
        let dates = [annotation.created, annotation.updated].into_iter().flatten().chain(corrected);
        let Some(updated) = dates.max().filter(|_| annotation.status != Status::Draft) else {
            return;
        };
        self.context.feed.add(annotation.kind, updated, &note.url, || {
            let last = annotation.corrections.iter().rfind(|one| one.date == updated);
            let news = match (last, annotation.created) {
                (Some(_), _) => "Corrected: ",
                (None, Some(created)) if created < updated => "Changed: ",
                (None, _) => "",
            };
            let is_found = note.quote.is_none();
            feed::Entry {
                updated: Reverse(updated),
                id: note.url.clone(),
                url: if is_found { note.url.replace('#', "#ref-") } else { note.url.clone() },
                title: format!("{news}{}", note.name),
                summary: last.map(|one| one.text.clone()).or_else(|| note.summary.clone()),
                author: note.by.as_ref().map(|by| by.name.clone()),
                published: annotation.created,
                article: title.to_owned(),
            }
        });
    }

    fn weave(&self, markup: &Markup<'_>, marks: &[Mark], terms: &[TermUse]) -> Woven {
        let edition = self.context.edition;
        let term_ids: Vec<&str> = edition.terms.iter().map(|term| term.id.as_str()).collect();
        let language = self.matter.language.as_ref().unwrap_or(&edition.settings.language);
        let links = Links::new(
            (&self.folder.slug, &self.manuscript.file),
            self.fragments,
            (&edition.paths, &self.context.pending),
            self.context.diagnostics,
        );
        let weft = Weft {
            marks,
            terms,
            term_ids: &term_ids,
            root: "../",
            resolve: &|target| links.resolve(target),
            direction: script::of_language(language),
        };
        weave(markup, &weft)
    }

    fn card(&self, view: &view::Article) -> ArticleCard {
        ArticleCard {
            title: view.title.clone(),
            url: format!("{}/", self.slug),
            language: view.language.clone(),
            dir: view.dir,
            authors: view.authors.clone(),
            published: view.published.clone(),
            publisher: view.publisher.as_ref().map(|publisher| publisher.name.clone()),
            summary: view.summary.clone(),
            n_annotations: view.n_notes,
            // Both are made from the facts of its notes where the card is shown.
            ratings: Vec::new(),
            strip: Vec::new(),
        }
    }

    fn note_facts(&self, markup: &Markup<'_>, entries: &[Entry<'_>]) -> Notes {
        let settings = &self.context.edition.settings;
        let block_of = |range: &ProseRange| {
            markup.prose.blocks.get(markup.prose.block_at(range.start)).map(|block| block.number)
        };
        let works: Vec<Vec<u32>> =
            entries.iter().map(|entry| entry.works.iter().copied().map(small).collect()).collect();
        let notes = entries.iter().zip(&works).enumerate().map(|(index, (entry, works))| {
            let annotation = entry.annotation;
            let is_retracted = annotation.status == Status::Retracted;
            let rating = annotation
                .rating
                .as_ref()
                .filter(|_| !is_retracted)
                .and_then(|id| settings.ratings.iter().position(|rating| rating.id == *id));
            let is_check = annotation.kind == Kind::FactCheck && !is_retracted;
            let [claim, finding] = [&annotation.claim, &annotation.summary]
                .map(|text| text.as_deref().unwrap_or_default());
            NoteFacts {
                id: &annotation.id,
                number: index + 1,
                kind: annotation.kind,
                rating: rating.and_then(|index| u16::try_from(index).ok()),
                share: entry.range().map(|range| Share::new(range, markup.prose.text.len())),
                is_retracted,
                block: entry.range().and_then(block_of).map(small),
                works: if is_retracted { &[] } else { works },
                check: is_check.then_some((claim, finding)),
                lang: annotation.lang.as_deref().filter(|lang| *lang != settings.language),
                corrections: &annotation.corrections,
            }
        });
        notes.collect()
    }
}

/// Returns how an annotation's passage was reworded; nothing if it was not.
fn change_of(entry: &Entry<'_>, prose: &str) -> Vec<view::Piece> {
    let Some(Passage { range, was: Some(was) }) = &entry.passage else { return Vec::new() };
    view::difference(was, &prose[range.clone()])
}

/// Returns the terms of an article, ascending, each with the block of its first use.
fn first_uses(markup: &Markup<'_>, terms: &[TermUse]) -> Box<[(u32, u32)]> {
    let mut uses: Vec<(u32, u32)> = terms
        .iter()
        .filter(|use_| use_.is_first)
        .filter_map(|use_| {
            let block = markup.prose.blocks.get(markup.prose.block_at(use_.range.start))?;
            Some((small(use_.term), small(block.number)))
        })
        .collect();
    uses.sort_unstable();
    uses.into()
}

/// Returns the terms that notes tie to passages, ascending, each with the index of the
/// first such note.
fn glossed(lists: &ReadyLists, entries: &[Entry<'_>]) -> Box<[(u32, u32)]> {
    let standing = entries.iter().map(|entry| entry.annotation).enumerate();
    let standing = standing.filter(|(_, annotation)| annotation.status != Status::Retracted);
    let mut tied: Vec<(u32, u32)> = standing
        .filter_map(|(index, annotation)| {
            let term = lists.term_index(annotation.term.as_ref()?)?;
            Some((small(term), small(index)))
        })
        .collect();
    tied.sort_unstable();
    tied.dedup_by_key(|(term, _)| *term);
    tied.into()
}

/// Returns the date that the newest articles are listed by.
pub(super) fn sort_date(card: &ArticleCard) -> String {
    card.published.as_ref().map(|date: &DateView| date.iso.clone()).unwrap_or_default()
}
