//! EPUB 3.3, for reading systems: <https://www.w3.org/TR/epub-33/>.
//!
//! An article is a chapter with its notes at the end, each an `aside` that its
//! reference leads to, so that reading systems may show it in place. Glossary
//! and sources hold what the chapters use. What a book has no page for, its
//! links look up on the site.

use std::{
    cell::RefCell,
    collections::BTreeSet,
    io::{Cursor, Write},
};

use serde_json::{Value, json};
use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

use super::{
    ReadFile,
    links::{Entries, Images, Links, led},
    modified, render,
    uses::Uses,
    view, xhtml,
};
use crate::{
    edition::{Article, Shared},
    model::Date,
    text::{
        language::Direction,
        prose::{ElementKind, Item, Markup},
    },
    weave::{Mark, RenderedText, WeaveInput, weave},
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
    /// What the table of contents says of it.
    contents: Value,
    uses: Uses,
    title: String,
    url: String,
    language: String,
    authors: Vec<String>,
    editors: Vec<String>,
    rights: Option<String>,
    /// When its text was published, or a note of it last changed.
    last: Option<Date>,
}

/// Makes a book of chapters.
pub(super) fn book(shared: &Shared, chapters: Vec<Chapter>) -> Vec<u8> {
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
    container(&files)
}

fn file(name: &str, media_type: &'static str, text: impl Into<String>) -> File {
    File { name: name.to_owned(), media_type, bytes: text.into().into_bytes() }
}

/// Describes a page of the book, and which part of it that is.
fn page(title: &str, language: &str, part: &str) -> Value {
    let dir = Direction::of_language(language).as_str();
    json!({ "title": title, "language": language, "dir": dir, "part": part })
}

/// Makes the chapter of an article, with the images that it shows; one of several has a number.
///
/// An image that `read` does not have is left out; the page shows its text.
pub(super) fn chapter(article: &Article<'_>, number: Option<usize>, read: ReadFile<'_>) -> Chapter {
    let (shared, matter) = (article.edition.shared, &article.files.matter);
    let name = number.map_or_else(|| "article".to_owned(), |number| format!("article-{number}"));
    let uses = Uses::new(article);
    let woven = woven(article);
    let folder = format!("images/{name}/");
    let links = Links {
        shared,
        entries: Entries::Book(&uses),
        url: shared.article_url(article.slug()),
        fragments: fragments(&woven, article),
        images: Some(Images { slug: article.slug(), folder, read, found: RefCell::default() }),
    };
    let (title, rows) = match woven.rows.split_first() {
        Some((first, rest)) if first.is_title => (Some(links.xhtml(&first.html)), rest),
        _ => (None, woven.rows.as_slice()),
    };
    let rows: String = rows.iter().map(|row| links.xhtml(&row.html)).collect();
    let notes = article.standing().map(|one| view::note_in_html(&links, article, one));
    let view = json!({
        "page": page(&article.title, article.language, "bodymatter"),
        "edition": view::edition(shared),
        "article": view::article(article),
        "title_xml": title,
        "text_xml": rows + &links.xhtml(&woven.footnotes_html),
        "notes": notes.collect::<Vec<_>>(),
    });
    let page = file(&format!("{name}.xhtml"), PAGE, render(shared, "chapter.xhtml", view));
    let url = links.url;
    let found = links.images.map(|images| images.found.into_inner()).unwrap_or_default();
    let images = found.into_iter();
    let of_notes =
        article.standing().filter_map(|one| modified(one.annotation).or(one.annotation.created));
    Chapter {
        contents: json!({
            "file": page.name,
            "title": article.title,
            "language": article.language,
            "dir": Direction::of_language(article.language).as_str(),
            "headings": headings(&article.markup),
        }),
        page,
        images: images
            .map(|(name, (media_type, bytes))| File { name, media_type, bytes })
            .collect(),
        uses,
        title: article.title.clone(),
        url,
        language: article.language.to_owned(),
        authors: matter.authors.clone(),
        editors: view::editors_of(article).iter().map(|editor| editor.name.clone()).collect(),
        rights: matter.rights.clone(),
        last: of_notes.chain(matter.published).max(),
    }
}

/// Weaves the text with the references to its notes and the links of its terms.
fn woven(article: &Article<'_>) -> RenderedText {
    let shared = article.edition.shared;
    let marks = article.standing().filter_map(|one| {
        Some(Mark {
            id: one.annotation.id.clone(),
            number: one.number,
            range: one.range()?.clone(),
            kind: one.annotation.kind.as_str(),
            rating: None,
            tone: None,
            name: one.name.clone(),
        })
    });
    let blocks = &article.fragments.blocks;
    let input = WeaveInput {
        marks: &marks.collect::<Vec<_>>(),
        terms: &article.terms,
        term_ids: &shared.term_ids(),
        root: "../",
        resolve: &|target| led(target.target, |fragment| blocks.contains(fragment)),
        direction: Direction::of_language(article.language),
        messages: &shared.messages,
    };
    weave(&article.markup, &input)
}

/// Returns all fragments that links of the chapter may name.
fn fragments(woven: &RenderedText, article: &Article<'_>) -> BTreeSet<String> {
    let mut found: BTreeSet<String> =
        woven.rows.iter().flat_map(|row| xhtml::ids(&row.html)).collect();
    found.extend(xhtml::ids(&woven.footnotes_html));
    found.extend(article.standing().map(|one| one.annotation.id.clone()));
    found
}

/// Returns fragment and text of each heading but the title.
fn headings(markup: &Markup<'_>) -> Vec<Value> {
    let headings = markup.items.iter().filter_map(|item| match item {
        Item::Start(element) => match &element.kind {
            ElementKind::Heading { level, slug } if *level > 1 => {
                let text = markup.prose.block_text(element.block?);
                Some(json!({ "fragment": format!("h-{slug}"), "text": text }))
            }
            _ => None,
        },
        _ => None,
    });
    headings.collect()
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

/// Stands in a book of which no date is known; it must have one all the same.
const NEVER: Date = Date { year: 1970, month: Some(1), day: Some(1) };

/// Describes what a book says of itself.
fn about(shared: &Shared, chapters: &[Chapter]) -> Value {
    let settings = &shared.settings;
    let (title, url) = match chapters {
        [chapter] => (&chapter.title, chapter.url.clone()),
        _ => (&settings.title, settings.base_url.to_string()),
    };
    let languages = chapters.iter().map(|chapter| &chapter.language).chain([&settings.language]);
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
            // Read in its order, not only looked up.
            "is_linear": file.media_type == PAGE && !is_nav,
        })
    });
    about["items"] = items.collect();
    about["has_images"] = files.iter().any(|file| file.media_type.starts_with("image/")).into();
    about
}

/// Why writing a file into memory succeeds.
const IN_MEMORY: &str = "a book in memory takes any file of less than four gigabytes";

/// Binds the files of a book: a ZIP file that tells what it is.
///
/// Every file has the same time, so that equal books are equal bytes.
fn container(files: &[File]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::default());
    let mut put = |path: &str, bytes: &[u8], method| {
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644);
        zip.start_file(path, options).expect(IN_MEMORY);
        zip.write_all(bytes).expect(IN_MEMORY);
    };
    // It comes first and uncompressed, so that its bytes have their place.
    put("mimetype", b"application/epub+zip", CompressionMethod::Stored);
    let root = include_bytes!("templates/container.xml");
    put("META-INF/container.xml", root, CompressionMethod::Deflated);
    for file in files {
        put(&format!("EPUB/{}", file.name), &file.bytes, CompressionMethod::Deflated);
    }
    zip.finish().expect(IN_MEMORY).into_inner()
}
