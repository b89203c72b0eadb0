//! Bare addresses in running text: `https://example.org/a_(b)`.
//!
//! An address begins with `http://` or `https://` and a host, and goes on to white space, a
//! quotation mark, an angle bracket, or a full stop or comma of East Asian scripts. Marks at
//! its end that end a sentence are not part of it, nor is a closing bracket that it did not
//! open.

use std::ops::Range;

use memchr::memmem;

/// Returns where the addresses of a text stand, in bytes, in order.
pub fn addresses(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut done = 0;
    memmem::find_iter(text.as_bytes(), "://").filter_map(move |colon| {
        let scheme = ["https", "http"].into_iter().find(|scheme| {
            let start = colon.checked_sub(scheme.len());
            start.is_some_and(|at| {
                text.as_bytes()[at..colon].eq_ignore_ascii_case(scheme.as_bytes())
            })
        })?;
        let start = colon - scheme.len();
        let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
        if start < done || text[..start].ends_with(is_word) {
            return None;
        }
        let host = colon + "://".len();
        let length = text[host..].find(ends).unwrap_or(text.len() - host);
        done = host + length;
        let end = host + trimmed(&text[host..done]).len();
        let has_host = text[host..end].starts_with(|c: char| c.is_alphanumeric() || c == '[');
        let is_one = has_host && url::Url::parse(&text[start..end]).is_ok();
        is_one.then_some(start..end)
    })
}

/// Whether no address goes on with a character.
fn ends(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '<' | '>' | '"' | '`' | '“' | '”' | '„' | '«' | '»' | '‹' | '›')
        || matches!(
            c,
            '。' | '、' | '，' | '；' | '：' | '！' | '？' | '「'
                ..='』' | '《' | '》' | '【' | '】'
        )
}

const BRACKETS: [(char, char); 4] = [('(', ')'), ('[', ']'), ('{', '}'), ('（', '）')];

/// Returns an address without what stands behind it.
fn trimmed(address: &str) -> &str {
    let count = |bracket: char| address.matches(bracket).count();
    // Of each kind, how many closing brackets have no opening one.
    let mut n_over = BRACKETS.map(|(open, close)| count(close).saturating_sub(count(open)));
    let is_behind = |c: char| match BRACKETS.iter().position(|(_, close)| *close == c) {
        Some(kind) if n_over[kind] > 0 => {
            n_over[kind] -= 1;
            true
        }
        Some(_) => false,
        None => {
            matches!(c, '.' | ',' | ':' | ';' | '!' | '?' | '\'' | '*' | '_' | '~')
                || matches!(c, '’' | '‘' | '…' | '،' | '؛' | '؟' | '·' | '|')
        }
    };
    address.trim_end_matches(is_behind)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks that the addresses of a text are what `⟦…⟧` encloses in it.
    #[track_caller]
    fn check(marked: &str) {
        let text = marked.replace(['⟦', '⟧'], "");
        let (mut shown, mut done) = (String::new(), 0);
        for found in addresses(&text) {
            shown += &format!("{}⟦{}⟧", &text[done..found.start], &text[found.clone()]);
            done = found.end;
        }
        assert_eq!(shown + &text[done..], marked);
    }

    #[test]
    fn an_address_ends_where_its_sentence_does() {
        check("See ⟦https://example.org/a_(b)⟧.");
        check("(⟦https://example.org/a_(b)⟧), and (at ⟦http://a.org⟧)!");
        check("‘⟦HTTPS://Example.org/a?b=c&d=[e]#f⟧’… “⟦https://a.org/⟧”");
        check("⟦https://a.org/b⟧)) ⟦https://a.org/c⟧**");
        check("⟦https://a.org/⟧\n⟦https://b.org/⟧");
    }

    #[test]
    fn any_script_may_stand_in_one_and_around_it() {
        check("⟦https://bücher.example/straße⟧, ⟦https://مثال.إختبار/صفحة⟧؟");
        check("见⟦https://例え.jp/路径（一）⟧。后");
        check("（⟦https://a.org/b⟧）、⟦http://[::1]/a⟧");
    }

    #[test]
    fn what_only_resembles_one_is_none() {
        check("www.example.org, example.org, ftp://a.org, mailto:a@b.org, xhttps://a.org");
        check("https:// https://. http://-- https:///a http://a.org:b/ ://a");
    }

    #[test]
    fn long_runs_take_their_time_once() {
        assert_eq!(addresses(&"https://".repeat(50_000)).count(), 1);
        let text = "https://a.org/".to_owned() + &"(".repeat(50_000) + &")".repeat(100_000);
        assert!(addresses(&text).eq(std::iter::once(0..100_014)));
    }
}
