// editor.test.mjs — what an editor does in the page of the live preview, in a real
// browser, and what the files hold afterwards. Each test has an edition of its own.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { FILES, FOX, NOTES, addedLines, annotate, annotateParagraph, body, desk, edit, editing as editingIn, field, isFound, isIn, more, publish, says, written } from "./editing.mjs";
import { eventually, launch } from "./site.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const CHECKS = "content/first/fact-checks.yaml";

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());
const editing = (...given) => editingIn(browser, ...given);

describe("a selected passage", () => {
  const saved = (from, to, quote) => editing({}, async ({ page, read, form }) => {
    await annotate(page, from, to);
    await isFound(form, "Found in paragraph");
    assert.equal(read(), FOX, "nothing is written before something is said");
    await body(form).fill("Written in the page.");
    await publish(form);
    await says(page, "Published");
    const added = addedLines(read(), FOX);
    assert.ok(!added.includes("status:"), added);
    for (const words of [].concat(quote)) assert.ok(added.includes(words), added);
    await page.locator("aside.note:not([data-editing])", { hasText: "Written in the page." }).waitFor();
    await form.waitFor({ state: "detached" });
  });

  test("is annotated", () => saved("quick", "quick", "quick"));
  test("may reach across bold text and a link", () =>
    saved("jumps", "lazy", "quote: jumps boldly over a lazy\n"));
  test("may reach across a reference", () =>
    saved("quick", "jumps", "quote: quick brown fox jumps\n"));
  test("may reach across paragraphs", () => saved("boldly", "Another", ["boldly over", "Another"]));
  test("that is not unique is told apart", () => editing({}, async ({ page, read, form }) => {
    await annotate(page, "fox and", "of a fox");
    await isFound(form, "Not unique");
    await body(form).fill("The second fox.");
    await page.keyboard.press("Control+Enter");
    await says(page, "Published");
    assert.match(addedLines(read(), FOX), /exact: fox/);
  }));
  test("is marked while it is written about, and the caret stands in the first field", () =>
    editing({}, async ({ page, form }) => {
      const marked = () => page.evaluate(() => [...CSS.highlights.get("postil-passage") ?? []].map(String));
      for (const [kind, label] of [["Fact check", "Claim"], ["Counter-source", "Summary"], ["Note", "Body"], ["Term", "Definition"]]) {
        await annotate(page, "hen", "hen", kind);
        await form.waitFor();
        await eventually(async () => assert.deepEqual(await marked(), ["hen"]));
        // A term that is new is asked for first.
        await eventually(async () => assert.equal(await page.evaluate(() => document.activeElement.labels?.[0]?.textContent), label));
        await page.keyboard.press("Escape");
        await form.waitFor({ state: "detached" });
        assert.deepEqual(await marked(), []);
      }
    }));
});

test("what is typed is saved by itself as a draft, and is one step to undo", () =>
  editing({}, async ({ page, read, form }) => {
    await annotate(page, "hen", "hen");
    await body(form).pressSequentially("There was");
    await isIn(form, "saved");
    await body(form).pressSequentially(" a hen.");
    await eventually(() => assert.match(addedLines(read(), FOX), /There was a hen\.\n/));
    assert.match(read(), /status: draft\n/);
    await isIn(form, "saved");
    await form.getByText(/^Draft · saved \d+ s ago$/).waitFor();
    await page.keyboard.press("Escape");
    await form.waitFor({ state: "detached" });
    await page.locator("aside.note[data-status=draft]").waitFor();
    await desk(page).getByRole("button", { name: "Undo" }).click();
    await eventually(() => assert.equal(read(), FOX));
  }));

describe("what is published is what the command line would have written", () => {
  test("a note", () => editing({}, async ({ page, read, form }) => {
    await annotate(page, "quick", "jumps");
    await body(form).fill("One *line*.\n\nAnd another: with a colon.");
    await isIn(form, "saved");
    await publish(form);
    await says(page, "Published");
    assert.equal(read(), written({}, NOTES, ["--kind", "note", "--quote", "quick brown fox jumps", "--body", "One *line*.\n\nAnd another: with a colon."]));
  }));
  test("a fact check, in whatever order it is filled in", () => editing({}, async ({ page, read, form }) => {
    await annotate(page, "quick", "jumps", "Fact check");
    await form.getByRole("combobox", { name: "Add a source" }).fill("foxes");
    await form.getByRole("option", { name: /Smith 2001/ }).click();
    await form.getByLabel("Place", { exact: true }).fill("p. 3");
    await body(form).fill("It was.");
    await field(form, "Summary").fill("It was quick.");
    await form.getByRole("radio", { name: "Accurate" }).check();
    await field(form, "Claim").fill("The fox was quick.");
    await isIn(form, "saved");
    await more(form);
    await field(form, "Tags").fill("foxes, speed");
    await form.getByLabel("Stance", { exact: true }).selectOption("supports");
    await isIn(form, "saved");
    await publish(form);
    await says(page, "Published");
    assert.equal(read(CHECKS), written({}, CHECKS, ["--kind", "fact-check", "--quote", "quick brown fox jumps", "--claim", "The fox was quick.",
      "--rating", "accurate", "--summary", "It was quick.", "--body", "It was.", "--source", "{ ref: smith, at: p. 3, stance: supports }",
      "--tag", "foxes", "--tag", "speed"]));
  }));
});

test("a file with CRLF keeps its line ends", () => {
  const before = FOX.replaceAll("\n", "\r\n");
  return editing({ [NOTES]: before }, async ({ page, read, form }) => {
    await annotate(page, "quick", "quick");
    await body(form).fill("One.\nTwo.");
    await publish(form);
    await says(page, "Published");
    const added = addedLines(read(), before);
    assert.ok(added.includes("One."), added);
    assert.ok(!/[^\r]\n/.test(added), JSON.stringify(added));
  });
});

test("whoever cannot select takes a paragraph and types the quote", () =>
  editing({}, async ({ page, read, form }) => {
    await annotateParagraph(page, "A third one");
    await isFound(form, "Found in paragraph 4");
    await body(form).fill("Typed.");
    await more(form);
    const quote = field(form, "Passage");
    assert.equal(await quote.inputValue(), "A third one is long enough.");
    await quote.fill("nowhere at all");
    await form.locator("[data-for=quote] .postil-said p").first().waitFor();
    await quote.fill("long enough");
    await isFound(form, "“long enough”");
    await page.keyboard.press("Meta+Enter");
    await says(page, "Published");
    assert.match(addedLines(read(), FOX), /quote: long enough\n/);
  }));

test("a fact check has its fields, and what it needs stands beside them", () =>
  editing({}, async ({ page, read, form }) => {
    await annotate(page, "hen", "hen");
    await isFound(form, "Found in paragraph");
    assert.equal(await field(form, "Claim").isVisible(), false);
    await form.getByRole("radio", { name: "Fact check" }).check();
    await form.and(page.getByRole("complementary", { name: "New fact check" })).waitFor();
    await publish(form);
    await says(page, "Needs the claim");
    assert.equal(read(), FOX);
    const said = form.locator("[data-for=claim] .postil-said");
    await said.locator("p").first().waitFor();
    assert.ok(!/`|YAML|field/.test(await said.textContent()), await said.textContent());
    await field(form, "Claim").fill("There was a hen.");
    await form.getByRole("radio", { name: "Accurate" }).check();
    assert.equal(await form.getByRole("radio", { name: "Accurate" }).isChecked(), true);
    await field(form, "Summary").fill("There was.");
    await form.getByText("Needs a source").waitFor();
    const source = form.getByRole("combobox", { name: "Add a source" });
    await source.fill("foxes");
    await form.getByRole("option", { name: /Smith 2001/ }).waitFor();
    await page.keyboard.press("Enter");
    await form.getByText("Needs a second source").waitFor();
    await more(form);
    await field(form, "Tags").fill("hens, birds");
    await publish(form);
    await says(page, "Published");
    const text = read(CHECKS);
    for (const words of ["claim: There was a hen.", "rating: accurate", "ref: smith", "hens"]) {
      assert.ok(text.includes(words), text);
    }
    assert.equal(read(), FOX);
  }));

describe("a published note", () => {
  test("is changed by Publish only, and that is undone", () => editing({}, async ({ page, read, form }) => {
    await edit(page, "fox");
    assert.equal(await body(form).inputValue(), "A fox.");
    await body(form).fill("A red fox.");
    await isIn(form, "typing");
    await page.keyboard.press("Control+s");
    await says(page, "Kept in this browser");
    assert.equal(read(), FOX);
    await publish(form);
    await says(page, "Published");
    assert.ok(read().includes("A red fox.") && read().startsWith("# Of foxes\n"), read());
    await page.locator("aside.note#fox").getByText("A red fox.").first().waitFor({ state: "attached" });
    await desk(page).getByRole("button", { name: "Undo" }).click();
    await eventually(() => assert.equal(read(), FOX));
  }));

  const CHECK = "- id: hen\n  kind: fact-check\n  quote: and of a hen\n  claim: C.\n  rating: accurate\n"
    + "  summary: S.\n  sources: [{ ref: smith }]\n";
  test("asks once whether readers are to be told of a new summary", () =>
    editing({ [CHECKS]: CHECK }, async ({ page, read, form }) => {
      await edit(page, "hen");
      await field(form, "Summary").fill("It was another.");
      await publish(form);
      await form.getByText("Log a correction?").waitFor();
      assert.equal(read(CHECKS), CHECK, "it asks first");
      await form.getByRole("textbox", { name: "Correction for readers" }).fill("It was said to be S.");
      await form.getByRole("button", { name: "Log it and publish" }).click();
      await says(page, "Published");
      assert.match(read(CHECKS), /summary: It was another\.\n[^]*corrections:\n {4}- \{ date: \d{4}-\d\d-\d\d, text: It was said to be S\. \}\n/);
      await form.waitFor({ state: "detached" });
      await edit(page, "hen");
      await field(form, "Summary").fill("It was a third.");
      await publish(form);
      await form.getByRole("button", { name: "Publish without" }).click();
      await form.waitFor({ state: "detached" });
      assert.match(read(CHECKS), /summary: It was a third\./);
      assert.equal(read(CHECKS).match(/text:/g).length, 1);
    }));

  test("that is retracted says so, and is restored", () =>
    editing({ [NOTES]: `${FOX}  status: retracted\n` }, async ({ page, read, form }) => {
      await edit(page, "fox");
      await isIn(form, "retracted");
      await form.getByRole("button", { name: "Restore" }).click();
      await says(page, "Restored");
      assert.equal(read(), FOX);
    }));
});

describe("a change by somebody else", () => {
  const theirs = FOX.replace("A fox.", "Theirs entirely.");
  test("of the same words is told at once, with the words that differ; one chooses", () =>
    editing({}, async ({ page, read, write, form }) => {
      await edit(page, "fox");
      await body(form).fill("A red fox.");
      write(NOTES, FOX.replace("A fox.", "A grey fox."));
      await isIn(form, "elsewhere");
      const conflict = form.getByRole("group", { name: "Body was changed elsewhere" });
      assert.deepEqual([await conflict.locator("del").textContent(), await conflict.locator("ins").textContent()], ["red", "grey"]);
      await publish(form);
      await says(page, "Needs your choice");
      assert.ok(read().includes("A grey fox."), read());
      await conflict.getByRole("button", { name: "Keep mine" }).click();
      await publish(form);
      await says(page, "Published");
      assert.ok(read().includes("A red fox.") && read().includes("# kept"), read());
      await form.waitFor({ state: "detached" });
      await edit(page, "fox");
      await body(form).fill("Mine again.");
      write(NOTES, theirs);
      await form.getByRole("button", { name: "Take theirs" }).click();
      assert.equal(await body(form).inputValue(), "Theirs entirely.");
      await page.keyboard.press("Escape");
      await form.waitFor({ state: "detached" });
      assert.equal(read(), theirs);
    }));

  test("of other words is taken in, and one’s own stay", () => editing({}, async ({ page, read, write, form }) => {
    await edit(page, "fox");
    await body(form).fill("A red fox.");
    write(NOTES, `${FOX}  tags: [foxes]\n`);
    await says(page, "Changed elsewhere: taken in");
    await more(form);
    assert.equal(await field(form, "Tags").inputValue(), "foxes");
    assert.equal(await body(form).inputValue(), "A red fox.");
    await publish(form);
    await says(page, "Published");
    assert.ok(read().includes("A red fox.") && read().includes("tags: [foxes]"), read());
  }));
});

test("Escape folds, and what is no note yet survives that and a reload", () =>
  editing({}, async ({ page, read, form }) => {
    await annotate(page, "hen", "hen", "Fact check");
    await field(form, "Claim").fill("Half a though");
    await page.keyboard.press("Escape");
    await says(page, "The draft is kept");
    assert.equal(await form.count(), 0);
    await page.reload();
    await annotate(page, "hen", "hen", "Fact check");
    await says(page, "Your draft is taken up");
    assert.equal(await field(form, "Claim").inputValue(), "Half a though");
    await page.reload();
    await form.waitFor();
    assert.equal(await field(form, "Claim").inputValue(), "Half a though");
    await form.getByRole("radio", { name: "Note" }).check();
    await body(form).fill("A whole thought.");
    await page.keyboard.press("Control+Enter");
    await says(page, "Published");
    assert.match(addedLines(read(), FOX), /A whole thought\./);
    await form.waitFor({ state: "detached" });
    await page.reload();
    await page.locator("postil-desk[data-ready]").waitFor({ state: "attached" });
    assert.equal(await form.count(), 0, "what is saved is no draft");
  }));

test("what is typed stays while the page changes, and is never read as HTML", () =>
  editing({}, async ({ page, write, form }) => {
    await annotate(page, "hen", "hen");
    const text = "<b onclick=alert(1)>very</b> *so*";
    await body(form).fill(text);
    await more(form);
    await form.getByRole("button", { name: "Preview" }).click();
    await form.locator(".postil-rendered em", { hasText: "so" }).waitFor();
    assert.equal(await form.locator("[onclick]").count(), 0);
    write("content/first/index.md", FILES["content/first/index.md"].replace("Another", "One more"));
    await page.getByText("One more paragraph").waitFor();
    assert.equal(await body(form).inputValue(), text);
  }));

test("all notes stay to be seen beside the card, and it stands by its passage", () => {
  const check = "- id: hen\n  kind: fact-check\n  quote: and of a hen\n  claim: C.\n  rating: accurate\n"
    + "  summary: S.\n  sources: [{ ref: smith }]\n";
  return editing({ [CHECKS]: check }, async ({ page, form }) => {
    await annotate(page, "long", "long");
    await isFound(form, "Found in paragraph");
    for (const id of ["fox", "hen"]) assert.ok(await page.locator(`aside.note#${id}`).isVisible(), id);
    assert.ok(await form.getByRole("button", { name: "Publish" }).isVisible());
    const boxes = await page.evaluate(() => [...document.querySelectorAll(".rows .note")].map((one) => one.getBoundingClientRect())
      .map(({ top, bottom, left }) => ({ top, bottom, left })));
    for (const [i, { bottom }] of boxes.entries()) if (boxes[i + 1]) assert.ok(bottom <= boxes[i + 1].top, JSON.stringify(boxes));
    const passage = await page.evaluate(() => [...CSS.highlights.get("postil-passage")][0].getBoundingClientRect().right);
    assert.ok(passage < boxes.at(-1).left, "it lies over no text");
  }, { device: { viewport: { width: 1440, height: 900 } } });
});

test("the card grows with its words, and pushes the others down", () =>
  editing({ [NOTES]: `${FOX}- { id: third, kind: note, quote: third, body: T. }\n` }, async ({ page, form }) => {
    await annotate(page, "hen", "hen");
    await body(form).fill("One\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten");
    await eventually(async () => {
      const [card, next] = await page.evaluate(() => [...document.querySelectorAll(".rows .note[data-editing], .rows .note#third")]
        .map((one) => one.getBoundingClientRect()).map(({ top, bottom }) => [top, bottom]));
      assert.ok(card[1] <= next[0], `${card} ${next}`);
      assert.ok(card[1] - card[0] > 300, String(card));
    });
  }, { device: { viewport: { width: 1440, height: 900 } } }));

test("the card and the controls have no barriers", () =>
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
