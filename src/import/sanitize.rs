//! Texts of others as Markdown: their HTML is sanitized, and what looks like a citation
//! is held against the edition's own works.

use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};

use crate::{
    cite::{Bibliography, parse_citation},
    model::Markdown,
    text::{
        form::Syntax,
        html::is_too_costly,
        markdown::{from_plain, translate},
    },
    weave::body::{self, Body, Location},
};

/// Returns HTML as Markdown; what could run or load anything is gone. What would
/// take too long to read is shown as it is.
pub(super) fn from_html(html: &str) -> String {
    if is_too_costly(html) {
        return from_plain(html);
    }
    translate(&cleaner().clean(html).to_string())
}

/// Returns what takes out of HTML all that could run or load anything.
pub(super) fn cleaner() -> ammonia::Builder<'static> {
    let mut cleaner = ammonia::Builder::default();
    cleaner.link_rel(None).url_schemes(["http", "https", "mailto"].into());
    cleaner.add_tag_attributes("ol", ["reversed", "type"]);
    cleaner.add_tag_attributes("li", ["type", "value"]);
    // What loads by itself tells others who reads.
    cleaner.rm_tags(["img", "map", "area"]);
    cleaner
}

/// Returns Markdown whose `[@key]` cite only works that are there: others become code, which
/// reads the same and cites nothing, since a foreign text must not be held against this
/// bibliography.
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
                out.push_str(before.trim_end_matches('\\'));
                out.push_str(&as_code(&format!("[{inside}]")));
                rest = following;
            }
            _ => {
                out.push_str(before);
                out.push('[');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    without_unread_citations(out)
}

/// Returns Markdown in which nothing that is no citation begins as one does.
fn without_unread_citations(markdown: String) -> String {
    let unread = rendered(&markdown).unread;
    let mut out = markdown;
    for at in unread.iter().filter_map(|one| one.at).rev() {
        let (before, after) = out.split_at(at);
        let length = match after[1..].find(['[', ']']) {
            Some(end) if after[1 + end..].starts_with(']') => end + 2,
            // Of what does not end, the first word is all that begins as one.
            _ => {
                let is_over = |c: char| c.is_whitespace() || "[]`*_\\".contains(c);
                after[1..].find(is_over).map_or(after.len(), |end| end + 1)
            }
        };
        let (citation, rest) = after.split_at(length);
        out = format!("{}{}{rest}", before.trim_end_matches('\\'), as_code(citation));
    }
    out
}

/// Returns Markdown of one line as code that reads as it does.
fn as_code(markdown: &str) -> String {
    let plain: String = Parser::new(markdown)
        .filter_map(|event| match event {
            Event::Text(text) | Event::Code(text) => Some(text.to_string()),
            Event::SoftBreak | Event::HardBreak => Some(" ".to_owned()),
            _ => None,
        })
        .collect();
    let plain = if plain.starts_with("[@") { plain.as_str() } else { markdown };
    let fence = if plain.contains('`') { "``" } else { "`" };
    format!("{fence}{plain}{fence}")
}

/// Returns Markdown in which no `$` begins a formula.
pub(super) fn without_formulas(markdown: &str) -> String {
    let (mut n_code, mut address, mut places) = (0_usize, 0..0, Vec::new());
    for (event, range) in Parser::new(markdown).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(_)) => n_code += 1,
            Event::End(TagEnd::CodeBlock) => n_code -= 1,
            // An address between angle brackets is its own text, sign by sign.
            Event::Start(Tag::Link { link_type: LinkType::Autolink, .. }) => address = range,
            Event::Text(_) if n_code == 0 && !address.contains(&range.start) => {
                let dollars = markdown[range.clone()].match_indices('$');
                places.extend(dollars.map(|(at, _)| range.start + at));
            }
            _ => {}
        }
    }
    let mut out = markdown.to_owned();
    for at in places.into_iter().rev() {
        let n_backslashes = out[..at].bytes().rev().take_while(|byte| *byte == b'\\').count();
        if n_backslashes.is_multiple_of(2) {
            out.insert(at, '\\');
        }
    }
    out
}

/// Returns a body as it is where no work is known.
pub(super) fn rendered(markdown: &str) -> Body {
    if !markdown.contains(['@', '&']) {
        return Body::default();
    }
    let body = Markdown(markdown.to_owned());
    body::render(&body, Syntax::default(), &Bibliography::default(), Location::BELOW_ROOT)
}
