//! W3C Web Annotation Data Model (Recommendation, 23 February 2017): an annotation, a
//! list of them, a page, or a collection with its first page within it.
//!
//! What the model has no word for, `export` says in those of schema.org and of the
//! Citation Typing Ontology, with their full addresses; that is read here, too.

use serde::{Deserialize, de::IgnoredAny};
use serde_json::{Map, Value};

use super::{
    Import,
    item::{Correction, Creator, Item, Link, Target, day_of},
    json::{Many, Text, list, object, text, texts, with_plain_keywords},
    notice::{About, shortened},
    sanitize,
    selection::{Selection, Unit},
};
use crate::{
    model::{Date, parse::url_problem},
    text::markdown,
};

/// An annotation.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Annotation {
    canonical: Text,
    motivation: Many<String>,
    creator: Many<Value>,
    created: Value,
    modified: Value,
    rights: Text,
    target: Many<Value>,
    body: Many<Value>,
    body_value: Text,
    #[serde(rename = "https://schema.org/correction")]
    corrections: Many<Value>,
    #[serde(flatten)]
    rest: Map<String, Value>,
}

/// What an annotation says that is read elsewhere, or is not about its passage: which
/// program wrote the file down, and where its terms are defined.
const NOT_TOLD: [&str; 7] = ["@context", "id", "type", "generator", "generated", "label", "name"];

/// A body that is described: a text, a page, or several of them.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Body {
    id: Text,
    r#type: Many<String>,
    value: Text,
    format: Many<String>,
    language: Many<String>,
    purpose: Many<String>,
    source: Value,
    selector: Many<Value>,
    state: Many<Value>,
    items: Many<Value>,
    title: Text,
    name: Text,
    label: Text,
    #[serde(rename = "https://schema.org/name")]
    headline: Text,
    #[serde(rename = "https://schema.org/identifier")]
    key: Text,
    #[serde(rename = "https://schema.org/pagination")]
    at: Text,
    #[serde(rename = "https://schema.org/description")]
    note: Text,
    #[serde(rename = "http://purl.org/spar/cito/hasCitationCharacterization")]
    stance: Value,
    #[serde(rename = "processingLanguage")]
    _processing_language: IgnoredAny,
    #[serde(flatten)]
    rest: Map<String, Value>,
}

/// What a target says that an article of ours cannot hold; the rest describes the page.
const NOT_HELD_OF_TARGET: [&str; 4] = ["state", "styleClass", "renderedVia", "scope"];

/// Reads all annotations of a file.
pub(super) fn items(json: &Value, import: &mut Import) -> Vec<Item> {
    let mut items = Vec::new();
    for (index, value) in gathered(json, import).into_iter().enumerate() {
        let number = index + 1;
        let plain = with_plain_keywords(value.clone());
        let id = text(&plain["id"]).unwrap_or_default().to_owned();
        let Some(annotation) = object::<Annotation>(&plain) else {
            let about = About::WrongType("it", "an annotation: an object of JSON");
            import.tell(number, &id, [about]);
            continue;
        };
        let origin = annotation.canonical.get().unwrap_or(&id);
        let origin = if origin.is_empty() { value.to_string() } else { origin.to_owned() };
        let mut item = Item { number, id, origin, ..Item::default() };
        annotation.read(&mut item);
        items.push(item);
    }
    items
}

/// Returns the annotations of lists, pages and collections, in their order.
fn gathered<'j>(json: &'j Value, import: &mut Import) -> Vec<&'j Value> {
    let mut found = Vec::new();
    let mut waiting: Vec<&Value> = vec![json];
    while let Some(value) = waiting.pop() {
        if let Value::Array(items) = value {
            waiting.extend(items.iter().rev());
            continue;
        }
        let kinds = texts(value.get("type").unwrap_or(&value["@type"]));
        let is_list = ["AnnotationPage", "AnnotationCollection", "OrderedCollection", "List"]
            .iter()
            .any(|kind| kinds.has(kind));
        let has_items = value.get("items").is_some() && value.get("target").is_none();
        if !is_list && !has_items {
            found.push(value);
            continue;
        }
        for next in [&value["next"], &value["first"]] {
            match next {
                Value::Null => {}
                Value::String(address) => {
                    let part = format!("the page of annotations at {}", shortened(address));
                    import.tell(0, "", [About::NotHeld(part)]);
                }
                page => waiting.push(page),
            }
        }
        waiting.extend(list(&value["items"]).iter().rev());
    }
    found
}

impl Annotation {
    fn read(self, item: &mut Item) {
        item.motivations = self.motivation.words().map(str::to_owned).collect();
        item.created = date("`created`", &self.created, item);
        item.updated = date("`modified`", &self.modified, item);
        item.creators = self.creator.0.iter().map(creator).collect();
        item.rights = self.rights.0;
        item.targets = self.target.0.iter().flat_map(targets).collect();
        item.corrections = self.corrections.0.iter().filter_map(correction).collect();
        item.body.extend(self.body_value.get().map(markdown::from_plain));
        let is_markdown = |body: &Value| body["format"] == "text/markdown";
        let has_markdown = self.body.0.iter().any(is_markdown);
        for body in &self.body.0 {
            BodyReader { item: &mut *item, has_markdown }.read(body, 0);
        }
        for target in &self.target.0 {
            for part in NOT_HELD_OF_TARGET.iter().filter(|part| !target[**part].is_null()) {
                item.leave_out(format!("`{part}` of its target"));
            }
        }
        let is_told = |part: &&String| !NOT_TOLD.contains(&part.as_str());
        unread(&self.rest).filter(is_told).for_each(|part| item.leave_out(format!("`{part}`")));
    }
}

/// Returns the names of the fields that say something.
fn unread(rest: &Map<String, Value>) -> impl Iterator<Item = &String> {
    rest.iter().filter(|(_, value)| !value.is_null()).map(|(name, _)| name)
}

fn correction(value: &Value) -> Option<Correction> {
    let part = |name: &str| text(&value[name]).map(str::to_owned);
    let date = day_of(&part("https://schema.org/datePublished")?)?;
    Some(Correction { date, text: part("https://schema.org/text")? })
}

fn date(part: &'static str, given: &Value, item: &mut Item) -> Option<Date> {
    let date = given.as_str().and_then(day_of);
    if date.is_none() && !given.is_null() {
        item.notices.push(About::WrongType(part, "a date of ISO 8601"));
    }
    date
}

fn creator(value: &Value) -> Creator {
    let part = |name: &str| texts(&value[name]).0.first().cloned().unwrap_or_default();
    match value {
        Value::String(id) => Creator { id: id.clone(), ..Creator::default() },
        _ if part("name").is_empty() => Creator { id: part("id"), name: part("nickname") },
        _ => Creator { id: part("id"), name: part("name") },
    }
}

/// Reads a target; one that holds several is several.
fn targets(value: &Value) -> Vec<Target> {
    if let Value::String(address) = value {
        return vec![by_address(address)];
    }
    let held = list(&value["items"]);
    if !held.is_empty() {
        return held.iter().filter(|item| item.get("items").is_none()).flat_map(targets).collect();
    }
    let addresses = [&value["source"], &value["id"], &value["source"]["id"]];
    let address = addresses.into_iter().find_map(text);
    let mut target = by_address(address.unwrap_or_default());
    let selection = Selection::of(list(&value["selector"]), Unit::CodePoints);
    if selection != Selection::Whole {
        target.selection = selection;
    }
    vec![target]
}

/// A page, or a part of it by a fragment.
fn by_address(address: &str) -> Target {
    let (source, fragment) = address.split_once('#').unwrap_or((address, ""));
    let is_whole = fragment.is_empty();
    let selection = if is_whole { Selection::Whole } else { Selection::of_fragment(fragment) };
    Target { source: source.to_owned(), selection }
}

/// Reads bodies into an item.
struct BodyReader<'a> {
    item: &'a mut Item,
    /// Whether one of them is the text at length.
    has_markdown: bool,
}

impl BodyReader<'_> {
    fn read(&mut self, value: &Value, depth: usize) {
        const MAX_DEPTH: usize = 8;
        match (value, object(value)) {
            _ if depth > MAX_DEPTH => self.item.leave_out("a body within too many others"),
            (_, Some(body)) => self.body(body, depth),
            (Value::String(address), _) => self.link(&Body::default(), address),
            _ => self.item.notices.push(About::WrongType("a body", "an address or an object")),
        }
    }

    fn body(&mut self, body: Body, depth: usize) {
        if body.r#type.has("Choice") {
            body.items.0.first().into_iter().for_each(|first| self.read(first, depth + 1));
            if body.items.0.len() > 1 {
                self.item.leave_out("the alternatives to its body");
            }
            return;
        }
        body.items.0.iter().for_each(|item| self.read(item, depth + 1));
        unread(&body.rest).for_each(|part| self.item.leave_out(format!("`{part}` of its body")));
        // A rating is in the language of its scale.
        if !body.purpose.has("classifying") {
            self.item.languages.extend(body.language.0.first().cloned());
        }
        if let Some(text) = body.value.get() {
            return self.text(&body, text);
        }
        if depth == 0
            && let Some(mut source) = object::<Body>(&body.source)
        {
            // A specific resource whose source is described: a text, or a page.
            source.purpose = source.purpose.or(body.purpose);
            source.selector = source.selector.or(body.selector);
            source.state = source.state.or(body.state);
            return self.body(source, 1);
        }
        match text(&body.source).or(body.id.get()) {
            Some(address) => self.link(&body, address),
            None if body.items.0.is_empty() => {
                self.item.leave_out("a body without text or address");
            }
            None => {}
        }
    }

    fn text(&mut self, body: &Body, text: &str) {
        let (item, text) = (&mut *self.item, text.trim());
        let purpose = body.purpose.words().next();
        let format = body.format.0.first().map(String::as_str);
        // One plain line sums up what the kinds with a closed card say at length.
        let is_summed_up = self.has_markdown
            || ["assessing", "linking", "identifying"].iter().any(|kind| item.is_for(kind));
        let is_line = !text.contains('\n') && format == Some("text/plain");
        match (purpose, format) {
            (Some("tagging"), _) => item.tags.push(text.to_owned()),
            (Some("classifying"), _) => item.classes.push(text.to_owned()),
            (Some("describing"), _) if item.is_for("assessing") => {
                item.claim = Some(text.to_owned());
            }
            _ if is_summed_up && is_line && item.summary.is_none() => {
                item.summary = Some(text.to_owned());
            }
            (_, Some("text/html" | "application/xhtml+xml")) => {
                item.body.push(sanitize::from_html(text));
            }
            (_, Some(format)) if format.starts_with("text/markdown") => {
                item.body.push(text.to_owned());
            }
            _ => item.body.push(markdown::from_plain(text)),
        }
    }

    /// A body kept elsewhere: a page that the annotation links to.
    fn link(&mut self, body: &Body, address: &str) {
        if url_problem(address).is_some() {
            return self.item.notices.push(About::Address(address.to_owned()));
        }
        let labels = [&body.title, &body.name, &body.label, &body.headline];
        let mut link = Link {
            url: address.to_owned(),
            label: labels.into_iter().find_map(|label| label.0.clone()).unwrap_or_default(),
            key: body.key.0.clone(),
            at: body.at.0.clone(),
            note: body.note.0.clone(),
            stance: stance(&body.stance),
            ..Link::default()
        };
        for selector in &body.selector.0 {
            match Selection::of(std::slice::from_ref(selector), Unit::CodePoints) {
                Selection::Quote(quote) => link.quote = Some(quote.exact),
                _ => self.item.leave_out("the selector of its body"),
            }
        }
        for state in &body.state.0 {
            match text(&state["cached"]) {
                Some(cached) => link.archived = Some(cached.to_owned()),
                None => self.item.leave_out("the state of its body"),
            }
        }
        self.item.links.push(link);
    }
}

/// How a source stands to a claim, in the words of the Citation Typing Ontology.
fn stance(value: &Value) -> Option<&'static str> {
    match value["id"].as_str()?.strip_prefix("http://purl.org/spar/cito/")? {
        "citesAsEvidence" => Some("supports"),
        "disputes" => Some("contradicts"),
        "citesForInformation" => Some("context"),
        _ => None,
    }
}
