//! A site whose files are made one by one, when they are asked for, for previews.
//!
//! The functions are those of [`build`](super::build()), so each file is, byte for byte, the
//! one that a clean build of the same input writes. What has been made is kept until the key
//! of what it was made from changes.

use std::{
    collections::{BTreeSet, HashMap},
    io,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use super::{Site, SiteParts, Wanted, Writer, pages};
use crate::{
    diag::{Diagnostic, Diagnostics, Severity},
    edition::{
        ArticleFolder, AtHand, FixedInput, Key, Made, OpenEdition, Options, check_events,
        check_links, is_published, judge,
    },
    io::{NoOutput, Output},
};

/// An edition ready to make any file of its site.
pub struct Live {
    /// The edition.
    pub open: OpenEdition,
    parts: SiteParts,
    /// By index of the article.
    articles: Vec<Arc<Slot>>,
}

/// What came of loading an edition.
pub struct Loaded {
    /// The edition; `None` if it has no settings, or no theme that works.
    pub live: Option<Live>,
    /// What was found wrong so far, articles left aside.
    pub findings: Vec<Diagnostic>,
}

/// What was found wrong with an edition.
#[derive(Debug, Clone, Default)]
pub struct Findings {
    /// By file and place.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether every article and shared page was looked at.
    pub is_complete: bool,
}

/// What is kept of an article's files.
struct Slot {
    key: Key,
    /// What was found in making all of them.
    findings: OnceLock<Vec<Diagnostic>>,
    /// Its page alone, and what was found in making it: whoever changed the article is
    /// about to look at it.
    page: OnceLock<(Option<Vec<u8>>, Vec<Diagnostic>)>,
}

/// Pages of so many changed articles are made before anybody asks: one is looked at, and
/// all of them would take the memory of a site.
const MAX_AT_ONCE: usize = 8;

impl Live {
    /// Loads an edition; what `previous` has made of the same files is not made again.
    #[must_use]
    pub fn load(options: &Options, input: FixedInput, previous: Option<&Self>) -> Loaded {
        let opened = OpenEdition::load(options, input, previous.map(|live| &live.open));
        let mut findings = opened.found;
        let Some(open) = opened.edition else {
            return Loaded { live: None, findings: judge(findings, []) };
        };
        let edition = open.edition();
        let found = Diagnostics::default();
        let before = previous.map(|old| (old.open.edition().shared, &old.parts));
        let parts = SiteParts::new(edition, before, &found);
        findings.extend(found.into_sorted());
        let findings = judge(findings, []);
        let Some(parts) = parts else { return Loaded { live: None, findings } };
        let kept: HashMap<Key, &Arc<Slot>> =
            previous.iter().flat_map(|live| &live.articles).map(|slot| (slot.key, slot)).collect();
        let slot = |folder: &ArticleFolder| {
            let key = edition.key_of(folder, parts.key_of_files(&folder.slug));
            let new = || Arc::new(Slot { key, findings: OnceLock::new(), page: OnceLock::new() });
            kept.get(&key).map_or_else(new, |slot| Arc::clone(slot))
        };
        let articles = edition.contents.articles.iter().map(slot).collect();
        Loaded { live: Some(Self { open, parts, articles }), findings }
    }

    /// Returns the path of the site's address, beginning and ending with `/`.
    #[must_use]
    pub fn base_path(&self) -> &str {
        self.open.settings().base_url.path()
    }

    /// Returns the name of the article, if there is but one.
    #[must_use]
    pub fn only_article(&self) -> Option<&str> {
        let articles = &self.open.edition().contents.articles;
        articles.first().filter(|_| articles.len() == 1).map(|only| only.slug.as_str())
    }

    /// Returns one file of the site by its path; `None` if there is no such file.
    #[must_use]
    pub fn file(&self, path: &str) -> Option<Vec<u8>> {
        let taken = Taken { path, bytes: Mutex::default() };
        let writer = Writer::new(&taken, Wanted::Only(path));
        let diagnostics = Diagnostics::default();
        let site = self.site(&writer, &diagnostics);
        if let Some(index) = self.article_of(path) {
            let made = self.articles[index].page.get().filter(|_| path == self.page_path(index));
            if let Some((page, _)) = made {
                return page.clone();
            }
            self.open.with_article(index, &diagnostics, |article| site.article_files(article));
        } else if path.starts_with(&self.open.edition().shared.theme().assets_path) {
            pages::assets(site);
        } else {
            pages::build(site, &self.open.indexes());
        }
        taken.into_bytes()
    }

    /// Returns a file that the site has as it lies in the edition; `None` if there is no
    /// such file.
    #[must_use]
    pub fn copied(&self, path: &str) -> Option<Arc<[u8]>> {
        let contents = self.open.edition().contents;
        let (source, _) = contents.copied.iter().find(|(_, output)| *output == path)?;
        let is_built = |slug: &str| {
            let article = contents.article(slug);
            article.is_some_and(|article| self.open.resolved(article).index.is_some())
        };
        if is_published(source, is_built) { self.open.input().share(source).ok() } else { None }
    }

    /// Returns the element of a note as the page of its article would hold it in `then`, the
    /// edition after an edit of a file of that article; `None` if the page would hold no such
    /// note.
    #[must_use]
    pub fn note(&self, then: &OpenEdition, slug: &str, id: &str) -> Option<String> {
        let index = then.edition().contents.article(slug)?;
        let diagnostics = Diagnostics::default();
        let writer = Writer::new(&NoOutput, Wanted::Everything);
        let site = Site { edition: then.edition(), ..self.site(&writer, &diagnostics) };
        then.with_anchors(index, &diagnostics, |article| site.note_html(article, id)).flatten()
    }

    /// Returns what is wrong with what articles share and with the articles that
    /// own `changed` files: what can be said at once.
    #[must_use]
    pub fn findings_at(&self, changed: &BTreeSet<String>) -> Findings {
        let contents = self.open.edition().contents;
        let slugs: BTreeSet<&str> = changed.iter().filter_map(|p| p.split('/').nth(1)).collect();
        let touched: Vec<usize> = slugs.iter().filter_map(|slug| contents.article(slug)).collect();
        let mut found = self.open.found();
        for &index in &touched {
            let is_shown = touched.len() <= MAX_AT_ONCE;
            let of_article = if is_shown { self.page_of(index) } else { self.findings_of(index) };
            found.extend(of_article.iter().cloned());
        }
        Findings { diagnostics: self.judge(found), is_complete: false }
    }

    /// Returns everything that a build would report.
    ///
    /// Looks at one article and page after the other and gives up, with what it
    /// knows, as soon as `is_outdated`; that may wait before it answers, since
    /// nothing is held that making a file would need.
    #[must_use]
    pub fn findings(&self, is_outdated: &(dyn Fn() -> bool + Sync)) -> Findings {
        let mut all = self.open.found();
        for index in 0..self.articles.len() {
            if is_outdated() {
                return Findings { diagnostics: self.judge(all), is_complete: false };
            }
            all.extend(self.findings_of(index).iter().cloned());
        }
        let diagnostics = Diagnostics::default();
        let goes_on = || !is_outdated();
        let writer = Writer::new(&NoOutput, Wanted::While(&goes_on));
        let indexes = self.open.indexes();
        pages::build(self.site(&writer, &diagnostics), &indexes);
        let at_hand = AtHand { articles: &indexes, are_all: true };
        check_events(self.open.edition(), at_hand, &diagnostics);
        check_links(self.open.edition(), at_hand, &diagnostics);
        self.parts.sequence.check(&diagnostics);
        all.extend(diagnostics.into_sorted());
        Findings { diagnostics: self.judge(all), is_complete: !is_outdated() }
    }

    /// Sorts findings, and leaves out what follows from others or is allowed.
    fn judge(&self, all: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let sorted = Diagnostics::default();
        all.into_iter().for_each(|diagnostic| sorted.push(diagnostic));
        judge(sorted.into_sorted(), self.open.known())
    }

    fn site<'a>(&'a self, writer: &'a Writer<'a>, diagnostics: &'a Diagnostics) -> Site<'a> {
        Site { edition: self.open.edition(), parts: &self.parts, writer, diagnostics }
    }

    /// Returns the article whose page, or a page of whose notes, or a file beside
    /// it, stands at a path.
    fn article_of(&self, path: &str) -> Option<usize> {
        let contents = self.open.edition().contents;
        match Made::at(path) {
            Some(Made::Check(slug, _) | Made::Embed(slug, _) | Made::Beside(slug, _)) => {
                contents.article(slug)
            }
            Some(Made::Feed(_) | Made::Checks | Made::Notes) => None,
            None => contents.article(path.strip_suffix("/index.html")?),
        }
    }

    fn findings_of(&self, index: usize) -> &[Diagnostic] {
        self.articles[index].findings.get_or_init(|| {
            let diagnostics = Diagnostics::default();
            let writer = Writer::new(&NoOutput, Wanted::Everything);
            let site = self.site(&writer, &diagnostics);
            self.open.with_article(index, &diagnostics, |article| site.article_files(article));
            diagnostics.into_sorted()
        })
    }

    /// Makes the page of an article, and returns what was found in that.
    fn page_of(&self, index: usize) -> &[Diagnostic] {
        let (_, findings) = self.articles[index].page.get_or_init(|| {
            let path = self.page_path(index);
            let taken = Taken { path: &path, bytes: Mutex::default() };
            let diagnostics = Diagnostics::default();
            let writer = Writer::new(&taken, Wanted::Only(&path));
            let site = self.site(&writer, &diagnostics);
            // Whoever has edited the article asks next where its annotations stand.
            self.open.with_anchors(index, &diagnostics, |article| site.article_files(article));
            (taken.into_bytes(), diagnostics.into_sorted())
        });
        findings
    }

    fn page_path(&self, index: usize) -> String {
        format!("{}/index.html", self.open.edition().contents.articles[index].slug)
    }
}

impl Findings {
    /// Returns whether a build would refuse to publish.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }
}

/// Keeps one file.
struct Taken<'a> {
    path: &'a str,
    bytes: Mutex<Option<Vec<u8>>>,
}

impl Taken<'_> {
    fn into_bytes(self) -> Option<Vec<u8>> {
        self.bytes.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Output for Taken<'_> {
    fn put(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        if path == self.path {
            let mut taken = self.bytes.lock().unwrap_or_else(PoisonError::into_inner);
            *taken = Some(bytes.to_vec());
        }
        Ok(())
    }
}
