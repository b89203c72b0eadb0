// turns.test.mjs — a transcript with a recording: valid pages without barriers; times play in
// place, from the text and from a note, and are links without script.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, eventually, filesBelow, launch, newPage, remove, root, serve, visit } from "./site.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SPEECH = join(root, "tests/editions/a-speech-has-turns-times-and-a-recording");

let folder, site, browser;
before(async () => {
  folder = build(SPEECH);
  site = await serve(folder);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  site?.close();
  if (folder) remove(folder);
});

async function open(path, options = {}) {
  const opened = await newPage(browser, { bypassCSP: false, ...options });
  await visit(opened.page, site.address + path);
  return opened;
}

test("every page is valid HTML", () => {
  const pages = filesBelow(folder, ".html").map((path) => join(folder, path));
  const vnu = join(root, "tests/browser/node_modules/vnu-jar/build/dist/vnu.jar");
  try {
    execFileSync("java", ["-jar", vnu, "--format", "gnu", "--stdout", ...pages]);
  } catch (error) {
    assert.fail(`vnu: ${error.stdout}${error.stderr}`);
  }
});

for (const path of ["quay/", "session/"]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`${path} has no barrier, ${colorScheme}`, async () => {
      const { page, close } = await open(path, { colorScheme });
      await page.evaluate(AXE);
      const { violations } = await page.evaluate(() => globalThis.axe.run());
      assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), []);
      await close();
    });
  }
  for (const width of [320, 360, 820, 1440]) {
    test(`${path} fits ${width} px`, async () => {
      const { page, close } = await open(path, { viewport: { width, height: 800 } });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${wide} px too wide`);
      const cut = await page.$$eval(".rows .permalink", (all) => all.filter((one) => {
        const text = document.createRange();
        text.selectNodeContents(one);
        const { left, right } = text.getBoundingClientRect();
        const next = one.nextElementSibling.getBoundingClientRect();
        return left < 0 || right > next.left + 0.5;
      }).map((one) => one.textContent));
      assert.deepEqual(cut, [], "what stands in the margin has room there");
      await close();
    });
  }
}

describe("times", () => {
  const state = (page) => page.$eval(".recording > audio", (one) =>
    ({ at: one.currentTime }));

  test("are links to the recording without script", async () => {
    const { page, close } = await open("quay/", { javaScriptEnabled: false });
    assert.deepEqual(await page.$$eval(".rows [data-block] a.time", (all) => all.map((one) =>
      [one.textContent, one.getAttribute("href")])),
    [["[00:00]", "quay.ogg#t=0"], ["[00:04]", "quay.ogg#t=4"], ["[00:08]", "quay.ogg#t=8"]]);
    await close();
  });

  test("play in place", async () => {
    const { page, close } = await open("quay/");
    const address = page.url();
    const plays = () => eventually(async () => {
      const { at } = await state(page);
      assert.ok(at >= 4 && at < 8, `${at} s`);
    });
    await page.locator(".rows [data-block] a.time").nth(1).click();
    await plays();
    await visit(page, address);
    await page.locator(".note a.time").click();
    await plays();
    assert.equal(page.url(), address, "the page stays");
    await close();
  });

  test("lead to a recording elsewhere, and nothing is loaded from there", async () => {
    const { page, close } = await open("session/");
    assert.equal(await page.locator("audio, video, script[src$='recording.js']").count(), 0);
    const hrefs = await page.$$eval(".note a.time", (all) => all.map((one) => one.href));
    assert.ok(hrefs.includes("https://media.example.org/session.mp3#t=980"), hrefs.join(" "));
    await close();
  });
});

/** Returns so many seconds of silence as WAV: 8000 samples a second of one byte each. */
function silence(seconds) {
  const n = 8000 * seconds;
  const wav = Buffer.alloc(44 + n, 0x80);
  wav.write("RIFF", 0);
  wav.writeUInt32LE(36 + n, 4);
  wav.write("WAVEfmt ", 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(8000, 24);
  wav.writeUInt32LE(8000, 28);
  wav.writeUInt16LE(1, 32);
  wav.writeUInt16LE(8, 34);
  wav.write("data", 36);
  wav.writeUInt32LE(n, 40);
  return wav;
}

describe("a recording that an edition has as WAV", () => {
  const SECONDS = 30;
  let edition, made, served;
  before(async () => {
    edition = mkdtempSync(join(tmpdir(), "postil-wav-"));
    cpSync(join(SPEECH, "content"), join(edition, "content"), { recursive: true });
    const article = join(edition, "content/quay");
    const text = readFileSync(join(article, "index.md"), "utf8");
    writeFileSync(join(article, "index.md"), text.replace("media: quay.ogg", "media: quay.wav")
      .replace("[00:08]", "[00:20]"));
    writeFileSync(join(article, "quay.wav"), silence(SECONDS));
    rmSync(join(article, "quay.ogg"));
    made = build(edition);
    served = await serve(made);
  });
  after(() => {
    served?.close();
    if (made) remove(made);
    if (edition) rmSync(edition, { recursive: true, force: true });
  });

  test("stands still until a time is chosen, and plays on from there", async () => {
    const { page, close } = await newPage(browser);
    await visit(page, `${served.address}quay/`);
    const state = () => page.$eval(".recording > audio", ({ currentTime, duration, paused }) =>
      ({ currentTime, duration, paused }));
    const { currentTime, paused } = await state();
    assert.deepEqual({ currentTime, paused }, { currentTime: 0, paused: true });
    for (const [index, from] of [[2, 20], [1, 4]]) {
      await page.locator(".rows [data-block] a.time").nth(index).click();
      await eventually(async () => {
        const now = await state();
        // A browser takes the first and last pieces as it decodes them.
        assert.ok(Math.abs(now.duration - SECONDS) < 1, `${now.duration} s`);
        assert.ok(!now.paused && now.currentTime > from && now.currentTime < from + 9, `${now.currentTime} s`);
      });
    }
    assert.equal(page.url(), `${served.address}quay/`, "the page stays");
    await close();
  });

  test("opens at the time without script", async () => {
    const { page, close } = await newPage(browser, { javaScriptEnabled: false });
    await visit(page, `${served.address}quay/`);
    const href = await page.locator(".rows [data-block] a.time").nth(2).evaluate((link) => link.href);
    await close();
    const opened = await newPage(browser);
    await opened.page.goto(href);
    await eventually(async () => {
      const at = await opened.page.$eval("video, audio", (one) => one.currentTime);
      assert.ok(at >= 20 && at <= SECONDS, `${at} s`);
    });
    await opened.close();
  });
});

test("the script is small", () => {
  const [path] = filesBelow(folder, "recording.js");
  const { size } = statSync(join(folder, path));
  assert.ok(size <= 500, `${size} bytes`);
});
