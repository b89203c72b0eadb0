//! Items → entries of a sidecar, each a draft with a passage, an id and a valid kind.

use std::collections::BTreeSet;

use serde_yaml::{Mapping, Value};

use super::{
    Destination, Import,
    dedup::{self, Known},
    item::{Creator, Item, Link, Target},
    mapping,
    notice::{About, shortened},
    passage::Aim,
    sanitize,
};
use crate::{
    diag::Diagnostics,
    edit::List,
    model::{
        Editor, Quote, Rating, one_or_several,
        parse::{YamlFile, sidecar, url_problem},
        source_by_key,
    },
    text::markdown,
};

const CLAIM: &str = "a claim";
const RATING: &str = "a rating of the scale";
const SUMMARY: &str = "a summary";
const SOURCE: &str = "a source of the bibliography";
const TERM: &str = "a term of the glossary";

/// What annotations are for, in the words of the W3C, as what kind they come in, and what
/// that needs.
const KINDS: [(&str, &str, &[&str]); 3] = [
    ("assessing", "fact-check", &[CLAIM, RATING, SUMMARY, SOURCE]),
    ("linking", "counter-source", &[SOURCE, SUMMARY]),
    ("identifying", "gloss", &[TERM]),
];

/// Adds an entry for each passage of items, and what is to be said, to an import.
pub(super) fn add_all(items: Vec<Item>, destination: &Destination<'_>, import: &mut Import) {
    let Destination { settings, sources, terms, .. } = *destination;
    let translations: Vec<&str> = destination.translations.iter().map(|(tag, _)| *tag).collect();
    let translations = translations.as_slice();
    let apparatus = sidecar::Apparatus { settings, sources, terms, translations };
    let read = |yaml: &YamlFile, diagnostics: &Diagnostics| {
        sidecar::annotations(yaml, apparatus, diagnostics)
    };
    let mut known = Known::new(destination);
    for mut item in items {
        import.tell(item.number, &item.id, std::mem::take(&mut item.notices));
        for entry in entries(&item, destination, &mut known, import) {
            let read = import.checked(item.number, &item.id, &entry, List::Annotations, read);
            import.entries.extend(read.map(|_| entry));
        }
    }
}

/// Makes an entry for each passage of an item.
fn entries(
    item: &Item,
    destination: &Destination<'_>,
    known: &mut Known,
    import: &mut Import,
) -> Vec<(String, Mapping)> {
    let own_id = dedup::own_id(&item.id, destination);
    if own_id.as_ref().is_some_and(|id| known.meets(id)) {
        import.n_present += 1;
        return Vec::new();
    }
    if item.targets.is_empty() {
        import.tell(item.number, &item.id, [About::NoTarget]);
        return Vec::new();
    }
    let mut notices = Vec::new();
    let Some(content) = content(item, destination, &mut notices) else {
        import.tell(item.number, &item.id, notices);
        return Vec::new();
    };
    let mut entries = Vec::new();
    let mut is_present = false;
    for (index, target) in item.targets.iter().enumerate() {
        let numbered = if index == 0 { String::new() } else { format!("\n{index}") };
        let hash = dedup::hash_of(&(item.origin.clone() + &numbered));
        let own_id = own_id.clone().filter(|_| index == 0);
        if own_id.is_none() && known.meets(&hash) {
            import.n_present += 1;
            is_present = true;
            continue;
        }
        let (aim, notice) = aim_of(item, target, destination);
        import.tell(item.number, &item.id, notice);
        let Some((field, value)) = aim else { continue };
        let mut fields = content.clone();
        fields.insert(field.into(), value);
        entries.push((own_id.unwrap_or_else(|| dedup::id_of(&fields, &hash)), fields));
    }
    // What is there already has been told of when it came.
    if !entries.is_empty() || !is_present {
        import.tell(item.number, &item.id, notices);
    }
    entries
}

/// Returns what an entry says of its target: how a passage is quoted, of the text or else of the
/// translation that has its words, or what else it is on; and what is to be said of it.
fn aim_of(
    item: &Item,
    target: &Target,
    destination: &Destination<'_>,
) -> (Option<(&'static str, Value)>, Option<About>) {
    let quote = |language, selector| ("quote", Quote { language, selector }.to_value());
    let is_other =
        |slug: &&str| *slug != destination.slug && destination.slugs.iter().any(|own| own == slug);
    // In a book, a page is called by the name of its file; the permalink says whose it is.
    let slug = |address| dedup::slug_of(address, destination.settings).filter(is_other);
    match slug(&target.source).or_else(|| slug(&item.id)) {
        Some(slug) => (None, Some(About::OtherArticle(slug.to_owned()))),
        None => {
            let (own, notice) = destination.text.find(&target.selection);
            let is_lost = notice.as_ref().is_some_and(|it| matches!(it, About::Detached(_)));
            let translations = destination.translations.iter().filter(|_| is_lost);
            let translated =
                translations.filter_map(|(tag, text)| match text.find(&target.selection) {
                    (Some(Aim::Words(selector)), None) => {
                        Some(quote(Some((*tag).to_owned()), selector))
                    }
                    _ => None,
                });
            match translated.into_iter().next() {
                Some(quote) => (Some(quote), None),
                None => {
                    let aim = own.map(|aim| match aim {
                        Aim::Words(selector) => quote(None, selector),
                        Aim::On(on) => ("on", on.to_value()),
                    });
                    (aim, notice)
                }
            }
        }
    }
}

impl Destination<'_> {
    fn has_source(&self, key: &str) -> bool {
        source_by_key(self.sources, key).is_some()
    }

    /// Returns the key of the work that a link leads to.
    fn key_of(&self, link: &Link) -> Option<String> {
        let path = link.url.strip_prefix(self.settings.base_url.as_str());
        let own = path.and_then(|path| path.strip_prefix("sources/#"));
        let mut named = [link.key.as_deref(), own].into_iter().flatten();
        if let Some(key) = named.find(|key| self.has_source(key)) {
            return Some(key.to_owned());
        }
        let leads_there = |url: &str| url.trim_end_matches('/') == link.url.trim_end_matches('/');
        let work = self.sources.iter().find(|source| {
            source.entry.url_any().is_some_and(|url| leads_there(url.value.as_str()))
        });
        work.map(|source| source.key().to_owned())
    }

    /// Returns the id of the term whose entry an address leads to.
    fn term_of(&self, url: &str) -> Option<String> {
        let path = url.strip_prefix(self.settings.base_url.as_str())?;
        let id = path.strip_prefix("glossary/#")?;
        self.terms.iter().find(|term| term.id == id).map(|term| term.id.clone())
    }

    fn editor(&self, creator: &Creator) -> Option<&Editor> {
        let is_ours = creator.id.starts_with(self.settings.base_url.as_str());
        let fragment = creator.id.rsplit(['#', '/']).find(|part| !part.is_empty());
        self.settings.editors.values().find(|editor| {
            editor.id == creator.id
                || editor.name == creator.name
                || (is_ours && fragment == Some(editor.id.as_str()))
        })
    }
}

/// Returns all fields but id and quote; `None`, and says so, if there is nothing to say.
fn content(
    item: &Item,
    destination: &Destination<'_>,
    notices: &mut Vec<About>,
) -> Option<Mapping> {
    let Destination { settings, terms, .. } = *destination;

    // Links lead to works of the bibliography, to a term, or to pages.
    let (mut cited, mut pages, mut term) = (Vec::new(), Vec::new(), None);
    for link in &item.links {
        if let Some(key) = destination.key_of(link) {
            cited.push((key, link));
        } else if let Some(id) = destination.term_of(&link.url) {
            term = term.or(Some(id));
        } else {
            pages.push(page(link));
            notices.extend(unheld(link));
        }
    }

    // What it classifies its passage as is a rating of the scale, a term, or a tag.
    let (mut rating, mut tags) = (None, Vec::new());
    for class in &item.classes {
        let named = terms.iter().find(|term| term.id == *class || term.term == *class);
        term = term.or_else(|| Some(named?.id.clone()));
        let is_meant = |own: &&Rating| own.id == *class || own.label == *class;
        match settings.ratings.iter().find(is_meant) {
            Some(own) if rating.is_none() => rating = Some(own.id.clone()),
            _ if terms.iter().any(|term| term.id == *class) => {}
            _ => tags.push(class.clone()),
        }
    }
    let mut seen = BTreeSet::new();
    tags.extend(item.tags.iter().cloned());
    tags.retain(|tag| seen.insert(tag.clone()));

    // A kind needs what it needs: what lacks it comes in as a note.
    let is_there = |need: &str| match need {
        CLAIM => item.claim.is_some(),
        RATING => rating.is_some(),
        SUMMARY => item.summary.is_some(),
        SOURCE => !cited.is_empty(),
        _ => term.is_some(),
    };
    let mut kinds = KINDS.iter().filter(|kind| item.is_for(kind.0));
    let (mut kind, needs) = kinds.next().map_or(("note", &[][..]), |kind| (kind.1, kind.2));
    if let Some(lacks) = needs.iter().find(|need| !is_there(need)) {
        notices.push(About::AsNote { kind, lacks });
        kind = "note";
    }

    let mut body = [item.body.clone(), pages].concat();
    if body.is_empty() && item.replies.is_empty() && kind == "note" {
        // A note needs a text; keywords alone are one.
        body.push(match (&item.summary, cited.first()) {
            _ if !tags.is_empty() => markdown::from_plain(&tags.join(", ")),
            (Some(summary), _) => markdown::from_plain(summary),
            (None, Some((key, _))) => format!("[@{key}]"),
            (None, None) => {
                notices.push(if item.is_comment() { About::SilentComment } else { About::Silent });
                return None;
            }
        });
    }

    let is_own = dedup::own_id(&item.id, destination).is_some();
    let (by, author) = signers(item, is_own, destination);
    let address = |creator: &&Creator| url_problem(&creator.id).is_none() && !is_own;
    let addresses = item.creators.iter().filter(address).filter(|it| !it.name.is_empty());
    notices
        .extend(addresses.map(|it| {
            About::NotHeld(format!("the address of its author ({})", shortened(&it.id)))
        }));
    body.extend(item.replies.iter().cloned());
    let body = body_of(&body, item, destination, notices)?;
    let sources = cited.iter().map(|(key, link)| citation(key, link, destination, notices));
    let sources = sources.collect::<Vec<_>>();
    let language = language(item, destination, notices);
    if let Some(rights) = &item.rights {
        let own = settings.license.as_deref().unwrap_or_default();
        if own.is_empty() || spdx(rights) != spdx(own) {
            notices.push(About::NotHeld(format!("`rights` ({})", shortened(rights))));
        }
    }
    let corrections = item.corrections.iter().map(|correction| {
        let text = correction.text.as_str().into();
        mapping([("date", correction.date.to_string().into()), ("text", text)])
    });
    Some(mapping([
        ("kind", kind.into()),
        ("claim", text(item.claim.as_deref())),
        ("rating", text(rating)),
        ("summary", text(item.summary.as_deref())),
        ("body", body.into()),
        ("sources", sources.into()),
        ("term", text(term.filter(|_| kind == "gloss"))),
        ("by", by),
        ("author", author),
        ("created", text(item.created.map(|date| date.to_string()))),
        ("updated", text(item.updated.map(|date| date.to_string()))),
        ("status", "draft".into()),
        ("tags", tags.into()),
        ("lang", text(language)),
        ("corrections", corrections.collect::<Vec<_>>().into()),
    ]))
}

/// Returns paragraphs of an item as the body of an entry; `None`, and says so, if they cannot be
/// one.
pub(super) fn body_of(
    paragraphs: &[String],
    item: &Item,
    destination: &Destination<'_>,
    notices: &mut Vec<About>,
) -> Option<String> {
    let is_own = dedup::own_id(&item.id, destination).is_some();
    let body = citing_what_is_there(&paragraphs.join("\n\n"), destination, notices)?;
    let has_math = destination.text.has_math() && !is_own;
    Some(if has_math { sanitize::without_formulas(&body) } else { body })
}

/// Returns the editors who sign an item, and its other authors.
///
/// Of what comes from elsewhere nobody is an editor, whatever the name: two may have one.
fn signers(item: &Item, is_own: bool, destination: &Destination<'_>) -> (Value, Value) {
    let (mut by, mut authors) = (Vec::new(), Vec::new());
    for creator in &item.creators {
        let editor = destination.editor(creator).filter(|_| is_own);
        let (list, name) = match editor {
            Some(editor) => (&mut by, editor.id.as_str()),
            None => (&mut authors, creator.shown().trim()),
        };
        if !name.is_empty() && list.iter().all(|known| known != name) {
            list.push(name.to_owned());
        }
    }
    (one_or_several(&by), one_or_several(&authors))
}

/// Returns Markdown that cites only works that are there; `None`, and says so, if it cannot
/// be made so.
fn citing_what_is_there(
    markdown: &str,
    destination: &Destination<'_>,
    notices: &mut Vec<About>,
) -> Option<String> {
    let is_known = |key: &str| destination.has_source(key);
    let body = sanitize::without_unknown_citations(markdown, is_known);
    let rendered = sanitize::rendered(&body);
    let unknown = rendered.unknown_keys.iter().find(|key| !is_known(key));
    let message = match (unknown, rendered.unread.first()) {
        (Some(key), _) => format!("its text cites `{key}`, which is not in the bibliography"),
        (None, Some(unread)) => format!("its text holds `{}`, which cites nothing", unread.text),
        (None, None) => return Some(body),
    };
    notices.push(About::Invalid(message));
    None
}

fn citation(
    key: &str,
    link: &Link,
    destination: &Destination<'_>,
    notices: &mut Vec<About>,
) -> Mapping {
    let source = source_by_key(destination.sources, key);
    let known = source.and_then(|source| source.archived.as_ref());
    if let Some(copy) = &link.archived
        && known.is_none_or(|known| known.url != *copy)
    {
        notices.push(About::NotHeld(format!("the archived copy {}", shortened(copy))));
    }
    mapping([
        ("ref", key.into()),
        ("at", text(link.at.as_deref())),
        ("stance", text(link.stance)),
        ("note", text(link.note.as_deref())),
        ("quote", text(link.quote.as_deref())),
    ])
}

/// Returns the language of an item, where it is not the edition's.
fn language<'i>(
    item: &'i Item,
    destination: &Destination<'_>,
    notices: &mut Vec<About>,
) -> Option<&'i str> {
    let language = item.languages.first()?;
    if item.languages.iter().any(|other| other != language) {
        notices.push(About::NotHeld("`language`: its bodies are in several".to_owned()));
        return None;
    }
    let is_one = language.parse::<icu_locale::Locale>().is_ok();
    (is_one && *language != destination.settings.language).then_some(language)
}

/// Returns a text as a value, or nothing.
fn text(text: Option<impl Into<String>>) -> Value {
    text.map_or(Value::Null, |text| Value::String(text.into()))
}

/// Returns a page that is no work of the bibliography as a paragraph.
fn page(link: &Link) -> String {
    let mut text = markdown::link(&link.url, &link.label);
    if let Some(copy) = link.archived.as_deref().filter(|url| url_problem(url).is_none()) {
        text.push_str(&format!(" ({})", markdown::link(copy, "")));
    }
    if let Some(quote) = &link.quote {
        text.push_str(&format!("\n\n{}", markdown::quoted(&markdown::from_plain(quote))));
    }
    text
}

/// Says what of a link has no place where its work is not in the bibliography.
fn unheld(link: &Link) -> Option<About> {
    let stance = link.stance.map(|stance| format!("`stance: {stance}`"));
    let at = link.at.as_deref().map(|at| format!("`at: {}`", shortened(at)));
    let note = link.note.as_deref().map(|note| format!("`note: {}`", shortened(note)));
    let parts: Vec<String> = [stance, at, note].into_iter().flatten().collect();
    let work = shortened(if link.url.is_empty() { &link.label } else { &link.url });
    let about = || About::OfUnknownSource { parts: parts.join(", "), work };
    (!parts.is_empty()).then(about)
}

/// Returns the name of a licence in SPDX's list, for those that have an address of their
/// own at Creative Commons.
fn spdx(license: &str) -> String {
    let path = license.split_once("creativecommons.org/").map_or(license, |(_, path)| path);
    let parts: Vec<&str> = path.trim_end_matches('/').split('/').collect();
    match parts.as_slice() {
        ["licenses", terms, version, ..] => format!("CC-{}-{version}", terms.to_uppercase()),
        ["publicdomain", "zero", version, ..] => format!("CC0-{version}"),
        _ => license.to_owned(),
    }
}
