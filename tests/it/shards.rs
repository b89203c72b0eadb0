//! Editions built in parts: whatever the edition and the number of parts, what is merged is
//! the very site that one build makes; parts that do not fit are told, and nothing is written.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    process::Command,
};

use postil::{
    Options,
    disk::{FolderOutput, read_of_site},
    edition::Drafts,
    io::{MemoryInput, NoCache},
    site::{Kept, Report, Shard, ShardFolder, build_shard, build_with, merge},
};
use proptest::prelude::*;

use crate::{
    live::{VERSIONS, edition},
    sandbox::{Run, Sandbox, assert_same_files, site_in},
};

/// An article of a random edition: what stands in its front matter, in its text, and beside it.
fn article() -> impl Strategy<Value = (String, String, String)> {
    let matter = prop_oneof![
        4 => Just(""),
        1 => Just("draft: true\n"),
        1 => Just("order: 2\n"),
        2 => Just("series: S\norder: 1\n"),
        2 => Just("series: S\npublished: 2021-02-03\n"),
        1 => Just("language: fr\npublished: 2020-01-01\n"),
    ];
    let text = prop_oneof![
        Just("The quick brown fox jumps over the dog."),
        Just("Another fox, see [one](../a1/), [two](../b2/#n) and [three](../c/#p-1)."),
        Just("The dog sleeps. ![it](it.svg)"),
    ];
    let notes = prop_oneof![
        2 => Just(""),
        2 => Just("- { id: n, kind: note, quote: fox, body: It runs., tags: [t],\n\
                  \x20   created: 2026-01-02,\n\
                  \x20   corrections: [{ date: 2026-02-03, text: Mended. }] }\n"),
        2 => Just("- { id: c, kind: fact-check, quote: The, claim: It is., rating: accurate,\n\
                  \x20   summary: It is so., sources: [{ ref: smith }] }\n"),
        1 => Just("- { id: d, kind: note, quote: dog, body: Unripe., status: draft }\n"),
        1 => Just("- { id: o, kind: note, quote: nowhere, body: Lost. }\n"),
    ];
    (matter, text, notes).prop_map(|(matter, text, notes)| {
        let matter = if matter.is_empty() { String::new() } else { format!("---\n{matter}---\n") };
        (matter, text.to_owned(), notes.to_owned())
    })
}

/// A random edition: the versions of files that previews are tried with, and articles more.
fn random_edition() -> impl Strategy<Value = MemoryInput> {
    let versions = prop::collection::vec(0..4_usize, VERSIONS.len());
    let articles = prop::collection::btree_map("[a-e][0-9]?", article(), 0..9);
    (versions, articles).prop_map(|(mut versions, articles)| {
        for (version, (_, texts)) in versions.iter_mut().zip(VERSIONS) {
            *version %= texts.len();
        }
        let mut input = edition(&versions);
        for (slug, (matter, text, notes)) in articles {
            let text = format!("{matter}# Article *{slug}*\n\n{text}\n");
            let folder = format!("content/{slug}");
            input.files.insert(format!("{folder}/index.md"), text.into_bytes());
            input.files.insert(format!("{folder}/it.svg"), slug.into_bytes());
            if !notes.is_empty() {
                input.files.insert(format!("{folder}/notes.yaml"), notes.into_bytes());
            }
        }
        input
    })
}

fn output(root: &Path, name: &str) -> FolderOutput {
    FolderOutput::open(&root.join(name), &root.join("edition"), None).expect("it can be made")
}

/// Publishes what was made, unless it failed; returns whether it did not.
fn publish(output: &FolderOutput, report: &Report) -> bool {
    let is_sound = !report.is_failed();
    if is_sound {
        output.publish(report.summary.clone()).expect("it can be written");
    }
    is_sound
}

/// What was found, each once, as messages.
fn found<'a>(reports: impl IntoIterator<Item = &'a Report>) -> BTreeSet<String> {
    let all = reports.into_iter().flat_map(|report| &report.diagnostics);
    all.map(|one| format!("{} {:?} {}", one.place.path, one.severity, one.problem)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 30, ..ProptestConfig::default() })]

    #[test]
    fn what_is_merged_is_what_one_build_makes(
        input in random_edition(),
        n_shards in 1..=7_u32,
        drafts in any::<bool>(),
    ) {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let root = folder.path();
        let drafts = if drafts { Drafts::Include } else { Drafts::Exclude };
        let options = Options { drafts, ..Options::default() };
        let whole = output(root, "whole");
        let report = build_with(&options, &input, &whole, None, &|_| {});
        let is_sound = publish(&whole, &report);
        drop(whole);
        let kept = Kept { cache: &NoCache, program: "p" };
        let mut names = Vec::new();
        let mut reports = Vec::new();
        for index in 1..=n_shards {
            let shard: Shard = format!("{index}/{n_shards}").parse().expect("it is one");
            let name = format!("shard-{index}");
            let part = output(root, &name);
            let made = build_shard(shard, &options, &input, &part, kept, &|_| {});
            if !publish(&part, &made) {
                prop_assert!(!is_sound, "a part fails and the whole does not");
                return Ok(());
            }
            reports.push(made);
            names.push(root.join(name));
        }
        // In any order.
        names.rotate_left(n_shards as usize / 2);
        let readers: Vec<_> =
            names.iter().map(|name| move |path: &str| read_of_site(name, path)).collect();
        let named = names.iter().zip(&readers);
        let shards: Vec<_> = named
            .map(|(name, read)| ShardFolder { name: name.display().to_string(), read })
            .collect();
        let merged = output(root, "merged");
        let made = merge(&options, &input, &merged, &shards, "p", &|_| {}).expect("they fit");
        prop_assert_eq!(publish(&merged, &made), is_sound);
        reports.push(made);
        prop_assert_eq!(found(&reports), found([&report]));
        if is_sound {
            assert_same_files(&site_in(&root.join("merged")), &site_in(&root.join("whole")));
        }
    }
}

/// An edition of several articles that know each other.
fn several() -> Sandbox {
    let sandbox = Sandbox::small();
    for n in 0..12 {
        let text = format!("# Number {n}\n\nThe fox, [next](../n{}/).\n", (n + 1) % 12);
        sandbox.write(&format!("content/n{n}/index.md"), text);
        let note = format!("- {{ id: a, kind: note, quote: fox, body: Fox {n}. }}\n");
        sandbox.write(&format!("content/n{n}/notes.yaml"), note);
    }
    sandbox
}

/// Builds four shards below `shards/`.
fn build_all(sandbox: &Sandbox) {
    for index in 1..=4 {
        build_one(sandbox, index);
    }
}

fn build_one(sandbox: &Sandbox, index: usize) -> Run {
    let (shard, folder) = (format!("{index}/4"), format!("shards/{index}"));
    sandbox.succeed(&["build", "--shard", &shard, "--output", &folder])
}

fn merge_all(sandbox: &Sandbox, options: &[&str]) -> Run {
    let folders = ["shards/1", "shards/2", "shards/3", "shards/4"];
    sandbox.run(&[&["merge"], &folders[..], options].concat())
}

/// Returns which of four shards an article falls to.
fn shard_of(slug: &str) -> usize {
    let holds = |index: &usize| {
        let shard: Shard = format!("{index}/4").parse().expect("it is one");
        shard.holds(slug)
    };
    let of: Vec<usize> = (1..=4).filter(holds).collect();
    assert_eq!(of.len(), 1, "{slug} falls to one shard");
    of[0]
}

/// Checks that four shards, once `change` has happened, are refused with `message`, and that
/// the site stays as it was.
#[track_caller]
fn check_refused(change: impl FnOnce(&Sandbox), options: &[&str], message: &str) {
    let sandbox = several();
    build_all(&sandbox);
    merge_all(&sandbox, &[]).expect_code(0);
    let before = sandbox.site();
    change(&sandbox);
    merge_all(&sandbox, options).expect_code(2).expect_said(message);
    assert_same_files(&sandbox.site(), &before);
}

#[test]
fn processes_at_once_make_the_parts_of_a_site() {
    let sandbox = several();
    sandbox.succeed(&["build", "--output", "whole"]);
    let script = "seq 4 | xargs -P 4 -I '{}' \"$0\" build --shard '{}/4' --output 'shards/{}' \
                  && \"$0\" merge shards/*";
    let mut shell = Command::new("sh");
    shell.args(["-c", script, env!("CARGO_BIN_EXE_postil")]).current_dir(sandbox.path(""));
    Run::of(shell.output().expect("there is a shell")).expect_code(0).expect_said("13 articles");
    assert_same_files(&sandbox.site(), &site_in(&sandbox.path("whole")));
}

#[test]
fn articles_that_come_and_go_move_no_other() {
    let slugs: Vec<String> = (0..400).map(|n| format!("article-{n}")).collect();
    let mut by_shard: BTreeMap<usize, usize> = BTreeMap::new();
    slugs.iter().for_each(|slug| *by_shard.entry(shard_of(slug)).or_default() += 1);
    assert!(by_shard.values().all(|n| (60..140).contains(n)), "{by_shard:?}");
    // It is a contract: parts of today are merged with those of tomorrow.
    assert_eq!(["first", "n0", "n1", "n2"].map(shard_of), [3, 4, 4, 1]);
}

#[test]
fn what_did_not_change_is_not_made_again() {
    let sandbox = several();
    build_all(&sandbox);
    merge_all(&sandbox, &[]).expect_code(0);
    for index in 1..=4 {
        build_one(&sandbox, index).expect_said(": 0 files written");
    }
    merge_all(&sandbox, &[]).expect_code(0).expect_said(": 0 files written");
    sandbox.write("content/n3/notes.yaml", "- { id: a, kind: note, quote: fox, body: New. }\n");
    build_one(&sandbox, shard_of("n3"));
    merge_all(&sandbox, &[]).expect_code(0);
    let site = sandbox.site();
    sandbox.succeed(&["build", "--no-cache", "--output", "whole"]);
    assert_same_files(&site, &site_in(&sandbox.path("whole")));
}

/// A killed build has made articles that the memo knows; their files lie in the stage.
#[test]
fn what_a_killed_build_had_staged_is_taken() {
    let sandbox = several();
    let index = shard_of("n3");
    build_one(&sandbox, index);
    let before = site_in(&sandbox.path(&format!("shards/{index}")));
    let at = |path: &str| format!("shards/{index}/{path}");
    for (path, bytes) in before.iter().filter(|(path, _)| path.starts_with("n3/")) {
        sandbox.write(&at(&format!(".postil/stage/{path}")), bytes);
        sandbox.remove(&at(path));
    }
    sandbox.write(&at(".postil/stage/n3/stray.html"), "half a page");
    let n_kept = || sandbox.path(crate::sandbox::CACHE).read_dir().expect("it is there").count();
    let n_before = n_kept();
    build_one(&sandbox, index);
    assert_eq!(n_kept(), n_before, "nothing was made");
    assert_same_files(&site_in(&sandbox.path(&at(""))), &before);
}

#[test]
fn a_shard_that_is_missing_is_named() {
    let without = |sandbox: &Sandbox| sandbox.remove("shards/3/.postil");
    check_refused(without, &[], "shards/3: it holds no shard");
    let sandbox = several();
    build_all(&sandbox);
    sandbox
        .run(&["merge", "shards/1", "shards/3"])
        .expect_code(2)
        .expect_said("shard 2/4, 4/4: it is missing");
    assert!(!sandbox.has("public/index.html"));
}

#[test]
fn a_shard_that_is_there_twice_is_named() {
    let again = |sandbox: &Sandbox| {
        sandbox.succeed(&["build", "--shard", "2/4", "--output", "shards/3"]);
    };
    check_refused(again, &[], "shard 2/4 in shards/3: it is in shards/2 as well");
}

#[test]
fn a_shard_of_another_division_is_named() {
    let other = |sandbox: &Sandbox| {
        sandbox.succeed(&["build", "--shard", "4/5", "--output", "shards/4"]);
    };
    check_refused(other, &[], "shard 4/5 in shards/4: shards/1 holds shard 1/4");
}

#[test]
fn a_stale_shard_is_named_with_its_articles() {
    let message = |how: &str, slug: &str| {
        let index = shard_of(slug);
        format!("shard {index}/4 in shards/{index}: it is stale: article `{slug}` {how} since")
    };
    let edit = |sandbox: &Sandbox| sandbox.write("content/n3/index.md", "# Three\n\nThe fox.\n");
    check_refused(edit, &[], &message("changed", "n3"));
    let come = |sandbox: &Sandbox| sandbox.write("content/new/index.md", "# New\n\nFox.\n");
    check_refused(come, &[], &message("came", "new"));
    let go = |sandbox: &Sandbox| sandbox.remove("content/n3");
    check_refused(go, &[], &message("went", "n3"));
}

#[test]
fn shards_of_other_settings_options_and_versions_are_named() {
    let settings = |sandbox: &Sandbox| {
        let old = sandbox.read("content/edition.yaml");
        sandbox.write("content/edition.yaml", old.replace("small", "large"));
    };
    check_refused(settings, &[], "shard 1/4 in shards/1: what articles share has changed");
    check_refused(|_| {}, &["--drafts"], "built with no options, and is merged with `--drafts`");
    let version = |sandbox: &Sandbox| {
        let bytes = fs::read(sandbox.path("shards/2/.postil/shard")).expect("it is there");
        let line = bytes.iter().position(|byte| *byte == b'\n').expect("it has a head");
        let head = String::from_utf8(bytes[..line].to_vec()).expect("the head is text");
        let mut head: serde_json::Value = serde_json::from_str(&head).expect("it is JSON");
        head["program"] = "release 0.0.1".into();
        let other = [head.to_string().as_bytes(), &bytes[line..]].concat();
        sandbox.write("shards/2/.postil/shard", other);
    };
    check_refused(
        version,
        &[],
        "shard 2/4 in shards/2: another version of the program made it (release 0.0.1",
    );
}

#[test]
fn a_damaged_shard_is_named() {
    let cut = |sandbox: &Sandbox| {
        let bytes = fs::read(sandbox.path("shards/2/.postil/shard")).expect("it is there");
        sandbox.write("shards/2/.postil/shard", &bytes[..bytes.len() - 1]);
    };
    check_refused(cut, &[], "shard 2/4 in shards/2: its list of articles is damaged");
    let other = |sandbox: &Sandbox| sandbox.write("shards/2/.postil/shard", "{");
    check_refused(other, &[], "shards/2: its shard is damaged");
}

#[test]
fn a_file_that_its_shard_does_not_have_as_it_was_made_is_named() {
    let sandbox = several();
    build_all(&sandbox);
    let page = format!("shards/{}/n3/index.html", shard_of("n3"));
    sandbox.write(&page, "other");
    merge_all(&sandbox, &[]).expect_code(2).expect_said("n3/index.html was changed; build it anew");
    sandbox.remove(&page);
    merge_all(&sandbox, &[]).expect_code(2).expect_said("n3/index.html is missing; build it anew");
    assert!(!sandbox.has("public/index.html"));
    build_one(&sandbox, shard_of("n3"));
    merge_all(&sandbox, &[]).expect_code(0);
}

#[test]
fn a_site_is_not_merged_into_a_shard() {
    check_refused(|_| {}, &["--output", "shards/2"], "shards/2 is the folder of a shard");
}

#[test]
fn what_is_no_shard_is_told() {
    let sandbox = Sandbox::small();
    for (said, message) in [
        ("0/4", "counted from 1"),
        ("5/4", "as in 2/16"),
        ("2", "as in 2/16"),
        ("1/0", "as in 2/16"),
        ("-1/4", "as in 2/16"),
    ] {
        let shard = format!("--shard={said}");
        sandbox.run(&["build", &shard, "--output", "a"]).expect_code(2).expect_said(message);
    }
    sandbox.run(&["build", "--shard", "1/2"]).expect_code(2).expect_said("--output");
}

#[test]
fn an_error_in_an_article_is_told_by_its_shard_alone() {
    let sandbox = several();
    sandbox.write("content/n3/notes.yaml", "- { id: a, kind: nonsense, quote: fox }\n");
    for index in 1..=4 {
        let (shard, folder) = (format!("{index}/4"), format!("shards/{index}"));
        let run = sandbox.run(&["build", "--shard", &shard, "--output", &folder]);
        run.expect_code(i32::from(index == shard_of("n3")));
    }
    let index = shard_of("n3");
    merge_all(&sandbox, &[])
        .expect_code(2)
        .expect_said(&format!("shards/{index}: it holds no shard"));
}

/// Returns the blocks of YAML of the page of the guide.
fn examples() -> Vec<serde_yaml::Value> {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/guide/large.md");
    let page = fs::read_to_string(page).expect("the page is there");
    let blocks = page.split("\n```").filter_map(|block| {
        let (info, code) = block.split_once('\n')?;
        info.starts_with("yaml ").then_some(code)
    });
    blocks.map(|code| serde_yaml::from_str(code).expect("it is YAML")).collect()
}

/// Runs a line of a shell in the sandbox, where `postil` is this program.
#[track_caller]
fn shell(sandbox: &Sandbox, line: &str, environment: &[(&str, &str)]) {
    let program = Path::new(env!("CARGO_BIN_EXE_postil"));
    let bin = program.parent().expect("it lies in a folder").to_path_buf();
    let others = std::env::var_os("PATH").unwrap_or_default();
    let paths = std::iter::once(bin).chain(std::env::split_paths(&others));
    let mut shell = Command::new("sh");
    shell.args(["-ec", line]).current_dir(sandbox.path(""));
    shell.env("PATH", std::env::join_paths(paths).expect("paths can be joined"));
    shell.envs(environment.iter().copied());
    Run::of(shell.output().expect("there is a shell")).expect_code(0);
}

#[test]
fn the_matrix_of_the_guide_makes_the_site() {
    let sandbox = several();
    let workflow = &examples()[0];
    let [part, merge] = ["part", "merge"].map(|job| &workflow["jobs"][job]);
    let lines = |job: &serde_yaml::Value| {
        let steps = job["steps"].as_sequence().expect("a job has steps");
        let lines = steps.iter().filter_map(|step| step["run"].as_str().map(str::to_owned));
        lines.filter(|line| !line.starts_with("pipx ")).collect::<Vec<String>>()
    };
    let matrix = part["strategy"]["matrix"]["part"].as_sequence().expect("a list");
    for number in matrix {
        let number = number.as_u64().expect("a number").to_string();
        for line in lines(part) {
            shell(&sandbox, &line.replace("${{ matrix.part }}", &number), &[]);
        }
    }
    lines(merge).iter().for_each(|line| shell(&sandbox, line, &[]));
    sandbox.succeed(&["build", "--output", "whole"]);
    assert_same_files(&sandbox.site(), &site_in(&sandbox.path("whole")));
}

#[test]
fn the_indexed_job_of_the_guide_makes_the_parts() {
    let sandbox = several();
    let spec = &examples()[1]["spec"];
    assert_eq!(spec["completionMode"].as_str(), Some("Indexed"));
    let completions = spec["completions"].as_u64().expect("a number");
    let script = &spec["template"]["spec"]["containers"][0]["args"][0];
    let script = script.as_str().expect("a script").replace("/site/edition", ".");
    for index in 0..completions {
        let index = index.to_string();
        let line = script.replace("/site/", "");
        shell(&sandbox, &line, &[("JOB_COMPLETION_INDEX", &index)]);
    }
    shell(&sandbox, "postil merge shards/*", &[]);
    sandbox.succeed(&["build", "--output", "whole"]);
    assert_same_files(&sandbox.site(), &site_in(&sandbox.path("whole")));
}
