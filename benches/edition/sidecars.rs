//! Annotations: each quotes one passage, found once in its article.

use super::{N_SOURCES, Shape, apparatus, random::Random, text::Article, words::Words};

/// The kinds of twenty annotations.
const KINDS: [&str; 20] = [
    "fact-check",
    "counter-source",
    "note",
    "fact-check",
    "note",
    "fact-check",
    "gloss",
    "fact-check",
    "counter-source",
    "note",
    "fact-check",
    "note",
    "fact-check",
    "counter-source",
    "note",
    "fact-check",
    "gloss",
    "fact-check",
    "counter-source",
    "note",
];

const RATINGS: [&str; 5] = ["accurate", "imprecise", "misleading", "unsupported", "opinion"];
const STANCES: [&str; 3] = ["supports", "contradicts", "context"];

/// Returns the sidecars of an article: name and text, one for each kind.
pub(super) fn of_article(
    article: &Article,
    words: &Words,
    shape: Shape,
    random: &mut Random,
) -> Vec<(&'static str, String)> {
    let mut files = vec![
        ("fact-checks.yaml", String::new()),
        ("counter-sources.yaml", String::new()),
        ("notes.yaml", String::new()),
        ("glosses.yaml", String::new()),
    ];
    let mut chooser = Chooser::new(article);
    for number in 1..=shape.n_annotations {
        let kind = KINDS[(number - 1) % KINDS.len()];
        let quote = chooser.quote(random);
        let yaml = annotation(number, kind, &quote, words, random);
        let file = files.iter_mut().find(|(name, _)| name.strip_suffix("s.yaml") == Some(kind));
        let (_, text) = match file {
            Some(file) => file,
            None => &mut files[3],
        };
        text.push_str(&yaml);
    }
    files.retain(|(_, yaml)| !yaml.is_empty());
    files
}

/// Chooses passages; one in five overlaps the one before.
struct Chooser<'a> {
    passages: Vec<&'a str>,
    whole: String,
    last: Option<(usize, usize)>,
}

impl<'a> Chooser<'a> {
    fn new(article: &'a Article) -> Self {
        let long = |text: &&&str| text.split(' ').count() > 40;
        let passages: Vec<&str> = article.passages.iter().map(|text| text.trim()).collect();
        let whole = passages.join("\n");
        let passages = passages.iter().filter(long).copied().collect();
        Self { passages, whole, last: None }
    }

    /// Returns a passage that occurs once.
    fn quote(&mut self, random: &mut Random) -> String {
        loop {
            let overlapping = self.last.filter(|_| random.once_in(5));
            let (passage, first) = match overlapping {
                Some((passage, first)) => (passage, first + 2),
                None => {
                    let passage = random.below(self.passages.len());
                    (passage, random.below(self.passages[passage].split(' ').count()))
                }
            };
            // One in ten is long enough to reach into the next paragraph, often.
            let n = if random.once_in(10) { random.between(25, 45) } else { random.between(4, 14) };
            let words: Vec<&str> = self.passages[passage].split(' ').skip(first).take(n).collect();
            let quote = words.join(" ");
            let quote = quote.trim_matches(['–', ' ']);
            if words.len() >= 4 && self.whole.match_indices(quote).count() == 1 {
                self.last = Some((passage, first));
                return quote.to_owned();
            }
        }
    }
}

fn annotation(
    number: usize,
    kind: &str,
    quote: &str,
    words: &Words,
    random: &mut Random,
) -> String {
    let mut yaml = format!("- id: {kind}-{number}\n  kind: {kind}\n");
    if quote.len() > 80 {
        yaml.push_str(&format!("  quote: >-\n{}", apparatus::wrapped(quote, 4)));
    } else {
        yaml.push_str(&format!("  quote: {quote}\n"));
    }
    if kind == "fact-check" {
        yaml.push_str(&format!("  claim: {}.\n", words.phrase(12, random)));
    }
    if kind == "fact-check" || kind == "counter-source" {
        yaml.push_str(&format!("  rating: {}\n", random.pick(&RATINGS)));
    }
    let summary = apparatus::wrapped(&format!("{}.", words.phrase(16, random)), 4);
    yaml.push_str(&format!("  summary: >-\n{summary}"));
    if kind == "gloss" {
        yaml.push_str(&format!("  term: {}\n", apparatus::term_id(random.below(super::N_TERMS))));
    } else {
        yaml.push_str(&format!("  body: |\n{}", apparatus::wrapped(&body(words, random), 4)));
        yaml.push_str("  sources:\n");
        for _ in 0..random.between(1, 2) {
            let key = apparatus::source_key(random.below(N_SOURCES));
            let (stance, note) = (random.pick(&STANCES), words.phrase(7, random));
            yaml.push_str(&format!(
                "    - ref: {key}\n      stance: {stance}\n      note: {note}\n"
            ));
        }
    }
    yaml.push_str("  created: 2022-03-04\n\n");
    yaml
}

/// Makes up a short body with one citation and some markup.
fn body(words: &Words, random: &mut Random) -> String {
    let [first, strong, second] = [14, 2, 12].map(|n| words.phrase(n, random));
    let key = apparatus::source_key(random.below(N_SOURCES));
    let page = random.between(1, 300);
    format!("{first} *{strong}* [@{key}, p. {page}]. {second}.")
}
