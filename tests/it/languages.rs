//! What readers are told, in every language: the catalogues that Postil ships are complete, and
//! no word of the interface stands anywhere else.

use std::{collections::BTreeSet, fs, path::Path};

use crate::fixtures;
use postil::{
    Options, build,
    diag::Severity,
    edition::Drafts,
    export::Format,
    io::{MemoryInput, MemoryOutput},
    text::messages::{Catalogue, Messages},
};

const LANGUAGES: [&str; 16] = [
    "ar", "de", "en", "es", "fa", "fr", "he", "it", "ja", "nl", "pl", "pt", "ru", "tr", "uk",
    "zh-Hans",
];

/// Returns a catalogue that Postil ships, and its text.
pub(crate) fn catalogue(language: &str) -> (String, Catalogue) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/folio/locales");
    let path = folder.join(format!("{language}.ftl"));
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{language}: {error}"));
    let catalogue = Catalogue::parse(language, &text);
    let (catalogue, errors) = catalogue;
    assert_eq!(errors, [], "{language}");
    (text, catalogue)
}

#[test]
fn catalogues_have_every_message_and_ask_for_what_they_are_given() {
    let (_, english) = catalogue("en");
    let known: Vec<_> = english.messages().collect();
    for language in LANGUAGES {
        let (_, own) = catalogue(language);
        let keys: Vec<&str> = own.messages().map(|(key, _)| key).collect();
        let distinct: BTreeSet<&str> = keys.iter().copied().collect();
        assert_eq!(keys.len(), distinct.len(), "{language}: a key stands twice");
        for (key, given) in &known {
            let found = own.messages().find(|(own, _)| own == key);
            let (_, asked) = found.unwrap_or_else(|| panic!("{language}: `{key}` is missing"));
            let mut may_ask = given.clone();
            if given.contains("rating-lower") {
                may_ask.insert("rating");
            }
            assert!(asked.is_subset(&may_ask), "{language}: `{key}` asks for {asked:?}");
            // A form may do without the number, a label with either spelling of the rating.
            let lost: Vec<_> = given.difference(&asked).collect();
            let may_do_without = ["n", "kind", "rating", "rating-lower"];
            assert!(
                lost.iter().all(|name| may_do_without.contains(name)),
                "{language}: `{key}` does not say {lost:?}"
            );
            assert!(
                !given.contains("rating-lower")
                    || asked.iter().any(|name| name.starts_with("rating")),
                "{language}: `{key}` does not say the rating"
            );
        }
        let strange = distinct.iter().find(|key| known.iter().all(|(own, _)| own != *key));
        assert_eq!(strange, None, "{language}");
    }
}

#[test]
fn catalogues_have_every_plural_form_of_their_language() {
    for language in LANGUAGES {
        let (text, own) = catalogue(language);
        let messages = Messages::new(language, std::slice::from_ref(&own));
        let categories: BTreeSet<String> =
            (0..=200).chain([1_000_000]).map(|number| messages.category(number)).collect();
        // Hebrew had a form for round tens that CLDR gave up; our plurals still know it.
        let is_given_up = |category: &str| (language, category) == ("he", "many");
        let mut rest = text.as_str();
        while let Some((_, after)) = rest.split_once("{ $n ->") {
            let (forms, after) = after.split_once("\n  }").expect("a choice has an end");
            for category in categories.iter().filter(|it| !is_given_up(it)) {
                assert!(forms.contains(&format!("[{category}]")), "{language}: {category} {forms}");
            }
            rest = after;
        }
    }
}

/// Returns the English catalogue with every text of a message in `⟦…⟧`, for a made-up language
/// `qaa`.
fn marked_catalogue() -> String {
    let (text, _) = catalogue("en");
    let mut marked = String::new();
    for line in text.lines() {
        let is_form = line.starts_with("   ") && line.contains('[');
        let (name, value) = match line.split_once(if is_form { "] " } else { " = " }) {
            Some(parts) if !line.starts_with('#') => parts,
            _ => {
                marked.push_str(&format!("{line}\n"));
                continue;
            }
        };
        let equals = if is_form { "] " } else { " = " };
        let value = match value {
            choice if choice.ends_with("->") => choice.to_owned(),
            value => format!("⟦{value}⟧"),
        };
        marked.push_str(&format!("{name}{equals}{value}\n"));
    }
    marked
}

/// An edition whose own words are all marked, too, with all that pages can show.
fn marked_edition() -> MemoryInput {
    let mut input = MemoryInput::default();
    let mut add = |path: &str, text: &str| {
        input.files.insert(path.to_owned(), text.as_bytes().to_vec());
    };
    add("content/locales/qaa.ftl", &marked_catalogue());
    add(
        "content/edition.yaml",
        "title: ⟦T⟧\nbase_url: https://example.org/\nlanguage: qaa\ndescription: ⟦d⟧\n\
         license: ⟦L⟧\nfindings: [⟦f⟧]\ndefault_editor: e\neditors: { e: { name: ⟦E⟧ } }\n\
         ratings:\n- { id: r, label: ⟦R⟧, tone: good, means: ⟦m⟧ }\n",
    );
    add(
        "content/glossary.yaml",
        "- { id: t, term: '4444', definition: ⟦def⟧, aliases: [⟦al⟧], \
         founded: ⟦1⟧, designations: [⟦2⟧], status: ⟦3⟧, status_as_of: 2020, see: [u] }\n\
         - { id: u, term: ⟦Other⟧, definition: ⟦def⟧ }\n",
    );
    add(
        "content/sources.yaml",
        "k:\n  type: book\n  title: ⟦S⟧\n  author: ⟦A⟧\n  date: 2020\n  \
         url: https://example.org/k\n  archived: { url: 'https://example.org/a', date: 2020 }\n  \
         quality: high\n  read: part\n  note: ⟦n⟧\nl:\n  type: book\n  title: ⟦S2⟧\n  \
         archived: { url: 'https://example.org/a' }\n",
    );
    add(
        "content/timeline.yaml",
        "- { id: x, date: 2020, event: ⟦ev⟧, sources: [{ ref: k }], \
         terms: [t], annotations: [a/c] }\n- { id: y, date: 2021, event: ⟦ev⟧, article: a }\n",
    );
    add("content/pages/corrections.md", "---\ntitle: ⟦C⟧\n---\n\n⟦text⟧\n");
    add("content/pages/about.md", "---\ntitle: ⟦B⟧\n---\n\n⟦text⟧\n");
    add(
        "content/a/index.md",
        "---\nauthors: [⟦A⟧]\npublisher: { name: ⟦P⟧ }\npublished: 2020\n\
         source_url: https://example.org/s\nrights: ⟦©⟧\nsummary: ⟦s⟧\n---\n# ⟦One⟧\n\n\
         1111 2222 3333 4444[^1]\n\n## ⟦Two⟧\n\n| ⟦a⟧ |\n|---|\n| ⟦b⟧ |\n\n[^1]: ⟦foot⟧\n",
    );
    add("content/locales/tlh.ftl", "language-name = ⟦K⟧\n");
    add(
        "content/a/index.tlh.md",
        "---\ntranslator: ⟦T⟧\nrights: ⟦©⟧\n---\n# ⟦One⟧\n\n5555\n\n## ⟦Two⟧\n\n\
         | ⟦a⟧ |\n|---|\n| ⟦b⟧ |\n",
    );
    add(
        "content/a/notes.yaml",
        "- { id: k, kind: note, quote: { in: tlh, exact: '5555' }, body: ⟦b⟧ }\n\
         - { id: c, kind: fact-check, quote: '1111', claim: ⟦cl⟧, \
         rating: r, summary: ⟦su⟧, body: ⟦b⟧, created: 2020-01-02, updated: 2020-01-03, \
         tags: [⟦tag⟧], corrections: [{ date: 2020-02-01, text: ⟦co⟧ }], \
         sources: [{ ref: k, stance: supports, quote: ⟦q⟧, note: ⟦n⟧ }, \
         { ref: l, stance: context }] }\n\
         - { id: c2, kind: fact-check, quote: '2222', claim: ⟦cl⟧, rating: r, summary: ⟦su⟧, \
         sources: [{ ref: k, stance: contradicts }] }\n\
         - { id: d, kind: note, quote: '2222', body: ⟦b⟧, status: draft }\n\
         - { id: e, kind: note, quote: '2222', body: ⟦b⟧, status: retracted }\n\
         - { id: g, kind: gloss, quote: '3333', term: u }\n\
         - { id: s, kind: counter-source, quote: '3333', summary: ⟦su⟧, sources: [{ ref: k }] }\n\
         - { id: lost, kind: note, quote: '9999', body: ⟦b⟧ }\n",
    );
    input
}

/// Returns what is left of a text without what is marked.
fn unmarked(text: &str) -> String {
    let mut left = String::new();
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            '⟦' => depth += 1,
            '⟧' => depth = depth.saturating_sub(1),
            c if depth == 0 => left.push(c),
            _ => {}
        }
    }
    left
}

/// Returns whether a text has a word that nothing marks; addresses and names of formats are
/// not of any language.
fn has_word(text: &str) -> bool {
    let left = unmarked(text);
    let words = left.split_whitespace().filter(|word| !word.contains("example.org"));
    let mut words = words.flat_map(|word| word.split(|c: char| !c.is_alphabetic()));
    words.any(|word| word.chars().count() > 1)
}

/// Attributes whose values readers meet.
const TOLD: [&str; 7] = [
    "alt=\"",
    "aria-label=\"",
    "placeholder=\"",
    "title=\"",
    "data-link=\"",
    "data-none=\"",
    "data-fail=\"",
];

/// Elements that show code, data, or what a citation style writes.
const NOT_TOLD: [&str; 4] = ["pre", "script", "style", "generator"];

/// Collects words that readers meet in markup and that nothing marks.
fn gather(page: &str, markup: &str, found: &mut Vec<String>) {
    let mut skipped: Option<&str> = None;
    let mut is_citation = false;
    for piece in markup.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap_or((piece, ""));
        let name = tag.trim_start_matches('/').split([' ', '/', '\n']).next().unwrap_or_default();
        match skipped {
            Some(open) if tag.starts_with('/') && name == open => skipped = None,
            Some(_) => continue,
            None => {
                let is_skipped = NOT_TOLD.contains(&name);
                if is_skipped && !tag.starts_with('/') && !tag.ends_with('/') {
                    skipped = Some(name);
                    continue;
                }
            }
        }
        for attribute in TOLD {
            if let Some((_, value)) = tag.split_once(attribute) {
                let value = value.split('"').next().unwrap_or_default();
                if has_word(value) {
                    found.push(format!("{page}: {attribute}{value}"));
                }
            }
        }
        is_citation = tag.starts_with("details class=\"cite\"") || is_citation && name != "details";
        // How a work is cited, its style says.
        if has_word(text) && !(is_citation && name == "p") {
            found.push(format!("{page}: <{name}> {}", text.trim()));
        }
    }
}

#[test]
fn every_word_that_readers_meet_is_in_the_catalogue() {
    let input = marked_edition();
    let options = Options { drafts: Drafts::Include, ..Options::default() };
    let output = MemoryOutput::default();
    let report = build(&options, &input, &output);
    assert_eq!(report.count(Severity::Error), 0, "{:?}", report.diagnostics);
    let mut found = Vec::new();
    let files = output.into_files();
    let mut n_pages = 0;
    for (path, bytes) in &files {
        let is_page = [".html", ".xml"].iter().any(|ending| path.ends_with(ending));
        if is_page && path != "sitemap.xml" {
            n_pages += 1;
            gather(path, &String::from_utf8_lossy(bytes), &mut found);
        }
    }
    assert!(n_pages > 12, "only {n_pages} pages");
    let book = fixtures::export(&input, Format::Epub, None).expect("it can be exported");
    for page in ["article.xhtml", "nav.xhtml", "glossary.xhtml", "sources.xhtml"] {
        let text = fixtures::file_of(&book, &format!("EPUB/{page}")).expect("the page is there");
        gather(page, &String::from_utf8_lossy(&text), &mut found);
    }
    let tei = fixtures::export(&input, Format::Tei, None).expect("it can be exported");
    let tei = String::from_utf8(tei).expect("it is text").replace("<label>Postil</label>", "");
    let codes = ["qaa", "tlh"].map(|code| format!(">{code}</language>"));
    let tei = codes.iter().fold(tei, |tei, code| tei.replace(code, "></language>"));
    gather("tei", &tei, &mut found);
    let markdown = fixtures::export(&input, Format::Markdown, None).expect("it can be exported");
    let body = String::from_utf8(markdown).expect("it is text");
    let lines = body.split("\n---\n").last().unwrap_or_default().lines();
    found.extend(lines.filter(|line| has_word(&without_markup(line))).map(str::to_owned));
    assert!(found.is_empty(), "{} words:\n{}", found.len(), found.join("\n"));
}

/// Returns a line of Markdown without the targets of its links and the labels of its notes.
fn without_markup(line: &str) -> String {
    let mut text = String::new();
    let mut rest = line;
    while let Some(at) = rest.find(['(', '[']) {
        let (before, after) = rest.split_at(at);
        text.push_str(before);
        let is_target = after.starts_with('(') && before.ends_with(']');
        let end = if is_target { ')' } else { ']' };
        rest = match after.split_once(end) {
            Some((_, after)) if is_target || after.starts_with("[^") => after,
            _ => {
                text.push(' ');
                &after[1..]
            }
        };
    }
    text + rest
}

/// Builds an edition in a language, with files besides; returns a page and what was found.
fn page_in(language: &str, files: &[(&str, &str)]) -> (String, Vec<String>) {
    let mut input = MemoryInput::default();
    let mut add = |path: &str, text: &str| {
        input.files.insert(path.to_owned(), text.as_bytes().to_vec());
    };
    let settings = format!(
        "title: T\nbase_url: https://example.org/\nlanguage: {language}\nmenu: [fact-checks]\n"
    );
    add("content/edition.yaml", &settings);
    add("content/a/index.md", "# One\n\nWords.\n");
    files.iter().for_each(|(path, text)| add(path, text));
    let output = MemoryOutput::default();
    let report = build(&Options::default(), &input, &output);
    let page = output.into_files().remove("checks/index.html").expect("the page is made");
    let codes = report.diagnostics.iter().map(|found| found.problem.code().to_owned());
    (String::from_utf8(page).expect("it is text"), codes.collect())
}

#[test]
fn an_edition_brings_a_language_of_its_own() {
    let (page, found) = page_in("gsw", &[("content/locales/gsw.ftl", "the-scale = D Skala\n")]);
    assert!(found.is_empty(), "{found:?}");
    assert!(page.contains(">Fact checks</h1>"), "what is not translated is English");
    let (page, found) = page_in("gsw", &[]);
    assert_eq!(found, ["no-catalogue"]);
    let marked = "<h2 id=\"scale_title\"><span lang=\"en\" dir=\"ltr\">The scale</span></h2>";
    assert!(!page.contains("The scale") || page.contains(marked), "{page}");
    assert!(page.contains("<span lang=\"en\" dir=\"ltr\">Skip to the text</span>"), "{page}");
    assert!(page.contains("aria-label=\"Main\"") && page.contains("<html lang=\"gsw\""));
}

#[test]
fn an_edition_and_its_theme_change_a_message() {
    let theme = [
        ("content/locales/de.ftl", "search = Finden\n"),
        ("themes/folio/locales/de.ftl", "search = Spüren\nfact-checks = Prüfungen\n"),
    ];
    let (page, found) = page_in("de-AT", &theme);
    assert!(found.is_empty(), "{found:?}");
    assert!(page.contains("Prüfungen") && page.contains("Finden") && !page.contains("Spüren"));
    assert!(page.contains("Zum Text springen"), "the others stay");
}

#[test]
fn a_template_that_asks_for_no_message_is_told() {
    let template =
        "{% extends \"base.html\" %}{% block main %}{{ t(key=\"no-such\") }}{% endblock %}";
    let mut input = MemoryInput::default();
    for (path, text) in [
        ("content/edition.yaml", "title: T\nbase_url: https://example.org/\n"),
        ("content/a/index.md", "# One\n"),
        ("themes/folio/templates/glossary.html", template),
        ("content/glossary.yaml", "- { id: t, term: t, definition: d }\n"),
    ] {
        input.files.insert(path.to_owned(), text.as_bytes().to_vec());
    }
    let report = build(&Options::default(), &input, &MemoryOutput::default());
    let told = report.diagnostics.iter().map(|found| found.problem.to_string());
    let told: Vec<String> = told.filter(|it| it.contains("no-such")).collect();
    assert_eq!(told.len(), 1, "{:?}", report.diagnostics);
}
