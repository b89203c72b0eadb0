//! `postil import` of bibliographies: works come in beside what is there.

use crate::sandbox::{Run, Sandbox};

const SOURCES: &str = "content/sources.yaml";

const THERE: &str = "# Our works.\naesop:\n  type: book   # for children\n  title: Fables\n  \
                     author: Aesop\n  date: 1912\n";

fn edition() -> Sandbox {
    let sandbox = Sandbox::small();
    sandbox.write(SOURCES, THERE);
    sandbox
}

fn import(sandbox: &Sandbox, name: &str, text: &str) -> Run {
    sandbox.write(name, text);
    sandbox.run(&["import", name])
}

/// Checks what a bibliography adds to ours, and what is said of it, line by line; that
/// ours stays as it is, and that a second import adds nothing.
#[track_caller]
fn check(name: &str, text: &str, added: &str, said: &[&str]) {
    let sandbox = edition();
    let run = import(&sandbox, name, text);
    let sources = sandbox.read(SOURCES);
    let rest = sources.strip_prefix(THERE).unwrap_or_else(|| panic!("{sources}"));
    assert_eq!(rest, added, "{run:#?}");
    let head = format!("{name}: ");
    let lines = run.err.lines().map(|line| line.trim_start_matches("error: "));
    let told: Vec<&str> = lines.filter_map(|line| line.strip_prefix(head.as_str())).collect();
    assert_eq!(told, said);
    let before = sandbox.files();
    sandbox.run(&["import", name]).expect_said("nothing new to import");
    assert!(sandbox.files() == before, "the second import changed something");
    sandbox.succeed(&["check"]);
}

#[test]
fn bibtex_comes_in_without_disturbing_what_is_there() {
    check(
        "works.bib",
        "@string{up = \"Univ. Press\"}\n\
         @article{fox-a, author={Fox, Ann and {The Club}}, title={On {Foxes}},\n\
         journal={J. Zool.}, volume=3, number=2, pages={10--12}, year=2020,\n\
         doi={10.1/ABC}, keywords={a, b}}\n\
         @book{aesop, title={Fables}, author={Aesop}, year=1912, publisher=up}\n\
         @book{b, title={Other Fables}, author={Aesop}, date={1913-14}, publisher=up}\n\
         @online{c, title={A page}, url={https://example.org/p}, urldate={2024-03-05},\n\
         date={2024-03-01}, organization={Site}, subtitle={Sub}}\n\
         @online{d, title={B page}, url={javascript:x}, date={2023}, organization={Site}}\n\
         @misc{FOX, title={On foxes}, year=2020, doi={10.1/abc}}\n",
        "\nfox-a:\n  type: article\n  title: On {Foxes}\n  author: [\"Fox, Ann\", The Club]\n  \
         date: 2020\n  parent: { type: periodical, title: J. Zool., issue: 2, volume: 3 }\n  \
         page-range: \"10-12\"\n  serial-number: { doi: 10.1/ABC }\n\n\
         b:\n  type: book\n  title: Other Fables\n  author: Aesop\n  publisher: Univ. Press\n\n\
         c:\n  type: web\n  title: A page\n  date: 2024-03-01\n  organization: Site\n  \
         url: { value: https://example.org/p, date: 2024-03-05 }\n\n\
         d:\n  type: web\n  title: B page\n  date: 2023\n  organization: Site\n",
        &[
            "item 1 (fox-a): left out: `keywords`, for which there is no place",
            "item 3 (b): left out: `date` (cannot be read), for which there is no place",
            "item 4 (c): left out: `subtitle`, for which there is no place",
            "item 5 (d): left out: javascript:x; only http, https and mailto addresses can be \
             linked",
            "item 6 (FOX): is there already as `fox-a`",
        ],
    );
}

#[test]
fn a_bad_entry_of_bibtex_does_not_hide_the_others() {
    let sandbox = edition();
    let text = "@string{up = \"Press\"}\n@book{a, title={A}, publisher=up, year=1999}\n\
                @book{broken, title={B\n@comment{x}\n\
                @book{c, title={C}, publisher=up, year=1998}\n";
    let run = import(&sandbox, "works.bib", text).expect_code(1);
    run.expect_said("item 2 (@book{broken, title={B): not imported: unexpected end of file");
    let sources = sandbox.read(SOURCES);
    assert!(sources.contains("\na:\n") && sources.contains("\nc:\n"), "{sources}");
}

#[test]
fn csl_json_comes_in() {
    check(
        "works.json",
        r#"[
        {"id": "j", "type": "article-journal", "title": "On {a} $5 fox",
         "container-title": "Journal", "volume": "3", "issue": 2, "page": "10-12",
         "author": [{"family": "Fox", "given": "Ann"}, {"literal": "The Club, Inc."},
                    {"family": "Gogh", "given": "V.", "non-dropping-particle": "van"}],
         "issued": {"date-parts": [[2020, 3, 1]]}, "DOI": "10.1/x", "ISSN": "1234-5678",
         "language": "en", "keyword": "a"},
        {"id": "a key", "type": "chapter", "title": "Part", "container-title": "Whole",
         "collection-title": "Series", "editor": [{"family": "Ed", "given": "I."}],
         "publisher": "Press", "publisher-place": "Town", "ISBN": "978",
         "issued": {"date-parts": [["2020"], ["2021"]], "circa": true}},
        {"id": 5, "type": "webpage", "title": "A page", "container-title": "Site",
         "URL": "https://example.org/p", "accessed": {"date-parts": [[2024, 1, 2]]},
         "issued": {"raw": "2024-01-01"}},
        {"id": "aesop", "type": "book", "title": "Another", "publisher": "Press",
         "issued": {"date-parts": [[1912]]}},
        {"id": "fables", "type": "book", "title": "FABLES", "author": [{"literal": "Aesop"}],
         "issued": {"date-parts": [[1912]]}},
        7, {}]"#,
        "\nj:\n  type: article\n  title: On \\{a\\} \\$5 fox\n  author:\n    - Fox, Ann\n    \
         - { name: \"The Club, Inc.\" }\n    - { prefix: van, name: Gogh, given-name: V. }\n  \
         date: 2020-03-01\n  parent: { type: periodical, title: Journal, issue: \"2\", \
         serial-number: { issn: \"1234-5678\" }, volume: \"3\" }\n  page-range: \"10-12\"\n  \
         serial-number: { doi: 10.1/x }\n  language: en\n\n\
         a-key:\n  type: chapter\n  title: Part\n  date: \"2020\"\n  parent: { type: book, \
         title: Whole, editor: [\"Ed, I.\"], parent: { type: anthology, title: Series }, \
         publisher: { name: Press, location: Town } }\n  serial-number: { isbn: \"978\" }\n\n\
         \"5\":\n  type: web\n  title: A page\n  date: 2024-01-01\n  parent: { type: web, \
         title: Site }\n  url: { value: https://example.org/p, date: 2024-01-02 }\n\n\
         aesop-2:\n  type: book\n  title: Another\n  date: \"1912\"\n  publisher: Press\n",
        &[
            "item 1 (j): left out: `keyword`, for which there is no place",
            "item 2 (a key): left out: the end of `issued`, for which there is no place",
            "item 2 (a key): left out: the `circa` of `issued`, for which there is no place",
            "item 4 (aesop): came in as `aesop-2`",
            "item 5 (fables): is there already as `aesop`",
            "item 6: left out: it is not a work: an object",
            "item 7: not imported: it says nothing",
        ],
    );
}

#[test]
fn ris_comes_in() {
    check(
        "works.ris",
        "TY  - JOUR\r\nID  - fox\r\nTI  - On foxes and\r\n  other animals\r\nAU  - Fox, Ann\r\n\
         AU  - Doe, John, Jr.\r\nAU  - The Club\r\nPY  - 2020\r\nDA  - 2020/03/01/\r\n\
         T2  - Journal of Foxes\r\nVL  - 3\r\nSP  - 10\r\nEP  - 12\r\nSN  - 1234-5678\r\n\
         DO  - 10.1/y\r\nKW  - fox\r\nUR  - https://example.org/fox\r\nY2  - 2024/05/06\r\n\
         ER  - \r\n\r\nTY  - CHAP\r\nTI  - Part\r\nT2  - Whole\r\nA2  - Ed, Itor\r\nCY  - Town\r\n\
         PB  - Press\r\nSN  - 978-1-2345-6789-7\r\nPY  - 1999///\r\nTY  - BOOK\r\n",
        "\nfox:\n  type: article\n  \
         title: On foxes and other animals\n  author:\n    \
         - Fox, Ann\n    - { suffix: Jr., name: Doe, given-name: John }\n    \
         - { name: The Club }\n  \
         date: 2020-03-01\n  parent: { type: periodical, title: Journal of Foxes, \
         serial-number: { issn: \"1234-5678\" }, volume: \"3\" }\n  page-range: \"10-12\"\n  \
         url: { value: https://example.org/fox, date: 2024-05-06 }\n  \
         serial-number: { doi: 10.1/y }\n\n\
         part-1999:\n  type: chapter\n  title: Part\n  date: \"1999\"\n  parent: { type: book, \
         title: Whole, editor: [\"Ed, Itor\"], publisher: { name: Press, location: Town } }\n  \
         serial-number: { isbn: \"978-1-2345-6789-7\" }\n",
        &[
            "item 1 (fox): left out: KW (fox), for which there is no place",
            "item 3: not imported: it says nothing",
        ],
    );
}

#[test]
fn what_is_no_bibliography_changes_nothing() {
    let sandbox = edition();
    sandbox.write("works.json", "[{\"id\": ");
    let before = sandbox.files();
    sandbox
        .run(&["import", "works.json", "--format", "csl-json"])
        .expect_code(1)
        .expect_said("line 1 column 8; nothing was imported");
    sandbox
        .run(&["import", "works.json", "--format", "ris", "--into", "notes.yaml"])
        .expect_code(2)
        .expect_said("works go into content/sources.yaml");
    assert!(sandbox.files() == before, "something was written");
}
