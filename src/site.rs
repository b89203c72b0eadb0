//! The site's paths, and the manifest of what a build wrote.

use std::{
    borrow::Cow,
    collections::BTreeMap,
    fmt::Write,
    io,
    path::{Component, Path},
};

use serde::{Deserialize, Serialize};

/// The manifest's path below the site's root.
pub const MANIFEST: &str = ".postil/manifest.json";

/// Manifests of another format are not read.
const FORMAT: u32 = 1;

/// What a build wrote, and from what.
///
/// It holds no times and no absolute paths, so that equal sites have equal
/// manifests.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Manifest {
    /// The format of this file.
    pub format: u32,
    /// A hash of all inputs, options and the program's version, if the build
    /// had nothing to say about them.
    pub inputs: Option<String>,
    /// What the build counted.
    pub summary: Summary,
    /// The files of the site: path → hash of the content.
    pub files: BTreeMap<String, String>,
}

/// A [`Manifest`] as it is written.
#[derive(Serialize)]
struct Listed<'a> {
    format: u32,
    inputs: Option<&'a str>,
    summary: &'a Summary,
    files: BTreeMap<&'a str, &'a str>,
}

/// What a build counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Articles.
    pub n_articles: usize,
    /// Annotations by kind: `fact-check` → how many.
    pub n_annotations: BTreeMap<String, usize>,
    /// Terms of the glossary.
    pub n_terms: usize,
    /// Works of the bibliography.
    pub n_sources: usize,
}

impl Manifest {
    /// Returns a manifest of the present format.
    #[must_use]
    pub fn new(summary: Summary, files: BTreeMap<String, String>) -> Self {
        Self { format: FORMAT, inputs: None, summary, files }
    }

    /// Reads a manifest; `None` if it is damaged, of another format, or names a
    /// path that does not lie below the site.
    #[must_use]
    pub fn from_json(bytes: &[u8]) -> Option<Self> {
        let manifest: Self = serde_json::from_slice(bytes).ok()?;
        let is_safe = manifest.files.keys().all(|path| is_below(path));
        (manifest.format == FORMAT && is_safe).then_some(manifest)
    }

    /// Writes the manifest as JSON, one file a line; it lists `others` as well.
    ///
    /// # Errors
    ///
    /// Those of the writer.
    pub fn write_json(
        &self,
        others: &BTreeMap<String, String>,
        mut writer: impl io::Write,
    ) -> io::Result<()> {
        let all = others.iter().chain(&self.files);
        let listed = Listed {
            format: self.format,
            inputs: self.inputs.as_deref(),
            summary: &self.summary,
            files: all.map(|(path, hash)| (path.as_str(), hash.as_str())).collect(),
        };
        serde_json::to_writer_pretty(&mut writer, &listed)?;
        writer.write_all(b"\n")
    }
}

/// Returns whether a relative path stays below the folder it is relative to.
#[must_use]
pub fn is_below(path: &str) -> bool {
    let parts = Path::new(path).components();
    !path.is_empty()
        && !path.contains('\\')
        && parts.into_iter().all(|part| matches!(part, Component::Normal(_)))
}

/// Returns the hash of a file's content, in hexadecimal.
#[must_use]
pub fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

/// Returns a path as part of an address: everything but letters and digits of
/// ASCII and `-._~/` percent-encoded.
#[must_use]
pub fn encode(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/') {
            encoded.push(char::from(byte));
        } else {
            write!(encoded, "%{byte:02X}").expect("writing to a string never fails");
        }
    }
    encoded
}

/// Returns an address with its percent-encoding undone; a `%` that encodes nothing
/// stands for itself, and what is no UTF-8 becomes U+FFFD.
#[must_use]
pub fn decode(address: &str) -> String {
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.as_bytes();
    while let [first, after @ ..] = rest {
        let hex = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        let byte = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (first, byte) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Returns the address of a page, given that of its file in the edition or its own:
/// `../a/index.md#p-1` leads to `../a/#p-1`.
#[must_use]
pub fn page_of(address: &str) -> Cow<'_, str> {
    let (path, rest) = address.split_at(address.find(['#', '?']).unwrap_or(address.len()));
    match path.strip_suffix("index.md") {
        Some(page) => format!("{page}{rest}").into(),
        None => address.into(),
    }
}

/// Returns the site map of `paths`, each below `base_url`.
#[must_use]
pub fn sitemap<'a>(base_url: &str, paths: impl IntoIterator<Item = &'a str>) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for path in paths {
        let url = crate::html::text(&format!("{base_url}{}", encode(path)));
        xml.push_str(&format!("<url><loc>{url}</loc></url>\n"));
    }
    xml.push_str("</urlset>\n");
    xml
}

/// Returns `robots.txt`.
#[must_use]
pub fn robots(base_url: &str) -> String {
    format!("User-agent: *\nAllow: /\n\nSitemap: {base_url}sitemap.xml\n")
}

/// What pages may load: only what the site itself serves, and no inline script or style.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data:; font-src 'self'; connect-src 'self'; media-src 'self'; \
    base-uri 'none'; form-action 'self'; frame-ancestors 'self'";

/// What a document may do that came with an edition: show itself. It runs no script, and
/// is of no origin.
pub const POLICY_OF_COPIES: &str = "sandbox; default-src 'none'; \
    style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/// Returns `_headers`, which Netlify, Cloudflare Pages and others read.
///
/// `base_path` is the path of the site's address, with `/` at its end; `copies` are the
/// paths of files that stand on the site as they came. Assets have their hash in their
/// address, so they never change.
#[must_use]
pub fn headers<'a>(base_path: &str, copies: impl IntoIterator<Item = &'a str>) -> String {
    let mut headers = format!(
        "{base_path}*\n  Content-Security-Policy: {POLICY}\n  X-Content-Type-Options: nosniff\n  \
         Referrer-Policy: strict-origin-when-cross-origin\n\
         {base_path}assets/*\n  Cache-Control: public, max-age=31536000, immutable\n\
         {base_path}search/index.json\n  Cache-Control: no-cache\n"
    );
    for path in copies.into_iter().filter(|path| may_hold_script(path)) {
        let path = encode(path);
        let rule = format!("{base_path}{path}\n  Content-Security-Policy: {POLICY_OF_COPIES}\n");
        headers.push_str(&rule);
    }
    headers
}

/// Types of files that browsers show or play, and run nothing of.
const INERT: [&str; 9] = [
    "application/json",
    "application/pdf",
    "audio/",
    "font/",
    "image/",
    "text/css",
    "text/javascript",
    "text/plain",
    "video/",
];

/// Returns whether a browser may run script of a file that is opened by itself: who knows
/// what it takes a file of an unknown kind for?
#[must_use]
pub fn may_hold_script(path: &str) -> bool {
    let kind = media_type(path);
    kind == "image/svg+xml" || !INERT.iter().any(|inert| kind.starts_with(inert))
}

/// Returns the media type of a file, by the ending of its name.
#[must_use]
pub fn media_type(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or(path);
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    match ending.as_str() {
        "html" | "htm" => "text/html; charset=utf-8",
        "xhtml" | "xht" => "application/xhtml+xml",
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
        "m4a" => "audio/mp4",
        "ogg" | "oga" | "opus" => "audio/ogg",
        "wav" => "audio/wav",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "webmanifest" => "application/manifest+json",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listing(files: &[(&str, &str)]) -> Manifest {
        let files = files.iter().map(|(path, hash)| ((*path).to_owned(), (*hash).to_owned()));
        Manifest::new(Summary::default(), files.collect())
    }

    fn to_json(manifest: &Manifest, others: &BTreeMap<String, String>) -> Vec<u8> {
        let mut json = Vec::new();
        manifest.write_json(others, &mut json).unwrap();
        json
    }

    #[test]
    fn a_manifest_survives_its_file() {
        let manifest = listing(&[("a/index.html", "new")]);
        assert_eq!(Manifest::from_json(&to_json(&manifest, &BTreeMap::new())), Some(manifest));
    }

    #[test]
    fn a_manifest_lists_others_as_well() {
        let manifest = listing(&[("a", "new"), ("b", "new")]);
        let others = listing(&[("a", "old"), ("c", "old")]).files;
        let both = listing(&[("a", "new"), ("b", "new"), ("c", "old")]);
        assert_eq!(Manifest::from_json(&to_json(&manifest, &others)), Some(both));
    }

    #[test]
    fn addresses_spell_paths() {
        assert_eq!(decode("a%20b/%C3%A9.png"), "a b/é.png");
        assert_eq!(decode("a%2 %x"), "a%2 %x");
        assert_eq!(decode("%FF"), "\u{FFFD}");
        assert_eq!(decode(&encode("a%2 é")), "a%2 é");
    }

    #[test]
    fn a_manifest_that_points_outside_is_not_read() {
        for path in ["../a", "/a", "a/../../b", ""] {
            let json = to_json(&listing(&[(path, "")]), &BTreeMap::new());
            assert_eq!(Manifest::from_json(&json), None, "{path}");
        }
        assert_eq!(Manifest::from_json(b"{"), None);
    }

    #[test]
    fn a_file_of_the_edition_is_led_to_its_page() {
        assert_eq!(page_of("../a/index.md?x#p-1"), "../a/?x#p-1");
        assert_eq!(page_of("a.md#index.md"), "a.md#index.md");
    }

    #[test]
    fn addresses_are_encoded() {
        assert_eq!(encode("a b/é.png"), "a%20b/%C3%A9.png");
    }
}
