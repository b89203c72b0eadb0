//! What a release hands out: its workflow, and the installers that ask for it.

use std::{collections::BTreeSet, fs, path::Path};

use serde_yaml::Value;

/// Returns a file of the project.
fn project(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn list(value: &Value) -> Vec<Value> {
    value.as_sequence().expect("it is a list").clone()
}

#[test]
fn actions_are_pinned_to_commits() {
    for path in [
        ".github/workflows/release.yml",
        ".github/workflows/audit.yml",
        "src/cli/new/frame/.github/workflows/pages.yml",
    ] {
        let workflow: Value = serde_yaml::from_str(&project(path)).expect("it is YAML");
        let jobs = workflow["jobs"].as_mapping().expect("there are jobs");
        let steps = jobs.values().flat_map(|job| list(&job["steps"]));
        let actions: Vec<String> =
            steps.filter_map(|step| step["uses"].as_str().map(str::to_owned)).collect();
        assert!(!actions.is_empty(), "{path}");
        for action in actions {
            let (_, commit) = action.split_once('@').expect("an action has a version");
            let is_commit = commit.len() == 40 && commit.chars().all(|c| c.is_ascii_hexdigit());
            assert!(is_commit, "{path}: {action} may be another tomorrow");
        }
    }
}

#[test]
fn installers_ask_for_what_a_release_has() {
    let release: Value =
        serde_yaml::from_str(&project(".github/workflows/release.yml")).expect("it is YAML");
    let matrix = list(&release["jobs"]["build"]["strategy"]["matrix"]["include"]);
    let built: BTreeSet<&str> =
        matrix.iter().map(|entry| entry["target"].as_str().expect("a target")).collect();
    let machines = ["x86_64", "aarch64"];
    let systems = ["unknown-linux-musl", "apple-darwin", "pc-windows-msvc"];
    let asked: BTreeSet<String> = machines
        .iter()
        .flat_map(|machine| systems.iter().map(move |system| format!("{machine}-{system}")))
        .collect();
    assert_eq!(built, asked.iter().map(String::as_str).collect());

    let (shell, powershell) = (project(".github/install.sh"), project(".github/install.ps1"));
    for target in &asked {
        let (machine, system) = target.split_once('-').expect("two parts");
        let is_asked_for = if system == "pc-windows-msvc" {
            powershell.contains(&format!("\"{target}\""))
        } else {
            shell.contains(&format!("target={machine}-$system"))
                && shell.contains(&format!("system={system} "))
        };
        assert!(is_asked_for, "{target}");
    }
    // What `cargo binstall` asks for is named alike.
    let manifest = project("Cargo.toml");
    assert!(manifest.contains("/postil-{ target }{ archive-suffix }\""));
    assert!(shell.contains("name=postil-$target") && powershell.contains("\"postil-$target\""));
    assert!(project(".github/archive.py").contains("f\"postil-{target}\""));
}
