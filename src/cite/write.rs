//! What a style makes of a work, as text and as safe HTML.

use hayagriva::{
    ElemChild, ElemChildren, Formatting,
    citationberg::{FontStyle, FontVariant, FontWeight, VerticalAlign},
};

use super::typography::unmasked;
use crate::text::{html, language::Direction};

/// Returns the text of HTML that [`write()`] made.
pub(super) fn html_text(html: &str) -> String {
    let mut text = String::new();
    let mut in_tag = false;
    for c in html.chars() {
        match c {
            '<' => in_tag = true,
            '>' => in_tag = false,
            c if !in_tag => text.push(c),
            _ => {}
        }
    }
    text
}

pub(super) fn plain(children: &ElemChildren) -> String {
    let mut text = String::new();
    visit(children, &mut |piece, _, _| text.push_str(&unmasked(piece)));
    text
}

/// A title in another language than the text around it.
pub(super) struct Foreign<'a> {
    pub(super) title: &'a str,
    pub(super) language: &'a str,
}

pub(super) fn write(children: &ElemChildren, foreign: Option<&Foreign<'_>>) -> String {
    let mut html = String::new();
    visit(children, &mut |piece, formatting, url| {
        let tags = tags_of(formatting);
        let address = url.filter(|url| {
            url::Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
        });
        if let Some(address) = address {
            html.push_str(&format!("<a href=\"{}\">", html::attribute(address)));
        }
        for (open, _) in &tags {
            html.push_str(open);
        }
        push_foreign(&mut html, piece, foreign);
        for (_, close) in tags.iter().rev() {
            html.push_str(close);
        }
        if address.is_some() {
            html.push_str("</a>");
        }
    });
    html
}

/// Writes a piece of text, a foreign title in it with its language and direction.
pub(super) fn push_foreign(html: &mut String, piece: &str, foreign: Option<&Foreign<'_>>) {
    let found = foreign.and_then(|foreign| {
        let title = foreign.title.trim();
        (!title.is_empty()).then(|| piece.find(title).map(|at| (at, title, foreign.language)))?
    });
    let Some((at, title, language)) = found else {
        html::push_text(html, &unmasked(piece));
        return;
    };
    html::push_text(html, &unmasked(&piece[..at]));
    html.push_str(&format!(
        "<bdi lang=\"{}\" dir=\"{}\">",
        html::attribute(language),
        Direction::of_language(language).as_str()
    ));
    html::push_text(html, &unmasked(title));
    html.push_str("</bdi>");
    html::push_text(html, &unmasked(&piece[at + title.len()..]));
}

fn tags_of(formatting: Formatting) -> Vec<(&'static str, &'static str)> {
    let mut tags = Vec::new();
    if formatting.font_style == FontStyle::Italic {
        tags.push(("<i>", "</i>"));
    }
    if formatting.font_weight == FontWeight::Bold {
        tags.push(("<b>", "</b>"));
    }
    if formatting.font_variant == FontVariant::SmallCaps {
        tags.push(("<span class=\"small-caps\">", "</span>"));
    }
    match formatting.vertical_align {
        VerticalAlign::Sup => tags.push(("<sup>", "</sup>")),
        VerticalAlign::Sub => tags.push(("<sub>", "</sub>")),
        VerticalAlign::None | VerticalAlign::Baseline => {}
    }
    tags
}

/// Hands out the pieces of text in order, each with its formatting and address.
fn visit(children: &ElemChildren, each: &mut dyn FnMut(&str, Formatting, Option<&str>)) {
    for child in &children.0 {
        match child {
            ElemChild::Text(text) => each(&text.text, text.formatting, None),
            ElemChild::Elem(element) => visit(&element.children, each),
            // Meant for Typst; as text it stays harmless.
            ElemChild::Markup(markup) => each(markup, Formatting::default(), None),
            ElemChild::Link { text, url } => each(&text.text, text.formatting, Some(url)),
            ElemChild::Transparent { .. } => {}
        }
    }
}
