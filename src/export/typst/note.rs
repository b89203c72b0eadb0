//! What a note says in the margin, in pieces that may come to stand on several pages.

use super::{Links, blocks, code, content, direction, language, markup};
use crate::{
    cite::Work,
    edition::{Article, NumberedAnnotation},
    export::signed_on,
    model::{Citation, Stance},
};

/// A piece of a note.
pub(super) struct Piece {
    /// The call that sets it in the margin.
    call: String,
    /// What it says.
    pub(super) content: String,
    /// Whether it goes further than what the note says in a sentence.
    pub(super) is_detail: bool,
}

impl Piece {
    /// Returns it as Typst's code for the margin.
    pub(super) fn code(&self) -> String {
        format!("{}[{}]", self.call, self.content)
    }
}

/// Writes the pieces of a note.
pub(super) fn pieces(
    links: &Links<'_>,
    article: &Article<'_>,
    one: &NumberedAnnotation<'_>,
) -> Vec<Piece> {
    let (annotation, shared) = (one.annotation, links.shared);
    let (settings, messages) = (&shared.settings, &shared.messages);
    let call = |lang: Option<&str>| match lang.filter(|lang| *lang != settings.language) {
        Some(lang) => format!("piece(lang: {}, dir: {})", language(lang), direction(lang)),
        None => "piece".to_owned(),
    };
    let (of_edition, of_note) = (call(None), call(annotation.lang.as_deref()));
    let mut pieces = Vec::new();
    let mut add = |call: &String, is_detail, content| {
        pieces.push(Piece { call: call.clone(), content, is_detail });
    };
    let on = one.on_what(messages).map(|on| format!(" {}", content("emph", &markup(&on))));
    add(&of_edition, false, content("strong", &markup(&one.name)) + &on.unwrap_or_default());
    if one.is_detached() {
        let gone = markup(&messages.get("passage-is-gone"));
        add(&of_edition, false, format!("{gone} {}", markup(&one.quote())));
    }
    if let Some(term) = annotation.term.as_ref().and_then(|id| shared.glossary.index_of(id)) {
        let term = &shared.glossary.terms[term];
        add(&of_edition, false, content("strong", &markup(&term.term)));
        for block in blocks(links, &term.definition, term.syntax()) {
            add(&of_edition, true, block);
        }
    }
    if let Some(summary) = &annotation.summary {
        add(&of_note, false, content("strong", &markup(summary)));
    }
    if let Some(claim) = &annotation.claim {
        let label = content("emph", &markup(&messages.get("claim-is")));
        add(&of_note, true, format!("{label} {}", markup(claim)));
    }
    let has_summary = annotation.summary.is_some();
    if let Some(body) = &annotation.body {
        for block in blocks(links, body, article.files.text.syntax) {
            for part in parts(&block) {
                add(&of_note, has_summary, part.to_owned());
            }
        }
    }
    for cited in &annotation.sources {
        add(&of_edition, true, source(links, cited));
    }
    for correction in &annotation.corrections {
        let date = correction.date.in_language(&settings.language);
        let label = messages.with("corrected-on", &[("date", date.into())]);
        let label = content("emph", &markup(&label));
        add(&of_edition, true, format!("{label} {}", markup(&correction.text)));
    }
    let signers = settings.signers_of(annotation).map(|signer| markup(signer.name));
    let date = signed_on(annotation).map(|date| markup(&date.in_language(&settings.language)));
    let signed: Vec<String> = signers.chain(date).collect();
    if !signed.is_empty() {
        let signed = signed.join(" · ");
        add(&of_edition, true, format!("#text(fill: luma(38%))[{signed}];"));
    }
    // A name stays with what comes next.
    if let [name, next, ..] = &mut pieces[..]
        && name.call == next.call
        && !next.is_detail
    {
        next.content = format!("{} \\\n{}", name.content, next.content);
        pieces.remove(0);
    }
    pieces
}

/// Parts of paragraphs are about as long, in bytes: a piece must fit on a page.
const LENGTH_OF_PART: usize = 1200;

/// Cuts a long paragraph between words, outside of all calls.
fn parts(block: &str) -> Vec<&str> {
    let is_paragraph = !["#list(", "#enum(", "#table(", "#quote(", "#raw(", "#block"]
        .iter()
        .any(|start| block.starts_with(start));
    let mut parts = Vec::new();
    let (mut start, mut depth, mut is_string) = (0, 0_usize, false);
    // Brackets are text but for those of a call: behind its name, and within these.
    let (mut is_name, mut n_brackets) = (false, 0_usize);
    let mut signs = block.char_indices();
    while let Some((at, sign)) = signs.next().filter(|_| is_paragraph) {
        let is_call = is_name;
        is_name =
            !is_string && (sign == '#' || is_name && (sign == '-' || sign.is_ascii_alphabetic()));
        match sign {
            '\\' => _ = signs.next(),
            '"' => is_string = !is_string,
            '[' if !is_string => depth += 1,
            ']' if !is_string => depth = depth.saturating_sub(1),
            '(' if !is_string && (is_call || n_brackets > 0) => n_brackets += 1,
            ')' if !is_string => n_brackets = n_brackets.saturating_sub(1),
            ' ' if !is_string && depth + n_brackets == 0 && at - start >= LENGTH_OF_PART => {
                parts.push(&block[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&block[start..]);
    parts
}

/// Writes what a note says of a source.
fn source(links: &Links<'_>, cited: &Citation) -> String {
    let messages = &links.shared.messages;
    let work = links.shared.works.bibliography.get(&cited.key);
    let label = work.map_or(&*cited.key, Work::bare_label);
    let stance = cited.stance.map(Stance::as_str).map(|stance| messages.get(stance));
    let stance = stance.map(|stance| content("strong", &markup(&stance)) + " ");
    let url = work.and_then(|work| work.url.clone()).unwrap_or_else(|| links.work(&cited.key));
    let mut out = stance.unwrap_or_default();
    out.push_str(&format!("#link({})[{}];", code(&url), markup(label)));
    if let Some(text) = &cited.at {
        out.push_str(&format!("{}{}", markup(&messages.get("comma")), markup(text)));
    }
    for (index, text) in cited.note.iter().chain(&cited.quote).enumerate() {
        let is_quote = cited.note.is_none() || index == 1;
        let text = markup(text);
        let text = if is_quote { format!("“{text}”") } else { text };
        out.push_str(&format!("{}{text}", if index == 0 { ": " } else { " " }));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_paragraph_is_cut_between_words() {
        let words = "word \\\" ".repeat(300);
        let block = format!("{words}#link(\"a b\")[{words}];{words}");
        let parts = parts(block.trim_end());
        assert_eq!(parts.join(" "), block.trim_end());
        assert!(parts.len() > 2);
        assert!(parts.iter().all(|part| part.matches('[').count() == part.matches(']').count()));
        // Between the values of a call nothing is cut, whatever brackets are in the text.
        let call = "#text(lang: \"de\", dir: ltr)[wort];";
        let block = format!("( {} {}", call.repeat(100), call.repeat(100));
        let cut = super::parts(&block);
        assert_eq!(cut.len(), 2);
        assert!(cut.iter().all(|part| part.matches("[wort];").count() == 100), "{cut:?}");
        let list = format!("#list(\n[{words}],)");
        assert_eq!(super::parts(&list), [list.as_str()]);
    }
}
