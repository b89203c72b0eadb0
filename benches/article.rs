//! What one long article takes on one core, step by step.

mod edition;
mod measure;
mod repeat;

use std::{path::Path, time::Duration};

use postil::{
    Options,
    anchor::{Key, anchor},
    diag::Diagnostics,
    disk::FolderInput,
    edition::{Article, ArticleFiles, Edition, Text},
    text::prose::ProseRange,
    weave::{Mark, WeaveInput, weave},
};
use pulldown_cmark::{Options as Extensions, Parser};

use edition::Shape;
use measure::{ms, print_table};
use repeat::{N_RUNS, repeat};

fn main() {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let long = Shape { n_words: 16_000, n_annotations: 300, ..Shape::of_articles(1) };
    let book = Shape { n_words: 100_000, ..long };
    for (name, shape) in [("16,000 words", long), ("100,000 words", book)] {
        let root = folder.path().join(name);
        edition::write(&root, shape).expect("the edition can be written");
        let title = format!("One article of {name} with 300 annotations, median of {N_RUNS}");
        print_table(&title, &measure(&root));
    }
}

fn measure(root: &Path) -> Vec<Vec<String>> {
    let input = FolderInput::new(root);
    let diagnostics = Diagnostics::default();
    let measured = Edition::load(&Options::default(), &input, &diagnostics, |edition| {
        let folder = edition.contents.articles.first().expect("there is one article");
        let read = || ArticleFiles::read(edition, folder, &diagnostics);
        let files = read().expect("the article is sound");
        let mut rows = steps(&Article::new(edition, &files, &diagnostics).expect("it is sound"));
        let time = repeat(|| read().map(|files| files.hidden));
        rows.push(vec!["(reading and decoding)".to_owned(), ms(time)]);
        rows
    });
    measured.expect("the edition is sound")
}

fn steps(article: &Article<'_>) -> Vec<Vec<String>> {
    let Article { annotations, edition, files, .. } = article;
    let Text { markup, key, .. } = article.text();
    let marks: Vec<Mark> =
        annotations.iter().map(|one| one.mark(&edition.shared.settings)).collect();
    let input = WeaveInput {
        marks: &marks,
        terms: &[],
        term_ids: &[],
        root: "../",
        resolve: &|target| target.target.to_owned(),
        suffix: "",
        language: "en",
        label_language: None,
        messages: &edition.shared.messages,
        recording: None,
    };
    let anchor_all = || {
        let passage = |selector| {
            let found = anchor(&markup.prose, key, selector, &|_| 1);
            found.unwrap_or_else(|problem| panic!("{problem}")).range
        };
        annotations
            .iter()
            .filter_map(|one| Some(passage(&one.annotation.quote.as_ref()?.selector)))
            .collect::<Vec<ProseRange>>()
    };
    let diagnostics = Diagnostics::default();
    let mut rows = Vec::new();
    let mut note = |name: &str, time: Duration| {
        rows.push(vec![name.to_owned(), ms(time)]);
        time
    };
    let together = [
        note("Markdown and prose", repeat(|| files.text.markup(&diagnostics).map(|it| it.prose))),
        note("key", repeat(|| Key::new(&markup.prose.text))),
        note("300 quotes", repeat(anchor_all)),
        note("weave", repeat(|| weave(markup, &input))),
    ];
    note("together", together.iter().sum());
    let extensions = Extensions::ENABLE_TABLES | Extensions::ENABLE_FOOTNOTES;
    let events = || Parser::new_ext(files.text.body(), extensions).count();
    note("(pulldown-cmark alone)", repeat(events));
    rows
}
