//! CSL-JSON (docs.citationstyles.org, schema 1.0.2) → Hayagriva's fields.

use serde_json::{Map, Value as Json};
use serde_yaml::{Mapping, Value};

use super::{Work, set};
use crate::{
    import::{
        Import,
        json::list,
        mapping,
        notice::{About, shortened},
    },
    model::{Date, parse::url_problem},
};

/// Fields that say nothing of the work itself.
const NOT_TOLD: [&str; 6] = [
    "citation-label",
    "categories",
    "container-title-short",
    "journalAbbreviation",
    "system_id",
    "custom",
];

/// Returns Hayagriva's type for one of CSL, and that of what holds such a work.
fn types(csl: &str) -> Option<(&'static str, Option<&'static str>)> {
    Some(match csl {
        "article" | "article-journal" | "article-magazine" | "review" => {
            ("article", Some("periodical"))
        }
        "article-newspaper" => ("article", Some("newspaper")),
        "bill" | "hearing" | "legislation" | "regulation" => ("legislation", None),
        "book" | "classic" => ("book", None),
        "broadcast" => ("video", Some("video")),
        "chapter" => ("chapter", Some("book")),
        "collection" => ("anthology", None),
        "dataset" | "software" => ("repository", None),
        "document" | "pamphlet" | "personal_communication" => ("misc", None),
        "entry" | "entry-dictionary" | "entry-encyclopedia" => ("entry", Some("reference")),
        "event" => ("conference", None),
        "figure" | "graphic" | "map" => ("artwork", None),
        "interview" => ("misc", Some("misc")),
        "legal_case" => ("case", None),
        "manuscript" => ("manuscript", None),
        "motion_picture" => ("video", None),
        "paper-conference" => ("article", Some("proceedings")),
        "patent" => ("patent", None),
        "performance" => ("performance", None),
        "periodical" => ("periodical", None),
        "post" => ("post", Some("thread")),
        "post-weblog" => ("article", Some("blog")),
        "report" => ("report", Some("misc")),
        "song" => ("audio", Some("audio")),
        "speech" => ("misc", Some("conference")),
        "thesis" => ("thesis", None),
        "webpage" => ("web", Some("web")),
        _ => return None,
    })
}

/// Reads all works of a file.
pub(super) fn works(text: &str, import: &mut Import) -> Result<Vec<Work>, serde_json::Error> {
    let json: Json = serde_json::from_str(text)?;
    let items = json.get("items").or_else(|| json.get("references")).unwrap_or(&json);
    let mut works = Vec::new();
    for (index, item) in list(items).iter().enumerate() {
        match item {
            Json::Object(item) => works.push(work(index + 1, item.clone())),
            _ => import.tell(index + 1, "", [About::WrongType("it", "a work: an object")]),
        }
    }
    Ok(works)
}

/// Reads one work.
pub(super) fn work(number: usize, item: Map<String, Json>) -> Work {
    let work = Work { number, ..Work::default() };
    let mut reader = Reader { item, work, holder: Mapping::new(), holder_type: None };
    reader.read();
    reader.work
}

/// A work on its way. What is read of the item is taken out of it.
struct Reader {
    item: Map<String, Json>,
    work: Work,
    /// What holds the work: the journal, the book.
    holder: Mapping,
    /// The type of what holds such works, if any does.
    holder_type: Option<&'static str>,
}

impl Reader {
    fn read(&mut self) {
        self.work.key = self.first(["citation-key", "id"]);
        let given = self.text("type");
        let types = types(&given);
        if types.is_none() && !given.is_empty() {
            self.work.leave_out(format!("the type `{}`", shortened(&given)));
        }
        let (own_type, holder_type) = types.unwrap_or(("misc", Some("anthology")));
        self.work.set("type", own_type);
        self.holder_type = holder_type;
        self.titles();
        self.texts();
        self.people();
        self.numbers();
        self.publisher();
        self.dates_and_address();
        if !self.holder.is_empty() {
            let named = holder_type.unwrap_or("anthology");
            self.holder.entry("type".into()).or_insert(named.into());
            self.work.set("parent", std::mem::take(&mut self.holder));
        }
        for (name, value) in std::mem::take(&mut self.item) {
            if !value.is_null() && !NOT_TOLD.contains(&name.as_str()) {
                self.work.leave_out(format!("`{name}`"));
            }
        }
    }

    /// Takes a text out; numbers as they are written.
    fn text(&mut self, name: &str) -> String {
        self.item.remove(name).as_ref().map(text).unwrap_or_default()
    }

    /// Takes a text out, in which Hayagriva would read `{…}` and `$…$` as markup.
    fn formatted(&mut self, name: &str) -> String {
        escaped(&self.text(name))
    }

    /// Takes two texts out and returns the first that says something.
    fn first(&mut self, names: [&str; 2]) -> String {
        let texts = names.map(|name| self.text(name));
        texts.into_iter().find(|text| !text.is_empty()).unwrap_or_default()
    }

    /// Takes names out, as Hayagriva writes them.
    fn names(&mut self, name: &str) -> Vec<Value> {
        let names = self.item.remove(name).unwrap_or_default();
        list(&names).iter().filter_map(name_of).collect()
    }

    fn is_held(&self) -> bool {
        self.holder_type.is_some() && !self.holder.is_empty()
    }

    /// Returns the fields of what holds the work, if such works are held, or else its own.
    fn holder_or_own(&mut self) -> &mut Mapping {
        if self.is_held() { &mut self.holder } else { &mut self.work.fields }
    }

    fn titles(&mut self) {
        let title = self.formatted("title");
        let short = self.first(["title-short", "shortTitle"]);
        if short.is_empty() || title.is_empty() || short == title {
            self.work.set("title", title);
        } else {
            let short = escaped(&short);
            self.work.set("title", mapping([("value", title.into()), ("short", short.into())]));
        }
        let container = self.formatted("container-title");
        set(&mut self.holder, "title", container);
        let series = self.formatted("collection-title");
        if series.is_empty() {
            return;
        }
        let series = mapping([("type", "anthology".into()), ("title", series.into())]);
        // A series holds the book that holds a chapter, or the work itself.
        if self.holder.is_empty() {
            self.holder = series;
        } else {
            set(&mut self.holder, "parent", series);
        }
    }

    fn texts(&mut self) {
        for (name, own) in [
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
        ] {
            let text = self.formatted(name);
            self.work.set(own, text);
        }
    }

    fn people(&mut self) {
        let authors = self.names("author");
        self.work.set("author", authors);
        let editors = self.names("editor");
        // Whatever holds it has the editor, even where such works are held by nothing.
        let edited = if self.holder.is_empty() { &mut self.work.fields } else { &mut self.holder };
        set(edited, "editor", editors);
        let authors = self.names("container-author");
        set(&mut self.holder, "author", authors);
        let roles = ["translator", "director", "illustrator", "composer"];
        let more = ["compiler", "organizer", "producer", "narrator"];
        let mut others: Vec<Value> = Vec::new();
        for role in roles.into_iter().chain(more) {
            let names = self.names(role);
            if !names.is_empty() {
                others.push(mapping([("role", role.into()), ("names", names.into())]).into());
            }
        }
        self.work.set("affiliated", others);
    }

    /// Volume and issue are the journal's, if there is one; so is its ISSN.
    fn numbers(&mut self) {
        for name in ["volume", "issue"] {
            let number = self.text(name);
            set(self.holder_or_own(), name, number);
        }
        let mut serials = Mapping::new();
        for (name, own) in [
            ("DOI", "doi"),
            ("ISBN", "isbn"),
            ("ISSN", "issn"),
            ("PMID", "pmid"),
            ("PMCID", "pmcid"),
            ("version", "version"),
            ("number", "serial"),
        ] {
            let number = self.text(name);
            if own == "issn" && self.is_held() {
                set(&mut self.holder, "serial-number", mapping([(own, number.into())]));
            } else {
                set(&mut serials, own, number);
            }
        }
        self.work.set("serial-number", serials);
    }

    fn publisher(&mut self) {
        let name = self.formatted("publisher");
        let location = self.formatted("publisher-place");
        let publisher: Value = if location.is_empty() {
            name.into()
        } else {
            mapping([("name", name.into()), ("location", location.into())]).into()
        };
        set(self.holder_or_own(), "publisher", publisher);
    }

    fn dates_and_address(&mut self) {
        let issued = self.date("issued");
        self.work.set("date", issued.unwrap_or_default());
        let accessed = self.date("accessed");
        let url = self.text("URL");
        match accessed {
            _ if url.is_empty() => {}
            _ if url_problem(&url).is_some() => self.work.notices.push(About::Address(url)),
            None => self.work.set("url", url),
            Some(date) => {
                self.work.set("url", mapping([("value", url.into()), ("date", date.into())]));
            }
        }
    }

    /// Takes a date out, whose end or season has no place.
    fn date(&mut self, name: &str) -> Option<String> {
        let date = self.item.remove(name)?;
        let ranges = list(&date["date-parts"]);
        let parts: Vec<i64> =
            ranges.first().map(list).unwrap_or_default().iter().filter_map(number).collect();
        let written = match parts.as_slice() {
            [] => ["raw", "literal"].map(|kind| text(&date[kind])),
            [year, rest @ ..] => {
                let rest: String = rest.iter().map(|part| format!("-{part:02}")).collect();
                [format!("{year:04}{rest}"), String::new()]
            }
        };
        let written = written.into_iter().find(|text| !text.is_empty())?;
        let day = written.split('T').next().unwrap_or_default();
        let is_date = day.parse::<Date>().is_ok();
        if !is_date {
            self.work.leave_out(format!("`{name}` ({})", shortened(&written)));
        }
        if ranges.len() > 1 {
            self.work.leave_out(format!("the end of `{name}`"));
        }
        for part in ["season", "circa"].into_iter().filter(|part| !date[part].is_null()) {
            self.work.leave_out(format!("the `{part}` of `{name}`"));
        }
        is_date.then(|| day.to_owned())
    }
}

/// Returns a value as text; numbers as they are written.
fn text(value: &Json) -> String {
    match value {
        Json::String(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Json::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

fn number(value: &Json) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
}

/// Returns a text in which Hayagriva finds no markup.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '{' | '}' | '$' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Returns a name as Hayagriva writes it.
fn name_of(value: &Json) -> Option<Value> {
    let part = |name: &str| text(&value[name]);
    let [literal, family, given, suffix] = ["literal", "family", "given", "suffix"].map(part);
    if !literal.is_empty() {
        // A mapping, since a comma would part a family from a given name.
        return Some(mapping([("name", literal.into())]).into());
    }
    let prefix = ["non-dropping-particle", "dropping-particle"].map(part).join(" ");
    let is_plain = [prefix.trim(), &suffix].iter().all(|part| part.is_empty());
    let is_whole = [&family, &given].iter().all(|name| !name.is_empty() && !name.contains(','));
    if is_plain && is_whole {
        return Some(format!("{family}, {given}").into());
    }
    let (name, given) = if family.is_empty() { (given, String::new()) } else { (family, given) };
    let parts = mapping([
        ("name", name.into()),
        ("given-name", given.into()),
        ("prefix", prefix.trim().into()),
        ("suffix", suffix.into()),
    ]);
    (!parts.is_empty()).then(|| parts.into())
}
