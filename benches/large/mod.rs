//! Editions of one large thing each.

use std::collections::BTreeMap;

use postil::{
    Options,
    anchor::lock::{FILE, Keep, Lock},
    build,
    diag::Diagnostics,
    edition::{Edition, survey},
    export::{Format, export},
    io::{MemoryInput, MemoryOutput, NoOutput},
    site,
};

/// The files of an edition.
type Files = BTreeMap<String, Vec<u8>>;

/// Something of which an edition may have much.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    /// How much of it the smallest edition has.
    pub(crate) smallest: usize,
    pub(crate) run: fn(&MemoryInput),
    /// Makes the edition that has so much of it.
    pub(crate) files: fn(usize) -> Files,
}

fn build_site(input: &MemoryInput) {
    drop(build(&Options::default(), input, &MemoryOutput::default()));
}

fn check_all(input: &MemoryInput) {
    drop(site::check(&Options::default(), input, &NoOutput));
}

fn survey_all(input: &MemoryInput) {
    drop(survey(input));
}

fn export_markdown(input: &MemoryInput) {
    let diagnostics = Diagnostics::default();
    let export = |edition: Edition<'_>| {
        export(edition, Format::Markdown, None, &|_| None, &diagnostics).map(drop)
    };
    drop(Edition::load(&Options::default(), input, &diagnostics, export));
}

const fn site(name: &'static str, smallest: usize, files: fn(usize) -> Files) -> Case {
    Case { name, smallest, run: build_site, files }
}

const fn check(name: &'static str, smallest: usize, files: fn(usize) -> Files) -> Case {
    Case { run: check_all, ..site(name, smallest, files) }
}

const fn anchors(name: &'static str, smallest: usize, files: fn(usize) -> Files) -> Case {
    Case { run: survey_all, ..site(name, smallest, files) }
}

const fn markdown(name: &'static str, smallest: usize, files: fn(usize) -> Files) -> Case {
    Case { run: export_markdown, ..site(name, smallest, files) }
}

pub(crate) const CASES: [Case; 29] = [
    site("notes in one article", 5000, notes),
    anchors("anchors of notes", 5000, notes),
    anchors("notes on an edited text", 2500, edited),
    site("works that read alike", 1000, works_alike),
    site("plain pages", 500, pages),
    check("terms in use, check", 2500, terms_in_use),
    site("paragraphs with 200 orphans", 1500, orphans),
    site("wrong entries", 50_000, wrong_entries),
    site("wrong entries on one line", 50_000, wrong_entries_on_one_line),
    site("unknown sources", 1000, unknown_sources),
    check("dead links", 2500, dead_links),
    site("lines of code", 5000, lines_of_code),
    site("bytes in a line of code", 25_000, long_line_of_code),
    check("works cited", 1000, works_cited),
    site("footnotes", 2500, footnotes),
    site("equal headings", 2500, equal_headings),
    site("links to one fragment", 5000, links_to_one_fragment),
    site("tags", 2500, tags),
    check("events", 1250, events),
    site("nested passages", 500, nested_passages),
    markdown("nested passages, Markdown", 500, nested_passages),
    site("passages on one", 1250, equal_passages),
    markdown("notes in one article, Markdown", 1250, notes),
    site("short quotes with context", 1250, short_quotes),
    site("files in one folder", 5000, files_in_one_folder),
    site("rows of a table", 2500, rows_of_a_table),
    site("sentences in one paragraph", 10_000, one_paragraph),
    site("editors", 2500, editors),
    site("articles", 250, articles),
];

const EDITION: &str = "\
title: An edition of one large thing
base_url: https://edition.example/
editors:
  desk: { name: Editorial desk }
default_editor: desk
ratings:
  - { id: accurate, label: Accurate, value: 5, tone: good, means: It holds. }
";

/// An edition with some files in `content/`.
fn edition<const N: usize>(files: [(&str, String); N]) -> Files {
    let own = [("edition.yaml", EDITION.to_owned())];
    let all = own.into_iter().chain(files);
    all.map(|(path, text)| (format!("content/{path}"), text.into_bytes())).collect()
}

/// An edition of one article and its notes.
fn article(text: String, notes: String) -> Files {
    edition([("a/index.md", format!("---\ntitle: A\n---\n\n{text}")), ("a/notes.yaml", notes)])
}

/// Returns what `line` makes of the numbers below `n`, joined.
fn repeat(n: usize, line: impl Fn(usize) -> String) -> String {
    (0..n).map(line).collect()
}

fn sentence(n: usize) -> String {
    format!("The {n}th boat left the harbour at noon, and nobody asked for what it carried.")
}

fn paragraphs(n: usize) -> String {
    repeat(n, |n| format!("{}\n\n", sentence(n)))
}

fn note(id: usize, quote: &str) -> String {
    format!("- id: n-{id}\n  kind: note\n  quote: \"{quote}\"\n  body: It is told elsewhere.\n")
}

fn work(n: usize) -> String {
    format!(
        "work-{n}:\n  type: article\n  title: Of the {n}th boat\n  author: Doe{n}, Ann\n  \
         date: 2019\n  parent:\n    type: newspaper\n    title: News\n"
    )
}

fn term(n: usize) -> String {
    format!("- id: term-{n}\n  term: Vessel{n}x\n  definition: A boat.\n")
}

fn notes(n: usize) -> Files {
    let notes = repeat(n, |n| note(n, &format!("The {n}th boat left the harbour")));
    article(paragraphs(n), notes)
}

/// The passages are remembered, and every tenth was reworded since.
fn edited(n: usize) -> Files {
    let mut files = notes(n);
    let found = survey(&MemoryInput { files: files.clone() }).statuses;
    let prose = found.first().map(|status| status.prose.clone());
    let mut lock = Lock::default();
    lock.update(found.into_iter().filter_map(|it| it.locked), prose.as_deref(), Keep::All);
    let lock = lock.to_text().unwrap_or_default();
    files.insert(format!("content/a/{FILE}"), lock.into_bytes());
    let text = repeat(n, |n| match sentence(n) {
        old if n % 10 > 0 => old + "\n\n",
        old => format!("{}\n\n", old.replace("boat left the harbour", "ship left the port")),
    });
    files.insert("content/a/index.md".into(), format!("---\ntitle: A\n---\n\n{text}").into());
    files
}

fn works_alike(n: usize) -> Files {
    let works = repeat(n, |n| {
        format!("work-{n}: {{ type: web, title: Boat {n}, author: 'Doe, Ann', date: 2019 }}\n")
    });
    edition([("sources.yaml", works)])
}

fn pages(n: usize) -> Files {
    let mut files = edition([]);
    for n in 0..n {
        let page = format!("---\ntitle: Page {n}\n---\n\n{}\n", sentence(n));
        files.insert(format!("content/pages/page-{n}.md"), page.into_bytes());
    }
    files
}

fn terms_in_use(n: usize) -> Files {
    let text = repeat(n, |n| format!("Here is Vessel{n}x among boats.\n\n"));
    let mut files = article(text, String::new());
    files.insert("content/glossary.yaml".into(), repeat(n, term).into_bytes());
    files
}

fn orphans(n: usize) -> Files {
    let notes = repeat(200, |n| {
        note(n, &format!("In the {n}th year nobody left the harbour, and no boat was asked for"))
    });
    article(paragraphs(n), notes)
}

fn wrong_entries(n: usize) -> Files {
    article(paragraphs(1), repeat(n, |n| format!("- {n}\n")))
}

fn wrong_entries_on_one_line(n: usize) -> Files {
    article(paragraphs(1), format!("[{}]\n", repeat(n, |n| format!("{n},"))))
}

fn unknown_sources(n: usize) -> Files {
    let notes = repeat(n, |n| {
        let source = format!("  sources: [{{ ref: wrok-{n}, stance: context }}]\n");
        note(n, &format!("The {n}th boat left the harbour")) + &source
    });
    let mut files = article(paragraphs(n), notes);
    files.insert("content/sources.yaml".into(), repeat(n, work).into_bytes());
    files
}

fn dead_links(n: usize) -> Files {
    let headings = repeat(n, |n| format!("## Of boat {n}\n\n"));
    let links = repeat(n, |n| format!("[it](#off-boat-{n}) [it](gone-{n}.html)\n\n"));
    let body = repeat(n, |n| format!("[it](gone-{n}.html) "));
    let note = format!("- id: n\n  kind: note\n  quote: Of boat 1\n  body: {body}\n");
    article(headings + &links, note)
}

fn lines_of_code(n: usize) -> Files {
    let code = repeat(n, |n| format!("let boat_{n} = harbour.leave({n}, \"noon\"); // at last\n"));
    article(format!("```js\n{code}```\n"), String::new())
}

fn long_line_of_code(n: usize) -> Files {
    article(format!("```yaml\n{}\n```\n", "a".repeat(n)), String::new())
}

fn works_cited(n: usize) -> Files {
    let notes = repeat(n, |n| {
        let source = format!("  sources: [{{ ref: work-{n}, stance: context }}]\n");
        note(n, &format!("The {n}th boat left the harbour")) + &source
    });
    let terms = repeat(n, |n| term(n) + &format!("  sources: [{{ ref: work-{n} }}]\n"));
    let mut files = article(paragraphs(n), notes);
    files.insert("content/sources.yaml".into(), repeat(n, work).into_bytes());
    files.insert("content/glossary.yaml".into(), terms.into_bytes());
    files
}

fn footnotes(n: usize) -> Files {
    let text = repeat(n, |n| format!("A boat.[^f{n}]\n\n[^f{n}]: It left at noon.\n\n"));
    article(text, String::new())
}

fn equal_headings(n: usize) -> Files {
    article(repeat(n, |_| "## Of boats\n\nThey left.\n\n".to_owned()), String::new())
}

fn links_to_one_fragment(n: usize) -> Files {
    let link = |n| format!("See [the {n}th boat](../b/#of-boats).\n\n");
    let mut files = article(repeat(n, link), String::new());
    let other = "---\ntitle: B\n---\n\n## Of boats\n\nThey left.\n";
    files.insert("content/b/index.md".into(), other.into());
    files
}

fn tags(n: usize) -> Files {
    let notes = repeat(n, |n| {
        note(n, &format!("The {n}th boat left the harbour"))
            + &format!("  tags: [tag-{n}, boats-{}, all]\n", n / 2)
    });
    article(paragraphs(n), notes)
}

fn events(n: usize) -> Files {
    let events = repeat(n, |n| {
        let (year, day) = (1900 + n % 100, n % 28 + 1);
        format!(
            "- id: event-{n}\n  date: {year}-03-{day:02}\n  event: Boat {n} left.\n  \
             terms: [term-{n}]\n  annotations: [a/n-{n}]\n"
        )
    });
    let mut files = notes(n);
    files.insert("content/timeline.yaml".into(), events.into_bytes());
    files.insert("content/glossary.yaml".into(), repeat(n, term).into_bytes());
    files
}

/// Each passage lies within the one before.
fn nested_passages(n: usize) -> Files {
    let word = |n: usize| format!("word{n} ");
    let text = repeat(2 * n, word);
    let notes = repeat(n, |it| {
        let (from, to) = (word(it), word(2 * n - it - 1));
        let quote = format!("{{ from: {}, to: {} }}", from.trim(), to.trim());
        format!("- id: n-{it}\n  kind: note\n  quote: {quote}\n  body: It is so.\n")
    });
    article(text, notes)
}

fn equal_passages(n: usize) -> Files {
    article(paragraphs(2), repeat(n, |n| note(n, "The 1th boat left the harbour at noon")))
}

fn short_quotes(n: usize) -> Files {
    let notes = repeat(n, |n| {
        let quote = format!("{{ exact: boat, prefix: The {n}th }}");
        format!("- id: n-{n}\n  kind: note\n  quote: {quote}\n  body: It is so.\n")
    });
    article(paragraphs(n), notes)
}

fn files_in_one_folder(n: usize) -> Files {
    let mut files = article(repeat(n, |n| format!("![]({n}.png)\n\n")), String::new());
    files.extend((0..n).map(|n| (format!("content/a/{n}.png"), vec![0])));
    files
}

fn rows_of_a_table(n: usize) -> Files {
    let rows = repeat(n, |n| format!("| boat {n} | at noon | nobody |\n"));
    article(format!("| Boat | When | Who |\n|---|---|---|\n{rows}"), String::new())
}

fn one_paragraph(n: usize) -> Files {
    article(repeat(n, |n| sentence(n) + "\n"), note(0, "The 1th boat left the harbour"))
}

fn editors(n: usize) -> Files {
    let notes = repeat(n, |n| {
        note(n, &format!("The {n}th boat left the harbour")) + &format!("  by: editor-{n}\n")
    });
    let mut files = article(paragraphs(n), notes);
    let editors = repeat(n, |n| format!("  editor-{n}: {{ name: Editor {n} }}\n"));
    let settings = EDITION.replace("editors:\n", &format!("editors:\n{editors}"));
    files.insert("content/edition.yaml".into(), settings.into_bytes());
    files
}

fn articles(n: usize) -> Files {
    let mut files = edition([]);
    for at in 0..n {
        let links = format!("See [another](../a-{}/).\n", (at * 7) % n);
        let text = format!("---\ntitle: A {at}\n---\n\n{}\n\n{links}", sentence(at));
        files.insert(format!("content/a-{at}/index.md"), text.into_bytes());
        files.insert(format!("content/a-{at}/notes.yaml"), note(at, "left the harbour").into());
    }
    files
}
