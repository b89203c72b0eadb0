//! Who may ask: pages that this very server sent, and nobody else.
//!
//! The preview listens on the local machine, where every web page that is open
//! in a browser can reach it. Three checks keep them out: the name it is asked
//! under must be its own (a foreign name that leads here is DNS rebinding), a
//! request by another origin's page is refused, and what changes anything must
//! say that a page of this origin asks, and carry a token that only such pages can
//! read. There are no CORS headers.
//!
//! Other users of the machine reach it, too, and could read the token. Where the system
//! tells whose the other end of a connection is, as Linux does, they are kept out.

use std::{
    io,
    net::{IpAddr, SocketAddr},
};

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};

use super::owner;

/// The header that carries the token.
const TOKEN: HeaderName = HeaderName::from_static("x-postil-token");

/// The header that says how far from here a page is that asks.
const SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// What a page may use: what the site and the preview have. `{scripts}` are where
/// scripts come from: none is run that an edition has beside its theme.
const POLICY: &str = "default-src 'none'; script-src {scripts}; style-src 'self'; \
    img-src 'self' data:; font-src 'self'; connect-src 'self'; media-src 'self'; \
    manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The ends of a connection.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ends {
    pub(super) peer: SocketAddr,
    pub(super) own: SocketAddr,
}

/// Knows the names of the server and its token.
#[derive(Debug)]
pub(super) struct Guard {
    /// The address that was asked for, if others than loopback may come.
    host: IpAddr,
    port: u16,
    /// Random, made anew at each start.
    pub(super) token: String,
    /// Whether requests may change files.
    pub(super) may_edit: bool,
}

impl Guard {
    /// # Errors
    ///
    /// If the system has no randomness.
    pub(super) fn new(host: IpAddr, port: u16, may_edit: bool) -> io::Result<Self> {
        Ok(Self { host, port, token: random_token()?, may_edit })
    }

    /// Returns why a request is not let in, if it is not.
    pub(super) fn refusal(
        &self,
        headers: &HeaderMap,
        ends: Option<&Ends>,
    ) -> Option<(StatusCode, &'static str)> {
        let host = text(headers, &header::HOST);
        // Others on its way may have read the one, and this server the other.
        let is_ambiguous = |name| headers.get_all(name).iter().count() > 1;
        // Nobody knows where others may come at all.
        let is_strange =
            |ends: &Ends| self.host.is_loopback() && owner::is_another_user(ends.peer, ends.own);
        if is_ambiguous(header::HOST) || is_ambiguous(header::ORIGIN) {
            Some((StatusCode::BAD_REQUEST, "There must be one Host, and one Origin at most.\n"))
        } else if !host.is_some_and(|host| self.is_own_host(host) && is_own_origin(headers, host)) {
            Some((StatusCode::FORBIDDEN, "This preview answers only under its own address.\n"))
        } else if ends.is_none_or(is_strange) {
            Some((StatusCode::FORBIDDEN, "This preview is for the user who started it.\n"))
        } else {
            None
        }
    }

    /// Returns why a request that was let in may not change anything, or read what is not
    /// published, if it may not: a page of this server must ask, with the token, in JSON.
    ///
    /// Browsers name the origin of whatever is not a GET, and only what is no page need
    /// not: even with the token it may not write.
    pub(super) fn distrust(&self, headers: &HeaderMap) -> Option<&'static str> {
        // An origin that is named was compared when the request was let in.
        let is_of_own_page = headers.contains_key(header::ORIGIN)
            && headers.get(SITE).is_none_or(|site| site == "same-origin");
        let token = text(headers, &TOKEN).unwrap_or("");
        let kind = text(headers, &header::CONTENT_TYPE).unwrap_or("");
        let is_json = kind.split(';').next().is_some_and(|kind| kind.trim() == "application/json");
        if !is_of_own_page {
            Some("only pages of this preview may ask for that")
        } else if !is_json || !is_equal(token.as_bytes(), self.token.as_bytes()) {
            Some("the page is of an earlier start of the preview; load it again")
        } else {
            None
        }
    }

    fn is_own_host(&self, host: &str) -> bool {
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port)) if !port.ends_with(']') => (name, port.parse().ok()),
            _ => (host, Some(80)),
        };
        if port != Some(self.port) {
            return false;
        }
        let address: Option<IpAddr> = name.trim_matches(['[', ']']).parse().ok();
        match address {
            // An address cannot be rebound; behind a public one it may be any of the machine's.
            Some(address) => address.is_loopback() || !self.host.is_loopback(),
            None => name.eq_ignore_ascii_case("localhost"),
        }
    }
}

/// Returns whether the page that asks, if any, is one of the host it asks.
fn is_own_origin(headers: &HeaderMap, host: &str) -> bool {
    if let Some(origin) = headers.get(header::ORIGIN) {
        return origin.to_str().is_ok_and(|origin| origin == format!("http://{host}"));
    }
    // A link from elsewhere may lead here; a script, an image or a frame may not.
    let is_navigation = text(headers, &HeaderName::from_static("sec-fetch-mode"))
        .is_some_and(|mode| mode == "navigate");
    match text(headers, &SITE) {
        None | Some("same-origin" | "none") => true,
        Some(_) => is_navigation,
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// Compares without telling by its time how much agrees.
fn is_equal(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}

/// Returns 32 hexadecimal digits that nobody can foresee.
fn random_token() -> io::Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(io::Error::other)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Returns what an answer to a request may load and run; `base_path` is that of the site.
pub(super) fn policy(headers: &HeaderMap, base_path: &str) -> HeaderValue {
    // What divides policies is spelled otherwise in them.
    let base_path = base_path.replace(';', "%3B").replace(',', "%2C");
    // They know no addresses of version 6.
    let scripts = match text(headers, &header::HOST) {
        Some(host) if !host.starts_with('[') => {
            format!("http://{host}/_postil/ http://{host}{base_path}assets/")
        }
        _ => "'self'".to_owned(),
    };
    // A host that is this server's holds nothing that a header cannot.
    HeaderValue::from_str(&POLICY.replace("{scripts}", &scripts))
        .unwrap_or(HeaderValue::from_static("default-src 'none'"))
}

/// Adds the headers that every answer has; one that has a policy of its own keeps it.
pub(super) fn seal(headers: &mut HeaderMap, policy: HeaderValue) {
    let fixed = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(policy);
}
