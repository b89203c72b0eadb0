//! The sidecars of an article, and which of them a new annotation goes into.

use serde_yaml::{Mapping, Value};

use super::{EditError, List, entries};
use crate::io::SourceFile;

/// A sidecar with its annotations.
#[derive(Debug)]
pub struct Sidecar {
    /// The file.
    pub file: SourceFile,
    /// Id and fields of each annotation, in the order of the file.
    pub entries: Vec<(String, Mapping)>,
}

impl Sidecar {
    /// Reads a sidecar.
    ///
    /// # Errors
    ///
    /// As [`entries`].
    pub fn new(file: SourceFile) -> Result<Self, EditError> {
        Ok(Self { entries: entries(List::Annotations, &file)?, file })
    }

    /// Returns the fields of an annotation; `None` if another file has it.
    #[must_use]
    pub fn fields_of(&self, id: &str) -> Option<&Mapping> {
        self.entries.iter().find(|(other, _)| other == id).map(|(_, fields)| fields)
    }
}

/// Returns the path of the file that a new annotation of a kind goes into: the one
/// that holds most of that kind, the first of equals, else one named after it.
#[must_use]
pub fn default_sidecar(article: &str, kind: &str, sidecars: &[Sidecar]) -> String {
    let is_of_kind = |fields: &Mapping| fields.get("kind").and_then(Value::as_str) == Some(kind);
    let count =
        |sidecar: &Sidecar| sidecar.entries.iter().filter(|(_, fields)| is_of_kind(fields)).count();
    let most = sidecars.iter().rev().max_by_key(|sidecar| count(sidecar));
    match most.filter(|sidecar| count(sidecar) > 0) {
        Some(sidecar) => sidecar.file.path.to_string(),
        None => {
            let name = if kind == "gloss" { "glosse" } else { kind };
            format!("content/{article}/{name}s.yaml")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sidecar(path: &str, kinds: &[&str]) -> Sidecar {
        let entry = |kind: &&str| {
            let fields: Mapping = [("kind".into(), (*kind).into())].into_iter().collect();
            (String::new(), fields)
        };
        let file = SourceFile::new(path, String::new());
        Sidecar { file, entries: kinds.iter().map(entry).collect() }
    }

    #[test]
    fn an_annotation_goes_where_most_of_its_kind_are() {
        let sidecars = [
            sidecar("content/a/all.yaml", &["note", "gloss"]),
            sidecar("content/a/b.yaml", &["fact-check", "fact-check", "gloss"]),
            sidecar("content/a/c.yaml", &["fact-check"]),
        ];
        assert_eq!(default_sidecar("a", "fact-check", &sidecars), "content/a/b.yaml");
        assert_eq!(default_sidecar("a", "gloss", &sidecars), "content/a/all.yaml");
        assert_eq!(
            default_sidecar("a", "counter-source", &sidecars),
            "content/a/counter-sources.yaml"
        );
        assert_eq!(default_sidecar("a", "gloss", &[]), "content/a/glosses.yaml");
    }
}
