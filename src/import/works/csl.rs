//! CSL-JSON (docs.citationstyles.org, schema 1.0.2) → Hayagriva's fields.
//!
//! `citationberg::json` has types for it, but they refuse a whole work for one field that is
//! not as the schema has it; here each field is read on its own.

use serde_json::Value as Json;
use serde_yaml::Value;

use super::Work;
use crate::{
    import::{
        Import,
        json::{list, unread},
        mapping,
        notice::{About, shortened},
        set,
    },
    model::{Date, parse::url_problem},
};

/// Fields that are texts, and where they go.
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

/// Fields that are numbers of the work itself, and what kind they are.
const SERIALS: [(&str, &str); 6] = [
    ("DOI", "doi"),
    ("ISBN", "isbn"),
    ("PMID", "pmid"),
    ("PMCID", "pmcid"),
    ("version", "version"),
    ("number", "serial"),
];

/// People who had a part in a work, as Hayagriva names them, too.
const ROLES: &str = "translator director illustrator composer compiler organizer producer narrator";

/// All other fields that are read, and those that say nothing of the work itself.
const KNOWN: &str = "citation-key id type title title-short shortTitle container-title \
    collection-title author editor container-author volume issue ISSN publisher \
    publisher-place issued accessed URL citation-label categories container-title-short \
    journalAbbreviation system_id custom";

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
        if item.is_object() {
            works.push(work(index + 1, item));
        } else {
            import.tell(index + 1, "", [About::NoItem("a work: an object")]);
        }
    }
    Ok(works)
}

/// Reads one work.
pub(super) fn work(number: usize, item: &Json) -> Work {
    let text = |name: &str| text(&item[name]);
    let formatted = |name: &str| escaped(&text(name));
    let first = |names: [&str; 2]| {
        names.map(text).into_iter().find(|text| !text.is_empty()).unwrap_or_default()
    };
    let names = |role: &str| list(&item[role]).iter().filter_map(name_of).collect::<Vec<Value>>();
    let mut work = Work { number, key: first(["citation-key", "id"]), ..Work::default() };

    let given = text("type");
    let (own_type, holder_type) = types(&given).unwrap_or_else(|| {
        if !given.is_empty() {
            work.leave_out(format!("the type `{}`", shortened(&given)));
        }
        ("misc", Some("anthology"))
    });
    work.set("type", own_type);
    let (title, short) = (formatted("title"), first(["title-short", "shortTitle"]));
    if short.is_empty() || title.is_empty() || short == title {
        work.set("title", title);
    } else {
        work.set("title", mapping([("value", title.into()), ("short", escaped(&short).into())]));
    }
    for (name, own) in TEXTS {
        work.set(own, formatted(name));
    }

    // What holds the work: a journal, or a book, which a series may hold in its turn.
    let mut holder = mapping([("title", formatted("container-title").into())]);
    let series = formatted("collection-title");
    if !series.is_empty() {
        let series = mapping([("type", "anthology".into()), ("title", series.into())]);
        if holder.is_empty() {
            holder = series;
        } else {
            set(&mut holder, "parent", series);
        }
    }
    work.set("author", names("author"));
    // Whatever holds it has the editor, even where such works are held by nothing.
    let edited = if holder.is_empty() { &mut work.fields } else { &mut holder };
    set(edited, "editor", names("editor"));
    set(&mut holder, "author", names("container-author"));
    let others = ROLES.split_whitespace().filter_map(|role| {
        let names = names(role);
        let affiliated = mapping([("role", role.into()), ("names", names.clone().into())]);
        (!names.is_empty()).then(|| Value::from(affiliated))
    });
    work.set("affiliated", others.collect::<Vec<_>>());

    // Volume and issue are the journal's, if there is one; so are its ISSN and publisher.
    let mut serials = mapping(SERIALS.map(|(name, own)| (own, text(name).into())));
    let is_held = holder_type.is_some() && !holder.is_empty();
    if is_held {
        set(&mut holder, "serial-number", mapping([("issn", text("ISSN").into())]));
    } else {
        set(&mut serials, "issn", text("ISSN"));
    }
    work.set("serial-number", serials);
    let published = if is_held { &mut holder } else { &mut work.fields };
    set(published, "volume", text("volume"));
    set(published, "issue", text("issue"));
    let (name, location) = (formatted("publisher"), formatted("publisher-place"));
    if location.is_empty() {
        set(published, "publisher", name);
    } else {
        let publisher = mapping([("name", name.into()), ("location", location.into())]);
        set(published, "publisher", publisher);
    }
    if !holder.is_empty() {
        holder.entry("type".into()).or_insert(holder_type.unwrap_or("anthology").into());
        work.set("parent", holder);
    }

    let issued = date(item, "issued", &mut work);
    work.set("date", issued.unwrap_or_default());
    let (accessed, url) = (date(item, "accessed", &mut work), text("URL"));
    if !url.is_empty() && url_problem(&url).is_some() {
        work.notices.push(About::Address(url));
    } else if let Some(date) = accessed.filter(|_| !url.is_empty()) {
        work.set("url", mapping([("value", url.into()), ("date", date.into())]));
    } else {
        work.set("url", url);
    }
    let texts = TEXTS.iter().chain(&SERIALS).map(|(name, _)| *name);
    let known = texts.chain([ROLES, KNOWN]).collect::<Vec<_>>().join(" ");
    unread(item, &known).for_each(|name| work.leave_out(format!("`{name}`")));
    work
}

/// Returns a date, whose end or season has no place.
fn date(item: &Json, name: &str, work: &mut Work) -> Option<String> {
    let date = &item[name];
    let ranges = list(&date["date-parts"]);
    let number = |value: &Json| value.as_i64().or_else(|| value.as_str()?.trim().parse().ok());
    let parts: Vec<i64> =
        ranges.first().map(list).into_iter().flatten().filter_map(number).collect();
    let written = match parts.as_slice() {
        [] => ["raw", "literal"]
            .map(|kind| text(&date[kind]))
            .into_iter()
            .find(|it| !it.is_empty())?,
        [year, rest @ ..] => {
            format!("{year:04}")
                + &rest.iter().map(|part| format!("-{part:02}")).collect::<String>()
        }
    };
    let day = written.split('T').next().unwrap_or_default();
    let is_date = day.parse::<Date>().is_ok();
    if !is_date {
        work.leave_out(format!("`{name}` ({})", shortened(&written)));
    }
    if ranges.len() > 1 {
        work.leave_out(format!("the end of `{name}`"));
    }
    for part in ["season", "circa"].into_iter().filter(|part| !date[part].is_null()) {
        work.leave_out(format!("the `{part}` of `{name}`"));
    }
    is_date.then(|| day.to_owned())
}

/// Returns a value as text; numbers as they are written.
fn text(value: &Json) -> String {
    match value {
        Json::String(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Json::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

/// Returns a text in which Hayagriva finds no markup: it would read `{…}` and `$…$` as such.
fn escaped(text: &str) -> String {
    let is_markup = |c: char| matches!(c, '{' | '}' | '$' | '\\');
    text.chars().flat_map(|c| is_markup(c).then_some('\\').into_iter().chain([c])).collect()
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
