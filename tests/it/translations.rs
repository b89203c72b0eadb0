//! Translations beside a text: which blocks face each other, and that a note stays in the text
//! that it quotes.

use postil::{diag::Diagnostics, edition::MarkdownFile, text::prose::Markup};
use proptest::prelude::*;

use crate::sandbox::Sandbox;

const TEXT: &str = "# Boote\n\nIm Hafen lagen Boote.\n\nWir warten. Wir warten noch.\n";
const ENGLISH: &str =
    "---\ntranslator: T\n---\n# Boats\n\nIn the harbour lay boats.\n\nWe wait. We still wait.\n";
const NOTES: &str = "\
- id: own
  kind: note
  quote: Wir warten noch
  body: Of the text.
- id: english
  kind: note
  quote: { in: en, exact: We still wait }
  body: Of the translation.
";

/// Makes an edition of one article in German with an English translation and a note on each.
fn edition() -> Sandbox {
    let sandbox = Sandbox::small();
    sandbox.remove("content");
    let settings = "title: Boats\nlanguage: en\nbase_url: https://example.org/\n";
    sandbox.write("content/edition.yaml", settings);
    sandbox.write("content/boats/index.md", format!("---\nlanguage: de\n---\n{TEXT}"));
    sandbox.write("content/boats/index.en.md", ENGLISH);
    sandbox.write("content/boats/notes.yaml", NOTES);
    sandbox
}

#[test]
fn each_text_is_remembered_and_followed_by_itself() {
    let sandbox = edition();
    sandbox.succeed(&["anchors", "reanchor"]).expect_said("2 lock files written");
    let [own, english] = ["anchors.lock.yaml", "anchors.en.lock.yaml"]
        .map(|name| sandbox.read(&format!("content/boats/{name}")));
    assert!(own.contains("\"own\"") && !own.contains("\"english\""), "{own}");
    assert!(english.contains("\"english\"") && !english.contains("\"own\""), "{english}");
    // The words of the note now stand in both texts, and are reworded in the one it quotes.
    let edited = ENGLISH.replace("We still wait.", "We are still waiting here.");
    sandbox.write("content/boats/index.en.md", &edited);
    let text = sandbox.read("content/boats/index.md") + "\nWe still wait.\n";
    sandbox.write("content/boats/index.md", text);
    let said = sandbox.run(&["check"]);
    assert!(said.err.contains("now reads “We are still waiting"), "{}", said.err);
    sandbox.succeed(&["anchors", "accept", "--all-changed"]);
    let notes = sandbox.read("content/boats/notes.yaml");
    assert!(notes.contains("in: en"), "{notes}");
    assert!(notes.contains("still waiting"), "{notes}");
    let status = sandbox.succeed(&["anchors", "status"]).out;
    assert!(status.contains("boats/english  en "), "{status}");
    assert!(!sandbox.read("content/boats/anchors.lock.yaml").contains("\"english\""));
}

#[test]
fn a_note_that_leaves_a_translation_leaves_its_lock_file() {
    let sandbox = edition();
    sandbox.succeed(&["anchors", "reanchor"]);
    let notes = NOTES.replace("{ in: en, exact: We still wait }", "Im Hafen");
    sandbox.write("content/boats/notes.yaml", notes);
    sandbox.succeed(&["anchors", "reanchor"]);
    assert!(!sandbox.has("content/boats/anchors.en.lock.yaml"));
    sandbox.succeed(&["check", "--deny", "warnings"]);
}

#[test]
fn an_annotation_is_added_and_edited_in_a_translation() {
    let sandbox = edition();
    let new = ["annotate", "add", "boats", "--id", "new", "--kind", "note", "--body", "New."];
    sandbox.succeed(&[&new[..], &["--in", "en", "--quote", "harbour"]].concat());
    let notes = sandbox.read("content/boats/notes.yaml");
    assert!(notes.contains("in: en") && notes.contains("exact: harbour"), "{notes}");
    assert!(sandbox.read("content/boats/anchors.en.lock.yaml").contains("\"new\""));
    let fr = [&new[..4], &["other"], &new[5..], &["--in", "fr", "--quote", "harbour"]].concat();
    sandbox.run(&fr).expect_code(1).expect_said("there is no translation “fr”");
    let german = [&new[..4], &["other"], &new[5..], &["--quote", "harbour"]].concat();
    sandbox.run(&german).expect_code(1).expect_said("say so: `--in en`");
}

#[test]
fn annotations_of_a_translation_come_back_into_it() {
    let sandbox = edition();
    let exported = sandbox.succeed(&["export", "--format", "web-annotation"]).out;
    assert!(exported.contains("\"language\":\"en\"") && exported.contains("\"language\":\"de\""));
    assert!(exported.contains("boats/prose.en.txt"));
    sandbox.write("notes.jsonld", &exported);
    sandbox.write("content/boats/notes.yaml", "[]\n");
    sandbox.run(&["import", "--article", "boats", "notes.jsonld"]);
    let notes: String = sandbox
        .files()
        .into_iter()
        .filter(|(path, _)| path.ends_with(".yaml") && !path.contains("lock"))
        .map(|(_, bytes)| String::from_utf8(bytes).expect("it is text"))
        .collect();
    assert!(notes.contains("in: en"), "{notes}");
    assert_eq!(notes.matches("in: en").count(), 1, "{notes}");
}

#[test]
fn a_draft_of_a_translation_is_left_out_with_its_notes() {
    let sandbox = edition();
    let draft = ENGLISH.replacen("---\n", "---\ndraft: true\n", 1);
    sandbox.write("content/boats/index.en.md", draft);
    sandbox.succeed(&["build"]);
    let page = sandbox.read("public/boats/index.html");
    assert!(!page.contains("harbour") && !page.contains("data-facing"), "{page}");
    assert!(!page.contains("id=\"english\"") && page.contains("id=\"own\""), "{page}");
    assert!(!sandbox.has("public/boats/prose.en.txt"));
}

#[test]
fn a_translation_alone_is_built_anew_when_it_changes() {
    let sandbox = edition();
    sandbox.succeed(&["build"]);
    let other = ENGLISH.replace("harbour", "port");
    sandbox.write("content/boats/index.en.md", &other);
    sandbox.succeed(&["build"]);
    assert!(sandbox.read("public/boats/index.html").contains("In the port"));
    assert!(sandbox.read("public/boats/prose.en.txt").contains("In the port"));
    sandbox.remove("content/boats/index.en.md");
    sandbox.write(
        "content/boats/notes.yaml",
        NOTES.split_once("- id: english").expect("it is there").0,
    );
    sandbox.succeed(&["build"]);
    assert!(!sandbox.has("public/boats/prose.en.txt"));
    assert!(!sandbox.read("public/boats/index.html").contains("data-facing"));
}

fn read(text: &str) -> MarkdownFile {
    let file = MarkdownFile::new("a.md", text.into(), 1_000_000, &Diagnostics::default());
    file.expect("it is Markdown")
}

/// Returns the prose of a text and the slugs of its headings.
fn headings(text: &str) -> (String, Vec<String>) {
    let file = read(text);
    let markup: Markup<'_> = file.markup(&Diagnostics::default()).expect("it can be read");
    let mut all = postil::edition::Fragments::default();
    all.add(&markup, "");
    let slugs = all.blocks.iter().filter_map(|block| block.strip_prefix("h-").map(str::to_owned));
    (markup.prose.text.clone(), slugs.collect())
}

#[test]
fn a_heading_takes_the_id_that_stands_behind_it() {
    for (text, prose, slug) in [
        ("# A title {#first}", "A title", "first"),
        ("# A *title* {#first}", "A title", "first"),
        ("# *A title* {#first} ", "A title", "first"),
        ("A title {#Erster_Satz}\n====", "A title", "Erster_Satz"),
        // What only looks like it stays.
        ("# A set {a, b}", "A set {a, b}", "a-set-a-b"),
        ("# A title{#first}", "A title{#first}", "a-title-first"),
        ("# {#first}", "{#first}", "first"),
        ("# A title {#}", "A title {#}", "a-title"),
        ("# A title {#two words}", "A title {#two words}", "a-title-two-words"),
        ("# A title {#first} more", "A title {#first} more", "a-title-first-more"),
        ("# `{#code}`", "{#code}", "code"),
    ] {
        assert_eq!(headings(text), (prose.to_owned(), vec![slug.to_owned()]), "{text}");
    }
    let (_, slugs) = headings("# One {#a}\n\n# Two {#a}\n\n# Three {#a-2}\n");
    assert_eq!(slugs.len(), 3, "{slugs:?}");
}

/// Returns texts of paragraphs of some lengths; one is as much longer than the other, in
/// percent.
fn texts(lengths: &[usize], longer: usize) -> [Vec<String>; 2] {
    let text = |word: &str, scale: usize| {
        let paragraph = |length: &usize| {
            format!("{word} ").repeat((length * scale / 100 / (word.len() + 1)).max(1))
        };
        lengths.iter().map(paragraph).collect::<Vec<String>>()
    };
    [text("wort", 100), text("word", longer)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A block that a translation has and its text has not is named, or one whose place it
    /// could as well have, as that is as long.
    #[test]
    fn the_block_that_is_too_much_is_named(
        lengths in prop::collection::vec(60..900_usize, 4..30),
        at in any::<prop::sample::Index>(),
        extra in 60..900_usize,
        longer in 60..170_usize,
        is_of_text in any::<bool>(),
    ) {
        let [mut own, mut other] = texts(&lengths, longer);
        let at = at.index(own.len() + 1);
        let [one, two] = texts(&[extra], longer);
        if is_of_text { own.insert(at, one[0].clone()) } else { other.insert(at, two[0].clone()) }
        let mark = |blocks: &mut Vec<String>| {
            for (index, block) in blocks.iter_mut().enumerate() {
                block.insert_str(0, &format!("No{index} "));
            }
        };
        mark(&mut own);
        mark(&mut other);
        let sandbox = edition();
        sandbox.write("content/boats/notes.yaml", "[]\n");
        let german = format!("---\nlanguage: de\n---\n{}", own.join("\n\n"));
        sandbox.write("content/boats/index.md", german);
        let english = format!("---\ntranslator: T\n---\n{}", other.join("\n\n"));
        sandbox.write("content/boats/index.en.md", english);
        let said = sandbox.run(&["check"]).err;
        prop_assert!(said.contains("[translation-blocks]"), "{said}");
        let after = |words| said.split(words).nth(1);
        let named = after("seems wrong is “No").or_else(|| after("beside “No"));
        let named = named.and_then(|rest| rest.split(' ').next()?.parse::<usize>().ok());
        let near = |found: usize| {
            let (from, to) = (found.min(at), found.max(at));
            // Between what is named and what was added, blocks are much alike.
            from == to || lengths[from..to.min(lengths.len())].iter().all(|length| {
                let ratio = *length as f64 / extra as f64;
                (0.5..2.0).contains(&ratio)
            })
        };
        prop_assert!(named.is_some_and(near), "{at} {named:?}\n{said}");
    }
}
