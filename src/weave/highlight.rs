//! Colours for code blocks: token ranges with a class, once per content and process.
//!
//! Marks cut through tokens, so no HTML is made or kept here. The classes are
//! few and say what a token is; the colours are the theme's.

use std::{
    collections::HashMap,
    ops::Range,
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxSet};

/// A coloured run of a code block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Its bytes in the code.
    pub range: Range<usize>,
    /// Its class.
    pub class: &'static str,
}

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// Which scopes (as `TextMate` grammars name them) get which class; the longest
/// prefix that fits the innermost scope wins.
const CLASSES: [(&str, &str); 19] = [
    ("comment", "hl-comment"),
    ("constant", "hl-constant"),
    ("constant.character.escape", "hl-escape"),
    ("constant.numeric", "hl-number"),
    ("entity.name.function", "hl-function"),
    ("entity.name.section", "hl-heading"),
    ("entity.name.tag", "hl-tag"),
    ("entity.name", "hl-type"),
    ("entity.other.attribute-name", "hl-attribute"),
    ("invalid", "hl-invalid"),
    ("keyword", "hl-keyword"),
    ("markup.deleted", "hl-deleted"),
    ("markup.inserted", "hl-inserted"),
    ("storage", "hl-keyword"),
    ("string", "hl-string"),
    ("support.function", "hl-function"),
    ("support", "hl-type"),
    ("variable.function", "hl-function"),
    ("variable.parameter", "hl-variable"),
];

static SCOPES: LazyLock<Vec<(Scope, &'static str)>> = LazyLock::new(|| {
    let mut scopes: Vec<_> = CLASSES
        .into_iter()
        .map(|(name, class)| (Scope::new(name).expect("a constant scope is valid"), class))
        .collect();
    scopes.sort_by_key(|(scope, _)| std::cmp::Reverse(scope.len()));
    scopes
});

type Cache = HashMap<blake3::Hash, Arc<Vec<Token>>>;

/// Highlighting is the dearest step of a build by far; equal code is equal.
static CACHE: LazyLock<Mutex<Cache>> = LazyLock::new(Mutex::default);

/// Returns the coloured runs of `code`, in order; none if the language is unknown.
#[must_use]
pub fn tokens(code: &str, language: &str) -> Arc<Vec<Token>> {
    let mut hasher = blake3::Hasher::new();
    hasher.update(language.as_bytes()).update(b"\0").update(code.as_bytes());
    let hash = hasher.finalize();
    if let Some(known) = CACHE.lock().unwrap_or_else(PoisonError::into_inner).get(&hash) {
        return Arc::clone(known);
    }
    let found = Arc::new(tokenize(code, language));
    CACHE.lock().unwrap_or_else(PoisonError::into_inner).insert(hash, Arc::clone(&found));
    found
}

/// What the lines of a block may cost together; a line for which not enough is left stays
/// plain. Grammars are made for lines that people write: on others, some take time that
/// grows with the cube of their length (Markdown: 0.8 s for 2,000 bytes of `[a](`). So the
/// cubes of lengths are counted, and not the time, which is another on each machine. This
/// is enough for 1,900 lines of 64 bytes, or for one of 790.
const MOST_PER_BLOCK: usize = 500_000_000;
/// A shorter line costs as much.
const SHORT_LINE: usize = 64;
/// Grammars that take so many times longer at their worst (a row of `![`, words, brackets),
/// and the longest line, in bytes, of which that holds: on brackets that are not closed,
/// the time of Make grows with the seventh power.
const DEAR: [(&str, usize, usize); 4] = [
    ("Lisp", 3, usize::MAX),
    ("MATLAB", 5, usize::MAX),
    ("Makefile", 80, SHORT_LINE),
    ("R", 5, usize::MAX),
];

/// Scopes that are open at once; each token is held against all of them.
const MAX_DEPTH: usize = 300;

fn tokenize(code: &str, language: &str) -> Vec<Token> {
    let Some(syntax) = SYNTAXES.find_syntax_by_token(language) else { return Vec::new() };
    let dear = DEAR.iter().find(|(name, ..)| *name == syntax.name);
    let (factor, longest) = dear.map_or((1, usize::MAX), |&(_, factor, longest)| (factor, longest));
    let mut left = MOST_PER_BLOCK / factor;
    let mut state = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    let mut tokens = Vec::new();
    let mut line_start = 0;
    for line in code.split_inclusive('\n') {
        let rest = left.checked_sub(line.len().max(SHORT_LINE).saturating_pow(3));
        let Some(rest) = rest.filter(|_| line.len() <= longest) else {
            line_start += line.len();
            continue;
        };
        left = rest;
        // A grammar that fails leaves the rest uncoloured.
        let Ok(changes) = state.parse_line(line, &SYNTAXES) else { return tokens };
        let mut from = 0;
        for (at, change) in changes {
            push(&mut tokens, line_start + from..line_start + at, &stack);
            from = at;
            if stack.apply(&change).is_err() || stack.len() > MAX_DEPTH {
                return tokens;
            }
        }
        push(&mut tokens, line_start + from..line_start + line.len(), &stack);
        line_start += line.len();
    }
    tokens
}

fn push(tokens: &mut Vec<Token>, range: Range<usize>, stack: &ScopeStack) {
    let Some(class) = class_of(stack) else { return };
    match tokens.last_mut() {
        _ if range.is_empty() => {}
        Some(last) if last.class == class && last.range.end == range.start => {
            last.range.end = range.end;
        }
        _ => tokens.push(Token { range, class }),
    }
}

fn class_of(stack: &ScopeStack) -> Option<&'static str> {
    stack.as_slice().iter().rev().find_map(|scope| {
        SCOPES.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope)).map(|&(_, class)| class)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_cover_what_they_name() {
        let code = "fn main() {} // done\n";
        let found = tokens(code, "rust");
        let texts: Vec<_> =
            found.iter().map(|token| (&code[token.range.clone()], token.class)).collect();
        assert!(texts.contains(&("fn", "hl-keyword")), "{texts:?}");
        assert!(texts.iter().any(|(text, class)| text.contains("done") && *class == "hl-comment"));
    }

    #[test]
    fn of_every_grammar_long_lines_and_what_is_too_much_stay_plain() {
        for syntax in SYNTAXES.syntaxes() {
            let name = &syntax.name;
            for part in ["a", "![", "[a](", "{", "\"", "a::", "<a b="] {
                let (long, line) = (part.repeat(100_000 / part.len()), part.repeat(5) + "\n");
                let code = format!("{line}{long}\n{line}");
                let of_long = line.len()..line.len() + long.len() + 1;
                for token in tokenize(&code, name) {
                    let range = token.range;
                    let is_plain = range.end <= of_long.start || of_long.end <= range.start;
                    assert!(is_plain, "{name}: {range:?} of {part}");
                }
            }
            // A hundred lines of 400 bytes are more than a block may cost.
            let code = "if a == 1.5: \"b\"; ".repeat(20) + "\n";
            let coloured =
                tokenize(&code.repeat(100), name).last().map_or(0, |last| last.range.end);
            assert!(coloured < code.len() * 20, "{name}: {coloured}");
        }
    }

    #[test]
    fn long_lines_of_make_stay_plain() {
        // Eight seconds for this line, found by fuzzing.
        let line = "  command -v java >/de(v/null || wanted+=(default-jre-head! Writes XML: \
                    elements and attributes as told, text so that it stays.\n";
        let code = format!("{line}all: build\n");
        let tokens = tokenize(&code, "Makefile");
        assert!(!tokens.is_empty() && tokens.iter().all(|token| token.range.start >= line.len()));
    }

    #[test]
    fn an_unknown_language_has_no_tokens() {
        assert!(tokens("x", "no such language").is_empty());
    }

    #[test]
    fn equal_code_is_tokenized_once() {
        let once = tokens("let once = 1;", "rust");
        assert!(Arc::ptr_eq(&once, &tokens("let once = 1;", "rust")));
    }
}
