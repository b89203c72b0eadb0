//! Edits of random lists in random layouts: what is not meant stays, byte for byte.

use postil::{
    edit::{self, EditError, Edited, List, Operation},
    io::SourceFile,
};
use proptest::prelude::*;
use serde_json::{Value, json};

fn file(text: &str) -> SourceFile {
    SourceFile::new("content/a/notes.yaml", text.to_owned())
}

fn operation(json: Value) -> Operation {
    serde_json::from_value(json).expect("an operation as JSON")
}

/// Texts as people write them, and as they should not.
fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-z][a-z ,.é’]{0,20}[a-z]",
        1 => prop::sample::select(vec![
            "no", "012", "a: b", "- a", "#x", "a #b", "\"q\"", "it's", "{a}", "[b]", "*c", "&d",
            "!e", "%f", "@g", "`h", "a\\b", "~", "null", "12:30", "2026-11-22", "é\u{202e}x", "|",
            ">", "? a", ": b", "a:", "-", "---", "...", "\u{feff}a", "a\u{2028}b", "a\u{85}b",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
        1 => long(),
    ]
}

/// Texts of one line that are too long for it: of words and of what looks like YAML, with
/// one space between, or more.
fn long() -> impl Strategy<Value = String> {
    let odd = ["#", "-", "a:", "---", "...", "\"q\"", ">-", "|", "\u{2028}", "\t"];
    let word = prop_oneof![
        6 => "[a-zé]{1,12}",
        1 => prop::sample::select(odd.to_vec()).prop_map(str::to_owned),
        1 => "x{90,130}",
    ];
    let gap = prop_oneof![9 => Just(" "), 1 => Just("  "), 1 => Just("   ")];
    prop::collection::vec((word, gap), 10..40)
        .prop_map(|parts| parts.into_iter().map(|(word, gap)| word + gap).collect())
}

fn body() -> impl Strategy<Value = String> {
    prop::collection::vec(prop_oneof![words(), Just(String::new()), Just("    code".into())], 1..5)
        .prop_map(|lines| lines.join("\n"))
}

/// The fields of an entry as an editor would hand them in.
fn fields() -> impl Strategy<Value = Value> {
    let source = (words(), words()).prop_map(|(key, note)| json!({"ref": key, "note": note}));
    (
        prop::option::of(words()),
        prop::option::of(body()),
        prop::option::of(words()),
        prop::collection::vec(source, 0..3),
        prop::collection::vec(words(), 0..3),
    )
        .prop_map(|(quote, body, summary, sources, tags)| {
            json!({"kind": "note", "quote": quote, "body": body, "summary": summary,
                   "sources": sources, "tags": tags})
        })
}

/// How an entry of a list is written: its lines without the list's indentation.
fn entry(id: usize) -> impl Strategy<Value = String> {
    let field = prop::sample::select(vec![
        "kind: note",
        "kind:   'note' # why",
        "quote: \"one: two\"",
        "quote: one\n  two",
        "quote: >-\n  one\n  two",
        "quote: { exact: one, prefix: zero } # which",
        "quote: {\n  exact: one }",
        "body: |\n  One.\n\n  # Two.",
        "body: |2-\n    One.",
        "body: |+\n  One.\n\n",
        "body: One.",
        "sources: # all\n  # the first\n  - ref: one # it\n    note: |\n      Two.\n  - {ref: two}",
        "sources:\n- { ref: one }",
        "sources: [{ ref: one }, { ref: two }]",
        "tags:\n  - one\n  # between\n  - two",
        "tags: [ one , two ]",
        "summary:",
        "summary: ~ # none",
        "by: &anchor_ID someone",
        "# a comment",
        "",
    ]);
    let block = prop::collection::vec(field, 0..5).prop_map(move |fields| {
        let mut seen = Vec::new();
        let mut lines = vec![format!("id: e{id}")];
        for field in fields {
            let name = field.split(':').next().unwrap_or_default();
            if seen.contains(&name) && name.chars().all(char::is_alphanumeric) {
                continue;
            }
            seen.push(name);
            lines.extend(field.replace("ID", &id.to_string()).split('\n').map(str::to_owned));
        }
        lines
    });
    let layout = prop::sample::select(vec!["- ", "-   ", "-\n  ", "- # head\n   "]);
    let in_lines = (block, layout).prop_map(|(lines, head)| {
        let width = head.len() - head.rfind('\n').map_or(0, |at| at + 1);
        let indent = " ".repeat(width);
        let indented = lines.iter().enumerate().map(|(index, line)| match index {
            0 => format!("{head}{line}\n"),
            _ if line.is_empty() => "\n".to_owned(),
            _ => format!("{indent}{line}\n"),
        });
        indented.collect::<String>()
    });
    let in_braces = prop::sample::select(vec![
        "- { id: ID, kind: note, quote: one }\n",
        "- {id: ID,quote: \"a, b\",}\n",
        "- { \"id\": ID,\n    kind: note, # why\n    tags: [a] }\n",
    ]);
    let in_braces = in_braces.prop_map(move |text| text.replace("ID", &format!("e{id}")));
    prop_oneof![4 => in_lines, 1 => in_braces]
}

/// A sidecar in some layout, and how many entries it has.
fn sidecar() -> impl Strategy<Value = (String, usize)> {
    let separator =
        prop::sample::select(vec!["", "\n", "\n\n", "# between\n", "\n# between\n", "  # in\n"]);
    let entries = (0..4_usize).prop_flat_map(move |count| {
        let all: Vec<_> = (0..count).map(|id| (entry(id), separator.clone())).collect();
        all
    });
    let head =
        prop::sample::select(vec!["", "# head\n", "# head\n\n", "---\n", "%YAML 1.1\n---\n"]);
    let tail =
        prop::sample::select(vec!["", "\n", "# end\n", "\n# end\n\n", "...\n", "\n...\n# x\n"]);
    let indent = prop::sample::select(vec!["", "  ", "   "]);
    let form = (any::<bool>(), any::<bool>(), any::<bool>());
    (entries, head, tail, indent, form).prop_map(|(entries, head, tail, indent, form)| {
        let (with_bom, with_cr, is_open) = form;
        let count = entries.len();
        let list: String = entries.into_iter().map(|(text, after)| text + after).collect();
        let list: String = list
            .split_inclusive('\n')
            .map(|line| if line == "\n" { line.to_owned() } else { format!("{indent}{line}") })
            .collect();
        let mut text = format!("{head}{list}{tail}");
        if with_cr {
            text = text.replace('\n', "\r\n");
        }
        if is_open {
            text.truncate(text.trim_end_matches(['\n', '\r']).len());
        }
        let mark = if with_bom && !head.starts_with('%') { "\u{feff}" } else { "" };
        (format!("{mark}{text}"), count)
    })
}

/// Returns a text without some of its lines (from 1, end exclusive).
fn without(text: &str, lines: Option<std::ops::Range<usize>>) -> Vec<&str> {
    let lines = lines.unwrap_or(0..0);
    let all = text.trim_start_matches('\u{feff}').lines().enumerate();
    all.filter(|(index, _)| !lines.contains(&(index + 1))).map(|(_, line)| line).collect()
}

/// Checks that the undo of an edit gives the first bytes.
#[track_caller]
fn check_undo(before: &str, edited: &Edited) {
    let back = edit::undo(&file(&edited.text), &edited.undo).expect("an edit can be undone");
    assert_eq!(back.text, before);
}

/// Makes an edit, which must not be refused.
#[track_caller]
fn make(before: &str, json: Value) -> Edited {
    try_make(before, json).expect("only entries that end in blank lines may be refused")
}

/// Makes an edit. To an entry that ends in blank lines (`|+`) belongs whatever blank
/// line comes to stand below it; such an edit may be refused.
#[track_caller]
fn try_make(before: &str, json: Value) -> Option<Edited> {
    let shown = json.to_string();
    match edit::apply(List::Annotations, &file(before), &operation(json)) {
        Ok(edited) => Some(edited),
        Err(EditError::Layout) if before.contains("|+") => None,
        Err(refusal) => panic!("{refusal}\n{shown}\n{before}\n{before:?}"),
    }
}

/// Whether the generated text is one that Postil reads; some are none.
fn is_sound(text: &str) -> bool {
    edit::entries(List::Annotations, &file(text)).is_ok()
}

fn config() -> ProptestConfig {
    let given = ProptestConfig::default();
    let cases = given.cases.max(1000);
    // Some random lists are none, or empty.
    ProptestConfig { cases, max_global_rejects: cases, failure_persistence: None, ..given }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn an_added_entry_is_its_added_lines(sidecar in sidecar(), fields in fields()) {
        let (before, _) = sidecar;
        prop_assume!(is_sound(&before));
        let Some(edited) = try_make(&before, json!({"op": "add", "id": "new", "fields": fields}))
        else {
            return Ok(());
        };
        let added = Some(edited.changed.clone());
        prop_assert_eq!(without(&edited.text, added), without(&before, None));
        check_undo(&before, &edited);
        let removed = make(&edited.text, json!({"op": "remove", "id": "new"}));
        prop_assert_eq!(removed.text, before);
    }

    #[test]
    fn a_long_text_is_read_as_it_was_given(text in long(), sidecar in sidecar()) {
        let (before, _) = sidecar;
        prop_assume!(is_sound(&before));
        let add = json!({"op": "add", "id": "new", "fields": {"kind": "note", "summary": text}});
        let Some(edited) = try_make(&before, add) else { return Ok(()) };
        let fields = edit::fields_of(List::Annotations, &file(&edited.text), "new");
        let fields = fields.expect("it was added");
        prop_assert_eq!(fields.get("summary").and_then(|it| it.as_str()), Some(text.trim()));
        let own = edited.entry.expect("it is there");
        let lines: Vec<&str> = edited.text.lines().skip(own.start - 1).take(own.len()).collect();
        let can_be_broken = |line: &str| {
            let words: Vec<&str> = line.trim().split(' ').collect();
            words.windows(2).any(|pair| !pair.contains(&""))
        };
        let is_folded = lines.iter().any(|line| line.ends_with("summary: >-"));
        for line in lines.iter().filter(|_| is_folded) {
            prop_assert!(line.chars().count() <= 100 || !can_be_broken(line), "{}", line);
        }
    }

    #[test]
    fn a_changed_entry_leaves_all_others(
        (before, count) in sidecar(),
        fields in fields(),
        at in 0..4_usize,
    ) {
        prop_assume!(count > 0 && is_sound(&before));
        let id = format!("e{}", at % count);
        let Some(edited) = try_make(&before, json!({"op": "set", "id": id, "fields": fields}))
        else {
            return Ok(());
        };
        check_undo(&before, &edited);
        let nothing = edit::apply(
            List::Annotations,
            &file(&edited.text),
            &operation(json!({"op": "set", "id": id, "fields": fields})),
        );
        prop_assert_eq!(nothing.expect("setting it again is fine").text, edited.text.clone());
        let old_lines = make(&before, json!({"op": "set", "id": id, "fields": {}})).entry;
        let (old_lines, new_lines) = (old_lines.expect("it is there"), edited.entry.expect("too"));
        let (old, new) = (without(&before, None), without(&edited.text, None));
        prop_assert_eq!(&old[..old_lines.start - 1], &new[..new_lines.start - 1]);
        prop_assert!(new.ends_with(&old[old_lines.end - 1..]) || before.contains("|+"));
    }

    #[test]
    fn a_removed_entry_takes_only_its_own_lines(sidecar in sidecar(), at in 0..4_usize) {
        let (before, count) = sidecar;
        prop_assume!(count > 0 && is_sound(&before));
        let id = format!("e{}", at % count);
        let Some(edited) = try_make(&before, json!({"op": "remove", "id": id})) else {
            return Ok(());
        };
        check_undo(&before, &edited);
        let kept = |text: &str| -> Vec<String> {
            let lines = without(text, None).into_iter();
            // A list without entries may be left as `[]`.
            lines.filter(|line| !["", "[]"].contains(&line.trim())).map(str::to_owned).collect()
        };
        let (old, new) = (kept(&before), kept(&edited.text));
        prop_assert!(new.len() < old.len());
        let n_above = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
        prop_assert!(old.ends_with(&new[n_above..]));
    }

    #[test]
    fn any_text_is_edited_or_refused(text in any::<String>(), fields in fields()) {
        let add = operation(json!({"op": "add", "id": "new", "fields": fields}));
        for list in [List::Annotations, List::Terms, List::Sources] {
            if let Ok(edited) = edit::apply(list, &file(&text), &add) {
                check_undo(&text, &edited);
            }
        }
    }
}
