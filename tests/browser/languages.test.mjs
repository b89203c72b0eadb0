// languages.test.mjs — the fixture in Arabic as its readers meet it, and words of languages that
// part them otherwise than English does, as they are looked for.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { build, filesBelow, launch, newPage, remove, root, serve, visit } from "./site.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const ESSAY = join(root, "tests/editions/an-arabic-essay-is-arabic-throughout");
const CHINESE = {
  "content/edition.yaml": "title: 文集\nlanguage: zh-Hans\nbase_url: https://example.org/\n",
  "content/shi/index.md": "# 经济史\n\n宋代的经济发展很快，东京的市场日夜不休。\n\n后来的史家多有记述。\n",
};

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

/** Builds an edition and serves it while the tests of a suite run. */
function serving(folder) {
  const given = {};
  before(async () => {
    given.folder = build(folder());
    given.site = await serve(given.folder);
  });
  after(() => {
    given.site?.close();
    if (given.folder) remove(given.folder);
  });
  return given;
}

/** Returns the passages that a query finds on the page of the search. */
async function find(site, query) {
  const { page, close } = await newPage(browser);
  await visit(page, `${site.address}search/`);
  await page.getByRole("searchbox").fill(query);
  await page.waitForFunction(() => document.querySelector("[role=status]").textContent);
  const found = await page.$$eval(".search-results > li", (all) => all.map((one) => one.textContent));
  await close();
  return found;
}

describe("an essay in Arabic", () => {
  const given = serving(() => ESSAY);
  for (const [query, word] of [["تاريخ", "التّاريخ"], ["العصبية", "والعصبية"], ["عصبية", "والعصبية"]]) {
    test(`${query} finds ${word}`, async () => {
      const found = await find(given.site, query);
      assert.ok(found.some((one) => one.includes(word)), found.join("\n"));
    });
  }
  for (const path of ["", "tarikh/", "checks/", "glossary/", "sources/", "timeline/", "search/"]) {
    for (const width of [320, 1280]) {
      test(`/${path} at ${width} px runs from the right, without a barrier`, async () => {
        const { page, close } = await newPage(browser, { viewport: { width, height: 900 } });
        await visit(page, given.site.address + path);
        const { dir, isWide } = await page.evaluate(() => ({
          dir: getComputedStyle(document.querySelector("main")).direction,
          isWide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
        }));
        assert.equal(dir, "rtl");
        assert.equal(isWide, false, "it scrolls sideways");
        await page.evaluate(AXE);
        const { violations } = await page.evaluate(() => globalThis.axe.run());
        assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), []);
        await close();
      });
    }
  }
  test("every page is valid", () => {
    const vnu = join(root, "tests/browser/node_modules/vnu-jar/build/dist/vnu.jar");
    const pages = filesBelow(given.folder, ".html").map((path) => join(given.folder, path));
    execFileSync("java", ["-jar", vnu, "--format", "gnu", "--stdout", ...pages], { stdio: "pipe" });
  });
});

describe("a text in Chinese", () => {
  const given = serving(() => {
    const edition = mkdtempSync(join(tmpdir(), "postil-edition-"));
    for (const [name, text] of Object.entries(CHINESE)) {
      mkdirSync(dirname(join(edition, name)), { recursive: true });
      writeFileSync(join(edition, name), text);
    }
    after(() => rmSync(edition, { recursive: true, force: true }));
    return edition;
  });
  for (const [query, isThere] of [["经济", true], ["东京的市场", true], ["市", true], ["大米", false]]) {
    test(`${query} is ${isThere ? "found" : "nowhere"}`, async () => {
      const found = await find(given.site, query);
      assert.equal(found.length > 0, isThere, found.join("\n"));
    });
  }
});
