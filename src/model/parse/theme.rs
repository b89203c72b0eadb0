//! `themes/NAME/theme.yaml`.

use crate::{
    diag::{Diagnostics, Problem, nearest_name},
    model::{
        OptionValue,
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
