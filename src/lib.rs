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
//! export                              → one function per format
//! ```
//!
//! An article is prose in which annotations are anchored and into which they are woven
//! (`parse → prose → anchor → weave → view`), a value that depends on nothing but its own
//! files and what articles share. Articles know each other only through their small indexes,
//! so a build costs what changed: what came of an article is kept under a hash of all that
//! it is made from. Diagnostics are collected all along; nothing stops at the first.
//!
//! [`build()`] makes a site: it takes an [`Input`](files::Input) and an
//! [`Output`](files::Output) and returns a [`Report`]. On the command line both ends are
//! folders, in tests both are memory.
//!
//! # The map
//!
//! | module | is for |
//! |---|---|
//! | [`files`] | what input, output and cache are; bytes, lines and columns |
//! | [`diag`] | what can be wrong: every problem with its wording and way out |
//! | [`address`] | how addresses are spelt, and what kind of file stands at one |
//! | [`model`] | plain data, and the vocabulary |
//! | [`yaml`] | YAML: values, and where they stand |
//! | [`parse`] | YAML and front matter → model |
//! | [`prose`] | Markdown → the visible text, and where each piece comes from |
//! | [`anchor`] | quote → passage, passage → quote; where a passage went when its text was edited |
//! | [`lock`] | the text in which passages were found last, as a file |
//! | [`gloss`] | terms in the prose |
//! | [`highlight`] | code → coloured tokens |
//! | [`weave`] | text + passages + terms → HTML with marks |
//! | [`cite`], [`body`] | bibliography, citations, how to cite the site; bodies of annotations |
//! | [`view`] | what templates see: the contract with themes |
//! | [`theme`], [`render`] | templates and assets; view → page |
//! | [`timeline`] | the figure of the timeline |
//! | [`search`] | which word stands where, for a script to read |
//! | [`feed`] | the Atom feed: what is new, changed or corrected |
//! | [`edition`] | the edition as a value: articles, what they share, checks, what changed |
//! | [`export`] | the edition in formats that other programs read |
//! | [`site`] | the site: pages, files for programs and hosts, the manifest; what is kept |
//! | [`script`], [`html`], [`xml`] | writing directions; HTML: escaping, and its cost; XML |
//! | [`markdown`] | HTML and plain text → Markdown |
//! | [`schema`] | the JSON Schema of each YAML file |
//! | [`edit`] | lossless edits of sidecars, glossary and bibliography |
//! | [`import`] | annotations, bibliographies and texts of others |
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

pub mod address;
pub mod anchor;
pub mod body;
pub mod cite;
pub mod cli;
pub mod diag;
pub mod disk;
pub mod edit;
pub mod edition;
pub mod export;
pub mod feed;
pub mod files;
pub mod gloss;
pub mod highlight;
pub mod html;
pub mod import;
pub mod lock;
pub mod markdown;
pub mod model;
pub mod parse;
pub mod preview;
pub mod prose;
pub mod render;
pub mod schema;
pub mod script;
pub mod search;
pub mod site;
pub mod theme;
pub mod timeline;
pub mod view;
pub mod weave;
pub mod xml;
pub mod yaml;

pub use edition::Options;
pub use site::{Report, build};
