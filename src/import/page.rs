//! The text of a new article: an HTML page, or Markdown (which Pandoc makes of a
//! document of Word).
//!
//! The text goes into `index.md` and, as received, into `witness.txt`, against which
//! `check` holds every later change. Of a page only the text is taken — its `article`,
//! else its `main`, else all of it — without what stands around it.

use std::cell::RefCell;

use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
    states::RawKind,
};
use serde_yaml::{Mapping, Value};
use url::Url;

use super::{Format, Said, What, item::day_of, passage};
use crate::{
    diag::Diagnostics,
    edit::document,
    files::SourceFile,
    html::{TOO_COSTLY, is_too_costly},
    markdown,
    parse::{YamlFile, article::split, url_problem},
};

/// A new article.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Its front matter and its text.
    pub index: String,
    /// Its text as received.
    pub witness: String,
    /// What of the file is left out.
    pub said: Vec<Said>,
}

/// Reads a text.
///
/// # Errors
///
/// Why there is no text in it.
pub fn page(format: Format, text: &str) -> Result<Page, String> {
    let mut said = Vec::new();
    let (matter, body) = match format {
        Format::Html if is_too_costly(text) => {
            return Err(TOO_COSTLY.to_owned());
        }
        Format::Html => from_html(text, &mut said),
        _ => from_markdown(text, &mut said)?,
    };
    let body = body.trim();
    if !body.chars().any(char::is_alphanumeric) {
        return Err("there is no text in it".to_owned());
    }
    let witness = format!("{body}\n");
    Ok(Page { index: format!("{}{witness}", front_matter(matter, body)), witness, said })
}

/// Writes what is known of a text; its first heading is its title already.
fn front_matter(mut matter: Mapping, body: &str) -> String {
    if body.starts_with("# ") {
        matter.shift_remove("title");
    }
    if matter.is_empty() {
        return String::new();
    }
    format!("---\n{}---\n\n", document(&matter))
}

/// Adds a field that the front matter can hold; returns whether it does.
fn set(matter: &mut Mapping, field: &str, text: &str) -> bool {
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
        if let Value::Sequence(authors) = entry
            && !authors.contains(&value.as_str().into())
        {
            authors.push(value.into());
        }
    } else {
        matter.entry(field.into()).or_insert(value.into());
    }
    true
}

/// Other programs' names for what the front matter holds.
const FIELDS: [(&str, &str); 14] = [
    ("title", "title"),
    ("author", "authors"),
    ("authors", "authors"),
    ("date", "published"),
    ("published", "published"),
    ("lang", "language"),
    ("language", "language"),
    ("description", "summary"),
    ("summary", "summary"),
    ("abstract", "summary"),
    ("rights", "rights"),
    ("license", "rights"),
    ("source_url", "source_url"),
    ("canonical", "source_url"),
];

fn from_markdown(text: &str, said: &mut Vec<Said>) -> Result<(Mapping, String), String> {
    let unclosed = || "its front matter is not closed".to_owned();
    let file = SourceFile::new("import.md", text.to_owned());
    let diagnostics = Diagnostics::default();
    let parts = split(&file, &diagnostics).ok_or_else(unclosed)?;
    let Some(given) = YamlFile::parse_part(file, parts.matter, &diagnostics) else {
        let first = diagnostics.into_sorted().into_iter().next();
        let why = first.map_or_else(String::new, |found| found.problem.to_string());
        return Err(format!("its front matter cannot be read: {why}"));
    };
    let mut matter = Mapping::new();
    for (name, value) in given.value.as_mapping().into_iter().flatten() {
        let name = name.as_str().unwrap_or_default();
        let field = FIELDS.iter().find(|(own, _)| *own == name).map(|(_, field)| *field);
        let texts: Vec<String> = match value {
            Value::Sequence(items) => items.iter().filter_map(scalar).collect(),
            one => scalar(one).into_iter().collect(),
        };
        let is_held = field.is_some_and(|field| {
            !texts.is_empty() && texts.iter().all(|text| set(&mut matter, field, text))
        });
        if !is_held {
            let what = What::not_held(format!("`{name}` of its front matter"));
            said.push(Said { number: 0, name: String::new(), what });
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

fn from_html(html: &str, said: &mut Vec<Said>) -> (Mapping, String) {
    let head = head_of(html);
    let mut matter = Mapping::new();
    for (field, text) in &head.fields {
        set(&mut matter, field, text);
    }
    if head.n_images > 0 {
        let what = What::not_held(format!("images ({} of them)", head.n_images));
        said.push(Said { number: 0, name: String::new(), what });
    }
    let base = matter.get("source_url").and_then(Value::as_str).and_then(|url| url.parse().ok());
    (matter, markdown::translate(&text_of(html, base)))
}

/// What stands around a text, and what is no text.
const AROUND: [&str; 16] = [
    "script", "style", "template", "noscript", "iframe", "object", "svg", "math", "nav", "aside",
    "footer", "form", "button", "select", "textarea", "title",
];

/// Returns the text of a page as sanitized HTML.
fn text_of(html: &str, base: Option<Url>) -> String {
    let mut builder = ammonia::Builder::default();
    builder.link_rel(None).url_schemes(["http", "https", "mailto"].into());
    builder.rm_tags(["img", "map", "area"]).add_tags(["main"]);
    builder.rm_tags(["nav", "aside", "footer"]);
    builder.clean_content_tags(AROUND.into());
    if let Some(base) = base {
        builder.url_relative(ammonia::UrlRelative::RewriteWithBase(base));
    } else {
        // Nobody knows what they were relative to.
        builder.url_relative(ammonia::UrlRelative::Deny);
    }
    let clean = builder.clean(html).to_string();
    let found = element(&clean, "article").or_else(|| element(&clean, "main"));
    found.unwrap_or(&clean).to_owned()
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

/// What a page says of itself.
#[derive(Debug, Default)]
struct Head {
    /// Fields of the front matter, the best first.
    fields: Vec<(&'static str, String)>,
    n_images: usize,
    in_title: bool,
    title: String,
}

/// Reads what a page says of itself.
fn head_of(html: &str) -> Head {
    let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(html.into());
    // No script is ever run: the sink never asks for a pause.
    drop(tokenizer.feed(&input));
    tokenizer.end();
    let mut head = tokenizer.sink.head.into_inner();
    let title = std::mem::take(&mut head.title);
    head.fields.push(("title", title));
    head
}

#[derive(Default)]
struct Sink {
    head: RefCell<Head>,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut head = self.head.borrow_mut();
        match token {
            Token::TagToken(tag) => return head.tag(&tag),
            Token::CharacterTokens(text) if head.in_title => head.title.push_str(&text),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl Head {
    fn tag(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        let is_start = tag.kind == TagKind::StartTag;
        match &*tag.name {
            "title" if is_start && self.title.is_empty() => {
                self.in_title = true;
                return TokenSinkResult::RawData(RawKind::Rcdata);
            }
            "title" => self.in_title = false,
            "html" if is_start => self.field("language", attribute(tag, "lang")),
            "img" => self.n_images += 1,
            "link" if attribute(tag, "rel") == "canonical" => {
                self.field("source_url", attribute(tag, "href"));
            }
            "meta" => self.meta(tag),
            "script" | "style" if is_start => {
                return TokenSinkResult::RawData(RawKind::Rawtext);
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }

    fn meta(&mut self, tag: &Tag) {
        let name = [attribute(tag, "name"), attribute(tag, "property")].concat().to_lowercase();
        let field = match name.as_str() {
            "author" | "article:author" | "dc.creator" => "authors",
            "og:title" | "dc.title" => "title",
            "article:published_time" | "date" | "dc.date" => "published",
            "description" | "og:description" => "summary",
            "og:url" => "source_url",
            "dc.rights" | "copyright" => "rights",
            _ => return,
        };
        let content = attribute(tag, "content");
        // Some give the address of a profile instead of a name.
        if !(field == "authors" && url_problem(&content).is_none()) {
            self.field(field, content);
        }
    }

    fn field(&mut self, field: &'static str, text: String) {
        if !text.trim().is_empty() {
            self.fields.push((field, text));
        }
    }
}

fn attribute(tag: &Tag, name: &str) -> String {
    let found = tag.attrs.iter().find(|attribute| &*attribute.name.local == name);
    found.map(|attribute| attribute.value.to_string()).unwrap_or_default()
}

/// Returns why a text cannot become an article of this name, if it cannot.
#[must_use]
pub fn name_problem(slug: &str) -> Option<String> {
    let reason = crate::parse::slug_problem(slug);
    let reason = reason.or((slug == "pages").then_some("plain pages stand there"));
    reason.map(|reason| format!("`{}` cannot be an article: {reason}", passage::shortened(slug)))
}
