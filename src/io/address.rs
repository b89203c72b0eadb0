//! Addresses on the site: how paths are spelt, which file is which page's, and what kind of
//! file an ending names.

use std::{borrow::Cow, fmt::Write};

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
        "aac" => "audio/aac",
        "flac" => "audio/flac",
        "wav" => "audio/wav",
        "mp4" | "m4v" => "video/mp4",
        "webm" => "video/webm",
        "ogv" => "video/ogg",
        "webmanifest" => "application/manifest+json",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_spell_paths() {
        assert_eq!(decode("a%20b/%C3%A9.png"), "a b/é.png");
        assert_eq!(decode("a%2 %x"), "a%2 %x");
        assert_eq!(decode("%FF"), "\u{FFFD}");
        assert_eq!(decode(&encode("a%2 é")), "a%2 é");
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
