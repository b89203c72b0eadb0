//! The notes of a chapter: each an `aside` that its reference leads to.

use crate::{
    export::{
        Anchored, Article,
        guide::Guide,
        notes::{content, name_of},
    },
    script,
    xml::Xml,
};

/// Writes the notes of an article; nothing if it has none.
pub(super) fn section(guide: &Guide<'_>, article: &Article<'_>) -> String {
    if article.standing().next().is_none() {
        return String::new();
    }
    let language = guide.apparatus.settings.language.as_str();
    let mut xml = Xml::default();
    xml.start(
        "section",
        &[
            ("class", "notes"),
            ("epub:type", "footnotes"),
            ("aria-labelledby", "_notes"),
            ("lang", language),
            ("xml:lang", language),
            ("dir", script::of_language(language).as_str()),
        ],
    );
    // Ids of annotations hold no `_`.
    xml.leaf("h2", &[("id", "_notes")], "Commentary");
    xml.line();
    let mut html = xml.into_string();
    article.standing().for_each(|one| html.push_str(&aside(guide, one)));
    html.push_str("</section>\n");
    html
}

fn aside(guide: &Guide<'_>, one: &Anchored<'_>) -> String {
    let annotation = &*one.annotation;
    let lang = annotation.lang.as_deref().unwrap_or_default();
    let dir = if lang.is_empty() { "" } else { script::of_language(lang).as_str() };
    let mut xml = Xml::default();
    xml.start(
        "aside",
        &[
            ("id", &annotation.id),
            ("epub:type", "footnote"),
            ("role", "doc-footnote"),
            ("aria-label", &name_of(guide.apparatus, one)),
            ("lang", lang),
            ("xml:lang", lang),
            ("dir", dir),
        ],
    );
    let back = one.passage.as_ref().map(|_| format!("#ref-{}", annotation.id));
    let mut html = xml.into_string();
    html.push_str(&content(guide, one, back.as_deref()));
    html.push_str("</aside>\n");
    html
}
