//! The architecture and the house rules, held by tests.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// What each room of the house may use. Read it as the architecture, from the ground up: who
/// stands higher may use who stands lower.
const MAY_USE: &[(&str, &[&str])] = &[
    ("io", &[]),
    ("diag", &["io"]),
    ("yaml", &["io", "diag"]),
    ("text", &[]),
    ("model", &["io", "diag", "yaml", "text"]),
    ("anchor", &["io", "diag", "model", "text"]),
    ("cite", &["io", "diag", "yaml", "model", "text"]),
    ("weave", &["io", "model", "text", "anchor", "cite"]),
    ("edit", &["io", "diag", "yaml", "model"]),
    ("import", &["io", "diag", "model", "text", "anchor", "cite", "weave", "edit"]),
    ("edition", &["io", "diag", "yaml", "model", "text", "anchor", "cite", "weave", "edit"]),
    ("export", &["io", "diag", "model", "text", "cite", "weave", "edition"]),
    ("site", &["io", "diag", "model", "text", "cite", "weave", "edition", "export"]),
    ("disk", &["io", "diag", "model", "anchor", "edit", "edition", "site"]),
    (
        "preview",
        &["io", "diag", "yaml", "model", "text", "anchor", "edit", "edition", "site", "disk"],
    ),
    (
        "cli",
        &[
            "io", "diag", "model", "text", "anchor", "cite", "edit", "import", "edition", "export",
            "site", "disk", "preview",
        ],
    ),
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Returns all files below a folder whose names end in `ending`, sorted.
fn files_below(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).expect("a folder of the project can be listed");
        for entry in entries {
            let path = entry.expect("an entry of the project can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("a file of the project can be read")
}

fn shown(path: &Path) -> String {
    path.strip_prefix(root()).expect("a file of the project").display().to_string()
}

/// Returns the module of `src/` that a file belongs to.
fn module_of(path: &Path) -> String {
    let inner = path.strip_prefix(root().join("src")).expect("a file of src/");
    let first = inner.iter().next().expect("a file has a name").to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

/// Returns the modules that a file uses, each with its line: `use crate::a::…`,
/// `use crate::{a, b::…}` over several lines, and `crate::a` within code.
fn uses_of(text: &str) -> Vec<(usize, String)> {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let mut found = Vec::new();
    let mut in_group = false;
    let mut depth = 0_usize;
    for (index, line) in code.lines().enumerate() {
        let trimmed = line.trim();
        if trimmed.starts_with("//") {
            continue;
        }
        if trimmed.starts_with("use crate::{") {
            in_group = true;
            depth = 0;
        }
        if in_group {
            let body = trimmed.trim_start_matches("use crate::");
            let mut word = String::new();
            for c in body.chars() {
                match c {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    _ => {}
                }
                if c.is_alphanumeric() || c == '_' {
                    word.push(c);
                } else {
                    let begins_path = depth == 1 || (depth == 2 && c == '{');
                    if !word.is_empty() && begins_path && matches!(c, ':' | ',') {
                        found.push((index + 1, word.clone()));
                    }
                    // What follows `::` is a part of the path, not a module.
                    word.clear();
                    if c == ':' {
                        word.push('.');
                    }
                }
            }
            in_group = !trimmed.ends_with(';');
        } else {
            for (at, _) in line.match_indices("crate::") {
                let name: String = line[at + "crate::".len()..]
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect();
                found.push((index + 1, name));
            }
        }
    }
    found.retain(|(_, name)| !name.is_empty() && !name.starts_with('.'));
    found
}

#[test]
fn modules_use_only_what_the_architecture_allows() {
    let mut n_uses = 0;
    for path in files_below(&root().join("src"), ".rs") {
        let module = module_of(&path);
        if matches!(module.as_str(), "main" | "lib") {
            continue;
        }
        let (_, allowed) = MAY_USE
            .iter()
            .find(|(name, _)| *name == module)
            .unwrap_or_else(|| panic!("`{module}` is not in the table of modules"));
        for (line, used) in uses_of(&read(&path)) {
            n_uses += 1;
            assert!(
                used == module || allowed.contains(&used.as_str()),
                "{}:{line}: `{module}` may not use `{used}`",
                shown(&path)
            );
        }
    }
    assert!(n_uses > 50, "the reader of `use` lines finds too little: {n_uses}");
}

/// Rooms in which files may use each other in a circle, and why.
const CIRCLES: [(&str, &str); 1] =
    [("model", "types say how they are read, and reading knows the types that they refer to")];

/// Returns what the statements `use …;` of a file name of its own room.
fn own_uses<'t>(code: &'t str, room: &str) -> Vec<&'t str> {
    let statements = code.split("use ").skip(1).filter_map(|rest| rest.split_once(';'));
    let own = statements.filter_map(|(statement, _)| {
        if statement.starts_with("super") {
            return Some(statement);
        }
        let mut depth = 0_usize;
        let (_, own) = statement.split_once(&format!("{room}::"))?;
        let end = own.find(|c| {
            depth += usize::from(c == '{');
            let is_over = matches!(c, ',' | '}') && depth == 0;
            depth -= usize::from(c == '}' && depth > 0);
            is_over
        });
        Some(&own[..end.unwrap_or(own.len())])
    });
    own.collect()
}

/// Returns the files of a room, heads of folders aside, each with those that it uses.
///
/// A file is used by its name, or by that of something which it alone in the room defines.
fn uses_within(room: &str) -> BTreeMap<PathBuf, BTreeSet<PathBuf>> {
    let folder = root().join("src").join(room);
    let is_head = |path: &Path| path.ends_with("mod.rs");
    let files: Vec<PathBuf> =
        files_below(&folder, ".rs").into_iter().filter(|path| !is_head(path)).collect();
    let code = |path: &Path| read(path).split("#[cfg(test)]").next().unwrap_or_default().to_owned();
    let mut defined: BTreeMap<String, Vec<&PathBuf>> = BTreeMap::new();
    for path in &files {
        let stem = path.file_stem().expect("a file has a name").to_string_lossy();
        defined.entry(stem.into_owned()).or_default().push(path);
        for line in code(path).lines().filter(|line| line.starts_with("pub")) {
            let words: Vec<&str> = line.split_whitespace().collect();
            let kinds = ["fn", "struct", "enum", "trait", "type", "static", "const"];
            let name = words.windows(2).find(|pair| kinds.contains(&pair[0]) && pair[1] != "fn");
            let is_name = |c: char| c.is_alphanumeric() || c == '_';
            let Some(pair) = name else { continue };
            let name: String = pair[1].chars().take_while(|&c| is_name(c)).collect();
            defined.entry(name).or_default().push(path);
        }
    }
    let used = |path: &PathBuf| {
        let code = code(path);
        let names = own_uses(&code, room).into_iter().flat_map(|statement| {
            statement.split(|c: char| !c.is_alphanumeric() && c != '_').map(str::to_owned)
        });
        let found = names.filter_map(|name| match defined.get(&name).map(Vec::as_slice) {
            Some([only]) if *only != path => Some((*only).clone()),
            _ => None,
        });
        found.collect::<BTreeSet<PathBuf>>()
    };
    files.iter().map(|path| (path.clone(), used(path))).collect()
}

#[test]
fn no_files_of_a_room_use_each_other_in_a_circle() {
    let mut n_uses = 0;
    for (room, _) in MAY_USE {
        let mut left = uses_within(room);
        n_uses += left.values().map(BTreeSet::len).sum::<usize>();
        // What uses nothing that is left is in no circle.
        loop {
            let files: BTreeSet<PathBuf> = left.keys().cloned().collect();
            let n_before = left.len();
            left.retain(|_, used| used.iter().any(|file| files.contains(file)));
            if left.len() == n_before {
                break;
            }
        }
        let is_known = CIRCLES.iter().any(|(known, _)| known == room);
        let names: Vec<String> = left
            .iter()
            .map(|(path, used)| {
                format!(
                    "{} → {:?}",
                    shown(path),
                    used.iter().map(|it| shown(it)).collect::<Vec<_>>()
                )
            })
            .collect();
        assert_eq!(is_known, !names.is_empty(), "{room}: {names:?}");
    }
    assert!(n_uses > 100, "the reader of `use` lines finds too little: {n_uses}");
}

#[test]
fn every_source_file_says_what_it_is_for() {
    for folder in ["src", "tests/it", "benches"] {
        for path in files_below(&root().join(folder), ".rs") {
            assert!(read(&path).starts_with("//!"), "{} has no head", shown(&path));
        }
    }
    for path in files_below(&root().join("themes"), ".css") {
        assert!(read(&path).starts_with("/*"), "{} has no head", shown(&path));
    }
    for path in files_below(&root().join("themes"), ".js") {
        assert!(read(&path).starts_with("//"), "{} has no head", shown(&path));
    }
}

#[test]
fn lines_are_at_most_a_hundred_characters_long() {
    for folder in ["src", "tests/it", "benches"] {
        for path in files_below(&root().join(folder), ".rs") {
            for (index, line) in read(&path).lines().enumerate() {
                let length = line.chars().count();
                assert!(length <= 100, "{}:{}: {length} characters", shown(&path), index + 1);
            }
        }
    }
}

#[test]
fn browser_tests_wait_for_what_they_look_at() {
    let folder = root().join("tests/browser");
    let scripts = fs::read_dir(&folder).expect("the folder of browser tests can be listed");
    let paths = scripts.map(|entry| entry.expect("an entry can be listed").path());
    for path in paths.filter(|path| path.extension().is_some_and(|ending| ending == "mjs")) {
        // How long something takes, and that nothing is loading, say nothing on a busy machine.
        for guess in ["waitForTimeout", "networkidle"] {
            assert!(!read(&path).contains(guess), "{} has {guess}", shown(&path));
        }
    }
}

#[test]
fn no_module_is_called_after_nothing() {
    for folder in ["src", "tests", "benches"] {
        for path in files_below(&root().join(folder), ".rs") {
            let name = shown(&path);
            let is_vague = ["util", "helper", "common", "misc"].iter().any(|word| {
                name.split(['/', '_', '.']).any(|part| part.trim_end_matches('s') == *word)
            });
            assert!(!is_vague, "{name} is called after nothing");
        }
    }
}

#[test]
fn themes_load_nothing_from_other_hosts() {
    for ending in [".css", ".js", ".html", ".svg"] {
        for path in files_below(&root().join("themes"), ending) {
            for line in read(&path).lines() {
                let is_namespace = line.contains("http://www.w3.org/");
                let loads = line.contains("http://") || line.contains("//fonts.");
                assert!(!loads || is_namespace, "{}: {line}", shown(&path));
            }
        }
    }
}

#[test]
fn the_top_level_holds_what_it_should() {
    const ALLOWED: &[&str] = &[
        "Cargo.lock",
        "Cargo.toml",
        "LICENSE",
        "README.md",
        "benches",
        "content",
        "public",
        "src",
        "target",
        "tests",
        "themes",
    ];
    for entry in fs::read_dir(root()).expect("the project can be listed") {
        let name = entry.expect("an entry can be listed").file_name();
        let name = name.to_string_lossy();
        assert!(name.starts_with('.') || ALLOWED.contains(&&*name), "{name} does not belong here");
    }
}
