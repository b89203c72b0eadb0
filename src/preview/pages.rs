//! Answers with files of the site, below the path at which it will stand.
//!
//! A file is looked up by its path among those that the site has; no path of a
//! request ever reaches the file system.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::{Path, Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use tokio::task::spawn_blocking;

use super::{server::Server, splice};
use crate::build::Live;

/// Addresses longer than this, in bytes, are nobody's.
const MAX_ADDRESS: usize = 4096;

/// The media type of pages.
const PAGE: &str = "text/html";

const SCRIPT: &str = include_str!("assets/preview.js");
const STYLE: &str = include_str!("assets/preview.css");
const EDITOR_SCRIPT: &str = include_str!("assets/editor.js");
const EDITOR_STYLE: &str = include_str!("assets/editor.css");
/// The modules of the editor, which import each other by these names.
const EDITOR_MODULES: [(&str, &str); 10] = [
    ("anchors.js", include_str!("assets/editor/anchors.js")),
    ("api.js", include_str!("assets/editor/api.js")),
    ("conflict.js", include_str!("assets/editor/conflict.js")),
    ("dom.js", include_str!("assets/editor/dom.js")),
    ("drafts.js", include_str!("assets/editor/drafts.js")),
    ("entry.js", include_str!("assets/editor/entry.js")),
    ("fields.js", include_str!("assets/editor/fields.js")),
    ("form.js", include_str!("assets/editor/form.js")),
    ("news.js", include_str!("assets/editor/news.js")),
    ("passage.js", include_str!("assets/editor/passage.js")),
];
const EDITOR_TAGS: &str = "<link rel=\"stylesheet\" href=\"/_postil/editor.css\">\
    <script src=\"/_postil/editor.js\" type=\"module\"></script>";

/// Answers `GET /_postil/preview.js`.
pub(super) async fn script() -> Response {
    of_type("text/javascript; charset=utf-8", SCRIPT).into_response()
}

/// Answers `GET /_postil/preview.css`.
pub(super) async fn style() -> Response {
    of_type("text/css; charset=utf-8", STYLE).into_response()
}

/// Answers `GET /_postil/editor.js`.
pub(super) async fn editor_script() -> Response {
    of_type("text/javascript; charset=utf-8", EDITOR_SCRIPT).into_response()
}

/// Answers `GET /_postil/editor/NAME`.
pub(super) async fn editor_module(Path(name): Path<String>) -> Response {
    let found = EDITOR_MODULES.iter().find(|(other, _)| *other == name);
    match found {
        Some((_, text)) => of_type("text/javascript; charset=utf-8", text).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Answers `GET /_postil/editor.css`.
pub(super) async fn editor_style() -> Response {
    of_type("text/css; charset=utf-8", EDITOR_STYLE).into_response()
}

fn of_type(kind: &'static str, body: &'static str) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, kind)], body)
}

/// Answers every request for a file of the site.
pub(super) async fn page(State(server): State<Arc<Server>>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let address = request.uri().path().to_owned();
    let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
    // Making a page is work of milliseconds, which must not hold up events.
    let made = spawn_blocking(move || answer(&server, &address, &query)).await;
    made.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

fn answer(server: &Server, address: &str, query: &str) -> Response {
    if address.len() > MAX_ADDRESS {
        return StatusCode::URI_TOO_LONG.into_response();
    }
    let (generation, live) = server.stage.shown();
    let Some(live) = live else { return not_ready(generation) };
    let Some(inner) = address.strip_prefix(live.base_path()) else {
        return outside(server, &live, address, query);
    };
    let Some(path) = decode(inner) else { return StatusCode::BAD_REQUEST.into_response() };
    let file = file_at(&path);
    if let Some(bytes) = server.stage.file(&live, &file) {
        return with(StatusCode::OK, &file, &bytes, generation, editor_of(server));
    }
    let has_page = !file.ends_with(".html") && !path.is_empty() && {
        server.stage.file(&live, &format!("{path}/index.html")).is_some()
    };
    if has_page { redirect(&format!("{address}/"), query) } else { missing(server, &live) }
}

/// Returns the page at the path of an address, if it is one of the site.
pub(super) fn page_at(server: &Server, live: &Arc<Live>, address: &str) -> Option<Arc<[u8]>> {
    let path = decode(address.strip_prefix(live.base_path())?)?;
    let file = file_at(&path);
    if media_type(&file).starts_with(PAGE) { server.stage.file(live, &file) } else { None }
}

/// Returns the path of the file that stands for a path of an address.
fn file_at(path: &str) -> String {
    let is_folder = path.is_empty() || path.ends_with('/');
    if is_folder { format!("{path}index.html") } else { path.to_owned() }
}

/// Answers a request beside the site: its path without the last `/`, and names
/// that the site has, lead to it.
fn outside(server: &Server, live: &Arc<Live>, address: &str, query: &str) -> Response {
    let base = live.base_path();
    let is_base = address == "/" || base.strip_suffix('/') == Some(address);
    let inner = if is_base { "" } else { address.trim_start_matches('/') };
    let has = |file: &str| server.stage.file(live, file).is_some();
    let is_there = decode(inner).is_some_and(|path| {
        has(&path) || has(&format!("{}/index.html", path.trim_end_matches('/')))
    });
    if is_base || is_there {
        redirect(&format!("{base}{inner}"), query)
    } else {
        missing(server, live)
    }
}

/// Returns the bytes that `%` stands for, if they are a path without anything dubious.
fn decode(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        let byte = match byte {
            b'%' => {
                let digits = [rest.next()?, rest.next()?];
                u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?
            }
            byte => byte,
        };
        bytes.push(byte);
    }
    let path = String::from_utf8(bytes).ok()?;
    (!path.contains(|c: char| c.is_control() || c == '\\')).then_some(path)
}

fn redirect(to: &str, query: &str) -> Response {
    // `//name/` would lead to another host.
    let to = format!("/{}{query}", to.trim_start_matches('/'));
    match HeaderValue::from_str(&to) {
        Ok(to) => (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, to)]).into_response(),
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}

fn missing(server: &Server, live: &Arc<Live>) -> Response {
    let (generation, _) = server.stage.shown();
    let page = server.stage.file(live, "404.html");
    with(StatusCode::NOT_FOUND, "404.html", page.as_deref().unwrap_or_default(), generation, "")
}

/// Stands in for every page until there is one; the script replaces it.
fn not_ready(generation: u64) -> Response {
    let title = if generation == 0 { "Reading the edition …" } else { "Nothing to show yet" };
    let page = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title>\
         </head><body><main><h1>{title}</h1></main></body></html>"
    );
    with(StatusCode::SERVICE_UNAVAILABLE, "index.html", page.as_bytes(), generation, "")
}

/// Returns what the editor adds to a page: nothing where editing is off.
fn editor_of(server: &Server) -> &'static str {
    if server.guard.may_edit { EDITOR_TAGS } else { "" }
}

fn with(status: StatusCode, file: &str, bytes: &[u8], generation: u64, editor: &str) -> Response {
    let kind = media_type(file);
    let is_page = kind.starts_with(PAGE);
    let body =
        if is_page { with_script(bytes, status, generation, editor) } else { bytes.to_vec() };
    (status, [(header::CONTENT_TYPE, kind)], Body::from(body)).into_response()
}

/// Adds the preview's own script and style to a page; the site never has them.
///
/// The script is told if the page stands in for one that there is not yet.
fn with_script(page: &[u8], status: StatusCode, generation: u64, editor: &str) -> Vec<u8> {
    let stands_in = if status == StatusCode::OK { "" } else { " data-stands-in" };
    let tags = format!(
        "<link rel=\"stylesheet\" href=\"/_postil/preview.css\">\
         <script src=\"/_postil/preview.js\" type=\"module\"{stands_in} \
         data-generation=\"{generation}\" data-version=\"{}\"></script>{editor}",
        splice::version(page)
    );
    let end = splice::place_of_tags(page);
    [&page[..end], tags.as_bytes(), &page[end..]].concat()
}

fn media_type(file: &str) -> &'static str {
    let name = file.rsplit('/').next().unwrap_or(file);
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    match ending.as_str() {
        "html" | "htm" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "xml" => "application/xml; charset=utf-8",
        "txt" | "md" | "bib" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "pdf" => "application/pdf",
        "mp3" => "audio/mpeg",
        "mp4" => "video/mp4",
        "webmanifest" => "application/manifest+json",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_decoded_or_refused() {
        assert_eq!(decode("a%20b/%C3%A9").as_deref(), Some("a b/é"));
        assert_eq!(decode("../%2e%2e/x").as_deref(), Some("../../x"));
        for bad in ["a%00b", "%", "%4", "%zz", "%ff", "a%5cb", "a%0d%0ab"] {
            assert_eq!(decode(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_script_stands_at_the_end_of_the_page() {
        let page = |status| {
            let page = with_script(b"<body><p>a</p></body></html>", status, 3, "");
            String::from_utf8(page).unwrap()
        };
        assert!(page(StatusCode::NOT_FOUND).contains(" data-stands-in "));
        let page = page(StatusCode::OK);
        assert!(!page.contains("data-stands-in"), "{page}");
        assert!(page.starts_with("<body><p>a</p><link"), "{page}");
        assert!(page.contains(" data-generation=\"3\" "), "{page}");
        assert!(page.ends_with("></script></body></html>"), "{page}");
    }
}
