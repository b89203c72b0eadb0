//! Raw HTML in articles: which tags are kept, and with which attributes.
//!
//! The tags are read by html5ever's tokenizer and written again by `weave`, so
//! nothing an author typed reaches the page as it was typed.

use std::cell::RefCell;

use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
    states::RawKind,
};

/// Tags kept within a run of text.
const INLINE: [&str; 26] = [
    "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "q", "rp",
    "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var",
];

/// Tags kept between blocks.
const BLOCK: [&str; 4] = ["details", "figcaption", "figure", "summary"];

const ATTRIBUTES: [&str; 3] = ["dir", "lang", "title"];

/// What raw HTML comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum RawHtml {
    /// A tag of the inline allowlist opens.
    OpenInline(&'static str, Vec<(&'static str, String)>),
    /// A tag of the block allowlist opens.
    OpenBlock(&'static str, Vec<(&'static str, String)>),
    /// A kept tag closes.
    Close(&'static str),
    /// An image, of which figures keep what Markdown has.
    Image {
        /// Its address as written.
        src: String,
        /// Its alternative text.
        alt: String,
        /// Its title.
        title: String,
    },
    /// `br`
    Break,
    /// `wbr`
    WordBreak,
    /// Text between tags, entities resolved.
    Text(String),
    /// Left out without loss: a comment.
    Silent,
    /// Left out: the tag's name, or what else it is.
    Dropped(String),
}

/// Reads a piece of raw HTML; never fails.
pub(super) fn tokens(raw: &str) -> Vec<RawHtml> {
    let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(raw.into());
    // No script is ever run: the sink never asks for a pause.
    drop(tokenizer.feed(&input));
    tokenizer.end();
    tokenizer.sink.found.into_inner()
}

#[derive(Default)]
struct Sink {
    found: RefCell<Vec<RawHtml>>,
    /// The element whose whole content is dropped with it.
    hidden: RefCell<Option<String>>,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) => return self.tag(&tag),
            Token::CharacterTokens(text) if self.hidden.borrow().is_none() => {
                self.push(RawHtml::Text(text.to_string()));
            }
            // To a browser these are comments, whose text an author may miss.
            Token::CommentToken(text) if text.starts_with('?') => {
                self.push(RawHtml::Dropped("`<?`".to_owned()));
            }
            Token::CommentToken(text) if text.starts_with("[CDATA[") => {
                self.push(RawHtml::Dropped("`<![CDATA[`".to_owned()));
            }
            Token::CommentToken(_) => self.push(RawHtml::Silent),
            // A tag or comment that does not end takes all that follows with it.
            Token::ParseError(message) if message.contains("EOF") => {
                self.push(RawHtml::Dropped("what is not closed by `>`".to_owned()));
            }
            Token::DoctypeToken(_) => self.push(RawHtml::Dropped("doctype".to_owned())),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl Sink {
    fn push(&self, found: RawHtml) {
        let mut all = self.found.borrow_mut();
        match (all.last_mut(), found) {
            (Some(RawHtml::Text(before)), RawHtml::Text(text)) => before.push_str(&text),
            (_, found) => all.push(found),
        }
    }

    fn tag(&self, tag: &Tag) -> TokenSinkResult<()> {
        let name = &*tag.name;
        if self.hidden.borrow().as_deref() == Some(name) && tag.kind == TagKind::EndTag {
            self.hidden.replace(None);
            return TokenSinkResult::Continue;
        }
        if self.hidden.borrow().is_some() {
            return TokenSinkResult::Continue;
        }
        let kept = |list: &[&'static str]| list.iter().copied().find(|known| *known == name);
        let found = match (name, kept(&INLINE), kept(&BLOCK), tag.kind) {
            ("br", ..) => RawHtml::Break,
            ("img", .., TagKind::StartTag) => {
                let [src, alt, title] = ["src", "alt", "title"].map(|name| text_of(tag, name));
                RawHtml::Image { src, alt, title }
            }
            ("wbr", ..) => RawHtml::WordBreak,
            (_, Some(name), _, TagKind::StartTag) => open_inline(name, attributes(tag)),
            (_, _, Some(name), TagKind::StartTag) => RawHtml::OpenBlock(name, attributes(tag)),
            (_, Some(name), _, TagKind::EndTag) | (_, _, Some(name), TagKind::EndTag) => {
                RawHtml::Close(name)
            }
            (_, _, _, TagKind::EndTag) => RawHtml::Silent,
            _ => RawHtml::Dropped(format!("`<{name}>`")),
        };
        self.push(found);
        // What these hold is code or replaced content, never visible text.
        let hides = ["script", "style", "iframe", "noscript", "object", "template", "svg", "math"];
        if hides.contains(&name) && tag.kind == TagKind::StartTag && !tag.self_closing {
            self.hidden.replace(Some(name.to_owned()));
            if matches!(name, "script" | "style" | "iframe") {
                return TokenSinkResult::RawData(RawKind::Rawtext);
            }
        }
        TokenSinkResult::Continue
    }
}

/// Returns the value of an attribute; nothing if it is not there.
fn text_of(tag: &Tag, name: &str) -> String {
    let attribute = tag.attrs.iter().find(|given| &*given.name.local == name);
    attribute.map(|given| given.value.trim().to_owned()).unwrap_or_default()
}

fn open_inline(name: &'static str, attributes: Vec<(&'static str, String)>) -> RawHtml {
    // A `bdo` without `dir` does nothing, and is not valid.
    if name == "bdo" && !attributes.iter().any(|(name, _)| *name == "dir") {
        return RawHtml::OpenInline("bdi", attributes);
    }
    RawHtml::OpenInline(name, attributes)
}

fn attributes(tag: &Tag) -> Vec<(&'static str, String)> {
    ATTRIBUTES
        .into_iter()
        .filter_map(|name| {
            let attribute = tag.attrs.iter().find(|given| &*given.name.local == name)?;
            let value = attribute.value.to_string();
            let is_valid = match name {
                "dir" => matches!(value.as_str(), "ltr" | "rtl" | "auto"),
                "lang" => value.parse::<icu_locale::Locale>().is_ok(),
                _ => true,
            };
            is_valid.then_some((name, value))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kept_tags_lose_all_attributes_but_three() {
        let found = tokens("<b onclick=x lang=ar dir=rtl>");
        let expected = vec![("dir", "rtl".to_owned()), ("lang", "ar".to_owned())];
        assert_eq!(found, [RawHtml::OpenInline("b", expected)]);
    }

    #[test]
    fn what_no_reader_sees_is_told() {
        for (raw, tag) in [
            ("<div id=\"a\"\n*b*", "what is not closed by `>`"),
            ("<!-- a\nb", "what is not closed by `>`"),
            ("<?php echo 1 ?>", "`<?`"),
            ("<![CDATA[a]]>", "`<![CDATA[`"),
        ] {
            let dropped = tokens(raw).contains(&RawHtml::Dropped(tag.to_owned()));
            assert!(dropped, "{raw}: {:?}", tokens(raw));
        }
        for raw in ["<!-- a -->", "<b>a</b>", "a < b", "</p>", "<b>a"] {
            let is_told = |found: &RawHtml| matches!(found, RawHtml::Dropped(_));
            assert!(!tokens(raw).iter().any(is_told), "{raw}: {:?}", tokens(raw));
        }
    }

    #[test]
    fn script_goes_with_what_it_holds_and_other_text_stays() {
        let found = tokens("<script>alert(1)</script><div>a &amp; b</div>");
        let dropped = |tag: &str| RawHtml::Dropped(tag.to_owned());
        assert_eq!(
            found,
            [
                dropped("`<script>`"),
                dropped("`<div>`"),
                RawHtml::Text("a & b".to_owned()),
                RawHtml::Silent
            ]
        );
    }
}
