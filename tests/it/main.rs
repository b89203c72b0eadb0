//! Integration tests, one module per theme.
#![expect(clippy::disallowed_methods, reason = "tests read and write files, and run programs")]

mod anchors;
mod annotate;
mod cli;
mod crashes;
mod editing;
mod edition;
mod edits;
mod export_books;
mod exports;
mod faults;
mod fixtures;
mod hostile_repositories;
mod hostile_trees;
mod hostile_works;
mod hygiene;
mod import_texts;
mod import_works;
mod imports;
mod invariants;
mod links;
mod live;
mod output;
mod preview_clients;
mod rewording;
mod round_trip;
mod sandbox;
mod saves;
mod schemas;
mod search;
mod serve;
mod serve_changes;
mod themes;
mod tidy;
mod torture;
mod yaml_1_1;
