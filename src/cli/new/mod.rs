//! `postil new`: a small edition that explains itself, or that begins with a text of yours.
//!
//! `frame/` is what every edition begins with: its settings, and what hosts and editors of
//! text read; `example/` is an article with its notes.

use std::{
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
}

pub(super) fn run(arguments: &Arguments, console: &Console) -> Result {
    let Arguments { folder, blank, from } = arguments;
    let text = from.as_deref().map(first_text).transpose()?;
    if is_taken(folder) {
        let shown = folder.display();
        return Err(Failure::Usage(format!("{shown} is not an empty folder; name a new one")));
    }
    let example = (!blank && text.is_none()).then_some(&EXAMPLE);
    let is_new = !folder.exists();
    let made = make(folder, example, text.as_ref(), console);
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
    let slug = slug_of(&file.file_stem().unwrap_or_default().to_string_lossy());
    Ok(NewText { file, format, slug })
}

/// Returns the name of an article that is like that of a file.
fn slug_of(stem: &str) -> String {
    const MAX_LENGTH: usize = 60;
    let mut slug = String::new();
    for word in stem.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if slug.len() + word.len() >= MAX_LENGTH {
            break;
        }
        slug += if slug.is_empty() { "" } else { "-" };
        slug += &word.to_lowercase();
    }
    if name_problem(&slug).is_none() { slug } else { UNNAMED.to_owned() }
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
    console: &Console,
) -> Result<Made> {
    let failed = |error: io::Error| Failure::at(folder.display(), error);
    fs::create_dir_all(folder).map_err(failed)?;
    let stage = tempfile::Builder::new().prefix(".postil-").tempdir_in(folder).map_err(failed)?;
    for files in [Some(&FRAME), example].into_iter().flatten() {
        files.extract(stage.path()).map_err(failed)?;
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

fn is_taken(folder: &Path) -> bool {
    match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_some(),
        Err(error) => error.kind() != io::ErrorKind::NotFound,
    }
}

#[cfg(test)]
mod tests {
    use super::slug_of;

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
            assert_eq!(slug_of(stem), slug);
        }
    }
}
