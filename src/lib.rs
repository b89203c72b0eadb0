//! Postil builds annotated editions: an article, and beside it — never inside
//! it — what editors have to say about it.
//!
//! # The flow
//!
//! A straight pipeline of pure functions with input and output at both ends:
//!
//! ```text
//! disk → parse → prose → anchor → weave → view → render → disk
//!        └ diagnostics are collected all along; nothing stops at the first ┘
//! ```
//!
//! [`build()`] is the whole tool: it takes an [`Input`](files::Input) and an
//! [`Output`](files::Output) and returns a [`Report`]. On the command line both
//! ends are folders, in tests both are memory. Articles are independent of each
//! other; each is read, woven, rendered and handed to the output on its own,
//! and leaves a small record of facts, from which the pages that articles share
//! (glossary, sources, index of checks) are made at the end.
//!
//! # The map
//!
//! | module | is for |
//! |---|---|
//! | [`files`] | what input and output are; bytes, lines and columns |
//! | [`diag`] | what can be wrong: every problem with its wording and way out |
//! | [`model`] | plain data, and the vocabulary |
//! | [`parse`] | YAML and front matter → model |
//! | [`prose`] | Markdown → the visible text, and where each piece comes from |
//! | [`anchor`] | quote → passage, passage → quote; where a passage went when its text was edited |
//! | [`lock`] | the text in which passages were found last, as a file |
//! | [`gloss`] | terms in the prose |
//! | [`highlight`] | code → coloured tokens |
//! | [`weave`] | text + passages + terms → HTML with marks |
//! | [`cite`], [`body`] | bibliography and citations; bodies of annotations |
//! | [`cite_this`] | how to cite what the site itself publishes |
//! | [`check`] | what a single file cannot show: the witness, links |
//! | [`view`] | what templates see: the contract with themes |
//! | [`theme`], [`render`] | templates and assets; view → page |
//! | [`address`] | how addresses are spelt, and what kind of file stands at one |
//! | [`site`] | site map and headers, the manifest of what was written |
//! | [`fingerprint`] | what a site is built from, as one hash |
//! | [`timeline`] | the figure of the timeline |
//! | [`search`] | which word stands where, for a script to read |
//! | [`feed`] | the Atom feed: what is new, changed or corrected |
//! | [`export`] | the edition in formats that other programs read |
//! | [`script`], [`html`], [`xml`] | writing directions; HTML: escaping, and its cost; XML |
//! | [`markdown`] | HTML and plain text → Markdown |
//! | [`schema`] | the JSON Schema of each YAML file |
//! | [`edit`] | lossless edits of sidecars, glossary and bibliography |
//! | [`import`] | annotations, bibliographies and texts of others |
//! | [`review`] | what a check would say of an edit |
//! | [`build`](mod@build) | the pipeline itself |
//! | [`disk`] | edge: folders as input and output; staging, atomic writes |
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
//! 9. A failed build leaves the site as it was; a build deletes only what an
//!    earlier build listed in its manifest.

pub mod address;
pub mod anchor;
pub mod body;
pub mod build;
pub mod check;
pub mod cite;
pub mod cite_this;
pub mod cli;
pub mod diag;
pub mod disk;
pub mod edit;
pub mod export;
pub mod feed;
pub mod files;
pub mod fingerprint;
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
pub mod review;
pub mod schema;
pub mod script;
pub mod search;
pub mod site;
pub mod theme;
pub mod timeline;
pub mod view;
pub mod weave;
pub mod xml;

pub use build::{Options, Report, build};
