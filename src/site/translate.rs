//! What templates say to readers: the function `t`, which finds a message in the edition's
//! language, and `forms`, which hands its plural forms to scripts.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use tera::{Error, Function, Kwargs, Map, State, Tera, TeraResult, Value};

use crate::{
    edition::Shared,
    text::{
        html,
        messages::{FluentValue, Messages, Untold},
    },
};

/// Gives templates the functions.
pub(super) fn register(tera: &mut Tera, shared: &Shared) {
    let messages = shared.messages.shared();
    let translate = Translate::new(messages.clone());
    // What stands on many pages is at hand without a call: `words.full_check`, and in attributes
    // `labels.full_check`.
    for (nth, name) in ["words", "labels"].into_iter().enumerate() {
        let fixed = translate.fixed.iter().map(|(key, forms)| {
            let key = key.replace('-', "_");
            (key.into(), Value::safe_string(&forms[nth]))
        });
        tera.global_context().insert_value(name, Value::from(fixed.collect::<Map>()));
    }
    tera.register_function("t", translate);
    tera.register_function("forms", move |values: Kwargs, _: &State<'_>| {
        forms(&messages, values.must_get("key")?)
    });
}

/// `t(key="…", n=3)`: a message as HTML. Values are texts and numbers; a date is shown as an
/// element `time`. What is told in English for want of a translation is marked as English, but
/// in attributes, where the message is `plain`.
struct Translate {
    messages: Arc<Messages>,
    /// What asks for no values, ready: as a text and in attributes.
    fixed: HashMap<String, [String; 2]>,
}

impl Translate {
    fn new(messages: Arc<Messages>) -> Self {
        let ready = |(key, message): (&str, &str)| {
            let html = html::attribute(message);
            (key.to_owned(), [marked(&messages, key, html.clone()), html])
        };
        Self { fixed: messages.fixed().map(ready).collect(), messages }
    }
}

/// Marks what is told in English for want of a translation.
fn marked(messages: &Messages, key: &str, html: String) -> String {
    if messages.has(key) { html } else { format!("<span lang=\"en\" dir=\"ltr\">{html}</span>") }
}

impl Function<TeraResult<String>> for Translate {
    fn call(&self, values: Kwargs, _: &State<'_>) -> TeraResult<String> {
        let key: &str = values.must_get("key")?;
        let is_plain = values.get("plain")?.unwrap_or(false);
        if let Some(fixed) = self.fixed.get(key) {
            return Ok(fixed[usize::from(is_plain)].clone());
        }
        let mut written = Vec::new();
        let given: Vec<(&str, FluentValue<'_>)> = values
            .iter()
            .filter(|(name, _)| !matches!(name.as_str(), Some("key" | "plain")))
            .map(|(name, value)| (name.as_str().unwrap_or_default(), fluent(value, &mut written)))
            .collect();
        let message = self.messages.told(key, &given).map_err(|why| match why {
            Untold::Key => missing(key),
            Untold::Value(name) => Error::message(format!(
                "the message `{key}` asks for `${name}`: give it by `t(key=\"{key}\", {name}=…)`"
            )),
        })?;
        let mut html = html::attribute(&message);
        for (index, part) in written.iter().enumerate() {
            html = html.replace(&placeholder(index), part);
        }
        Ok(if is_plain { html } else { marked(&self.messages, key, html) })
    }

    fn is_safe(&self) -> bool {
        true
    }
}

fn missing(key: &str) -> Error {
    Error::message(format!("there is no message `{key}`"))
}

/// Returns what stands for HTML until the rest of the message is escaped.
fn placeholder(index: usize) -> String {
    format!("\u{f0000}{index}\u{f0001}")
}

fn fluent<'a>(value: &'a Value, written: &mut Vec<String>) -> FluentValue<'a> {
    if let Some(number) = value.as_i64() {
        return number.into();
    }
    let part = |name| value.get_from_path(name).and_then(Value::as_str);
    if let (Some(iso), Some(text)) = (part("iso"), part("text")) {
        let (iso, text) = (html::attribute(iso), html::text(text));
        written.push(format!("<time datetime=\"{iso}\">{text}</time>"));
        return placeholder(written.len() - 1).into();
    }
    if let Some(html) = value.as_str().filter(|_| value.is_safe()) {
        written.push(html.to_owned());
        return placeholder(written.len() - 1).into();
    }
    value.as_str().map_or_else(|| value.to_string().into(), FluentValue::from)
}

/// Numbers that have all plural forms of any language.
const SAMPLES: [i64; 12] = [0, 1, 2, 3, 5, 6, 11, 20, 21, 22, 100, 1_000_000];

/// Returns the plural forms of a message whose value is `n`, by category of CLDR, as JSON: the
/// number is `%`. The script chooses by `Intl.PluralRules`.
fn forms(messages: &Messages, key: &str) -> TeraResult<String> {
    let mut forms = BTreeMap::new();
    for sample in SAMPLES {
        let category = messages.category(sample);
        let text = messages.find(key, &[("n", sample.into())]).ok_or_else(|| missing(key))?;
        forms.insert(category, text.replace(&sample.to_string(), "%"));
    }
    Ok(serde_json::to_string(&forms).expect("texts are always JSON"))
}
