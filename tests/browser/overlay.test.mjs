// overlay.test.mjs — whether what the live preview says of errors can be read, in either
// colour scheme and whatever the edition's own style sheet does to the elements in it; that
// it is laid over nothing by itself, and gone when what is wrong is mended.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { desk, editing, FOX, NOTES } from "./editing.mjs";
import { launch } from "./site.mjs";

const LOST = "- id: fox\n  kind: note\n  quote: brown fox\n  body: A [@fox without end.\n";
const STYLE = ":is(section, div, h2, ul, li, p, pre, button) { color: #f4f1ea; background: #ffffff; }\n"
  + "postil-desk { color: #f4f1ea; background: #ffffff; display: none; }\n";

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

/** Returns each text of the bar and the list that is open with the contrast that it has (WCAG 2). */
const contrasts = () => {
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const luminance = (...colors) => {
    context.clearRect(0, 0, 1, 1);
    for (const color of colors) {
      context.fillStyle = color;
      context.fillRect(0, 0, 1, 1);
    }
    const linear = [...context.getImageData(0, 0, 1, 1).data].slice(0, 3).map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };
  const { shadowRoot } = document.querySelector("postil-desk");
  const texts = [...shadowRoot.querySelectorAll("p, pre, button")].filter((node) => node.textContent.trim() && node.checkVisibility());
  return texts.map((node) => {
    const behind = [];
    for (let at = node; at; at = at.parentElement) behind.unshift(getComputedStyle(at).backgroundColor);
    const [dark, light] = [luminance(...behind), luminance(...behind, getComputedStyle(node).color)].sort((a, b) => a - b);
    return [`${node.localName}: ${node.textContent.trim()}`, (light + 0.05) / (dark + 0.05)];
  });
};

describe("the errors of an edition", () => {
  for (const colorScheme of ["light", "dark"]) {
    for (const [name, style] of [["the theme alone", {}], ["a style sheet of its own", { "themes/folio/custom.css": STYLE }]]) {
      test(`can be read in a ${colorScheme} page with ${name}`, async () => {
        const files = { broken: {}, [NOTES]: LOST, ...style };
        await editing(browser, files, async ({ page }) => {
          await desk(page).getByRole("button", { name: "1 problem" }).click();
          await desk(page).locator("pre", { hasText: "[@fox" }).waitFor();
          const all = await page.evaluate(contrasts);
          assert.ok(all.length >= 5, "the count, the place, the message, the line and the way out");
          for (const [text, contrast] of all) assert.ok(contrast >= 4.5, `${text}: ${contrast}`);
        }, { device: { colorScheme } });
      });
    }
  }

  test("are a count until somebody opens them, and gone when they are mended", () =>
    editing(browser, { broken: {}, [NOTES]: LOST }, async ({ page, write }) => {
      const count = desk(page).getByRole("button", { name: "1 problem" });
      await count.waitFor();
      const list = desk(page).getByRole("list", { name: "Problems" });
      assert.equal(await list.isVisible(), false);
      const { height } = await desk(page).boundingBox();
      assert.ok(height < 64, `${height} px of the page are covered`);
      await count.press("Enter");
      await list.getByText("error:").first().waitFor();
      await page.keyboard.press("Tab");
      await page.keyboard.press("Tab");
      assert.match(await list.getByRole("button").first().textContent(), /^content\/first\/notes\.yaml:/);
      assert.ok(await list.getByRole("button").first().evaluate((one) => one.matches(":focus")));
      await page.keyboard.press("Escape");
      await list.waitFor({ state: "hidden" });
      assert.ok(await count.evaluate((one) => one.matches(":focus")), "the focus is where it was");
      write(NOTES, FOX);
      await count.waitFor({ state: "detached" });
    }));
});
