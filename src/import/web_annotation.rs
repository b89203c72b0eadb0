//! W3C Web Annotation Data Model (Recommendation, 23 February 2017): an annotation, a
//! list of them, a page, or a collection with its first page within it.
//!
//! What the model has no word for, `export` says in those of schema.org and of the
//! Citation Typing Ontology, with their full addresses; that is read here, too.

use serde_json::Value;

use super::{
    Import, Said, What, foreign,
    item::{Creator, Item, Link, Target, day_of},
    json, passage,
    selection::{self, Selection, Unit},
};
use crate::markdown;

const CORRECTION: &str = "https://schema.org/correction";
const KEY: &str = "https://schema.org/identifier";
const NAME: &str = "https://schema.org/name";
const AT: &str = "https://schema.org/pagination";
const DESCRIPTION: &str = "https://schema.org/description";
const STANCE: &str = "http://purl.org/spar/cito/hasCitationCharacterization";

/// How a source stands to a claim, in the words of the Citation Typing Ontology.
const STANCES: [(&str, &str); 3] = [
    ("http://purl.org/spar/cito/citesAsEvidence", "supports"),
    ("http://purl.org/spar/cito/disputes", "contradicts"),
    ("http://purl.org/spar/cito/citesForInformation", "context"),
];

/// What is read of an annotation, or says nothing of its own: which program wrote the
/// file down, and where its terms are defined.
const KNOWN: [&str; 19] = [
    CORRECTION,
    "@context",
    "@id",
    "@type",
    "id",
    "type",
    "body",
    "bodyValue",
    "target",
    "motivation",
    "creator",
    "created",
    "modified",
    "generator",
    "generated",
    "canonical",
    "rights",
    "label",
    "name",
];

/// What is read of a body, or only describes its text.
const KNOWN_OF_BODY: [&str; 21] = [
    KEY,
    NAME,
    AT,
    DESCRIPTION,
    STANCE,
    "@id",
    "@type",
    "id",
    "type",
    "value",
    "format",
    "language",
    "processingLanguage",
    "purpose",
    "source",
    "selector",
    "state",
    "items",
    "label",
    "name",
    "title",
];

/// What a target says that an article of ours cannot hold; the rest describes the page.
const NOT_HELD_OF_TARGET: [&str; 4] = ["state", "styleClass", "renderedVia", "scope"];

/// Pages within pages beyond this are no collection.
const MAX_PAGES: usize = 1_000_000;

/// Reads all annotations of a file.
pub(super) fn items(json: &Value, import: &mut Import) -> Vec<Item> {
    let mut items = Vec::new();
    for (index, value) in gathered(json, import).into_iter().enumerate() {
        let mut item = Item { number: index + 1, ..Item::default() };
        if let Some(id) = json::text(value, "id") {
            id.clone_into(&mut item.id);
        }
        if !value.is_object() {
            let expected = "an annotation: an object of JSON";
            import.said.push(item.said(What::WrongType { part: "it".to_owned(), expected }));
            continue;
        }
        read(value, &mut item, &mut import.said);
        items.push(item);
    }
    items
}

/// Returns the annotations of lists, pages and collections, in their order.
fn gathered<'j>(json: &'j Value, import: &mut Import) -> Vec<&'j Value> {
    let mut found = Vec::new();
    let mut waiting: Vec<&Value> = vec![json];
    let mut n_pages = 0;
    while let Some(value) = waiting.pop() {
        if let Value::Array(items) = value {
            waiting.extend(items.iter().rev());
            continue;
        }
        let is_list = ["AnnotationPage", "AnnotationCollection", "OrderedCollection", "List"]
            .iter()
            .any(|kind| json::is_a(value, kind))
            || (value.get("items").is_some() && value.get("target").is_none());
        if !is_list {
            found.push(value);
            continue;
        }
        n_pages += 1;
        for next in ["next", "first"].map(|name| json::field(value, name)).into_iter().flatten() {
            match next {
                Value::String(address) => {
                    let part =
                        format!("the page of annotations at {}", passage::shortened(address));
                    import.said.push(Said {
                        number: 0,
                        name: String::new(),
                        what: What::not_held(part),
                    });
                }
                page if n_pages < MAX_PAGES => waiting.push(page),
                _ => {}
            }
        }
        waiting.extend(json::list(json::field(value, "items")).iter().rev());
    }
    found
}

fn read(value: &Value, item: &mut Item, said: &mut Vec<Said>) {
    let canonical = json::text(value, "canonical").unwrap_or(&item.id);
    item.origin = if canonical.is_empty() { value.to_string() } else { canonical.to_owned() };
    item.motivations = json::texts(json::field(value, "motivation"))
        .into_iter()
        .map(|motivation| motivation.trim_start_matches("oa:").to_owned())
        .collect();
    item.created = date(value, "created", item, said);
    item.updated = date(value, "modified", item, said);
    item.creators = json::list(json::field(value, "creator")).iter().map(creator).collect();
    item.rights = json::text(value, "rights").map(str::to_owned);
    item.targets = json::list(json::field(value, "target")).iter().flat_map(targets).collect();
    item.corrections = json::list(value.get(CORRECTION)).iter().filter_map(correction).collect();
    if let Some(text) = json::text(value, "bodyValue") {
        item.body.push(markdown::from_plain(text));
    }
    let bodies = json::list(json::field(value, "body"));
    let is_markdown = |body: &Value| json::text(body, "format") == Some("text/markdown");
    let has_markdown = bodies.iter().any(is_markdown);
    for body in bodies {
        Bodies { item: &mut *item, said: &mut *said, has_markdown }.read(body, 0);
    }
    for target in json::list(json::field(value, "target")) {
        let parts = NOT_HELD_OF_TARGET.iter().filter(|part| json::field(target, part).is_some());
        said.extend(parts.map(|part| item.said(What::not_held(format!("`{part}` of its target")))));
    }
    said.extend(unknown(value, &KNOWN).map(|part| item.said(What::not_held(format!("`{part}`")))));
}

fn correction(value: &Value) -> Option<(crate::model::Date, String)> {
    let date = day_of(json::text(value, "https://schema.org/datePublished")?)?;
    Some((date, json::text(value, "https://schema.org/text")?.to_owned()))
}

/// Returns the fields of an object that are none of those known.
fn unknown<'j>(value: &'j Value, known: &'j [&str]) -> impl Iterator<Item = &'j str> {
    let fields = value.as_object().into_iter().flatten();
    fields
        .filter(|(name, value)| !known.contains(&name.as_str()) && !value.is_null())
        .map(|(name, _)| name.as_str())
}

fn date(
    value: &Value,
    name: &str,
    item: &Item,
    said: &mut Vec<Said>,
) -> Option<crate::model::Date> {
    let given = json::field(value, name)?;
    let date = given.as_str().and_then(day_of);
    if date.is_none() {
        let part = format!("`{name}`");
        said.push(item.said(What::WrongType { part, expected: "a date of ISO 8601" }));
    }
    date
}

fn creator(value: &Value) -> Creator {
    match value {
        Value::String(id) => Creator { id: id.clone(), name: String::new() },
        _ => {
            let part =
                |name| json::texts(json::field(value, name)).first().copied().unwrap_or_default();
            let name = if part("name").is_empty() { part("nickname") } else { part("name") };
            Creator { id: part("id").to_owned(), name: name.to_owned() }
        }
    }
}

/// Reads a target; one that holds several is several.
fn targets(value: &Value) -> Vec<Target> {
    if let Value::String(address) = value {
        return vec![by_address(address)];
    }
    let held = json::list(json::field(value, "items"));
    if !held.is_empty() {
        return held.iter().filter(|item| item.get("items").is_none()).flat_map(targets).collect();
    }
    let address = json::text(value, "source").or_else(|| json::text(value, "id"));
    let source = json::field(value, "source").and_then(|source| json::text(source, "id"));
    let mut target = by_address(address.or(source).unwrap_or_default());
    let selection = selection::read(json::field(value, "selector"), Unit::CodePoints);
    if selection != Selection::Whole {
        target.selection = selection;
    }
    vec![target]
}

/// A page, or a part of it by a fragment.
fn by_address(address: &str) -> Target {
    let (source, fragment) = address.split_once('#').unwrap_or((address, ""));
    let selection =
        if fragment.is_empty() { Selection::Whole } else { selection::fragment(fragment) };
    Target { source: source.to_owned(), selection }
}

/// Bodies on their way into an item.
struct Bodies<'a> {
    item: &'a mut Item,
    said: &'a mut Vec<Said>,
    /// Whether one of them is the text at length.
    has_markdown: bool,
}

impl Bodies<'_> {
    fn say(&mut self, what: What) {
        self.said.push(self.item.said(what));
    }

    fn read(&mut self, body: &Value, depth: usize) {
        const MAX_DEPTH: usize = 8;
        if depth > MAX_DEPTH {
            return self.say(What::not_held("a body within too many others"));
        }
        match body {
            Value::String(address) => self.link(body, address),
            Value::Object(_) => self.object(body, depth),
            _ => {
                let expected = "an address or an object";
                self.say(What::WrongType { part: "a body".to_owned(), expected });
            }
        }
    }

    fn object(&mut self, body: &Value, depth: usize) {
        let items = json::list(json::field(body, "items"));
        if json::is_a(body, "Choice") {
            for item in items.iter().take(1) {
                self.read(item, depth + 1);
            }
            if items.len() > 1 {
                self.say(What::not_held("the alternatives to its body"));
            }
            return;
        }
        for item in items {
            self.read(item, depth + 1);
        }
        for part in unknown(body, &KNOWN_OF_BODY) {
            self.say(What::not_held(format!("`{part}` of its body")));
        }
        // A rating is in the language of its scale.
        let is_class = json::texts(json::field(body, "purpose")).contains(&"classifying");
        if let Some(language) = json::texts(json::field(body, "language")).first()
            && !is_class
        {
            self.item.languages.push((*language).to_owned());
        }
        let source = json::field(body, "source");
        match json::text(body, "value") {
            Some(text) => self.text(body, text),
            None if source.is_some_and(Value::is_object) && depth == 0 => self.specific(body),
            None => match json::text(body, "source").or_else(|| json::text(body, "id")) {
                Some(address) => self.link(body, address),
                None if items.is_empty() => {
                    self.say(What::not_held("a body without text or address"));
                }
                None => {}
            },
        }
    }

    /// A specific resource whose source is described: a text, or a page.
    fn specific(&mut self, body: &Value) {
        let Some(source) = json::field(body, "source") else { return };
        let mut source = source.clone();
        if let (Some(fields), Some(outer)) = (source.as_object_mut(), body.as_object()) {
            for part in ["purpose", "selector", "state"] {
                if let Some(value) = outer.get(part) {
                    fields.entry(part).or_insert_with(|| value.clone());
                }
            }
        }
        self.read(&source, 1);
    }

    fn text(&mut self, body: &Value, text: &str) {
        let purposes = json::texts(json::field(body, "purpose"));
        let purpose = purposes.first().map(|purpose| purpose.trim_start_matches("oa:"));
        match purpose {
            Some("tagging") => self.item.tags.push(text.trim().to_owned()),
            Some("classifying") => self.item.classes.push(text.trim().to_owned()),
            Some("describing") if self.item.is_for("assessing") => {
                self.item.claim = Some(text.trim().to_owned());
            }
            _ => {
                let format = json::texts(json::field(body, "format")).first().copied();
                if self.is_summary(text, format) {
                    self.item.summary = Some(text.trim().to_owned());
                    return;
                }
                let markdown = match format {
                    Some("text/html" | "application/xhtml+xml") => foreign::from_html(text),
                    Some(format) if format.starts_with("text/markdown") => text.trim().to_owned(),
                    _ => markdown::from_plain(text),
                };
                self.item.body.push(markdown);
            }
        }
    }

    /// One plain line sums up what the kinds with a closed card say at length.
    fn is_summary(&self, text: &str, format: Option<&str>) -> bool {
        let is_summed_up = self.has_markdown
            || ["assessing", "linking", "identifying"].iter().any(|kind| self.item.is_for(kind));
        let is_line = !text.trim().contains('\n');
        is_summed_up && is_line && format == Some("text/plain") && self.item.summary.is_none()
    }

    /// A body kept elsewhere: a page that the annotation links to.
    fn link(&mut self, body: &Value, address: &str) {
        if crate::parse::url_problem(address).is_some() {
            return self.say(What::Address { url: passage::shortened(address) });
        }
        let label = ["title", "name", "label", NAME].iter().find_map(|name| json::text(body, name));
        let mut link = Link { url: address.to_owned(), ..Link::default() };
        link.label = label.unwrap_or_default().to_owned();
        let text = |name: &str| json::text(body, name).map(str::to_owned);
        (link.key, link.at, link.note) = (text(KEY), text(AT), text(DESCRIPTION));
        let stance = json::field(body, STANCE).map(|stance| json::text(stance, "id"));
        link.stance = stance.flatten().and_then(|stance| {
            let known = STANCES.iter().find(|(address, _)| *address == stance);
            known.map(|(_, word)| (*word).to_owned())
        });
        for selector in json::list(json::field(body, "selector")) {
            match selection::read(Some(selector), Unit::CodePoints) {
                Selection::Quote(quote) => link.quote = Some(quote.exact),
                _ => self.say(What::not_held("the selector of its body")),
            }
        }
        for state in json::list(json::field(body, "state")) {
            match json::text(state, "cached") {
                Some(cached) => link.archived = Some(cached.to_owned()),
                None => self.say(What::not_held("the state of its body")),
            }
        }
        self.item.links.push(link);
    }
}
