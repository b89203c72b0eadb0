// drafts.test.mjs — what is typed in the editor of the live preview is not lost, in
// whatever way a form is left. Each test has an edition of its own.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { FOX, addedLines, editing as editingIn, isFound, says } from "./editing.mjs";
import { launch } from "./site.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());
const editing = (...given) => editingIn(browser, ...given);
const save = (form) => form.getByRole("button", { name: "Save", exact: true }).click();

describe("a correction", () => {
  /** Opens the form of a note, and in it the fields of a new correction. */
  const correcting = (act) => editing({}, async (given) => {
    await given.page.locator("aside.note#fox").getByRole("button", { name: "Edit" }).click();
    await given.form.getByText("Editor, status, language").click();
    await given.form.getByRole("button", { name: "Add correction" }).click();
    await act(given);
  });

  test("is typed where its text belongs", () => correcting(async ({ page, form, read }) => {
    await page.keyboard.type("It was red.");
    assert.equal(await form.getByLabel("Correction", { exact: true }).inputValue(), "It was red.");
    await save(form);
    await says(page, "Saved");
    assert.match(read(), /corrections:\n {4}- \{ date: \d{4}-\d\d-\d\d, text: It was red\. \}\n$/);
  }));

  test("that was typed into the date is told, and kept", () => correcting(async ({ page, form, read }) => {
    await form.getByLabel("Corrected on").fill("It was red.");
    await save(form);
    await says(page, "Not saved");
    await form.locator("[data-for=corrections] .postil-said", { hasText: "error" }).waitFor();
    assert.equal(await form.getByLabel("Corrected on").inputValue(), "It was red.");
    assert.equal(read(), FOX);
  }));
});

test("what is said of a source that is not named yet is told, and kept", () =>
  editing({}, async ({ page, form, read }) => {
    await page.locator("aside.note#fox").getByRole("button", { name: "Edit" }).click();
    await form.getByText("Remark and words").click();
    await form.getByLabel("Remark").fill("an eye-witness");
    await save(form);
    await says(page, "Not saved");
    await form.locator("[data-for=sources] .postil-said", { hasText: "error" }).waitFor();
    assert.equal(await form.getByLabel("Remark").inputValue(), "an eye-witness");
    assert.equal(read(), FOX);
  }));

describe("while the server is still asked about a passage", () => {
  /** Holds back the answers to an address until `release` is called. */
  const holding = async (page, address) => {
    let release;
    const free = new Promise((resolve) => { release = resolve; });
    await page.route(address, async (route) => { await free; await route.continue(); });
    return release;
  };
  const openParagraph = async (page) => {
    await page.locator(".row", { hasText: "A third one" }).getByRole("button", { name: "Annotate" }).focus();
    await page.keyboard.press("Enter");
  };

  test("its quote can be typed over, and the answer does not eat it", () =>
    editing({}, async ({ page, form, read }) => {
      const release = await holding(page, "**/_postil/api/describe");
      await openParagraph(page);
      const quote = form.getByLabel("Quote");
      await quote.waitFor();
      assert.equal(await quote.inputValue(), "A third one is long enough.");
      await page.keyboard.type("long ");
      await release();
      // The answers that were held back have come when what is typed is found.
      await isFound(form, "“long”");
      await page.keyboard.type("enough");
      await isFound(form, "“long enough”");
      assert.equal(await quote.inputValue(), "long enough");
      await form.getByLabel("Body").fill("Typed.");
      await save(form);
      await says(page, "Saved");
      assert.match(addedLines(read(), FOX), /quote: long enough\n/);
    }));

  test("another field can be typed into, and the answer does not take the keys away", () =>
    editing({}, async ({ page, form }) => {
      const release = await holding(page, "**/_postil/api/{describe,check}");
      await openParagraph(page);
      await form.getByLabel("Body").focus();
      await page.keyboard.type("Half a ");
      await release();
      await isFound(form, "Found in paragraph 4");
      await page.keyboard.type("thought");
      assert.equal(await form.getByLabel("Body").inputValue(), "Half a thought");
      assert.equal(await form.getByLabel("Quote").inputValue(), "A third one is long enough.");
    }));
});
