// editor-more.test.mjs — what lies beyond one note in the editor: new sources and
// terms, all fields, several undos, touch and keys, other tabs, another start.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { FOX, FILES, NOTES, addedLines, annotate, editing as editingIn, isFound, openArticle, says } from "./editing.mjs";
import { eventually, launch, root } from "./site.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SOURCES = "content/sources.yaml";
const GLOSSARY = "content/glossary.yaml";

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());
const editing = (...given) => editingIn(browser, ...given);
const save = (form) => form.getByRole("button", { name: "Save", exact: true }).click();
/** Waits until a file holds a text. */
const reads = (read, text) => eventually(() => assert.equal(read(), text));
const undo = (page) => page.locator(".postil-news").getByRole("button", { name: "Undo" });

describe("from the form", () => {
  test("a new source goes into the bibliography, and into the note", () =>
    editing({}, async ({ page, read, form }) => {
      await annotate(page, "hen", "hen");
      await form.getByLabel("Body").fill("There was.");
      await form.getByRole("button", { name: "New source" }).click();
      await form.getByLabel("Title").fill("Of Hens");
      await form.getByLabel("Author").fill("Jones, Brown; The Hen Society");
      await form.getByLabel("Date").fill("2003-13");
      assert.equal(await form.getByLabel("Key").inputValue(), "jones-2003");
      await form.getByLabel("Visited on").fill("2026-11-20");
      await form.getByRole("button", { name: "Save source" }).click();
      await form.locator("[data-for=date] .postil-said", { hasText: "error" }).waitFor();
      assert.equal(read(SOURCES), FILES[SOURCES]);
      await form.getByLabel("Date").fill("2003");
      await form.getByLabel("Published in").fill("The Hen: A Journal");
      await form.getByLabel("Which is a").selectOption("periodical");
      await form.getByLabel("URL", { exact: true }).fill("https://example.org/hens");
      await form.getByLabel("Archived copy").fill("https://archive.example/hens");
      await form.getByLabel("Quality").selectOption("high");
      await form.getByLabel("The source that will be written").filter({ hasText: "quality: high" }).waitFor();
      const shown = await form.getByLabel("The source that will be written").textContent();
      await form.getByRole("button", { name: "Save source" }).click();
      await says(page, "Source saved");
      const text = read(SOURCES);
      assert.ok(text.startsWith(FILES[SOURCES]) && text.endsWith(shown), text);
      for (const words of ["jones-2003:", "title: Of Hens", "- Jones, Brown\n", "name: The Hen Society", "date: 2003",
        "parent: { type: periodical, title: \"The Hen: A Journal\" }",
        "value: https://example.org/hens", "date: 2026-11-20", "url: https://archive.example/hens"]) {
        assert.ok(text.includes(words), `${words} in ${text}`);
      }
      assert.equal(await form.getByLabel("Source", { exact: true }).inputValue(), "jones-2003");
      assert.equal(await form.getByLabel("Body").inputValue(), "There was.");
      await save(form);
      await says(page, "Saved");
      assert.match(addedLines(read(), FOX), /ref: jones-2003/);
      await undo(page).click();
      await says(page, "Undone");
      assert.equal(read(), FOX);
      await undo(page).click();
      await says(page, "Undone: addition of “jones-2003”");
      assert.equal(read(SOURCES), FILES[SOURCES]);
    }));

  test("a gloss takes a new term", () => editing({}, async ({ page, read, form }) => {
    await annotate(page, "over", "over");
    await form.getByLabel("Kind").selectOption("gloss");
    await form.getByRole("button", { name: "New term" }).click();
    await form.getByLabel("Headword").fill("Hound");
    await form.getByLabel("Aliases").fill("dog, cur");
    await page.keyboard.press("Control+Enter");
    await form.locator("[data-for=definition] .postil-said", { hasText: "needs" }).waitFor();
    await form.getByLabel("Definition").fill("An animal.");
    await form.getByLabel("Source keys").fill("smith");
    await page.keyboard.press("Control+Enter");
    await says(page, "Term saved");
    assert.equal(read(GLOSSARY), "- id: hound\n  term: Hound\n  aliases: [dog, cur]\n"
      + "  definition: |\n    An animal.\n  sources:\n    - { ref: smith }\n");
    assert.equal(await form.getByLabel("Term", { exact: true }).inputValue(), "hound");
    await save(form);
    await says(page, "Saved");
    assert.match(read("content/first/glosses.yaml"), /kind: gloss\n  quote: .*over.*\n  term: hound\n/s);
    await undo(page).click();
    await says(page, "Undone");
    await undo(page).click();
    await says(page, "Undone: addition of “hound”");
    assert.throws(() => read(GLOSSARY), "the edit had made the file");
  }));

  test("a term of the glossary is found as one types", () =>
    editing({ [GLOSSARY]: "- { id: hound, term: Hound, definition: An animal. }\n" }, async ({ page, read, form }) => {
      await annotate(page, "over", "over");
      await form.getByLabel("Kind").selectOption("gloss");
      await form.getByLabel("Term", { exact: true }).fill("hou");
      await form.locator("datalist option[value=hound]").first().waitFor({ state: "attached" });
      await form.getByLabel("Term", { exact: true }).fill("hund");
      await form.locator("[data-for=term] .postil-said", { hasText: "error" }).waitFor();
      await form.getByLabel("Term", { exact: true }).fill("hound");
      await save(form);
      await says(page, "Saved");
      assert.match(read("content/first/glosses.yaml"), /term: hound\n/);
    }));

  test("Escape leads from the new source back, and a reload keeps what was typed", () =>
    editing({}, async ({ page, form }) => {
      await annotate(page, "hen", "hen");
      await form.getByLabel("Body").fill("Half");
      await form.getByRole("button", { name: "New source" }).click();
      await form.getByLabel("Title").fill("Half a title");
      await page.reload();
      await form.waitFor();
      assert.equal(await form.getByLabel("Title").inputValue(), "Half a title");
      await page.keyboard.press("Escape");
      assert.equal(await form.getByLabel("Body").inputValue(), "Half");
      assert.ok(await form.getByLabel("Body").isVisible());
    }));

  test("all other fields are written, and those that stay are not touched", () =>
    editing({ "content/edition.yaml": `${FILES["content/edition.yaml"]}editors: { me: { name: Me } }\n` },
      async ({ page, read, form }) => {
        await page.locator("aside.note#fox").getByRole("button", { name: "Edit" }).click();
        await form.getByText("Editor, status, language").click();
        await form.getByLabel("Editor").selectOption("me");
        await form.getByLabel("Status").selectOption("draft");
        await form.getByLabel("Language").fill("fr");
        await form.getByRole("button", { name: "Add correction" }).click();
        await form.getByLabel("Corrected on").fill("2026-11-2");
        await form.getByLabel("Correction", { exact: true }).fill("It was red.");
        await form.locator("[data-for=corrections] .postil-said", { hasText: "error" }).waitFor();
        await form.getByLabel("Corrected on").fill("2026-11-20");
        await form.getByLabel("Source", { exact: true }).fill("smith");
        await form.getByLabel("Stance").selectOption("supports");
        await form.getByLabel("Place").fill("p. 4");
        await form.getByText("Remark and words").click();
        await form.getByLabel("Remark").fill("an eye-witness");
        await form.getByLabel("Its words").fill("It was red.");
        await save(form);
        await says(page, "Saved");
        assert.equal(read(), `${FOX}  sources:\n    - { ref: smith, at: p. 4, stance: supports, `
          + `note: an eye-witness, quote: It was red. }\n  by: me\n  status: draft\n  lang: fr\n`
          + `  corrections:\n    - { date: 2026-11-20, text: It was red. }\n`);
      }));
});

describe("undo", () => {
  test("goes back step by step, after a reload, too", () => editing({}, async ({ page, read, form }) => {
    const states = [read()];
    for (const words of ["A red fox.", "A grey fox."]) {
      await page.locator("aside.note#fox").getByRole("button", { name: "Edit" }).click();
      await form.getByLabel("Body").fill(words);
      await save(form);
      await says(page, "Saved");
      states.push(read());
    }
    await page.reload();
    for (const before of states.slice(0, 2).reverse()) {
      await undo(page).click();
      await reads(read, before);
    }
    await undo(page).waitFor({ state: "detached" });
  }));

  test("that does not fit any more says so, and keeps no other from being taken back", () =>
    editing({ [NOTES]: `${FOX}- { id: a, kind: note, quote: A third one, body: b }\n` }, async ({ page, read, write, form }) => {
      await annotate(page, "hen", "hen");
      await form.getByLabel("Body").fill("First.");
      await save(form);
      await says(page, "Saved");
      const note = page.locator("aside.note#fox");
      // Whoever presses has seen the card unfold.
      await note.getByRole("button", { name: "Retract" }).press("Enter");
      await says(page, "Retracted");
      const byHand = read().replace("status: retracted", "status: draft");
      write(NOTES, byHand);
      await undo(page).click();
      await says(page, "`fox` has been changed since");
      assert.equal(read(), byHand);
      await undo(page).click();
      await says(page, "Undone: addition");
      assert.ok(!read().includes("First.") && read().includes("status: draft"), read());
    }));
});

describe("without a mouse", () => {
  test("what a long press selects is annotated by a tap on the control", () =>
    editing({}, async ({ page, read, form }) => {
      // A desktop's Chromium has no selection by touch: it is made as the platform would.
      await page.evaluate(() => {
        const text = [...document.querySelectorAll("[data-block]")].find((one) => one.textContent.startsWith("Another"));
        getSelection().setBaseAndExtent(text.firstChild, 0, text.firstChild, "Another".length);
      });
      await page.locator(".postil-selection").tap();
      await isFound(form, "Found in paragraph 3: “Another”");
      await form.getByLabel("Body").fill("By touch.");
      await form.getByRole("button", { name: "Save", exact: true }).tap();
      await says(page, "Saved");
      assert.match(addedLines(read(), FOX), /Another/);
    }, { device: { hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } } }));

  test("Shift and the arrows select, and Tab reaches the control", () =>
    editing({}, async ({ page, read, form }) => {
      // Where the caret is set by a click or by caret browsing, arrows extend from there.
      await page.evaluate(() => {
        const text = [...document.querySelectorAll("[data-block]")].find((one) => one.textContent.startsWith("A third"));
        getSelection().collapse(text.firstChild, 2);
      });
      for (let n = 0; n < 5; n++) await page.keyboard.press("Shift+ArrowRight");
      if (await page.evaluate(() => getSelection().isCollapsed)) {
        for (let n = 0; n < 5; n++) await page.evaluate(() => getSelection().modify("extend", "right", "character"));
      }
      await page.locator(".postil-selection").waitFor();
      await page.keyboard.press("Tab");
      const reached = () => page.evaluate(() => document.activeElement.classList.contains("postil-selection"));
      for (let n = 0; n < 40 && !(await reached()); n++) await page.keyboard.press("Tab");
      assert.ok(await reached());
      await page.keyboard.press("Enter");
      await isFound(form, "“third”");
      await form.getByLabel("Body").fill("By keys.");
      await page.keyboard.press("Control+Enter");
      await says(page, "Saved");
      assert.match(addedLines(read(), FOX), /third/);
    }));

  test("the focus comes back to where the form was opened, or to the new note", () =>
    editing({}, async ({ page, form }) => {
      const focused = () => page.evaluate(() => {
        const { activeElement } = document;
        return [activeElement.textContent, activeElement.closest("aside.note")?.id ?? activeElement.title];
      });
      const row = page.locator(".row", { hasText: "A third one" });
      await row.getByRole("button", { name: "Annotate" }).focus();
      await page.keyboard.press("Enter");
      await isFound(form, "Found in paragraph 4");
      await page.keyboard.press("Escape");
      assert.deepEqual(await focused(), ["Annotate", "Paragraph 4"]);
      await page.locator("aside.note#fox").getByRole("button", { name: "Edit" }).press("Enter");
      await form.getByRole("button", { name: "Leave" }).press("Enter");
      assert.deepEqual(await focused(), ["Edit", "fox"]);
      await annotate(page, "hen", "hen");
      await form.getByLabel("Body").fill("There was.");
      await page.keyboard.press("Control+Enter");
      await page.waitForFunction(() => document.activeElement.closest("aside.note")?.id === "hen");
      await page.locator("aside.note#hen").getByRole("button", { name: "Edit" }).press("Enter");
      await form.getByLabel("Body").fill("There were.");
      await page.keyboard.press("Control+Enter");
      await says(page, "Saved");
      await eventually(async () => assert.deepEqual(await focused(), ["Edit", "hen"]));
    }));
});

describe("elsewhere", () => {
  test("two tabs both save, and a half-written note stays", () =>
    editing({}, async ({ page, context, read, address, form }) => {
      const other = await context.newPage();
      await openArticle(other, address);
      const otherForm = other.getByRole("dialog", { name: "Annotation" });
      await annotate(other, "hen", "hen");
      await otherForm.getByLabel("Body").fill("Half a thought");
      await page.bringToFront();
      await annotate(page, "third", "third");
      await form.getByLabel("Body").fill("From the first tab.");
      await save(form);
      await says(page, "Saved");
      await other.bringToFront();
      await other.locator("aside.note", { hasText: "From the first tab." }).waitFor();
      assert.equal(await otherForm.getByLabel("Body").inputValue(), "Half a thought");
      await otherForm.getByLabel("Body").fill("From the second tab.");
      await save(otherForm);
      await says(other, "Saved");
      await page.bringToFront();
      await page.locator("aside.note", { hasText: "From the second tab." }).waitFor();
      const added = addedLines(read(), FOX);
      assert.ok(/From the first tab\.[^]*From the second tab\./.test(added), added);
    }));

  test("a page from before a restart saves with the new token", () =>
    editing({}, async ({ page, restart, read, form }) => {
      await annotate(page, "hen", "hen");
      await form.getByLabel("Body").fill("Written across a restart.");
      await restart();
      await save(form);
      await says(page, "Saved");
      assert.match(addedLines(read(), FOX), /Written across a restart\./);
    }));

  const mended = (path) => test(`an edition whose ${path} is broken at first gets its editor once it is mended`, () =>
    editing({ broken: { [path]: "- a: [\n" } }, async ({ page, write, form }) => {
      await page.getByText("is never closed").first().waitFor();
      write(path, FILES[path]);
      await page.locator(".postil-row").first().waitFor({ state: "attached" });
      // What the page gets with its notes moves what is pointed at.
      await page.locator("aside.note#fox").waitFor();
      await annotate(page, "hen", "hen");
      await isFound(form, "Found in paragraph");
    }));
  mended("content/edition.yaml");
  mended(NOTES);

  test("an entry that was removed on disk is shown as that, and can be saved again", () =>
    editing({}, async ({ page, read, write, form }) => {
      await page.locator("aside.note#fox").getByRole("button", { name: "Edit" }).click();
      await form.getByLabel("Body").fill("Mine.");
      write(NOTES, "# Of foxes\n");
      await page.locator("aside.note#fox").waitFor({ state: "detached" });
      await save(form);
      await form.getByText("It is not there any more.").waitFor();
      await form.getByRole("button", { name: "Save it again" }).click();
      await says(page, "Saved");
      assert.match(read(), /^# Of foxes\n\n- id: fox\n  kind: note\n  quote: brown fox\n  body: \|\n    Mine\.\n/);
    }));
});

test("on a narrow screen what is said leaves the buttons free", () =>
  editing({}, async ({ page, form }) => {
    await page.locator(".row", { hasText: "A third one" }).getByRole("button", { name: "Annotate" }).press("Enter");
    await isFound(form, "Found in paragraph 4");
    await save(form);
    await says(page, "Not saved");
    // The click goes through only if nothing lies above the button.
    await form.getByRole("button", { name: "Leave" }).click();
    await says(page, "The draft is kept");
  }, { device: { viewport: { width: 390, height: 700 } } }));

test("the page with its open form is valid HTML", () =>
  editing({}, async ({ page, form }) => {
    await annotate(page, "hen", "hen");
    await isFound(form, "Found in paragraph");
    const vnu = join(root, "tests/browser/node_modules/vnu-jar/build/dist/vnu.jar");
    const input = await page.content();
    // A page that comes by standard input has no address, so nothing there is of its `'self'`.
    const options = ["--format", "gnu", "--stdout", "--filterpattern", ".*Content Security Policy.*", "-"];
    const { stdout } = spawnSync("java", ["-jar", vnu, ...options], { input, encoding: "utf8" });
    assert.equal(stdout, "");
  }));

for (const colorScheme of ["light", "dark"]) {
  test(`the page with its open form has no barriers in the ${colorScheme} scheme`, () =>
    editing({}, async ({ page, form }) => {
      await page.emulateMedia({ colorScheme });
      await annotate(page, "hen", "hen");
      await isFound(form, "Found in paragraph");
      await form.getByText("Editor, status, language").click();
      await page.evaluate(AXE);
      const check = async () => {
        const found = await page.evaluate(() => axe.run());
        assert.deepEqual(found.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]), []);
      };
      await check();
      await form.getByRole("button", { name: "New source" }).click();
      await check();
    }));
}
