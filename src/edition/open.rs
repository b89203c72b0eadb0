//! An edition at hand, with what was resolved of its articles: whoever looks at it again after
//! an edit resolves again only what the edit has changed.

use std::{
    collections::{HashMap, VecDeque},
    io,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use rayon::prelude::*;

use super::{
    AnchorReport, Article, ArticleIndex, Contents, Drafts, Edition, MarkdownFile, Options, Shared,
    contents::ArticleFolder, lints::ask, memo::Key, sort,
};
use crate::{
    diag::{Diagnostic, Diagnostics},
    io::{Input, Listing, SourceFile},
    model::{Settings, parse},
    text::prose::Prose,
};

/// An input that an edition holds on to; its files never change.
pub type FixedInput = Arc<dyn Input + Send + Sync>;

/// An edition at hand; cheap to copy.
#[derive(Clone)]
pub struct OpenEdition {
    options: Options,
    input: FixedInput,
    contents: Arc<Contents>,
    /// What was found wrong with the names of files.
    of_names: Arc<[Diagnostic]>,
    shared: Arc<Shared>,
    /// What was found wrong with what articles share.
    of_shared: Arc<[Diagnostic]>,
    /// By index in `contents.articles`.
    articles: Vec<Arc<Slot>>,
    /// What came of articles lately, for the editions that come of this one: what is checked
    /// is mostly written then.
    recent: Arc<Mutex<VecDeque<Arc<Slot>>>>,
    /// Whether somebody asks where annotations stand in what is resolved anew.
    is_edited: bool,
}

/// So many articles are kept after an edit of each.
const MAX_RECENT: usize = 8;

/// What came of loading an edition.
#[derive(Clone)]
pub struct Opened {
    /// The edition; `None` if it has no settings, or no theme that can be read.
    pub edition: Option<OpenEdition>,
    /// What was found wrong, articles left aside.
    pub found: Vec<Diagnostic>,
}

/// What is kept of an article.
struct Slot {
    key: Key,
    resolved: OnceLock<Resolved>,
    /// How its annotations find their passages, drafts included.
    anchors: OnceLock<Arc<AnchorReport>>,
}

/// What came of resolving an article.
#[derive(Debug)]
pub struct Resolved {
    /// What others may know of it; `None` if it cannot be read, or is a draft that is left out.
    pub index: Option<ArticleIndex>,
    /// What was found wrong with it.
    pub found: Vec<Diagnostic>,
    /// What a careful editor would ask about its annotations.
    pub asked: Vec<Diagnostic>,
}

impl OpenEdition {
    /// Loads an edition; what `previous` has made of the same files is not made again.
    #[must_use]
    pub fn load(options: &Options, input: FixedInput, previous: Option<&Self>) -> Opened {
        let listing = input.list();
        let (contents, of_names) = match previous {
            Some(old) if old.contents.listing == listing => {
                (old.contents.clone(), old.of_names.clone())
            }
            _ => {
                let found = Diagnostics::default();
                let contents = Arc::new(sort(listing, &found));
                (contents, found.into_sorted().into())
            }
        };
        let found = Diagnostics::default();
        let kept = previous.map(|old| &*old.shared);
        let shared = Shared::load(options, &*input, &contents, kept, &found);
        let of_shared: Arc<[Diagnostic]> = found.into_sorted().into();
        let found = of_names.iter().chain(&*of_shared).cloned().collect();
        let Some(shared) = shared else { return Opened { edition: None, found } };
        let edition = Edition { options, input: &*input, contents: &contents, shared: &shared };
        let kept = previous.map(Self::by_key).unwrap_or_default();
        let recent = previous.map(|old| old.recent.clone()).unwrap_or_default();
        let slot = |folder: &ArticleFolder| {
            let key = edition.key_of(folder, shared.index_key);
            kept.get(&key).map_or_else(|| Err(key), |slot| Ok(Arc::clone(slot)))
        };
        let articles: Vec<_> = contents.articles.iter().map(slot).collect();
        let n_new = articles.iter().filter(|slot| slot.is_err()).count();
        let articles = articles.into_iter().map(|slot| match slot {
            Ok(slot) => slot,
            Err(key) if n_new <= MAX_RECENT => recent_slot(&recent, key),
            Err(key) => Slot::new(key),
        });
        let articles = articles.collect();
        let options = options.clone();
        let shared = Arc::new(shared);
        let is_edited = false;
        let this = Self {
            options,
            input,
            contents,
            of_names,
            shared,
            of_shared,
            articles,
            recent,
            is_edited,
        };
        Opened { edition: Some(this), found }
    }

    fn by_key(&self) -> HashMap<Key, &Arc<Slot>> {
        self.articles.iter().map(|slot| (slot.key, slot)).collect()
    }

    /// Returns the edition as it would be with another text in one file, which may be new.
    #[must_use]
    pub fn with_edit(&self, path: &str, text: &str) -> Opened {
        let (path, text) = (path.to_owned(), text.as_bytes().into());
        let input = Edited { input: self.input.clone(), path, text };
        let mut opened = Self::load(&self.options, Arc::new(input), Some(self));
        if let Some(edition) = &mut opened.edition {
            edition.is_edited = true;
        }
        opened
    }

    /// Returns the edition with its drafts.
    #[must_use]
    pub fn with_drafts(&self) -> Self {
        let options = Options { drafts: Drafts::Include, ..self.options.clone() };
        let load = || Self::load(&options, self.input.clone(), Some(self)).edition;
        let other = (self.options.drafts == Drafts::Exclude).then(load).flatten();
        other.unwrap_or_else(|| self.clone())
    }

    /// Returns the edition.
    #[must_use]
    pub fn edition(&self) -> Edition<'_> {
        let Self { options, input, contents, shared, .. } = self;
        Edition { options, input: &**input, contents, shared }
    }

    /// Returns the input that it was loaded from.
    #[must_use]
    pub fn input(&self) -> &FixedInput {
        &self.input
    }

    /// Returns what was found wrong in loading it, articles left aside.
    #[must_use]
    pub fn found(&self) -> Vec<Diagnostic> {
        self.of_names.iter().chain(&*self.of_shared).cloned().collect()
    }

    /// Returns what came of an article, by its index.
    ///
    /// # Panics
    ///
    /// If there are not so many.
    #[must_use]
    pub fn resolved(&self, index: usize) -> &Resolved {
        let slot = &self.articles[index].resolved;
        if slot.get().is_none() && self.is_edited {
            self.with_anchors(index, &Diagnostics::default(), |_| ());
        } else if slot.get().is_none() {
            self.with_article(index, &Diagnostics::default(), |_| ());
        }
        slot.get().expect("whoever looks at an article resolves it")
    }

    /// Resolves an article, by its index, and hands it to `then`; returns nothing if it cannot
    /// be read, or is a draft that is left out.
    ///
    /// # Panics
    ///
    /// If there are not so many.
    pub fn with_article<T: Send>(
        &self,
        index: usize,
        diagnostics: &Diagnostics,
        then: impl FnOnce(&Article<'_>) -> T + Send,
    ) -> Option<T> {
        let slot = &self.articles[index].resolved;
        let (found, asked) = (Diagnostics::default(), Diagnostics::default());
        let made = self.edition().article(&self.contents.articles[index], &found, |article| {
            // Neither needs the other, and in a preview somebody waits for both.
            let index = || {
                let is_known = slot.get().is_some();
                (!is_known).then(|| {
                    ask(article, &asked);
                    ArticleIndex::new(article).with_words(article)
                })
            };
            rayon::join(index, || then(article))
        });
        let (index, made) = made.map_or((None, None), |(index, made)| (index, Some(made)));
        let found = found.into_sorted();
        found.iter().cloned().for_each(|one| diagnostics.push(one));
        slot.get_or_init(|| Resolved { index, found, asked: asked.into_sorted() });
        made
    }

    /// Resolves an article as [`Self::with_article`] does, and keeps how its annotations find
    /// their passages: whoever has edited it asks for that next.
    ///
    /// # Panics
    ///
    /// If there are not so many.
    pub fn with_anchors<T: Send>(
        &self,
        index: usize,
        diagnostics: &Diagnostics,
        then: impl FnOnce(&Article<'_>) -> T + Send,
    ) -> Option<T> {
        let kept = &self.articles[index].anchors;
        if kept.get().is_some() || self.options.drafts == Drafts::Exclude {
            return self.with_article(index, diagnostics, then);
        }
        let found = Diagnostics::default();
        let made = self.with_article(index, &found, |article| {
            rayon::join(|| AnchorReport::new(article), || then(article))
        });
        let found = found.into_sorted();
        let (report, made) = made.map_or((None, None), |(report, made)| (Some(report), Some(made)));
        kept.get_or_init(|| Arc::new(AnchorReport::judged(report, &found)));
        found.into_iter().for_each(|one| diagnostics.push(one));
        made
    }

    /// Returns the indexes of all articles, those aside that cannot be read.
    #[must_use]
    pub fn indexes(&self) -> Vec<&ArticleIndex> {
        let all = 0..self.articles.len();
        all.into_par_iter().filter_map(|index| self.resolved(index).index.as_ref()).collect()
    }

    /// Returns the indexes of the articles that were resolved so far.
    pub fn known(&self) -> impl Iterator<Item = &ArticleIndex> {
        let resolved = self.articles.iter().filter_map(|slot| slot.resolved.get());
        resolved.filter_map(|it| it.index.as_ref())
    }

    /// Returns what `edition.yaml` says.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.shared.settings
    }

    /// Returns how the annotations of an article find their passages, drafts included.
    #[must_use]
    pub fn anchors(&self, slug: &str) -> Arc<AnchorReport> {
        let Some(index) = self.contents.article(slug) else { return Arc::default() };
        let kept = &self.articles[index].anchors;
        kept.get_or_init(|| Arc::new(self.edition().anchors(slug))).clone()
    }

    /// Returns the paths of an article's sidecars; `None` if there is no such article.
    #[must_use]
    pub fn sidecars(&self, slug: &str) -> Option<&[String]> {
        let index = self.contents.article(slug)?;
        Some(&self.contents.articles[index].sidecars)
    }

    /// Returns the text of an input file; `None` if it is not there or no text.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<SourceFile> {
        // What is wrong with it is among what was found.
        let reported = Diagnostics::default();
        let bytes = self.edition().read(path, &reported)?;
        parse::text(path, bytes, self.shared.settings.limits.sidecar, &reported)
    }

    /// Returns the prose of an article, or of its translation into a language, with the file
    /// it was read from.
    #[must_use]
    pub fn prose(&self, slug: &str, language: Option<&str>) -> Option<(SourceFile, Prose)> {
        let text = self.markdown(slug, language)?;
        let prose = text.markup(&Diagnostics::default())?.prose;
        Some((text.file, prose))
    }

    fn markdown(&self, slug: &str, language: Option<&str>) -> Option<MarkdownFile> {
        let folder = &self.contents.articles[self.contents.article(slug)?];
        let mut translations = folder.translations.iter();
        let path = match language {
            Some(language) => &translations.find(|it| it.tag == language)?.text,
            None => &folder.text,
        };
        let reported = Diagnostics::default();
        let limit = self.shared.settings.limits.article;
        let bytes = self.edition().read(path, &reported)?;
        MarkdownFile::new(path, bytes, limit, &reported)
    }
}

impl Slot {
    fn new(key: Key) -> Arc<Self> {
        Arc::new(Self { key, resolved: OnceLock::new(), anchors: OnceLock::new() })
    }
}

/// Returns the slot with a key among those that were made lately, or else a new one.
fn recent_slot(recent: &Mutex<VecDeque<Arc<Slot>>>, key: Key) -> Arc<Slot> {
    let mut recent = recent.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(slot) = recent.iter().find(|slot| slot.key == key) {
        return slot.clone();
    }
    let slot = Slot::new(key);
    recent.push_back(slot.clone());
    if recent.len() > MAX_RECENT {
        recent.pop_front();
    }
    slot
}

/// An input with another text in one of its files.
struct Edited {
    input: FixedInput,
    path: String,
    text: Arc<[u8]>,
}

impl Edited {
    fn new_text(&self, path: &str) -> Option<&Arc<[u8]>> {
        (path == self.path).then_some(&self.text)
    }
}

impl Input for Edited {
    fn list(&self) -> Arc<Listing> {
        let listing = self.input.list();
        match listing.files.binary_search(&self.path) {
            Ok(_) => listing,
            Err(at) => {
                let mut listing = (*listing).clone();
                listing.files.insert(at, self.path.clone());
                Arc::new(listing)
            }
        }
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.new_text(path).map_or_else(|| self.input.read(path), |text| Ok(text.to_vec()))
    }

    fn share(&self, path: &str) -> io::Result<Arc<[u8]>> {
        self.new_text(path).map_or_else(|| self.input.share(path), |text| Ok(text.clone()))
    }

    fn hash(&self, path: &str) -> io::Result<blake3::Hash> {
        self.new_text(path).map_or_else(|| self.input.hash(path), |text| Ok(blake3::hash(text)))
    }
}
