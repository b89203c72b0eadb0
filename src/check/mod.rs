//! What a single file cannot show: departures from the witness (`witness.rs`),
//! links that lead nowhere (`links.rs`), and what a careful editor asks
//! (`conscience.rs`).

mod conscience;
mod links;
mod witness;

pub use conscience::{Conscience, Question};
pub use links::KnownPaths;
pub use witness::{Comparison, compare_to_witness};
