//! The title and the authors of a document where they belong, and headings below the title.

use std::{collections::HashMap, mem};

use html5ever::tokenizer::{Tag, TagKind, Token, TokenSinkResult};
use serde_json::{Value as Json, json};

use super::super::archive::Archive;
use crate::text::html::tokenize;

/// The styles of paragraphs that say what a document is, and the fields that Pandoc keeps that
/// in, as it does itself for documents of Word.
const STYLES: [(&str, &str); 4] =
    [("Title", "title"), ("Subtitle", "subtitle"), ("Author", "author"), ("Date", "date")];

/// Makes fields of the paragraphs in the styles of titles with which a document in ODT begins,
/// and puts headings below the title of the document.
pub(super) fn take(tree: &mut Json, archive: &Archive) {
    let paragraphs = first_paragraphs(&archive.text("content.xml"));
    let blocks = tree["blocks"].as_array_mut().map(mem::take).unwrap_or_default();
    let mut blocks = blocks.into_iter().peekable();
    for (field, text) in paragraphs {
        let Some(block) = blocks.next_if(|block| words(block) == text) else { break };
        let header = (block["t"] == "Header").then(|| block["c"][2].clone());
        let said = json!({ "t": "MetaInlines", "c": header.unwrap_or(block["c"].clone()) });
        let meta = &mut tree["meta"][field];
        match meta.pointer_mut("/c").and_then(Json::as_array_mut) {
            Some(authors) if field == "author" => authors.push(said),
            _ if field == "author" => *meta = json!({ "t": "MetaList", "c": [said] }),
            _ => *meta = said,
        }
    }
    let mut blocks: Vec<Json> = blocks.collect();
    put_below_title(&mut blocks, &words(&tree["meta"]["title"]));
    tree["blocks"] = blocks.into();
}

/// Makes headings of the first level those of the second, where another one or a field is the
/// title, and all below them, too: a page has one title.
fn put_below_title(blocks: &mut [Json], title: &str) {
    let is_title =
        |block: &Json| level(block) == Some(1) && (title.is_empty() || words(block) == title);
    let n_titles = usize::from(blocks.first().is_some_and(is_title));
    let others = &mut blocks[n_titles..];
    if others.iter().any(has_first_level) {
        others.iter_mut().for_each(lower);
    }
}

fn level(block: &Json) -> Option<u64> {
    block["c"][0].as_u64().filter(|_| block["t"] == "Header")
}

fn has_first_level(value: &Json) -> bool {
    match value {
        Json::Array(items) => items.iter().any(has_first_level),
        Json::Object(block) => {
            level(value) == Some(1) || block.get("c").is_some_and(has_first_level)
        }
        _ => false,
    }
}

/// Puts all headings in a tree one level lower.
fn lower(value: &mut Json) {
    /// There is no lower one.
    const LAST: u64 = 6;
    let lowered = level(value).map(|level| LAST.min(level + 1));
    match (value, lowered) {
        (block, Some(level)) => block["c"][0] = level.into(),
        (Json::Array(items), _) => items.iter_mut().for_each(lower),
        (Json::Object(block), _) => block.values_mut().for_each(lower),
        _ => {}
    }
}

/// Returns the words of an element, white space folded.
fn words(value: &Json) -> String {
    fn gather(value: &Json, out: &mut String) {
        match (value, value["t"].as_str()) {
            (Json::Array(items), _) => items.iter().for_each(|item| gather(item, out)),
            (_, Some("Str")) => *out += value["c"].as_str().unwrap_or_default(),
            (_, Some("Space" | "SoftBreak" | "LineBreak")) => out.push(' '),
            // Notes and images are no words of it.
            (_, Some("Note" | "Image")) | (_, None) => {}
            _ => gather(&value["c"], out),
        }
    }
    let mut text = String::new();
    gather(value, &mut text);
    folded(&text)
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Reads a document in ODT: with which paragraphs in the styles of titles it begins, and what
/// field each of them is.
fn first_paragraphs(content: &str) -> Vec<(&'static str, String)> {
    let mut reader = Reader::default();
    tokenize(content, |token| {
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::EndTag || tag.self_closing => {
                reader.begin(&tag);
                reader.end(&tag.name);
            }
            Token::TagToken(tag) => reader.begin(&tag),
            Token::CharacterTokens(text) => reader.text += &text,
            _ => {}
        }
        TokenSinkResult::Continue
    });
    reader.found
}

#[derive(Default)]
struct Reader {
    /// By the name of each style, what it is based on.
    bases: HashMap<String, String>,
    found: Vec<(&'static str, String)>,
    /// The field that the paragraph is which is being read.
    field: Option<&'static str>,
    text: String,
    is_in_text: bool,
    /// How many elements are open that hold no text of the document.
    n_aside: usize,
    is_over: bool,
}

/// What holds paragraphs that are no text: what was deleted, and comments.
const ASIDE: [&str; 2] = ["text:tracked-changes", "office:annotation"];

impl Reader {
    fn begin(&mut self, tag: &Tag) {
        if tag.kind == TagKind::EndTag {
            return;
        }
        match &*tag.name {
            "style:style" => {
                let base = attribute(tag, "style:parent-style-name");
                self.bases.insert(attribute(tag, "style:name"), base);
            }
            "office:text" => self.is_in_text = true,
            name if ASIDE.contains(&name) => self.n_aside += 1,
            "text:p" | "text:h" if self.is_in_text && self.n_aside == 0 => {
                self.field = self.field_of(attribute(tag, "text:style-name"));
                self.is_over |= self.field.is_none();
                self.text.clear();
            }
            "text:s" | "text:tab" | "text:line-break" => self.text.push(' '),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            name if ASIDE.contains(&name) => {
                self.n_aside = self.n_aside.saturating_sub(1);
                self.text.clear();
            }
            "text:p" | "text:h" if self.n_aside == 0 => {
                let text = folded(&mem::take(&mut self.text));
                let field = self.field.take().filter(|_| !self.is_over && !text.is_empty());
                self.found.extend(field.map(|field| (field, text)));
            }
            _ => {}
        }
    }

    /// Returns the field of a style, or of what it is based on.
    fn field_of(&self, mut style: String) -> Option<&'static str> {
        /// Styles that lead in a circle are no title.
        const MAX_DEPTH: usize = 8;
        for _ in 0..MAX_DEPTH {
            if let Some((_, field)) = STYLES.iter().find(|(name, _)| *name == style) {
                return Some(field);
            }
            style = self.bases.get(&style)?.clone();
        }
        None
    }
}

fn attribute(tag: &Tag, name: &str) -> String {
    let own = tag.attrs.iter().find(|attribute| &*attribute.name.local == name);
    own.map(|attribute| attribute.value.to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_begins_with_its_title() {
        let odt = "<style:style style:name=\"P1\" style:parent-style-name=\"Title\"/><office:text>\
                   <text:tracked-changes><text:p text:style-name=\"Title\">No</text:p>\
                   </text:tracked-changes><text:p text:style-name=\"P1\">The<text:s/>mill</text:p>\
                   <text:p text:style-name=\"Author\">Ann</text:p><text:p>Text.</text:p>\
                   <text:p text:style-name=\"Title\">Late</text:p></office:text>";
        let found = [("title", "The mill".to_owned()), ("author", "Ann".to_owned())];
        assert_eq!(first_paragraphs(odt), found);
    }

    #[test]
    fn a_page_has_one_title() {
        let check = |title: &str, levels: &[u64], expected: &[u64]| {
            let header = |(n, level): (usize, &u64)| {
                let word = json!({ "t": "Str", "c": format!("H{n}") });
                json!({ "t": "Header", "c": [level, ["", [], []], [word]] })
            };
            let mut blocks: Vec<Json> = levels.iter().enumerate().map(header).collect();
            put_below_title(&mut blocks, title);
            let found: Vec<u64> = blocks.iter().filter_map(level).collect();
            assert_eq!(found, expected, "{title}: {levels:?}");
        };
        check("", &[1, 2, 3], &[1, 2, 3]);
        check("", &[1, 2, 1, 6], &[1, 3, 2, 6]);
        check("H0", &[1, 2], &[1, 2]);
        check("The title", &[1, 2], &[2, 3]);
        check("The title", &[2, 3], &[2, 3]);
    }
}
