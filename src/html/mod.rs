//! Writes text into HTML so that it stays text; `cost.rs` tells HTML that would take too
//! long to read.

mod cost;

use memchr::memchr3_iter;

pub use cost::{TOO_COSTLY, is_too_costly};

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
