//! The formats that hold an article as a whole, TEI and EPUB: whether pointers
//! and links in them lead where they should. `tests/browser` holds them against
//! the validators of both.

use std::{collections::BTreeSet, io::Cursor};

use postil::{
    Options,
    diag::Diagnostics,
    edition::{Article, Edition},
    export::Format,
    io::MemoryInput,
};
use roxmltree::{Document, Node, ParsingOptions};

use crate::fixtures;

const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// An edition that can be exported.
struct Exportable {
    input: MemoryInput,
    articles: Vec<Text>,
}

/// An article, and the notes that exports have.
struct Text {
    slug: String,
    /// The id of each note, and its passage, if it was found.
    notes: Vec<(String, Option<String>)>,
    /// The ids of those to which a reference leads.
    referred: BTreeSet<String>,
}

impl Exportable {
    fn export(&self, format: Format) -> Vec<u8> {
        fixtures::export(&self.input, format, None).expect("the edition can be exported")
    }
}

/// Returns all fixture editions that can be exported.
fn editions() -> Vec<Exportable> {
    let found = fixtures::names().into_iter().filter_map(|name| {
        let input = fixtures::load(&name);
        let diagnostics = Diagnostics::default();
        let text = |article: &Article<'_>| {
            let notes = article.standing().map(|one| {
                let passage = one
                    .range()
                    .map(|range| article.text_of(one).markup.prose.text[range.clone()].into());
                (one.annotation.id.clone(), passage)
            });
            let referred = article.standing().filter(|one| one.has_reference());
            Text {
                slug: article.slug().to_owned(),
                notes: notes.collect(),
                referred: referred.map(|one| one.annotation.id.clone()).collect(),
            }
        };
        let articles = Edition::load(&Options::default(), &input, &diagnostics, |edition| {
            let folders = edition.contents.articles.iter();
            let texts = folders.filter_map(|folder| edition.article(folder, &diagnostics, text));
            texts.collect::<Vec<_>>()
        });
        let is_sound = |articles: &Vec<Text>| !diagnostics.has_errors() && !articles.is_empty();
        Some(Exportable { articles: articles.filter(is_sound)?, input })
    });
    let found: Vec<_> = found.collect();
    assert!(found.len() > 10, "hardly a fixture can be exported: {}", found.len());
    found
}

/// Returns the elements of a name, in order.
fn elements<'d>(top: Node<'d, 'd>, name: &'static str) -> impl Iterator<Item = Node<'d, 'd>> {
    top.descendants().filter(move |node| node.tag_name().name() == name)
}

fn text_of(node: Node<'_, '_>) -> String {
    node.descendants().filter_map(|inner| inner.text().filter(|_| inner.is_text())).collect()
}

/// Returns what a list of TEI pointers `#string-range(ID,OFFSET,LENGTH)` points to.
fn pointed_to(document: &Document<'_>, pointers: &str) -> String {
    let range = |pointer: &str| {
        let inside = pointer.strip_prefix("#string-range(")?.strip_suffix(')')?;
        let [id, offset, length] = inside.split(',').collect::<Vec<_>>().try_into().ok()?;
        let block = document.descendants().find(|node| node.attribute((XML, "id")) == Some(id))?;
        let (offset, length): (usize, usize) = (offset.parse().ok()?, length.parse().ok()?);
        Some(text_of(block).chars().skip(offset).take(length).collect::<String>())
    };
    let found = pointers
        .split(' ')
        .map(|pointer| range(pointer).unwrap_or_else(|| panic!("{pointer} points to nothing")));
    found.collect()
}

/// Returns a text without line breaks, which stand between blocks in the prose
/// only, and with what XML cannot hold replaced.
fn comparable(text: &str) -> String {
    let held = text.chars().filter(|c| *c != '\n');
    held.map(|c| if c < ' ' && c != '\t' { '\u{fffd}' } else { c }).collect()
}

fn check_passages(document: &Document<'_>, tei: Node<'_, '_>, article: &Text) {
    for (id, passage) in &article.notes {
        let own = format!("note-{id}");
        let is_it = |node: &Node<'_, '_>| {
            node.attribute((XML, "id"))
                .is_some_and(|id| id == own || id.ends_with(&format!("-{own}")))
        };
        let annotation = tei.descendants().find(is_it).expect("every annotation is exported");
        let target = annotation.attribute("target").expect("an annotation has a target");
        match passage {
            Some(passage) => assert_eq!(
                comparable(&pointed_to(document, target)),
                comparable(passage),
                "{}/{id}",
                article.slug,
            ),
            None => {
                // What was not found is about the text, other notes about what has no words.
                let is_there = |node: Node<'_, '_>| {
                    node.attribute((XML, "id")).is_some_and(|id| target[1..] == *id)
                };
                assert!(document.descendants().any(is_there), "{target}");
            }
        }
    }
}

#[test]
fn annotations_in_tei_point_to_their_passages() {
    let mut n_annotations = 0;
    for edition in editions() {
        let bytes = edition.export(Format::Tei);
        let text = String::from_utf8(bytes).expect("TEI is UTF-8");
        let document = Document::parse(&text).expect("TEI is well-formed");
        let texts: Vec<_> = elements(document.root(), "TEI").collect();
        assert_eq!(texts.len(), edition.articles.len());
        for (tei, article) in texts.into_iter().zip(&edition.articles) {
            check_passages(&document, tei, article);
            n_annotations += article.notes.len();
        }
    }
    assert!(n_annotations > 50, "the fixtures hold only {n_annotations} annotations");
}

#[test]
fn pointers_in_tei_lead_to_ids_that_stand_once() {
    for edition in editions() {
        let text = String::from_utf8(edition.export(Format::Tei)).expect("it is UTF-8");
        let document = Document::parse(&text).expect("TEI is well-formed");
        let ids: Vec<&str> =
            document.descendants().filter_map(|node| node.attribute((XML, "id"))).collect();
        let distinct: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), distinct.len(), "an id stands twice");
        for node in document.descendants() {
            for name in ["target", "ref", "ana"] {
                let pointers = node.attribute(name).unwrap_or_default().split(' ');
                for id in pointers.filter_map(|pointer| pointer.strip_prefix('#')) {
                    let is_range = id.starts_with("string-range(");
                    assert!(is_range || distinct.contains(id), "{name}=\"#{id}\" leads nowhere");
                }
            }
        }
    }
}

/// Returns a text of a book; `None` if it is not there.
fn file_of(book: &[u8], path: &str) -> Option<String> {
    String::from_utf8(fixtures::file_of(book, path)?).ok()
}

/// Returns the names of all pages of a book.
fn pages_of(book: &[u8]) -> Vec<String> {
    let mut zip = zip::ZipArchive::new(Cursor::new(book)).expect("a book is a ZIP file");
    let names = (0..zip.len()).map(|index| {
        let file = zip.by_index(index).expect("a listed file can be opened");
        file.name().expect("its name is UTF-8").into_owned()
    });
    names.filter(|name| name.ends_with(".xhtml")).collect()
}

/// Returns where the links of a page lead in the book, and its ids.
fn links_and_ids(xhtml: &str) -> (Vec<String>, BTreeSet<String>) {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let document = Document::parse_with_options(xhtml, options).expect("a page is well-formed");
    let values = |name: &'static str| {
        document.descendants().filter_map(move |node| node.attribute(name).map(str::to_owned))
    };
    let links = values("href").chain(values("src")).filter(|link| !link.contains(':'));
    (links.collect(), values("id").collect())
}

#[test]
fn links_within_a_book_lead_somewhere() {
    let mut n_links = 0;
    for edition in editions() {
        let book = edition.export(Format::Epub);
        for page in pages_of(&book) {
            let text = file_of(&book, &page).expect("a listed page can be read");
            for link in links_and_ids(&text).0 {
                n_links += 1;
                let (file, fragment) = link.split_once('#').unwrap_or((&link, ""));
                let path = if file.is_empty() { page.clone() } else { format!("EPUB/{file}") };
                if fragment.is_empty() {
                    let zip = zip::ZipArchive::new(Cursor::new(&book)).expect("it is one");
                    assert!(zip.index_for_name(&path).is_some(), "{page}: no {link}");
                    continue;
                }
                let target = file_of(&book, &path).unwrap_or_else(|| panic!("{page}: no {link}"));
                assert!(links_and_ids(&target).1.contains(fragment), "{page}: no {link}");
            }
        }
    }
    assert!(n_links > 100, "the books have only {n_links} links");
}

#[test]
fn every_note_of_a_book_can_be_reached_and_left() {
    for edition in editions() {
        let book = edition.export(Format::Epub);
        let is_single = edition.articles.len() == 1;
        for (article, number) in edition.articles.iter().zip(1..) {
            let name = if is_single { "article".to_owned() } else { format!("article-{number}") };
            let page = file_of(&book, &format!("EPUB/{name}.xhtml")).expect("it has a chapter");
            let (links, ids) = links_and_ids(&page);
            for (id, _) in &article.notes {
                assert!(ids.contains(id), "{id} is not in {name}");
                let (has, is_referred) =
                    (|link: String| links.contains(&link), article.referred.contains(id));
                assert_eq!(has(format!("#{id}")), is_referred, "{id}");
                assert_eq!(has(format!("#ref-{id}")), is_referred, "{id}");
            }
        }
    }
}

#[test]
fn a_book_is_known_by_its_first_bytes_and_is_the_same_each_time() {
    for edition in editions() {
        let book = edition.export(Format::Epub);
        assert_eq!(&book[..4], b"PK\x03\x04");
        assert_eq!(&book[30..58], b"mimetypeapplication/epub+zip");
        assert_eq!(book, edition.export(Format::Epub));
    }
}
