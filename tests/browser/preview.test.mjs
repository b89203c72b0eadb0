// preview.test.mjs — what an open page of the live preview does when files change, in
// a real browser. (The editor in the page has tests of its own.)
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { CALM, addressOf, stop } from "./editing.mjs";
import { arrived, eventually, launch, newPage, root } from "./site.mjs";

const SETTINGS = "title: A small edition\nbase_url: https://example.org/sub/path/\n";
const TEXT = "# First\n\nThe quick brown fox.\n";

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

/** Writes an edition, serves it and opens an address of it; `act` may change files. */
async function previewing(files, path, act) {
  const folder = mkdtempSync(join(tmpdir(), "postil-preview-"));
  const write = (name, text) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  for (const [name, text] of Object.entries(files)) write(name, text);
  const server = spawn(join(root, "target/debug/postil"), ["serve", "--port", "0"], { cwd: folder });
  const { page, close } = await newPage(browser, CALM);
  try {
    await page.goto(new URL(path, await addressOf(server)).href);
    await act({ page, write });
  } finally {
    await close();
    await stop(server);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Fails unless the page is there as if it had been opened just now. */
async function expectWhole(page) {
  await page.getByText("The quick brown fox").waitFor();
  await page.locator(".postil-row").first().waitFor({ state: "attached" });
  await eventually(async () => {
    const sheets = await page.evaluate(() => document.styleSheets.length);
    assert.ok(sheets > 1, "the styles of the theme are there");
  });
  assert.equal(await page.locator("postil-overlay").count(), 0);
}

describe("a page that was opened too early", () => {
  test("comes by itself once an edition that was broken from the start is mended", async () => {
    const files = { "content/edition.yaml": "title: [\n", "content/first/index.md": TEXT };
    await previewing(files, "/sub/path/first/", async ({ page, write }) => {
      await page.locator("postil-overlay").getByText("content/edition.yaml").first().waitFor();
      // Another mistake is told, too, and nothing else happens.
      write("content/edition.yaml", "titel: A small edition\n");
      await page.locator("postil-overlay").getByText("titel").first().waitFor();
      write("content/edition.yaml", SETTINGS);
      await expectWhole(page);
    });
  });

  test("comes by itself once its article is written", async () => {
    await previewing({ "content/edition.yaml": SETTINGS }, "/sub/path/first/", async ({ page, write }) => {
      await page.getByText("not found").first().waitFor();
      write("content/first/index.md", TEXT);
      await expectWhole(page);
    });
  });
});

describe("an open page", () => {
  test("keeps what a reader did to it", async () => {
    const long = `${TEXT}\n${"More of it.\n\n".repeat(80)}The end.\n`;
    const files = { "content/edition.yaml": SETTINGS, "content/first/index.md": long };
    await previewing(files, "/sub/path/first/", async ({ page, write }) => {
      await arrived(page);
      await page.getByText("The end.").scrollIntoViewIfNeeded();
      await page.evaluate(() => { globalThis.isTheSame = true; });
      const place = () => page.getByText("The end").evaluate((end) => end.getBoundingClientRect().top);
      const before = await place();
      write("content/first/index.md", long.replace("quick", "slow").replace("# First", "# First\n\nAnew."));
      await page.getByText("The slow brown fox").waitFor({ state: "attached" });
      assert.ok(Math.abs(await place() - before) < 2, "what is read stays where it is");
      assert.equal(await page.evaluate(() => globalThis.isTheSame), true, "the page is not loaded anew");
    });
  });

  test("cites what a note says now", async () => {
    const notes = (text) => `- { id: fox, kind: note, quote: brown fox, summary: ${text}, body: So. }\n`;
    const files = { "content/edition.yaml": SETTINGS, "content/first/index.md": TEXT,
      "content/first/notes.yaml": notes("A fox") };
    await previewing(files, "/sub/path/first/", async ({ page, write }) => {
      await arrived(page);
      const cite = page.locator("#fox details.cite");
      const toggle = () => cite.locator("summary").click();
      const cites = (text) => cite.locator("> p", { hasText: `“Note: ${text}.”` }).waitFor();
      await page.locator("#fox > details > summary").click();
      await toggle();
      await cites("A fox");
      write("content/first/notes.yaml", notes("A vixen"));
      await page.locator("#fox .summary", { hasText: "A vixen" }).waitFor();
      assert.equal(await cite.count(), 1);
      assert.equal(await page.locator("#fox").getByRole("link", { name: "Cite" }).count(), 0);
      await toggle();
      await toggle();
      await cites("A vixen");
    });
  });

  test("is told what differs, and fetches nothing", async () => {
    const files = { "content/edition.yaml": SETTINGS, "content/first/index.md": TEXT };
    await previewing(files, "/sub/path/first/", async ({ page, write }) => {
      const change = async (word) => {
        write("content/first/index.md", TEXT.replace("quick", word));
        await page.getByText(`The ${word} brown fox`).waitFor();
      };
      // The page as it came is fetched once, to be compared with.
      await change("sly");
      const asked = [];
      page.on("request", (request) => asked.push(request.url()));
      for (const word of ["slow", "“ä𝒜”", "A & B", "slow"]) await change(word);
      assert.deepEqual(asked.filter((url) => url.includes("/first/")), []);
      // Now as ever: what is shown is what a page shows that is opened anew.
      const shown = () => page.locator("main").evaluate((main) => main.querySelector("[data-block]").outerHTML);
      const before = await shown();
      await page.reload();
      assert.equal(await shown(), before);
    });
  });
});
