//! Files for hosts and crawlers: the site map, `robots.txt`, and headers.

use super::policy::{self, Framing};
use crate::{
    edition::Drafts,
    io::address::{encode, media_type},
    model::Settings,
    text::html,
};

/// Returns the site map of `paths`, each below `base_url`.
#[must_use]
pub fn sitemap<'a>(base_url: &str, paths: impl IntoIterator<Item = &'a str>) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for path in paths {
        let url = html::text(&format!("{base_url}{}", encode(path)));
        xml.push_str(&format!("<url><loc>{url}</loc></url>\n"));
    }
    xml.push_str("</urlset>\n");
    xml
}

/// So many addresses a site map may hold (<https://www.sitemaps.org/protocol.html>).
const MOST_IN_MAP: usize = 50_000;

/// What the name of a site map begins with that holds a part of the addresses.
pub(super) const PART_OF_MAP: &str = "~sitemap-";

/// Returns the site map of `paths`, each below `base_url`, with its name; of very many, several
/// and a list of them.
#[must_use]
pub(super) fn sitemaps(base_url: &str, paths: &[String]) -> Vec<(String, String)> {
    in_maps(base_url, paths, MOST_IN_MAP)
}

fn in_maps(base_url: &str, paths: &[String], most: usize) -> Vec<(String, String)> {
    let map = |paths: &[String]| sitemap(base_url, paths.iter().map(String::as_str));
    if paths.len() <= most {
        return vec![("sitemap.xml".to_owned(), map(paths))];
    }
    let mut list = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    let mut maps: Vec<(String, String)> = Vec::new();
    for (number, paths) in paths.chunks(most).enumerate() {
        let name = format!("{PART_OF_MAP}{}.xml", number + 1);
        let url = html::text(&format!("{base_url}{name}"));
        list.push_str(&format!("<sitemap><loc>{url}</loc></sitemap>\n"));
        maps.push((name, map(paths)));
    }
    list.push_str("</sitemapindex>\n");
    maps.push(("sitemap.xml".to_owned(), list));
    maps
}

/// Returns `robots.txt`. What holds drafts is for those who are told of it.
#[must_use]
pub fn robots(base_url: &str, drafts: Drafts) -> String {
    match drafts {
        Drafts::Exclude => format!("User-agent: *\nAllow: /\n\nSitemap: {base_url}sitemap.xml\n"),
        Drafts::Include => "User-agent: *\nDisallow: /\n".to_owned(),
    }
}

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
pub(super) fn headers<'a>(
    base_path: &str,
    settings: &Settings,
    copies: impl IntoIterator<Item = &'a str>,
) -> String {
    let policy = policy::header(&settings.csp, Framing::Own);
    let policy = format!("  Content-Security-Policy: {policy}\n");
    let others = "  X-Content-Type-Options: nosniff\n  \
                  Referrer-Policy: strict-origin-when-cross-origin\n";
    let mut headers = if settings.embeds && settings.check_pages {
        format!("{base_path}*\n{others}{}", framed(base_path, &policy, settings))
    } else {
        format!("{base_path}*\n{policy}{others}")
    };
    headers.push_str(&format!(
        "{base_path}assets/*\n  Cache-Control: public, max-age=31536000, immutable\n\
         {base_path}search/index.json\n  Cache-Control: no-cache\n"
    ));
    for path in copies.into_iter().filter(|path| may_hold_script(path)) {
        let path = encode(path);
        let rule = format!("{base_path}{path}\n  Content-Security-Policy: {POLICY_OF_COPIES}\n");
        headers.push_str(&rule);
    }
    headers
}

/// Where pages stand below the root, the small ones for other sites aside.
const PAGES: [&str; 3] = [":a", ":a/:b", ":a/:b/:c"];

/// Returns the rules of a site of which one kind of page may be framed anywhere.
///
/// Of several policies for one page all would hold, and not every host lets a rule take back
/// what another says. So each page has one rule: those that may not be framed by their depth.
fn framed(base_path: &str, policy: &str, settings: &Settings) -> String {
    let mut rules = format!("{base_path}\n{policy}");
    for path in PAGES {
        rules.push_str(&format!("{base_path}{path}\n{policy}{base_path}{path}/\n{policy}"));
    }
    let policy = policy::header(&settings.csp, Framing::Any);
    rules + &format!("{base_path}checks/:a/:b/embed/\n  Content-Security-Policy: {policy}\n")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn very_many_addresses_are_in_several_maps() {
        let paths: Vec<String> = (0..5).map(|n| format!("{n}&/")).collect();
        let base_url = "https://example.org/a/";
        let one = in_maps(base_url, &paths, 5);
        assert_eq!(one.len(), 1);
        assert!(one[0].1.starts_with("<?xml") && one[0].1.matches("<url>").count() == 5);
        let several = in_maps(base_url, &paths, 2);
        let names: Vec<&str> = several.iter().map(|(name, _)| name.as_str()).collect();
        let maps = ["~sitemap-1.xml", "~sitemap-2.xml", "~sitemap-3.xml"];
        assert_eq!(names, [&maps[..], &["sitemap.xml"]].concat());
        let n_urls: Vec<usize> =
            several.iter().map(|(_, map)| map.matches("<url>").count()).collect();
        assert_eq!(n_urls, [2, 2, 1, 0]);
        for map in maps {
            assert!(several[3].1.contains(&format!("<loc>{base_url}{map}</loc>")), "{map}");
        }
    }
}
