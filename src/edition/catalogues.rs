//! Catalogues of what readers are told: the theme's and the edition's own.

use std::collections::{BTreeSet, HashMap};

use crate::{
    diag::{Diagnostics, Place, Problem},
    io::{SourceFile, Span},
    model::{Settings, is_allowed},
    text::messages::{Catalogue, CatalogueError, Messages, too_long},
};

/// Reads catalogues; messages that cannot be read are told and left out.
pub(super) fn messages<'f>(
    language: &str,
    files: &'f [(String, SourceFile)],
    diagnostics: &Diagnostics,
) -> Messages {
    let parse = |(language, file): &'f (String, SourceFile)| {
        let (catalogue, errors) = Catalogue::parse(language, file.body());
        for CatalogueError { at, message } in errors {
            let at = file.start() + at.start..file.start() + at.end;
            let place = Place::new(file, Span::new(at));
            diagnostics.report(Problem::Catalogue { message }, place);
        }
        (catalogue, file)
    };
    let parsed: Vec<(Catalogue, &SourceFile)> = files.iter().map(parse).collect();
    let unread = parsed.iter().flat_map(|(catalogue, _)| catalogue.unread.iter().cloned());
    let mut faulty: BTreeSet<String> = unread.collect();
    let english = parsed.iter().filter(|(catalogue, _)| catalogue.language == "en");
    let mut known: HashMap<&str, BTreeSet<&str>> = HashMap::new();
    for (key, names) in english.flat_map(|(catalogue, _)| catalogue.messages()) {
        // What the built-in catalogue is given; others may use less, or have keys of their own.
        let mut given = names;
        // A label may be written as the edition has it or in small letters.
        if given.contains("rating-lower") {
            given.insert("rating");
        }
        known.entry(key).or_insert(given);
    }
    for (catalogue, file) in &parsed {
        for (key, names) in catalogue.messages() {
            let Some(given) = known.get(key) else { continue };
            let Some(name) = names.difference(given).next() else { continue };
            faulty.insert(key.to_owned());
            let known: Vec<String> = given.iter().map(|name| format!("`${name}`")).collect();
            let start = file.start() + catalogue.offset(name) - 1;
            let problem = Problem::CatalogueValue {
                key: key.to_owned(),
                name: (*name).to_owned(),
                known: known.join(", "),
            };
            let span = Span::new(start..start + 1 + name.len());
            diagnostics.report(problem, Place::new(file, span));
        }
    }
    let (mut catalogues, files): (Vec<Catalogue>, Vec<&SourceFile>) = parsed.into_iter().unzip();
    let built_in = catalogues.iter().position(|catalogue| catalogue.language == "en");
    let mut is_left_out = vec![false; catalogues.len()];
    for (index, name) in too_long(language, &catalogues) {
        let (start, file) = (catalogues[index].offset(name), files[index]);
        let start = file.start() + start;
        let message = format!(
            "`{name}` and what it names come to too much text, or name each other; shorten them"
        );
        let place = Place::new(file, Span::new(start..start + name.len()));
        diagnostics.report(Problem::Catalogue { message }, place);
        // What the core asks for is in there; it is long only by what others change in it.
        is_left_out[index] = Some(index) != built_in;
    }
    let mut left_out = is_left_out.into_iter();
    catalogues.retain(|_| !left_out.next().unwrap_or_default());
    Messages::new(language, &catalogues).with_faulty(faulty)
}

/// Warns that there is no catalogue of the edition's language.
pub(super) fn report_language(settings: &Settings, place: &Place, diagnostics: &Diagnostics) {
    let problem = Problem::NoCatalogue { language: settings.language.clone() };
    if !is_allowed(&settings.allow, problem.code()) {
        diagnostics.report(problem, place.clone());
    }
}
