//! Any text in any format that can come in: what comes of it can be added to a sidecar, or
//! to the bibliography, and be read there without an error.
#![no_main]

use libfuzzer_sys::fuzz_target;
use postil::{
    anchor::Key,
    diag::{Diagnostics, Severity},
    edit::{self, List},
    files::SourceFile,
    import::{self, Format, Ground, Home, Import, page, works},
    parse::{YamlFile, bibliography, settings, sidecar},
    prose,
};

const TEXT: &str = "# Foxes\n\nThe 🦊 fox saw *a* fox.\n\nA dog saw the fox.\n";

/// Writes entries into an empty list and returns it as read, with what was said.
fn written(list: List, import: &Import) -> (YamlFile, Diagnostics) {
    let file = SourceFile::new("content/a/notes.yaml", String::new());
    let text = edit::add_all(list, &file, &import.entries).expect("entries can be added");
    let diagnostics = Diagnostics::default();
    let yaml = YamlFile::parse(SourceFile::new(file.path, text), &diagnostics);
    (yaml.expect("what was added can be read"), diagnostics)
}

fn assert_sound(diagnostics: Diagnostics) {
    let said = diagnostics.into_sorted();
    assert!(!said.iter().any(|one| one.severity == Severity::Error), "{said:?}");
}

fuzz_target!(|text: &str| {
    let markup = prose::read(TEXT, 0).expect("it is Markdown");
    let key = Key::new(&markup.prose.text);
    let settings = settings::fallback();
    let home = Home {
        slug: "a",
        slugs: &["a".to_owned(), "b".to_owned()],
        ground: &Ground::new(&markup, &key),
        ids: &[],
        settings: &settings,
        sources: &[],
        terms: &[],
    };
    for format in [Format::Hypothesis, Format::WebAnnotation] {
        let Ok(import) = import::annotations(format, text, &home) else { continue };
        let (yaml, diagnostics) = written(List::Annotations, &import);
        let apparatus = sidecar::Apparatus { settings: &settings, sources: &[], terms: &[] };
        let read = sidecar::annotations(&yaml, apparatus, &diagnostics);
        assert_eq!(read.len(), import.entries.len());
        assert_sound(diagnostics);
    }
    for format in [Format::Bibtex, Format::CslJson, Format::Ris] {
        let Ok(import) = works::works(format, text, &[]) else { continue };
        let (yaml, diagnostics) = written(List::Sources, &import);
        let read = bibliography::yaml_sources(&yaml, &diagnostics);
        assert_eq!(read.len(), import.entries.len());
        assert_sound(diagnostics);
    }
    for format in [Format::Html, Format::Markdown] {
        drop(page::page(format, text));
    }
    let _ = Format::detect(text.as_bytes(), "text.md");
});
