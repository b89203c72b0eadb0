//! `postil import`: annotations, bibliographies and texts of others.
//!
//! `import` says what comes in and what cannot; here files are read and written, in one
//! step each. Exit code 1: something did not come in.

use std::{
    fmt::Display,
    io,
    path::{Path, PathBuf},
};

use clap::Args;

use super::{
    Failure, Result,
    console::{Console, count},
    open_article::{OpenArticle, choices, slugs},
    passages::remember_article,
    refuse,
};
use crate::{
    anchor::Key,
    diag::{Diagnostics, Problem},
    disk::{self, sidecar},
    edit,
    import::{
        self, ArticleText, Destination, Format, Import, Known, Notice,
        page::{self, Page},
    },
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
    /// For captions: the recording that they belong to, an address or a file beside the text
    #[arg(long, value_name = "URL|PATH")]
    media: Option<String>,
    /// What the file is [default: told by its content]
    #[arg(long)]
    format: Option<Format>,
}

pub(super) fn run(arguments: &Arguments, root: &Path, console: &Console) -> Result {
    let file = &arguments.file;
    let bytes = std::fs::read(file).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Failure::Usage(format!("there is no file {}", file.display())),
        _ => Failure::at(file.display(), error),
    })?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let Some(format) = arguments.format.or_else(|| Format::detect(&bytes, &name)) else {
        let file = file.display();
        return Err(Failure::Usage(format!(
            "{file}: it is not told by its content what this is; name it by --format"
        )));
    };
    let incoming = Incoming { arguments, format, bytes, root, console };
    let is_of_captions = matches!(format, Format::Srt | Format::Webvtt);
    if arguments.media.is_some() && !is_of_captions {
        return Err(Failure::Usage("--media is for captions".to_owned()));
    }
    match format {
        Format::Hypothesis | Format::WebAnnotation => incoming.annotations(),
        Format::Bibtex | Format::CslJson | Format::Ris => incoming.works(),
        Format::Docx => {
            let bytes = from_word(file)?;
            Incoming { format: Format::Markdown, bytes, ..incoming }.new_article()
        }
        _ => incoming.new_article(),
    }
}

/// A text for a new article.
#[derive(Debug)]
pub(super) struct NewText<'a> {
    pub(super) file: &'a Path,
    pub(super) format: Format,
    /// The article that it becomes.
    pub(super) slug: String,
}

/// Makes an article of a text, as `import` does.
pub(super) fn new_text(text: &NewText<'_>, root: &Path, console: &Console) -> Result {
    let arguments = Arguments {
        file: text.file.to_path_buf(),
        article: Some(text.slug.clone()),
        into: None,
        media: None,
        format: Some(text.format),
    };
    run(&arguments, root, console)
}

/// A file that comes in, and where to.
struct Incoming<'a> {
    arguments: &'a Arguments,
    format: Format,
    bytes: Vec<u8>,
    root: &'a Path,
    console: &'a Console,
}

impl Incoming<'_> {
    /// Returns the article that annotations or a text are for.
    fn article(&self) -> Result<&str> {
        let needed = || Failure::Usage("name the article: --article ARTICLE".to_owned());
        self.arguments.article.as_deref().ok_or_else(needed)
    }

    fn text(&self) -> Result<&str> {
        std::str::from_utf8(&self.bytes).map_err(|error| {
            let valid = &self.bytes[..error.valid_up_to()];
            if !matches!(self.format, Format::Srt | Format::Webvtt) {
                return self.failed(&format_args!("byte {} is not UTF-8", valid.len()));
            }
            let valid = String::from_utf8_lossy(valid);
            let column = valid.chars().rev().take_while(|c| *c != '\n').count() + 1;
            let line = valid.matches('\n').count() + 1;
            self.failed(&format_args!(
                "line {line}, column {column}: this is not UTF-8; save the captions as UTF-8"
            ))
        })
    }

    /// Returns the failure to make anything of the file.
    fn failed(&self, why: &dyn Display) -> Failure {
        Failure::Edition(Vec::new(), format!("{}: {why}", self.arguments.file.display()))
    }

    /// Returns the failure to read anything of the file.
    fn unread(&self, error: &dyn Display) -> Failure {
        self.failed(&format_args!("{error}; nothing was imported"))
    }

    fn annotations(&self) -> Result {
        let slug = self.article()?;
        let article = OpenArticle::open(self.root, slug)?;
        // What stands there already could not be known.
        refuse(&article.unread)?;
        let path = match &self.arguments.into {
            Some(name) => article.path_of(name)?,
            None => edit::default_sidecar(slug, "note", &article.sidecars),
        };
        let text = self.text()?;
        let choices = choices(self.root);
        let files = article.translations();
        let read = files.iter().filter_map(|(tag, file)| {
            let markup = file.markup(&Diagnostics::default())?;
            let key = Key::new(&markup.prose.text);
            Some((tag.as_str(), markup, key))
        });
        let read: Vec<_> = read.collect();
        let translations =
            read.iter().map(|(tag, markup, key)| (*tag, ArticleText::new(&markup.prose, key)));
        let translations: Vec<_> = translations.collect();
        let import = article.reading(None, |reading| {
            let destination = Destination {
                slug,
                slugs: &slugs(self.root),
                text: &reading.text(),
                translations: &translations,
                ids: &article.ids(),
                settings: &choices.settings,
                sources: &choices.sources,
                terms: &choices.terms,
            };
            import::annotations(self.format, text, &destination)
        });
        let import = import.ok_or_else(|| {
            let message = format!("content/{slug}/index.md cannot be read; see postil check");
            Failure::Edition(Vec::new(), message)
        })?;
        let import = import.map_err(|error| self.unread(&error))?;
        self.write(&import, &path)?;
        if !import.entries.is_empty() {
            remember_article(self.root, slug, self.console);
        }
        self.tell(&import, ("draft", "drafts"), &path)
    }

    fn works(&self) -> Result {
        const PATH: &str = "content/sources.yaml";
        if self.arguments.into.is_some() {
            return Err(Failure::Usage(format!("--into: works go into {PATH}")));
        }
        let import = import::works::works(self.format, self.text()?, &choices(self.root).sources)
            .map_err(|error| self.unread(&error))?;
        self.write(&import, PATH)?;
        self.tell(&import, ("work", "works"), PATH)
    }

    /// Makes an article of a text, if there is none of that name.
    fn new_article(&self) -> Result {
        let slug = self.article()?;
        if let Some(problem) = page::name_problem(slug) {
            return Err(Failure::Usage(problem));
        }
        if self.arguments.into.is_some() {
            return Err(Failure::Usage("--into is for annotations".to_owned()));
        }
        let page = self.page()?;
        let mut files = vec![("index.md", page.index.as_str())];
        files.extend(page.witness.as_deref().map(|witness| ("witness.txt", witness)));
        let is_new = disk::add_article(self.root, slug, &files)
            .map_err(|error| Failure::at(format_args!("content/{slug}"), error))?;
        if !is_new {
            return Err(Failure::Usage(format!(
                "content/{slug} is there already; a text becomes a new article"
            )));
        }
        let witness = page.witness.map_or("", |_| ", and witness.txt as received");
        self.tell_notices(&page.notices, &format!("made content/{slug}/index.md{witness}"))
    }

    /// Reads a text.
    fn page(&self) -> Result<Page> {
        let Arguments { file, media, .. } = self.arguments;
        let read = match self.format {
            Format::Srt | Format::Webvtt => {
                let media = media.as_deref();
                if let Some(problem) = media.and_then(import::media_problem) {
                    return Err(Failure::Usage(format!("--media cannot be taken: {problem}")));
                }
                let name = file.file_name().unwrap_or_default().to_string_lossy();
                import::transcript(self.format, self.text()?, Known { name: &name, media })
            }
            _ => page::page(self.format, self.text()?),
        };
        read.map_err(|error| self.unread(&error))
    }

    fn write(&self, import: &Import, path: &str) -> Result {
        if import.entries.is_empty() {
            return Ok(());
        }
        let mut said = sidecar::add(self.root, path, &import.entries)?;
        // Passages that are not found are told by the number of their item; and new
        // works are cited only after they have come in.
        said.retain(|one| {
            !one.problem.is_unanchored() && !matches!(one.problem, Problem::UnusedSource { .. })
        });
        self.console.show(&said);
        Ok(())
    }

    fn tell(&self, import: &Import, (one, many): (&str, &str), path: &str) -> Result {
        let mut line = match import.entries.len() {
            0 => "nothing new to import".to_owned(),
            n_new => format!("imported {} into {path}", count(n_new, one, many)),
        };
        if import.n_present > 0 {
            line += &format!("; {} there already", import.n_present);
        }
        if import.n_private > 0 {
            line += &format!("; {} left out as private", import.n_private);
        }
        self.tell_notices(&import.notices, &line)
    }

    /// Tells of single items, and then of all: what did not come in is an error.
    fn tell_notices(&self, notices: &[Notice], line: &str) -> Result {
        for notice in notices {
            let line = format!("{}: {notice}", self.arguments.file.display());
            if notice.is_loss() { self.console.error(&line) } else { self.console.say(&line) }
        }
        self.console.say(line);
        if notices.iter().any(Notice::is_loss) { Err(Failure::TOLD) } else { Ok(()) }
    }
}

/// Has Pandoc make Markdown of a document of Word, which has it read and write no other
/// file.
fn from_word(file: &Path) -> Result<Vec<u8>> {
    let mut pandoc = std::process::Command::new("pandoc");
    pandoc.args(["--sandbox", "--from=docx", "--to=gfm", "--wrap=none", "--standalone", "--"]);
    let output = pandoc.arg(file).output().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Failure::Machine(
            "documents of Word are read by Pandoc, which is not installed (pandoc.org); or save \
             the document as HTML"
                .to_owned(),
        ),
        _ => Failure::at("pandoc", error),
    })?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    Err(Failure::at("pandoc", String::from_utf8_lossy(&output.stderr).trim()))
}
