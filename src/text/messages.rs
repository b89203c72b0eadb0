//! What readers are told, in their language: catalogues of messages in Project Fluent
//! (<https://projectfluent.org/fluent/guide/>), plurals by CLDR.
//!
//! A catalogue has a language and lists messages, each under a key. Of several for a language,
//! the later change messages of the earlier. A message that a language lacks is told in
//! English.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    ops::Range,
    sync::Arc,
};

pub use fluent_bundle::FluentValue;
use fluent_bundle::{
    FluentArgs, FluentError, FluentResource,
    concurrent::FluentBundle,
    resolver::{ResolverError, errors::ReferenceKind},
    types::FluentNumber,
};
use fluent_syntax::ast::{
    Entry, Expression, InlineExpression, Pattern, PatternElement, Variant, VariantKey,
};
use icu_locale::{LanguageIdentifier, LocaleExpander};

/// The language of what has no message in any other.
const ENGLISH: &str = "en";

/// Of how many numbers, from 0 on, plural categories are at hand: what is counted is seldom more.
const N_CATEGORIES: i64 = 100;

/// Tells the plural category of a number by its name in CLDR.
const PLURAL_CATEGORY: &str = "\
plural-category = { $n ->
    [zero] zero
    [one] one
    [two] two
    [few] few
    [many] many
   *[other] other
  }
";

/// The messages of one file.
#[derive(Debug, Clone)]
pub struct Catalogue {
    /// The language (BCP 47).
    pub language: String,
    /// The keys of messages that cannot be read.
    pub unread: Vec<String>,
    resource: Arc<FluentResource>,
}

/// What is wrong with a catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogueError {
    /// Where, in bytes of the file.
    pub at: Range<usize>,
    /// What.
    pub message: String,
}

impl Catalogue {
    /// Parses a file of messages; returns what is wrong with it, too: messages that cannot be
    /// read are left out.
    #[must_use]
    pub fn parse(language: &str, text: &str) -> (Self, Vec<CatalogueError>) {
        let (resource, errors) = match FluentResource::try_new(text.to_owned()) {
            Ok(resource) => (resource, Vec::new()),
            Err((resource, errors)) => (resource, errors),
        };
        let unread = resource.entries().filter_map(|entry| match entry {
            Entry::Junk { content } => Some(key_of(content)).filter(|key| !key.is_empty()),
            _ => None,
        });
        let unread = unread.map(str::to_owned).collect();
        let error = |it: fluent_syntax::parser::ParserError| CatalogueError {
            at: it.pos,
            message: it.kind.to_string(),
        };
        let errors = errors.into_iter().map(error).collect();
        (Self { language: language.to_owned(), unread, resource: Arc::new(resource) }, errors)
    }

    /// Returns where a name that [`Self::messages`] has returned stands in the file, in bytes.
    #[must_use]
    pub fn offset(&self, name: &str) -> usize {
        // Names are parts of the file's text, not copies.
        name.as_ptr().addr() - self.resource.source().as_ptr().addr()
    }

    /// Returns a message that is nothing but text.
    fn text(&self, key: &str) -> Option<&str> {
        self.resource.entries().find_map(|entry| match entry {
            Entry::Message(message) if message.id.name == key => {
                match message.value.as_ref()?.elements.as_slice() {
                    [PatternElement::TextElement { value }] => Some(*value),
                    _ => None,
                }
            }
            _ => None,
        })
    }

    /// Returns each message: its key, and the names of the values that it asks for.
    pub fn messages(&self) -> impl Iterator<Item = (&str, BTreeSet<&str>)> {
        self.resource.entries().filter_map(|entry| match entry {
            Entry::Message(message) => {
                let mut names = BTreeSet::new();
                if let Some(pattern) = &message.value {
                    gather_names(pattern, &mut names);
                }
                Some((message.id.name, names))
            }
            _ => None,
        })
    }
}

/// Returns the key that a message begins with.
fn key_of(message: &str) -> &str {
    let is_of_key = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    message.split(|c| !is_of_key(c)).next().unwrap_or_default()
}

fn gather_names<'a>(pattern: &'a Pattern<&'a str>, names: &mut BTreeSet<&'a str>) {
    let inline = |inline: &'a InlineExpression<&'a str>, names: &mut BTreeSet<&'a str>| {
        if let InlineExpression::VariableReference { id } = inline {
            names.insert(id.name);
        }
    };
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else { continue };
        match expression {
            Expression::Inline(expression) => inline(expression, names),
            Expression::Select { selector, variants } => {
                inline(selector, names);
                variants.iter().for_each(|variant| gather_names(&variant.value, names));
            }
        }
    }
}

/// The messages of a language.
pub struct Messages {
    bundle: Bundle,
    english: Bundle,
    has_language: bool,
    /// The messages that ask for no values, each with its key.
    fixed: Vec<(String, String)>,
    /// All that it was made from, other languages included.
    catalogues: Vec<Catalogue>,
    /// The keys of messages with a fault that was told where they stand.
    faulty: BTreeSet<String>,
}

/// Why a message cannot be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Untold {
    /// There is none under the key.
    Key,
    /// It asks for a value that it was not given, by this name.
    Value(String),
}

impl Messages {
    /// Takes those of a language (BCP 47) from catalogues, of which the later change the
    /// earlier; those of a region count for it alone, and change those that name none.
    #[must_use]
    pub fn new(language: &str, catalogues: &[Catalogue]) -> Self {
        let mut own: Vec<(&Catalogue, LanguageIdentifier)> = matching(language, catalogues);
        own.sort_by_key(|(_, known)| known.region.is_some());
        let own: Vec<&Catalogue> = own.into_iter().map(|(catalogue, _)| catalogue).collect();
        let english = catalogues.iter().filter(|catalogue| catalogue.language == ENGLISH);
        let mut this = Self {
            has_language: !own.is_empty(),
            bundle: Bundle::new(language, own.iter().copied()),
            english: Bundle::new(ENGLISH, english.clone()),
            fixed: Vec::new(),
            catalogues: catalogues.to_vec(),
            faulty: BTreeSet::new(),
        };
        let all = english.chain(own).flat_map(Catalogue::messages);
        let asks = all.fold(BTreeMap::<&str, bool>::new(), |mut asks, (key, values)| {
            *asks.entry(key).or_default() |= !values.is_empty();
            asks
        });
        let fixed = asks.into_iter().filter(|(_, asks)| !asks);
        this.fixed =
            fixed.filter_map(|(key, _)| Some((key.to_owned(), this.find(key, &[])?))).collect();
        this
    }

    /// Takes the keys of messages with a fault that was told: whoever asks for them is told no
    /// other, and those that are not there are shown as their keys.
    #[must_use]
    pub fn with_faulty(mut self, faulty: BTreeSet<String>) -> Self {
        let missing = faulty.iter().filter(|key| self.find(key, &[]).is_none());
        let missing: Vec<_> = missing.map(|key| (key.clone(), key.clone())).collect();
        self.fixed.extend(missing);
        self.faulty = faulty;
        self
    }

    /// Returns the messages that ask for no values, each with its key.
    pub fn fixed(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fixed.iter().map(|(key, message)| (key.as_str(), message.as_str()))
    }

    /// Returns what a language (BCP 47) is called in that language, or its tag where no
    /// catalogue says that.
    #[must_use]
    pub fn language_name(&self, language: &str) -> String {
        let known = matching(language, &self.catalogues);
        let mut names = known.iter().rev().filter_map(|(it, _)| it.text("language-name"));
        names.next().unwrap_or(language).to_owned()
    }

    /// Returns whether there is a catalogue of the language.
    #[must_use]
    pub const fn has_language(&self) -> bool {
        self.has_language
    }

    /// Returns whether there is a message in the language itself.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.bundle.fluent.has_message(key)
    }

    /// Returns the category of a number in the language's plural, as CLDR names it: `one`,
    /// `few`, `other` …
    #[must_use]
    pub fn category(&self, number: i64) -> String {
        self.with("plural-category", &[("n", number.into())])
    }

    /// Returns a message with values in it; `None` if there is none under the key.
    #[must_use]
    pub fn find(&self, key: &str, values: &[(&str, FluentValue<'_>)]) -> Option<String> {
        self.bundle.find(key, values).or_else(|| self.english.find(key, values))
    }

    /// Returns a message with values in it, as a template of any theme asks for it.
    ///
    /// # Errors
    ///
    /// If there is none under the key, or it asks for a value that is not among these.
    pub fn told(&self, key: &str, values: &[(&str, FluentValue<'_>)]) -> Result<String, Untold> {
        let mut missing = None;
        let found = self.bundle.told(key, values, &mut missing);
        let found = found.or_else(|| self.english.told(key, values, &mut missing));
        match (found, missing) {
            (None, _) => Err(Untold::Key),
            (Some(_), Some(name)) if !self.faulty.contains(key) => Err(Untold::Value(name)),
            (Some(message), _) => Ok(message),
        }
    }

    /// Returns a message with values in it.
    ///
    /// # Panics
    ///
    /// If there is no such message in English: keys that the core asks for are there.
    #[must_use]
    pub fn with(&self, key: &str, values: &[(&str, FluentValue<'_>)]) -> String {
        self.find(key, values).unwrap_or_else(|| panic!("there is no message `{key}`"))
    }

    /// Returns a message.
    ///
    /// # Panics
    ///
    /// If there is no such message in English: keys that the core asks for are there.
    #[must_use]
    pub fn get(&self, key: &str) -> String {
        self.with(key, &[])
    }
}

/// Returns the catalogues of a language: of the same script, and of its region or none.
fn matching<'a>(
    language: &str,
    catalogues: &'a [Catalogue],
) -> Vec<(&'a Catalogue, LanguageIdentifier)> {
    let expander = LocaleExpander::new_extended();
    let whole = |tag: &str| {
        let own = tag.parse::<LanguageIdentifier>().ok()?;
        let mut expanded = own.clone();
        expander.maximize(&mut expanded);
        Some((own, expanded))
    };
    let Some((_, wanted)) = whole(language) else { return Vec::new() };
    let known = catalogues.iter().filter_map(|catalogue| {
        let (own, expanded) = whole(&catalogue.language)?;
        let is_it = (expanded.language, expanded.script) == (wanted.language, wanted.script)
            && own.region.is_none_or(|region| Some(region) == wanted.region);
        is_it.then_some((catalogue, own))
    });
    known.collect()
}

/// The messages of one language alone.
struct Bundle {
    fluent: FluentBundle<Arc<FluentResource>>,
    /// The plural categories of the numbers from 0 on, as far as they are at hand.
    categories: Vec<String>,
}

impl Bundle {
    fn new<'a>(language: &str, catalogues: impl IntoIterator<Item = &'a Catalogue>) -> Self {
        let language = language.parse().unwrap_or_default();
        let mut fluent = FluentBundle::new_concurrent(vec![language]);
        // Names in other scripts stand in elements that isolate them.
        fluent.set_use_isolating(false);
        let category = FluentResource::try_new(PLURAL_CATEGORY.to_owned());
        fluent.add_resource_overriding(Arc::new(category.expect("it is sound")));
        for catalogue in catalogues {
            fluent.add_resource_overriding(catalogue.resource.clone());
        }
        let mut this = Self { fluent, categories: Vec::new() };
        let category = |n: i64| this.find("plural-category", &[("n", n.into())]);
        this.categories = (0..N_CATEGORIES).filter_map(category).collect();
        this
    }

    fn find(&self, key: &str, values: &[(&str, FluentValue<'_>)]) -> Option<String> {
        // A value that is missing is shown by its name; catalogues are checked for that.
        self.told(key, values, &mut None)
    }

    /// Returns a message, and tells the name of a value that it lacks.
    fn told(
        &self,
        key: &str,
        values: &[(&str, FluentValue<'_>)],
        missing: &mut Option<String>,
    ) -> Option<String> {
        let pattern = self.fluent.get_message(key)?.value()?;
        // Most messages are as short.
        let mut text = String::with_capacity(32);
        if self.write(pattern, values, &mut text).is_some() {
            return Some(text);
        }
        let args: FluentArgs<'_> =
            values.iter().map(|(name, value)| (*name, value.clone())).collect();
        let mut errors = Vec::new();
        let text = self.fluent.format_pattern(pattern, Some(&args), &mut errors).into_owned();
        *missing = errors.into_iter().find_map(|error| match error {
            FluentError::ResolverError(ResolverError::Reference(ReferenceKind::Variable {
                id,
            })) => Some(id),
            _ => None,
        });
        Some(text)
    }

    /// Writes a message as Fluent does, which takes many times as long: pages ask for hundreds.
    /// `None` if there is more in it than texts and whole numbers, and variants by these.
    fn write(
        &self,
        pattern: &Pattern<&str>,
        values: &[(&str, FluentValue<'_>)],
        text: &mut String,
    ) -> Option<()> {
        let value_of = |expression: &InlineExpression<&str>| {
            let InlineExpression::VariableReference { id } = expression else { return None };
            values.iter().find(|(name, _)| *name == id.name).map(|(_, value)| value)
        };
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => text.push_str(value),
                PatternElement::Placeable { expression: Expression::Inline(inline) } => {
                    match value_of(inline)? {
                        FluentValue::String(value) => text.push_str(value),
                        FluentValue::Number(number) => write!(text, "{}", whole(number)?).ok()?,
                        _ => return None,
                    }
                }
                PatternElement::Placeable {
                    expression: Expression::Select { selector, variants },
                } => {
                    let name = match value_of(selector)? {
                        FluentValue::String(value) => value,
                        FluentValue::Number(number) => {
                            self.categories.get(usize::try_from(whole(number)?).ok()?)?.as_str()
                        }
                        _ => return None,
                    };
                    self.write(&variant(variants, name)?.value, values, text)?;
                }
            }
        }
        Some(())
    }
}

/// Returns a number that is whole, as all are that are counted.
fn whole(number: &FluentNumber) -> Option<i64> {
    let whole = number.value as i64;
    (whole as f64 == number.value).then_some(whole)
}

/// Returns the variant of a name, or else the default; `None` if some are for numbers.
fn variant<'a, 'p>(variants: &'p [Variant<&'a str>], name: &str) -> Option<&'p Variant<&'a str>> {
    if variants.iter().any(|it| matches!(it.key, VariantKey::NumberLiteral { .. })) {
        return None;
    }
    let is_named = |it: &&Variant<&str>| it.key == VariantKey::Identifier { name };
    variants.iter().find(is_named).or_else(|| variants.iter().find(|it| it.default))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(language: &str) -> Messages {
        let catalogue = |language, text| Catalogue::parse(language, text).0;
        Messages::new(
            language,
            &[
                catalogue(
                    "en",
                    "notes = { $n ->\n [one] a note\n *[other] { $n } notes\n }\nonly = x\n",
                ),
                catalogue("de-CH", "street = Strasse\n"),
                catalogue("de", "street = Straße\nnotes = { $n } Anmerkungen\n"),
                catalogue("zh-Hans", "notes = { $n } 条\n"),
                catalogue("de", "notes = { $n } Noten\n"),
            ],
        )
    }

    #[test]
    fn the_later_and_the_nearer_change_what_the_others_say() {
        assert_eq!(messages("de").get("street"), "Straße");
        assert_eq!(messages("de-CH").get("street"), "Strasse");
        assert_eq!(messages("de-CH").with("notes", &[("n", 2.into())]), "2 Noten");
        assert_eq!(messages("de").get("only"), "x");
        assert_eq!(messages("en-GB").with("notes", &[("n", 1.into())]), "a note");
    }

    #[test]
    fn a_script_tells_languages_apart() {
        assert!(messages("zh").has_language() && messages("zh-CN").has_language());
        assert!(!messages("zh-TW").has_language() && !messages("sw").has_language());
    }

    #[test]
    fn what_is_wrong_has_its_place() {
        let (catalogue, errors) = Catalogue::parse("en", "a = b\nc = { $\nd = { e\nf = g\n");
        let starts: Vec<usize> = errors.iter().map(|error| error.at.start).collect();
        assert!(matches!(starts[..], [6..=13, 14..=22]), "{errors:?}");
        assert_eq!(catalogue.unread, ["c", "d"]);
        // What is sound is there, and of the others nobody is told twice.
        let faulty = catalogue.unread.iter().cloned().collect();
        let messages = Messages::new("en", &[catalogue]).with_faulty(faulty);
        assert_eq!(messages.get("f"), "g");
        assert!(messages.fixed().any(|it| it == ("c", "c")));
        let text = "a = { $n ->\n [one] b\n *[other] { $m }\n }\n";
        let (catalogue, errors) = Catalogue::parse("en", text);
        assert_eq!(errors, []);
        let found: Vec<_> = catalogue.messages().collect();
        assert_eq!(found, [("a", BTreeSet::from(["m", "n"]))]);
    }

    #[test]
    fn a_value_that_is_not_given_is_told_by_its_name() {
        let told = |key, values: &[_]| messages("en").told(key, values);
        assert_eq!(told("notes", &[("n", 2.into())]), Ok("2 notes".to_owned()));
        assert_eq!(told("notes", &[("m", 2.into())]), Err(Untold::Value("n".to_owned())));
        assert_eq!(told("x", &[]), Err(Untold::Key));
        let faulty = messages("en").with_faulty(BTreeSet::from(["notes".to_owned()]));
        assert_eq!(faulty.told("notes", &[]).as_deref(), Ok("{$n} notes"));
    }

    #[test]
    fn what_is_written_is_what_fluent_writes() {
        for (language, text) in [
            ("en", include_str!("../../themes/folio/locales/en.ftl")),
            ("ar", include_str!("../../themes/folio/locales/ar.ftl")),
            ("ru", include_str!("../../themes/folio/locales/ru.ftl")),
            ("en", "a = { $n ->\n [0] none\n [one] one\n *[other] { $n }\n }\nb = { $k }{\" \"}\n"),
        ] {
            let (catalogue, errors) = Catalogue::parse(language, text);
            assert_eq!(errors, []);
            let bundle = Bundle::new(language, [&catalogue]);
            let numbers = [0, 1, 2, 3, 5, 11, 21, 99, 100, 102, 1_000_000, -1];
            let values = numbers.map(FluentValue::from).into_iter();
            let values = values.chain(["note", "one", "x"].map(FluentValue::from));
            for (value, (key, names)) in
                values.flat_map(|value| catalogue.messages().map(move |it| (value.clone(), it)))
            {
                let given: Vec<_> = names.iter().map(|&name| (name, value.clone())).collect();
                let args = given.iter().cloned().collect();
                let pattern = bundle.fluent.get_message(key).and_then(|it| it.value());
                let pattern = pattern.expect("it is a message");
                let told = bundle.fluent.format_pattern(pattern, Some(&args), &mut Vec::new());
                assert_eq!(bundle.find(key, &given).as_deref(), Some(&*told), "{key}: {value:?}");
            }
        }
    }
}
