//! The JSON Schemas and the parsers agree on what an edition may say.

use std::collections::{BTreeMap, BTreeSet};

use postil::{
    Options, build,
    diag::Problem,
    io::{MemoryInput, NoOutput},
};
use serde_json::Value;

use crate::sandbox::Sandbox;

/// Returns the schema that the program prints under `name`.
fn schema(name: &str) -> Value {
    let run = Sandbox::empty().succeed(&["schema", name]);
    serde_json::from_str(&run.out).expect("a schema is JSON")
}

/// A key that is none and that resembles none, so that all there are get named.
const STRANGE: &str = "qqqqqqqqqqqqqqqqqqqq";

/// Where a mapping stands in an edition: the file, and its text with `MAPPING`
/// in the place of the mapping; and where in the schema: `/`-separated keys.
type Spot = (&'static str, &'static str, &'static str, &'static str);

const NOTE: &str = "content/a/notes.yaml";
const TERMS: &str = "content/glossary.yaml";
const EDITION: &str = "content/edition.yaml";
const ARTICLE: &str = "content/a/index.md";

/// All mappings whose keys are fixed.
const SPOTS: &[Spot] = &[
    ("sidecar", "", NOTE, "- MAPPING"),
    ("sidecar", "sources", NOTE, "- {sources: [MAPPING]}"),
    ("sidecar", "corrections", NOTE, "- {corrections: [MAPPING]}"),
    ("sidecar", "allow", NOTE, "- {id: a, kind: note, quote: b, allow: [MAPPING]}"),
    ("glossary", "", TERMS, "- MAPPING"),
    ("glossary", "original", TERMS, "- {id: a, original: [MAPPING]}"),
    ("glossary", "sources", TERMS, "- {id: a, sources: [MAPPING]}"),
    ("glossary", "allow", TERMS, "- {id: a, allow: [MAPPING]}"),
    ("edition", "", EDITION, "MAPPING"),
    ("edition", "editors", EDITION, "{editors: {a: MAPPING}}"),
    ("edition", "ratings", EDITION, "{ratings: [MAPPING]}"),
    ("edition", "limits", EDITION, "{limits: MAPPING}"),
    ("edition", "search", EDITION, "{search: MAPPING}"),
    ("edition", "csp", EDITION, "{csp: MAPPING}"),
    ("edition", "allow", EDITION, "{allow: [MAPPING]}"),
    ("front-matter", "", ARTICLE, "---\nMAPPING\n---\n\nText.\n"),
    ("front-matter", "publisher", ARTICLE, "---\npublisher: MAPPING\n---\n\nText.\n"),
    ("front-matter", "deviations", ARTICLE, "---\ndeviations: [MAPPING]\n---\n\nText.\n"),
    ("front-matter", "allow", ARTICLE, "---\nallow: [MAPPING]\n---\n\nText.\n"),
    ("translation", "", "content/a/index.fr.md", "---\nMAPPING\n---\n\nText.\n"),
    ("translation", "allow", "content/a/index.fr.md", "---\nallow: [MAPPING]\n---\n\nText.\n"),
    ("timeline", "", "content/timeline.yaml", "- MAPPING"),
    ("timeline", "sources", "content/timeline.yaml", "- {id: a, sources: [MAPPING]}"),
    ("timeline", "allow", "content/timeline.yaml", "- {id: a, allow: [MAPPING]}"),
    ("theme", "", "themes/folio/theme.yaml", "MAPPING"),
    ("sources", "", "content/sources.yaml", "a: MAPPING"),
    ("sources", "archived", "content/sources.yaml", "a: {type: web, archived: MAPPING}"),
    ("sources", "allow", "content/sources.yaml", "a: {type: web, title: A, allow: [MAPPING]}"),
];

/// Returns the unknown keys that a build of an edition with `text` at `path`
/// reports, each with the keys that it names as known.
fn unknown_keys(path: &str, text: &str) -> Vec<(String, BTreeSet<String>)> {
    let files = [
        (EDITION, "title: A\nbase_url: https://example.org/\n"),
        (ARTICLE, "# A\n\nText.\n"),
        (path, text),
    ]
    .map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
    let input = MemoryInput { files: files.into() };
    let report = build(&Options::default(), &input, &NoOutput);
    let problems = report.diagnostics.into_iter().map(|diagnostic| diagnostic.problem);
    problems
        .filter_map(|problem| match problem {
            Problem::UnknownKey { key, known, .. } => {
                Some((key, known.iter().map(|&name| name.to_owned()).collect()))
            }
            _ => None,
        })
        .collect()
}

/// A schema with its definitions at hand.
struct Schema {
    root: Value,
}

impl Schema {
    /// Follows references, lists, free names and optional values to the mapping
    /// that a value in the end is made of.
    fn mapping<'s>(&'s self, part: &'s Value) -> Option<&'s Value> {
        if part.get("properties").is_some() {
            return Some(part);
        }
        let alternatives =
            ["anyOf", "oneOf"].into_iter().filter_map(|key| part.get(key)?.as_array());
        let inner = ["items", "additionalProperties"].into_iter().filter_map(|key| part.get(key));
        self.referenced(part)
            .into_iter()
            .chain(inner)
            .chain(alternatives.flatten())
            .find_map(|inner| self.mapping(inner))
    }

    fn referenced(&self, part: &Value) -> Option<&Value> {
        let name = part.get("$ref")?.as_str()?.trim_start_matches('#');
        Some(self.root.pointer(name).expect("a reference leads to a definition"))
    }

    /// Returns the properties of the root's mapping, or of that at a field of it.
    fn properties(&self, field: &str) -> BTreeSet<String> {
        let root = self.mapping(&self.root).expect("a file is made of mappings");
        let mapping = match field {
            "" => root,
            field => self.mapping(&root["properties"][field]).expect("the field is a mapping"),
        };
        let properties = mapping["properties"].as_object().expect("properties are an object");
        properties.keys().cloned().collect()
    }

    /// Returns why a value does not fit, if it does not. Knows the keywords that
    /// the schemas use, but patterns, which say what a text looks like.
    fn misfit(&self, part: &Value, value: &Value) -> Option<String> {
        if let Some(referenced) = self.referenced(part) {
            return self.misfit(referenced, value);
        }
        for key in ["anyOf", "oneOf"] {
            let Some(alternatives) = part.get(key).and_then(Value::as_array) else { continue };
            let misfits: Vec<String> =
                alternatives.iter().filter_map(|inner| self.misfit(inner, value)).collect();
            let n_fits = alternatives.len() - misfits.len();
            if n_fits == 0 || (key == "oneOf" && n_fits > 1) {
                return Some(format!("{value} fits {n_fits} alternatives: {}", misfits.join("; ")));
            }
        }
        let types = match part.get("type") {
            Some(Value::String(one)) => vec![one.as_str()],
            Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        if !types.is_empty() && !types.iter().any(|name| is_of_type(value, name)) {
            return Some(format!("{value} is none of {types:?}"));
        }
        let is_choice = |choices: &Vec<Value>| choices.contains(value);
        if part.get("enum").and_then(Value::as_array).is_some_and(|choices| !is_choice(choices)) {
            return Some(format!("{value} is no choice"));
        }
        if part.get("const").is_some_and(|only| only != value) {
            return Some(format!("{value} is not {}", part["const"]));
        }
        match value {
            Value::Array(items) => {
                let schema = part.get("items")?;
                items.iter().find_map(|item| self.misfit(schema, item))
            }
            Value::Object(map) => self.misfit_of_mapping(part, map),
            _ => None,
        }
    }

    fn misfit_of_mapping(
        &self,
        part: &Value,
        map: &serde_json::Map<String, Value>,
    ) -> Option<String> {
        let required = part.get("required").and_then(Value::as_array).into_iter().flatten();
        for name in required.filter_map(Value::as_str) {
            if !map.contains_key(name) {
                return Some(format!("`{name}` is missing"));
            }
        }
        map.iter().find_map(|(name, value)| {
            let known = part.get("properties").and_then(|properties| properties.get(name));
            match known.or_else(|| part.get("additionalProperties")) {
                Some(Value::Bool(false)) => Some(format!("`{name}` is unknown")),
                Some(schema) => self.misfit(schema, value).map(|why| format!("{name}: {why}")),
                None => None,
            }
        })
    }
}

fn is_of_type(value: &Value, name: &str) -> bool {
    match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("JSON has no type `{other}`"),
    }
}

#[test]
fn all_schemas_are_printed_as_one_object() {
    let run = Sandbox::empty().succeed(&["schema"]);
    let all: BTreeMap<String, Value> = serde_json::from_str(&run.out).unwrap();
    let names: Vec<&str> = all.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "edition",
            "front-matter",
            "glossary",
            "sidecar",
            "sources",
            "theme",
            "timeline",
            "translation"
        ]
    );
    for (name, printed) in &all {
        assert_eq!(printed, &schema(name));
    }
}

#[test]
fn schemas_and_parsers_know_the_same_keys() {
    for (name, field, path, text) in SPOTS {
        let found = unknown_keys(path, &text.replace("MAPPING", &format!("{{{STRANGE}: 1}}")));
        let (key, known) = found.first().unwrap_or_else(|| panic!("{text} takes any key"));
        assert_eq!(key, STRANGE);
        let properties = Schema { root: schema(name) }.properties(field);
        assert_eq!(known, &properties, "{name} {field}");
    }
}

#[test]
fn each_key_of_a_schema_is_accepted_and_its_misspelling_is_not() {
    for (name, field, path, text) in SPOTS {
        for key in (Schema { root: schema(name) }).properties(field) {
            let given = text.replace("MAPPING", &format!("{{{key}: ~}}"));
            assert_eq!(unknown_keys(path, &given), [], "{name} {field}");
            let misspelt = text.replace("MAPPING", &format!("{{{key}x: ~}}"));
            let found = unknown_keys(path, &misspelt);
            assert_eq!(found.len(), 1, "{name} {field} takes `{key}x`");
        }
    }
}

#[test]
fn a_quote_takes_the_keys_of_its_schema() {
    let schema = Schema { root: schema("sidecar") };
    let properties = &schema.mapping(&schema.root).unwrap()["properties"];
    for field in ["quote", "on"] {
        let of_field = schema.referenced(&properties[field]["anyOf"][0]).unwrap();
        let forms = of_field["anyOf"].as_array().unwrap();
        let mappings: Vec<&Value> = forms.iter().filter_map(|form| schema.mapping(form)).collect();
        assert_eq!(mappings.len(), 2);
        for mapping in mappings {
            let keys: Vec<&String> = mapping["properties"].as_object().unwrap().keys().collect();
            let pairs: String = keys.iter().map(|key| format!("{key}: ~, ")).collect();
            let text =
                |more: &str| format!("- {{id: a, kind: note, {field}: {{{pairs}{more}: ~}}}}");
            assert_eq!(unknown_keys(NOTE, &text(keys[0])), [], "{keys:?}");
            assert_eq!(unknown_keys(NOTE, &text("exatc")).len(), 1, "{keys:?}");
        }
    }
}

#[test]
fn a_new_edition_fits_its_schemas() {
    let sandbox = Sandbox::empty();
    sandbox.succeed(&["new", "."]);
    for (name, path) in [
        ("edition", "content/edition.yaml"),
        ("glossary", "content/glossary.yaml"),
        ("sources", "content/sources.yaml"),
        ("sidecar", "content/first-article/notes.yaml"),
        ("sidecar", "content/first-article/fact-checks.yaml"),
        ("front-matter", "content/first-article/index.md"),
    ] {
        let text = sandbox.read(path);
        let yaml = if name == "front-matter" { text.split("---").nth(1).unwrap() } else { &text };
        let value: Value = serde_yaml::from_str(yaml).unwrap();
        let schema = Schema { root: schema(name) };
        assert_eq!(schema.misfit(&schema.root, &value), None, "{path}");
    }
}

#[test]
fn what_does_not_fit_a_schema_is_refused_by_it() {
    let schema = Schema { root: schema("sidecar") };
    let misfit = |yaml: &str| {
        let value = serde_yaml::from_str(yaml).unwrap();
        schema.misfit(&schema.root, &value)
    };
    assert_eq!(misfit("- {id: a, kind: note, quote: b, body: c}"), None);
    for on in ["article", "title", "{figure: a.png}", "{footnote: 2}"] {
        assert_eq!(misfit(&format!("- {{id: a, kind: note, on: {on}, body: c}}")), None);
    }
    for on in ["text", "{footnote: a}", "{in: fr, figure: a.png}", "title, quote: b"] {
        assert!(misfit(&format!("- {{id: a, kind: note, on: {on}, body: c}}")).is_some(), "{on}");
    }
    assert!(misfit("{id: a}").is_some());
    assert!(misfit("- {id: a, kind: note}").unwrap().contains("quote"));
    assert!(misfit("- {id: a, kind: note, quote: b, bdy: c}").unwrap().contains("bdy"));
    assert!(misfit("- {id: a, kind: remark, quote: b}").is_some());
    assert!(misfit("- {id: a, kind: note, quote: {exact: b, form: c}}").is_some());
}
