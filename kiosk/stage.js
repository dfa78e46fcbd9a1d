// What stands on the glass: one screen at a time, built from plain values. Text is always text, never markup.

import { say, setLanguage } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";
const MOUTHS = ["", "M15 34q9-10 18 0", "M16 33q8-5 16 0", "M16 32h16", "M16 30q8 6 16 0", "M13 28q11 14 22 0z"];

/** An element: `on…` properties are listeners, the others attributes; `false`, null and undefined leave one out. */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== false && value != null) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child != null && child !== false));
  return element;
}

export function button(label, onclick, properties = {}) {
  return el("button", { type: "button", class: "button", ...properties, onclick }, label);
}

/** One of the five faces, for the eye only: its name stands beside it. */
export function face(level) {
  const picture = drawn("svg", { viewBox: "0 0 48 48", "aria-hidden": "true", focusable: "false" });
  picture.append(drawn("circle", { cx: 24, cy: 24, r: 21 }), drawn("path", { d: `M17 17v3M31 17v3${MOUTHS[level]}` }));
  return picture;
}

/** The mark of something done: the same for everybody, whatever was answered. */
export function tick() {
  const picture = drawn("svg", { viewBox: "0 0 48 48", class: "tick", "aria-hidden": "true", focusable: "false" });
  picture.append(drawn("circle", { cx: 24, cy: 24, r: 21 }), drawn("path", { d: "M15 25l6.500 6.500L33.500 18" }));
  return picture;
}

function drawn(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

const place = () => document.getElementById("stage");
let shows = 0;

/** Replaces what was there, and with it everything the last person saw. The heading hears the focus. */
export function show(name, ...children) {
  const stage = place();
  if (stage.dataset.screen !== name) shows += 1;
  stage.dataset.screen = name;
  stage.replaceChildren(...children.filter(Boolean));
  const heading = stage.querySelector("h1");
  document.title = heading ? heading.textContent : say("starting");
  scrollTo(0, 0);
  if (heading) {
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }
}

export const shown = () => place().dataset.screen;

/** A plain page: a heading, paragraphs, buttons. */
export function plain(name, title, ...children) {
  const lines = children.flat().filter(Boolean);
  show(
    name,
    el("main", { class: "plain" }, el("h1", {}, title), lines.map((line) => (line.nodeType ? line : el("p", {}, line)))),
  );
}

/** How the screen looks: language, large type, day or night. */
export function dress({ language, large = false, night = false }) {
  setLanguage(language);
  const { classList } = document.documentElement;
  classList.toggle("large", large);
  classList.toggle("night", night);
}

/** Nothing here is to be copied, dragged, printed, searched or opened elsewhere. */
export function closeDoors() {
  for (const kind of ["contextmenu", "dragstart", "drop", "copy", "cut"]) addEventListener(kind, (event) => event.preventDefault());
  addEventListener("keydown", (event) => {
    const combined = event.ctrlKey || event.metaKey;
    if (combined && "psoufgjh".includes(event.key.toLowerCase())) event.preventDefault();
  });
}

const TREMBLE = { ms: 500, pixels: 48 };

/** A trembling finger taps twice: the second tap, on the same spot of a screen that has just come, is not meant. */
export function takeOneTap() {
  let last = { timeStamp: -Infinity };
  const listener = (event) => {
    if (event.detail === 0) return; // the keyboard does not tremble
    const near = Math.hypot(event.clientX - last.clientX, event.clientY - last.clientY) < TREMBLE.pixels;
    if (near && event.timeStamp - last.timeStamp < TREMBLE.ms && last.shows !== shows) event.stopImmediatePropagation();
    const { timeStamp, clientX, clientY } = event;
    last = { timeStamp, clientX, clientY, shows };
  };
  addEventListener("click", listener, true);
}

/** Back leads nowhere: there is always one more entry, and it is this page. */
export function stayHere() {
  history.replaceState(null, "", location.pathname);
  history.pushState(null, "", location.pathname);
  addEventListener("popstate", () => history.pushState(null, "", location.pathname));
}
