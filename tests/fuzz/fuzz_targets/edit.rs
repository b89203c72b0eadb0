//! Any text as a list, edited: the edit is refused, or its undo gives the first bytes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use postil::{
    edit::{self, List, Operation},
    files::SourceFile,
};

fn operation(json: serde_json::Value) -> Operation {
    serde_json::from_value(json).expect("an operation as JSON")
}

// The text before a line of `====` is the list, what follows is written into it.
fuzz_target!(|text: &str| {
    let (list_text, body) = text.split_once("\n====\n").unwrap_or((text, "A body.\n"));
    let file = SourceFile::new("content/a/notes.yaml", list_text.to_owned());
    for list in [List::Annotations, List::Terms, List::Sources] {
        let fields = serde_json::json!({
            "kind": "note", "quote": body, "body": body, "definition": body, "tags": [body],
            "sources": [{ "ref": body, "note": body }], "title": null,
        });
        let entries = edit::entries(list, &file).unwrap_or_default();
        let mut operations = vec![
            operation(serde_json::json!({"op": "add", "id": "new-one", "fields": fields})),
        ];
        for (id, _) in entries.iter().take(3) {
            operations.push(operation(serde_json::json!({"op": "set", "id": id, "fields": fields})));
            operations.push(operation(serde_json::json!({"op": "remove", "id": id})));
        }
        for operation in operations {
            let Ok(edited) = edit::apply(list, &file, &operation) else { continue };
            let new = SourceFile::new(file.path.clone(), edited.text);
            let back = edit::undo(&new, &edited.undo).expect("an edit can be undone");
            assert_eq!(back.text, file.text);
        }
    }
});
