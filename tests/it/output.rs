//! The folder that takes the site: what is refused, what is kept, what is
//! rewritten, what is removed.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use crate::sandbox::{CACHE, Run, Sandbox, assert_same_files};

const PAGE: &str = "public/first/index.html";

/// Returns when each file of the site was last written.
fn times(sandbox: &Sandbox) -> BTreeMap<String, SystemTime> {
    let paths = sandbox.site().into_keys();
    paths
        .map(|path| {
            let file = sandbox.path("public").join(&path);
            let written = file.metadata().and_then(|metadata| metadata.modified());
            (path, written.expect("a file of the site has a time"))
        })
        .collect()
}

/// Changes the article, so that its page and its card on the front page differ.
fn change_article(sandbox: &Sandbox) {
    sandbox.write("content/first/index.md", "# First\n\nThe slow brown fox sits.\n");
}

/// Makes an edition whose first article has a file of its own.
fn with_file(path: &str) -> Sandbox {
    let sandbox = Sandbox::small();
    sandbox.write(&format!("content/first/{path}"), "a file");
    sandbox
}

/// Builds an edition anew in another folder and returns its site.
fn clean_site(sandbox: &Sandbox) -> BTreeMap<String, Vec<u8>> {
    let elsewhere = Sandbox::empty();
    let root = sandbox.path("");
    let output = elsewhere.path("public");
    let text = |path: &Path| path.to_str().expect("temporary folders are Unicode").to_owned();
    elsewhere.succeed(&["build", "--root", &text(&root), "--output", &text(&output)]);
    elsewhere.site()
}

// What is refused.

/// Checks that an output is refused and that nothing is touched.
#[track_caller]
fn check_refused(sandbox: &Sandbox, output: &str) {
    let before = sandbox.files();
    sandbox.run(&["build", "--output", output]).expect_code(2);
    assert_same_files(&sandbox.files(), &before);
}

#[test]
fn an_output_that_is_or_holds_the_edition_is_refused() {
    let sandbox = Sandbox::small();
    let root = sandbox.path("");
    for output in [".", "..", "/", "content/..", root.to_str().unwrap()] {
        check_refused(&sandbox, output);
    }
    assert!(!sandbox.has(".postil"));
}

#[test]
fn an_output_among_the_sources_is_refused() {
    let sandbox = Sandbox::small();
    for folder in ["content", "themes", ".git"] {
        fs::create_dir_all(sandbox.path(folder).join("empty")).unwrap();
        for output in ["", "/", "/empty", "/new", "/../content/new/er"] {
            let output = format!("{folder}{output}");
            check_refused(&sandbox, &output);
        }
        assert!(!sandbox.has(&format!("{folder}/new")));
    }
}

#[test]
fn an_output_that_goes_through_a_missing_folder_is_seen_through() {
    let sandbox = Sandbox::small();
    fs::create_dir(sandbox.path("foreign")).unwrap();
    sandbox.write("foreign/mine.txt", "mine");
    for output in ["ghost/../content", "ghost/../content/new", "ghost/..", "ghost/../foreign"] {
        check_refused(&sandbox, output);
        assert!(!sandbox.has("ghost"), "{output}");
    }
}

#[cfg(unix)]
#[test]
fn an_output_that_links_to_the_sources_is_refused() {
    let sandbox = Sandbox::small();
    for (link, target) in [("to-content", "content"), ("to-root", "."), ("to-slash", "/")] {
        std::os::unix::fs::symlink(target, sandbox.path(link)).unwrap();
        check_refused(&sandbox, link);
    }
}

#[test]
fn the_home_folder_is_refused() {
    let sandbox = Sandbox::small();
    let home = sandbox.path("home");
    fs::create_dir(&home).unwrap();
    let mut build = sandbox.postil(&["build", "--output", "home"]);
    Run::of(build.env("HOME", &home).output().unwrap()).expect_code(2).expect_said("home");
    assert!(fs::read_dir(&home).unwrap().next().is_none());
}

#[cfg(target_os = "linux")]
#[test]
fn the_home_folder_is_refused_where_the_environment_does_not_name_it() {
    use std::os::unix::fs::MetadataExt;
    let user = fs::metadata("/proc/self").unwrap().uid().to_string();
    let accounts = fs::read_to_string("/etc/passwd").unwrap();
    let mut accounts = accounts.lines().map(|line| line.split(':').collect::<Vec<_>>());
    // Whoever has no account here has no home to lose.
    let Some(own) = accounts.find(|fields| fields[2] == user) else { return };
    let sandbox = Sandbox::small();
    let mut build = sandbox.postil(&["build", "--output", own[5]]);
    let set = Run::of(build.env("HOME", "").output().unwrap());
    set.expect_code(2).expect_said("your home folder");
    let unset = Run::of(build.env_remove("HOME").output().unwrap());
    unset.expect_code(2).expect_said("your home folder");
}

#[test]
fn a_foreign_folder_is_refused() {
    let sandbox = Sandbox::small();
    sandbox.write("public/mine.txt", "mine");
    check_refused(&sandbox, "public");
    sandbox.run(&["build"]).expect_code(2).expect_said("holds no site of Postil");
}

#[test]
fn no_name_of_a_folder_leads_out_of_the_output() {
    let long = "x".repeat(200);
    let names = [
        "%2e%2e",
        "%2e%2e%2foutside",
        "con",
        "nul",
        "...",
        "dot.",
        " ",
        "ö",
        "🦊",
        "a&b",
        "a?b=c",
        "a#b",
        &long,
    ];
    for name in names {
        let sandbox = Sandbox::small();
        sandbox.write(&format!("content/{name}/index.md"), "# Odd\n\nText.\n");
        let before = sandbox.files();
        let run = sandbox.run(&["build"]);
        assert!(matches!(run.code, Some(0 | 1)), "{name}: {run:?}");
        let mut after = sandbox.files();
        after.retain(|path, _| !path.starts_with("public/"));
        assert_same_files(&after, &before);
        if run.code == Some(1) {
            run.expect_said("cannot be part of an address");
        }
    }
}

#[test]
fn two_sources_of_one_path_are_an_error_that_names_both() {
    let sandbox = Sandbox::small();
    sandbox.write("content/pages/first.md", "# First\n");
    let run = sandbox.run(&["check"]).expect_code(1);
    run.expect_said("content/first/index.md").expect_said("content/pages/first.md");

    let sandbox = Sandbox::small();
    sandbox.write("content/first/A.png", "a");
    sandbox.write("content/first/a.PNG", "b");
    let run = sandbox.run(&["check"]).expect_code(1);
    run.expect_said("content/first/A.png").expect_said("content/first/a.PNG");
}

#[test]
fn the_list_of_plain_pages_has_its_place_to_itself() {
    let sandbox = Sandbox::small();
    let add_pages = || {
        for n in 0..41 {
            sandbox.write(&format!("content/pages/page-{n}.md"), "# A page\n");
        }
    };
    let in_its_place = [
        ("content/pages/pages/index.html", "Postil itself writes to `pages/index.html`"),
        // A file where its folder is needed.
        ("content/pages/pages", "Postil itself writes to `pages`"),
    ];
    for (path, said) in in_its_place {
        sandbox.write(path, "a page");
        sandbox.succeed(&["build"]);
        add_pages();
        sandbox.run(&["check"]).expect_code(1).expect_said(said);
        sandbox.remove("content/pages");
    }
    add_pages();
    sandbox.write("content/pages/pages.md", "# All of them\n");
    sandbox.succeed(&["build"]);
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_differ_in_how_accents_are_composed_are_one() {
    let sandbox = Sandbox::small();
    sandbox.write("content/first/caf\u{e9}.png", "a");
    sandbox.write("content/first/cafe\u{301}.png", "b");
    let run = sandbox.run(&["check"]).expect_code(1);
    run.expect_said("another file is published at `first/caf\u{e9}.png` too");
}

// No fixture: what these are called, not every system could check out.
#[cfg(target_os = "linux")]
#[test]
fn names_that_not_every_system_takes_are_told() {
    let sandbox = Sandbox::small();
    let names = ["aux.txt", "a:b.png", "CON", "dot.", "space ", "what?.csv", "nul .md.txt"];
    for name in names {
        sandbox.write(&format!("content/first/{name}"), "1");
    }
    sandbox.write("content/pages/lpt1/a.txt", "1");
    sandbox.write("content/pages/lpt1/b.txt", "1");
    for name in ["auxiliary.txt", "icon.png", "a.b.c", "été.svg"] {
        sandbox.write(&format!("content/first/{name}"), "1");
    }
    let run = sandbox.succeed(&["build"]);
    for name in names.iter().chain(&["lpt1"]) {
        assert!(run.err.contains(&format!("“{name}” cannot be unpacked everywhere")), "{run:?}");
    }
    assert_eq!(run.err.matches("warning[portable-name]").count(), 8, "each once: {run:?}");
}

#[test]
fn an_empty_folder_is_taken() {
    let sandbox = Sandbox::small();
    fs::create_dir(sandbox.path("public")).unwrap();
    sandbox.succeed(&["build"]);
    assert!(sandbox.has(PAGE));
}

// What is kept.

#[test]
fn what_hosts_need_is_no_reason_to_refuse_and_is_kept() {
    let sandbox = Sandbox::small();
    let own = ["public/.git/HEAD", "public/CNAME", "public/.nojekyll"];
    for path in own {
        sandbox.write(path, "mine");
    }
    sandbox.succeed(&["build"]);
    change_article(&sandbox);
    sandbox.succeed(&["build"]);
    for path in own {
        assert_eq!(sandbox.read(path), "mine");
    }
}

#[test]
fn the_users_own_files_beside_the_site_are_kept() {
    let sandbox = Sandbox::small();
    sandbox.succeed(&["build"]);
    let own = ["public/mine.txt", "public/first/mine.txt", "public/mine/deep/er.txt"];
    for path in own {
        sandbox.write(path, "mine");
    }
    sandbox.write("content/second/index.md", "# Second\n\nText.\n");
    sandbox.remove("content/first");
    sandbox.succeed(&["build"]);
    assert!(!sandbox.has(PAGE));
    for path in own {
        assert_eq!(sandbox.read(path), "mine");
    }
}

#[test]
fn a_folder_of_the_site_may_be_a_link_within_it_and_stays_one() {
    let sandbox = Sandbox::small();
    sandbox.succeed(&["build"]);
    let expected = sandbox.site();
    let (elsewhere, link) = (sandbox.path("public/elsewhere"), sandbox.path("public/first"));
    fs::remove_dir_all(&link).unwrap();
    fs::create_dir(&elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &link).unwrap();
    sandbox.succeed(&["build"]);
    assert!(link.is_symlink() && elsewhere.join("index.html").is_file());
    fs::remove_file(&link).unwrap();
    fs::rename(&elsewhere, &link).unwrap();
    assert_same_files(&sandbox.site(), &expected);
}

#[test]
fn a_failed_build_leaves_every_byte_as_it_was() {
    let sandbox = with_file("a.txt");
    sandbox.succeed(&["build"]);
    let (before, times_before) = (sandbox.site(), times(&sandbox));
    change_article(&sandbox);
    sandbox.write("content/second/index.md", "# Second\n\nText.\n");
    sandbox.remove("content/first/a.txt");
    sandbox.write("content/second/notes.yaml", "- {id: a, kind: nothing, quote: Text}\n");
    sandbox.run(&["build"]).expect_code(1).expect_said("the site is as it was");
    assert_same_files(&sandbox.site(), &before);
    assert_eq!(times(&sandbox), times_before);
    assert!(!sandbox.has("public/.postil/stage"));
}

#[test]
fn an_edition_mended_after_a_failed_build_is_built() {
    let sandbox = Sandbox::small();
    sandbox.write("content/first/more.yaml", "- nonsense\n");
    sandbox.run(&["build"]).expect_code(1);
    assert!(!sandbox.has("public/index.html"));
    sandbox.remove("content/first/more.yaml");
    sandbox.succeed(&["build"]);
    assert_same_files(&sandbox.site(), &clean_site(&sandbox));
}

// What is rewritten.

#[test]
fn a_build_without_a_change_writes_nothing() {
    let sandbox = Sandbox::small();
    sandbox.succeed(&["build"]);
    let before = times(&sandbox);
    sandbox.succeed(&["build"]).expect_said("nothing changed");
    assert_eq!(times(&sandbox), before);
}

#[test]
fn a_build_with_warnings_and_without_a_change_writes_nothing() {
    let sandbox = Sandbox::small();
    sandbox.write("content/first/index.md", "# First\n\nThe brown fox [jumps](nowhere/).\n");
    sandbox.succeed(&["build"]);
    let before = times(&sandbox);
    sandbox.succeed(&["build"]).expect_said("0 files written");
    assert_eq!(times(&sandbox), before);
}

#[test]
fn a_changed_page_alone_is_rewritten() {
    let sandbox = Sandbox::small();
    // The index of the search changes with every word; the strip on the front
    // page, with the length of the text.
    let settings = sandbox.read("content/edition.yaml");
    sandbox.write("content/edition.yaml", settings + "search: false\n");
    sandbox.write("content/second/index.md", "# Second\n\nText.\n");
    sandbox.succeed(&["build"]);
    let before = times(&sandbox);
    change_article(&sandbox);
    sandbox.succeed(&["build"]).expect_said("4 files written");
    let after = times(&sandbox);
    let rewritten: Vec<&String> =
        after.keys().filter(|path| after[*path] != before[*path]).collect();
    let of_first = ["annotations.jsonld", "index.html", "prose.txt"];
    assert_eq!(rewritten[0], ".postil/manifest.json");
    assert_eq!(rewritten[1..4], of_first.map(|file| format!("first/{file}")).each_ref());
    assert_eq!(rewritten[4..], ["index.html"]);
}

#[test]
fn what_a_user_changed_or_deleted_in_the_site_is_made_again() {
    let sandbox = Sandbox::small();
    sandbox.succeed(&["build"]);
    let before = sandbox.site();
    sandbox.write(PAGE, "mine");
    sandbox.remove("public/index.html");
    sandbox.succeed(&["build"]).expect_said("2 files written");
    assert_same_files(&sandbox.site(), &before);
}

#[test]
fn another_base_url_and_back_is_built_each_time() {
    let sandbox = Sandbox::small();
    sandbox.succeed(&["build"]);
    let before = sandbox.site();
    sandbox.succeed(&["build", "--base-url", "https://elsewhere.example/"]);
    assert!(sandbox.read("public/sitemap.xml").contains("https://elsewhere.example/first/"));
    sandbox.succeed(&["build"]);
    assert_same_files(&sandbox.site(), &before);
}

#[test]
fn any_sequence_of_builds_ends_like_a_clean_one() {
    let sandbox = Sandbox::small();
    let steps: [&dyn Fn(); 6] = [
        &|| sandbox.write("content/second/index.md", "# Second\n\nText.\n"),
        &|| change_article(&sandbox),
        &|| sandbox.write("content/glossary.yaml", "- {id: fox, term: fox, definition: A fox.}\n"),
        &|| sandbox.remove("content/first"),
        &|| sandbox.write("content/second/a.png", "a picture"),
        &|| sandbox.remove("content/glossary.yaml"),
    ];
    for (number, step) in steps.into_iter().enumerate() {
        step();
        sandbox.succeed(&["build"]);
        let (actual, expected) = (sandbox.site(), clean_site(&sandbox));
        assert!(actual == expected, "after step {number}");
    }
}

// What is removed.

#[test]
fn stale_files_of_an_earlier_build_are_removed_with_their_folders() {
    let sandbox = with_file("deep/er/a.txt");
    sandbox.write("content/second/index.md", "# Second\n\nText.\n");
    sandbox.succeed(&["build"]);
    sandbox.remove("content/second");
    sandbox.remove("content/first/deep");
    sandbox.succeed(&["build"]).expect_said("5 removed");
    assert!(!sandbox.has("public/second") && !sandbox.has("public/first/deep"));
    assert!(sandbox.has(PAGE));
}

#[test]
fn a_file_may_become_a_folder_and_a_folder_a_file() {
    let sandbox = with_file("a/b/c.txt");
    sandbox.write("content/first/d", "a file");
    sandbox.succeed(&["build"]);
    sandbox.remove("content/first/a");
    sandbox.write("content/first/a", "a file now");
    sandbox.remove("content/first/d");
    sandbox.write("content/first/d/e/f.txt", "below a folder now");
    sandbox.succeed(&["build"]);
    assert_eq!(sandbox.read("public/first/a"), "a file now");
    assert_eq!(sandbox.read("public/first/d/e/f.txt"), "below a folder now");
    assert_same_files(&sandbox.site(), &clean_site(&sandbox));
}

#[test]
fn nothing_of_a_killed_build_stays() {
    let sandbox = Sandbox::small();
    sandbox.succeed(&["build"]);
    let before = sandbox.site();
    sandbox.write("public/.postil/stage/0", "half a page");
    change_article(&sandbox);
    sandbox.succeed(&["build"]);
    let after = sandbox.site();
    assert!(before.keys().eq(after.keys()), "{:?}", after.keys());
}

// The manifest.

/// Checks that a build over a manifest that cannot be used heals the site and
/// deletes nothing outside it.
#[track_caller]
fn check_manifest(manifest: impl AsRef<[u8]>) {
    let sandbox = Sandbox::small();
    sandbox.succeed(&["build"]);
    sandbox.write("outside", "mine");
    sandbox.write("public/own.txt", "mine");
    sandbox.write("public/.postil/manifest.json", manifest);
    change_article(&sandbox);
    sandbox.succeed(&["build"]);
    assert_eq!(sandbox.read("outside"), "mine");
    assert_eq!(sandbox.read("public/own.txt"), "mine");
    sandbox.remove("public/own.txt");
    assert_same_files(&sandbox.site(), &clean_site(&sandbox));
}

#[test]
fn a_site_whose_manifest_was_lost_is_known_again_after_one_build() {
    let sandbox = Sandbox::small();
    sandbox.succeed(&["build"]);
    sandbox.write("public/.postil/manifest.json", "nonsense");
    sandbox.succeed(&["build"]).expect_said("nothing changed");
    assert_same_files(&sandbox.site(), &clean_site(&sandbox));
}

/// Returns the manifest of a small site.
fn manifest() -> String {
    let sandbox = Sandbox::small();
    sandbox.succeed(&["build"]);
    sandbox.read("public/.postil/manifest.json")
}

#[test]
fn a_corrupt_manifest_is_ignored() {
    check_manifest("");
    check_manifest("\u{0}\u{1}nonsense");
    check_manifest(b"\xff\xfe\x00");
    check_manifest("[]");
    check_manifest("{}");
}

#[test]
fn a_truncated_manifest_is_ignored() {
    let whole = manifest();
    check_manifest(&whole[..whole.len() / 2]);
}

#[test]
fn a_manifest_of_another_version_is_ignored() {
    check_manifest(manifest().replacen("\"format\": 1", "\"format\": 2", 1));
}

#[test]
fn a_manifest_that_names_files_outside_is_ignored() {
    let whole = manifest();
    for outside in ["../outside", "first/../../outside", "/etc/hostname", "./../outside", ".."] {
        check_manifest(whole.replacen("\"404.html\"", &format!("\"{outside}\""), 1));
    }
}

#[test]
fn a_lock_file_with_content_locks_all_the_same() {
    let sandbox = Sandbox::small();
    sandbox.succeed(&["build"]);
    sandbox.write("public/.postil/lock", "4711");
    sandbox.succeed(&["build"]);
    assert!(sandbox.has(PAGE));
}

// Where, when and how many do not matter.

/// Builds a copy of the sandbox's edition in a machine that is set otherwise.
fn build_copy(sandbox: &Sandbox, settings: [(&str, &str); 3]) -> BTreeMap<String, Vec<u8>> {
    let copy = Sandbox::empty();
    for (path, bytes) in sandbox.files() {
        if path.starts_with("content/") {
            copy.write(&path, bytes);
        }
    }
    let run = Run::of(copy.postil(&["build"]).envs(settings).output().expect("the program runs"));
    run.expect_code(0);
    let folder = copy.path("").to_string_lossy().trim_end_matches('/').to_owned();
    let site = copy.site();
    for (path, bytes) in &site {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains(&folder), "{path} names the folder of the edition");
    }
    site
}

#[test]
fn folder_time_zone_locale_and_threads_do_not_show() {
    let sandbox = Sandbox::empty();
    sandbox.succeed(&["new", "."]);
    for number in 0..20 {
        let text = format!("# Article {number}\n\nA postil, ein Grüß, çok iyi.\n");
        sandbox.write(&format!("content/article-{number}/index.md"), text);
    }
    let one = [("TZ", "Asia/Kathmandu"), ("LC_ALL", "C"), ("RAYON_NUM_THREADS", "1")];
    let other = [("TZ", "America/Adak"), ("LC_ALL", "tr_TR.UTF-8"), ("RAYON_NUM_THREADS", "7")];
    let one = build_copy(&sandbox, one);
    assert!(one.contains_key(".postil/manifest.json"));
    assert_same_files(&build_copy(&sandbox, other), &one);
}

#[test]
fn a_relative_root_does_not_show() {
    let sandbox = Sandbox::small();
    sandbox.succeed(&["build"]);
    let before = sandbox.site();
    let root = PathBuf::from("content/..");
    sandbox.succeed(&["build", "--root", root.to_str().unwrap(), "--output", "other"]);
    assert_same_files(&crate::sandbox::site_in(&sandbox.path("other")), &before);
}

/// What is kept of articles outlives builds that had no need of it.
#[test]
fn of_very_many_articles_one_that_changed_is_made_alone() {
    let sandbox = Sandbox::small();
    // Of so many articles without a search of their own a build would warn.
    sandbox.write("content/edition.yaml", sandbox.read("content/edition.yaml") + "search: false\n");
    for n in 0..1100 {
        sandbox.write(&format!("content/many-{n}/index.md"), "# One\n\nOf many.\n");
    }
    sandbox.succeed(&["build"]);
    let n_kept = || sandbox.path(CACHE).read_dir().unwrap().count();
    let before = n_kept();
    sandbox.succeed(&["build"]).expect_said("nothing changed");
    assert_eq!(n_kept(), before);
    sandbox.write("content/many-7/index.md", "# One\n\nAnother.\n");
    sandbox.succeed(&["build"]);
    // The article and the site as it is now; nothing else was made.
    assert_eq!(n_kept(), before + 2);
    assert_same_files(&sandbox.site(), &clean_site(&sandbox));
}

#[test]
fn what_is_to_be_uploaded_is_listed() {
    let sandbox = Sandbox::small();
    sandbox.write("content/second/index.md", "# Second\n\nMore.\n");
    sandbox.succeed(&["build"]);
    let all = sandbox.succeed(&["deploy", "--list"]).out;
    let files: Vec<String> =
        sandbox.site().into_keys().filter(|path| !path.starts_with(".postil/")).collect();
    let mut listed: Vec<String> =
        all.lines().map(|line| line.strip_prefix("new\t").expect("all is new").into()).collect();
    listed.sort();
    assert_eq!(listed, files);
    sandbox.write("uploaded.json", sandbox.read("public/.postil/manifest.json"));
    let list = ["deploy", "--list", "--since", "uploaded.json"];
    assert_eq!(sandbox.succeed(&list).out, "");
    change_article(&sandbox);
    sandbox.remove("content/second");
    sandbox.succeed(&["build"]);
    let out = sandbox.succeed(&list).out;
    assert!(out.contains("changed\tfirst/index.html\n"), "{out}");
    assert!(out.contains("gone\tsecond/index.html\n"), "{out}");
    sandbox.run(&["deploy"]).expect_code(2).expect_said("--list");
    sandbox.write("uploaded.json", "{}");
    sandbox.run(&list).expect_code(2).expect_said("uploaded.json is no manifest of a site");
    sandbox.remove("uploaded.json");
    sandbox.run(&list).expect_code(3).expect_said("uploaded.json");
}

#[test]
fn what_holds_drafts_asks_not_to_be_found() {
    let sandbox = Sandbox::small();
    let noindex = "<meta name=\"robots\" content=\"noindex\">";
    sandbox.succeed(&["build", "--drafts"]);
    let pages = ["index.html", "first/index.html", "notes/index.html", "404.html"];
    for page in pages {
        let html = sandbox.read(&format!("public/{page}"));
        assert_eq!(html.matches(noindex).count(), 1, "{page}");
    }
    assert_eq!(sandbox.read("public/robots.txt"), "User-agent: *\nDisallow: /\n");
    sandbox.succeed(&["build"]);
    let found = pages.map(|page| sandbox.read(&format!("public/{page}")).contains(noindex));
    assert_eq!(found, [false, false, false, true]);
    assert!(sandbox.read("public/robots.txt").contains("Allow: /\n"));
}

#[test]
fn files_for_hosts_and_crawlers_are_an_editions_own() {
    let sandbox = Sandbox::small();
    sandbox.write("content/pages/robots.txt", "User-agent: x\nDisallow: /first/\n");
    sandbox.write("content/pages/.well-known/security.txt", "Contact: mailto:a@example.org\n");
    sandbox.write("content/pages/.hidden/x.txt", "");
    sandbox.write("content/first/.well-known/x.txt", "");
    for arguments in [&["build"][..], &["build", "--drafts"]] {
        sandbox.succeed(arguments);
        assert!(sandbox.read("public/robots.txt").starts_with("User-agent: x\n"));
        assert!(sandbox.read("public/.well-known/security.txt").starts_with("Contact"));
        assert!(!sandbox.has("public/.hidden") && !sandbox.has("public/first/.well-known"));
    }
}

#[test]
fn an_entry_of_a_feed_says_what_it_is_about_and_what_it_says() {
    let sandbox = Sandbox::small();
    let note = "- id: fox\n  kind: note\n  quote: brown fox\n  body: A *red* fox.\n  \
                created: 2024-01-02\n";
    let check = "- id: quick\n  kind: fact-check\n  quote: quick\n  claim: It was <quick>.\n  \
                 rating: accurate\n  summary: It was.\n  created: 2024-01-02\n  \
                 sources: [{ ref: a }]\n";
    sandbox.write("content/sources.yaml", "a: { type: web, title: A, date: 2020 }\n");
    sandbox.write("content/first/notes.yaml", format!("{note}{check}"));
    let settings = sandbox.read("content/edition.yaml");
    let ratings = "ratings: [{ id: accurate, label: Accurate, tone: good, means: It agrees. }]\n";
    sandbox.write("content/edition.yaml", settings + ratings);
    sandbox.succeed(&["build"]);
    let feed = sandbox.read("public/feed.xml");
    assert!(feed.contains("<summary>brown fox — A red fox.</summary>"), "{feed}");
    assert!(feed.contains("<summary>It was &lt;quick&gt;. — It was.</summary>"), "{feed}");
}
