//! `content/edition.yaml`.

use serde_yaml::Value;
use url::Url;

use crate::{
    diag::Diagnostics,
    io::SourceFile,
    model::{
        Settings,
        decode::{Known, Reading, Written},
    },
    yaml::YamlFile,
};

pub use crate::model::{DEFAULT_STYLE, DEFAULT_THEME, texts::parse_base_url};

/// Decodes the settings; what is missing or wrong is reported and replaced by a default.
///
/// `base_url` overrides the file's.
#[must_use]
pub fn settings(yaml: &YamlFile, base_url: Option<&Url>, diagnostics: &Diagnostics) -> Settings {
    let mut value = (*yaml.value).clone();
    if let (Some(url), Value::Mapping(map)) = (base_url, &mut value) {
        map.insert("base_url".into(), url.as_str().into());
    }
    let reading = Reading { yaml, known: Known::default(), diagnostics };
    let Some(settings) = Settings::decode(&value, &reading.root()) else { return fallback() };
    if let Some(name) = &settings.default_editor {
        let ids = settings.editors.keys().map(String::as_str);
        reading.root().key("default_editor").one_of("editor", name.clone(), ids);
    }
    settings
}

/// Returns the settings that stand in where the file cannot be read at all.
#[must_use]
pub fn fallback() -> Settings {
    let unheard = Diagnostics::default();
    let file = SourceFile::new("content/edition.yaml", "{}".to_owned());
    let yaml = YamlFile::parse(file, &unheard).expect("it is a mapping");
    settings(&yaml, None, &unheard)
}
