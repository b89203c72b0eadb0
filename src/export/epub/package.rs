//! What a book says of itself: its package document and its table of contents.

use super::{Chapter, GLOSSARY, Item, SOURCES, page};
use crate::{
    export::{Apparatus, modified},
    model::Date,
    script,
    xml::Xml,
};

/// Stands in a book of which no date is known; it must have one all the same.
const NEVER: Date = Date { year: 1970, month: Some(1), day: Some(1) };

/// Returns the package document.
pub(super) fn package(
    apparatus: Apparatus<'_>,
    chapters: &[Chapter<'_>],
    items: &[Item],
) -> String {
    let mut xml = Xml::default();
    let language = apparatus.settings.language.as_str();
    xml.start(
        "package",
        &[
            ("xmlns", "http://www.idpf.org/2007/opf"),
            ("version", "3.0"),
            ("unique-identifier", "address"),
            ("xml:lang", language),
        ],
    );
    xml.line();
    metadata(&mut xml, apparatus, chapters);
    accessibility(&mut xml, items);
    xml.end("metadata");
    xml.line();
    xml.start("manifest", &[]);
    for (index, item) in items.iter().enumerate() {
        let id = format!("item-{}", index + 1);
        let attributes = [
            ("id", id.as_str()),
            ("href", &item.name),
            ("media-type", item.media_type),
            ("properties", item.properties),
        ];
        xml.empty("item", &attributes);
        xml.line();
    }
    xml.end("manifest");
    xml.line();
    xml.start("spine", &[]);
    for (index, _) in items.iter().enumerate().filter(|(_, item)| item.is_linear) {
        xml.empty("itemref", &[("idref", &format!("item-{}", index + 1))]);
    }
    xml.end("spine");
    xml.end("package");
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}\n", xml.into_string())
}

/// Opens the metadata and writes who made what and when.
fn metadata(xml: &mut Xml, apparatus: Apparatus<'_>, chapters: &[Chapter<'_>]) {
    let settings = apparatus.settings;
    xml.start("metadata", &[("xmlns:dc", "http://purl.org/dc/elements/1.1/")]);
    xml.line();
    let (title, address) = match chapters {
        [chapter] => (&chapter.article.title, apparatus.article_url(&chapter.article.slug)),
        _ => (&settings.title, settings.base_url.to_string()),
    };
    xml.leaf("dc:identifier", &[("id", "address")], &address);
    xml.leaf("dc:title", &[], title);
    let articles = || chapters.iter().map(|chapter| chapter.article);
    let mut languages: Vec<&str> = articles().map(|article| article.language.as_str()).collect();
    languages.push(&settings.language);
    for language in distinct(languages) {
        xml.leaf("dc:language", &[], language);
    }
    let authors = articles().flat_map(|article| &article.matter.authors).map(String::as_str);
    for author in distinct(authors.collect()) {
        xml.leaf("dc:creator", &[], author);
    }
    let editors = articles().flat_map(|article| apparatus.editors_of(article));
    for editor in distinct(editors.map(|editor| editor.name.as_str()).collect()) {
        xml.leaf("dc:contributor", &[], editor);
    }
    xml.leaf("dc:publisher", &[], &settings.title);
    if let Some(license) = &settings.license {
        xml.leaf("dc:rights", &[], &format!("Commentary: {license}"));
    }
    let rights = articles().filter_map(|article| article.matter.rights.as_deref());
    for rights in distinct(rights.collect()) {
        xml.leaf("dc:rights", &[], rights);
    }
    let of_notes = articles().flat_map(|article| article.standing());
    let of_notes = of_notes.filter_map(|one| modified(&one.annotation).or(one.annotation.created));
    let of_texts = articles().filter_map(|article| article.matter.published);
    let updated = of_notes.chain(of_texts).max().unwrap_or(NEVER);
    property(xml, "dcterms:modified", &updated.first_moment());
    xml.line();
}

/// Says how the book can be read, in the words of schema.org and the W3C.
///
/// No conformance is claimed: nobody has looked at the whole of the book.
fn accessibility(xml: &mut Xml, items: &[Item]) {
    let has_images = items.iter().any(|item| item.media_type.starts_with("image/"));
    property(xml, "schema:accessMode", "textual");
    if has_images {
        property(xml, "schema:accessMode", "visual");
    }
    property(xml, "schema:accessModeSufficient", "textual");
    let features = ["displayTransformability", "readingOrder", "structuralNavigation"];
    let features = features.into_iter().chain(["tableOfContents"]);
    for feature in features.chain(has_images.then_some("alternativeText")) {
        property(xml, "schema:accessibilityFeature", feature);
    }
    property(xml, "schema:accessibilityHazard", "none");
    let summary = "Text with headings and a table of contents. Notes stand at the end of their \
                   chapter; each is linked from its passage, and leads back to it.";
    property(xml, "schema:accessibilitySummary", summary);
}

fn property(xml: &mut Xml, name: &str, value: &str) {
    xml.leaf("meta", &[("property", name)], value);
    xml.line();
}

fn distinct<'a>(mut all: Vec<&'a str>) -> Vec<&'a str> {
    let mut seen: Vec<&'a str> = Vec::new();
    all.retain(|one| {
        let is_new = !seen.contains(one);
        if is_new {
            seen.push(one);
        }
        is_new
    });
    all
}

/// Returns the page with the table of contents.
pub(super) fn navigation(apparatus: Apparatus<'_>, chapters: &[Chapter<'_>]) -> String {
    let mut xml = Xml::default();
    xml.start("nav", &[("epub:type", "toc"), ("role", "doc-toc"), ("aria-labelledby", "contents")]);
    xml.leaf("h1", &[("id", "contents")], "Contents");
    xml.start("ol", &[]);
    xml.line();
    for Chapter { file, article, headings, .. } in chapters {
        entry(&mut xml, file, (&article.title, &article.language), headings);
    }
    let language = apparatus.settings.language.as_str();
    if chapters.iter().any(|chapter| !chapter.uses.terms.is_empty()) {
        entry(&mut xml, GLOSSARY, ("Glossary", language), &[]);
    }
    if chapters.iter().any(|chapter| !chapter.uses.works.is_empty()) {
        entry(&mut xml, SOURCES, ("Sources", language), &[]);
    }
    xml.end("ol");
    xml.end("nav");
    xml.line();
    page(("Contents", language, "frontmatter"), &xml.into_string())
}

/// Writes an entry of the table of contents with those below it.
fn entry(xml: &mut Xml, file: &str, (title, language): (&str, &str), below: &[(String, String)]) {
    let dir = script::of_language(language).as_str();
    xml.start("li", &[("lang", language), ("xml:lang", language), ("dir", dir)]);
    xml.leaf("a", &[("href", file)], title);
    if !below.is_empty() {
        xml.start("ol", &[]);
        for (fragment, heading) in below {
            xml.start("li", &[]);
            xml.leaf("a", &[("href", &format!("{file}#{fragment}"))], heading);
            xml.end("li");
        }
        xml.end("ol");
    }
    xml.end("li");
    xml.line();
}
