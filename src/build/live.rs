//! An edition kept at hand between edits, for previews.
//!
//! [`Live`] makes the files of a site one by one, when they are asked for, with
//! the very functions of [`build`](super::build()): each is, byte for byte, the
//! file that a clean build of the same input writes. What articles leave behind
//! is kept until a file of theirs, or one that all of them depend on, changes.
//! Beside that, lists and sidecars are not read again whose bytes are the same.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use rayon::prelude::*;

use super::{
    Context, Facts, Made, Options, Wanted, Writer,
    apparatus::{self, Before, Edition},
    article,
    contents::{ArticleFolder, Contents, is_published},
    events, exports,
    pending::{self, PendingLinks},
    report_faults, shared,
    sidecars::Sidecars,
    without_consequences,
};
use crate::{
    diag::{Diagnostic, Diagnostics, Severity},
    feed::{self, Newest},
    files::{Input, Listing, NoOutput, Output},
    model::{Kind, Term},
    render::Renderer,
};

/// An input that a [`Live`] edition holds on to; its files never change.
pub type FixedInput = Arc<dyn Input + Send + Sync>;

/// An edition ready to make any file of its site.
pub struct Live {
    pub(super) options: Options,
    pub(super) input: FixedInput,
    pub(super) contents: Arc<Contents>,
    /// What was found wrong with the names of files.
    of_names: Arc<Vec<Diagnostic>>,
    pub(super) edition: Arc<Edition>,
    pub(super) renderer: Arc<Renderer>,
    /// What was found wrong with what articles share.
    of_apparatus: Arc<Vec<Diagnostic>>,
    /// By index in `contents.articles`.
    slots: Vec<Arc<Slot>>,
    /// Those of pages that are looked at.
    sidecars: Arc<Sidecars>,
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

/// What is kept of an article until something changes it.
#[derive(Default)]
struct Slot {
    left: OnceLock<Option<Arc<Left>>>,
    findings: OnceLock<Vec<Diagnostic>>,
    /// Its page alone, and what was found in making it: whoever changed the article is
    /// about to look at it.
    page: OnceLock<(Option<Vec<u8>>, Vec<Diagnostic>)>,
}

/// Pages of so many changed articles are made before anybody asks: one is looked at, and
/// all of them would take the memory of a site.
const MAX_AT_ONCE: usize = 8;

/// What an article leaves behind.
struct Left {
    facts: Facts,
    pending: PendingLinks,
    /// Its entries in the feed, by their names: the entries would be as large as the texts.
    news: feed::Names,
}

/// How far changed files reach.
#[derive(Debug, Default)]
struct Reach {
    /// Slugs of articles whose own files changed.
    articles: BTreeSet<String>,
    /// Whether something changed that pages show, but no article's facts depend on.
    pages: bool,
    /// Whether the glossary changed: facts depend on what is found in texts.
    glossary: bool,
    /// Whether something changed on which all facts may depend.
    facts: bool,
}

impl Live {
    /// Loads an edition; what `previous` has and no changed file touches is kept.
    ///
    /// `previous` comes with the paths of all files that its input and this one
    /// do not have in common.
    #[must_use]
    pub fn load(
        options: &Options,
        input: FixedInput,
        previous: Option<(&Self, &BTreeSet<String>)>,
    ) -> Loaded {
        let listing = input.list();
        let (contents, of_names) = sort(listing, previous);
        let reach = previous.map(|(old, changed)| old.reach(&contents, changed));
        let is_kept = reach.as_ref().is_some_and(Reach::is_of_articles);
        if let (Some((old, _)), Some(reach), true) = (previous, &reach, is_kept) {
            let live = old.with_articles_changed(input, reach);
            let findings = live.findings_of_load();
            return Loaded { live: Some(live), findings };
        }
        let diagnostics = Diagnostics::default();
        let before = previous.map(|(old, changed)| Before {
            edition: &old.edition,
            contents: &old.contents,
            changed,
        });
        let loaded = apparatus::load(options, &*input, &contents, before, &diagnostics);
        let ready = loaded.and_then(|(edition, _)| {
            let kept = before.filter(|before| before.looks_like(&edition)).and(previous);
            let renderer = match kept {
                Some((old, _)) => old.renderer.clone(),
                None => Arc::new(Renderer::new(&edition.theme, &edition.site, &diagnostics)?),
            };
            Some((Arc::new(edition), renderer))
        });
        let of_apparatus = Arc::new(diagnostics.into_sorted());
        let findings = of_names.iter().chain(&*of_apparatus).cloned().collect();
        let Some((edition, renderer)) = ready else {
            return Loaded { live: None, findings: without_consequences(findings) };
        };
        let slots = match (previous, reach) {
            (Some((old, _)), Some(reach)) => old.slots_after(&reach, &contents, &edition),
            _ => contents.articles.iter().map(|_| Arc::default()).collect(),
        };
        let sidecars = previous.map(|(old, _)| old.sidecars.clone()).unwrap_or_default();
        let live = Self {
            options: options.clone(),
            input,
            contents,
            of_names,
            edition,
            renderer,
            of_apparatus,
            slots,
            sidecars,
        };
        Loaded { live: Some(live), findings: without_consequences(findings) }
    }

    /// Returns this edition over another input, with the slots of some articles emptied.
    fn with_articles_changed(&self, input: FixedInput, reach: &Reach) -> Self {
        let folders = self.contents.articles.iter().zip(&self.slots);
        let slots = folders.map(|(folder, slot)| {
            if reach.articles.contains(&folder.slug) { Arc::default() } else { slot.clone() }
        });
        Self {
            options: self.options.clone(),
            input,
            contents: self.contents.clone(),
            of_names: self.of_names.clone(),
            edition: self.edition.clone(),
            renderer: self.renderer.clone(),
            of_apparatus: self.of_apparatus.clone(),
            slots: slots.collect(),
            sidecars: self.sidecars.clone(),
        }
    }

    /// Returns how far changes reach that turned this edition into one of `contents`.
    fn reach(&self, contents: &Arc<Contents>, changed: &BTreeSet<String>) -> Reach {
        let mut reach = Reach { pages: !Arc::ptr_eq(contents, &self.contents), ..Reach::default() };
        let style = format!("content/{}", self.edition.settings.citation_style);
        for path in changed {
            let inner = path.strip_prefix("content/").unwrap_or("");
            let slug = inner.split('/').next().unwrap_or("");
            let is_own = |contents: &Contents| {
                contents.article(slug).is_some_and(|index| contents.articles[index].owns(path))
            };
            let is_copied = |contents: &Contents| contents.copied.contains_key(path);
            if is_own(&self.contents) || is_own(contents) {
                reach.articles.insert(slug.to_owned());
            } else if *path == style {
                reach.facts = true;
            } else if path == apparatus::GLOSSARY {
                reach.glossary = true;
            } else if path.starts_with("themes/") || slug == "pages" || slug == "timeline.yaml" {
                reach.pages = true;
            } else if !is_copied(&self.contents) && !is_copied(contents) {
                reach.facts = true;
            }
        }
        reach
    }

    /// Returns the slots of the articles in `contents` after changes to what they share.
    fn slots_after(&self, reach: &Reach, contents: &Contents, edition: &Edition) -> Vec<Arc<Slot>> {
        let is_searched_as_before = edition.site.search == self.edition.site.search;
        let is_found_as_before = !reach.glossary || are_found_alike(edition, &self.edition);
        let is_shared_as_before = !reach.facts && is_searched_as_before && is_found_as_before;
        let slot_of = |folder: &ArticleFolder| {
            let is_untouched = is_shared_as_before && !reach.articles.contains(&folder.slug);
            let index = self.contents.article(&folder.slug).filter(|_| is_untouched)?;
            let is_same = self.contents.articles[index] == *folder;
            let left = self.slots[index].left.get().filter(|_| is_same)?;
            Some(Slot { left: left.clone().into(), ..Slot::default() })
        };
        let folders = contents.articles.iter();
        folders.map(|folder| Arc::new(slot_of(folder).unwrap_or_default())).collect()
    }

    fn findings_of_load(&self) -> Vec<Diagnostic> {
        let all = self.of_names.iter().chain(&*self.of_apparatus).cloned().collect();
        without_consequences(all)
    }

    /// Returns the path of the site's address, beginning and ending with `/`.
    #[must_use]
    pub fn base_path(&self) -> &str {
        self.edition.settings.base_url.path()
    }

    /// Returns one file of the site by its path; `None` if there is no such file.
    #[must_use]
    pub fn file(&self, path: &str) -> Option<Vec<u8>> {
        let taken = Taken { path, bytes: Mutex::default() };
        let writer = Writer::new(&taken, Wanted::Only(path));
        let diagnostics = Diagnostics::default();
        let context = self.context(&writer, &diagnostics);
        if let Some(index) = self.article_of(path) {
            let made = self.slots[index].page.get().filter(|_| path == self.page_path(index));
            if let Some((page, _)) = made {
                return page.clone();
            }
            drop(article::build(&context, &self.renderer, &self.contents.articles[index]));
        } else if path.starts_with(&self.edition.theme.assets_path) {
            shared::assets(&context);
        } else {
            if let Some(of) = feed::at(path) {
                self.announce(&context, of);
            }
            let left = self.left();
            let facts: Vec<&Facts> = left.iter().map(|left| &left.facts).collect();
            shared::build(&context, &self.renderer, &self.contents, &facts);
        }
        taken.bytes.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns a file that the site has as it lies in the edition; `None` if there is no
    /// such file.
    #[must_use]
    pub fn copied(&self, path: &str) -> Option<Arc<[u8]>> {
        let (source, _) = self.contents.copied.iter().find(|(_, output)| *output == path)?;
        let is_built = |slug: &str| {
            let article = self.contents.article(slug);
            article.is_some_and(|article| self.left_of(article).is_some())
        };
        if is_published(source, is_built) { self.input.share(source).ok() } else { None }
    }

    /// Makes the articles again whose entries the feed of a kind, or of all, has.
    fn announce(&self, context: &Context<'_>, of: Option<Kind>) {
        let slots = 0..self.slots.len();
        let left: Vec<_> = slots.into_par_iter().map(|index| self.left_of(index)).collect();
        let news = left.iter().map(|left| left.as_ref().map(|left| &left.news));
        for index in feed::with_newest(of, news) {
            drop(article::build(context, &self.renderer, &self.contents.articles[index]));
        }
    }

    /// Returns the slugs of all articles.
    pub fn articles(&self) -> impl Iterator<Item = &str> {
        self.contents.articles.iter().map(|folder| folder.slug.as_str())
    }

    /// Returns what is wrong with what articles share and with the articles that
    /// own `changed` files: what can be said at once.
    #[must_use]
    pub fn findings_at(&self, changed: &BTreeSet<String>) -> Findings {
        let slugs: BTreeSet<&str> = changed.iter().filter_map(|p| p.split('/').nth(1)).collect();
        let touched = slugs.iter().filter_map(|slug| self.contents.article(slug));
        let touched: Vec<usize> = touched.collect();
        let mut diagnostics = self.findings_of_load();
        for &index in &touched {
            let is_shown = touched.len() <= MAX_AT_ONCE;
            let found = if is_shown { self.page_of(index) } else { self.findings_of(index) };
            diagnostics.extend(found.iter().cloned());
        }
        let diagnostics = self.judge(diagnostics);
        Findings { diagnostics, is_complete: false }
    }

    /// Returns everything that a build would report.
    ///
    /// Looks at one article and page after the other and gives up, with what it
    /// knows, as soon as `is_outdated`; that may wait before it answers, since
    /// nothing is held that making a file would need.
    #[must_use]
    pub fn findings(&self, is_outdated: &(dyn Fn() -> bool + Sync)) -> Findings {
        let mut all = self.findings_of_load();
        for index in 0..self.slots.len() {
            if is_outdated() {
                return Findings { diagnostics: self.judge(all), is_complete: false };
            }
            all.extend(self.findings_of(index).iter().cloned());
        }
        let diagnostics = Diagnostics::default();
        let goes_on = || !is_outdated();
        let writer = Writer::new(&NoOutput, Wanted::While(&goes_on));
        let context = self.context(&writer, &diagnostics);
        let left = self.left();
        let facts: Vec<&Facts> = left.iter().map(|left| &left.facts).collect();
        shared::build(&context, &self.renderer, &self.contents, &facts);
        events::report(&context, &self.contents, &facts);
        let links = left.iter().map(|left| &left.pending).chain([&context.pending]);
        pending::report(&context, &self.contents, &facts, links);
        all.extend(diagnostics.into_sorted());
        Findings { diagnostics: self.judge(all), is_complete: !is_outdated() }
    }

    /// Sorts findings, and leaves out what follows from others or is allowed.
    fn judge(&self, all: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let sorted = Diagnostics::default();
        all.into_iter().for_each(|diagnostic| sorted.push(diagnostic));
        let mut all = without_consequences(sorted.into_sorted());
        let left = self.slots.iter().filter_map(|slot| slot.left.get()?.as_ref());
        let allowed: BTreeMap<_, _> = left
            .filter(|left| !left.facts.allow.is_empty())
            .map(|left| (left.facts.path.clone(), left.facts.allow.clone()))
            .collect();
        let made = Made { allowed, ..Made::default() };
        all.retain(|diagnostic| !made.allows(diagnostic));
        all
    }

    pub(super) fn context<'a>(
        &'a self,
        writer: &'a Writer<'a>,
        diagnostics: &'a Diagnostics,
    ) -> Context<'a> {
        Context {
            options: &self.options,
            input: &*self.input,
            writer,
            diagnostics,
            edition: &self.edition,
            pending: PendingLinks::default(),
            feed: Newest::default(),
            sidecars: writer.wants_one().then_some(&*self.sidecars),
        }
    }

    /// Returns the article whose page, or a page of whose notes, or a file beside
    /// it, stands at a path.
    fn article_of(&self, path: &str) -> Option<usize> {
        if let Some(slug) = exports::article_of(path) {
            return self.contents.article(slug);
        }
        let page = path.strip_suffix("/index.html")?;
        match page.strip_prefix("checks/").and_then(|page| page.split_once('/')) {
            Some((slug, _)) => self.contents.article(slug),
            None => self.contents.article(page),
        }
    }

    /// Returns what all articles leave behind, those aside that cannot be read.
    fn left(&self) -> Vec<Arc<Left>> {
        let slots = 0..self.slots.len();
        slots.into_par_iter().filter_map(|index| self.left_of(index)).collect()
    }

    fn left_of(&self, index: usize) -> Option<Arc<Left>> {
        let made =
            self.slots[index].left.get_or_init(|| self.make(index, &NoOutput, Wanted::Nothing).0);
        made.clone()
    }

    fn findings_of(&self, index: usize) -> &[Diagnostic] {
        let slot = &self.slots[index];
        slot.findings.get_or_init(|| {
            let (left, findings) = self.make(index, &NoOutput, Wanted::Everything);
            slot.left.get_or_init(|| left);
            findings
        })
    }

    /// Makes the page of an article, and returns what was found in that.
    fn page_of(&self, index: usize) -> &[Diagnostic] {
        let slot = &self.slots[index];
        let (_, findings) = slot.page.get_or_init(|| {
            let path = self.page_path(index);
            let taken = Taken { path: &path, bytes: Mutex::default() };
            let (left, findings) = self.make(index, &taken, Wanted::Only(&path));
            slot.left.get_or_init(|| left);
            (taken.bytes.into_inner().unwrap_or_else(PoisonError::into_inner), findings)
        });
        findings
    }

    fn page_path(&self, index: usize) -> String {
        format!("{}/index.html", self.contents.articles[index].slug)
    }

    fn make(
        &self,
        index: usize,
        output: &dyn Output,
        wanted: Wanted<'_>,
    ) -> (Option<Arc<Left>>, Vec<Diagnostic>) {
        let diagnostics = Diagnostics::default();
        let writer = Writer::new(output, wanted);
        let context = self.context(&writer, &diagnostics);
        let facts = article::build(&context, &self.renderer, &self.contents.articles[index]);
        let (pending, news) = (context.pending, context.feed.into_names());
        let left = facts.map(|facts| Arc::new(Left { facts, pending, news }));
        (left, diagnostics.into_sorted())
    }
}

impl Reach {
    /// Returns whether nothing changed but files of single articles.
    fn is_of_articles(&self) -> bool {
        !self.pages && !self.glossary && !self.facts
    }
}

/// Returns whether articles are found to use the same terms, by the same names.
fn are_found_alike(new: &Edition, old: &Edition) -> bool {
    fn names(term: &Term) -> (&str, &str, &[String]) {
        (&term.id, &term.term, &term.aliases)
    }
    new.terms.iter().map(names).eq(old.terms.iter().map(names))
}

impl Findings {
    /// Returns whether a build would refuse to publish.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }
}

/// Sorts the files of a listing; the same files need not be sorted again.
fn sort(
    listing: Arc<Listing>,
    previous: Option<(&Live, &BTreeSet<String>)>,
) -> (Arc<Contents>, Arc<Vec<Diagnostic>>) {
    if let Some((old, _)) = previous
        && old.contents.listing == listing
    {
        return (old.contents.clone(), old.of_names.clone());
    }
    let diagnostics = Diagnostics::default();
    report_faults(&listing, &diagnostics);
    let contents = Contents::sort(listing, &diagnostics);
    (Arc::new(contents), Arc::new(diagnostics.into_sorted()))
}

/// Keeps one file.
struct Taken<'a> {
    path: &'a str,
    bytes: Mutex<Option<Vec<u8>>>,
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
