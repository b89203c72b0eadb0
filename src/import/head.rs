//! What a page says of itself: in its head, in JSON-LD of schema.org, and in its byline.

use html5ever::tokenizer::{Tag, TagKind, Token, TokenSinkResult, states::RawKind};
use serde_json::Value as Json;
use serde_yaml::{Mapping, Value};

use super::{
    item::day_of,
    json::{list, text},
};
use crate::model::parse::url_problem;

/// Adds a field that the front matter can hold; returns whether it does.
pub(super) fn set(matter: &mut Mapping, field: &str, text: &str) -> bool {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let date = day_of(&text).map(|date| date.to_string());
    if field == "publisher" {
        let name = Mapping::from_iter([(Value::from("name"), Value::from(text.as_str()))]);
        if !text.is_empty() {
            matter.entry(field.into()).or_insert(name.into());
        }
        return !text.is_empty();
    }
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
pub(super) fn field_named(name: &str) -> Option<&'static str> {
    Some(match name {
        "title" | "headline" | "og:title" | "dc.title" => "title",
        "author" | "authors" | "byline" | "article:author" | "dc.creator" => "authors",
        "date" | "published" | "datepublished" | "article:published_time" | "dc.date" => {
            "published"
        }
        "lang" | "language" | "inlanguage" => "language",
        "description" | "summary" | "abstract" | "og:description" => "summary",
        "rights" | "license" | "dc.rights" | "copyright" => "rights",
        "publisher" | "og:site_name" | "dc.publisher" | "citation_publisher" => "publisher",
        "source_url" | "canonical" | "og:url" => "source_url",
        _ => return None,
    })
}

/// Gathers what a page says of itself.
#[derive(Default)]
pub(super) struct Head {
    matter: Mapping,
    title: String,
    /// What is named as author in the text.
    byline: String,
    /// The JSON-LD that is being read.
    json: String,
    reading: Reading,
}

/// What texts belong to.
#[derive(Default, PartialEq)]
enum Reading {
    #[default]
    Nothing,
    Title,
    Json,
    /// An element of this name, so many of which are open.
    Byline(String, usize),
}

impl Head {
    /// Reads a part of the page; returns how what follows is to be read.
    pub(super) fn read(&mut self, token: Token) -> TokenSinkResult<()> {
        match token {
            Token::CharacterTokens(text) => match self.reading {
                Reading::Title => self.title.push_str(&text),
                Reading::Json => self.json.push_str(&text),
                Reading::Byline(..) => self.byline.push_str(&text),
                Reading::Nothing => {}
            },
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => return self.begin(&tag),
            Token::TagToken(tag) => self.end(&tag),
            _ => {}
        }
        TokenSinkResult::Continue
    }

    fn begin(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        if let Reading::Byline(name, n_open) = &mut self.reading {
            *n_open += usize::from(**name == *tag.name);
            self.byline.push(' ');
        }
        match &*tag.name {
            "title" if self.title.is_empty() => {
                self.reading = Reading::Title;
                return TokenSinkResult::RawData(RawKind::Rcdata);
            }
            "script" | "style" => {
                if attribute(tag, "type") == "application/ld+json" {
                    self.reading = Reading::Json;
                }
                return TokenSinkResult::RawData(RawKind::Rawtext);
            }
            _ => {}
        }
        let is_byline = attribute(tag, "rel").split(' ').any(|word| word == "author")
            || attribute(tag, "itemprop") == "author"
            || attribute(tag, "class").split(' ').any(|word| word == "byline");
        if is_byline && self.byline.is_empty() && !["link", "meta"].contains(&&*tag.name) {
            self.reading = Reading::Byline(tag.name.to_string(), 1);
        }
        if let Some((field, text)) = field_of_tag(tag) {
            set(&mut self.matter, field, &text);
        }
        TokenSinkResult::Continue
    }

    fn end(&mut self, tag: &Tag) {
        let is_over = match &mut self.reading {
            Reading::Nothing => false,
            Reading::Title => &*tag.name == "title",
            Reading::Json => &*tag.name == "script",
            Reading::Byline(name, n_open) => {
                *n_open -= usize::from(**name == *tag.name);
                *n_open == 0
            }
        };
        if is_over && std::mem::take(&mut self.reading) == Reading::Json {
            let json = std::mem::take(&mut self.json);
            if let Ok(json) = serde_json::from_str(&json) {
                self.linked_data(&json);
            }
        }
    }

    /// Reads the first article of JSON-LD.
    fn linked_data(&mut self, json: &Json) {
        let nodes =
            list(json).iter().flat_map(|node| [node].into_iter().chain(list(&node["@graph"])));
        let Some(article) = nodes.into_iter().find(|node| text(&node["headline"]).is_some()) else {
            return;
        };
        for name in ["headline", "datePublished", "inLanguage", "description"] {
            let field = field_named(&name.to_lowercase()).zip(text(&article[name]));
            if let Some((field, text)) = field {
                set(&mut self.matter, field, text);
            }
        }
        for author in list(&article["author"]) {
            let name = text(author).or(text(&author["name"]));
            if let Some(name) = name {
                set(&mut self.matter, "authors", name);
            }
        }
        let publisher = &article["publisher"];
        if let Some(name) = text(publisher).or(text(&publisher["name"])) {
            // It says more than the name of the site.
            self.matter.shift_remove("publisher");
            set(&mut self.matter, "publisher", name);
            let url = text(&publisher["url"]).filter(|url| url_problem(url).is_none());
            if let (Some(url), Some(Value::Mapping(own))) = (url, self.matter.get_mut("publisher"))
            {
                own.insert("url".into(), url.into());
            }
        }
    }

    /// Returns the front matter of an article.
    pub(super) fn into_matter(mut self) -> Mapping {
        set(&mut self.matter, "title", &self.title);
        if !self.matter.contains_key("authors") {
            let byline = self.byline.split_whitespace().collect::<Vec<_>>().join(" ");
            let name = byline.strip_prefix("By ").or(byline.strip_prefix("by ")).unwrap_or(&byline);
            set(&mut self.matter, "authors", name);
        }
        self.matter
    }
}

fn attribute(tag: &Tag, name: &str) -> String {
    let found = tag.attrs.iter().find(|attribute| &*attribute.name.local == name);
    found.map(|attribute| attribute.value.to_string()).unwrap_or_default()
}

/// Returns the field of the front matter that a tag of the head says, and its text.
fn field_of_tag(tag: &Tag) -> Option<(&'static str, String)> {
    match &*tag.name {
        "html" => Some(("language", attribute(tag, "lang"))),
        "link" if attribute(tag, "rel") == "canonical" => {
            Some(("source_url", attribute(tag, "href")))
        }
        "meta" => {
            let names = [attribute(tag, "name"), attribute(tag, "property")];
            let (field, content) =
                (field_named(&names.concat().to_lowercase())?, attribute(tag, "content"));
            // Some give the address of a profile instead of a name.
            let is_profile = field == "authors" && url_problem(&content).is_none();
            (!is_profile).then_some((field, content))
        }
        _ => None,
    }
}
