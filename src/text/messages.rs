//! What readers are told, in their language: catalogues of messages in Project Fluent
//! (<https://projectfluent.org/fluent/guide/>), plurals by CLDR.
//!
//! A catalogue has a language and lists messages, each under a key. Of several for a language,
//! the later change messages of the earlier. A message that a language lacks is told in
//! English.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
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
    CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement, Variant,
    VariantKey,
};
use icu_locale::{LanguageIdentifier, LocaleExpander};

/// The language of what has no message in any other.
const ENGLISH: &str = "en";

/// Of how many numbers, from 0 on, plural categories are at hand: what is counted is seldom more.
const N_CATEGORIES: i64 = 100;

/// The parser and whatever follows what it has read call themselves for each level of braces
/// and brackets; messages have three.
const MAX_DEPTH: usize = 50;

/// The most bytes that a message may come to, with those that it names: a long one has some
/// hundred. A value counts as [`VALUE`] each time that it is asked for.
const MAX_LENGTH: usize = 64_000;
const VALUE: usize = 1_000;

/// The most bytes that all messages of a language may come to: those of Postil have a fortieth.
const MAX_ALL: usize = 64 * MAX_LENGTH;

/// As many messages of a catalogue may not be closed; with more, nothing of it is read.
const MAX_UNCLOSED: usize = 20;

/// As many names of other messages are followed from one; Fluent itself ends after a hundred.
const MAX_FOLLOWED: usize = 1_000;

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
    /// read are left out, and all of a file that is nested too deeply, or in which one says
    /// nothing.
    #[must_use]
    pub fn parse(language: &str, text: &str) -> (Self, Vec<CatalogueError>) {
        let made = |resource, unread| Self {
            language: language.to_owned(),
            unread,
            resource: Arc::new(resource),
        };
        let nothing = |error| {
            let resource = FluentResource::try_new(String::new());
            (made(resource.unwrap_or_else(|(resource, _)| resource), Vec::new()), vec![error])
        };
        let mut text = text.to_owned();
        let (mut unread, mut told) = (Vec::new(), Vec::new());
        while let Err((error, of)) = refuse_depth(&text) {
            // One that is not closed is left out, and those behind it are read.
            let Some(of) = of.filter(|_| told.len() < MAX_UNCLOSED) else {
                return nothing(error);
            };
            unread.push(key_of(&text[of.clone()]).to_owned());
            let blank = |c: char| if c == '\n' { "\n".into() } else { " ".repeat(c.len_utf8()) };
            let blank: String = text[of.clone()].chars().map(blank).collect();
            text.replace_range(of, &blank);
            told.push(error);
        }
        let (resource, errors) = match FluentResource::try_new(text) {
            Ok(resource) => (resource, Vec::new()),
            Err((resource, errors)) => (resource, errors),
        };
        unread.extend(resource.entries().filter_map(|entry| match entry {
            Entry::Junk { content } => {
                Some(key_of(content).to_owned()).filter(|key| !key.is_empty())
            }
            _ => None,
        }));
        let this = made(resource, unread);
        if let Some(error) = this.without_value() {
            return nothing(error);
        }
        let error = |it: fluent_syntax::parser::ParserError| CatalogueError {
            at: it.pos,
            message: it.kind.to_string(),
        };
        told.extend(errors.into_iter().map(error));
        told.sort_by_key(|error| error.at.start);
        (this, told)
    }

    /// Returns where a name that [`Self::messages`] has returned stands in the file, in bytes.
    #[must_use]
    pub fn offset(&self, name: &str) -> usize {
        // Names are parts of the file's text, not copies.
        name.as_ptr().addr() - self.resource.source().as_ptr().addr()
    }

    /// Returns what is wrong with the first message that has only attributes: it would stand
    /// for one that says something.
    fn without_value(&self) -> Option<CatalogueError> {
        let name = self.resource.entries().find_map(|entry| match entry {
            Entry::Message(message) if message.value.is_none() => Some(message.id.name),
            _ => None,
        })?;
        let start = self.offset(name);
        let message = format!("`{name}` says nothing; write its text behind the `=`");
        Some(CatalogueError { at: start..start + name.len(), message })
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

/// Refuses what is nested too deeply to be parsed, and what may be, in another reading: then
/// with the message that is not closed.
///
/// The parser takes up a text again where a message seems to begin, whatever is open, so
/// nothing may be open there.
fn refuse_depth(text: &str) -> Result<(), (CatalogueError, Option<Range<usize>>)> {
    // Of each brace and bracket that is open, whether text stands in it: variants.
    let mut open: Vec<bool> = Vec::new();
    // Where the message begins, and its first brace that is open.
    let (mut start, mut first) = (0, 0);
    let mut is_string = false;
    let mut is_line_start = true;
    let mut signs = text.char_indices().peekable();
    while let Some((at, sign)) = signs.next() {
        let refuse = |message: String| CatalogueError { at: at..at + sign.len_utf8(), message };
        if is_line_start && (sign.is_ascii_alphabetic() || matches!(sign, '-' | '#')) {
            if !open.is_empty() {
                let message = "this is not closed before the next message begins; close it, or \
                               indent the lines that belong to it";
                let error = CatalogueError { at: first..first + 1, message: message.to_owned() };
                return Err((error, Some(start..at)));
            }
            start = at;
            if sign == '#' {
                while signs.next_if(|(_, sign)| *sign != '\n').is_some() {}
                continue;
            }
        }
        is_line_start = sign == '\n';
        let is_text = open.last().copied().unwrap_or(true);
        if open.is_empty() {
            first = at;
        }
        match sign {
            '\n' => is_string = false,
            '\\' if is_string => _ = signs.next_if(|(_, sign)| *sign != '\n'),
            '"' if !is_text => is_string = !is_string,
            _ if is_string => {}
            '{' => open.push(false),
            '(' if !is_text => open.push(false),
            '}' => _ = open.pop(),
            ')' if !is_text => _ = open.pop(),
            '-' if !is_text && signs.peek().is_some_and(|(_, sign)| *sign == '>') => {
                open.pop();
                open.push(true);
            }
            _ => {}
        }
        if open.len() > MAX_DEPTH {
            let message = format!(
                "braces are nested over {MAX_DEPTH} deep; make messages of their own of them"
            );
            return Err((refuse(message), None));
        }
    }
    Ok(())
}

/// Returns the messages that would come to too much, alone or with those before them: the number
/// of the catalogue, of those that a language (BCP 47) is told by, and the name.
#[must_use]
pub fn too_long<'a>(language: &str, catalogues: &'a [Catalogue]) -> Vec<(usize, &'a str)> {
    let own: Vec<&Catalogue> =
        matching(language, catalogues).into_iter().map(|(catalogue, _)| catalogue).collect();
    let is_own = |it: &Catalogue| own.iter().any(|own| Arc::ptr_eq(&own.resource, &it.resource));
    let mut found = Vec::new();
    let groups: [&dyn Fn(&Catalogue) -> bool; 2] = [&is_own, &|it| it.language == ENGLISH];
    for group in groups {
        let told = || catalogues.iter().enumerate().filter(|(_, catalogue)| group(catalogue));
        let mut lengths = Lengths::of(told().map(|(_, catalogue)| catalogue));
        let mut all = 0;
        for (index, catalogue) in told() {
            for entry in catalogue.resource.entries() {
                let Entry::Message(message) = entry else { continue };
                lengths.n_left = MAX_FOLLOWED;
                let length = message.value.as_ref().map_or(0, |it| lengths.pattern(it));
                all += length.min(MAX_LENGTH);
                if length > MAX_LENGTH || all > MAX_ALL {
                    found.push((index, message.id.name));
                }
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// How long texts may become.
struct Lengths<'a> {
    /// What messages, terms (`-name`) and attributes (`name.attribute`) say in any catalogue:
    /// which of them counts is not asked.
    patterns: HashMap<String, Vec<&'a Pattern<&'a str>>>,
    n_left: usize,
}

impl<'a> Lengths<'a> {
    fn of(catalogues: impl Iterator<Item = &'a Catalogue>) -> Self {
        let mut patterns: HashMap<String, Vec<&'a Pattern<&'a str>>> = HashMap::new();
        let mut add = |name: String, pattern| patterns.entry(name).or_default().push(pattern);
        for entry in catalogues.flat_map(|catalogue| catalogue.resource.entries()) {
            let (name, value, attributes) = match entry {
                Entry::Message(it) => (it.id.name.to_owned(), it.value.as_ref(), &it.attributes),
                Entry::Term(it) => (format!("-{}", it.id.name), Some(&it.value), &it.attributes),
                _ => continue,
            };
            for attribute in attributes {
                add(format!("{name}.{}", attribute.id.name), &attribute.value);
            }
            value.into_iter().for_each(|value| add(name.clone(), value));
        }
        Self { patterns, n_left: 0 }
    }

    fn pattern(&mut self, pattern: &'a Pattern<&'a str>) -> usize {
        let mut length = 0;
        for element in &pattern.elements {
            length += match element {
                PatternElement::TextElement { value } => value.len(),
                PatternElement::Placeable { expression } => self.expression(expression),
            };
            if length > MAX_LENGTH {
                break;
            }
        }
        length
    }

    fn expression(&mut self, expression: &'a Expression<&'a str>) -> usize {
        match expression {
            Expression::Inline(inline) => self.inline(inline),
            Expression::Select { selector, variants } => {
                let selector = self.inline(selector);
                let longest = variants.iter().map(|variant| self.pattern(&variant.value)).max();
                selector + longest.unwrap_or_default()
            }
        }
    }

    fn inline(&mut self, inline: &'a InlineExpression<&'a str>) -> usize {
        let of = |attribute: &Option<fluent_syntax::ast::Identifier<&str>>| {
            attribute.as_ref().map(|it| format!(".{}", it.name)).unwrap_or_default()
        };
        match inline {
            InlineExpression::StringLiteral { value }
            | InlineExpression::NumberLiteral { value } => value.len(),
            InlineExpression::VariableReference { .. } => VALUE,
            InlineExpression::Placeable { expression } => self.expression(expression),
            InlineExpression::FunctionReference { arguments, .. } => self.arguments(arguments),
            InlineExpression::MessageReference { id, attribute } => {
                self.named(&format!("{}{}", id.name, of(attribute)))
            }
            InlineExpression::TermReference { id, attribute, arguments } => {
                let given = arguments.as_ref().map_or(0, |it| self.arguments(it));
                given + self.named(&format!("-{}{}", id.name, of(attribute)))
            }
        }
    }

    fn arguments(&mut self, arguments: &'a CallArguments<&'a str>) -> usize {
        let positional = arguments.positional.iter();
        let all = positional.chain(arguments.named.iter().map(|named| &named.value));
        all.map(|it| self.inline(it)).sum()
    }

    fn named(&mut self, name: &str) -> usize {
        let Some(left) = self.n_left.checked_sub(1) else { return MAX_LENGTH + 1 };
        self.n_left = left;
        let patterns = self.patterns.get(name).cloned().unwrap_or_default();
        patterns.into_iter().map(|it| self.pattern(it)).max().unwrap_or_default()
    }
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

    #[track_caller]
    fn refused(text: &str, at: usize, message: &str) {
        let (_, errors) = Catalogue::parse("en", text);
        let error = errors.first().expect("it is refused");
        assert_eq!(error.at.start, at, "{error:?}");
        assert!(error.message.contains(message), "{error:?}");
    }

    #[test]
    fn nesting_has_an_end() {
        let nested = |n: usize| format!("a = {}\"x\"{}\n", "{".repeat(n), "}".repeat(n));
        assert_eq!(Catalogue::parse("en", &nested(MAX_DEPTH)).1, []);
        refused(&nested(MAX_DEPTH + 1), 4 + MAX_DEPTH, "nested over 50 deep");
        refused(&nested(100_000), 4 + MAX_DEPTH, "nested over 50 deep");
        let calls = format!("a = {{ {}1{} }}\n", "F(".repeat(100_000), ")".repeat(100_000));
        refused(&calls, 105, "nested over 50 deep");
        let selects = format!("a = {}", "{ $n ->\n *[o] ".repeat(100_000));
        refused(&selects, 704, "nested over 50 deep");
        // A quotation mark begins no string in a text, nor does one that is not closed hide a line.
        let braces = "{".repeat(100_000);
        refused(&format!("a = \"{braces}"), 55, "nested over 50 deep");
        refused(&format!("a = {{ $n ->\n *[o] \"{braces}"), 68, "nested over 50 deep");
        refused(&format!("a = {{ \"\n {braces}"), 58, "nested over 50 deep");
        refused(&format!("a = {{\nb = \"{braces}"), 61, "nested over 50 deep");
        refused(&format!("a = {{\n# \"{braces}\nb = {{\nc = d\n"), 4, "not closed");
        let unclosed = "a = {\n".repeat(MAX_UNCLOSED + 1) + "b = c\n";
        assert_eq!(Catalogue::parse("en", &unclosed).1.len(), 1);
        for text in ["# {{{\n", "a = { \"{\" }\n", "a = { \"\\\"{\" }\n", "a = ( ) \"\n", "\"{"] {
            let many = format!("{text}b = c\n").repeat(60);
            let (_, told) = Catalogue::parse("en", &many);
            assert!(!format!("{told:?}").contains("nested") || text == "\"{", "{told:?}");
        }
    }

    #[test]
    fn a_message_says_something() {
        refused("a = b\nglossary =\n    .x = y\n", 6, "`glossary` says nothing");
    }

    #[track_caller]
    fn check_long(text: &str, expected: &[&str]) {
        let all = [Catalogue::parse("en", text).0];
        let found: Vec<_> = too_long("en", &all).into_iter().map(|(_, name)| name).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn messages_do_not_multiply() {
        let long = "x".repeat(MAX_LENGTH);
        check_long(&format!("a = {long}\n"), &[]);
        check_long(&format!("a = {long}x\n"), &["a"]);
        check_long(&format!("a = {long}\nb = {{a}}\nc = {{b}}{{b}}\n"), &["c"]);
        check_long(&format!("-a = {long}\n    .b = c\nb = {{-a}}!\nc = {{ \"!\" }}\n"), &["b"]);
        check_long(&format!("a = {{ $n ->\n [one] {long}!\n *[other] x\n }}\n"), &["a"]);
        check_long("a = {b}\nb = {a}\n", &["a", "b"]);
        check_long(&format!("a = {}\n", "{$n}".repeat(64)), &[]);
        check_long(&format!("a = {}\n", "{$n}".repeat(65)), &["a"]);
        let doubled: String =
            (0..60).map(|n| format!("a{n} = {{a{0}}}{{a{0}}}\n", n + 1)).collect();
        let (told, _) = Catalogue::parse("en", &doubled);
        assert!(too_long("en", &[told]).len() > 50);
        let many: String = (0..70).map(|n| format!("a{n} = {{a}}\n")).collect();
        let (told, _) = Catalogue::parse("en", &format!("a = {long}\n{many}"));
        assert_eq!(too_long("en", std::slice::from_ref(&told)).len(), 7);
        assert_eq!(too_long("en", &[]).len() + too_long("de", &[]).len(), 0);
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
