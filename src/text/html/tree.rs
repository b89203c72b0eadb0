//! Sanitized HTML as its tokens, and where each element ends: enough to go through it.

use html5ever::tokenizer::{Tag, TagKind, Token, TokenSinkResult};

use super::tokenize;

/// Elements that hold nothing.
const VOID: [&str; 6] = ["br", "col", "hr", "img", "input", "wbr"];

/// HTML that a sanitizer wrote. Places in it are those of its tokens.
pub(super) struct Tree {
    tokens: Vec<Token>,
    /// For each tag that begins an element the place of the one that ends it; for all others,
    /// and for elements that hold nothing, their own.
    ends: Vec<usize>,
}

impl Tree {
    pub(super) fn read(clean: &str) -> Self {
        let mut tokens = Vec::new();
        tokenize(clean, |token| {
            if matches!(token, Token::TagToken(_) | Token::CharacterTokens(_)) {
                tokens.push(token);
            }
            TokenSinkResult::Continue
        });
        let mut ends: Vec<usize> = (0..tokens.len()).collect();
        let mut open: Vec<(usize, &str)> = Vec::new();
        for (index, token) in tokens.iter().enumerate() {
            let Token::TagToken(tag) = token else { continue };
            let name = &*tag.name;
            if tag.kind == TagKind::EndTag {
                // A sanitizer closes what it opens, in order.
                if let Some((start, _)) = open.pop_if(|(_, open)| *open == name) {
                    ends[start] = index;
                }
            } else if !VOID.contains(&name) {
                open.push((index, name));
            }
        }
        Self { tokens, ends }
    }

    /// Returns the outermost elements and texts.
    pub(super) fn all(&self) -> impl Iterator<Item = usize> + '_ {
        self.between(0, self.tokens.len())
    }

    /// Returns what an element holds.
    pub(super) fn children(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        self.between(at + 1, self.ends[at])
    }

    fn between(&self, from: usize, to: usize) -> impl Iterator<Item = usize> + '_ {
        let mut next = from;
        std::iter::from_fn(move || {
            let at = Some(next).filter(|at| *at < to)?;
            next = self.ends[at] + 1;
            Some(at)
        })
    }

    /// Returns the text at this place, if one stands there.
    pub(super) fn text(&self, at: usize) -> Option<&str> {
        match &self.tokens[at] {
            Token::CharacterTokens(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the tag that begins an element at this place.
    pub(super) fn tag(&self, at: usize) -> Option<&Tag> {
        match &self.tokens[at] {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => Some(tag),
            _ => None,
        }
    }

    /// Returns whether an element may hold something.
    pub(super) fn has_end(&self, at: usize) -> bool {
        self.ends[at] > at
    }

    pub(super) fn is_named(&self, at: usize, name: &str) -> bool {
        self.tag(at).is_some_and(|tag| &*tag.name == name)
    }

    /// Returns the first child of a name.
    pub(super) fn child(&self, at: usize, name: &str) -> Option<usize> {
        self.children(at).find(|child| self.is_named(*child, name))
    }

    /// Returns the value of an attribute.
    pub(super) fn value(&self, at: usize, name: &str) -> Option<&str> {
        self.tag(at).and_then(|tag| attribute(tag, name))
    }

    /// Returns the number that an attribute gives, as HTML reads it: `5`, ` +5th`.
    pub(super) fn number(&self, at: usize, name: &str) -> Option<i64> {
        let value = self.value(at, name)?.trim_ascii_start();
        let digits = value.strip_prefix(['+', '-']).unwrap_or(value);
        let n_digits = digits.bytes().take_while(u8::is_ascii_digit).count();
        let number: i64 = digits[..n_digits].parse().ok()?;
        Some(if value.starts_with('-') { -number } else { number })
    }

    /// Returns whether something shows in an element, but for a child of it.
    pub(super) fn shows(&self, at: usize, except: Option<usize>) -> bool {
        self.children(at).filter(|child| Some(*child) != except).any(|child| {
            match self.text(child) {
                Some(text) => !text.trim().is_empty(),
                None if self.is_named(child, "img") => self.value(child, "src").is_some(),
                None => self.shows(child, None),
            }
        })
    }

    /// Returns the words of an element, if no markup is lost with them.
    pub(super) fn plain_words(&self, at: usize) -> Option<String> {
        let mut words = String::new();
        for token in &self.tokens[at + 1..self.ends[at]] {
            match token {
                Token::CharacterTokens(text) => words.push_str(text),
                Token::TagToken(tag) if !matches!(&*tag.name, "div" | "p" | "span") => return None,
                _ => words.push(' '),
            }
        }
        Some(words.split_ascii_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// Returns the image of an element that holds nothing else, but for a child of it; a
    /// link from it to an image is none that counts.
    pub(super) fn only_image(&self, at: usize, except: Option<usize>) -> Option<usize> {
        let mut image = None;
        let mut next = at + 1;
        while next < self.ends[at] {
            if Some(next) == except {
                next = self.ends[next];
            } else if self.is_named(next, "img") {
                if image.is_some() || self.value(next, "src").is_none() {
                    return None;
                }
                image = Some(next);
            } else if !self.holds_at_most_an_image(next) {
                return None;
            }
            next += 1;
        }
        image
    }

    fn holds_at_most_an_image(&self, at: usize) -> bool {
        const ENDINGS: [&str; 8] =
            [".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".tiff", ".webp"];
        match (&self.tokens[at], self.tag(at)) {
            (Token::CharacterTokens(text), _) => text.trim().is_empty(),
            (_, Some(tag)) if &*tag.name == "a" => {
                let href = attribute(tag, "href").unwrap_or_default().to_ascii_lowercase();
                let path = href.split(['?', '#']).next().unwrap_or_default();
                path.is_empty() || ENDINGS.iter().any(|ending| path.ends_with(ending))
            }
            (_, Some(tag)) => matches!(&*tag.name, "div" | "p" | "span"),
            // What ends began above.
            (_, None) => true,
        }
    }
}

/// Returns the value of an attribute.
pub(super) fn attribute<'t>(tag: &'t Tag, name: &str) -> Option<&'t str> {
    tag.attrs.iter().find(|own| &*own.name.local == name).map(|own| &*own.value)
}
