//! What lock files cost a build in which no text was changed: their first lines.
//!
//! `cargo bench --bench locks`

mod edition;
mod measure;

use std::{collections::BTreeMap, path::Path, sync::Arc, time::Duration};

use postil::{
    Options,
    anchor::{LockEntry, lock::Keep},
    build,
    disk::{FolderInput, anchors::remember},
    edition::{Record, survey},
    io::NoOutput,
};

use edition::Shape;
use measure::{ms, print_table, time};

/// How many builds of each kind there are, in turns.
const N_RUNS: usize = 7;

fn main() {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let [without, with] = ["without", "with"].map(|name| folder.path().join(name));
    for root in [&without, &with] {
        edition::write(root, Shape::of_articles(1000)).expect("the edition can be written");
    }
    remember_all(&with);
    let mut times: [Vec<Duration>; 2] = Default::default();
    for _ in 0..N_RUNS {
        for (root, times) in [&without, &with].into_iter().zip(&mut times) {
            let input = FolderInput::new(root);
            times.push(time(|| build(&Options::default(), &input, &NoOutput)).0);
        }
    }
    let [without, with] = times.map(median);
    let ratio = with.as_secs_f64() / without.as_secs_f64();
    let rows = [
        ["without lock files".to_owned(), ms(without)],
        ["with one beside each text".to_owned(), ms(with)],
        ["ratio".to_owned(), format!("{ratio:.3}")],
    ];
    print_table("A build of 1,000 articles, nothing written", &rows.map(Vec::from));
}

/// Writes the lock file of each article.
fn remember_all(root: &Path) {
    let mut found: BTreeMap<String, (Vec<LockEntry>, Arc<str>)> = BTreeMap::new();
    for status in survey(&FolderInput::new(root)).statuses {
        let (all, _) = found.entry(status.article).or_insert((Vec::new(), status.prose));
        all.extend(status.locked);
    }
    for (article, (found, prose)) in found {
        let (language, prose) = (None, Some(&*prose));
        let record = Record { language, found: &found, prose, keep: Keep::All };
        remember(root, &article, record).expect("the file can be written");
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}
