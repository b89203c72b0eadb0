//! Annotations: what sidecars hold.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_yaml::Value;

use super::{
    Allow, Date, Markdown,
    decode::{At, Entry, Known, Locator, Reading, Texts, Written},
    describe::{entry, schema, ways, words},
    texts::{
        AnnotationId, EditorNames, Language, RatingName, SourceName, TermName, TranslationName,
    },
};
use crate::{diag::Diagnostics, io::SourceFile, yaml::YamlFile};

entry! {
    /// An annotation: a sidecar is a list of them.
    #[schemars(extend("oneOf" = [{ "required": ["quote"] }, { "required": ["on"] }]))]
    pub struct Annotation as Annotation = "annotation" {
        /// a–z, 0–9 and `-`; unique in the article, never changes: it is the permalink.
        pub id: String = AnnotationId, required;
        /// What kind of statement.
        pub kind: Kind = Kind, required;
        /// The passage; exactly one of `quote` and `on` is there.
        pub quote: Option<Quote> = Quote;
        /// What it is on, if not on words.
        pub on: Option<On> = On;
        /// The claim that a fact check checks, in one sentence.
        pub claim: Option<String> = String;
        /// A rating of the scale.
        pub rating: Option<String> = RatingName;
        /// One sentence, plain text, shown on the closed card.
        pub summary: Option<String> = String;
        /// The explanation, in Markdown; it may cite: `[@key, p. 12]`.
        pub body: Option<Markdown> = Markdown;
        /// The term that a gloss ties the passage to.
        pub term: Option<String> = TermName;
        /// The evidence.
        pub sources: Vec<Citation> = Vec<Citation>;
        /// An editor of the edition, or several.
        pub by: Vec<String> = EditorNames;
        /// Who wrote it, if no editor of the edition: a name, or several.
        pub author: Vec<String> = Texts<String>;
        /// When it was written.
        pub created: Option<Date> = Date;
        /// When it was last changed.
        pub updated: Option<Date> = Date;
        /// `published` if not said.
        pub status: Status = Status => Status::Published;
        /// Free keywords.
        pub tags: Vec<String> = Texts<String>;
        /// The language of its texts, if not the edition's (BCP 47).
        pub lang: Option<String> = Language;
        /// What was corrected after publication.
        pub corrections: Vec<Correction> = Vec<Correction>;
        /// Warnings silenced for it.
        pub allow: Vec<Allow> = Vec<Allow>;
    }
}

words! {
    /// What an annotation is about.
    #[derive(Default, Serialize, Deserialize)]
    pub enum Kind {
        /// It checks a claim.
        FactCheck => "fact-check",
        /// It shows what reports the matter differently.
        CounterSource => "counter-source",
        /// It comments.
        #[default]
        Note => "note",
        /// It ties a passage to a term.
        Gloss => "gloss",
    }
}

words! {
    /// Whether an annotation is published.
    pub enum Status {
        /// Only in the preview.
        Draft => "draft",
        /// On the site.
        Published => "published",
        /// Withdrawn: the permalink stays and says so.
        Retracted => "retracted",
    }
}

/// How an annotation finds its passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// The language of the translation that holds it; `None` if the text itself does.
    pub language: Option<String>,
    /// How it is found there.
    pub selector: Selector,
}

/// How a passage is found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selector {
    /// By its words.
    Quote(TextQuote),
    /// By the words at its start and at its end, for long passages.
    Range {
        /// The words at the start.
        from: String,
        /// The words at the end: their first place after `from`.
        to: String,
    },
}

/// A passage by its words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TextQuote {
    /// The words.
    pub exact: String,
    /// The words before.
    pub prefix: String,
    /// The words after.
    pub suffix: String,
    /// Which of several, from 1.
    pub occurrence: Option<usize>,
}

/// What an annotation is on that quotes no words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum On {
    /// The whole article: the annotation is a headnote.
    Article,
    /// Its title.
    Title,
    /// The image with this target in the text.
    Figure(String),
    /// The text's own footnote with this number, from 1.
    Footnote(usize),
}

/// Returns what a value stands for; `None` if it is none.
fn read<W: Written>(value: &Value) -> Option<W::Value> {
    let diagnostics = Diagnostics::default();
    let yaml = YamlFile::parse(SourceFile::new("", String::new()), &diagnostics)?;
    let (known, diagnostics) = (Known::default(), &diagnostics);
    W::decode(value, &Reading { yaml: &yaml, known, diagnostics }.root())
}

impl On {
    /// Returns what a value of `on` stands for; `None` if it is none.
    #[must_use]
    pub fn from_value(on: &Value) -> Option<Self> {
        read::<Self>(on)
    }

    /// Returns its value.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let of = |key: &str, value| Value::Mapping([(key.into(), value)].into_iter().collect());
        match self {
            Self::Article => "article".into(),
            Self::Title => "title".into(),
            Self::Figure(target) => of("figure", target.as_str().into()),
            Self::Footnote(number) => of("footnote", (*number).into()),
        }
    }
}

impl fmt::Display for On {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Article => f.write_str("article"),
            Self::Title => f.write_str("title"),
            Self::Figure(target) => write!(f, "figure={target}"),
            Self::Footnote(number) => write!(f, "footnote={number}"),
        }
    }
}

entry! {
    /// An image of the text.
    struct OnFigure as OnFigure = "`on`" {
        /// Its target, as the text has it.
        pub figure: String = String, required;
    }
}

entry! {
    /// A footnote of the text itself.
    struct OnFootnote as OnFootnote = "`on`" {
        /// Its number, from 1.
        pub footnote: usize = Occurrence, required;
    }
}

impl Written for On {
    type Value = Self;

    fn decode(value: &Value, at: &At<'_>) -> Option<Self> {
        match value {
            Value::String(word) if word == "article" => return Some(Self::Article),
            Value::String(word) if word == "title" => return Some(Self::Title),
            Value::String(word) => {
                let expected = "article, title, { figure: … } or { footnote: … }";
                return at.refuse_value(word.clone(), expected, &["article", "title"]);
            }
            Value::Mapping(_) => {}
            _ => {
                let expected = "article, title, or a mapping with `figure` or `footnote`";
                return at.report_type(expected, value);
            }
        }
        let entry = Entry::new(value, at, "`on`", &["figure", "footnote"])?;
        match entry.either("figure", "footnote")? {
            "figure" => Some(Self::Figure(OnFigure::from_entry(&entry)?.figure)),
            _ => Some(Self::Footnote(OnFootnote::from_entry(&entry)?.footnote)),
        }
    }
}

schema!(On, "On", |generator| {
    "description": "What it is on that has no words to quote.",
    "anyOf": [
        { "description": "The whole article, or its title.", "enum": ["article", "title"] },
        generator.subschema_for::<OnFigure>(),
        generator.subschema_for::<OnFootnote>(),
    ],
});

impl Quote {
    /// Returns what a value of `quote` stands for; `None` if it is none.
    #[must_use]
    pub fn from_value(quote: &Value) -> Option<Self> {
        read::<Self>(quote)
    }

    /// Returns its value: a text where the words are enough.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let text = |text: &str| (!text.is_empty()).then(|| Value::from(text));
        let language = self.language.as_deref().and_then(text);
        let parts = match &self.selector {
            Selector::Quote(TextQuote { prefix, exact, suffix, occurrence: None })
                if prefix.is_empty() && suffix.is_empty() && language.is_none() =>
            {
                return exact.as_str().into();
            }
            Selector::Quote(quote) => vec![
                ("in", language),
                ("exact", text(&quote.exact)),
                ("prefix", text(&quote.prefix)),
                ("suffix", text(&quote.suffix)),
                ("occurrence", quote.occurrence.map(Value::from)),
            ],
            Selector::Range { from, to } => {
                vec![("in", language), ("from", text(from)), ("to", text(to))]
            }
        };
        let parts = parts.into_iter().filter_map(|(part, value)| Some((part.into(), value?)));
        Value::Mapping(parts.collect())
    }
}

entry! {
    /// A passage whose words occur more than once, or that stands in a translation.
    struct Exact as Exact = "quote" {
        /// The language of the translation that holds it, if not the text itself (BCP 47).
        pub language as "in": Option<String> = TranslationName;
        /// The words.
        pub exact: String = String, required;
        /// The words before.
        pub prefix: String = String => String::new();
        /// The words after.
        pub suffix: String = String => String::new();
        /// Which of several, from 1.
        pub occurrence: Option<usize> = Occurrence;
    }
}

entry! {
    /// A long passage.
    struct Ends as Ends = "quote by `from` and `to`" {
        /// The language of the translation that holds it, if not the text itself (BCP 47).
        pub language as "in": Option<String> = TranslationName;
        /// The words at its start.
        pub from: String = String, required;
        /// The words at its end.
        pub to: String = String, required;
    }
}

impl Written for Quote {
    type Value = Self;

    fn decode(value: &Value, at: &At<'_>) -> Option<Self> {
        if let Value::String(exact) = value {
            let quote = TextQuote { exact: exact.clone(), ..TextQuote::default() };
            return Some(Self { language: None, selector: Selector::Quote(quote) });
        }
        if !value.is_mapping() {
            let expected = "text, or a mapping with `exact`, or with `from` and `to`";
            return at.report_type(expected, value);
        }
        // In another language than was meant, it would be another passage.
        let is_lost = |language: &Option<String>| value.get("in").is_some() && language.is_none();
        if value.get("from").is_some() || value.get("to").is_some() {
            let Ends { language, from, to } = Ends::decode(value, at)?;
            let selector = Selector::Range { from, to };
            return (!is_lost(&language)).then_some(Self { language, selector });
        }
        const KEYS: &[&str] = &["in", "exact", "prefix", "suffix", "occurrence", "from", "to"];
        let entry = Entry::new(value, at, "quote", KEYS)?;
        let Exact { language, exact, prefix, suffix, occurrence } = Exact::from_entry(&entry)?;
        // As it would be without its number.
        let is_whole = entry.get("occurrence").is_none() || occurrence.is_some();
        let is_whole = is_whole && !is_lost(&language);
        let selector = Selector::Quote(TextQuote { exact, prefix, suffix, occurrence });
        is_whole.then_some(Self { language, selector })
    }
}

schema!(Quote, "Quote", |generator| {
    "description": "A passage of the article.",
    "anyOf": [
        { "description": "Its words.", "type": "string" },
        generator.subschema_for::<Exact>(),
        generator.subschema_for::<Ends>(),
    ],
});

ways! {
    /// Which of several equal passages, from 1.
    Occurrence(number: i64 as u32, at) -> usize {
        let occurrence = usize::try_from(number).ok().filter(|number| *number >= 1);
        let expected = "1 for the first, 2 for the second";
        occurrence.or_else(|| at.refuse_value(number.to_string(), expected, &[]))
    }
}

entry! {
    /// A source with what it says about the passage.
    pub struct Citation as AnnotationSource = "source" {
        /// A key of the bibliography.
        pub key as "ref": String = SourceName, required;
        /// Where in the source.
        pub at: Option<String> = Locator;
        /// How it stands to the claim.
        pub stance: Option<Stance> = Stance;
        /// What it says, in the editor's words.
        pub note: Option<String> = String;
        /// What it says, in its own.
        pub quote: Option<String> = String;
    }
}

words! {
    /// How a source stands to a claim.
    pub enum Stance {
        /// It agrees.
        Supports => "supports",
        /// It disagrees.
        Contradicts => "contradicts",
        /// It explains.
        Context => "context",
    }
}

entry! {
    /// One correction of a published annotation.
    #[derive(PartialEq, Eq, Serialize, Deserialize)]
    pub struct Correction as Correction = "correction" {
        /// When.
        pub date: Date = Date, required;
        /// What was corrected.
        pub text: String = String, required;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_is_the_same_after_the_way_there_and_back() {
        for yaml in [
            "brown fox",
            "{ exact: fox, prefix: brown }",
            "{ exact: fox, occurrence: 2 }",
            "{ from: The, to: jumps. }",
            "{ in: fr, exact: renard }",
            "{ in: fr, from: Le, to: saute. }",
        ] {
            let value: Value = serde_yaml::from_str(yaml).expect("it is YAML");
            let quote = Quote::from_value(&value).expect("it is a quote");
            assert_eq!(quote.to_value(), value);
        }
    }

    #[test]
    fn what_a_note_is_on_is_the_same_after_the_way_there_and_back() {
        for yaml in ["article", "title", "{ figure: a b.png }", "{ footnote: 2 }"] {
            let value: Value = serde_yaml::from_str(yaml).expect("it is YAML");
            assert_eq!(On::from_value(&value).expect("it is there").to_value(), value);
        }
        for yaml in ["text", "{ footnote: 0 }", "{ figure: a, footnote: 1 }", "{}", "[article]"] {
            let value: Value = serde_yaml::from_str(yaml).expect("it is YAML");
            assert_eq!(On::from_value(&value), None, "{yaml}");
        }
    }
}
