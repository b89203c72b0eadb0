//! EPUB 3.3, for reading systems: <https://www.w3.org/TR/epub-33/>.
//!
//! An article is a chapter with its notes at the end, each an `aside` that its
//! reference leads to, so that reading systems may show it in place. Glossary
//! and sources hold what the chapters use. What a book has no page for, its
//! links look up on the site.

mod chapter;
mod container;
mod lists;
mod notes;
mod package;

use super::{
    Apparatus, Article,
    reading::{Uses, read_all},
};
use crate::script;
use crate::xml::Xml;
use container::Container;
use lists::{GLOSSARY, SOURCES};

/// The namespaces of a page.
const XHTML: &str = "http://www.w3.org/1999/xhtml";
const OPS: &str = "http://www.idpf.org/2007/ops";

/// The folder of the book in its container.
const FOLDER: &str = "EPUB";

const STYLE: &str = include_str!("book.css");

/// Reads a file of the edition by its path: an image that an article shows.
pub type ReadFile<'a> = &'a dyn Fn(&str) -> Option<Vec<u8>>;

/// One article, ready to be bound.
struct Chapter<'a> {
    article: &'a Article<'a>,
    /// Its name in the book.
    file: String,
    xhtml: String,
    /// Fragment and text of each heading but the title.
    headings: Vec<(String, String)>,
    images: Vec<Item>,
    uses: Uses,
}

/// A file of the book.
struct Item {
    name: String,
    media_type: &'static str,
    /// What `properties` says of it: `nav`.
    properties: &'static str,
    bytes: Vec<u8>,
    /// Whether it is read in its order, not only looked up.
    is_linear: bool,
}

impl Item {
    fn page(name: &str, xhtml: String) -> Self {
        let media_type = "application/xhtml+xml";
        Self { is_linear: true, ..Self::looked_up(name, media_type, xhtml.into_bytes()) }
    }

    fn looked_up(name: &str, media_type: &'static str, bytes: Vec<u8>) -> Self {
        Self { name: name.to_owned(), media_type, properties: "", bytes, is_linear: false }
    }
}

/// Makes a book of articles.
///
/// An image that `read` does not have is left out; its page shows its text.
#[must_use]
pub fn book(apparatus: Apparatus<'_>, articles: &[Article<'_>], read: ReadFile<'_>) -> Vec<u8> {
    let readings = read_all(apparatus, articles);
    let is_single = readings.len() == 1;
    let mut chapters: Vec<Chapter<'_>> = Vec::new();
    for (reading, number) in readings.into_iter().zip(1..) {
        let name = if is_single { "article".to_owned() } else { format!("article-{number}") };
        chapters.push(chapter::chapter(apparatus, reading, &name, read));
    }
    let images: Vec<Item> =
        chapters.iter_mut().flat_map(|chapter| std::mem::take(&mut chapter.images)).collect();
    let navigation = package::navigation(apparatus, &chapters);
    let mut items = vec![
        Item { properties: "nav", is_linear: false, ..Item::page("nav.xhtml", navigation) },
        Item::looked_up("style.css", "text/css", STYLE.into()),
    ];
    for chapter in &mut chapters {
        items.push(Item::page(&chapter.file, std::mem::take(&mut chapter.xhtml)));
    }
    let uses = union(&chapters);
    items.extend(lists::glossary(apparatus, &uses).map(|page| Item::page(GLOSSARY, page)));
    items.extend(lists::sources(apparatus, &uses).map(|page| Item::page(SOURCES, page)));
    items.extend(images);
    let package = package::package(apparatus, &chapters, &items);
    let mut container = Container::new(FOLDER);
    container.add("package.opf", package.as_bytes());
    for item in &items {
        container.add(&item.name, &item.bytes);
    }
    container.finish()
}

/// Returns what any chapter uses.
fn union(chapters: &[Chapter<'_>]) -> Uses {
    let works = chapters.iter().flat_map(|chapter| &chapter.uses.works).copied().collect();
    let terms = chapters.iter().flat_map(|chapter| &chapter.uses.terms).copied().collect();
    Uses { works, terms }
}

/// Writes a page around its main part; `epub_type` says which part of the book it is.
fn page((title, language, epub_type): (&str, &str, &str), main: &str) -> String {
    let mut xml = Xml::default();
    xml.start(
        "html",
        &[
            ("xmlns", XHTML),
            ("xmlns:epub", OPS),
            ("lang", language),
            ("xml:lang", language),
            ("dir", script::of_language(language).as_str()),
        ],
    );
    xml.start("head", &[]);
    xml.leaf("title", &[], title);
    let style = [("rel", "stylesheet"), ("type", "text/css"), ("href", "style.css")];
    xml.empty("link", &style);
    xml.end("head");
    xml.start("body", &[("epub:type", epub_type)]);
    xml.line();
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n";
    format!("{head}{}{main}</body></html>\n", xml.into_string())
}
