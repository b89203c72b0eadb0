//! Comments and changes in Markdown as Pandoc writes them of a document, in spans:
//! `[Which?]{.comment-start id="0" author="Ann"}mill[]{.comment-end id="0"}`.

use std::mem;

use serde_json::Value as Json;

/// The classes of spans that are no text: comments, and words that were deleted.
const NO_TEXT: [&str; 5] =
    ["comment-start", "comment-end", "deletion", "paragraph-insertion", "paragraph-deletion"];

/// Returns whether a file has comments of a document or changes in it as spans.
#[must_use]
pub fn has_comments(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    // Text of code shows how they are written.
    let mut is_fenced = false;
    text.lines().any(|line| {
        let start = line.trim_start();
        is_fenced ^= start.starts_with("```") || start.starts_with("~~~");
        let marks = ["]{.comment-start ", "]{.insertion ", "]{.deletion "];
        !is_fenced && marks.iter().any(|mark| line.contains(mark))
    })
}

/// Accepts all changes in a tree, and takes comments out of it.
///
/// What Pandoc reads from a document has none any more; of Markdown, it leaves that to others.
pub(super) fn accept(value: &mut Json) {
    match value {
        Json::Array(items) => {
            for mut item in mem::take(items) {
                let class = item.pointer("/c/0/1/0").and_then(Json::as_str).unwrap_or_default();
                let is_span = item["t"] == "Span";
                if is_span && NO_TEXT.contains(&class) {
                    continue;
                }
                let is_inserted = is_span && class == "insertion";
                accept(&mut item);
                match item.pointer_mut("/c/1").filter(|_| is_inserted).map(Json::take) {
                    Some(Json::Array(inner)) => items.extend(inner),
                    _ => items.push(item),
                }
            }
        }
        Json::Object(element) => element.values_mut().for_each(accept),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn changes_are_accepted_and_comments_are_no_text() {
        let word = |text: &str| json!({ "t": "Str", "c": text });
        let span =
            |class: &str, inner: Json| json!({ "t": "Span", "c": [["", [class], []], inner] });
        let mut tree = json!([{ "t": "Para", "c": [
            span("comment-start", json!([word("Which?")])),
            word("The"),
            span("insertion", json!([word("old"), span("deletion", json!([word("new")]))])),
            span("mark", json!([span("comment-end", json!([])), word("mill")])),
        ]}]);
        accept(&mut tree);
        let left = json!([word("The"), word("old"), span("mark", json!([word("mill")]))]);
        assert_eq!(tree, json!([{ "t": "Para", "c": left }]));
    }

    #[test]
    fn spans_are_known_by_their_classes_outside_of_code() {
        assert!(has_comments(b"A [x]{.comment-start id=\"0\"}b[]{.comment-end id=\"0\"}."));
        assert!(has_comments(b"A [x]{.deletion author=\"A\"}."));
        assert!(!has_comments(b"```\n[x]{.comment-start id=\"0\"}\n```\n"));
        assert!(!has_comments(b"A [x]{.mark} and comment-start."));
    }
}
