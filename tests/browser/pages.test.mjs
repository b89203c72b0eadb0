// pages.test.mjs — what a reader gets: valid pages, without barriers, laid out
// as the design says, with and without script, wide and narrow, light and dark.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import {
  PATIENCE, build, filesBelow, isComplaint, launch, newPage, remove, root, serve, visit,
} from "./site.mjs";

const require = createRequire(import.meta.url);
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const ARTICLE = "idlib-2019/";
/** One page of each kind. */
const KINDS = {
  front: "", article: ARTICLE, checks: "checks/", notes: "notes/", search: "search/",
  check: "checks/idlib-2019/caliphate-declaration/", glossary: "glossary/", sources: "sources/",
  timeline: "timeline/", page: "about/", corrections: "corrections/", missing: "no/such/page/",
};

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

/** Opens a page; fails on anything that the browser complains of or loads elsewhere. */
async function open(path, options = {}) {
  const { page, close } = await newPage(browser, { bypassCSP: false, ...options });
  const complaints = [];
  page.on("console", (message) => {
    const text = message.text();
    const is404 = text.includes("404 (Not Found)") && path === KINDS.missing;
    if (["error", "warning"].includes(message.type()) && !is404 && isComplaint(text)) complaints.push(text);
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => {
    if (!request.url().startsWith(site.address)) complaints.push(`loads ${request.url()}`);
  });
  await visit(page, site.address + path);
  return { page, complaints, close };
}

test("every page is valid HTML", () => {
  const pages = filesBelow(folder, ".html").map((path) => join(folder, path));
  const vnu = join(root, "tests/browser/node_modules/vnu-jar/build/dist/vnu.jar");
  try {
    execFileSync("java", ["-jar", vnu, "--format", "gnu", "--stdout", ...pages]);
  } catch (error) {
    assert.fail(`vnu: ${error.stdout}${error.stderr}`);
  }
});

test("the style sheet is valid CSS", () => {
  const sheets = filesBelow(folder, ".css").map((path) => join(folder, path));
  assert.ok(sheets.length > 0);
  const important = sheets.flatMap((sheet) =>
    [...readFileSync(sheet, "utf8").matchAll(/[^{}]*\{[^{}]*!important[^}]*\}/g)].map(([rule]) => rule.trim()));
  assert.deepEqual(important, ["[hidden] { display: none !important; }"],
    "the cascade needs no other !important");
  for (const sheet of sheets) {
    const text = readFileSync(sheet, "utf8");
    assert.equal(text.split("{").length, text.split("}").length, "every brace is closed");
  }
});

describe("no page has a barrier", () => {
  for (const [kind, path] of Object.entries(KINDS)) {
    for (const colorScheme of ["light", "dark"]) {
      test(`${kind}, ${colorScheme}`, async () => {
        const { page, complaints, close } = await open(path, { colorScheme });
        // axe is injected past the policy, which forbids foreign script by design.
        await page.evaluate(AXE);
        const { violations } = await page.evaluate(() => globalThis.axe.run());
        const told = violations.map((one) =>
          `${one.id}: ${one.help}\n  ${one.nodes.slice(0, 3).map((node) =>
            `${node.target} ${node.failureSummary}`).join("\n  ")}`);
        assert.deepEqual(told, []);
        assert.deepEqual(complaints, []);
        await close();
      });
    }
  }
});

describe("what is hidden is not seen", () => {
  for (const [kind, path] of Object.entries(KINDS)) {
    test(kind, async () => {
      const { page, close } = await open(path);
      for (const media of ["screen", "print"]) {
        await page.emulateMedia({ media });
        const seen = await page.$$eval("body *", (all) => {
          for (const one of all) one.setAttribute("hidden", "");
          return [...new Set(all.filter((one) => getComputedStyle(one).display !== "none")
            .map((one) => one.cloneNode().outerHTML))];
        });
        assert.deepEqual(seen, [], media);
      }
      await close();
    });
  }
});

describe("every link leads somewhere", () => {
  for (const [kind, path] of Object.entries(KINDS)) {
    test(kind, async () => {
      const { page, close } = await open(path);
      // The links of a figure are SVG, whose `href` is an object.
      const links = await page.$$eval("a[href]", (all) =>
        all.map((link) => new URL(link.getAttribute("href"), document.baseURI).href));
      const own = [...new Set(links.filter((link) => link.startsWith(site.address)))];
      const known = new Map();
      for (const link of own) {
        const [address, fragment] = link.split("#");
        if (!known.has(address)) {
          const answer = await page.request.get(address, { timeout: PATIENCE });
          known.set(address, { status: answer.status(), text: await answer.text() });
        }
        const { status, text } = known.get(address);
        const isMissing = address === site.address + KINDS.missing;
        assert.ok(status === 200 || isMissing, `${link} answers ${status}`);
        if (fragment) {
          const id = decodeURIComponent(fragment);
          const named = address.endsWith(".json") ? `"id":"${id}"` : `id="${id}"`;
          assert.ok(text.includes(named), `${link} has no such fragment`);
        }
      }
      const foreign = links.filter((link) => link.startsWith("http://127.0.0.1"))
        .filter((link) => !link.startsWith(site.address));
      assert.deepEqual(foreign, [], "a link leaves the sub-path");
      await close();
    });
  }
});

describe("the HTML contract", () => {
  let page, close;
  before(async () => ({ page, close } = await open(ARTICLE, { javaScriptEnabled: false })));
  after(() => close());

  test("blocks are numbered from 1 and can be linked to", async () => {
    const blocks = await page.$$eval("[data-block]", (all) =>
      all.map((block) => [Number(block.dataset.block), block.id, block.tagName]));
    blocks.forEach(([number, id, tag], index) => {
      assert.equal(number, index + 1);
      if (/^H\d$/.test(tag)) assert.match(id, /^h-/);
      else assert.equal(id, `p-${number}`);
    });
    assert.ok(blocks.length > 20);
  });

  test("each note stands after the row of its passage, with the way there and back", async () => {
    const notes = await page.$$eval("aside.note", (all) => all.map((note) => {
      const id = note.id;
      const marks = [...document.querySelectorAll(`mark[data-annotations~="${id}"]`)];
      const references = document.querySelectorAll(
        `a[role="doc-noteref"]#ref-${CSS.escape(id)}[href="#${CSS.escape(id)}"]`);
      const last = marks.at(-1);
      return {
        id, kind: note.dataset.kind, name: note.getAttribute("aria-label"),
        inRow: note.closest(".row") !== null && marks[0]?.closest(".row") === note.closest(".row"),
        nMarks: marks.length, nReferences: references.length,
        back: note.querySelectorAll(`a[role="doc-backlink"][href="#ref-${CSS.escape(id)}"]`).length,
        after: !!(last && references[0]
          && last.compareDocumentPosition(references[0]) & Node.DOCUMENT_POSITION_FOLLOWING),
        details: marks.every((mark) => document.getElementById(mark.getAttribute("aria-details"))),
      };
    }));
    assert.ok(notes.length > 40);
    for (const note of notes) {
      assert.deepEqual(
        { ...note, nMarks: note.nMarks > 0 },
        { ...note, inRow: true, nMarks: true, nReferences: 1, back: 1, after: true, details: true });
      assert.match(note.name, /^(Fact check|Counter-source|Note|Term) \d+/);
      assert.ok(["fact-check", "counter-source", "note", "gloss"].includes(note.kind));
    }
    const nested = await page.$$eval("mark mark, mark a, a a", (all) => all.length);
    assert.equal(nested, 0);
  });

  test("marks lead assistive tools to a note, and name all that share them", async () => {
    const client = await page.context().newCDPSession(page);
    const { nodes } = await client.send("Accessibility.getFullAXTree");
    const of = async ({ backendDOMNodeId }) => {
      const { object } = await client.send("DOM.resolveNode", { backendNodeId: backendDOMNodeId });
      const { result } = await client.send("Runtime.callFunctionOn", { objectId: object.objectId,
        returnByValue: true, functionDeclaration: `function () {
          const names = this.dataset.annotations.split(" ").map((id) => document.getElementById(id).ariaLabel);
          return { ids: this.dataset.annotations.split(" "), names };
        }` });
      return result.value;
    };
    const marks = nodes.filter((node) => node.role?.value === "mark");
    let nShared = 0;
    for (const mark of marks) {
      const { ids, names } = await of(mark);
      const details = mark.properties.find(({ name }) => name === "details");
      const [one, ...more] = details.value.relatedNodes.map(({ idref }) => idref);
      assert.ok(ids.includes(one) && more.length === 0, `${ids} has ${one} ${more}`);
      if (ids.length === 1) continue;
      nShared += 1;
      assert.equal(mark.description?.value, names.join(" "));
    }
    assert.ok(marks.length > 90 && nShared > 10, `${nShared} of ${marks.length}`);
  });

  test("footnotes and terms are what they should be", async () => {
    assert.equal(await page.$$eval("sup.footnote-ref > a#fnref-1", (all) => all.length), 1);
    assert.equal(await page.$$eval('section[role="doc-endnotes"]', (all) => all.length), 1);
    const terms = await page.$$eval("a.term", (all) => all.map((link) => link.getAttribute("href")));
    assert.ok(terms.length > 15);
    for (const href of terms) assert.match(href, /glossary\/#[a-z0-9-]+$/);
  });
});

describe("no page scrolls sideways", () => {
  for (const [kind, path] of Object.entries(KINDS)) {
    test(`${kind} at 320 px`, async () => {
      const { page, close } = await open(path, { viewport: { width: 320, height: 700 } });
      const over = await page.evaluate(() => {
        const width = document.documentElement.clientWidth;
        if (document.documentElement.scrollWidth <= width) return [];
        return [...document.querySelectorAll("body *")]
          .filter((element) => element.getBoundingClientRect().right > width + 1)
          .slice(0, 5).map((element) => element.outerHTML.slice(0, 120));
      });
      assert.deepEqual(over, []);
      await close();
    });
  }
});
