//! `postil import`: annotations, bibliographies and texts of others.
//!
//! `import` says what comes in and what cannot; here files are read and written, in one
//! step each. Exit code 1: something did not come in.

use std::{
    io,
    path::{Path, PathBuf},
};

use clap::Args;

use super::{
    Failure, Format as Printed,
    anchors::remember_article,
    annotate::{path_of, refused},
    console::{Console, count},
    desk::{self, Desk},
    find_root,
};
use crate::{
    anchor::Key,
    diag::{Diagnostics, Problem},
    disk::{self, FolderInput, sidecar},
    edit,
    import::{self, ArticleText, Destination, Format, Import, Notice, page},
};

/// Arguments of `import`.
#[derive(Debug, Args)]
#[command(arg_required_else_help = true)]
pub(super) struct Arguments {
    /// What to take in
    file: PathBuf,
    /// The folder of the article: for annotations, or the new one for a text
    #[arg(long, value_name = "ARTICLE")]
    article: Option<String>,
    /// For annotations: a file in the article's folder, new or not [default: where notes are]
    #[arg(long, value_name = "FILE")]
    into: Option<String>,
    /// What the file is [default: told by its content]
    #[arg(long)]
    format: Option<Format>,
}

pub(super) fn run(
    arguments: &Arguments,
    root: Option<&Path>,
    console: &Console,
) -> Result<(), Failure> {
    let root = find_root(root)?;
    let bytes = read(&arguments.file)?;
    let name = arguments.file.file_name().unwrap_or_default().to_string_lossy();
    let format = arguments.format.or_else(|| Format::detect(&bytes, &name));
    match format {
        Some(format @ (Format::Hypothesis | Format::WebAnnotation)) => {
            annotations(arguments, format, bytes, &root, console)
        }
        Some(format @ (Format::Bibtex | Format::CslJson | Format::Ris)) => {
            works(arguments, format, bytes, &root, console)
        }
        Some(Format::Docx) => {
            let markdown = from_word(&arguments.file)?;
            new_article(arguments, Format::Markdown, markdown, &root, console)
        }
        Some(format) => new_article(arguments, format, bytes, &root, console),
        None => Err(Failure::Usage(format!(
            "{}: it is not told by its content what this is; name it by --format",
            arguments.file.display()
        ))),
    }
}

fn read(file: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(file).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Failure::Usage(format!("there is no file {}", file.display())),
        _ => Failure::Machine(format!("{}: {error}", file.display())),
    })
}

/// Returns the article that annotations or a text are for.
fn article_of(arguments: &Arguments) -> Result<&str, Failure> {
    let needed = || Failure::Usage("name the article: --article ARTICLE".to_owned());
    arguments.article.as_deref().ok_or_else(needed)
}

fn text_of(bytes: Vec<u8>, arguments: &Arguments, console: &Console) -> Result<String, Failure> {
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        console.error(&format!("{}: byte {at} is not UTF-8", arguments.file.display()));
        Failure::Edition
    })
}

/// Tells why nothing of a file can be read.
fn unread(error: &dyn std::fmt::Display, arguments: &Arguments, console: &Console) -> Failure {
    console.error(&format!("{}: {error}; nothing was imported", arguments.file.display()));
    Failure::Edition
}

fn annotations(
    arguments: &Arguments,
    format: Format,
    bytes: Vec<u8>,
    root: &Path,
    console: &Console,
) -> Result<(), Failure> {
    let article = article_of(arguments)?;
    let desk = Desk::open(root, article)?;
    if !desk.unread.is_empty() {
        // What stands there already cannot be known.
        console.diagnostics(&desk.unread, Printed::Human)?;
        return Err(Failure::Edition);
    }
    let path = match &arguments.into {
        Some(name) => path_of(&desk, name)?,
        None => edit::default_sidecar(article, "note", &desk.sidecars),
    };
    let text = text_of(bytes, arguments, console)?;
    let choices = desk.choices();
    let (ids, slugs) = (desk.ids(), desk::articles(root));
    let translations = desk.translations();
    let translations: Vec<_> = translations
        .iter()
        .filter_map(|(tag, file)| {
            let markup = file.markup(&Diagnostics::default())?;
            let key = Key::new(&markup.prose.text);
            Some((tag.as_str(), markup, key))
        })
        .collect();
    let translations: Vec<_> = translations
        .iter()
        .map(|(tag, markup, key)| (*tag, ArticleText::new(markup, key)))
        .collect();
    let import = desk.reading(None, |reading| {
        let destination = Destination {
            slug: article,
            slugs: &slugs,
            text: &reading.text(),
            translations: &translations,
            ids: &ids,
            settings: &choices.settings,
            sources: &choices.sources,
            terms: &choices.terms,
        };
        import::annotations(format, &text, &destination)
    });
    let Some(import) = import else {
        console.error(&format!("content/{article}/index.md cannot be read; see postil check"));
        return Err(Failure::Edition);
    };
    let import = import.map_err(|error| unread(&error, arguments, console))?;
    write(&import, root, &path, console)?;
    if !import.entries.is_empty() {
        remember_article(root, article, console)?;
    }
    tell(arguments, &import, ("draft", "drafts"), &path, console)
}

fn works(
    arguments: &Arguments,
    format: Format,
    bytes: Vec<u8>,
    root: &Path,
    console: &Console,
) -> Result<(), Failure> {
    const PATH: &str = "content/sources.yaml";
    if arguments.into.is_some() {
        return Err(Failure::Usage(format!("--into: works go into {PATH}")));
    }
    let text = text_of(bytes, arguments, console)?;
    let sources = desk::choices(&FolderInput::new(root)).sources;
    let import = import::works::works(format, &text, &sources)
        .map_err(|error| unread(&error, arguments, console))?;
    write(&import, root, PATH, console)?;
    tell(arguments, &import, ("work", "works"), PATH, console)
}

/// Has Pandoc make Markdown of a document of Word, which has it read and write no other
/// file.
fn from_word(file: &Path) -> Result<Vec<u8>, Failure> {
    let mut pandoc = std::process::Command::new("pandoc");
    pandoc.args(["--sandbox", "--from=docx", "--to=gfm", "--wrap=none", "--standalone", "--"]);
    let output = pandoc.arg(file).output().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Failure::Machine(
            "documents of Word are read by Pandoc, which is not installed (pandoc.org); or save \
             the document as HTML"
                .to_owned(),
        ),
        _ => Failure::Machine(format!("pandoc: {error}")),
    })?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(Failure::Machine(format!("pandoc: {said}")))
}

/// Makes an article of a text, if there is none of that name.
fn new_article(
    arguments: &Arguments,
    format: Format,
    bytes: Vec<u8>,
    root: &Path,
    console: &Console,
) -> Result<(), Failure> {
    let slug = article_of(arguments)?;
    if let Some(problem) = page::name_problem(slug) {
        return Err(Failure::Usage(problem));
    }
    if arguments.into.is_some() {
        return Err(Failure::Usage("--into is for annotations".to_owned()));
    }
    let text = text_of(bytes, arguments, console)?;
    let page = page::page(format, &text).map_err(|error| unread(&error, arguments, console))?;
    let files = [("index.md", page.index.as_str()), ("witness.txt", page.witness.as_str())];
    let is_new = disk::add_article(root, slug, &files)
        .map_err(|error| Failure::Machine(format!("content/{slug}: {error}")))?;
    if !is_new {
        return Err(Failure::Usage(format!(
            "content/{slug} is there already; a text becomes a new article"
        )));
    }
    tell_notices(arguments, &page.notices, console);
    console.say(&format!("made content/{slug}/index.md, and witness.txt as received"));
    if page.notices.iter().any(Notice::is_loss) { Err(Failure::Edition) } else { Ok(()) }
}

fn write(import: &Import, root: &Path, path: &str, console: &Console) -> Result<(), Failure> {
    if import.entries.is_empty() {
        return Ok(());
    }
    let said =
        sidecar::add(root, path, &import.entries).map_err(|failure| refused(failure, console))?;
    // Passages that are not found have been told by the number of their item; and new
    // works are cited only after they have come in.
    let is_told = |problem: &Problem| {
        problem.is_unanchored() || matches!(problem, Problem::UnusedSource { .. })
    };
    let others: Vec<_> = said.into_iter().filter(|one| !is_told(&one.problem)).collect();
    console.diagnostics(&others, Printed::Human)
}

fn tell(
    arguments: &Arguments,
    import: &Import,
    (one, many): (&str, &str),
    path: &str,
    console: &Console,
) -> Result<(), Failure> {
    tell_notices(arguments, &import.notices, console);
    let n_new = import.entries.len();
    let mut line = match n_new {
        0 => "nothing new to import".to_owned(),
        _ => format!("imported {} into {path}", count(n_new, one, many)),
    };
    if import.n_present > 0 {
        line.push_str(&format!("; {} there already", import.n_present));
    }
    if import.n_private > 0 {
        line.push_str(&format!("; {} left out as private", import.n_private));
    }
    console.say(&line);
    if import.has_losses() { Err(Failure::Edition) } else { Ok(()) }
}

/// Tells of single items: what did not come in is an error.
fn tell_notices(arguments: &Arguments, notices: &[Notice], console: &Console) {
    let file = arguments.file.display();
    for notice in notices {
        let line = format!("{file}: {notice}");
        if notice.is_loss() { console.error(&line) } else { console.say(&line) }
    }
}
