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
    Apparatus, Article, ReadFile,
    links::{Entries, Images, Links},
    modified,
    reading::{Reading, Uses, led, read_all},
    render, view, xhtml,
};
use crate::{
    model::Date,
    text::{
        language::Direction,
        prose::{ElementKind, Item, Markup},
    },
    weave::{Mark, Weft, Woven, weave},
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

/// Makes a book of articles.
///
/// An image that `read` does not have is left out; its page shows its text.
pub(super) fn book(
    apparatus: Apparatus<'_>,
    articles: &[Article<'_>],
    read: ReadFile<'_>,
) -> Vec<u8> {
    let readings = read_all(apparatus, articles);
    let mut chapters = Vec::new();
    let mut pages = Vec::new();
    let mut images = Vec::new();
    for (reading, number) in readings.iter().zip(1..) {
        let is_single = readings.len() == 1;
        let name = if is_single { "article".to_owned() } else { format!("article-{number}") };
        let (page, shown) = chapter(apparatus, reading, &name, read);
        chapters.push(json!({
            "file": page.name,
            "title": reading.article.title,
            "language": reading.article.language,
            "dir": Direction::of_language(&reading.article.language).as_str(),
            "headings": headings(&reading.markup),
        }));
        pages.push(page);
        images.extend(shown);
    }
    let works = readings.iter().flat_map(|reading| &reading.uses.works).copied().collect();
    let terms = readings.iter().flat_map(|reading| &reading.uses.terms).copied().collect();
    let uses = Uses { works, terms };
    if !uses.terms.is_empty() {
        pages.push(glossary(apparatus, &uses));
    }
    if !uses.works.is_empty() {
        pages.push(sources(apparatus, &uses));
    }
    let navigation = json!({
        "page": page("Contents", &apparatus.settings.language, "frontmatter"),
        "chapters": chapters,
        "has_terms": !uses.terms.is_empty(),
        "has_works": !uses.works.is_empty(),
    });
    let mut files = vec![
        file(NAVIGATION, PAGE, render("nav.xhtml", &navigation)),
        file("style.css", "text/css", include_str!("templates/book.css")),
    ];
    files.extend(pages);
    files.extend(images);
    let package = render("package.opf", &package(apparatus, articles, &files));
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

/// Makes the chapter of an article, with the images that it shows.
fn chapter(
    apparatus: Apparatus<'_>,
    reading: &Reading<'_>,
    name: &str,
    read: ReadFile<'_>,
) -> (File, Vec<File>) {
    let article = reading.article;
    let woven = woven(apparatus, reading);
    let folder = format!("images/{name}/");
    let links = Links {
        apparatus,
        entries: Entries::Book(&reading.uses),
        url: apparatus.article_url(&article.slug),
        fragments: fragments(&woven, article),
        images: Some(Images { slug: &article.slug, folder, read, found: RefCell::default() }),
    };
    let (title, rows) = match woven.rows.split_first() {
        Some((first, rest)) if first.is_title => (Some(links.xhtml(&first.html)), rest),
        _ => (None, woven.rows.as_slice()),
    };
    let rows: String = rows.iter().map(|row| links.xhtml(&row.html)).collect();
    let notes = article.standing().map(|one| view::note_in_html(&links, article, one));
    let view = json!({
        "page": page(&article.title, &article.language, "bodymatter"),
        "edition": view::edition(apparatus),
        "article": view::article(apparatus, article),
        "title_xml": title,
        "text_xml": rows + &links.xhtml(&woven.footnotes_html),
        "notes": notes.collect::<Vec<_>>(),
    });
    let page = file(&format!("{name}.xhtml"), PAGE, render("chapter.xhtml", &view));
    let found = links.images.map(|images| images.found.into_inner()).unwrap_or_default();
    let images = found.into_iter();
    (page, images.map(|(name, (media_type, bytes))| File { name, media_type, bytes }).collect())
}

/// Weaves the text with the references to its notes and the links of its terms.
fn woven(apparatus: Apparatus<'_>, reading: &Reading<'_>) -> Woven {
    let marks = reading.article.standing().filter_map(|one| {
        Some(Mark {
            id: one.annotation.id.clone(),
            number: one.number,
            range: one.passage.as_ref()?.bytes.clone(),
            kind: one.annotation.kind.as_str(),
            rating: None,
            tone: None,
            name: view::name_of(apparatus, one),
        })
    });
    let term_ids: Vec<&str> = apparatus.terms.iter().map(|term| term.id.as_str()).collect();
    let weft = Weft {
        marks: &marks.collect::<Vec<_>>(),
        terms: &reading.terms,
        term_ids: &term_ids,
        root: "../",
        resolve: &|target| led(target.target, &reading.fragments),
        direction: Direction::of_language(&reading.article.language),
    };
    weave(&reading.markup, &weft)
}

/// Returns all fragments that links of the chapter may name.
fn fragments(woven: &Woven, article: &Article<'_>) -> BTreeSet<String> {
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
fn glossary(apparatus: Apparatus<'_>, uses: &Uses) -> File {
    let links = lists(apparatus, uses, "glossary/");
    let terms =
        uses.sorted_terms(apparatus).into_iter().map(|index| view::term_in_html(&links, index));
    let view = json!({
        "page": page("Glossary", &apparatus.settings.language, "backmatter"),
        "terms": terms.collect::<Vec<_>>(),
    });
    file("glossary.xhtml", PAGE, render("glossary.xhtml", &view))
}

/// Makes the page of the works that chapters cite.
fn sources(apparatus: Apparatus<'_>, uses: &Uses) -> File {
    let links = lists(apparatus, uses, "sources/");
    let works = uses.works.iter().map(|&index| view::work_in_html(&links, index));
    let view = json!({
        "page": page("Sources", &apparatus.settings.language, "backmatter"),
        "works": works.collect::<Vec<_>>(),
    });
    file("sources.xhtml", PAGE, render("sources.xhtml", &view))
}

fn lists<'a>(apparatus: Apparatus<'a>, uses: &'a Uses, path: &str) -> Links<'a> {
    let (entries, url) = (Entries::Book(uses), apparatus.url(path));
    Links { apparatus, entries, url, fragments: BTreeSet::new(), images: None }
}

/// Stands in a book of which no date is known; it must have one all the same.
const NEVER: Date = Date { year: 1970, month: Some(1), day: Some(1) };

/// Describes what a book says of itself.
fn package(apparatus: Apparatus<'_>, articles: &[Article<'_>], files: &[File]) -> Value {
    let settings = apparatus.settings;
    let (title, url) = match articles {
        [article] => (&article.title, apparatus.article_url(&article.slug)),
        _ => (&settings.title, settings.base_url.to_string()),
    };
    let languages = articles.iter().map(|article| &article.language).chain([&settings.language]);
    let editors = articles.iter().flat_map(|article| apparatus.editors_of(article));
    let rights = articles.iter().filter_map(|article| article.matter.rights.as_ref());
    let of_notes = articles.iter().flat_map(Article::standing);
    let of_notes = of_notes.filter_map(|one| modified(&one.annotation).or(one.annotation.created));
    let of_texts = articles.iter().filter_map(|article| article.matter.published);
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
    json!({
        "edition": view::edition(apparatus),
        "title": title,
        "url": url,
        "languages": languages.collect::<Vec<_>>(),
        "authors": articles.iter().flat_map(|it| &it.matter.authors).collect::<Vec<_>>(),
        "editors": editors.map(|editor| &editor.name).collect::<Vec<_>>(),
        "rights": rights.collect::<Vec<_>>(),
        "modified": of_notes.chain(of_texts).max().unwrap_or(NEVER).first_moment(),
        "has_images": files.iter().any(|file| file.media_type.starts_with("image/")),
        "items": items.collect::<Vec<_>>(),
    })
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
