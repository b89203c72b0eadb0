//! Markdown that Postil writes: from HTML that is safe, and from plain text.

use htmd::{
    Element, HtmlToMarkdown,
    element_handler::{HandlerResult, Handlers},
    options::{BrStyle, BulletListMarker, Options},
};

/// HTML nested deeper is kept as plain text: the translator goes down by recursion.
const MAX_DEPTH: usize = 100;

/// Returns sanitized HTML as Markdown.
#[must_use]
pub fn translate(clean: &str) -> String {
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
    let converter = HtmlToMarkdown::builder()
        .options(options)
        .add_handler(vec!["q"], |handlers: &dyn Handlers, element: Element<'_>| {
            let words = handlers.walk_children(element.node).content;
            Some(HandlerResult::from(format!("“{words}”")))
        })
        .build();
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
#[must_use]
pub fn from_plain(text: &str) -> String {
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

/// Returns Markdown as a quotation.
#[must_use]
pub fn quoted(markdown: &str) -> String {
    let line = |line: &str| if line.is_empty() { ">".to_owned() } else { format!("> {line}") };
    markdown.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// Returns a link.
#[must_use]
pub fn link(url: &str, label: &str) -> String {
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
}
