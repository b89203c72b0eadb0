// search.test.mjs — the search in a real browser: a reader types, finds, goes there.
// The site is served from a sub-path, under the strict policy; see site.mjs.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build, filesBelow, isComplaint, launch, newPage, remove, root, serve, visit } from "./site.mjs";

const require = createRequire(import.meta.url);
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const WORDS = JSON.parse(readFileSync(join(root, "tests/browser/words.json"), "utf8"));

let folder, site, browser, script;
before(async () => {
  folder = build();
  site = await serve(folder);
  browser = await launch();
  script = filesBelow(folder, "search.js")[0];
});
after(async () => {
  await browser?.close();
  site?.close();
  if (folder) remove(folder);
});

/** Opens a page; keeps what the browser complains of and which files it loads. */
async function open(path, options = {}) {
  const { page, close } = await newPage(browser, options);
  const complaints = [];
  const requests = [];
  page.on("console", (message) => {
    const isOne = ["error", "warning"].includes(message.type()) && isComplaint(message.text());
    if (isOne) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => {
    if (!request.url().startsWith(site.address)) complaints.push(`loads ${request.url()}`);
    requests.push(request.url().slice(site.address.length));
  });
  await visit(page, site.address + path);
  return { page, complaints, requests, close };
}

/** Types a query on the page of the search and waits for what is found. */
async function search(query, { without = [] } = {}) {
  const opened = await open("search/");
  const { page } = opened;
  for (const kind of without) await page.getByLabel(kind, { exact: true }).uncheck();
  await page.getByRole("searchbox").fill(query);
  await page.waitForFunction(() => document.querySelector("[role=status]").textContent);
  const hits = await page.$$eval(".search-results > li", (all) => all.map((hit) => ({
    kind: hit.querySelector(".search-kind").textContent.trim(),
    title: hit.querySelector("a").textContent,
    href: hit.querySelector("a").getAttribute("href"),
    passage: hit.querySelector(".search-passage").textContent,
    marks: [...hit.querySelectorAll("mark")].map((mark) => mark.textContent),
  })));
  return { ...opened, hits, status: await page.getByRole("status").textContent() };
}

describe("what is found", () => {
  test("a word of the text, in its paragraph, marked", async () => {
    const { page, hits, complaints, close } = await search("jihadists", { without: ["Notes", "Terms", "Sources"] });
    assert.ok(hits.length > 0);
    for (const hit of hits) {
      assert.equal(hit.kind, "Text");
      assert.match(hit.passage + hit.title, /jihadists/i);
      assert.ok(hit.marks.every((mark) => /^jihadists/i.test(mark)), hit.marks.join());
    }
    await page.locator(".search-results a[href*='#p-']").first().click();
    await page.waitForURL(/idlib-2019\/#p-/);
    const target = await page.evaluate(() => document.querySelector(":target").textContent);
    assert.match(target, /jihadists/i);
    assert.deepEqual(complaints, []);
    await close();
  });

  test("a term stands above texts that name it", async () => {
    const { hits, complaints, close } = await search("YPG");
    assert.equal(hits[0].kind, "Terms");
    assert.match(hits[0].href, /glossary\/#/);
    assert.ok(hits.length > 1);
    assert.deepEqual(complaints, []);
    await close();
  });

  test("a name in its own language, without its accents", async () => {
    const { hits, close } = await search("Yekineyen");
    assert.match(hits[0].href, /glossary\/#/);
    assert.ok(hits[0].marks.includes("Yekîneyên"), hits[0].marks.join());
    await close();
  });

  test("a source, by its title", async () => {
    const page = await open("sources/");
    const title = await page.page.$eval("main", (main) => main.querySelector("[id] i, [id] em")?.textContent);
    await page.close();
    assert.ok(title, "the bibliography shows a title");
    const { hits, close } = await search(title, { without: ["Text", "Notes", "Terms"] });
    assert.ok(hits.some((hit) => /sources\/#/.test(hit.href) && hit.kind === "Sources"));
    await close();
  });

  test("a note, with its kind and rating", async () => {
    const { hits, close } = await search("imprecise estimate", { without: ["Text", "Terms", "Sources"] });
    assert.ok(hits.length > 0);
    assert.ok(hits.every((hit) => hit.kind === "Notes" && / · (Fact check|Counter-source|Note|Term) \d+/.test(hit.title)));
    await close();
  });

  /** Returns the words that are seen of each element with an id, its parts opened. */
  async function wordsSeen(path) {
    const { page, close } = await open(path);
    const seen = await page.evaluate(() => {
      for (const one of document.querySelectorAll("[role=doc-noteref], .footnote-ref")) one.remove();
      for (const one of document.querySelectorAll("details")) one.open = true;
      return [...document.querySelectorAll("main [id]")].map(({ id, innerText }) => [id, innerText]);
    });
    await close();
    return new Map(seen.map(([id, text]) => [id, new Set((text ?? "").split(/\s+/))]));
  }

  test("what a note says, without the labels around it, and no word cut", async () => {
    const seen = await wordsSeen("idlib-2019/");
    const { hits, close } = await search("fighters", { without: ["Text", "Terms", "Sources"] });
    assert.ok(hits.length > 5);
    assert.ok(hits.some(({ passage }) => /\. Claim: “[A-Z]/.test(passage)), "a claim is told from a finding");
    let nCut = 0;
    for (const { href, passage } of hits) {
      assert.doesNotMatch(passage, /Why ·|Claim [^:]|Full check|BibTeX|@misc|howpublished/);
      const words = seen.get(href.split("#")[1]);
      const shown = passage.replace(/^… | …$/g, "").split(" ").filter((word) => word !== "·");
      // Labels that are left out may have stood beside the first and the last word.
      assert.deepEqual(shown.filter((word) => !words.has(word)
        && !words.has(word.replace(/^Claim:$/, "Claim").replace(/^“|”$/g, ""))), [], href);
      nCut += passage.endsWith(" …") ? 1 : 0;
    }
    assert.ok(nCut > 0);
    await close();
  });

  test("what a source says, apart from its title and from the source before it", async () => {
    const { hits, close } = await search("listing", { without: ["Text", "Terms", "Sources"] });
    const told = " US exposes PYD & YPG links to PKK (read in part) · Carter’s testimony; US not listing the YPG";
    assert.ok(hits.some(({ passage }) => passage.includes(told)), hits.map(({ passage }) => passage).join("\n"));
    await close();
  });

  test("every word of the text and the notes as it is seen, none run into another", async () => {
    const seen = await wordsSeen("idlib-2019/");
    const { page, close } = await open("search/");
    const read = await page.evaluate(async ([script, address]) => {
      const { parse } = await import(script);
      const page = parse(await (await fetch(address)).text());
      return [...page.querySelectorAll(".note, [data-block], .footnotes li")]
        .map(({ id, textContent }) => [id, textContent.trim().split(/\s+/)]);
    }, [site.address + script, `${site.address}idlib-2019/`]);
    assert.ok(read.length > 100);
    // What is claimed is put in quotation marks.
    const told = (word) => word.replace(/^Claim:$/, "Claim").replace(/^“|”$/g, "");
    const glued = read.flatMap(([id, words]) => words
      .filter((word) => word !== "·" && !seen.get(id).has(word) && !seen.get(id).has(told(word)))
      .map((word) => `${id}: ${word}`));
    assert.deepEqual(glued, []);
    await close();
  });

  test("fact checks by their rating", async () => {
    const { hits, close } = await search("unsupported", { without: ["Text", "Terms", "Sources"] });
    const rated = hits.filter((hit) => / · Fact check \d+: unsupported$/.test(hit.title));
    assert.equal(rated.length, 3);
    assert.ok(rated.every((hit) => hit.marks.includes("unsupported")));
    await close();
  });

  test("the beginning of a word", async () => {
    const { hits, close } = await search("jihadi");
    assert.ok(hits.some((hit) => hit.marks.some((mark) => /^jihadists$/i.test(mark))));
    await close();
  });

  test("nothing, and that is said", async () => {
    const { page, hits, status, close } = await search("xqzzyx");
    assert.equal(hits.length, 0);
    assert.equal(status, "Nothing found");
    assert.equal(await page.getByRole("button", { name: "More results" }).isVisible(), false);
    await close();
  });

  test("only the kinds that are asked for", async () => {
    const all = await search("Idlib");
    const kinds = new Set(all.hits.map((hit) => hit.kind));
    assert.ok(kinds.size > 1, [...kinds].join());
    await all.page.getByLabel("Terms", { exact: true }).uncheck();
    await all.page.getByLabel("Notes", { exact: true }).uncheck();
    await all.page.getByLabel("Sources", { exact: true }).uncheck();
    await all.page.waitForFunction(() =>
      [...document.querySelectorAll(".search-kind")].every((kind) => kind.textContent.trim() === "Text"));
    assert.match(await all.page.getByRole("status").textContent(), /result/);
    await all.close();
  });

  test("more than fits at first", async () => {
    const { page, hits, status, close } = await search("the");
    assert.equal(hits.length, 20);
    await page.getByRole("button", { name: "More results" }).click();
    await page.waitForFunction(() => document.querySelectorAll(".search-results > li").length > 20);
    assert.ok(parseInt(status, 10) > 20);
    await close();
  });
});

test("each word of the article leads to the paragraph where it stands", async () => {
  const { page, close } = await open("search/");
  const lost = await page.evaluate(async (script) => {
    const { split } = await import(script);
    const root = new URL("../", location.href);
    const get = async (path) => (await fetch(new URL(path, root))).text();
    const index = JSON.parse(await get("search/index.json"));
    const lists = new Map();
    for (const number of index.shards.keys()) {
      for (const line of (await get(`search/words-${number}.txt`)).split("\n")) {
        lists.set(line.split(" ")[0], line.split(" ")[1] ?? "");
      }
    }
    const places = JSON.parse(await get("search/places-0-0.json"))
      .flatMap(([url, , own]) => own.map((place) => `${url}#${place.split("\n")[0]}`));
    const has = (word, id) => {
      let place = 0, number = 0;
      for (const c of lists.get(word) ?? "") {
        const value = c.charCodeAt(0) - 48;
        number = number * 32 + value % 32;
        if (value > 31) continue;
        place += number >> 2;
        number = 0;
        if (places[place] === id) return true;
      }
      return false;
    };
    const article = new DOMParser().parseFromString(await get("idlib-2019/"), "text/html");
    for (const one of article.querySelectorAll("[role=doc-noteref], .footnote-ref")) one.remove();
    const lost = [];
    let n = 0;
    for (const block of article.querySelectorAll("[data-block]")) {
      const isTitle = block.matches("h1");
      for (const [word] of split(block.textContent, index.words)) {
        n += 1;
        if (!has(word, `idlib-2019/#${isTitle ? "" : block.id}`)) lost.push(`${block.id} ${word}`);
      }
    }
    return n > 500 ? lost : [`only ${n} words`];
  }, site.address + script);
  assert.deepEqual(lost, []);
  await close();
});

test("the browser splits texts into the words that the build does", async () => {
  const { page, close } = await open("search/");
  const index = JSON.parse(readFileSync(join(folder, "search/index.json"), "utf8"));
  const split = await page.evaluate(async ([script, texts, rules]) => {
    const { split } = await import(script);
    return texts.map((text) => split(text, rules).map(([word]) => word));
  }, [site.address + script, WORDS.map(([text]) => text), index.words]);
  assert.deepEqual(split, WORDS.map(([, words]) => words.map((word) => word.normalize("NFKD"))));
  await close();
});

describe("the page", () => {
  test("keeps the query in its address, and takes it from there", async () => {
    const { page, close } = await search("jihadists");
    assert.equal(new URL(page.url()).search, "?q=jihadists");
    await page.reload();
    await page.waitForSelector(".search-results > li");
    assert.equal(await page.getByRole("searchbox").inputValue(), "jihadists");
    await close();
  });

  test("follows the first result on Enter", async () => {
    const { page, close } = await open("search/");
    await page.getByRole("searchbox").fill("YPG");
    await page.keyboard.press("Enter");
    await page.waitForURL(/glossary\/#/);
    await close();
  });

  test("loads nothing of the index before it is asked, and then what it needs", async () => {
    const { page, requests, complaints, close } = await open("search/");
    assert.deepEqual(requests.filter((path) => /^search\/./.test(path)), []);
    await page.getByRole("searchbox").fill("YPG");
    await page.waitForSelector(".search-results > li");
    const shards = requests.filter((path) => path.includes("words-"));
    assert.equal(shards.length, 1, shards.join());
    const sizes = [...new Set(requests)].filter((path) => /^search\/./.test(path)).map((path) => {
      const bytes = gzipSync(readFileSync(join(folder, path.split("?")[0])), { level: 9 }).length;
      return [path.split("?")[0], bytes];
    });
    for (const [path, bytes] of sizes) assert.ok(bytes < 30_000, `${path} has ${bytes} bytes`);
    const all = filesBelow(folder, "").filter((path) => /^search\/.+\.(json|txt)$/.test(path));
    const total = all.reduce((sum, path) => sum + readFileSync(join(folder, path)).length, 0);
    console.log(`# index: ${total} bytes in ${all.length} files; one query loads, compressed:`,
      sizes.map(([path, bytes]) => `${path} ${bytes}`).join(", "));
    assert.deepEqual(complaints, []);
    await close();
  });

  test("says what to do without script", async () => {
    const { page, close } = await open("search/", { javaScriptEnabled: false });
    assert.ok(await page.locator("noscript p").isVisible());
    assert.ok(await page.locator("noscript a", { hasText: "Glossary" }).isVisible());
    assert.ok(!(await page.locator("[data-search]").isVisible()));
    await close();
  });
});

describe("over another page", () => {
  /** Opens an article and, over it, the search. */
  async function dialog() {
    const opened = await open("idlib-2019/");
    const { page } = opened;
    await page.locator(".site-title").focus();
    await page.evaluate(async (script) => (await import(script)).open(), site.address + script);
    await page.waitForSelector("dialog[open]");
    return opened;
  }

  test("it opens once, however often it is asked for", async () => {
    const { page, complaints, close } = await open("glossary/");
    await page.evaluate(async (script) => {
      const { open } = await import(script);
      await Promise.all([open(), open()]);
    }, site.address + script);
    assert.equal(await page.locator("dialog").count(), 1);
    assert.deepEqual(complaints, []);
    await close();
  });

  test("the field has the focus, Escape gives it back", async () => {
    const { page, complaints, close } = await dialog();
    assert.equal(await page.evaluate(() => document.activeElement.type), "search");
    await page.keyboard.press("Escape");
    await page.waitForSelector("dialog[open]", { state: "detached" });
    assert.ok(await page.evaluate(() => document.activeElement.matches(".site-title")));
    assert.deepEqual(complaints, []);
    await close();
  });

  test("a result of the same page closes it and goes there", async () => {
    const { page, complaints, close } = await dialog();
    await page.keyboard.type("jihadists");
    const link = page.locator("dialog .search-results a[href*='idlib-2019/#p-']").first();
    await link.click();
    await page.waitForURL(/idlib-2019\/#p-/);
    assert.equal(await page.locator("dialog[open]").count(), 0);
    assert.deepEqual(complaints, []);
    await close();
  });

  test("it opens again with the last query selected", async () => {
    const { page, close } = await dialog();
    await page.keyboard.type("Idlib");
    await page.waitForSelector("dialog .search-results a");
    await page.keyboard.press("Escape");
    assert.equal(await page.locator("dialog[open]").count(), 0);
    await page.evaluate(async (script) => (await import(script)).open(), site.address + script);
    const selected = ({ selectionStart, selectionEnd }) => [selectionStart, selectionEnd];
    assert.deepEqual(await page.locator("dialog input[type=search]").evaluate(selected), [0, 5]);
    assert.equal(await page.locator("dialog").count(), 1);
    await close();
  });

  test("it can be closed without a keyboard", async () => {
    const { page, close } = await dialog();
    await page.getByRole("button", { name: "Close" }).click();
    assert.equal(await page.locator("dialog[open]").count(), 0);
    await close();
  });
});

describe("there is no barrier", () => {
  for (const colorScheme of ["light", "dark"]) {
    for (const path of ["search/", "idlib-2019/"]) {
      test(`${path}, ${colorScheme}`, async () => {
        const { page, close } = await open(path, { colorScheme });
        if (path !== "search/") {
          await page.evaluate(async (script) => (await import(script)).open(), site.address + script);
        }
        await page.locator("input[type=search]").fill("Idlib");
        await page.waitForSelector(".search-results > li");
        await page.evaluate(AXE);
        const { violations } = await page.evaluate(() => globalThis.axe.run("[data-search]"));
        const told = violations.map((one) => `${one.id}: ${one.nodes.slice(0, 2).map((node) =>
          `${node.target} ${node.failureSummary}`).join("\n")}`);
        assert.deepEqual(told, []);
        await close();
      });
    }
  }
});
