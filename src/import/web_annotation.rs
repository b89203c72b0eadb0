//! W3C Web Annotation Data Model (Recommendation, 23 February 2017): an annotation, a
//! list of them, a page, or a collection with its first page within it.
//!
//! EPUB Annotations (`export::epub_annotations`) are a profile of it, and are read here, too.
//!
//! What the model has no word for, `export` says in those of schema.org and of the
//! Citation Typing Ontology, with their full addresses; that is read here, too.

use serde_json::Value;

use super::{
    Import,
    item::{Correction, Creator, Item, Link, Target, day_of},
    json::{list, text, texts, unread, with_plain_keywords, words},
    notice::{About, shortened},
    sanitize,
    selection::{Selection, Unit},
};
use crate::{
    model::{Date, parse::url_problem},
    text::markdown,
};

/// What is read of an annotation; or is not about its passage: which program wrote the file
/// down, and where its terms are defined.
const OF_ANNOTATION: &str = "canonical motivation creator created modified rights target body \
    bodyValue https://schema.org/correction http://www.w3.org/ns/oa#hasBody \
    http://www.w3.org/ns/oa#motivatedBy http://purl.org/dc/terms/creator \
    @context id type generator generated label name";

/// What is read of a body that is described: a text, a page, or several of them.
const OF_BODY: &str = "id type value format language processingLanguage purpose source selector \
    state items title name label tags https://schema.org/name https://schema.org/identifier \
    https://schema.org/pagination https://schema.org/description \
    http://purl.org/spar/cito/hasCitationCharacterization";

/// What a target says that an article of ours cannot hold; the rest describes the page.
const NOT_HELD_OF_TARGET: [&str; 4] = ["state", "styleClass", "renderedVia", "scope"];

/// Reads all annotations of a file.
pub(super) fn items(json: &Value, import: &mut Import) -> Vec<Item> {
    let mut items = Vec::new();
    for (index, value) in gathered(json, import).into_iter().enumerate() {
        let plain = with_plain_keywords(value.clone());
        let id = text(&plain["id"]).unwrap_or_default().to_owned();
        if !plain.is_object() {
            let about = About::NoItem("an annotation: an object of JSON");
            import.tell(index + 1, &id, [about]);
            continue;
        }
        let origin = text(&plain["canonical"]).unwrap_or(&id);
        let origin = if origin.is_empty() { value.to_string() } else { origin.to_owned() };
        let mut item = Item { number: index + 1, id, origin, ..Item::default() };
        read(&plain, &mut item);
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
        let mut kinds = words(value.get("type").unwrap_or(&value["@type"]));
        let lists = ["AnnotationPage", "AnnotationCollection", "OrderedCollection", "List"];
        let is_list = kinds.any(|kind| lists.contains(&kind));
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

fn read(annotation: &Value, item: &mut Item) {
    // What EPUB Annotations have no word for, an export of ours says in full beside it.
    let in_full = |full: &str, plain: &str| match &annotation[full] {
        Value::Null => &annotation[plain],
        said => said,
    };
    let motivations = in_full("http://www.w3.org/ns/oa#motivatedBy", "motivation");
    item.motivations = words(motivations).map(str::to_owned).collect();
    item.created = date("`created`", &annotation["created"], item);
    item.updated = date("`modified`", &annotation["modified"], item);
    let creators = in_full("http://purl.org/dc/terms/creator", "creator");
    item.creators = list(creators).iter().map(creator).collect();
    item.rights = text(&annotation["rights"]).map(str::to_owned);
    let given = list(&annotation["target"]);
    item.targets = given.iter().flat_map(targets).collect();
    let corrections = list(&annotation["https://schema.org/correction"]);
    item.corrections = corrections.iter().filter_map(correction).collect();
    item.body.extend(text(&annotation["bodyValue"]).map(markdown::from_plain));
    let bodies = list(in_full("http://www.w3.org/ns/oa#hasBody", "body"));
    // One plain line sums up what the kinds with a closed card say at length.
    let is_summed_up = bodies.iter().any(|body| body["format"] == "text/markdown")
        || ["assessing", "linking", "identifying"].iter().any(|kind| item.is_for(kind));
    for body in bodies {
        BodyReader { item: &mut *item, is_summed_up }.read(body, 0);
    }
    for target in given {
        for part in NOT_HELD_OF_TARGET.iter().filter(|part| !target[**part].is_null()) {
            item.leave_out(format!("`{part}` of its target"));
        }
    }
    unread(annotation, OF_ANNOTATION).for_each(|part| item.leave_out(format!("`{part}`")));
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
    let part = |name: &str| {
        let said = localizable(&value[name]).or(texts(&value[name]).next());
        said.unwrap_or_default().to_owned()
    };
    match value {
        Value::String(id) => Creator { id: id.clone(), ..Creator::default() },
        _ if part("name").is_empty() => Creator { id: part("id"), name: part("nickname") },
        _ => Creator { id: part("id"), name: part("name") },
    }
}

/// Returns a text, which EPUB Annotations may give with its language.
fn localizable(value: &Value) -> Option<&str> {
    text(value).or_else(|| text(&value["text"]))
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
    /// Whether one plain line among them is the summary.
    is_summed_up: bool,
}

impl BodyReader<'_> {
    fn read(&mut self, body: &Value, depth: usize) {
        const MAX_DEPTH: usize = 8;
        match body {
            _ if depth > MAX_DEPTH => return self.item.leave_out("a body within too many others"),
            Value::Object(_) => {}
            Value::String(address) => return self.link(body, address),
            _ => {
                let about = About::WrongType("a body", "an address or an object");
                return self.item.notices.push(about);
            }
        }
        let held = list(&body["items"]);
        if words(&body["type"]).any(|kind| kind == "Choice") {
            held.iter().take(1).for_each(|first| self.read(first, depth + 1));
            if held.len() > 1 {
                self.item.leave_out("the alternatives to its body");
            }
            return;
        }
        held.iter().for_each(|item| self.read(item, depth + 1));
        for part in unread(body, OF_BODY) {
            self.item.leave_out(format!("`{part}` of its body"));
        }
        // A rating is in the language of its scale.
        if words(&body["purpose"]).all(|purpose| purpose != "classifying") {
            self.item.languages.extend(texts(&body["language"]).next().map(str::to_owned));
        }
        self.item.tags.extend(texts(&body["tags"]).map(str::to_owned));
        if let Some(text) = localizable(&body["value"]) {
            let language = texts(&body["value"]["language"]).next().map(str::to_owned);
            self.item.languages.extend(language);
            return self.text(body, text);
        }
        if depth == 0 && body["source"].is_object() {
            // A specific resource whose source is described: a text, or a page.
            let mut source = body["source"].clone();
            for part in ["purpose", "selector", "state"] {
                if list(&source[part]).is_empty() {
                    source[part] = body[part].clone();
                }
            }
            return self.read(&source, 1);
        }
        match text(&body["source"]).or(text(&body["id"])) {
            Some(address) => self.link(body, address),
            None if held.is_empty() => self.item.leave_out("a body without text or address"),
            None => {}
        }
    }

    fn text(&mut self, body: &Value, text: &str) {
        let (item, text) = (&mut *self.item, text.trim());
        let (purpose, format) = (words(&body["purpose"]).next(), texts(&body["format"]).next());
        let is_line = !text.contains('\n') && format == Some("text/plain");
        match (purpose, format) {
            (Some("tagging"), _) => item.tags.push(text.to_owned()),
            (Some("classifying"), _) => item.classes.push(text.to_owned()),
            (Some("describing"), _) if item.is_for("assessing") => {
                item.claim = Some(text.to_owned());
            }
            _ if self.is_summed_up && is_line && item.summary.is_none() => {
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
    fn link(&mut self, body: &Value, address: &str) {
        if url_problem(address).is_some() {
            return self.item.notices.push(About::Address(address.to_owned()));
        }
        let part = |name: &str| text(&body[name]).map(str::to_owned);
        let labels = ["title", "name", "label", "https://schema.org/name"];
        let mut link = Link {
            url: address.to_owned(),
            label: labels.into_iter().find_map(part).unwrap_or_default(),
            key: part("https://schema.org/identifier"),
            at: part("https://schema.org/pagination"),
            note: part("https://schema.org/description"),
            stance: stance(&body["http://purl.org/spar/cito/hasCitationCharacterization"]),
            ..Link::default()
        };
        for selector in list(&body["selector"]) {
            match Selection::of(std::slice::from_ref(selector), Unit::CodePoints) {
                Selection::Quote(quote) => link.quote = Some(quote.exact),
                _ => self.item.leave_out("the selector of its body"),
            }
        }
        for state in list(&body["state"]) {
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
