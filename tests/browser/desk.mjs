// desk.mjs — an edition that is edited in the page of a live preview: served by the
// program, opened in a real browser, and thrown away afterwards.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { root } from "./site.mjs";

export const NOTES = "content/first/notes.yaml";
export const FOX = "# Of foxes\n- id: fox\n  kind: note\n  quote: brown fox\n  body: A fox.   # kept\n";
export const FILES = {
  "content/edition.yaml": "title: A small edition\nbase_url: https://example.org/sub/path/\n"
    + "ratings:\n  - { id: accurate, label: Accurate, value: 5, tone: good, means: Agrees. }\n",
  "content/sources.yaml": "smith: { type: book, title: On Foxes, author: 'Smith, A.', date: 2001 }\n",
  "content/first/index.md": "# First\n\nThe quick brown fox **jumps boldly** over [a lazy](https://example.org/) dog.\n\n"
    + "Another paragraph tells of a fox and of a hen.\n\nA third one is *long* enough.\n",
  [NOTES]: FOX,
};

/** Writes an edition, serves it and opens its article; `act` may use and change all. */
export async function editing(browser, files, act, options = []) {
  const folder = mkdtempSync(join(tmpdir(), "postil-editor-"));
  const write = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const [path, text] of Object.entries({ ...FILES, ...files })) write(path, text);
  const read = (path = NOTES) => readFileSync(join(folder, path), "utf8");
  const server = spawn(join(root, "target/debug/postil"), ["serve", "--port", "0", ...options], { cwd: folder });
  let context;
  try {
    const origin = await addressOf(server);
    const address = `${origin}/sub/path/first/`;
    // The address is told before the edition is read.
    while (!(await fetch(address)).ok) await new Promise((resolve) => setTimeout(resolve, 20));
    context = await browser.newContext();
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    const complaints = [];
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (message) => {
      const isAnswer = /status of (409|422)/.test(message.text());
      if (message.type() === "error" && !isAnswer) complaints.push(message.text());
    });
    await page.goto(address);
    if (!options.length) await page.locator(".postil-row").first().waitFor({ state: "attached" });
    await act({ page, read, write, address, form: page.getByRole("dialog", { name: "Annotation" }) });
    assert.deepEqual(complaints, []);
  } finally {
    await context?.close();
    server.kill("SIGINT");
    rmSync(folder, { recursive: true, force: true });
  }
}

function addressOf(server) {
  return new Promise((resolve, reject) => {
    let said = "";
    const hear = (bytes) => {
      said += bytes;
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
      if (found) resolve(found[0]);
    };
    server.stdout.on("data", hear);
    server.stderr.on("data", hear);
    server.on("exit", () => reject(new Error(said)));
  });
}
