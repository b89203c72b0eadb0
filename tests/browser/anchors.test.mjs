// anchors.test.mjs — what an editor is told in the live preview when a text changes
// under its notes, and how the new words are confirmed.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { FILES, FOX, NOTES, editing } from "./editing.mjs";
import { launch } from "./site.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TEXT = "content/first/index.md";
const LOCK = "content/first/anchors.lock.yaml";

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

/** Adds a note in the page, by which its passage is remembered. */
async function annotate(page, form) {
  const paragraph = page.locator(".postil-row").filter({ has: page.getByTitle("Paragraph 3") });
  await paragraph.getByRole("button", { name: "Annotate" }).click();
  await form.getByLabel("Quote").fill("tells of a fox and of a hen");
  await form.getByText("Found in paragraph 3").waitFor();
  await form.getByLabel("Body", { exact: true }).fill("There was no hen.");
  await form.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved").waitFor();
}

describe("a text that changes under its notes", () => {
  test("shows what needs an editor, who confirms new words with one click", () =>
    editing(browser, {}, async ({ page, form, read, write }) => {
      await annotate(page, form);
      const before = read(NOTES);
      assert.match(read(LOCK), /"Another paragraph tells of a fox and of a hen."[^]*"state":"exact","start":74,"end":101/);
      write(TEXT, FILES[TEXT].replace("of a fox and of a hen", "of a fox and of two hens").replace("quick brown fox", "old dog"));

      const summary = page.getByText("2 passages need you");
      await summary.click();
      const open = page.locator(".postil-open");
      await open.getByText("Not found").waitFor();
      assert.equal(await open.locator("del").innerText(), "a hen");
      assert.equal(await open.locator("ins").innerText(), "two hens");
      const note = page.locator("aside.note[data-anchor=changed]");
      await note.getByText("Wording changed since this note was written").click();
      await note.locator("ins", { hasText: "two hens" }).waitFor();
      await page.evaluate(AXE);
      const found = await page.evaluate(() => window.axe.run(".postil-open"));
      assert.deepEqual(found.violations.map(({ id }) => id), []);

      await open.getByRole("button", { name: "Confirm new wording" }).click();
      await page.getByText("1 passage needs you").waitFor();
      assert.equal(read(NOTES), before.replace("of a hen", "of two hens"));
      await note.waitFor({ state: "detached" });

      await page.locator(".postil-news").getByRole("button", { name: "Undo" }).click();
      await page.getByText("2 passages need you").waitFor();
      assert.equal(read(NOTES), before);
    }));

  test("lets a passage that is gone be quoted anew", () =>
    editing(browser, {}, async ({ page, form, read, write }) => {
      write(TEXT, FILES[TEXT].replace("quick brown fox", "old dog"));
      await page.getByText("1 passage needs you").click();
      await page.getByRole("button", { name: "Quote anew" }).click();
      await form.getByLabel("Quote").fill("old dog jumps");
      await form.getByText("Found in paragraph 2").waitFor();
      await form.getByRole("button", { name: "Save" }).click();
      await page.getByText("Saved").waitFor();
      assert.equal(read(NOTES), FOX.replace("brown fox", "old dog jumps"));
      await page.locator(".postil-open").waitFor({ state: "detached" });
    }));
});
