//! Addresses that lead to words on a page: URLs with a text fragment, `#:~:text=…`
//! (<https://wicg.github.io/scroll-to-text-fragment/>). A browser that does not know them, or
//! does not find the words, shows the page as without.

use std::fmt::Write;

use super::address::media_type;

/// Pieces of so many words stand in the fragment as they are; of longer ones, their ends do.
const MOST_WORDS: usize = 8;
/// So many words say where a long piece begins.
const FIRST_WORDS: usize = 4;
/// So many words say where it ends.
const LAST_WORDS: usize = 3;
/// Beside longer ones, a piece of fewer words may be found where it was not meant.
const FEWEST_WORDS: usize = 3;

/// Returns the address of a quotation on the page at `url`; `None` if that is no page of the
/// web, if it has a fragment already, or if the quotation has no words.
///
/// What was left out of it (`…`) or put into it (`[…]`) is on no page, so it is cut there.
#[must_use]
pub fn with_text_fragment(url: &str, quotation: &str) -> Option<String> {
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    let path = url.split('?').next().unwrap_or_default();
    // What has no ending, or that of a program or a host, is a page.
    let is_page = matches!(
        media_type(path),
        "text/html; charset=utf-8" | "application/xhtml+xml" | "application/octet-stream"
    );
    if !is_web || !is_page || url.contains('#') {
        return None;
    }
    let pieces = pieces(quotation);
    let longest = pieces.iter().map(Vec::len).max()?;
    let is_meant = |piece: &&Vec<&str>| piece.len() >= longest.min(FEWEST_WORDS);
    let directives: Vec<String> = pieces.iter().filter(is_meant).map(|it| directive(it)).collect();
    Some(format!("{url}#:~:{}", directives.join("&")))
}

/// Returns the words of a quotation, piece by piece.
fn pieces(quotation: &str) -> Vec<Vec<&str>> {
    let mut pieces = Vec::new();
    let mut rest = quotation;
    while !rest.is_empty() {
        let gaps = ["…", "...", "["].into_iter().filter_map(|gap| Some((rest.find(gap)?, gap)));
        let (end, gap) = gaps.min().unwrap_or((rest.len(), ""));
        let (piece, after) = (&rest[..end], &rest[end + gap.len()..]);
        rest = match after.split_once(']') {
            Some((_, after)) if gap == "[" => after,
            _ => after,
        };
        if piece.contains(char::is_alphanumeric) {
            pieces.push(piece.split_whitespace().collect());
        }
    }
    pieces
}

fn directive(piece: &[&str]) -> String {
    if piece.len() <= MOST_WORDS {
        return format!("text={}", encoded(piece));
    }
    let (first, last) = (&piece[..FIRST_WORDS], &piece[piece.len() - LAST_WORDS..]);
    format!("text={},{}", encoded(first), encoded(last))
}

/// Returns words as a part of a directive: letters and digits of any script as they are, all
/// else percent-encoded, `-`, `,` and `&` among it, which part directives. Marks at the ends,
/// which may be the editor's own, are left out.
fn encoded(words: &[&str]) -> String {
    let is_mark = |c: char| c.is_ascii_punctuation() || "“”‘’„‚«»‹›–—".contains(c);
    let text = words.join(" ");
    let mut encoded = String::new();
    for c in text.trim_matches(is_mark).trim().chars() {
        if c.is_alphanumeric() || c == '.' {
            encoded.push(c);
        } else {
            c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| {
                write!(encoded, "%{byte:02X}").expect("writing to a string never fails");
            });
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(quotation: &str, expected: &str) {
        let address = with_text_fragment("https://example.org/a", quotation).unwrap_or_default();
        assert_eq!(address.strip_prefix("https://example.org/a#:~:").unwrap_or(&address), expected);
    }

    #[test]
    fn a_short_quotation_stands_as_it_is() {
        check("Hajin", "text=Hajin");
        check("between 20,000 and 31,500", "text=between%2020%2C000%20and%2031%2C500");
        check("Al-Nusra & others", "text=Al%2DNusra%20%26%20others");
        check("أبو بكر", "text=أبو%20بكر");
        check("100% <b>\"x\"", "text=100%25%20%3Cb%3E%22x");
    }

    #[test]
    fn of_a_long_one_the_ends_do() {
        check("a b c d e f g h", "text=a%20b%20c%20d%20e%20f%20g%20h");
        check("“A b c, d, e f g h i, j.”", "text=A%20b%20c%2C%20d,h%20i%2C%20j");
    }

    #[test]
    fn it_is_cut_where_something_is_left_out_or_put_in() {
        check("saw the fox … then the dog", "text=saw%20the%20fox&text=then%20the%20dog");
        check("he saw the fox [...] here", "text=he%20saw%20the%20fox");
        check("... the fox [of the tale] jumps", "text=the%20fox");
        check("the fox [it", "text=the%20fox");
        check(" … ", "");
        check("", "");
    }

    #[test]
    fn only_pages_of_the_web_are_led_into() {
        let is_led = |url: &str| with_text_fragment(url, "words").is_some();
        for url in [
            "https://example.org",
            "http://example.org/a/?b=c.pdf",
            "https://example.org/a.html",
            "https://example.org/a.php?id=1",
        ] {
            assert!(is_led(url), "{url}");
        }
        for url in [
            "https://example.org/a#b",
            "https://example.org/a.PDF?b",
            "https://example.org/a.jpg",
            "mailto:a@example.org",
            "ftp://example.org/a",
        ] {
            assert!(!is_led(url), "{url}");
        }
    }
}
