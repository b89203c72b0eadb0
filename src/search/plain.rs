//! The text of HTML that the core made.

use memchr::memchr2;

/// Elements that stand within words and lines; all others part words.
const INLINE: [&str; 17] = [
    "a", "abbr", "b", "bdi", "cite", "code", "del", "em", "i", "mark", "q", "s", "small", "span",
    "strong", "sub", "sup",
];

/// What the core writes for characters that are markup.
const ENTITIES: [(&str, char); 5] =
    [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&#39;", '\'')];

/// Returns the text of HTML, one space for each element that parts words.
#[must_use]
pub fn plain(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = memchr2(b'<', b'&', rest.as_bytes()) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        rest = if rest.starts_with('&') {
            let found = ENTITIES.iter().find(|(entity, _)| rest.starts_with(entity));
            let (entity, character) = found.unwrap_or(&("&", '&'));
            text.push(*character);
            &rest[entity.len()..]
        } else {
            let (tag, after) = rest.split_once('>').unwrap_or((rest, ""));
            let name = tag.trim_start_matches(['<', '/']);
            let name = name.split([' ', '/']).next().unwrap_or_default();
            if !INLINE.contains(&name) && !text.is_empty() && !text.ends_with([' ', '\n']) {
                text.push(' ');
            }
            after
        };
    }
    text.push_str(rest);
    text.truncate(text.trim_end().len());
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_text_is_left() {
        assert_eq!(plain("<p>a <em>b</em>c</p>\n<p>d<br />e</p>"), "a bc \nd e");
        assert_eq!(plain("a &amp; &lt;b&gt; & c"), "a & <b> & c");
        assert_eq!(plain("<a href=\"x y\">b</a><"), "b");
    }
}
