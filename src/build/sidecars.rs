//! Sidecars as they were read last, for whoever makes the same pages again and again.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use super::Context;
use crate::{
    diag::{Diagnostics, Place, Problem},
    files::Span,
    parse::{self, YamlFile},
};

/// Files that are remembered: those of the pages that somebody looks at.
const MAX_FILES: usize = 64;

/// Sidecars that nothing was found wrong with, by path. One is taken as it was read
/// only if it has the same bytes, so it can never be out of date.
#[derive(Debug, Default)]
pub(super) struct Sidecars(Mutex<BTreeMap<String, Arc<YamlFile>>>);

impl Sidecars {
    fn get(&self, path: &str, bytes: &[u8]) -> Option<Arc<YamlFile>> {
        let files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        files.get(path).filter(|yaml| yaml.file.text.as_bytes() == bytes).cloned()
    }

    fn keep(&self, path: &str, yaml: &Arc<YamlFile>) {
        let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if files.len() >= MAX_FILES && !files.contains_key(path) {
            files.pop_first();
        }
        files.insert(path.to_owned(), yaml.clone());
    }
}

/// Reads a sidecar, or reports why it cannot be read.
pub(super) fn read(context: &Context<'_>, path: &str) -> Option<Arc<YamlFile>> {
    let bytes = context.read(path)?;
    let limit = context.edition.settings.limits.sidecar;
    let known = context.sidecars.filter(|_| bytes.len() <= limit);
    if let Some(yaml) = known.and_then(|known| known.get(path, &bytes)) {
        return Some(yaml);
    }
    let own = Diagnostics::default();
    let yaml = parsed(path, bytes, limit, &own).map(Arc::new);
    let findings = own.into_sorted();
    if let (Some(known), Some(yaml), true) = (known, &yaml, findings.is_empty()) {
        known.keep(path, yaml);
    }
    findings.into_iter().for_each(|found| context.diagnostics.push(found));
    yaml
}

fn parsed(path: &str, bytes: Vec<u8>, limit: usize, diagnostics: &Diagnostics) -> Option<YamlFile> {
    let file = parse::text(path, bytes, limit, diagnostics)?;
    if file.body().trim().is_empty() {
        diagnostics.report(Problem::Empty, Place::new(&file, Span::new(0..0)));
    }
    YamlFile::parse(file, diagnostics)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn yaml(path: &str, text: &str) -> Arc<YamlFile> {
        let diagnostics = Diagnostics::default();
        Arc::new(parsed(path, text.into(), usize::MAX, &diagnostics).expect("it is YAML"))
    }

    #[test]
    fn a_file_is_known_by_its_bytes() {
        let known = Sidecars::default();
        known.keep("a.yaml", &yaml("a.yaml", "- id: a\n"));
        assert!(known.get("a.yaml", b"- id: a\n").is_some());
        assert!(known.get("a.yaml", b"- id: b\n").is_none());
        assert!(known.get("b.yaml", b"- id: a\n").is_none());
        known.keep("a.yaml", &yaml("a.yaml", "- id: b\n"));
        assert!(known.get("a.yaml", b"- id: b\n").is_some());
    }

    #[test]
    fn only_so_many_files_are_remembered() {
        let known = Sidecars::default();
        for index in 0..2 * MAX_FILES {
            let path = format!("{index}.yaml");
            known.keep(&path, &yaml(&path, "[]\n"));
        }
        assert_eq!(known.0.lock().unwrap().len(), MAX_FILES);
    }
}
