// screens.mjs — takes pictures of every page kind, for people to look at:
// four widths, light and dark, and the article on paper. They go to `screens/`,
// which is not kept. Run `node tests/browser/screens.mjs [KIND]`.
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { build, launch, newPage, remove, root, serve, visit } from "./site.mjs";

const FOLDER = join(root, "tests/browser/screens");
const KINDS = {
  front: "", article: "idlib-2019/", checks: "checks/", notes: "notes/", glossary: "glossary/", sources: "sources/",
  check: "checks/idlib-2019/caliphate-declaration/", timeline: "timeline/", page: "about/",
  corrections: "corrections/", search: "search/?q=Idlib", missing: "no/such/page/",
};
const WIDTHS = [390, 820, 1280, 1600];

mkdirSync(FOLDER, { recursive: true });
const folder = build();
const site = await serve(folder);
const browser = await launch();
for (const [kind, path] of Object.entries(KINDS)) {
  if (process.argv[2] && process.argv[2] !== kind) continue;
  for (const width of WIDTHS) {
    for (const colorScheme of ["light", "dark"]) {
      const { page, close } = await newPage(browser, { colorScheme, viewport: { width, height: 1200 } });
      await visit(page, site.address + path);
      if (kind === "search") await page.locator(".search-hit").first().waitFor();
      await page.screenshot({ path: join(FOLDER, `${kind}-${width}-${colorScheme}.png`) });
      await close();
    }
  }
}
const { page } = await newPage(browser);
await visit(page, site.address + KINDS.article);
await page.pdf({ path: join(FOLDER, "article.pdf"), format: "A4" });
const paper = [join(FOLDER, "article.pdf"), join(FOLDER, "paper")];
execFileSync("pdftoppm", ["-r", "80", "-l", "6", "-png", ...paper]);
await browser.close();
site.close();
remove(folder);
