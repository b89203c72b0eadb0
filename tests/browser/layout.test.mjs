// layout.test.mjs — the article's page in a reader's hands: where notes stand,
// what filters hide, what lights up, what is printed, and what it weighs.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { measure, smallTargets, watchShifts } from "./measure.mjs";
import { build, eventually, launch, newPage, remove, serve, settled, visit } from "./site.mjs";

const require = createRequire(import.meta.url);
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const ARTICLE = "idlib-2019/";
const WIDTHS = [390, 820, 1280, 1600];
/** Lines of text, in px: those of the theme's paragraphs. */
const LINE = 30.4;

let folder, site, browser;
before(async () => {
  folder = build();
  site = await serve(folder);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  site?.close();
  if (folder) remove(folder);
});

/** Opens the article, all its scripts and fonts at work. */
async function open({ hash = "", ...options } = {}) {
  const { page, close } = await newPage(browser, { viewport: { width: 1280, height: 900 }, ...options });
  if (options.javaScriptEnabled !== false) await watchShifts(page);
  await visit(page, site.address + ARTICLE + hash);
  return { page, close };
}

test("tests look at a page once it is there, however slow the machine", async () => {
  const { context, page, close } = await newPage(browser, { javaScriptEnabled: false });
  const client = await context.newCDPSession(page);
  await client.send("Emulation.setCPUThrottlingRate", { rate: 8 });
  await visit(page, site.address + ARTICLE);
  const found = await page.evaluate(() => ({
    state: document.readyState, fonts: document.fonts.status,
    notes: document.querySelectorAll("aside.note").length, footers: document.querySelectorAll(".site-footer").length,
  }));
  const html = readFileSync(join(folder, ARTICLE, "index.html"), "utf8");
  const notes = html.split('<aside class="note"').length - 1;
  assert.deepEqual(found, { state: "complete", fonts: "loaded", notes, footers: 1 });
  await close();
});

describe("notes stand beside their passages", () => {
  for (const javaScriptEnabled of [true, false]) {
    for (const width of WIDTHS) {
      test(`${width} px, ${javaScriptEnabled ? "with" : "without"} script`, async () => {
        const { page, close } = await open({ javaScriptEnabled, viewport: { width, height: 900 } });
        const found = await measure(page);
        assert.deepEqual(found.overlaps, []);
        assert.equal(found.scrolls, false, "the page scrolls sideways");
        assert.equal(found.isOverFooter, false, "a note lies on the footer");
        const isReadable = width < 820 || (found.perLine >= 55 && found.perLine <= 75);
        assert.ok(isReadable, `${found.perLine} characters a line`);
        if (javaScriptEnabled) assert.deepEqual(found.shifts, []);
        if (width >= 1280) {
          const extra = found.gaps.map((gap) => gap - found.gaps[0]);
          assert.ok(extra[extra.length >> 1] <= 2 * LINE, `median gap ${extra[extra.length >> 1]}`);
          if (javaScriptEnabled) {
            assert.ok(extra.at(-1) < 1, `a gap of ${extra.at(-1)} px more than others`);
            assert.deepEqual(found.away, []);
          }
        }
        assert.deepEqual(await smallTargets(page), []);
        await close();
      });
    }
  }

  test("the note of a passage comes to it, and the others make room", async () => {
    const { page, close } = await open();
    for (const index of [20, 45, 70]) {
      const reference = page.locator("a.reference").nth(index);
      await reference.focus();
      const id = (await reference.getAttribute("href")).slice(1);
      await eventually(async () => {
        const distance = await page.evaluate((id) =>
          document.getElementById(id).getBoundingClientRect().top
          - document.querySelector(`mark[data-annotations~="${id}"]`).getClientRects()[0].top, id);
        assert.ok(Math.abs(distance) <= 1.5 * LINE, `${id} is ${distance} px away`);
      });
      await settled(page);
      assert.deepEqual((await measure(page)).overlaps, []);
    }
    await close();
  });

  test("an opened note pushes the others down", async () => {
    const { page, close } = await open();
    await page.locator(".rows .note details > summary").nth(10).click();
    await eventually(async () => {
      await settled(page);
      const { overlaps, gaps } = await measure(page);
      assert.deepEqual(overlaps, []);
      assert.ok(gaps.at(-1) - gaps[0] < 1);
    });
    await close();
  });
});

describe("references lead to notes and back", () => {
  test("a tap on a phone opens the note below, and leads back to the line", async () => {
    const { page, close } = await open({ viewport: { width: 390, height: 800 }, hasTouch: true });
    const reference = page.locator("a.reference").nth(12);
    const note = page.locator(await reference.getAttribute("href"));
    const isSeen = (one) => eventually(async () => {
      await settled(page);
      const top = await one.evaluate((element) => element.getBoundingClientRect().top);
      assert.ok(top >= 0 && top < 800, `it is at ${top}`);
    });
    await reference.tap();
    await note.locator("> details[open]").waitFor();
    await isSeen(note);
    await note.locator("a[role=doc-backlink]").tap();
    await page.waitForURL(/#ref-/);
    await isSeen(reference);
    await close();
  });

  test("beside the text the note is opened where it stands, by keyboard, too", async () => {
    const { page, close } = await open();
    const reference = page.locator("a.reference").nth(30);
    await reference.focus();
    await page.keyboard.press("Enter");
    const id = (await reference.getAttribute("href")).slice(1);
    await eventually(async () => assert.equal(await page.evaluate(() => document.activeElement.id), id));
    await page.locator(`#${id} > details[open]`).waitFor();
    await settled(page);
    const top = await reference.evaluate((one) => one.getBoundingClientRect().top);
    assert.ok(top > 0 && top < 900, "the passage is still seen");
    await close();
  });

  test("an address with a note opens it at its passage", async () => {
    const { page, close } = await open({ hash: "#caliphate-declaration" });
    const note = page.locator("#caliphate-declaration");
    assert.ok(await note.locator("> details").evaluate((details) => details.open));
    const top = await note.evaluate((one) => one.getBoundingClientRect().top);
    assert.ok(top >= 0 && top < 900, `the note is at ${top}`);
    await close();
  });

  test("a passage lights its note, a note its passage", async () => {
    const { page, close } = await open();
    const id = "caliphate-declaration";
    const note = page.locator(`#${id}`);
    const mark = page.locator(`mark[data-annotations~="${id}"]`).first();
    const look = (one) => one.evaluate((element) => getComputedStyle(element).boxShadow
      + getComputedStyle(element).backgroundColor + getComputedStyle(element).backgroundImage
      + getComputedStyle(element).background);
    const [noteBefore, markBefore] = [await look(note), await look(mark)];
    await mark.hover();
    await eventually(async () => assert.notEqual(await look(note), noteBefore));
    await page.mouse.move(5, 5);
    await eventually(async () => assert.equal(await look(mark), markBefore));
    await note.locator(".verdict").hover();
    await eventually(async () => assert.notEqual(await look(mark), markBefore));
    await close();
  });
});

describe("filters", () => {
  /** Counts what is seen of a kind, and the runs that are marked. */
  const count = (page, data) => page.evaluate((data) => {
    const isSeen = (one) => one.getClientRects().length > 0;
    const seen = (selector) => [...document.querySelectorAll(selector)].filter(isSeen).length;
    const isLit = (mark) => getComputedStyle(mark).textDecorationLine === "underline"
      && !/\/ 0\)|, 0\)|transparent/.test(getComputedStyle(mark).textDecorationColor);
    return {
      notes: seen(`.note${data}`), references: seen(`.reference${data}`),
      pieces: seen(`.strip a${data}`),
      marks: [...document.querySelectorAll("mark")].filter(isLit).length,
    };
  }, data);

  for (const javaScriptEnabled of [true, false]) {
    test(`layers, ${javaScriptEnabled ? "with" : "without"} script`, async () => {
      const { page, close } = await open({ javaScriptEnabled });
      const before = await count(page, "");
      for (const [label, kind] of [["Notes", "note"], ["Fact checks", "fact-check"],
        ["Counter-sources", "counter-source"], ["Glossary", "gloss"]]) {
        const box = page.getByRole("checkbox", { name: label, exact: true });
        await box.uncheck();
        const hidden = await count(page, `[data-kind="${kind}"]`);
        assert.deepEqual({ ...hidden, marks: 0 }, { notes: 0, references: 0, pieces: 0, marks: 0 });
        // Every passage with a term has another note, too.
        const isLess = kind === "gloss" || hidden.marks < before.marks;
        assert.ok(hidden.marks > 0 && isLess, `${label}: ${hidden.marks} of ${before.marks}`);
        assert.ok((await count(page, "")).notes > 0);
        await box.check();
        assert.deepEqual(await count(page, ""), before);
      }
      const everything = page.getByRole("checkbox", { name: "Commentary" });
      await everything.uncheck();
      assert.deepEqual(await count(page, ""), { notes: 0, references: 0, pieces: 0, marks: 0 });
      await everything.check();
      assert.deepEqual(await count(page, ""), before);
      await close();
    });
  }

  test("ratings; a passage of two notes stays marked while one is shown", async () => {
    const { page, close } = await open();
    await page.getByRole("checkbox", { name: "Imprecise" }).press("Space");
    const { notes, references, pieces } = await count(page, '[data-rating="imprecise"]');
    assert.deepEqual([notes, references, pieces], [0, 0, 0]);
    const wrong = await page.$$eval("mark[data-annotations]", (marks) => marks.filter((mark) => {
      const isShown = mark.dataset.annotations.split(" ")
        .some((id) => document.getElementById(id).getClientRects().length > 0);
      return isShown !== (mark.dataset.kinds !== "");
    }).map((mark) => mark.textContent));
    assert.deepEqual(wrong, []);
    const named = await page.$$eval("mark[aria-describedby]", (marks) => marks.map((mark) => [
      mark.getAttribute("aria-describedby"),
      mark.dataset.annotations.split(" ").filter((id) => !document.getElementById(id).hidden).join(" "),
    ]));
    assert.ok(named.some(([, shown]) => !shown.includes(" ")), "some have one note left");
    assert.deepEqual(named.filter(([ids, shown]) => ids !== shown), []);
    assert.deepEqual((await measure(page)).overlaps, []);
    await close();
  });

  test("without script no switch is shown that needs it", async () => {
    const { page, close } = await open({ javaScriptEnabled: false });
    assert.equal(await page.getByRole("checkbox", { name: "Imprecise" }).count(), 0);
    assert.equal(await page.locator(".scheme").isVisible(), false);
    await close();
  });
});

test("links, citations, BibTeX and CSL-JSON are copied", async () => {
  const { page, close } = await open({ permissions: ["clipboard-read", "clipboard-write"] });
  const note = page.locator("#caliphate-declaration");
  const isCopied = (pattern) => eventually(async () =>
    assert.match(await page.evaluate(() => navigator.clipboard.readText()), pattern));
  await note.locator("> details > summary").click();
  await note.getByRole("button", { name: "Copy Link" }).click();
  await isCopied(/idlib-2019\/#caliphate-declaration$/);
  await note.locator(".cite summary").click();
  await note.getByRole("button", { name: "Copy BibTeX" }).click();
  await isCopied(/^@\w+\{/);
  await note.getByRole("button", { name: "Copy CSL-JSON" }).click();
  await isCopied(/^\[\{.*"id": ?"caliphate-declaration"/);
  await page.locator(".rows .permalink").nth(4).click();
  await isCopied(/#p-\d+$/);
  await close();
});

describe("how a note is cited", () => {
  const CHECK = "caliphate-declaration";
  const NOTE = "headline-question";
  const listed = (id) => JSON.parse(readFileSync(join(folder, ARTICLE, "citations.json"), "utf8"))
    .find(({ URL }) => URL.endsWith(`#${id}`));
  /** Opens a note and returns it with what opens how it is cited. */
  const opened = async (page, id) => {
    const note = page.locator(`#${id}`);
    await note.locator("> details > summary").click();
    return { note, cite: note.locator("details.cite > summary") };
  };

  for (const [width, colorScheme] of [[390, "dark"], [1280, "light"]]) {
    test(`opens in the card, by keyboard, too: ${width} px, ${colorScheme}`, async () => {
      const { page, close } = await open({ colorScheme, viewport: { width, height: 900 } });
      const asked = [];
      page.on("request", (request) => asked.push(request.url()));
      for (const id of [CHECK, NOTE]) {
        const { note, cite } = await opened(page, id);
        assert.equal(await note.getByRole("link", { name: "Cite" }).count(), 0, "the link is hidden");
        assert.deepEqual(asked.splice(0), [], "nothing is fetched before it is asked for");
        await cite.focus();
        await page.keyboard.press("Enter");
        const { custom } = listed(id);
        assert.equal(await note.locator(".cite pre").textContent(), custom.bibtex);
        assert.equal(await note.locator(".cite > p").innerHTML(), custom.citation_html);
        assert.ok(asked.length === 1 && asked.splice(0)[0].endsWith("/citations.json"));
        assert.ok(await cite.evaluate((one) => one === document.activeElement), "the focus stays");
        await page.keyboard.press("Enter");
        assert.equal(await note.locator(".cite > p").isVisible(), false);
      }
      assert.deepEqual(await smallTargets(page), []);
      assert.deepEqual((await measure(page)).overlaps, []);
      await close();
    });
  }

  test("is what the link leads to where the list cannot be had", async () => {
    const { page, close } = await open();
    await page.route("**/citations.json", (route) => route.abort());
    const { cite } = await opened(page, CHECK);
    await cite.click();
    await page.waitForURL(`${site.address}checks/${ARTICLE}${CHECK}/#_cite`);
    await close();
  });

  for (const width of [390, 1280]) {
    test(`is where a link leads without script, ${width} px`, async () => {
      const { page, close } = await open({ javaScriptEnabled: false, viewport: { width, height: 900 } });
      const follow = async (id) => {
        const note = page.locator(`#${id}`);
        await note.locator("> details > summary").click();
        const link = note.getByRole("link", { name: "Cite" });
        assert.ok((await link.boundingBox()).height >= 24);
        await link.click();
      };
      await follow(CHECK);
      await page.waitForURL(`${site.address}checks/${ARTICLE}${CHECK}/#_cite`);
      const text = await page.locator("#_cite").innerHTML();
      assert.equal(text, listed(CHECK).custom.citation_html);
      assert.ok(await page.locator("#_cite").isVisible(), "it is open");
      await page.goBack();
      await follow(NOTE);
      await page.waitForURL(`${site.address}${ARTICLE}citations.json#${NOTE}`);
      assert.ok((await page.locator("body").innerText()).includes(`"id":"${NOTE}"`));
      await close();
    });
  }
});

for (const colorScheme of ["light", "dark"]) {
  test(`a passage has the colour of its note, ${colorScheme}`, async () => {
    const { page, close } = await open({ colorScheme });
    const pairs = await page.$$eval("mark[data-annotations]:not([data-annotations*=' '])", (all) => all.map((mark) => {
      const id = mark.dataset.annotations;
      const [line, card] = [mark, document.getElementById(id)].map((one) => getComputedStyle(one));
      return { id, line: line.textDecorationColor, card: card.borderInlineStartColor };
    }));
    assert.ok(pairs.length > 50);
    // One is mixed from the other, which is written in another notation.
    const numbers = (color) => color.match(/[\d.]+/g).slice(0, 3)
      .map((number) => Math.round(number * (color.startsWith("color(") ? 255 : 1)));
    assert.deepEqual(pairs.filter(({ line, card }) => `${numbers(line)}` !== `${numbers(card)}`), []);
    await close();
  });
}

test("a card in one line tells by a glyph that it is no fact check", async () => {
  const { page, close } = await open({ viewport: { width: 1600, height: 900 } });
  const small = await page.$$eval(".note .verdict + .kind", (all) => all
    .filter((kind) => getComputedStyle(kind).fontSize === "0px")
    .map((kind) => [kind.closest(".note").dataset.kind, getComputedStyle(kind, "::before").content]));
  assert.ok(small.length > 0);
  const glyphs = { "counter-source": '"⇄"', "note": '"✎"' };
  assert.deepEqual(small.filter(([kind, glyph]) => glyph !== glyphs[kind]), []);
  await close();
});

for (const javaScriptEnabled of [true, false]) {
  test(`paper holds every note, ${javaScriptEnabled ? "with" : "without"} script`, async () => {
    const { page, close } = await open({ javaScriptEnabled });
    const squeeze = (text) => text.replace(/[\s\u00ad-]+/g, "");
    const file = join(folder, "article.pdf");
    await page.pdf({ path: file, format: "A4" });
    const paper = squeeze(execFileSync("pdftotext", ["-raw", file, "-"], { encoding: "utf8" }));
    const notes = await page.$$eval("aside.note", (all) => all.map((note) => ({
      id: note.id,
      texts: [...note.querySelectorAll(".summary, .body p, .note-sources q")]
        .map((one) => one.textContent),
      works: [...note.querySelectorAll(".note-sources :not([dir=rtl]) > [href^=http]")]
        .map((work) => work.dataset.url ?? work.getAttribute("href")),
    })));
    // A page may break within a text; its beginning is enough to know it by.
    const missing = notes.flatMap(({ id, texts, works }) => [...texts, ...works]
      // What runs from right to left comes out of a PDF in another order.
      .filter((text) => !/[\u0590-\u08ff]/.test(text.slice(0, 60)))
      .filter((text) => !paper.includes(squeeze(text).slice(0, 40)))
      .map((text) => `${id}: ${text}`));
    assert.deepEqual(missing, []);
    assert.ok(!paper.includes(squeeze("Skip to the text")));
    await close();
  });
}

test("a filter holds on paper", async () => {
  const { page, close } = await open();
  await page.getByRole("checkbox", { name: "Counter-sources", exact: true }).uncheck();
  await page.emulateMedia({ media: "print" });
  const seen = await page.$$eval('[data-kind="counter-source"]:is(.note, .reference)',
    (all) => all.filter((one) => one.getClientRects().length > 0).length);
  assert.equal(seen, 0);
  await close();
});

describe("no barrier in what is opened", () => {
  for (const colorScheme of ["light", "dark"]) {
    test(colorScheme, async () => {
      const { page, close } = await open({ colorScheme });
      await page.$$eval("details", (all) => { for (const one of all) one.open = true; });
      await page.waitForFunction(() => !document.querySelector(".note a.cite:not([hidden])"));
      await page.$$eval(".note .cite", (all) => { for (const one of all) one.open = true; });
      await page.waitForFunction(() => !document.querySelector(".note details.cite:not(:has(pre))"));
      await page.locator("mark").first().hover();
      await settled(page);
      await page.evaluate(AXE);
      const { violations } = await page.evaluate(() => globalThis.axe.run());
      const told = (node) => `${node.target} ${node.failureSummary}`;
      assert.deepEqual(violations.map(({ id, nodes }) => `${id} ${nodes.map(told)}`), []);
      await close();
    });
  }

  for (const colorScheme of ["light", "dark"]) {
    test(`forced colours leave the text of passages as it is, ${colorScheme}`, async () => {
      const { page, close } = await open({ forcedColors: "active", colorScheme });
      const [mark, text] = await page.evaluate(() => {
        const mark = document.querySelector("p mark[data-annotations]");
        return [mark, mark.closest("p")].map((one) => getComputedStyle(one).color);
      });
      assert.equal(mark, text);
      await close();
    });
  }

  test("forced colours keep marks and references apart from the text", async () => {
    const { page, close } = await open({ forcedColors: "active" });
    const looks = await page.evaluate(() => ({
      mark: getComputedStyle(document.querySelector(".rows mark")).textDecorationLine,
      border: getComputedStyle(document.querySelector(".rows .reference")).borderTopStyle,
    }));
    assert.deepEqual(looks, { mark: "underline", border: "solid" });
    await close();
  });
});

test("the page is light: its weight and its requests", async () => {
  const { page, close } = await newPage(browser);
  const requests = [];
  page.on("request", (request) => requests.push(new URL(request.url()).pathname));
  await visit(page, site.address + ARTICLE);
  await close();
  const assets = join(folder, "assets", readdirSync(join(folder, "assets"))[0]);
  const parts = [join(folder, ARTICLE, "index.html"),
    ...["style.css", "scheme.js", "notes.js"].map((name) => join(assets, name))];
  const total = (pack) => parts.reduce((sum, path) => sum + pack(readFileSync(path)).length, 0);
  const [brotli, gzip] = [total(brotliCompressSync), total((data) => gzipSync(data, { level: 9 }))];
  const fonts = readdirSync(join(assets, "fonts")).filter((name) => name.endsWith(".woff2"))
    .reduce((sum, name) => sum + statSync(join(assets, "fonts", name)).size, 0);
  const script = statSync(join(assets, "scheme.js")).size + statSync(join(assets, "notes.js")).size;
  console.log(`HTML, CSS and script: ${brotli} bytes with Brotli, ${gzip} with gzip; `
    + `script ${script}; fonts ${fonts}; ${requests.length} requests`);
  // Most of it is what notes say and cite: titles, addresses and words of some 400 sources.
  const html = readFileSync(parts[0], "utf8");
  const [nNotes, nSources] = [/<aside class="note"/g, /<li><b data-stance/g].map((one) => html.match(one).length);
  const isLight = (size, frame, each) => assert.ok(size <= frame + each * (nNotes + nSources),
    `${size} bytes for ${nNotes} notes with ${nSources} sources`);
  isLight(brotli, 25_000, 115);
  isLight(html.length, 70_000, 750);
  assert.equal(html.split("@misc{").length, 2, "the article says how it is cited, its notes do not");
  assert.ok(script <= 15_400, `${script} bytes of script`);
  assert.ok(fonts <= 140_000, `${fonts} bytes of fonts`);
  assert.ok(requests.length <= 8, requests.join(" "));
});

describe("a passage and its notes", () => {
  const shown = (page) => page.evaluate(() => ({
    focused: document.activeElement.closest(".note")?.id,
    isOpen: [...(document.activeElement.closest(".note")?.querySelectorAll(":scope > details") ?? [])].every((one) => one.open),
  }));
  for (const width of [390, 1280]) {
    test(`a click on a passage opens its innermost note, further clicks the next, at ${width} px`, async () => {
      const { page, close } = await open({ viewport: { width, height: 900 } });
      await settled(page);
      const { ids, index } = await page.evaluate(() => {
        const marks = [...document.querySelectorAll(".rows mark[data-annotations]")];
        const length = (id) => marks.filter((one) => one.dataset.annotations.split(" ").includes(id))
          .reduce((sum, one) => sum + one.textContent.length, 0);
        const lengths = (one) => new Set(one.dataset.annotations.split(" ").map(length));
        const index = marks.findIndex((one) => lengths(one).size > 1 && !one.querySelector("a"));
        const ids = marks[index].dataset.annotations.split(" ").sort((a, b) => length(a) - length(b));
        return { ids, index };
      });
      assert.ok(ids.length > 1);
      const mark = page.locator(".rows mark[data-annotations]").nth(index);
      for (const id of [...ids, ids[0]]) {
        await mark.scrollIntoViewIfNeeded();
        // A passage may go over the end of a line.
        const { x, y } = await mark.evaluate((one) => one.getClientRects()[0].toJSON());
        await page.mouse.click(x + 4, y + 8);
        await eventually(async () => assert.deepEqual(await shown(page), { focused: id, isOpen: true }));
      }
      await close();
    });
  }

  test("J and K go from note to note, from within the notes alone", async () => {
    const { page, close } = await open();
    await settled(page);
    await page.keyboard.press("j");
    assert.equal((await shown(page)).focused, undefined);
    const ids = await page.evaluate(() => [...document.querySelectorAll(".rows .note")]
      .sort((a, b) => a.querySelector(".number").textContent - b.querySelector(".number").textContent).map((one) => one.id));
    const first = await page.evaluate(() => document.querySelector(".rows .reference").hash.slice(1));
    await page.locator(".rows .reference").first().focus();
    const at = ids.indexOf(first);
    for (const [key, id] of [["j", ids[at + 1]], ["j", ids[at + 2]], ["k", ids[at + 1]], ["Control+j", ids[at + 1]]]) {
      await page.keyboard.press(key);
      await eventually(async () => assert.deepEqual(await shown(page), { focused: id, isOpen: true }));
    }
    const { top } = await page.evaluate((id) =>
      document.querySelector(`mark[data-annotations~="${id}"]`).getBoundingClientRect(), ids[at + 1]);
    assert.ok(top >= 0 && top < 900, `${top}`);
    await close();
  });
});
