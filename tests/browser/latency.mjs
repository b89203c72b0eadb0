// latency.mjs — a browser on a pipe, for `cargo bench --bench preview`: opens the
// page at the address given, and says when it shows what it is asked about.
//   see MARK   → seen      as soon as the text of the open page holds MARK
//   reload     → loaded    once the whole page has been loaded anew
// By hand: node tests/browser/latency.mjs http://127.0.0.1:4173/ARTICLE/
import { createInterface } from "node:readline";
import { launch } from "./site.mjs";

const say = (word) => process.stdout.write(`${word}\n`);
const browser = await launch();
const page = await browser.newPage();
await page.exposeFunction("seen", () => say("seen"));
await page.addInitScript(() => {
  globalThis.lookFor = (mark) => {
    const root = document.documentElement;
    const look = () => root.textContent.includes(mark) && (observer.disconnect(), globalThis.seen());
    const observer = new MutationObserver(look);
    observer.observe(root, { childList: true, characterData: true, subtree: true });
  };
});
const listening = page.waitForResponse((answer) => answer.url().includes("/_postil/events"));
await page.goto(process.argv[2]);
await listening;
await page.waitForLoadState("load");
say("ready");
for await (const line of createInterface({ input: process.stdin })) {
  const [word, mark] = line.split(" ");
  if (word === "see") {
    await page.evaluate((text) => globalThis.lookFor(text), mark);
    say("looking");
  } else {
    await page.reload({ waitUntil: "load" });
    say("loaded");
  }
}
await browser.close();
