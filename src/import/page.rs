//! The text of a new article: an HTML page, or Markdown (which Pandoc makes of a
//! document of Word).
//!
//! The text goes into `index.md` and, as received, into `witness.txt`, against which
//! `check` holds every later change. Of a page only the text is taken — its `article`,
//! else its `main`, else all of it — without what stands around it.

use std::collections::HashSet;

use ammonia::UrlRelative;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSinkResult, states::RawKind};
use serde_yaml::{Mapping, Value};
use url::{ParseError, Url};

use super::{
    Format, Notice,
    embedded::{Embedded, images},
    item::day_of,
    notice::{About, shortened},
    sanitize::cleaner,
};
use crate::{
    diag::Diagnostics,
    edit::document,
    io::SourceFile,
    model::parse::{YamlFile, article::split, slug_problem, url_problem},
    text::{
        html::{TOO_COSTLY, is_too_costly, tokenize},
        markdown,
    },
};

/// A new article.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Its front matter and its text.
    pub index: String,
    /// Its text as received; captions are no text before they have become one.
    pub witness: Option<String>,
    /// What of the file is left out.
    pub notices: Vec<Notice>,
}

/// Reads a text.
///
/// # Errors
///
/// Why there is no text in it.
pub fn page(format: Format, text: &str) -> Result<Page, String> {
    let mut notices = Vec::new();
    let (matter, body) = match format {
        Format::Html => from_html(text, &mut notices)?,
        _ => from_markdown(text, &mut notices)?,
    };
    let body = body.trim();
    if !body.chars().any(char::is_alphanumeric) {
        return Err("there is no text in it".to_owned());
    }
    let witness = format!("{body}\n");
    let notice = |about| Notice { number: 0, name: String::new(), about };
    let notices = notices.into_iter().map(notice).collect();
    let index = front_matter(matter, body) + &witness;
    Ok(Page { index, witness: Some(witness), notices })
}

/// Writes what is known of a text, each author once; its first heading is its title already.
pub(super) fn front_matter(mut matter: Mapping, body: &str) -> String {
    if body.starts_with("# ") {
        matter.shift_remove("title");
    }
    if let Some(Value::Sequence(authors)) = matter.get_mut("authors") {
        let mut known = HashSet::new();
        authors.retain(|author| known.insert(author.clone()));
    }
    if matter.is_empty() {
        return String::new();
    }
    format!("---\n{}---\n\n", document(&matter))
}

/// Adds a field that the front matter can hold; returns whether it does.
pub(super) fn set(matter: &mut Mapping, field: &str, text: &str) -> bool {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let date = day_of(&text).map(|date| date.to_string());
    let value = match field {
        "published" => date,
        "language" => Some(text.clone()).filter(|text| text.parse::<icu_locale::Locale>().is_ok()),
        "source_url" => Some(text.clone()).filter(|text| url_problem(text).is_none()),
        _ => Some(text),
    };
    let Some(value) = value.filter(|value| !value.is_empty()) else { return false };
    if field == "authors" {
        let entry = matter.entry("authors".into()).or_insert_with(|| Value::Sequence(Vec::new()));
        if let Value::Sequence(authors) = entry {
            authors.push(value.into());
        }
    } else {
        matter.entry(field.into()).or_insert(value.into());
    }
    true
}

/// Returns the field of the front matter for what others call it in theirs, or in the head
/// of a page.
fn field_named(name: &str) -> Option<&'static str> {
    Some(match name {
        "title" | "og:title" | "dc.title" => "title",
        "author" | "authors" | "article:author" | "dc.creator" => "authors",
        "date" | "published" | "article:published_time" | "dc.date" => "published",
        "lang" | "language" => "language",
        "description" | "summary" | "abstract" | "og:description" => "summary",
        "rights" | "license" | "dc.rights" | "copyright" => "rights",
        "source_url" | "canonical" | "og:url" => "source_url",
        _ => return None,
    })
}

fn from_markdown(text: &str, notices: &mut Vec<About>) -> Result<(Mapping, String), String> {
    let file = SourceFile::new("import.md", text.to_owned());
    let diagnostics = Diagnostics::default();
    let parts = split(&file, &diagnostics).ok_or("its front matter is not closed")?;
    let Some(given) = YamlFile::parse_part(file, parts.matter, &diagnostics) else {
        let first = diagnostics.into_sorted().into_iter().next();
        let why = first.map_or_else(String::new, |found| found.problem.to_string());
        return Err(format!("its front matter cannot be read: {why}"));
    };
    let mut matter = Mapping::new();
    for (name, value) in given.value.as_mapping().into_iter().flatten() {
        let name = name.as_str().unwrap_or_default();
        let texts: Vec<String> = match value {
            Value::Sequence(items) => items.iter().filter_map(scalar).collect(),
            one => scalar(one).into_iter().collect(),
        };
        let is_held = field_named(name).is_some_and(|field| {
            !texts.is_empty() && texts.iter().all(|text| set(&mut matter, field, text))
        });
        if !is_held {
            notices.push(About::NotHeld(format!("`{name}` of its front matter")));
        }
    }
    Ok((matter, given.file.text[parts.body].to_owned()))
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn from_html(html: &str, notices: &mut Vec<About>) -> Result<(Mapping, String), String> {
    if is_too_costly(html) {
        return Err(TOO_COSTLY.to_owned());
    }
    let (mut matter, mut embedded) = (Mapping::new(), Embedded::default());
    let (mut title, mut is_in_title) = (String::new(), false);
    tokenize(html, |token| {
        match token {
            Token::CharacterTokens(text) if is_in_title => title.push_str(&text),
            Token::TagToken(tag) => {
                let is_start = tag.kind == TagKind::StartTag;
                match &*tag.name {
                    "title" => {
                        is_in_title = is_start && title.is_empty();
                        if is_in_title {
                            return TokenSinkResult::RawData(RawKind::Rcdata);
                        }
                    }
                    "script" | "style" if is_start => {
                        return TokenSinkResult::RawData(RawKind::Rawtext);
                    }
                    _ => {
                        embedded.read(&tag);
                        if let Some((field, text)) = field_of_tag(&tag) {
                            set(&mut matter, field, &text);
                        }
                    }
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    });
    set(&mut matter, "title", &title);
    let base = matter.get("source_url").and_then(Value::as_str).and_then(|url| url.parse().ok());
    let text = text_of(html, base);
    notices.extend(images(&text));
    notices.extend(embedded.notices());
    Ok((matter, markdown::translate(&text)))
}

/// Returns the field of the front matter that a tag of the head says, and its text.
fn field_of_tag(tag: &Tag) -> Option<(&'static str, String)> {
    let attribute = |name: &str| {
        let found = tag.attrs.iter().find(|attribute| &*attribute.name.local == name);
        found.map(|attribute| attribute.value.to_string()).unwrap_or_default()
    };
    match &*tag.name {
        "html" if tag.kind == TagKind::StartTag => Some(("language", attribute("lang"))),
        "link" if attribute("rel") == "canonical" => Some(("source_url", attribute("href"))),
        "meta" => {
            let name = [attribute("name"), attribute("property")].concat().to_lowercase();
            let (field, content) = (field_named(&name)?, attribute("content"));
            // Some give the address of a profile instead of a name.
            let is_profile = field == "authors" && url_problem(&content).is_none();
            (!is_profile).then_some((field, content))
        }
        _ => None,
    }
}

/// What stands around a text, and what is no text.
const AROUND: [&str; 19] = [
    "script", "style", "template", "noscript", "iframe", "object", "svg", "math", "nav", "aside",
    "footer", "form", "button", "select", "textarea", "title", "audio", "canvas", "video",
];

/// Returns the text of a page as sanitized HTML.
fn text_of(html: &str, base: Option<Url>) -> String {
    let has_base = base.is_some();
    let relative = base.map_or(UrlRelative::PassThrough, UrlRelative::RewriteWithBase);
    let mut cleaner = cleaner();
    cleaner.add_tags(["main", "img"]).rm_tags(["nav", "aside", "footer"]);
    cleaner.clean_content_tags(AROUND.into()).url_relative(relative);
    cleaner.attribute_filter(move |_, name, value| match name {
        // Without a base, nobody knows where a link leads; an image can be put there.
        "href" | "cite" if !has_base && is_relative(value) => None,
        "src" if value.starts_with("//") => Some(format!("https:{value}").into()),
        _ => Some(value.into()),
    });
    let clean = cleaner.clean(html).to_string();
    let found = element(&clean, "article").or_else(|| element(&clean, "main"));
    found.unwrap_or(&clean).to_owned()
}

fn is_relative(address: &str) -> bool {
    Url::parse(address) == Err(ParseError::RelativeUrlWithoutBase)
}

/// Returns the first element of a name. The HTML is a sanitizer's: well formed, with `<`
/// in texts and attributes escaped.
fn element<'h>(clean: &'h str, name: &str) -> Option<&'h str> {
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let start = clean.find(&open)?;
    let mut depth = 0_usize;
    for (at, _) in clean[start..].match_indices('<') {
        let rest = &clean[start + at..];
        if rest.starts_with(&close) {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return Some(&clean[start..start + at + close.len()]);
            }
        } else if rest.starts_with(&open) {
            depth += 1;
        }
    }
    None
}

/// Returns why a text cannot become an article of this name, if it cannot.
#[must_use]
pub fn name_problem(slug: &str) -> Option<String> {
    let is_taken = (slug == "pages").then_some("plain pages stand there");
    let reason = slug_problem(slug).or(is_taken)?;
    Some(format!("`{}` cannot be an article: {reason}", shortened(slug)))
}
