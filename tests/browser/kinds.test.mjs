// kinds.test.mjs — a speech, sonnets, a law and a long article, each in the manner of its kind:
// no barriers, nothing too wide, and every note on paper.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, filesBelow, launch, newPage, remove, root, serve, visit } from "./site.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** Fixtures, each with an article of it. */
const EDITIONS = {
  "a-speech-has-turns-times-and-a-recording": "session/",
  "sonnets-with-a-refrain-have-line-numbers": "tide-mill/",
  "a-statute-is-cited-by-its-provisions": "act/",
  "a-long-article-has-formulas-figures-and-a-hundred-notes": "silt/",
  "an-arabic-poem-has-its-lines-from-the-right": "nahr/",
};

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

for (const [name, path] of Object.entries(EDITIONS)) {
  describe(name, () => {
    let folder, site;
    before(async () => {
      const edition = mkdtempSync(join(tmpdir(), "postil-kinds-"));
      cpSync(join(root, "tests/editions", name, "content"), join(edition, "content"), { recursive: true });
      const settings = join(edition, "content/edition.yaml");
      writeFileSync(settings, readFileSync(settings, "utf8").replace("theme: bare\n", ""));
      folder = build(edition);
      rmSync(edition, { recursive: true, force: true });
      site = await serve(folder);
    });
    after(() => {
      site?.close();
      if (folder) remove(folder);
    });

    const open = async (options) => {
      const opened = await newPage(browser, options);
      await visit(opened.page, site.address + path);
      return opened;
    };

    for (const colorScheme of ["light", "dark"]) {
      test(`no barrier, ${colorScheme}`, async () => {
        const { page, close } = await open({ colorScheme });
        await page.evaluate(AXE);
        const { violations } = await page.evaluate(() => globalThis.axe.run());
        assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), []);
        await close();
      });
    }

    for (const javaScriptEnabled of [true, false]) {
      for (const width of [320, 820, 1440]) {
        test(`fits ${width} px, ${javaScriptEnabled ? "with" : "without"} script`, async () => {
          const { page, close } = await open({ javaScriptEnabled, viewport: { width, height: 900 } });
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          assert.ok(wide <= 0, `${wide} px too wide`);
          await close();
        });
      }

      test(`paper holds every note, ${javaScriptEnabled ? "with" : "without"} script`, async () => {
        const { page, close } = await open({ javaScriptEnabled });
        const squeeze = (text) => text.replace(/[\s\u00ad-]+/g, "");
        const file = join(folder, "article.pdf");
        await page.pdf({ path: file, format: "A4" });
        const paper = squeeze(execFileSync("pdftotext", ["-raw", file, "-"], { encoding: "utf8" }));
        const notes = await page.$$eval("aside.note", (all) => all.map((note) => ({
          id: note.id,
          texts: [...note.querySelectorAll(".summary, .body p")].map((one) => one.innerText.split("\n")[0]),
        })));
        // A page may break within a text; its beginning is enough to know it by. What runs from
        // right to left comes out of a PDF in another order: of that, the first word is.
        const known = (text) => /[\u0590-\u08ff]/.test(text)
          ? [...squeeze(text.split(" ")[0].replace(/[\u064b-\u0652]/g, ""))].every((letter) => paper.includes(letter))
          : paper.includes(squeeze(text).slice(0, 40));
        const missing = notes.flatMap(({ id, texts }) =>
          texts.filter((text) => !known(text)).map((text) => `${id}: ${text}`));
        assert.deepEqual(missing, []);
        await close();
      });
    }

    const notes = filesBelow(join(root, "tests/editions", name, "content"), ".yaml")
      .map((file) => readFileSync(join(root, "tests/editions", name, "content", file), "utf8"));
    if (!notes.some((text) => text.includes("kind: fact-check"))) {
      test("no page and no feed speaks of fact checks", () => {
        const files = filesBelow(folder, "").filter((file) => /\.(?:html|xml)$/.test(file));
        assert.ok(files.length > 3);
        const told = files.filter((file) =>
          /fact.?check|how the text fares|\b0 claims/i.test(readFileSync(join(folder, file), "utf8")));
        assert.deepEqual(told, []);
      });
    }

    test("every page is valid HTML", () => {
      const vnu = join(root, "tests/browser/node_modules/vnu-jar/build/dist/vnu.jar");
      const pages = filesBelow(folder, ".html").map((file) => join(folder, file));
      try {
        execFileSync("java", ["-jar", vnu, "--format", "gnu", "--stdout", ...pages]);
      } catch (error) {
        assert.fail(`vnu: ${error.stdout}${error.stderr}`);
      }
    });
  });
}
