// first-minute.test.mjs — what a newcomer does: a new edition, its preview, a passage selected,
// a note written and published, the site built.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CALM, addressOf, annotate, body, cardOf, isFound, openArticle, publish, says, stop } from "./editing.mjs";
import { launch, newPage, root } from "./site.mjs";

const POSTIL = join(root, "target/debug/postil");

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

test("from nothing to a published note", async () => {
  const folder = mkdtempSync(join(tmpdir(), "postil-first-"));
  const edition = join(folder, "x");
  const read = (path) => readFileSync(join(edition, path), "utf8");
  execFileSync(POSTIL, ["new", "x", "-q"], { cwd: folder });
  const server = spawn(POSTIL, ["serve", "--port", "0"], { cwd: edition });
  let context;
  try {
    const origin = await addressOf(server);
    const opened = await newPage(browser, CALM);
    const { page } = opened;
    ({ context } = opened);
    await openArticle(page, `${origin}/first/first-article/`);
    // What to do stands beside the passage that it is about.
    await page.locator("aside.note#your-turn", { hasText: "Your turn" }).waitFor();
    const form = cardOf(page);
    await annotate(page, "hanging", "vine");
    await isFound(form, "Found in paragraph");
    await body(form).fill("Vines were trained up trees.");
    await publish(form);
    await says(page, "Published");
    assert.match(read("content/first-article/notes.yaml"), /quote: hanging from a vine\n/);
    execFileSync(POSTIL, ["check", "-q", "--deny", "warnings"], { cwd: edition });
    execFileSync(POSTIL, ["build", "-q"], { cwd: edition });
    const built = read("public/first-article/index.html");
    assert.ok(built.includes("Vines were trained up trees."));
    assert.ok(!built.includes("Your turn"), "a draft is published");
  } finally {
    await context?.close();
    await stop(server);
    rmSync(folder, { recursive: true, force: true });
  }
});
