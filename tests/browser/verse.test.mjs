// verse.test.mjs — sonnets and a poem beside its translation as their readers meet them: where
// lines, indents and numbers stand, and what of them is text.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, filesBelow, launch, newPage, remove, root, serve, visit } from "./site.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SONNETS = "sonnets-with-a-refrain-have-line-numbers";
const POEM = "a-poem-keeps-its-indents-beside-its-translation";
const ARABIC = "an-arabic-poem-has-its-lines-from-the-right";

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

/** Serves a fixture in the theme `folio` while the tests of a suite run. */
function serving(name) {
  const given = {};
  before(async () => {
    const edition = mkdtempSync(join(tmpdir(), "postil-verse-"));
    cpSync(join(root, "tests/editions", name, "content"), join(edition, "content"), { recursive: true });
    for (const path of filesBelow(join(edition, "content"), "")) {
      const file = join(edition, "content", path);
      writeFileSync(file, readFileSync(file, "utf8").replace("theme: bare\n", ""));
    }
    given.folder = build(edition);
    given.site = await serve(given.folder);
    rmSync(edition, { recursive: true, force: true });
  });
  after(() => {
    given.site?.close();
    if (given.folder) remove(given.folder);
  });
  given.open = async (path, viewport) => {
    const opened = await newPage(browser, { viewport });
    await visit(opened.page, given.site.address + path);
    return opened;
  };
  return given;
}

/** Measures the lines of a page: where they and their words begin, and their numbers. */
const lines = (page) => page.evaluate(() => [...document.querySelectorAll(".line")].map((line) => {
  const range = document.createRange();
  range.selectNodeContents(line);
  const number = line.querySelector(".line-number");
  const rows = [...range.getClientRects()].filter(({ width }) => width > 1);
  const { left, right, top, bottom } = line.getBoundingClientRect();
  const box = number?.getBoundingClientRect();
  return {
    id: line.id, left, right, top, bottom,
    indent: Number(line.dataset.indent ?? 0),
    words: rows.find((row) => !box || row.left >= left).left,
    number: box && { left: box.left, right: box.right, top: box.top, shown: getComputedStyle(number, "::after").content },
  };
}));

async function assertNoBarrier(page) {
  const isWide = await page.evaluate(() =>
    document.documentElement.scrollWidth > document.documentElement.clientWidth);
  assert.equal(isWide, false, "it scrolls sideways");
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), []);
}

describe("sonnets", () => {
  const given = serving(SONNETS);
  for (const width of [320, 820, 1440]) {
    test(`at ${width} px every fifth line has its number beside it`, async () => {
      const { page, close } = await given.open("tide-mill/", { width, height: 900 });
      const all = await lines(page);
      assert.equal(all.length, 42);
      for (const [index, line] of all.entries()) {
        const number = index + 1;
        assert.equal(line.id, `line-${number}`);
        assert.equal(line.number?.shown, number % 5 ? undefined : `"${number}"`);
        if (index > 0) assert.ok(line.top >= all[index - 1].bottom - 1, `${line.id} is below the line before`);
        if (!line.number) continue;
        assert.ok(line.number.left >= 0 && line.number.right <= line.left + 1, `${line.id} is numbered at its side`);
        assert.ok(Math.abs(line.number.top - line.top) < 8, `${line.id} is numbered at its height`);
      }
      const [flush, two, four] = [0, 2, 4].map((indent) => all.find((line) => line.indent === indent).words);
      assert.ok(flush < two && two < four, `${flush} ${two} ${four}`);
      await assertNoBarrier(page);
      await close();
    });
  }
  test("a link to a line leads to it", async () => {
    const { page, close } = await given.open("tide-mill/", { width: 1280, height: 700 });
    await page.locator("#line-35 > .line-number").click();
    assert.equal(new URL(page.url()).hash, "#line-35");
    assert.equal(await page.evaluate(() => document.querySelector(":target").id), "line-35");
    await close();
  });
  test("without a style sheet each line stands in its own", async () => {
    const { page, close } = await given.open("tide-mill/", { width: 1280, height: 700 });
    await page.evaluate(() => document.querySelectorAll("link[rel=stylesheet]").forEach((link) => link.remove()));
    const all = await lines(page);
    for (const [index, line] of all.entries()) {
      if (index > 0) assert.ok(line.top >= all[index - 1].bottom - 2, line.id);
    }
    await close();
  });
  test("numbers are no text", async () => {
    const { page, close } = await given.open("tide-mill/", { width: 1280, height: 700 });
    const text = await page.evaluate(() => document.getElementById("line-20").textContent);
    assert.match(text, /^The wheel goes round, and nothing is undone\./);
    await close();
  });
  test("every page is valid", () => {
    const vnu = join(root, "tests/browser/node_modules/vnu-jar/build/dist/vnu.jar");
    const pages = filesBelow(given.folder, ".html").map((path) => join(given.folder, path));
    execFileSync("java", ["-jar", vnu, "--format", "gnu", "--stdout", ...pages], { stdio: "pipe" });
  });
});

describe("a poem beside its translation", () => {
  const given = serving(POEM);
  test("lines stand beside those of the other language", async () => {
    const { page, close } = await given.open("tide/", { width: 1440, height: 900 });
    const all = await lines(page);
    for (const line of all.filter(({ id }) => !id.includes("."))) {
      const other = all.find(({ id }) => id === `${line.id}.de`);
      assert.ok(Math.abs(line.top - other.top) < 1, line.id);
      assert.ok(other.left > line.right, line.id);
      if (other.number) assert.ok(other.number.left >= line.right, "its number stands between both");
    }
    await assertNoBarrier(page);
    await close();
  });
  test("on a phone nothing is cut off", async () => {
    const { page, close } = await given.open("tide/", { width: 320, height: 700 });
    await assertNoBarrier(page);
    await close();
  });
});

describe("a poem in Arabic", () => {
  const given = serving(ARABIC);
  for (const width of [320, 1440]) {
    test(`begins at the right, and so do its numbers and indents, at ${width} px`, async () => {
      const { page, close } = await given.open("nahr/", { width, height: 900 });
      const ends = await page.$$eval(".line", (all) => all.map((line) => {
        const words = document.createRange();
        words.selectNodeContents(line);
        const number = line.querySelector(".line-number")?.getBoundingClientRect();
        const rows = [...words.getClientRects()].filter(({ right }) => !number || right <= number.left + 1);
        const { left, right } = line.getBoundingClientRect();
        return { id: line.id, left, right, number: number && [number.left, number.right],
          first: rows[0].right, last: rows.at(-1).right, outermost: Math.min(...rows.map((row) => row.left)) };
      }));
      const [flush, indented] = ends;
      assert.ok(indented.first < flush.first - 8, JSON.stringify([flush, indented]));
      for (const { number, right } of ends.filter((line) => line.number)) {
        assert.ok(number[0] >= right - 1 && number[1] <= width, `${number} beside ${right}`);
      }
      const long = ends.at(-1);
      if (width === 320) assert.ok(long.last < long.first - 8, "what goes on of a line stands in from the right");
      for (const line of ends) assert.ok(line.outermost >= line.left - 1, `${line.id} is cut off`);
      await assertNoBarrier(page);
      await close();
    });
  }
});
