//! EPUB 3.3, for reading systems: <https://www.w3.org/TR/epub-33/>.
//!
//! An article is a chapter with its notes at the end, each an `aside` that its
//! reference leads to, so that reading systems may show it in place. Glossary
//! and sources hold what the chapters use. What a book has no page for, its
//! links look up on the site.

use std::{cell::RefCell, collections::BTreeSet, mem};

use memchr::memmem;
use serde_json::{Value, json};

use super::{
    ReadFile,
    archive::Archive,
    epub_annotations::{self, NEVER},
    links::{Entries, Images, Links, led},
    modified, render,
    uses::Uses,
    view, xhtml,
};
use crate::{
    edition::{Article, FacingBlocks, NumberedAnnotation, Shared, Text},
    model::Date,
    text::{html, language::Direction},
    weave::{self, Mark, RenderedText, WeaveInput, weave},
};

/// A file of the book.
struct File {
    name: String,
    media_type: &'static str,
    bytes: Vec<u8>,
}

/// The media type of pages.
const PAGE: &str = "application/xhtml+xml";

/// The page with the table of contents.
const NAVIGATION: &str = "nav.xhtml";

/// A chapter, and what the book takes from its article.
pub(super) struct Chapter {
    page: File,
    images: Vec<File>,
    annotations: epub_annotations::Items,
    /// What the table of contents says of it.
    contents: Value,
    uses: Uses,
    title: String,
    url: String,
    languages: Vec<String>,
    authors: Vec<String>,
    editors: Vec<String>,
    rights: Option<String>,
    /// When its text was published, or a note of it last changed.
    last: Option<Date>,
}

/// Makes a book of chapters.
pub(super) fn book(shared: &Shared, mut chapters: Vec<Chapter>) -> Vec<u8> {
    let annotations: Vec<epub_annotations::Items> =
        chapters.iter_mut().map(|chapter| mem::take(&mut chapter.annotations)).collect();
    let annotations = epub_annotations::set(shared, &annotations);
    let works = chapters.iter().flat_map(|chapter| &chapter.uses.works).copied().collect();
    let terms = chapters.iter().flat_map(|chapter| &chapter.uses.terms).copied().collect();
    let uses = Uses { works, terms };
    let navigation = json!({
        "page": page(&shared.messages.get("contents"), &shared.settings.language, "frontmatter"),
        "chapters": chapters.iter().map(|chapter| &chapter.contents).collect::<Vec<_>>(),
        "has_terms": !uses.terms.is_empty(),
        "has_works": !uses.works.is_empty(),
    });
    let mut files = vec![
        file(NAVIGATION, PAGE, render(shared, "nav.xhtml", navigation)),
        file("style.css", "text/css", include_str!("templates/book.css")),
    ];
    let about = about(shared, &chapters);
    let (pages, images): (Vec<_>, Vec<_>) =
        chapters.into_iter().map(|chapter| (chapter.page, chapter.images)).unzip();
    files.extend(pages);
    files.extend((!uses.terms.is_empty()).then(|| glossary(shared, &uses)));
    files.extend((!uses.works.is_empty()).then(|| sources(shared, &uses)));
    files.extend(images.into_iter().flatten());
    let package = render(shared, "package.opf", package(about, &files));
    files.insert(0, file("package.opf", "application/oebps-package+xml", package));
    container(&files, &annotations)
}

fn file(name: &str, media_type: &'static str, text: impl Into<String>) -> File {
    File { name: name.to_owned(), media_type, bytes: text.into().into_bytes() }
}

/// Describes a page of the book, and which part of it that is.
fn page(title: &str, language: &str, part: &str) -> Value {
    let dir = Direction::of_language(language).as_str();
    json!({ "title": title, "language": language, "dir": dir, "part": part })
}

/// Returns the name of a chapter's file, without its ending; one of several has a number.
pub(super) fn name_of_chapter(number: Option<usize>) -> String {
    number.map_or_else(|| "article".to_owned(), |number| format!("article-{number}"))
}

/// Makes the chapter of an article, with the images that it shows; one of several has a number.
///
/// An image that `read` does not have is left out; the page shows its text.
pub(super) fn chapter(article: &Article<'_>, number: Option<usize>, read: ReadFile<'_>) -> Chapter {
    let (shared, matter) = (article.edition.shared, &article.files.matter);
    let name = name_of_chapter(number);
    let uses = Uses::new(article);
    let woven: Vec<RenderedText> = article.texts.iter().map(|text| woven(article, text)).collect();
    let folder = format!("images/{name}/");
    let links = Links {
        shared,
        entries: Entries::Book(&uses),
        url: shared.article_url(article.slug()),
        fragments: fragments(&woven, article),
        images: Some(Images { slug: article.slug(), folder, read, found: RefCell::default() }),
    };
    let has_title = woven[0].rows.first().is_some_and(|row| row.is_title);
    let (title, facing) = article.facing.split_at(usize::from(has_title));
    let blocks = |blocks: &FacingBlocks| facing_xhtml(&links, article, &woven, blocks);
    let mut title: String = title.iter().map(blocks).collect();
    let rows: String = facing.iter().map(blocks).collect();
    let footnotes = woven
        .iter()
        .zip(&article.texts)
        .map(|(woven, text)| in_language(text, links.xhtml(&woven.footnotes_html)));
    let (headnotes, notes): (Vec<_>, Vec<_>) =
        article.standing().partition(|one| one.is_headnote());
    let described = |notes: Vec<_>| -> Vec<Value> {
        notes.into_iter().map(|one| view::note_in_html(&links, article, one)).collect()
    };
    let on_title: Vec<Mark> = article
        .standing()
        .filter(|one| one.is_on_given_title())
        .map(|one| mark(shared, one))
        .collect();
    if title.is_empty() {
        let given = weave::titled(&article.title, &on_title, None);
        title = links.xhtml(&format!("<h1>{given}</h1>\n"));
    }
    let view = json!({
        "page": page(&article.title, article.text().language, "bodymatter"),
        "edition": view::edition(shared),
        "article": view::article(article),
        "title_xml": title,
        "translations": view::translations(article),
        "text_xml": rows + &footnotes.collect::<String>(),
        "headnotes": described(headnotes),
        "notes": described(notes),
    });
    let page = file(&format!("{name}.xhtml"), PAGE, render(shared, "chapter.xhtml", view));
    let url = links.url;
    let found = links.images.map(|images| images.found.into_inner()).unwrap_or_default();
    let images = found.into_iter();
    let of_notes =
        article.standing().filter_map(|one| modified(one.annotation).or(one.annotation.created));
    let headings = article.text().markup.headings();
    let headings = headings.map(|it| json!({ "fragment": it.fragment, "text": it.text }));
    Chapter {
        contents: json!({
            "file": page.name,
            "title": article.title,
            "language": article.text().language,
            "dir": Direction::of_language(article.text().language).as_str(),
            "headings": headings.collect::<Vec<_>>(),
        }),
        annotations: epub_annotations::items(article, &page.name),
        page,
        images: images
            .map(|(name, (media_type, bytes))| File { name, media_type, bytes })
            .collect(),
        uses,
        title: article.title.clone(),
        url,
        languages: article.texts.iter().map(|text| text.language.to_owned()).collect(),
        authors: matter.authors.clone(),
        editors: view::editors_of(article).iter().map(|editor| editor.name.clone()).collect(),
        rights: matter.rights.clone(),
        last: of_notes.chain(matter.published).max(),
    }
}

/// Returns blocks that face each other, one below the other.
fn facing_xhtml(
    links: &Links<'_>,
    article: &Article<'_>,
    woven: &[RenderedText],
    blocks: &FacingBlocks,
) -> String {
    let of_text = |(nth, index): (usize, &Option<usize>)| {
        let row = woven[nth].rows.get((*index)?)?;
        Some(in_language(&article.texts[nth], links.xhtml(&row.html)))
    };
    blocks.iter().enumerate().filter_map(of_text).collect()
}

/// Returns a part of a translation with its language; that of the article's own text has the
/// page.
fn in_language(text: &Text<'_>, xhtml: String) -> String {
    if text.tag.is_none() || xhtml.is_empty() {
        return xhtml;
    }
    let (language, dir) = (html::attribute(text.language), text.direction().as_str());
    format!(
        "<div class=\"translation\" lang=\"{language}\" xml:lang=\"{language}\" \
         dir=\"{dir}\">\n{xhtml}</div>\n"
    )
}

/// Weaves a text with the references to its notes and the links of its terms.
fn woven(article: &Article<'_>, text: &Text<'_>) -> RenderedText {
    let shared = article.edition.shared;
    let here = article.standing().filter(|one| one.is_in(text.tag) && one.is_in_text());
    let marks = here.map(|one| mark(shared, one));
    let blocks = &article.fragments.blocks;
    let recording = article.media.as_ref().map(|media| |moment| media.at(moment, ""));
    let input = WeaveInput {
        marks: &marks.collect::<Vec<_>>(),
        terms: &text.terms,
        term_ids: &shared.term_ids(),
        root: "../",
        resolve: &|target| led(target.target, &text.suffix, |fragment| blocks.contains(fragment)),
        suffix: &text.suffix,
        recording: recording.as_ref().map(|it| it as _),
        language: text.language,
        label_language: None,
        messages: &shared.messages,
    };
    weave(&text.markup, &input)
}

/// Returns the mark of a note; the colours of ratings are left to the site.
fn mark(shared: &Shared, one: &NumberedAnnotation<'_>) -> Mark {
    Mark { rating: None, tone: None, ..one.mark(&shared.settings) }
}

/// Returns all fragments that links of the chapter may name.
fn fragments(woven: &[RenderedText], article: &Article<'_>) -> BTreeSet<String> {
    let mut found: BTreeSet<String> = BTreeSet::new();
    for RenderedText { rows, footnotes_html } in woven {
        found.extend(rows.iter().flat_map(|row| xhtml::ids(&row.html)));
        found.extend(xhtml::ids(footnotes_html));
    }
    found.extend(article.standing().map(|one| one.annotation.id.clone()));
    found
}

/// Makes the page of the terms that chapters use.
fn glossary(shared: &Shared, uses: &Uses) -> File {
    let links = lists(shared, uses, "glossary/");
    let terms =
        uses.sorted_terms(shared).into_iter().map(|index| view::term_in_html(&links, index));
    let view = json!({
        "page": page(&shared.messages.get("glossary"), &shared.settings.language, "backmatter"),
        "terms": terms.collect::<Vec<_>>(),
    });
    file("glossary.xhtml", PAGE, render(shared, "glossary.xhtml", view))
}

/// Makes the page of the works that chapters cite.
fn sources(shared: &Shared, uses: &Uses) -> File {
    let links = lists(shared, uses, "sources/");
    let works = uses.works.iter().map(|&index| view::work_in_html(&links, index));
    let view = json!({
        "page": page(&shared.messages.get("sources"), &shared.settings.language, "backmatter"),
        "works": works.collect::<Vec<_>>(),
    });
    file("sources.xhtml", PAGE, render(shared, "sources.xhtml", view))
}

fn lists<'a>(shared: &'a Shared, uses: &'a Uses, path: &str) -> Links<'a> {
    let (entries, url) = (Entries::Book(uses), shared.url(path));
    Links { shared, entries, url, fragments: BTreeSet::new(), images: None }
}

/// Describes what a book says of itself.
fn about(shared: &Shared, chapters: &[Chapter]) -> Value {
    let settings = &shared.settings;
    let (title, url) = match chapters {
        [chapter] => (&chapter.title, chapter.url.clone()),
        _ => (&settings.title, settings.base_url.to_string()),
    };
    let languages = chapters.iter().flat_map(|it| &it.languages).chain([&settings.language]);
    let last = chapters.iter().filter_map(|chapter| chapter.last).max().unwrap_or(NEVER);
    json!({
        "edition": view::edition(shared),
        "title": title,
        "url": url,
        "languages": languages.collect::<Vec<_>>(),
        "authors": chapters.iter().flat_map(|it| &it.authors).collect::<Vec<_>>(),
        "editors": chapters.iter().flat_map(|it| &it.editors).collect::<Vec<_>>(),
        "rights": chapters.iter().filter_map(|it| it.rights.as_ref()).collect::<Vec<_>>(),
        "modified": last.first_moment(),
    })
}

/// Adds to what a book says of itself the list of its files.
fn package(mut about: Value, files: &[File]) -> Value {
    let items = files.iter().map(|file| {
        let is_nav = file.name == NAVIGATION;
        json!({
            "file": file.name,
            "media_type": file.media_type,
            "is_nav": is_nav,
            "has_math": file.media_type == PAGE && memmem::find(&file.bytes, b"<math ").is_some(),
            // Read in its order, not only looked up.
            "is_linear": file.media_type == PAGE && !is_nav,
        })
    });
    let items: Vec<Value> = items.collect();
    about["has_math"] = items.iter().any(|item| item["has_math"] == true).into();
    about["items"] = items.into();
    about["has_images"] = files.iter().any(|file| file.media_type.starts_with("image/")).into();
    about
}

/// Binds the files of a book: a ZIP file that tells what it is.
fn container(files: &[File], annotations: &str) -> Vec<u8> {
    let mut archive = Archive::new();
    archive.store("mimetype", b"application/epub+zip");
    archive.deflate("META-INF/container.xml", include_bytes!("templates/container.xml"));
    archive.deflate("META-INF/annotations.json", annotations.as_bytes());
    for file in files {
        archive.deflate(&format!("EPUB/{}", file.name), &file.bytes);
    }
    archive.finish()
}
