//! The manifest of what a build wrote.

use std::{
    collections::BTreeMap,
    io,
    path::{Component, Path},
};

use serde::{Deserialize, Serialize};

/// The manifest's path below the site's root.
pub const MANIFEST: &str = ".postil/manifest.json";

/// Manifests of another format are not read.
const FORMAT: u32 = 1;

/// What a build wrote, and from what.
///
/// It holds no times and no absolute paths, so that equal sites have equal
/// manifests.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Manifest {
    /// The format of this file.
    pub format: u32,
    /// A hash of all inputs, options and the program's version, if the build
    /// had nothing to say about them.
    pub inputs: Option<String>,
    /// What the build counted.
    pub summary: Summary,
    /// The files of the site: path → hash of the content.
    pub files: BTreeMap<String, String>,
}

/// A [`Manifest`] as it is written.
#[derive(Serialize)]
struct Listed<'a> {
    format: u32,
    inputs: Option<&'a str>,
    summary: &'a Summary,
    files: BTreeMap<&'a str, &'a str>,
}

/// What a build counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Articles.
    pub n_articles: usize,
    /// Annotations by kind: `fact-check` → how many.
    pub n_annotations: BTreeMap<String, usize>,
    /// Terms of the glossary.
    pub n_terms: usize,
    /// Works of the bibliography.
    pub n_sources: usize,
}

impl Manifest {
    /// Returns a manifest of the present format.
    #[must_use]
    pub fn new(summary: Summary, files: BTreeMap<String, String>) -> Self {
        Self { format: FORMAT, inputs: None, summary, files }
    }

    /// Reads a manifest; `None` if it is damaged, of another format, or names a
    /// path that does not lie below the site.
    #[must_use]
    pub fn from_json(bytes: &[u8]) -> Option<Self> {
        let manifest: Self = serde_json::from_slice(bytes).ok()?;
        let is_safe = manifest.files.keys().all(|path| is_below(path));
        (manifest.format == FORMAT && is_safe).then_some(manifest)
    }

    /// Writes the manifest as JSON, one file a line; it lists `others` as well.
    ///
    /// # Errors
    ///
    /// Those of the writer.
    pub fn write_json(
        &self,
        others: &BTreeMap<String, String>,
        mut writer: impl io::Write,
    ) -> io::Result<()> {
        let all = others.iter().chain(&self.files);
        let listed = Listed {
            format: self.format,
            inputs: self.inputs.as_deref(),
            summary: &self.summary,
            files: all.map(|(path, hash)| (path.as_str(), hash.as_str())).collect(),
        };
        serde_json::to_writer_pretty(&mut writer, &listed)?;
        writer.write_all(b"\n")
    }
}

/// Returns whether a relative path stays below the folder it is relative to.
#[must_use]
pub fn is_below(path: &str) -> bool {
    let parts = Path::new(path).components();
    !path.is_empty()
        && !path.contains('\\')
        && parts.into_iter().all(|part| matches!(part, Component::Normal(_)))
}

/// Returns the hash of a file's content, in hexadecimal.
#[must_use]
pub fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listing(files: &[(&str, &str)]) -> Manifest {
        let files = files.iter().map(|(path, hash)| ((*path).to_owned(), (*hash).to_owned()));
        Manifest::new(Summary::default(), files.collect())
    }

    fn to_json(manifest: &Manifest, others: &BTreeMap<String, String>) -> Vec<u8> {
        let mut json = Vec::new();
        manifest.write_json(others, &mut json).unwrap();
        json
    }

    #[test]
    fn a_manifest_survives_its_file() {
        let manifest = listing(&[("a/index.html", "new")]);
        assert_eq!(Manifest::from_json(&to_json(&manifest, &BTreeMap::new())), Some(manifest));
    }

    #[test]
    fn a_manifest_lists_others_as_well() {
        let manifest = listing(&[("a", "new"), ("b", "new")]);
        let others = listing(&[("a", "old"), ("c", "old")]).files;
        let both = listing(&[("a", "new"), ("b", "new"), ("c", "old")]);
        assert_eq!(Manifest::from_json(&to_json(&manifest, &others)), Some(both));
    }

    #[test]
    fn a_manifest_that_points_outside_is_not_read() {
        for path in ["../a", "/a", "a/../../b", ""] {
            let json = to_json(&listing(&[(path, "")]), &BTreeMap::new());
            assert_eq!(Manifest::from_json(&json), None, "{path}");
        }
        assert_eq!(Manifest::from_json(b"{"), None);
    }
}
