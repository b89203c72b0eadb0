//! What pages may load: only what the site itself serves, what the edition says of other hosts,
//! and no inline script or style. It is said twice: to hosts that heed `_headers`, and in each
//! page, for those that do not.

use crate::model::Csp;

/// The directives that hosts are added to, each with what it has by itself.
const DIRECTIVES: [(&str, &str); 7] = [
    ("script-src", "'self'"),
    ("style-src", "'self'"),
    ("img-src", "'self' data:"),
    ("font-src", "'self'"),
    ("connect-src", "'self'"),
    ("media-src", "'self'"),
    ("frame-src", ""),
];

/// Which pages may show one in a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Framing {
    /// Those of the site.
    Own,
    /// All there are.
    Any,
}

/// Returns the policy as a header.
pub(super) fn header(csp: &Csp, framing: Framing) -> String {
    let mut policy = "default-src 'none'".to_owned();
    for (directive, own) in DIRECTIVES {
        push(&mut policy, directive, own, csp);
    }
    policy.push_str("; base-uri 'none'");
    push(&mut policy, "form-action", "'self'", csp);
    policy.push_str(match framing {
        Framing::Own => "; frame-ancestors 'self'",
        Framing::Any => "; frame-ancestors *",
    });
    policy
}

/// Returns the policy as the attribute of an element `meta`. A page may be opened from a disk,
/// by a browser that knows no `'self'` there; who may frame it cannot be said in it.
pub(super) fn meta(csp: &Csp) -> String {
    let mut policy = "default-src 'self' file:".to_owned();
    for (directive, _) in DIRECTIVES {
        let own = if directive == "img-src" { "'self' file: data:" } else { "'self' file:" };
        // What says no more than the default is left to it.
        if directive == "img-src" || !csp.hosts(directive).is_empty() {
            push(&mut policy, directive, own, csp);
        }
    }
    policy.push_str("; base-uri 'none'");
    push(&mut policy, "form-action", "'self'", csp);
    policy
}

fn push(policy: &mut String, directive: &str, own: &str, csp: &Csp) {
    let hosts = csp.hosts(directive);
    if own.is_empty() && hosts.is_empty() {
        return;
    }
    policy.push_str("; ");
    policy.push_str(directive);
    let own = Some(own).filter(|own| !own.is_empty());
    for source in own.into_iter().chain(hosts.iter().map(String::as_str)) {
        policy.push(' ');
        policy.push_str(source);
    }
}
