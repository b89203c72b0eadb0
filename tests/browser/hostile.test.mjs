// hostile.test.mjs — what came with an edition and is opened in the preview by an editor:
// it has none of the editor's rights. And pages of a site whose host heeds no `_headers`.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { FOX, NOTES, annotate, body, editing as editingIn, isFound, says } from "./editing.mjs";
import { build, launch, newPage, remove } from "./site.mjs";

// Takes the token and saves, as the editor in the page does; says that it could.
const SCRIPT = `
  document.documentElement.setAttribute("data-ran", "");
  fetch("/_postil/api/state").then((answer) => answer.json()).then(({ token }) => fetch("/_postil/api/save", {
    method: "POST",
    headers: { "content-type": "application/json", "x-postil-token": token },
    body: JSON.stringify({ article: "first", edit: { op: "remove", id: "fox" } }),
  }));`;
const FILES = {
  "content/first/evil.js": SCRIPT,
  "content/first/evil.html": `<!doctype html><title>evil</title><body onload="${SCRIPT.replaceAll('"', "&quot;")}">`
    + `<p>Here.</p><img src="/_postil/api/state" onerror="document.documentElement.dataset.ran = 1">`
    + `<script>${SCRIPT}</script><script src="evil.js"></script><iframe src="../"></iframe>`
    + `<form action="/_postil/api/save" method="post"><button>Save</button></form>`,
  "content/first/evil.svg": `<svg xmlns="http://www.w3.org/2000/svg" onload="document.documentElement.setAttribute('data-ran', 1)">`
    + `<text y="20">Here.</text><script>${SCRIPT.replaceAll("&", "&amp;").replaceAll("=>", "=&gt;")}</script>`
    + `<script href="evil.js"/></svg>`,
  "content/first/index.md": "# First\n\nThe quick brown fox. See [a page](evil.html) and [a drawing](evil.svg). ![](evil.svg)\n",
};

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

describe("a file that came with the edition", () => {
  for (const file of ["evil.html", "evil.svg"]) {
    test(`reads no token and saves nothing: ${file}`, () => editingIn(browser, FILES, async ({ context, address, read }) => {
      const page = await context.newPage();
      const asked = [];
      page.on("request", (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`));
      await page.goto(address + file);
      await page.getByText("Here.").waitFor();
      await page.waitForLoadState("load");
      assert.equal(await page.evaluate(() => document.documentElement.hasAttribute("data-ran")), false);
      // It is of no origin: what people are talked into running there is turned away, too.
      assert.equal(await page.evaluate(() => self.origin), "null");
      const asking = () => fetch("/_postil/api/state").then(() => "read", () => "refused");
      assert.equal(await page.evaluate(asking), "refused");
      assert.ok(!asked.some((one) => one.startsWith("POST")), asked.join(", "));
      assert.equal(read(), FOX);
    }));
  }

  test("leaves the editor at work", () => editingIn(browser, FILES, async ({ page, read, form }) => {
    // The drawing shows in its place.
    await page.waitForFunction(() => document.querySelector("main img").naturalWidth > 0);
    await annotate(page, "quick", "quick");
    await isFound(form, "Found in paragraph");
    await body(form).fill("Written in the page.");
    await page.keyboard.press("Control+Enter");
    await says(page, "Published");
    assert.ok(read(NOTES).includes("Written in the page."));
  }));
});

test("a page runs no script but the site's, wherever it lies", async () => {
  const folder = build();
  const { page, close } = await newPage(browser);
  try {
    await page.goto(pathToFileURL(join(folder, "index.html")).href);
    const seen = await page.evaluate(async () => {
      const script = document.createElement("script");
      script.textContent = "window.ran = true";
      document.body.append(script);
      return { ran: window.ran ?? false, rules: getComputedStyle(document.querySelector(".skip")).position };
    });
    assert.deepEqual(seen, { ran: false, rules: "absolute" });
  } finally {
    await close();
    remove(folder);
  }
});
