//! Integration tests, one module per theme.

mod invariants;
mod tidy;
