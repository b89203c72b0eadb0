//! HTML that Postil made, written again as XHTML, for books.
//!
//! What comes in is balanced: it was woven, or passed through the sanitizer.
//! The tokenizer of html5ever reads it; elements and attributes that EPUB has
//! no use for are mapped or left out, and links are led anew.

use std::{cell::RefCell, collections::BTreeSet};

use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

use super::links::Links;
use crate::{
    model::Markdown,
    text::{
        form::Syntax,
        formula,
        xml::{Attribute, Xml},
    },
    weave::body::{self, Location},
};

/// Elements that never hold anything.
const VOID: [&str; 5] = ["br", "col", "hr", "img", "wbr"];

/// Attributes that are kept on any element; `aria-…` and `data-…` are, too.
const KEPT: [&str; 18] = [
    "alt", "cite", "class", "colspan", "datetime", "dir", "headers", "height", "hreflang", "id",
    "lang", "role", "rowspan", "scope", "span", "start", "tabindex", "title",
];

impl Links<'_> {
    /// Writes an editor's Markdown as XHTML.
    pub(super) fn markdown(&self, markdown: &Markdown, syntax: Syntax, at: Location<'_>) -> String {
        let bibliography = &self.shared.works.bibliography;
        self.xhtml(&body::render(markdown, syntax, bibliography, at).html)
    }

    /// Writes HTML as XHTML.
    pub(super) fn xhtml(&self, html: &str) -> String {
        let mut xml = Xml::default();
        for token in tokens(html) {
            match token {
                Token::TagToken(tag) => self.tag(&mut xml, &tag),
                Token::CharacterTokens(text) => xml.push_text(&text),
                Token::NullCharacterToken => xml.push_text("\u{fffd}"),
                _ => {}
            }
        }
        xml.into_string()
    }

    fn tag(&self, xml: &mut Xml, tag: &Tag) {
        let Some(name) = element_of(&tag.name) else { return };
        if tag.kind == TagKind::EndTag {
            return xml.end(name);
        }
        let kept = tag.attrs.iter().map(|one| (&*one.name.local, &*one.value));
        let mut attributes: Vec<Attribute<'_>> = kept.filter(|(name, _)| is_kept(name)).collect();
        attributes.extend(attribute(tag, "lang").map(|lang| ("xml:lang", lang)));
        let address;
        match name {
            "img" => {
                let Some(src) = attribute(tag, "src").and_then(|src| self.image(src)) else {
                    // What cannot be shown is told.
                    return xml.push_text(attribute(tag, "alt").unwrap_or_default());
                };
                address = src;
                attributes.push(("src", &address));
                if attribute(tag, "alt").is_none() {
                    attributes.push(("alt", ""));
                }
            }
            "a" => {
                let href = attribute(tag, "href").and_then(|href| self.link(href));
                address = href.unwrap_or_default();
                attributes.push(("href", &address));
                if attribute(tag, "role") == Some("doc-noteref") {
                    attributes.push(("epub:type", "noteref"));
                }
            }
            _ => {}
        }
        if VOID.contains(&name) {
            xml.empty(name, &attributes);
        } else {
            xml.start(name, &attributes);
        }
    }
}

/// Returns all ids in a piece of HTML.
pub(super) fn ids(html: &str) -> BTreeSet<String> {
    let id = |token: &Token| match token {
        Token::TagToken(tag) => attribute(tag, "id").map(str::to_owned),
        _ => None,
    };
    tokens(html).iter().filter_map(id).collect()
}

fn tokens(html: &str) -> Vec<Token> {
    let tokenizer = Tokenizer::new(Tokens::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(html.into());
    // No script is ever run: the sink never asks for a pause.
    drop(tokenizer.feed(&input));
    tokenizer.end();
    tokenizer.sink.0.into_inner()
}

#[derive(Default)]
struct Tokens(RefCell<Vec<Token>>);

impl TokenSink for Tokens {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        self.0.borrow_mut().push(token);
        TokenSinkResult::Continue
    }
}

/// Returns the element that stands for one; `None` if only its content stays.
fn element_of(name: &str) -> Option<&str> {
    match name {
        "acronym" => Some("abbr"),
        "area" | "map" | "rtc" => None,
        "center" => Some("div"),
        "strike" => Some("s"),
        "tt" => Some("code"),
        name => Some(name),
    }
}

fn is_kept(name: &str) -> bool {
    KEPT.contains(&name)
        || formula::ATTRIBUTES.contains(&name)
        || name.starts_with("aria-")
        || name.starts_with("data-")
}

fn attribute<'t>(tag: &'t Tag, name: &str) -> Option<&'t str> {
    tag.attrs.iter().find(|one| &*one.name.local == name).map(|one| &*one.value)
}
