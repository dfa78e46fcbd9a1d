// What this tablet is: its key, its enrolment, its request counter, the content it was given, its own settings.
//
// It lives in a database of its own, apart from the queue: when one of the two is wiped, the other still knows the last
// answer number and says so, and the server sees exactly which answers are gone.

import { base64url, bytesOf, sha256, unbase64url } from "./bytes.js";
import { database, done } from "./idb.js";

const transact = database("lang-nghe-may", { kept: {} });
const BOOK = "lang-nghe-so";
const KEY = { name: "ECDSA", namedCurve: "P-256" };

/** Everything kept, in memory. `tablet` is {id, state, digits} once enrolled. */
export const device = {
  tablet: null,
  keys: null,
  content: null,
  offset: 0,
  last_sync: null,
  theme: "auto",
  tries: { wrong: 0, until: 0 },
};

const NAMES = Object.keys(device);

export async function load() {
  await transact("readonly", async (store) => {
    for (const name of NAMES) {
      const value = await done(store("kept").get(name));
      if (value !== undefined) device[name] = value;
    }
  });
}

/** Keeps one setting; it holds in memory at once. */
export async function keep(name, value) {
  device[name] = value;
  await transact("readwrite", async (store) => void store("kept").put(value, name));
}

/** The next request's number, on the disk before the request leaves: a number is never used twice. */
export function nextCounter() {
  return transact("readwrite", async (store) => {
    const counter = ((await done(store("kept").get("counter"))) || 0) + 1;
    store("kept").put(counter, "counter");
    return counter;
  });
}

/** The server has seen `last` from us: go on above it. */
export function jumpCounter(last) {
  return transact("readwrite", async (store) => {
    const counter = (await done(store("kept").get("counter"))) || 0;
    store("kept").put(Math.max(counter, last), "counter");
  });
}

/** A key pair whose private half the browser never gives out, kept before anything is sent. */
export async function makeKey() {
  if (!device.keys) await keep("keys", await crypto.subtle.generateKey(KEY, false, ["sign", "verify"]));
  return base64url(await crypto.subtle.exportKey("raw", device.keys.publicKey));
}

/** The six digits that both sides compute and people compare. */
export async function digitsFor(publicKey, id) {
  const parts = [bytesOf("lang-nghe-digits"), unbase64url(publicKey), uuidBytes(id)];
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => (whole.set(part, at), at + part.length), 0);
  const digest = [...new Uint8Array(await sha256(whole))];
  const number = digest.reduce((rest, byte) => (rest * 256 + byte) % 1000000, 0);
  return String(number).padStart(6, "0");
}

const uuidBytes = (id) => Uint8Array.from(id.replace(/-/g, "").match(/../g), (pair) => parseInt(pair, 16));

/** Enrolled: numbers start anew with the new name. */
export async function enrolled(id, digits) {
  await transact("readwrite", async (store) => void store("kept").put(0, "counter"));
  await keep("tablet", { id, digits, state: "waiting" });
}

/** Forgets the enrolment and its key, for a new one. What was recorded stays in the queue's own database. */
export async function forgetEnrolment() {
  for (const name of ["tablet", "keys", "content"]) await keep(name, null);
}

/** The tablet's clock, corrected by what the server last told. */
export const now = () => Date.now() + device.offset;

// The copy of the books: last answer number and answers per day, beside the queue.

let latest = null;

export async function mirror(book) {
  const copy = { ...book, tablet: device.tablet.id };
  latest = copy;
  try {
    localStorage.setItem(BOOK, JSON.stringify(copy));
  } catch {
    // full or forbidden: the other copy remains
  }
  await transact("readwrite", async (store) => void store("kept").put(copy, "book"));
}

/** The best of the copies, also of the one in memory, whichever enrolment it was written under; or null. */
export async function mirrored() {
  const copies = [latest, await transact("readonly", (store) => done(store("kept").get("book")))];
  try {
    copies.push(JSON.parse(localStorage.getItem(BOOK)));
  } catch {
    // not ours, or cut off
  }
  return copies.filter((copy) => Number.isSafeInteger(copy?.seq)).sort((a, b) => b.seq - a.seq)[0] || null;
}
