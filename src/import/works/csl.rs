//! CSL-JSON (docs.citationstyles.org, schema 1.0.2) → Hayagriva's fields.

use serde_json::Value as Json;
use serde_yaml::{Mapping, Value};

use super::{Work, set};
use crate::{
    import::{Said, What, json, passage},
    model::Date,
};

/// Types of CSL: the type of Hayagriva, and that of what holds the work.
const TYPES: [(&str, &str, Option<&str>); 41] = [
    ("article", "article", Some("periodical")),
    ("article-journal", "article", Some("periodical")),
    ("article-magazine", "article", Some("periodical")),
    ("article-newspaper", "article", Some("newspaper")),
    ("bill", "legislation", None),
    ("book", "book", None),
    ("broadcast", "video", Some("video")),
    ("chapter", "chapter", Some("book")),
    ("classic", "book", None),
    ("collection", "anthology", None),
    ("dataset", "repository", None),
    ("document", "misc", None),
    ("entry", "entry", Some("reference")),
    ("entry-dictionary", "entry", Some("reference")),
    ("entry-encyclopedia", "entry", Some("reference")),
    ("event", "conference", None),
    ("figure", "artwork", None),
    ("graphic", "artwork", None),
    ("hearing", "legislation", None),
    ("interview", "misc", Some("misc")),
    ("legal_case", "case", None),
    ("legislation", "legislation", None),
    ("manuscript", "manuscript", None),
    ("map", "artwork", None),
    ("motion_picture", "video", None),
    ("pamphlet", "misc", None),
    ("paper-conference", "article", Some("proceedings")),
    ("patent", "patent", None),
    ("performance", "performance", None),
    ("periodical", "periodical", None),
    ("personal_communication", "misc", None),
    ("post", "post", Some("thread")),
    ("post-weblog", "article", Some("blog")),
    ("regulation", "legislation", None),
    ("report", "report", Some("misc")),
    ("review", "article", Some("periodical")),
    ("software", "repository", None),
    ("song", "audio", Some("audio")),
    ("speech", "misc", Some("conference")),
    ("thesis", "thesis", None),
    ("webpage", "web", Some("web")),
];

/// Fields that are texts, of the work itself.
const TEXTS: [(&str, &str); 14] = [
    ("abstract", "abstract"),
    ("note", "note"),
    ("genre", "genre"),
    ("language", "language"),
    ("archive", "archive"),
    ("archive-place", "archive-location"),
    ("archive_location", "archive-location"),
    ("call-number", "call-number"),
    ("chapter-number", "chapter"),
    ("authority", "organization"),
    ("number-of-volumes", "volume-total"),
    ("number-of-pages", "page-total"),
    ("page", "page-range"),
    ("edition", "edition"),
];

/// Numbers that name a work.
const SERIALS: [(&str, &str); 7] = [
    ("DOI", "doi"),
    ("ISBN", "isbn"),
    ("ISSN", "issn"),
    ("PMID", "pmid"),
    ("PMCID", "pmcid"),
    ("version", "version"),
    ("number", "serial"),
];

/// People who are neither authors nor editors.
const ROLES: [(&str, &str); 8] = [
    ("translator", "translator"),
    ("director", "director"),
    ("illustrator", "illustrator"),
    ("composer", "composer"),
    ("compiler", "compiler"),
    ("organizer", "organizer"),
    ("producer", "producer"),
    ("narrator", "narrator"),
];

/// What else is read, or says nothing of the work.
const OTHERS: [&str; 24] = [
    "id",
    "citation-key",
    "type",
    "title",
    "title-short",
    "shortTitle",
    "author",
    "editor",
    "container-author",
    "container-title",
    "collection-title",
    "volume",
    "issue",
    "publisher",
    "publisher-place",
    "issued",
    "accessed",
    "URL",
    "citation-label",
    "categories",
    "container-title-short",
    "journalAbbreviation",
    "system_id",
    "custom",
];

/// Reads all works of a file.
pub(super) fn works(text: &str, said: &mut Vec<Said>) -> Result<Vec<Work>, serde_json::Error> {
    let json: Json = serde_json::from_str(text)?;
    let items = json.get("items").or_else(|| json.get("references")).unwrap_or(&json);
    let mut works = Vec::new();
    for (index, item) in json::list(Some(items)).iter().enumerate() {
        if item.is_object() {
            works.push(work(index + 1, item, said));
        } else {
            let what = What::WrongType { part: "it".to_owned(), expected: "a work: an object" };
            said.push(Said { number: index + 1, name: String::new(), what });
        }
    }
    Ok(works)
}

/// Reads one work.
pub(super) fn work(number: usize, item: &Json, said: &mut Vec<Said>) -> Work {
    let key = ["citation-key", "id"].iter().map(|name| text(item, name));
    let key = key.into_iter().find(|key| !key.is_empty()).unwrap_or_default();
    let mut reader = Reader {
        item,
        work: Work { number, key, ..Work::default() },
        holder: Mapping::new(),
        said,
    };
    reader.read();
    reader.work
}

/// A work on its way.
struct Reader<'a> {
    item: &'a Json,
    work: Work,
    /// What holds the work: the journal, the book.
    holder: Mapping,
    said: &'a mut Vec<Said>,
}

impl Reader<'_> {
    fn say(&mut self, part: String) {
        self.said.push(self.work.said(What::not_held(part)));
    }

    fn read(&mut self) {
        let given = text(self.item, "type");
        let found = TYPES.iter().find(|(own, ..)| *own == given);
        if found.is_none() && !given.is_empty() {
            self.say(format!("the type `{}`", passage::shortened(&given)));
        }
        let (kind, holder) =
            found.map_or(("misc", Some("misc")), |(_, kind, holder)| (*kind, *holder));
        self.work.set("type", kind);
        self.titles(holder);
        for (name, own) in TEXTS {
            self.work.set(own, formattable(&text(self.item, name)));
        }
        self.people();
        self.numbers(holder);
        self.publisher(holder);
        self.dates_and_address();
        if !self.holder.is_empty() {
            let mut holder = std::mem::take(&mut self.holder);
            let named = holder_type(self.item, holder_of(&given));
            holder.insert("type".into(), named.into());
            self.work.set("parent", holder);
        }
        self.tell_unread();
    }

    fn titles(&mut self, holder: Option<&str>) {
        let title = formattable(&text(self.item, "title"));
        let short = ["title-short", "shortTitle"].map(|name| text(self.item, name));
        let short = short.into_iter().find(|short| !short.is_empty() && *short != title);
        match short {
            Some(short) if !title.is_empty() => {
                let parts = [("value", title), ("short", formattable(&short))];
                let parts = parts.into_iter().map(|(part, text)| (part.into(), text.into()));
                self.work.set("title", Value::Mapping(parts.collect()));
            }
            _ => self.work.set("title", title),
        }
        let container = formattable(&text(self.item, "container-title"));
        let series = formattable(&text(self.item, "collection-title"));
        if holder.is_some() || !container.is_empty() {
            set(&mut self.holder, "title", container);
        }
        if series.is_empty() {
            return;
        }
        let of_series = Mapping::from_iter([
            ("type".into(), "anthology".into()),
            ("title".into(), series.into()),
        ]);
        // A series holds the book that holds a chapter, or the work itself.
        if self.holder.is_empty() {
            self.holder = of_series;
        } else {
            set(&mut self.holder, "parent", of_series);
        }
    }

    fn people(&mut self) {
        let people = |name| names(json::field(self.item, name));
        self.work.set("author", people("author"));
        let editors = people("editor");
        if self.holder.is_empty() {
            self.work.set("editor", editors);
        } else {
            set(&mut self.holder, "editor", editors);
        }
        set(&mut self.holder, "author", people("container-author"));
        let others = ROLES.iter().filter_map(|(name, role)| {
            let names = people(name);
            let parts =
                [("role".into(), (*role).into()), ("names".into(), Value::from(names.clone()))];
            (!names.is_empty()).then(|| Value::Mapping(parts.into_iter().collect()))
        });
        let others: Vec<Value> = others.collect();
        self.work.set("affiliated", others);
    }

    /// Volume and issue are the journal's, if there is one; so is its ISSN.
    fn numbers(&mut self, holder: Option<&str>) {
        let is_held = holder.is_some() && !self.holder.is_empty();
        for name in ["volume", "issue"] {
            let number = text(self.item, name);
            if is_held {
                set(&mut self.holder, name, number);
            } else {
                self.work.set(name, number);
            }
        }
        let mut serials = Mapping::new();
        for (name, own) in SERIALS {
            let number = text(self.item, name);
            if is_held && name == "ISSN" {
                let issn: Mapping = [("issn".into(), number.clone().into())].into_iter().collect();
                if !number.is_empty() {
                    set(&mut self.holder, "serial-number", issn);
                }
            } else {
                set(&mut serials, own, number);
            }
        }
        self.work.set("serial-number", serials);
    }

    fn publisher(&mut self, holder: Option<&str>) {
        let mut publisher = Mapping::new();
        set(&mut publisher, "name", formattable(&text(self.item, "publisher")));
        set(&mut publisher, "location", formattable(&text(self.item, "publisher-place")));
        let value = match (publisher.len(), publisher.get("name")) {
            (1, Some(name)) => name.clone(),
            _ => Value::Mapping(publisher),
        };
        if holder.is_some() && !self.holder.is_empty() {
            set(&mut self.holder, "publisher", value);
        } else {
            self.work.set("publisher", value);
        }
    }

    fn dates_and_address(&mut self) {
        let issued = self.date("issued");
        self.work.set("date", issued.unwrap_or_default());
        let accessed = self.date("accessed");
        let url = text(self.item, "URL");
        if url.is_empty() {
            return;
        }
        if crate::parse::url_problem(&url).is_some() {
            let what = What::Address { url: passage::shortened(&url) };
            return self.said.push(self.work.said(what));
        }
        match accessed {
            None => self.work.set("url", url),
            Some(date) => {
                let parts = [("value".into(), url.into()), ("date".into(), date.into())];
                self.work.set("url", Value::Mapping(parts.into_iter().collect()));
            }
        }
    }

    /// Returns a date, whose end or season has no place.
    fn date(&mut self, name: &str) -> Option<String> {
        let date = json::field(self.item, name)?;
        let ranges = json::list(json::field(date, "date-parts"));
        let first: Vec<i64> = json::list(ranges.first()).iter().filter_map(number).collect();
        let written = match first.as_slice() {
            [] => ["raw", "literal"]
                .iter()
                .map(|kind| text(date, kind))
                .find(|text| !text.is_empty())?,
            parts => {
                let parts = parts.iter().enumerate();
                let digits = |(index, part): (usize, &i64)| {
                    if index == 0 { format!("{part:04}") } else { format!("{part:02}") }
                };
                parts.map(digits).collect::<Vec<_>>().join("-")
            }
        };
        let day = written.split('T').next().unwrap_or_default();
        let is_date = day.parse::<Date>().is_ok();
        if !is_date {
            self.say(format!("`{name}` ({})", passage::shortened(&written)));
        }
        if ranges.len() > 1 {
            self.say(format!("the end of `{name}`"));
        }
        for part in ["season", "circa"] {
            if json::field(date, part).is_some() {
                self.say(format!("the `{part}` of `{name}`"));
            }
        }
        is_date.then(|| day.to_owned())
    }

    fn tell_unread(&mut self) {
        let fields = self.item.as_object().into_iter().flatten();
        let is_read = |name: &&str| {
            OTHERS.contains(name)
                || [&TEXTS[..], &SERIALS, &ROLES]
                    .iter()
                    .any(|table| table.iter().any(|(own, _)| own == name))
        };
        let unread: Vec<String> = fields
            .filter(|(_, value)| !value.is_null())
            .map(|(name, _)| name.as_str())
            .filter(|name| !is_read(name))
            .map(|name| format!("`{name}`"))
            .collect();
        unread.into_iter().for_each(|part| self.say(part));
    }
}

/// Returns the type of what holds a work of a type.
fn holder_of(kind: &str) -> &'static str {
    let found = TYPES.iter().find(|(own, ..)| *own == kind);
    found.and_then(|(_, _, holder)| *holder).unwrap_or("anthology")
}

fn holder_type<'t>(item: &Json, kind: &'t str) -> &'t str {
    // What is held by nothing but a series.
    if text(item, "container-title").is_empty() && !text(item, "collection-title").is_empty() {
        return "anthology";
    }
    kind
}

/// Returns a field as text; numbers as they are written.
fn text(item: &Json, name: &str) -> String {
    match json::field(item, name) {
        Some(Json::String(text)) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Some(Json::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

fn number(value: &Json) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
}

/// Hayagriva reads `{…}` and `$…$` as markup.
fn formattable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '{' | '}' | '$' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Returns names as Hayagriva writes them.
fn names(value: Option<&Json>) -> Vec<Value> {
    json::list(value).iter().filter_map(name).collect()
}

fn name(value: &Json) -> Option<Value> {
    let part = |name| text(value, name);
    let literal = part("literal");
    if !literal.is_empty() {
        // A mapping, since a comma would part a family from a given name.
        return Some(Value::Mapping([("name".into(), literal.into())].into_iter().collect()));
    }
    let family = part("family");
    let given = part("given");
    let mut parts = Mapping::new();
    let particle = ["non-dropping-particle", "dropping-particle"].map(part).join(" ");
    set(&mut parts, "name", if family.is_empty() { given.clone() } else { family.clone() });
    if !family.is_empty() {
        set(&mut parts, "given-name", given.clone());
    }
    set(&mut parts, "prefix", particle.trim());
    set(&mut parts, "suffix", part("suffix"));
    let is_plain = parts.keys().all(|key| matches!(key.as_str(), Some("name" | "given-name")));
    let has_comma = [&family, &given].iter().any(|name| name.contains(','));
    if is_plain && !has_comma && !family.is_empty() && !given.is_empty() {
        return Some(format!("{family}, {given}").into());
    }
    (!parts.is_empty()).then(|| Value::Mapping(parts))
}
