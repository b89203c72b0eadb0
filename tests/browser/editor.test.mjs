// editor.test.mjs — what an editor does in the page of the live preview, in a real
// browser, and what the files hold afterwards. Each test has an edition of its own.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { FILES, FOX, NOTES, addedLines, annotate, editing as editingIn, isFound, says } from "./editing.mjs";
import { launch } from "./site.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());
const editing = (...given) => editingIn(browser, ...given);

describe("a selected passage", () => {
  const saved = (from, to, quote) => editing({}, async ({ page, read, form }) => {
    await annotate(page, from, to);
    await isFound(form, "Found in paragraph");
    await form.getByLabel("Body").fill("Written in the page.");
    await form.locator("pre", { hasText: "Written in the page." }).waitFor();
    const shown = await form.locator("pre").first().textContent();
    assert.equal(read(), FOX, "nothing is written before it is saved");
    await form.getByRole("button", { name: "Save" }).click();
    await says(page, "Saved");
    const added = addedLines(read(), FOX);
    assert.equal(added.trimStart(), shown.trimStart(), "what was shown is what is written");
    for (const words of [].concat(quote)) assert.ok(added.includes(words), added);
    await page.locator("aside.note", { hasText: "Written in the page." }).waitFor();
    assert.equal(await form.count(), 0);
  });

  test("is annotated", () => saved("quick", "quick", "quick"));
  test("may reach across bold text and a link", () =>
    saved("jumps", "lazy", "quote: jumps boldly over a lazy\n"));
  test("may reach across a reference", () =>
    saved("quick", "jumps", "quote: quick brown fox jumps\n"));
  test("may reach across paragraphs", () => saved("boldly", "Another", ["boldly over", "Another"]));
  test("that is not unique is told apart", () => editing({}, async ({ page, read, form }) => {
    await annotate(page, "fox and", "of a fox");
    await isFound(form, "not unique");
    await form.getByLabel("Body").fill("The second fox.");
    await page.keyboard.press("Control+Enter");
    await says(page, "Saved");
    assert.match(addedLines(read(), FOX), /exact: fox/);
  }));
});

test("a file with CRLF keeps its line ends", () => {
  const before = FOX.replaceAll("\n", "\r\n");
  return editing({ [NOTES]: before }, async ({ page, read, form }) => {
    await annotate(page, "quick", "quick");
    await form.getByLabel("Body").fill("One.\nTwo.");
    await form.getByRole("button", { name: "Save" }).click();
    await says(page, "Saved");
    const added = addedLines(read(), before);
    assert.ok(added.includes("One."), added);
    assert.ok(!/[^\r]\n/.test(added), JSON.stringify(added));
  });
});

test("whoever cannot select takes a paragraph and types the quote", () =>
  editing({}, async ({ page, read, form }) => {
    const row = page.locator(".row", { hasText: "A third one" });
    await row.getByRole("button", { name: "Annotate" }).focus();
    await page.keyboard.press("Enter");
    const quote = form.getByLabel("Quote");
    await isFound(form, "Found in paragraph 4");
    assert.equal(await quote.inputValue(), "A third one is long enough.");
    await quote.fill("nowhere at all");
    await form.locator("[data-for=quote] .postil-said", { hasText: "error" }).waitFor();
    await quote.fill("long enough");
    await isFound(form, "“long enough”");
    await form.getByLabel("Body").fill("Typed.");
    await page.keyboard.press("Meta+Enter");
    await says(page, "Saved");
    assert.match(addedLines(read(), FOX), /quote: long enough\n/);
  }));

test("a fact check has its fields, and problems stand beside them", () =>
  editing({}, async ({ page, read, form }) => {
    await annotate(page, "hen", "hen");
    await isFound(form, "Found in paragraph");
    assert.equal(await form.getByLabel("Claim").isVisible(), false);
    await form.getByLabel("Kind").selectOption("fact-check");
    await form.getByRole("button", { name: "Save" }).click();
    await says(page, "Not saved");
    assert.equal(read(), FOX);
    await form.locator("[data-for=claim] .postil-said p").first().waitFor();
    await form.getByLabel("Claim").fill("There was a hen.");
    await form.getByLabel("Rating").selectOption("accurate");
    await form.getByLabel("Summary").fill("There was.");
    const source = form.getByLabel("Source", { exact: true });
    await source.fill("foxes");
    await form.locator("datalist option[value=smith]").first().waitFor({ state: "attached" });
    await source.fill("smith");
    await form.getByLabel("Tags").fill("hens, birds");
    await form.getByRole("button", { name: "Save" }).click();
    await says(page, "Saved");
    const text = read("content/first/fact-checks.yaml");
    for (const words of ["claim: There was a hen.", "rating: accurate", "ref: smith", "hens"]) {
      assert.ok(text.includes(words), text);
    }
    assert.equal(read(), FOX);
  }));

test("a note is edited, retracted, removed, and each is undone", () =>
  editing({}, async ({ page, read, form }) => {
    const note = page.locator("aside.note#fox");
    await note.getByRole("button", { name: "Edit" }).click();
    const body = form.getByLabel("Body");
    assert.equal((await body.inputValue()).trim(), "A fox.");
    await body.fill("A red fox.");
    await form.getByRole("button", { name: "Save" }).click();
    await says(page, "Saved");
    assert.ok(read().includes("A red fox.") && read().startsWith("# Of foxes\n"), read());
    await note.getByText("A red fox.").first().waitFor({ state: "attached" });
    const undo = page.getByRole("button", { name: "Undo" });
    await undo.click();
    await says(page, "Undone");
    assert.equal(read(), FOX);
    await note.getByRole("button", { name: "Retract" }).click();
    await says(page, "Retracted");
    assert.ok(read().includes("status: retracted"), read());
    await undo.click();
    await says(page, "Undone");
    assert.equal(read(), FOX);
    await note.getByRole("button", { name: "Remove" }).click();
    assert.equal(read(), FOX, "it asks first");
    await note.getByRole("button", { name: "Yes, remove" }).click();
    await says(page, "Removed");
    assert.ok(!read().includes("id: fox"), read());
    await note.waitFor({ state: "detached" });
    await undo.click();
    await says(page, "Undone");
    assert.equal(read(), FOX);
    await note.waitFor();
  }));

test("a change on disk is shown beside one's own, and nothing is lost", () =>
  editing({}, async ({ page, read, write, form }) => {
    const note = page.locator("aside.note#fox");
    await note.getByRole("button", { name: "Edit" }).click();
    await form.getByLabel("Body").fill("Mine.");
    const theirs = FOX.replace("A fox.", "Theirs.");
    write(NOTES, theirs);
    await page.locator("aside.note#fox", { hasText: "Theirs." }).waitFor();
    await form.getByRole("button", { name: "Save" }).click();
    const conflict = form.getByRole("region", { name: "Conflict" });
    await conflict.getByText("changed on disk").waitFor();
    assert.equal(read(), theirs);
    assert.match(await conflict.getByLabel("On disk").textContent(), /Theirs\./);
    assert.match(await conflict.getByLabel("Yours").textContent(), /Mine\./);
    await conflict.getByRole("button", { name: "Save on the new version" }).click();
    await says(page, "Saved");
    assert.ok(read().includes("Mine.") && !read().includes("Theirs."), read());
    await note.getByRole("button", { name: "Edit" }).click();
    await form.getByLabel("Body").fill("Mine again.");
    write(NOTES, theirs);
    await page.locator("aside.note#fox", { hasText: "Theirs." }).waitFor();
    await form.getByRole("button", { name: "Save" }).click();
    await conflict.getByRole("button", { name: "Give up" }).click();
    await says(page, "Given up");
    assert.equal(read(), theirs);
  }));

test("Escape leaves, and a draft survives that and a reload", () =>
  editing({}, async ({ page, read, form }) => {
    await annotate(page, "hen", "hen");
    await form.getByLabel("Body").fill("Half a though");
    await page.keyboard.press("Escape");
    await says(page, "The draft is kept");
    assert.equal(await form.count(), 0);
    await page.reload();
    await form.waitFor();
    assert.equal(await form.getByLabel("Body").inputValue(), "Half a though");
    assert.equal(await form.getByLabel("Quote").inputValue(), "hen");
    await form.getByLabel("Body").fill("A whole thought.");
    await page.keyboard.press("Control+Enter");
    await says(page, "Saved");
    assert.match(addedLines(read(), FOX), /A whole thought\./);
    await page.reload();
    await page.locator(".postil-row").first().waitFor({ state: "attached" });
    assert.equal(await form.count(), 0, "what is saved is no draft");
  }));

test("what is typed stays while the page changes, and is never read as HTML", () =>
  editing({}, async ({ page, write, form }) => {
    await annotate(page, "hen", "hen");
    const text = "<b onclick=alert(1)>very</b> *so*";
    await form.getByLabel("Body").fill(text);
    await form.getByText("Preview of the body").click();
    await form.locator(".postil-rendered em", { hasText: "so" }).waitFor();
    assert.equal(await form.locator("[onclick]").count(), 0);
    write("content/first/index.md", FILES["content/first/index.md"].replace("Another", "One more"));
    await page.getByText("One more paragraph").waitFor();
    assert.equal(await form.getByLabel("Body").inputValue(), text);
  }));

test("all notes stay to be seen beside the form", () => {
  const check = "- id: hen\n  kind: fact-check\n  quote: and of a hen\n  claim: C.\n  rating: accurate\n"
    + "  summary: S.\n  sources: [{ ref: smith }]\n";
  return editing({ "content/first/fact-checks.yaml": check }, async ({ page, form }) => {
    await annotate(page, "long", "long");
    await isFound(form, "Found in paragraph");
    for (const id of ["fox", "hen"]) assert.ok(await page.locator(`aside.note#${id}`).isVisible(), id);
    assert.ok(await form.getByRole("button", { name: "Save" }).isVisible());
  });
});

test("the form and the controls have no barriers", () =>
  editing({}, async ({ page, form }) => {
    await annotate(page, "hen", "hen");
    await isFound(form, "Found in paragraph");
    await page.evaluate(AXE);
    const found = await page.evaluate(() => axe.run("[data-postil]"));
    assert.deepEqual(found.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]), []);
  }));

test("where editing is off there is no editor", () =>
  editing({}, async ({ page }) => {
    await page.locator("aside.note#fox").waitFor();
    assert.equal(await page.locator("script[src*=editor]").count(), 0);
    assert.equal(await page.getByRole("button", { name: "Annotate" }).count(), 0);
  }, { options: ["--no-edit"] }));
