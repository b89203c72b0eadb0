//! Writes text into HTML so that it stays text, and reads HTML tag by tag; `cost.rs` tells
//! HTML that would take too long to read, and `sayable.rs` makes of it what Markdown can say.

mod cost;
mod grid;
mod numbering;
mod plain;
mod sayable;
mod tree;

use std::cell::RefCell;

use html5ever::tokenizer::{
    BufferQueue, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use memchr::memchr3_iter;

pub use cost::{TOO_COSTLY, is_too_costly};
pub use numbering::list_label;
pub use plain::{parts_words, plain};
pub use sayable::BESIDE;
pub(super) use sayable::{MARKER, sayable};

/// Appends `text` as element content.
pub fn push_text(html: &mut String, text: &str) {
    push_escaped(html, text, memchr3_iter(b'&', b'<', b'>', text.as_bytes()));
}

/// Appends `text` as the value of an attribute in double quotes.
pub fn push_attribute(html: &mut String, text: &str) {
    let is_markup = |byte| matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'');
    let places = text.bytes().enumerate().filter(|&(_, byte)| is_markup(byte));
    push_escaped(html, text, places.map(|(at, _)| at));
}

/// Returns `text` as element content.
#[must_use]
pub fn text(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    push_text(&mut html, text);
    html
}

/// Returns `text` as the value of an attribute in double quotes.
#[must_use]
pub fn attribute(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    push_attribute(&mut html, text);
    html
}

/// Hands the tokens of HTML to `see`, which returns how what follows is to be read.
pub fn tokenize(html: &str, see: impl FnMut(Token) -> TokenSinkResult<()>) {
    let tokenizer = Tokenizer::new(Sink(RefCell::new(see)), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(html.into());
    // No script is ever run: nobody asks for a pause.
    drop(tokenizer.feed(&input));
    tokenizer.end();
}

struct Sink<F>(RefCell<F>);

impl<F: FnMut(Token) -> TokenSinkResult<()>> TokenSink for Sink<F> {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        (self.0.borrow_mut())(token)
    }
}

/// Appends `text`, the characters at `places` as entities.
fn push_escaped(html: &mut String, text: &str, places: impl Iterator<Item = usize>) {
    let mut from = 0;
    for at in places {
        html.push_str(&text[from..at]);
        html.push_str(match text.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => "&#39;",
        });
        from = at + 1;
    }
    html.push_str(&text[from..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_text_stays_text() {
        assert_eq!(text("a < b & \"c\""), "a &lt; b &amp; \"c\"");
        assert_eq!(attribute("\"'><é"), "&quot;&#39;&gt;&lt;é");
    }
}
