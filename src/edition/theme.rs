//! Themes: templates, styles and assets, built in or laid over by files.
//!
//! A theme is a folder `themes/NAME/` with `theme.yaml`, `templates/`, `css/`
//! and `assets/`. Whatever it lacks comes from the theme that `theme.yaml`
//! says it `extends`, and in the end from `folio`, which is built into the
//! program. The style sheet is joined from `css/`, in the order of the
//! `@layer` line of `css/main.css`; `custom.css` follows outside all layers,
//! so that it beats every rule but that what is `hidden` is not seen.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use include_dir::{Dir, File, include_dir};

use crate::{
    diag::{Diagnostics, Place, Problem, nearest_name},
    io::{Input, SourceFile},
    model::{
        ThemeOption,
        parse::{
            YamlFile,
            theme::{ThemeMatter, theme_matter},
        },
    },
};

static FOLIO: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/folio");

/// The theme that is built in, and the last that every other extends.
pub(super) const BUILT_IN: &str = "folio";

/// A theme, all its files at hand.
#[derive(Debug)]
pub struct Theme {
    /// The templates, by their path below `templates/`.
    pub templates: BTreeMap<String, SourceFile>,
    /// Its style sheets.
    pub styles: Vec<StyleSheet>,
    /// What goes to [`Self::assets_path`], by path: `style.css` and all of `assets/`.
    pub assets: BTreeMap<String, Vec<u8>>,
    /// Its catalogues of messages, each with its language; those of the theme that it extends
    /// come first.
    pub locales: Vec<(String, SourceFile)>,
    /// Its options, those of the themes it extends included.
    pub options: Vec<(String, ThemeOption)>,
    /// Its name, and those of the themes that it extends; the built-in one, under all others,
    /// is only named if it is named.
    pub layers: Vec<String>,
    /// `assets/HASH/`, the hash being that of all assets.
    pub assets_path: String,
}

/// A style sheet of a theme.
#[derive(Debug)]
pub struct StyleSheet {
    /// The file.
    pub file: SourceFile,
    /// Whether it becomes a part of `style.css`.
    pub is_joined: bool,
}

/// The files of a theme by their path below its folder.
type Files = BTreeMap<String, ThemeFile>;

struct ThemeFile {
    /// Where it lies, for messages.
    path: String,
    bytes: Cow<'static, [u8]>,
}

/// Loads a theme; `name_place` is where the edition names it.
///
/// Returns `None`, with a diagnostic, if a theme is missing, if themes extend
/// each other, or if a file cannot be read.
#[must_use]
pub fn load(
    input: &dyn Input,
    listed: &[String],
    name: &str,
    name_place: &Place,
    diagnostics: &Diagnostics,
) -> Option<Theme> {
    let mut layers = Vec::new();
    let mut chain = vec![name.to_owned()];
    let mut place = name_place.clone();
    loop {
        let current = chain.last().cloned().unwrap_or_default();
        let files = read_folder(input, listed, &current, diagnostics)?;
        if files.is_empty() && current != BUILT_IN {
            let themes = names(listed);
            let suggestion = nearest_name(&current, themes.iter().map(String::as_str));
            diagnostics.report(Problem::MissingTheme { name: current, suggestion }, place);
            return None;
        }
        let matter = matter(&files, diagnostics);
        layers.push((files, matter.options));
        let Some((parent, at)) = matter.extends else { break };
        if chain.contains(&parent) {
            chain.push(parent);
            diagnostics.report(Problem::ThemeCircle { chain: chain.join(" → ") }, at);
            return None;
        }
        chain.push(parent);
        place = at;
    }
    let mut files = built_in();
    let mut locales = locales(&files, diagnostics)?;
    let mut options = BTreeMap::from_iter(matter(&files, diagnostics).options);
    for (layer, own) in layers.into_iter().rev() {
        locales.extend(self::locales(&layer, diagnostics)?);
        files.extend(layer);
        options.extend(own);
    }
    let options = options.into_iter().collect();
    assemble(files, locales, options, diagnostics).map(|theme| Theme { layers: chain, ..theme })
}

/// Returns the names of the themes there are, the built-in one among them.
#[must_use]
pub fn names(listed: &[String]) -> BTreeSet<String> {
    let folders = listed.iter().filter_map(|path| path.strip_prefix("themes/")?.split_once('/'));
    let own = folders.map(|(name, _)| name.to_owned());
    own.chain([BUILT_IN.to_owned()]).collect()
}

/// Returns the files of the built-in theme, by their paths below its folder.
pub(super) fn built_in_bytes() -> BTreeMap<String, &'static [u8]> {
    let mut files = BTreeMap::new();
    let mut folders = vec![&FOLIO];
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        for file in folder.files() {
            files.insert(file.path().to_string_lossy().replace('\\', "/"), file.contents());
        }
    }
    files
}

/// Returns a file of the built-in theme by its path below its folder.
pub(super) fn built_in_file(name: &str) -> Option<&'static [u8]> {
    FOLIO.get_file(name).map(File::contents)
}

fn built_in() -> Files {
    let file = |(name, bytes): (String, &'static [u8])| {
        let path = format!("themes/{BUILT_IN}/{name}");
        (name, ThemeFile { path, bytes: Cow::Borrowed(bytes) })
    };
    built_in_bytes().into_iter().map(file).collect()
}

fn read_folder(
    input: &dyn Input,
    listed: &[String],
    name: &str,
    diagnostics: &Diagnostics,
) -> Option<Files> {
    let prefix = format!("themes/{name}/");
    let mut files = Files::new();
    for path in listed.iter().filter(|path| path.starts_with(&prefix)) {
        match input.read(path) {
            Ok(bytes) => {
                let file = ThemeFile { path: path.clone(), bytes: Cow::Owned(bytes) };
                files.insert(path[prefix.len()..].to_owned(), file);
            }
            Err(error) => {
                let problem = Problem::Unreadable { reason: error.to_string() };
                diagnostics.report(problem, Place::file(path));
                return None;
            }
        }
    }
    Some(files)
}

/// Returns what `theme.yaml` says; a theme may do without one.
fn matter(files: &Files, diagnostics: &Diagnostics) -> ThemeMatter {
    files
        .get("theme.yaml")
        .and_then(|file| YamlFile::parse(text(file, diagnostics)?, diagnostics))
        .map(|yaml| theme_matter(&yaml, diagnostics))
        .unwrap_or_default()
}

fn text(file: &ThemeFile, diagnostics: &Diagnostics) -> Option<SourceFile> {
    crate::model::parse::text(&file.path, file.bytes.to_vec(), usize::MAX, diagnostics)
}

/// Returns the catalogues among files: `locales/LANGUAGE.ftl`.
fn locales(files: &Files, diagnostics: &Diagnostics) -> Option<Vec<(String, SourceFile)>> {
    let named = files.iter().filter_map(|(name, file)| {
        let language = name.strip_prefix("locales/")?.strip_suffix(".ftl")?;
        Some((language.to_owned(), file))
    });
    named.map(|(language, file)| Some((language, text(file, diagnostics)?))).collect()
}

fn assemble(
    files: Files,
    locales: Vec<(String, SourceFile)>,
    options: Vec<(String, ThemeOption)>,
    diagnostics: &Diagnostics,
) -> Option<Theme> {
    let mut templates = BTreeMap::new();
    let (mut assets, mut styles) = (BTreeMap::new(), Vec::new());
    for (name, file) in &files {
        if name.ends_with(".css") {
            let is_joined = !name.starts_with("assets/");
            styles.push(StyleSheet { file: text(file, diagnostics)?, is_joined });
        }
        if let Some(name) = name.strip_prefix("templates/") {
            templates.insert(name.to_owned(), text(file, diagnostics)?);
        } else if let Some(name) = name.strip_prefix("assets/") {
            assets.insert(name.to_owned(), published(name, &file.bytes));
        }
    }
    assets.insert("style.css".to_owned(), style_sheet(&files, diagnostics)?.into_bytes());
    let assets_path = format!("assets/{}/", hash_of(&assets));
    let layers = Vec::new();
    Some(Theme { templates, styles, assets, locales, options, layers, assets_path })
}

/// Joins the style sheets in the order of the cascade.
fn style_sheet(files: &Files, diagnostics: &Diagnostics) -> Option<String> {
    let Some(main) = files.get("css/main.css") else { return Some(String::new()) };
    let main = text(main, diagnostics)?.text;
    let order = main
        .split_once("@layer")
        .and_then(|(_, rest)| rest.split_once(';'))
        .map_or("", |(names, _)| names);
    let mut css = format!("@layer{order};\n");
    for layer in order.split(',').map(str::trim).filter(|layer| !layer.is_empty()) {
        if let Some(file) = files.get(&format!("css/{layer}.css")) {
            let rules = text(file, diagnostics)?.text;
            css.push_str(&format!("@layer {layer} {{\n{}}}\n", without_comments(&rules)));
        }
    }
    if let Some(file) = files.get("custom.css") {
        css.push_str(&text(file, diagnostics)?.text);
    }
    Some(css)
}

/// Takes out comments, which are for those who change the theme, and sets each rule on
/// a line of its own, which packs better.
fn without_comments(css: &str) -> String {
    let mut kept = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        kept.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    let lines = kept.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| format!("{line}{}", if line.ends_with('}') { '\n' } else { ' ' })).collect()
}

/// Returns a file of `assets/` as readers get it: a script without comments and
/// indentation.
fn published(name: &str, bytes: &[u8]) -> Vec<u8> {
    match std::str::from_utf8(bytes) {
        Ok(script) if name.ends_with(".js") => without_line_comments(script).into_bytes(),
        _ => bytes.to_vec(),
    }
}

/// Takes out the lines of a script that are comments from `//` on, but those within
/// template literals, those that programs read (`//#`, `//!`), and those about rights.
/// What stands before a line goes, too, but within literals.
fn without_line_comments(script: &str) -> String {
    let mut is_literal = false;
    let mut kept = String::with_capacity(script.len());
    for line in script.split_inclusive('\n') {
        let comment = line.trim_start().strip_prefix("//").map(str::to_lowercase);
        let is_dropped = |comment: String| {
            !comment.starts_with(['#', '!'])
                && !["license", "licence", "copyright"].iter().any(|word| comment.contains(word))
        };
        if !is_literal && comment.is_some_and(is_dropped) {
            continue;
        }
        // Literals may span lines, and strings with a backslash at the end of a line.
        let is_text = is_literal || kept.ends_with("\\\n");
        kept.push_str(if is_text { line } else { line.trim_start_matches([' ', '\t']) });
        is_literal ^= line.matches('`').count() % 2 == 1;
    }
    kept
}

fn hash_of(assets: &BTreeMap<String, Vec<u8>>) -> String {
    let mut hasher = blake3::Hasher::new();
    for (name, bytes) in assets {
        hasher.update(name.as_bytes()).update(b"\0");
        hasher.update(&(bytes.len() as u64).to_le_bytes()).update(bytes);
    }
    hasher.finalize().to_hex()[..12].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_do_not_reach_the_reader() {
        assert_eq!(without_comments("/* a */\n.b { /* c */ }\n"), ".b {  }\n");
        let script = "// a\nb(); // c\n  // d\ne(`\n// f\n`);\n//g";
        assert_eq!(without_line_comments(script), "b(); // c\ne(`\n// f\n`);\n");
        for kept in ["//# sourceMappingURL=a.map\n", "// Licensed: see LICENSE\n", "//! a\n"] {
            assert_eq!(without_line_comments(kept), kept);
        }
    }

    #[test]
    fn space_that_says_nothing_does_not_reach_the_reader() {
        let css = ".a,\n.b {\n  c: d;\n}\n@media print {\n  .e { f: g; }\n}\n";
        assert_eq!(without_comments(css), ".a, .b { c: d; }\n@media print { .e { f: g; }\n}\n");
        let script = "a {\n  b(\"c\\\n  d\");\n\te(`\n  f`);\n}\n";
        let kept = "a {\nb(\"c\\\n  d\");\ne(`\n  f`);\n}\n";
        assert_eq!(without_line_comments(script), kept);
    }
}
