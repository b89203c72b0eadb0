//! The comments of a document as its own file has them, which says more of them than Pandoc:
//! those on a point or on what was deleted, who answers whom, what is resolved.

use std::collections::HashMap;

use html5ever::tokenizer::{Tag, TagKind, Token, TokenSinkResult};

use super::super::archive::Archive;
use crate::text::html::tokenize;

/// A comment as the file has it.
#[derive(Debug, Default)]
pub(super) struct Thread {
    pub(super) id: String,
    pub(super) author: String,
    pub(super) date: String,
    pub(super) paragraphs: Vec<String>,
    /// What the file calls its paragraphs; answers name one of what they answer.
    names: Vec<String>,
    /// The index of what it answers.
    pub(super) parent: Option<usize>,
    /// Whether the file says what it answers, or that it answers nothing.
    pub(super) is_told: bool,
    pub(super) is_resolved: bool,
}

/// Returns the comments of a document of Word.
pub(super) fn read(archive: &Archive) -> Vec<Thread> {
    let mut found: Vec<Thread> = Vec::new();
    let mut is_in_text = false;
    // It is read as HTML is, which never fails; names are in small letters then.
    tokenize(&archive.text("word/comments.xml"), |token| {
        match token {
            Token::TagToken(tag) => {
                let is_start = tag.kind == TagKind::StartTag;
                match (&*tag.name, found.last_mut()) {
                    ("w:comment", _) if is_start => found.push(Thread {
                        id: attribute(&tag, "w:id"),
                        author: attribute(&tag, "w:author"),
                        date: attribute(&tag, "w:date"),
                        ..Thread::default()
                    }),
                    ("w:p", Some(comment)) if is_start => {
                        comment.paragraphs.push(String::new());
                        comment.names.push(attribute(&tag, "w14:paraid"));
                    }
                    ("w:t", _) => is_in_text = is_start,
                    ("w:br" | "w:tab", Some(comment)) if is_start => comment.push(" "),
                    _ => {}
                }
            }
            Token::CharacterTokens(text) if is_in_text => {
                found.iter_mut().last().into_iter().for_each(|comment| comment.push(&text));
            }
            _ => {}
        }
        TokenSinkResult::Continue
    });
    let named = |(index, comment): (usize, &Thread)| {
        let names = comment.names.iter().filter(|name| !name.is_empty());
        names.map(move |name| (name.clone(), index)).collect::<Vec<_>>()
    };
    let named: HashMap<String, usize> = found.iter().enumerate().flat_map(named).collect();
    tokenize(&archive.text("word/commentsExtended.xml"), |token| {
        if let Token::TagToken(tag) = token
            && &*tag.name == "w15:commentex"
            && let Some(&own) = named.get(&attribute(&tag, "w15:paraid"))
        {
            let comment = &mut found[own];
            comment.is_told = true;
            comment.parent = named.get(&attribute(&tag, "w15:paraidparent")).copied();
            comment.is_resolved = ["1", "true"].contains(&&*attribute(&tag, "w15:done"));
        }
        TokenSinkResult::Continue
    });
    found
}

/// Returns how many comments a document in ODT has.
pub(super) fn n_annotations(archive: &Archive) -> usize {
    let text = archive.text("content.xml");
    let begins = |after: &str| after.starts_with([' ', '>', '\n']);
    text.split("<office:annotation").skip(1).filter(|after| begins(after)).count()
}

impl Thread {
    fn push(&mut self, text: &str) {
        self.paragraphs.last_mut().into_iter().for_each(|paragraph| paragraph.push_str(text));
    }
}

fn attribute(tag: &Tag, name: &str) -> String {
    let own = tag.attrs.iter().find(|attribute| &*attribute.name.local == name);
    own.map(|attribute| attribute.value.to_string()).unwrap_or_default()
}
