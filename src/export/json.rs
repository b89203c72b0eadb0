//! JSON-LD as the formats need it: fields without a value left out, one value as such
//! and several as a list, and safe within a page.

use serde::Serialize;
use serde_json::Value;

/// The value of a field that may have several.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum OneOrMore<T> {
    /// One, by itself.
    One(T),
    /// Several, as a list.
    More(Vec<T>),
}

impl<T> OneOrMore<T> {
    /// Returns what a field holds that has these values.
    pub(super) fn of(values: impl Iterator<Item = T>) -> Option<Self> {
        let mut values: Vec<T> = values.collect();
        if values.len() > 1 { Some(Self::More(values)) } else { values.pop().map(Self::One) }
    }
}

/// Returns a value without the fields that are null or empty lists.
pub(super) fn tidy(mut value: Value) -> Value {
    leave_out_unsaid(&mut value);
    value
}

/// Leaves out what is null or an empty list; returns whether the value itself is neither.
fn leave_out_unsaid(value: &mut Value) -> bool {
    match value {
        Value::Null => return false,
        Value::Object(fields) => fields.retain(|_, field| leave_out_unsaid(field)),
        Value::Array(items) => {
            items.retain_mut(leave_out_unsaid);
            return !items.is_empty();
        }
        Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    true
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
