// editor-edges.test.mjs — what writing in the margin meets beside the straight way: other
// scripts, long texts, another file, a footnote, what was only opened, what only this
// browser has, narrow windows. Each test has an edition of its own.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { FILES, FOX, NOTES, addedLines, annotate, body, cardOf, desk, edit, editing as editingIn, field, isFound, isIn, more, openArticle, pill, publish, says, written } from "./editing.mjs";
import { eventually, launch } from "./site.mjs";

const SOURCES = "content/sources.yaml";
const GLOSSARY = "content/glossary.yaml";
const CHECKS = "content/first/fact-checks.yaml";
const TEXT = "content/first/index.md";

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());
const editing = (...given) => editingIn(browser, ...given);
const finder = (form) => form.getByRole("combobox", { name: "Add a source" });
const drafts = (page) => desk(page).getByRole("button", { name: /^\d+ drafts?$/ });
/** Waits until the server has judged what is in the card now. */
const judged = async (page, act) => {
  const answer = page.waitForResponse("**/_postil/api/check");
  await act();
  await (await answer).finished();
};

describe("what is written is what the command line would have written", () => {
  test("a citation with the marks of Arabic, printed as it is written", () => editing({}, async ({ page, read, form }) => {
    const words = "هكذا يقول [@smith، ص 4].";
    await annotate(page, "quick", "jumps");
    await body(form).fill(words);
    await publish(form);
    await says(page, "Published");
    assert.equal(read(), written({}, NOTES, ["--kind", "note", "--quote", "quick brown fox jumps", "--body", words]));
    const note = page.locator("aside.note:not([data-editing])", { hasText: "هكذا" });
    await note.locator("summary").first().click();
    assert.match(await note.locator(".body").innerText(), /\(Smith 2001، ص 4\)/);
    assert.equal(await note.locator(".body").evaluate((one) => getComputedStyle(one).direction), "rtl");
    assert.equal(await note.locator(".summary").evaluate((one) => getComputedStyle(one).direction), "rtl");
  }));

  test("a long summary, which is folded", () => editing({}, async ({ page, read, form }) => {
    const summary = `It was quick: ${"very ".repeat(40)}quick # indeed.`;
    await annotate(page, "quick", "jumps", "Counter-source");
    await field(form, "Summary").fill(summary);
    await finder(form).fill("foxes");
    await form.getByRole("option", { name: /Smith 2001/ }).click();
    await isIn(form, "saved");
    await publish(form);
    await says(page, "Published");
    const path = "content/first/counter-sources.yaml";
    assert.equal(read(path), written({}, path, ["--kind", "counter-source", "--quote", "quick brown fox jumps", "--summary", summary, "--source", "smith"]));
    assert.match(read(path), /\n {2}summary: >-\n {4}It was quick: very/);
    assert.ok(read(path).split("\n").every((line) => line.length <= 100), read(path));
    await form.waitFor({ state: "detached" });
    // It is read as it was written, and stays so when another field is changed.
    await edit(page, await page.locator("aside.note[data-kind=counter-source]").getAttribute("id"));
    assert.equal(await field(form, "Summary").inputValue(), summary);
    const before = read(path);
    await body(form).fill("More of it.");
    await publish(form);
    await form.getByRole("button", { name: "Publish without" }).or(page.getByText("Published")).first().waitFor();
    await eventually(() => assert.match(read(path), /More of it\./));
    assert.ok(read(path).startsWith(before.slice(0, before.indexOf("  sources:"))), read(path));
  }));

  test("a note in the file that was chosen for it", () => {
    const files = { "content/first/more.yaml": "- id: lazy\n  kind: note\n  quote: a lazy\n  body: A dog.\n" };
    return editing(files, async ({ page, read, form }) => {
      await annotate(page, "quick", "jumps");
      await more(form);
      const file = form.getByLabel("File");
      await eventually(async () => assert.equal(await file.inputValue(), "content/first/more.yaml"));
      await file.selectOption({ label: "notes.yaml" });
      await body(form).fill("There was.");
      await isIn(form, "saved");
      assert.equal(await form.getByLabel("File").textContent(), NOTES);
      await publish(form);
      await says(page, "Published");
      assert.equal(read(), written(files, NOTES, ["--into", "notes.yaml", "--kind", "note", "--quote", "quick brown fox jumps", "--body", "There was."]));
      assert.equal(read("content/first/more.yaml"), files["content/first/more.yaml"]);
    });
  });

  test("a new source where its key belongs in a sorted list", () => {
    const sorted = ["adams", "Kent", "young"].map((key) => `${key}: { type: book, title: ${key}, author: 'A, B', date: 2001 }\n`).join("");
    return editing({ [SOURCES]: sorted }, async ({ page, read, form }) => {
      await annotate(page, "hen", "hen");
      await finder(form).fill("Of Hens");
      await form.getByRole("option", { name: /New source/ }).click();
      const entry = form.getByRole("group", { name: "New source" });
      await field(entry, "Author").fill("Smith, Anne");
      await field(entry, "Date").fill("2003");
      await entry.getByRole("button", { name: "Save source" }).click();
      await form.locator(".postil-source").waitFor();
      assert.deepEqual(read(SOURCES).match(/^[A-Za-z][^\s:]*(?=:)/gm), ["adams", "Kent", "smith-2003", "young"]);
    });
  });
});

describe("a term", () => {
  test("that was only opened, and is new, is no draft, and nothing of it is wrong", () => editing({}, async ({ page, form, read }) => {
    await judged(page, () => annotate(page, "over", "over", "Term"));
    await form.getByRole("group", { name: "New term" }).waitFor();
    await isFound(form, "Found in paragraph");
    assert.equal(await form.locator("[data-severity=error]").count(), 0);
    assert.equal(await form.getAttribute("data-state"), "empty");
    await page.keyboard.press("Escape");
    await form.waitFor({ state: "detached" });
    assert.equal(await drafts(page).count(), 0);
    assert.deepEqual(await page.evaluate(() => Object.keys(localStorage).filter((name) => name.startsWith("postil:draft"))), []);
    assert.equal(read(), FOX);
  }));

  test("that was only opened, and is known, is written nowhere, until it is published", () =>
    editing({ [GLOSSARY]: "- { id: hound, term: dog, definition: An animal. }\n" }, async ({ page, form, folder, read }) => {
      const open = async () => {
        await annotate(page, "dog", "dog", "Term");
        await eventually(async () => assert.equal(await form.getByRole("combobox", { name: "Term" }).inputValue(), "hound"));
      };
      await open();
      await isFound(form, "Found in paragraph");
      // The first closes the list of terms, if that has come.
      await eventually(async () => {
        await page.keyboard.press("Escape");
        assert.equal(await form.count(), 0);
      });
      assert.equal(await drafts(page).count(), 0);
      assert.throws(() => read("content/first/glosses.yaml"), folder);
      await open();
      await publish(form);
      await says(page, "Published");
      assert.match(read("content/first/glosses.yaml"), /term: hound\n/);
    }));
});

describe("a new source", () => {
  const begin = async ({ page, form }) => {
    await annotate(page, "hen", "hen");
    await body(form).pressSequentially("As [@Of Hens");
    await form.getByRole("option", { name: /New source/ }).click();
    const entry = form.getByRole("group", { name: "New source" });
    await entry.waitFor();
    return entry;
  };

  test("that is cited is not said to be missing while it is filled in, and a place may be given at once", () => editing({}, async (given) => {
    const { page, form, read } = given;
    const entry = await begin(given);
    await judged(page, () => field(entry, "Author").fill("Jones, Brown"));
    await judged(page, () => body(form).fill("As [@new-source-1, p. 4] says."));
    await isIn(form, "typing");
    assert.equal(await form.getByText("There is no source").count(), 0);
    await field(entry, "Date").fill("2003");
    await entry.getByRole("button", { name: "Save source" }).click();
    await eventually(async () => assert.equal(await body(form).inputValue(), "As [@jones-2003, p. 4] says."));
    await publish(form);
    await says(page, "Published");
    assert.match(addedLines(read(), FOX), /\[@jones-2003, p\. 4\]/);
  }));

  test("that is given up is missed in the text", () => editing({}, async (given) => {
    const { form } = given;
    const entry = await begin(given);
    await entry.getByRole("button", { name: "Remove new source" }).click();
    await form.getByText("There is no source “new-source-1”").waitFor();
  }));

  for (const [what, device] of [["in the margin", { viewport: { width: 1400, height: 560 } }], ["on a phone", { hasTouch: true, isMobile: true, viewport: { width: 390, height: 700 } }]]) {
    test(`leaves the focus in view once it is saved, ${what}`, () => editing({}, async ({ page, form }) => {
      await page.evaluate(() => {
        const block = [...document.querySelectorAll("[data-block]")].find((one) => one.textContent.startsWith("A third"));
        getSelection().setBaseAndExtent(block.firstChild, 0, block.firstChild, 7);
      });
      await pill(page).getByRole("button", { name: "Note", exact: true }).click();
      await body(form).fill("There was.\n\n".repeat(12));
      await finder(form).fill("Of Hens");
      await form.getByRole("option", { name: /New source/ }).click();
      const entry = form.getByRole("group", { name: "New source" });
      await field(entry, "Author").fill("Jones, Brown");
      await field(entry, "Date").fill("2003");
      await entry.getByText("More of it").click();
      await entry.getByRole("button", { name: "Save source" }).click();
      await form.locator(".postil-source").waitFor();
      await eventually(async () => {
        const seen = await page.evaluate(() => {
          const { activeElement: focused } = document;
          const { top, bottom, left, width } = focused.getBoundingClientRect();
          return { label: focused.getAttribute("aria-label"), top, bottom, isSeen: document.elementFromPoint(left + width / 2, (top + bottom) / 2) === focused };
        });
        assert.equal(seen.label, "Stance");
        assert.ok(seen.isSeen, JSON.stringify(seen));
      });
    }, { device }));
  }
});

test("a footnote of the text is noted as a whole, whatever words of it are selected", () => {
  const files = { [TEXT]: `${FILES[TEXT].replace("dog.", "dog.[^a]")}\n[^a]: An old saying.\n` };
  return editing(files, async ({ page, form, read, address }) => {
    const choose = () => page.locator(".footnotes p").evaluate((one) => getSelection().setBaseAndExtent(one.firstChild, 3, one.firstChild, 6));
    await choose();
    await page.locator("postil-pill").getByText("the note is on footnote 1 as a whole").waitFor();
    assert.equal(await pill(page).getByRole("button", { name: "Term" }).count(), 0);
    await pill(page).getByRole("button", { name: "Note", exact: true }).click();
    await form.getByText("On footnote 1 as a whole").waitFor();
    await body(form).pressSequentially("Older");
    await isIn(form, "saved");
    assert.match(addedLines(read(), FOX), /kind: note\n {2}"on": \{ footnote: 1 \}\n {2}body: \|\n {4}Older\n {2}/);
    await page.keyboard.press("Escape");
    await form.waitFor({ state: "detached" });
    // What is no entry yet is kept, and taken up at the footnote.
    await choose();
    await page.keyboard.press("c");
    await field(form, "Claim").fill("It is old.");
    await openArticle(page, address);
    await form.waitFor();
    assert.equal(await field(form, "Claim").inputValue(), "It is old.");
    await form.getByRole("radio", { name: "Note" }).check();
    await body(form).fill("How old?");
    await publish(form);
    await says(page, "Published");
    assert.match(read(), /"on": \{ footnote: 1 \}\n {2}body: \|\n {4}How old\?\n/);
  });
});

test("what only this browser has is listed at the desk of the edition, and opened from there", () => editing({}, async ({ page, form, address }) => {
  await annotate(page, "hen", "hen", "Fact check");
  await field(form, "Claim").fill("Half a claim");
  await annotate(page, "third", "third", "Fact check");
  await field(form, "Claim").fill("Another");
  await page.goto(new URL("/_postil/desk", address).href);
  const list = page.getByRole("list", { name: "Only in this browser: First" });
  await list.getByRole("listitem").first().waitFor();
  assert.deepEqual(await list.getByRole("listitem").allTextContents(), ["Fact check Half a claim", "Fact check Another"]);
  await list.getByRole("link").first().click();
  await form.waitFor();
  assert.equal(await field(form, "Claim").inputValue(), "Half a claim");
  assert.equal(new URL(page.url()).hash, "");
}));

describe("the bar", () => {
  test("names the last step with the answer to what was done, and lets go of what was answered", () => editing({}, async ({ page, form, read }) => {
    let release;
    const free = new Promise((resolve) => { release = resolve; });
    await page.route("**/_postil/api/{undos,desk}*", async (route) => { await free; await route.continue(); });
    const [undo, redo] = ["Undo", "Redo"].map((verb) => desk(page).getByRole("button", { name: new RegExp(`^${verb}: `) }));
    await edit(page, "fox");
    await body(form).fill("A red fox.");
    await publish(form);
    await says(page, "Published");
    assert.equal(await undo.getAttribute("aria-label"), "Undo: change of Note 1: “A red fox.”");
    await undo.click();
    await says(page, "Undone: change of Note 1");
    assert.equal(await undo.count(), 0);
    assert.equal(await redo.getAttribute("aria-label"), "Redo: change of Note 1: “A red fox.”");
    assert.equal(read(), FOX);
    await redo.click();
    await says(page, "Done again: change of Note 1");
    assert.equal(await redo.count(), 0);
    await undo.waitFor();
    release();
    await annotate(page, "hen", "hen", "Fact check");
    await field(form, "Claim").fill("Half");
    await page.keyboard.press("Escape");
    await says(page, "The draft is kept");
    await desk(page).getByRole("button", { name: "Take up the draft" }).click();
    await form.waitFor();
    await eventually(async () => assert.equal(await page.locator(".postil-news [role=status]").textContent(), ""));
    await publish(form);
    await says(page, "Needs a rating");
    await form.getByRole("radio", { name: "Note" }).check();
    await body(form).fill("Enough.");
    await eventually(async () => assert.equal(await page.locator(".postil-news [role=status]").textContent(), ""));
  }));
});

describe("in a narrow window", () => {
  for (const width of [320, 390]) {
    test(`the “+” of a paragraph is whole, ${width} wide`, () => editing({}, async ({ page }) => {
      await page.locator("[data-block='3']").hover();
      const plus = page.getByRole("button", { name: "Annotate paragraph 3" });
      const { x, width: own } = await plus.boundingBox();
      const text = await page.locator("[data-block='3']").boundingBox();
      assert.ok(x >= 0 && x + own <= text.x + 1, `${x} and ${own}, before ${text.x}`);
    }, { device: { viewport: { width, height: 800 } } }));
  }
});

test("the scripts of the editor weigh little", () => editing({}, async ({ context, address }) => {
  const other = await context.newPage();
  const scripts = [];
  other.on("response", (answer) => { if (/\/_postil\/(?!idiomorph).*\.js$/.test(answer.url())) scripts.push(answer.body()); });
  await openArticle(other, address);
  const sizes = (await Promise.all(scripts)).map((script) => gzipSync(script, { level: 9 }).length);
  assert.ok(sizes.length > 20, `${sizes.length} scripts`);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  assert.ok(total <= 60_000, `${total} bytes`);
}));
