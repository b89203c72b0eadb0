//! `postil import` of texts: a page, Markdown or a document of Word becomes an article
//! that its own witness proves.

use crate::sandbox::{Run, Sandbox};

const HTML: &str = "<!DOCTYPE html><html lang=en><head><title>Foxes | The Site</title>\
    <meta property=og:title content='Foxes'><meta name=author content='Ann Fox'>\
    <meta property=article:published_time content='2024-03-01T10:00:00Z'>\
    <link rel=canonical href='https://example.org/a/foxes'></head><body><nav><a href=/>Menu</a>\
    </nav><article><h2>On foxes</h2><p>A <em>quick</em> fox &amp; its <a href='dog'>dog</a>, \
    1 &lt; 2.<script>x()</script></p><p>[1] *no* emphasis</p><ul><li>a<li>b</ul>\
    <img src=a.png onerror=x><aside>Share!</aside></article><footer>Imprint</footer>";

fn import(sandbox: &Sandbox, name: &str, text: &str) -> Run {
    sandbox.write(name, text);
    sandbox.run(&["import", name, "--article", "new"])
}

#[test]
fn a_page_becomes_an_article_with_its_witness() {
    let sandbox = Sandbox::small();
    let run = import(&sandbox, "page.html", HTML).expect_code(1);
    run.expect_said("page.html: left out: images (1 of them)");
    let body = "## On foxes\n\nA *quick* fox & its [dog](https://example.org/a/dog), 1 < 2.\n\n\
                \\[1\\] \\*no\\* emphasis\n\n- a\n- b\n";
    assert_eq!(
        sandbox.read("content/new/index.md"),
        format!(
            "---\nlanguage: en\ntitle: Foxes\nauthors:\n- Ann Fox\npublished: 2024-03-01\n\
             source_url: https://example.org/a/foxes\n---\n\n{body}"
        )
    );
    assert_eq!(sandbox.read("content/new/witness.txt"), body);
    sandbox.succeed(&["check", "--deny", "warnings"]);
    // The proof holds: another reading is found.
    let changed = sandbox.read("content/new/index.md").replace("quick", "slow");
    sandbox.write("content/new/index.md", changed);
    sandbox.run(&["check"]).expect_code(1).expect_said("slow");
}

#[test]
fn markdown_comes_in_as_it_is() {
    let sandbox = Sandbox::small();
    let text = "---\ntitle: Lost\nauthor: [A, B]\ndate: 2024-01-02\nlayout: post\n---\n\n\
                # Foxes\n\nA *fox*.\n";
    import(&sandbox, "text.md", text)
        .expect_code(1)
        .expect_said("left out: `layout` of its front matter");
    assert_eq!(
        sandbox.read("content/new/index.md"),
        "---\nauthors:\n- A\n- B\npublished: 2024-01-02\n---\n\n# Foxes\n\nA *fox*.\n"
    );
    sandbox.succeed(&["check"]);
    // Nothing is ever written over.
    let before = sandbox.files();
    import(&sandbox, "text.md", text).expect_code(2).expect_said("is there already");
    assert!(sandbox.files() == before, "an article was changed");
}

#[test]
fn what_is_no_text_makes_no_article() {
    let sandbox = Sandbox::small();
    let aliases = "  - *a\n".repeat(40);
    let bomb = format!("---\ntitle: &a {}\nauthors:\n{aliases}---\ntext", "x".repeat(100_000));
    for (name, text, code, said) in [
        ("a.html", "<html><body><nav>Menu</nav></body>", 1, "there is no text in it"),
        ("a.md", "---\ntitle: x\n", 1, "its front matter is not closed"),
        ("a.md", "---\n[\n---\ntext", 1, "its front matter cannot be read"),
        ("a.md", &bomb, 1, "its front matter cannot be read: the aliases stand for more"),
        ("a.bin", "\u{0}\u{1}", 2, "it is not told by its content"),
    ] {
        import(&sandbox, name, text).expect_code(code).expect_said(said);
        assert!(!sandbox.has("content/new"), "{name}");
        sandbox.remove(name);
    }
    sandbox.write("a.md", "# T\n\nText.\n");
    for slug in ["pages", "..", "a/b", "sources"] {
        sandbox.run(&["import", "a.md", "--article", slug]).expect_code(2);
    }
    assert_eq!(sandbox.files().keys().filter(|path| path.contains(".postil")).count(), 0);
}

#[test]
fn a_page_that_is_nested_too_deep_is_refused() {
    let sandbox = Sandbox::small();
    sandbox.write("deep.html", "<div>".repeat(80_000) + "<p>A text.");
    let run = sandbox.run(&["import", "deep.html", "--article", "new"]);
    assert!(run.code.is_some_and(|code| code > 0), "{run:?}");
    run.expect_said("nested too deep");
    assert!(!sandbox.has("content/new"));
}

#[test]
fn a_document_of_word_needs_pandoc() {
    let sandbox = Sandbox::small();
    sandbox.write("text.docx", "PK\u{3}\u{4}");
    let mut command = sandbox.postil(&["import", "text.docx", "--article", "new"]);
    command.env("PATH", sandbox.path("nowhere"));
    let run = Run::of(command.output().expect("the program can be run"));
    run.expect_code(3).expect_said("pandoc.org");
    assert!(!sandbox.has("content/new"));
}

/// Pandoc itself need not be there: what it would print does.
#[cfg(unix)]
#[test]
fn a_document_of_word_comes_in_through_pandoc() {
    use std::{fs, os::unix::fs::PermissionsExt};

    let sandbox = Sandbox::small();
    sandbox.write("text.docx", "PK\u{3}\u{4}");
    let script = "#!/bin/sh\n[ \"$1\" = --sandbox ] || exit 8\n\
                  [ \"$6\" = -- ] && [ \"$7\" = text.docx ] || exit 9\n\
                  printf -- '---\\ntitle: Foxes\\n---\\n\\nA *fox*.\\n'\n";
    sandbox.write("bin/pandoc", script);
    let mode = fs::Permissions::from_mode(0o755);
    fs::set_permissions(sandbox.path("bin/pandoc"), mode).expect("a file of ours");
    let mut command = sandbox.postil(&["import", "text.docx", "--article", "new"]);
    command.env("PATH", sandbox.path("bin"));
    Run::of(command.output().expect("the program can be run")).expect_code(0);
    let index = sandbox.read("content/new/index.md");
    assert_eq!(index, "---\ntitle: Foxes\n---\n\nA *fox*.\n");
}
