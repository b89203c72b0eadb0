// dom.js — makes elements and the fields of forms. Text reaches the page as text.
// What the preview shows beside the page's own text stands in shadow roots: no style
// sheet of a theme or an edition reaches into them, so it can be read over any page.

const PAUSE = 200; // ms without a key after which the server is asked
let serial = 0;

export const make = (name, attributes = {}, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value !== null && value !== false) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children);
  return made;
};
export const button = (label, act, attributes = {}) =>
  make("button", { type: "button", onclick: act, ...attributes }, label);
const style = new CSSStyleSheet();
fetch("/_postil/tools.css").then((answer) => answer.text()).then((text) => style.replace(text)).catch(() => {});
/** Makes an element of a name of its own, which no style of the page reaches into. */
export const shaded = (name, ...children) => {
  const made = make(`postil-${name}`, { "data-postil": true, id: `postil-${name}` });
  const root = made.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [style];
  root.append(...children);
  return made;
};
/** Returns what an event began at, inside of shadow roots too. */
export const originOf = (event) => event.composedPath()[0];
export const paragraphs = (texts) => texts.filter(Boolean).map((one) => make("p", {}, one));
/** Returns what does something once nobody has asked for it for a while. */
export const later = (act, pause = PAUSE) => {
  let timer;
  return (...given) => { clearTimeout(timer); timer = setTimeout(act, pause, ...given); };
};
export const nextId = (name) => `postil-${name}-${++serial}`;

/** Returns a control with its label, and a place for what is said about it. */
export const field = (name, label, control, hint = "") => {
  const id = nextId(name);
  control.id = id;
  control.setAttribute("aria-describedby", hint ? `${id}-hint ${id}-said` : `${id}-said`);
  return make("div", { class: "postil-field", "data-for": name }, make("label", { for: id }, label), control,
    hint ? make("div", { id: `${id}-hint`, class: "postil-hint" }, hint) : "", make("div", { id: `${id}-said`, class: "postil-said" }));
};

/** Makes a choice. The options' values are their texts: a theme may hide notes by what
    is checked and has `value`, and an option that is not chosen must not do so. */
export const select = (pairs) => make("select", {}, ...pairs.map(([value, label]) => make("option", { label }, value)));
/** Puts a value into a control; a choice takes one that it does not offer, too: what stands
    in a file stays there. */
export const fill = (control, value) => {
  const { options } = control;
  if (options && ![...options].some((one) => one.value === value)) control.append(make("option", { label: value }, value));
  control.value = value;
};

/** Returns the texts of a list that is typed with commas. */
export const listOf = (text, separator = ",") => text.split(separator).map((one) => one.trim()).filter(Boolean);
