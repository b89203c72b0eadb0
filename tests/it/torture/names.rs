//! Names of files and folders: rows 23 and 24.

use super::{count, edition, page};
use crate::{fixtures::check, sandbox::Sandbox};

#[test]
fn names_of_folders_are_safe_or_refused() {
    let long = "a".repeat(300);
    let refused = [
        "..",
        ".",
        ".hidden",
        "a b",
        "%2e%2e",
        "con",
        "CON",
        "nul.txt",
        "com1",
        "a.",
        "🎉",
        "a:b",
        "a\\b",
        "a\nb",
        "assets",
        "Checks",
        "glossary",
        "sources",
        "search",
        "timeline",
        &long,
        "a\u{202e}b",
        "<b>",
        "\"",
    ];
    for name in refused {
        let input = edition(&[
            (&format!("{name}/index.md"), "One.\n"),
            (&format!("{name}/x.png"), "x"),
            (&format!("{name}/notes.yaml"), ""),
            ("good/index.md", "Two.\n"),
        ]);
        let built = check(&input);
        assert_eq!(count(&built, "slug"), 1, "{name}: {}", built.diagnostics);
        // The search's own page stands at `search/index.html`.
        let files: &[&str] = if name == "search" { &["x.png"] } else { &["index.html", "x.png"] };
        for file in files {
            assert!(!built.site.contains_key(&format!("{name}/{file}")), "{name}/{file}");
        }
        assert!(page(&built, "good/index.html").contains("Two."), "{name}");
    }
    for name in ["a-b_c.d", "été", "مدينة", "1"] {
        let built = check(&edition(&[(&format!("{name}/index.md"), "One.\n")]));
        assert_eq!(built.diagnostics, "", "{name}");
        assert!(page(&built, &format!("{name}/index.html")).contains("One."), "{name}");
    }
    // A folder in a folder is no address of its own.
    let built = check(&edition(&[("a/b/index.md", "One.\n"), ("pages/a/b.md", "Two.\n")]));
    assert_eq!(count(&built, "missing-text"), 1, "{}", built.diagnostics);
    assert_eq!(count(&built, "slug"), 1, "{}", built.diagnostics);
}

#[test]
fn names_that_differ_in_case_alone_collide() {
    let input = edition(&[
        ("About/index.md", "One.\n"),
        ("about/index.md", "Two.\n"),
        ("pages/ABOUT.md", "Three.\n"),
        ("about/Map.png", "x"),
        ("about/map.png", "x"),
        ("pages/assets/x.css", "x"),
        ("pages/Checks/index.html", "x"),
        ("pages/Robots.txt", "x"),
    ]);
    let built = check(&input);
    assert_eq!(count(&built, "output-collision"), 6, "{}", built.diagnostics);
    assert!(built.diagnostics.contains("::: content/About/index.md"), "{}", built.diagnostics);
}

#[test]
fn a_name_that_needs_a_folder_where_a_file_is_written_is_an_error_of_names() {
    let sandbox = Sandbox::small();
    sandbox.succeed(&["build"]);
    let before = sandbox.files();
    let articles = ["index.html", "404.html", "robots.txt", "sitemap.xml", "feed.xml"];
    let articles = articles.map(|name| format!("content/{name}/index.md"));
    let files = [
        "assets",
        "search",
        "checks",
        "glossary",
        "sources",
        "timeline",
        "index.html/x",
        "feed-note.xml/x",
        "checks/first",
        "checks/first/fox/index.html",
        "first/index.html/x",
        "first/prose.txt/x",
    ];
    let files = files.map(|name| format!("content/pages/{name}"));
    for path in articles.into_iter().chain(files) {
        sandbox.write(&path, "Text.\n");
        let run = sandbox.run(&["build"]);
        assert_eq!(run.code, Some(1), "{path}: {}", run.err);
        assert!(run.err.contains("[output-collision]"), "{path}: {}", run.err);
        let folder: Vec<&str> = path.split('/').take(2).collect();
        sandbox.remove(&folder.join("/"));
        assert_eq!(sandbox.files(), before, "{path}");
    }
}
