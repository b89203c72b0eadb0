{
const root = document.documentElement;
const here = document.currentScript.src;
const dark = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => (root.dataset.scheme ?? (dark.matches ? "dark" : "light")) === "dark";
try {
if (localStorage.scheme) root.dataset.scheme = localStorage.scheme;
} catch {}
root.dataset.script = "";
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
