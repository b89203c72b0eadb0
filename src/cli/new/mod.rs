//! `postil new`: a small edition that explains itself, or that begins with a text of yours.
//!
//! `frame/` is what every edition begins with: its settings, and what hosts and editors of
//! text read; `example/` is an article with its notes.

use std::{
    cmp::Reverse,
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use clap::Args;
use include_dir::{Dir, include_dir};
use walkdir::WalkDir;

use super::{
    Failure, Result,
    console::{Console, count},
    import::{self, NewText},
    passages::{remember_all, survey},
    schema::write_all,
};
use crate::{
    import::{Format, page::name_problem},
    model::schema,
};

static FRAME: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/cli/new/frame");
static EXAMPLE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/cli/new/example");

/// The article that a text becomes whose file has a name that no article can have.
const UNNAMED: &str = "first-article";

/// Arguments of `new`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// A folder that does not exist yet, or is empty
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Leave out the article that explains everything
    #[arg(long)]
    blank: bool,
    /// Begin with a text of yours instead: .md, .html, .docx, .odt, .txt, .srt or .vtt
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    /// The language of the edition (BCP 47), such as `de` or `pt-BR` [default: en]
    #[arg(long, value_name = "LANGUAGE", value_parser = language)]
    language: Option<String>,
}

pub(super) fn run(arguments: &Arguments, console: &Console) -> Result {
    let Arguments { folder, blank, from, language } = arguments;
    let text = from.as_deref().map(first_text).transpose()?;
    if language.is_some() && !blank && text.is_none() {
        let message = "--language: the example is in English; add --blank, or --from a text";
        return Err(Failure::Usage(message.to_owned()));
    }
    if is_taken(folder) {
        let shown = folder.display();
        return Err(Failure::Usage(format!("{shown} is not an empty folder; name a new one")));
    }
    let example = (!blank && text.is_none()).then_some(&EXAMPLE);
    let is_new = !folder.exists();
    if let Some(problem) = text.as_ref().and_then(|text| text.problem.as_ref()) {
        console.say(&format!(
            "the article is called `{UNNAMED}` ({problem}); its folder's name is its address, so \
             rename content/{UNNAMED} before you publish it"
        ));
    }
    let made = make(folder, example, text.as_ref(), language.as_deref(), console);
    if made.is_err() && is_new {
        drop(fs::remove_dir(folder));
    }
    let Made { n_files, imported } = made?;
    let files = count(n_files, "file", "files");
    let shown = plain(folder);
    let enter = quoted(folder).filter(|_| folder != Path::new("."));
    let enter = enter.map(|path| format!("\n  cd {path}")).unwrap_or_default();
    let text = if *blank && text.is_none() {
        "\n  postil import TEXT --article NAME     # or write content/NAME/index.md"
    } else {
        ""
    };
    let last = if example.is_none() {
        "\nIts title and address are yours to say: content/edition.yaml"
    } else {
        ""
    };
    console.say(&format!("{files} in {shown}; now:{enter}{text}\n  postil serve --open{last}"));
    imported
}

/// Returns a path in one line.
fn plain(path: &Path) -> String {
    let path = path.display().to_string();
    path.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

/// Returns a path as a shell takes it; `None` if it cannot be copied from a line, or means more
/// to a shell than its name.
fn quoted(path: &Path) -> Option<String> {
    let path = path.display().to_string();
    let is_plain = |c: char| c.is_alphanumeric() || "/\\:._-~".contains(c);
    let is_strange = |c: char| c.is_control() || "\"$`!".contains(c);
    if path.chars().all(is_plain) {
        return Some(path);
    }
    (!path.contains(is_strange)).then(|| format!("\"{path}\""))
}

/// Returns the text that a file holds, by the ending of its name.
fn first_text(file: &Path) -> Result<NewText<'_>> {
    let shown = file.display();
    if file.to_string_lossy().contains("://") {
        return Err(Failure::Usage(format!(
            "--from {shown}: nothing is fetched; save the page, then give its file"
        )));
    }
    let ending = file.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    let format = match &*ending {
        "md" | "markdown" | "txt" => Format::Markdown,
        "html" | "htm" | "xhtml" => Format::Html,
        "docx" => Format::Docx,
        "odt" => Format::Odt,
        "srt" => Format::Srt,
        "vtt" => Format::Webvtt,
        _ => {
            return Err(Failure::Usage(format!(
                "--from {shown}: name a text that ends in .md, .html, .docx, .odt, .txt, .srt or \
                 .vtt; a .doc is saved as .docx first"
            )));
        }
    };
    if !file.exists() {
        return Err(Failure::Usage(format!("there is no file {shown}")));
    }
    let (slug, problem) = slug_of(&file.file_stem().unwrap_or_default().to_string_lossy());
    Ok(NewText { file, format, slug, problem })
}

/// Returns the name of an article that is like that of a file; if there can be none, also why.
fn slug_of(stem: &str) -> (String, Option<String>) {
    const MAX_LENGTH: usize = 60;
    let mut slug = String::new();
    for word in stem.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if slug.len() + word.len() >= MAX_LENGTH {
            break;
        }
        slug += if slug.is_empty() { "" } else { "-" };
        slug += &word.to_lowercase();
    }
    let problem = if slug.is_empty() {
        Some(format!("`{stem}` has no letter or digit"))
    } else {
        name_problem(&slug)
    };
    if problem.is_none() { (slug, None) } else { (UNNAMED.to_owned(), problem) }
}

/// What came of making an edition.
struct Made {
    n_files: usize,
    /// Whether all of the text came in; if not, what did stands in the edition.
    imported: Result,
}

/// Makes all files, and moves them to where they belong once all are whole: a disk that is
/// full half way leaves nothing behind.
fn make(
    folder: &Path,
    example: Option<&Dir<'_>>,
    text: Option<&NewText<'_>>,
    language: Option<&str>,
    console: &Console,
) -> Result<Made> {
    let failed = |error: io::Error| Failure::at(folder.display(), error);
    fs::create_dir_all(folder).map_err(failed)?;
    let stage = tempfile::Builder::new().prefix(".postil-").tempdir_in(folder).map_err(failed)?;
    for files in [Some(&FRAME), example].into_iter().flatten() {
        files.extract(stage.path()).map_err(failed)?;
    }
    if let Some(language) = language {
        for path in ["content/edition.yaml", "content/pages/corrections.md"] {
            let path = stage.path().join(path);
            let text = fs::read_to_string(&path).map_err(failed)?;
            fs::write(&path, in_language(&text, language)).map_err(failed)?;
        }
    }
    let mut imported = Ok(());
    if let Some(text) = text {
        imported = import::new_text(text, stage.path(), console);
        if imported.is_err() && !stage.path().join("content").join(&text.slug).exists() {
            return imported.map(|()| Made { n_files: 0, imported: Ok(()) });
        }
    }
    write_all(&stage.path().join(schema::FOLDER))?;
    remember_all(stage.path(), &survey(stage.path()))?;
    let made = WalkDir::new(stage.path()).into_iter().flatten();
    let n_files = made.filter(|entry| entry.file_type().is_file()).count();
    for entry in fs::read_dir(stage.path()).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        fs::rename(entry.path(), folder.join(entry.file_name())).map_err(failed)?;
    }
    Ok(Made { n_files, imported })
}

fn language(tag: &str) -> Result<String, &'static str> {
    let is_one = tag.parse::<icu_locale::Locale>().is_ok();
    is_one.then(|| tag.to_owned()).ok_or("it is no tag of a language, such as `de` or `pt-BR`")
}

/// Returns a file of `frame/` in a language; what Postil has no words for stays in English.
fn in_language(text: &str, language: &str) -> String {
    let words: BTreeMap<String, Vec<String>> =
        serde_yaml::from_str(include_str!("words.yaml")).expect("a file of ours");
    let mut text = text.replacen("language: en\n", &format!("language: {language}\n"), 1);
    let is_it = |own: &&String| {
        let rest = language.strip_prefix(own.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    };
    let is_chinese = language == "zh" || language == "zh-CN" || language == "zh-SG";
    let own = words.keys().find(is_it).map(String::as_str).or(is_chinese.then_some("zh-Hans"));
    let Some(own) = own.filter(|own| *own != "en") else { return text };
    // The longest first: others may be parts of them.
    let mut pairs: Vec<_> = words["en"].iter().zip(&words[own]).collect();
    pairs.sort_by_key(|(english, _)| Reverse(english.len()));
    for (english, own) in pairs {
        for (before, after) in [(": ", "\n"), (": ", " }"), (": \"", "\""), ("\n\n", " An ")] {
            let marked = |words: &str| format!("{before}{words}{after}");
            text = text.replacen(&marked(english), &marked(own), 1);
        }
    }
    // What of the page explains how it is made is for whoever makes it.
    match text.split_once(" An annotation lists its corrections\n") {
        Some((text, _)) => format!("{text}\n"),
        None => text,
    }
}

fn is_taken(folder: &Path) -> bool {
    match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_some(),
        Err(error) => error.kind() != io::ErrorKind::NotFound,
    }
}

#[cfg(test)]
mod tests {
    use super::{FRAME, UNNAMED, in_language, slug_of};
    use crate::edition::STOCK;

    #[test]
    fn a_frame_in_another_language_has_no_english_words_left() {
        let words: std::collections::BTreeMap<String, Vec<String>> =
            serde_yaml::from_str(include_str!("words.yaml")).expect("a file of ours");
        let read = |path: &str| {
            let file = FRAME.get_file(path).and_then(|file| file.contents_utf8());
            file.expect("a file of ours").to_owned()
        };
        let text = read("content/edition.yaml") + &read("content/pages/corrections.md");
        for word in &words["en"] {
            assert!(text.contains(word.as_str()), "{word}");
        }
        assert_eq!(in_language(&text, "en"), text);
        for (language, own) in words.iter().filter(|(language, _)| *language != "en") {
            assert_eq!(own.len(), words["en"].len(), "{language}");
            let made = in_language(&text, language);
            assert!(made.contains(&format!("language: {language}\n")), "{made}");
            for (own, english) in own.iter().zip(&words["en"]) {
                assert!(made.contains(own.as_str()), "{language}: {own}: {made}");
                let is_left = made.contains(english.as_str()) && !own.contains(english.as_str());
                assert!(!is_left, "{language}: {english}: {made}");
            }
        }
        assert!(in_language(&text, "zh-CN").contains("language: zh-CN\n"));
        assert!(in_language(&text, "sv").contains("title: A first annotated edition"));
    }

    #[test]
    fn what_is_told_as_stock_is_what_an_edition_begins_with() {
        let edition = FRAME.get_file("content/edition.yaml").expect("it is there").contents();
        let edition = std::str::from_utf8(edition).expect("it is text");
        for (key, text) in STOCK {
            assert!(edition.contains(&format!("\n{key}: {text}\n")), "{key}");
        }
    }

    #[test]
    fn an_article_is_named_as_its_file() {
        for (stem, slug) in [
            ("The Speech (final, v2)", "the-speech-final-v2"),
            ("Ünter__den Linden", "ünter-den-linden"),
            ("خطاب", "خطاب"),
            ("sources", "first-article"),
            ("pages", "first-article"),
            ("…", "first-article"),
            ("con", "first-article"),
        ] {
            let (found, problem) = slug_of(stem);
            assert_eq!((found.as_str(), problem.is_some()), (slug, slug == UNNAMED), "{stem}");
        }
    }
}
