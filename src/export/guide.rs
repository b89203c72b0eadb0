//! Where links and images of the site lead in another format.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use super::{
    Apparatus,
    epub::ReadFile,
    reading::Uses,
    xhtml::{self, Leads},
};
use crate::address::{decode, encode};

/// Leads links within the export where it has a place for them, else to the site.
pub(super) struct Guide<'a> {
    pub(super) apparatus: Apparatus<'a>,
    /// Where the export has entries of terms and works; `None` leads to the site.
    pub(super) lists: Option<Lists<'a>>,
    /// The address of the page on the site, which relative links start from.
    pub(super) url: String,
    /// The fragments of the page; a link to another leads nowhere.
    pub(super) fragments: BTreeSet<String>,
    /// The images of an article; lists show none.
    pub(super) images: Option<&'a Images<'a>>,
}

/// The lists of terms and works of an export.
#[derive(Clone, Copy)]
pub(super) struct Lists<'a> {
    /// What they have entries for.
    pub(super) uses: &'a Uses,
    /// The file of the terms.
    pub(super) glossary: &'a str,
    /// The file of the works.
    pub(super) sources: &'a str,
}

/// The images of an article that there are, gathered as they are shown.
pub(super) struct Images<'a> {
    /// The article's folder.
    pub(super) slug: &'a str,
    /// Their folder in the book.
    pub(super) folder: String,
    pub(super) read: ReadFile<'a>,
    pub(super) found: RefCell<BTreeMap<String, Image>>,
}

/// An image of the book.
pub(super) struct Image {
    pub(super) media_type: &'static str,
    pub(super) bytes: Vec<u8>,
}

impl Guide<'_> {
    /// Returns the address of a term's entry; empty if there is none.
    pub(super) fn term(&self, id: &str) -> String {
        let Some(lists) = self.lists else { return self.on_site(&format!("glossary/#{id}")) };
        let index = self.apparatus.terms.iter().position(|term| term.id == id);
        let index = index.filter(|index| lists.uses.terms.contains(index));
        index.map_or_else(String::new, |index| format!("{}#term-{}", lists.glossary, index + 1))
    }

    /// Returns the address of a work's entry; empty if there is none.
    pub(super) fn work(&self, key: &str) -> String {
        let Some(lists) = self.lists else { return self.on_site(&format!("sources/#{key}")) };
        let index = self.apparatus.bibliography.index_of(key);
        let index = index.filter(|index| lists.uses.works.contains(index));
        index.map_or_else(String::new, |index| format!("{}#work-{}", lists.sources, index + 1))
    }

    fn on_site(&self, path: &str) -> String {
        format!("{}{path}", self.apparatus.settings.base_url)
    }

    /// Writes HTML as the export has it.
    pub(super) fn write(&self, html: &str) -> String {
        xhtml::write(html, self)
    }
}

impl Leads for Guide<'_> {
    fn link(&self, target: &str) -> Option<String> {
        if let Some(fragment) = target.strip_prefix('#').filter(|_| self.lists.is_some()) {
            return self.fragments.contains(fragment).then(|| target.to_owned());
        }
        let own = match target.trim_start_matches("../").split_once("/#") {
            Some(("glossary", id)) => self.term(id),
            Some(("sources", key)) => self.work(key),
            _ => String::new(),
        };
        if !own.is_empty() {
            return Some(own);
        }
        let url = url::Url::parse(&self.url).ok()?.join(target).ok()?;
        matches!(url.scheme(), "http" | "https" | "mailto").then(|| url.to_string())
    }

    fn image(&self, target: &str) -> Option<String> {
        let images = self.images?;
        let page = url::Url::parse(&self.url).ok()?;
        let inner = page.make_relative(&page.join(target).ok()?)?;
        let is_below = !inner.starts_with("..") && !inner.contains(['?', '#']);
        let media_type = media_type(&inner).filter(|_| is_below)?;
        let path = decode(&inner);
        let name = format!("{}{}", images.folder, encode(&path));
        let mut found = images.found.borrow_mut();
        if !found.contains_key(&name) {
            let bytes = (images.read)(&format!("content/{}/{path}", images.slug))?;
            found.insert(name.clone(), Image { media_type, bytes });
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
