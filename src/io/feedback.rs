//! Addresses by which readers answer: they open a message, or the form for a new issue, with
//! what it is about filled in.

use std::fmt::Write;

use url::Url;

use super::address::encode;

/// Returns the address that opens a message with a subject and a text: of mail (RFC 6068), or
/// of a form for new issues, as GitHub, Forgejo and, under names of its own, GitLab fill it in.
///
/// What `to` asks for already stays, but for these two.
#[must_use]
pub fn feedback_url(to: &Url, subject: &str, text: &str) -> String {
    let is_gitlab = to.path().trim_end_matches('/').ends_with("/-/issues/new");
    let (keys, line_end) = match to.scheme() {
        "mailto" => (["subject", "body"], "\r\n"),
        _ if is_gitlab => (["issue[title]", "issue[description]"], "\n"),
        _ => (["title", "body"], "\n"),
    };
    let keys = keys.map(component);
    let is_filled_in = |pair: &&str| {
        let key = pair.split('=').next().unwrap_or_default();
        keys.iter()
            .any(|own| own.eq_ignore_ascii_case(&key.replace('[', "%5B").replace(']', "%5D")))
    };
    let own = to.query().into_iter().flat_map(|query| query.split('&'));
    let own = own.filter(|pair| !pair.is_empty() && !is_filled_in(pair)).map(str::to_owned);
    let [subject_key, text_key] = &keys;
    let filled_in = [
        format!("{subject_key}={}", component(subject)),
        format!("{text_key}={}", component(&text.replace('\n', line_end))),
    ];
    let query: Vec<String> = own.chain(filled_in).collect();
    let mut page = to.clone();
    page.set_query(None);
    page.set_fragment(None);
    let mut address = format!("{page}?{}", query.join("&"));
    if let Some(fragment) = to.fragment() {
        write!(address, "#{fragment}").expect("writing to a string never fails");
    }
    address
}

/// Returns a text as a key or a value of a query: all but letters and digits of ASCII and
/// `-._~` percent-encoded, spaces too, since mail knows no `+` for them.
fn component(text: &str) -> String {
    encode(text).replace('/', "%2F")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(to: &str, subject: &str, text: &str, expected: &str) {
        let to = Url::parse(to).unwrap();
        assert_eq!(feedback_url(&to, subject, text), expected);
    }

    #[test]
    fn a_message_has_its_subject_and_its_lines() {
        check(
            "mailto:desk@example.org",
            "50 % & more?",
            "a+b\nc/d",
            "mailto:desk@example.org?subject=50%20%25%20%26%20more%3F&body=a%2Bb%0D%0Ac%2Fd",
        );
    }

    #[test]
    fn any_script_is_encoded() {
        check(
            "mailto:desk@example.org",
            "خطأ",
            "",
            "mailto:desk@example.org?subject=%D8%AE%D8%B7%D8%A3&body=",
        );
    }

    #[test]
    fn what_is_asked_for_already_stays() {
        check(
            "mailto:desk@example.org?cc=chief@example.org&Subject=x",
            "s",
            "b",
            "mailto:desk@example.org?cc=chief@example.org&subject=s&body=b",
        );
        check(
            "https://example.org/a/b/issues/new?labels=error#form",
            "s",
            "b",
            "https://example.org/a/b/issues/new?labels=error&title=s&body=b#form",
        );
        check(
            "https://example.org/a/b/-/issues/new?issue[title]=x&issue[confidential]=true",
            "s",
            "b\nc",
            "https://example.org/a/b/-/issues/new?issue[confidential]=true&\
             issue%5Btitle%5D=s&issue%5Bdescription%5D=b%0Ac",
        );
    }
}
