// notes.test.mjs — where there are many notes: filters by editor and by tag, the list of all
// notes, cards that stand open, and links that lead to the words of a source.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { measure, smallTargets } from "./measure.mjs";
import { build, eventually, launch, newPage, remove, root, serve, settled, visit } from "./site.mjs";

const EDITIONS = {
  idlib: { folder: root, article: "idlib-2019/" },
  // Two editors, and few notes.
  arabic: { folder: join(root, "tests/editions/an-arabic-essay-is-arabic-throughout"), article: "tarikh/" },
  speech: { folder: join(root, "tests/editions/a-speech-stands-beside-its-translations"), article: "rede/" },
};

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

/** Serves an edition, with what is to be added to its settings; returns how to open its pages. */
function serving({ folder, article }, settings = "") {
  const given = { article };
  before(async () => {
    const edition = mkdtempSync(join(tmpdir(), "postil-edition-"));
    cpSync(join(folder, "content"), join(edition, "content"), { recursive: true });
    const path = join(edition, "content/edition.yaml");
    writeFileSync(path, `${readFileSync(path, "utf8")}\n${settings}`);
    given.folder = build(edition);
    rmSync(edition, { recursive: true, force: true });
    given.site = await serve(given.folder);
  });
  after(() => {
    given.site?.close();
    if (given.folder) remove(given.folder);
  });
  given.open = async (path = article, options = {}) => {
    const opened = await newPage(browser, { viewport: { width: 1440, height: 900 }, ...options });
    await visit(opened.page, given.site.address + path);
    return opened;
  };
  return given;
}

/** Returns what is seen of the notes: their numbers, those of references, and marked runs. */
const seen = (page, notes) => page.evaluate((notes) => {
  const isSeen = (one) => one.getClientRects().length > 0;
  const all = (selector) => [...document.querySelectorAll(selector)].filter(isSeen);
  return {
    notes: all(notes).map((one) => one.querySelector(".number").textContent),
    references: all(".rows .reference, .article-header .reference").length,
    pieces: all(".strip a").length,
    isMarkedRightly: [...document.querySelectorAll("mark[data-annotations]")].every((mark) =>
      (mark.dataset.kinds !== "") === mark.dataset.annotations.split(" ").some((id) => isSeen(document.getElementById(id)))),
  };
}, notes);
/** Returns the numbers of the notes that have a value among those of a field. */
const having = (page, notes, name, value) => page.$$eval(notes, (all, [name, value]) =>
  all.filter((one) => one.dataset[name]?.split("\n").includes(value))
    .map((one) => one.querySelector(".number").textContent), [name, value]);

describe("filters by editor and by tag", () => {
  for (const [edition, name, label] of [["idlib", "tags", "Filter by tag"], ["arabic", "by", "التصفية بحسب المحرر"]]) {
    const { open, article } = serving(EDITIONS[edition]);
    for (const [path, notes] of [[article, ".note"], ["notes/", ".listed"]]) {
      test(`${edition}, ${path}: one is chosen by keyboard, and taken back`, async () => {
        const { page, close } = await open(path);
        const before = await seen(page, notes);
        const choice = page.getByRole("combobox", { name: label });
        await choice.focus();
        // The first letter after “all” that a list begins with, by arrow.
        await page.keyboard.press("ArrowDown");
        await page.keyboard.press("ArrowDown");
        const value = await choice.inputValue();
        const expected = await having(page, notes, name, value);
        assert.ok(value && expected.length > 0 && expected.length < before.notes.length, `${value}: ${expected}`);
        const shown = await seen(page, notes);
        assert.deepEqual(shown.notes, expected);
        assert.ok(shown.isMarkedRightly);
        if (notes === ".note") {
          assert.deepEqual([shown.references, shown.pieces], [expected.length, expected.length]);
          assert.deepEqual((await measure(page)).overlaps, []);
        }
        const told = await choice.locator("option:checked").textContent();
        assert.ok(told.endsWith(`(${expected.length})`), told);
        assert.ok((await choice.boundingBox()).height >= 24);
        await choice.selectOption("");
        assert.deepEqual(await seen(page, notes), before);
        await close();
      });
    }

    test(`${edition}: without script there is no choice that does nothing`, async () => {
      const { page, close } = await open(article, { javaScriptEnabled: false });
      assert.equal(await page.getByRole("combobox").count(), 0);
      await close();
    });
  }

  const idlib = serving(EDITIONS.idlib);
  test("a tag and a kind hold together", async () => {
    const { page, close } = await idlib.open("notes/");
    await page.getByRole("combobox", { name: "Filter by tag" }).selectOption("numbers");
    await page.getByRole("checkbox", { name: "Fact checks" }).uncheck();
    const kinds = await page.$$eval(".listed:not([hidden])", (all) => all.map(({ dataset }) => [dataset.kind, dataset.tags]));
    assert.deepEqual(kinds.filter(([kind, tags]) => kind === "fact-check" || !tags.split("\n").includes("numbers")), []);
    await close();
  });
});

describe("the list of all notes", () => {
  const { open, article } = serving(EDITIONS.idlib);
  for (const javaScriptEnabled of [true, false]) {
    test(`holds every note of the article, ${javaScriptEnabled ? "with" : "without"} script`, async () => {
      const { page, close } = await open(article, { javaScriptEnabled });
      const notes = await page.$$eval(".note", (all) => all.map(({ id }) => `#${id}`));
      await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "All notes" }).click();
      // The whole page, not what of it has come so far.
      await page.waitForURL(/\/notes\/$/);
      const links = await page.$$eval(".listed .words", (all) => all.filter((one) => one.getClientRects().length > 0)
        .map(({ hash }) => hash));
      assert.deepEqual(links.toSorted(), notes.toSorted());
      // Kinds are switched by the style sheet alone.
      await page.getByRole("checkbox", { name: "Notes", exact: true }).uncheck();
      assert.equal(await page.locator('.listed[data-kind="note"]').first().isVisible(), false);
      assert.equal(await page.locator('.listed[data-kind="fact-check"]').first().isVisible(), true);
      await close();
    });
  }

  test("an entry leads to its note, opened", async () => {
    const { page, close } = await open("notes/");
    await page.locator(".listed .words").nth(40).click();
    await page.waitForURL(/#[a-z0-9-]+$/);
    await eventually(async () => {
      const id = new URL(page.url()).hash;
      assert.ok(await page.locator(`${id} > details`).evaluate((details) => details.open));
    });
    await close();
  });

  test("an article none of whose notes are shown is not named", async () => {
    const { page, close } = await open("notes/");
    for (const box of await page.locator(".filters").first().getByRole("checkbox").all()) await box.uncheck();
    assert.equal(await page.locator(".listing").first().isVisible(), false);
    await close();
  });
});

describe("cards stand open", () => {
  const folded = (page) => page.$$eval(".rows .note > details", (all) => all.map((one) => one.open));
  const auto = serving(EDITIONS.speech);
  const [closed, open] = ["closed", "open"].map((cards) => serving(EDITIONS.speech, `theme_options: { cards: ${cards} }\n`));

  test("where the margin has room, and push none away", async () => {
    const [own, all] = [await auto.open(), await closed.open()];
    for (const { page } of [own, all]) await settled(page);
    const places = ({ page }) => page.$$eval(".rows .note", (notes) => notes.map((one) => Math.round(one.getBoundingClientRect().top)));
    const opened = await folded(own.page);
    assert.ok(opened.includes(true) && opened.includes(false), `${opened}`);
    assert.deepEqual(await places(own), await places(all));
    assert.deepEqual((await measure(own.page)).overlaps, []);
    // Whoever closes one does not have it opened again.
    const first = own.page.locator(".rows .note > details[open] > summary").first();
    await first.click();
    await own.page.setViewportSize({ width: 1500, height: 900 });
    await settled(own.page);
    assert.equal((await folded(own.page)).filter(Boolean).length, opened.filter(Boolean).length - 1);
    await own.close();
    await all.close();
  });

  test("nowhere on a phone, and nowhere if the edition says so", async () => {
    for (const [given, width] of [[auto, 390], [closed, 390], [closed, 1440]]) {
      const { page, close } = await given.open(undefined, { viewport: { width, height: 900 } });
      await settled(page);
      assert.ok(!(await folded(page)).includes(true));
      await close();
    }
  });

  for (const javaScriptEnabled of [true, false]) {
    for (const width of [390, 1440]) {
      test(`everywhere if it says so, ${javaScriptEnabled ? "with" : "without"} script, ${width} px`, async () => {
        const { page, close } = await open.open(undefined, { javaScriptEnabled, viewport: { width, height: 900 } });
        assert.ok(!(await folded(page)).includes(false));
        if (javaScriptEnabled) await page.locator(".note > details[open] > details.cite").first().waitFor();
        const { overlaps, scrolls, isOverFooter } = await measure(page);
        assert.deepEqual({ overlaps, scrolls, isOverFooter }, { overlaps: [], scrolls: false, isOverFooter: false });
        assert.deepEqual(await smallTargets(page), []);
        await close();
      });
    }
  }
});

describe("the link of a source that is quoted", () => {
  let pages, site, folder;
  before(async () => {
    const source = mkdtempSync(join(tmpdir(), "postil-source-"));
    writeFileSync(join(source, "index.html"), "<!doctype html><title>A page</title><p>Well, he said."
      + `${"<br>".repeat(300)}<p>It is said that well-known, quoted words &amp; others stand here.`);
    writeFileSync(join(source, "404.html"), "");
    pages = await serve(source);
    const edition = mkdtempSync(join(tmpdir(), "postil-edition-"));
    for (const [name, text] of Object.entries({
      "edition.yaml": "title: Words\nbase_url: https://example.org/\n",
      "sources.yaml": `page: { type: web, title: A page, url: "${pages.address}" }\n`,
      "first/index.md": "# First\n\nA fox.\n",
      "first/notes.yaml": "- id: fox\n  kind: counter-source\n  quote: fox\n  summary: No.\n  "
        + "sources: [{ ref: page, quote: 'well-known, quoted words & others' }]\n",
    })) {
      mkdirSync(dirname(join(edition, "content", name)), { recursive: true });
      writeFileSync(join(edition, "content", name), text);
    }
    folder = build(edition);
    site = await serve(folder);
    rmSync(edition, { recursive: true, force: true });
  });
  after(() => {
    pages?.close();
    site?.close();
    if (folder) remove(folder);
  });

  test("leads to its words", async () => {
    const { page, close } = await newPage(browser);
    await page.goto(`${site.address}first/#fox`);
    const link = page.locator("#fox .note-sources cite a");
    await page.locator("#fox > details").evaluate((card) => card.open = true);
    await link.click();
    await page.waitForURL((url) => url.href.startsWith(pages.address));
    await eventually(async () => assert.ok(await page.evaluate(() => scrollY) > 1000));
    await close();
  });
});
