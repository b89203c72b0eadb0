//! Markdown that Postil writes: from HTML that is safe, and from plain text.

use htmd::{
    Element, HtmlToMarkdown,
    element_handler::{HandlerResult, Handlers},
    options::{BrStyle, BulletListMarker, Options},
};

use super::html::{MARKER, sayable};

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
        .add_handler(vec!["li"], item)
        .add_handler(vec!["ins", "sub", "sup"], raw_inline)
        .add_handler(vec!["del", "s", "strike"], struck)
        .add_handler(vec!["h1", "h2", "h3", "h4", "h5", "h6"], heading)
        .add_handler(vec!["img"], image)
        .add_handler(vec!["figure", "figcaption"], raw_block)
        .build();
    converter.convert(&kept_as_text(&sayable(clean))).unwrap_or_default().trim().to_owned()
}

/// Writes an item of a list with its marker, and what it holds below its first word.
fn item(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let marker = attribute(&element, MARKER).unwrap_or_else(|| "- ".to_owned());
    let content = handlers.walk_children(element.node).content;
    let indent = " ".repeat(marker.len());
    let lines = content.trim_start().lines().map(|line| line.trim_end_matches([' ', '\t']));
    let indented = |(index, line): (usize, &str)| match (index, line) {
        (0, _) | (_, "") => line.to_owned(),
        _ => format!("{indent}{line}"),
    };
    let lines: Vec<_> = lines.enumerate().map(indented).collect();
    Some(HandlerResult::from(format!("\n{marker}{}", lines.join("\n"))))
}

/// Writes an element within a line, as raw HTML.
fn raw_inline(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let content = handlers.walk_children(element.node).content;
    let tag = element.tag;
    let is_empty = content.trim().is_empty();
    Some(HandlerResult::from(if is_empty { content } else { format!("<{tag}>{content}</{tag}>") }))
}

/// Writes what is struck, with white space outside of the marks.
fn struck(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let content = handlers.walk_children(element.node).content;
    let words = content.trim();
    let text = if words.is_empty() || words.contains("\n\n") {
        content
    } else {
        content.replacen(words, &format!("~~{words}~~"), 1)
    };
    Some(HandlerResult::from(text))
}

/// Writes a heading, with the id that links of the page name it by.
fn heading(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let content = handlers.walk_children(element.node).content;
    let words = content.split_whitespace().collect::<Vec<_>>().join(" ");
    let level = element.tag[1..].parse().unwrap_or(1);
    let id = attribute(&element, "id").map(|id| format!(" {{#{id}}}")).unwrap_or_default();
    let text = if words.is_empty() {
        String::new()
    } else {
        format!("\n\n{} {words}{id}\n\n", "#".repeat(level))
    };
    Some(HandlerResult::from(text))
}

/// Writes an image. Entities in its attributes are those that [`kept_as_text`] leaves there.
fn image(_: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let escaped = |name, signs: &[char]| {
        let text = attribute(&element, name)?;
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let escape = |c: char| if signs.contains(&c) { format!("\\{c}") } else { c.to_string() };
        Some(words.chars().map(escape).collect::<String>())
    };
    let src = attribute(&element, "src")?.replace(['<', '>', '\n', '\\'], "");
    let is_plain = !src.contains(['(', ')', ' ']) && !src.is_empty();
    let src = if is_plain { src } else { format!("<{src}>") };
    let alt = escaped("alt", &['\\', '`', '*', '_', '[', ']', '<', '|']).unwrap_or_default();
    let title = escaped("title", &['\\', '"']).filter(|title| !title.is_empty());
    let title = title.map(|title| format!(" \"{title}\"")).unwrap_or_default();
    Some(HandlerResult::from(format!("![{alt}]({src}{title})")))
}

/// Writes an element as raw HTML, with Markdown in it.
fn raw_block(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let content = handlers.walk_children(element.node).content;
    let (tag, content) = (element.tag, content.trim_matches('\n'));
    Some(HandlerResult::from(format!("\n\n<{tag}>\n\n{content}\n\n</{tag}>\n\n")))
}

/// Returns the value of an attribute.
fn attribute(element: &Element<'_>, name: &str) -> Option<String> {
    let own = element.attrs.iter().find(|own| &*own.name.local == name);
    own.map(|own| own.value.to_string())
}

/// Returns HTML in whose texts nothing is markup of Markdown that the translator would leave
/// as it is: `&amp;lt;`, which it writes as `&lt;`, and `~` around words.
fn kept_as_text(clean: &str) -> String {
    let has_pairs = clean.matches('~').count() > 1;
    let (mut n_open, mut out) = (0_usize, String::with_capacity(clean.len()));
    for (index, part) in clean.split('<').enumerate() {
        if index > 0 {
            out.push('<');
        }
        let name = part.split(|c: char| !c.is_ascii_alphanumeric() && c != '/').next();
        match name.filter(|_| index > 0) {
            Some("code" | "pre") => n_open += 1,
            Some("/code" | "/pre") => n_open = n_open.saturating_sub(1),
            _ => {}
        }
        if n_open > 0 {
            out.push_str(part);
            continue;
        }
        let mut pieces = part.split("&amp;");
        let mut push = |piece: &str| {
            if has_pairs { out += &piece.replace('~', "&amp;#126;") } else { out += piece }
        };
        push(pieces.next().unwrap_or_default());
        for piece in pieces {
            push(if begins_as_entity(piece) { "&amp;amp;" } else { "&amp;" });
            push(piece);
        }
    }
    out
}

/// Returns whether a text would be an entity with `&` before it.
fn begins_as_entity(text: &str) -> bool {
    text.split_once(';').is_some_and(|(name, _)| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#')
    })
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

/// Returns a text within a line as Markdown that shows the same.
#[must_use]
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '&' | '~' | '|') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn escaped_line(line: &str) -> String {
    let line = line.trim();
    let mut out = escaped(line);
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
