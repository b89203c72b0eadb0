//! Texts and how they are written: Markdown as prose, HTML, XML, what languages ask of them.
//!
//! `prose/` reads Markdown: the visible text, and where each piece of it comes from; `form.rs` says
//! in which form.
//! `markdown.rs` goes the other way, from HTML and plain text. `html/` and `xml.rs` are about
//! escaping, and what reading costs; `addresses.rs` finds addresses in texts, `language.rs` knows
//! directions and the order of letters, `dates.rs` how dates are written, `messages.rs` what
//! readers are told; `difference.rs` compares wordings.

pub mod addresses;
pub mod dates;
pub mod difference;
pub mod form;
pub mod formula;
pub mod html;
pub mod language;
pub mod markdown;
pub mod messages;
pub mod prose;
pub mod xml;
