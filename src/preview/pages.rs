//! Answers with files of the site, below the path at which it will stand.
//!
//! A file is looked up by its path among those that the site has; no path of a
//! request ever reaches the file system.

use std::{convert::Infallible, ops::Range, sync::Arc};

use axum::{
    body::{Body, Bytes},
    extract::{Path, Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use futures_util::stream;
use include_dir::{Dir, include_dir};

use super::state::PreviewState;
use crate::{
    io::address::{decode, media_type},
    site::{Live, POLICY_OF_COPIES, may_hold_script},
    text::html::attribute,
};

/// The media type of pages.
const PAGE: &str = "text/html";

/// The preview's own scripts and styles, by their paths below `/_postil`.
static ASSETS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/preview/assets");
/// Where those lie that others have written: with their comments, which name their licence.
const LIBRARY: &str = "idiomorph/";
/// What the editor adds to a page.
const EDITOR_TAGS: &str = "<link id=\"postil-card-style\" rel=\"stylesheet\" \
    href=\"/_postil/card.css\">\
    <script id=\"postil-editor-script\" src=\"/_postil/editor.js\" type=\"module\"></script>";

/// Answers `GET /_postil/PATH`.
pub(super) async fn asset(Path(path): Path<String>) -> Response {
    let Some(file) = ASSETS.get_file(&path) else { return StatusCode::NOT_FOUND.into_response() };
    let head = [(header::CONTENT_TYPE, media_type(&path))];
    let is_own = path.ends_with(".js") && !path.starts_with(LIBRARY);
    match file.contents_utf8().filter(|_| is_own) {
        Some(script) => (head, without_comments(script)).into_response(),
        None => (head, file.contents()).into_response(),
    }
}

/// Returns a script without what stands in it for who reads its source, a fifth of its weight.
/// Lines that are comments are left empty: the others keep their numbers.
fn without_comments(script: &str) -> String {
    let mut is_within = false;
    let lines = script.lines().map(|line| {
        let inner = line.trim_start();
        let begins = inner.starts_with("/*");
        let is_comment = is_within || begins || inner.starts_with("//");
        if is_within || begins {
            is_within = !inner.contains("*/");
        }
        if is_comment { "\n".to_owned() } else { format!("{line}\n") }
    });
    lines.collect()
}

/// Answers `GET /_postil/desk`: with what its script fills, for the whole edition.
pub(super) async fn desk(State(state): State<Arc<PreviewState>>) -> Response {
    let (_, live) = state.shown();
    let title = live.as_ref().map_or("", |live| &live.open.settings().title);
    let base = live.as_ref().map_or("/", |live| live.base_path());
    let (title, base) = (attribute(title), attribute(base));
    let page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>Desk: {title}</title>\n\
         <link rel=\"stylesheet\" href=\"/_postil/desk.css\">\n\
         <script src=\"/_postil/desk-page.js\" type=\"module\"></script>\n</head>\n\
         <body data-desk data-base=\"{base}\">\n<main>\n<h1>Desk</h1>\n\
         <p><a href=\"{base}\">{title}</a></p>\n\
         <noscript><p>The desk needs scripts.</p></noscript>\n</main>\n</body>\n</html>\n"
    );
    ([(header::CONTENT_TYPE, media_type("index.html"))], page).into_response()
}

/// Answers every request for a file of the site.
pub(super) async fn page(State(state): State<Arc<PreviewState>>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    // Making a page is work of milliseconds, which must not hold up events; and many at
    // once would hold as many in memory.
    let places = state.making.clone();
    let made = PreviewState::run(&places, move || answer(&state, &request)).await;
    made.unwrap_or_else(|| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

fn answer(state: &PreviewState, request: &Request) -> Response {
    let address = request.uri().path();
    let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
    let (generation, live) = state.shown();
    let Some(live) = live else { return not_ready(generation) };
    let Some(inner) = address.strip_prefix(live.base_path()) else {
        return outside(state, &live, address, &query);
    };
    let path = decode(inner);
    let is_folder = path.is_empty() || path.ends_with('/');
    let file = if is_folder { format!("{path}index.html") } else { path.clone() };
    if let Some(bytes) = live.copied(&file) {
        return copy(&file, bytes, request);
    }
    if let Some(bytes) = state.file(&live, &file) {
        return if media_type(&file).starts_with(PAGE) {
            page_with_script(StatusCode::OK, bytes, generation, state.guard.may_edit)
        } else {
            part_of(&file, bytes, request)
        };
    }
    let has_page = !file.ends_with(".html") && !path.is_empty() && {
        state.file(&live, &format!("{path}/index.html")).is_some()
    };
    if has_page { redirect(&format!("{address}/"), &query) } else { missing(state, &live) }
}

/// Answers a request beside the site: its path without the last `/`, and names
/// that the site has, lead to it.
fn outside(state: &PreviewState, live: &Arc<Live>, address: &str, query: &str) -> Response {
    let base = live.base_path();
    let is_base = address == "/" || base.strip_suffix('/') == Some(address);
    let inner = if is_base { "" } else { address.trim_start_matches('/') };
    let has = |file: &str| state.file(live, file).is_some();
    let path = decode(inner);
    let is_there = has(&path) || has(&format!("{}/index.html", path.trim_end_matches('/')));
    if is_base || is_there {
        redirect(&format!("{base}{inner}"), query)
    } else {
        missing(state, live)
    }
}

fn redirect(to: &str, query: &str) -> Response {
    // `//name/` would lead to another host.
    let to = format!("/{}{query}", to.trim_start_matches('/'));
    match HeaderValue::from_str(&to) {
        Ok(to) => (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, to)]).into_response(),
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}

fn missing(state: &PreviewState, live: &Arc<Live>) -> Response {
    let (generation, _) = state.shown();
    let page = state.file(live, "404.html").unwrap_or_default();
    page_with_script(StatusCode::NOT_FOUND, page, generation, false)
}

/// Stands in for every page until there is one; the script replaces it.
fn not_ready(generation: u64) -> Response {
    let title = if generation == 0 { "Reading the edition …" } else { "Nothing to show yet" };
    let page = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title>\
         </head><body><main><h1>{title}</h1></main></body></html>"
    );
    page_with_script(StatusCode::SERVICE_UNAVAILABLE, page.as_bytes().into(), generation, false)
}

/// Answers with a file that came with the edition, and may be anything: it shows itself,
/// and has no part in the preview.
fn copy(file: &str, bytes: Arc<[u8]>, request: &Request) -> Response {
    let mut answer = part_of(file, bytes, request);
    if may_hold_script(file) {
        let policy = HeaderValue::from_static(POLICY_OF_COPIES);
        answer.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    answer
}

/// Answers with a file, or with the one part of it that is asked for.
fn part_of(file: &str, bytes: Arc<[u8]>, request: &Request) -> Response {
    let length = bytes.len();
    let bytes = Bytes::from_owner(bytes);
    let head = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type(file))),
        (header::ACCEPT_RANGES, HeaderValue::from_static("bytes")),
    ];
    let within = |part: &str| [(header::CONTENT_RANGE, format!("bytes {part}/{length}"))];
    match asked_part(request.headers(), length) {
        None => (head, bytes).into_response(),
        Some(part) if part.is_empty() => {
            (StatusCode::RANGE_NOT_SATISFIABLE, head, within("*")).into_response()
        }
        Some(part) => {
            let range = within(&format!("{}-{}", part.start, part.end - 1));
            (StatusCode::PARTIAL_CONTENT, head, range, bytes.slice(part)).into_response()
        }
    }
}

/// Returns which part of a file is asked for, as a player does that seeks: an empty one if
/// it lies beyond the end, `None` if all is to be answered with.
fn asked_part(headers: &HeaderMap, length: usize) -> Option<Range<usize>> {
    // A part of a state of the file that it is not in: none was ever named.
    if headers.contains_key(header::IF_RANGE) {
        return None;
    }
    let asked = headers.get(header::RANGE)?.to_str().ok()?.strip_prefix("bytes=")?;
    let (first, last) = asked.trim().split_once('-')?;
    let number = |digits: &str| {
        let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| digits.parse().unwrap_or(usize::MAX))
    };
    if first.is_empty() {
        return Some(length.saturating_sub(number(last)?)..length);
    }
    let first = number(first)?;
    let last = if last.is_empty() { usize::MAX } else { number(last)? };
    let is_sound = first <= last;
    is_sound.then(|| first.min(length)..last.saturating_add(1).min(length))
}

/// Answers with a page and the preview's own script and style; the site never has them.
///
/// The script is told if the page stands in for one that there is not yet. Tags have names
/// by which a page that is fetched anew is compared with the open one.
fn page_with_script(
    status: StatusCode,
    page: Arc<[u8]>,
    generation: u64,
    may_edit: bool,
) -> Response {
    let stands_in = if status == StatusCode::OK { "" } else { " data-stands-in" };
    let editor = if may_edit { EDITOR_TAGS } else { "" };
    let tags = format!(
        "<link id=\"postil-style\" rel=\"stylesheet\" href=\"/_postil/preview.css\">\
         <script id=\"postil-script\" src=\"/_postil/preview.js\"{stands_in} \
         data-generation=\"{generation}\"></script>{editor}"
    );
    let end = memchr::memmem::rfind(&page, b"</body>").unwrap_or(page.len());
    let head = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type("index.html"))),
        (header::CONTENT_LENGTH, HeaderValue::from(page.len() + tags.len())),
    ];
    // Many may read a page, slowly: they share it.
    let page = Bytes::from_owner(page);
    let pieces = [page.slice(..end), tags.into(), page.slice(end..)];
    let body = Body::from_stream(stream::iter(pieces.map(Ok::<_, Infallible>)));
    (status, head, body).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_served_without_their_comments() {
        let script = "// head\nconst a = 1; // b\n/** One\n    two */\n  // c\nf(\"//\");\n/* d */";
        assert_eq!(without_comments(script), "\nconst a = 1; // b\n\n\n\nf(\"//\");\n\n");
    }
}
