//! Texts that follow a rule, and names of things that the edition has.

use serde_yaml::Value;
use url::Url;

use super::{
    Source,
    decode::{At, Texts, Written, word},
    describe::ways,
    source_by_key,
};
use crate::{
    diag::{CODES, Place, Problem},
    yaml::Part,
};

ways! {
    /// The id of an entry, which is part of its address.
    Id(id: String, at) -> String {
        match id_problem(&id) {
            Some(reason) => at.refuse(Problem::InvalidId { id, reason }),
            None => Some(id),
        }
    }

    /// The id of an annotation, which is none of Postil's own fragments.
    AnnotationId(id: String, at) -> String {
        let own = is_own_fragment(&id).then_some("Postil uses such names itself");
        match own.or_else(|| id_problem(&id)) {
            Some(reason) => at.refuse(Problem::InvalidId { id, reason }),
            None => Some(id),
        }
    }

    /// An address whose scheme is allowed.
    Address(value: String, at) -> String {
        match url_problem(&value) {
            Some(reason) => at.refuse(Problem::InvalidUrl { value, reason }),
            None => Some(value),
        }
    }

    /// The address of a site; always ends in `/`.
    BaseUrl(value: String, at) -> Url {
        match parse_base_url(&value) {
            Ok(url) => Some(url),
            Err(reason) => at.refuse(Problem::InvalidUrl { value, reason }),
        }
    }

    /// Where readers report errors: an address of mail, or a page with a form for new issues.
    FeedbackAddress(value: String, at) -> Url {
        let is_meant = |url: &Url| match url.scheme() {
            "mailto" => url.path().split_once('@').is_some_and(|(name, host)| {
                !name.is_empty() && !host.is_empty()
            }),
            "https" => url.username().is_empty() && url.password().is_none(),
            _ => false,
        };
        let url = Url::parse(&value).ok().filter(is_meant);
        let expected = "`mailto:` with an address, or a page with a form for new issues, as in \
                        `https://example.org/desk/edition/issues/new`";
        let Some(url) = url else { return at.refuse_value(value, expected, &[]) };
        if let Some(form) = form_for_issues(&url) {
            at.report(Problem::FeedbackForm { address: value, form });
        }
        Some(url)
    }

    /// A well-formed language tag.
    Language(value: String, at) -> String {
        if value.parse::<icu_locale::Locale>().is_err() {
            return at.refuse(Problem::InvalidLanguage { value });
        }
        Some(value)
    }

    /// The key of a source.
    SourceName(key: String, at) -> String {
        let sources = at.known().sources;
        if source_by_key(sources, &key).is_some() {
            return Some(key);
        }
        at.one_of("source", key, sources.iter().map(Source::key))
    }

    /// The id of a term.
    TermName(name: String, at) -> String {
        at.one_of("term", name, at.known().terms.iter().map(|term| term.id.as_str()))
    }

    /// The language of a translation of the article, as the name of its file has it.
    TranslationName(name: String, at) -> String {
        match at.known().translations {
            Some(all) => at.one_of("translation", name, all.iter().copied()),
            None => Some(name),
        }
    }

    /// The id of an editor.
    EditorName(name: String, at) -> String {
        let editors = at.known().settings.map(|settings| &settings.editors);
        if editors.is_some_and(|editors| editors.contains_key(&name)) {
            return Some(name);
        }
        let known = editors.into_iter().flat_map(|all| all.keys());
        at.one_of("editor", name, known.map(String::as_str))
    }

    /// The id of an editor, or a list of several.
    EditorNames(value: Value as Texts<EditorName>, at) -> Vec<String> {
        let Some(listed) = value.as_sequence() else {
            return Some(vec![EditorName::decode(&value, at)?]);
        };
        if listed.is_empty() {
            return at.refuse_value("[]".to_owned(), "an editor, or a list of editors", &[]);
        }
        let names = at.items("a list", &value, EditorName::decode)?;
        let mut each = Vec::new();
        for (index, name) in names {
            if each.contains(&name) {
                at.item(index).refuse_value::<()>(name, "an editor who is not named before", &[]);
            } else {
                each.push(name);
            }
        }
        Some(each)
    }

    /// The id of a rating, which may be `false`.
    RatingName(value: Value as String, at) -> String {
        let ratings = at.known().settings.map_or(&[][..], |settings| &settings.ratings);
        at.one_of("rating", word(&value, at)?, ratings.iter().map(|rating| rating.id.as_str()))
    }

    /// The slug of an article.
    ArticleName(name: String, at) -> String {
        at.one_of("article", name, at.known().articles.iter().copied())
    }

    /// The code of a warning.
    Code(name: String, at) -> String {
        at.one_of("code", name, CODES.iter().copied())
    }

    /// An article and an annotation of it; whether there is one is known only later.
    AnnotationName(name: String, at) -> (String, String) {
        if let Some((article, id)) = name.split_once('/') {
            return Some((article.to_owned(), id.to_owned()));
        }
        at.refuse_value(name, "an article and an annotation of it, as in `my-article/my-note`", &[])
    }

    /// A whole number, and where it stands.
    PlacedInteger(number: i64, at) -> (i64, Place) {
        Some((number, at.place(Part::Value)))
    }

    /// A name, and where it stands.
    Placed(name: String, at) -> (String, Place) {
        Some((name, at.place(Part::Value)))
    }
}

/// Returns the address of the form for new issues of a repository, if an address is that of
/// the repository itself, or of its list of issues, where hosts have known forms.
fn form_for_issues(url: &Url) -> Option<String> {
    let form = match url.host_str()? {
        "github.com" | "codeberg.org" => "issues/new",
        "gitlab.com" => "-/issues/new",
        _ => return None,
    };
    let path = url.path().trim_matches('/').trim_end_matches("/issues").trim_end_matches("/-");
    let names: Vec<&str> = path.split('/').collect();
    let is_repository = names.len() == 2 || (names.len() > 2 && form.starts_with('-'));
    let is_form = names.iter().any(|name| ["issues", "-", "discussions"].contains(name));
    let origin = url.origin().ascii_serialization();
    (is_repository && !is_form).then(|| format!("{origin}/{path}/{form}"))
}

/// Returns texts as [`Texts`] are written: one by itself, several as a list.
pub(crate) fn one_or_several(texts: &[String]) -> Value {
    match texts {
        [] => Value::Null,
        [text] => text.as_str().into(),
        several => several.to_vec().into(),
    }
}

/// Ids that an annotation may not begin with: they are Postil's own fragments.
const RESERVED_PREFIXES: [&str; 5] = ["p-", "h-", "fn-", "fnref-", "ref-"];

/// Names of numbered places: behind them, numbers make a fragment of Postil's own.
const NUMBERED: [&str; 4] = ["table-", "figure-", "line-", "turn-"];

/// Returns whether an id is one of Postil's own fragments.
pub(crate) fn is_own_fragment(id: &str) -> bool {
    let is_number = |rest: &str| {
        let mut parts = rest.split('-');
        parts.all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    RESERVED_PREFIXES.iter().any(|prefix| id.starts_with(prefix))
        || NUMBERED.iter().any(|name| id.strip_prefix(name).is_some_and(is_number))
        || id == "detached"
}

/// Returns why a text cannot be an id, if it cannot.
pub(crate) fn id_problem(id: &str) -> Option<&'static str> {
    const MAX: usize = 100;
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if id.is_empty() || id.len() > MAX {
        return Some("it must have 1 to 100 characters");
    }
    (!id.chars().all(fits)).then_some("only a–z, 0–9 and `-` make a lasting address")
}

/// Returns why `url` cannot be a link, if it cannot: only `http`, `https` and
/// `mailto` addresses are taken from YAML.
pub(crate) fn url_problem(url: &str) -> Option<&'static str> {
    match Url::parse(url) {
        Ok(url) if matches!(url.scheme(), "http" | "https" | "mailto") => None,
        Ok(_) => Some("only http, https and mailto are allowed"),
        Err(_) => Some("it is not an absolute address"),
    }
}

/// Returns the address of a site, with `/` at its end.
///
/// # Errors
///
/// Says why the text is not the address of a site.
pub fn parse_base_url(text: &str) -> Result<Url, &'static str> {
    let mut url = Url::parse(text).map_err(|_| "it is not an absolute address")?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err("a site is served by http or https");
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("a site has no query and no fragment");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("every page would show the name and the password in it");
    }
    if !url.path().ends_with('/') {
        url.set_path(&format!("{}/", url.path()));
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repository_is_no_form_for_issues() {
        let check = |address: &str, form: Option<&str>| {
            let url = Url::parse(address).expect("an address");
            assert_eq!(form_for_issues(&url).as_deref(), form, "{address}");
        };
        check("https://github.com/me/edition", Some("https://github.com/me/edition/issues/new"));
        check(
            "https://github.com/me/edition/issues/",
            Some("https://github.com/me/edition/issues/new"),
        );
        check(
            "https://gitlab.com/us/all/edition",
            Some("https://gitlab.com/us/all/edition/-/issues/new"),
        );
        check(
            "https://gitlab.com/us/edition/-/issues",
            Some("https://gitlab.com/us/edition/-/issues/new"),
        );
        check("https://github.com/me/edition/issues/new?labels=error", None);
        check("https://github.com/me/edition/issues/new/choose", None);
        check("https://gitlab.com/us/edition/-/issues/new", None);
        check("https://example.org/me/edition", None);
    }
}
