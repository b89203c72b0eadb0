// statute.test.mjs — the fixture of a law as its readers meet it: provisions lead where they say
// they do, and stand in by their levels without going over the edge.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { build, filesBelow, launch, newPage, remove, root, serve, visit } from "./site.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const LAW = join(root, "tests/editions/a-statute-is-cited-by-its-provisions");

describe("a law", () => {
  let browser, folder, site;
  before(async () => {
    browser = await launch();
    folder = build(LAW);
    site = await serve(folder);
  });
  after(async () => {
    await browser?.close();
    site?.close();
    if (folder) remove(folder);
  });

  for (const path of ["act/", "satzung/"]) {
    for (const width of [320, 1280]) {
      test(`/${path} at ${width} px is without a barrier`, async () => {
        const { page, close } = await newPage(browser, { viewport: { width, height: 900 } });
        await visit(page, site.address + path);
        const isWide = await page.evaluate(() =>
          document.documentElement.scrollWidth > document.documentElement.clientWidth);
        assert.equal(isWide, false, "it scrolls sideways");
        await page.evaluate(AXE);
        const { violations } = await page.evaluate(() => globalThis.axe.run());
        assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), []);
        await close();
      });
    }
  }

  test("a provision stands further in than what holds it, as far as there is room", async () => {
    for (const [width, least] of [[320, 5], [1280, 20]]) {
      const { page, close } = await newPage(browser, { viewport: { width, height: 900 } });
      await visit(page, `${site.address}act/`);
      const starts = await page.evaluate(() => ["art-8-2", "art-8-2-a", "art-8-2-a-i"].map((id) => {
        const range = document.createRange();
        range.selectNodeContents(document.getElementById(id));
        return range.getClientRects()[0].left;
      }));
      assert.ok(starts[1] - starts[0] > least && starts[2] - starts[1] > least, starts.join());
      await close();
    }
  });

  test("the links of all provisions are found by the keyboard and by their names", async () => {
    const { page, close } = await newPage(browser, { viewport: { width: 1280, height: 900 } });
    await visit(page, `${site.address}act/`);
    const link = page.getByRole("link", { name: "Art. 8(2)(a)(ii)", exact: true });
    await link.focus();
    assert.equal(await link.evaluate((one) => getComputedStyle(one).opacity), "1");
    await page.keyboard.press("Enter");
    assert.equal(await page.locator(":target").textContent(), "(ii) opens with one hand, and");
    await close();
  });

  test("lists keep their numbers and brackets", async () => {
    const { page, close } = await newPage(browser);
    await visit(page, `${site.address}satzung/`);
    const values = await page.$$eval(".rows ol > li", (all) => all.map((one) => one.value));
    assert.deepEqual(values, [1, 2, 3]);
    await close();
  });

  test("every page is valid", () => {
    const vnu = join(root, "tests/browser/node_modules/vnu-jar/build/dist/vnu.jar");
    const pages = filesBelow(folder, ".html").map((path) => join(folder, path));
    execFileSync("java", ["-jar", vnu, "--format", "gnu", "--stdout", ...pages], { stdio: "pipe" });
  });
});
