//! Every link of a built site leads to a file of it, and to an element there,
//! wherever the site may stand.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use url::Url;

use crate::sandbox::{Sandbox, site_in};

/// Attributes whose value is an address.
const ADDRESSES: [&str; 5] = ["href", "src", "poster", "action", "data"];

/// What a page has for links: the fragments it offers, the addresses it names.
#[derive(Debug, Default)]
struct Page {
    ids: BTreeSet<String>,
    addresses: Vec<String>,
}

impl Page {
    /// Reads the attributes of all tags; text and scripts are passed over.
    fn read(html: &str) -> Self {
        let mut page = Self::default();
        let mut rest = html;
        while let Some((_, tag)) = rest.split_once('<') {
            if let Some(comment) = tag.strip_prefix("!--") {
                rest = comment.split_once("-->").map_or("", |(_, after)| after);
                continue;
            }
            let name: String = tag.chars().take_while(char::is_ascii_alphanumeric).collect();
            rest = page.read_attributes(&tag[name.len()..]);
            if matches!(name.as_str(), "script" | "style") {
                let end = format!("</{name}>");
                rest = rest.split_once(&end).map_or("", |(_, after)| after);
            }
        }
        page
    }

    /// Reads up to the end of a tag and returns what follows it.
    fn read_attributes<'h>(&mut self, tag: &'h str) -> &'h str {
        let mut rest = tag;
        loop {
            rest = rest.trim_start_matches([' ', '\n', '/']);
            if rest.is_empty() || rest.starts_with('>') {
                return rest.get(1..).unwrap_or_default();
            }
            let end = rest.find(['=', ' ', '\n', '>']).unwrap_or(rest.len());
            let (name, after) = rest.split_at(end);
            let Some(value) = after.strip_prefix("=\"") else {
                rest = after;
                continue;
            };
            let (value, after) = value.split_once('"').expect("a value in quotes ends");
            rest = after;
            self.take(name, &unescape(value));
        }
    }

    fn take(&mut self, name: &str, value: &str) {
        match name {
            "id" => assert!(self.ids.insert(value.to_owned()), "two elements are #{value}"),
            "srcset" => {
                let sources = value.split(',').filter_map(|part| part.split_whitespace().next());
                self.addresses.extend(sources.map(str::to_owned));
            }
            name if ADDRESSES.contains(&name) => self.addresses.push(value.to_owned()),
            _ => {}
        }
    }
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&#x27;", "'")
        .replace("&#x2F;", "/")
        .replace("&amp;", "&")
}

/// A site in a folder, as if it stood at `base_url`.
struct Site {
    folder: PathBuf,
    base_url: Url,
    pages: BTreeMap<PathBuf, Page>,
}

impl Site {
    fn new(folder: &Path, base_url: &str) -> Self {
        let folder = fs::canonicalize(folder).expect("the site was built");
        let is_page = |path: &str| path.ends_with(".html");
        let pages = site_in(&folder).into_iter().filter(|(path, _)| is_page(path));
        let pages = pages.map(|(path, bytes)| {
            let html = String::from_utf8(bytes).expect("a page is UTF-8");
            (folder.join(path), Page::read(&html))
        });
        let base_url = Url::parse(base_url).expect("the tests name valid addresses");
        Self { pages: pages.collect(), folder, base_url }
    }

    /// Returns the links that lead nowhere, each with its page.
    fn dead_links(&self) -> Vec<String> {
        let mut dead = Vec::new();
        for (path, page) in &self.pages {
            let inner = path.strip_prefix(&self.folder).expect("a page of the site");
            let stands_at = self
                .base_url
                .join(inner.to_str().expect("a path of the site is Unicode"))
                .expect("a path of the site is an address");
            for address in &page.addresses {
                let leads_somewhere = match stands_at.join(address) {
                    Ok(url) => self.leads_somewhere(&url),
                    Err(_) => false,
                };
                if !leads_somewhere {
                    dead.push(format!("{}: {address}", inner.display()));
                }
            }
        }
        dead
    }

    /// Returns whether an address of the site leads to a file and an element of
    /// it; another host is not asked.
    fn leads_somewhere(&self, url: &Url) -> bool {
        if url.origin() != self.base_url.origin() {
            return true;
        }
        let Some(inner) = url.path().strip_prefix(self.base_url.path()) else { return false };
        let mut file = self.folder.join(decode(inner));
        if file.is_dir() {
            if !(inner.is_empty() || inner.ends_with('/')) {
                return false;
            }
            file = file.join("index.html");
        }
        match (url.fragment(), self.pages.get(&file)) {
            (None | Some(""), _) => file.is_file(),
            (Some(fragment), Some(page)) => page.ids.contains(&decode(fragment)),
            // How to cite a note stands in a list, whose items have ids.
            (Some(fragment), None) if inner.ends_with("/citations.json") => {
                let list = fs::read_to_string(&file).unwrap_or_default();
                list.contains(&format!("\"id\":\"{}\"", decode(fragment)))
            }
            (Some(_), None) => false,
        }
    }
}

/// Undoes percent-encoding.
fn decode(text: &str) -> String {
    let mut pieces = text.split('%');
    let mut bytes = pieces.next().unwrap_or_default().as_bytes().to_vec();
    for piece in pieces {
        let (code, rest) = piece.split_at(2);
        bytes.push(u8::from_str_radix(code, 16).expect("two digits follow `%`"));
        bytes.extend(rest.as_bytes());
    }
    String::from_utf8(bytes).expect("an address is UTF-8")
}

#[track_caller]
fn assert_no_dead_links(sandbox: &Sandbox, base_url: &str) -> Site {
    let site = Site::new(&sandbox.path("public"), base_url);
    assert!(site.pages.len() > 3, "the pages are found");
    let dead = site.dead_links();
    assert!(dead.is_empty(), "these links lead nowhere: {dead:#?}");
    site
}

/// Makes an edition with links of every sort.
fn linked() -> Sandbox {
    let sandbox = Sandbox::empty();
    let files = [
        ("content/edition.yaml", EDITION),
        ("content/glossary.yaml", GLOSSARY),
        ("content/sources.yaml", SOURCES),
        ("content/pages/about.md", "---\ntitle: About\n---\n\n[A](../one/#fox), [P](/two/).\n"),
        ("content/pages/corrections.md", "# Corrections\n\nWhat we had to correct.\n"),
        ("content/one/index.md", ONE),
        ("content/one/a b ü.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n"),
        ("content/one/notes.yaml", NOTES),
        ("content/two/index.md", "# Two\n\nThe hounds of [one](../one/index.md#h-été).\n"),
        ("content/two/notes.yaml", "- {id: lost, kind: note, quote: gone, body: 'See [@wolf].'}\n"),
    ];
    for (path, text) in files {
        sandbox.write(path, text);
    }
    sandbox
}

const EDITION: &str = "\
title: A linked edition
base_url: https://example.org/sub/path/
editors:
  desk: { name: Desk, url: https://example.org/sub/path/about/ }
default_editor: desk
glossary_links: every
ratings:
  - { id: good, label: Good, value: 1, tone: good, means: It agrees. }
  - { id: 'no', label: 'No', tone: bad, means: It does not. }
";

const GLOSSARY: &str = "\
- { id: hound, term: hound, aliases: [hounds], definition: 'A dog [@wolf].', see: [pack] }
- { id: pack, term: pack, definition: Many a hound., sources: [{ ref: 'wolf:1' }] }
";

const SOURCES: &str = "\
wolf: { type: web, title: Wolves, author: 'Lee, Ann', date: 1999, url: https://example.com/a?b=c&d }
'wolf:1': { type: book, title: More wolves, author: 'Lee, Ann', date: 1999 }
";

const ONE: &str = "\
# One

The quick brown fox[^1] jumps over a pack of hounds.

![A picture](<a b ü.svg>)

## Été

- See [above](#p-2), [here](#été), [two](../two/), [about](/about/#_text) and
  [the other host](https://example.com/x).

> The *hounds* sleep[^1] in the [pack](../glossary/#pack).

[^1]: A [footnote](../two/#p-2).
";

const NOTES: &str = "\
- id: fox
  kind: fact-check
  quote: brown fox
  claim: The fox is brown.
  rating: good
  summary: It is.
  body: 'See [@wolf, p. 12] and [two](../two/).'
  sources: [{ ref: wolf, stance: supports }]
  corrections: [{ date: 2020-01-02, text: It was red. }]
- { id: sleep, kind: counter-source, quote: sleep, summary: Awake., sources: [{ ref: 'wolf:1' }] }
- { id: jumps, kind: note, quote: jumps, body: It does., status: retracted }
- { id: over, kind: gloss, quote: over, term: pack }
";

#[test]
fn every_link_of_a_site_leads_somewhere() {
    let sandbox = linked();
    sandbox.succeed(&["build"]);
    let site = assert_no_dead_links(&sandbox, "https://example.org/sub/path/");
    let n_links: usize = site.pages.values().map(|page| page.addresses.len()).sum();
    assert!(n_links > 100, "the links are found: {n_links}");
}

#[test]
fn links_survive_another_base_url() {
    let sandbox = linked();
    for base_url in ["https://example.net/", "http://localhost:8000/a/b/c/", "https://x.org/ü/"] {
        sandbox.succeed(&["build", "--base-url", base_url]);
        assert_no_dead_links(&sandbox, base_url);
    }
}

#[test]
fn links_between_pages_are_relative_except_those_of_404() {
    let sandbox = linked();
    sandbox.succeed(&["build"]);
    let site = Site::new(&sandbox.path("public"), "https://example.org/sub/path/");
    for (path, page) in &site.pages {
        let name = path.strip_prefix(&site.folder).unwrap();
        let is_missing = name == Path::new("404.html");
        for address in page.addresses.iter().filter(|address| !address.starts_with('#')) {
            let is_foreign = Url::parse(address).is_ok();
            let is_rooted = address.starts_with('/');
            assert!(is_foreign || is_rooted == is_missing, "{}: {address}", name.display());
        }
    }
}

#[test]
fn a_base_url_without_a_slash_at_its_end_is_given_one() {
    let sandbox = linked();
    sandbox.succeed(&["build", "--base-url", "https://example.net/sub"]);
    assert_no_dead_links(&sandbox, "https://example.net/sub/");
    assert!(sandbox.read("public/robots.txt").contains("https://example.net/sub/sitemap.xml"));
}

#[test]
fn links_of_a_new_edition_lead_somewhere() {
    let sandbox = Sandbox::empty();
    sandbox.succeed(&["new", "."]);
    sandbox.succeed(&["build"]);
    assert_no_dead_links(&sandbox, "https://example.org/first/");
}

#[test]
fn links_of_an_index_on_several_pages_lead_somewhere() {
    let sandbox = linked();
    let notes: String = (1..=1001)
        .map(|number| {
            format!(
                "- {{id: n{number}, kind: fact-check, quote: brown fox, claim: C., rating: good, \
                 summary: S., sources: [{{ref: wolf}}]}}\n"
            )
        })
        .collect();
    sandbox.write("content/one/notes.yaml", notes);
    sandbox.write("content/pages/about.md", "---\ntitle: About\n---\n\nNothing.\n");
    sandbox.succeed(&["build"]);
    let site = assert_no_dead_links(&sandbox, "https://example.org/sub/path/");
    let checks = site.folder.join("checks");
    let is_index =
        |path: &&PathBuf| path.starts_with(&checks) && !path.starts_with(checks.join("one"));
    assert_eq!(site.pages.keys().filter(is_index).count(), 3);
}

#[test]
fn the_site_map_names_every_page_and_nothing_else() {
    let sandbox = linked();
    sandbox.succeed(&["build"]);
    let map = sandbox.read("public/sitemap.xml");
    let named: BTreeSet<String> = map
        .split("<loc>")
        .skip(1)
        .filter_map(|rest| rest.split("</loc>").next())
        .map(|url| {
            let inner = url.strip_prefix("https://example.org/sub/path/").unwrap();
            format!("{}index.html", decode(inner))
        })
        .collect();
    let pages: BTreeSet<String> = sandbox
        .site()
        .into_keys()
        .filter(|path| path.ends_with(".html") && path != "404.html")
        .collect();
    assert_eq!(named, pages);
}

/// Checks which targets in an article's links are warned of.
#[track_caller]
fn check_warned(text: &str, expected: &[&str]) {
    let sandbox = linked();
    sandbox.write("content/two/index.md", format!("# Two\n\nThe first.\n\n{text}\n"));
    sandbox.write("content/late/index.md", "---\ndraft: true\n---\n\n# Late\n");
    sandbox.write("content/pages/soon.md", "---\ndraft: true\n---\n\n# Soon\n");
    let run = sandbox.succeed(&["build", "--format", "json"]);
    let warned: Vec<&str> = ["../", "#", "x.png"]
        .into_iter()
        .flat_map(|start| run.out.split('`').filter(move |part| part.starts_with(start)))
        .collect();
    assert_eq!(warned, expected, "{}", run.out);
    let site = Site::new(&sandbox.path("public"), "https://example.org/sub/path/");
    assert_eq!(site.dead_links().len(), expected.len(), "{:#?}", site.dead_links());
}

#[test]
fn a_link_that_leads_nowhere_is_warned_of() {
    check_warned("[a](../three/)", &["../three/"]);
    check_warned("[a](#none)", &["#none"]);
    check_warned("![a](x.png)", &["x.png"]);
    check_warned("[a](../one/#zzz)", &["../one/#zzz"]);
    check_warned("[a](../glossary/#zzz)", &["../glossary/#zzz"]);
}

#[test]
fn a_link_to_a_file_of_the_site_is_not_warned_of() {
    check_warned("[a](../sitemap.xml), [b](../checks/), [c](../404.html), [d](../)", &[]);
}

#[test]
fn a_link_to_a_draft_is_warned_of_while_it_is_not_built() {
    check_warned("[a](../late/), [b](../soon/)", &["../late/", "../soon/"]);
}

#[test]
fn a_check_warns_of_links_from_what_is_published_to_drafts() {
    let sandbox = linked();
    let notes =
        format!("{NOTES}- {{ id: idea, kind: note, quote: brown, body: I., status: draft }}\n");
    sandbox.write("content/one/notes.yaml", notes);
    let links = "[a](../late/), [b](../soon/), [c](../one/#idea), [d](../late/prose.txt), \
                 [e](../one/#fox)";
    sandbox.write("content/two/index.md", format!("# Two\n\nThe first.\n\n{links}\n"));
    sandbox.write("content/late/index.md", "---\ndraft: true\n---\n\n# Late\n\n[f](../soon/)\n");
    sandbox.write("content/pages/soon.md", "---\ndraft: true\n---\n\n# Soon\n\n[g](../late/)\n");
    let run = sandbox.run(&["check", "--format", "json"]);
    let dead = run.out.lines().filter(|line| line.contains("\"dead-link\""));
    let dead: Vec<&str> = dead.filter_map(|line| line.split('`').nth(1)).collect();
    assert_eq!(dead, ["../late/", "../soon/", "../one/#idea", "../late/prose.txt"], "{}", run.out);
    assert_eq!(run.out.matches("leads to a draft").count(), 4, "{}", run.out);
    let run = sandbox.succeed(&["build", "--drafts", "--format", "json"]);
    assert!(!run.out.contains("dead-link"), "they are there: {}", run.out);
}

#[test]
fn whatever_has_an_id_on_a_page_can_be_linked_from_another() {
    let sandbox = linked();
    sandbox.succeed(&["build"]);
    let mut links = Vec::new();
    for page in ["one/", "about/", "glossary/", "sources/"] {
        let ids = Page::read(&sandbox.read(&format!("public/{page}index.html"))).ids;
        assert!(ids.len() > 1, "{page}: {ids:?}");
        links.extend(ids.into_iter().map(|id| format!("[x](../{page}#{id})")));
    }
    sandbox.write("content/two/index.md", format!("# Two\n\n{}\n", links.join(" ")));
    let run = sandbox.succeed(&["build", "--format", "json"]);
    assert!(!run.out.contains("dead-link"), "{}", run.out);
}

#[test]
fn links_of_notes_and_definitions_are_told_like_those_of_texts() {
    let sandbox = linked();
    let links = "[a](../two/), [b](/two/index.md), [c](../three/), [d](../late/)";
    sandbox.write("content/two/index.md", "# Two\n\nThe first.\n");
    sandbox.write(
        "content/two/notes.yaml",
        format!("- id: first\n  kind: note\n  quote: The first\n  body: \"{links}\"\n"),
    );
    sandbox.write(
        "content/glossary.yaml",
        format!("- id: pack\n  term: Pack\n  definition: \"{links}\"\n"),
    );
    sandbox.write("content/late/index.md", "---\ndraft: true\n---\n\n# Late\n");
    let run = sandbox.succeed(&["build", "--format", "json"]);
    for (file, line) in [("content/two/notes.yaml", 4), ("content/glossary.yaml", 3)] {
        for target in ["../three/", "../late/"] {
            let is_told = run.out.lines().any(|told| {
                told.contains(&format!("`{target}`"))
                    && told.contains(file)
                    && told.contains(&format!("\"line\":{line},"))
            });
            assert!(is_told, "{file} {target}: {}", run.out);
        }
    }
    assert_eq!(run.out.matches("dead-link").count(), 4, "{}", run.out);
    let page = sandbox.read("public/two/index.html");
    assert_eq!(page.matches("href=\"../two/\"").count(), 2, "{page}");
}

#[test]
fn links_to_what_the_site_makes_of_articles_are_known() {
    let sandbox = Sandbox::empty();
    let settings = "title: A\nbase_url: https://example.org/sub/\n";
    let ratings = "ratings: [{ id: so, label: So, tone: good, means: It is. }]\n";
    sandbox.write("content/edition.yaml", format!("{settings}{ratings}"));
    sandbox.write("content/sources.yaml", "book: { type: book, title: Book, date: 1978 }\n");
    sandbox.write("content/two/index.md", "# Two\n\nThe first.\n");
    sandbox.write(
        "content/two/notes.yaml",
        "- { id: first, kind: fact-check, quote: The first, claim: C., rating: so, summary: S., \
         sources: [{ ref: book }], body: \"[a](/checks/two/first/) [b](/checks/two/none/)\" }\n",
    );
    sandbox.write("content/late/index.md", "---\ndraft: true\n---\n\n# Late\n");
    let good = [
        "/feed.xml",
        "/feed-fact-check.xml",
        "/sources/sources.bib",
        "/sources/sources.json",
        "annotations.jsonld",
        "../two/citations.json",
        "../checks/two/first/",
        "../checks/two/first/index.html",
    ];
    let bad = [
        "/feed-gloss.xml",
        "/glossary/skos.ttl",
        "../late/annotations.jsonld",
        "../three/citations.json",
        "../checks/two/last/",
        "../checks/late/first/",
    ];
    let links: Vec<String> = good.iter().chain(&bad).map(|to| format!("[x]({to})")).collect();
    sandbox.write("content/one/index.md", format!("# One\n\n{}\n", links.join(" ")));
    let run = sandbox.succeed(&["build", "--format", "json"]);
    for to in good {
        assert!(!run.out.contains(&format!("`{to}`")), "{to}: {}", run.out);
    }
    for to in bad.into_iter().chain(["/checks/two/none/"]) {
        assert!(run.out.contains(&format!("`{to}`")), "{to}: {}", run.out);
    }
}
