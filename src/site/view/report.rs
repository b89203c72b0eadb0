//! The link by which readers say that a note is wrong.

use crate::{
    edition::{Article, NumberedAnnotation, beginning},
    io::feedback::feedback_url,
    model::Status,
};

/// Passages that are longer are shortened in a reader's message, in code points: the letters
/// of most scripts take six bytes of an address each, and programs take about 2,000 of them.
const MAX_PASSAGE: usize = 160;

/// Returns the address that opens a reader's message about a note, with its name, its id, its
/// lasting address and its passage filled in; `None` where the edition takes none, and of a
/// note that says nothing any more.
pub(super) fn report_url(one: &NumberedAnnotation<'_>, article: &Article<'_>) -> Option<String> {
    let shared = article.edition.shared;
    let to = shared.settings.feedback.as_ref()?;
    if one.annotation.status == Status::Retracted {
        return None;
    }
    let (messages, prose) = (&shared.messages, &article.text_of(one).markup.prose);
    let values = [("note", one.name.as_str().into()), ("article", article.title.as_str().into())];
    let passage = match one.range() {
        Some(range) => prose.quoted(range).into_owned(),
        None => one.on_what(messages).unwrap_or_else(|| one.quote()),
    };
    let text = format!(
        "{}\n\n\n\n{} ({})\n{}\n\n> {}\n",
        messages.get("report-question"),
        one.name,
        one.annotation.id,
        shared.permalink(article.slug(), &one.annotation.id),
        beginning(&passage, MAX_PASSAGE).unwrap_or_default(),
    );
    Some(feedback_url(to, &messages.with("report-subject", &values), &text))
}
