//! The fields of an annotation as options.

use clap::Args;
use serde_yaml::{Mapping, Value};

use crate::{cli::Failure, model::Quote};

use crate::cli::desk::Desk;

/// Fields of an annotation. An empty text takes a field away.
#[derive(Debug, Args, Default)]
pub(super) struct FieldOptions {
    /// fact-check, counter-source, note or gloss
    #[arg(long)]
    kind: Option<String>,
    /// The passage in the article's words; or `{ from: …, to: … }` for a long one
    #[arg(long, allow_hyphen_values = true)]
    quote: Option<String>,
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
    /// The editor, if not the default one
    #[arg(long)]
    by: Option<String>,
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
    pub(super) fn fields(&self, desk: &Desk<'_>) -> Result<Mapping, Failure> {
        let texts = [
            ("kind", &self.kind),
            ("claim", &self.claim),
            ("rating", &self.rating),
            ("summary", &self.summary),
            ("term", &self.term),
            ("by", &self.by),
            ("created", &self.created),
            ("updated", &self.updated),
            ("status", &self.status),
            ("lang", &self.lang),
        ];
        let mut fields: Mapping = texts
            .into_iter()
            .filter_map(|(name, text)| Some((name.into(), text.as_deref()?.into())))
            .collect();
        if let Some(quote) = &self.quote {
            fields.insert("quote".into(), self.quote_value(quote, desk)?);
        }
        if let Some(body) = &self.body {
            fields.insert("body".into(), body_text(body)?.into());
        }
        if !self.sources.is_empty() {
            let sources: Result<Vec<Value>, Failure> = self
                .sources
                .iter()
                .filter(|text| !text.is_empty())
                .map(|text| source(text))
                .collect();
            fields.insert("sources".into(), sources?.into());
        }
        if !self.tags.is_empty() {
            let tags: Vec<Value> = self.tags.iter().map(|tag| tag.as_str().into()).collect();
            fields.insert("tags".into(), tags.into());
        }
        Ok(fields)
    }

    fn quote_value(&self, quote: &str, desk: &Desk<'_>) -> Result<Value, Failure> {
        let value = match mapping("--quote", quote)? {
            Some(mut parts) if self.prefix.is_none() && self.suffix.is_none() => {
                if let (Some(language), Value::Mapping(parts)) = (&self.language, &mut parts) {
                    parts.insert("in".into(), language.as_str().into());
                }
                parts
            }
            Some(_) => {
                let message = "--prefix and --suffix go with a quote that is text";
                return Err(Failure::Usage(message.to_owned()));
            }
            None => {
                let mut parts = Mapping::from_iter([("exact".into(), quote.into())]);
                let others =
                    [("in", &self.language), ("prefix", &self.prefix), ("suffix", &self.suffix)];
                for (name, text) in others {
                    if let Some(text) = text {
                        parts.insert(name.into(), text.as_str().into());
                    }
                }
                if let Some(number) = self.occurrence {
                    parts.insert("occurrence".into(), number.into());
                }
                parts.into()
            }
        };
        let Some(quote) = Quote::from_value(&value) else { return Ok(value) };
        let described = self.occurrence.is_some().then(|| describe(&quote, desk)).flatten();
        Ok(described.unwrap_or(quote).to_value())
    }
}

/// Returns a quote that needs no number; `None` if there is no such place, which is for the
/// check to tell.
fn describe(quote: &Quote, desk: &Desk<'_>) -> Option<Quote> {
    desk.reading(quote.language.as_deref(), |reading| {
        reading.describe(&reading.find(&quote.selector).ok()?.range)
    })?
}

/// Returns a text in braces as a mapping.
fn mapping(option: &str, text: &str) -> Result<Option<Value>, Failure> {
    if !(text.starts_with('{') && text.ends_with('}')) {
        return Ok(None);
    }
    match serde_yaml::from_str(text) {
        Ok(value @ Value::Mapping(_)) => Ok(Some(value)),
        _ => Err(Failure::Usage(format!("{option}: `{text}` is not YAML"))),
    }
}

fn source(text: &str) -> Result<Value, Failure> {
    let by_key = || Mapping::from_iter([("ref".into(), text.into())]).into();
    Ok(mapping("--source", text)?.unwrap_or_else(by_key))
}

fn body_text(body: &str) -> Result<String, Failure> {
    if body != "-" {
        return Ok(body.to_owned());
    }
    std::io::read_to_string(std::io::stdin())
        .map_err(|error| Failure::Machine(format!("standard input: {error}")))
}
