//! Where links and images lead in an export: to what it holds itself, else to the site.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use super::{ReadFile, uses::Uses};
use crate::{
    edition::{Article, Shared},
    io::address::{decode, encode},
};

/// Returns a target as it leads from the article's page on the site, where a
/// link to `#slug` leads to the heading, of the text whose fragments end with `suffix` or else
/// of the article's own, and a path may start from the site's root.
pub(super) fn led(target: &str, suffix: &str, has: impl Fn(&str) -> bool) -> String {
    let slug = target.strip_prefix('#').map(decode);
    let headings = slug.iter().flat_map(|slug| [suffix, ""].map(|end| format!("h-{slug}{end}")));
    // Numbers of paragraphs and footnotes are those of the article's own text.
    let has_name = |slug: &&String| !slug.starts_with("p-") && !slug.starts_with("fn");
    let named = slug.iter().filter(has_name).map(|slug| format!("{slug}{suffix}"));
    let named = named.filter(|_| !suffix.is_empty());
    let mut places = headings.chain(named);
    match places.find(|place| has(place)) {
        Some(place) => format!("#{place}"),
        None if target.starts_with('/') && !target.starts_with("//") => format!("..{target}"),
        None => target.to_owned(),
    }
}

/// Where the links of a text lead.
pub(super) struct Links<'a> {
    pub(super) shared: &'a Shared,
    /// What there are entries of.
    pub(super) entries: Entries<'a>,
    /// The address of the text's page on the site, which relative links start from.
    pub(super) url: String,
    /// The fragments of the page.
    pub(super) fragments: BTreeSet<String>,
    /// The images of an article; lists show none.
    pub(super) images: Option<Images<'a>>,
}

impl<'a> Links<'a> {
    /// Returns those of an article in an export that has neither entries nor images.
    pub(super) fn of_article(article: &Article<'a>) -> Self {
        let shared = article.edition.shared;
        Self {
            shared,
            entries: Entries::None,
            url: shared.article_url(article.slug()),
            fragments: article.fragments.blocks.clone(),
            images: None,
        }
    }
}

/// The entries of terms and works that an export has.
#[derive(Clone, Copy)]
pub(super) enum Entries<'a> {
    /// None: the site has them.
    None,
    /// Those of what is used, in files of a book.
    Book(&'a Uses),
    /// Those of what is used, in a TEI document whose ids have a prefix.
    Tei(&'a Uses, &'a str),
}

/// The images of an article that there are, gathered as they are shown.
pub(super) struct Images<'a> {
    /// The article's folder.
    pub(super) slug: &'a str,
    /// Their folder in the book.
    pub(super) folder: String,
    pub(super) read: ReadFile<'a>,
    /// Their media types and bytes, by their names in the book.
    pub(super) found: RefCell<BTreeMap<String, (&'static str, Vec<u8>)>>,
}

impl Links<'_> {
    /// Returns the address of a term's entry.
    pub(super) fn term(&self, id: &str) -> String {
        self.own_term(id).unwrap_or_else(|| self.on_site(&format!("glossary/#{id}")))
    }

    /// Returns the address of a work's entry.
    pub(super) fn work(&self, key: &str) -> String {
        self.own_work(key).unwrap_or_else(|| self.on_site(&format!("sources/#{key}")))
    }

    fn on_site(&self, path: &str) -> String {
        format!("{}{path}", self.shared.settings.base_url)
    }

    fn own_term(&self, id: &str) -> Option<String> {
        let index = self.shared.glossary.index_of(id)?;
        let has = |uses: &Uses| uses.terms.contains(&index);
        match self.entries {
            Entries::Book(uses) => has(uses).then(|| format!("glossary.xhtml#term-{}", index + 1)),
            Entries::Tei(uses, prefix) => has(uses).then(|| format!("#{prefix}term-{id}")),
            Entries::None => None,
        }
    }

    fn own_work(&self, key: &str) -> Option<String> {
        let index = self.shared.works.bibliography.index_of(key)?;
        let has = |uses: &Uses| uses.works.contains(&index);
        match self.entries {
            Entries::Book(uses) => has(uses).then(|| format!("sources.xhtml#work-{}", index + 1)),
            Entries::Tei(uses, prefix) => has(uses).then(|| format!("#{prefix}work-{}", index + 1)),
            Entries::None => None,
        }
    }

    /// Returns where a link of the site leads; `None` if nowhere.
    pub(super) fn link(&self, target: &str) -> Option<String> {
        let is_whole = !matches!(self.entries, Entries::None);
        if let Some(fragment) = target.strip_prefix('#').filter(|_| is_whole) {
            return self.fragments.contains(fragment).then(|| target.to_owned());
        }
        let own = match target.trim_start_matches("../").split_once("/#") {
            Some(("glossary", id)) => self.own_term(id),
            Some(("sources", key)) => self.own_work(key),
            _ => None,
        };
        own.or_else(|| {
            let url = url::Url::parse(&self.url).ok()?.join(target).ok()?;
            matches!(url.scheme(), "http" | "https" | "mailto").then(|| url.to_string())
        })
    }

    /// Returns the address of an image in the book; `None` if it is not there.
    pub(super) fn image(&self, target: &str) -> Option<String> {
        let images = self.images.as_ref()?;
        let page = url::Url::parse(&self.url).ok()?;
        let inner = page.make_relative(&page.join(target).ok()?)?;
        let is_below = !inner.starts_with("..") && !inner.contains(['?', '#']);
        let media_type = media_type(&inner).filter(|_| is_below)?;
        let path = decode(&inner);
        let name = format!("{}{}", images.folder, encode(&path));
        let mut found = images.found.borrow_mut();
        if !found.contains_key(&name) {
            let bytes = (images.read)(&format!("content/{}/{path}", images.slug))?;
            found.insert(name.clone(), (media_type, bytes));
        }
        Some(name)
    }
}

/// Returns the type of an image that every reading system shows, by its name.
fn media_type(path: &str) -> Option<&'static str> {
    let (_, ending) = path.rsplit_once('.')?;
    match ending.to_ascii_lowercase().as_str() {
        "gif" => Some("image/gif"),
        "jpg" | "jpeg" => Some("image/jpeg"),
        "png" => Some("image/png"),
        "svg" => Some("image/svg+xml"),
        "webp" => Some("image/webp"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_lead_where_the_page_leads_them() {
        let check = |target, expected| {
            assert_eq!(led(target, "", |fragment| fragment == "h-one"), expected);
        };
        check("#one", "#h-one");
        check("#o%6Ee", "#h-one");
        check("#p-2", "#p-2");
        check("/other/", "../other/");
        check("//example.org/", "//example.org/");
        check("a.png", "a.png");
    }
}
