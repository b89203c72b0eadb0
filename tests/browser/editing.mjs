// editing.mjs — an edition, its live preview and a browser, for tests of the editor.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { arrived, eventually, isComplaint, newPage, root } from "./site.mjs";

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

/**
 * Writes an edition, serves it and opens its article; `act` may use and change all.
 * `options` are those of the program, `device` those of the browser's context. What is not
 * among `files` is taken from `base`; the article is at `path`. The browser may complain of
 * what is `expected`.
 */
export async function editing(browser, files, act, { options = [], device = {}, base = FILES, path: article = "sub/path/first/", expected = /^$/ } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "postil-editor-"));
  const write = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const [path, text] of Object.entries({ ...base, ...files.broken, ...files }).filter(([path]) => path !== "broken")) write(path, text);
  const read = (path = NOTES) => readFileSync(join(folder, path), "utf8");
  const serve = (port) =>
    spawn(join(root, "target/debug/postil"), ["serve", "--port", port, "--strict-port", ...options], { cwd: folder });
  let server = serve("0");
  let context;
  try {
    const origin = await addressOf(server);
    const address = `${origin}/${article}`;
    const restart = async () => {
      await stop(server);
      server = serve(new URL(origin).port);
      await addressOf(server);
    };
    const opened = await newPage(browser, { ...CALM, ...device });
    const { page } = opened;
    ({ context } = opened);
    const complaints = [];
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (message) => {
      const isAnswer = /status of (403|404|409|412|422|503)|ERR_(INTERNET_DISCONNECTED|CONNECTION_REFUSED|INCOMPLETE_CHUNKED|CONNECTION_RESET)/.test(message.text());
      if (message.type() === "error" && !isAnswer && !expected.test(message.text()) && isComplaint(message.text())) complaints.push(message.text());
    });
    if (!options.length && !files.broken) await openArticle(page, address);
    else await page.goto(address);
    await act({ page, context, restart, read, write, address, folder, serverOf: () => server, form: cardOf(page) });
    assert.deepEqual(complaints, []);
  } finally {
    await context?.close();
    await stop(server);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Ends a preview, and waits until it writes nothing any more. */
export async function stop(server) {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = new Promise((resolve) => server.on("exit", resolve));
  server.kill("SIGINT");
  await gone;
}

/** Nothing slides: what is pointed at stays where it is. */
export const CALM = { reducedMotion: "reduce" };

/** Opens an article, its editor at work. */
export async function openArticle(page, address) {
  await page.goto(address);
  await begun(page);
}
/** Waits until the editor is at work: the bar has been told what there is to do. */
export const begun = (page) => arrived(page, "postil-desk[data-ready]");

/** Returns the address at which a preview says that it serves. */
export function addressOf(server) {
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

/**
 * Selects from a word to another as a mouse does, and waits for the control. What moves
 * under the mouse while the page is changed is selected once more.
 */
export async function select(page, from, to) {
  const place = (words, isEnd) => page.evaluate(([words, isEnd]) => {
    const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const at = node.data.indexOf(words);
      if (at < 0 || !node.parentElement.closest("[data-block]")) continue;
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + words.length);
      const area = range.getBoundingClientRect();
      return { x: isEnd ? area.right - 1 : area.left + 1, y: area.top + area.height / 2 };
    }
    throw new Error(`nowhere: ${words}`);
  }, [words, isEnd]);
  // Fonts that come late move what is pointed at.
  await begun(page);
  await eventually(async () => {
    const start = await place(from, false);
    const end = await place(to, true);
    await page.mouse.move(start.x, start.y);
    await page.mouse.down();
    await page.mouse.move(end.x, end.y, { steps: 5 });
    await page.mouse.up();
    const found = await page.evaluate(() => {
      if (!getSelection().rangeCount) return "";
      const words = getSelection().getRangeAt(0).cloneContents();
      for (const reference of words.querySelectorAll("[role=doc-noteref]")) reference.remove();
      return words.textContent.trim();
    });
    const isFrom = found && (found.startsWith(from) || from.startsWith(found));
    assert.ok(isFrom && (found.endsWith(to) || to.endsWith(found)), `“${found}” is selected`);
  });
  await pill(page).waitFor();
}
/** What stands at a selection. */
export const pill = (page) => page.getByRole("toolbar", { name: "Annotate" });
/** What stands at the lower edge. */
export const desk = (page) => page.getByRole("region", { name: "Desk" });

/** Selects a passage and opens a card of a kind for it. */
export async function annotate(page, from, to, kind = "Note") {
  await select(page, from, to);
  await pill(page).getByRole("button", { name: kind, exact: true }).click();
}

export const says = (page, text) => page.locator(".postil-news [role=status]", { hasText: new RegExp(`^${text}`) }).waitFor();
/** Waits until a card knows a text, be it under “More”. */
export const isFound = (form, text) => form.getByText(text, { exact: false }).first().waitFor({ state: "attached" });

/** The card that is written in. */
export const cardOf = (page) => page.locator("aside.note[data-editing]");
/** Waits until a card is in a state: empty, typing, needs, saving, saved, elsewhere, gone, offline, retracted. */
export const isIn = (form, state) => form.and(form.page().locator(`[data-state="${state}"]`)).waitFor();
export const publish = (form) => form.getByRole("button", { name: "Publish" }).click();
/** Shows what stands under “More”; what is wrong there may have opened it meanwhile. */
export async function more(form) {
  const button = form.getByRole("button", { name: "⋯ More" });
  await eventually(async () => {
    if (await button.getAttribute("aria-expanded") === "false") await button.click();
    assert.equal(await button.getAttribute("aria-expanded"), "true");
  });
}
export const field = (form, name) => form.getByRole("textbox", { name, exact: true });
export const body = (form) => field(form, "Body");
/** Opens a note by the menu of its card. */
export async function edit(page, id) {
  await page.locator(`aside.note#${id}`).hover();
  await page.getByRole("button", { name: /^Actions for/ }).click();
  await page.getByRole("menuitem", { name: "Edit" }).click();
  await cardOf(page).waitFor();
}
/** Annotates the whole paragraph that begins with some words, without a mouse. */
export async function annotateParagraph(page, words) {
  await page.evaluate((words) => {
    const block = [...document.querySelectorAll("[data-block]")].find((one) => one.textContent.startsWith(words));
    const link = block.closest(".row").querySelector(".permalink");
    link.focus();
  }, words);
  await page.keyboard.press("a");
  await cardOf(page).waitFor();
}
/** Returns what the command line writes into a copy of an edition for the same note. */
export function written(files, path, args) {
  const folder = mkdtempSync(join(tmpdir(), "postil-written-"));
  try {
    for (const [path, text] of Object.entries({ ...FILES, ...files })) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    execFileSync(join(root, "target/debug/postil"), ["annotate", "add", "-q", "--root", folder, "first", ...args]);
    return readFileSync(join(folder, path), "utf8");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Asserts that a text is another with lines added at one place, and returns those. */
export function addedLines(text, before) {
  assert.ok(text.startsWith(before), text);
  return text.slice(before.length);
}
