//! Writes XML: by templates, or elements and attributes as told; text so that it
//! stays text.
//!
//! Characters that XML 1.0 cannot hold (most control characters) become
//! U+FFFD, so that positions counted in code points stay what they are.

use serde::Serialize;
use tera::{Context, Tera};

use crate::text::html;

/// Templates that are compiled in; all that they print is escaped but what they call safe.
pub struct Templates(Tera);

impl Templates {
    /// Prepares templates, each with its name.
    ///
    /// # Panics
    ///
    /// If the syntax of one is wrong.
    #[must_use]
    pub fn new<'a>(templates: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut tera = Tera::new();
        tera.autoescape_on([""]);
        tera.add_raw_templates(templates).expect("what is compiled in is sound");
        Self(tera)
    }

    /// Writes a view by the template of a name.
    ///
    /// # Panics
    ///
    /// If the template prints what the view does not have.
    #[must_use]
    pub fn render(&self, name: &str, view: &impl Serialize) -> String {
        let view = Context::from_serialize(view).expect("a view has named fields");
        let xml = self.0.render(name, &view).expect("a template prints what its view has");
        let xml = valid(&xml);
        let mut text = String::with_capacity(xml.len());
        // Quotation marks are escaped for attributes. In text they may stand as they are.
        for piece in xml.split_inclusive('>') {
            let (outside, tag) = piece.split_at(piece.find('<').unwrap_or(piece.len()));
            text.push_str(&outside.replace("&quot;", "\"").replace("&#39;", "'"));
            text.push_str(tag);
        }
        text
    }
}

/// A piece of XML that grows; who writes it closes what it opens.
#[derive(Debug, Default)]
pub struct Xml {
    text: String,
    n_chars: usize,
}

/// An attribute: its name and its value.
pub type Attribute<'a> = (&'a str, &'a str);

impl Xml {
    /// Opens an element; attributes whose value is empty are left out, but not `alt`.
    pub fn start(&mut self, name: &str, attributes: &[Attribute<'_>]) {
        self.tag(name, attributes, ">");
    }

    /// Writes an element that holds nothing.
    pub fn empty(&mut self, name: &str, attributes: &[Attribute<'_>]) {
        self.tag(name, attributes, "/>");
    }

    /// Closes an element.
    pub fn end(&mut self, name: &str) {
        self.text.push_str("</");
        self.text.push_str(name);
        self.text.push('>');
    }

    /// Writes an element that holds nothing but text.
    pub fn leaf(&mut self, name: &str, attributes: &[Attribute<'_>], text: &str) {
        self.start(name, attributes);
        self.push_text(text);
        self.end(name);
    }

    /// Writes text.
    pub fn push_text(&mut self, text: &str) {
        self.n_chars += text.chars().count();
        html::push_text(&mut self.text, &valid(text));
    }

    /// Ends a line, where white space does no harm.
    pub fn line(&mut self) {
        self.push_text("\n");
    }

    /// Returns how many code points of text were written, markup aside.
    #[must_use]
    pub fn n_chars(&self) -> usize {
        self.n_chars
    }

    /// Returns what was written.
    #[must_use]
    pub fn into_string(self) -> String {
        self.text
    }

    fn tag(&mut self, name: &str, attributes: &[Attribute<'_>], close: &str) {
        self.text.push('<');
        self.text.push_str(name);
        for (name, value) in attributes.iter().filter(|(name, value)| {
            // An image that says nothing is another thing than one of which nothing is known.
            !value.is_empty() || *name == "alt"
        }) {
            self.text.push(' ');
            self.text.push_str(name);
            self.text.push_str("=\"");
            html::push_attribute(&mut self.text, &valid(value));
            self.text.push('"');
        }
        self.text.push_str(close);
    }
}

/// Returns text with what XML cannot hold replaced.
fn valid(text: &str) -> std::borrow::Cow<'_, str> {
    let is_held = |c: char| match c {
        '\t' | '\n' | '\r' => true,
        '\u{fffe}' | '\u{ffff}' => false,
        c => c >= ' ',
    };
    if text.chars().all(is_held) {
        return text.into();
    }
    text.chars().map(|c| if is_held(c) { c } else { '\u{fffd}' }).collect::<String>().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text_and_is_counted_in_code_points() {
        let mut xml = Xml::default();
        xml.leaf("p", &[("n", "\"1\""), ("type", "")], "é < ]]>\u{c}");
        assert_eq!(xml.n_chars(), 8);
        assert_eq!(xml.into_string(), "<p n=\"&quot;1&quot;\">é &lt; ]]&gt;\u{fffd}</p>");
    }

    #[test]
    fn what_templates_print_stays_text() {
        let templates = Templates::new([("a", "<p n=\"{{ n }}\">{{ n }}</p>")]);
        let xml = templates.render("a", &serde_json::json!({ "n": "'\"1\"' < ]]>\u{c}" }));
        let attribute = "&#39;&quot;1&quot;&#39; &lt; ]]&gt;\u{fffd}";
        assert_eq!(xml, format!("<p n=\"{attribute}\">'\"1\"' &lt; ]]&gt;\u{fffd}</p>"));
    }
}
