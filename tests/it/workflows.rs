//! The workflows that come with a new edition, run as hosts would run them: every step in a
//! shell of its own, in a fresh copy of what is committed. Only that the program is installed
//! is left out: it is there.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_yaml::Value;

use crate::sandbox::{Run, Sandbox, assert_same_files, site_in};

/// Where the site will stand, as hosts say.
const ADDRESS: &str = "http://127.0.0.1:8000/team/edition";

/// How the program is installed: always a step of its own, and this version.
const INSTALL: [&str; 2] = [
    concat!("pip install postil==", env!("CARGO_PKG_VERSION")),
    concat!("pipx install postil==", env!("CARGO_PKG_VERSION")),
];

/// A host: folders with commits that are pushed to it, and what it keeps between runs.
struct Host {
    sandbox: Sandbox,
    n_runs: usize,
}

impl Host {
    /// Makes a new edition and commits it.
    fn new() -> Self {
        let sandbox = Sandbox::empty();
        sandbox.succeed(&["new", "edition"]);
        let host = Self { sandbox, n_runs: 0 };
        host.git("edition", &["init", "-q"]);
        host.commit();
        let bin = host.sandbox.path("bin");
        fs::create_dir(&bin).expect("a folder can be made");
        fs::hard_link(env!("CARGO_BIN_EXE_postil"), bin.join("postil"))
            .or_else(|_| fs::copy(env!("CARGO_BIN_EXE_postil"), bin.join("postil")).map(|_| ()))
            .expect("the program can be put there");
        host
    }

    fn git(&self, folder: &str, arguments: &[&str]) {
        let mut git = Command::new("git");
        git.args(["-c", "user.name=Ann", "-c", "user.email=ann@example.org"]).args(arguments);
        let done = git.current_dir(self.sandbox.path(folder)).output().expect("git can be run");
        assert!(done.status.success(), "{arguments:?}: {done:?}");
    }

    fn commit(&self) {
        self.git("edition", &["add", "-A"]);
        self.git("edition", &["commit", "-q", "-m", "An edition"]);
    }

    /// Returns a fresh copy of what is committed.
    fn checkout(&mut self) -> String {
        self.n_runs += 1;
        let copy = format!("run-{}", self.n_runs);
        self.git("", &["clone", "-q", "edition", &copy]);
        copy
    }

    /// Returns a workflow as YAML.
    fn workflow(&self, path: &str) -> Value {
        serde_yaml::from_str(&self.sandbox.read(&format!("edition/{path}"))).expect("it is YAML")
    }

    /// Runs a step in a shell, unless it installs the program; returns what it said.
    fn step(&self, folder: &str, script: &str, env: &[(&str, &str)]) -> Run {
        if INSTALL.contains(&script) {
            return Run { code: Some(0), out: String::new(), err: String::new() };
        }
        assert!(!script.contains("install"), "installing is a step of its own: {script}");
        let mut shell = Command::new("bash");
        shell.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script]);
        let path = std::env::var_os("PATH").unwrap_or_default();
        let paths: Vec<PathBuf> =
            [self.sandbox.path("bin")].into_iter().chain(std::env::split_paths(&path)).collect();
        shell.env("PATH", std::env::join_paths(paths).expect("paths can be joined"));
        shell.env("CI", "true").envs(env.iter().copied());
        shell.current_dir(self.sandbox.path(folder));
        Run::of(shell.output().expect("bash can be run"))
    }

    /// Returns the site that `build` makes of what is committed.
    fn expected(&mut self, address: Option<&str>) -> BTreeMap<String, Vec<u8>> {
        let copy = self.checkout();
        let mut arguments = vec!["build", "--root", &copy, "--no-cache"];
        arguments.extend(address.into_iter().flat_map(|address| ["--base-url", address]));
        self.sandbox.succeed(&arguments);
        self.site(&copy)
    }

    fn site(&self, copy: &str) -> BTreeMap<String, Vec<u8>> {
        site_in(&self.sandbox.path(&format!("{copy}/public")))
    }

    /// Moves what is kept between runs, if there is anything.
    fn keep(&self, paths: &[String], from: &str, to: &str) {
        for path in paths {
            let [from, to] = [from, to].map(|folder| self.sandbox.path(folder).join(path));
            if from.exists() {
                fs::create_dir_all(to.parent().expect("it has one")).expect("it can be made");
                fs::rename(from, to).expect("it can be moved");
            }
        }
    }

    /// Runs the workflow of GitHub on a branch; returns the copy that it ran in, and what the
    /// last step said.
    fn github(&mut self, is_default: bool) -> (String, Run) {
        let workflow = self.workflow(".github/workflows/pages.yml");
        let copy = self.checkout();
        let mut last = None;
        let mut kept = Vec::new();
        for step in sequence(&workflow["jobs"]["build"]["steps"]) {
            if let Some(condition) = step["if"].as_str() {
                assert_eq!(condition, "github.ref_name == github.event.repository.default_branch");
                if !is_default {
                    continue;
                }
            }
            if let Some(action) = step["uses"].as_str() {
                let (name, commit) = action.split_once('@').expect("an action has a version");
                assert!(commit.len() == 40, "{action} is pinned");
                match name {
                    "actions/checkout" | "actions/configure-pages" => {}
                    "actions/cache" => {
                        let paths = step["with"]["path"].as_str().expect("paths are named");
                        kept = paths.lines().map(str::to_owned).collect();
                        self.keep(&kept, "kept", &copy);
                    }
                    "actions/upload-pages-artifact" => assert_eq!(step["with"]["path"], "public"),
                    other => panic!("{other} is not known"),
                }
                continue;
            }
            let script = step["run"].as_str().expect("a step runs something");
            let address = if is_default { ADDRESS } else { "" };
            let env = step["env"].as_mapping().cloned().unwrap_or_default();
            let env = env.iter().map(|(key, value)| {
                assert_eq!(value, "${{ steps.pages.outputs.base_url }}");
                (key.as_str().expect("a name"), address)
            });
            let run = self.step(&copy, script, &env.collect::<Vec<_>>());
            if run.code != Some(0) {
                return (copy, run);
            }
            last = Some(run);
        }
        let site = self.sandbox.path(&copy).join("public");
        if !kept.is_empty() && site.exists() {
            copy_folder(&site, &self.sandbox.path("published"));
            self.keep(&kept, &copy, "kept");
        }
        (copy, last.expect("there are steps"))
    }
}

fn sequence(value: &Value) -> Vec<Value> {
    value.as_sequence().expect("it is a list").clone()
}

fn copy_folder(from: &Path, to: &Path) {
    if to.exists() {
        fs::remove_dir_all(to).expect("what a test made can be removed");
    }
    let copied = Command::new("cp").arg("-a").args([from, to]).status();
    assert!(copied.expect("cp can be run").success());
}

#[test]
fn the_workflow_of_github_publishes_what_a_build_makes() {
    let mut host = Host::new();
    let (_, run) = host.github(true);
    run.expect_code(0).expect_said(", 0 unchanged");
    let expected = host.expected(Some(ADDRESS));
    assert_same_files(&site_in(&host.sandbox.path("published")), &expected);
    let page = &expected["first-article/index.html"];
    assert!(String::from_utf8_lossy(page).contains(ADDRESS));

    // The next run takes over what this one made.
    let (_, run) = host.github(true);
    run.expect_code(0).expect_said("nothing changed");
    assert_same_files(&site_in(&host.sandbox.path("published")), &expected);
}

#[test]
fn the_workflow_of_github_builds_other_branches_and_publishes_none() {
    let mut host = Host::new();
    let (_, run) = host.github(false);
    run.expect_code(0);
    let expected = host.expected(None);
    assert_same_files(&site_in(&host.sandbox.path("published")), &expected);
    let deploy = &host.workflow(".github/workflows/pages.yml")["jobs"]["deploy"];
    assert_eq!(deploy["if"], "github.ref_name == github.event.repository.default_branch");
    assert_eq!(deploy["needs"], "build");
}

#[test]
fn a_workflow_ends_with_the_first_error() {
    let mut host = Host::new();
    let path = "edition/content/first-article/notes.yaml";
    let lost = host.sandbox.read(path).replace("jumping as high", "leaping as high");
    host.sandbox.write(path, lost);
    host.commit();
    let (copy, run) = host.github(true);
    run.expect_code(1).expect_said("error[orphan]");
    assert!(host.site(&copy).is_empty(), "nothing is built of it");
}

#[test]
fn the_pipeline_of_gitlab_publishes_what_a_build_makes() {
    let mut host = Host::new();
    let pipeline = host.workflow(".gitlab-ci.yml");
    let copy = host.checkout();
    let env = [("CI_PAGES_URL", ADDRESS), ("CI_COMMIT_BRANCH", "main")];
    // A stage after the other, as GitLab names them.
    for job in ["build", "check", "pages"] {
        let before = match &pipeline[job]["before_script"] {
            Value::Null => sequence(&pipeline["before_script"]),
            own => sequence(own),
        };
        let script: Vec<Value> =
            before.into_iter().chain(sequence(&pipeline[job]["script"])).collect();
        for line in script {
            let line = line.as_str().expect("a line of a script is text");
            host.step(&copy, line, &env).expect_code(0);
        }
    }
    for job in ["build", "pages"] {
        assert_eq!(pipeline[job]["artifacts"]["paths"][0], "public");
    }
    // What a build took out must not come back over its artifact.
    let jobs = pipeline.as_mapping().expect("a pipeline is a mapping").iter();
    let cached = jobs.filter(|(name, job)| *name == "cache" || job.get("cache").is_some());
    assert_eq!(cached.map(|(name, _)| name.as_str()).collect::<Vec<_>>(), [Some("build")]);
    let stages = ["build", "check", "pages"].map(|job| pipeline[job]["stage"].as_str().unwrap());
    assert_eq!(stages, ["build", "test", "deploy"]);
    let actual = host.site(&copy);
    assert_same_files(&actual, &host.expected(Some(ADDRESS)));
}
