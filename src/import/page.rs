//! The text of a new article: an HTML page, or Markdown (which Pandoc makes of a
//! document of Word), with the images that lie beside it.
//!
//! The text goes into `index.md` and, as received, into `witness.txt`, against which
//! `check` holds every later change; whoever brings a draft of their own needs none. Of a page
//! only the text is taken — its `article`,
//! else its `main`, else all of it — without what stands around it.

use std::collections::{BTreeSet, HashMap, HashSet};

use ammonia::UrlRelative;
use html5ever::tokenizer::Token;
use pulldown_cmark::{Event, Parser, Tag as MarkdownTag};
use serde_yaml::{Mapping, Value};
use url::{ParseError, Url};

use super::{
    Format, Notice,
    embedded::{Embedded, images},
    head::{Head, field_named, set},
    notice::{About, shortened},
    sanitize::cleaner,
};
use crate::{
    diag::Diagnostics,
    edit::document,
    io::{
        SourceFile,
        address::{decode, media_type},
    },
    model::parse::{YamlFile, article::split, slug_problem},
    text::{
        html::{BESIDE, TOO_COSTLY, attribute, is_too_costly, tokenize},
        markdown,
    },
};

/// A file beside the text of an article.
#[derive(Debug, PartialEq, Eq)]
pub struct File {
    /// Its path below the folder of the article.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// Reads a file beside one that comes in, by the path that leads there from it.
pub type ReadBeside<'a> = &'a dyn Fn(&str) -> Option<Vec<u8>>;

/// A new article.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Its front matter and its text.
    pub index: String,
    /// Its text as received; captions are no text before they have become one.
    pub witness: Option<String>,
    /// Its images.
    pub files: Vec<File>,
    /// What of the file is left out.
    pub notices: Vec<Notice>,
}

/// Reads a text from a file of this name; images that `read` has come along.
///
/// # Errors
///
/// Why there is no text in it.
pub fn page(format: Format, text: &str, name: &str, read: ReadBeside<'_>) -> Result<Page, String> {
    let mut notices = Vec::new();
    let (mut matter, mut body, files) = match format {
        Format::Html => {
            let (mut matter, body, files) = from_html(text, read, &mut notices)?;
            // What a page is called names its site, too, as a rule.
            if body.trim_start().starts_with("# ") {
                matter.shift_remove("title");
            }
            (matter, body, files)
        }
        _ => {
            let (matter, body) = from_markdown(text, &mut notices)?;
            let files = images_of_markdown(&body, read);
            (matter, body, files)
        }
    };
    if !matter.contains_key("title") && !body.trim_start().starts_with("# ") {
        set(&mut matter, "title", &title_of(&mut body, name));
    }
    let body = body.trim();
    if !body.chars().any(char::is_alphanumeric) {
        return Err("there is no text in it".to_owned());
    }
    let witness = format!("{body}\n");
    let notice = |about| Notice { number: 0, name: String::new(), about };
    let notices = notices.into_iter().map(notice).collect();
    let index = front_matter(matter, body) + &witness;
    Ok(Page { index, witness: Some(witness), files, notices })
}

/// Returns a title for a text that has none: the first line of plain text, if that stands alone,
/// which is no part of the text then; else the name of its file.
fn title_of(body: &mut String, name: &str) -> String {
    const MAX_LENGTH: usize = 100;
    let is_plain = name.to_lowercase().ends_with(".txt");
    let text = body.trim_start();
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let rest = rest.trim_start_matches('\r');
    let first = first.trim();
    let stands_alone = rest.lines().next().is_some_and(|line| line.trim().is_empty());
    let is_title = first.chars().count() <= MAX_LENGTH && first.starts_with(char::is_alphanumeric);
    if is_plain && stands_alone && is_title && rest.chars().any(char::is_alphanumeric) {
        let title = first.to_owned();
        *body = rest.to_owned();
        return title;
    }
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let words = stem.replace(['_', '-'], " ");
    let mut letters = words.trim().chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Returns the images that Markdown shows and that `read` has, by the paths that it names them by.
fn images_of_markdown(body: &str, read: ReadBeside<'_>) -> Vec<File> {
    let targets = Parser::new(body).filter_map(|event| match event {
        Event::Start(MarkdownTag::Image { dest_url, .. }) => Some(dest_url.into_string()),
        _ => None,
    });
    let targets: BTreeSet<String> = targets.collect();
    let file = |target: String| {
        let name = decode(&target);
        let is_shown = media_type(&name).starts_with("image/") && is_relative(&target);
        let is_plain = name.split('/').all(|part| !part.is_empty() && !part.starts_with('.'));
        let bytes = (is_shown && is_plain).then(|| read(&name)).flatten()?;
        Some(File { name, bytes })
    };
    targets.into_iter().filter_map(file).collect()
}

/// Returns the name that an image gets in the folder of an article; `None` if browsers do not
/// show it.
pub(super) fn file_name_of_image<'a>(
    target: &str,
    taken: impl Iterator<Item = &'a str> + Clone,
) -> Option<String> {
    let path = decode(target.split(['?', '#']).next().unwrap_or_default());
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    let (stem, ending) = name.rsplit_once('.')?;
    if !media_type(name).starts_with("image/") {
        return None;
    }
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let stem: String = stem.chars().map(|c| if is_plain(c) { c } else { '-' }).collect();
    let stem = stem.trim_matches('-');
    let stem = if stem.is_empty() { "image" } else { stem };
    let ending = ending.to_ascii_lowercase();
    let names = (1..).map(|n| match n {
        1 => format!("{stem}.{ending}"),
        n => format!("{stem}-{n}.{ending}"),
    });
    // On some systems `A.png` and `a.png` are one file.
    let mut free =
        names.filter(|name| taken.clone().all(|other| !other.eq_ignore_ascii_case(name)));
    free.next()
}

/// Writes what is known of a text, each author once; a title that its first heading says is
/// left out.
pub(super) fn front_matter(mut matter: Mapping, body: &str) -> String {
    let heading = body.strip_prefix("# ").and_then(|body| body.lines().next());
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let title = matter.get("title").and_then(Value::as_str);
    if heading.zip(title).is_some_and(|(heading, title)| letters(heading) == letters(title)) {
        matter.shift_remove("title");
    }
    if let Some(Value::Sequence(authors)) = matter.get_mut("authors") {
        let mut known = HashSet::new();
        authors.retain(|author| known.insert(author.clone()));
    }
    if matter.is_empty() {
        return String::new();
    }
    format!("---\n{}---\n\n", document(&matter))
}

fn from_markdown(text: &str, notices: &mut Vec<About>) -> Result<(Mapping, String), String> {
    let file = SourceFile::new("import.md", text.to_owned());
    let diagnostics = Diagnostics::default();
    let parts = split(&file, &diagnostics).ok_or("its front matter is not closed")?;
    let Some(given) = YamlFile::parse_part(file, parts.matter, &diagnostics) else {
        let first = diagnostics.into_sorted().into_iter().next();
        let why = first.map_or_else(String::new, |found| found.problem.to_string());
        return Err(format!("its front matter cannot be read: {why}"));
    };
    let mut matter = Mapping::new();
    for (name, value) in given.value.as_mapping().into_iter().flatten() {
        let name = name.as_str().unwrap_or_default();
        if name == "publisher" && value.is_mapping() {
            matter.insert("publisher".into(), value.clone());
            continue;
        }
        let texts: Vec<String> = match value {
            Value::Sequence(items) => items.iter().filter_map(scalar).collect(),
            one => scalar(one).into_iter().collect(),
        };
        let is_held = field_named(name).is_some_and(|field| {
            !texts.is_empty() && texts.iter().all(|text| set(&mut matter, field, text))
        });
        if !is_held {
            notices.push(About::NotHeld(format!("`{name}` of its front matter")));
        }
    }
    Ok((matter, given.file.text[parts.body].to_owned()))
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn from_html(
    html: &str,
    read: ReadBeside<'_>,
    notices: &mut Vec<About>,
) -> Result<(Mapping, String, Vec<File>), String> {
    if is_too_costly(html) {
        return Err(TOO_COSTLY.to_owned());
    }
    let (mut head, mut embedded) = (Head::default(), Embedded::default());
    tokenize(html, |token| {
        if let Token::TagToken(tag) = &token {
            embedded.read(tag);
        }
        head.read(token)
    });
    let matter = head.into_matter();
    let base = matter.get("source_url").and_then(Value::as_str).and_then(|url| url.parse().ok());
    let (text, files) = text_of(html, base, read);
    notices.extend(images(&text));
    notices.extend(embedded.notices());
    Ok((matter, markdown::translate(&text).replace(BESIDE, ""), files))
}

/// What stands around a text, and what is no text.
const AROUND: [&str; 19] = [
    "script", "style", "template", "noscript", "iframe", "object", "svg", "math", "nav", "aside",
    "footer", "form", "button", "select", "textarea", "title", "audio", "canvas", "video",
];

/// Returns the text of a page as sanitized HTML, and the images in it that `read` has, whose
/// addresses begin with [`BESIDE`].
fn text_of(html: &str, base: Option<Url>, read: ReadBeside<'_>) -> (String, Vec<File>) {
    let has_base = base.is_some();
    let relative = match &base {
        None => UrlRelative::PassThrough,
        Some(base) => UrlRelative::RewriteWithBase(base.clone()),
    };
    let mut cleaner = cleaner();
    cleaner.add_tags(["main", "img"]).rm_tags(["nav", "aside", "footer"]);
    for heading in ["h1", "h2", "h3", "h4", "h5", "h6"] {
        cleaner.add_tag_attributes(heading, ["id"]);
    }
    cleaner.clean_content_tags(AROUND.into()).url_relative(relative);
    cleaner.attribute_filter(move |_, name, value| match name {
        "href" if value.starts_with('#') => Some(format!("{BESIDE}{value}").into()),
        // Without a base, nobody knows where a link leads; an image can be put there.
        "href" | "cite" if !has_base && is_relative(value) => None,
        "src" if value.starts_with("//") => Some(format!("https:{value}").into()),
        "src" if is_relative(value) => Some(format!("{BESIDE}{value}").into()),
        _ => Some(value.into()),
    });
    let clean = cleaner.clean(html).to_string();
    let found = element(&clean, "article").or_else(|| element(&clean, "main"));
    let (clean, linked) = with_own_links(found.unwrap_or(&clean), base.as_ref());
    let (clean, files) = with_images(&clean, base.as_ref(), read);
    (without_ids(&clean, &linked), files)
}

/// Lets links to headings of the page lead there; returns the ids of these. Others lead where they
/// led, or nowhere.
fn with_own_links(clean: &str, base: Option<&Url>) -> (String, BTreeSet<String>) {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let id = |part: &str| part.split('"').next().unwrap_or_default().to_owned();
    let ids: BTreeSet<String> = clean.split(" id=\"").skip(1).map(id).collect();
    let link = format!(" href=\"{BESIDE}#");
    let mut parts = clean.split(&link);
    let mut out = parts.next().unwrap_or_default().to_owned();
    let mut linked = BTreeSet::new();
    for part in parts {
        let (name, rest) = part.split_at(part.find('"').unwrap_or(part.len()));
        let page = base.and_then(|base| base.join(&format!("#{name}")).ok());
        if ids.contains(name) && name.chars().all(is_plain) {
            linked.insert(name.to_owned());
            out += &format!("{link}{name}{rest}");
        } else if let Some(page) = page {
            out += &format!(" href=\"{}{rest}", attribute(page.as_str()));
        } else {
            out += rest.get(1..).unwrap_or_default();
        }
    }
    (out, linked)
}

/// Takes the ids away that no link names.
fn without_ids(clean: &str, linked: &BTreeSet<String>) -> String {
    let mut parts = clean.split(" id=\"");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (id, rest) = part.split_at(part.find('"').unwrap_or(part.len()));
        if linked.contains(id) {
            out += &format!(" id=\"{id}{rest}");
        } else {
            out += rest.get(1..).unwrap_or_default();
        }
    }
    out
}

/// Puts images that `read` has beside the text, and gives the others their addresses back.
fn with_images(clean: &str, base: Option<&Url>, read: ReadBeside<'_>) -> (String, Vec<File>) {
    let mut parts = clean.split(BESIDE);
    let mut out = parts.next().unwrap_or_default().to_owned();
    let mut files: Vec<File> = Vec::new();
    // By the paths that lead to them: there are many ways to write one, and to one image.
    let mut known: HashMap<String, Option<usize>> = HashMap::new();
    for part in parts {
        let (address, rest) = part.split_at(part.find('"').unwrap_or(part.len()));
        let path = decode(address.split(['?', '#']).next().unwrap_or_default());
        if path.is_empty() {
            out += &format!("{BESIDE}{part}");
            continue;
        }
        let parts: Vec<&str> = path.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
        let plain = if path.starts_with('/') { path.clone() } else { parts.join("/") };
        let index = *known.entry(plain).or_insert_with_key(|path| {
            let name = file_name_of_image(path, files.iter().map(|file| file.name.as_str()))?;
            let bytes = read(path)?;
            let same = files.iter().position(|file| file.bytes == bytes);
            same.or_else(|| {
                files.push(File { name, bytes });
                Some(files.len() - 1)
            })
        });
        if let Some(index) = index {
            out += &format!("{BESIDE}{}", files[index].name);
        } else {
            let absolute = base.and_then(|base| base.join(&address.replace("&amp;", "&")).ok());
            out += &absolute.map_or_else(|| address.to_owned(), |url| attribute(url.as_str()));
        }
        out += rest;
    }
    (out, files)
}

fn is_relative(address: &str) -> bool {
    Url::parse(address) == Err(ParseError::RelativeUrlWithoutBase)
}

/// Returns the first element of a name. The HTML is a sanitizer's: well formed, with `<`
/// in texts and attributes escaped.
fn element<'h>(clean: &'h str, name: &str) -> Option<&'h str> {
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let start = clean.find(&open)?;
    let mut depth = 0_usize;
    for (at, _) in clean[start..].match_indices('<') {
        let rest = &clean[start + at..];
        if rest.starts_with(&close) {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return Some(&clean[start..start + at + close.len()]);
            }
        } else if rest.starts_with(&open) {
            depth += 1;
        }
    }
    None
}

/// Returns why a text cannot become an article of this name, if it cannot.
#[must_use]
pub fn name_problem(slug: &str) -> Option<String> {
    let is_taken = (slug == "pages").then_some("plain pages stand there");
    let reason = slug_problem(slug).or(is_taken)?;
    Some(format!("`{}` cannot be an article: {reason}", shortened(slug)))
}
