//! Postil builds annotated editions: an article, and beside it — never inside
//! it — what editors have to say about it.

pub mod anchor;
pub mod body;
pub mod build;
pub mod check;
pub mod cite;
pub mod diag;
pub mod files;
pub mod gloss;
pub mod highlight;
pub mod html;
pub mod model;
pub mod parse;
pub mod prose;
pub mod render;
pub mod script;
pub mod site;
pub mod theme;
pub mod view;
pub mod weave;
