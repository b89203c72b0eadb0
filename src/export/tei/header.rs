//! `teiHeader`: what the text is, who wrote it and its commentary, the scale of ratings.

use super::Names;
use crate::{
    export::{Apparatus, Article},
    model::Editor,
    xml::Xml,
};

/// Writes the header of several articles.
pub(super) fn of_corpus(xml: &mut Xml, apparatus: Apparatus<'_>) {
    xml.start("teiHeader", &[]);
    xml.start("fileDesc", &[]);
    xml.start("titleStmt", &[]);
    xml.leaf("title", &[], &apparatus.settings.title);
    xml.end("titleStmt");
    publication(xml, apparatus, apparatus.settings.base_url.as_str(), None);
    xml.start("sourceDesc", &[]);
    xml.leaf("p", &[], "Each article names its own source.");
    for end in ["sourceDesc", "fileDesc", "teiHeader"] {
        xml.end(end);
    }
    xml.line();
}

/// Writes the header of one article.
pub(super) fn of_article(xml: &mut Xml, names: &Names<'_>, article: &Article<'_>) {
    let apparatus = names.apparatus;
    xml.start("teiHeader", &[]);
    xml.line();
    xml.start("fileDesc", &[]);
    xml.start("titleStmt", &[]);
    xml.leaf("title", &[], &article.title);
    for author in &article.matter.authors {
        xml.leaf("author", &[], author);
    }
    for editor in apparatus.editors_of(article) {
        responsible(xml, "commentary", editor);
    }
    xml.end("titleStmt");
    xml.line();
    let url = apparatus.article_url(&article.slug);
    publication(xml, apparatus, &url, article.matter.rights.as_deref());
    xml.start("sourceDesc", &[]);
    original(xml, article);
    xml.end("sourceDesc");
    xml.end("fileDesc");
    xml.line();
    encoding(xml, names);
    profile(xml, apparatus, article);
    xml.end("teiHeader");
    xml.line();
}

/// Says who is responsible for what.
pub(super) fn responsible(xml: &mut Xml, what: &str, editor: &Editor) {
    xml.start("respStmt", &[]);
    xml.leaf("resp", &[], what);
    xml.leaf("name", &[("ref", editor.url.as_deref().unwrap_or_default())], &editor.name);
    xml.end("respStmt");
}

/// Names the licence of the commentary.
pub(super) fn licence(xml: &mut Xml, apparatus: Apparatus<'_>) {
    let Some(license) = &apparatus.settings.license else { return };
    let target = apparatus.license_url().unwrap_or_default();
    xml.leaf("licence", &[("n", "commentary"), ("target", &target)], license);
}

fn publication(xml: &mut Xml, apparatus: Apparatus<'_>, url: &str, rights: Option<&str>) {
    let settings = apparatus.settings;
    xml.start("publicationStmt", &[]);
    xml.leaf("publisher", &[], &settings.title);
    xml.leaf("idno", &[("type", "URL")], url);
    if rights.is_some() || settings.license.is_some() {
        xml.start("availability", &[]);
        licence(xml, apparatus);
        if let Some(rights) = rights {
            xml.leaf("p", &[("n", "text")], rights);
        }
        xml.end("availability");
    }
    xml.end("publicationStmt");
    xml.line();
}

/// Says where the text was first published.
fn original(xml: &mut Xml, article: &Article<'_>) {
    let matter = &article.matter;
    xml.start("bibl", &[]);
    for author in &matter.authors {
        xml.leaf("author", &[], author);
    }
    xml.leaf("title", &[], &article.title);
    if let Some(publisher) = &matter.publisher {
        xml.leaf("publisher", &[], &publisher.name);
    }
    if let Some(date) = matter.published {
        let date = date.to_string();
        xml.leaf("date", &[("when", &date)], &date);
    }
    if let Some(url) = &matter.source_url {
        xml.leaf("ref", &[("target", url)], url);
    }
    xml.end("bibl");
}

/// Names the program and explains the scale of ratings.
fn encoding(xml: &mut Xml, names: &Names<'_>) {
    let ratings = &names.apparatus.settings.ratings;
    xml.start("encodingDesc", &[]);
    xml.start("appInfo", &[]);
    xml.start("application", &[("ident", "postil"), ("version", env!("CARGO_PKG_VERSION"))]);
    xml.leaf("label", &[], "Postil");
    xml.end("application");
    xml.end("appInfo");
    if !ratings.is_empty() {
        xml.start("classDecl", &[]);
        xml.start("taxonomy", &[("xml:id", &names.id("ratings"))]);
        for (index, rating) in ratings.iter().enumerate() {
            let id = names.rating_id(index);
            xml.start("category", &[("xml:id", &id), ("n", &rating.id)]);
            xml.start("catDesc", &[]);
            xml.leaf("term", &[], &rating.label);
            xml.push_text(&format!(" {}", rating.means));
            xml.end("catDesc");
            xml.end("category");
        }
        xml.end("taxonomy");
        xml.end("classDecl");
    }
    xml.end("encodingDesc");
    xml.line();
}

fn profile(xml: &mut Xml, apparatus: Apparatus<'_>, article: &Article<'_>) {
    let own = apparatus.settings.language.as_str();
    let of_text = Some(article.language.as_str()).filter(|language| *language != own);
    xml.start("profileDesc", &[]);
    xml.start("langUsage", &[]);
    for language in [Some(own), of_text].into_iter().flatten() {
        xml.leaf("language", &[("ident", language)], language);
    }
    xml.end("langUsage");
    xml.end("profileDesc");
}
