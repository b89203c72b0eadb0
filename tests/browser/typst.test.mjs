// typst.test.mjs — the edition for paper, set by Typst: every note in the margin, beside its
// passage where there is room, and all text as it was written.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { remove, root } from "./site.mjs";

const program = join(root, "target/debug/postil");
const typst = (...words) => execFileSync("python3", [join(root, "tests/browser/typst.py"), ...words],
  { encoding: "utf8", maxBuffer: 1 << 26 });

let folder;
before(() => folder = mkdtempSync(join(tmpdir(), "postil-typst-")));
after(() => remove(folder));

/** Makes an edition of one article and returns its folder. */
function edition(name, text, notes, settings = "") {
  const top = join(folder, name);
  mkdirSync(join(top, "content/a"), { recursive: true });
  writeFileSync(join(top, "content/edition.yaml"), `title: For paper\nbase_url: https://example.org/\n${settings}`);
  writeFileSync(join(top, "content/a/index.md"), text);
  writeFileSync(join(top, "content/a/notes.yaml"), JSON.stringify(notes));
  return top;
}

/** Exports an edition; returns the path of the document, or nothing if it has errors. */
function exported(top) {
  const file = join(top, "edition.typ");
  const { status } = spawnSync(program, ["export", "--root", top, "--format", "typst", "--output", file]);
  return status === 0 ? file : undefined;
}

/** Returns all words of a document as it is set: their page, box and text. */
function words(top) {
  const pdf = join(top, "edition.pdf");
  typst("compile", top, exported(top), pdf);
  const html = execFileSync("pdftotext", ["-bbox", pdf, "-"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  let page = 0;
  const found = [];
  for (const [, start, left, top, right, bottom, text] of
    html.matchAll(/(<page )|<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</g)) {
    if (start) page += 1;
    else found.push({ page, left: +left, top: +top, right: +right, bottom: +bottom, text });
  }
  return found;
}

const PARAGRAPH = "Some words that fill a line or two of the text, and say nothing else at all. ";

test("a note stands beside the line of its passage", () => {
  const numbers = [...Array(8).keys()];
  const text = numbers.map((n) => `${PARAGRAPH.repeat(3)} Here is passage${n} now.\n\n${PARAGRAPH.repeat(4)}\n\n`);
  const notes = numbers.map((n) => ({ id: `n${n}`, kind: "note", quote: `passage${n}`, body: `Begin${n} and end${n}.` }));
  for (const language of ["en", "ar"]) {
    const all = words(edition(`sparse-${language}`, `# Title\n\n${text.join("")}`, notes, `language: ${language}\n`));
    for (const n of numbers) {
      const [passage] = all.filter(({ text }) => text.startsWith(`passage${n}`));
      const begin = all.find(({ text }) => text === `Begin${n}`);
      assert.equal(begin.page, passage.page);
      // Its name stands above what it says.
      assert.ok(Math.abs(begin.top - passage.top) < 20, `${language} ${n}: ${begin.top}, ${passage.top}`);
      assert.ok(language === "ar" ? begin.right < passage.left : begin.left > passage.right);
    }
  }
});

test("notes that would overlap are pushed down, and over to the next page", () => {
  const numbers = [...Array(40).keys()];
  const text = `# Title\n\n${numbers.map((n) => `Word${n} and`).join(" ")} more.\n`;
  const body = (n) => `Begin${n} ${"and so on ".repeat(n === 5 ? 900 : 12)}\n\n${"and on ".repeat(9)} end${n}.`;
  const notes = numbers.map((n) => ({ id: `n${n}`, kind: "note", quote: `Word${n} `.trim(), body: body(n) }));
  const all = words(edition("dense", text, notes));
  const place = ({ page, top, bottom }) => [page * 10_000 + top, page * 10_000 + bottom];
  let down = 0;
  for (const n of numbers) {
    const [begin, end] = [`Begin${n}`, `end${n}.`].map((word) => all.filter(({ text }) => text === word));
    assert.deepEqual([begin.length, end.length], [1, 1], `note ${n}`);
    assert.ok(place(begin[0])[0] >= down, `note ${n} begins above the end of the one before`);
    [, down] = place(end[0]);
    assert.ok(down >= place(begin[0])[1]);
    // Within the page: A4 is 842 points high.
    assert.ok(end[0].bottom < 842, `note ${n} runs over the foot of its page`);
  }
  assert.ok(Math.max(...all.map(({ page }) => page)) > 2);
});

test("every note of the first edition is set", () => {
  const file = join(folder, "first.typ");
  execFileSync(program, ["export", "--root", root, "--format", "typst", "--output", file]);
  const pdf = join(folder, "first.pdf");
  typst("compile", folder, file, pdf);
  const text = execFileSync("pdftotext", [pdf, "-"], { encoding: "utf8", maxBuffer: 1 << 26, stdio: ["ignore", "pipe", "ignore"] });
  const names = [...text.replace(/\s+/g, " ").matchAll(/(?:Fact check|Counter-source|Note|Term) (\d+)(?=[: ])/g)].map(([, n]) => +n);
  const { annotations } = { annotations: execFileSync(program, ["annotate", "list", "--root", root, "idlib-2019", "--format", "json", "-q"],
    { encoding: "utf8" }).trim().split("\n").length };
  for (let n = 1; n <= annotations; n++) assert.ok(names.includes(n), `note ${n}`);
});

/** A generator of numbers below 1, always the same ones. */
function* numbers(seed) {
  for (;;) yield (seed = (seed * 48271) % 2147483647) / 2147483647;
}

test("any text comes out as it was written", () => {
  const random = numbers(24);
  const next = (n) => Math.floor(random.next().value * n);
  const signs = [..."\\#*_`$<>@[]~-=+/'\".,;:!?(){}|&%^ab 12é…“”—سل你𝔘"];
  const special = ["1. a", "- a", "+ a", "= a", "/ a: b", "//a", "/*a*/", "#let x = 1", "#a(b)[c]", "...", "--", "---",
    "-?", "<a>", "@a", "https://example.org/#a?b=c", "$x^2$", "`a`", "\\u{41}", "'q' \"r\"", "a~b", "#", "\\", "12.", "a;b", "*_a_*"];
  const made = Array.from({ length: 400 }, () => Array.from({ length: 1 + next(12) }, () => signs[next(signs.length)]).join(""));
  const texts = [...special, ...made].map((text) => text.replace(/ +/g, " ").trim()).filter(Boolean);
  const escaped = (text) => text.replace(/[!-/:-@[-`{-~]/g, "\\$&").replace(/^\d/, (digit) => `&#${digit.charCodeAt(0)};`);
  const top = edition("any", texts.map(escaped).join("\n\n"), []);
  const written = readFileSync(exported(top), "utf8");
  // Behind the settings and the title, each is a paragraph.
  const paragraphs = written.slice(written.lastIndexOf("#heading(level: 1)")).split("\n\n").slice(1, texts.length + 1);
  const file = join(top, "texts.typ");
  writeFileSync(file, `#set smartquote(enabled: false)\n${paragraphs.map((text) => `#metadata[\n${text}\n]<text>\n`).join("")}`);
  assert.deepEqual(JSON.parse(typst("texts", file)).map((text) => text.trim()), texts);
});

test("every edition of the fixtures that has no errors is set", () => {
  const files = [];
  for (const name of readdirSync(join(root, "tests/editions")).filter((name) => !name.startsWith("."))) {
    const top = join(folder, "editions", name);
    cpSync(join(root, "tests/editions", name), top, { recursive: true, filter: (path) => !path.endsWith("expected") });
    cpSync(join(root, "tests/theme-bare"), join(top, "themes/bare"), { recursive: true });
    const file = exported(top);
    if (file) files.push(file);
  }
  assert.ok(files.length > 30);
  for (const file of files) typst("compile", join(file, ".."), file, file.replace(/typ$/, "pdf"));
  for (const file of files) assert.ok(existsSync(file.replace(/typ$/, "pdf")));
});
