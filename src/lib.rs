//! Postil builds annotated editions: an article, and beside it — never inside
//! it — what editors have to say about it.
//!
//! # The flow
//!
//! A straight pipeline of pure functions with input and output at both ends:
//!
//! ```text
//! files ─ load ─▶ Article ─ index ─▶ ArticleIndex          (each article on its own)
//!   └───────────▶ Shared (settings, theme, terms, works, timeline, pages)
//!
//! site::build(Article, Shared)        → an article's files
//! site::build([ArticleIndex], Shared) → front page, checks, glossary, sources, search, feeds
//! edition::check_…                    → what only the whole can show
//! export::export(Article, Shared)     → one function per format
//! ```
//!
//! An article is prose in which annotations are anchored and into which they are woven
//! (`model → text → anchor → weave → site::view`), a value that depends on nothing but its own
//! files and what articles share. Articles know each other only through their small indexes,
//! so a build costs what changed: what came of an article is kept under a hash of all that
//! it is made from, and is what parts of an edition that are built elsewhere hand on.
//! Diagnostics are collected all along; nothing stops at the first.
//!
//! [`build()`] makes a site: it takes an [`Input`](io::Input) and an
//! [`Output`](io::Output) and returns a [`Report`]. On the command line both ends are
//! folders, in tests both are memory.
//!
//! # The map
//!
//! | room | holds |
//! |---|---|
//! | [`io`] | what input, output and cache are; bytes, lines and columns; addresses |
//! | [`diag`] | what can be wrong: every problem with its wording and way out |
//! | [`yaml`] | YAML: values, and where they stand |
//! | [`model`] | plain data and the vocabulary; how files become it, and their JSON Schema |
//! | [`text`] | Markdown → the visible text and where it comes from; HTML, XML, languages |
//! | [`anchor`] | quote → passage, passage → quote; where a passage went when its text was edited |
//! | [`cite`] | bibliography, citations, how to cite what the site publishes |
//! | [`weave`] | text + passages + terms + code → HTML with marks; bodies of annotations |
//! | [`edit`] | lossless edits of sidecars, glossary and bibliography |
//! | [`import`] | annotations, bibliographies and texts of others |
//! | [`edition`] | the edition as a value: articles, what they share, checks, what changed |
//! | [`export`] | the edition in formats that other programs read |
//! | [`site`] | the site: views and templates, pages, feeds, search, manifest; what is kept |
//! | [`disk`] | edge: folders as input, output and cache; staging, atomic writes |
//! | [`preview`] | edge: serves an edition while it is written |
//! | [`cli`] | edge: one file per subcommand |
//!
//! # Invariants
//!
//! 1. The prose is never altered: a woven article without its marks,
//!    references and term links is, byte for byte, the article woven with none.
//! 2. A mark never crosses an element; overlap is several ids on one mark.
//! 3. `anchor(describe(range)) == widen(range)`.
//! 4. Anchoring never guesses in silence: one place, or a diagnostic. A text that is known
//!    from before is aligned, only one that is not is searched.
//! 5. Parsing is total: any bytes give an edition and diagnostics.
//! 6. Same input, same site, byte for byte.
//! 7. Only the edges do input and output; no clock, no environment in the core.
//! 8. Everything is escaped except fields ending in `_html`, and only the core
//!    makes those.
//! 9. What an earlier build made is taken only if a clean build would make it.
//! 10. A failed build leaves the site as it was; a build deletes only what an
//!     earlier build listed in its manifest.

pub mod anchor;
pub mod cite;
pub mod cli;
pub mod diag;
pub mod disk;
pub mod edit;
pub mod edition;
pub mod export;
pub mod import;
pub mod io;
pub mod model;
pub mod preview;
pub mod site;
pub mod text;
pub mod weave;
pub mod yaml;

pub use edition::Options;
pub use site::{Report, build};
