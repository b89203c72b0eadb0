//! Items → entries of a sidecar, each a draft with a passage, an id and a valid kind.

use std::collections::BTreeSet;

use serde_yaml::{Mapping, Value};

use super::{
    Destination, Import,
    dedup::{self, Known},
    item::{Creator, Item, Link, Target},
    mapping,
    notice::{About, shortened},
    sanitize,
};
use crate::{
    diag::Diagnostics,
    edit::{List, quote_of},
    model::{
        Editor, Rating, Selector, Term,
        parse::{YamlFile, sidecar, url_problem},
        source_by_key,
    },
    text::markdown,
};

/// Adds an entry for each passage of items, and what is to be said, to an import.
pub(super) fn add_all(items: Vec<Item>, destination: &Destination<'_>, import: &mut Import) {
    let Destination { settings, sources, terms, .. } = *destination;
    let apparatus = sidecar::Apparatus { settings, sources, terms };
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
        import.tell(item.number, &item.id, [About::NoPassage]);
        return Vec::new();
    }
    let mut writer = Writer { item, destination, notices: Vec::new() };
    let Some(content) = writer.content() else {
        import.tell(item.number, &item.id, writer.notices);
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
        let (selector, notice) = passage_of(target, destination);
        import.tell(item.number, &item.id, notice);
        let Some(selector) = selector else { continue };
        let mut fields = content.clone();
        fields.insert("quote".into(), quote_of(&selector));
        entries.push((own_id.unwrap_or_else(|| dedup::id_of(&fields, &hash)), fields));
    }
    // What is there already has been told of when it came.
    if !entries.is_empty() || !is_present {
        import.tell(item.number, &item.id, writer.notices);
    }
    entries
}

/// Returns the selector of a target, and what is to be said of it.
fn passage_of(target: &Target, destination: &Destination<'_>) -> (Option<Selector>, Option<About>) {
    let is_other =
        |slug: &&str| *slug != destination.slug && destination.slugs.iter().any(|own| own == slug);
    match dedup::slug_of(&target.source, destination).filter(is_other) {
        Some(slug) => (None, Some(About::OtherArticle(slug.to_owned()))),
        None => destination.text.find(&target.selection),
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

/// Writes what an item says, without its passage.
struct Writer<'a> {
    item: &'a Item,
    destination: &'a Destination<'a>,
    notices: Vec<About>,
}

impl Writer<'_> {
    /// Returns all fields but id and quote; `None`, and says so, if there is nothing to say.
    fn content(&mut self) -> Option<Mapping> {
        let Self { item, destination, .. } = *self;
        let (mut cited, mut pages, mut term) = (Vec::new(), Vec::new(), None);
        for link in &item.links {
            if let Some(key) = destination.key_of(link) {
                cited.push((key, link));
            } else if let Some(id) = destination.term_of(&link.url) {
                term = term.or(Some(id));
            } else {
                pages.push(page(link));
            }
        }
        let named = |class: &String| {
            let is_named = |term: &&Term| term.id == *class || term.term == *class;
            destination.terms.iter().find(is_named).map(|term| term.id.clone())
        };
        let term = term.or_else(|| item.classes.iter().find_map(named));
        let (rating, tags) = self.rating_and_tags();
        let kind = self.kind(rating.is_some(), !cited.is_empty(), term.is_some());

        let mut body = [item.body.clone(), pages].concat();
        if body.is_empty() && kind == "note" {
            // A note needs a text; keywords alone are one.
            body.push(match (&item.summary, cited.first()) {
                _ if !tags.is_empty() => markdown::from_plain(&tags.join(", ")),
                (Some(summary), _) => markdown::from_plain(summary),
                (None, Some((key, _))) => format!("[@{key}]"),
                (None, None) => {
                    self.notices.push(About::Silent);
                    return None;
                }
            });
        }
        let by = self.by(&mut body);
        body.extend(item.replies.iter().cloned());
        let body = self.citing_what_is_there(&body.join("\n\n"))?;
        let sources = cited.iter().map(|(key, link)| self.citation(key, link)).collect::<Vec<_>>();
        let tags: Vec<String> = tags.into_iter().filter(|tag| !tag.is_empty()).collect();
        let corrections = item.corrections.iter().map(|correction| {
            let text = correction.text.as_str().into();
            mapping([("date", correction.date.to_string().into()), ("text", text)])
        });
        let fields = mapping([
            ("kind", kind.into()),
            ("claim", text(item.claim.as_deref())),
            ("rating", text(rating)),
            ("summary", text(item.summary.as_deref())),
            ("body", body.into()),
            ("sources", sources.into()),
            ("term", text(term.filter(|_| kind == "gloss"))),
            ("by", text(by)),
            ("created", text(item.created.map(|date| date.to_string()))),
            ("updated", text(item.updated.map(|date| date.to_string()))),
            ("status", "draft".into()),
            ("tags", tags.into()),
            ("lang", text(self.language())),
            ("corrections", corrections.collect::<Vec<_>>().into()),
        ]);
        self.tell_foreign_rights();
        Some(fields)
    }

    /// Returns Markdown that cites only works that are there; `None`, and says so, if it
    /// cannot be made so.
    fn citing_what_is_there(&mut self, markdown: &str) -> Option<String> {
        let is_known = |key: &str| self.destination.has_source(key);
        let body = sanitize::without_unknown_citations(markdown, is_known);
        let rendered = sanitize::rendered(&body);
        let unknown = rendered.unknown_keys.iter().find(|key| !is_known(key));
        let message = match (unknown, rendered.unread.first()) {
            (Some(key), _) => format!("its text cites `{key}`, which is not in the bibliography"),
            (None, Some(unread)) => {
                format!("its text holds `{}`, which cites nothing", unread.text)
            }
            (None, None) => return Some(body),
        };
        self.notices.push(About::Invalid(message));
        None
    }

    /// A kind needs what it needs: what lacks it comes in as a note.
    fn kind(&mut self, has_rating: bool, has_source: bool, has_term: bool) -> &'static str {
        let item = self.item;
        let claim = (item.claim.is_some(), "a claim");
        let rating = (has_rating, "a rating of the scale");
        let summary = (item.summary.is_some(), "a summary");
        let source = (has_source, "a source of the bibliography");
        let term = (has_term, "a term of the glossary");
        let (kind, needs) = if item.is_for("assessing") {
            ("fact-check", vec![claim, rating, summary, source])
        } else if item.is_for("linking") {
            ("counter-source", vec![source, summary])
        } else if item.is_for("identifying") {
            ("gloss", vec![term])
        } else {
            return "note";
        };
        let Some((_, lacks)) = needs.into_iter().find(|(is_there, _)| !is_there) else {
            return kind;
        };
        self.notices.push(About::AsNote { kind, lacks });
        "note"
    }

    fn citation(&mut self, key: &str, link: &Link) -> Mapping {
        let source = source_by_key(self.destination.sources, key);
        let archived = source.and_then(|source| source.archived.as_ref());
        let is_new = |copy: &&String| archived.is_none_or(|known| known.url != **copy);
        if let Some(copy) = link.archived.as_ref().filter(is_new) {
            let part = format!("the archived copy {}", shortened(copy));
            self.notices.push(About::NotHeld(part));
        }
        mapping([
            ("ref", key.into()),
            ("at", text(link.at.as_deref())),
            ("stance", text(link.stance)),
            ("note", text(link.note.as_deref())),
            ("quote", text(link.quote.as_deref())),
        ])
    }

    /// What an item classifies its passage as is a rating of the scale, or a tag.
    fn rating_and_tags(&self) -> (Option<String>, Vec<String>) {
        let Destination { settings, terms, .. } = *self.destination;
        let mut rating = None;
        let mut tags = Vec::new();
        for class in &self.item.classes {
            let is_meant = |own: &&Rating| own.id == *class || own.label == *class;
            match settings.ratings.iter().find(is_meant) {
                Some(own) if rating.is_none() => rating = Some(own.id.clone()),
                _ if terms.iter().any(|term| term.id == *class) => {}
                _ => tags.push(class.clone()),
            }
        }
        tags.extend(self.item.tags.iter().cloned());
        let mut seen = BTreeSet::new();
        tags.retain(|tag| seen.insert(tag.clone()));
        (rating, tags)
    }

    /// Returns the editor who wrote it; who is none is named in the last line.
    fn by(&self, body: &mut Vec<String>) -> Option<String> {
        let mut by = None;
        let mut others = Vec::new();
        for creator in &self.item.creators {
            match self.destination.editor(creator) {
                Some(editor) if by.is_none() => by = Some(editor.id.clone()),
                _ if creator.shown().is_empty() => {}
                _ if url_problem(&creator.id).is_none() => {
                    others.push(markdown::link(&creator.id, &creator.name));
                }
                _ => others.push(markdown::from_plain(creator.shown())),
            }
        }
        if !others.is_empty() {
            body.push(format!("— {}", others.join(", ")));
        }
        by
    }

    /// Returns the language, where it is not the edition's.
    fn language(&mut self) -> Option<&str> {
        let mut languages: Vec<&String> = self.item.languages.iter().collect();
        languages.dedup();
        match languages.as_slice() {
            [] => None,
            [language] => {
                let is_own = **language == self.destination.settings.language;
                let is_one = language.parse::<icu_locale::Locale>().is_ok();
                Some(language.as_str()).filter(|_| is_one && !is_own)
            }
            _ => {
                let part = "`language`: its bodies are in several".to_owned();
                self.notices.push(About::NotHeld(part));
                None
            }
        }
    }

    fn tell_foreign_rights(&mut self) {
        let Some(rights) = &self.item.rights else { return };
        let own = self.destination.settings.license.as_deref().unwrap_or_default();
        if own.is_empty() || spdx(rights) != spdx(own) {
            self.notices.push(About::NotHeld(format!("`rights` ({})", shortened(rights))));
        }
    }
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
