// scheme.js — light or dark, the way to the search, and the word that scripts
// are at work. Optional. It blocks, so that nothing flashes or moves; if a
// script fails, the page goes on as if there were none.
{
  const root = document.documentElement;
  const here = document.currentScript.src;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.scheme ?? (dark.matches ? "dark" : "light")) === "dark";
  // Storage is refused in some private windows; the choice then lasts a page.
  try {
    if (localStorage.scheme) root.dataset.scheme = localStorage.scheme;
  } catch {}
  root.dataset.script = "";
  // What else a theme loads may fail, or be kept out by somebody's blocker.
  addEventListener("error", ({ target, filename }) => {
    const script = target === window ? filename : target.localName === "script" && target.src;
    if (script && script.startsWith(new URL(".", here))) delete root.dataset.script;
  }, true);

  addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector(".scheme");
    const show = () => button.ariaPressed = isDark();
    button.onclick = () => {
      root.dataset.scheme = isDark() ? "light" : "dark";
      show();
      try {
        localStorage.scheme = root.dataset.scheme;
      } catch {}
    };
    dark.onchange = show;
    show();

    const link = document.querySelector(".search-link");
    if (!link) return;
    const search = (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      import(new URL("search.js", here)).then(({ open }) => open())
        .catch(() => location = link.href);
    };
    link.onclick = search;
    addEventListener("keydown", (event) => {
      const isTyping = event.target.closest("input:not([type=checkbox]), textarea, select");
      if (event.key === "/" && !isTyping) search(event);
    });
  });
}
