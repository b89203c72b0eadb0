//! A chapter: an article woven for the book, and its notes at the end.

use std::{cell::RefCell, collections::BTreeSet};

use super::{Chapter, Item, ReadFile, lists, notes, page};
use crate::{
    export::{
        Anchored, Apparatus, Article,
        guide::{Guide, Images},
        notes::name_of,
        reading::{Reading, led},
        xhtml,
    },
    prose::{ElementKind, Item as Piece, Markup},
    script,
    view::DateView,
    weave::{Mark, Weft, Woven, weave},
    xml::Xml,
};

/// Makes the chapter `name` of an article.
pub(super) fn chapter<'a>(
    apparatus: Apparatus<'a>,
    reading: Reading<'a>,
    name: &str,
    read: ReadFile<'a>,
) -> Chapter<'a> {
    let article = reading.article;
    let woven = woven(apparatus, &reading);
    let images = Images {
        slug: &article.slug,
        folder: format!("images/{name}/"),
        read,
        found: RefCell::default(),
    };
    let guide = Guide {
        apparatus,
        lists: Some(lists::of(&reading.uses)),
        url: apparatus.article_url(&article.slug),
        fragments: fragments(&woven, article),
        images: Some(&images),
    };
    let main = body(&guide, article, &woven);
    let found = images.found.into_inner().into_iter();
    Chapter {
        file: format!("{name}.xhtml"),
        xhtml: page((&article.title, &article.language, "bodymatter"), &main),
        headings: headings(&reading.markup),
        images: found
            .map(|(name, image)| Item::looked_up(&name, image.media_type, image.bytes))
            .collect(),
        article,
        uses: reading.uses,
    }
}

/// Weaves the text with the references to its notes and the links of its terms.
fn woven(apparatus: Apparatus<'_>, reading: &Reading<'_>) -> Woven {
    let marks: Vec<Mark> =
        reading.article.standing().filter_map(|one| mark(apparatus, one)).collect();
    let term_ids: Vec<&str> = apparatus.terms.iter().map(|term| term.id.as_str()).collect();
    let weft = Weft {
        marks: &marks,
        terms: &reading.terms,
        term_ids: &term_ids,
        root: "../",
        resolve: &|target| led(target.target, &reading.fragments),
        direction: script::of_language(&reading.article.language),
    };
    weave(&reading.markup, &weft)
}

fn mark(apparatus: Apparatus<'_>, one: &Anchored<'_>) -> Option<Mark> {
    Some(Mark {
        id: one.annotation.id.clone(),
        number: one.number,
        range: one.passage.as_ref()?.bytes.clone(),
        kind: one.annotation.kind.as_str(),
        rating: None,
        tone: None,
        name: name_of(apparatus, one),
    })
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
fn headings(markup: &Markup<'_>) -> Vec<(String, String)> {
    let headings = markup.items.iter().filter_map(|item| match item {
        Piece::Start(element) => match &element.kind {
            ElementKind::Heading { level, slug } if *level > 1 => {
                Some((format!("h-{slug}"), markup.prose.block_text(element.block?).to_owned()))
            }
            _ => None,
        },
        _ => None,
    });
    headings.collect()
}

fn body(guide: &Guide<'_>, article: &Article<'_>, woven: &Woven) -> String {
    let mut html = String::from("<section epub:type=\"chapter\" role=\"doc-chapter\">\n");
    let (heading, rows) = match woven.rows.split_first() {
        Some((first, rest)) if first.is_title => (guide.write(&first.html), rest),
        _ => {
            let mut xml = Xml::default();
            xml.leaf("h1", &[], &article.title);
            (xml.into_string(), woven.rows.as_slice())
        }
    };
    html.push_str(&heading);
    html.push_str(&byline(guide, article));
    for row in rows {
        html.push_str(&guide.write(&row.html));
    }
    html.push_str(&guide.write(&woven.footnotes_html));
    html.push_str("</section>\n");
    html.push_str(&notes::section(guide, article));
    html
}

/// Says who wrote the text, when and where it was published, and whose it is.
fn byline(guide: &Guide<'_>, article: &Article<'_>) -> String {
    let settings = guide.apparatus.settings;
    let language = settings.language.as_str();
    let matter = &article.matter;
    let authors = Some(matter.authors.join(", ")).filter(|all| !all.is_empty());
    let publisher = matter.publisher.as_ref().map(|publisher| publisher.name.clone());
    let date = matter.published.map(|date| DateView::new(&date, language).text);
    let mut xml = Xml::default();
    xml.start("p", &[("class", "byline"), ("lang", language), ("xml:lang", language)]);
    for part in [authors, publisher, date].into_iter().flatten() {
        xml.push_text(&format!("{part} · "));
    }
    xml.leaf("a", &[("href", &guide.url)], &settings.title);
    xml.end("p");
    if let Some(rights) = &matter.rights {
        xml.leaf("p", &[("class", "byline")], rights);
    }
    xml.line();
    xml.into_string()
}
