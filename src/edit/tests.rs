//! Edits as differences: `⟦old→new⟧` in a text shows what an edit changes.

use serde_yaml::Value;

use super::{EditError, List, Operation, add, apply, undo};
use crate::io::SourceFile;

fn file(text: &str) -> SourceFile {
    SourceFile::new("a.yaml", text.to_owned())
}

/// Splits a text with marks into what it was and what it shall be.
fn sides(marked: &str) -> (String, String) {
    let (mut old, mut new) = (String::new(), String::new());
    let mut rest = marked;
    while let Some((before, inner)) = rest.split_once('⟦') {
        let (change, after) = inner.split_once('⟧').expect("a mark is closed");
        let (was, becomes) = change.split_once('→').expect("a mark has two sides");
        old += before;
        new += before;
        old += was;
        new += becomes;
        rest = after;
    }
    (old + rest, new + rest)
}

fn operation(json: &str) -> Operation {
    serde_json::from_str(json).expect("an operation as JSON")
}

/// Checks that an operation makes the marked change, and that its undo takes it back.
#[track_caller]
fn check_list(list: List, json: &str, marked: &str) {
    let (old, new) = sides(marked);
    let edited = apply(list, &file(&old), &operation(json)).expect("the edit is made");
    assert_eq!(edited.text, new);
    let back = undo(&file(&edited.text), &edited.undo).expect("the edit is undone");
    assert_eq!(back.text, old);
    let again = undo(&file(&back.text), &back.undo).expect("the undo is undone");
    assert_eq!(again.text, new);
}

#[track_caller]
fn check(json: &str, marked: &str) {
    check_list(List::Annotations, json, marked);
    // With the line ends of Windows, and with a byte order mark, the same.
    if sides(marked).0.contains('\n') {
        check_list(List::Annotations, json, &marked.replace('\n', "\r\n"));
    }
    if !marked.starts_with('%') {
        check_list(List::Annotations, json, &format!("\u{feff}{marked}"));
    }
}

#[track_caller]
fn check_refused(json: &str, text: &str, message: &str) {
    let refusal = apply(List::Annotations, &file(text), &operation(json)).expect_err("refused");
    assert!(refusal.to_string().contains(message), "{refusal}");
}

const ADD: &str = r#"{"op": "add", "id": "new", "fields": {"quote": "q", "kind": "note"}}"#;
const RETRACT: &str = r#"{"op": "retract", "id": "a"}"#;
const REMOVE: &str = r#"{"op": "remove", "id": "a"}"#;

#[test]
fn an_entry_is_added_in_the_style_of_the_list() {
    check(ADD, "- id: a\n⟦→\n- id: new\n  kind: note\n  quote: q\n⟧");
    check(ADD, "- id: a\n- id: b\n⟦→- id: new\n  kind: note\n  quote: q\n⟧");
    check(ADD, "- id: a\n\n\n- id: b\n⟦→\n\n- id: new\n  kind: note\n  quote: q\n⟧");
    check(ADD, "  - id: a\n⟦→\n  - id: new\n    kind: note\n    quote: q\n⟧");
    check(ADD, "-   id: a\n    kind: note\n⟦→\n-   id: new\n    kind: note\n    quote: q\n⟧");
}

#[test]
fn a_number_within_a_field_is_changed_where_it_stands() {
    let set = r#"{"op": "set", "id": "a", "fields": {"quote": {"exact": "x", "occurrence": 3}}}"#;
    check(set, "- id: a\n  quote: { exact:  'x' , occurrence: ⟦2→3⟧ } # c\n  kind: note\n");
    check(set, "- id: a\n  quote:\n    exact: 'x' # a\n    # b\n    occurrence: ⟦2→3⟧ # c\n");
    check(set, "- { id: a, quote: { occurrence: ⟦2→3⟧, exact: \"x\" } }\n");
}

#[test]
fn an_entry_is_added_below_what_ends_the_list() {
    check(ADD, "- id: a\n# The end.\n⟦→\n- id: new\n  kind: note\n  quote: q\n⟧");
    check(ADD, "- id: a⟦→\n\n- id: new\n  kind: note\n  quote: q⟧");
    check(ADD, "- id: a\n⟦→\n- id: new\n  kind: note\n  quote: q\n⟧\n\n");
    check(ADD, "%YAML 1.1\n---\n- id: a\n⟦→\n- id: new\n  kind: note\n  quote: q\n⟧...\n# after\n");
    check(ADD, "- id: a\n  body: |+\n    text\n\n⟦→- id: new\n  kind: note\n  quote: q\n⟧");
}

#[test]
fn an_entry_is_added_to_a_file_without_any() {
    check(ADD, "⟦→- id: new\n  kind: note\n  quote: q\n⟧");
    check(ADD, "# only\n⟦→\n- id: new\n  kind: note\n  quote: q\n⟧");
    check(ADD, "# only⟦→\n\n- id: new\n  kind: note\n  quote: q⟧");
    check(ADD, "---\n⟦→- id: new\n  kind: note\n  quote: q\n⟧");
    check(ADD, "⟦[]\n→- id: new\n  kind: note\n  quote: q\n⟧");
    check(ADD, "⟦[] →⟧# none yet\n⟦→\n- id: new\n  kind: note\n  quote: q\n⟧");
    check(ADD, "# head\n⟦null→\n- id: new\n  kind: note\n  quote: q⟧\n");
}

#[test]
fn an_entry_is_added_to_a_list_in_brackets() {
    check(ADD, "[{id: a}⟦→, { id: new, kind: note, quote: q }⟧]\n");
    check(ADD, "[\n  {id: a}⟦→,\n  { id: new, kind: note, quote: q }⟧\n]\n");
    check(ADD, "- { id: a }\n⟦→\n- id: new\n  kind: note\n  quote: q\n⟧");
}

#[test]
fn texts_sources_and_quotes_are_written_as_editors_write_them() {
    let json = r#"{"op": "add", "id": "new", "fields": {
        "tags": ["numbers", "a, b"], "status": "", "created": "2026-11-22", "by": null,
        "sources": [{"stance": "contradicts", "note": "its own: range", "ref": "cia-2014"}],
        "body": "One.\r\n\r\n# Two\n\n", "summary": "He said: no", "rating": "false",
        "quote": {"suffix": "province", "exact": "Idlib", "prefix": "forces in"},
        "kind": "fact-check"}}"#;
    check(
        json,
        "⟦→- id: new\n  kind: fact-check\n  \
         quote: { exact: Idlib, prefix: forces in, suffix: province }\n  rating: \"false\"\n  \
         summary: \"He said: no\"\n  body: |\n    One.\n\n    # Two\n  sources:\n    \
         - { ref: cia-2014, stance: contradicts, note: \"its own: range\" }\n  \
         created: 2026-11-22\n  tags: [numbers, \"a, b\"]\n⟧",
    );
}

#[test]
fn lists_within_entries_stand_as_in_the_file() {
    let json = r#"{"op": "add", "id": "new", "fields": {"sources": [{"ref": "k"}]}}"#;
    check(json, "- id: a\n  sources:\n  - ref: j\n⟦→\n- id: new\n  sources:\n  - { ref: k }\n⟧");
}

#[test]
fn a_field_is_added_where_it_belongs() {
    check(RETRACT, "- id: a\n  kind: note # c\n⟦→  status: retracted\n⟧  tags: [b]\n- id: b\n");
    check(RETRACT, "- id: a\n  body: |\n    x\n⟦→  status: retracted\n⟧\n# b\n- id: b\n");
    check(RETRACT, "- id: a⟦→\n  status: retracted⟧");
    check(RETRACT, "-\n  id: a\n⟦→  status: retracted\n⟧-\n  id: b\n");
    check(RETRACT, "- {id: a, kind: note⟦→, status: retracted⟧, tags: [b]}\n");
    check(RETRACT, "[ { id: b }, { id: a⟦→, status: retracted⟧ } ]\n");
}

#[test]
fn a_value_is_replaced_and_nothing_else() {
    let set = |value: &str| format!(r#"{{"op": "set", "id": "a", "fields": {{{value}}}}}"#);
    let quote = set(r#""quote": "new: words", "id": "a", "kind": "note""#);
    check(
        &quote,
        "- id: a\n  kind:   'note'\n  quote:⟦  \"old\"→ \"new: words\"⟧   # why\n- id: b\n",
    );
    check(
        &quote,
        "- id: a\n  kind: note\n  quote:⟦ >-\n    old\n    words→ \"new: words\"⟧\n\n- id: b\n",
    );
    check(&quote, "- id: a\n  kind: note\n  quote: ⟦old\n    words→\"new: words\"⟧\n  by: x\n");
    check(&quote, "- { id: a, kind: note, quote: ⟦old→\"new: words\"⟧ }\n");
    let body = set(r#""body": "B.\n\nC.""#);
    check(&body, "- id: a\n  body: ⟦b.→|⟧ # why⟦→\n    B.\n\n    C.⟧\n  by: x\n");
    check(&body, "- id: a\n  body: | # why\n    ⟦b→B⟧.⟦→\n\n    C.⟧\n\n- id: b\n");
    check(&body, "- { id: a, body: ⟦b→\"B.\\n\\nC.\\n\"⟧ }\n");
}

#[test]
fn equal_values_stay_as_they_are_written() {
    let json = r#"{"op": "set", "id": "a", "fields": {"body": "B.", "quote": "a b", "by": null}}"#;
    check(json, "- id: a\n  quote: >-\n    a\n    b\n  body: 'B.'\n");
}

#[test]
fn only_changed_sources_are_written_anew() {
    let set = |refs: &[&str]| {
        let refs: Vec<_> = refs.iter().map(|name| format!(r#"{{"ref": "{name}"}}"#)).collect();
        let refs = refs.join(",");
        format!(r#"{{"op": "set", "id": "a", "fields": {{"sources": [{refs}]}}}}"#)
    };
    let head = "- id: a\n  sources: # all\n";
    let text = |list: &str| format!("{head}{list}  by: x\n");
    check(&set(&["j", "k"]), &text("    - ref: j # one\n⟦→    - { ref: k }\n⟧"));
    check(&set(&["k", "j"]), &text("⟦→    - { ref: k }\n⟧    - ref: j # one\n"));
    check(&set(&["j"]), &text("    - ref: j # one\n⟦    # two\n    - ref: k\n→⟧"));
    check(&set(&["j"]), &text("⟦    - ref: k\n→⟧    - ref: j # one\n"));
    check(&set(&["i", "l"]), &text("  - ref: i\n  - ⟦ref: k→{ ref: l }⟧\n"));
    check(&set(&["m"]), &text("    - ⟦ref: j→{ ref: m }⟧\n"));
}

#[test]
fn a_field_is_taken_away() {
    let json = r#"{"op": "set", "id": "a", "fields": {"body": "", "kind": null}}"#;
    check(json, "- id: a\n⟦  kind: note # c\n→⟧  # d\n⟦  body: |\n    x\n\n    y\n→⟧\n- id: b\n");
    check(json, "- ⟦kind: note\n  →⟧id: a\n");
    check(json, "- { id: a⟦, kind: note→⟧, by: x⟦, body: b→⟧ }\n");
    check(json, "- id: a⟦\n  body: x→⟧");
}

#[test]
fn an_entry_is_removed_with_what_is_its_own() {
    check(REMOVE, "# head\n\n⟦- id: a\n  kind: note\n\n→⟧# between\n- id: b\n");
    check(REMOVE, "- id: b\n⟦- id: a\n  # own\n→⟧- id: c\n");
    check(REMOVE, "- id: b\n  body: |\n    x\n\n⟦- id: a\n\n    # own\n→⟧# c\n- id: c\n");
    check(REMOVE, "- id: b\n⟦\n- id: a\n  body: |\n    x\n→⟧");
    check(REMOVE, "- id: b⟦\n\n- id: a→⟧");
    check(REMOVE, "- id: b\n⟦\n- id: a\n→⟧\n");
    check(REMOVE, "- id: b\n⟦- id: a\n→⟧# end\n");
    check(REMOVE, "[⟦{id: a}, →⟧{id: b}]\n");
    check(REMOVE, "[{id: b}⟦, {id: a}→⟧, ]\n");
    check(REMOVE, "[⟦{id: a}→⟧]\n");
    check(REMOVE, "# only\n⟦\n- id: a\n→⟧");
}

#[test]
fn terms_and_sources_are_edited_the_same_way() {
    let add = r#"{"op": "add", "id": "b", "fields": {
        "type": "web", "title": "T: t",
        "url": {"value": "https://x.org/", "date": "2026-11-22"}}}"#;
    let entry = "b:\n  type: web\n  title: \"T: t\"\n  \
                 url: { value: https://x.org/, date: 2026-11-22 }\n";
    let sources = |json: &str, marked: &str| check_list(List::Sources, json, marked);
    sources(add, &format!("a:\n  type: web\n\n⟦→{entry}\n⟧# sea\nc: {{ type: web }}\n"));
    sources(add, &format!("# head\n\n⟦→{entry}\n⟧c:\n  type: web\n\nd: {{ type: web }}\n"));
    sources(add, &format!("z:\n  type: web\n\nc:\n  type: web\n⟦→\n{entry}⟧"));
    sources(add, &format!("⟦{{}}\n→{entry}⟧"));
    let set = r#"{"op": "set", "id": "c", "fields": {"type": "book"}}"#;
    sources(set, "a: { type: web }\n\"c\":\n    type: ⟦web→book⟧ # c\n");
    sources(r#"{"op": "remove", "id": "a"}"#, "⟦a: { type: web }\n→⟧c: { type: web }\n");
    let add = r#"{"op": "add", "id": "ypg", "fields": {"definition": "D.", "term": "YPG"}}"#;
    let marked = "- id: a\n⟦→\n- id: ypg\n  term: YPG\n  definition: |\n    D.\n⟧";
    check_list(List::Terms, add, marked);
}

#[test]
fn what_cannot_be_done_is_refused() {
    check_refused(ADD, "- id: new\n", "another annotation has the id");
    check_refused(REMOVE, "- id: b\n", "there is no annotation `a`");
    check_refused(REMOVE, "- id: a\n- id: a\n", "another annotation has the id");
    check_refused(REMOVE, "- id: 'a\n", "the file has errors");
    check_refused(RETRACT, "- &x\n  id: a\n- <<: *x\n  id: b\n", "shares a part");
    check_refused(RETRACT, "- id: b\n  quote: &x q\n- id: a\n  quote: *x\n", "shares a part");
    check_refused(RETRACT, "- ? id\n  : a\n- status: x\n", "cannot be edited safely");
    let rename = r#"{"op": "set", "id": "a", "fields": {"id": "b"}}"#;
    check_refused(rename, "- id: a\n", "an id never changes");
    check_refused(ADD, "a: b\n", "cannot be edited safely");
}

#[test]
fn anchors_elsewhere_do_no_harm() {
    check(RETRACT, "- &x\n  id: b\n- <<: *x\n  id: c\n- id: a\n⟦→  status: retracted\n⟧");
    check(RETRACT, "- &x\n  id: a\n⟦→  status: retracted\n⟧");
}

#[test]
fn an_edit_is_undone_after_edits_elsewhere_but_not_after_edits_to_it() {
    let first = apply(List::Annotations, &file("- id: b\n\n- id: a\n"), &operation(RETRACT));
    let first = first.expect("the edit is made");
    let set = r#"{"op": "set", "id": "b", "fields": {"kind": "note"}}"#;
    let second = apply(List::Annotations, &file(&first.text), &operation(set)).expect("made");
    let back = undo(&file(&second.text), &first.undo).expect("undone");
    assert_eq!(back.text, "- id: b\n  kind: note\n\n- id: a\n");
    let set = r#"{"op": "set", "id": "a", "fields": {"status": "draft"}}"#;
    let third = apply(List::Annotations, &file(&first.text), &operation(set)).expect("made");
    let refused = undo(&file(&third.text), &first.undo);
    assert_eq!(refused, Err(EditError::Changed { id: "a".into() }));
}

#[test]
fn lines_are_told_as_the_new_text_counts_them() {
    let edited = apply(List::Annotations, &file("# head\n- id: a\n"), &operation(ADD));
    let edited = edited.expect("the edit is made");
    assert_eq!(edited.changed, 3..7);
    assert_eq!(edited.entry, Some(4..7));
}

#[test]
fn fields_can_be_asked_for() {
    let fields = super::fields_of(List::Annotations, &file("- id: a\n  by: x\n"), "a");
    assert_eq!(fields.expect("it is there").get("by"), Some(&Value::from("x")));
    let entries = super::entries(List::Sources, &file("b: {}\na: { type: web }\n"));
    let ids: Vec<_> = entries.expect("it can be read").into_iter().map(|(id, _)| id).collect();
    assert_eq!(ids, ["b", "a"]);
}

#[test]
fn a_line_leads_to_its_field() {
    let text = file("- id: a\n  body: |\n    x\n  by: y\n\n- id: b\n");
    let at = |line| super::field_at(List::Annotations, &text, line);
    assert_eq!(at(3), Some(("a".into(), "body".into())));
    assert_eq!(at(6), Some(("b".into(), "id".into())));
    assert_eq!(at(5), None);
}

#[test]
fn a_version_changes_with_its_entry_alone() {
    let of_a = |text: &str| super::version(List::Annotations, &file(text), "a");
    let first = of_a("- id: a # c\n");
    assert!(first.is_some());
    assert_eq!(first, of_a("# head\n- id: b\n- id: a # c\n"));
    assert_ne!(first, of_a("- id: a # d\n"));
    assert_eq!(of_a("- id: b\n"), None);
}

/// Checks a list with two new entries, `b` and `x`.
#[track_caller]
fn check_added(list: List, text: &str, expected: &str) {
    let new = ["x", "b"].map(|id| {
        (
            id.to_owned(),
            serde_json::from_str(r#"{"title": "T", "note": ""}"#).expect("fields as JSON"),
        )
    });
    assert_eq!(add(list, &file(text), &new).as_deref(), Ok(expected));
}

#[test]
fn annotations_go_to_the_end_in_their_order() {
    check_added(
        List::Annotations,
        "# head\n- id: a\n\n\n- id: c\n  # own\n",
        "# head\n- id: a\n\n\n- id: c\n  # own\n\n\n- id: x\n  title: T\n\n\n- id: b\n  \
         title: T\n",
    );
    check_added(List::Annotations, "", "- id: x\n  title: T\n\n- id: b\n  title: T\n");
    check_added(
        List::Annotations,
        "[{ id: a }]",
        "[{ id: a }, { id: x, title: T }, { id: b, title: T }]",
    );
}

#[test]
fn works_go_where_their_keys_belong() {
    let entry = |key: &str| format!("{key}:\n  title: T\n");
    let lines = |keys: &[&str]| keys.iter().map(|key| entry(key)).collect::<Vec<_>>().join("\n");
    check_added(List::Sources, &lines(&["a", "c"]), &lines(&["a", "b", "c", "x"]));
    check_added(List::Sources, &lines(&["c", "d"]), &lines(&["b", "c", "d", "x"]));
    check_added(List::Sources, &lines(&["c", "a"]), &lines(&["c", "a", "x", "b"]));
    check_added(List::Sources, &lines(&["a", "C"]), &lines(&["a", "b", "C", "x"]));
    check_added(List::Sources, &lines(&["C", "a"]), &lines(&["C", "a", "b", "x"]));
}

#[test]
fn an_id_that_is_taken_refuses_all() {
    let new = ["y", "x"].map(|id| (id.to_owned(), serde_yaml::Mapping::new()));
    let refused = add(List::Annotations, &file("- id: x\n"), &new);
    assert!(matches!(refused, Err(EditError::Duplicate { .. })), "{refused:?}");
}
