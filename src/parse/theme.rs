//! `themes/NAME/theme.yaml`.

use serde_yaml::Value;

use super::{
    Part, YamlFile,
    entry::{Entry, report_type},
};
use crate::{
    diag::{Diagnostics, Place, Problem, nearest_name},
    model::OptionValue,
};

const THEME: (&str, &[&str]) = ("theme.yaml", &["name", "description", "extends", "options"]);

/// What a theme says of itself.
#[derive(Debug, Default)]
pub struct ThemeMatter {
    /// The theme it extends, and where it says so.
    pub extends: Option<(String, Place)>,
    /// Its options with their defaults.
    pub options: Vec<(String, OptionValue)>,
}

/// Decodes a `theme.yaml`; what is wrong is reported and left out.
#[must_use]
pub fn theme_matter(yaml: &YamlFile, diagnostics: &Diagnostics) -> ThemeMatter {
    if yaml.value.is_null() {
        return ThemeMatter::default();
    }
    let Some(entry) = Entry::new(yaml, Vec::new(), &yaml.value, THEME, diagnostics) else {
        return ThemeMatter::default();
    };
    let extends = entry.text("extends").map(|name| (name, entry.place("extends", Part::Value)));
    ThemeMatter { extends, options: options(&entry, "options") }
}

/// Decodes options by name: flags, whole numbers, texts.
pub(super) fn options(entry: &Entry<'_>, field: &'static str) -> Vec<(String, OptionValue)> {
    let named = entry.named(field).into_iter();
    named
        .filter_map(|(name, path, value)| {
            let decoded = match value {
                Value::Bool(flag) => Some(OptionValue::Flag(*flag)),
                Value::Number(number) => number.as_i64().map(OptionValue::Number),
                Value::String(text) => Some(OptionValue::Text(text.clone())),
                _ => None,
            };
            if decoded.is_none() {
                let expected = "true or false, a whole number or text";
                report_type(entry.yaml, &path, expected, value, entry.diagnostics);
            }
            Some((name, decoded?))
        })
        .collect()
}

/// Lays what an edition sets over a theme's defaults.
///
/// `yaml` is the `edition.yaml` that sets them, for the places of options that
/// the theme does not have or that are of another type.
#[must_use]
pub fn chosen_options(
    defaults: &[(String, OptionValue)],
    set: &[(String, OptionValue)],
    yaml: &YamlFile,
    diagnostics: &Diagnostics,
) -> Vec<(String, OptionValue)> {
    let mut chosen = defaults.to_vec();
    for (name, value) in set {
        let place = |part| yaml.place(&["theme_options".into(), name.as_str().into()], part);
        let Some((_, own)) = chosen.iter_mut().find(|(known, _)| known == name) else {
            let names = defaults.iter().map(|(known, _)| known.as_str());
            let suggestion = nearest_name(name, names);
            let problem =
                Problem::UnknownName { of: "theme option", name: name.clone(), suggestion };
            diagnostics.report(problem, place(Part::Key));
            continue;
        };
        if std::mem::discriminant(own) == std::mem::discriminant(value) {
            *own = value.clone();
        } else {
            let problem = Problem::WrongType { expected: type_of(own), found: type_of(value) };
            diagnostics.report(problem, place(Part::Value));
        }
    }
    chosen
}

const fn type_of(value: &OptionValue) -> &'static str {
    match value {
        OptionValue::Flag(_) => "true or false",
        OptionValue::Number(_) => "a whole number",
        OptionValue::Text(_) => "text",
    }
}
