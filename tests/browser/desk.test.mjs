// desk.test.mjs — all of the editor that is not the card: what opens one, what can be done
// with cards at rest, keys, the bar at the lower edge, the desk of the whole edition. By the
// mouse alone, by the keyboard alone, by touch; and whether assistive tools find it.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { FILES, FOX, annotate, desk, editing as editingIn, pill, says, select } from "./editing.mjs";
import { eventually, filesBelow, launch, root } from "./site.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TEXT = "content/first/index.md";
const CHECKS = "content/first/fact-checks.yaml";
const FULL = {
  [TEXT]: "# First\n\nThe quick brown fox **jumps boldly** over [a lazy](https://example.org/) dog.[^1]\n\n"
    + "Another paragraph tells of a fox and of a hen.\n\nA third one is *long* enough.\n\n- An item\n- Another item\n\n"
    + "[^1]: A footnote of the text.\n",
  "content/glossary.yaml": "- { id: hen, term: hen, definition: A bird. }\n",
  "content/sources.yaml": `${FILES["content/sources.yaml"]}jones: { type: book, title: On Hens, author: 'Jones, B.', date: 1999 }\n`,
  [CHECKS]: "- id: lazy\n  kind: fact-check\n  quote: a lazy\n  claim: The dog was lazy.\n  rating: accurate\n  summary: It was.\n"
    + "  sources: [{ ref: smith }]\n",
  "content/first/drafts.yaml": "- id: third\n  kind: note\n  quote: is long enough\n  body: How long?\n  status: draft\n",
};

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());
const editing = (files, act, options) => editingIn(browser, { ...FULL, ...files }, act, options);

const cardOf = (page) => page.locator("aside.note[data-editing]");
const focusedName = (page) => page.evaluate(() => {
  let { activeElement: focused } = document;
  while (focused.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  return focused.getAttribute("aria-label") ?? focused.textContent.trim();
});
/** Returns the words of the passage that is marked, without the numbers of notes in it. */
const passage = (page) => page.evaluate(() => [...CSS.highlights.get("postil-passage") ?? []].map((range) => {
  const words = range.cloneContents();
  for (const one of words.querySelectorAll("[role=doc-noteref], .footnote-ref, [data-postil]")) one.remove();
  return words.textContent;
}).join(""));
const count = (page, name) => desk(page).getByRole("button", { name });
const list = (page, name) => desk(page).getByRole("list", { name });
const menuOf = async (page, id) => {
  await page.locator(`aside.note#${id}`).hover();
  await page.getByRole("button", { name: /^Actions for/ }).click();
  return page.getByRole("menu");
};
const choose = async (page, id, item) => (await menuOf(page, id)).getByRole("menuitem", { name: item }).click();

describe("a selection", () => {
  for (const [kind, letter, label] of [["Note", "n", "note"], ["Fact check", "c", "fact check"], ["Counter-source", "s", "counter-source"], ["Term", "t", "term"]]) {
    test(`opens a card for “${kind}” by a click, and by the letter ${letter}`, () => editing({}, async ({ page }) => {
      await select(page, "Another", "tells");
      await pill(page).getByRole("button", { name: kind }).click();
      await cardOf(page).waitFor();
      assert.equal((await cardOf(page).getAttribute("aria-label")).toLowerCase(), `new ${label}`);
      assert.equal(await passage(page), "Another paragraph tells");
      assert.equal(await pill(page).count(), 0);
      // The first closes what is offered for a term, if that has come.
      await eventually(async () => {
        await page.keyboard.press("Escape");
        assert.equal(await cardOf(page).count(), 0);
      });
      await select(page, "enough", "enough");
      await page.keyboard.press(letter);
      await cardOf(page).waitFor();
      assert.equal((await cardOf(page).getAttribute("aria-label")).toLowerCase(), `new ${label}`);
      assert.equal(await passage(page), "enough");
    }));
  }

  test("adds one toolbar to the page, and takes it away again", () => editing({}, async ({ page }) => {
    const added = () => page.evaluate(() => [...document.querySelectorAll("[data-postil]")].map(({ localName }) => localName).sort());
    assert.deepEqual(await added(), ["postil-desk"]);
    await select(page, "quick", "quick");
    assert.deepEqual((await added()).filter((name) => name !== "postil-plus"), ["postil-desk", "postil-pill"]);
    await page.keyboard.press("Escape");
    await pill(page).waitFor({ state: "detached" });
    assert.equal(await page.evaluate(() => getSelection().isCollapsed), true);
  }));

  for (const [what, words, block] of [["a link", "lazy", 2], ["a term", "hen", 3]]) {
    test(`may begin and end within ${what}, which is not followed`, () => editing({}, async ({ page }) => {
      const address = page.url();
      await select(page, words, words);
      assert.equal(page.url(), address);
      await page.keyboard.press("c");
      await cardOf(page).waitFor();
      assert.equal(await passage(page), words, `paragraph ${block}`);
    }));
  }

  test("may be gone through by arrows once it has been made by keys", () => editing({}, async ({ page }) => {
    await page.evaluate(() => {
      const { firstChild: words } = document.querySelector("[data-block='3']");
      getSelection().setBaseAndExtent(words, 0, words, 7);
    });
    await pill(page).waitFor();
    await pill(page).getByRole("button", { name: "Note" }).focus();
    await page.keyboard.press("ArrowRight");
    assert.equal(await focusedName(page), "Fact check");
    await page.keyboard.press("End");
    assert.equal(await focusedName(page), "Term");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await cardOf(page).waitFor();
    assert.equal(await cardOf(page).getAttribute("aria-label"), "New note");
    assert.equal(await passage(page), "Another");
  }));

  const refused = {
    "a footnote’s number": [".footnote-ref", "The number of a note"],
    "a reference": [".reference", "The number of a note"],
    "a card": [".note#fox .body, .note#fox .summary", "This is a note"],
    "what belongs to the page": [".article-footer", "This belongs to the page"],
  };
  for (const [what, [selector, why]] of Object.entries(refused)) {
    test(`of ${what} is told why it cannot be annotated`, () => editing({}, async ({ page }) => {
      await page.locator(selector).first().evaluate((one) => getSelection().selectAllChildren(one));
      await page.locator("postil-pill").getByText(why).waitFor();
      assert.equal(await pill(page).isVisible(), false);
      await page.keyboard.press("n");
      assert.equal(await cardOf(page).count(), 0);
    }));
  }

  test("takes the open card along only if somebody says so", () => editing({}, async ({ page }) => {
    await annotate(page, "quick", "quick");
    await cardOf(page).getByRole("textbox", { name: "Body" }).fill("Half");
    await select(page, "third one", "third one");
    assert.equal(await passage(page), "quick");
    await pill(page).getByRole("button", { name: /^Move .* here$/ }).click();
    await eventually(async () => assert.equal(await passage(page), "third one"));
    assert.equal(await cardOf(page).getByRole("textbox", { name: "Body" }).inputValue(), "Half");
  }));
});

describe("a paragraph", () => {
  const plus = (page) => page.getByRole("button", { name: /^Annotate paragraph/ });
  test("has a “+” while it is pointed at, and no other has", () => editing({}, async ({ page }) => {
    assert.equal(await plus(page).count(), 0);
    await page.locator("[data-block='3']").hover();
    assert.equal(await plus(page).getAttribute("aria-label"), "Annotate paragraph 3");
    await page.locator("[data-block='4']").hover();
    assert.equal(await plus(page).count(), 1);
    const [button, text] = [await plus(page).boundingBox(), await page.locator("[data-block='4']").boundingBox()];
    assert.ok(button.x + button.width <= text.x && button.y < text.y + text.height + 8, "in the gutter");
    await plus(page).click();
    await cardOf(page).waitFor();
    assert.equal(await passage(page), "A third one is long enough.");
  }));

  test("has it after its number for whoever goes by keys", () => editing({}, async ({ page }) => {
    await page.locator("[data-block='3']").evaluate((one) => one.closest(".row").querySelector(".permalink").focus());
    await page.keyboard.press("Tab");
    assert.equal(await focusedName(page), "Annotate paragraph 3");
    await page.keyboard.press("ArrowDown");
    assert.equal(await focusedName(page), "Annotate paragraph 4");
    await page.keyboard.press("Enter");
    await cardOf(page).waitFor();
    assert.equal(await passage(page), "A third one is long enough.");
  }));
});

describe("a card at rest", () => {
  test("has one “⋯” while it is pointed at, with all that can be done", () => editing({}, async ({ page }) => {
    assert.equal(await page.getByRole("button", { name: /^Actions/ }).count(), 0);
    const menu = await menuOf(page, "fox");
    assert.deepEqual(await menu.getByRole("menuitem").allTextContents(), ["Edit", "Retract…", "Remove…", "Move to selection", "Copy link"]);
    assert.equal(await menu.getByRole("menuitem", { name: "Move to selection" }).isDisabled(), true);
    await page.keyboard.press("Escape");
    await menu.waitFor({ state: "hidden" });
    assert.match(await focusedName(page), /^Actions for note \d$/);
    await page.locator(".rows .permalink").nth(1).focus();
    await page.locator("[data-block='4']").hover();
    await page.getByRole("button", { name: /^Actions/ }).waitFor({ state: "detached" });
  }));

  test("is edited in its place", () => editing({}, async ({ page }) => {
    await choose(page, "fox", "Edit");
    await cardOf(page).waitFor();
    assert.equal((await cardOf(page).getByRole("textbox", { name: "Body" }).inputValue()).trim(), "A fox.");
  }));

  test("is retracted for a reason, which readers see, and restored; each is undone and done again", () => editing({}, async ({ page, read }) => {
    await choose(page, "fox", "Retract…");
    const reason = page.getByRole("textbox", { name: /^Why is note \d retracted/ });
    const retract = page.getByRole("button", { name: "Retract", exact: true });
    await retract.click();
    assert.equal(read(), FOX, "nothing is retracted without a reason");
    await reason.fill("It was a vixen.");
    await retract.click();
    await says(page, "Retracted: note");
    assert.match(read(), /status: retracted/);
    assert.match(read(), /corrections:\n\s+- \{? ?date: \d{4}-\d\d-\d\d[^]*It was a vixen\./);
    await page.locator("aside.note#fox[data-status=retracted]").waitFor();

    const undo = desk(page).getByRole("button", { name: /^Undo: / });
    const redo = desk(page).getByRole("button", { name: /^Redo: / });
    await undo.click();
    await says(page, "Undone: retraction of Note");
    assert.equal(read(), FOX);
    await redo.click();
    await says(page, "Done again: retraction of Note");
    assert.match(read(), /status: retracted/);
    await page.locator("aside.note#fox[data-status=retracted]").waitFor();

    await choose(page, "fox", "Restore");
    await says(page, "Restored: note");
    assert.doesNotMatch(read(), /status:/);
    assert.match(read(), /It was a vixen\./, "what was said to readers stays said");
  }));

  test("is removed when somebody says so twice, and brought back", () => editing({}, async ({ page, read }) => {
    await choose(page, "fox", "Remove…");
    await page.getByRole("button", { name: "Keep it" }).click();
    assert.equal(read(), FOX);
    await choose(page, "fox", "Remove…");
    await page.getByRole("button", { name: "Remove", exact: true }).click();
    await says(page, "Removed: note");
    await page.locator("aside.note#fox").waitFor({ state: "detached" });
    assert.doesNotMatch(read(), /id: fox/);
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press("Control+z");
    await says(page, "Undone: removal of");
    assert.equal(read(), FOX);
    await page.keyboard.press("Control+Shift+Z");
    await says(page, "Done again: removal of");
    assert.doesNotMatch(read(), /id: fox/);
  }));

  test("is moved to what is selected", () => editing({}, async ({ page, read }) => {
    await select(page, "third one", "third one");
    await choose(page, "fox", "Move to selection");
    await cardOf(page).waitFor();
    await eventually(async () => assert.equal(await passage(page), "third one"));
    await page.keyboard.press("Control+Enter");
    await eventually(() => assert.match(read(), /quote: third one/));
  }));

  test("is reached, and its menu used, by keys alone", () => editing({}, async ({ page, read }) => {
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    const name = await page.evaluate(() => document.activeElement.id);
    await page.keyboard.press("k");
    assert.notEqual(await page.evaluate(() => document.activeElement.id), name);
    assert.equal(await page.evaluate(() => document.activeElement.id), "fox");
    for (let i = 0; i < 9 && !/^Actions for/.test(await focusedName(page)); i += 1) await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByRole("menu").waitFor();
    assert.equal(await focusedName(page), "Edit");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.keyboard.type("Just so.");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await says(page, "Retracted: note");
    assert.match(read(), /Just so\./);
  }));
});

describe("keys", () => {
  test("go from note to note, edit, annotate a paragraph, and fold", () => editing({}, async ({ page }) => {
    const here = () => page.evaluate(() => document.activeElement.id);
    await page.keyboard.press("j");
    assert.equal(await here(), "fox");
    await page.keyboard.press("j");
    assert.equal(await here(), "lazy");
    await page.keyboard.press("d");
    assert.equal(await here(), "third");
    await page.keyboard.press("e");
    await cardOf(page).waitFor();
    assert.equal((await cardOf(page).getByRole("textbox", { name: "Body" }).inputValue()).trim(), "How long?");
    await page.keyboard.type("jkade");
    assert.match(await cardOf(page).getByRole("textbox", { name: "Body" }).inputValue(), /jkade/, "in a field they are letters");
    await page.keyboard.press("Escape");
    await cardOf(page).waitFor({ state: "detached" });
    await page.locator("[data-block='3']").evaluate((one) => one.closest(".row").querySelector(".permalink").focus());
    await page.keyboard.press("a");
    await cardOf(page).waitFor();
    assert.equal(await passage(page), "Another paragraph tells of a fox and of a hen.");
  }));

  test("are listed by “?”, and letters can be switched off", () => editing({}, async ({ page }) => {
    await page.keyboard.press("?");
    const dialog = page.getByRole("dialog", { name: "Keys" });
    await dialog.getByText("Annotate the paragraph").waitFor();
    await dialog.getByRole("checkbox").uncheck();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await page.keyboard.press("a");
    await page.keyboard.press("?");
    assert.equal(await dialog.count() + await cardOf(page).count(), 0);
    await desk(page).getByRole("button", { name: "Keys" }).click();
    await dialog.getByRole("checkbox").check();
    await dialog.getByRole("button", { name: "Close" }).click();
    await page.keyboard.press("a");
    await cardOf(page).waitFor();
  }));

  test("reach all cards by one stop of Tab, and no attribute changes before", () => editing({}, async ({ page }) => {
    const nTabbable = () => page.locator(".row .note").evaluateAll((notes) => notes.flatMap((note) =>
      [note, ...note.querySelectorAll("a, button, summary")]).filter((one) => one.tabIndex >= 0 && one.checkVisibility()).length);
    assert.equal(await page.locator(".row [tabindex]").count(), 0);
    assert.ok(await nTabbable() > 6);
    await page.keyboard.press("Tab");
    assert.equal(await nTabbable(), 1);
    const stops = [];
    for (let i = 0; i < 60; i += 1) {
      stops.push(await page.evaluate(() => document.activeElement.closest(".row .note")?.id ?? ""));
      if (stops.at(-1)) break;
      await page.keyboard.press("Tab");
    }
    assert.equal(stops.at(-1), "fox");
    await page.keyboard.press("ArrowDown");
    assert.equal(await page.evaluate(() => document.activeElement.id), "lazy");
    await page.keyboard.press("End");
    assert.equal(await page.evaluate(() => document.activeElement.id), "third");
    // What the card with the focus holds is reached from it.
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.closest(".note").id), "third");
  }));
});

describe("the bar", () => {
  test("counts what there is to do, and each count opens a list that jumps", () => editing({}, async ({ page }) => {
    for (const name of ["1 draft", "1 with one source", "1 unused source"]) await count(page, name).waitFor();
    assert.equal(await count(page, "passage").count(), 0);
    await count(page, "1 with one source").click();
    const item = list(page, "One source").getByRole("link", { name: "Fact check 2" });
    assert.match(await list(page, "One source").textContent(), /The dog was lazy\./);
    await item.click();
    assert.equal(await page.evaluate(() => document.activeElement.id), "lazy");
    await count(page, "1 unused source").click();
    await list(page, "One source").waitFor({ state: "hidden" });
    assert.match(await list(page, "Unused sources").getByRole("link").getAttribute("href"), /\/sources\/#jones$/);
    await count(page, "1 unused source").click();
    await list(page, "Unused sources").waitFor({ state: "hidden" });
  }));

  test("counts what only this browser has, and opens it", () => editing({}, async ({ page }) => {
    await annotate(page, "Another", "tells", "Fact check");
    await cardOf(page).getByRole("textbox", { name: "Claim" }).fill("It tells.");
    await page.keyboard.press("Escape");
    await count(page, "2 drafts").click();
    await list(page, "Drafts").getByText("only in this browser").waitFor();
    await list(page, "Drafts").getByRole("button").first().click();
    await cardOf(page).waitFor();
    assert.equal(await cardOf(page).getByRole("textbox", { name: "Claim" }).inputValue(), "It tells.");
  }));

  test("is gone through by P, one problem after the other", () => editing({}, async ({ page, write }) => {
    await count(page, "1 with one source").waitFor();
    await page.keyboard.press("p");
    assert.equal(await focusedName(page), "Fact check 2");
    await list(page, "One source").waitFor();
    write("content/first/more.yaml", "- id: bad\n  kind: nonsense\n- id: worse\n  kind: nonsense\n");
    await count(page, "problems").waitFor();
    await page.keyboard.press("p");
    const first = await focusedName(page);
    await page.keyboard.press("p");
    assert.match(first, /^content\/first\/more\.yaml:1:/);
    assert.notEqual(await focusedName(page), first);
    write("content/first/more.yaml", "[]\n");
    await count(page, "problem").waitFor({ state: "detached" });
    await list(page, "Problems").waitFor({ state: "detached" });
  }));

  test("tells that the preview is gone, and back", () => editing({}, async ({ page, restart }) => {
    await count(page, "1 draft").waitFor();
    await restart();
    await says(page, "The preview is back");
    await page.keyboard.press("d");
    assert.equal(await page.evaluate(() => document.activeElement.id), "third");
  }));

  test("is read anew when somebody else changes a file", () => editing({}, async ({ page, write }) => {
    await count(page, "1 draft").waitFor();
    write("content/first/drafts.yaml", FULL["content/first/drafts.yaml"].replace("  status: draft\n", ""));
    await count(page, "1 draft").waitFor({ state: "detached" });
    write(TEXT, FULL[TEXT].replace("brown fox", "old dog"));
    await count(page, "1 passage not found").waitFor();
  }));

  test("covers no card that is written, whatever list is open, and can be scrolled away from", () => {
    const act = async ({ page, write }) => {
      await annotate(page, "enough", "enough");
      await cardOf(page).getByRole("textbox", { name: "Body" }).fill("More.");
      write("content/first/more.yaml", "- id: bad\n  kind: nonsense\n");
      await count(page, "problem").click();
      await list(page, "Problems").waitFor();
      const [card, drawer] = [await cardOf(page).boundingBox(), await page.locator("postil-desk .drawer:visible").boundingBox()];
      const isApart = card.x >= drawer.x + drawer.width || card.x + card.width <= drawer.x || card.y >= drawer.y + drawer.height || card.y + card.height <= drawer.y;
      assert.ok(isApart, JSON.stringify([card, drawer]));
    };
    return editing({}, act, { device: { viewport: { width: 1280, height: 800 } } });
  });
});

describe("the desk of the whole edition", () => {
  const other = {
    "content/second/index.md": "# Second\n\nA goose is here.\n",
    // That the text agrees with it is told, and nothing to do.
    "content/second/witness.txt": "# Second\n\nA goose is here.\n",
    "content/second/notes.yaml": "- { id: goose, kind: note, quote: goose, body: A goose., status: draft, by: ann }\n"
      + "- { id: here, kind: fact-check, quote: is here, claim: It is., rating: accurate, summary: S., sources: [{ ref: smith }], status: draft, by: ann }\n",
    "content/edition.yaml": `${FILES["content/edition.yaml"]}editors:\n  ann: { name: Ann }\n  bob: { name: Bob }\ndefault_editor: bob\n`,
  };
  const opened = (act, device) => editing(other, async ({ page, address, ...more }) => {
    await page.goto(new URL("/_postil/desk", address).href);
    await page.getByRole("heading", { name: /^Drafts \(3\)$/ }).waitFor();
    await act({ page, ...more });
  }, { device });

  test("lists by article and by editor, and leads to each note", () => opened(async ({ page }) => {
    const drafts = page.getByRole("region", { name: "Drafts" });
    assert.deepEqual(await drafts.getByRole("heading", { level: 3 }).allTextContents(), ["First", "Second"]);
    await page.getByLabel("Editor").selectOption("Ann");
    await drafts.getByRole("heading", { name: "Drafts (2)" }).waitFor();
    await page.getByLabel("Editor").selectOption("");
    await page.getByLabel("Article").selectOption("First");
    await drafts.getByRole("heading", { name: "Drafts (1)" }).waitFor();
    await page.getByRole("region", { name: "Unused sources" }).getByText("Jones 1999").waitFor();
    assert.equal(await page.getByText(/^info: /).count(), 0);
    await drafts.getByRole("link").click();
    await page.locator("aside.note#third").waitFor();
    assert.match(page.url(), /\/sub\/path\/first\/#third$/);
  }));

  test("publishes many at once, and says what the others need", () => opened(async ({ page, read, write }) => {
    const drafts = page.getByRole("region", { name: "Drafts" });
    assert.equal(await drafts.getByRole("button", { name: "Publish" }).isDisabled(), true);
    await drafts.getByRole("button", { name: "Choose all" }).click();
    await drafts.getByRole("button", { name: "Publish 3" }).click();
    await page.getByRole("status").getByText("3 published").waitFor();
    await drafts.waitFor({ state: "detached" });
    assert.doesNotMatch(read("content/second/notes.yaml"), /draft/);
    assert.doesNotMatch(read("content/first/drafts.yaml"), /draft/);
    // News of others comes by itself.
    write("content/first/drafts.yaml", FULL["content/first/drafts.yaml"]);
    await page.getByRole("heading", { name: "Drafts (1)" }).waitFor();
  }));

  for (const [colorScheme, width] of [["light", 1280], ["dark", 320]]) {
    test(`has no barriers at ${width} px, ${colorScheme}`, () => opened(async ({ page }) => {
      await page.evaluate(AXE);
      const { violations } = await page.evaluate(() => axe.run());
      assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]), []);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    }, { colorScheme, viewport: { width, height: 800 } }));
  }
});

describe("on a phone", () => {
  for (const width of [320, 390]) {
    test(`the bar and the pill fit ${width} px, with targets for fingers`, () => editing({}, async ({ page }) => {
      await page.evaluate(() => {
        const { firstChild: words } = document.querySelector("[data-block='3']");
        getSelection().setBaseAndExtent(words, 8, words, 40);
      });
      await pill(page).waitFor();
      await count(page, "1 draft").waitFor();
      const fits = await page.evaluate(() => {
        const parts = ["postil-pill", "postil-desk"].map((name) => document.querySelector(name));
        return parts.flatMap((part) => [...part.shadowRoot.querySelectorAll("button, a.step")]).filter((one) => one.checkVisibility())
          .map((one) => ({ name: one.getAttribute("aria-label") ?? one.textContent, ...one.getBoundingClientRect().toJSON() }));
      });
      for (const { name, width: w, height: h } of fits) assert.ok(w >= 44 && h >= 44, `${name}: ${w} × ${h}`);
      const area = await page.locator("postil-pill").boundingBox();
      assert.ok(area.x >= 0 && area.x + area.width <= width, JSON.stringify(area));
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing reaches beyond the window");
      const bar = await desk(page).boundingBox();
      assert.ok(bar.height <= 112 && bar.width <= width, JSON.stringify(bar));
      await pill(page).getByRole("button", { name: "Fact check" }).tap();
      await cardOf(page).waitFor();
    }, { device: { viewport: { width, height: 720 }, hasTouch: true, isMobile: true } }));
  }

  test("a tap at a paragraph shows its “+”, a tap at a card its “⋯”", () => editing({}, async ({ page }) => {
    await page.locator("[data-block='4']").tap({ position: { x: 12, y: 12 } });
    await page.getByRole("button", { name: "Annotate paragraph 4" }).waitFor();
    await page.locator("aside.note#fox .note-head").tap();
    await page.getByRole("button", { name: /^Actions for note/ }).tap();
    await page.getByRole("menuitem", { name: "Edit" }).tap();
    await cardOf(page).waitFor();
  }, { device: { viewport: { width: 390, height: 720 }, hasTouch: true, isMobile: true } }));
});

describe("assistive tools", () => {
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [320, 390, 1440]) {
      test(`find no barrier in any state at ${width} px, ${colorScheme}`, () => editing({}, async ({ page }) => {
        await page.evaluate(AXE);
        const look = async (state) => {
          const { violations } = await page.evaluate(() => axe.run());
          assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]), [], state);
        };
        await look("at rest");
        await select(page, "Another", "tells");
        await look("a selection");
        await page.keyboard.press("Escape");
        const menu = await menuOf(page, "fox");
        await look("the menu");
        await menu.getByRole("menuitem", { name: "Retract…" }).click();
        await look("a question");
        await page.keyboard.press("Escape");
        await count(page, "1 draft").click();
        await look("a list");
        await page.keyboard.press("Escape");
        await page.keyboard.press("?");
        await look("the keys");
        await page.keyboard.press("Escape");
        await annotate(page, "Another", "tells", "Fact check");
        await look("a card");
      }, { device: { colorScheme, viewport: { width, height: 800 } } }));
    }
  }
});

test("a page of many notes gets no more than one bar, and few stops of Tab", () => {
  const paths = filesBelow(join(root, "content"), "");
  const base = Object.fromEntries(paths.map((path) => [`content/${path}`, readFileSync(join(root, "content", path))]));
  return editingIn(browser, {}, async ({ page }) => {
    assert.equal(await page.locator("[data-postil]").count(), 1);
    let nTabs = 0;
    const reached = () => page.evaluate(() => document.activeElement.closest(".row")?.querySelector("[data-block]")?.dataset.block);
    while (await reached() !== "26" && nTabs < 700) {
      await page.keyboard.press("Tab");
      nTabs += 1;
    }
    console.log(`${nTabs} Tabs to paragraph 26`);
    assert.ok(nTabs < 300, `${nTabs}`);
  }, { base, path: "idlib/idlib-2019/" });
});
