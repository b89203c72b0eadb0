//! Themes of one's own: what they replace, what they inherit, what they offer.
//!
//! `tests/theme-quiet` is a small theme that extends `folio`.

use std::{fs, path::Path};

use crate::sandbox::Sandbox;

/// Returns an edition with the theme `quiet`, and `settings` added to its own.
fn quiet(settings: &str) -> Sandbox {
    let sandbox = Sandbox::small();
    copy(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/theme-quiet"),
        "themes/quiet",
        &sandbox,
    );
    let edition = sandbox.read("content/edition.yaml");
    sandbox.write("content/edition.yaml", format!("{edition}theme: quiet\n{settings}"));
    sandbox
}

fn copy(from: &Path, to: &str, sandbox: &Sandbox) {
    for entry in fs::read_dir(from).expect("the theme can be listed") {
        let path = entry.expect("its entries can be read").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("its names are ASCII");
        let to = format!("{to}/{name}");
        if path.is_dir() {
            copy(&path, &to, sandbox);
        } else {
            sandbox.write(&to, fs::read(&path).expect("its files can be read"));
        }
    }
}

/// Returns the text of the one asset of that name.
fn asset(sandbox: &Sandbox, name: &str) -> String {
    let site = sandbox.site();
    let mut found = site
        .iter()
        .filter(|(path, _)| path.starts_with("assets/") && path.ends_with(&format!("/{name}")));
    let (_, bytes) = found.next().expect("the asset is there");
    assert!(found.next().is_none(), "there are two assets {name}");
    String::from_utf8(bytes.clone()).expect("the asset is text")
}

#[test]
fn a_theme_replaces_file_by_file_and_inherits_the_rest() {
    let sandbox = quiet("");
    sandbox.succeed(&["check", "--deny", "warnings"]);
    sandbox.succeed(&["build"]);
    let missing = sandbox.read("public/404.html");
    assert!(missing.contains("<p class=\"motto\">Read slowly.</p>") && !missing.contains("Bars"));
    assert!(missing.contains("class=\"site-header\""), "the frame is folio's");
    let page = sandbox.read("public/first/index.html");
    assert!(page.contains("<aside class=\"note\""), "the article is folio's");
    assert!(asset(&sandbox, "favicon.svg").contains("<rect"), "the icon is its own");
    assert!(asset(&sandbox, "scheme.js").contains("scheme"), "the script is folio's");
}

#[test]
fn its_own_style_comes_last_and_outside_all_layers() {
    let sandbox = quiet("");
    sandbox.succeed(&["build"]);
    let css = asset(&sandbox, "style.css");
    let own = css.find("--accent: #444").expect("its own style is there");
    let layer = css.rfind("@layer print").expect("folio's layers are there");
    assert!(own > layer);
    let depth = css[..own].matches('{').count() - css[..own].matches('}').count();
    assert_eq!(depth, 1, "its own rule stands in no layer");
}

#[test]
fn an_edition_sets_the_options_of_its_theme() {
    let sandbox = quiet("theme_options: { motto: Read <fast>!, bars: true }\n");
    sandbox.succeed(&["build"]);
    let missing = sandbox.read("public/404.html");
    assert!(missing.contains("Read &lt;fast&gt;!") && missing.contains("Bars are shown."));
}

#[test]
fn options_of_the_theme_it_extends_are_its_own() {
    let sandbox = quiet("theme_options: { paragraph_numbers: false }\n");
    sandbox.succeed(&["build"]);
    let sandbox = quiet("theme_options: { paragraph_nubmers: false }\n");
    sandbox.run(&["build"]).expect_code(1).expect_said("did you mean `paragraph_numbers`?");
}

#[test]
fn a_template_that_goes_on_and_on_ends_in_an_error_that_names_it() {
    let sandbox = Sandbox::small();
    let text = "x".repeat(8000);
    let page = format!("{{% for n in range(end=100000) %}}{text}{{% endfor %}}");
    sandbox.write("themes/folio/templates/404.html", page);
    let run = sandbox.run(&["build"]).expect_code(1);
    run.expect_said("templates/404.html").expect_said("more than 256 MB for one page");
}

#[test]
fn the_menu_holds_forty_pages_and_leads_to_a_list_of_all() {
    let sandbox = Sandbox::small();
    let write = |n: usize| {
        let page = format!("---\ntitle: Page <{n:02}>\n---\n\nAn [other](../pages/).\n");
        sandbox.write(&format!("content/pages/page-{n}.md"), page);
    };
    (1..=40).for_each(write);
    sandbox.run(&["check", "--deny", "warnings"]).expect_code(1).expect_said("leads nowhere");
    let n_in_menu = |path: &str| {
        let html = sandbox.read(path);
        let menu = html.split_once("<nav class=\"site-menu\"").expect("there is a menu").1;
        menu.split_once("</nav>").expect("it ends").0.matches("page-").count()
    };
    sandbox.succeed(&["build"]);
    assert_eq!(n_in_menu("public/index.html"), 40);
    assert!(!sandbox.has("public/pages/index.html"));
    write(41);
    sandbox.succeed(&["check", "--deny", "warnings"]);
    sandbox.succeed(&["build"]);
    assert_eq!(n_in_menu("public/index.html"), 40);
    assert!(sandbox.read("public/index.html").contains("<a href=\"pages/\">All pages</a>"));
    let list = sandbox.read("public/pages/index.html");
    assert!(list.contains("<li><a href=\"../page-41/\">Page &lt;41&gt;</a></li>"), "{list}");
    assert!(sandbox.read("public/sitemap.xml").contains("/pages/</loc>"));
}

#[test]
fn all_notes_are_listed_on_as_many_pages_as_it_takes() {
    let sandbox = Sandbox::small();
    let n_notes = 260;
    let text: String = (0..n_notes).map(|n| format!("Word{n:03} here.\n\n")).collect();
    let note = |n| format!("- {{ id: n{n}, kind: note, quote: Word{n:03}, body: B. }}\n");
    sandbox.write("content/second/index.md", format!("# Second\n\n{text}"));
    sandbox.write("content/second/notes.yaml", (0..n_notes).map(note).collect::<String>());
    sandbox.succeed(&["build"]);
    let n_on = |path: &str, what: &str| sandbox.read(path).matches(what).count();
    let listed = ["public/notes/index.html", "public/notes/~2/index.html"]
        .map(|path| n_on(path, "<li class=\"listed\""));
    let n_first = n_on("public/first/index.html", "<aside class=\"note\"");
    assert_eq!(listed, [250, n_first + n_notes - 250]);
    let last = sandbox.read("public/notes/~2/index.html");
    assert!(last.contains("<a href=\"../../second/\">Second</a>"), "{last}");
    assert!(last.contains("href=\"../../second/#n259\""), "{last}");
    assert!(sandbox.read("public/sitemap.xml").contains("/notes/~2/</loc>"));
    // Where there are no notes, there is no list of them.
    sandbox.write("content/second/notes.yaml", "");
    fs::remove_file(sandbox.path("content/first/notes.yaml")).expect("it is there");
    sandbox.succeed(&["build"]);
    assert!(!sandbox.has("public/notes/index.html") && !sandbox.has("public/notes/~2/index.html"));
    assert!(!sandbox.read("public/index.html").contains("notes/"));
}

#[test]
fn a_page_names_its_template() {
    let sandbox = Sandbox::small();
    sandbox.write("content/pages/wide.md", "---\ntitle: Wide\ntemplate: wide.html\n---\n\nText.\n");
    sandbox.write(
        "themes/folio/templates/wide.html",
        "{% extends \"page.html\" %}{% block main %}<div class=\"wide\">{{ super() }}</div>\
         {% endblock main %}",
    );
    sandbox.succeed(&["check", "--deny", "warnings"]);
    sandbox.succeed(&["build"]);
    let page = sandbox.read("public/wide/index.html");
    assert!(page.contains("<div class=\"wide\"><div class=\"prose\">"), "{page}");
}

#[test]
fn ejected_files_change_nothing_and_are_not_written_over() {
    let sandbox = Sandbox::small();
    sandbox.succeed(&["build"]);
    let before = sandbox.site();
    sandbox.succeed(&["theme", "eject", "templates/article.html", "css/notes.css", "theme.yaml"]);
    assert!(sandbox.read("themes/folio/templates/article.html").starts_with("{# ejected from "));
    sandbox.succeed(&["build"]);
    assert_eq!(before, sandbox.site());
    sandbox.write("themes/folio/templates/article.html", "mine");
    let files = sandbox.files();
    let all = ["theme", "eject", "templates/404.html", "templates/article.html"];
    sandbox.run(&all).expect_code(2).expect_said("article.html is there already");
    assert_eq!(files, sandbox.files());
    sandbox.run(&["theme", "eject", "x.html"]).expect_code(2).expect_said("there is");
    sandbox
        .run(&["theme", "eject", "article.html"])
        .expect_code(2)
        .expect_said("did you mean `templates/article.html`?");
    sandbox
        .run(&["theme", "eject", "templates/articl.html"])
        .expect_code(2)
        .expect_said("did you mean `templates/article.html`?");
    sandbox.run(&["theme", "eject", "--theme", "../x"]).expect_code(2).expect_said("no name");
    // Who names none gets what is missing, and cannot lose what is there.
    sandbox.run(&["theme", "eject", "--force"]).expect_code(2).expect_said("FILES");
    sandbox.succeed(&["theme", "eject"]);
    assert_eq!(sandbox.read("themes/folio/templates/article.html"), "mine");
    assert!(sandbox.has("themes/folio/templates/404.html"));
    sandbox.succeed(&["theme", "eject", "--force", "templates/article.html"]);
    assert!(sandbox.read("themes/folio/templates/article.html").starts_with("{# ejected from "));
    let run = sandbox.succeed(&["theme", "eject", "--theme", "mine", "css/notes.css"]);
    run.expect_said("say `theme: mine` in content/edition.yaml");
}

#[cfg(unix)]
#[test]
fn nothing_is_ejected_to_where_a_link_leads_out_of_the_edition() {
    for link in ["themes", "themes/folio", "themes/folio/css"] {
        let sandbox = Sandbox::small();
        let outside = Sandbox::empty();
        let link = sandbox.path(link);
        fs::create_dir_all(link.parent().expect("it lies in a folder")).expect("made");
        std::os::unix::fs::symlink(outside.path(""), &link).expect("a link can be made");
        let all = ["theme", "eject", "templates/404.html", "css/notes.css"];
        sandbox.run(&all).expect_code(3).expect_said("leads out of the edition");
        assert!(outside.files().is_empty(), "{:?}", outside.files().keys());
        assert!(!sandbox.has("themes/folio/templates/404.html"));
    }
}

#[test]
fn a_theme_that_is_not_there_yet_is_begun_by_ejecting() {
    let sandbox = Sandbox::small();
    let edition = sandbox.read("content/edition.yaml");
    sandbox.write("content/edition.yaml", format!("{edition}theme: mine\n"));
    sandbox.run(&["build"]).expect_code(1);
    sandbox.succeed(&["theme", "eject"]);
    sandbox.succeed(&["build"]);
    assert!(sandbox.has("themes/mine/assets/fonts/source-serif-4.woff2"));
    let run = sandbox.succeed(&["theme", "check"]);
    assert!(run.out.lines().all(|line| line.contains(": the same as the built-in")), "{run:?}");
}

#[test]
fn a_theme_tells_what_is_behind_and_what_is_not_used() {
    let sandbox = quiet("");
    // Catalogues stand beside the built-in ones, not in their place.
    sandbox.write("themes/quiet/locales/en.ftl", "motto = Read slowly\n");
    let run = sandbox.succeed(&["theme", "check"]);
    assert!(!run.out.contains("en.ftl"), "{run:?}");
    let told = |name: &str| run.out.contains(&format!("themes/quiet/{name}: stands in for"));
    assert!(told("templates/404.html") && told("assets/favicon.svg"), "{run:?}");
    assert!(!run.out.contains("theme.yaml"), "{run:?}");
    sandbox.succeed(&["theme", "eject", "templates/check.html", "templates/checks.html"]);
    let edit = |name: &str, from: &str, to: &str| {
        let path = format!("themes/quiet/templates/{name}");
        sandbox.write(&path, sandbox.read(&path).replace(from, to));
    };
    edit("check.html", "<article class=\"check\">", "<article class=\"check mine\">");
    edit("checks.html", "<table class=\"checks\">", "<table class=\"checks mine\">");
    let first = sandbox.read("themes/quiet/templates/checks.html");
    let hash = first.lines().next().and_then(|line| line.split(": ").nth(1)).expect("a hash");
    edit("checks.html", hash, "0123456789ab -#}");
    for (name, text) in [
        ("orphan.html", "{{ <part /> }}"),
        ("parts/part.html", "{% component part() %}{% endcomponent part %}"),
        ("named.html", "{% include \"included.html\" %}"),
        ("included.html", ""),
    ] {
        sandbox.write(&format!("themes/quiet/templates/{name}"), text);
    }
    sandbox.write("content/pages/a.md", "---\ntitle: A\ntemplate: named.html\n---\n\nText.\n");
    let run = sandbox.run(&["theme", "check"]).expect_code(1);
    let told: Vec<&str> = run
        .out
        .lines()
        .filter_map(|line| line.strip_prefix("themes/quiet/templates/"))
        .map(|line| line.split([':', ',']).take(2).collect::<Vec<_>>().join(":").leak() as &str)
        .collect();
    assert!(told.contains(&"checks.html: behind"), "{run:?}");
    assert!(told.contains(&"orphan.html: not used"), "{run:?}");
    assert!(told.contains(&"parts/part.html: not used"), "{run:?}");
    assert!(!run.out.contains("check.html") && !run.out.contains("included"), "{run:?}");
}

#[test]
fn a_theme_with_a_fault_fails_its_check() {
    let sandbox = quiet("");
    let check = |name: &str, text: &str, expected: &str| {
        sandbox.write(&format!("themes/quiet/{name}"), text);
        let run = sandbox.run(&["theme", "check"]).expect_code(1);
        run.expect_said(expected).expect_said(&format!("themes/quiet/{name}:1:"));
        fs::remove_file(sandbox.path(&format!("themes/quiet/{name}"))).expect("it is there");
    };
    check("templates/search.html", "<p style=\"color: red\">a</p>", "attribute `style`");
    check(
        "custom.css",
        "body { background: url(https://cdn.example/a.png) }",
        "not load the image",
    );
    check("templates/notes.html", "{{ nothing.at.all }}", "nothing");
    check("locales/en.ftl", "motto = { $\n", "cannot be read");
    sandbox.succeed(&["theme", "check"]);
}

#[test]
fn a_message_that_lacks_a_value_is_told_and_one_fault_of_a_catalogue_once() {
    let sandbox = quiet("");
    sandbox.write("themes/quiet/locales/en.ftl", "bars = { $n } bars of { $total }\n");
    let page = |values: &str| {
        let page = format!("<p>{{{{ t(key=\"bars\"{values}) }}}}, {{{{ words.bars_all }}}}</p>");
        sandbox.write("themes/quiet/templates/404.html", page);
    };
    let catalogue = |text: &str| sandbox.write("themes/quiet/locales/en.ftl", text);
    page(", n=3");
    catalogue("bars = { $n } bars of { $total }\nbars-all = All\n");
    let run = sandbox.run(&["build"]).expect_code(1);
    run.expect_said("the message `bars` asks for `$total`").expect_said("404.html:1:");
    page(", n=3, total=4");
    sandbox.succeed(&["build"]);
    assert_eq!(sandbox.read("public/404.html"), "<p>3 bars of 4, All</p>");
    catalogue("bars = { $n bars\nbars-all = { All\n");
    let run = sandbox.run(&["build"]).expect_code(1);
    let [n_errors, n_of_catalogue] =
        ["error[", "error[catalogue]"].map(|code| run.err.matches(code).count());
    assert_eq!((n_errors, n_of_catalogue), (2, 2), "{run:?}");
}

#[test]
fn a_name_that_is_nearly_that_of_a_theme_is_asked_about() {
    let sandbox = Sandbox::small();
    let run = sandbox.succeed(&["theme", "eject", "--theme", "folo", "templates/404.html"]);
    run.expect_said("a new theme (there is `folio`: if that was meant, move them)");
    let run = sandbox.succeed(&["theme", "eject", "--theme", "folo", "templates/check.html"]);
    assert!(!run.err.contains("new theme"), "{run:?}");
    let edition = sandbox.read("content/edition.yaml");
    sandbox.write("content/edition.yaml", format!("{edition}theme: foloi\n"));
    sandbox.run(&["build"]).expect_code(1).expect_said("did you mean `fol");
}
