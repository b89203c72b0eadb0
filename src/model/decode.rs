//! Reads YAML values as the types of `model`, going on after a problem.
//!
//! How a value is written and what it is read as may be two types: one text or several
//! become a `Vec<String>`. [`Written`] ties them; `describe.rs` defines most of them.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
    marker::PhantomData,
};

use indexmap::IndexMap;
use serde_yaml::{Mapping, Value};

use super::{
    Settings, Source, Term,
    describe::{like, schema},
};
use crate::{
    diag::{Diagnostic, Diagnostics, Place, Problem},
    yaml::{Part, Step, YamlFile},
};

/// A way of writing a value, as editors know it.
pub(crate) trait Written {
    /// What it is read as.
    type Value;

    /// Returns the value, or reports why it is none.
    fn decode(value: &Value, at: &At<'_>) -> Option<Self::Value>;
}

/// What entries may refer to by name.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Known<'a> {
    /// The edition's settings: ratings and editors.
    pub settings: Option<&'a Settings>,
    /// The bibliography.
    pub sources: &'a [Source],
    /// The glossary.
    pub terms: &'a [Term],
    /// The slugs of the articles.
    pub articles: &'a [&'a str],
    /// The languages of the article's translations; `None` if nobody knows them.
    pub translations: Option<&'a [&'a str]>,
}

/// A file that is read, and what it is read with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reading<'a> {
    /// The file.
    pub yaml: &'a YamlFile,
    /// What its entries may refer to.
    pub known: Known<'a>,
    /// Where problems go.
    pub diagnostics: &'a Diagnostics,
}

impl Reading<'_> {
    /// Returns the place of the file's value.
    pub(crate) fn root(&self) -> At<'_> {
        At { reading: self, way: None }
    }

    /// Returns what a file says that is a mapping; nothing if it is empty or cannot be read.
    pub(crate) fn mapping<W: Written>(&self) -> Option<W::Value> {
        let value = Some(&self.yaml.value).filter(|value| !value.is_null())?;
        W::decode(value, &self.root())
    }

    /// Returns the entries of a file that is a list of them, each with its index; what
    /// cannot be read is reported and left out. `what` the file should hold is told with its
    /// article: “a list of terms”.
    pub(crate) fn list<T>(
        &self,
        what: &'static str,
        decode: impl Fn(&Value, &At<'_>) -> Option<T>,
    ) -> Vec<(usize, T)> {
        match &*self.yaml.value {
            Value::Null => Vec::new(),
            value => self.root().items(what, value, decode).unwrap_or_default(),
        }
    }
}

/// Where a value stands: the steps that lead to it, from the last to the first.
#[derive(Debug, Clone, Copy)]
pub(crate) struct At<'a> {
    reading: &'a Reading<'a>,
    way: Option<(&'a Self, To<'a>)>,
}

/// One step, not yet on the heap.
#[derive(Debug, Clone, Copy)]
enum To<'a> {
    Key(&'a str),
    Index(usize),
}

impl At<'_> {
    /// Returns the place of a field of this value.
    pub(crate) fn key<'b>(&'b self, key: &'b str) -> At<'b> {
        At { reading: self.reading, way: Some((self, To::Key(key))) }
    }

    /// Returns the place of an item of this value.
    pub(crate) fn item(&self, index: usize) -> At<'_> {
        At { reading: self.reading, way: Some((self, To::Index(index))) }
    }

    /// Returns what entries may refer to.
    pub(super) fn known(&self) -> Known<'_> {
        self.reading.known
    }

    fn path(&self) -> Vec<Step> {
        let Some((outer, to)) = self.way else { return Vec::new() };
        let mut path = outer.path();
        path.push(match to {
            To::Key(key) => key.into(),
            To::Index(index) => index.into(),
        });
        path
    }

    /// Returns the place of the value or of its key.
    pub(crate) fn place(&self, part: Part) -> Place {
        self.reading.yaml.place(&self.path(), part)
    }

    /// Reports a problem of the value; there is none then.
    pub(crate) fn refuse<T>(&self, problem: Problem) -> Option<T> {
        self.reading.diagnostics.report(problem, self.place(Part::Value));
        None
    }

    /// Reports a problem of the value, which stays.
    pub(crate) fn report(&self, problem: Problem) {
        self.reading.diagnostics.report(problem, self.place(Part::Value));
    }

    /// Reports a problem at the key of the value.
    pub(crate) fn report_key(&self, problem: Problem) {
        self.reading.diagnostics.report(problem, self.place(Part::Key));
    }

    /// Reports a value of another type than `expected`, which is told with its article.
    pub(crate) fn report_type<T>(&self, expected: &'static str, found: &Value) -> Option<T> {
        self.refuse(Problem::WrongType { expected, found: type_of(found) })
    }

    /// Reports a value that is none of those that may stand here. What is `expected` is told
    /// in words; of `words` one may have been meant.
    pub(crate) fn refuse_value<T>(
        &self,
        value: String,
        expected: &str,
        words: &[&str],
    ) -> Option<T> {
        let steps = std::iter::successors(self.way, |(outer, _)| outer.way);
        let keys = steps.filter_map(|(_, to)| if let To::Key(key) = to { Some(key) } else { None });
        let field = keys.take(1).collect();
        let suggestion = self.nearest(&value, words.iter().copied());
        let expected = expected.to_owned();
        self.refuse(Problem::InvalidValue { field, value, expected, suggestion })
    }

    /// Returns the one of `names` that `name` is probably a misspelling of; none where so
    /// much is wrong with the file that it may not be told.
    fn nearest<'n>(&self, name: &str, names: impl IntoIterator<Item = &'n str>) -> Option<String> {
        let Reading { yaml, diagnostics, .. } = self.reading;
        diagnostics.nearest_name(&yaml.file.path, name, names)
    }

    /// Returns the items of a list, each with its index; what cannot be read is reported and
    /// left out. `what` the value should be is told with its article: “a list”.
    pub(super) fn items<T>(
        &self,
        what: &'static str,
        value: &Value,
        decode: impl Fn(&Value, &At<'_>) -> Option<T>,
    ) -> Option<Vec<(usize, T)>> {
        let Value::Sequence(items) = value else { return self.report_type(what, value) };
        let decode = |(index, item)| Some((index, decode(item, &self.item(index))?));
        Some(items.iter().enumerate().filter_map(decode).collect())
    }

    /// Returns the items of this list without those whose id another one has before them;
    /// reports these.
    pub(crate) fn without_repeated_ids<T>(
        &self,
        items: Vec<(usize, T)>,
        of: &'static str,
        id_of: impl Fn(&T) -> &str,
    ) -> Vec<(usize, T)> {
        let mut first: HashMap<String, usize> = HashMap::new();
        let is_first = |(index, item): &(usize, T)| {
            let id = id_of(item).to_owned();
            let earlier = *first.entry(id.clone()).or_insert(*index);
            if earlier != *index {
                let place = |index| self.item(index).key("id").place(Part::Value);
                let diagnostic = Diagnostic::new(Problem::DuplicateId { id, of }, place(*index));
                self.reading.diagnostics.push(diagnostic.with_related(place(earlier)));
            }
            earlier == *index
        };
        items.into_iter().filter(is_first).collect()
    }

    /// Returns `name` if it is one of the `names` there are; reports it if not.
    pub(crate) fn one_of<'n>(
        &self,
        of: &'static str,
        name: String,
        names: impl Iterator<Item = &'n str> + Clone,
    ) -> Option<String> {
        if names.clone().any(|known| known == name) {
            return Some(name);
        }
        let suggestion = self.nearest(&name, names);
        self.refuse(Problem::UnknownName { of, name, suggestion })
    }
}

/// Returns a text. Readers of YAML 1.1 take an unquoted `false` for a truth value; here it is
/// a word.
pub(super) fn word(value: &Value, at: &At<'_>) -> Option<String> {
    match value {
        Value::Bool(value) => Some(value.to_string()),
        _ => String::decode(value, at),
    }
}

/// Returns what a word stands for; reports it if it is none of those there are.
pub(super) fn choice<T: Copy>(
    value: &Value,
    at: &At<'_>,
    choices: &[(&'static str, T)],
) -> Option<T> {
    let given = word(value, at)?;
    if let Some((_, choice)) = choices.iter().find(|(word, _)| *word == given) {
        return Some(*choice);
    }
    let words: Vec<_> = choices.iter().map(|(word, _)| *word).collect();
    at.refuse_value(given, &words.join(", "), &words)
}

/// A mapping that is read field by field.
#[derive(Debug)]
pub(crate) struct Entry<'a> {
    map: &'a Mapping,
    /// What the mapping is, for messages: “annotation”.
    of: &'static str,
    /// Where it stands.
    pub(crate) at: At<'a>,
}

impl<'a> Entry<'a> {
    /// Returns a mapping, its unknown keys reported, or reports that the value is none.
    pub(crate) fn new(
        value: &'a Value,
        at: &At<'a>,
        of: &'static str,
        known: &'static [&'static str],
    ) -> Option<Self> {
        let Value::Mapping(map) = value else {
            return at.report_type("a mapping of keys and values", value);
        };
        for key in map.keys().map(name_of).filter(|key| !known.contains(&&**key)) {
            let suggestion = at.nearest(&key, known.iter().copied());
            at.key(&key).report_key(Problem::UnknownKey {
                key: key.to_string(),
                of,
                suggestion,
                known,
            });
        }
        Some(Self { map, of, at: *at })
    }

    /// Returns the value of a field; one that says nothing counts as absent.
    pub(crate) fn get(&self, key: &str) -> Option<&'a Value> {
        self.map.get(key).filter(|value| match value {
            Value::Null => false,
            Value::String(text) => !text.trim().is_empty(),
            _ => true,
        })
    }

    /// Returns which of two fields is there; reports it if that is not exactly one.
    pub(crate) fn either(&self, one: &'static str, other: &'static str) -> Option<&'static str> {
        match (self.get(one), self.get(other)) {
            (Some(_), None) => Some(one),
            (None, Some(_)) => Some(other),
            (Some(_), Some(_)) => {
                let of = self.of;
                self.at.key(other).report_key(Problem::BothFields { one, other, of });
                None
            }
            (None, None) => {
                self.report_missing(one, self.of);
                None
            }
        }
    }

    /// Returns what a field is read as; nothing if it is absent or reported.
    pub(crate) fn field<W: Written>(&self, key: &str) -> Option<W::Value> {
        W::decode(self.get(key)?, &self.at.key(key))
    }

    /// Returns what a field is read as, and reports it if it is absent.
    pub(crate) fn required<W: Written>(&self, key: &'static str) -> Option<W::Value> {
        if self.get(key).is_none() {
            self.report_missing(key, self.of);
        }
        self.field::<W>(key)
    }

    /// Reports that a field is missing, at the first line of the entry.
    pub(crate) fn report_missing(&self, field: &'static str, of: &'static str) {
        let problem = Problem::MissingField { field, of };
        match self.map.keys().next().and_then(Value::as_str) {
            Some(first) => self.at.key(first).report_key(problem),
            None => _ = self.at.refuse::<()>(problem),
        }
    }
}

/// What a field gives that is not there: `None`, or an empty list.
pub(crate) trait FromField<T> {
    /// Takes what the field was read as.
    fn from_field(field: Option<T>) -> Self;
}

impl<T> FromField<T> for Option<T> {
    fn from_field(field: Self) -> Self {
        field
    }
}

impl<T> FromField<Self> for Vec<T> {
    fn from_field(field: Option<Self>) -> Self {
        field.unwrap_or_default()
    }
}

impl<K, V> FromField<Self> for IndexMap<K, V> {
    fn from_field(field: Option<Self>) -> Self {
        field.unwrap_or_default()
    }
}

/// Any value, as it is.
impl Written for Value {
    type Value = Self;

    fn decode(value: &Self, _: &At<'_>) -> Option<Self> {
        Some(value.clone())
    }
}

impl Written for String {
    type Value = Self;

    fn decode(value: &Value, at: &At<'_>) -> Option<Self> {
        match value {
            Value::String(text) => Some(text.clone()),
            other => at.report_type("text", other),
        }
    }
}

impl Written for bool {
    type Value = Self;

    fn decode(value: &Value, at: &At<'_>) -> Option<Self> {
        value.as_bool().or_else(|| at.report_type("true or false", value))
    }
}

impl Written for i64 {
    type Value = Self;

    fn decode(value: &Value, at: &At<'_>) -> Option<Self> {
        value.as_i64().or_else(|| at.report_type("a whole number", value))
    }
}

/// A list; items that cannot be read are left out.
impl<W: Written> Written for Vec<W> {
    type Value = Vec<W::Value>;

    fn decode(value: &Value, at: &At<'_>) -> Option<Self::Value> {
        let items = at.items("a list", value, W::decode)?.into_iter();
        Some(items.map(|(_, item)| item).collect())
    }
}

/// One text, or several.
#[derive(Debug)]
pub(crate) struct Texts<W>(PhantomData<W>);

impl<W: Written> Written for Texts<W> {
    type Value = Vec<W::Value>;

    fn decode(value: &Value, at: &At<'_>) -> Option<Self::Value> {
        match value {
            Value::String(_) => Some(W::decode(value, at).into_iter().collect()),
            _ => Vec::<W>::decode(value, at),
        }
    }
}

schema!(Texts<W>, "Texts", |_| {
    "description": "One text, or several.",
    "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }],
});

/// A mapping of free names to values.
#[derive(Debug)]
pub(crate) struct Named<W>(PhantomData<W>);

impl<W: Written> Written for Named<W> {
    type Value = Vec<(String, W::Value)>;

    fn decode(value: &Value, at: &At<'_>) -> Option<Self::Value> {
        let Value::Mapping(map) = value else {
            return at.report_type("a mapping of names and values", value);
        };
        let pairs = map.iter().filter_map(|(key, value)| {
            let name = name_of(key);
            Some((name.to_string(), W::decode(value, &at.key(&name))?))
        });
        Some(pairs.collect())
    }
}

like!(Named<W>, BTreeMap::<String, W>);

/// A text, or a number that is read as one: a page, a year.
#[derive(Debug)]
pub(crate) struct Locator;

impl Written for Locator {
    type Value = String;

    fn decode(value: &Value, at: &At<'_>) -> Option<String> {
        match value {
            Value::Number(number) => Some(number.to_string()),
            _ => String::decode(value, at),
        }
    }
}

schema!(Locator, "Place", |_| {
    "description": "A place in a source: a page, a paragraph.",
    "anyOf": [{ "type": "string" }, { "type": "integer", "format": "int64" }],
});

/// A value that is there for people.
#[derive(Debug, Clone)]
pub struct Unread;

impl Written for Unread {
    type Value = Self;

    fn decode(_: &Value, _: &At<'_>) -> Option<Self> {
        Some(Self)
    }
}

like!(Unread, serde_json::Value);

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Sequence(_) => "a list",
        Value::Mapping(_) => "a mapping",
        Value::Tagged(_) => "a value with a tag",
    }
}

/// Returns a key as text, as far as it has any.
fn name_of(key: &Value) -> Cow<'_, str> {
    match key {
        Value::String(text) => text.into(),
        Value::Number(number) => number.to_string().into(),
        Value::Bool(value) => value.to_string().into(),
        Value::Null => "null".into(),
        Value::Sequence(_) | Value::Mapping(_) | Value::Tagged(_) => type_of(key).into(),
    }
}
