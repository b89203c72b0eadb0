// measure.mjs — where the paragraphs and notes of an article stand on a page.

/**
 * Collects, in `globalThis.shifts`, what moves on its own while a page loads. Fonts that
 * come late move the text where none like them is installed, and say nothing of the page:
 * the script that rendering waits for comes after those that are asked for first.
 */
export async function watchShifts(page) {
  const fonts = ["source-serif-4.woff2", "source-sans-3.woff2"].map(async (name) => {
    const answer = await page.waitForResponse((one) => one.url().endsWith(`/${name}`));
    await answer.finished();
  });
  const came = Promise.allSettled(fonts);
  await page.route("**/notes.js", async (route) => {
    await came;
    await route.continue();
  });
  await page.addInitScript(() => {
    globalThis.shifts = [];
    new PerformanceObserver((list) => globalThis.shifts.push(...list.getEntries()
      .filter((entry) => !entry.hadRecentInput)
      .map((entry) => `${entry.value} ${entry.sources.map(({ node }) => node?.className)}`)))
      .observe({ type: "layout-shift", buffered: true });
  });
}

/** Returns the ways back that a finger would miss: smaller than 24 px, or covered. */
export function smallTargets(page) {
  return page.evaluate(() => {
    const told = [];
    for (const link of document.querySelectorAll("[role=doc-backlink], .footnote-back")) {
      if (!link.getClientRects().length) continue;
      link.scrollIntoView({ block: "center", behavior: "instant" });
      const { left, right, top, bottom, width, height } = link.getBoundingClientRect();
      // Corners are rounded a little.
      const corners = [[left + 2, top + 2], [right - 2, top + 2], [left + 2, bottom - 2], [right - 2, bottom - 2]]
        .map(([x, y]) => document.elementFromPoint(x, y));
      const isFree = corners.every((found) => link.contains(found));
      if (width < 23.99 || height < 23.99) told.push(`${link.hash} has ${width} × ${height} px`);
      else if (!isFree) told.push(`${link.hash} is covered`);
    }
    scrollTo({ top: 0, behavior: "instant" });
    return told;
  });
}

/** Measures where paragraphs and notes stand; all lengths in px. */
export function measure(page) {
  return page.evaluate(() => {
    const boxOf = (element) => element.getBoundingClientRect();
    const all = (selector) => [...document.querySelectorAll(selector)];
    const cards = all("aside.note, aside.gloss").map((one) => ({ id: one.id, box: boxOf(one) }))
      .filter(({ box }) => box.height > 0);
    const overlaps = [];
    for (const [index, { id, box }] of cards.entries()) {
      for (const other of cards.slice(index + 1)) {
        const isApart = box.bottom <= other.box.top + 0.5 || other.box.bottom <= box.top + 0.5
          || box.right <= other.box.left + 0.5 || other.box.right <= box.left + 0.5;
        if (!isApart) overlaps.push(`${id} and ${other.id}`);
      }
    }
    const blocks = all(".rows > .row > [data-block]").map(boxOf);
    const gaps = blocks.slice(1).map((box, index) => box.top - blocks[index].bottom);
    const lines = all(".rows p[data-block]").filter((one) => one.textContent.length > 300)
      .map((one) => one.textContent.length
        / Math.round(boxOf(one).height / parseFloat(getComputedStyle(one).lineHeight)));
    const margin = all(".rows .note, .rows .glosses").map((one) => {
      const mark = one.id && document.querySelector(`mark[data-annotations~="${one.id}"]`);
      const [place] = [...(mark ? mark.getClientRects() : []), boxOf(one.parentElement)];
      return { id: one.id, box: boxOf(one), mark: place };
    }).filter(({ box }) => box.height > 0);
    const away = margin.filter(({ id, box, mark }, index) => {
      const before = margin[index - 1]?.box.bottom ?? -Infinity;
      return id && Math.abs(box.top - mark.top) > 1.5 * 30.4 && box.top - before > 12;
    }).map(({ id }) => id);
    const sorted = (numbers) => numbers.sort((a, b) => a - b);
    return {
      overlaps, away, gaps: sorted(gaps), perLine: sorted(lines)[lines.length >> 1],
      scrolls: document.documentElement.scrollWidth > document.documentElement.clientWidth,
      isOverFooter: Math.max(...cards.map(({ box }) => box.bottom))
        > boxOf(document.querySelector(".site-footer")).top,
      shifts: globalThis.shifts,
    };
  });
}
