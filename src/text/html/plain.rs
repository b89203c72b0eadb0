//! The text of HTML that the core made.

use memchr::memchr2;

/// Elements that stand within words and lines; all others part words. (`search.js`
/// of the theme goes by the same.)
const INLINE: [&str; 29] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark",
    "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u",
    "var", "wbr",
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
            if tag.starts_with("<math ") {
                // A formula reads as its source.
                let source = tag.split("alttext=\"").nth(1).and_then(|rest| rest.split('"').next());
                text.push_str(&plain(source.unwrap_or_default()));
                rest = after.split_once("</math>").unwrap_or_default().1;
                continue;
            }
            if parts_words(name) && !text.is_empty() && !text.ends_with([' ', '\n']) {
                text.push(' ');
            }
            after
        };
    }
    text.push_str(rest);
    text.truncate(text.trim_end().len());
    text
}

/// Returns whether words do not run on where an element of this name begins or ends.
#[must_use]
pub fn parts_words(name: &str) -> bool {
    !INLINE.contains(&name)
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

    #[test]
    fn fields_and_blocks_are_parted_and_words_are_not() {
        assert_eq!(plain("<tr><th>a</th><td>b</td></tr>"), "a b");
        assert_eq!(plain("a<ul><li>b</li><li>c<p>d</p></li></ul>e"), "a b c d e");
        assert_eq!(plain("<dl><dt>a</dt><dd>b</dd></dl>c<br>d"), "a b c d");
        assert_eq!(
            plain("un<wbr>like<u>ly</u>, H<sub>2</sub>O, <kbd>C</kbd>s"),
            "unlikely, H2O, Cs"
        );
    }
}
