// translations.test.mjs — a text beside its translations: where columns and notes stand, what
// the switch shows, what is printed, which language labels say; and the editor in such a page.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { addedLines, annotate, body, edit, editing as editingIn, field, isFound, more, pill, publish, says, select } from "./editing.mjs";
import { measure, smallTargets } from "./measure.mjs";
import { build, eventually, filesBelow, launch, newPage, remove, root, serve, settled, visit } from "./site.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SPEECH = join(root, "tests/editions/a-speech-stands-beside-its-translations");
/** An edition in English whose text is in Arabic, and both have what scrolls in itself. */
const ARABIC = {
  "content/edition.yaml": "title: Two scripts\nlanguage: en\nbase_url: https://example.org/\n",
  "content/speech/index.md": "---\nlanguage: ar\n---\n\n# خطبة\n\nهذه فقرة أولى من النص العربي الطويل.[^one]\n\n"
    + "| باب | ورقة |\n|---|---|\n| أول | ثانية |\n\n[^one]: حاشية.\n",
  "content/speech/index.de.md": "---\nlanguage: de\n---\n\n# Rede\n\nDies ist ein erster Absatz des deutschen Textes.[^one]\n\n"
    + "| Tor | Blatt |\n|---|---|\n| eins | zwei |\n\n[^one]: Eine Fußnote.\n",
  "content/speech/notes.yaml": "- id: own\n  kind: note\n  quote: فقرة أولى\n  body: Of the text.\n"
    + "- id: german\n  kind: note\n  quote: { in: de, exact: erster Absatz }\n  body: Of the translation.\n",
};
/** Widths in px, with how many columns three texts come to there. */
const WIDTHS = { 320: 1, 390: 1, 820: 1, 1280: 3, 1440: 3, 1600: 3 };
/** Lines of text, in px: those of the theme's paragraphs. */
const LINE = 30.4;

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

/** Returns the files of an edition, by their paths. */
const filesOf = (folder) => Object.fromEntries(filesBelow(join(folder, "content"), "")
  .map((path) => [`content/${path}`, readFileSync(join(folder, "content", path), "utf8")]));

/** Serves an edition as a site while the tests of a suite run; returns how to open its article. */
function serving(files, path) {
  const given = {};
  before(async () => {
    const edition = mkdtempSync(join(tmpdir(), "postil-edition-"));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(edition, name)), { recursive: true });
      writeFileSync(join(edition, name), text);
    }
    given.folder = build(edition);
    rmSync(edition, { recursive: true, force: true });
    given.site = await serve(given.folder);
  });
  after(() => {
    given.site?.close();
    if (given.folder) remove(given.folder);
  });
  given.open = async (options) => {
    const opened = await newPage(browser, { viewport: { width: 1440, height: 900 }, ...options });
    await visit(opened.page, given.site.address + path);
    return opened;
  };
  return given;
}

/** Shows all texts side by side, or the one that a name of the switch tells. */
const show = async (page, name) => {
  await page.getByRole("radio", { name }).check();
  await settled(page);
};
const NAMES = [/^Deutsch/, /^English/, /^français/];
const ALL = "Side by side";

/** Returns which texts are seen: of each row and of the footnotes their numbers, told once. */
const seen = (page) => page.evaluate(() => {
  const isSeen = (one) => one.getClientRects().length > 0;
  const numbers = (all) => all.filter(isSeen).map((one) => one.dataset.nth).join(" ");
  const rows = [...document.querySelectorAll(".facing")].map((row) => numbers([...row.children]));
  return [...new Set([...rows, numbers([...document.querySelectorAll(".article > [data-nth]")])])];
});

/** Returns the boxes of each row's texts that are seen. */
const columns = (page, within = ".rows") => page.$$eval(`${within} .facing`, (rows) => rows.map((row) =>
  [...row.children].map((one) => one.getBoundingClientRect().toJSON()).filter(({ height }) => height > 0)));

/** Asserts that notes touch neither each other nor the text, and that nothing is too wide. */
async function expectRoom(page) {
  const found = await measure(page);
  assert.deepEqual(found.overlaps, []);
  assert.equal(found.scrolls, false, "the page scrolls sideways");
  assert.equal(found.isOverFooter, false, "a note lies on the footer");
  const covered = await page.evaluate(() => {
    const boxes = (selector) => [...document.querySelectorAll(selector)].map((one) => one.getBoundingClientRect())
      .filter(({ height }) => height > 0);
    const texts = boxes(".text");
    return boxes(".rows :is(.note, .glosses)").filter((note) => texts.some((text) => text.left < note.right - 0.5
      && note.left < text.right - 0.5 && text.top < note.bottom - 0.5 && note.top < text.bottom - 0.5)).length;
  });
  assert.equal(covered, 0, "notes lie on the text");
}

/** Asserts that labels are in the language around them, and ids stand once. */
async function expectLabels(page) {
  const found = await page.evaluate(() => {
    const language = document.documentElement.lang;
    const labels = [...document.querySelectorAll("[aria-label]")]
      .filter((one) => one.closest("[lang]").lang !== language).map((one) => one.outerHTML.slice(0, 120));
    const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
    return { labels, twice: ids.filter((id, index) => ids.indexOf(id) !== index) };
  });
  assert.deepEqual(found, { labels: [], twice: [] });
}

/** Asserts that axe finds nothing. */
async function expectNoBarrier(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), []);
}

/** Asserts that a validator finds nothing in any page. */
function expectValid(folder) {
  const vnu = join(root, "tests/browser/node_modules/vnu-jar/build/dist/vnu.jar");
  const pages = filesBelow(folder, ".html").map((path) => join(folder, path));
  try {
    execFileSync("java", ["-jar", vnu, "--format", "gnu", "--stdout", ...pages]);
  } catch (error) {
    assert.fail(`vnu: ${error.stdout}${error.stderr}`);
  }
}

describe("a text beside two translations", () => {
  const speech = serving(filesOf(SPEECH), "rede/");

  for (const javaScriptEnabled of [true, false]) {
    for (const [width, nColumns] of Object.entries(WIDTHS)) {
      test(`${width} px, ${javaScriptEnabled ? "with" : "without"} script`, async () => {
        const { page, close } = await speech.open({ javaScriptEnabled, viewport: { width: Number(width), height: 900 } });
        for (const texts of [...await columns(page), ...await columns(page, ".article-header")]) {
          assert.equal(texts.length, 3);
          for (const [index, text] of texts.entries()) {
            const before = texts[index - 1];
            if (!before) continue;
            const isBeside = Math.abs(text.top - before.top) < 0.5 && text.left >= before.right;
            const isBelow = Math.abs(text.left - before.left) < 0.5 && text.top >= before.bottom;
            assert.ok(nColumns === 1 ? isBelow : isBeside, JSON.stringify(texts));
          }
          assert.ok(width < 1280 || texts[0].width >= 15 * 16, `a column of ${texts[0].width} px`);
        }
        await expectRoom(page);
        assert.deepEqual(await smallTargets(page), []);
        await close();
      });
    }
  }

  test("titles begin above their columns, the first where titles do", async () => {
    const { page, close } = await speech.open();
    const [[titles], [texts]] = [await columns(page, ".article-header"), await columns(page)];
    for (const nth of [1, 2]) assert.ok(Math.abs(titles[nth].left - texts[nth].left) < 1, `${titles[nth].left} ${texts[nth].left}`);
    const { left } = await page.locator(".byline").first().evaluate((one) => one.getBoundingClientRect());
    assert.ok(Math.abs(titles[0].left - left) < 1);
    await close();
  });

  test("notes stand beside, outside the columns, level with what they are about", async () => {
    const { page, close } = await speech.open();
    const found = await measure(page);
    assert.deepEqual(found.away, []);
    const right = Math.max(...(await columns(page)).flat().map((text) => text.right));
    for (const { left } of await page.$$eval(".rows .note", (all) => all.map((one) => one.getBoundingClientRect().toJSON()))) {
      assert.ok(left > right, `${left} > ${right}`);
    }
    await close();
  });

  for (const javaScriptEnabled of [true, false]) {
    test(`each text is shown alone, and all again, ${javaScriptEnabled ? "with" : "without"} script`, async () => {
      const { page, close } = await speech.open({ javaScriptEnabled });
      assert.deepEqual(await seen(page), ["0 1 2"]);
      for (const [nth, name] of NAMES.entries()) {
        await show(page, name);
        assert.deepEqual(await seen(page), [`${nth}`]);
        const notes = await page.$$eval(".note", (all) => all.filter((one) => one.getClientRects().length > 0).length);
        assert.equal(notes, 6, "notes on other texts stay");
        await expectRoom(page);
      }
      await show(page, ALL);
      assert.deepEqual(await seen(page), ["0 1 2"]);
      await expectRoom(page);
      await close();
    });
  }

  test("after a switch notes are level with their lines, or with their rows", async () => {
    const { page, close } = await speech.open();
    for (const name of [...NAMES, ALL]) {
      await show(page, name);
      const away = await page.evaluate((line) => {
        let end = -Infinity;
        return [...document.querySelectorAll(".rows :is(.note, .glosses)")].filter((note) => {
          const marks = [...document.querySelectorAll(`mark[data-annotations~="${note.id || "-"}"]`)];
          const [place] = [...marks.flatMap((one) => [...one.getClientRects()]), note.parentElement.getBoundingClientRect()];
          const box = note.getBoundingClientRect();
          const [before] = [end, end = box.bottom];
          return Math.abs(box.top - place.top) > 1.5 * line && Math.abs(box.top - before) > 12;
        }).map(({ id, className }) => id || className);
      }, LINE);
      assert.deepEqual(away, [], String(name));
    }
    await close();
  });

  test("what is linked to in a text that is not shown is shown", async () => {
    const { page, close } = await speech.open();
    await show(page, NAMES[0]);
    await page.locator("#fr-rive a[role=doc-backlink]").click();
    await page.locator("#ref-fr-rive").waitFor({ state: "visible" });
    await close();
  });

  test("on paper stand the texts that are chosen, and all that notes say", async () => {
    const { page, close } = await speech.open();
    for (const [name, texts] of [[ALL, "0 1 2"], [NAMES[2], "2"]]) {
      await show(page, name);
      await page.emulateMedia({ media: "print" });
      assert.deepEqual(await seen(page), [texts]);
      const hidden = await page.$$eval(".note :is(.summary, .body, .claim, .note-sources)",
        (all) => all.filter((one) => !one.checkVisibility() || one.scrollHeight > one.clientHeight + 1).map((one) => one.textContent));
      assert.deepEqual(hidden, []);
      assert.equal(await page.locator(".texts").isVisible(), false);
      const { overlaps, scrolls } = await measure(page);
      assert.deepEqual({ overlaps, scrolls }, { overlaps: [], scrolls: false });
      await page.emulateMedia({ media: "screen" });
    }
    await close();
  });

  for (const colorScheme of ["light", "dark"]) {
    test(`no barrier, ${colorScheme}`, async () => {
      const { page, close } = await speech.open({ colorScheme });
      await expectNoBarrier(page);
      await show(page, NAMES[2]);
      await expectNoBarrier(page);
      await close();
    });
  }

  test("labels say their language, and ids stand once", async () => {
    const { page, close } = await speech.open();
    await expectLabels(page);
    await close();
  });

  test("every page is valid HTML", () => expectValid(speech.folder));
});

describe("two texts of which one runs from the right", () => {
  const arabic = serving(ARABIC, "speech/");

  for (const [width, nColumns] of Object.entries({ 320: 1, 390: 1, 820: 2, 1280: 2 })) {
    test(`${width} px`, async () => {
      const { page, close } = await arabic.open({ viewport: { width: Number(width), height: 900 } });
      for (const [text, translation] of await columns(page)) {
        assert.equal(Math.abs(text.top - translation.top) < 0.5, nColumns === 2);
        if (nColumns === 2) assert.ok(translation.right <= text.left, "columns begin at the right as the text does");
      }
      const footnotes = await page.$$eval(".article > [data-nth]", (all) => all.map((one) => one.getBoundingClientRect().right));
      assert.equal(footnotes[0], footnotes[1], "footnotes stand below the texts");
      const aligned = await page.$$eval(".text p", (all) => all.map((one) => getComputedStyle(one).direction));
      assert.deepEqual(aligned, ["rtl", "ltr"]);
      await expectRoom(page);
      await close();
    });
  }

  test("labels say their language, there is no barrier, and pages are valid", async () => {
    const { page, close } = await arabic.open({});
    await expectLabels(page);
    await expectNoBarrier(page);
    expectValid(arabic.folder);
    await close();
  });
});

describe("in the preview", () => {
  const NOTES = "content/rede/notes.yaml";
  const base = filesOf(SPEECH);
  const FRENCH = "content/rede/index.fr.md";
  const LOCK = "content/rede/anchors.fr.lock.yaml";
  const editing = (act) => editingIn(browser, {}, (given) => act({ ...given, read: (path = NOTES) => given.read(path) }),
    { base, path: "speech/rede/", device: { viewport: { width: 1600, height: 1100 } } });
  /** Brings words into the middle of the window. */
  const bring = (page, words) => page.getByText(words).first().evaluate((one) => one.scrollIntoView({ block: "center", behavior: "instant" }));
  /** Writes a body and publishes it; returns what is added to the file. */
  const save = async ({ page, read, form }, text) => {
    await body(form).fill(text);
    await publish(form);
    await says(page, "Published");
    return addedLines(read(), base[NOTES]);
  };

  test("words of a translation are annotated, and remembered in its lock file", () => editing(async (given) => {
    const { page, read, form } = given;
    await bring(page, "il y a vingt ans");
    await annotate(page, "clôture", "dressait");
    await isFound(form, "Found in paragraph 3 fr: “clôture");
    await more(form);
    assert.equal(await field(form, "Passage").inputValue(), "clôture se dressait");
    const added = await save(given, "Imperfect.");
    assert.match(added, /quote: \{ in: fr, exact: clôture se dressait/);
    await page.locator(".text[data-text=fr] mark", { hasText: "clôture se dressait" }).waitFor();
    assert.equal(await page.locator(".text:not([data-text=fr]) mark", { hasText: "clôture" }).count(), 0);
    const [id] = /(?<=id: )\S+/.exec(added);
    await eventually(() => assert.ok(read(LOCK).includes(`"${id}"`), read(LOCK)));
    assert.equal(read("content/rede/anchors.lock.yaml"), base["content/rede/anchors.lock.yaml"]);
  }));

  test("a selection over paragraphs of the text holds only the text", () => editing(async (given) => {
    const { page, form } = given;
    await bring(page, "Dann kam die Antwort");
    await select(page, "Warten", "Antwort");
    await pill(page).getByRole("button", { name: "Note", exact: true }).click();
    await isFound(form, "Found in paragraph 5");
    await more(form);
    assert.equal(await field(form, "Passage").inputValue(), "Warten lernten wir einander kennen.\nDann kam die Antwort");
    const added = await save(given, "Two paragraphs.");
    assert.ok(!added.includes("in:") && /Warten lernten wir einander kennen\.\s+Dann kam die/.test(added), added);
  }));

  test("a selection over paragraphs of a translation holds only that", () => editing(async (given) => {
    const { page, form } = given;
    await bring(page, "Then the answer came.");
    await select(page, "another.", "answer");
    const copied = await page.evaluate(() => String(getSelection()));
    assert.ok(/Then the answer$/.test(copied) && !/Nous avons|Dann kam/.test(copied), copied);
    await pill(page).getByRole("button", { name: "Note", exact: true }).click();
    await isFound(form, "Found in paragraph 5");
    await more(form);
    assert.equal(await field(form, "Passage").inputValue(), "another.\nThen the answer");
    const added = await save(given, "Two paragraphs.");
    assert.ok(added.includes("in: en") && /another\.\s+Then the answer/.test(added), added);
  }));

  test("whoever cannot select takes a translated paragraph", () => editing(async (given) => {
    const { page, form } = given;
    const row = page.locator(".row", { hasText: "Aussi ne vous demandé-je" });
    await row.getByText("Aussi ne vous demandé-je").hover();
    const button = page.getByRole("button", { name: "Annotate paragraph 15 fr" });
    await button.focus();
    await page.keyboard.press("Enter");
    await isFound(form, "Found in paragraph 15 fr: ");
    await more(form);
    assert.match(await field(form, "Passage").inputValue(), /^Aussi ne vous .* Je vous remercie\.$/);
    await field(form, "Passage").fill("un balai au printemps");
    await isFound(form, "“un balai au printemps”");
    assert.match(await save(given, "A broom."), /quote: \{ in: fr, exact: un balai au printemps/);
  }));

  test("a note on a translation keeps its text when it is edited", () => editing(async ({ page, read, form }) => {
    const note = page.locator("aside.note#commons-for-nobodys");
    await edit(page, "commons-for-nobodys");
    await more(form);
    assert.equal(await field(form, "Passage").inputValue(), "A commons is what everyone must sweep.");
    await field(form, "Summary").fill("A noun.");
    await publish(form);
    await form.getByRole("button", { name: "Publish without" }).click();
    await says(page, "Published");
    await form.waitFor({ state: "detached" });
    assert.equal(read().replace(/ *updated: .*\n/, ""), base[NOTES].replace("The translation names what the German leaves without a name.", "A noun."));
    await note.locator(".summary", { hasText: "A noun." }).waitFor();
    await edit(page, "commons-for-nobodys");
    await more(form);
    await field(form, "Passage").fill("what everyone must sweep");
    await isFound(form, "“what everyone must sweep”");
    await publish(form);
    await form.waitFor({ state: "detached" });
    assert.match(read(), /quote: \{ in: en, exact: what everyone must sweep/);
    await page.locator(".text[data-text=en] mark").getByText("what everyone must sweep", { exact: true }).waitFor();
  }));

  test("a change of a translation is shown", () => editing(async ({ page, write }) => {
    await page.getByRole("radio", { name: NAMES[2] }).check();
    write(FRENCH, base[FRENCH].replace("Chères voisines,", "Voisines,").replace("Aussi ne vous", "Une phrase de plus.\n\nAussi ne vous"));
    await page.locator(".text[data-text=fr]", { hasText: "Voisines, chers voisins" }).waitFor();
    await page.locator(".text[data-text=fr] #p-15\\.fr", { hasText: "Une phrase de plus." }).waitFor();
    await page.locator(".text[data-text=fr] #p-16\\.fr", { hasText: "Aussi ne vous" }).waitFor();
    assert.ok(await page.getByRole("radio", { name: NAMES[2] }).isChecked(), "the switch stays");
    await expectLabels(page);
  }));
});
