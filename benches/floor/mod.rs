//! The floor: what the same crates take in a plain loop.
//!
//! Every article is read, its sidecars become YAML values, its Markdown HTML,
//! each quote is looked for, and one template prints all of it with the notes.
//! Nothing is checked, woven, linked or compared; nothing is shared between
//! pages. A generator with these crates that makes pages of this size can hardly
//! be faster; the files that stand beside a page are no part of it.
#![expect(clippy::disallowed_methods, reason = "the floor reads and writes files itself")]

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use memchr::memmem;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd, html};
use rayon::prelude::*;
use serde_yaml::Value;
use syntect::{
    html::{ClassStyle, ClassedHTMLGenerator},
    parsing::SyntaxSet,
    util::LinesWithEndings,
};
use tera::{Context, Tera};

/// Reads the edition at `root` and writes its pages to `output`.
///
/// # Errors
///
/// Whatever the system says.
pub(crate) fn build(root: &Path, output: &Path) -> io::Result<()> {
    let mut tera = Tera::new();
    tera.autoescape_on([".html"]);
    tera.add_raw_templates([("floor.html", include_str!("floor.html"))])
        .map_err(io::Error::other)?;
    let entries: Vec<_> = fs::read_dir(root.join("content"))?.collect::<io::Result<_>>()?;
    entries
        .into_par_iter()
        .map(|entry| entry.path())
        .filter(|folder| folder.is_dir())
        .try_for_each(|folder| article(&tera, &folder, output))
}

fn article(tera: &Tera, folder: &Path, output: &Path) -> io::Result<()> {
    let text = fs::read_to_string(folder.join("index.md"))?;
    let (matter, markdown) = text
        .strip_prefix("---\n")
        .and_then(|rest| rest.split_once("\n---\n"))
        .ok_or(io::ErrorKind::InvalidData)?;
    let matter: Value = serde_yaml::from_str(matter).map_err(io::Error::other)?;
    let mut notes = Vec::new();
    for path in sidecars(folder)? {
        let yaml = fs::read_to_string(path)?;
        let value: Value = serde_yaml::from_str(&yaml).map_err(io::Error::other)?;
        let Value::Sequence(items) = value else { continue };
        notes.extend(items);
    }
    let mut n_found = 0;
    for note in &notes {
        let quote = note.get("quote").and_then(Value::as_str).unwrap_or_default();
        n_found += usize::from(memmem::find(markdown.as_bytes(), quote.as_bytes()).is_some());
    }
    let name = folder.file_name().unwrap_or_default();
    let mut context = Context::new();
    context.insert("slug", &name.to_string_lossy());
    context.insert("matter", &matter);
    context.insert("text_html", &to_html(markdown));
    context.insert("notes", &notes);
    context.insert("n_found", &n_found);
    let page = tera.render("floor.html", &context).map_err(io::Error::other)?;
    let target = output.join(name);
    fs::create_dir_all(&target)?;
    fs::write(target.join("index.html"), page)
}

fn sidecars(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "yaml") {
            paths.push(path);
        }
    }
    Ok(paths)
}

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// Returns Markdown as HTML, code blocks coloured.
fn to_html(markdown: &str) -> String {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let mut code: Option<(String, String)> = None;
    let events = Parser::new_ext(markdown, options).filter_map(|event| match (event, &mut code) {
        (Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))), _) => {
            code = Some((language.into_string(), String::new()));
            None
        }
        (Event::Text(text), Some((_, all))) => {
            all.push_str(&text);
            None
        }
        (Event::End(TagEnd::CodeBlock), Some((language, all))) => {
            let html = coloured(language, all);
            code = None;
            Some(Event::Html(html.into()))
        }
        (event, _) => Some(event),
    });
    let mut text_html = String::with_capacity(markdown.len() * 2);
    html::push_html(&mut text_html, events);
    text_html
}

fn coloured(language: &str, code: &str) -> String {
    let Some(syntax) = SYNTAXES.find_syntax_by_token(language) else { return code.to_owned() };
    let mut generator =
        ClassedHTMLGenerator::new_with_class_style(syntax, &SYNTAXES, ClassStyle::Spaced);
    for line in LinesWithEndings::from(code) {
        if generator.parse_html_for_line_which_includes_newline(line).is_err() {
            return code.to_owned();
        }
    }
    format!("<pre><code>{}</code></pre>\n", generator.finalize())
}
