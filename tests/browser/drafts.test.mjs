// drafts.test.mjs — what is typed in the editor of the live preview is not lost, in
// whatever way a card is left. Each test has an edition of its own.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FILES, FOX, addedLines, annotate, annotateParagraph, body, cardOf, desk, edit, editing as editingIn, field, isFound, isIn, more, openArticle, publish, says, select } from "./editing.mjs";
import { PATIENCE, eventually, launch, launchAlone } from "./site.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TEXT = "content/first/index.md";

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());
const editing = (...given) => editingIn(browser, ...given);

/** Holds back the answers to an address until `release` is called. */
const holding = async (page, address) => {
  let release;
  const free = new Promise((resolve) => { release = resolve; });
  await page.route(address, async (route) => { await free; await route.continue(); });
  return release;
};

describe("a correction", () => {
  /** Opens a note, and in its card the fields of a new correction. */
  const correcting = (act) => editing({}, async (given) => {
    await edit(given.page, "fox");
    await more(given.form);
    await given.form.getByRole("button", { name: "Add correction" }).click();
    await act(given);
  });

  test("is typed where its text belongs", () => correcting(async ({ page, form, read }) => {
    await page.keyboard.type("It was red.");
    assert.equal(await field(form, "Correction").inputValue(), "It was red.");
    await publish(form);
    await says(page, "Published");
    assert.match(read(), /corrections:\n {4}- \{ date: \d{4}-\d\d-\d\d, text: It was red\. \}\n$/);
  }));

  test("that was typed into the date is told, and kept", () => correcting(async ({ form, read }) => {
    await field(form, "Corrected on").fill("It was red.");
    await publish(form);
    await form.locator("[data-for=corrections] > .postil-said p").first().waitFor();
    assert.equal(await field(form, "Corrected on").inputValue(), "It was red.");
    assert.equal(read(), FOX);
  }));
});

describe("while the server is still asked about a passage", () => {
  test("its quote can be typed over, and the answer does not eat it", () =>
    editing({}, async ({ page, form, read }) => {
      const release = await holding(page, "**/_postil/api/describe");
      await annotateParagraph(page, "A third one");
      await body(form).fill("Typed.");
      await more(form);
      const quote = field(form, "Passage");
      assert.equal(await quote.inputValue(), "A third one is long enough.");
      await quote.selectText();
      await page.keyboard.type("long ");
      await release();
      // The answers that were held back have come when what is typed is found.
      await isFound(form, "“long”");
      await page.keyboard.type("enough");
      await isFound(form, "“long enough”");
      assert.equal(await quote.inputValue(), "long enough");
      await publish(form);
      await says(page, "Published");
      assert.match(addedLines(read(), FOX), /quote: long enough\n/);
    }));

  test("what is published quotes the words that are shown", () =>
    editing({}, async ({ page, form, read }) => {
      const release = await holding(page, "**/_postil/api/describe");
      await annotateParagraph(page, "A third one");
      await body(form).fill("Typed fast.");
      await publish(form);
      await says(page, "Published");
      assert.match(addedLines(read(), FOX), /quote: A third one is long enough\.\n/);
      await release();
    }));

  test("a card that is folded keeps its passage, and asks again", () =>
    editing({}, async ({ page, form, read }) => {
      const release = await holding(page, "**/_postil/api/{describe,save}");
      await annotateParagraph(page, "A third one");
      await form.getByRole("radio", { name: "Fact check" }).check();
      await body(form).fill("Typed fast.");
      await form.locator("[data-for=claim] textarea").waitFor();
      await isIn(form, "needs");
      await page.keyboard.press("Escape");
      await says(page, "The draft is kept");
      await desk(page).getByRole("button", { name: "Take up the draft" }).click();
      await release();
      await isFound(form, "Found in paragraph 4");
      await form.getByRole("radio", { name: "Note" }).check();
      await publish(form);
      await says(page, "Published");
      assert.match(addedLines(read(), FOX), /quote: A third one is long enough\.\n/);
    }));

  test("another field can be typed into, and the answer does not take the keys away", () =>
    editing({}, async ({ page, form }) => {
      const release = await holding(page, "**/_postil/api/{describe,check}");
      await annotateParagraph(page, "A third one");
      await body(form).focus();
      await page.keyboard.type("Half a ");
      await release();
      await isFound(form, "Found in paragraph 4");
      await page.keyboard.type("thought");
      assert.equal(await body(form).inputValue(), "Half a thought");
    }));
});

describe("no words are lost by", () => {
  const CLAIM = "Half a claim, and no more";
  /** Begins a fact check that is no entry yet, leaves it, and finds it again. */
  const leaving = (leave, { isOpen = true } = {}) => () => editing({}, async (given) => {
    const { page, form, read } = given;
    await annotate(page, "hen", "hen", "Fact check");
    await field(form, "Claim").pressSequentially(CLAIM);
    const there = (await leave(given)) ?? page;
    const card = cardOf(there);
    if (!isOpen) {
      await desk(there).getByRole("button", { name: "1 draft" }).click();
      await desk(there).getByRole("list", { name: "Drafts" }).getByRole("button", { name: "Fact check" }).click();
    }
    await card.waitFor();
    assert.equal(await field(card, "Claim").inputValue(), CLAIM);
    assert.equal(read(), FOX);
  });
  const FOLDED = { isOpen: false };

  test("Esc", leaving(({ page }) => page.keyboard.press("Escape").then(() => null), FOLDED));
  test("the close button", leaving(({ form }) => form.getByRole("button", { name: "Close" }).click().then(() => null), FOLDED));
  test("another selection", leaving(async ({ page, form }) => {
    await annotate(page, "third", "third");
    await eventually(async () => assert.equal(await field(form, "Claim").isVisible(), false));
    await page.keyboard.press("Escape");
    await form.waitFor({ state: "detached" });
  }, FOLDED));
  test("another note", leaving(async ({ page, form }) => {
    await edit(page, "fox");
    await eventually(async () => assert.equal(await body(form).inputValue(), "A fox."));
    await page.keyboard.press("Escape");
    await form.waitFor({ state: "detached" });
  }, FOLDED));
  test("a reload", leaving(({ page }) => page.reload().then(() => null)));
  test("going back", leaving(async ({ page, address }) => {
    await page.goto(new URL("../", address).href);
    await page.goBack();
  }));
  test("closing the tab", leaving(async ({ page, context, address }) => {
    const other = await context.newPage();
    await page.close({ runBeforeUnload: false });
    await openArticle(other, address);
    return other;
  }, FOLDED));
  test("the end of the server, and its return", leaving(async ({ page, serverOf, restart, form }) => {
    serverOf().kill("SIGKILL");
    await page.keyboard.type("!");
    await isIn(form, "offline");
    await page.keyboard.press("Backspace");
    await restart();
    await isIn(form, "needs");
  }));
  test("a browser that keeps nothing, without a word", () => editing({}, async ({ page, form }) => {
    await page.evaluate(() => { Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); }; });
    await annotate(page, "hen", "hen", "Fact check");
    await field(form, "Claim").fill(CLAIM);
    await says(page, "This browser keeps no drafts");
    await form.getByText("Draft · not kept").waitFor();
  }));
  test("a renamed article", () => editing({}, async ({ page, form, folder, address }) => {
    await annotate(page, "hen", "hen", "Fact check");
    await field(form, "Claim").fill(CLAIM);
    renameSync(join(folder, "content/first"), join(folder, "content/second"));
    const next = new URL("../second/", address).href;
    await eventually(async () => assert.equal((await page.request.get(next)).status(), 200));
    await openArticle(page, next);
    await desk(page).getByRole("button", { name: "1 draft" }).click();
    await desk(page).getByRole("list", { name: "Drafts" }).getByRole("button", { name: "Fact check" }).click();
    assert.equal(await field(form, "Claim").inputValue(), CLAIM);
    await isFound(form, "Found in paragraph 3");
  }));
  test("a full disk, which is told, and what was written is saved once there is room", () => editing({}, async ({ page, form, read }) => {
    const full = (route) => route.fulfill({ status: 500, contentType: "application/json",
      body: JSON.stringify({ error: "content/first/notes.yaml: no space left on device", help: "", say: "Nothing was written: the disk is full" }) });
    await page.route("**/_postil/api/save", full);
    await annotate(page, "hen", "hen");
    await body(form).fill("There was.");
    await isIn(form, "offline");
    await form.getByText("Nothing was written: the disk is full. What you write is kept here").waitFor();
    await body(form).pressSequentially(" Once.");
    await page.reload();
    await isIn(form, "offline");
    assert.equal(await body(form).inputValue(), "There was. Once.");
    assert.equal(read(), FOX);
    await page.unroute("**/_postil/api/save");
    await form.getByRole("button", { name: "Try again" }).click();
    await isIn(form, "saved");
    assert.match(addedLines(read(), FOX), /There was\. Once\./);
  }, { expected: /status of 500/ }));
  test("a browser that is killed", () => editing({}, async ({ address }) => {
    const profile = mkdtempSync(join(tmpdir(), "postil-profile-"));
    const started = [];
    const start = async () => {
      const one = await launchAlone(profile);
      started.push(one);
      const page = one.browser.contexts()[0].pages()[0] ?? await one.browser.contexts()[0].newPage();
      page.setDefaultTimeout(PATIENCE);
      await openArticle(page, address);
      return { page, form: cardOf(page), kill: one.kill };
    };
    try {
      const first = await start();
      await annotateParagraph(first.page, "Another");
      await first.form.getByRole("radio", { name: "Fact check" }).check();
      await field(first.form, "Claim").pressSequentially(CLAIM);
      // The database is asked for nothing else: once it answers, it has the words.
      await first.page.evaluate(() => new Promise((resolve) => {
        const asked = indexedDB.open("postil", 1);
        asked.onsuccess = () => { asked.result.transaction("drafts").objectStore("drafts").count().onsuccess = resolve; };
      }));
      await first.kill();
      const { page, form } = await start();
      await desk(page).getByRole("button", { name: "1 draft" }).click();
      await desk(page).getByRole("list", { name: "Drafts" }).getByRole("button", { name: "Fact check" }).click();
      assert.equal(await field(form, "Claim").inputValue(), CLAIM);
    } finally {
      for (const one of started) await one.kill();
      rmSync(profile, { recursive: true, force: true, maxRetries: 9 });
    }
  }));
  test("a theme whose style is broken, or hides all notes", () => editing({}, async ({ page, form, read, write }) => {
    await annotate(page, "hen", "hen", "Fact check");
    await field(form, "Claim").fill(CLAIM);
    write("themes/folio/custom.css", "aside, .note { display: none !important; }\n}}} aside { {\n");
    const isHidden = () => page.locator("aside.note#fox").evaluate((one) => getComputedStyle(one).display === "none");
    await eventually(async () => assert.ok(await isHidden()));
    assert.ok(await field(form, "Claim").isVisible());
    await field(form, "Claim").press("End");
    await page.keyboard.type("!");
    await page.reload();
    assert.equal(await field(form, "Claim").inputValue(), `${CLAIM}!`);
    assert.ok(await field(form, "Claim").isVisible());
    assert.equal(read(), FOX);
  }));
  test("Esc, with a new source half filled in beside a draft that is saved", () => editing({}, async ({ page, form }) => {
    await annotate(page, "hen", "hen");
    await body(form).fill("There was.");
    await isIn(form, "saved");
    await form.getByRole("combobox", { name: "Add a source" }).fill("Half a source");
    await form.getByRole("option", { name: /New source/ }).click();
    const entry = form.getByRole("group", { name: "New source" });
    await field(entry, "Author").fill("Roe, Richard");
    await form.getByText("Draft · kept here").waitFor();
    await page.keyboard.press("Escape");
    await says(page, "The draft is kept");
    await desk(page).getByRole("button", { name: "Take up the draft" }).click();
    await entry.waitFor();
    assert.equal(await field(entry, "Author").inputValue(), "Roe, Richard");
    assert.equal(await field(entry, "Title").inputValue(), "Half a source");
  }));
  test("Esc in the reason of a retraction", () => editing({}, async ({ page }) => {
    const reason = page.getByRole("textbox", { name: "Why is Note 1 retracted?" });
    const ask = async () => {
      await page.locator("#fox").hover();
      await page.getByRole("button", { name: "Actions for note 1" }).click();
      await page.getByRole("menuitem", { name: "Retract…" }).click();
    };
    await ask();
    await reason.fill("It was a hen.");
    await page.keyboard.press("Escape");
    await reason.waitFor({ state: "detached" });
    await ask();
    assert.equal(await reason.inputValue(), "It was a hen.");
  }));
  test("typing on at once after the letter that opens a card", () => editing({}, async ({ page, form }) => {
    const release = await holding(page, "**/_postil/api/describe");
    await page.evaluate(() => {
      const [text] = [...document.querySelectorAll("[data-block]")].find((one) => one.textContent.startsWith("Another")).childNodes;
      getSelection().setBaseAndExtent(text, 0, text, 7);
      // Faster than the pill is shown, and the card has the focus.
      for (const key of "nEdit at once") {
        const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
        (document.activeElement ?? document.body).dispatchEvent(event);
      }
    });
    await form.waitFor();
    await eventually(async () => assert.equal(await body(form).inputValue(), "Edit at once"));
    release();
  }));
  test("a paragraph that goes from under the card", () => editing({}, async ({ page, form, write }) => {
    await annotate(page, "hen", "hen", "Fact check");
    await field(form, "Claim").pressSequentially(CLAIM);
    write(TEXT, FILES[TEXT].replace("Another paragraph tells of a fox and of a hen.\n\n", ""));
    await isIn(form, "gone");
    assert.equal(await field(form, "Claim").inputValue(), CLAIM);
    await page.keyboard.type("!");
    assert.equal(await field(form, "Claim").inputValue(), `${CLAIM}!`, "the caret stays, too");
  }));
});

test("a card opens beside its passage and in view, and leaves the others in their places", () => {
  const paragraphs = Array.from({ length: 40 }, (_, n) => `Paragraph ${n} tells of fox ${n}, of hen ${n} and of all that ran after them.`);
  const notes = paragraphs.map((_, n) => `- { id: fox-${n}, kind: note, quote: "fox ${n},", body: A fox. }\n`).join("");
  const files = { [TEXT]: `# First\n\nA brown fox.\n\n${paragraphs.join("\n\n")}\n`, "content/first/more.yaml": notes };
  return editing(files, async ({ page, form }) => {
    await page.getByText("Paragraph 30 tells").scrollIntoViewIfNeeded();
    await select(page, "hen 30", "hen 30");
    const before = await page.evaluate(() => scrollY);
    await page.keyboard.press("n");
    await form.waitFor();
    // Until nothing scrolls any more.
    await page.evaluate(async () => {
      for (let last = null, n = 0; n < 20; n = scrollY === last ? n + 1 : 0) {
        last = scrollY;
        await new Promise(requestAnimationFrame);
      }
    });
    assert.ok(Math.abs(await page.evaluate(() => scrollY) - before) < 500);
    const { y } = await form.boundingBox();
    assert.ok(y > 0 && y < 900, `${y}`);
    await page.keyboard.type("A hen.");
    await publish(form);
    await says(page, "Published");
    await form.waitFor({ state: "detached" });
    const shifts = await page.$$eval(".rows .note", (all) => all.map((one) => one.style.getPropertyValue("--shift")));
    assert.equal(shifts.length, 42);
    assert.deepEqual(shifts.filter((one) => !/^-?[\d.]+px$/.test(one)), []);
  }, { device: { reducedMotion: "no-preference", viewport: { width: 1400, height: 900 } } });
});

describe("a server that is gone", () => {
  test("is told at once, and what was written meanwhile is saved by itself when it is back", () =>
    editing({}, async ({ page, form, read, serverOf, restart }) => {
      await annotate(page, "hen", "hen");
      await body(form).pressSequentially("There was");
      await isIn(form, "saved");
      serverOf().kill("SIGKILL");
      await page.keyboard.type(" a hen.");
      await isIn(form, "offline");
      await form.getByText("What you write is kept here").waitFor();
      await restart();
      await isIn(form, "saved");
      assert.match(addedLines(read(), FOX), /There was a hen\./);
    }));
});

describe("a draft", () => {
  /** Writes on a passage what is no entry yet, and folds the card. */
  const half = async ({ page, form }, word, text) => {
    await annotate(page, word, word, "Fact check");
    await isFound(form, "Found in paragraph");
    await field(form, "Claim").fill(text);
    await page.keyboard.press("Escape");
    await says(page, "The draft is kept");
  };
  const claim = (form) => field(form, "Claim");

  test("is kept for each passage and each note, and taken up where it was begun", () =>
    editing({}, async (given) => {
      const { page, form, read } = given;
      await half(given, "hen", "On the hen");
      await half(given, "third", "On the third");
      await edit(page, "fox");
      await body(form).fill("On the fox");
      await form.getByRole("button", { name: "Close" }).click();
      await says(page, "The draft is kept");
      for (const [word, text] of [["hen", "On the hen"], ["third", "On the third"]]) {
        await annotate(page, word, word);
        await says(page, "Your draft is taken up");
        assert.equal(await claim(form).inputValue(), text);
        await page.keyboard.press("Escape");
        await form.waitFor({ state: "detached" });
      }
      await edit(page, "fox");
      assert.equal(await body(form).inputValue(), "On the fox");
      await publish(form);
      await says(page, "Published");
      assert.ok(read().includes("On the fox"), read());
      await form.waitFor({ state: "detached" });
      await desk(page).getByRole("button", { name: "2 drafts" }).waitFor();
    }));

  test("outlives its tab, and is listed; the passage may have moved", () =>
    editing({}, async (given) => {
      const { page, context, form, write, address } = given;
      await half(given, "hen", "On the hen");
      await edit(page, "fox");
      await body(form).fill("On the fox");
      const other = await context.newPage();
      await page.close();
      await openArticle(other, address);
      const card = cardOf(other);
      await desk(other).getByRole("button", { name: "2 drafts" }).click();
      await other.evaluate(AXE);
      const { violations } = await other.evaluate(() => globalThis.axe.run("postil-desk"));
      assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]), []);
      const list = desk(other).getByRole("list", { name: "Drafts" });
      await list.getByRole("listitem").filter({ hasText: "On the fox" }).getByRole("button").click();
      assert.equal(await body(card).inputValue(), "On the fox");
      await desk(other).getByRole("button", { name: "1 draft" }).waitFor();
      await body(card).press("Escape");
      write(TEXT, FILES[TEXT].replace("# First\n", "# First\n\nAdded above.\n"));
      await other.getByText("Added above.").waitFor();
      await annotate(other, "hen", "hen");
      await says(other, "Your draft is taken up");
      assert.equal(await claim(card).inputValue(), "On the hen");
    }));

  test("leaves room for another note on its passage, or can be discarded", () =>
    editing({}, async (given) => {
      const { page, form, read } = given;
      await half(given, "hen", "The first");
      await annotate(page, "hen", "hen");
      await desk(page).getByRole("button", { name: "Start anew" }).click();
      await isFound(form, "Found in paragraph");
      assert.equal(await body(form).inputValue(), "");
      await body(form).fill("The second");
      await publish(form);
      await says(page, "Published");
      assert.match(addedLines(read(), FOX), /The second/);
      await form.waitFor({ state: "detached" });
      await desk(page).getByRole("button", { name: "1 draft" }).waitFor();
      await annotate(page, "hen", "hen");
      await desk(page).getByRole("button", { name: "Discard the draft" }).click();
      await says(page, "The draft is discarded");
      assert.equal(await form.count(), 0);
      await desk(page).getByRole("button", { name: "1 draft" }).waitFor({ state: "detached" });
    }));

  test("that is in the file already is taken up, too, where it was begun", () => editing({}, async ({ page, form }) => {
    await annotate(page, "third", "third");
    await body(form).fill("On the third");
    await isIn(form, "saved");
    await page.keyboard.press("Escape");
    await page.locator("aside.note[data-status=draft]").waitFor();
    await annotate(page, "third", "third");
    await says(page, "Your draft is taken up");
    assert.equal(await body(form).inputValue(), "On the third");
  }));

  test("keeps all that was typed, finished or not", () => editing({}, async ({ page, form }) => {
    await annotate(page, "hen", "hen", "Fact check");
    await claim(form).fill("There was a hen.");
    await form.getByRole("radio", { name: "Counter-source" }).check();
    await form.getByRole("combobox", { name: "Add a source" }).fill("smith");
    await form.getByRole("option", { name: /Smith 2001/ }).click();
    await field(form, "Remark").fill("an eye-witness");
    await more(form);
    await field(form, "Passage").fill("nowhere at all");
    await page.reload();
    await form.waitFor();
    await more(form);
    assert.equal(await field(form, "Passage").inputValue(), "nowhere at all");
    assert.equal(await field(form, "Remark").inputValue(), "an eye-witness");
    await form.getByRole("radio", { name: "Fact check" }).check();
    assert.equal(await claim(form).inputValue(), "There was a hen.");
  }));
});

describe("a passage that is selected while another is written about", () => {
  test("does not take its place, and gets a card of its own", () => editing({}, async ({ page, form, read }) => {
    await annotate(page, "hen", "hen");
    await isFound(form, "Found in paragraph 3");
    await body(form).fill("On the hen");
    await annotate(page, "third", "third");
    await isFound(form, "Found in paragraph 4");
    assert.equal(await body(form).inputValue(), "");
    await body(form).fill("On the third");
    await publish(form);
    await says(page, "Published");
    await eventually(() => assert.match(addedLines(read(), FOX), /exact: hen,[^]*On the hen[^]*status: draft[^]*exact: third,[^]*On the third/));
  }));

  test("takes its place if told to", () => editing({}, async ({ page, form, read }) => {
    await annotate(page, "hen", "hen");
    await isFound(form, "Found in paragraph 3");
    await body(form).fill("On the hen");
    await select(page, "third", "third");
    await page.getByRole("toolbar", { name: "Annotate" }).getByRole("button", { name: /^Move .* here$/ }).click();
    await isFound(form, "Found in paragraph 4");
    assert.equal(await body(form).inputValue(), "On the hen");
    await publish(form);
    await says(page, "Published");
    assert.match(addedLines(read(), FOX), /exact: third,[^]*On the hen/);
    assert.equal(read().match(/On the hen/g).length, 1);
  }));

  test("keeps away from a note that is there, too, until told to", () => editing({}, async ({ page, form, read }) => {
    await edit(page, "fox");
    await select(page, "third", "third");
    await more(form);
    assert.equal(await field(form, "Passage").inputValue(), "brown fox");
    await page.getByRole("toolbar", { name: "Annotate" }).getByRole("button", { name: /^Move .* here$/ }).click();
    await isFound(form, "Found in paragraph 4");
    await publish(form);
    await says(page, "Published");
    assert.match(read(), /id: fox\n {2}kind: note\n {2}quote: \{ exact: third,/);
  }));
});

test("a note that comes late does not take the place of a card that was opened since", () =>
  editing({}, async ({ page, form }) => {
    const release = await holding(page, "**/_postil/api/entry*");
    const answered = page.waitForResponse("**/_postil/api/entry*");
    await page.locator("aside.note#fox").hover();
    await page.getByRole("button", { name: /^Actions for/ }).click();
    await page.getByRole("menuitem", { name: "Edit" }).click();
    await annotate(page, "third", "third");
    await body(form).fill("On the third");
    await release();
    await (await answered).finished();
    await isFound(form, "Found in paragraph 4");
    assert.equal(await body(form).inputValue(), "On the third");
  }));

test("what is typed while the note is being saved is not lost", () =>
  editing({}, async ({ page, form, read }) => {
    await annotate(page, "hen", "hen");
    await isFound(form, "Found in paragraph");
    const release = await holding(page, "**/_postil/api/save");
    const sent = page.waitForRequest("**/_postil/api/save");
    await body(form).fill("There was");
    await sent;
    await body(form).press("End");
    await page.keyboard.type(" a hen.");
    await release();
    await isIn(form, "saved");
    assert.equal(await body(form).inputValue(), "There was a hen.");
    await publish(form);
    await form.waitFor({ state: "detached" });
    assert.match(addedLines(read(), FOX), /There was a hen\.$/m);
    assert.equal(read().match(/There was/g).length, 1);
  }));
