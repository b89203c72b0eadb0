//! `postil import`: annotations, bibliographies and texts of others.
//!
//! `import` says what comes in and what cannot; here files are read and written, in one
//! step each. Exit code 1: something did not come in.

use std::{
    borrow::Cow,
    collections::BTreeMap,
    fmt::Display,
    io,
    path::{Component, Path, PathBuf},
};

use clap::Args;

use super::{
    Failure, Result,
    console::{Console, count},
    open_article::{OpenArticle, addresses, choices, look_at_new, slugs},
    pandoc::{Changes, Pandoc},
    passages::remember_article,
    refuse,
};
use crate::{
    anchor::Key,
    diag::{Diagnostics, Problem, Severity},
    disk::{
        self,
        sidecar::{self, Update},
    },
    edit::{self, List, Operation},
    import::{
        self, ArticleText, ByArticle, Destination, Format, Import, Known, Notice, Older,
        document::{self, Comments, Document},
        page::{self, Page},
    },
    io::SourceFile,
};

/// What is packed in a book may be much more than the book; a note has a kilobyte.
const MAX_ANNOTATIONS: usize = 16_000_000;

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
    /// For a later version of a document: leave out comments older than those that came before
    #[arg(long)]
    only_new: bool,
    /// For a text: keep it as received, too, in witness.txt [default: of web pages alone]
    #[arg(long)]
    witness: bool,
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
    if matches!(format, Format::Epub | Format::Docx | Format::Odt)
        && let Some(why) = import::too_large(&incoming.bytes)
    {
        return Err(incoming.failed(&why));
    }
    match format {
        Format::Epub => {
            let Some(set) = import::annotations_in(&incoming.bytes) else {
                return Err(incoming.failed(&"there are no annotations in it (EPUB Annotations)"));
            };
            if set.len() > MAX_ANNOTATIONS {
                let most = MAX_ANNOTATIONS / 1_000_000;
                return Err(incoming.failed(&format_args!(
                    "its annotations are over {most} MB; export them in several sets"
                )));
            }
            let bytes = set.into_bytes();
            Incoming { format: Format::WebAnnotation, bytes, ..incoming }.annotations()
        }
        Format::Hypothesis | Format::WebAnnotation | Format::Mrsf => incoming.annotations(),
        Format::Bibtex | Format::CslJson | Format::Ris => incoming.works(),
        Format::Docx | Format::Odt => incoming.document(),
        Format::Markdown if document::has_comments(&incoming.bytes) => incoming.document(),
        _ => incoming.text_alone(),
    }
}

/// A text for a new article.
#[derive(Debug)]
pub(super) struct NewText<'a> {
    pub(super) file: &'a Path,
    pub(super) format: Format,
    /// The article that it becomes.
    pub(super) slug: String,
    /// Why it is not called as its file, if it is not.
    pub(super) problem: Option<String>,
}

/// Makes an article of a text, as `import` does.
pub(super) fn new_text(text: &NewText<'_>, root: &Path, console: &Console) -> Result {
    let arguments = Arguments {
        file: text.file.to_path_buf(),
        article: Some(text.slug.clone()),
        into: None,
        media: None,
        only_new: false,
        witness: false,
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
        let text = self.text()?;
        let into = |slug: &str, numbers: Option<&[usize]>| {
            self.take_into(slug, &|destination| {
                import::annotations(self.format, text, numbers, destination)
            })
        };
        if let Some(slug) = &self.arguments.article {
            return into(slug, None);
        }
        // They say themselves what they are about.
        let choices = choices(self.root);
        let articles = addresses(self.root);
        let ByArticle { found, others } =
            import::by_article(self.format, text, &articles, &choices.settings)
                .map_err(|error| self.unread(&error))?;
        if found.is_empty() {
            return self.article().map(drop);
        }
        let mut result = Ok(());
        for (slug, numbers) in &found {
            match into(slug, Some(numbers)) {
                Err(failure @ Failure::Edition(..)) => result = Err(failure),
                told => told?,
            }
        }
        for (number, address) in &others {
            let file = self.arguments.file.display();
            self.console.error(&format!(
                "{file}: item {number}: not imported: no article was published at {address}; say \
                 so by its `source_url`, or name one by --article"
            ));
            result = Err(Failure::TOLD);
        }
        result
    }

    /// Takes annotations into the article.
    fn take_into<E: Display>(
        &self,
        slug: &str,
        import: &dyn Fn(&Destination<'_>) -> Result<Import, E>,
    ) -> Result {
        let article = OpenArticle::open(self.root, slug)?;
        // What stands there already could not be known.
        refuse(&article.unread)?;
        let path = match &self.arguments.into {
            Some(name) => article.path_of(name)?,
            None => edit::default_sidecar(slug, "note", &article.sidecars),
        };
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
        let made = article.reading(None, |reading| {
            import(&Destination {
                slug,
                slugs: &slugs(self.root),
                text: &reading.text(),
                translations: &translations,
                entries: &article.entries(),
                settings: &choices.settings,
                sources: &choices.sources,
                terms: &choices.terms,
            })
        });
        let made = made.ok_or_else(|| {
            let message = format!("content/{slug}/index.md cannot be read; see postil check");
            Failure::Edition(Vec::new(), message)
        })?;
        let mut import = made.map_err(|error| self.unread(&error))?;
        let said = self.write(&import, Some(&article), &path)?;
        // What is found in other words is no more detached.
        let is_found = |notice: &Notice| said.iter().any(|was| notice.is_detached(was));
        import.notices.retain(|notice| !is_found(notice));
        if !import.entries.is_empty() || !import.updates.is_empty() {
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
        self.write(&import, None, PATH)?;
        self.tell(&import, ("work", "works"), PATH)
    }

    /// Makes an article of a text without comments.
    fn text_alone(&self) -> Result {
        if self.arguments.into.is_some() {
            return Err(Failure::Usage("--into is for annotations".to_owned()));
        }
        let slug = self.article()?;
        self.refuse_name(slug)?;
        if self.has(slug) {
            return Err(self.is_there_already(slug));
        }
        self.new_article(slug, &self.page()?, None)
    }

    /// Makes an article of a document and drafts of the comments on it; if the article is there,
    /// only the comments come in.
    fn document(&self) -> Result {
        let slug = self.article()?;
        self.refuse_name(slug)?;
        let document = Document::new(&self.bytes);
        let pandoc = Pandoc::new(&self.arguments.file, self.format);
        let is_markdown = self.format == Format::Markdown;
        let changes = |changes| if is_markdown { Changes::None } else { changes };
        let unread = |error: serde_json::Error| self.unread(&error);
        let comments = document.comments(&pandoc.tree(changes(Changes::All))?).map_err(unread)?;
        let mut notices: Vec<Notice> = comments.changes().into_iter().collect();
        notices.extend(document.unread_comments());
        if self.has(slug) {
            if comments.is_empty() {
                return Err(self.is_there_already(slug));
            }
            self.console.say(&format!(
                "content/{slug} is there already: its text stays, and only comments come in"
            ));
            let import = |destination: &Destination<'_>| {
                let older = if self.arguments.only_new { Older::LeaveOut } else { Older::Add };
                let mut import = document::comments(&comments, destination, older);
                if !import.entries.is_empty() {
                    import.notices.splice(0..0, notices.iter().cloned());
                }
                Ok::<_, String>(import)
            };
            return self.take_into(slug, &import);
        }
        let sayable =
            document.sayable(&pandoc.tree(changes(Changes::Accepted))?).map_err(unread)?;
        let markdown = pandoc.markdown(&sayable.tree)?;
        let read = |path: &str| if is_markdown { beside(&self.arguments.file, path) } else { None };
        let page = page::page(Format::Markdown, &markdown, &self.name(), &read);
        let mut page = page.map_err(|error| self.unread(&error))?;
        let (files, told) = sayable.into_files();
        page.files.extend(files);
        notices.extend(told);
        page.notices.extend(notices);
        self.new_article(slug, &page, Some(&comments))
    }

    /// Returns the name of the file.
    fn name(&self) -> Cow<'_, str> {
        self.arguments.file.file_name().unwrap_or_default().to_string_lossy()
    }

    fn refuse_name(&self, slug: &str) -> Result {
        page::name_problem(slug).map_or(Ok(()), |problem| Err(Failure::Usage(problem)))
    }

    fn has(&self, slug: &str) -> bool {
        self.root.join("content").join(slug).symlink_metadata().is_ok()
    }

    fn is_there_already(&self, slug: &str) -> Failure {
        Failure::Usage(format!("content/{slug} is there already; a text becomes a new article"))
    }

    /// Makes an article of a text, and drafts of the comments on it.
    fn new_article(&self, slug: &str, page: &Page, comments: Option<&Comments>) -> Result {
        let sidecar = self.arguments.into.as_deref().unwrap_or("notes.yaml");
        let path = format!("content/{slug}/{sidecar}");
        if sidecar.contains(['/', '\\']) || sidecar::list_of(&path) != Some(List::Annotations) {
            return Err(Failure::Usage(format!(
                "--into {sidecar}: name a file in the article's folder, such as notes.yaml"
            )));
        }
        let mut import = comments
            .map(|comments| self.drafts(slug, page, comments))
            .transpose()?
            .unwrap_or_default();
        let empty = SourceFile::new(path.as_str(), String::new());
        let drafts = edit::add(List::Annotations, &empty, &import.entries)
            .map_err(|error| self.failed(&error))?;
        // Whoever imports a draft of their own is free to mend it.
        let is_received = self.arguments.witness || self.format == Format::Html;
        let witness = page.witness.as_ref().filter(|_| is_received);
        let mut files = vec![("index.md", page.index.as_bytes())];
        files.extend(witness.iter().map(|witness| ("witness.txt", witness.as_bytes())));
        files.extend(page.files.iter().map(|file| (file.name.as_str(), file.bytes.as_slice())));
        if !import.entries.is_empty() {
            files.push((sidecar, drafts.as_bytes()));
        }
        let is_new = disk::add_article(self.root, slug, &files)
            .map_err(|error| Failure::at(format_args!("content/{slug}"), error))?;
        if !is_new {
            return Err(self.is_there_already(slug));
        }
        let witness = witness.map_or("", |_| ", and witness.txt as received");
        let images = match page.files.len() {
            0 => String::new(),
            n => format!(", with {}", count(n, "image", "images")),
        };
        let made = format!("made content/{slug}/index.md{witness}{images}");
        import.notices.splice(0..0, page.notices.iter().cloned());
        if import.entries.is_empty() {
            return self.tell_notices(&import.notices, &[made]);
        }
        remember_article(self.root, slug, self.console);
        let n_drafts = count(import.entries.len(), "draft", "drafts");
        self.tell_notices(&import.notices, &[made, format!("imported {n_drafts} into {path}")])
    }

    /// Makes drafts of the comments on a text that is not there yet.
    fn drafts(&self, slug: &str, page: &Page, comments: &Comments) -> Result<Import> {
        let choices = choices(self.root);
        let made = look_at_new(slug, &page.index, |text| {
            document::comments(
                comments,
                &Destination {
                    slug,
                    slugs: &slugs(self.root),
                    text,
                    translations: &[],
                    entries: &[],
                    settings: &choices.settings,
                    sources: &choices.sources,
                    terms: &choices.terms,
                },
                Older::Add,
            )
        });
        made.ok_or_else(|| self.failed(&"its text cannot be read as Markdown"))
    }

    /// Reads a text.
    fn page(&self) -> Result<Page> {
        let Arguments { file, media, .. } = self.arguments;
        let name = self.name();
        let read = match self.format {
            Format::Srt | Format::Webvtt => {
                let media = media.as_deref();
                if let Some(problem) = media.and_then(import::media_problem) {
                    return Err(Failure::Usage(format!("--media cannot be taken: {problem}")));
                }
                import::transcript(self.format, self.text()?, Known { name: &name, media })
            }
            _ => page::page(self.format, self.text()?, &name, &|path| beside(file, path)),
        };
        read.map_err(|error| self.unread(&error))
    }

    /// Writes what is new into a file, and changes where entries are; returns the words of
    /// passages that are found in other words now.
    fn write(
        &self,
        import: &Import,
        article: Option<&OpenArticle<'_>>,
        path: &str,
    ) -> Result<Vec<String>> {
        let mut changes: BTreeMap<String, Vec<Update>> = BTreeMap::new();
        for (id, fields) in &import.updates {
            let Some((sidecar, _)) = article.and_then(|article| article.find(id)) else { continue };
            let version = edit::version(List::Annotations, &sidecar.file, id);
            let operation = Operation::Set { id: id.clone(), fields: fields.clone() };
            let of_file = changes.entry(sidecar.file.path.to_string()).or_default();
            of_file.push(Update { operation, version });
        }
        let mut said = Vec::new();
        if !import.entries.is_empty() {
            changes.entry(path.to_owned()).or_default();
        }
        for (file, updates) in &changes {
            let new = if file == path { import.entries.as_slice() } else { &[] };
            said.extend(sidecar::add(self.root, file, new, updates)?);
        }
        // Passages that are not found are told by the number of their item; and new
        // works are cited only after they have come in.
        said.retain(|one| {
            !one.problem.is_unanchored() && !matches!(one.problem, Problem::UnusedSource { .. })
        });
        self.console.show(&said);
        let changed = said.into_iter().filter_map(|one| match one.problem {
            Problem::Changed { was, .. } => Some(was),
            _ => None,
        });
        Ok(changed.collect())
    }

    fn tell(&self, import: &Import, (one, many): (&str, &str), path: &str) -> Result {
        let mut parts = Vec::new();
        if !import.entries.is_empty() {
            let new = count(import.entries.len(), one, many);
            parts.push(format!("imported {new} into {path}"));
        }
        if import.n_updated > 0 {
            parts.push(format!("{} changed", count(import.n_updated, one, many)));
        }
        if parts.is_empty() {
            parts.push("nothing new to import".to_owned());
        }
        let counted = [
            (import.n_left, "left unchanged, though the document says more"),
            (import.n_present, "there already"),
            (import.n_retracted, "withdrawn here, which they stay"),
            (import.n_gone, "not in the document any more"),
            (import.n_older, "left out as older"),
            (import.n_private, "left out as private"),
        ];
        let counted = counted.iter().filter(|(n, _)| *n > 0);
        parts.extend(counted.map(|(n, what)| format!("{n} {what}")));
        self.tell_notices(&import.notices, &[parts.join("; ")])
    }

    /// Tells of single items, and then of all: what did not come in is an error.
    fn tell_notices(&self, notices: &[Notice], lines: &[String]) -> Result {
        for notice in notices {
            let line = format!("{}: {notice}", self.arguments.file.display());
            match notice.severity() {
                Severity::Error => self.console.error(&line),
                Severity::Warning => self.console.say(&format!("warning: {line}")),
                Severity::Info => self.console.say(&line),
            }
        }
        lines.iter().for_each(|line| self.console.say(line));
        let is_lost = |notice: &Notice| notice.severity() == Severity::Error;
        if notices.iter().any(is_lost) { Err(Failure::TOLD) } else { Ok(()) }
    }
}

/// Reads a regular file beside another one or in a folder there, by the path that leads to it.
fn beside(file: &Path, path: &str) -> Option<Vec<u8>> {
    /// Larger files are no images of a text.
    const MAX_SIZE: u64 = 64_000_000;
    let path = Path::new(path);
    let is_below = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
    let folder = file.parent()?;
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let folder = folder.canonicalize().ok()?;
    let found = folder.join(path).canonicalize().ok()?;
    let is_image = found.starts_with(&folder)
        && found.metadata().is_ok_and(|data| data.is_file() && data.len() <= MAX_SIZE);
    (path.components().all(is_below) && is_image).then(|| std::fs::read(found).ok()).flatten()
}
