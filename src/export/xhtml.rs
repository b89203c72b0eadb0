//! HTML that Postil made, written again as XHTML, for books.
//!
//! What comes in is balanced: it was woven, or passed through the sanitizer.
//! The tokenizer of html5ever reads it; elements and attributes that EPUB has
//! no use for are mapped or left out, and links are led anew.

use std::{cell::RefCell, collections::BTreeSet};

use crate::xml::Xml;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

/// Where links and images lead in the book.
pub(super) trait Leads {
    /// Returns the address of a link; `None` if it leads nowhere.
    fn link(&self, target: &str) -> Option<String>;

    /// Returns the address of an image in the book; `None` if it is not there.
    fn image(&self, target: &str) -> Option<String>;
}

/// Elements that never hold anything.
const VOID: [&str; 5] = ["br", "col", "hr", "img", "wbr"];

/// Attributes that are kept on any element; `aria-…` and `data-…` are, too.
const KEPT: [&str; 18] = [
    "alt", "cite", "class", "colspan", "datetime", "dir", "headers", "height", "hreflang", "id",
    "lang", "role", "rowspan", "scope", "span", "start", "tabindex", "title",
];

/// Writes HTML as XHTML.
pub(super) fn write(html: &str, leads: &dyn Leads) -> String {
    let sink = Sink { leads, state: RefCell::default() };
    let tokenizer = tokenize(html, sink);
    let mut state = tokenizer.sink.state.into_inner();
    while let Some(open) = state.open.pop() {
        state.xml.end(&open);
    }
    state.xml.into_string()
}

/// Returns all ids in a piece of HTML.
pub(super) fn ids(html: &str) -> BTreeSet<String> {
    tokenize(html, Ids::default()).sink.0.into_inner()
}

fn tokenize<S: TokenSink>(html: &str, sink: S) -> Tokenizer<S> {
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(html.into());
    // No script is ever run: the sinks never ask for a pause.
    drop(tokenizer.feed(&input));
    tokenizer.end();
    tokenizer
}

#[derive(Default)]
struct Ids(RefCell<BTreeSet<String>>);

impl TokenSink for Ids {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        if let Token::TagToken(tag) = token {
            self.0.borrow_mut().extend(attribute(&tag, "id").map(str::to_owned));
        }
        TokenSinkResult::Continue
    }
}

struct Sink<'a> {
    leads: &'a dyn Leads,
    state: RefCell<State>,
}

#[derive(Default)]
struct State {
    xml: Xml,
    open: Vec<String>,
}

impl TokenSink for Sink<'_> {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut state = self.state.borrow_mut();
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => self.start(&mut state, &tag),
            Token::TagToken(tag) => state.end(&tag),
            Token::CharacterTokens(text) => state.xml.push_text(&text),
            Token::NullCharacterToken => state.xml.push_text("\u{fffd}"),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl Sink<'_> {
    fn start(&self, state: &mut State, tag: &Tag) {
        let Some(name) = element_of(&tag.name) else { return };
        let mut attributes: Vec<(String, String)> = tag
            .attrs
            .iter()
            .map(|attribute| (attribute.name.local.to_string(), attribute.value.to_string()))
            .filter(|(name, _)| is_kept(name))
            .collect();
        if let Some(lang) = attribute(tag, "lang") {
            attributes.push(("xml:lang".to_owned(), lang.to_owned()));
        }
        match name {
            "img" => {
                let Some(address) = attribute(tag, "src").and_then(|src| self.leads.image(src))
                else {
                    // What cannot be shown is told.
                    state.xml.push_text(attribute(tag, "alt").unwrap_or_default());
                    return;
                };
                attributes.push(("src".to_owned(), address));
                if attribute(tag, "alt").is_none() {
                    attributes.push(("alt".to_owned(), String::new()));
                }
            }
            "a" => {
                let address = attribute(tag, "href").and_then(|href| self.leads.link(href));
                attributes.extend(address.map(|address| ("href".to_owned(), address)));
                if attribute(tag, "role") == Some("doc-noteref") {
                    attributes.push(("epub:type".to_owned(), "noteref".to_owned()));
                }
            }
            _ => {}
        }
        let attributes: Vec<(&str, &str)> =
            attributes.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        if VOID.contains(&name) {
            state.xml.empty(name, &attributes);
        } else {
            state.xml.start(name, &attributes);
            state.open.push(name.to_owned());
        }
    }
}

impl State {
    fn end(&mut self, tag: &Tag) {
        let Some(name) = element_of(&tag.name).filter(|name| !VOID.contains(name)) else { return };
        let Some(at) = self.open.iter().rposition(|open| open == name) else { return };
        for open in self.open.drain(at..).rev() {
            self.xml.end(&open);
        }
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
    KEPT.contains(&name) || name.starts_with("aria-") || name.starts_with("data-")
}

fn attribute<'t>(tag: &'t Tag, name: &str) -> Option<&'t str> {
    tag.attrs.iter().find(|one| &*one.name.local == name).map(|one| &*one.value)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Everywhere;

    impl Leads for Everywhere {
        fn link(&self, target: &str) -> Option<String> {
            (!target.starts_with('!')).then(|| format!("to:{target}"))
        }

        fn image(&self, target: &str) -> Option<String> {
            (!target.contains(':')).then(|| format!("images/{target}"))
        }
    }

    #[track_caller]
    fn check(html: &str, expected: &str) {
        assert_eq!(write(html, &Everywhere), expected);
    }

    #[test]
    fn empty_elements_are_closed_and_entities_are_characters() {
        check("<p>a<br>b&nbsp;&amp;<wbr>c</p><hr>", "<p>a<br/>b\u{a0}&amp;<wbr/>c</p><hr/>");
    }

    #[test]
    fn what_books_do_not_have_is_mapped_or_left_out() {
        check(
            "<center onclick=x align=left><tt>a</tt></center><map><area></map>",
            "<div><code>a</code></div>",
        );
        check("<p lang=ar dir=rtl>a</p>", "<p lang=\"ar\" dir=\"rtl\" xml:lang=\"ar\">a</p>");
    }

    #[test]
    fn links_and_images_lead_into_the_book_or_become_text() {
        check("<a href=x>a</a><a href=!>b</a>", "<a href=\"to:x\">a</a><a>b</a>");
        check(
            "<a role=doc-noteref href=#x>1</a>",
            "<a role=\"doc-noteref\" href=\"to:#x\" epub:type=\"noteref\">1</a>",
        );
        check(
            "<img src=a.png alt=A><img src=https://x.org/b.png alt=B>",
            "<img alt=\"A\" src=\"images/a.png\"/>B",
        );
    }

    #[test]
    fn what_is_left_open_is_closed() {
        check("<ul><li>a<b>c</li>", "<ul><li>a<b>c</b></li></ul>");
    }
}
