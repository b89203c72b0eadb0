//! Items → entries of a sidecar, each a draft with a passage, an id and a valid kind.

use std::collections::HashSet;

use serde_yaml::{Mapping, Value};

use super::{
    Home, Import, Said, What, foreign,
    item::{Item, Link, Target},
    origin::{self, Known},
    passage::{self, Passage},
    valid,
};
use crate::{
    diag::Diagnostics,
    edit::{self, List, quote_of},
    files::SourceFile,
    markdown,
    model::{Selector, source_by_key},
    parse::{YamlFile, sidecar},
};

/// Makes entries of items; adds them, and what is to be said, to an import.
pub(super) fn add_all(items: Vec<Item>, home: &Home<'_>, import: &mut Import) {
    let mut known = Known::new(home);
    let mut entries = Vec::new();
    for item in items {
        let own = origin::own_id(&item.id, home);
        if own.is_some_and(|id| known.has_id(&id) || known.meets(&id)) {
            import.n_present += 1;
            continue;
        }
        add(&item, home, &mut known, &mut entries, import);
    }
    let said = &mut import.said;
    let entries = valid(entries, &|entries| fault_of(entries, home), &mut |entry, message| {
        let (name, what) = (entry.name.clone(), What::Invalid { message });
        said.push(Said { number: entry.number, name, what });
    });
    import.entries.extend(entries.into_iter().map(|entry| (entry.id, entry.fields)));
}

/// An entry, and the number of the item that it comes from.
struct Entry {
    id: String,
    fields: Mapping,
    number: usize,
    name: String,
}

/// Makes an entry for each passage of an item.
fn add(
    item: &Item,
    home: &Home<'_>,
    known: &mut Known<'_>,
    entries: &mut Vec<Entry>,
    import: &mut Import,
) {
    if item.targets.is_empty() {
        import.said.push(item.said(What::NoPassage));
        return;
    }
    let mut words = Vec::new();
    let Some(content) = (Writer { item, home, said: &mut words }).content() else {
        let is_told = words.iter().any(|said| matches!(said.what, What::Invalid { .. }));
        import.said.extend(words);
        import.said.extend((!is_told).then(|| item.said(What::Silent)));
        return;
    };
    let mut has_entry = false;
    let mut is_present = false;
    for (index, target) in item.targets.iter().enumerate() {
        let own = origin::own_id(&item.id, home).filter(|_| index == 0);
        let mark = match index {
            0 => origin::mark_of(&item.origin),
            _ => origin::mark_of(&format!("{}\n{index}", item.origin)),
        };
        if own.is_none() && known.meets(&mark) {
            import.n_present += 1;
            is_present = true;
            continue;
        }
        let Some(selector) = passage_of(item, target, home, &mut import.said) else { continue };
        let mut fields = content.clone();
        fields.insert("quote".into(), quote_of(&selector));
        let id = own.unwrap_or_else(|| origin::id_of(&fields, &mark));
        entries.push(Entry { id, fields, number: item.number, name: item.id.clone() });
        has_entry = true;
    }
    // What is there already has been told of when it came.
    if has_entry || !is_present {
        import.said.extend(words);
    }
}

/// Returns the selector of a target, or says why there is none.
fn passage_of(
    item: &Item,
    target: &Target,
    home: &Home<'_>,
    said: &mut Vec<Said>,
) -> Option<Selector> {
    let slug = origin::slug_of(&target.source, home);
    if let Some(slug) =
        slug.filter(|slug| *slug != home.slug && home.slugs.iter().any(|own| own == slug))
    {
        said.push(item.said(What::OtherArticle { slug: slug.to_owned() }));
        return None;
    }
    match home.ground.find(&target.selection) {
        Passage::Found { selector, is_proven, is_disputed } => {
            said.extend((!is_proven).then(|| item.said(What::ByPosition)));
            said.extend(is_disputed.then(|| item.said(What::Disagreement)));
            Some(selector)
        }
        Passage::Detached(selector) => {
            let exact = match &selector {
                Selector::Quote(quote) => passage::shortened(&quote.exact),
                Selector::Range { from, to } => passage::shortened(&format!("{from} … {to}")),
            };
            said.push(item.said(What::Detached { exact }));
            Some(selector)
        }
        Passage::Unheld(selector) => {
            said.push(item.said(What::NotResolvable { selector }));
            None
        }
        Passage::Whole => {
            said.push(item.said(What::NoPassage));
            None
        }
    }
}

/// Writes what an item says, without its passage.
struct Writer<'a> {
    item: &'a Item,
    home: &'a Home<'a>,
    said: &'a mut Vec<Said>,
}

impl Writer<'_> {
    fn say(&mut self, what: What) {
        self.said.push(self.item.said(what));
    }

    /// Returns all fields but id and quote; `None` if there is nothing to say.
    fn content(&mut self) -> Option<Mapping> {
        let item = self.item;
        let mut fields = Mapping::new();
        let (cited, linked): (Vec<_>, Vec<_>) = item
            .links
            .iter()
            .map(|link| (self.key_of(link), link))
            .partition(|(key, _)| key.is_some());
        let term = self.term(&linked);
        let (rating, mut tags) = self.rating_and_tags();
        let linked: Vec<_> = linked
            .into_iter()
            .map(|(_, link)| link)
            .filter(|link| self.term_of(&link.url).is_none())
            .collect();
        let kind = self.kind(rating.is_some(), !cited.is_empty(), term.is_some());
        let first_key = cited.first().and_then(|(key, _)| key.as_deref());
        let mut body = self.paragraphs(kind, &linked, &tags, first_key)?;
        let by = self.by(&mut body);
        body.extend(item.replies.iter().cloned());
        let body = self.body(&body.join("\n\n"))?;
        let sources: Vec<Value> =
            cited.into_iter().filter_map(|(key, link)| Some(self.citation(&key?, link))).collect();
        let summary = item.summary.clone();
        let (claim, body) = (item.claim.clone(), (!body.is_empty()).then_some(body));
        tags.retain(|tag| !tag.is_empty());
        let texts = [
            ("kind", Some(kind.to_owned())),
            ("claim", claim),
            ("rating", rating),
            ("summary", summary),
            ("body", body),
            ("term", term.filter(|_| kind == "gloss")),
            ("by", by),
            ("created", item.created.map(|date| date.to_string())),
            ("updated", item.updated.map(|date| date.to_string())),
            ("status", Some("draft".to_owned())),
            ("lang", self.language()),
        ];
        for (name, text) in texts {
            if let Some(text) = text {
                fields.insert(name.into(), text.into());
            }
        }
        let tags = tags.into_iter().map(Value::from).collect();
        for (name, list) in
            [("sources", sources), ("tags", tags), ("corrections", corrections(item))]
        {
            if !list.is_empty() {
                fields.insert(name.into(), list.into());
            }
        }
        if let Some(rights) = self.foreign_rights() {
            self.say(What::not_held(format!("`rights` ({})", passage::shortened(&rights))));
        }
        Some(fields)
    }

    /// Returns the paragraphs of the body; `None` if a note would say nothing.
    fn paragraphs(
        &self,
        kind: &str,
        linked: &[&Link],
        tags: &[String],
        cited: Option<&str>,
    ) -> Option<Vec<String>> {
        let mut body = self.item.body.clone();
        body.extend(linked.iter().map(|link| self.paragraph_of(link)));
        if body.is_empty() && kind == "note" {
            // A note needs a text; keywords alone are one.
            body.push(match (&self.item.summary, cited) {
                _ if !tags.is_empty() => markdown::from_plain(&tags.join(", ")),
                (Some(summary), _) => markdown::from_plain(summary),
                (None, Some(key)) => format!("[@{key}]"),
                (None, None) => return None,
            });
        }
        Some(body)
    }

    /// Returns a body that cites only works that are there; `None`, and says so, if it
    /// cannot be made so.
    fn body(&mut self, markdown: &str) -> Option<String> {
        let is_known = |key: &str| source_by_key(self.home.sources, key).is_some();
        let body = foreign::without_unknown_citations(markdown, is_known);
        let rendered = foreign::rendered(&body);
        let unknown = rendered.unknown_keys.iter().find(|key| !is_known(key));
        let message = match (unknown, rendered.unread.first()) {
            (Some(key), _) => format!("its text cites `{key}`, which is not in the bibliography"),
            (None, Some(unread)) => {
                format!("its text holds `{}`, which cites nothing", unread.text)
            }
            (None, None) => return Some(body),
        };
        self.say(What::Invalid { message });
        None
    }

    /// A kind needs what it needs: what lacks it comes in as a note.
    fn kind(&mut self, has_rating: bool, has_source: bool, has_term: bool) -> &'static str {
        let is_for = |what: &str| self.item.is_for(what);
        let has_summary = self.item.summary.is_some();
        let has_claim = self.item.claim.is_some();
        let lacks = |needs: &[(bool, &'static str)]| {
            needs.iter().find(|(is_there, _)| !is_there).map(|(_, what)| *what)
        };
        let (kind, lacks) = if is_for("assessing") {
            let needs = [
                (has_claim, "a claim"),
                (has_rating, "a rating of the scale"),
                (has_summary, "a summary"),
                (has_source, "a source of the bibliography"),
            ];
            ("fact-check", lacks(&needs))
        } else if is_for("linking") {
            let needs = [(has_source, "a source of the bibliography"), (has_summary, "a summary")];
            ("counter-source", lacks(&needs))
        } else if is_for("identifying") {
            ("gloss", lacks(&[(has_term, "a term of the glossary")]))
        } else {
            return "note";
        };
        match lacks {
            None => kind,
            Some(lacks) => {
                self.say(What::AsNote { kind, lacks });
                "note"
            }
        }
    }

    /// Returns the key of the work that a link leads to.
    fn key_of(&self, link: &Link) -> Option<String> {
        let is_there = |key: &&String| source_by_key(self.home.sources, key).is_some();
        if let Some(key) = link.key.as_ref().filter(is_there) {
            return Some(key.clone());
        }
        let base = self.home.settings.base_url.as_str();
        let own = link.url.strip_prefix(base).and_then(|path| path.strip_prefix("sources/#"));
        if let Some(key) = own.filter(|key| source_by_key(self.home.sources, key).is_some()) {
            return Some(key.to_owned());
        }
        let leads_there = |url: &str| url.trim_end_matches('/') == link.url.trim_end_matches('/');
        let work = self.home.sources.iter().find(|source| {
            source.entry.url_any().is_some_and(|url| leads_there(url.value.as_str()))
        });
        work.map(|source| source.key().to_owned())
    }

    fn citation(&mut self, key: &str, link: &Link) -> Value {
        let stance = link.stance.clone();
        let is_stance =
            |word: &String| ["supports", "contradicts", "context"].contains(&word.as_str());
        let parts = [
            ("ref", Some(key.to_owned())),
            ("at", link.at.clone()),
            ("stance", stance.filter(is_stance)),
            ("note", link.note.clone()),
            ("quote", link.quote.clone()),
        ];
        let archived =
            source_by_key(self.home.sources, key).and_then(|source| source.archived.as_ref());
        let is_new = |copy: &&String| archived.is_none_or(|known| known.url != **copy);
        if let Some(copy) = link.archived.as_ref().filter(is_new) {
            let part = format!("the archived copy {}", passage::shortened(copy));
            self.say(What::not_held(part));
        }
        let parts = parts.into_iter().filter_map(|(name, text)| Some((name.into(), text?.into())));
        Value::Mapping(parts.collect())
    }

    /// A page that is no work of the bibliography, as a paragraph.
    fn paragraph_of(&self, link: &Link) -> String {
        let mut text = markdown::link(&link.url, &link.label);
        if let Some(copy) =
            link.archived.as_deref().filter(|url| crate::parse::url_problem(url).is_none())
        {
            text.push_str(&format!(" ({})", markdown::link(copy, "")));
        }
        if let Some(quote) = &link.quote {
            text.push_str(&format!("\n\n{}", markdown::quoted(&markdown::from_plain(quote))));
        }
        text
    }

    /// Returns the term that a link, or a class, of an identifying annotation names.
    fn term(&self, linked: &[(Option<String>, &Link)]) -> Option<String> {
        let by_link = linked.iter().find_map(|(_, link)| self.term_of(&link.url));
        let is_term = |name: &&String| {
            self.home.terms.iter().any(|term| term.id == **name || term.term == **name)
        };
        by_link.or_else(|| {
            let name = self.item.classes.iter().find(is_term)?;
            let term =
                self.home.terms.iter().find(|term| term.id == *name || term.term == *name)?;
            Some(term.id.clone())
        })
    }

    /// Returns the term whose entry an address leads to.
    fn term_of(&self, url: &str) -> Option<String> {
        let path = url.strip_prefix(self.home.settings.base_url.as_str())?;
        let id = path.strip_prefix("glossary/#")?;
        self.home.terms.iter().find(|term| term.id == id).map(|term| term.id.clone())
    }

    /// What an item classifies its passage as is a rating of the scale, or a tag.
    fn rating_and_tags(&self) -> (Option<String>, Vec<String>) {
        let ratings = &self.home.settings.ratings;
        let mut rating = None;
        let mut tags = Vec::new();
        let mut seen = HashSet::new();
        for class in &self.item.classes {
            let is_meant = |own: &&crate::model::Rating| own.id == *class || own.label == *class;
            match ratings.iter().find(is_meant) {
                Some(own) if rating.is_none() => rating = Some(own.id.clone()),
                _ if self.home.terms.iter().any(|term| term.id == *class) => {}
                _ => tags.push(class.clone()),
            }
        }
        tags.extend(self.item.tags.iter().cloned());
        tags.retain(|tag| seen.insert(tag.clone()));
        (rating, tags)
    }

    /// Returns the editor who wrote it; who is none is named in the last line.
    fn by(&self, body: &mut Vec<String>) -> Option<String> {
        let editors = &self.home.settings.editors;
        let mut by = None;
        let mut others = Vec::new();
        for creator in &self.item.creators {
            let fragment = creator.id.rsplit(['#', '/']).find(|part| !part.is_empty());
            let editor = editors.iter().find(|editor| {
                editor.id == creator.id
                    || editor.name == creator.name
                    || (creator.id.starts_with(self.home.settings.base_url.as_str())
                        && fragment == Some(editor.id.as_str()))
            });
            match editor {
                Some(editor) if by.is_none() => by = Some(editor.id.clone()),
                _ if creator.shown().is_empty() => {}
                _ if crate::parse::url_problem(&creator.id).is_none() => {
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
    fn language(&mut self) -> Option<String> {
        let mut languages: Vec<&String> = self.item.languages.iter().collect();
        languages.dedup();
        let [language] = languages.as_slice() else {
            if !languages.is_empty() {
                self.say(What::not_held("`language`: its bodies are in several"));
            }
            return None;
        };
        let is_own = **language == self.home.settings.language;
        (!is_own && language.parse::<icu_locale::Locale>().is_ok()).then(|| (*language).clone())
    }

    fn foreign_rights(&self) -> Option<String> {
        let rights = self.item.rights.as_ref()?;
        let own = self.home.settings.license.as_deref().unwrap_or_default();
        (own.is_empty() || spdx(rights) != spdx(own)).then(|| rights.clone())
    }
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

fn corrections(item: &Item) -> Vec<Value> {
    let correction = |(date, text): &(crate::model::Date, String)| {
        let parts =
            [("date".into(), date.to_string().into()), ("text".into(), text.as_str().into())];
        Value::Mapping(parts.into_iter().collect())
    };
    item.corrections.iter().map(correction).collect()
}

/// Returns the first error that reading entries would bring.
fn fault_of(entries: &[Entry], home: &Home<'_>) -> Option<String> {
    let new: Vec<(String, Mapping)> =
        entries.iter().map(|entry| (entry.id.clone(), entry.fields.clone())).collect();
    let empty = SourceFile::new("import.yaml", String::new());
    let text = match edit::add_all(List::Annotations, &empty, &new) {
        Ok(text) => text,
        Err(refusal) => return Some(refusal.to_string()),
    };
    let diagnostics = Diagnostics::default();
    let yaml = YamlFile::parse(SourceFile::new(empty.path, text), &diagnostics);
    if let Some(yaml) = &yaml {
        let Home { settings, sources, terms, .. } = *home;
        let apparatus = sidecar::Apparatus { settings, sources, terms };
        let read = sidecar::annotations(yaml, apparatus, &diagnostics);
        debug_assert!(read.len() <= entries.len(), "no entry becomes two");
    }
    super::first_error(diagnostics)
}
