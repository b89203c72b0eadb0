// hard.test.mjs — editions that are hard to lay out: right to left; forty notes
// on one paragraph, words and notes without end (tests/browser/editions).
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { measure, smallTargets, watchShifts } from "./measure.mjs";
import { build, filesBelow, launch, newPage, remove, root, serve, visit } from "./site.mjs";

const require = createRequire(import.meta.url);
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const EDITIONS = { arabic: "hawamish/", crowded: "crowd/" };

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

for (const [name, article] of Object.entries(EDITIONS)) {
  describe(name, () => {
    let folder, site;
    before(async () => {
      folder = build(join(root, "tests/browser/editions", name));
      site = await serve(folder);
    });
    after(() => {
      site?.close();
      if (folder) remove(folder);
    });

    const open = async (path, options) => {
      const { page, close } = await newPage(browser, options);
      if (options.javaScriptEnabled !== false) await watchShifts(page);
      await visit(page, site.address + path);
      return { page, close };
    };

    for (const javaScriptEnabled of [true, false]) {
      for (const width of [320, 390, 820, 1280]) {
        test(`${width} px, ${javaScriptEnabled ? "with" : "without"} script`, async () => {
          const viewport = { width, height: 900 };
          const { page, close } = await open(article, { javaScriptEnabled, viewport });
          const found = await measure(page);
          assert.deepEqual(found.overlaps, []);
          assert.equal(found.scrolls, false, "the page scrolls sideways");
          assert.equal(found.isOverFooter, false, "a note lies on the footer");
          assert.deepEqual(await smallTargets(page), []);
          await close();
        });
      }
    }

    for (const colorScheme of ["light", "dark"]) {
      test(`no barrier, ${colorScheme}`, async () => {
        const { page, close } = await open(article, { colorScheme });
        await page.evaluate(AXE);
        const { violations } = await page.evaluate(() => globalThis.axe.run());
        const told = violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`);
        assert.deepEqual(told, []);
        await close();
      });
    }

    test("every page is valid HTML", () => {
      const vnu = join(root, "tests/browser/node_modules/vnu-jar/build/dist/vnu.jar");
      const pages = filesBelow(folder, ".html").map((path) => join(folder, path));
      try {
        execFileSync("java", ["-jar", vnu, "--format", "gnu", "--stdout", ...pages]);
      } catch (error) {
        assert.fail(`vnu: ${error.stdout}${error.stderr}`);
      }
    });

    if (name === "arabic") {
      test("notes stand to the left of a text that runs from the right", async () => {
        const { page, close } = await open(article, { viewport: { width: 1280, height: 900 } });
        const [note, text] = await page.evaluate(() =>
          [".rows .note", ".rows [data-block]"].map((selector) => {
            const { left, right } = document.querySelector(selector).getBoundingClientRect();
            return { left, right };
          }));
        assert.ok(note.right <= text.left, `${note.right} > ${text.left}`);
        assert.equal(await page.getAttribute("html", "dir"), "rtl");
        await close();
      });

      test("words are found with and without “and” and “the”", async () => {
        const { page, close } = await open("search/", {});
        for (const [query, found] of [["حاشية", "الحاشية"], ["طباعة", "الطباعة"], ["والطباعة", "الطباعة"], ["النساخ", "النُّسّاخ"]]) {
          await page.getByRole("searchbox").fill(query);
          await page.waitForFunction((found) => [...document.querySelectorAll(".search-results mark")]
            .some((mark) => mark.textContent === found), found);
        }
        assert.match(await page.getByRole("status").textContent(), /نتيج/);
        await close();
      });
    }
  });
}
