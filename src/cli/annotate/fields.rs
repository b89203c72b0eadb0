//! The fields of an annotation as options.

use clap::Args;
use serde_yaml::{Mapping, Value};

use crate::{
    cli::{Failure, Result, open_article::OpenArticle},
    model::{On, Quote, one_or_several},
};

/// Fields of an annotation. An empty text takes a field away.
#[derive(Debug, Args, Default)]
pub(in crate::cli) struct FieldOptions {
    /// fact-check, counter-source, note or gloss
    #[arg(long)]
    kind: Option<String>,
    /// The passage in the article's words; or `{ from: …, to: … }` for a long one
    #[arg(long, allow_hyphen_values = true)]
    quote: Option<String>,
    /// What it is on instead of words: article, title, figure=TARGET or footnote=N
    #[arg(long, conflicts_with = "quote", value_name = "WHAT", value_parser = on)]
    on: Option<On>,
    /// The language of the translation that holds the passage, if not the text itself
    #[arg(long = "in", requires = "quote", value_name = "LANGUAGE")]
    language: Option<String>,
    /// The words before the passage, where its own occur more than once
    #[arg(long, requires = "quote", allow_hyphen_values = true)]
    prefix: Option<String>,
    /// The words after the passage
    #[arg(long, requires = "quote", allow_hyphen_values = true)]
    suffix: Option<String>,
    /// Which of several places is meant, from 1; it is written as words around the quote
    #[arg(long, requires = "quote", value_name = "N")]
    occurrence: Option<u64>,
    /// The claim that a fact check checks, in one sentence
    #[arg(long, allow_hyphen_values = true)]
    claim: Option<String>,
    /// A rating of the scale
    #[arg(long)]
    rating: Option<String>,
    /// One sentence, shown on the closed card
    #[arg(long, allow_hyphen_values = true)]
    summary: Option<String>,
    /// The explanation, in Markdown; `-` reads it from standard input
    #[arg(long, allow_hyphen_values = true)]
    body: Option<String>,
    /// A term of the glossary, for a gloss
    #[arg(long)]
    term: Option<String>,
    /// A key of the bibliography, or `{ ref: KEY, stance: …, at: …, note: … }`; repeatable
    #[arg(long = "source", value_name = "REF")]
    sources: Vec<String>,
    /// A keyword; repeatable
    #[arg(long = "tag", value_name = "T", allow_hyphen_values = true)]
    tags: Vec<String>,
    /// The editor, if not the default one; repeatable
    #[arg(long, value_name = "EDITOR")]
    by: Vec<String>,
    /// When it was written [default: today, for a new one]
    #[arg(long, value_name = "DATE")]
    created: Option<String>,
    /// When it was last changed
    #[arg(long, value_name = "DATE")]
    updated: Option<String>,
    /// draft, published or retracted
    #[arg(long)]
    status: Option<String>,
    /// The language of its texts, if not the edition's
    #[arg(long)]
    lang: Option<String>,
}

impl FieldOptions {
    /// Returns the fields that were given.
    pub(super) fn fields(&self, article: &OpenArticle<'_>) -> Result<Mapping> {
        let mut fields = given([
            ("kind", &self.kind),
            ("claim", &self.claim),
            ("rating", &self.rating),
            ("summary", &self.summary),
            ("term", &self.term),
            ("created", &self.created),
            ("updated", &self.updated),
            ("status", &self.status),
            ("lang", &self.lang),
        ]);
        if let Some(quote) = &self.quote {
            fields.insert("quote".into(), self.quote_value(quote, article)?);
        }
        fields.extend(self.on.as_ref().map(|on| ("on".into(), on.to_value())));
        if let Some(body) = &self.body {
            fields.insert("body".into(), body_text(body)?.into());
        }
        if !self.by.is_empty() {
            fields.insert("by".into(), one_or_several(&self.by));
        }
        if !self.sources.is_empty() {
            let sources = self.sources.iter().filter(|text| !text.is_empty());
            let sources: Result<Vec<Value>> = sources.map(|text| source(text)).collect();
            fields.insert("sources".into(), sources?.into());
        }
        if !self.tags.is_empty() {
            let tags: Vec<Value> = self.tags.iter().map(|tag| tag.as_str().into()).collect();
            fields.insert("tags".into(), tags.into());
        }
        Ok(fields)
    }

    fn quote_value(&self, quote: &str, article: &OpenArticle<'_>) -> Result<Value> {
        let value = match mapping("--quote", quote)? {
            Some(mut parts) if self.prefix.is_none() && self.suffix.is_none() => {
                if let Value::Mapping(parts) = &mut parts {
                    parts.extend(given([("in", &self.language)]));
                }
                parts
            }
            Some(_) => {
                let message = "--prefix and --suffix go with a quote that is text";
                return Err(Failure::Usage(message.to_owned()));
            }
            None => {
                let mut parts = Mapping::from_iter([("exact".into(), quote.into())]);
                parts.extend(given([("in", &self.language)]));
                parts.extend(given([("prefix", &self.prefix), ("suffix", &self.suffix)]));
                parts.extend(self.occurrence.map(|number| ("occurrence".into(), number.into())));
                parts.into()
            }
        };
        let Some(quote) = Quote::from_value(&value) else { return Ok(value) };
        // A number is written as words. If there is no such place, that is for the check to tell.
        let describe = || {
            article.reading(quote.language.as_deref(), |reading| {
                reading.describe(&reading.find(&quote.selector).ok()?.range)
            })?
        };
        let described = self.occurrence.and_then(|_| describe());
        Ok(described.unwrap_or(quote).to_value())
    }
}

/// Reads what an annotation is on.
fn on(text: &str) -> Result<On, String> {
    let of = text.split_once('=').map_or((text, ""), |(what, which)| (what, which.trim()));
    match of {
        ("article", "") => Ok(On::Article),
        ("title", "") => Ok(On::Title),
        ("figure", target) if !target.is_empty() => Ok(On::Figure(target.to_owned())),
        ("footnote", which) => match which.parse() {
            Ok(number @ 1..) => Ok(On::Footnote(number)),
            _ => Err("a footnote has a number, from 1".to_owned()),
        },
        _ => Err("it may be article, title, figure=TARGET or footnote=N".to_owned()),
    }
}

/// Returns the texts that were given, by name.
fn given<const N: usize>(texts: [(&str, &Option<String>); N]) -> Mapping {
    let given = texts.into_iter();
    given.filter_map(|(name, text)| Some((name.into(), text.as_deref()?.into()))).collect()
}

/// Returns a text in braces as a mapping.
fn mapping(option: &str, text: &str) -> Result<Option<Value>> {
    if !(text.starts_with('{') && text.ends_with('}')) {
        return Ok(None);
    }
    let refused = |reason: &str| Err(Failure::Usage(format!("{option}: {reason}")));
    match serde_yaml::from_str(text) {
        Ok(value @ Value::Mapping(_)) => match cut_off(&value, text) {
            Some(whole) => refused(&format!(
                "a comma ends the value in `{whole}`: put what holds one in quotation marks, as in \
                 `{{ ref: KEY, quote: \"3,650 cars\" }}`"
            )),
            None => Ok(Some(value)),
        },
        _ => refused(&format!(
            "`{text}` is not YAML: put a value that holds a colon with a space behind it, or \
             begins with a sign, in quotation marks, as in `{{ ref: KEY, quote: \"2019: 3.1\" }}`"
        )),
    }
}

/// Returns a value that a comma has cut in two, so that its rest was read as a key.
fn cut_off<'t>(value: &Value, text: &'t str) -> Option<&'t str> {
    let mut without_value = value.as_mapping()?.iter().filter(|(_, value)| value.is_null());
    without_value.find_map(|(key, _)| {
        let Some(key) = key.as_str() else { return Some(text) };
        let end = text.find(key).filter(|_| !text.contains(&format!("{key}:")))? + key.len();
        let start = text[..end].rfind(": ").map_or(0, |at| at + 2);
        Some(&text[start..end])
    })
}

fn source(text: &str) -> Result<Value> {
    let by_key = || Mapping::from_iter([("ref".into(), text.into())]).into();
    Ok(mapping("--source", text)?.unwrap_or_else(by_key))
}

fn body_text(body: &str) -> Result<String> {
    if body != "-" {
        return Ok(body.to_owned());
    }
    std::io::read_to_string(std::io::stdin()).map_err(|error| Failure::at("standard input", error))
}
