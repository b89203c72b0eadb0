//! The provisions of a law: what begins one, how they nest, and what they are cited by.
//!
//! A heading, or a paragraph that begins in bold, whose text begins with the name and number of
//! a unit (“Art. 8”, “§ 8a”) begins a provision. Below it, what begins with an enumerator —
//! `(2)`, `(a)`, `iii)`, the number of an item of a list — is a provision within it: an
//! enumerator goes on with the level that is open for its kind; one of a kind that is not open
//! opens a level below. Text without one goes on with its paragraph: the outermost provision
//! that is numbered `1`, `2` …, or else the whole unit.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    ops::Range,
};

use super::{
    Element, ElementKind, Finding, Item, Locator, Locus, Markup, Prose,
    enumerator::{Candidate, Enumerator, Kind, Series, Stands, Unit},
};

/// Gives the blocks of a law what they are cited by; finds provisions that stand twice, or that
/// there are none.
pub(super) fn number(markup: &mut Markup<'_>) {
    let steps = steps(&markup.items, &markup.prose);
    if !steps.iter().any(|step| matches!(step, Step::Block(block) if block.unit.is_some())) {
        markup.findings.push((Finding::NoProvisions, 0..0));
        return;
    }
    let mut walk = Walk::new(&markup.prose, &steps);
    steps.iter().for_each(|step| walk.step(step));
    let Walk { loci, aliases, findings, .. } = walk;
    markup.prose.loci = loci;
    markup.aliases = aliases;
    markup.findings.extend(findings);
}

/// What matters of a text to its provisions, in its order.
enum Step<'m> {
    Block(BlockStep<'m>),
    /// An item of a numbered list begins, whose text is in this block or a later one.
    Item(Enumerator<'m>, usize),
    EndItem,
}

struct BlockStep<'m> {
    number: usize,
    /// The level of a heading of the text itself.
    heading: Option<u8>,
    /// The unit that it begins.
    unit: Option<Unit<'m>>,
    /// Those that it begins with.
    enumerators: Vec<Enumerator<'m>>,
}

fn steps<'m>(items: &'m [Item<'_>], prose: &'m Prose) -> Vec<Step<'m>> {
    let mut steps: Vec<Step<'_>> = Vec::new();
    // Of each open element, whether it is an item of a numbered list.
    let mut open: Vec<bool> = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let element = match item {
            Item::Start(element) => element,
            Item::End => {
                steps.extend((open.pop() == Some(true)).then_some(Step::EndItem));
                continue;
            }
            _ => continue,
        };
        let marker = match &element.kind {
            ElementKind::ListItem { marker } => marker.as_deref().and_then(Enumerator::of_item),
            _ => None,
        };
        let is_top = open.is_empty();
        open.push(marker.is_some());
        steps.extend(marker.map(|marker| Step::Item(marker, 0)));
        if let Some(number) = element.block {
            let text = prose.block_text(number);
            let is_bold = is_top && begins_in_bold(&items[index + 1..]);
            steps.push(Step::Block(BlockStep::new(element, (number, text), is_top, is_bold)));
        }
    }
    let mut next = 0;
    for step in steps.iter_mut().rev() {
        match step {
            Step::Block(block) => next = block.number,
            Step::Item(_, block) => *block = next,
            Step::EndItem => {}
        }
    }
    mark_parts(&mut steps);
    steps
}

fn begins_in_bold(inside: &[Item<'_>]) -> bool {
    let Some(Item::Start(Element { kind, .. })) = inside.first() else { return false };
    matches!(kind, ElementKind::Strong | ElementKind::Html { name: "b" | "strong", .. })
}

impl<'m> BlockStep<'m> {
    fn new(
        element: &Element<'_>,
        (number, text): (usize, &'m str),
        is_top: bool,
        is_bold: bool,
    ) -> Self {
        let (heading, begins_unit, has_enumerators) = match element.kind {
            ElementKind::Heading { level, .. } if is_top => (Some(level), level > 1, true),
            ElementKind::Paragraph => (None, is_bold, true),
            ElementKind::ListItem { .. } | ElementKind::Heading { .. } => (None, false, true),
            _ => (None, false, false),
        };
        let unit = begins_unit.then(|| Unit::read(text)).flatten();
        let text = unit.as_ref().map_or(text, |unit| unit.rest);
        let enumerators = if has_enumerators { Enumerator::read_all(text) } else { Vec::new() };
        Self { number, heading, unit, enumerators }
    }

    /// Returns whether a unit or a part may begin with it.
    fn may_begin(&self) -> bool {
        self.unit.is_some() || self.heading.is_some()
    }
}

/// Takes the units of sections with articles below them, which are parts.
fn mark_parts(steps: &mut [Step<'_>]) {
    let mut open: Vec<(u8, usize)> = Vec::new();
    for index in 0..steps.len() {
        let Step::Block(BlockStep { heading: Some(level), unit, .. }) = &steps[index] else {
            continue;
        };
        let (level, is_article) = (*level, unit.as_ref().is_some_and(Unit::is_article));
        open.retain(|(outer, _)| *outer < level);
        for (_, outer) in open.iter().filter(|_| is_article) {
            if let Step::Block(block) = &mut steps[*outer] {
                block.unit = block.unit.take().filter(|unit| !unit.is_part_above_articles());
            }
        }
        open.push((level, index));
    }
}

/// The level of a paragraph that begins a unit, among those of headings.
const BELOW_HEADINGS: u8 = 7;

/// So many enumerators nest; lists may be nested far deeper.
const MAX_LEVELS: usize = 20;

/// So many enumerators are looked at to tell what one is.
const MAX_AHEAD: usize = 200;

/// A unit or a part that is open.
struct Head {
    level: u8,
    /// How deep a unit may stand in others; `None` of a part.
    depth: Option<u8>,
    label: String,
    fragment: String,
    is_repeated: bool,
}

/// A level of enumerators that is open.
struct Level {
    kind: Kind,
    number: u32,
    suffix: String,
    /// What labels and fragments up to it end with: `(2)(a)` and `-2-a`.
    path: (String, String),
    is_repeated: bool,
}

/// A text as it is gone through.
struct Walk<'m> {
    prose: &'m Prose,
    /// Where each block begins in the prose.
    starts: Vec<usize>,
    /// All enumerators, and nothing where a unit or a part may begin.
    all: Vec<Option<Enumerator<'m>>>,
    /// How many of them are behind us.
    n_passed: usize,
    heads: Vec<Head>,
    levels: Vec<Level>,
    /// Of each open item of a numbered list, how many levels are open outside of what it holds.
    floors: Vec<usize>,
    /// Whether the number of an item stands before the next block.
    is_numbered: bool,
    /// Where in the source each provision began first, by its label.
    begun: HashMap<String, Range<usize>>,
    fragments: HashSet<String>,
    /// How many blocks have a fragment that begins with this one.
    n_blocks: HashMap<String, usize>,
    loci: Vec<Locus>,
    /// The fragments of what began since the last block.
    begun_here: Vec<String>,
    aliases: BTreeMap<usize, Vec<String>>,
    findings: Vec<(Finding, Range<usize>)>,
}

impl<'m> Walk<'m> {
    fn new(prose: &'m Prose, steps: &[Step<'m>]) -> Self {
        let mut all = Vec::new();
        for step in steps {
            match step {
                Step::Block(block) => {
                    all.extend(block.may_begin().then_some(None));
                    all.extend(block.enumerators.iter().copied().map(Some));
                }
                Step::Item(enumerator, _) => all.push(Some(*enumerator)),
                Step::EndItem => {}
            }
        }
        // Headings keep their fragments, whoever comes first.
        let fragments = prose.loci.iter().map(|locus| locus.fragment.clone());
        let mut starts = vec![0; prose.loci.len()];
        for block in prose.blocks.iter().rev() {
            starts[block.number - 1] = block.range.start;
        }
        Self {
            prose,
            starts,
            all,
            n_passed: 0,
            heads: Vec::new(),
            levels: Vec::new(),
            floors: Vec::new(),
            is_numbered: false,
            begun: HashMap::new(),
            fragments: fragments.collect(),
            n_blocks: HashMap::new(),
            // Tables, figures, and what stands above all provisions, are cited as in prose.
            loci: prose.loci.clone(),
            begun_here: Vec::new(),
            aliases: BTreeMap::new(),
            findings: Vec::new(),
        }
    }

    fn step(&mut self, step: &Step<'m>) {
        match step {
            Step::Block(block) => self.block(block),
            Step::Item(enumerator, block) => {
                self.is_numbered |= self.enumerate(*enumerator, *block);
                self.floors.push(self.levels.len());
            }
            Step::EndItem => {
                self.floors.pop();
                self.is_numbered = false;
            }
        }
    }

    fn block(&mut self, block: &BlockStep<'m>) {
        let mut begins = std::mem::take(&mut self.is_numbered);
        match (&block.unit, block.heading) {
            (Some(unit), heading) => {
                self.open_unit(unit, heading.unwrap_or(BELOW_HEADINGS), block.number);
                begins = true;
            }
            (None, Some(level)) if block.number > 1 || level > 1 => {
                self.open_part(level, block.number);
            }
            _ => {}
        }
        self.n_passed += usize::from(block.may_begin());
        for enumerator in &block.enumerators {
            begins |= self.enumerate(*enumerator, block.number);
        }
        let outer = std::mem::take(&mut self.begun_here);
        let own = &self.loci[block.number - 1];
        let Some(head) = self.heads.last() else { return };
        if !matches!(own.locator, Locator::Paragraph(_)) {
            return;
        }
        let level = match begins {
            true => self.levels.len(),
            false if block.heading.is_some() => 0,
            false => self.level_of_text(),
        };
        let is_part = head.depth.is_none();
        let (label, fragment) = self.path(head, level);
        // A heading that begins nothing has its own fragment.
        let fragment = match begins || block.heading.is_none() {
            true => self.unique(fragment),
            false => own.fragment.clone(),
        };
        let locator = match is_part {
            true => Locator::Heading(label),
            false => Locator::Provision { label, level, continues: !begins },
        };
        self.loci[block.number - 1] = Locus { fragment, locator };
        // The last of what began has the block's own fragment.
        let outer = outer.into_iter().rev().skip(1).rev();
        let aliases: Vec<String> = outer.filter(|it| self.fragments.insert(it.clone())).collect();
        if !aliases.is_empty() {
            self.aliases.insert(block.number, aliases);
        }
    }

    /// Returns how many levels of those that are open hold text without an enumerator.
    fn level_of_text(&self) -> usize {
        let is_paragraph = |level: &Level| level.kind.series == Series::Decimal;
        let paragraph = || self.levels.iter().position(is_paragraph).map_or(0, |index| index + 1);
        self.floors.last().copied().unwrap_or_else(paragraph)
    }

    /// Returns the label and the fragment of what is open, down to a level.
    fn path(&self, head: &Head, level: usize) -> (String, String) {
        let below = level.checked_sub(1).map(|index| &self.levels[index].path);
        let (label, fragment) = below.map_or(("", ""), |(label, fragment)| (label, fragment));
        (format!("{}{label}", head.label), format!("{}{fragment}", head.fragment))
    }

    /// Returns a fragment that no other block has: of the second block of a provision,
    /// `art-8.2`; no number of a unit has a point.
    fn unique(&mut self, base: String) -> String {
        let n_blocks = self.n_blocks.entry(base.clone()).or_insert(0);
        loop {
            *n_blocks += 1;
            let fragment = match *n_blocks {
                1 => base.clone(),
                n => format!("{base}.{n}"),
            };
            if self.fragments.insert(fragment.clone()) {
                return fragment;
            }
        }
    }

    fn open_unit(&mut self, unit: &Unit<'_>, level: u8, block: usize) {
        self.close(level);
        let mut units = self.heads.iter().rev();
        let outer = units.find(|head| head.depth.is_some_and(|depth| depth < unit.depth));
        let (label, fragment) = match outer {
            Some(Head { label, fragment, .. }) => {
                (format!("{label}, {}", unit.label), format!("{fragment}-{}", unit.fragment))
            }
            None => (unit.label.to_owned(), unit.fragment.clone()),
        };
        let is_within_repeated = outer.is_some_and(|outer| outer.is_repeated);
        let is_repeated = self.begin(&label, is_within_repeated, block, unit.label.len());
        self.begun_here.push(fragment.clone());
        self.heads.push(Head { level, depth: Some(unit.depth), label, fragment, is_repeated });
    }

    /// Opens a part, unless the heading stands within a unit.
    fn open_part(&mut self, level: u8, block: usize) {
        self.close(level);
        if self.heads.iter().any(|head| head.depth.is_some()) {
            return;
        }
        let label = self.prose.block_text(block).to_owned();
        let fragment = self.loci[block - 1].fragment.clone();
        self.n_blocks.insert(fragment.clone(), 1);
        self.heads.push(Head { level, depth: None, label, fragment, is_repeated: false });
    }

    /// Closes the units and parts that a heading of this level ends.
    fn close(&mut self, level: u8) {
        let n_open = self.heads.len();
        self.heads.retain(|head| head.level < level);
        if self.heads.len() < n_open {
            self.levels.clear();
        }
    }

    /// Opens what an enumerator begins; returns whether it is one where it stands.
    fn enumerate(&mut self, enumerator: Enumerator<'m>, block: usize) -> bool {
        self.n_passed += 1;
        let Some(head) = self.heads.last().filter(|head| head.depth.is_some()) else {
            return false;
        };
        let Some((index, candidate)) = self.choose(enumerator).filter(|(it, _)| *it < MAX_LEVELS)
        else {
            return false;
        };
        let is_within_repeated = match index.checked_sub(1) {
            Some(outer) => self.levels[outer].is_repeated,
            None => head.is_repeated,
        };
        let text = enumerator.text;
        let (label, fragment) = match index.checked_sub(1) {
            Some(outer) => self.levels[outer].path.clone(),
            None => (String::new(), String::new()),
        };
        let path =
            (format!("{label}({text})"), format!("{fragment}-{}", text.to_ascii_lowercase()));
        let label = format!("{}{}", head.label, path.0);
        self.begun_here.push(format!("{}{}", head.fragment, path.1));
        let is_repeated = self.begin(&label, is_within_repeated, block, text.len() + 1);
        self.levels.truncate(index);
        let Candidate { kind, number, suffix, .. } = candidate;
        let suffix = suffix.to_owned();
        self.levels.push(Level { kind, number, suffix, path, is_repeated });
        true
    }

    /// Notes that a provision begins with a block; returns whether it, or what holds it, has
    /// begun before.
    fn begin(&mut self, label: &str, is_within: bool, block: usize, n_bytes: usize) -> bool {
        if is_within {
            return true;
        }
        let start =
            self.starts.get(block.wrapping_sub(1)).map_or(0, |&at| self.prose.source_of(at));
        let source = start..start + n_bytes;
        match self.begun.get(label) {
            Some(first) => {
                let label = label.to_owned();
                let finding = Finding::RepeatedProvision { label, first: first.clone() };
                self.findings.push((finding, source));
                true
            }
            None => self.begun.insert(label.to_owned(), source).is_some(),
        }
    }

    /// Returns what an enumerator is where it stands, and the index of its level.
    fn choose(&self, enumerator: Enumerator<'m>) -> Option<(usize, Candidate<'m>)> {
        let places = enumerator.candidates().filter_map(|candidate| {
            let (fit, index) = self.fit(candidate)?;
            Some((fit, index, candidate))
        });
        let places: Vec<_> = places.collect();
        let follows = match places.len() {
            0 | 1 => Vec::new(),
            _ => self.followed(enumerator, &places),
        };
        let is_followed = |candidate: &Candidate<'_>| follows.contains(&candidate.kind);
        let best = places.iter().max_by_key(|(fit, index, it)| (is_followed(it), *fit, *index));
        best.map(|&(_, index, candidate)| (index, candidate))
    }

    /// Returns how well something fits where it stands, and the index of its level.
    fn fit(&self, candidate: Candidate<'_>) -> Option<(Fit, usize)> {
        let floor = self.floors.last().copied().unwrap_or(0);
        let open = self.levels[floor..].iter().rposition(|level| level.kind == candidate.kind);
        let Some(index) = open.map(|index| floor + index) else {
            let is_first = candidate.number == 1 && candidate.suffix.is_empty();
            return match candidate.stands {
                Stands::Anywhere if !is_first => Some((Fit::Late, self.levels.len())),
                Stands::Anywhere | Stands::InSeries if is_first => {
                    Some((Fit::First, self.levels.len()))
                }
                _ => None,
            };
        };
        let last = &self.levels[index];
        let is_inserted = candidate.number == last.number && *candidate.suffix > *last.suffix;
        let fit = match candidate.number {
            number if number == last.number + 1 || is_inserted => Fit::Next,
            _ if candidate.stands == Stands::Next => return None,
            number if number > last.number => Fit::Later,
            _ => Fit::Repeated,
        };
        Some((fit, index))
    }

    /// Returns of what kinds the enumerator is that goes on with one of several candidates
    /// first; nothing if the same enumerator stands before that.
    fn followed(
        &self,
        enumerator: Enumerator<'m>,
        places: &[(Fit, usize, Candidate<'m>)],
    ) -> Vec<Kind> {
        for next in self.all[self.n_passed..].iter().take(MAX_AHEAD).map_while(|next| *next) {
            if next == enumerator {
                break;
            }
            let follows = |one: &Candidate<'_>, other: Candidate<'_>| {
                one.suffix.is_empty()
                    && (other.kind, other.number, other.suffix) == (one.kind, one.number + 1, "")
            };
            let kinds = places.iter().map(|(_, _, candidate)| candidate);
            let kinds = kinds.filter(|one| next.candidates().any(|other| follows(one, other)));
            let kinds: Vec<Kind> = kinds.map(|candidate| candidate.kind).collect();
            if !kinds.is_empty() {
                return kinds;
            }
        }
        Vec::new()
    }
}

/// How well an enumerator fits where it stands; the best is the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// It does not go on with its level.
    Repeated,
    /// It opens a level, and is not its first.
    Late,
    /// It leaves out some of its level.
    Later,
    /// It is the first of a new level.
    First,
    /// It goes on with its level.
    Next,
}

#[cfg(test)]
mod tests {
    use crate::text::{
        form::{Form, Syntax},
        messages::Messages,
        prose::{Finding, Locator, read_with},
    };

    /// Checks the fragments and labels of the blocks of a law, `fragment label` each.
    #[track_caller]
    fn check(source: &str, expected: &[&str]) {
        let syntax = Syntax { form: Form::Statute, ..Syntax::default() };
        let markup = read_with(source, 0, syntax).expect("the parser does not fail");
        let messages = Messages::new("en", &[]);
        let found = markup.prose.loci.iter().map(|locus| match &locus.locator {
            Locator::Paragraph(number) => format!("{} ¶ {number}", locus.fragment),
            Locator::Table(number) => format!("{} Table {number}", locus.fragment),
            _ => format!("{} {}", locus.fragment, locus.locator.label(&messages)),
        });
        let aliases = markup.aliases.iter().flat_map(|(block, aliases)| {
            aliases.iter().map(move |alias| format!("{alias} at {block}"))
        });
        let repeated = markup.findings.iter().filter_map(|(finding, place)| match finding {
            Finding::RepeatedProvision { label, first } => {
                Some(format!("{label} at {}, before at {}", place.start, first.start))
            }
            _ => None,
        });
        assert_eq!(found.chain(aliases).chain(repeated).collect::<Vec<_>>(), expected);
    }

    /// Checks the labels behind `§ 1` of paragraphs that begin with these enumerators.
    #[track_caller]
    fn check_run(enumerators: &str, expected: &str) {
        let paragraphs = enumerators.split(' ').map(|it| format!("\n\n{it} text"));
        let source = format!("## § 1{}", paragraphs.collect::<String>());
        let syntax = Syntax { form: Form::Statute, ..Syntax::default() };
        let markup = read_with(&source, 0, syntax).expect("the parser does not fail");
        let messages = Messages::new("en", &[]);
        let labels = markup.prose.loci[1..].iter().map(|locus| locus.locator.label(&messages));
        let labels: Vec<String> = labels.map(|label| label.replace("§ 1", "")).collect();
        assert_eq!(labels.join(" "), expected);
    }

    #[test]
    fn units_begin_with_headings_and_in_bold() {
        check(
            "# Act\n\nOf 2012\n\n## Part I\n\nOn all.\n\n### Art. 1 Purpose\n\nWhy.\n\nHow.\n\n\
             ### Article 8a\n\n**§ 9** No.\n\n**Sec. 10.** (1) Yes.\n\n## Part II",
            &[
                "h-act ¶ 1",
                "p-2 ¶ 2",
                "h-part-i Part I",
                "h-part-i.2 Part I",
                "art-1 Art. 1",
                "art-1.2 Art. 1",
                "art-1.3 Art. 1",
                "art-8a Article 8a",
                "art-8a-sec-9 Article 8a, § 9",
                "art-8a-sec-10-1 Article 8a, Sec. 10(1)",
                "h-part-ii Part II",
                "art-8a-sec-10 at 10",
            ],
        );
    }

    #[test]
    fn numbers_of_units_are_as_laws_have_them() {
        for (heading, expected) in [
            ("§ 8", "sec-8 § 8"),
            ("§8a Titel", "sec-8a §8a"),
            ("Article 12 bis. Titre", "art-12bis Article 12 bis"),
            ("ARTICLE IV. TITLE", "art-iv ARTICLE IV"),
            ("Rule 4.1: Title", "rule-4_1 Rule 4.1"),
            ("Article L121-1", "art-l121_1 Article L121-1"),
            ("s. 3 – Title", "sec-3 s. 3"),
            ("Статья 5", "art-5 Статья 5"),
            ("Annex B", "annex-b Annex B"),
            ("Art. Deco", "h-art-deco Art. Deco"),
            ("Section Mix", "h-section-mix Section Mix"),
            ("Sections 1", "h-sections-1 Sections 1"),
        ] {
            check(&format!("## {heading}\n\n## § 99"), &[expected, "sec-99 § 99"]);
        }
    }

    #[test]
    fn sections_below_articles_nest_and_those_above_are_parts() {
        check(
            "## Article I\n\n### Section 1\n\nAll.\n\n## Article II\n\n### Section 1",
            &[
                "art-i Article I",
                "art-i-sec-1 Article I, Section 1",
                "art-i-sec-1.2 Article I, Section 1",
                "art-ii Article II",
                "art-ii-sec-1 Article II, Section 1",
            ],
        );
        check(
            "## Chapter I\n\n### Section 1\n\n#### Article 1\n\n## Chapter II\n\n### Section 1\n\n\
             #### Article 2\n\n## Annex I\n\n### Article 1",
            &[
                "h-chapter-i Chapter I",
                "h-section-1 Section 1",
                "art-1 Article 1",
                "h-chapter-ii Chapter II",
                "h-section-1-2 Section 1",
                "art-2 Article 2",
                "annex-i Annex I",
                "annex-i-art-1 Annex I, Article 1",
            ],
        );
    }

    #[test]
    fn kinds_of_enumerators_nest_as_they_appear() {
        check_run(
            "(1) (2) (a) (b) (i) (ii) (c) (3)",
            "(1) (2) (2)(a) (2)(b) (2)(b)(i) (2)(b)(ii) (2)(c) (3)",
        );
        check_run(
            "(a) (1) (A) (i) (I) (II) (ii) (B) (2) (b)",
            "(a) (a)(1) (a)(1)(A) (a)(1)(A)(i) (a)(1)(A)(i)(I) (a)(1)(A)(i)(II) (a)(1)(A)(ii) \
             (a)(1)(B) (a)(2) (b)",
        );
        check_run("(1) (1a) (1bis) (4)", "(1) (1a) (1bis) (4)");
        check_run("a) aa) bb) b)", "(a) (a)(aa) (a)(bb) (b)");
        check_run("(a) (aa) (b) (z) (aa)", "(a) (aa) (b) (z) (aa)");
        check_run("(1)(a) (b) (2)(a)(i)", "(1)(a) (1)(b) (2)(a)(i)");
    }

    #[test]
    fn what_is_a_letter_and_a_numeral_is_what_comes_next() {
        check_run("(h) (i) (j)", "(h) (i) (j)");
        check_run("(h) (i) (ii)", "(h) (h)(i) (h)(ii)");
        check_run("(h) (i) (A) (ii)", "(h) (h)(i) (h)(i)(A) (h)(ii)");
        check_run("(h) (i) (i) (ii) (j)", "(h) (i) (i)(i) (i)(ii) (j)");
        check_run("(u) (iv) (v) (vi) (v)", "(u) (u)(iv) (u)(v) (u)(vi) (v)");
        check_run("(b) (i) (ii) (c) (d)", "(b) (b)(i) (b)(ii) (c) (d)");
        check_run("(l) (m) (ix) (x)", "(l) (m) (m)(ix) (m)(x)");
        check_run("(1) (i) (ii)", "(1) (1)(i) (1)(ii)");
    }

    #[test]
    fn what_is_no_enumerator_is_text() {
        check_run("(2012) (in) (EU) (C) (1)Foo (sic) a", "      ");
    }

    #[test]
    fn lists_give_their_numbers() {
        check(
            "### § 8\n\n(2) If\n\n1. a\n4. b\n\n   a) c\n\n   flush\n5. d\n\nflush\n\n\
             (3) e\n\n1) f",
            &[
                "sec-8 § 8",
                "sec-8-2 § 8(2)",
                "sec-8-2-1 § 8(2)(1)",
                "sec-8-2-4 § 8(2)(4)",
                "sec-8-2-4-a § 8(2)(4)(a)",
                "sec-8-2-4.2 § 8(2)(4)",
                "sec-8-2-5 § 8(2)(5)",
                "sec-8-2.2 § 8(2)",
                "sec-8-3 § 8(3)",
                "sec-8-3-1 § 8(3)(1)",
            ],
        );
        // As the law of the European Union is typed.
        check(
            "### Article 5\n\n1. Data:\n\n(a) one;\n\n(b) two.\n\nFlush.\n\n2. More.",
            &[
                "art-5 Article 5",
                "art-5-1 Article 5(1)",
                "art-5-1-a Article 5(1)(a)",
                "art-5-1-b Article 5(1)(b)",
                "art-5-1.2 Article 5(1)",
                "art-5-2 Article 5(2)",
            ],
        );
    }

    #[test]
    fn what_begins_in_one_block_has_an_address_each() {
        check(
            "## Art. 1\n\n(1)(a)(i) One.\n\n(b) Two.\n\nFlush.\n\n(2)\n\n1. a) Three.",
            &[
                "art-1 Art. 1",
                "art-1-1-a-i Art. 1(1)(a)(i)",
                "art-1-1-b Art. 1(1)(b)",
                "art-1-1.2 Art. 1(1)",
                "art-1-2 Art. 1(2)",
                "art-1-2-1-a Art. 1(2)(1)(a)",
                "art-1-1 at 2",
                "art-1-1-a at 2",
                "art-1-2-1 at 6",
            ],
        );
    }

    #[test]
    fn text_without_an_enumerator_goes_on_with_its_paragraph() {
        check(
            "## Art. 8\n\n(2) Shall\n\n(c) do.\n\nFlush.\n\n#### On more\n\n> quoted\n\n\
             ## Art. 5\n\n(a) do.\n\nFlush.\n\n| a |\n|---|\n| (b) |",
            &[
                "art-8 Art. 8",
                "art-8-2 Art. 8(2)",
                "art-8-2-c Art. 8(2)(c)",
                "art-8-2.2 Art. 8(2)",
                "h-on-more Art. 8",
                "art-8-2.3 Art. 8(2)",
                "art-5 Art. 5",
                "art-5-a Art. 5(a)",
                "art-5.2 Art. 5",
                "table-1-1 Table 1",
                "table-1-2 Table 1",
            ],
        );
    }

    #[test]
    fn provisions_that_stand_twice_are_told_once() {
        check(
            "## § 8\n\n(1) a\n\n(1) b\n\n(a) c\n\n## § 8\n\n(1) d",
            &[
                "sec-8 § 8",
                "sec-8-1 § 8(1)",
                "sec-8-1.2 § 8(1)",
                "sec-8-1-a § 8(1)(a)",
                "sec-8.2 § 8",
                "sec-8-1.3 § 8(1)",
                "§ 8(1) at 16, before at 9",
                "§ 8 at 33, before at 3",
            ],
        );
    }
}
