//! What pages may load from elsewhere: hosts that an edition adds to the policy of its site.

use serde_yaml::Value;
use url::Url;

use super::{
    decode::{At, Texts, Written},
    describe::{entry, ways},
};

entry! {
    /// Hosts from which pages may load, beside the site's own, by directives of a Content
    /// Security Policy.
    #[derive(Default, PartialEq, Eq)]
    pub struct Csp as Csp = "csp" {
        /// Scripts.
        pub scripts as "script-src": Vec<String> = Texts<Host>;
        /// Style sheets.
        pub styles as "style-src": Vec<String> = Texts<Host>;
        /// Images.
        pub images as "img-src": Vec<String> = Texts<Host>;
        /// Fonts.
        pub fonts as "font-src": Vec<String> = Texts<Host>;
        /// What scripts fetch from, and tell.
        pub connections as "connect-src": Vec<String> = Texts<Host>;
        /// Sound and film.
        pub media as "media-src": Vec<String> = Texts<Host>;
        /// Frames.
        pub frames as "frame-src": Vec<String> = Texts<Host>;
        /// Where forms are sent.
        pub forms as "form-action": Vec<String> = Texts<Host>;
    }
}

impl Csp {
    /// Returns the hosts of a directive; none of one that takes none.
    #[must_use]
    pub fn hosts(&self, directive: &str) -> &[String] {
        match directive {
            "script-src" => &self.scripts,
            "style-src" => &self.styles,
            "img-src" => &self.images,
            "font-src" => &self.fonts,
            "connect-src" => &self.connections,
            "media-src" => &self.media,
            "frame-src" => &self.frames,
            "form-action" => &self.forms,
            _ => &[],
        }
    }

    /// Returns whether a directive lets a file of another host come.
    #[must_use]
    pub fn allows(&self, directive: &str, address: &Url) -> bool {
        let origin = address.origin().ascii_serialization();
        self.hosts(directive).iter().any(|host| match host.strip_prefix("https://*") {
            Some(domain) => {
                origin.strip_prefix("https://").is_some_and(|host| host.ends_with(domain))
            }
            None => *host == origin,
        })
    }
}

ways! {
    /// A host, with its scheme: what may stand in a policy, and in the attribute that says it.
    Host(value: String, at) -> String {
        let host = value.strip_suffix('/').unwrap_or(&value);
        let name = host.strip_prefix("https://").unwrap_or_default();
        let plain = name.strip_prefix("*.").unwrap_or(name);
        let domain = plain.split(':').next().unwrap_or_default();
        if plain != name && !domain.trim_end_matches('.').contains('.') {
            let expected = "`https://*.` and a domain of somebody's, as in \
                            `https://*.example.org`, not one in which anybody can have one";
            return at.refuse_value(value, expected, &[]);
        }
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.:".contains(c);
        let is_host = plain.starts_with(|c: char| c.is_ascii_alphanumeric())
            && plain.chars().all(fits)
            && Url::parse(&format!("https://{plain}")).is_ok();
        if is_host {
            return Some(host.to_owned());
        }
        let expected = "`https://` and a host in small letters, without a path, as in \
                        `https://stats.example.org`";
        at.refuse_value(value, expected, &[])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_lets_its_own_files_come_and_no_others() {
        let images = ["https://a.example", "https://*.b.example", "https://c.example:8443"];
        let csp = Csp { images: images.map(str::to_owned).to_vec(), ..Csp::default() };
        let check = |address: &str, is_allowed: bool| {
            let url = Url::parse(address).unwrap();
            assert_eq!(csp.allows("img-src", &url), is_allowed, "{address}");
            assert!(!csp.allows("script-src", &url), "{address}");
        };
        check("https://a.example/x.png", true);
        check("http://a.example/x.png", false);
        check("https://xa.example/x.png", false);
        check("https://x.b.example/x.png", true);
        check("https://b.example/x.png", false);
        check("https://xb.example/x.png", false);
        check("https://c.example:8443/x.png", true);
        check("https://c.example/x.png", false);
    }
}
