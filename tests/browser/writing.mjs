// writing.mjs — what writing in the margin costs, on a copy of this repository's own edition:
// how long the pill and the card take, the clicks and keys of a remark and of a fact check
// with two known sources beside their text, and what the editor's scripts weigh. It prints;
// it asserts nothing about time. Run `node tests/browser/writing.mjs`.
import { mkdtempSync, readFileSync, rmSync, writeFileSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { spawn } from "node:child_process";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { addressOf, begun, CALM, pill, stop } from "./editing.mjs";
import { eventually, filesBelow, launch, newPage, root } from "./site.mjs";

const ASSETS = join(root, "src/preview/assets");
const ARTICLE = "idlib/idlib-2019/";
const N_RUNS = 5;

// Operators of the keystroke-level model (Card, Moran and Newell 1983), in seconds: a key,
// pointing, pressing and letting go of a button, thinking before a step.
const [KEY, POINT, CLICK, THINK] = [0.28, 1.1, 0.2, 1.35];

const folder = mkdtempSync(join(tmpdir(), "postil-writing-"));
for (const path of filesBelow(join(root, "content"), "")) {
  mkdirSync(dirname(join(folder, "content", path)), { recursive: true });
  writeFileSync(join(folder, "content", path), readFileSync(join(root, "content", path)));
}
const server = spawn(join(root, "target/debug/postil"), ["serve", "--port", "0"], { cwd: folder });
const browser = await launch();
try {
  const { page, context } = await newPage(browser, { ...CALM, viewport: { width: 1440, height: 900 } });
  await page.goto(new URL(ARTICLE, await addressOf(server)).href);
  await begun(page);
  await page.evaluate(() => {
    globalThis.marks = {};
    const mark = (name) => { globalThis.marks[name] = performance.now(); };
    document.addEventListener("pointerup", () => mark("up"), true);
    document.addEventListener("focusin", ({ target }) => { if (target.closest?.("[data-editing]")) mark("caret"); }, true);
    new MutationObserver((changes) => {
      if (changes.some(({ addedNodes }) => [...addedNodes].some(({ localName }) => localName === "postil-pill"))) mark("pill");
    }).observe(document.body, { childList: true, subtree: true });
  });
  const since = (name) => eventually(async () => {
    const { up, [name]: at } = await page.evaluate(() => globalThis.marks);
    if (!(at >= up)) throw new Error(`no ${name}`);
    return at - up;
  });
  // What the page's own thread worked, whatever else the machine is busy with.
  const session = await context.newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const worked = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "TaskDuration").value * 1000;
  };
  const median = (all) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)].toFixed(0);

  /** Selects words of a paragraph that no note is on, by the mouse. */
  const selectIn = async (number, nth = 0) => {
    const places = await page.evaluate(([number, nth]) => {
      const block = document.querySelector(`main [data-block="${number}"]`);
      block.scrollIntoView({ block: "center", behavior: "instant" });
      const nodes = [...block.childNodes].filter((one) => one.nodeType === Node.TEXT_NODE && one.data.trim().length > 12);
      const range = document.createRange();
      range.setStart(nodes[nth % nodes.length], 1);
      range.setEnd(nodes[nth % nodes.length], 10);
      const [area] = range.getClientRects();
      return [[area.left + 1, area.top + area.height / 2], [area.right - 1, area.top + area.height / 2]];
    }, [number, nth]);
    await page.mouse.move(...places[0]);
    await page.mouse.down();
    await page.mouse.move(...places[1], { steps: 4 });
    await page.mouse.up();
    await pill(page).waitFor();
  };

  const [pills, carets, works] = [[], [], []];
  for (let i = 0; i < N_RUNS; i += 1) {
    await selectIn(7, i);
    pills.push(await since("pill"));
    await pill(page).getByRole("button", { name: "Note" }).hover();
    const before = await worked();
    await page.mouse.down();
    await page.mouse.up();
    carets.push(await since("caret"));
    works.push(await worked() - before);
    await page.keyboard.press("Escape");
  }
  console.log(`selection → pill: ${median(pills)} ms; mouse-up on the pill → card with caret: ${median(carets)} ms, `
    + `of which the page works at most ${median(works)} ms (medians of ${N_RUNS})`);

  let [nClicks, nKeys] = [0, 0];
  const press = async (...keys) => {
    for (const key of keys) { await page.keyboard.press(key); nKeys += key.split("+").length; }
  };
  const tell = (what) => {
    const seconds = nClicks * (POINT + CLICK) + nKeys * KEY + THINK;
    console.log(`${what}: clicks ${nClicks}, keys ${nKeys}, ${seconds.toFixed(1)} s by the keystroke-level model`);
    [nClicks, nKeys] = [0, 0];
  };
  const card = page.locator("aside.note[data-editing]");
  const read = (file) => readFileSync(join(folder, "content/idlib-2019", file), "utf8");
  const click = async (locator) => { await locator.click(); nClicks += 1; };

  await selectIn(8);
  await click(pill(page).getByRole("button", { name: "Note" }));
  await page.keyboard.type("A remark.");
  await press("Control+Enter");
  await eventually(() => { if (!/A remark\./.test(read("notes.yaml"))) throw new Error("not written"); });
  tell("a remark, beside its text");

  await card.waitFor({ state: "detached" });
  await selectIn(9);
  await click(pill(page).getByRole("button", { name: "Fact check" }));
  await page.keyboard.type("The claim.");
  await press("Tab", "Space", "Tab");
  const isIn = (name) => page.getByRole("textbox", { name }).or(page.getByRole("combobox", { name })).first().evaluate((one) => one === document.activeElement);
  for (let i = 0; i < 4 && !(await isIn("Summary")); i += 1) await press("Tab");
  await page.keyboard.type("The summary.");
  for (let i = 0; i < 4 && !(await isIn("Add a source")); i += 1) await press("Tab");
  for (const words of ["reu", "gua"]) {
    for (let i = 0; i < 4 && !(await isIn("Add a source")); i += 1) await press("Shift+Tab");
    for (const key of words) await press(key);
    await card.locator("[role=option]").first().waitFor();
    await press("Enter");
    await card.locator("[role=option]").first().waitFor({ state: "hidden" });
  }
  await press("Control+Enter");
  await eventually(() => { if (!/The claim\./.test(read("fact-checks.yaml"))) throw new Error("not written"); });
  tell("a fact check with two known sources, beside its texts");

  const paths = filesBelow(ASSETS, ".js").filter((path) => !/codemirror|idiomorph|desk-page/.test(path));
  const scripts = await Promise.all(paths.map(async (path) => (await page.request.get(new URL(`/_postil/${path}`, page.url()).href)).body()));
  const weight = (pack) => scripts.reduce((sum, script) => sum + pack(script).length, 0);
  console.log(`scripts of the editor: ${scripts.length} files, ${weight((text) => text)} bytes, `
    + `${weight(brotliCompressSync)} with Brotli, ${weight((text) => gzipSync(text, { level: 9 }))} with gzip`);
} finally {
  await browser.close();
  await stop(server);
  rmSync(folder, { recursive: true, force: true });
}
