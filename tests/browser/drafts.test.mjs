// drafts.test.mjs — what is typed in the editor of the live preview is not lost, in
// whatever way a form is left. Each test has an edition of its own.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { FILES, FOX, addedLines, annotate, editing as editingIn, isFound, openArticle, says } from "./editing.mjs";
import { launch } from "./site.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());
const editing = (...given) => editingIn(browser, ...given);
const save = (form) => form.getByRole("button", { name: "Save", exact: true }).click();

/** Holds back the answers to an address until `release` is called. */
const holding = async (page, address) => {
  let release;
  const free = new Promise((resolve) => { release = resolve; });
  await page.route(address, async (route) => { await free; await route.continue(); });
  return release;
};

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

  test("what is saved quotes the words that are shown", () =>
    editing({}, async ({ page, form, read }) => {
      const release = await holding(page, "**/_postil/api/describe");
      await openParagraph(page);
      await form.getByLabel("Body").fill("Typed fast.");
      await save(form);
      await says(page, "Saved");
      assert.match(addedLines(read(), FOX), /quote: A third one is long enough\.\n/);
      await release();
    }));

  test("a form that is left keeps its passage, and asks again", () =>
    editing({}, async ({ page, form, read }) => {
      const release = await holding(page, "**/_postil/api/describe");
      await openParagraph(page);
      await form.getByLabel("Body").fill("Typed fast.");
      await page.keyboard.press("Escape");
      await says(page, "The draft is kept");
      await page.getByRole("button", { name: "Take up the draft" }).click();
      await release();
      await isFound(form, "Found in paragraph 4");
      assert.equal(await form.getByLabel("Quote").inputValue(), "A third one is long enough.");
      await save(form);
      await says(page, "Saved");
      assert.match(addedLines(read(), FOX), /quote: A third one is long enough\.\n/);
    }));

  test("what was typed into one form is not asked about in the next", () =>
    editing({}, async ({ page, form }) => {
      const asked = [];
      page.on("request", (request) => {
        if (request.url().endsWith("/describe")) asked.push(request.postDataJSON().text);
      });
      await annotate(page, "hen", "hen");
      await isFound(form, "Found in paragraph");
      await form.getByLabel("Quote").fill("long");
      await page.keyboard.press("Escape");
      await openParagraph(page);
      await isFound(form, "Found in paragraph 4");
      // What is typed later is asked about later.
      await form.getByLabel("Quote").fill("A third one");
      await isFound(form, "“A third one”");
      assert.deepEqual(asked.filter(Boolean), ["A third one"]);
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

describe("a draft", () => {
  const TEXT = "content/first/index.md";
  const body = (form) => form.getByLabel("Body", { exact: true });
  const kept = (page) => page.locator(".postil-drafts");
  const editFox = (page) => page.locator("aside.note#fox").getByRole("button", { name: "Edit" }).click();
  /** Writes on a passage, and leaves the form. */
  const half = async ({ page, form }, word, text) => {
    await annotate(page, word, word);
    await isFound(form, "Found in paragraph");
    await body(form).fill(text);
    await page.keyboard.press("Escape");
    await says(page, "The draft is kept");
  };

  test("is kept for each passage and each note, and offered where it was begun", () =>
    editing({}, async (given) => {
      const { page, form, read } = given;
      await half(given, "hen", "On the hen");
      await half(given, "third", "On the third");
      await editFox(page);
      await body(form).fill("On the fox");
      await form.getByRole("button", { name: "Leave" }).click();
      await says(page, "The draft is kept");
      for (const [word, text] of [["hen", "On the hen"], ["third", "On the third"]]) {
        await annotate(page, word, word);
        await says(page, "Your draft is taken up");
        assert.equal(await body(form).inputValue(), text);
        assert.equal(await form.getByLabel("Quote").inputValue(), word);
        await page.keyboard.press("Escape");
        await form.waitFor({ state: "detached" });
      }
      await editFox(page);
      await says(page, "Your draft is taken up");
      assert.equal(await body(form).inputValue(), "On the fox");
      await save(form);
      await says(page, "Saved");
      assert.ok(read().includes("On the fox"), read());
      await editFox(page);
      await form.waitFor();
      assert.equal(await page.getByText("Your draft is taken up").count(), 0, "what is saved is no draft");
    }));

  test("outlives its tab, and is listed; the passage may have moved", () =>
    editing({}, async (given) => {
      const { page, context, form, write, address } = given;
      await half(given, "hen", "On the hen");
      await editFox(page);
      await body(form).fill("On the fox");
      const other = await context.newPage();
      await page.close();
      await openArticle(other, address);
      const otherForm = other.getByRole("dialog", { name: "Annotation" });
      await kept(other).getByText("2 drafts").click();
      await other.evaluate(AXE);
      const { violations } = await other.evaluate(() => globalThis.axe.run(".postil-news"));
      assert.deepEqual(violations.map(({ id }) => id), []);
      await kept(other).getByRole("button", { name: "fox: On the fox" }).click();
      assert.equal(await body(otherForm).inputValue(), "On the fox");
      await kept(other).getByText("1 draft").waitFor();
      await other.keyboard.press("Escape");
      write(TEXT, FILES[TEXT].replace("# First\n", "# First\n\nAdded above.\n"));
      await other.getByText("Added above.").waitFor();
      await annotate(other, "hen", "hen");
      await says(other, "Your draft is taken up");
      assert.equal(await body(otherForm).inputValue(), "On the hen");
    }));

  test("leaves room for another note on its passage, or can be discarded", () =>
    editing({}, async (given) => {
      const { page, form, read } = given;
      await half(given, "hen", "The first");
      await annotate(page, "hen", "hen");
      await page.getByRole("button", { name: "Start anew" }).click();
      await isFound(form, "Found in paragraph");
      assert.equal(await body(form).inputValue(), "");
      await body(form).fill("The second");
      await save(form);
      await says(page, "Saved");
      assert.match(addedLines(read(), FOX), /The second/);
      await kept(page).getByText("1 draft").waitFor();
      await annotate(page, "hen", "hen");
      await page.getByRole("button", { name: "Discard the draft" }).click();
      await says(page, "The draft is discarded");
      assert.equal(await form.count(), 0);
      await kept(page).waitFor({ state: "hidden" });
      await annotate(page, "hen", "hen");
      await isFound(form, "Found in paragraph");
      assert.equal(await body(form).inputValue(), "");
    }));

  test("keeps all that was typed, finished or not", () => editing({}, async ({ page, form }) => {
    await annotate(page, "hen", "hen");
    await form.getByLabel("Kind").selectOption("fact-check");
    await form.getByLabel("Claim").fill("There was a hen.");
    await form.getByLabel("Kind").selectOption("note");
    await form.getByText("Remark and words").click();
    await form.getByLabel("Remark").fill("an eye-witness");
    await form.getByLabel("Quote").fill("nowhere at all");
    await page.reload();
    await form.waitFor();
    assert.equal(await form.getByLabel("Quote").inputValue(), "nowhere at all");
    assert.equal(await form.getByLabel("Remark").inputValue(), "an eye-witness");
    await form.getByLabel("Kind").selectOption("fact-check");
    assert.equal(await form.getByLabel("Claim").inputValue(), "There was a hen.");
    await form.getByRole("button", { name: "New source" }).click();
    await form.getByLabel("Title").fill("Half a title");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Take up the draft" }).click();
    await form.getByRole("button", { name: "New source" }).click();
    assert.equal(await form.getByLabel("Title").inputValue(), "Half a title");
  }));
});

describe("a passage that is selected while another is written about", () => {
  /** Writes on “hen”, and then asks for “third”. */
  const between = (act) => editing({}, async (given) => {
    const { page, form } = given;
    await annotate(page, "hen", "hen");
    await isFound(form, "Found in paragraph 3");
    await form.getByLabel("Body").fill("On the hen");
    await annotate(page, "third", "third");
    await says(page, "The open annotation keeps its passage");
    assert.equal(await form.getByLabel("Quote").inputValue(), "hen");
    await act(given);
  });

  test("does not take its place", () => between(async ({ page, form, read }) => {
    await save(form);
    await says(page, "Saved");
    // Words around a passage may be quoted with it.
    assert.match(addedLines(read(), FOX), /exact: hen,/);
  }));

  test("takes its place if told to", () => between(async ({ page, form, read }) => {
    await page.getByRole("button", { name: "Move it to the new one" }).click();
    await isFound(form, "Found in paragraph 4");
    assert.equal(await form.getByLabel("Quote").inputValue(), "third");
    await page.reload();
    await form.waitFor();
    assert.equal(await form.getByLabel("Body").inputValue(), "On the hen");
    await isFound(form, "Found in paragraph 4");
    await save(form);
    await says(page, "Saved");
    assert.match(addedLines(read(), FOX), /exact: third,[^]*On the hen/);
  }));

  test("gets a note of its own, and the other is kept", () => between(async ({ page, form, read }) => {
    await page.getByRole("button", { name: "Annotate the new one" }).click();
    await isFound(form, "Found in paragraph 4");
    assert.equal(await form.getByLabel("Body").inputValue(), "");
    await form.getByLabel("Body").fill("On the third");
    await page.locator(".postil-drafts").getByText("1 draft").click();
    await page.getByRole("button", { name: "“hen”: On the hen" }).click();
    for (const text of ["On the hen", "On the third"]) {
      assert.equal(await form.getByLabel("Body").inputValue(), text);
      await save(form);
      await says(page, "Saved");
      if (text === "On the hen") await page.getByRole("button", { name: "“third”: On the third" }).click();
    }
    assert.match(addedLines(read(), FOX), /On the hen[^]*On the third/);
  }));

  test("keeps away from a note that is there, too", () => editing({}, async ({ page, form, read }) => {
    await page.locator("aside.note#fox").getByRole("button", { name: "Edit" }).click();
    await form.waitFor();
    await annotate(page, "third", "third");
    await says(page, "The open annotation keeps its passage");
    assert.equal(await form.getByLabel("Quote").inputValue(), "brown fox");
    await page.getByRole("button", { name: "Move it to the new one" }).click();
    await isFound(form, "Found in paragraph 4");
    await save(form);
    await says(page, "Saved");
    assert.match(read(), /id: fox\n {2}kind: note\n {2}quote: \{ exact: third,/);
  }));
});

test("a note that comes late does not take the place of a form that was opened since", () =>
  editing({}, async ({ page, form }) => {
    const release = await holding(page, "**/_postil/api/entry*");
    const answered = page.waitForResponse("**/_postil/api/entry*");
    await page.locator("aside.note#fox").getByRole("button", { name: "Edit" }).click();
    await annotate(page, "third", "third");
    await form.getByLabel("Body").fill("On the third");
    await release();
    await (await answered).finished();
    await isFound(form, "Found in paragraph 4");
    assert.equal(await form.getByLabel("Body").inputValue(), "On the third");
  }));

test("on a narrow screen neither question nor drafts cover the form’s buttons", () =>
  editing({}, async ({ page, form }) => {
    const leave = form.getByRole("button", { name: "Leave" });
    await annotate(page, "quick", "quick");
    await form.getByLabel("Body").fill("On the quick");
    await leave.click();
    await says(page, "The draft is kept");
    await page.locator(".postil-drafts summary").click();
    await annotate(page, "quick", "quick");
    await says(page, "Your draft is taken up");
    // A click goes through only if nothing lies above the button.
    await leave.click();
    await form.waitFor({ state: "detached" });
    await annotate(page, "quick", "quick");
    await form.waitFor();
    await page.evaluate(() => {
      const text = document.querySelector("[data-block='4']").firstChild;
      getSelection().setBaseAndExtent(text, 2, text, 7);
    });
    await page.locator(".postil-selection").evaluate((button) => button.click());
    await says(page, "The open annotation keeps its passage");
    await leave.click();
    await form.waitFor({ state: "detached" });
  }, { device: { viewport: { width: 390, height: 700 } } }));

test("what is typed while the note is being saved is not lost with its form", () =>
  editing({}, async ({ page, form, read }) => {
    await annotate(page, "hen", "hen");
    await isFound(form, "Found in paragraph");
    await form.getByLabel("Body").fill("There was");
    const release = await holding(page, "**/_postil/api/save");
    const sent = page.waitForRequest("**/_postil/api/save");
    await save(form);
    await sent;
    await form.getByLabel("Body").press("End");
    await page.keyboard.type(" a hen.");
    await release();
    await says(page, "Saved, but for what you have typed since");
    assert.equal(await form.getByLabel("Body").inputValue(), "There was a hen.");
    assert.match(addedLines(read(), FOX), /There was$/m);
    await save(form);
    await form.waitFor({ state: "detached" });
    assert.match(addedLines(read(), FOX), /There was a hen\.$/m);
    assert.equal(read().match(/There was/g).length, 1);
  }));
