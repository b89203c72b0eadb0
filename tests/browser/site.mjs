// site.mjs — builds the edition, serves it from a sub-path, opens a browser.
// Everything stays on the loopback interface; the browser may load nothing else.
import { execFileSync } from "node:child_process";
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
  ".txt": "text/plain; charset=utf-8", ".xml": "application/xml", ".woff2": "font/woff2",
};
// The policy under which the site must work.
const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; "
  + "img-src 'self' data:; font-src 'self'; connect-src 'self'";

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

/** Serves a folder from a sub-path of a free port; returns its address and `close`. */
export async function serve(folder) {
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
    response.writeHead(status, { "content-type": type, "content-security-policy": CSP });
    response.end(readFileSync(file));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${server.address().port}${PREFIX}`;
  return { address, close: () => server.close() };
}

/** Opens Debian's Chromium. */
export function launch() {
  return chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
}

/** Removes a folder that `build` made. */
export function remove(folder) {
  rmSync(folder, { recursive: true, force: true });
}
