//! Writes text into HTML so that it stays text.

use memchr::memchr3_iter;

/// Appends `text` as element content.
pub fn push_text(html: &mut String, text: &str) {
    let mut from = 0;
    for at in memchr3_iter(b'&', b'<', b'>', text.as_bytes()) {
        html.push_str(&text[from..at]);
        html.push_str(match text.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            _ => "&gt;",
        });
        from = at + 1;
    }
    html.push_str(&text[from..]);
}

/// Appends `text` as the value of an attribute in double quotes.
pub fn push_attribute(html: &mut String, text: &str) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => continue,
        };
        html.push_str(&text[from..at]);
        html.push_str(entity);
        from = at + 1;
    }
    html.push_str(&text[from..]);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_text_stays_text() {
        assert_eq!(text("a < b & \"c\""), "a &lt; b &amp; \"c\"");
        assert_eq!(attribute("\"'><é"), "&quot;&#39;&gt;&lt;é");
    }
}
