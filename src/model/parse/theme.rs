//! `themes/NAME/theme.yaml`.

use crate::{
    diag::{Diagnostics, Problem, nearest_name},
    model::{
        OptionValue, ThemeOption,
        decode::{Known, Reading},
    },
    yaml::{Part, YamlFile},
};

pub use crate::model::ThemeMatter;

/// Decodes a `theme.yaml`; what is wrong is reported and left out.
#[must_use]
pub fn theme_matter(yaml: &YamlFile, diagnostics: &Diagnostics) -> ThemeMatter {
    let reading = Reading { yaml, known: Known::default(), diagnostics };
    reading.mapping::<ThemeMatter>().unwrap_or_default()
}

/// Returns what a theme's options are where an edition sets none.
#[must_use]
pub fn default_options(options: &[(String, ThemeOption)]) -> Vec<(String, OptionValue)> {
    options.iter().map(|(name, option)| (name.clone(), option.default.clone())).collect()
}

/// Lays what an edition sets over a theme's defaults.
///
/// `yaml` is the `edition.yaml` that sets them, for the places of options that the theme
/// does not have, that are of another type, or that are none of the words to choose from.
#[must_use]
pub fn chosen_options(
    options: &[(String, ThemeOption)],
    set: &[(String, OptionValue)],
    yaml: &YamlFile,
    diagnostics: &Diagnostics,
) -> Vec<(String, OptionValue)> {
    let mut chosen = default_options(options);
    for (name, value) in set {
        let place = |part| yaml.place(&["theme_options".into(), name.as_str().into()], part);
        let Some(index) = options.iter().position(|(known, _)| known == name) else {
            let names = options.iter().map(|(known, _)| known.as_str());
            let suggestion = nearest_name(name, names);
            let problem =
                Problem::UnknownName { of: "theme option", name: name.clone(), suggestion };
            diagnostics.report(problem, place(Part::Key));
            continue;
        };
        let ThemeOption { default, words } = &options[index].1;
        let problem = match value {
            _ if std::mem::discriminant(default) != std::mem::discriminant(value) => {
                Problem::WrongType { expected: type_of(default), found: type_of(value) }
            }
            OptionValue::Text(text) if !words.is_empty() && !words.contains(text) => {
                Problem::InvalidValue {
                    field: name.clone(),
                    value: text.clone(),
                    expected: words.join(", "),
                    suggestion: nearest_name(text, words.iter().map(String::as_str)),
                }
            }
            _ => {
                chosen[index].1 = value.clone();
                continue;
            }
        };
        diagnostics.report(problem, place(Part::Value));
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
