// editor-more.test.mjs — what lies beyond one note in the editor: new sources and
// terms, all fields, several undos, touch and keys, other tabs, another start.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { FOX, FILES, NOTES, addedLines, annotate, annotateParagraph, begun, body, cardOf, desk, edit, editing as editingIn, field, isFound, isIn, more, openArticle, pill, publish, says } from "./editing.mjs";
import { eventually, launch, root } from "./site.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SOURCES = "content/sources.yaml";
const GLOSSARY = "content/glossary.yaml";

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());
const editing = (...given) => editingIn(browser, ...given);
/** Waits until a file holds a text. */
const reads = (read, text) => eventually(() => assert.equal(read(), text));
const undo = (page) => desk(page).getByRole("button", { name: "Undo" });
const finder = (form) => form.getByRole("combobox", { name: "Add a source" });

describe("from the card", () => {
  test("a new source goes into the bibliography, and into the note", () =>
    editing({}, async ({ page, read, form }) => {
      await annotate(page, "hen", "hen");
      await body(form).fill("There was.");
      await finder(form).fill("https://example.org/hens");
      await form.getByRole("option", { name: /New source: https:\/\/example.org\/hens/ }).click();
      const entry = form.getByRole("group", { name: "New source" });
      await field(entry, "Title").fill("Of Hens");
      await field(entry, "Author").fill("Jones, Brown; The Hen Society");
      await field(entry, "Date").fill("2003-13");
      await entry.getByText("More of it").click();
      assert.equal(await field(entry, "Key").inputValue(), "jones-2003");
      assert.equal(await field(entry, "URL").inputValue(), "https://example.org/hens");
      await field(entry, "Visited on").fill("2026-11-20");
      await entry.getByRole("button", { name: "Save source" }).click();
      await entry.locator("[data-for=date] .postil-said p").first().waitFor();
      assert.equal(read(SOURCES), FILES[SOURCES]);
      await field(entry, "Date").fill("2003");
      await field(entry, "Published in").fill("The Hen: A Journal");
      await entry.getByLabel("Which is a").selectOption("periodical");
      await field(entry, "Archived copy").fill("https://archive.example/hens");
      await entry.getByLabel("Quality").selectOption("high");
      await entry.getByRole("button", { name: "Save source" }).click();
      await form.getByText("Jones and Society 2003").or(form.locator(".postil-source")).first().waitFor();
      const text = read(SOURCES);
      assert.ok(text.startsWith(FILES[SOURCES]), text);
      for (const words of ["jones-2003:", "title: Of Hens", "- Jones, Brown\n", "name: The Hen Society", "date: 2003",
        "parent: { type: periodical, title: \"The Hen: A Journal\" }",
        "value: https://example.org/hens", "date: 2026-11-20", "url: https://archive.example/hens"]) {
        assert.ok(text.includes(words), `${words} in ${text}`);
      }
      assert.equal(await body(form).inputValue(), "There was.");
      await publish(form);
      await says(page, "Published");
      assert.match(addedLines(read(), FOX), /ref: jones-2003/);
      await form.waitFor({ state: "detached" });
      const both = () => read() + read(SOURCES);
      for (let n = 0; n < 3 && both() !== FOX + FILES[SOURCES]; n++) {
        const before = both();
        await undo(page).click();
        await eventually(() => assert.notEqual(both(), before));
      }
      assert.equal(both(), FOX + FILES[SOURCES]);
    }));

  test("a source is found as one types `[@`, and cited with a key", () =>
    editing({}, async ({ page, form, read }) => {
      await annotate(page, "hen", "hen");
      await body(form).pressSequentially("As [@smi");
      const option = form.getByRole("option", { name: /Smith 2001/ });
      await option.waitFor();
      assert.match(await option.textContent(), /not cited yet/);
      assert.equal(await body(form).getAttribute("aria-activedescendant"), await option.getAttribute("id"));
      await page.keyboard.press("Enter");
      await page.keyboard.type(" says.");
      assert.equal(await body(form).inputValue(), "As [@smith] says.");
      await publish(form);
      await says(page, "Published");
      assert.match(addedLines(read(), FOX), /As \[@smith\] says\./);
    }));

  test("an address that is known is that source, wherever it is pasted", () =>
    editing({ [SOURCES]: "smith: { type: book, title: On Foxes, author: 'Smith, A.', date: 2001, url: 'https://www.example.org/foxes/' }\n" },
      async ({ page, form, context }) => {
        await context.grantPermissions(["clipboard-read", "clipboard-write"]);
        await annotate(page, "hen", "hen", "Fact check");
        await page.evaluate(() => navigator.clipboard.writeText("http://example.org/foxes?utm_source=x#top"));
        await body(form).click();
        await page.keyboard.press("Control+v");
        await form.getByRole("option", { name: /You have Smith 2001: use it\?/ }).click();
        assert.equal(await body(form).inputValue(), "[@smith]");
        await field(form, "Claim").click();
        await page.keyboard.press("Control+v");
        await form.getByRole("option", { name: /You have Smith 2001: use it\?/ }).waitFor();
        await page.keyboard.press("Enter");
        await form.locator(".postil-source", { hasText: "Smith 2001: On Foxes" }).waitFor();
        assert.equal(await field(form, "Claim").inputValue(), "");
      }));

  test("an unknown address in the body is cited once it is a source", () =>
    editing({}, async ({ page, form, read, context }) => {
      await context.grantPermissions(["clipboard-read", "clipboard-write"]);
      await annotate(page, "hen", "hen");
      await page.evaluate(() => navigator.clipboard.writeText("https://example.org/new"));
      await body(form).pressSequentially("See ");
      await page.keyboard.press("Control+v");
      await form.getByRole("option", { name: /New source/ }).click();
      const entry = form.getByRole("group", { name: "New source" });
      await field(entry, "Title").fill("News");
      await field(entry, "Author").fill("Doe, Jane");
      await field(entry, "Date").fill("2020");
      await page.keyboard.press("Enter");
      await eventually(async () => assert.equal(await body(form).inputValue(), "See [@doe-2020]"));
      await publish(form);
      await says(page, "Published");
      assert.match(read(SOURCES), /doe-2020"?:/);
      assert.match(addedLines(read(), FOX), /See \[@doe-2020\]/);
    }));

  test("a gloss takes its headword from the passage, and a new term", () => editing({}, async ({ page, read, form }) => {
    await annotate(page, "over", "over", "Term");
    const entry = form.getByRole("group", { name: "New term" });
    assert.equal(await field(entry, "Headword").inputValue(), "over");
    await field(entry, "Headword").fill("Hound");
    await entry.getByText("More of it").click();
    await field(entry, "Aliases").fill("dog, cur");
    await page.keyboard.press("Control+Enter");
    await entry.locator("[data-for=definition] .postil-said p").first().waitFor();
    await field(entry, "Definition").fill("An animal.");
    await field(entry, "Source keys").fill("smith");
    await entry.getByRole("button", { name: "Save term" }).click();
    await eventually(async () => assert.equal(await form.getByRole("combobox", { name: "Term" }).inputValue(), "hound"));
    assert.equal(read(GLOSSARY), "- id: hound\n  term: Hound\n  aliases: [dog, cur]\n"
      + "  definition: |\n    An animal.\n  sources:\n    - { ref: smith }\n");
    await publish(form);
    await says(page, "Published");
    assert.match(read("content/first/glosses.yaml"), /kind: gloss\n  quote: .*over.*\n  term: hound\n/s);
  }));

  test("a term of the glossary is found by the passage, or as one types", () =>
    editing({ [GLOSSARY]: "- { id: hound, term: Hound, aliases: [dog], definition: An animal. }\n" }, async ({ page, read, form }) => {
      await annotate(page, "over", "over", "Term");
      await form.getByRole("group", { name: "New term" }).getByRole("button", { name: "Remove new term" }).click();
      const term = form.getByRole("combobox", { name: "Term" });
      await term.fill("hou");
      await form.getByRole("option", { name: "Hound" }).waitFor();
      await term.fill("hund");
      await form.locator("[data-for=term] > .postil-said p").first().waitFor();
      await term.fill("hou");
      await form.getByRole("option", { name: "Hound" }).click();
      assert.equal(await term.inputValue(), "hound");
      await publish(form);
      await says(page, "Published");
      assert.match(read("content/first/glosses.yaml"), /term: hound\n/);
    }));

  test("a passage of verse is shown with the ends of its lines", () =>
    editing({ "content/first/index.md": "---\nform: verse\n---\n\n# First\n\nThe quick brown fox\njumps over the dog.\n" }, async ({ page, read, form }) => {
      await annotate(page, "quick", "jumps");
      await eventually(async () => assert.equal(await form.locator("[data-for=quote] textarea, [data-for=quote] input").first().inputValue(), "quick brown fox / jumps"));
      await body(form).fill("Where does it land?");
      await publish(form);
      await says(page, "Published");
      assert.match(read(), /quote: quick brown fox jumps\n/);
      await page.locator("mark").filter({ hasText: "jumps" }).first().waitFor();
    }));

  test("a reload keeps what was typed of a new source, and it can be given up", () =>
    editing({}, async ({ page, form }) => {
      await annotate(page, "hen", "hen", "Fact check");
      await body(form).fill("Half");
      await finder(form).fill("Half a title");
      await form.getByRole("option", { name: /New source “Half a title”/ }).click();
      const entry = form.getByRole("group", { name: "New source" });
      await field(entry, "Author").fill("Nobody");
      await page.reload();
      await form.waitFor();
      assert.equal(await field(entry, "Title").inputValue(), "Half a title");
      assert.equal(await field(entry, "Author").inputValue(), "Nobody");
      await entry.getByRole("button", { name: "Remove new source" }).click();
      assert.equal(await entry.count(), 0);
      assert.equal(await body(form).inputValue(), "Half");
    }));

  test("all other fields are written, and those that stay are not touched", () =>
    editing({ "content/edition.yaml": `${FILES["content/edition.yaml"]}editors: { me: { name: Me }, you: { name: You } }\n` },
      async ({ page, read, form }) => {
        await edit(page, "fox");
        await more(form);
        const editors = form.getByRole("group", { name: "Editor" });
        await editors.getByRole("checkbox", { name: "Me" }).check();
        await editors.getByRole("checkbox", { name: "You" }).check();
        await form.getByLabel("Status").selectOption("draft");
        await field(form, "Language").fill("fr");
        await form.getByRole("button", { name: "Add correction" }).click();
        await field(form, "Corrected on").fill("2026-11-2");
        await field(form, "Correction").fill("It was red.");
        await form.locator("[data-for=corrections] > .postil-said p").first().waitFor();
        await field(form, "Corrected on").fill("2026-11-20");
        await finder(form).fill("smith");
        await form.getByRole("option", { name: /Smith 2001/ }).click();
        await form.getByLabel("Stance", { exact: true }).selectOption("supports");
        await field(form, "Place").fill("p. 4");
        await field(form, "Remark").fill("an eye-witness");
        await field(form, "Quotation").fill("It was red.");
        assert.match(await form.getByLabel("File").textContent(), /content\/first\/notes\.yaml/);
        await form.getByRole("button", { name: "Save draft" }).click();
        await says(page, "Draft saved");
        assert.equal(read(), `${FOX}  sources:\n    - { ref: smith, at: p. 4, stance: supports, `
          + `note: an eye-witness, quote: It was red. }\n  by: [me, you]\n  status: draft\n  lang: fr\n`
          + `  corrections:\n    - { date: 2026-11-20, text: It was red. }\n`);
      }));

  test("what cannot be written says so beside its field, and the rest is kept", () =>
    editing({}, async ({ page, read, form }) => {
      await annotate(page, "hen", "hen");
      await body(form).fill("There was.");
      await more(form);
      await form.getByRole("button", { name: "Add correction" }).click();
      await field(form, "Corrected on").fill("yesterday");
      await field(form, "Correction").fill("It was red.");
      await form.locator("[data-for=corrections] > .postil-said p").first().waitFor();
      await isIn(form, "needs");
      await form.getByText("Draft · kept here").waitFor();
      await publish(form);
      await form.locator("[data-for=corrections] > .postil-said p").first().waitFor();
      assert.ok(!read().includes("yesterday"), read());
      await page.reload();
      await form.waitFor();
      await more(form);
      assert.equal(await field(form, "Corrected on").inputValue(), "yesterday");
    }));

  test("an Arabic body is set from right to left", () => editing({}, async ({ page, read, form }) => {
    await annotate(page, "hen", "hen");
    await body(form).fill("كانت هناك دجاجة.");
    assert.equal(await body(form).evaluate((one) => getComputedStyle(one).direction), "rtl");
    await publish(form);
    await says(page, "Published");
    assert.ok(addedLines(read(), FOX).includes("كانت هناك دجاجة."), read());
  }));
});

describe("undo", () => {
  test("goes back step by step, after a reload, too", () => editing({}, async ({ page, read, form }) => {
    const states = [read()];
    for (const words of ["A red fox.", "A grey fox."]) {
      await edit(page, "fox");
      await body(form).fill(words);
      await publish(form);
      await says(page, "Published");
      await form.waitFor({ state: "detached" });
      states.push(read());
    }
    await page.reload();
    await begun(page);
    for (const before of states.slice(0, 2).reverse()) {
      await undo(page).click();
      await reads(read, before);
    }
    await undo(page).waitFor({ state: "detached" });
  }));
});

describe("without a mouse", () => {
  const PHONE = { device: { hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } } };
  test("what a long press selects is annotated by a tap on the control", () =>
    editing({}, async ({ page, read, form }) => {
      // A desktop's Chromium has no selection by touch: it is made as the platform would.
      await page.evaluate(() => {
        const text = [...document.querySelectorAll("[data-block]")].find((one) => one.textContent.startsWith("Another"));
        getSelection().setBaseAndExtent(text.firstChild, 0, text.firstChild, "Another".length);
      });
      await pill(page).getByRole("button", { name: "Note", exact: true }).tap();
      await isFound(form, "Found in paragraph 3: “Another”");
      await body(form).fill("By touch.");
      await form.getByRole("button", { name: "Publish" }).tap();
      await says(page, "Published");
      assert.match(addedLines(read(), FOX), /Another/);
    }, PHONE));

  test("on a phone the card is a sheet below its passage, as large as a finger needs it", () =>
    editing({}, async ({ page, form }) => {
      await page.evaluate(() => {
        const text = [...document.querySelectorAll("[data-block]")].find((one) => one.textContent.startsWith("A third"));
        getSelection().setBaseAndExtent(text.firstChild, 2, text.firstChild, 7);
      });
      await pill(page).getByRole("button", { name: "Fact check" }).tap();
      await isFound(form, "Found in paragraph");
      const seen = await form.evaluate((card) => {
        const box = card.getBoundingClientRect();
        const passage = [...CSS.highlights.get("postil-passage")][0].getBoundingClientRect();
        const small = [...card.querySelectorAll("button, select, textarea, .postil-pill")].filter((one) => one.checkVisibility())
          .map((one) => [one.textContent || one.placeholder, one.getBoundingClientRect().height]).filter(([, height]) => height < 44);
        return { top: box.top, bottom: box.bottom, passage: passage.bottom, small, size: parseFloat(getComputedStyle(card.querySelector("textarea")).fontSize), pinned: card.querySelector(".postil-pinned").checkVisibility() };
      });
      assert.ok(seen.bottom - seen.top <= 844 / 2 + 1 && seen.bottom <= 844 && seen.bottom > 770, JSON.stringify(seen));
      assert.ok(seen.passage <= seen.top, JSON.stringify(seen));
      assert.deepEqual(seen.small, []);
      assert.ok(seen.size >= 16 && seen.pinned, JSON.stringify(seen));
      await page.evaluate(AXE);
      const found = await page.evaluate(() => globalThis.axe.run("[data-editing]"));
      assert.deepEqual(found.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]), []);
      // Each is reached: nothing lies above it.
      await form.getByRole("button", { name: "Close" }).tap();
      await form.waitFor({ state: "detached" });
    }, PHONE));

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
      await pill(page).waitFor();
      await page.keyboard.press("Tab");
      const reached = () => page.evaluate(() => document.activeElement.localName === "postil-pill");
      for (let n = 0; n < 40 && !(await reached()); n++) await page.keyboard.press("Tab");
      assert.ok(await reached());
      await page.keyboard.press("Enter");
      await isFound(form, "“third”");
      await page.keyboard.type("By keys.");
      await page.keyboard.press("Control+Enter");
      await says(page, "Published");
      assert.match(addedLines(read(), FOX), /third[^]*By keys\./);
    }));

  test("a fact check is written by keys alone", () => editing({}, async ({ page, read, form }) => {
    await annotateParagraph(page, "A third one");
    await form.getByRole("radio", { name: "Note" }).focus();
    for (let n = 0; n < 3 && !(await form.getByRole("radio", { name: "Fact check" }).isChecked()); n++) await page.keyboard.press("ArrowLeft");
    assert.ok(await form.getByRole("radio", { name: "Fact check" }).isChecked());
    const to = async (locator) => {
      for (let n = 0; n < 12 && !(await locator.evaluate((one) => one === document.activeElement)); n++) await page.keyboard.press("Tab");
      assert.ok(await locator.evaluate((one) => one === document.activeElement));
    };
    await to(field(form, "Claim"));
    await page.keyboard.type("It is long.");
    await to(form.getByRole("radio", { name: "Accurate" }));
    await page.keyboard.press("Space");
    await to(field(form, "Summary"));
    await page.keyboard.type("It is.");
    await to(finder(form));
    await page.keyboard.type("foxes");
    await page.keyboard.press("Enter");
    await form.locator(".postil-source", { hasText: "Smith 2001" }).waitFor();
    await page.keyboard.press("Control+Enter");
    await says(page, "Published");
    assert.match(read("content/first/fact-checks.yaml"), /claim: It is long\.\n {2}rating: accurate\n {2}summary: It is\.\n/);
  }));

  test("the focus comes back to where the card was opened, or to the new note", () =>
    editing({}, async ({ page, form }) => {
      const focused = () => page.evaluate(() => {
        const { activeElement } = document;
        return activeElement.closest("aside.note")?.id ?? activeElement.className;
      });
      await annotateParagraph(page, "A third one");
      await page.keyboard.press("Escape");
      await eventually(async () => assert.equal(await focused(), "permalink"));
      await edit(page, "fox");
      await form.getByRole("button", { name: "Close" }).press("Enter");
      assert.equal(await focused(), "fox");
      await annotate(page, "hen", "hen");
      await body(form).fill("There was.");
      await page.keyboard.press("Control+Enter");
      await page.waitForFunction(() => document.activeElement.closest("aside.note:not([data-editing])")?.id === "hen");
      await page.keyboard.press("e");
      await body(form).fill("There were.");
      await page.keyboard.press("Control+Enter");
      await eventually(async () => assert.equal(await focused(), "hen"));
    }));
});

describe("elsewhere", () => {
  test("two tabs both save, and a half-written note stays", () =>
    editing({}, async ({ page, context, read, address, form }) => {
      const other = await context.newPage();
      await openArticle(other, address);
      const otherForm = cardOf(other);
      await annotate(other, "hen", "hen", "Fact check");
      await body(otherForm).fill("Half a thought");
      await page.bringToFront();
      await annotate(page, "third", "third");
      await body(form).fill("From the first tab.");
      await publish(form);
      await says(page, "Published");
      await other.bringToFront();
      await other.locator("aside.note", { hasText: "From the first tab." }).waitFor();
      assert.equal(await body(otherForm).inputValue(), "Half a thought");
      await otherForm.getByRole("radio", { name: "Note" }).check();
      await body(otherForm).fill("From the second tab.");
      await publish(otherForm);
      await says(other, "Published");
      await page.bringToFront();
      await page.locator("aside.note", { hasText: "From the second tab." }).waitFor();
      const added = addedLines(read(), FOX);
      assert.ok(/From the first tab\.[^]*From the second tab\./.test(added), added);
    }));

  test("two tabs that write about one passage take nothing from each other", () =>
    editing({}, async ({ page, context, address, form }) => {
      const other = await context.newPage();
      await openArticle(other, address);
      const otherForm = cardOf(other);
      await page.bringToFront();
      await annotate(page, "hen", "hen", "Fact check");
      await field(form, "Claim").fill("From the first tab");
      await other.bringToFront();
      await annotate(other, "hen", "hen", "Fact check");
      assert.equal(await field(otherForm, "Claim").inputValue(), "", "the other tab has it open");
      await field(otherForm, "Claim").fill("From the second tab");
      await Promise.all([page.reload(), other.reload()]);
      await form.waitFor();
      await otherForm.waitFor();
      assert.equal(await field(form, "Claim").inputValue(), "From the first tab");
      assert.equal(await field(otherForm, "Claim").inputValue(), "From the second tab");
    }));

  test("a page from before a restart saves with the new token", () =>
    editing({}, async ({ page, restart, read, form }) => {
      await annotate(page, "hen", "hen", "Fact check");
      await body(form).fill("Written across a restart.");
      await restart();
      await form.getByRole("radio", { name: "Note" }).check();
      await publish(form);
      await says(page, "Published");
      assert.match(addedLines(read(), FOX), /Written across a restart\./);
    }));

  const mended = (path) => test(`an edition whose ${path} is broken at first gets its editor once it is mended`, () =>
    editing({ broken: { [path]: "- a: [\n" } }, async ({ page, write, form }) => {
      await page.waitForFunction(() => /Nothing to show|error|problem/i.test(document.body.innerText + (document.querySelector("postil-desk")?.shadowRoot.textContent ?? "")));
      write(path, FILES[path]);
      await begun(page);
      // What the page gets with its notes moves what is pointed at.
      await page.locator("aside.note#fox").waitFor();
      await annotate(page, "hen", "hen");
      await isFound(form, "Found in paragraph");
    }));
  mended("content/edition.yaml");
  mended(NOTES);

  test("an entry that was removed on disk is shown as that at once, and can be saved again", () =>
    editing({}, async ({ page, read, write, form }) => {
      await edit(page, "fox");
      await body(form).fill("Mine.");
      write(NOTES, "# Of foxes\n");
      await isIn(form, "elsewhere");
      await form.getByText("It is not in the file any more.").waitFor();
      await form.getByRole("button", { name: "Save it again" }).click();
      await eventually(() => assert.match(read(), /^# Of foxes\n\n- id: fox\n  kind: note\n  quote: brown fox\n  body: \|\n    Mine\.\n/));
    }));

  test("a passage that is gone is told, and new words are chosen", () =>
    editing({}, async ({ page, read, write, form }) => {
      await edit(page, "fox");
      await body(form).fill("A red fox.");
      write("content/first/index.md", FILES["content/first/index.md"].replace(/The quick.*dog\./, "At night some grey wolf sleeps."));
      await isIn(form, "gone");
      assert.match(await form.locator(".postil-notice q").textContent(), /brown fox/);
      // The page is put in place after the form is told.
      await eventually(async () => assert.equal(await form.evaluate((one) => one.closest(".row")?.querySelector("[data-block]").textContent.slice(0, 8)), "At night", "it stays where its passage stood"));
      await form.getByRole("button", { name: "Choose new words" }).click();
      await page.evaluate(() => {
        const text = [...document.querySelectorAll("[data-block]")].find((one) => one.textContent.includes("grey wolf"));
        const node = [...text.childNodes].find((one) => one.data?.includes("grey wolf"));
        const at = node.data.indexOf("grey wolf");
        getSelection().setBaseAndExtent(node, at, node, at + 9);
      });
      await form.getByRole("button", { name: "Use the selection" }).click();
      await isFound(form, "Found in paragraph 2: “grey wolf”");
      await publish(form);
      await says(page, "Published");
      assert.match(read(), /quote: grey wolf\n {2}body: \|[^]*A red fox\./);
    }));
});

test("the page with its open card is valid HTML", () =>
  editing({}, async ({ page, form }) => {
    await annotate(page, "hen", "hen", "Fact check");
    await isFound(form, "Found in paragraph");
    const vnu = join(root, "tests/browser/node_modules/vnu-jar/build/dist/vnu.jar");
    const input = await page.content();
    // A page that comes by standard input has no address, so nothing there is of its `'self'`.
    const options = ["--format", "gnu", "--stdout", "--filterpattern", ".*Content Security Policy.*", "-"];
    const { stdout } = spawnSync("java", ["-jar", vnu, ...options], { input, encoding: "utf8" });
    assert.equal(stdout, "");
  }));

for (const colorScheme of ["light", "dark"]) {
  for (const width of [320, 390, 1100, 1440]) {
    test(`the card has no barriers in any state, ${colorScheme}, ${width} wide`, () =>
      editing({}, async ({ page, form, write, context }) => {
        await page.emulateMedia({ colorScheme });
        await page.evaluate(AXE);
        const seen = [];
        const check = async (state) => {
          await isIn(form, state);
          seen.push(state);
          const found = await page.evaluate(() => globalThis.axe.run());
          assert.deepEqual(found.violations.map(({ id, nodes }) => [state, id, nodes.map(({ html }) => html)]), []);
          const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          assert.ok(over <= 0, `${state}: ${over} px too wide`);
        };
        await annotate(page, "hen", "hen", "Fact check");
        await isFound(form, "Found in paragraph");
        await check("empty");
        await body(form).fill("There was a hen [@sm");
        await form.getByRole("option", { name: /Smith/ }).waitFor();
        await check("needs");
        await page.keyboard.press("Enter");
        await more(form);
        await finder(form).fill("Of hens, again");
        await form.getByRole("option", { name: /New source/ }).click();
        await check("needs");
        await form.getByRole("button", { name: "Remove new source" }).click();
        await form.getByRole("radio", { name: "Note" }).check();
        await check("saved");
        await page.keyboard.press("Escape");
        await form.waitFor({ state: "detached" });
        await edit(page, "fox");
        await body(form).fill("A red fox.");
        write(NOTES, FOX.replace("A fox.", "A grey fox."));
        await check("elsewhere");
        await form.getByRole("button", { name: "Keep mine" }).click();
        await context.setOffline(true);
        await body(form).fill("A red, red fox.");
        await check("offline");
        await context.setOffline(false);
      }, { device: { viewport: { width, height: 900 } } }));
  }
}
