//! Decodes YAML mappings field by field, going on after a problem.

use serde_yaml::{Mapping, Value};

use super::{Part, Step, YamlFile, nearest_name, url_problem};
use crate::{
    diag::{CODES, Diagnostics, Place, Problem},
    model::{Allow, Date},
};

/// A mapping under the eyes of the decoder: where it stands, what it may hold.
pub(super) struct Entry<'a> {
    pub(super) yaml: &'a YamlFile,
    pub(super) path: Vec<Step>,
    map: &'a Mapping,
    of: &'static str,
    pub(super) diagnostics: &'a Diagnostics,
}

impl<'a> Entry<'a> {
    /// Returns the mapping at `path`, its unknown keys reported, or reports that it is none.
    pub(super) fn new(
        yaml: &'a YamlFile,
        path: Vec<Step>,
        value: &'a Value,
        (of, known): (&'static str, &'static [&'static str]),
        diagnostics: &'a Diagnostics,
    ) -> Option<Self> {
        let Value::Mapping(map) = value else {
            report_type(yaml, &path, "a mapping of keys and values", value, diagnostics);
            return None;
        };
        let entry = Self { yaml, path, map, of, diagnostics };
        for key in map.keys() {
            match key.as_str() {
                Some(key) if known.contains(&key) => {}
                Some(key) => entry.report_unknown_key(key, known),
                None => entry.report_unknown_key(&scalar(key), known),
            }
        }
        Some(entry)
    }

    fn report_unknown_key(&self, key: &str, known: &'static [&'static str]) {
        let problem = Problem::UnknownKey {
            key: key.to_owned(),
            of: self.of,
            suggestion: nearest_name(key, known.iter().copied()),
            known,
        };
        self.report(problem, key, Part::Key);
    }

    /// Reports a problem at a field.
    pub(super) fn report(&self, problem: Problem, field: &str, part: Part) {
        self.diagnostics.report(problem, self.place(field, part));
    }

    /// Reports a problem of the value at a path.
    pub(super) fn report_at(&self, problem: Problem, path: &[Step]) {
        self.diagnostics.report(problem, self.yaml.place(path, Part::Value));
    }

    /// Returns the one of `names` that `name` is probably a misspelling of; none where so
    /// much is wrong with the file that it may not be told.
    pub(super) fn nearest<'n>(
        &self,
        name: &str,
        names: impl IntoIterator<Item = &'n str>,
    ) -> Option<String> {
        self.diagnostics.nearest_name(&self.yaml.file.path, name, names)
    }

    /// Returns the place of a field, or of the entry if the field is not there.
    pub(super) fn place(&self, field: &str, part: Part) -> Place {
        self.yaml.place(&self.path_of(field), part)
    }

    pub(super) fn path_of(&self, field: &str) -> Vec<Step> {
        let mut path = self.path.clone();
        path.push(field.into());
        path
    }

    /// Reports that a field is missing, at the first line of the entry.
    pub(super) fn report_missing(&self, field: &'static str, of: &'static str) {
        let problem = Problem::MissingField { field, of };
        let first = self.map.keys().next().and_then(Value::as_str);
        let place = match first {
            Some(key) => self.place(key, Part::Key),
            None => self.yaml.place(&self.path, Part::Value),
        };
        self.diagnostics.report(problem, place);
    }

    /// Returns a field's value; a field that says nothing counts as absent.
    pub(super) fn get(&self, field: &str) -> Option<&'a Value> {
        self.map.get(field).filter(|value| match value {
            Value::Null => false,
            Value::String(text) => !text.trim().is_empty(),
            _ => true,
        })
    }

    pub(super) fn text(&self, field: &'static str) -> Option<String> {
        self.text_of(field, self.get(field)?)
    }

    pub(super) fn required_text(&self, field: &'static str) -> Option<String> {
        if self.get(field).is_none() {
            self.report_missing(field, self.of);
        }
        self.text(field)
    }

    fn text_of(&self, field: &str, value: &Value) -> Option<String> {
        match value {
            Value::String(text) => Some(text.clone()),
            other => {
                self.report_type(field, "text", other);
                None
            }
        }
    }

    /// Returns a text, or a number as text: a page, a year.
    pub(super) fn text_or_number(&self, field: &'static str) -> Option<String> {
        match self.get(field)? {
            Value::Number(number) => Some(number.to_string()),
            _ => self.text(field),
        }
    }

    pub(super) fn boolean(&self, field: &'static str) -> Option<bool> {
        match self.get(field)? {
            Value::Bool(value) => Some(*value),
            other => {
                self.report_type(field, "true or false", other);
                None
            }
        }
    }

    pub(super) fn integer(&self, field: &'static str) -> Option<i64> {
        let value = self.get(field)?;
        let number = value.as_i64();
        if number.is_none() {
            self.report_type(field, "a whole number", value);
        }
        number
    }

    pub(super) fn date(&self, field: &'static str) -> Option<Date> {
        let text = self.text_or_number(field)?;
        let date = text.parse().ok();
        if date.is_none() {
            self.report(Problem::InvalidDate { value: text }, field, Part::Value);
        }
        date
    }

    /// Returns an address whose scheme is allowed.
    pub(super) fn url(&self, field: &'static str) -> Option<String> {
        let value = self.text(field)?;
        if let Some(reason) = url_problem(&value) {
            self.report(Problem::InvalidUrl { value, reason }, field, Part::Value);
            return None;
        }
        Some(value)
    }

    /// Returns a well-formed language tag.
    pub(super) fn language(&self, field: &'static str) -> Option<String> {
        let value = self.text(field)?;
        if value.parse::<icu_locale::Locale>().is_err() {
            self.report(Problem::InvalidLanguage { value }, field, Part::Value);
            return None;
        }
        Some(value)
    }

    /// Returns one of a set of words.
    pub(super) fn choice<T: Copy>(
        &self,
        field: &'static str,
        choices: &[(&'static str, T)],
    ) -> Option<T> {
        let value = match self.get(field)? {
            Value::Bool(value) => value.to_string(),
            _ => self.text(field)?,
        };
        let found = choices.iter().find(|(word, _)| *word == value).map(|&(_, choice)| choice);
        if found.is_none() {
            let words: Vec<_> = choices.iter().map(|(word, _)| *word).collect();
            let suggestion = nearest_name(&value, words.iter().copied());
            let expected = words.join(", ");
            let problem = Problem::InvalidValue { field, value, expected, suggestion };
            self.report(problem, field, Part::Value);
        }
        found
    }

    /// Returns a list of texts; one text alone counts as a list of one.
    pub(super) fn texts(&self, field: &'static str) -> Vec<String> {
        self.texts_and_paths(field).into_iter().map(|(text, _)| text).collect()
    }

    /// Returns a list of texts, each with its path.
    pub(super) fn texts_and_paths(&self, field: &'static str) -> Vec<(String, Vec<Step>)> {
        if let Some(Value::String(text)) = self.get(field) {
            return vec![(text.clone(), self.path_of(field))];
        }
        let texts = self.items(field).filter_map(|(path, value)| match value {
            Value::String(text) => Some((text.clone(), path)),
            other => {
                report_type(self.yaml, &path, "text", other, self.diagnostics);
                None
            }
        });
        texts.collect()
    }

    /// Returns the items of a list with their paths.
    pub(super) fn items(
        &self,
        field: &'static str,
    ) -> impl Iterator<Item = (Vec<Step>, &'a Value)> + use<'a> {
        let items = match self.get(field) {
            None => [].as_slice(),
            Some(Value::Sequence(items)) => items.as_slice(),
            Some(other) => {
                self.report_type(field, "a list", other);
                &[]
            }
        };
        let path = self.path_of(field);
        items.iter().enumerate().map(move |(index, value)| {
            let mut path = path.clone();
            path.push(index.into());
            (path, value)
        })
    }

    /// Returns the items of a list of mappings, each decoded as an entry.
    pub(super) fn entries(
        &self,
        field: &'static str,
        shape: (&'static str, &'static [&'static str]),
    ) -> Vec<Self> {
        self.items(field)
            .filter_map(|(path, value)| Entry::new(self.yaml, path, value, shape, self.diagnostics))
            .collect()
    }

    /// Returns a field that is itself a mapping.
    pub(super) fn entry(
        &self,
        field: &'static str,
        shape: (&'static str, &'static [&'static str]),
    ) -> Option<Self> {
        let value = self.get(field)?;
        Entry::new(self.yaml, self.path_of(field), value, shape, self.diagnostics)
    }

    /// Returns the pairs of a field that maps free names to values.
    pub(super) fn named(&self, field: &'static str) -> Vec<(String, Vec<Step>, &'a Value)> {
        let map = match self.get(field) {
            None => return Vec::new(),
            Some(Value::Mapping(map)) => map,
            Some(other) => {
                self.report_type(field, "a mapping of names and values", other);
                return Vec::new();
            }
        };
        map.iter()
            .map(|(key, value)| {
                let name = scalar(key);
                let mut path = self.path_of(field);
                path.push(name.as_str().into());
                (name, path, value)
            })
            .collect()
    }

    pub(super) fn allow(&self) -> Vec<Allow> {
        self.entries("allow", ("allow", &["code", "reason"]))
            .into_iter()
            .filter_map(|entry| {
                let code = entry.required_text("code");
                let reason = entry.required_text("reason");
                let code = code?;
                if !CODES.contains(&code.as_str()) {
                    let suggestion = nearest_name(&code, CODES.iter().copied());
                    let problem = Problem::UnknownName { of: "code", name: code, suggestion };
                    entry.report(problem, "code", Part::Value);
                    return None;
                }
                Some(Allow { code, reason: reason? })
            })
            .collect()
    }

    fn report_type(&self, field: &str, expected: &'static str, found: &Value) {
        report_type(self.yaml, &self.path_of(field), expected, found, self.diagnostics);
    }
}

/// Reports a value of the wrong type.
pub(super) fn report_type(
    yaml: &YamlFile,
    path: &[Step],
    expected: &'static str,
    found: &Value,
    diagnostics: &Diagnostics,
) {
    let problem = Problem::WrongType { expected, found: type_of(found) };
    diagnostics.report(problem, yaml.place(path, Part::Value));
}

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
fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(value) => value.to_string(),
        Value::Null => "null".to_owned(),
        Value::Sequence(_) | Value::Mapping(_) | Value::Tagged(_) => type_of(value).to_owned(),
    }
}
