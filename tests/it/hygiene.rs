//! What a site has beside its pages: the feed, the headers, the marks for hosts.

use crate::sandbox::Sandbox;

const NOTES: &str = "\
- { id: old, kind: note, quote: quick, body: B., created: 2026-01-02 }
- id: changed
  kind: note
  quote: brown
  summary: S < T.
  body: B.
  created: 2026-01-03
  updated: 2026-03-01
- id: corrected
  kind: note
  quote: lazy
  body: B.
  created: 2026-01-04
  corrections: [{ date: 2026-04-05, text: A source was added. }]
- { id: undated, kind: note, quote: jumps, body: B. }
- { id: lost, kind: note, quote: gone, body: B., created: 2026-01-01 }
- { id: hidden, kind: note, quote: over, body: B., created: 2026-09-09, status: draft }
";

fn dated() -> Sandbox {
    let sandbox = Sandbox::empty();
    sandbox.write(
        "content/edition.yaml",
        "title: E & F\nbase_url: https://example.org/sub/\neditors: { desk: { name: Desk } }\n\
         default_editor: desk\n",
    );
    sandbox
        .write("content/one/index.md", "# One\n\nThe quick brown fox jumps over the lazy dog.\n");
    sandbox.write("content/one/notes.yaml", NOTES);
    sandbox
}

/// Returns what stands between two tags, for each time they stand there.
fn all_between<'a>(text: &'a str, open: &str, close: &str) -> Vec<&'a str> {
    let parts = text.split(open).skip(1);
    parts.filter_map(|part| part.split_once(close).map(|(inner, _)| inner)).collect()
}

#[test]
fn the_feed_lists_what_is_new_changed_or_corrected_the_latest_first() {
    let sandbox = dated();
    sandbox.succeed(&["build", "--drafts"]);
    let feed = sandbox.read("public/feed.xml");
    let entries = all_between(&feed, "<entry>", "</entry>");
    let id = "<id>https://example.org/sub/one/#";
    let ids: Vec<&str> = entries.iter().flat_map(|entry| all_between(entry, id, "</id>")).collect();
    assert_eq!(ids, ["corrected", "changed", "old", "lost"]);
    assert!(entries[0].contains("<title>Corrected: Note ") && entries[0].contains("was added"));
    assert!(entries[1].contains("<title>Changed: Note ") && entries[1].contains("S &lt; T."));
    assert!(entries[2].contains("<title>Note "), "{}", entries[2]);
    assert!(feed.contains("<updated>2026-04-05T00:00:00Z</updated>"));
}

#[test]
fn entries_of_the_feed_lead_to_the_passage() {
    let sandbox = dated();
    sandbox.succeed(&["build"]);
    let feed = sandbox.read("public/feed.xml");
    let page = sandbox.read("public/one/index.html");
    let urls: Vec<&str> = all_between(&feed, "<link href=\"", "\"/>");
    let fragments: Vec<&str> =
        urls.iter().filter_map(|url| url.strip_prefix("https://example.org/sub/one/#")).collect();
    assert_eq!(fragments, ["ref-corrected", "ref-changed", "ref-old", "lost"]);
    for fragment in fragments {
        assert!(page.contains(&format!("id=\"{fragment}\"")), "{fragment}");
    }
}

#[test]
fn hosts_are_told_the_policy_and_what_never_changes() {
    let sandbox = dated();
    sandbox.succeed(&["build"]);
    let headers = sandbox.read("public/_headers");
    assert!(headers.starts_with("/sub/*\n  Content-Security-Policy: default-src 'none';"));
    assert!(headers.contains("/sub/assets/*\n  Cache-Control: public, max-age=31536000"));
    assert!(sandbox.has("public/.nojekyll"));
}

#[test]
fn hosts_are_told_which_files_came_with_the_edition_and_run_nothing() {
    let sandbox = dated();
    for file in ["a b.svg", "c.HTML", "d.png", "e.pdf", "f.js"] {
        sandbox.write(&format!("content/one/{file}"), "x");
    }
    sandbox.write("content/secret/index.md", "---\ndraft: true\n---\n# Secret\n");
    sandbox.write("content/secret/g.svg", "x");
    sandbox.succeed(&["build"]);
    let headers = sandbox.read("public/_headers");
    for file in ["a%20b.svg", "c.HTML"] {
        let rule = format!("/sub/one/{file}\n  Content-Security-Policy: sandbox; default-src ");
        assert!(headers.contains(&rule), "{file}: {headers}");
    }
    for file in ["d.png", "e.pdf", "f.js", "secret"] {
        assert!(!headers.contains(file), "{file}: {headers}");
    }
}

#[test]
fn headers_of_ones_own_are_taken_instead() {
    let sandbox = dated();
    sandbox.write("content/pages/_headers", "/*\n  X-Own: yes\n");
    sandbox.succeed(&["build"]);
    assert_eq!(sandbox.read("public/_headers"), "/*\n  X-Own: yes\n");
}

#[test]
fn large_editions_can_do_without_a_page_for_each_check() {
    let sandbox = Sandbox::small();
    let settings = sandbox.read("content/edition.yaml");
    sandbox.write(
        "content/edition.yaml",
        format!("{settings}ratings: [{{ id: good, label: Good, means: M. }}]\n"),
    );
    sandbox.write("content/sources.yaml", "wolf: { type: web, title: Wolves }\n");
    let text = sandbox.read("content/first/index.md");
    sandbox.write("content/first/index.md", format!("{text}\nA claim that was checked.\n"));
    sandbox.write(
        "content/first/checks.yaml",
        "- { id: c, kind: fact-check, quote: A claim, claim: C., rating: good, summary: S., \
         sources: [{ ref: wolf }] }\n",
    );
    sandbox.succeed(&["build"]);
    assert!(sandbox.has("public/checks/first/c/index.html"));
    sandbox.write(
        "content/edition.yaml",
        sandbox.read("content/edition.yaml") + "check_pages: false\n",
    );
    sandbox.succeed(&["build"]);
    assert!(!sandbox.has("public/checks/first/c/index.html"));
    assert!(!sandbox.read("public/sitemap.xml").contains("checks/first"));
    assert!(!sandbox.read("public/checks/index.html").contains("first/c/"));
}
