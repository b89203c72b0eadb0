// scheme.js — the choice between light and dark.
// Optional: without it the page follows the reader's system. It blocks, so
// that no page flashes in the wrong colours; it owns only `data-scheme` of the
// root and the button that it puts into the header.
"use strict";
{
  const root = document.documentElement;
  const key = "postil-scheme";
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.scheme ?? (system.matches ? "dark" : "light")) === "dark";

  // Storage is refused in some private windows; the choice then lasts a page.
  const stored = () => { try { return localStorage.getItem(key); } catch { return null; } };
  const store = (scheme) => { try { localStorage.setItem(key, scheme); } catch { /* see above */ } };

  const chosen = stored();
  if (chosen === "light" || chosen === "dark") root.dataset.scheme = chosen;

  document.addEventListener("DOMContentLoaded", () => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "scheme";
    button.textContent = "Dark";
    button.title = "Dark colours";
    const show = () => button.setAttribute("aria-pressed", String(isDark()));
    button.addEventListener("click", () => {
      root.dataset.scheme = isDark() ? "light" : "dark";
      store(root.dataset.scheme);
      show();
    });
    system.addEventListener("change", show);
    show();
    document.querySelector(".site-header-inner")?.append(button);
  });
}
