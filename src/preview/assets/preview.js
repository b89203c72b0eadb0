// preview.js — keeps an open page as the edition is on disk. Never part of a site.
// Listens to /_postil/events; at a change it fetches the page, and idiomorph makes the
// open one like it. Only what differs from the page as it was served before is touched:
// scroll position, focus, open details, what is typed, and all that scripts made stay.
// It runs before the scripts of the theme do (as a module would not), to see what was served.
{
  const script = document.currentScript;
  const library = import("/_postil/idiomorph/idiomorph.js");
  const told = Promise.all(["bar", "problems"].map((name) => import(`/_postil/${name}.js`)));
  // What stands in for a page that is not there yet has none of its styles and scripts.
  const standsIn = script.hasAttribute("data-stands-in");
  let generation = Number(script.dataset.generation);
  let run = null;
  let last = null;

  // For each node on the screen the one that was served; what has none is of scripts.
  const served = new WeakMap();
  // Copies in a document that nobody sees load nothing.
  const unseen = document.implementation.createHTMLDocument();
  const remember = (shown, as = unseen.importNode(shown, true)) => {
    served.set(shown, as);
    shown.childNodes.forEach((child, index) => remember(child, as.childNodes[index]));
  };
  // What stands between rows and their parts shows nothing, and one space is like any other:
  // where there are none, rows are found again.
  const withoutSpaces = (page) => {
    for (const row of page.querySelectorAll(".row")) {
      for (const node of [row.previousSibling, row.nextSibling, ...row.childNodes]) {
        if (node?.nodeType === Node.TEXT_NODE && !node.data.trim()) node.remove();
      }
    }
    return page.body;
  };
  const ready = new Promise((resolve) => {
    const begin = () => resolve(remember(withoutSpaces(document)));
    document.addEventListener("readystatechange", begin, { once: true });
  });

  let before = null;
  const callbacks = {
    beforeNodeMorphed: (shown, to) => {
      before = served.get(shown);
      served.set(shown, to);
      return !before?.isEqualNode(to);
    },
    beforeAttributeUpdated: (name, shown) => {
      const isOther = before?.getAttribute(name) !== served.get(shown).getAttribute(name);
      // A box that stands for something else now was not ticked, or cleared, by anybody.
      if (isOther && name === "value" && "checked" in shown) shown.checked = served.get(shown).defaultChecked;
      return isOther;
    },
    beforeNodeRemoved: (node) => served.has(node),
    afterNodeAdded: (node) => served.has(node) || remember(node),
  };

  // While pages are compared, paragraphs that stand in both are named by their words: `p-7`
  // is another one once something is added above. The others have no name, and may become
  // any. (The ids of headings are made of their words already.)
  const paragraphsOf = (page) => [...page.querySelectorAll('[data-block]:not([id^="h-"])')];
  const byWords = (paragraphs, wordsOf) => {
    const counts = new Map();
    return new Map(paragraphs.map((one) => {
      const words = wordsOf(one).textContent;
      counts.set(words, (counts.get(words) ?? 0) + 1);
      return [`${counts.get(words)} ${words}`, one];
    }));
  };
  const rename = (names, others) => names.forEach((one, name) => {
    for (const node of [one, served.get(one) ?? one]) {
      if (others.has(name)) node.id = name;
      else node.removeAttribute("id");
    }
  });

  const root = document.documentElement;
  const morph = (page, { Idiomorph }) => {
    const numberOf = (one) => `${one.closest("[data-text]")?.dataset.text ?? ""} ${one.dataset.block}`;
    const ids = new Map(paragraphsOf(page).map((one) => [numberOf(one), one.id]));
    const shown = () => paragraphsOf(document).filter((one) => served.has(one));
    const [from, to] = [byWords(shown(), (one) => served.get(one)), byWords(paragraphsOf(page), (one) => one)];
    rename(from, to);
    rename(to, from);
    // What idiomorph moves it keeps in a child of the root meanwhile, for which the browser
    // restyles the whole page; it does without as well.
    root.append = () => {};
    Idiomorph.morph(document.body, withoutSpaces(page), { callbacks });
    delete root.append;
    for (const one of shown()) {
      const id = ids.get(numberOf(one));
      for (const node of [one, served.get(one)]) {
        if (id) node.id = id;
        else node.removeAttribute("id");
      }
    }
  };

  // A style sheet is exchanged only once the new one has come, so nothing flashes.
  const exchangeHead = (to) => {
    const sheets = (head) => [...head.querySelectorAll('link[rel="stylesheet"]')];
    const wanted = sheets(to).map((link) => link.getAttribute("href"));
    sheets(document.head).forEach((link, index) => {
      if (!wanted[index] || link.getAttribute("href") === wanted[index]) return;
      const fresh = link.cloneNode();
      fresh.setAttribute("href", wanted[index]);
      for (const end of ["load", "error"]) fresh.addEventListener(end, () => link.remove());
      link.after(fresh);
    });
    // What is written anew, though the same, has the browser restyle the whole page.
    const title = to.querySelector("title")?.textContent ?? document.title;
    if (document.title !== title) document.title = title;
  };

  /** Returns what has the focus, inside of shadow roots too. */
  const focusedNow = () => {
    let { activeElement: focused } = document;
    while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
    return focused;
  };
  // The block nearest to the top of the window stays where it is.
  const anchored = (change) => {
    const block = [...document.querySelectorAll("main [data-block]")].find(
      (element) => element.getBoundingClientRect().bottom > 0,
    );
    const top = block?.getBoundingClientRect().top;
    const focused = focusedNow();
    change();
    if (focused?.isConnected && focused !== focusedNow()) focused.focus({ preventScroll: true });
    if (block?.isConnected) scrollBy({ top: block.getBoundingClientRect().top - top, behavior: "instant" });
  };

  /** Brings the page on the screen to the state that it is served in. */
  const show = async () => {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = page.getElementById(script.id);
    if (standsIn && !next.hasAttribute("data-stands-in")) {
      location.reload();
      return;
    }
    const [loaded] = await Promise.all([library, ready]);
    exchangeHead(page.head);
    try {
      anchored(() => morph(page, loaded));
    } catch (error) {
      // Scripts may do to a page what nobody foresees; loaded anew it is as it should be.
      console.error(error);
      location.reload();
      return;
    }
    generation = Number(next.dataset.generation);
  };
  let refreshing = null;
  const refresh = (news) => {
    const after = refreshing;
    refreshing = (async () => {
      await after;
      if (news.generation <= generation) return;
      await show();
      document.dispatchEvent(new CustomEvent("postil:changed", { detail: { generation } }));
    })().catch(() => {
      // The server went away in between; the stream comes back by itself, and tells.
      generation = 0;
    });
    return refreshing;
  };

  /** Tells of a server that is gone, and that it is back. */
  const GONE = "The preview does not answer. What is typed is kept in this browser.";
  let isAway = false;
  const turn = async (isNowAway) => {
    if (isAway === isNowAway) return;
    isAway = isNowAway;
    document.dispatchEvent(new Event(isAway ? "postil:away" : "postil:back"));
    const [{ tell }] = await told;
    if (isAway === isNowAway) tell(isAway ? GONE : "The preview is back");
  };
  const hear = async (event) => {
    const news = JSON.parse(event.data);
    if (run !== null && run !== news.run) generation = 0;
    run = news.run;
    last = news;
    await refresh(news);
    const [, { showProblems }] = await told;
    const isEditing = document.getElementById("postil-editor-script") !== null;
    if (last === news) showProblems(news, { isEditing });
    document.dispatchEvent(new CustomEvent("postil:news", { detail: news }));
  };
  const listen = () => {
    const events = new EventSource("/_postil/events");
    events.addEventListener("open", () => turn(false));
    events.addEventListener("message", hear);
    events.addEventListener("error", () => {
      turn(true);
      // What is refused, and not only broken, the browser does not ask for again.
      if (events.readyState === EventSource.CLOSED) setTimeout(listen, 3000);
    });
  };
  listen();
}
