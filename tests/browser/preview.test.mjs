// preview.test.mjs — what an open page of the live preview does when files change, in
// a real browser. (The editor in the page has tests of its own.)
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { CALM, addressOf, begun, desk, stop } from "./editing.mjs";
import { arrived, eventually, launch, newPage, root } from "./site.mjs";

const SETTINGS = "title: A small edition\nbase_url: https://example.org/sub/path/\n";
const TEXT = "# First\n\nThe quick brown fox.\n";

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

/** Writes an edition, serves it and opens an address of it; `act` may change files. */
async function previewing(files, path, act) {
  const folder = mkdtempSync(join(tmpdir(), "postil-preview-"));
  const write = (name, text) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  for (const [name, text] of Object.entries(files)) write(name, text);
  const server = spawn(join(root, "target/debug/postil"), ["serve", "--port", "0"], { cwd: folder });
  const { page, close } = await newPage(browser, CALM);
  try {
    await page.goto(new URL(path, await addressOf(server)).href);
    await act({ page, write, stop: () => stop(server) });
  } finally {
    await close();
    await stop(server);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The count of what is wrong. */
const problems = (page) => desk(page).getByRole("button", { name: "problem" });

/** Fails unless the page is there as if it had been opened just now. */
async function expectWhole(page) {
  await page.getByText("The quick brown fox").waitFor();
  await begun(page);
  await eventually(async () => {
    const sheets = await page.evaluate(() => document.styleSheets.length);
    assert.ok(sheets > 1, "the styles of the theme are there");
  });
  assert.equal(await problems(page).count(), 0);
}

describe("a page that was opened too early", () => {
  test("comes by itself once an edition that was broken from the start is mended", async () => {
    const files = { "content/edition.yaml": "title: [\n", "content/first/index.md": TEXT };
    await previewing(files, "/sub/path/first/", async ({ page, write }) => {
      await problems(page).click();
      const list = desk(page).getByRole("list", { name: "Problems" });
      await list.getByText("content/edition.yaml").first().waitFor();
      // Another mistake is told, too, and nothing else happens.
      write("content/edition.yaml", "titel: A small edition\n");
      await list.getByText("titel").first().waitFor();
      write("content/edition.yaml", SETTINGS);
      await expectWhole(page);
    });
  });

  test("comes by itself once its article is written", async () => {
    await previewing({ "content/edition.yaml": SETTINGS }, "/sub/path/first/", async ({ page, write }) => {
      await page.getByText("not found").first().waitFor();
      write("content/first/index.md", TEXT);
      await expectWhole(page);
    });
  });
});

describe("an open page", () => {
  test("keeps what a reader did to it", async () => {
    const long = `${TEXT}\n${"More of it.\n\n".repeat(80)}The end.\n`;
    const files = { "content/edition.yaml": SETTINGS, "content/first/index.md": long };
    await previewing(files, "/sub/path/first/", async ({ page, write }) => {
      await arrived(page);
      await page.getByText("The end.").scrollIntoViewIfNeeded();
      await page.evaluate(() => { globalThis.isTheSame = true; });
      const place = () => page.getByText("The end").evaluate((end) => end.getBoundingClientRect().top);
      const before = await place();
      write("content/first/index.md", long.replace("quick", "slow").replace("# First", "# First\n\nAnew."));
      await page.getByText("The slow brown fox").waitFor({ state: "attached" });
      assert.ok(Math.abs(await place() - before) < 2, "what is read stays where it is");
      assert.equal(await page.evaluate(() => globalThis.isTheSame), true, "the page is not loaded anew");
    });
  });

  test("cites what a note says now", async () => {
    const notes = (text) => `- { id: fox, kind: note, quote: brown fox, summary: ${text}, body: So. }\n`;
    const files = { "content/edition.yaml": SETTINGS, "content/first/index.md": TEXT,
      "content/first/notes.yaml": notes("A fox") };
    await previewing(files, "/sub/path/first/", async ({ page, write }) => {
      await arrived(page);
      const cite = page.locator("#fox details.cite");
      const toggle = () => cite.locator("summary").click();
      const cites = (text) => cite.locator("> p", { hasText: `“Note: ${text} (` }).waitFor();
      await page.locator("#fox > details > summary").click();
      await toggle();
      await cites("A fox");
      write("content/first/notes.yaml", notes("A vixen"));
      await page.locator("#fox .summary", { hasText: "A vixen" }).waitFor();
      assert.equal(await cite.count(), 1);
      assert.equal(await page.locator("#fox").getByRole("link", { name: "Cite" }).count(), 0);
      await toggle();
      await toggle();
      await cites("A vixen");
    });
  });

  const NOTES = "content/first/notes.yaml";
  const notes = (...words) => words.map((word) => `- { id: ${word}, kind: note, quote: ${word}, body: On ${word}. }\n`).join("");
  const opened = (act, text = TEXT) => {
    const files = { "content/edition.yaml": SETTINGS, "content/first/index.md": text, [NOTES]: notes("quick", "fox") };
    return previewing(files, "/sub/path/first/", async (given) => {
      await arrived(given.page);
      await act({ ...given, edit: (changed) => given.write("content/first/index.md", changed) });
    });
  };
  const paragraph = (page, text) => page.locator("[data-block]", { hasText: text });

  test("becomes what a page is that is opened anew, whatever is written", () => opened(async ({ page, write, edit }) => {
    const shown = () => page.locator("main").evaluate((main) => {
      const own = main.cloneNode(true);
      // What scripts add to a page is not of it.
      for (const one of own.querySelectorAll("[data-postil]")) one.remove();
      for (const one of own.querySelectorAll("*")) {
        for (const name of ["style", "data-lines", "data-active", "data-lit", "data-single", "data-kinds", "data-tones"]) one.removeAttribute(name);
        // Nor does the order of attributes say anything.
        const attributes = [...one.attributes].sort((a, b) => a.name.localeCompare(b.name));
        for (const { name } of attributes) one.removeAttribute(name);
        for (const { name, value } of attributes) one.setAttribute(name, value);
      }
      return own.innerHTML;
    });
    const states = [
      [TEXT.replace("quick", "quick “ä𝒜” A & B"), notes("quick", "fox")],
      ["# First\n\nAbove.\n\nThe quick brown fox.\n\n> - below\n> - it\n", notes("fox", "quick", "below")],
      ["# Second\n\n| a | b |\n|---|---|\n| The quick | fox |\n\nAbove.[^1]\n\n[^1]: A footnote.\n", notes("quick")],
      ["# Second\n\nThe fox.\n\nThe fox.\n\nThe fox.\n", ""],
      [TEXT, notes("quick", "fox")],
    ];
    for (const [index, [text, sidecar]] of states.entries()) {
      write(NOTES, sidecar);
      edit(`${text}\nState ${index}.\n`);
      await paragraph(page, `State ${index}.`).waitFor();
      // Both files may be seen one after the other.
      await eventually(async () => assert.equal(await page.locator("aside.note").count(), sidecar.split("\n").length - 1));
      const before = await shown();
      await page.reload();
      await arrived(page);
      assert.equal(await shown(), before, text);
    }
  }));

  test("keeps focus, selection and open details where paragraphs come and go above", () => opened(async ({ page, edit }) => {
    await page.evaluate(() => { globalThis.isTheSame = true; });
    const button = page.getByRole("button", { name: "Annotate paragraph" });
    const details = page.locator("aside.note#fox details").first();
    await details.evaluate((one) => { one.open = true; });
    const select = () => page.evaluate(() => {
      const block = [...document.querySelectorAll("[data-block]")].find((one) => one.textContent.startsWith("Last"));
      getSelection().setBaseAndExtent(block.firstChild, 5, block.firstChild, 11);
    });
    await select();
    for (const above of ["Above.", "Above.\n\nAnd more of it.", ""]) {
      edit(`# First\n\n${above}\n\nThe quick brown fox.\n\nLast of all.\n\nState ${above.length}.\n`);
      await paragraph(page, `State ${above.length}.`).waitFor();
      assert.equal(await page.evaluate(() => String(getSelection())), "of all");
      assert.ok(await details.evaluate((one) => one.open));
    }
    await page.locator(".row", { hasText: "Last of all" }).locator(".permalink").focus();
    await page.keyboard.press("Tab");
    edit("# First\n\nThe slow brown fox.\n\nLast of all.\n");
    await paragraph(page, "The slow").waitFor();
    assert.ok(await button.evaluate((one) => one.matches(":focus")), "the focus stays");
    assert.equal(await button.getAttribute("aria-label"), "Annotate paragraph 3");
    assert.equal(await page.evaluate(() => globalThis.isTheSame), true, "the page is not loaded anew");
  }, `${TEXT}\nLast of all.\n`));

  test("keeps what is typed into a form, with its caret", () => opened(async ({ page, edit }) => {
    await begun(page);
    await page.locator("aside.note#fox summary").focus();
    await page.keyboard.press("e");
    const body = page.locator("aside.note[data-editing]").getByRole("textbox", { name: "Body" });
    await body.fill("Half a thought");
    await body.evaluate((one) => one.setSelectionRange(5, 6));
    edit(`# First\n\nAbove.\n\n${TEXT.slice(9)}`);
    await paragraph(page, "Above.").waitFor();
    assert.deepEqual(await body.evaluate((one) => [one.value, one.selectionStart, one.selectionEnd, one === document.activeElement]),
      ["Half a thought", 5, 6, true]);
    await page.keyboard.type("of");
    assert.equal(await body.inputValue(), "Half of thought");
  }));

  test("keeps the filters as they are, and what scripts made of it", () => opened(async ({ page, write }) => {
    const filter = page.locator(".filters input[value=note]");
    await filter.uncheck();
    write(NOTES, notes("quick", "fox", "brown"));
    await page.locator("aside.note#brown").waitFor({ state: "attached" });
    assert.equal(await filter.isChecked(), false);
    assert.equal(await page.locator("aside.note#brown").isVisible(), false, "new notes are filtered, too");
    assert.ok(await filter.isVisible(), "what scripts show stays");
  }));

  test("has filters that work after they came, or were changed", () => opened(async ({ page, write }) => {
    const CHECKS = "content/first/checks.yaml";
    const check = (rating) => `- { id: brown, kind: fact-check, quote: brown, claim: C., rating: ${rating}, summary: S., sources: [{ ref: smith }] }\n`;
    const ratings = ["accurate", "wrong"].map((id) => `  - { id: ${id}, label: ${id}, value: 1, tone: good, means: M. }\n`).join("");
    write("content/edition.yaml", `${SETTINGS}ratings:\n${ratings}`);
    write("content/sources.yaml", "smith: { type: book, title: On Foxes, author: 'Smith, A.', date: 2001 }\n");
    write(CHECKS, check("accurate"));
    const card = page.locator("aside.note#brown");
    await card.waitFor();
    // They were not there when the page was opened.
    const filter = page.locator(".filters input[value=fact-check]");
    await filter.uncheck();
    await card.waitFor({ state: "hidden" });
    await filter.check();
    await card.waitFor();
    const rating = (name) => page.locator(`.filters input[value=${name}]`);
    await rating("accurate").uncheck();
    await card.waitFor({ state: "hidden" });
    write(CHECKS, check("wrong"));
    await card.waitFor();
    await rating("wrong").uncheck();
    await card.waitFor({ state: "hidden" });
    await page.locator(".filters input[value=note]").uncheck();
    await page.locator("aside.note#fox").waitFor({ state: "hidden" });
  }));

  test("has cards at their lines, and none upon another, after each change", () => opened(async ({ page, write, edit }) => {
    await page.setViewportSize({ width: 1280, height: 900 });
    const all = (text) => ["quick", "fox"].map((word) => `- { id: ${word}, kind: note, quote: ${word}, summary: ${text}, body: So. }\n`).join("");
    const areApart = () => eventually(async () => {
      const [first, second] = await Promise.all(["quick", "fox"].map((id) => page.locator(`aside.note#${id}`).boundingBox()));
      assert.ok(second.y >= first.y + first.height, JSON.stringify([first, second]));
      const line = await page.locator("mark[data-annotations=quick]").boundingBox();
      assert.ok(Math.abs(first.y - line.y) < 24, JSON.stringify([first, line]));
    });
    write(NOTES, all("Short"));
    await page.locator("#fox .summary", { hasText: "Short" }).waitFor();
    await areApart();
    write(NOTES, all(`Long ${"and longer ".repeat(30)}`));
    await page.locator("#fox .summary", { hasText: "Long" }).waitFor();
    await areApart();
    edit(`# First\n\n${"A long paragraph comes before it. ".repeat(40)}\n\nThe quick brown fox.\n`);
    await paragraph(page, "A long paragraph").waitFor();
    await areApart();
  }));
});

test("a server that is gone is told at once, on any page, and that it is back", () =>
  previewing({ "content/edition.yaml": SETTINGS, "content/first/index.md": TEXT }, "/sub/path/", async ({ page, stop: end }) => {
    await arrived(page);
    assert.equal(await desk(page).count(), 0, "a page with nothing to tell has no bar");
    await end();
    await desk(page).getByText("The preview does not answer").waitFor();
  }));
