//! Articles: Markdown, and the passages of it that can be quoted.

use super::{Shape, random::Random, slug, words::Words};

/// An article, as Markdown and as it reads.
pub(super) struct Article {
    /// The whole file, front matter included.
    pub(super) markdown: String,
    /// Runs of paragraphs that follow each other, as they read, joined by spaces.
    pub(super) passages: Vec<String>,
}

/// Writes one article.
struct Writer<'a> {
    words: &'a Words,
    random: &'a mut Random,
    shape: Shape,
    markdown: String,
    passages: Vec<String>,
    n_words: usize,
}

/// Words between two headings, about.
const WORDS_PER_SECTION: usize = 260;

impl Article {
    /// Makes up the article with a number.
    pub(super) fn new(words: &Words, shape: Shape, index: usize, random: &mut Random) -> Self {
        let mut writer = Writer {
            words,
            random,
            shape,
            markdown: String::new(),
            passages: Vec::new(),
            n_words: 0,
        };
        writer.front_matter(index);
        let n_sections = shape.n_words.div_ceil(WORDS_PER_SECTION);
        for section in 0..n_sections {
            let share = |whole: usize, section: usize| section * whole / n_sections;
            let n_code_blocks =
                share(shape.n_code_blocks, section + 1) - share(shape.n_code_blocks, section);
            writer.section(section, share(shape.n_words, section + 1), n_code_blocks);
        }
        Self { markdown: writer.markdown, passages: writer.passages }
    }
}

impl Writer<'_> {
    fn front_matter(&mut self, index: usize) {
        let title = self.words.phrase(6, self.random);
        let author = [(); 2].map(|()| self.words.phrase(1, self.random)).join(" ");
        let (month, day) = (self.random.between(1, 12), self.random.between(1, 28));
        let summary = self.words.phrase(18, self.random);
        self.markdown = format!(
            "---\ntitle: {title} {index}\nauthors: [{author}]\n\
             published: 2021-{month:02}-{day:02}\n\
             publisher:\n  name: {author} Press\n  url: https://press.example/\n\
             language: en\nsummary: >-\n  {summary}.\n---\n\n# {title} {index}\n\n"
        );
    }

    /// Writes a section, up to a number of words in the whole article.
    fn section(&mut self, number: usize, end: usize, n_code_blocks: usize) {
        if number > 0 {
            let heading = self.words.phrase(4, self.random);
            self.markdown.push_str(&format!("## {heading}\n\n"));
        }
        self.paragraphs(2);
        if self.random.once_in(2) {
            self.list();
        }
        for _ in 0..n_code_blocks {
            self.code();
        }
        if self.random.once_in(12) {
            self.table();
        }
        if self.random.once_in(6) {
            self.markdown.push_str("> ");
            self.paragraph();
        }
        self.passages.push(String::new());
        while self.n_words < end {
            self.paragraph();
        }
    }

    fn paragraphs(&mut self, n: usize) {
        self.passages.push(String::new());
        for _ in 0..n {
            self.paragraph();
        }
    }

    fn paragraph(&mut self) {
        let n_sentences = self.random.between(3, 6);
        for index in 0..n_sentences {
            if index > 0 {
                self.markdown.push(' ');
            }
            self.sentence();
        }
        self.markdown.push_str("\n\n");
    }

    /// Writes a sentence, into the Markdown and into what can be quoted.
    fn sentence(&mut self) {
        let n_words = self.random.between(8, 22);
        let mut at = 0;
        while at < n_words {
            let n_taken = self.piece(at == 0, n_words - at);
            at += n_taken;
            let is_last = at >= n_words;
            let mark = match self.random.below(60) {
                _ if is_last => ".",
                0..5 => ",",
                5 => " –",
                6 => ";",
                _ => "",
            };
            self.both(mark);
            if !is_last {
                self.both(" ");
            }
        }
        self.n_words += n_words;
        if let Some(passage) = self.passages.last_mut() {
            passage.push(' ');
        }
    }

    /// Writes one word, or a few with markup around them; returns how many.
    fn piece(&mut self, is_first: bool, n_left: usize) -> usize {
        let (open, close, n) = match self.random.below(200) {
            0..5 => ("*", "*", 2),
            5..7 => ("**", "**", 1),
            7..9 => ("[", "", 2),
            9..12 => ("“", "”", 3),
            12 => ("`", "`", 1),
            13..16 => {
                let name = self.random.pick(&self.words.terms)[self.random.below(2)].clone();
                self.both(&name);
                return 2;
            }
            16..19 => {
                let word = self.words.word(self.random).to_owned();
                self.both(&format!("{word}’s"));
                return 1;
            }
            _ => ("", "", 1),
        };
        let n = n.min(n_left);
        let words: Vec<&str> = (0..n).map(|_| self.words.word(self.random)).collect();
        let mut text = words.join(" ");
        if is_first {
            text = super::words::capitalized(&text);
        }
        let is_quotation = open == "“";
        if is_quotation {
            self.both(open);
        } else {
            self.markdown.push_str(open);
        }
        self.both(&text);
        if is_quotation {
            self.both(close);
        } else if open == "[" {
            let target = self.target();
            self.markdown.push_str(&format!("]({target})"));
        } else {
            self.markdown.push_str(close);
        }
        n
    }

    fn target(&mut self) -> String {
        if self.random.once_in(3) {
            return format!("../{}/", slug(self.random.below(self.shape.n_articles)));
        }
        let path = self.words.word(self.random);
        format!("https://{path}.example/{}/", self.random.below(10_000))
    }

    fn both(&mut self, text: &str) {
        self.markdown.push_str(text);
        if let Some(passage) = self.passages.last_mut() {
            passage.push_str(text);
        }
    }

    fn list(&mut self) {
        let is_ordered = self.random.once_in(2);
        for number in 1..=self.random.between(3, 5) {
            let marker = if is_ordered { format!("{number}.") } else { "-".to_owned() };
            let n_words = self.random.between(6, 14);
            let item = self.words.phrase(n_words, self.random);
            self.markdown.push_str(&format!("{marker} {item}\n"));
            self.n_words += n_words;
        }
        self.markdown.push('\n');
        self.passages.push(String::new());
    }

    fn table(&mut self) {
        self.markdown.push_str("| Nam | Tolu | Vesk |\n|---|---:|---|\n");
        for _ in 0..self.random.between(3, 8) {
            let [name, remark] = [2, 4].map(|n| self.words.phrase(n, self.random));
            let number = self.random.below(100_000);
            self.markdown.push_str(&format!("| {name} | {number} | {remark} |\n"));
            self.n_words += 7;
        }
        self.markdown.push('\n');
        self.passages.push(String::new());
    }

    /// Writes a code block of a dozen lines; no two are the same.
    fn code(&mut self) {
        let [a, b, c] = [(); 3].map(|()| self.words.word(self.random).to_owned());
        let [a, b, c] = [a, b, c].map(|name| name.replace(|c: char| !c.is_ascii(), ""));
        let (n, m) = (self.random.below(10_000), self.random.below(100));
        let block = match self.random.below(4) {
            0 => format!(
                "```rust\n/// Returns the {a} of `{b}`, in {c}.\n\
                 pub fn {a}_of_{b}(input: &str) -> Option<u64> {{\n    \
                 let mut total = {n};\n    \
                 for (index, line) in input.lines().enumerate() {{\n        \
                 let value: u64 = line.trim().parse().ok()?;\n        \
                 if index % {m} == 0 {{\n            \
                 total += value; // every {m}th\n        }}\n    }}\n    \
                 println!(\"{c}: {{total}}\");\n    Some(total)\n}}\n```\n\n"
            ),
            1 => format!(
                "```python\nimport sys\n\nclass {a}_{b}:\n    \"\"\"Keeps {c}.\"\"\"\n\n    \
                 def __init__(self, {b}_={n}):\n        self.{c}_ = {b}_\n\n    \
                 def run(self):\n        for i in range({m}):\n            \
                 if i % 2 == 0:\n                yield f\"{a} {{i}}\"\n```\n\n"
            ),
            2 => format!(
                "```json\n{{\n  \"{a}\": {n},\n  \"{b}\": [1, 2, {m}],\n  \"{c}\": {{\n    \
                 \"name\": \"{a} {b}\",\n    \"ready\": true,\n    \"rest\": null\n  }},\n  \
                 \"list\": [\n    {{ \"x\": {m}, \"y\": 0.5 }},\n    \
                 {{ \"x\": {n}, \"y\": 1e3 }}\n  ]\n}}\n```\n\n"
            ),
            _ => format!(
                "```js\nconst {a}_ = {n};\nfunction {b}_{c}(list) {{\n  // {a} {b} {c}\n  \
                 const found = list.filter((x) => x.{a} > {a}_);\n  \
                 if (found.length === 0) return null;\n  \
                 for (const item of found) {{\n    \
                 console.log(`{c}: ${{item.name}}`, {m});\n  }}\n  \
                 return found.map((x) => ({{ ...x, {b}: /^{a}+$/.test(x.name) }}));\n}}\n```\n\n"
            ),
        };
        self.markdown.push_str(&block);
        self.passages.push(String::new());
    }
}
