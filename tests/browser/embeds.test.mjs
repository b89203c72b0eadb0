// embeds.test.mjs — a fact check on the page of another site: in a frame that its own page
// hands out, as high as it needs, light or dark, without script; and no other page in a frame.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { appendFileSync, cpSync, mkdtempSync, readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, eventually, filesBelow, launch, newPage, remove, root, serve, visit } from "./site.mjs";

const CHECKS = "checks/idlib-2019/";
const CHECK = `${CHECKS}caliphate-declaration/`;

let edition, folder, site, other, browser;
/** What the other site shows; its page asks for nothing else. */
let shown = "";
before(async () => {
  edition = mkdtempSync(join(tmpdir(), "postil-embeds-"));
  cpSync(join(root, "content"), join(edition, "content"), { recursive: true });
  appendFileSync(join(edition, "content/edition.yaml"), "\nembeds: true\nfeedback: mailto:desk@example.org\n");
  folder = build(edition);
  site = await serve(folder, { asSaid: true });
  other = createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
    response.end(`<!doctype html><title>Another site</title><meta name="color-scheme" content="light dark">${shown}`);
  });
  await new Promise((resolve) => other.listen(0, "127.0.0.1", resolve));
  browser = await launch();
});
after(async () => {
  await browser?.close();
  site?.close();
  other?.close();
  for (const made of [folder, edition]) if (made) remove(made);
});

const here = (text) => text.replaceAll("http://localhost/some/where/", site.address);
const oembed = (path) => JSON.parse(readFileSync(join(folder, path, "oembed.json"), "utf8"));

/** Opens the page of the other site with this HTML in it. */
async function frame(html, options = {}) {
  shown = html;
  const { context, page, close } = await newPage(browser, options);
  await page.goto(`http://127.0.0.1:${other.address().port}/`, { waitUntil: "load" });
  return { context, page, close };
}

/** Returns the frame of a page, once it has loaded what it will. */
const framed = (page) => eventually(async () => {
  const [, inner] = page.frames();
  assert.ok(inner && !["", "about:blank"].includes(inner.url()));
  await inner.waitForLoadState("load");
  return inner;
});

test("the page of a check hands out a frame, which is readable without script", async () => {
  const { page, close } = await newPage(browser, { javaScriptEnabled: false });
  await visit(page, site.address + CHECK);
  await page.getByText("Embed", { exact: true }).click();
  const code = page.locator(".embed-code pre");
  await code.waitFor({ state: "visible" });
  const html = await code.textContent();
  assert.equal(html, oembed(CHECK).html);
  const link = page.locator("link[type='application/json+oembed']");
  assert.equal(await link.getAttribute("href"), `http://localhost/some/where/${CHECK}oembed.json`);
  await close();
});

test("with script, a button copies it", async () => {
  const { page, close } = await newPage(browser, { permissions: ["clipboard-read", "clipboard-write"] });
  await visit(page, site.address + CHECK);
  await page.getByText("Embed", { exact: true }).click();
  await page.getByRole("button", { name: "Copy HTML" }).click();
  await eventually(async () =>
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), oembed(CHECK).html));
  await close();
});

test("a page of another origin shows it without script, light and dark", async () => {
  const papers = {};
  for (const colorScheme of ["light", "dark"]) {
    const { page, close } = await frame(here(oembed(CHECK).html), { colorScheme, javaScriptEnabled: false });
    const inner = await framed(page);
    assert.equal(inner.url(), `${site.address}${CHECK}embed/`);
    const text = await inner.locator("body").innerText();
    const { title, provider_name: provider } = oembed(CHECK);
    for (const part of [title, provider, "Full check"]) assert.ok(text.includes(part), `${part} in ${text}`);
    const box = await page.locator("iframe").boundingBox();
    assert.equal(Math.round(box.width), oembed(CHECK).width);
    papers[colorScheme] = await inner.locator("body").evaluate((body) => getComputedStyle(body).backgroundColor);
    const full = inner.getByRole("link", { name: "Full check" });
    assert.equal(await full.evaluate((link) => link.href), site.address + CHECK);
    assert.equal(await full.getAttribute("target"), "_blank");
    await close();
  }
  assert.notEqual(papers.light, papers.dark);
});

test("every frame is as high as its check needs, and not much higher", async () => {
  const { page, close } = await newPage(browser, { viewport: { width: 600, height: 100 } });
  const paths = readdirSync(join(folder, CHECKS)).map((id) => `${CHECKS}${id}/`);
  assert.ok(paths.length > 10);
  for (const path of paths) {
    await visit(page, `${site.address}${path}embed/`, ".embedded");
    const needed = await page.evaluate(() => document.documentElement.scrollHeight);
    const { height } = oembed(path);
    assert.ok(needed <= height && height < needed + 100, `${path} needs ${needed} of ${height}`);
  }
  await close();
});

test("no other page may be shown in a frame", async () => {
  for (const path of ["", "idlib-2019/", "checks/", CHECK, "about/", "glossary/", "404.html", "nothing"]) {
    const { page, close } = await frame(`<iframe src="${site.address}${path}"></iframe>`);
    await eventually(() => assert.match(page.frames()[1].url(), /^chrome-error:/, path));
    await close();
  }
});

test("what readers are to answer is filled in on every card", () => {
  const page = readFileSync(join(folder, "idlib-2019/index.html"), "utf8");
  const links = [...page.matchAll(/<a class="report" href="([^"]+)">Report an error</g)].map(([, href]) => href);
  assert.equal(links.length, [...page.matchAll(/<aside class="note"/g)].length);
  const { searchParams } = new URL(links[0].replaceAll("&amp;", "&"));
  assert.match(searchParams.get("subject"), /^Error report: .+ · .+/);
  assert.match(searchParams.get("body"), /http:\/\/localhost\/some\/where\/idlib-2019\/#[a-z-]+\r\n\r\n> \S/);
  assert.ok(filesBelow(folder, "oembed.json").length > 10);
});

test("on a phone it is as high, too", async () => {
  const paths = readdirSync(join(folder, CHECKS)).map((id) => `${CHECKS}${id}/`);
  for (const width of [390, 360]) {
    const all = paths.map((path) => here(oembed(path).html).replace('loading="lazy"', "")).join("\n");
    const { page, close } = await frame(`<meta name="viewport" content="width=device-width">${all}`, { viewport: { width, height: 800 } });
    for (const one of await page.locator("iframe").all()) {
      const inner = await (await one.elementHandle()).contentFrame();
      await inner.locator(".embedded").waitFor();
      const [needed, given] = await inner.evaluate(() => [document.documentElement.scrollHeight, innerHeight]);
      assert.ok(needed <= given && given < needed + 140, `${inner.url()} needs ${needed} of ${given} at ${width}`);
    }
    await close();
  }
});
