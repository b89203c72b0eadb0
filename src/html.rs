//! Writes text into HTML so that it stays text.

/// Appends `text` as element content.
pub fn push_text(html: &mut String, text: &str) {
    push_replaced(html, text, |byte| match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        _ => None,
    });
}

/// Appends `text` as the value of an attribute in double quotes.
pub fn push_attribute(html: &mut String, text: &str) {
    push_replaced(html, text, |byte| match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'"' => Some("&quot;"),
        b'\'' => Some("&#39;"),
        _ => None,
    });
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

fn push_replaced(html: &mut String, text: &str, replace: impl Fn(u8) -> Option<&'static str>) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        if let Some(entity) = replace(byte) {
            html.push_str(&text[from..at]);
            html.push_str(entity);
            from = at + 1;
        }
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
