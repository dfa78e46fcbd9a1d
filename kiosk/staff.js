// What staff see behind two seconds in the corner and a PIN: how this tablet is.

import { device, keep, now } from "./device.js";
import { dayOf, dateOf, isNight, knownUntil, officeAt, timeOf } from "./hours.js";
import { checkPin, mustWait } from "./pin.js";
import { books } from "./queue.js";
import { button, el, plain } from "./stage.js";
import { status, syncNow } from "./sync.js";
import { say } from "./words.js";

const HOLD = 2000;
const PIN_LENGTH = 6;
const DAY = 24 * 3600 * 1000;
const STORAGE_FULL = 80;
const REFRESH = 5000;

/** Calls `enter` after two seconds on the corner; the keyboard and a screen reader press it like any button. */
export function watchCorner(enter) {
  let timer;
  const end = () => clearTimeout(timer);
  addEventListener("pointerdown", (event) => {
    end();
    if (event.target.closest?.("[data-staff]")) timer = setTimeout(enter, HOLD);
  });
  for (const kind of ["pointerup", "pointercancel", "pointerleave", "blur"]) addEventListener(kind, end);
}

/** A click without a pointer came from the keyboard or a screen reader. */
export const byKeyboard = (event) => event.detail === 0;

/** Ten keys and no field: nothing for the browser to remember. */
export function pinScreen({ open, close }) {
  let typed = "";
  let busy = false;
  const told = el("p", { class: "told", role: "status" });
  const dots = el("p", { class: "pins", role: "img" });

  function draw() {
    dots.setAttribute("aria-label", say("pin_typed", { count: typed.length, all: PIN_LENGTH }));
    dots.textContent = "●".repeat(typed.length) + "○".repeat(PIN_LENGTH - typed.length);
  }

  async function press(digit) {
    if (busy || typed.length >= PIN_LENGTH) return;
    typed += digit;
    told.textContent = "";
    draw();
    if (typed.length === PIN_LENGTH) await judge();
  }

  async function judge() {
    busy = true;
    const wait = mustWait();
    const right = !wait && (await checkPin(typed, device.content.pin));
    typed = "";
    busy = false;
    if (right) return open();
    const left = wait || mustWait();
    told.textContent = left ? say("pin_wait", { seconds: Math.ceil(left / 1000) }) : say("pin_wrong");
    draw();
  }

  function erase() {
    typed = typed.slice(0, -1);
    draw();
  }

  const digits = ["1", "2", "3", "4", "5", "6", "7", "8", "9"].map((digit) => button(digit, () => press(digit), { class: "key" }));
  const last = [
    button(say("close"), close, { class: "key quiet" }),
    button("0", () => press("0"), { class: "key" }),
    button(say("pin_delete"), erase, { class: "key quiet" }),
  ];
  plain("pin", say("pin_title"), dots, told, el("div", { class: "keys" }, digits, last));
  document.querySelector("#stage main").addEventListener("keydown", (event) => {
    if (/^\d$/.test(event.key)) press(event.key);
    else if (event.key === "Backspace") erase();
    else if (event.key === "Escape") close();
  });
  draw();
}

/** How full the browser's store is, and whether the browser has promised to keep it. */
export async function vitals() {
  const { usage = 0, quota = 0 } = (await navigator.storage?.estimate?.()) || {};
  const persisted = (await navigator.storage?.persisted?.()) || false;
  return { storage: quota ? Math.min(100, Math.round((usage / quota) * 1000) / 10) : 0, persisted };
}

/** The facts, in the order in which somebody on the telephone asks for them. */
async function facts(version) {
  const { storage, persisted } = await vitals();
  const { days, queue } = await books();
  const { known } = officeAt(device.content.sessions, now());
  return [
    ["name", device.content.name],
    ["unit", `${device.content.unit.name} (${device.content.unit.code})`],
    ["state", say(`sync_${status.state}`)],
    ["queue", String(queue)],
    ["today", String(days[dayOf(now())] || 0)],
    ["sync", device.last_sync ? `${timeOf(device.last_sync)} ${dateOf(device.last_sync)}` : say("never")],
    ["storage", `${String(storage).replace(".", ",")} %`],
    ["persisted", persisted ? say("yes") : say("persisted_no")],
    ["offline", navigator.serviceWorker?.controller ? say("yes") : say("no")],
    ["offset", say("seconds", { count: Math.round(device.offset / 1000) })],
    ["hours", known ? say("hours_until", { date: knownUntil(device.content.sessions) }) : say("hours_out")],
    ["version", version],
  ];
}

/** The health of this tablet; `redress` follows a change of theme. */
export async function healthScreen({ version, close, redress, reload }) {
  const list = el("dl", { class: "facts" });
  const refresh = async () => {
    const rows = await facts(version);
    list.replaceChildren(...rows.flatMap(([key, value]) => [el("dt", {}, say(`health_${key}`)), el("dd", { "data-fact": key }, value)]));
  };
  const told = el("p", { class: "told", role: "status" });
  const send = async () => {
    told.textContent = say("sync_sending");
    await syncNow();
    await refresh();
    told.textContent = say(`sync_${status.state}`);
  };
  await refresh();
  const timer = setInterval(() => (list.isConnected ? refresh().catch(() => {}) : clearInterval(timer)), REFRESH);
  plain(
    "health",
    say("health_title"),
    list,
    told,
    el("div", { class: "ways" }, button(say("health_send"), send), button(say("health_reload"), reload, { class: "button quiet" })),
    themes(redress),
    el("div", { class: "ways" }, button(say("close"), close, { class: "button quiet" })),
  );
}

function themes(redress) {
  const tools = ["auto", "day", "night"].map((theme) => {
    const choose = async () => {
      await keep("theme", theme);
      for (const each of tools) each.setAttribute("aria-pressed", String(each.dataset.theme === theme));
      redress();
    };
    return button(say(`theme_${theme}`), choose, { class: "tool", "data-theme": theme, "aria-pressed": String(device.theme === theme) });
  });
  return el("div", { class: "ways themes", role: "group", "aria-label": say("health_theme") }, el("span", {}, say("health_theme")), tools);
}

/** Dark when staff want it, or by itself: after six in the evening, and where the system asks for it. */
export function wantsNight() {
  if (device.theme !== "auto") return device.theme === "night";
  return isNight(now()) || matchMedia("(prefers-color-scheme: dark)").matches;
}

/** What staff should know before it hurts anybody, or nothing. */
export async function findWarning() {
  const { storage } = await vitals();
  if (storage >= STORAGE_FULL) return "warn_storage";
  if (status.state === "unknown") return "warn_unknown";
  const { oldest } = await books();
  return oldest && Date.now() - oldest > DAY ? "warn_unsent" : null;
}
