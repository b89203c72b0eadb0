//! Out and in again: what an edition exports comes back whole.

use std::{fs, path::Path};

use serde_json::Value;

use crate::sandbox::Sandbox;

/// Copies the edition of this repository.
fn copy() -> Sandbox {
    let sandbox = Sandbox::empty();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for entry in walkdir::WalkDir::new(root.join("content")) {
        let entry = entry.expect("the edition can be listed");
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(root).expect("it lies in the repository");
            let bytes = fs::read(entry.path()).expect("the edition can be read");
            sandbox.write(&path.to_string_lossy(), bytes);
        }
    }
    sandbox
}

/// Returns the paths of the sidecars, and the slugs of the articles that they are of.
fn sidecars(sandbox: &Sandbox) -> Vec<(String, String)> {
    let is_sidecar = |path: &String| {
        path.matches('/').count() == 2 && path.ends_with(".yaml") && !path.contains("lock")
    };
    let slug = |path: &String| path.split('/').nth(1).expect("a sidecar has a folder").to_owned();
    sandbox.files().into_keys().filter(is_sidecar).map(|path| (slug(&path), path)).collect()
}

/// Exports an article's annotations, in the order of their ids.
fn exported(sandbox: &Sandbox, slug: &str) -> Vec<Value> {
    let run = sandbox.succeed(&["export", "--format", "web-annotation", slug]);
    let collection: Value = serde_json::from_str(&run.out).expect("an export is JSON");
    let items = collection["first"]["items"].as_array().cloned().unwrap_or_default();
    let mut items: Vec<Value> = items;
    items.sort_by_key(|item| item["id"].as_str().map(str::to_owned));
    items
}

#[test]
fn annotations_that_go_out_come_back_whole() {
    let sandbox = copy();
    let mut slugs: Vec<String> = sidecars(&sandbox).into_iter().map(|(slug, _)| slug).collect();
    slugs.dedup();
    for slug in &slugs {
        let before = exported(&sandbox, slug);
        assert!(!before.is_empty(), "{slug}");
        sandbox.succeed(&["export", "--format", "web-annotation", "--output", "out.jsonld", slug]);
        for (_, path) in sidecars(&sandbox).into_iter().filter(|(of, _)| of == slug) {
            sandbox.remove(&path);
        }
        let arguments = ["import", "out.jsonld", "--article", slug, "--into", "back.yaml"];
        sandbox.succeed(&arguments);
        let path = format!("content/{slug}/back.yaml");
        let drafts = sandbox.read(&path);
        sandbox.write(&path, drafts.replace("\n  status: draft\n", "\n"));
        let after = exported(&sandbox, slug);
        assert_eq!(before.len(), after.len());
        for (before, after) in before.iter().zip(&after) {
            assert_eq!(before, after, "{}", before["id"]);
        }
    }
}
