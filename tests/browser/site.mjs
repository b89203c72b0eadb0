// site.mjs — builds the edition, serves it from a sub-path, opens a browser, and waits
// for what tests look at. Everything stays on the loopback interface; the browser may
// load nothing else. No test is about time: a machine may be as busy as it likes.
import { execFileSync, spawn } from "node:child_process";
import { createServer } from "node:http";
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, extname, join, normalize, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

export const root = normalize(join(dirname(fileURLToPath(import.meta.url)), "../.."));
const PREFIX = "/some/where/";
const TYPES = {
  ".css": "text/css", ".html": "text/html; charset=utf-8", ".js": "text/javascript",
  ".json": "application/json", ".png": "image/png", ".svg": "image/svg+xml",
  ".ogg": "audio/ogg", ".txt": "text/plain; charset=utf-8", ".wav": "audio/wav", ".xml": "application/xml",
  ".woff2": "font/woff2",
};
// The policy under which the site must work.
const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; "
  + "img-src 'self' data:; font-src 'self'; connect-src 'self'; media-src 'self'";

/** Builds the edition below `edition` into a temporary folder and returns it. */
export function build(edition = root) {
  const folder = mkdtempSync(join(tmpdir(), "postil-site-"));
  const program = join(root, "target/debug/postil");
  execFileSync(program, ["build", "-q", "--root", edition, "--output", folder,
    "--base-url", `http://localhost${PREFIX}`], { stdio: "inherit" });
  return folder;
}

/** Returns the paths of all files below a folder that end in `ending`. */
export function filesBelow(folder, ending) {
  return readdirSync(folder, { recursive: true }).map(String)
    .filter((path) => path.endsWith(ending) && statSync(join(folder, path)).isFile()).sort();
}

/** Returns what `_headers` of a site says of a path, as Netlify and Cloudflare Pages read it:
    of two values of a header both hold. */
function rulesOf(folder) {
  const rules = [];
  for (const line of readFileSync(join(folder, "_headers"), "utf8").split("\n").filter(Boolean)) {
    if (!line.startsWith(" ")) {
      const parts = line.split(/(\*|:[a-z]\w*)/).map((part) =>
        part === "*" ? ".*" : part.startsWith(":") ? "[^/]+" : part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
      rules.push({ pattern: new RegExp(`^${parts.join("")}$`), headers: [] });
    } else {
      const [, name, value] = line.match(/^ +([^:]+): (.*)$/);
      rules.at(-1).headers.push([name.toLowerCase(), value]);
    }
  }
  return (path) => {
    const all = rules.filter(({ pattern }) => pattern.test(path)).flatMap(({ headers }) => headers);
    const joined = {};
    for (const [name, value] of all) joined[name] = joined[name] ? `${joined[name]}, ${value}` : value;
    return joined;
  };
}

/** Serves a folder from a sub-path of a free port; returns its address and `close`. With
    `asSaid`, its `_headers` are heeded. */
export async function serve(folder, { asSaid = false } = {}) {
  const headersOf = asSaid ? rulesOf(folder) : () => ({ "content-security-policy": CSP });
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    let file = join(folder, path.slice(PREFIX.length - 1));
    let status = 200;
    try {
      if (!path.startsWith(PREFIX) || relative(folder, file).startsWith("..")) throw new Error();
      if (statSync(file).isDirectory()) file = join(file, "index.html");
      statSync(file);
    } catch {
      status = 404;
      file = join(folder, "404.html");
    }
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    response.writeHead(status, { "content-type": type, ...headersOf(path) });
    response.end(readFileSync(file));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${server.address().port}${PREFIX}`;
  return { address, close: () => server.close() };
}

/** After how many ms something that is waited for counts as missing. */
export const PATIENCE = 180_000;

// Without windows, menus and what else a user would see: pages cost half as much.
const CHROMIUM = "/usr/bin/chromium-headless-shell";
const ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"];
/** Opens Debian's Chromium without a window. */
export function launch() {
  return chromium.launch({ timeout: PATIENCE, executablePath: CHROMIUM, args: ARGUMENTS });
}
/** Opens it with a profile of its own; `kill` ends it as a crash would, whatever it is at. */
export async function launchAlone(profile) {
  const started = spawn(CHROMIUM, [...ARGUMENTS, "--remote-debugging-port=0", `--user-data-dir=${profile}`, "about:blank"],
    { detached: true, stdio: ["ignore", "ignore", "pipe"] });
  const gone = new Promise((resolve) => started.on("exit", resolve));
  const address = await new Promise((resolve, reject) => {
    let said = "";
    started.stderr.on("data", (bytes) => {
      said += bytes;
      const found = /ws:\/\/\S+/.exec(said);
      if (found) resolve(found[0]);
    });
    gone.then(() => reject(new Error(said)));
  });
  const browser = await chromium.connectOverCDP(address, { timeout: PATIENCE });
  const kill = async () => {
    if (started.exitCode === null && started.signalCode === null) process.kill(-started.pid, "SIGKILL");
    await gone;
  };
  return { browser, kill };
}

/** Makes an empty page in a context of its own; `options` are those of the context. */
export async function newPage(browser, options = {}) {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(PATIENCE);
  return { context, page: await context.newPage(), close: () => context.close() };
}

/** Opens an address and waits until the page is there; see `arrived`. */
export async function visit(page, address, selector) {
  await page.goto(address, { waitUntil: "load" });
  await arrived(page, selector);
}

/**
 * Waits until a page is there, as far as tests look at it: all of the document and what
 * it loads, an element (the theme's last, if none is named), and the fonts it is set in.
 * That no request is under way says nothing: the browser may still be reading.
 */
export async function arrived(page, selector = ".site-footer") {
  await page.waitForLoadState("load");
  await page.locator(selector).first().waitFor({ state: "attached" });
  await page.waitForFunction(() => {
    // What has no place yet asks for no font.
    document.documentElement.getBoundingClientRect();
    return document.fonts.status === "loaded";
  });
  // Scripts hear of it in the order in which they asked.
  await page.evaluate(() => document.fonts.ready.then(() => {}));
  await settled(page);
}

/** Waits until nothing moves by itself: no animation, no scrolling, for three frames. */
export async function settled(page) {
  await page.evaluate(async () => {
    // Where scripts are off, no frame is told of, and nothing moves.
    if (!document.documentElement.hasAttribute("data-script")) return;
    const look = () => [scrollX, scrollY, document.getAnimations().filter((one) => one.playState === "running").length];
    let before = look();
    for (let nStill = 0; nStill < 3;) {
      await new Promise(requestAnimationFrame);
      const now = look();
      nStill = now[2] === 0 && `${now}` === `${before}` ? nStill + 1 : 0;
      before = now;
    }
  });
}

/** Asserts what comes about by and by: asks again until it holds. Returns what it returns. */
export async function eventually(assertion) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Returns whether the browser says something of a page, and not only of a slow machine. */
export const isComplaint = (text) => !/preloaded using link preload but not used|Slow network is detected/.test(text);

/** Removes a folder that `build` made. */
export function remove(folder) {
  rmSync(folder, { recursive: true, force: true });
}
