//! JSON-LD as the formats need it: fields without a value left out, and safe
//! within a page.

use serde_json::Value;

/// Returns a value without the fields that are null or empty lists.
pub(super) fn tidy(value: Value) -> Value {
    let is_said = |value: &Value| match value {
        Value::Null => false,
        Value::Array(items) => !items.is_empty(),
        _ => true,
    };
    match value {
        Value::Object(fields) => fields
            .into_iter()
            .map(|(name, field)| (name, tidy(field)))
            .filter(|(_, field)| is_said(field))
            .collect(),
        Value::Array(items) => items.into_iter().map(tidy).filter(is_said).collect(),
        other => other,
    }
}

/// Returns a value as the content of a `script` element: it holds no `<`, so no
/// text in it can end the element or open a comment.
pub(super) fn in_script(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_said_is_left_out() {
        let value = serde_json::json!({ "a": null, "b": [null], "c": { "d": [], "e": "" } });
        assert_eq!(tidy(value).to_string(), r#"{"c":{"e":""}}"#);
    }

    #[test]
    fn no_text_ends_the_script_that_holds_it() {
        let value = serde_json::json!("a</script><!--<script>");
        let script = in_script(&value);
        assert!(!script.contains('<'), "{script}");
        assert_eq!(serde_json::from_str::<Value>(&script).unwrap(), value);
    }
}
