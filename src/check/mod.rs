//! What a single file cannot show: departures from the witness (`witness.rs`),
//! links that lead nowhere (`links.rs`).

mod links;
mod witness;

pub use links::KnownPaths;
pub use witness::{Comparison, compare_to_witness};
