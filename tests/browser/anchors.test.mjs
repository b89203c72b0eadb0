// anchors.test.mjs — what an editor is told in the live preview when a text changes
// under its notes, and how the new words are confirmed.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { FILES, FOX, NOTES, annotate, desk, editing, pill, select } from "./editing.mjs";
import { eventually, launch } from "./site.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TEXT = "content/first/index.md";
const LOCK = "content/first/anchors.lock.yaml";

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

const card = (page) => page.locator("aside.note[data-editing]");
const count = (page, name) => desk(page).getByRole("button", { name });
const list = (page) => desk(page).getByRole("list", { name: "Passages not found" });

/** Publishes a note in the page, by which its passage is remembered. */
async function publish(page, read) {
  await annotate(page, "tells", "hen");
  await card(page).getByRole("textbox", { name: "Body" }).fill("There was no hen.");
  await page.keyboard.press("Control+Enter");
  await eventually(() => assert.match(read(), /There was no hen/));
  await card(page).waitFor({ state: "detached" });
}

describe("a text that changes under its notes", () => {
  test("shows what needs an editor, who confirms new words with one click", () =>
    editing(browser, {}, async ({ page, read, write }) => {
      await publish(page, read);
      const before = read(NOTES);
      assert.match(read(LOCK), /"Another paragraph tells of a fox and of a hen."[^]*"state":"exact","start":74,"end":101/);
      write(TEXT, FILES[TEXT].replace("of a fox and of a hen", "of a fox and of two hens").replace("quick brown fox", "old dog"));

      await count(page, "1 passage not found, 1 passage reworded").click();
      await list(page).getByText("not found").waitFor();
      assert.equal(await list(page).locator("del").innerText(), "a hen");
      assert.equal(await list(page).locator("ins").innerText(), "two hens");
      const note = page.locator("aside.note[data-anchor=changed]");
      await note.getByText("Wording changed since this note was written").click();
      await note.locator("ins", { hasText: "two hens" }).waitFor();
      await page.evaluate(AXE);
      const found = await page.evaluate(() => window.axe.run("postil-desk"));
      assert.deepEqual(found.violations.map(({ id }) => id), []);

      await list(page).getByRole("button", { name: "Confirm new wording" }).click();
      await count(page, /^1 passage not found$/).waitFor();
      assert.equal(read(NOTES), before.replace("of a hen", "of two hens"));
      await note.waitFor({ state: "detached" });

      await desk(page).getByRole("button", { name: /^Undo: / }).click();
      await count(page, "1 passage not found, 1 passage reworded").waitFor();
      assert.equal(read(NOTES), before);
    }));

  test("lets new words be chosen for a passage that is gone, and takes none by itself", () =>
    editing(browser, {}, async ({ page, read, write }) => {
      write(TEXT, FILES[TEXT].replace("quick brown fox", "old dog"));
      await count(page, "1 passage not found").click();
      await list(page).getByRole("button", { name: "Choose new words" }).click();
      await card(page).waitFor();
      await page.keyboard.press("Escape");
      await card(page).waitFor({ state: "detached" });
      assert.equal(read(NOTES), FOX);
      if (!await list(page).isVisible()) await count(page, "1 passage not found").click();
      await list(page).getByRole("button", { name: "Choose new words" }).click();
      await card(page).waitFor();
      await select(page, "old", "jumps");
      assert.equal(read(NOTES), FOX);
      await pill(page).getByRole("button", { name: /^Move .* here$/ }).click();
      await page.keyboard.press("Control+Enter");
      await eventually(() => assert.equal(read(NOTES), FOX.replace("brown fox", "old dog jumps")));
      await count(page, "passage").waitFor({ state: "detached" });
    }));
});
