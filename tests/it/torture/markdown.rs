//! Markdown that takes naive readers quadratic time: row 28.

use postil::text::prose::{self, ElementKind, Item};

use super::{check_in_time, edition, page};

/// Returns texts that take naive readers of Markdown quadratic time or deep recursion.
fn pathological() -> Vec<(&'static str, String)> {
    let lines = |line: &str, n: usize| format!("{line}\n").repeat(n);
    let row = |n: usize| "a|".repeat(n) + "\n";
    vec![
        ("emphasis", "*a **a ".repeat(10_000)),
        ("underscores", "_a __a ".repeat(10_000)),
        ("brackets", "[".repeat(50_000)),
        ("links", "[a](".repeat(50_000)),
        ("closed links", "[a](b) ".repeat(10_000)),
        ("images", "![".repeat(50_000)),
        ("nested images", "![".repeat(10_000) + &"](a)".repeat(10_000)),
        ("block quotes", ">".repeat(100_000)),
        ("block quotes with text", "> ".repeat(1000) + "a"),
        ("backticks", (1..500).map(|n| format!("e{}", "`".repeat(n))).collect()),
        ("strikethrough", "~~a ".repeat(20_000)),
        ("entities", "&".repeat(100_000)),
        ("nested lists", (0..500).map(|n| "  ".repeat(n) + "- a\n").collect()),
        ("lists in one line", "- ".repeat(20_000) + "a"),
        ("wide table", row(5000) + &"-|".repeat(5000) + "\n" + &row(5000)),
        ("table of short rows", row(1000) + &"-|".repeat(1000) + "\n" + &lines("a", 3000)),
        ("headings", lines("# a", 20_000)),
        ("footnotes", "[^a]".repeat(20_000) + "\n\n[^a]: b\n"),
        ("many footnotes", (0..5000).map(|n| format!("a[^{n}]\n\n[^{n}]: b\n\n")).collect()),
        (
            "references",
            (0..5000).map(|n| format!("[a{n}]: b\n")).collect::<String>() + &"[a1] ".repeat(5_000),
        ),
        ("open tags", "<b>".repeat(10_000)),
        ("open tags with text", "<b>a".repeat(10_000)),
        ("open and closing tags", "<b>".repeat(5_000) + &"</i>".repeat(5_000)),
        ("details", lines("<details>\n", 5_000)),
        ("dropped tags", "<x>a ".repeat(10_000)),
        ("dropped tags, line by line", lines("a <x>", 5_000)),
        ("unclosed comments", "<!-- ".repeat(30_000)),
        ("unclosed tags", "<a b=\"".repeat(30_000)),
        ("declarations", "<!A ".repeat(30_000)),
        ("instructions", "<?".repeat(50_000)),
        ("data sections", "<![CDATA[".repeat(20_000)),
        ("one long word", "a".repeat(1_000_000)),
        ("combining marks", "a".to_owned() + &"\u{301}".repeat(100_000)),
        ("direction controls", lines("\u{202e}a", 3_000)),
        ("spaces", " ".repeat(500_000) + "a"),
        ("breaks", "a\\\n".repeat(30_000)),
        ("NUL", "\0".repeat(10_000)),
        ("rules", lines("---\n", 20_000)),
    ]
}

#[test]
fn pathological_markdown_is_read_in_linear_time() {
    for (what, markdown) in pathological() {
        // A paragraph first, so that it is not taken for front matter.
        let text = format!("Begins here.\n\n{markdown}\n\nEnds here.\n");
        let input = edition(&[
            ("a/index.md", &text),
            ("a/notes.yaml", "- { id: n, kind: note, quote: Begins here, body: x }\n"),
            ("glossary.yaml", "- { id: t, term: a, definition: x }\n"),
        ]);
        let built = check_in_time(what, input);
        assert!(page(&built, "a/index.html").contains("id=\"ref-n\""), "{what}");
        assert!(!built.diagnostics.contains("error["), "{what}: {:.500}", built.diagnostics);
    }
}

#[test]
fn short_rows_of_a_wide_table_are_not_filled_for_ever() {
    let text = "|a".repeat(500) + "|\n" + &"|-".repeat(500) + "|\n" + &"|b||c|\n".repeat(500);
    let markup = prose::read(&text, 0).expect("it is Markdown");
    let is_cell = |kind: &ElementKind<'_>| matches!(kind, ElementKind::TableCell { .. });
    let is_start =
        |item: &&Item<'_>| matches!(item, Item::Start(element) if is_cell(&element.kind));
    let n_cells = markup.items.iter().filter(is_start).count();
    assert_eq!(n_cells, 500 + 3 * 500 + 10_000);
    assert_eq!(markup.prose.blocks.len(), 500 + 2 * 500);
}

#[test]
fn pathological_bodies_are_read_in_linear_time() {
    for (what, markdown) in pathological() {
        let body: String = markdown.lines().fold(String::new(), |all, line| {
            // What YAML does not take is not for a body to show.
            all + "    " + &line.replace('\0', " ") + "\n"
        });
        let sidecar = format!("- id: n\n  kind: note\n  quote: One\n  body: |2\n{body}");
        let input = edition(&[("a/index.md", "One two."), ("a/notes.yaml", &sidecar)]);
        let built = check_in_time(what, input);
        assert!(page(&built, "a/index.html").contains("id=\"ref-n\""), "{what}");
    }
}
