//! The guide: the Markdown files of `src/guide/`, an edition of which the program makes a site.

use std::{
    collections::BTreeMap,
    io,
    net::{Ipv4Addr, TcpListener},
    sync::LazyLock,
};

use axum::{
    Router,
    extract::{Path, Request},
    http::{StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use include_dir::{Dir, include_dir};

use super::{connections, guard};
use crate::{
    edition::Options,
    io::{MemoryInput, MemoryOutput, address::media_type},
    site,
};

static PAGES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/guide");

/// The list of the pages, in the order in which they are read.
const LIST: &str = "README.md";

/// Where the site stands below a server's root.
const BASE: &str = "/_postil/guide/";

static SITE: LazyLock<BTreeMap<String, Vec<u8>>> = LazyLock::new(site);

/// Returns the files of the guide as a site, by path; links between them are relative.
#[must_use]
fn site() -> BTreeMap<String, Vec<u8>> {
    let output = MemoryOutput::default();
    let report = site::build(&Options::default(), &edition(), &output);
    debug_assert!(!report.is_failed(), "{:?}", report.diagnostics);
    output.into_files()
}

/// Returns the guide as an edition: an article of each page.
#[must_use]
pub fn edition() -> MemoryInput {
    let settings = format!(
        "title: The guide to Postil\nbase_url: http://localhost{BASE}\nlicense: MIT\n\
         description: How to make annotated editions.\nmenu: []\n\
         theme_options: {{ paragraph_numbers: false }}\n"
    );
    let messages = "annotated-edition = Postil\narticles = Pages\n";
    let mut files = BTreeMap::from([
        ("content/edition.yaml".to_owned(), settings.into_bytes()),
        ("content/locales/en.ftl".to_owned(), messages.into()),
    ]);
    for (order, (page, summary)) in pages().enumerate() {
        let text = text_of(page).unwrap_or_default();
        let matter = format!("---\norder: {order}\nsummary: {summary:?}\n---\n");
        let text = matter + &lead_to_articles(text);
        files.insert(format!("content/{page}/index.md"), text.into_bytes());
    }
    MemoryInput { files }
}

/// Returns a page in Markdown.
fn text_of(page: &str) -> Option<&'static str> {
    PAGES.get_file(format!("{page}.md")).and_then(|file| file.contents_utf8())
}

/// Returns the names of the pages, each with what the list says of it.
fn pages() -> impl Iterator<Item = (&'static str, &'static str)> {
    let list = PAGES.get_file(LIST).and_then(|file| file.contents_utf8()).unwrap_or_default();
    list.lines().filter_map(|line| {
        let (_, rest) = line.strip_prefix("- [")?.split_once("](")?;
        let (page, about) = rest.split_once(".md)")?;
        Some((page, about.trim_start_matches([':', ',', ' '])))
    })
}

/// Leads the links of a page, which are those of files in a folder, to articles.
fn lead_to_articles(text: &str) -> String {
    pages().fold(text.to_owned(), |text, (page, _)| {
        text.replace(&format!("]({page}.md#"), &format!("](../{page}/#h-"))
            .replace(&format!("]({page}.md"), &format!("](../{page}/"))
    })
}

/// Answers `GET /_postil/guide/PATH`.
pub(super) async fn page(Path(path): Path<String>) -> Response {
    answer(&path)
}

/// Answers `GET /_postil/guide/`.
pub(super) async fn front() -> Response {
    answer("")
}

fn answer(path: &str) -> Response {
    let is_folder = path.is_empty() || path.ends_with('/');
    let file = if is_folder { format!("{path}index.html") } else { path.to_owned() };
    match SITE.get(&file) {
        Some(bytes) => {
            ([(header::CONTENT_TYPE, media_type(&file))], bytes.as_slice()).into_response()
        }
        None if SITE.contains_key(&format!("{path}/index.html")) => {
            Redirect::temporary(&format!("{BASE}{path}/")).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The guide on a port of this machine.
pub struct Guide {
    listener: TcpListener,
}

impl Guide {
    /// Returns the names of its pages, in the order in which they are read.
    pub fn pages() -> impl Iterator<Item = &'static str> {
        pages().map(|(page, _)| page)
    }

    /// Returns a page in Markdown.
    #[must_use]
    pub fn page(name: &str) -> Option<&'static str> {
        Self::pages().find(|page| *page == name).and_then(text_of)
    }

    /// Takes a port; 0 takes a free one.
    ///
    /// # Errors
    ///
    /// If it cannot be had.
    pub fn new(port: u16) -> io::Result<Self> {
        Ok(Self { listener: TcpListener::bind((Ipv4Addr::LOCALHOST, port))? })
    }

    /// Returns the address of its first page.
    ///
    /// # Errors
    ///
    /// If the system does not tell it.
    pub fn url(&self) -> io::Result<String> {
        Ok(format!("http://{}{BASE}", self.listener.local_addr()?))
    }

    /// Serves until the process is told to end.
    ///
    /// # Errors
    ///
    /// If the machine has no threads or sockets left.
    pub fn run(self) -> io::Result<()> {
        let routes = Router::new()
            .route(BASE, get(front))
            .route("/_postil/guide/{*path}", get(page))
            .fallback(async || Redirect::temporary(BASE))
            .layer(middleware::from_fn(seal));
        connections::run(self.listener, &routes)
    }
}

/// Adds the headers that every answer of the preview has.
async fn seal(request: Request, next: Next) -> Response {
    let policy = guard::policy(request.headers(), BASE);
    let mut answer = next.run(request).await;
    guard::seal(answer.headers_mut(), policy);
    answer
}
