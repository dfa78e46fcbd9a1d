// Screens before the tablet is in use, and after: plain http, another tab, enrolment, the six digits, revoked.

import { device, digitsFor, enrolled, makeKey } from "./device.js";
import { lastNumber } from "./queue.js";
import { button, el, plain } from "./stage.js";
import { say } from "./words.js";
import { enrol, Refusal } from "./wire.js";

export const insecureScreen = () => plain("insecure", say("insecure_title"), say("insecure_why"), say("insecure_do"));

export const oldScreen = () => plain("old", say("old_title"), say("old_do"));

export const elsewhereScreen = () => plain("elsewhere", say("elsewhere_title"), say("elsewhere_do"));

/** Where the code is typed, or stands already when the address carried it. `then` goes on after success. */
export function enrolScreen(code, version, then) {
  const field = el("input", {
    id: "code",
    class: "code",
    type: "text",
    value: code,
    autocomplete: "off",
    autocapitalize: "characters",
    autocorrect: "off",
    spellcheck: "false",
    inputmode: "text",
    maxlength: "40",
    required: true,
    "aria-describedby": "enrol-lead enrol-told",
  });
  const told = el("p", { id: "enrol-told", class: "told", role: "status" });
  const go = el("button", { type: "submit", class: "button" }, say("enrol_button"));

  async function submit(event) {
    event.preventDefault();
    if (go.disabled) return;
    go.disabled = true;
    told.textContent = say("enrol_sending");
    try {
      await enrolWith(field.value.trim(), version);
      field.value = "";
      then();
    } catch (error) {
      go.disabled = false;
      told.textContent = reasonOf(error);
      field.focus();
    }
  }

  plain(
    "enrol",
    say("enrol_title"),
    el("p", { id: "enrol-lead" }, say("enrol_lead")),
    el("form", { onsubmit: submit, autocomplete: "off", novalidate: true }, el("label", { for: "code" }, say("enrol_code")), field, told, go),
  );
  if (!code) field.focus();
}

async function enrolWith(code, version) {
  const publicKey = await makeKey();
  const told = { code, public_key: publicKey, version, ...(await lastNumber()) };
  const { tablet, digits } = await enrol(told);
  if (digits !== (await digitsFor(publicKey, tablet))) throw new Refusal("garbled");
  await enrolled(tablet, digits);
}

function reasonOf(error) {
  if (!(error instanceof Refusal)) throw error;
  return error.word === "offline" ? say("enrol_offline") : error.told || say("enrol_failed");
}

/** Six digits, as large as they can be: people compare them across a room. */
export function digitsScreen() {
  const { digits } = device.tablet;
  plain(
    "digits",
    say("digits_title"),
    el("p", { class: "digits" }, el("span", { class: "sr" }, digits.split("").join(" ")), el("span", { "aria-hidden": "true" }, `${digits.slice(0, 3)} ${digits.slice(3)}`)),
    say("digits_lead"),
    el("p", { role: "status" }, say("digits_wait")),
  );
}

export const fetchingScreen = () => plain("fetching", say("fetching"));

/** No more answers here. What was recorded before still goes out; after that the tablet may be enrolled anew. */
export function revokedScreen(waiting, again) {
  const text = waiting ? say("revoked_sending", { count: waiting }) : say("revoked_done");
  plain("revoked", say("revoked_title"), el("p", { role: "status" }, text), !waiting && button(say("revoked_again"), again));
}
