//! Texts of others as Markdown: HTML is sanitized and translated, plain text escaped.

use crate::{
    body::{self, Location},
    cite::{Bibliography, parse_citation},
    model::Markdown,
};
use htmd::{
    HtmlToMarkdown,
    options::{BrStyle, BulletListMarker, Options},
};

/// HTML nested deeper is kept as plain text: the translator goes down by recursion.
const MAX_DEPTH: usize = 100;

/// Returns HTML as Markdown; what could run or load anything is gone.
pub(super) fn from_html(html: &str) -> String {
    let mut builder = ammonia::Builder::default();
    builder.link_rel(None).url_schemes(["http", "https", "mailto"].into());
    // What loads by itself tells others who reads.
    builder.rm_tags(["img", "map", "area"]);
    let clean = builder.clean(html).to_string();
    translate(&clean)
}

/// Returns sanitized HTML as Markdown.
pub(super) fn translate(clean: &str) -> String {
    if depth_of(clean) > MAX_DEPTH {
        let text = ammonia::Builder::empty().clean(clean).to_string();
        return from_plain(&unescaped(&text));
    }
    let options = Options {
        br_style: BrStyle::Backslash,
        bullet_list_marker: BulletListMarker::Dash,
        ul_bullet_spacing: 1,
        ol_number_spacing: 1,
        ..Options::default()
    };
    let converter = HtmlToMarkdown::builder().options(options).build();
    converter.convert(clean).unwrap_or_default().trim().to_owned()
}

/// Returns how deep tags are nested, at most; void elements count, to be safe.
fn depth_of(html: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for part in html.split('<').skip(1) {
        if part.starts_with('/') {
            depth = depth.saturating_sub(1);
        } else if !["br", "hr", "wbr", "img", "col"].iter().any(|void| part.starts_with(void)) {
            depth += 1;
            deepest = deepest.max(depth);
        }
    }
    deepest
}

/// Takes the five entities back that a sanitizer writes.
fn unescaped(text: &str) -> String {
    let nbsp = text.replace("&nbsp;", "\u{a0}");
    nbsp.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// Returns plain text as Markdown that shows the same; its line breaks stay.
pub(super) fn from_plain(text: &str) -> String {
    let unified = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<String> = unified.trim().split('\n').map(escaped_line).collect();
    let mut out = String::with_capacity(text.len());
    for (index, line) in lines.iter().enumerate() {
        out.push_str(line);
        let Some(next) = lines.get(index + 1) else { break };
        let is_within = !line.is_empty() && !next.is_empty();
        out.push_str(if is_within { "\\\n" } else { "\n" });
    }
    out
}

fn escaped_line(line: &str) -> String {
    let line = line.trim();
    let mut out = String::with_capacity(line.len());
    for c in line.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '&' | '~' | '|') {
            out.push('\\');
        }
        out.push(c);
    }
    let n_digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let is_numbered = n_digits > 0 && line[n_digits..].starts_with(['.', ')']);
    if is_numbered {
        out.insert(n_digits, '\\');
    } else if line.starts_with(['#', '>', '+', '-', '=']) {
        out.insert(0, '\\');
    }
    out
}

/// Returns Markdown whose `[@key]` cite only works that are there: others become `(@key)`,
/// since a foreign text must not be held against this bibliography.
pub(super) fn without_unknown_citations(markdown: &str, is_known: impl Fn(&str) -> bool) -> String {
    let mut out = String::with_capacity(markdown.len());
    let mut rest = markdown;
    while let Some((before, after)) = rest.split_once('[') {
        let closed = after.split_once(']').filter(|(inside, _)| {
            let cited = parse_citation(inside.trim_end_matches('\\'));
            cited.is_some_and(|cited| !cited.iter().all(|one| is_known(&one.key)))
        });
        match closed {
            Some((inside, following)) => {
                let inside = inside.trim_end_matches('\\');
                out.push_str(&format!("{}({inside})", before.trim_end_matches('\\')));
                rest = following;
            }
            None => {
                out.push_str(before);
                out.push('[');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// Returns the works that a body cites, however it writes that.
pub(super) fn cited_keys(markdown: &str) -> Vec<String> {
    if !markdown.contains(['@', '&']) {
        return Vec::new();
    }
    let body = Markdown(markdown.to_owned());
    body::render(&body, &Bibliography::default(), Location::BELOW_ROOT).unknown_keys
}

/// Returns Markdown as a quotation.
pub(super) fn quoted(markdown: &str) -> String {
    let line = |line: &str| if line.is_empty() { ">".to_owned() } else { format!("> {line}") };
    markdown.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// Returns a link.
pub(super) fn link(url: &str, label: &str) -> String {
    // Angle brackets hold any address; those within are not of addresses.
    let url = url.replace(['<', '>', '\n', ' '], "");
    if label.trim().is_empty() {
        format!("<{url}>")
    } else {
        format!("[{}](<{url}>)", from_plain(label))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_becomes_markdown() {
        let html =
            "<p>One <b>two</b> <a href='https://example.org/a'>three</a></p><ul><li>a<li>b</ul>";
        let expected = "One **two** [three](https://example.org/a)\n\n- a\n- b";
        assert_eq!(from_html(html), expected);
    }

    #[test]
    fn hostile_html_is_harmless() {
        let html = "<script>alert(1)</script><a href='javascript:x'>a</a><img src=x onerror=y>\
                    <svg><animate onbegin=z></svg><p onclick=q>&lt;script&gt;</p>";
        let markdown = from_html(html);
        let rendered = body::render(
            &Markdown(markdown.clone()),
            &Bibliography::default(),
            Location::BELOW_ROOT,
        );
        for bad in ["<script", "javascript:", "onerror", "onclick", "<img", "<svg"] {
            assert!(!rendered.html.contains(bad), "{bad}: {markdown}");
        }
        assert!(rendered.html.contains("&lt;script&gt;"), "{markdown}");
        let deep = from_html(&("<div><b>".repeat(5_000) + "x & y"));
        assert_eq!(deep, "x \\& y");
    }

    #[test]
    fn plain_text_shows_as_it_is() {
        let plain = "1. *not* a list\n# <b>\n\n- [x](y) & `z`\n12) a";
        let events: String = pulldown_cmark::Parser::new(&from_plain(plain))
            .map(|event| match event {
                pulldown_cmark::Event::Text(text) => text.into_string(),
                pulldown_cmark::Event::HardBreak => "\n".to_owned(),
                pulldown_cmark::Event::End(pulldown_cmark::TagEnd::Paragraph) => "\n\n".to_owned(),
                pulldown_cmark::Event::Start(pulldown_cmark::Tag::Paragraph) => String::new(),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(events.trim(), plain);
    }

    #[test]
    fn citations_of_unknown_works_are_text() {
        let is_known = |key: &str| key == "a";
        let check = |text, expected: &str| {
            assert_eq!(without_unknown_citations(text, is_known), expected);
        };
        check("see [@a, p. 1] and [@b]", "see [@a, p. 1] and (@b)");
        check("[@a; @b, p. 2] [@b", "(@a; @b, p. 2) [@b");
        check("\\[@b\\] [b](c)", "(@b) [b](c)");
        assert_eq!(cited_keys("&#91;@b] [@a] `[@c]` &amp;"), ["b", "a"]);
    }
}
